"""What a reader must know before using a number, as a table: the warning, where it applies, and its words.

Belongs here: reading ``usage_warnings.yml``. Does not: which rows of a release they apply to (``incident_flat``).
"""

from dataclasses import dataclass
from importlib.resources import files

import polars as pl
import yaml

from pipeline.schema import conform
from pipeline.schema.derived import USAGE_WARNING


@dataclass(frozen=True, slots=True)
class UsageWarning:
    """One warning; the columns of ``USAGE_WARNING``."""

    warning_id: str
    applies_to: str
    condition: str | None
    words: str


WARNINGS = tuple(
    UsageWarning(entry["id"], entry["applies_to"], entry.get("condition"), entry["words"])
    for entry in yaml.safe_load(files("pipeline").joinpath("usage_warnings.yml").read_text(encoding="utf-8"))
)
"""Every warning, in the order of the file."""


def usage_warning() -> pl.DataFrame:
    """Rows of ``USAGE_WARNING``."""
    rows = [(one.warning_id, one.applies_to, one.condition, one.words) for one in WARNINGS]
    return conform(
        pl.DataFrame(rows, schema=dict.fromkeys(USAGE_WARNING.columns, pl.String), orient="row"), USAGE_WARNING
    )
