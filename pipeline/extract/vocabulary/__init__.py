"""Words extraction knows, as data: one yml file a subject, read once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> dict[str, Any]:
    """The vocabulary file of that name, parsed; callers must not change what they get."""
    text = (files(__name__) / f"{name}.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data
