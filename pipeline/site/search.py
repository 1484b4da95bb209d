"""The index that the site's search reads: one small script, since a page opened from disk can fetch no data.

It has columns rather than rows.

``incidents`` holds one list a column, all of one length and in the order of the list of incidents; ``places``,
``actors`` and ``weapons`` are lists that the columns of that name point into (-1: none). A place is its name as this
dataset has it, then its other spellings in every script.
"""

from typing import Any

from pipeline.site import words
from pipeline.site.incidents import Listed
from pipeline.site.ledger import Ledger
from pipeline.site.links import source_page
from pipeline.site.sources import Sources

FORMAT = 1
_SPELLINGS = 12


class _Terms:
    """A list without doubles, and the place of each of its terms."""

    def __init__(self) -> None:
        self.listed: list[Any] = []
        self._at: dict[Any, int] = {}

    def at(self, key: str, value: Any) -> int:
        if not key:
            return -1
        if key not in self._at:
            self._at[key] = len(self.listed)
            self.listed.append(value)
        return self._at[key]


def index(ledger: Ledger, listed: list[Listed], sources: Sources) -> dict[str, Any]:
    """The index of a release; incidents in the order of the list, which filtering keeps."""
    places, actors, weapons = _Terms(), _Terms(), _Terms()
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for shown in listed:
        row = ledger.incidents[shown.id]
        values = (
            shown.id,
            shown.page,
            row["incident_kind"],
            shown.place,
            places.at(row["place_id"] or "", _spellings(ledger, row["place_id"])),
            shown.day_from,
            shown.day_to,
            row["killed_min"],
            row["killed_max"],
            int(bool(row["killed_max_is_open"])),
            shown.killed,
            shown.injured,
            shown.combatants,
            shown.grade,
            [actors.at(name, name) for name in shown.actors.split("; ") if name],
            weapons.at(shown.weapon, shown.weapon),
            shown.country,
            row["n_claims"],
            shown.origins,
        )
        for name, value in zip(_COLUMNS, values, strict=True):
            columns[name].append(value)
    return {
        "format": FORMAT,
        "release": ledger.version,
        "incidents": columns,
        "kinds": words.terms("kind_short"),
        "places": places.listed,
        "actors": actors.listed,
        "weapons": weapons.listed,
        "sources": [
            [source_page(source.key), words.cut(source.name, 120), len(source.said) + len(source.printed)]
            for source in sources
        ],
    }


_COLUMNS = (
    "id", "page", "kind", "title", "place", "from", "to", "min", "max", "open", "killed", "injured", "combatants",
    "grade", "actors", "weapon", "country", "claims", "origins",
)  # fmt: skip


def _spellings(ledger: Ledger, place_id: str | None) -> list[str]:
    place = ledger.places.get(place_id or "")
    if place is None:
        return []
    names = [place["name"], place["governorate"], *(row["name"] for row in ledger.names.get(place["place_id"], []))]
    return [words.cut(name, 80) for name in dict.fromkeys(name for name in names if name)][:_SPELLINGS]
