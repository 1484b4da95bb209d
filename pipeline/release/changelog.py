"""``CHANGES.md`` of a release: what differs from the release before, in words."""

from pipeline.release.contents import Contents
from pipeline.release.diff import compare
from pipeline.release.diff_words import markdown
from pipeline.release.semver import declared_shape
from pipeline.release.side import Side
from pipeline.release.views import released_tables
from pipeline.schema import published_tables


def changes(made: Contents) -> bytes:
    """The difference to the release before, Markdown; the first release says that it is the first."""
    if made.before is None:
        return f"# Harm Ledger: {made.manifest['release']}\n\nThe first release.\n".encode()
    tables = {name: made.tables[name] for name in published_tables()}
    new = Side(tables, made.manifest, declared_shape(released_tables()))
    return markdown(compare(made.before, new, made.rows)).encode()
