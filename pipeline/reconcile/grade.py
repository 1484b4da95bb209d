"""Airwars' grades of an event.

Belongs here: the two statuses and the rule behind them. Rules: Airwars' published
standard for 'confirmed', 'fair', 'weak', 'contested', 'discounted'.
"""

from dataclasses import dataclass
from itertools import combinations

import polars as pl

from pipeline.authority.names import Names
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.numbers import counts, of_combatants
from pipeline.reconcile.origins import Origin


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

    def grade(self, mentions: list[Mention], counted: set[str], origins: dict[str, Origin]) -> Grade:
        """Grade one event or total."""
        used = {origins[x.claim_id] for x in mentions if x.claim_id in counted}
        possible = len({x.origin_id for x in used})
        provable = len({x.origin_id for x in used if x.identified})
        # At least one voice stands behind any figure, named or not.
        provable = max(provable, min(1, possible))
        harm, rule = self._harm(mentions, provable)
        return Grade(self._strike(mentions, provable), harm, rule, provable, possible)

    def _harm(self, mentions: list[Mention], provable: int) -> tuple[str | None, str | None]:
        denied = any(x.stance == "denies" for x in mentions)
        harmed = [x for x in mentions if counts(x) and not of_combatants(x, mentions) and _any_harm(x)]
        if denied:
            return "contested", "harm_denied"
        if not harmed:
            return None, None
        if self._class_disputed(mentions):
            return "contested", "victim_class_disputed"
        if self._rivals(mentions):
            return "contested", "competing_perpetrators"
        if any(self._accepts(x) for x in harmed):
            return "confirmed", "belligerent_accepts"
        return ("fair", "two_provable_origins") if provable > 1 else ("weak", "one_provable_origin")

    def _strike(self, mentions: list[Mention], provable: int) -> str:
        if any(x.stance == "denies" for x in mentions) or self._rivals(mentions):
            return "contested"
        if any(self._accepts(x) for x in mentions):
            return "declared"
        return "likely" if provable > 1 else "single_source"

    def _accepts(self, mention: Mention) -> bool:
        """True where a belligerent speaks of its own strike."""
        party = self.party.get(mention.asserter_id or "")
        return party is not None and party in mention.actors and counts(mention)

    def _rivals(self, mentions: list[Mention]) -> bool:
        """True where claims name perpetrators of different sides."""
        chains = [x.actors for x in mentions if x.actors and counts(x)]
        return any(not set(a) & set(b) for a, b in combinations(chains, 2))

    def _class_disputed(self, mentions: list[Mention]) -> bool:
        """True where one speaker's civilians are another's combatants: equal figures, and neither tells both apart."""
        killed = [x for x in mentions if counts(x) and x.killed is not None]
        return any(
            {a.victim_class, b.victim_class} == {"civilian", "combatant"}
            and a.killed is not None
            and b.killed is not None
            and a.killed.number == b.killed.number
            and a.speaker != b.speaker
            for a, b in combinations(killed, 2)
        )


def _any_harm(mention: Mention) -> bool:
    return any((figure.number or 0) > 0 for figure in mention.figures.values())
