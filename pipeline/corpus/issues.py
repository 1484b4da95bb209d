"""What could not be read or used, as rows a maintainer can act on."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.schema import TABLES, conform, empty
from pipeline.storage import short_id
from pipeline.text.hidden import escape


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


def issue_frame(issues: list[Issue]) -> pl.DataFrame:
    """The table ``parse_issue``; an issue found twice is one row."""
    rows = {row["issue_id"]: row for row in (issue.row() for issue in issues)}
    table = TABLES["parse_issue"]
    return conform(pl.DataFrame(list(rows.values()), infer_schema_length=None), table) if rows else empty(table)
