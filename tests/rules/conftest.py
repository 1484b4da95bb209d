from collections.abc import Callable

import polars as pl
import pytest

from expectations.rule import Example
from pipeline.schema import DECLARED, polars_schema

Frames = dict[str, pl.DataFrame]


def _frames(example: Example) -> Frames:
    """Frames of an example: columns a row leaves out are NULL, undeclared ones stay for the rules about columns."""
    made = {}
    for name, rows in example.items():
        declared = dict(polars_schema(DECLARED[name]))
        extra = {column: pl.String for row in rows for column in row if column not in declared}
        schema = declared | extra
        made[name] = pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
    return made


@pytest.fixture(scope="session")
def frames() -> Callable[[Example], Frames]:
    return _frames
