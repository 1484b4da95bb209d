"""Tables that repeat others for readers' ease: derived at the end, never read back by the pipeline.

Belongs here: their columns. Does not: how their rows are made (``pipeline.claim_flat``, ``pipeline.incident_flat``,
``pipeline.lineage_table``, ``pipeline.usage_warnings``).
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.schema.claims import CLAIM
from pipeline.schema.documents import SOURCE_DOCUMENT
from pipeline.schema.incidents import INCIDENT
from pipeline.schema.model import Field, Table
from pipeline.schema.reference import PLACE
from pipeline.schema.tables import TABLES

_IN_CLAIM: dict[str, tuple[Field, ...]] = {
    "document_id": (
        *(
            field
            for field in SOURCE_DOCUMENT.fields
            if field.name in {"collection", "file_name", "title", "publication_date", "source_url"}
        ),
        Field("publisher_name", "text", "Outlet that published the text (= reported_by)."),
    ),
    "place_id": (Field("place_name", "text", "Name this dataset uses for the place."),),
    "actor_id": (Field("actor_name", "text", "Name this dataset uses for the actor."),),
    "aggregation": (
        Field("incident_id", "text", "Incident, or total kept apart, the claim is linked to positively."),
        Field("incident_kind", "text", "Event or total.", vocabulary="incident_kind"),
    ),
}
"""Columns spelled out, behind the claim's column they belong to."""


def _claim_fields() -> Iterator[Field]:
    for field in CLAIM.fields:
        if field.name in {"children_killed_min", "women_killed_min"}:
            yield replace(field, name=field.name.removesuffix("_min"))
        yield field
        yield from _IN_CLAIM.get(field.name, ())


CLAIM_FLAT = Table(
    "claim_flat",
    "Claims with document, place, actor and incident spelled out, one claim a row; derived from the other tables.",
    tuple(_claim_fields()),
    ("claim_id",),
    warning="Reported, not verified: several rows may tell of the same dead. Add up incidents, never claims.",
    repeats="claim",
)

_PLACE = {field.name: field for field in PLACE.fields}
_IN_INCIDENT: dict[str, tuple[Field, ...]] = {
    "place_id": (
        Field("place_name", "text", "Name this dataset uses for the place."),
        replace(_PLACE["governorate"], meaning="First-level admin area of the place."),
        replace(_PLACE["latitude"], meaning="Degrees north of the place's point, by its gazetteer; no strike's spot."),
        replace(_PLACE["longitude"], meaning="Degrees east of the same point."),
        _PLACE["coordinate_precision"],
    ),
    "min_claim_id": (Field("min_said_by", "text", "Who gives the lowest number killed: speaker, and outlet."),),
    "max_claim_id": (Field("max_said_by", "text", "Who gives the highest number killed: speaker, and outlet."),),
    "alleged_actors": (
        Field("alleged_actor_names", "text", "Their names, joined by '; '. Alleged by a source, not established."),
    ),
    "n_origins_possible": (
        Field("speakers", "text", "Speakers of the claims linked positively, joined by '; '."),
        Field("publishers", "text", "Outlets of these claims, joined by '; '."),
    ),
}
"""Columns spelled out, behind the incident's column they belong to."""
_WARNED = Field("usage_warnings", "text", "Warnings to heed before using the row (usage_warning), joined by '; '.")


def _incident_fields() -> Iterator[Field]:
    for field in INCIDENT.fields:
        yield field
        yield from _IN_INCIDENT.get(field.name, ())
    yield _WARNED


INCIDENT_FLAT = Table(
    "incident_flat",
    "Incidents and totals with place, actors, speakers and outlets by name; derived from the other tables.",
    tuple(_incident_fields()),
    ("incident_id",),
    warning=INCIDENT.warning,
    repeats="incident",
)

LINEAGE = Table(
    "lineage",
    "One step back from something published to what it comes from. Nodes: `table:key`, `table:key#column`, "
    "`text:document#start-end` (characters), `file:collection/name` (a file of data/raw).",
    (
        Field("from_node", "text", "What comes from something.", required=True),
        Field("step", "text", "How it comes from it.", required=True, vocabulary="lineage_step"),
        Field("to_node", "text", "What it comes from.", required=True),
        Field("document_id", "text", "Document of the characters or file.", references="source_document.document_id"),
        Field("span_start", "offset", "First code point of the characters, in the document's text."),
        Field("span_end", "offset", "One past the last."),
        Field("words", "text", "The characters. NULL where the text is not published and no quote holds them."),
        Field("sha256", "text", "sha256 of the raw bytes, hexadecimal."),
        Field("rule", "text", "Rule, or curator's decision, that made the step."),
        Field("decided_by", "text", "Rule or person.", vocabulary="decided_by"),
        Field("judgement_key", "text", "The judgement on two claims behind a link: key of pair_judgement."),
    ),
    ("from_node", "step", "to_node"),
)

USAGE_WARNING = Table(
    "usage_warning",
    "One thing to know before using a number: where it applies, and the words to show beside it.",
    (
        Field("warning_id", "text", "Id, as in incident_flat.usage_warnings.", required=True),
        Field("applies_to", "text", "Table it is about.", required=True),
        Field("condition", "text", "SQL over that table's columns that picks the rows. NULL where it is every row."),
        Field("words", "text", "The warning.", required=True),
    ),
    ("applies_to", "warning_id"),
)

DERIVED: dict[str, Table] = {table.name: table for table in (CLAIM_FLAT, INCIDENT_FLAT, USAGE_WARNING, LINEAGE)}
"""Table name to table, in the order a reader meets them."""

DECLARED: dict[str, Table] = {**TABLES, **DERIVED}
"""Every table there is."""
