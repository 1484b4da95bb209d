"""Prints places of the coded texts, what they resolve to, and whether that is right."""

from itertools import groupby
from pathlib import Path

from assets.resources import ROOT
from assets.show import grid, say
from pipeline.authority import load_reference
from pipeline.authority.expected import Checked, check
from pipeline.authority.places import NEAR_KM, Gazetteer
from pipeline.errors import UsageError

LIST = ROOT / "tests" / "unit" / "places_expected.csv"
HEADERS = ["as written", "in", "place", "kind", "governorate", "point", "match", "verdict"]


def show_places(path: Path = LIST) -> None:
    """Resolve every place of the reviewed list and print it by collection, with the share right.

    Raises:
        UsageError: If this is no checkout: the list is among the tests.
    """
    if not path.is_file():
        raise UsageError(f"There is no {path}.", "Run the command in a checkout of the repository.")
    reference = load_reference(ROOT / "data" / "raw")
    gazetteer = Gazetteer.of(reference["place"], reference["place_name"])
    checked = check(path, gazetteer)
    for name, group in groupby(checked, key=lambda one: one.row["collection"]):
        rows = list(group)
        grid(name, HEADERS, [_cells(one, gazetteer) for one in rows])
        say(_share(name, rows), "bold")
        say()
    say(_share("all", checked), "bold")


def _share(name: str, rows: list[Checked]) -> str:
    right = sum(one.right for one in rows)
    off = sum(one.pinned_wrongly for one in rows)
    return f"{name}: {right} of {len(rows)} right ({right / len(rows):.3f}); {off} shown more than {NEAR_KM:.0f} km off"


def _cells(one: Checked, gazetteer: Gazetteer) -> list[object]:
    place = gazetteer.rows.get(one.found.place_id or "", {})
    point = "" if place.get("latitude") is None else f"{place['latitude']:.3f}, {place['longitude']:.3f}"
    where = ", ".join(filter(None, (one.row["container"], one.row["country"])))
    verdict = "right" if one.right else f"WRONG: {one.row['expected']}"
    names = [place.get(column) for column in ("name", "kind", "governorate")]
    return [one.row["place"], where, *names, point, one.found.match, verdict]
