"""A trace as a tree for the terminal. Text from sources is data: no markup, no control characters."""

from collections.abc import Sequence
from typing import Any

from rich.text import Text
from rich.tree import Tree

from pipeline.lineage import Check, ClaimTrace, DocumentTrace, Judgement, Row, Trace
from pipeline.lineage_row import RowTrace
from pipeline.schema import DECLARED
from pipeline.text.hidden import escape
from pipeline.text.ranges import written

_MARKS = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("–", "dim")}
_ENDS = {"min": "lowest", "max": "highest"}


def tree(traced: Trace | RowTrace) -> Tree:
    """The tree of a trace."""
    if isinstance(traced, RowTrace):
        return _fill_row(Tree(_row_line(traced)), traced)
    if traced.kind == "claim":
        claim = traced.claims[0]
        return _add_history(_fill_claim(Tree(_claim_line(claim.row)), claim), traced)
    if traced.document:
        root = _fill_document(Tree(_document_line(traced.row)), traced.document)
        for claim in traced.claims:
            _fill_claim(root.add(_claim_line(claim.row)), claim, with_document=False)
        return _add_history(root, traced)
    root = Tree(_incident_line(traced.row))
    _add_history(root, traced)
    for check in traced.checks:
        root.add(_check(check))
    for claim in traced.claims:
        ends = [end for end in ("min", "max") if traced.row[f"{end}_claim_id"] == claim.row["claim_id"]]
        _fill_claim(root.add(_claim_line(claim.row, ends)), claim)
    return root


def _add_history(root: Tree, traced: Trace) -> Tree:
    for how, reason in traced.history:
        root.add(_line((f"{how}: ", "bold"), (escape(reason), "")))
    return root


def _row_line(traced: RowTrace) -> Text:
    return _line((f"{traced.table} ", "bold"), (escape(traced.key), "bold cyan"))


def _fill_row(node: Tree, traced: RowTrace) -> Tree:
    """A row: what it says, what it comes from, what was checked."""
    key = DECLARED[traced.table].key if traced.table in DECLARED else ()
    told = {*(key if len(key) == 1 else ()), *(step.how for step in traced.steps)}
    for name, value in traced.row.items():
        if value is not None and name not in told:
            node.add(_line((f"{name}: ", "dim"), (escape(value), "")))
    for step in traced.steps:
        how = (f"{escape(step.how)}: ", "bold")
        if isinstance(step.to, RowTrace):
            _fill_row(node.add(Text.assemble(how, _row_line(step.to))), step.to)
        elif isinstance(step.to, ClaimTrace):
            _fill_claim(node.add(Text.assemble(how, _claim_line(step.to.row))), step.to)
        elif isinstance(step.to, DocumentTrace):
            _fill_document(node.add(Text.assemble(how, _document_line(step.to.row))), step.to)
        elif isinstance(step.to, Trace):
            node.add(Text(escape(step.how), style="bold")).children.append(tree(step.to))
        else:
            node.add(_line(how, (escape(step.to), "")))
    for check in traced.checks:
        node.add(_check(check))
    return node


def _incident_line(row: Row) -> Text:
    about = (
        row["incident_kind"],
        row["place_as_written"] or "place not named",
        _days(row),
        _figures(row),
        row["civilian_harm_status"] or "no grade",
    )
    return _line(("incident ", "bold"), (escape(row["incident_id"]), "bold cyan"), (f"  {_joined(about)}", ""))


def _claim_line(row: Row, ends: Sequence[str] = ()) -> Text:
    said = f"  {row['attribution_chain'] or row['asserted_by'] or 'the outlet itself'} {row['stance']}: {_figures(row)}"
    number = f"  ({' and '.join(_ENDS[end] for end in ends)} number)" if ends else ""
    return _line(("claim ", "bold"), (escape(row["claim_id"]), "cyan"), (escape(said), ""), (number, "dim"))


def _document_line(row: Row) -> Text:
    return _line(("document ", "bold"), (escape(row["document_id"]), "cyan"), (f"  {escape(row['title'] or '')}", ""))


def _days(row: Row) -> str:
    start, end = row["event_date_start"], row["event_date_end"]
    if start is None:
        return "date not known"
    return str(start) if end in (None, start) else f"{start} to {end}"


def _figures(row: Row) -> str:
    """Killed and injured, each as a range."""
    shown = []
    for harm in ("killed", "combatants_killed", "injured", "combatants_injured"):
        low, high, is_open = (row.get(f"{harm}_{end}") for end in ("min", "max", "max_is_open"))
        if text := written(low, high, bool(is_open)):
            shown.append(f"{harm.replace('_', ' ')} {text}")
    return ", ".join(shown) or "no figure"


def _fill_claim(node: Tree, claim: ClaimTrace, *, with_document: bool = True) -> Tree:
    row = claim.row
    for judgement in claim.judgements:
        node.add(_judgement_line(judgement))
    for decision in claim.decisions:
        node.add(_line(("decided by a person: ", "bold"), (escape(decision), "")))
    quote = node.add(_line(("characters ", "bold"), (f"{row['quote_start']}–{row['quote_end']}", "yellow")))
    quote.add(_line((f"“{escape(row['quote'])}”", "italic")))
    for item in claim.evidence:
        words = "" if item.text is None else f"  “{escape(item.text)}”"
        quote.add(_line((f"{item.field} ", ""), (f"{item.start}–{item.end}", "yellow"), (words, "italic")))
    for check in claim.checks:
        node.add(_check(check))
    if with_document:
        _fill_document(node.add(_document_line(claim.document.row)), claim.document)
    return node


def _judgement_line(judgement: Judgement) -> Text:
    score = "" if judgement.score is None else f", score {judgement.score:.2f}"
    by = f" as {judgement.role}, by {judgement.decided_by} {escape(judgement.rule)}{score}"
    return _line((f"{judgement.judgement} in ", ""), (escape(judgement.incident_id), "cyan"), (by, ""))


def _fill_document(node: Tree, document: DocumentTrace) -> Tree:
    row = document.row
    about = (row["publisher_name"], row["publication_date"] or "publication date not known", row["source_url"])
    node.add(_line((_joined(about), "")))
    node.add(_line((escape(f"{row['collection']}/{row['file_name']}"), ""), (f"  ({row['rendition']})", "dim")))
    node.add(_line(("sha256 ", "bold"), (escape(row["sha256"]), "")))
    for check in document.checks:
        node.add(_check(check))
    return node


def _joined(about: Sequence[Any]) -> str:
    return " · ".join(escape(item) for item in about if item)


def _check(check: Check) -> Text:
    mark, style = _MARKS[check.passed]
    return _line((f"{mark} ", style), (escape(f"{check.what}: {check.detail}"), ""))


def _line(*parts: tuple[str, str]) -> Text:
    return Text.assemble(*parts)
