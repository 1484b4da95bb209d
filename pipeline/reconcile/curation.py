"""The curator's judgements on pairs of claims, which win over every rule.

Belongs here: reading ``judgements.csv`` and the queue's answers on pairs, and refusing what cannot be obeyed. Does
not: what judgements mean for groups (``bonds``).
"""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.curation.claims import ON_PAIRS
from pipeline.curation.files import JUDGEMENTS, REVIEW, rows
from pipeline.errors import InputError

Pair = tuple[str, str]
"""Two claim ids, the smaller first."""

_JUDGEMENTS = ("positive", "negative", "unsure")


@dataclass(frozen=True, slots=True)
class Curation:
    """The curator's judgement on each pair. An unsure one only takes the rule's link away."""

    judgements: dict[Pair, str]

    def judged_as(self, judgement: str) -> frozenset[Pair]:
        """The pairs with one judgement."""
        return frozenset(pair for pair, given in self.judgements.items() if given == judgement)


def read_judgements(folder: Path | None, kinds: Mapping[str, str | None], documents: set[str]) -> Curation:
    """Read the judgements of a curation folder; no folder or no file means none.

    Args:
        folder: Folder of curators' decisions, if any.
        kinds: What each claim tells of (vocabulary ``aggregation``); None for those that have no event of their own.
        documents: Those of this build; answers of the queue on others are left alone.

    Raises:
        InputError: If a row names a claim there is not or that has no event, pairs a claim with itself or an event
            with a total, uses another word than positive, negative or unsure, gives no reason, or contradicts others.
    """
    found: dict[Pair, str] = {}
    lines: dict[Pair, str] = {}
    for row in (*rows(folder, JUDGEMENTS), *_answers(folder, documents)):
        pair = _pair(row, kinds)
        if pair in found and found[pair] != row["judgement"]:
            raise InputError(
                f"{row['where']} says {row['judgement']} and {lines[pair]} says {found[pair]} of the same two claims.",
                "Keep one of them.",
            )
        found[pair] = row["judgement"]
        lines.setdefault(pair, row["where"])
    curation = Curation(found)
    _refuse_contradictions(curation, lines)
    return curation


def _answers(folder: Path | None, documents: set[str]) -> list[dict[str, str]]:
    """The queue's answers on pairs, as rows of ``judgements.csv``."""
    return [
        {
            "claim_a": row["claim_id"],
            "claim_b": row["other_claim_id"],
            "judgement": ON_PAIRS[row["decision"].strip()],
            "reason": row["reason"],
            "where": row["where"],
        }
        for row in rows(folder, REVIEW)
        if row["decision"].strip() in ON_PAIRS
        and row["other_claim_id"]
        and {row["document_id"], row["other_document_id"]} <= documents
    ]


def _pair(row: dict[str, str], kinds: Mapping[str, str | None]) -> Pair:
    where = row["where"]
    a, b = sorted((row["claim_a"], row["claim_b"]))
    if row["judgement"] not in _JUDGEMENTS:
        raise InputError(f"{where} has the judgement {row['judgement']!r}.", f"Use {', '.join(_JUDGEMENTS)}.")
    if not row["reason"].strip():
        raise InputError(f"{where} gives no reason.", "Say what the judgement rests on.")
    if a == b:
        raise InputError(f"{where} pairs a claim with itself.", "Name two claims.")
    for claim in (a, b):
        if claim not in kinds:
            raise InputError(
                f"{where} names the claim {claim!r}, which does not exist.",
                "Its text or its coding has changed: judge the claim that took its place, or delete the row.",
            )
        if kinds[claim] is None:
            raise InputError(
                f"{where} names the claim {claim!r}, a denial or a forecast, which has no event of its own.",
                "Judge the claim that it denies, or delete the row.",
            )
    if row["judgement"] == "positive" and kinds[a] != kinds[b]:
        raise InputError(
            f"{where} puts together a claim of kind {kinds[a]} and one of kind {kinds[b]}, "
            "and neither is ever part of the other's incident.",
            "Correct aggregation of one of them in corrections.csv, or delete the row.",
        )
    return a, b


def _refuse_contradictions(curation: Curation, lines: Mapping[Pair, str]) -> None:
    """Raise where two claims that must stay apart are one event by a chain of other judgements."""
    beside: dict[str, list[str]] = defaultdict(list)
    for a, b in sorted(curation.judged_as("positive")):
        beside[a].append(b)
        beside[b].append(a)
    for a, b in sorted(curation.judged_as("negative")):
        if chain := _chain(a, b, beside):
            rows = " and ".join(lines[pair] for pair in chain)
            raise InputError(
                f"{lines[a, b]} keeps {a!r} and {b!r} apart, but by {rows} they are one event.",
                "Delete or change one of these rows.",
            )


def _chain(start: str, end: str, beside: Mapping[str, list[str]]) -> list[Pair]:
    """The fewest judgements that lead from one claim to another; none where nothing does."""
    came = {start: start}
    queue = deque([start])
    while queue and end not in came:
        here = queue.popleft()
        for other in beside.get(here, ()):
            if other not in came:
                came[other] = here
                queue.append(other)
    found: list[Pair] = []
    while end != start and end in came:
        found.append((min(end, came[end]), max(end, came[end])))
        end = came[end]
    return found[::-1]
