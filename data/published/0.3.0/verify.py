"""Check a release of Harm Ledger without the project: Python and the package duckdb are all it needs.

    pip install duckdb
    python -I verify.py            checks the release this file lies in
    python -I verify.py FOLDER     checks another one

Checked, in this order: the sha256 of every file, and that none is missing or added; the manifest; of every table its
columns, types, rows, keys, references and the hash of its contents, in its Parquet file and in the DuckDB file; every
quote and every span of evidence against its text; every step of the lineage against the rows it joins.

It writes nothing and opens no connection. Exit code 0: everything holds. 1: something does not, and is named.
2: the check could not be made.

Whoever alters a release can alter this file with it. So run the copy of another release or of the repository, and
compare the fingerprint printed here with somebody else's.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SUMS, MANIFEST, DATABASE, README = "SHA256SUMS", "manifest.json", "harm-ledger.duckdb", "README.md"
HARMS = ("killed", "injured", "children_killed", "women_killed", "children_injured", "women_injured")
TEXTS = {"claim", "claim_evidence", "source_document", "document_text"}
LINEAGE = {"lineage", "incident", "incident_claim", *TEXTS}
"""Tables that have to be sound for their rows to be compared."""

Problem = tuple[str, str]
"""File and what is wrong with it."""

_SUM = re.compile(r"([0-9a-f]{64})  ([^/\\\x00-\x1f]+)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BATCH = 10_000


def main(arguments: list[str]) -> int:
    """Check one release and print what was found; returns the exit code."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print(__doc__)
        return 2
    folder = Path(arguments[0] if arguments else __file__).resolve()
    folder = folder if arguments else folder.parent
    if not (folder / SUMS).is_file():
        print(f"There is no release in {folder}: it has no {SUMS}.")
        return 2
    duckdb = _duckdb()
    problems = 0
    for part, sound, found in _stages(folder, duckdb):
        listed = list(found)
        problems += len(listed)
        print(f"{part:10}{f'WRONG, {len(listed)} problem(s)' if listed else sound}")
        for file, problem in listed:
            print(f"      {_plain(file)}: {_plain(problem)}")
    print(f"Fingerprint {_sha256(folder / SUMS)}: compare it with another copy's.")
    if problems:
        print(f"{problems} thing(s) wrong. This is not the release as it was made: fetch it anew.")
        return 1
    if duckdb is None:
        print("The bytes are sound. The rows were not looked at: that needs duckdb (pip install duckdb).")
        return 2
    print("Everything is what the manifest says.")
    return 0


def _duckdb() -> Any:
    """The package, or None where it is not installed."""
    try:
        import duckdb
    except ImportError:
        return None
    return duckdb


def _stages(folder: Path, duckdb: Any) -> Iterator[tuple[str, str, Iterable[Problem]]]:
    """Parts of the release, what holds of each where nothing is wrong, and what is wrong.

    Rows are read only of files whose bytes are right.
    """
    sums, altered = _read_sums(folder)
    altered += list(_bytes(folder, sums))
    yield "files", f"{len(sums)} listed in {SUMS}; none is missing, altered or added", altered
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        misfits = list(_manifest(folder, manifest, sums))
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        yield "manifest", "", [(MANIFEST, f"cannot be read: {type(error).__name__} {error}")]
        return
    yield "manifest", f"release {_plain(manifest['release'])}; it names these files with these hashes", misfits
    bad = {file for file, _ in (*altered, *misfits)}
    if duckdb is None or MANIFEST in bad:
        return
    whole = sums.keys() - {file for file, _ in altered}
    tables = {name: entry for name, entry in manifest["tables"].items() if entry["file"] in whole}
    with duckdb.connect() as con:
        wrong = list(_tables(con, duckdb, folder, tables))
        yield "tables", f"{len(tables)}; columns, types, rows, keys, references and contents hold", wrong
        sound = {name for name, entry in tables.items() if entry["file"] not in {file for file, _ in wrong}}
        if sound >= TEXTS:
            yield "texts", "every quote and every span of evidence stands in its text", _texts(con)
        if sound >= LINEAGE:
            steps = _lineage(con, manifest["inputs"])
            yield "lineage", "every step leads to the characters, the file and the figure it names", steps
    if DATABASE not in bad:
        yield "database", f"{DATABASE} holds the same rows", _database(duckdb, folder, manifest["tables"])


def _read_sums(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    sums: dict[str, str] = {}
    found = []
    for number, line in enumerate((folder / SUMS).read_bytes().decode("utf-8", "backslashreplace").split("\n"), 1):
        match = _SUM.fullmatch(line)
        if match and match[2] not in {*sums, ".", ".."}:
            sums[match[2]] = match[1]
        elif line:
            found.append((SUMS, f"line {number} is not a sum and a file name, or repeats one"))
    return sums, found


def _bytes(folder: Path, sums: dict[str, str]) -> Iterator[Problem]:
    held = {path.name: path for path in folder.iterdir() if path.name != SUMS}
    for name in sorted({*held, *sums}):
        path = held.get(name)
        if path is None:
            yield name, f"is missing, and {SUMS} lists it"
        elif name not in sums:
            yield name, f"has been added: {SUMS} does not list it"
        elif path.is_symlink() or not path.is_file():
            yield name, "is not a plain file"
        elif (found := _sha256(path)) != sums[name]:
            yield name, f"has been changed: sha256 is {found[:12]}..., {SUMS} says {sums[name][:12]}..."


def _manifest(folder: Path, manifest: Any, sums: dict[str, str]) -> Iterator[Problem]:
    if re.fullmatch(r"\d+\.\d+\.\d+", folder.name) and manifest["release"] != folder.name:
        yield MANIFEST, f"is of release {manifest['release']}, in the folder {folder.name}"
    claimed = {**manifest["files"], **{entry["file"]: entry for entry in manifest["tables"].values()}}
    for file in sorted({*claimed} - {*sums}):
        yield file, f"is in {MANIFEST}, and {SUMS} does not list it"
    for file in sorted({*sums} - {*claimed, MANIFEST, README, DATABASE}):
        yield file, f"is not described by {MANIFEST}"
    for file, entry in sorted(claimed.items()):
        if file in sums and entry.get("sha256", sums[file]) != sums[file]:
            yield file, f"sha256 is not the one in {MANIFEST}"
    for name, entry in manifest["tables"].items():
        names = [name, *entry["columns"], *entry["key"]]
        if not all(isinstance(word, str) and _NAME.fullmatch(word) for word in names) or entry["file"] not in sums:
            yield MANIFEST, f"describes a table {name!r} that cannot be one"


def _tables(con: Any, duckdb: Any, folder: Path, tables: dict[str, Any]) -> Iterator[Problem]:
    readable = {}
    for name, entry in tables.items():
        path = str(folder / entry["file"]).replace("'", "''")
        try:
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{path}')").fetchall()
            problem = _schema(con, name, entry) or _contents(con, name, entry)
        except duckdb.Error as error:
            problem = f"cannot be read: {str(error).splitlines()[0]}"
        if problem:
            yield entry["file"], problem
        else:
            readable[name] = entry
    for name, entry in readable.items():
        yield from ((entry["file"], problem) for problem in _constraints(con, name, entry, readable))


def _schema(con: Any, name: str, entry: dict[str, Any]) -> str | None:
    held = {row[0]: row[1] for row in con.execute(f"DESCRIBE {name}").fetchall()}
    if list(held) != entry["columns"]:
        return f"columns are not those in {MANIFEST}: {', '.join(sorted({*held} ^ {*entry['columns']}))}"
    wrong = [column for column, kind in entry.get("types", {}).items() if held.get(column) != kind]
    return f"type of {', '.join(wrong)} is not the one in {MANIFEST}" if wrong else None


def _contents(con: Any, name: str, entry: dict[str, Any]) -> str | None:
    (rows,) = con.execute(f"SELECT count(*) FROM {name}").fetchone()
    if rows != entry["rows"]:
        return f"has {rows} rows, {MANIFEST} says {entry['rows']}"
    if _content_hash(con, name, entry, "") != entry["content_hash"]:
        return f"rows are not those in {MANIFEST}: the content hash differs"
    return None


def _content_hash(con: Any, name: str, entry: dict[str, Any], order: str) -> str:
    """sha256 of a JSON array of the column names, then of one a row in key order, each on a line of its own."""
    digest = hashlib.sha256(_line(entry["columns"]))
    rows = con.execute(f"SELECT {', '.join(entry['columns'])} FROM {name} {order}")
    while batch := rows.fetchmany(_BATCH):
        for row in batch:
            digest.update(_line(row))
    return digest.hexdigest()


def _line(values: Iterable[object]) -> bytes:
    line = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), default=_iso)
    return line.encode("utf-8", "surrogatepass") + b"\n"


def _iso(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _constraints(con: Any, name: str, entry: dict[str, Any], tables: dict[str, Any]) -> Iterator[str]:
    key = ", ".join(entry["key"])
    for row in con.execute(
        f"SELECT {key} FROM {name} GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 3"
    ).fetchall():
        yield f"the key {key} stands twice: {row}"
    required = entry.get("required", [])
    present = con.execute(f"SELECT count(*), {', '.join(map('count({})'.format, required))} FROM {name}").fetchone()
    for column, rows in zip(required, present[1:], strict=True):
        if rows != present[0]:
            yield f"{column} is NULL in some row, and may not be"
    for column, target in entry.get("references", {}).items():
        table, _, other = target.partition(".")
        if table in tables and other in tables[table]["columns"]:
            query = (
                f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL "
                f"AND {column} NOT IN (SELECT {other} FROM {table}) ORDER BY 1 LIMIT 3"
            )
            for (value,) in con.execute(query).fetchall():
                yield f"{column} {value} is not in {table}.{other}"


def _texts(con: Any) -> Iterator[Problem]:
    columns = "document_id, text, sha256, n_bytes, n_chars"
    read = f"SELECT {columns} FROM document_text JOIN source_document USING (document_id) ORDER BY document_id"
    for document, text, sha256, size, length in con.execute(read).fetchall():
        data = text.encode()
        # As many bytes as the raw file had: then the text is the file. The text of a page is not.
        if len(text) != length or (len(data) == size and hashlib.sha256(data).hexdigest() != sha256):
            yield "document_text.parquet", f"the text of document {document} is not the one that was read"
    differs = "substring(text, quote_start + 1, quote_end - quote_start) <> quote"
    yield from con.execute(
        "SELECT 'claim.parquet', 'the quote of claim ' || claim_id || ' is not what stands at its offsets' "
        f"FROM claim JOIN document_text USING (document_id) WHERE {differs} ORDER BY ALL"
    ).fetchall()
    outside = "evidence_start < 0 OR evidence_end > length(text) OR evidence_end < evidence_start"
    yield from con.execute(
        "SELECT DISTINCT 'claim_evidence.parquet', 'evidence for claim ' || claim_id || ' lies outside its text' "
        "FROM claim_evidence JOIN claim USING (claim_id) JOIN document_text USING (document_id) "
        f"WHERE {outside} ORDER BY ALL"
    ).fetchall()


def _lineage(con: Any, inputs: dict[str, dict[str, str]]) -> Iterator[Problem]:
    for node, problem in lineage_problems(con):
        yield "lineage.parquet", f"{node}: {problem}"
    locked = {f"file:{folder}/{file}": sha256 for folder, held in inputs.items() for file, sha256 in held.items()}
    for node, sha256 in con.execute("SELECT to_node, sha256 FROM lineage WHERE step = 'read_from'").fetchall():
        if locked.get(node, sha256) != sha256:
            yield "lineage.parquet", f"{node}: its sha256 is not the one among the inputs in {MANIFEST}"


def lineage_problems(con: Any) -> Iterator[tuple[str, str]]:
    """Steps of the lineage that the rows they join contradict: the node and what is wrong, three of a kind at most.

    Args:
        con: DuckDB connection with the tables of ``LINEAGE``.
    """
    for query, problem in (*_steps_to_rows(), _steps_to_figures()):
        for (node,) in con.execute(f"{query} ORDER BY 1 LIMIT 3").fetchall():
            yield node, problem


def _steps_to_rows() -> Iterator[tuple[str, str]]:
    yield (
        "SELECT to_node FROM lineage JOIN document_text USING (document_id) WHERE step IN ('rests_on', 'quoted_from') "
        "AND substring(text, span_start + 1, span_end - span_start) IS DISTINCT FROM words",
        "its words are not the characters of the text",
    )
    yield (
        "SELECT to_node FROM lineage WHERE step IN ('rests_on', 'quoted_from') "
        "AND to_node IS DISTINCT FROM 'text:' || document_id || '#' || span_start || '-' || span_end",
        "it does not name its own characters",
    )
    yield (
        "SELECT from_node FROM lineage ANTI JOIN claim ON from_node = 'claim:' || claim_id "
        "AND span_start = quote_start AND span_end = quote_end AND words = quote "
        "AND lineage.document_id = claim.document_id WHERE step = 'quoted_from'",
        "its quote is not the claim's",
    )
    yield (
        "SELECT from_node FROM lineage ANTI JOIN (SELECT * FROM claim_evidence JOIN claim USING (claim_id)) AS told "
        "ON from_node = 'claim:' || claim_id || '#' || field AND span_start = evidence_start "
        "AND span_end = evidence_end AND lineage.document_id = told.document_id WHERE step = 'rests_on'",
        "its characters are not the claim's evidence",
    )
    yield (
        "SELECT from_node FROM lineage ANTI JOIN source_document AS read ON lineage.sha256 = read.sha256 "
        "AND from_node = 'source_document:' || read.document_id "
        "AND to_node = 'file:' || collection || '/' || file_name WHERE step = 'read_from'",
        "its file or sha256 is not the document's",
    )
    yield (
        "SELECT from_node FROM lineage ANTI JOIN incident_claim AS linked ON from_node = 'incident:' || incident_id "
        "AND to_node = 'claim:' || claim_id AND judgement = 'positive' AND lineage.rule = linked.rule "
        "AND lineage.decided_by = linked.decided_by WHERE step = 'linked_to'",
        "it is not a link of incident_claim",
    )


def _steps_to_figures() -> tuple[str, str]:
    """A step to the end of a range names that end, and a linked claim that gives the figure."""
    ends = []
    for prefix in ("", "combatants_"):
        for harm in HARMS[:2] if prefix else HARMS:
            for step, end, said in (("lowest_of", "min", f"{harm}_min"), ("highest_of", "max", f"{harm}_max")):
                ends.append(
                    f"SELECT 'incident:' || incident_id || '#{prefix}{harm}_{end}' AS of, '{step}' AS step, "
                    f"'claim:' || claim_id AS giver FROM incident JOIN incident_claim USING (incident_id) "
                    f"JOIN claim USING (claim_id) WHERE incident.{prefix}{harm}_{end} = coalesce(claim.{said}, "
                    f"claim.{harm}_min)"
                )
    return (
        f"SELECT from_node FROM lineage ANTI JOIN ({' UNION ALL '.join(ends)}) AS given ON from_node = of "
        "AND lineage.step = given.step AND split_part(to_node, '#', 1) = giver "
        "WHERE step IN ('lowest_of', 'highest_of')",
        "the claim it leads to does not give this end of a range",
    )


def _database(duckdb: Any, folder: Path, tables: dict[str, Any]) -> Iterator[Problem]:
    try:
        # Read-only and shut in: a view inside cannot make this read another file.
        with duckdb.connect(str(folder / DATABASE), read_only=True, config={"enable_external_access": "false"}) as con:
            query = "SELECT table_name FROM information_schema.tables ORDER BY ALL"
            held = {row[0] for row in con.execute(query).fetchall()}
            for name in sorted({*tables} | held):
                if name not in held:
                    yield DATABASE, f"table {name} is missing"
                elif name not in tables:
                    yield DATABASE, f"table {name} has been added: {MANIFEST} does not list it"
                elif (
                    _content_hash(con, name, tables[name], f"ORDER BY {', '.join(tables[name]['key'])}")
                    != tables[name]["content_hash"]
                ):
                    yield DATABASE, f"table {name} does not hold the rows of {tables[name]['file']}"
    except duckdb.Error as error:
        yield DATABASE, f"cannot be read: {str(error).splitlines()[0]}"


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _plain(text: object) -> str:
    """Text that can neither steer a terminal nor mislead an eye."""
    return str(text).encode("ascii", "backslashreplace").decode().translate(dict.fromkeys(range(32), "?"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
