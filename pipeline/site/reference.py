"""The data dictionary of a release: the tables and columns that it has, as the schema explains them."""

from typing import Any

from pipeline.release.views import released_tables
from pipeline.schema import VOCABULARIES, Table
from pipeline.site.ledger import Ledger


def tables(ledger: Ledger) -> tuple[list[dict[str, Any]], dict[str, dict[str, str]]]:
    """Tables of the release with their columns, and the vocabularies these use."""
    found = []
    used: set[str] = set()
    for name, table in released_tables().items():
        entry = ledger.manifest["tables"].get(name)
        if entry is None:
            continue
        fields = [field for field in table.fields if field.name in entry["columns"]]
        used |= {field.vocabulary for field in fields if field.vocabulary}
        found.append({"name": name, "rows": entry["rows"], **_about(table), "fields": fields})
    return found, {name: dict(terms) for name, terms in VOCABULARIES.items() if name in used}


def _about(table: Table) -> dict[str, Any]:
    return {"meaning": table.meaning, "warning": table.warning or "", "key": table.key}
