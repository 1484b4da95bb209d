"""The authority tables of this checkout, read once for all tests."""

from functools import cache
from pathlib import Path

from pipeline.authority import load_reference
from pipeline.authority.matching import Matcher
from pipeline.authority.places import Gazetteer
from pipeline.authority.reference import Tables

RAW = Path(__file__).parents[2] / "data" / "raw"


@cache
def reference() -> Tables:
    """The tables as they are committed."""
    return load_reference(RAW)


@cache
def matcher() -> Matcher:
    """A matcher over all places."""
    return Matcher(Gazetteer.of(reference()["place"], reference()["place_name"]))
