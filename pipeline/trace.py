"""What an id is of, and the way back from it: the one door to ``pipeline.lineage`` and ``pipeline.lineage_row``."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import polars as pl

from pipeline.errors import UsageError
from pipeline.lineage import KINDS, Trace, follow
from pipeline.lineage_row import MOST, RowTrace, Step, Walk, keyed
from pipeline.schema import DECLARED, TABLES

_RULES = {
    "document_span": "rule",
    "claim_relation": "basis",
    "incident": "grade_rule",
    "incident_claim": "rule",
    "incident_relation": "basis",
    "pair_judgement": "rule",
}
"""Tables to the column that names the rule behind a row."""
_SHOWN_AS = ("claim", "claim_flat", "incident", "incident_flat", "source_document", "document_text")
"""Tables whose rows are shown as a claim, an incident or a document."""
_HASH = 12
"""Characters that are enough of a hash."""
_NEAR = 80
"""How alike, of 100, an id must be to be meant."""
_TELLING = 4
"""Characters from which on an id is told from others by its likeness."""


def trace(tables: Mapping[str, pl.DataFrame], id: str, manifest: Mapping[str, Any] | None = None) -> Trace | RowTrace:
    """Follow anything a release holds to what it rests on.

    Args:
        tables: Tables of a release, or of a build.
        id: The primary key of a row, values joined by '|', with or without ``table:`` in front; ``table:key#column``;
            a sha256; ``collection/file``; a rule, an origin, or the name a curator signs with.
        manifest: Manifest of the release.

    Raises:
        UsageError: If nothing has that id; names the nearest.
    """
    walk = Walk(tables, manifest or {})
    return next(chain(_rows(walk, id), _of_manifest(walk, id), _names(walk, id)), None) or _refuse(walk, id)


def _rows(walk: Walk, id: str) -> Iterator[Trace | RowTrace]:
    # A key of lineage begins with the name of another table.
    for name, row in keyed(walk.ledger, id, ("lineage",)):
        yield walk.row(name, row)
    table, _, rest = id.partition(":")
    if table == "text":
        yield from filter(None, [walk.node(id)])
    if table in DECLARED and rest:
        yield from _keyed(walk, rest, (table,))
        yield from _column(walk, table, rest)
    else:
        yield from _keyed(walk, id, tuple(DECLARED))


def _keyed(walk: Walk, key: str, tables: tuple[str, ...]) -> Iterator[Trace | RowTrace]:
    if any(table in _SHOWN_AS for table in tables):
        yield from filter(None, [follow(walk.ledger, key)])
    for name, row in keyed(walk.ledger, key, tables):
        yield walk.row(name, row)


def _column(walk: Walk, table: str, asked: str) -> Iterator[Trace | RowTrace]:
    """One column of a row, ``key#column``: its own way back, or the row's where no step is recorded for it."""
    key, _, column = asked.rpartition("#")
    whole = next(_keyed(walk, key, (table,)), None) if key else None
    if whole is None:
        return
    known = DECLARED[table].columns
    if column not in known:
        from rapidfuzz import process

        near = [hit for hit, _, _ in process.extract(column, list(known), limit=3, score_cutoff=_NEAR)]
        raise UsageError(
            f"Table {table} has no column {column!r}.",
            f"Did you mean {', or '.join(near)}?" if near else f"Its columns: {', '.join(known)}.",
        )
    # The flat tables repeat columns of the table they are made from, whose steps are the ones recorded.
    if found := walk.node(f"{table.removesuffix('_flat')}:{asked}"):
        yield found
    else:
        row = next((row for _, row in keyed(walk.ledger, key, (table,))), {})
        yield RowTrace(table, asked, {column: row.get(column)}, (Step("no lineage of its own; its row", whole),))


def _of_manifest(walk: Walk, id: str) -> Iterator[Trace | RowTrace]:
    """Files and hashes: of documents, of inputs, of code and word lists, of the release's own tables."""
    for document in walk.ledger.rows("source_document", "sha256", id):
        if found := follow(walk.ledger, document["document_id"]):
            yield found
    asked = id.removeprefix("file:")
    for document in walk.ledger.table("source_document").iter_rows(named=True):
        if asked == f"{document['collection']}/{document['file_name']}" and (
            found := follow(walk.ledger, document["document_id"])
        ):
            yield found
    made = walk.manifest
    release = str(made.get("release", ""))
    for collection, files in made.get("inputs", {}).items():
        for name, sha256 in files.items():
            if asked == f"{collection}/{name}" or _means(asked, sha256):
                yield RowTrace("file", f"{collection}/{name}", {"sha256": sha256}, (Step("input of release", release),))
    for part in ("code", "lexicon", "model"):
        if _means(id, made.get(part, {}).get("sha256", "")):
            yield RowTrace(part, id, dict(made[part]), (Step("made release", release),))
    for part, sha256 in made.get("parts", {}).items():
        if _means(id, sha256):
            yield RowTrace("code", f"pipeline/{part}", {"sha256": sha256}, (Step("made release", release),))
    for table, about in made.get("tables", {}).items():
        if id in (about["sha256"], about["content_hash"], about["file"]):
            row = {name: about[name] for name in ("rows", "sha256", "content_hash")}
            yield RowTrace("file", about["file"], row, (Step("holds", f"table {table} of release {release}"),))
    if id and id in (release, str(made.get("schema_version"))):
        row = {name: made[name] for name in ("release", "previous_release", "schema_version")}
        inputs = [
            Step("made from", f"{collection}/{name}  sha256 {sha256}")
            for collection, files in made["inputs"].items()
            for name, sha256 in files.items()
        ]
        yield RowTrace("release", release, row, (Step("made by", walk.code()), *inputs))


def _means(asked: str, sha256: str) -> bool:
    """Whether a hash is meant: in full, or by its beginning, as reasons in ``change_log`` show it."""
    return len(asked) >= _HASH and sha256.startswith(asked)


def _names(walk: Walk, id: str) -> Iterator[RowTrace]:
    """Rules, origins and persons: what decided, spoke or signed."""
    steps: list[Step] = []
    for table, column in _RULES.items():
        if held := walk.ledger.rows(table, column, id):
            steps += _listed(table, held)
    if steps:
        yield RowTrace("rule", id, {}, (Step("a rule of", walk.code()), *steps))
    if links := walk.ledger.rows("incident_claim", "origin_id", id):
        row = {name: links[0][name] for name in ("origin_basis", "origin_is_named")}
        claims = sorted({link["claim_id"] for link in links})
        told = [Step("speaks in", walk.to("claim", claim)) for claim in claims[:MOST]]
        rest = [Step("and", f"{len(claims) - MOST} more claims")] if len(claims) > MOST else []
        yield RowTrace("origin", id, row, (*told, *rest))
    if signed := walk.ledger.rows("decision", "who", id):
        decided = (Step("decided", walk.row("decision", row, whole=False)) for row in signed)
        yield RowTrace("person", id, {}, tuple(decided))


def _listed(table: str, rows: list[dict[str, Any]]) -> Iterator[Step]:
    for row in rows[:MOST]:
        yield Step("decides", f"{table} {'|'.join(str(row[name]) for name in TABLES[table].key)}")
    if len(rows) > MOST:
        yield Step("and", f"{len(rows) - MOST} more rows of {table}")


def _refuse(walk: Walk, asked: str) -> Trace:
    """Raise, with the ids nearest to the one asked for, or what ids look like."""
    from rapidfuzz import process  # 30 ms that only a mistyped id costs

    known: dict[str, str] = {}
    shown: list[str] = []
    first = [table for table, _ in KINDS.values()]
    for name in dict.fromkeys([*first, *TABLES]):
        table = TABLES[name]
        ids = walk.ledger.table(name)[table.key[0]].unique().sort().to_list() if len(table.key) == 1 else []
        if ids and name != "document_text":
            kind = next((kind for kind, (of, _) in KINDS.items() if of == name), name)
            shown.append(f"{kind} {ids[0]}")
            known |= dict.fromkeys(map(str, ids), kind)
    if not shown:
        raise UsageError(f"Nothing here has the id {asked!r}.", "These tables are empty.")
    of, _, rest = asked.partition(":")
    named = of in DECLARED and rest != ""
    meant_ids = _first_ids(walk, of) if named else list(known)
    tail = (rest if named else asked.rpartition(":")[2]).partition("|")[0].partition("#")[0]
    near = [hit for hit, _, _ in process.extract(tail, meant_ids, limit=3, score_cutoff=_NEAR)]
    near = near if len(tail) >= _TELLING else []
    if near:
        meant = ", or ".join(f"{hit} ({known.get(hit, of)})" for hit in near)
        raise UsageError(f"Nothing here has the id {asked!r}.", f"Did you mean {meant}?")
    looks = ", ".join(shown)
    raise UsageError(
        f"Nothing here has the id {asked!r}.",
        f"Ids look like this: {looks}. A row of a table with several key columns: table:one|two, as change_log has it.",
    )


def _first_ids(walk: Walk, table: str) -> list[str]:
    """Ids that a key of a table may begin with: its own, or those of the table that its first column refers to."""
    own = DECLARED[table]
    refers = next(field.references for field in own.fields if field.name == own.key[0])
    name, column = refers.split(".") if refers else (table, own.key[0])
    if not refers and len(own.key) > 1:
        return []
    return [str(id) for id in walk.ledger.table(name)[column].unique().sort().to_list()]
