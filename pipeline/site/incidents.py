"""An incident's page, and the list of incidents."""

from dataclasses import dataclass

from pipeline.site import words
from pipeline.site.bars import Axis, Bar, Tick, spoken
from pipeline.site.claims import HARMS, Claims, ClaimView, Figure
from pipeline.site.history import History, Step
from pipeline.site.ledger import Ledger, Row
from pipeline.site.links import incident_page
from pipeline.site.picture import Picture, picture
from pipeline.site.releases import Changed
from pipeline.text.ranges import written

RANGES = (
    "killed", "injured", "children_killed", "women_killed", "children_injured", "women_injured",
    "combatants_killed", "combatants_injured",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Related:
    """Another incident that bears on this one."""

    words: str
    kind: str
    kind_words: str
    page: str
    title: str
    killed: str
    basis: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An incident as a row of a list."""

    id: str
    page: str
    title: str
    place: str
    place_known: str
    kind: str
    kind_words: str
    kind_short: str
    days: str
    day_from: str
    day_to: str
    killed: str
    killed_min: str
    killed_max: str
    injured: str
    combatants: str
    grade: str
    grade_words: str
    actors: str
    weapon: str
    country: str
    n_claims: int
    n_documents: int
    origins: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident, ready to be shown."""

    row: Listed
    names: tuple[tuple[str, str], ...]
    where: str
    place_precision: str
    date_precision: str
    ranges: tuple[Figure, ...]
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    claims: tuple[ClaimView, ...]
    grade_meaning: str
    grade_rule: str
    grade_rule_words: str
    strike_status: str
    strike_meaning: str
    target: str
    origins: str
    residual: int | None
    warnings: tuple[str, ...]
    related: tuple[Related, ...]
    steps: tuple[Step, ...]
    changes: tuple[tuple[str, Changed], ...]
    moves: tuple[tuple[str, str, str, str], ...]
    picture: Picture


class Incidents:
    """Makes the views of incidents of one release."""

    def __init__(self, ledger: Ledger, claims: Claims, history: History) -> None:
        self._ledger = ledger
        self._claims = claims
        self._history = history
        self.listed = {row["incident_id"]: self._listed(row) for row in ledger.incidents.values()}

    def view(self, incident: str) -> IncidentView:
        """Everything that the page of an incident shows."""
        row = self._ledger.incidents[incident]
        axis = Axis.over(self._highest(row))
        claims = self._claims.of(row, axis)
        bars = tuple(bar for harm in ("killed", "combatants_killed", *HARMS[1:], "combatants_injured")
                     if (bar := axis.bar(harm, *_range(row, harm))))  # fmt: skip
        return IncidentView(
            row=self.listed[incident],
            names=self._names(row),
            where=self._where(row),
            place_precision=words.word("place_precision", row["place_precision"]) if row["place_precision"] else "",
            date_precision=words.word("date_precision", row["date_precision"]) if row["date_precision"] else "",
            ranges=tuple(
                Figure(harm, words.word("harm", harm), written(*_range(row, harm)), spoken(*_range(row, harm)))
                for harm in RANGES
                if written(*_range(row, harm))
            ),
            ticks=axis.ticks,
            bars=bars,
            claims=claims,
            grade_meaning=_sentence(words.meaning("civilian_harm_status", row["civilian_harm_status"])),
            grade_rule=row["grade_rule"] or "",
            grade_rule_words=words.word("grade_rule", row["grade_rule"]) if row["grade_rule"] else "",
            strike_status=(row["strike_status"] or "").replace("_", " "),
            strike_meaning=words.meaning("strike_status", row["strike_status"]),
            target=words.meaning("target_type", row["target_type"]),
            origins=_origins(row["n_origins_provable"], row["n_origins_possible"]),
            residual=row["residual_min"],
            warnings=self._ledger.warnings[incident],
            related=tuple(self._related(*item) for item in self._ledger.relations.get(incident, [])),
            steps=self._history.steps(incident),
            changes=self._history.changes(incident),
            moves=self._history.moves(incident),
            picture=picture(self.listed[incident].title, self.listed[incident].killed, claims),
        )

    def _highest(self, row: Row) -> int:
        """The highest number that any bar of the page stands for."""
        rows = [self._ledger.claims[link["claim_id"]] for link in self._ledger.links.get(row["incident_id"], [])]
        numbers = [claim[f"{harm}_{end}"] for claim in rows for harm in HARMS for end in ("min", "max")]
        numbers += [row[f"{name}_{end}"] for name in RANGES for end in ("min", "max")]
        return max((number for number in numbers if number is not None), default=1)

    def _listed(self, row: Row) -> Listed:
        place = self._ledger.places.get(row["place_id"] or "")
        written_place = words.cut(row["place_as_written"] or (place["name"] if place else "") or "Place not named", 120)
        when = words.days(row)
        kind = row["incident_kind"]
        title = f"{written_place}, {when}" if when else written_place
        killed = _range(row, "killed")
        return Listed(
            id=row["incident_id"],
            page=incident_page(row["incident_id"]),
            title=title,
            place=written_place,
            place_known=words.cut(place["name"], 120) if place else "",
            kind=kind,
            kind_words=words.word("kind", kind),
            kind_short=words.word("kind_short", kind),
            days=when,
            day_from=str(row["event_date_start"] or ""),
            day_to=str(row["event_date_end"] or row["event_date_start"] or ""),
            killed=written(*killed),
            killed_min="" if killed[0] is None else str(killed[0]),
            killed_max="" if killed[1] is None else str(killed[1]),
            injured=written(*_range(row, "injured")),
            combatants=written(*_range(row, "combatants_killed")),
            grade=row["civilian_harm_status"] or "none",
            grade_words=words.word("grade", row["civilian_harm_status"] or "none"),
            actors=self._actors(row),
            weapon=(row["weapon_class"] or "").replace("_", " "),
            country=words.cut(row["country"] or "", 80),
            n_claims=row["n_claims"],
            n_documents=row["n_documents"],
            origins=written(row["n_origins_provable"], row["n_origins_possible"]),
        )

    def _actors(self, row: Row) -> str:
        named = [name for name in (row["alleged_actors"] or "").split("; ") if name]
        actors = self._ledger.actors
        return words.cut("; ".join(actors[name]["name"] if name in actors else name for name in named), 200)

    def _names(self, row: Row) -> tuple[tuple[str, str], ...]:
        """The place's spellings in other scripts, with their language where the script tells it."""
        spelt = [name for name in self._ledger.names.get(row["place_id"] or "", []) if name["script"] != "Latn"]
        return tuple((words.cut(name["name"], 80), name["script"]) for name in spelt[:2])

    def _where(self, row: Row) -> str:
        place = self._ledger.places.get(row["place_id"] or "")
        if place is None:
            return words.cut(row["country"] or "", 80)
        parts = dict.fromkeys(part for part in (place["name"], place["governorate"], place["country"]) if part)
        return words.cut(", ".join(parts), 200)

    def _related(self, relation: str, other: str, basis: str) -> Related:
        listed = self.listed[other]
        return Related(
            words.word("relation", relation),
            listed.kind,
            listed.kind_short,
            listed.page,
            listed.title,
            listed.killed,
            words.word("relation_basis", basis),
        )


def _range(row: Row, harm: str) -> tuple[int | None, int | None, bool]:
    return row[f"{harm}_min"], row[f"{harm}_max"], bool(row[f"{harm}_max_is_open"])


def _origins(provable: int, possible: int) -> str:
    """How many voices stand behind the figures: independence takes two that are named, and any figure has one."""
    if possible < 2:
        return "one origin" if possible else "no origin whose figure counts"
    if provable < 2:
        return f"at least one origin and perhaps {possible}: no two are shown to be independent"
    most = f" (perhaps {possible})" if possible > provable else ""
    return f"{provable} origins shown to be independent of each other{most}"


def _sentence(said: str) -> str:
    """With a capital letter at its head; the rest as it is."""
    return said[:1].upper() + said[1:]
