"""What a column and a table are."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "count", "offset", "real", "flag", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes:
        name: Column name, snake_case.
        kind: ``text``, ``count`` (whole persons or things), ``offset`` (code points), ``real``, ``flag`` or ``date``.
        meaning: What a value says, and what NULL says where that is not obvious.
        required: True where NULL is an error.
        vocabulary: Name of the closed vocabulary the values come from.
        references: ``table.column`` every value must be found in.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    vocabulary: str | None = None
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: Table name, singular.
        meaning: What one row is.
        fields: The columns, in published order.
        key: Primary key; rows are sorted by it.
        published: False for working tables that stay in the build folder.
        warning: What a reader must know before using a number from it.
        repeats: Table whose rows it holds, one for one and under the same key, with columns spelled out; None for
            tables with rows of their own.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    published: bool = True
    warning: str | None = None
    repeats: str | None = None

    @property
    def columns(self) -> list[str]:
        """Column names in published order."""
        return [field.name for field in self.fields]
