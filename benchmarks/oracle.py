"""How well made-up claims can be told apart at all: an oracle that knows how they were made, and every incident.

    python benchmarks/oracle.py                      # 10,000 claims

For the claims a document makes of one incident together, the oracle asks of every true incident how likely it would
have been told in these words, and takes the likeliest. It knows the true place, days, tolls, arms and parties of each,
and every share in ``benchmarks/shares.py``; no reader knows either. Its B-cubed is above what any linking can reach.
Printed beside it: how many claims have a second incident at least half as likely, so that nobody could tell.
"""

import argparse
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import claims as made_up
from benchmarks.reconcile import bcubed
from benchmarks.shares import SHARES, Shares

_LATE = 10
"""Days from an attack to the last report of it, and a week more for a week mistaken."""
_NEVER = -1e9


class _Oracle:
    """Knows every incident by its day."""

    def __init__(self, made: made_up.Made, shares: Shares) -> None:
        self.made = made
        self.shares = shares
        self.names = {place: frozenset(names) for place, names in made.names.items()}
        self.days: dict[int, list[Any]] = defaultdict(list)
        for incident in made.incidents:
            self.days[incident.day].append(incident)

    def likeliest(self, told: list[dict[str, Any]], published: int | None) -> tuple[str, float]:
        """The incident that explains claims told together best, and how likely the next one is beside it."""
        stated = told[0]["event_date_start"]
        day = None if stated is None else (stated - made_up.FIRST_DAY).days
        pivot = day if day is not None else published
        reach = (-8, 8) if day is not None else (-_LATE, 1)
        days = self.days if pivot is None else range(pivot + reach[0], pivot + reach[1])
        scored = sorted(
            (
                (sum(self._log(claim, incident, published, day) for claim in told), incident.key)
                for each in days
                for incident in self.days.get(each, ())
            ),
            reverse=True,
        )
        if not scored or scored[0][0] <= _NEVER:
            return f"alone {told[0]['claim_id']}", 0.0
        second = math.exp(scored[1][0] - scored[0][0]) if len(scored) > 1 else 0.0
        return scored[0][1], second

    def _log(self, claim: dict[str, Any], incident: Any, published: int | None, day: int | None) -> float:
        parts = [self._place(claim, incident), self._days(incident, published, day), self._figure(claim, incident)]
        parts += [self._weapon(claim, incident), self._actor(claim, incident)]
        parts.append(self.shares.no_class if claim["victim_class"] == "unknown" != incident.victims else 1.0)
        parts.append(1.0 if claim["victim_class"] in (incident.victims, "unknown") else 0.0)
        return sum(math.log(part) for part in parts) if all(parts) else _NEVER

    def _place(self, claim: dict[str, Any], incident: Any) -> float:
        shares, area = self.shares, self.made.governorate[incident.place]
        name, container = claim["place_as_written"], claim["place_container_as_written"]
        if container is not None and container not in self.names[area]:
            return 0.0
        if name is None:
            return shares.no_place
        bare = name.removeprefix("near ")
        share = shares.only_area / len(self.names[area]) if name in self.names[area] else 0.0
        plain = 1 - shares.no_place - shares.only_area - shares.misspelt - shares.near
        if bare in self.names[incident.place]:
            share += (shares.near if bare != name else plain) / len(self.names[incident.place])
        elif any(made_up.misspelt(known) == name for known in self.names[incident.place]):
            share += shares.misspelt / len(self.names[incident.place])
        return share

    def _days(self, incident: Any, published: int | None, day: int | None) -> float:
        shares = self.shares
        late = 1.0
        if published is not None:
            gap = published - incident.day
            # A second incident told is some days older than the report's own.
            late = {0: 0.5, 1: 0.3}.get(gap, 0.02 if 1 < gap < _LATE else 0.0)
        if day is None:
            return late * (shares.undated if published is not None else 1.0)
        right = 1 - shares.undated - shares.day_off - shares.week_off
        return late * {0: right, 1: shares.day_off / 2, 7: shares.week_off / 2}.get(abs(day - incident.day), 0.0)

    def _figure(self, claim: dict[str, Any], incident: Any) -> float:
        shares = self.shares
        killed, injured = claim["killed_value"], claim["injured_value"]
        if injured is not None and injured != incident.injured:
            return 0.0
        if claim["killed_bounds_basis"] == "lexicon":
            return shares.word if (claim["killed_min"] >= 12) == (incident.killed >= 12) else 0.0
        if killed is None:
            return 1.0
        early = max(1, round(incident.killed * 0.5)) <= killed <= incident.killed
        lower = shares.lower / max(1.0, 0.45 * incident.killed) if early else 0.0
        return (1 - shares.word - shares.lower if killed == incident.killed else 0.0) + lower

    def _weapon(self, claim: dict[str, Any], incident: Any) -> float:
        shares, said = self.shares, claim["weapon_class"]
        if said == incident.weapon:
            return 1 - shares.nearly - shares.no_weapon
        nearly = said == made_up.NEARLY.get(incident.weapon)
        return shares.no_weapon if said is None else shares.nearly if nearly else 0.0

    def _actor(self, claim: dict[str, Any], incident: Any) -> float:
        named, side = made_up.ACTORS[incident.actor]
        said, known = claim["actor_as_written"], 1 - self.shares.no_actor
        if said is None:
            return self.shares.no_actor
        return 0.1 * known if said == side else 0.9 * known / len(named) if said in named else 0.0


def run(claims: int, shares: Shares) -> tuple[tuple[float, float, float], int, int]:
    """B-cubed of the oracle, the claims of incidents, and how many of them nobody could tell."""
    made = made_up.make(claims, shares=shares)
    oracle = _Oracle(made, shares)
    published = dict(made.tables["source_document"].select("document_id", "publication_date").iter_rows())
    together: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for claim in made.tables["claim"].iter_rows(named=True):
        if claim["claim_id"] not in made.totals:
            together[claim["document_id"], claim["quote"]].append(claim)
    found: dict[str, str] = {}
    open_questions = 0
    for (document, _), told in together.items():
        came_out = published[document]
        day = None if came_out is None else (came_out - made_up.FIRST_DAY).days
        incident, second = oracle.likeliest(told, day)
        open_questions += len(told) * (second >= 0.5)
        found.update((claim["claim_id"], incident) for claim in told)
    truth = {claim: event for claim, event in made.truth.items() if claim not in made.totals}
    return bcubed(truth, found), len(truth), open_questions


def main() -> None:
    """Print the oracle's scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--shares", choices=SHARES, default="counted")
    given = parser.parse_args()
    scores, claims, undecided = run(given.claims, SHARES[given.shares])
    print("B3 P {:.3f}  R {:.3f}  F1 {:.3f}".format(*scores))
    print(f"{undecided:,} of {claims:,} claims fit a second incident at least half as well")


if __name__ == "__main__":
    main()
