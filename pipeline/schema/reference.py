"""Authority tables: places, organisations, actors, and their names."""

from pipeline.schema.model import Field, Table

PLACE = Table(
    "place",
    "One place, known or named only by a source.",
    (
        Field("place_id", "text", "Stable id.", required=True),
        Field("name", "text", "Name used in this dataset.", required=True),
        Field("kind", "text", "What sort of place.", required=True, vocabulary="place_kind"),
        Field("parent_id", "text", "Place it lies in.", references="place.place_id"),
        Field("country", "text", "Country, English short name."),
        Field("governorate", "text", "First-level admin area."),
        Field("iso_3166_2", "text", "ISO 3166-2 code of a first-level admin area."),
        Field(
            "ocha_pcode",
            "text",
            "OCHA's P-code of a first-level admin area, by the reviewed crosswalk: its numbers are not GeoNames'.",
        ),
        Field("latitude", "real", "Degrees north. NULL where no citable source gives it."),
        Field("longitude", "real", "Degrees east."),
        Field("population", "count", "Inhabitants as GeoNames has them. NULL where it has none."),
        Field("coordinate_precision", "text", "What the point stands for.", vocabulary="coordinate_precision"),
        Field("source", "text", "Where the row comes from.", required=True),
    ),
    ("place_id",),
    warning="Coordinates are approximate: see coordinate_precision.",
)

PLACE_NAME = Table(
    "place_name",
    "One spelling of a place's name.",
    (
        Field("place_id", "text", "Place.", required=True, references="place.place_id"),
        Field("name", "text", "Spelling.", required=True),
        Field("script", "text", "ISO 15924 code: Latn, Arab, Cyrl.", required=True),
        Field("source", "text", "Where the spelling comes from.", required=True),
    ),
    ("place_id", "name"),
)

ORGANISATION = Table(
    "organisation",
    "One organisation that publishes or speaks.",
    (
        Field("organisation_id", "text", "Stable id.", required=True),
        Field("name", "text", "Full name.", required=True),
        Field("organisation_type", "text", "Kind.", required=True, vocabulary="organisation_type"),
        Field("is_belligerent", "flag", "True for a party to the conflict.", required=True),
        Field("source", "text", "Where the row comes from.", required=True),
    ),
    ("organisation_id",),
)

ORGANISATION_NAME = Table(
    "organisation_name",
    "One name an organisation goes by.",
    (
        Field(
            "organisation_id",
            "text",
            "Organisation.",
            required=True,
            references="organisation.organisation_id",
        ),
        Field("name", "text", "Name or abbreviation.", required=True),
    ),
    ("organisation_id", "name"),
)

ACTOR = Table(
    "actor",
    "One armed party that can be alleged to have struck.",
    (
        Field("actor_id", "text", "Stable id.", required=True),
        Field("name", "text", "Name used in this dataset.", required=True),
        Field("parent_id", "text", "Party or alliance it belongs to.", references="actor.actor_id"),
        Field("source", "text", "Where the row comes from.", required=True),
    ),
    ("actor_id",),
)

ACTOR_NAME = Table(
    "actor_name",
    "One name an actor goes by.",
    (
        Field("actor_id", "text", "Actor.", required=True, references="actor.actor_id"),
        Field("name", "text", "Name, adjective or abbreviation.", required=True),
    ),
    ("actor_id", "name"),
)

TABLES = (PLACE, PLACE_NAME, ORGANISATION, ORGANISATION_NAME, ACTOR, ACTOR_NAME)
