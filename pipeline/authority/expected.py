"""Places resolved beside what a person says they are.

Belongs here: the comparison with the reviewed list ``tests/unit/places_expected.csv``. Does not: resolving.
"""

from dataclasses import dataclass
from pathlib import Path

from pipeline.authority.context import Context
from pipeline.authority.matching import Found, Matcher
from pipeline.authority.places import NEAR_KM, Gazetteer
from pipeline.errors import InputError
from pipeline.storage import read_csv

COLUMNS = ("collection", "place", "container", "country", "home", "governorates", "expected")

UNRESOLVED, NOTHING = "unresolved", "none"
"""What the list says of a name that no table should be taken to know, and of words that name no place."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One place of the list.

    Attributes:
        row: The place as written and its context, a row of the list.
        found: What it was resolved to.
        right: Whether that is what the list expects.
        kilometres: Distance of the point shown from the true one; NULL where either place has no point.
        pinned_wrongly: A point is shown more than ``NEAR_KM`` off, or for a name that should have none.
    """

    row: dict[str, str]
    found: Found
    right: bool
    kilometres: float | None
    pinned_wrongly: bool


def check(path: Path, gazetteer: Gazetteer) -> list[Checked]:
    """Resolve every place of the list.

    Args:
        path: The list: collection, place as written, container as written, country, the governorate the document is
            about and all it names (joined by ';'), and the id expected, ``unresolved`` or ``none``.
        gazetteer: Places to resolve in.

    Raises:
        InputError: If the list cannot be read or expects an id that is in no table.
    """
    matcher = Matcher(gazetteer)
    return [_checked(row, matcher) for row in read_csv(path, COLUMNS)]


def _checked(row: dict[str, str], matcher: Matcher) -> Checked:
    g, expected = matcher.gazetteer, row["expected"]
    if expected not in {UNRESOLVED, NOTHING} and expected not in g.rows:
        raise InputError(f"places_expected.csv expects the unknown place {expected!r}.", "Mend the id.")
    governorates = frozenset(filter(None, row["governorates"].split(";")))
    countries = frozenset(g.named(row["country"], frozenset({"country"})))
    context = Context(governorates, row["home"] or None, countries=countries)
    found = matcher.find(row["place"], row["container"] or None, row["country"], context)
    got = UNRESOLVED if found.match == UNRESOLVED else found.place_id or NOTHING
    pinned = got in g.rows and g.rows[got]["latitude"] is not None
    kilometres = g.kilometres(expected, got) if expected in g.rows and got in g.rows else None
    wrongly = got != expected and pinned and (kilometres is None or kilometres > NEAR_KM)
    return Checked(row, found, got == expected, kilometres, wrongly)
