"""A curator's decisions on doubtful claims: the queue they are taken from, and what they do to the tables.

``review.csv`` in a curation folder holds one row a doubtful claim, and one row more for each further column a curator
corrects. A program writes the first part of a row, a person the second. Belongs here: reading, checking, applying and
renewing that file. Does not: judgements on pairs of claims (``pipeline.reconcile.curation``).
"""

import csv
import datetime
import io
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.corpus.issues import Issue, issue_frame
from pipeline.errors import InputError
from pipeline.schema import TABLES, VOCABULARIES, Field, conform
from pipeline.storage import read_csv
from pipeline.text.hidden import escape
from pipeline.text.ranges import written

FILE = "review.csv"
QUEUED = ("claim_id", "document_id", "collection", "file_name", "quote", "coded", "confidence")
"""Columns the program writes."""
DECIDED = ("decision", "field", "old_value", "new_value", "reason", "who", "date")
"""Columns a person writes; a row with any of them filled is never changed."""
COLUMNS = (*QUEUED, *DECIDED)
CURATOR = "curator"
"""What ``extractor`` says of a claim a curator corrected."""

Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]
_DECISIONS = ("accept", "reject", "correct")
# Ids, offsets and what other columns or later stages fill are not a matter of reading the text.
_FIXED = {"claim_id", "document_id", "is_headline", "attribution_chain", "attribution_explicit", "place_precision"}
_FIXED |= {"quote", "quote_start", "quote_end", "asserter_id", "place_id", "actor_id"}
_FIXED |= {"extractor", "extractor_version", "confidence"}
_FIELDS = {field.name: field for field in TABLES["claim"].fields if field.name not in _FIXED}
_IN_QUOTE = ("killed_text", "injured_text")
_QUOTE_SHOWN = 160
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def apply(tables: Tables, folder: Path | None) -> Tables:
    """Claims as curators left them.

    An accepted claim has confidence 1. A rejected one leaves with its evidence and becomes a ``parse_issue``. A
    corrected one keeps its id, gets confidence 1 and ``extractor`` says ``curator``; the evidence of a corrected column
    is the new words where the text has them, nearest to the quote, else the quote. Decisions on documents that are not
    in this build are left alone.

    Args:
        tables: ``claim``, ``claim_evidence``, ``source_document``, ``document_text`` and ``parse_issue``.
        folder: Folder of curators' decisions, if any.

    Returns:
        ``claim``, ``claim_evidence`` and ``parse_issue``.

    Raises:
        InputError: If the file is broken, or a decision does not fit the claim it names; names line and remedy.
    """
    decisions = _decisions(folder, set(tables["source_document"]["document_id"]))
    made = {name: tables[name] for name in ("claim", "claim_evidence", "parse_issue")}
    if not decisions:
        return made
    chosen = made["claim"].filter(pl.col("claim_id").is_in(list(decisions)))
    claims = {row["claim_id"]: row for row in chosen.iter_rows(named=True)}
    texts = dict(tables["document_text"].join(chosen, on="document_id", how="semi").iter_rows())
    files = {row["document_id"]: row for row in tables["source_document"].iter_rows(named=True)}
    issues: list[Issue] = []
    spans: list[Row] = []
    rewritten: set[tuple[str, str]] = set()
    for claim_id, rows in decisions.items():
        claim = claims.get(claim_id)
        if claim is None:
            raise InputError(
                f"{rows[0]['where']} decides on the claim {claim_id!r}, which is no longer read from its text.",
                "The extractor has changed: delete the row, run harm-ledger review, and decide on what it lists.",
            )
        if rows[0]["decision"] == "reject":
            del claims[claim_id]
            issues.append(_rejected(claim, files[claim["document_id"]], rows[0]["reason"]))
            continue
        if rows[0]["decision"] == "correct":
            for row in rows:
                spans += _correct(claim, row, texts[claim["document_id"]])
                rewritten.add((claim_id, row["field"]))
            claim["extractor"] = CURATOR
        claim["confidence"] = 1.0
    kept = made["claim"].filter(~pl.col("claim_id").is_in(list(decisions)))
    return {
        "claim": _with(kept, list(claims.values()), "claim"),
        "claim_evidence": _evidence(made["claim_evidence"], rewritten, spans, set(decisions) - set(claims)),
        "parse_issue": conform(pl.concat([made["parse_issue"], issue_frame(issues)]), TABLES["parse_issue"]),
    }


def queue(tables: Tables, below: float, folder: Path) -> str:
    """The text of ``review.csv`` renewed for what was read now.

    Rows a person has written in come first, as they are. Then every claim below the threshold that none of them is
    about, the most consequential first: persons harmed times doubt.

    Args:
        tables: ``claim`` after :func:`apply`, and ``source_document``.
        below: Confidence below which a claim is queued.
        folder: Folder of curators' decisions; the file may be absent.

    Raises:
        InputError: If the file that is there is broken.
    """
    touched = [row for row in _rows(folder) if any(row[name] for name in DECIDED)]
    known = {row["claim_id"] for row in touched}
    documents = tables["source_document"].select("document_id", "collection", "file_name")
    doubtful = tables["claim"].filter(pl.col("confidence") < below, ~pl.col("claim_id").is_in(list(known)))
    waiting = sorted(
        doubtful.join(documents, on="document_id").iter_rows(named=True),
        key=lambda row: (-_size(row) * (1 - row["confidence"]), row["claim_id"]),
    )
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: row[name] for name in COLUMNS} for row in touched)
    writer.writerows(_queued(row) for row in waiting)
    return out.getvalue()


def undecided(text: str) -> int:
    """How many rows of the text of ``review.csv`` nobody has written in."""
    return sum(not any(row[name] for name in DECIDED) for row in csv.DictReader(io.StringIO(text)))


def _rows(folder: Path | None) -> list[dict[str, str]]:
    path = None if folder is None else folder / FILE
    return [] if path is None or not path.exists() else list(read_csv(path, COLUMNS))


def _decisions(folder: Path | None, documents: set[str]) -> dict[str, list[Row]]:
    """Decisions on documents of this build by claim, each row checked and told its line."""
    found: dict[str, list[Row]] = defaultdict(list)
    for number, row in enumerate(_rows(folder), start=2):
        where = f"{FILE} line {number}"
        decision = row["decision"].strip()
        if not decision:
            continue
        if decision not in _DECISIONS:
            raise InputError(f"{where} has the decision {row['decision']!r}.", f"Use {', '.join(_DECISIONS)}.")
        if not row["reason"].strip():
            raise InputError(f"{where} gives no reason.", "Say what the decision rests on.")
        if row["document_id"] not in documents:
            continue
        _agree(where, decision, row["field"], found[row["claim_id"]])
        found[row["claim_id"]].append({**row, "decision": decision, "where": where})
    return dict(found)


def _agree(where: str, decision: str, field: str, earlier: list[Row]) -> None:
    if any(decision != "correct" or row["decision"] != "correct" or row["field"] == field for row in earlier):
        raise InputError(
            f"{where} decides again on a claim that {earlier[0]['where']} decides on.",
            "Keep one row a claim; only corrections of different columns stand side by side.",
        )


def _correct(claim: Row, row: Row, text: str) -> list[Row]:
    """Set one column of a claim, and return the evidence of its new value."""
    where, name = row["where"], row["field"]
    field = _FIELDS.get(name)
    if field is None:
        raise InputError(
            f"{where} corrects {name!r}, which is no column a curator can set.",
            f"Use one of {', '.join(_FIELDS)}.",
        )
    if _seen(_plain(row["old_value"])) != _seen(_shown(claim[name])):
        raise InputError(
            f"{where} replaces {row['old_value']!r} in {name}, but the extractor now reads {_shown(claim[name])!r}.",
            "Look at the claim again: mend old_value if the correction still holds, else delete the row.",
        )
    claim[name] = new = _typed(field, row["new_value"], where)
    if new is None and field.required:
        raise InputError(f"{where} empties {name}, which every claim has.", "Give new_value a value.")
    if name in _IN_QUOTE and new is not None and new not in claim["quote"]:
        raise InputError(f"{where}: {new!r} is not in the quote.", f"{name} holds words of the quote, as written.")
    if name == "asserted_by":
        claim |= {"attribution_chain": new, "attribution_explicit": new is not None}
    if new is None or not _shows_words(name):
        return []
    start = _nearest(text, str(new), claim["quote_start"])
    words = (claim["quote_start"], claim["quote_end"]) if start is None else (start, start + len(str(new)))
    return [{"claim_id": claim["claim_id"], "field": name, "evidence_start": words[0], "evidence_end": words[1]}]


def _shows_words(name: str) -> bool:
    """Whether a column has evidence of its own; bounds, days and the like rest on that of the words they follow."""
    return name.endswith(("_text", "_as_written")) or name in (
        "asserted_by",
        "weapon_class",
        "target_type",
        "killed_injured_total",
        "aggregation",
    )


def _nearest(text: str, words: str, at: int) -> int | None:
    before, after = text.rfind(words, 0, at), text.find(words, at)
    found = [start for start in (after, before) if start >= 0]
    return min(found, key=lambda start: abs(start - at)) if found and words else None


def _typed(field: Field, value: str, where: str) -> Any:
    """A cell's value as the column holds it; an empty cell is NULL."""
    text = _plain(value)
    if not text:
        return None
    known = VOCABULARIES.get(field.vocabulary or "")
    if known is not None and text not in known:
        raise InputError(f"{where} has {text!r} for {field.name}.", f"Use one of {', '.join(known)}.")
    try:
        if field.kind == "count":
            return int(text)
        if field.kind == "date":
            return datetime.date.fromisoformat(text)
    except ValueError:
        kind = "a whole number" if field.kind == "count" else "a day as 2016-01-31"
        raise InputError(f"{where} has {text!r} for {field.name}.", f"Write {kind}.") from None
    return text


def _rejected(claim: Row, document: Row, reason: str) -> Issue:
    detail = f"claim {claim['claim_id']}, read as {_coded(claim)}: {reason.strip()}"
    remedy = f"Nothing to mend: the decision stands in curation/{FILE}."
    return Issue(document["collection"], document["file_name"], "rejected_by_curator", detail, remedy)


def _evidence(
    evidence: pl.DataFrame, rewritten: set[tuple[str, str]], spans: list[Row], gone: set[str]
) -> pl.DataFrame:
    replaced = [(claim, field) for claim, field in sorted(rewritten) if _shows_words(field)]
    drop = pl.DataFrame(replaced, schema={"claim_id": pl.String, "field": pl.String}, orient="row")
    kept = evidence.filter(~pl.col("claim_id").is_in(sorted(gone))).join(drop, on=["claim_id", "field"], how="anti")
    return _with(kept, spans, "claim_evidence")


def _with(frame: pl.DataFrame, rows: list[Row], table: str) -> pl.DataFrame:
    added = pl.DataFrame(rows, schema=frame.schema, orient="row") if rows else frame.clear()
    return conform(pl.concat([frame, added]), TABLES[table])


def _size(row: Mapping[str, Any]) -> int:
    """The most persons a claim may tell of; an unnumbered one counts as one."""
    return max(1, *(row[f"{harm}_{bound}"] or 0 for harm in ("killed", "injured") for bound in ("min", "max")))


def _queued(row: Row) -> Row:
    quote = " ".join(row["quote"].split())
    shown = {
        **{name: row[name] for name in QUEUED if name != "coded"},
        "quote": quote if len(quote) <= _QUOTE_SHOWN else quote[: _QUOTE_SHOWN - 1] + "…",
        "coded": _coded(row),
        "confidence": f"{row['confidence']:.3f}",
    }
    return {name: _cell(shown.get(name, "")) for name in COLUMNS}


def _coded(row: Mapping[str, Any]) -> str:
    """What a claim says, for a person: ``killed 14+, injured 3; civilian; Mayadin; River Monitor``."""
    harms = (
        f"{harm} {numbers}"
        for harm in ("killed", "injured")
        if (numbers := written(row[f"{harm}_min"], row[f"{harm}_max"]))
    )
    parts = (", ".join(harms) or "no number", row["victim_class"], row["place_as_written"], row["asserted_by"])
    return "; ".join(part for part in parts if part)


def _seen(text: str) -> str:
    """Text as a person copies it from a page: one space between words, hidden characters escaped."""
    return escape(" ".join(text.split()))


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula, with nothing hidden in it."""
    text = escape(_shown(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(cell: str) -> str:
    """What a person meant by a cell: without the mark that keeps it from being a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def write(text: str, folder: Path) -> Path:
    """Write ``review.csv``; the file is whole at any moment."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(path)
    return path
