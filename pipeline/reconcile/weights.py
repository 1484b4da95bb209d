"""The reviewed match weights of ``weights.yml``.

Belongs here: reading them. Does not: comparing (``compare``).
"""

from dataclasses import dataclass
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Weights:
    """The settings file; sections of names and numbers, and lists of words."""

    thresholds: dict[str, float]
    place: dict[str, float]
    date: dict[str, float]
    weapon: dict[str, float]
    actor: dict[str, float]
    victim_class: dict[str, float]
    figure: dict[str, float]
    text: dict[str, float]
    limits: dict[str, float]
    weapon_families: dict[str, list[str]]
    further: list[str]
    attacks: list[str]


WEIGHTS = Weights(**yaml.safe_load(files("pipeline.reconcile").joinpath("weights.yml").read_text(encoding="utf-8")))
"""The weights in force."""
