"""The curator's judgements on pairs, which win over every rule.

Belongs here: reading ``judgements.csv``. Does not: applying it (``cluster``).
"""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.reconcile.cluster import Decisions, Pair
from pipeline.storage import read_csv

FILE = "judgements.csv"
COLUMNS = ("claim_a", "claim_b", "judgement", "reason", "who", "date")
_JUDGEMENTS = ("positive", "negative", "unsure")


@dataclass(frozen=True, slots=True)
class Curation:
    """The curator's judgement on each pair, and what clustering makes of it."""

    judgements: dict[Pair, str]

    @property
    def decisions(self) -> Decisions:
        """Pairs to put together and pairs to keep apart; an unsure one only takes the rule's link away."""
        together = frozenset(pair for pair, judgement in self.judgements.items() if judgement == "positive")
        apart = frozenset(pair for pair, judgement in self.judgements.items() if judgement == "negative")
        return Decisions(together, apart)


def read_judgements(folder: Path | None, claims: set[str]) -> Curation:
    """Read the judgements of a curation folder; no folder or no file means none.

    Raises:
        InputError: If a row names a claim there is not, pairs a claim with itself, uses another word than
            positive, negative or unsure, gives no reason, or contradicts another row.
    """
    path = None if folder is None else folder / FILE
    if path is None or not path.exists():
        return Curation({})
    found: dict[Pair, str] = {}
    for number, row in enumerate(read_csv(path, COLUMNS), start=2):
        where = f"{FILE} line {number}"
        a, b = sorted((row["claim_a"], row["claim_b"]))
        for claim in (a, b):
            if claim not in claims:
                raise InputError(
                    f"{where} names the claim {claim!r}, which does not exist.",
                    "The text it was read from has changed or gone: judge the claims that took its place, or delete "
                    "the row.",
                )
        if a == b:
            raise InputError(f"{where} pairs a claim with itself.", "Name two claims.")
        if row["judgement"] not in _JUDGEMENTS:
            raise InputError(f"{where} has the judgement {row['judgement']!r}.", f"Use {', '.join(_JUDGEMENTS)}.")
        if not row["reason"].strip():
            raise InputError(f"{where} gives no reason.", "Say what the judgement rests on.")
        if found.setdefault((a, b), row["judgement"]) != row["judgement"]:
            raise InputError(f"{where} contradicts an earlier row on the same pair.", "Keep one of them.")
    return Curation(found)
