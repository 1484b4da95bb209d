"""How totals and events lie to each other.

Belongs here: 'this total covers that event', what a total leaves over, and events that may be one. Does not:
adding anything up across totals: a total is kept apart and adds nothing.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import polars as pl

from pipeline.authority.places import REGION, WIDE, Gazetteer
from pipeline.reconcile.curation import Pair
from pipeline.reconcile.event import Days, Event
from pipeline.reconcile.numbers import Range
from pipeline.reconcile.weights import WEIGHTS

Relation = tuple[str, str, str, str]
"""From, to, relation, basis."""

_SLACK = datetime.timedelta(days=1)
_TOTALS = ("aggregate", "cumulative")


def relate(events: list[Event], gazetteer: Gazetteer, judged: pl.DataFrame, apart: frozenset[Pair]) -> list[Relation]:
    """Rows of ``incident_relation``, sorted; no event contains itself, directly or round about.

    Makes a total of an event that its own speaker's figures for places inside it add up to, whatever its words.
    """
    found = _sums(events, gazetteer)
    for total, inside in _inside(events, gazetteer):
        window = _window(total)
        for event in inside:
            if event is not total and (basis := _contains(total, window, event, gazetteer)) is not None:
                found.setdefault((total.incident_id, event.incident_id, "contains"), basis)
    found |= _overlaps(found)
    duplicates = _same_day_place_number(events) | _possible_duplicates(events, judged)
    barred = _barred(events, apart)
    found |= {key: basis for key, basis in duplicates.items() if key[:2] not in barred}
    return sorted((outer, inner, relation, basis) for (outer, inner, relation), basis in found.items())


def residual(total: Event, parts: list[Event]) -> int | None:
    """The lowest number killed that no contained event covers: the total's least, less the most of each part.

    NULL where the total gives no number killed.
    """
    whole = killed(total)
    if whole is None or whole.low is None:
        return None
    covered = sum(
        _most(event.numbers.ranges.get((bucket, "killed")))
        for event in parts
        if event.kind == "incident"
        for bucket in _buckets(total)
    )
    return max(0, whole.low - covered)


def killed(event: Event) -> Range | None:
    """The range killed that an event is compared by: civilians', else combatants'."""
    ranges = event.numbers.ranges
    return ranges.get(("", "killed")) or ranges.get(("combatants_", "killed"))


def _buckets(total: Event) -> tuple[str, ...]:
    """A total over all victims covers combatants too; one of civilians or of combatants only its own."""
    classes = {mention.victim_class for mention in total.mentions if mention.killed is not None}
    if classes == {"combatant"}:
        return ("combatants_",)
    return ("",) if "civilian" in classes else ("", "combatants_")


def _most(found: Range | None) -> int:
    return 0 if found is None else found.high if found.high is not None else found.low or 0


def _sums(events: list[Event], gazetteer: Gazetteer) -> dict[tuple[str, str, str], str]:
    """'Seven in Dael, five in Nawa … twelve in the province': the twelve are those, told as one event or not."""
    told: dict[tuple[str, str], list[tuple[Event, int]]] = defaultdict(list)
    for event in events:
        for mention in event.mentions:
            number = None if mention.killed is None or mention.killed.weak else mention.killed.number
            if event.kind == "incident" and number and "killed" in event.numbers.standing.get(mention.claim_id, ()):
                told[mention.document_id, event.origins[mention.claim_id].origin_id].append((event, number))
    found: dict[tuple[str, str, str], str] = {}
    for here in told.values():
        for whole, number in here:
            if not whole.places or min(map(gazetteer.precision, whole.places)) < WIDE:
                continue
            parts = [(part, n) for part, n in here if _strictly_inside(part, whole, gazetteer)]
            if len({part.incident_id for part, _ in parts}) > 1 and sum(n for _, n in parts) == number:
                whole.kind = "aggregate"
                found |= {(whole.incident_id, part.incident_id, "contains"): "parts_add_up" for part, _ in parts}
    return found


def _strictly_inside(part: Event, whole: Event, gazetteer: Gazetteer) -> bool:
    days = (part.days, whole.days)
    if days[0] is not None and days[1] is not None and not _meet(days[0], days[1]):
        return False
    return not set(part.places) & set(whole.places) and _covers_place(whole, part, gazetteer)


def _meet(a: Days, b: Days) -> bool:
    return a.start <= b.end and b.start <= a.end


def _inside(events: list[Event], gazetteer: Gazetteer) -> Iterator[tuple[Event, Iterable[Event]]]:
    """Each total with the events that have a place in its area: those it can contain."""
    totals = [event for event in events if event.kind in _TOTALS]
    areas = {total.incident_id: {_area(place, gazetteer) for place in total.places} for total in totals}
    wanted = set().union(*areas.values())
    by_area = _by_area(events, wanted, gazetteer)
    for total in totals:
        found = {event.incident_id: event for area in areas[total.incident_id] for event in by_area[area]}
        yield total, found.values()


def _overlaps(contains: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """Totals that share an event, where neither contains the other."""
    pairs = {(outer, inner) for outer, inner, _ in contains}
    outers: dict[str, list[str]] = defaultdict(list)
    for outer, inner in sorted(pairs):
        outers[inner].append(outer)
    return {
        (a, b, "overlaps"): "share_an_event"
        for sharing in outers.values()
        for a, b in combinations(sharing, 2)
        if (a, b) not in pairs and (b, a) not in pairs
    }


def _by_area(events: list[Event], wanted: set[str], gazetteer: Gazetteer) -> dict[str, list[Event]]:
    by_area: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        for step in wanted & {step for place in event.places for step in gazetteer.above(place)}:
            by_area[step].append(event)
    return by_area


def _area(place: str, gazetteer: Gazetteer) -> str:
    """A region has no border: its country stands for it, and the other comparisons decide."""
    if gazetteer.precision(place) == REGION:
        return gazetteer.of_kind(place, "country") or place
    return place


def _window(total: Event) -> tuple[datetime.date, datetime.date] | None:
    """The days an event of a total can have been; None for a total without days."""
    return None if total.days is None else (total.days.start - _SLACK, total.days.end + _SLACK)


def _contains(
    total: Event, window: tuple[datetime.date, datetime.date] | None, event: Event, gazetteer: Gazetteer
) -> str | None:
    if window is not None and event.days is not None:
        inside = window[0] <= event.days.start and event.days.end <= window[1]
        basis = "place_and_window" if inside else None
    else:
        basis = "place_and_document" if total.documents & event.documents else None
    if basis is None or (event.kind != "incident" and not _wider(total, event)):
        return None
    fits = _covers_harm(total, event) and _covers_place(total, event, gazetteer) and not _conflict(total, event)
    return basis if fits else None


def _covers_place(total: Event, event: Event, gazetteer: Gazetteer) -> bool:
    areas = [_area(place, gazetteer) for place in total.places]
    return bool(event.places) and all(any(gazetteer.within(x, area) for area in areas) for x in event.places)


def _covers_harm(total: Event, event: Event) -> bool:
    """Class compatible, and the part not above the total."""
    parts = [event.numbers.ranges.get((bucket, "killed")) for bucket in _buckets(total)]
    part = sum(x.low or 0 for x in parts if x is not None)
    whole = killed(total)
    if whole is None:
        return "injured" in {harm for _, harm in event.numbers.ranges} and not any(parts)
    if not any(x is not None for x in parts):
        return False
    return whole.high is None or part <= whole.high


def _conflict(total: Event, event: Event) -> bool:
    """True where both name perpetrators, none shared."""
    chains = [[set(x.actors) for x in side.mentions if x.actors] for side in (total, event)]
    return bool(chains[0] and chains[1]) and not any(a & b for a in chains[0] for b in chains[1])


def _wider(total: Event, event: Event) -> bool:
    """Between two totals: a larger number, over a wider place or a longer time. A total order, so no cycles."""
    a, b = killed(total), killed(event)
    if a is None or b is None or (a.low or 0) <= (b.low or 0):
        return False
    wider = set(total.places) != set(event.places)
    longer = (
        total.days is not None
        and event.days is not None
        and total.days.end - total.days.start > event.days.end - event.days.start
    )
    return wider or longer


def _possible_duplicates(events: list[Event], judged: pl.DataFrame) -> dict[tuple[str, str, str], str]:
    """Events that a pair of claims nearly joined, unless a rule keeps them apart."""
    home = {mention.claim_id: event.incident_id for event in events for mention in event.mentions}
    homes = pl.DataFrame(
        {"claim": list(home), "home": list(home.values())}, schema=dict.fromkeys(("claim", "home"), pl.String)
    )
    negative = pl.col("judgement") == "negative"
    between = (
        judged.filter(pl.col("decided_by") == "rule")
        .join(homes, left_on="claim_a", right_on="claim")
        .join(homes, left_on="claim_b", right_on="claim", suffix="_b")
        .filter(pl.col("home") != pl.col("home_b"))
        .group_by(x=pl.min_horizontal("home", "home_b"), y=pl.max_horizontal("home", "home_b"))
        .agg(
            barred=(pl.col("forbidden") & negative).any(),
            near=(~negative).any(),
            mean=pl.col("score").mean(),
        )
        .filter(~pl.col("barred") & pl.col("near") & (pl.col("mean") >= WEIGHTS.thresholds["merge_mean"]))
    )
    return {(x, y, "possible_duplicate_of"): "unsure_pair" for x, y in between.select("x", "y").iter_rows()}


def _same_day_place_number(events: list[Event]) -> dict[tuple[str, str, str], str]:
    """Events with one place, first day and lowest number killed: where nothing joins them, a reader is told."""
    alike: dict[tuple[str, datetime.date, int], list[str]] = defaultdict(list)
    for event in events:
        number = event.numbers.columns().get("killed_min")
        place = None if event.place is None else event.place.place_id
        if event.kind == "incident" and place is not None and event.days is not None and number is not None:
            alike[place, event.days.start, number].append(event.incident_id)
    return {
        (x, y, "possible_duplicate_of"): "same_place_day_and_number"
        for ids in alike.values()
        for x, y in combinations(sorted(ids), 2)
    }


def _barred(events: list[Event], apart: frozenset[Pair]) -> set[tuple[str, str]]:
    """Pairs of events that the curator keeps apart."""
    home = {mention.claim_id: event.incident_id for event in events for mention in event.mentions}
    found: set[tuple[str, str]] = set()
    for a, b in apart:
        if a in home and b in home:
            x, y = sorted((home[a], home[b]))
            found.add((x, y))
    return found
