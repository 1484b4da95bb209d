"""Tables of claims reconciled across sources."""

from pipeline.schema.model import Field, Table


def _range_fields() -> tuple[Field, ...]:
    fields: list[Field] = []
    for victims, prefix in (("civilians", ""), ("combatants", "combatants_")):
        groups = ("killed", "injured") if prefix else (
            "killed", "injured", "children_killed", "women_killed", "children_injured", "women_injured"
        )  # fmt: skip
        for name in groups:
            what = name.replace("_", " ")
            who = "" if prefix else " (victim classes civilian, mixed and unknown)"
            fields += [
                Field(f"{prefix}{name}_min", "count", f"{victims.capitalize()}{who}: lowest number {what}."),
                Field(
                    f"{prefix}{name}_max",
                    "count",
                    f"{victims.capitalize()}{who}: highest number {what} any origin states.",
                ),
                Field(
                    f"{prefix}{name}_max_is_open",
                    "flag",
                    "True where the highest number is itself a floor ('at least', 'more than').",
                ),
            ]
    return tuple(fields)


INCIDENT = Table(
    "incident",
    "One event, or one total kept apart, with the range of what the sources say.",
    (
        Field("incident_id", "text", "Stable id, never reused.", required=True),
        Field("incident_kind", "text", "Event or total.", required=True, vocabulary="incident_kind"),
        Field(
            "event_date_start",
            "date",
            "First day the event can have been; where no claim dates it, the day inferred on incident_claim. "
            "NULL where neither.",
        ),
        Field("event_date_end", "date", "Last day the event can have been."),
        Field("date_precision", "count", "UCDP date_prec, 1 to 5."),
        Field("place_id", "text", "Most specific place the claims agree on.", references="place.place_id"),
        Field("place_as_written", "text", "Place in the words of the claim it was taken from."),
        Field("place_precision", "count", "UCDP where_prec, 1 to 7."),
        Field("country", "text", "Country, English short name."),
        *_range_fields(),
        Field("min_claim_id", "text", "Claim the lowest number killed comes from.", references="claim.claim_id"),
        Field("max_claim_id", "text", "Claim the highest number killed comes from.", references="claim.claim_id"),
        Field("alleged_actors", "text", "Actor ids named by any claim, joined by '; '."),
        Field("strike_status", "text", "How well the strike itself is reported.", vocabulary="strike_status"),
        Field(
            "civilian_harm_status",
            "text",
            "Airwars' grade of the civilian harm. NULL where no civilian harm is claimed.",
            vocabulary="civilian_harm_status",
        ),
        Field("grade_rule", "text", "Name of the rule that gave the grade."),
        Field("n_claims", "count", "Claims linked positively.", required=True),
        Field("n_documents", "count", "Documents they come from.", required=True),
        Field("n_origins_provable", "count", "Origins shown to be independent of each other.", required=True),
        Field("n_origins_possible", "count", "Origins that may be independent.", required=True),
        Field("target_type", "text", "What was hit.", vocabulary="target_type"),
        Field("weapon_class", "text", "Means of the attack most claims name.", vocabulary="weapon_class"),
        Field(
            "residual_min",
            "count",
            "Totals only: lowest number killed not covered by the incidents contained.",
        ),
        Field("first_release", "text", "Release the incident first stood in."),
        Field("last_changed_release", "text", "Release it last changed in."),
    ),
    ("incident_id",),
    warning="A range of what was reported, not a count; add up rows of incident_kind 'incident' only.",
)

INCIDENT_CLAIM = Table(
    "incident_claim",
    "The link between a claim and an incident, and who decided it.",
    (
        Field("incident_id", "text", "Incident.", required=True, references="incident.incident_id"),
        Field("claim_id", "text", "Claim.", required=True, references="claim.claim_id"),
        Field("role", "text", "What the claim does there.", required=True, vocabulary="claim_role"),
        Field(
            "victims",
            "text",
            "Whose range of the incident the claim's figures belong to.",
            required=True,
            vocabulary="incident_victims",
        ),
        Field(
            "counts_for",
            "text",
            "Harms this claim's figure stands for its origin in, joined by '; ': killed, injured, children_killed and "
            "so on. The ranges of the incident are the lowest and highest of these. NULL where it counts for none.",
        ),
        Field("origin_id", "text", "Origin the claim was traced to.", required=True),
        Field(
            "origin_is_named",
            "flag",
            "True where a named body or person stands behind the origin; unnamed sources, and outlets' words on "
            "nobody's word, prove no independence.",
            required=True,
        ),
        Field("origin_basis", "text", "How it was traced.", required=True, vocabulary="origin_basis"),
        Field("judgement", "text", "Whether it belongs.", required=True, vocabulary="judgement"),
        Field(
            "score",
            "real",
            "Weight of the best pair that links it; NULL for the claim the incident starts from.",
        ),
        Field("rule", "text", "Name of the rule, or of the curator's decision.", required=True),
        Field("decided_by", "text", "Rule or person.", required=True, vocabulary="decided_by"),
        Field("inferred_date_start", "date", "First of the days this link gives a claim whose own date is NULL."),
        Field("inferred_date_end", "date", "Last of them."),
        Field("inferred_date_from", "text", "Dated claim those days come from.", references="claim.claim_id"),
        Field("inferred_date_basis", "text", "Why they hold for this claim.", vocabulary="inferred_date_basis"),
    ),
    ("incident_id", "claim_id"),
)

INCIDENT_RELATION = Table(
    "incident_relation",
    "How one incident or total bears on another.",
    (
        Field("from_incident", "text", "Incident.", required=True, references="incident.incident_id"),
        Field("to_incident", "text", "Other incident.", required=True, references="incident.incident_id"),
        Field(
            "relation",
            "text",
            "What the first is to the second.",
            required=True,
            vocabulary="incident_relation",
        ),
        Field("basis", "text", "Name of the rule that says so.", required=True),
    ),
    ("from_incident", "to_incident", "relation"),
)

PAIR_JUDGEMENT = Table(
    "pair_judgement",
    "Two claims compared: whether they speak of one event, with what weights, by which rule. Compared are claims of "
    "one document; and of two documents, where their days lie near each other or are not known, claims of one "
    "settlement, of one governorate, with one figure of three or more in one country, or of one country where one of "
    "the two names no place. Every other pair is no row: it is not one event.",
    (
        Field("claim_a", "text", "Claim with the smaller id.", required=True, references="claim.claim_id"),
        Field("claim_b", "text", "Claim with the larger id.", required=True, references="claim.claim_id"),
        Field("judgement", "text", "Outcome.", required=True, vocabulary="judgement"),
        Field("score", "real", "Sum of the weights below.", required=True),
        Field("place_weight", "real", "Evidence from the place.", required=True),
        Field("date_weight", "real", "Evidence from the date.", required=True),
        Field("weapon_weight", "real", "Evidence from the weapon.", required=True),
        Field("actor_weight", "real", "Evidence from the actor.", required=True),
        Field("class_weight", "real", "Evidence from the victim class.", required=True),
        Field("figure_weight", "real", "Evidence from the figures.", required=True),
        Field("text_weight", "real", "Evidence from the wording.", required=True),
        Field("rule", "text", "Name of the rule, or of the curator's decision.", required=True),
        Field("decided_by", "text", "Rule or person.", required=True, vocabulary="decided_by"),
    ),
    ("claim_a", "claim_b"),
)

TABLES = (INCIDENT, INCIDENT_CLAIM, INCIDENT_RELATION, PAIR_JUDGEMENT)
