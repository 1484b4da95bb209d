"""Made-up claims with known truth: which incident each of them tells of.

Places, their spellings, actors and weapons come from the project's own tables and vocabularies; days, tolls and
outlets are drawn. Nothing tells of anything that happened. The shares of each kind of noise were counted in
hand-coded reports; ``benchmarks/shares.py`` has them with what was counted, and the guesses used before. Weights and
rules were written with these claims in view, too: take the scores as a check, not as an estimate.
    place  another spelling; only the governorate; a name no table has; no place; 'near'
    date   a day off; a week off; none; no publication date either
    toll   early reports are lower; 'at least'; a word for a number; killed only, or injured too
    copies an outlet prints another's words; a headline repeats its body
    vague  'several killed' in a governorate; totals over a governorate and some days
"""

import datetime
import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.shares import COUNTED, Shares
from pipeline.authority import load_reference, resolve
from pipeline.authority.reference import Tables
from pipeline.schema import TABLES, conform

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
FIRST_DAY = datetime.date(2013, 1, 1)
DAYS = 3650
CLAIMS_PER_INCIDENT = 5
ACTORS = {
    "russia": (["Russian warplanes", "Russia", "Russian aircraft"], "Russian forces and their allies"),
    "government": (["Syrian government forces", "regime forces", "Syrian army"], "regime forces and their allies"),
    "coalition": (["US-led coalition", "the international coalition", "coalition jets"], "the US-led coalition"),
    "turkey": (["Turkish forces", "Turkish army", "Turkey"], "Turkish forces and their allies"),
    "isis": (["ISIS", "Islamic State", "ISIL"], "ISIS"),
    "sdf": (["SDF", "Syrian Democratic Forces"], "Syrian Democratic Forces"),
}
_WEAPONS = {
    "russia": ["airstrike", "airstrike", "missile"],
    "government": ["airstrike", "shelling", "barrel_bomb", "missile"],
    "coalition": ["airstrike", "drone"],
    "turkey": ["drone", "shelling", "airstrike"],
    "isis": ["ied", "suicide", "mine", "shooting", "execution"],
    "sdf": ["shelling", "shooting"],
}
NEARLY = {
    "barrel_bomb": "airstrike",
    "missile": "airstrike",
    "drone": "airstrike",
    "mine": "ied",
    "shelling": "missile",
}
_SPEAKERS = ["Syrian Observatory for Human Rights", "Syrian Network for Human Rights", "White Helmets", None, None,
             "local activists", "a medical source", "residents", "SANA"]  # fmt: skip
_WORDS = [("dozens", 12), ("several", 2), ("a number of", 2), ("scores", 20)]
_SAID = [
    "{n} {who} were killed in {how} on {where}{extra}",
    "{how} on {where} left {n} {who} dead{extra}",
    "at least {n} {who} died when {how} hit {where}{extra}",
    "{where}: {n} {who} dead after {how}{extra}",
    "the death of {n} {who} in {how} that hit a market in {where}{extra}",
    "{how} struck houses in {where}, killing {n} {who}{extra}",
    "rescuers pulled {n} {who} from the rubble in {where} after {how}{extra}",
    "{n} {who} lost their lives in {where} in {how}{extra}",
]  # fmt: skip
_HOW = {"airstrike": "an air strike", "drone": "a drone strike", "shelling": "shelling", "missile": "a missile strike",
        "barrel_bomb": "a barrel bomb attack", "ied": "a roadside bomb", "mine": "a mine blast",
        "suicide": "a suicide bombing", "shooting": "gunfire", "execution": "an execution"}  # fmt: skip
_WHO = {"civilian": "civilians", "combatant": "fighters", "mixed": "people", "unknown": "people"}
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(frozen=True, slots=True)
class Incident:
    """One attack as it was; ``day`` is counted from ``FIRST_DAY``."""

    key: str
    day: int
    place: str
    actor: str
    weapon: str
    killed: int
    injured: int
    victims: str


@dataclass(slots=True)
class Made:
    """Resolved tables, and the incident each claim tells of; ``totals`` are the claims of totals.

    For who wants to know how it was made: the incidents, the spellings of each place, and each one's governorate.
    """

    tables: Tables
    truth: dict[str, str]
    totals: set[str]
    incidents: list[Incident]
    names: dict[str, list[str]]
    governorate: dict[str, str]


@dataclass(slots=True)
class _Writer:
    """Draws documents and claims."""

    draw: random.Random
    shares: Shares
    names: dict[str, list[str]]
    governorate: dict[str, str]
    claims: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    truth: dict[str, str] = field(default_factory=dict)
    totals: set[str] = field(default_factory=set)

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.draw.random() < share

    def document(self, incident: Incident) -> dict[str, Any]:
        """A further document, published on the day or soon after; some do not say when.

        Its title names the governorate three times in four.
        """
        day = incident.day
        number = len(self.documents)
        late = 0 if self.chance(0.6) else 1 if self.chance(0.75) else self.draw.randint(2, 9)
        made = {
            "document_id": f"d{number:06}",
            "sha256": "0",
            "n_bytes": 1,
            "n_chars": 1,
            "collection": "made",
            "file_name": f"{number}.txt",
            "title": f"News from {self.names[self.governorate[incident.place]][0]}" if self.chance(0.75) else None,
            "publisher_name": f"Outlet {self.draw.randint(1, 60)}",
            "publication_date": None if self.chance(self.shares.unpublished) else _date(day + late),
            "language": "en",
            "rendition": "restated",
            "text_published": False,
        }
        self.documents.append(made)
        return made

    def tell(self, document: dict[str, Any], incident: Incident, at: int) -> int:
        """One or two claims of an incident in a document; returns where the next may start."""
        claim = self._claim(document, incident, at)
        self._add(claim, incident.key)
        if self.chance(self.shares.again):
            again = {**claim, "quote_start": at + 700, "quote_end": at + 700 + len(claim["quote"])}
            if self.chance(self.shares.again_injured):
                again |= {"killed_value": None, "killed_min": None, "killed_max": None, "killed_bounds_basis": None,
                          "injured_value": incident.injured, "injured_min": incident.injured,
                          "injured_max": incident.injured, "injured_bounds_basis": "stated"}  # fmt: skip
            self._add({**again, "is_headline": at == 0 and self.chance(0.4)}, incident.key)
        return at + 1500

    def copy(self, claims: list[dict[str, Any]], incident: Incident) -> None:
        """Another outlet prints the same words."""
        document = self.document(incident)
        for claim in claims:
            self._add({**claim, "document_id": document["document_id"]}, self.truth[claim["claim_id"]])

    def total(self, incident: Incident) -> None:
        """A total over a governorate and some days, or a running one."""
        document = self.document(incident)
        running = self.chance(0.4)
        days = self.draw.choice([3, 7, 30])
        killed = self.draw.randint(20, 400)
        area = self.governorate[incident.place]
        claim = self._claim(document, incident, 0) | {
            "quote": f"{killed} people were killed across {area} in {days} days",
            "place_as_written": self.names[area][0],
            "place_container_as_written": None,
            "killed_value": killed,
            "killed_min": killed,
            "killed_max": None if running else killed,
            "killed_bounds_basis": "stated",
            "event_date_start": _date(incident.day - days),
            "event_date_end": _date(incident.day),
            "aggregation": "cumulative" if running else "aggregate",
        }
        self._add(claim, f"total {len(self.claims)}")
        self.totals.add(self.claims[-1]["claim_id"])

    def _add(self, claim: dict[str, Any], key: str) -> None:
        made = claim | {"claim_id": f"c{len(self.claims):07}"}
        self.claims.append(made)
        self.truth[made["claim_id"]] = key

    def _claim(self, document: dict[str, Any], incident: Incident, at: int) -> dict[str, Any]:
        place, container = self._place(incident.place)
        figures, words = self._figures(incident)
        weapon = self._weapon(incident)
        victims = incident.victims if self.chance(1 - self.shares.no_class) else "unknown"
        quote = self.draw.choice(_SAID).format(
            n=words,
            who=_WHO[victims],
            how=_HOW[weapon or "airstrike"],
            where=place or "the area",
            extra=self.draw.choice(["", ", rescue workers said", ", according to witnesses", ", and wounded others"]),
        )
        named, side = ACTORS[incident.actor]
        actor = None if self.chance(self.shares.no_actor) else side if self.chance(0.1) else self.draw.choice(named)
        speaker = self.draw.choice(_SPEAKERS)
        return {
            "document_id": document["document_id"],
            "quote_start": at,
            "quote_end": at + len(quote),
            "quote": quote,
            "asserted_by": speaker,
            "attribution_explicit": speaker is not None,
            "stance": "asserts",
            "modality": "reported",
            **figures,
            "victim_class": victims,
            "place_as_written": place,
            "place_container_as_written": container,
            "place_quantifier": "single" if place else None,
            "country": "Syria",
            **self._when(document, incident),
            "actor_as_written": actor,
            "weapon_class": weapon,
            "aggregation": "incident",
            "is_headline": False,
            "extractor": "made",
            "extractor_version": "1",
            "confidence": 1.0,
        }

    def _weapon(self, incident: Incident) -> str | None:
        other = self.shares.nearly + self.shares.no_weapon
        if self.chance(1 - other):
            return incident.weapon
        return NEARLY.get(incident.weapon) if self.chance(self.shares.nearly / other) else None

    def _place(self, place: str) -> tuple[str | None, str | None]:
        area = self.draw.choice(self.names[self.governorate[place]])
        drawn, shares = self.draw.random(), self.shares
        no_place, only_area, misspelling, near = accumulate(
            (shares.no_place, shares.only_area, shares.misspelt, shares.near)
        )
        if drawn < no_place:
            return None, None
        if drawn < only_area:
            return area, None
        name = self.draw.choice(self.names[place])
        if drawn < misspelling:
            name = misspelt(name)
        elif drawn < near:
            name = f"near {name}"
        return name, area if self.chance(0.6) else None

    def _figures(self, incident: Incident) -> tuple[dict[str, Any], str]:
        drawn = self.draw.random()
        if drawn < self.shares.word:
            word, floor = self.draw.choice(_WORDS[:1] if incident.killed >= 12 else _WORDS[1:3])
            return _harm("killed", None, floor, None, "lexicon"), word
        killed = incident.killed
        if drawn < self.shares.word + self.shares.lower:
            # An early report, or one that knows of fewer.
            killed = max(1, round(killed * self.draw.uniform(0.5, 0.95)))
        least = self.chance(self.shares.at_least)
        figures = _harm("killed", killed, killed, None if least else killed, "stated")
        if self.chance(self.shares.injured):
            figures |= _harm("injured", incident.injured, incident.injured, incident.injured, "stated")
        return figures, str(killed)

    def _when(self, document: dict[str, Any], incident: Incident) -> dict[str, Any]:
        drawn, shares = self.draw.random(), self.shares
        published = document["publication_date"]
        undated, day_off, week_off = accumulate((shares.undated, shares.day_off, shares.week_off))
        if published is None or drawn < undated:
            return {"event_date_start": None, "event_date_end": None, "date_basis": None, "date_text": None}
        off = self.draw.choice([-1, 1]) if drawn < day_off else self.draw.choice([-7, 7]) if drawn < week_off else 0
        day = _date(incident.day + off)
        text = _WEEKDAYS[day.weekday()] if abs(off) != 7 else f"last {_WEEKDAYS[day.weekday()]}"
        return {"event_date_start": day, "event_date_end": day, "date_basis": "publication", "date_text": text,
                "date_precision": 1}  # fmt: skip


def make(claims: int, seed: int = 1, shares: Shares = COUNTED) -> Made:
    """About that many claims, of a fifth as many incidents, resolved against the authority tables."""
    reference = load_reference(RAW)
    draw = random.Random(seed)
    names, governorate = _places(reference)
    writer = _Writer(draw, shares, names, governorate)
    spots = sorted(governorate)
    draw.shuffle(spots)
    # A few places see much of a war: the tenth has a tenth of what the first has.
    weights = [1 / (rank + 8) for rank in range(len(spots))]
    incidents = [_incident(draw, number, spots, weights, claims) for number in range(claims // CLAIMS_PER_INCIDENT)]
    incidents.sort(key=lambda incident: (incident.day, incident.key))
    for number, incident in enumerate(incidents):
        _cover(writer, incidents, number, incident)
        if writer.chance(0.04):
            writer.total(incident)
    frames = {
        "claim": conform(pl.DataFrame(writer.claims, infer_schema_length=None), TABLES["claim"]),
        "source_document": conform(pl.DataFrame(writer.documents, infer_schema_length=None), TABLES["source_document"]),
    }
    return Made(resolve(frames, reference), writer.truth, writer.totals, incidents, names, governorate)


def _cover(writer: _Writer, incidents: list[Incident], number: int, incident: Incident) -> None:
    """The reports of one incident; some tell of another of the same days too, some are copied."""
    reports = 1
    while reports < 12 and writer.chance(0.55):
        reports += 1
    for _ in range(reports):
        document = writer.document(incident)
        first = len(writer.claims)
        at = writer.tell(document, incident, 0)
        if writer.chance(writer.shares.second) and number:
            writer.tell(document, incidents[max(0, number - writer.draw.randint(1, 6))], at)
        if writer.chance(writer.shares.copied):
            writer.copy(writer.claims[first:], incident)


def _incident(draw: random.Random, number: int, spots: list[str], weights: list[float], claims: int) -> Incident:
    actor = draw.choice(sorted(ACTORS))
    killed = min(120, int(draw.paretovariate(1.1)))
    # The same crowding whatever the number of claims.
    days = max(30, DAYS * claims // 100_000)
    return Incident(
        f"i{number:06}",
        draw.randrange(days),
        draw.choices(spots, weights)[0],
        actor,
        draw.choice(_WEAPONS[actor]),
        killed,
        max(1, round(killed * draw.uniform(0.5, 3))),
        draw.choices(["civilian", "combatant", "unknown", "mixed"], [6, 2, 1.5, 0.5])[0],
    )


def _places(reference: Tables) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Plain spellings of each Syrian place, and the governorate of each settlement."""
    rows = {row["place_id"]: row for row in reference["place"].iter_rows(named=True) if row["country"] == "Syria"}
    names: dict[str, list[str]] = defaultdict(list)
    for place, name in reference["place_name"].select("place_id", "name").iter_rows():
        if place in rows and name.isascii():
            names[place].append(name)
    areas = {row["name"]: key for key, row in rows.items() if row["kind"] == "governorate"}
    governorate = {
        key: areas[row["governorate"]]
        for key, row in rows.items()
        if row["kind"] in ("city", "town", "village") and row["governorate"] in areas and names[key]
    }
    return {key: sorted(found)[:6] for key, found in names.items()}, governorate


def misspelt(name: str) -> str:
    """A spelling that no table has: one vowel changed, as transliterations differ."""
    for old, new in (("a", "e"), ("i", "e"), ("u", "o"), ("e", "i")):
        if old in name[1:]:
            return name[0] + name[1:].replace(old, new, 1)
    return name + "a"


def _harm(harm: str, value: int | None, low: int | None, high: int | None, basis: str) -> dict[str, Any]:
    return {f"{harm}_value": value, f"{harm}_min": low, f"{harm}_max": high, f"{harm}_bounds_basis": basis}


def _date(day: int) -> datetime.date:
    return FIRST_DAY + datetime.timedelta(days=day)
