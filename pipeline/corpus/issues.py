"""What could not be read or used, as rows a maintainer can act on."""

import unicodedata
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.schema import TABLES, conform, empty
from pipeline.storage import short_id


@dataclass(frozen=True, slots=True)
class Issue:
    """One row of ``parse_issue``.

    Attributes:
        collection: Folder of data/raw.
        file_name: File inside it, as found; escaped when the row is made.
        reason: Vocabulary ``parse_reason``.
        detail: What was found.
        remedy: What a maintainer can do.
        record: Line or row inside the file, where the issue is with one of several.
    """

    collection: str
    file_name: str
    reason: str
    detail: str
    remedy: str
    record: str | None = None

    def row(self) -> dict[str, Any]:
        """The row, every part of it plain text."""
        parts = [
            None if part is None else escape(part)
            for part in (self.collection, self.file_name, self.record, self.reason, self.detail, self.remedy)
        ]
        names = ("collection", "file_name", "record", "reason", "detail", "remedy")
        return {"issue_id": short_id("issue", *parts), **dict(zip(names, parts, strict=True))}


def is_plain(text: str) -> bool:
    """True where a text holds no control, format, surrogate, unassigned or line-breaking character."""
    return text.isprintable() or not any(_hidden(character) for character in text)


def escape(text: str) -> str:
    r"""The text with every hidden character (control, right-to-left override, surrogate …) as ``\uXXXX``."""
    if text.isprintable():
        return text
    return "".join(f"\\u{ord(character):04x}" if _hidden(character) else character for character in text)


def _hidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "C" or category in ("Zl", "Zp")


def issue_frame(issues: list[Issue]) -> pl.DataFrame:
    """The table ``parse_issue``; an issue found twice is one row."""
    rows = {row["issue_id"]: row for row in (issue.row() for issue in issues)}
    table = TABLES["parse_issue"]
    return conform(pl.DataFrame(list(rows.values()), infer_schema_length=None), table) if rows else empty(table)
