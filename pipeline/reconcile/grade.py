"""Airwars' grades of an event.

Belongs here: the two statuses and the rule behind them. Rules: Airwars' published
standard for 'confirmed', 'fair', 'weak' and 'contested'. Airwars' fifth word, 'discounted', is no grade here: it is an
assessor's finding, on evidence beside the reports, that no civilian was harmed or that it was no such strike. A report
that takes back what it said is read as a denial or a revision, which contests or replaces the figure; a person who
knows better corrects the claims, and the grade follows.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from pipeline.authority.names import Names
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.numbers import Numbers
from pipeline.reconcile.origins import Origin
from pipeline.reconcile.parts import CIVILIANS, counts


@dataclass(frozen=True, slots=True)
class Grade:
    """Status of strike and harm, the rule, and the origins counted."""

    strike_status: str | None
    harm_status: str | None
    rule: str | None
    provable: int
    possible: int


class Grader:
    """Grades events against the authority tables."""

    def __init__(self, organisation: pl.DataFrame, organisation_name: pl.DataFrame, actor_name: pl.DataFrame) -> None:
        actors = Names.of(actor_name, "actor_id")
        belligerents = set(organisation.filter(pl.col("is_belligerent"))["organisation_id"])
        self.party: dict[str, str] = {}
        for body, name in organisation_name.select("organisation_id", "name").iter_rows():
            party = actors.whole(name)
            if body in belligerents and party is not None:
                self.party.setdefault(body, party)

    def grade(self, mentions: list[Mention], numbers: Numbers, origins: dict[str, Origin]) -> Grade:
        """Grade one event or total on the origins whose figures, or whose parts of a figure, are told."""
        used = {origins[claim_id] for claim_id in numbers.counted | numbers.partial}
        possible = len({x.origin_id for x in used})
        provable = len({x.origin_id for x in used if x.identified})
        # At least one voice stands behind any figure, named or not.
        provable = max(provable, min(1, possible))
        harm, rule = self._harm(mentions, numbers, origins, provable)
        return Grade(self._strike(mentions, provable), harm, rule, provable, possible)

    def _harm(
        self, mentions: list[Mention], numbers: Numbers, origins: dict[str, Origin], provable: int
    ) -> tuple[str | None, str | None]:
        denied = any(x.stance == "denies" for x in mentions)
        harmed = [x for x in mentions if counts(x) and numbers.bucket[x.claim_id] == CIVILIANS and _any_harm(x)]
        if denied:
            return "contested", "harm_denied"
        if not harmed:
            return None, None
        if _class_disputed(mentions, numbers, origins):
            return "contested", "victim_class_disputed"
        if _rivals(mentions):
            return "contested", "competing_perpetrators"
        if any(self._accepts(x) for x in harmed):
            return "confirmed", "belligerent_accepts"
        return ("fair", "two_provable_origins") if provable > 1 else ("weak", "one_provable_origin")

    def _strike(self, mentions: list[Mention], provable: int) -> str:
        if any(x.stance == "denies" for x in mentions) or _rivals(mentions):
            return "contested"
        if any(self._accepts(x) for x in mentions):
            return "declared"
        return "likely" if provable > 1 else "single_source"

    def _accepts(self, mention: Mention) -> bool:
        """True where a belligerent speaks of its own strike."""
        party = self.party.get(mention.asserter_id or "")
        return party is not None and party in mention.actors and counts(mention)


def _rivals(mentions: list[Mention]) -> bool:
    """True where claims name perpetrators of different sides."""
    chains = sorted({x.actors for x in mentions if x.actors and counts(x)})
    return any(not set(a) & set(b) for a, b in combinations(chains, 2))


def _class_disputed(mentions: list[Mention], numbers: Numbers, origins: dict[str, Origin]) -> bool:
    """True where one origin's civilians are another's combatants: equal figures, and neither tells both apart."""
    told: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for mention in mentions:
        apart = mention.victim_class in ("civilian", "combatant") and mention.claim_id not in numbers.partial
        if counts(mention) and apart and mention.killed is not None and mention.killed.number is not None:
            told[origins[mention.claim_id].origin_id][mention.victim_class].add(mention.killed.number)
    civilians: set[int] = set().union(*(x["civilian"] for x in told.values() if "combatant" not in x))
    combatants: set[int] = set().union(*(x["combatant"] for x in told.values() if "civilian" not in x))
    return bool(civilians & combatants)


def _any_harm(mention: Mention) -> bool:
    return any((figure.number or 0) > 0 for figure in mention.figures.values())
