"""What curators decided about single claims, applied to the tables.

Belongs here: accepting, rejecting and correcting claims, and refusing decisions that no longer fit. Does not:
judgements on pairs (``pipeline.reconcile.curation``), the queue of questions (``queue``).
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.corpus.issues import Issue, issue_frame
from pipeline.curation.files import CORRECTIONS, REVIEW, is_day, plain, rows
from pipeline.errors import InputError
from pipeline.schema import TABLES, VOCABULARIES, Field, conform
from pipeline.text.hidden import escape
from pipeline.text.ranges import written

CURATOR = "curator"
"""What ``extractor`` says of a claim a curator corrected."""
ON_CLAIMS = ("accept", "reject", "correct")
ON_PAIRS = {"same": "positive", "different": "negative"}
"""Answers of the queue on two claims, and the judgement each is."""

Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]
# Ids, offsets and what other columns or later stages fill are not a matter of reading the text.
_FIXED = {"claim_id", "document_id", "is_headline", "attribution_chain", "attribution_explicit", "place_precision"}
_FIXED |= {"quote", "quote_start", "quote_end", "asserter_id", "place_id", "actor_id"}
_FIXED |= {"extractor", "extractor_version", "confidence"}
FIELDS = {field.name: field for field in TABLES["claim"].fields if field.name not in _FIXED}
"""Columns a curator can correct."""
_IN_QUOTE = ("killed_text", "injured_text")


def apply(tables: Tables, folder: Path | None) -> Tables:
    """Claims as curators left them.

    An accepted claim has confidence 1. A rejected one leaves with its evidence and becomes a ``parse_issue``. A
    corrected one keeps its id, gets confidence 1 and ``extractor`` says ``curator``; the evidence of a corrected column
    is the new words where the text has them, nearest to the quote, else the quote. Rows of the queue on documents that
    are not in this build are left alone; a correction of ``corrections.csv`` must always find its claim.

    Args:
        tables: ``claim``, ``claim_evidence``, ``source_document``, ``document_text`` and ``parse_issue``.
        folder: Folder of curators' decisions, if any.

    Returns:
        ``claim``, ``claim_evidence`` and ``parse_issue``.

    Raises:
        InputError: If a file is broken, or a decision does not fit the claim it names; names line and remedy.
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
    for claim_id, decided in decisions.items():
        claim = claims.get(claim_id)
        if claim is None:
            raise InputError(
                f"{decided[0]['where']} decides on the claim {claim_id!r}, which is no longer read from any text here.",
                "The text or its coding has changed: delete the row, run harm-ledger review, and decide on what it "
                "lists.",
            )
        if decided[0]["decision"] == "reject":
            del claims[claim_id]
            issues.append(_rejected(claim, files[claim["document_id"]], decided[0]))
            continue
        if decided[0]["decision"] == "correct":
            for row in decided:
                spans += correct(claim, row, texts[claim["document_id"]])
                rewritten.add((claim_id, row["field"]))
            claim["extractor"] = CURATOR
        claim["confidence"] = 1.0
    kept = made["claim"].filter(~pl.col("claim_id").is_in(list(decisions)))
    return {
        "claim": _with(kept, list(claims.values()), "claim"),
        "claim_evidence": _evidence(made["claim_evidence"], rewritten, spans, set(decisions) - set(claims)),
        "parse_issue": conform(pl.concat([made["parse_issue"], issue_frame(issues)]), TABLES["parse_issue"]),
    }


def _decisions(folder: Path | None, documents: set[str]) -> dict[str, list[Row]]:
    """Decisions by claim, each row checked and told its file and line."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in (*_answers(folder, documents), *_corrections(folder)):
        _agree(row, found[row["claim_id"]])
        found[row["claim_id"]].append(row)
    return dict(found)


def _answers(folder: Path | None, documents: set[str]) -> list[Row]:
    """Answers of the queue on claims of documents that are in this build."""
    found = []
    for row in rows(folder, REVIEW):
        where, decision = row["where"], row["decision"].strip()
        allowed = tuple(ON_PAIRS) if row["other_claim_id"] else ON_CLAIMS
        if not decision:
            continue
        if decision not in allowed:
            raise InputError(f"{where} has the decision {row['decision']!r}.", f"Use {', '.join(allowed)}.")
        if not row["reason"].strip():
            raise InputError(f"{where} gives no reason.", "Say what the decision rests on.")
        if row["document_id"] in documents and not row["other_claim_id"]:
            found.append({**row, "decision": decision})
    return found


def _corrections(folder: Path | None) -> list[Row]:
    found = []
    for row in rows(folder, CORRECTIONS):
        for name, remedy in (
            ("reason", "Say why."),
            ("source", "Name what shows it: the text's words, a page, a file."),
            ("who", "Sign it: a correction is published with whoever made it."),
            ("date", "Write the day it was made, as 2016-01-31."),
        ):
            if not row[name].strip():
                raise InputError(f"{row['where']} gives no {name}.", remedy)
        if not is_day(row["date"]):
            raise InputError(f"{row['where']} has the date {row['date']!r}.", "Write a day, as 2016-01-31.")
        found.append({**row, "decision": "correct"})
    return found


def _agree(row: Row, earlier: list[Row]) -> None:
    if any({row["decision"], one["decision"]} != {"correct"} or one["field"] == row["field"] for one in earlier):
        raise InputError(
            f"{row['where']} decides again on a claim that {earlier[0]['where']} decides on.",
            "Keep one row a claim; only corrections of different columns stand side by side.",
        )


def correct(claim: Row, row: Mapping[str, Any], text: str) -> list[Row]:
    """Set one column of a claim.

    Args:
        claim: A row of ``claim``; changed.
        row: ``where``, ``field``, ``old_value`` and ``new_value``, as a person wrote them.
        text: The document's.

    Returns:
        Rows of ``claim_evidence`` for the new value.

    Raises:
        InputError: If there is no such column, it holds another value by now, or cannot hold the new one.
    """
    where, name = row["where"], row["field"]
    field = FIELDS.get(name)
    if field is None:
        raise InputError(
            f"{where} corrects {name!r}, which is no column a curator can set.",
            f"Use one of {', '.join(FIELDS)}.",
        )
    new = _typed(field, row["new_value"], where)
    if _seen(plain(row["old_value"])) != _seen(_shown(claim[name])):
        remedy = (
            "The extractor reads the new value by itself now: delete the row."
            if claim[name] == new
            else "Look at the claim again: mend old_value if the correction still holds, else delete the row."
        )
        raise InputError(
            f"{where} replaces {row['old_value']!r} in {name}, but the extractor now reads {_shown(claim[name])!r}.",
            remedy,
        )
    if new is None and field.required:
        raise InputError(f"{where} empties {name}, which every claim has.", "Give new_value a value.")
    if name in _IN_QUOTE and new is not None and new not in claim["quote"]:
        raise InputError(
            f"{where}: {new!r} is not in the quote.", f"{name} holds words of the quote: copy them as written."
        )
    claim[name] = new
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
    text = plain(value)
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


def _rejected(claim: Row, document: Row, row: Row) -> Issue:
    detail = f"claim {claim['claim_id']}, read as {coded(claim)}: {row['reason'].strip()}"
    # No line: rows move, and a line would change the table.
    remedy = f"Nothing to mend: the decision stands in curation/{REVIEW}."
    return Issue(document["collection"], document["file_name"], "rejected_by_curator", detail, remedy)


def _evidence(
    evidence: pl.DataFrame, rewritten: set[tuple[str, str]], spans: list[Row], gone: set[str]
) -> pl.DataFrame:
    replaced = [(claim, field) for claim, field in sorted(rewritten) if _shows_words(field)]
    drop = pl.DataFrame(replaced, schema={"claim_id": pl.String, "field": pl.String}, orient="row")
    kept = evidence.filter(~pl.col("claim_id").is_in(sorted(gone))).join(drop, on=["claim_id", "field"], how="anti")
    return _with(kept, spans, "claim_evidence")


def _with(frame: pl.DataFrame, added: list[Row], table: str) -> pl.DataFrame:
    more = pl.DataFrame(added, schema=frame.schema, orient="row") if added else frame.clear()
    return conform(pl.concat([frame, more]), TABLES[table])


def coded(claim: Mapping[str, Any]) -> str:
    """What a claim says, for a person: ``killed 14+, injured 3; civilian; Mayadin; River Monitor``."""
    harms = (
        f"{harm} {numbers}"
        for harm in ("killed", "injured")
        if (numbers := written(claim[f"{harm}_min"], claim[f"{harm}_max"]))
    )
    parts = (", ".join(harms) or "no number", claim["victim_class"], claim["place_as_written"], claim["asserted_by"])
    return "; ".join(part for part in parts if part)


def _seen(text: str) -> str:
    """Text as a person copies it from a page: one space between words, hidden characters escaped."""
    return escape(" ".join(text.split()))


def _shown(value: object) -> str:
    return "" if value is None else str(value)
