"""Pattern files of this package, read and compiled once."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """The content of a YAML file beside this module."""
    return yaml.safe_load((files("pipeline.corpus") / name).read_text(encoding="utf-8"))


@cache
def line_rules(section: str) -> list[tuple[str, re.Pattern[str]]]:
    """Rules of a section of ``furniture.yml``: name and one pattern for whole lines, in the file's order."""
    return [
        (rule, re.compile("|".join(f"(?:{' '.join(pattern.split())})" for pattern in patterns), re.IGNORECASE))
        for rule, patterns in load("furniture.yml")[section].items()
    ]


@lru_cache(maxsize=20_000)
def rule_for(section: str, text: str) -> str | None:
    """Name of the first rule of a section that the whole line matches."""
    return next((rule for rule, pattern in line_rules(section) if pattern.fullmatch(text)), None)
