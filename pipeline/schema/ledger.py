"""Tables about the dataset itself: checks, and what changed between releases."""

from pipeline.schema.model import Field, Table

QUALITY_RESULT = Table(
    "quality_result",
    "One rule's outcome over the release.",
    (
        Field("rule_id", "text", "Rule.", required=True),
        Field("table_name", "text", "Table it looks at.", required=True),
        Field("severity", "text", "What a failure does.", required=True, vocabulary="severity"),
        Field("rationale", "text", "Why the rule is there.", required=True),
        Field("engine", "text", "What ran it: great_expectations or query.", required=True),
        Field("outcome", "text", "Passed or failed.", required=True, vocabulary="outcome"),
        Field("n_checked", "count", "Rows looked at.", required=True),
        Field("n_violations", "count", "Offending rows.", required=True),
    ),
    ("rule_id",),
)

QUALITY_VIOLATION = Table(
    "quality_violation",
    "One row that broke a rule.",
    (
        Field("rule_id", "text", "Rule.", required=True, references="quality_result.rule_id"),
        Field("row_key", "text", "Primary key of the offending row, values joined by '|'.", required=True),
        Field("detail", "text", "What was found."),
    ),
    ("rule_id", "row_key"),
)

ID_HISTORY = Table(
    "id_history",
    "An incident id that was merged into, or split from, another.",
    (
        Field("old_id", "text", "Id in the earlier release.", required=True),
        Field("new_id", "text", "Id that carries on.", required=True),
        Field("change", "text", "merged or split.", required=True),
        Field("release", "text", "Release the change stood in first.", required=True),
    ),
    ("old_id", "new_id"),
)

CHANGE_LOG = Table(
    "change_log",
    "One row that was added, changed or removed since the release before, and why.",
    (
        Field("table_name", "text", "Table.", required=True),
        Field("row_key", "text", "Primary key of the row, values joined by '|'.", required=True),
        Field("change", "text", "added, changed or removed.", required=True),
        Field("columns", "text", "Columns that differ, joined by ', '; NULL for a whole row."),
        Field("reason", "text", "Why.", required=True),
        Field("release", "text", "Release the change stood in first.", required=True),
    ),
    ("table_name", "row_key"),
)

DECISION = Table(
    "decision",
    "One thing a curator decided that the rules obey, from the files of data/raw/curation.",
    (
        Field("decision_id", "text", "Id made from the other columns.", required=True),
        Field("file", "text", "File it stands in.", required=True),
        Field("decision", "text", "What was decided.", required=True, vocabulary="decision"),
        Field("claim_id", "text", "Claim it is about; a rejected one is no longer in claim."),
        Field("other_claim_id", "text", "Other claim, where it is about two."),
        Field("collection", "text", "Collection of the document it is about."),
        Field("file_name", "text", "File name of the document it is about."),
        Field("field", "text", "Column corrected."),
        Field("old_value", "text", "What stood there, as text; NULL where nothing."),
        Field("new_value", "text", "What stands there now, as text; NULL where nothing."),
        Field("reason", "text", "Why, in the curator's words.", required=True),
        Field("source", "text", "What shows it."),
        Field("who", "text", "Who decided, as they sign."),
        Field("decided_on", "text", "The day it was decided, as 2016-01-31."),
    ),
    ("decision_id",),
)

TABLES = (DECISION, QUALITY_RESULT, QUALITY_VIOLATION, ID_HISTORY, CHANGE_LOG)
