"""Tables of what sources assert."""

from pipeline.schema.model import Field, Table


def _count_fields(harm: str) -> tuple[Field, ...]:
    return (
        Field(f"{harm}_text", "text", f"The words that give the number {harm}, as written."),
        Field(f"{harm}_value", "count", f"The number named, persons {harm}. NULL where a word gives no number."),
        Field(
            f"{harm}_min",
            "count",
            f"Lowest number {harm} the words allow, inclusive. 0 = the source says none.",
        ),
        Field(
            f"{harm}_max",
            "count",
            f"Highest number {harm} the words allow, inclusive. NULL beside a minimum = open upper end.",
        ),
        Field(f"{harm}_qualifier", "text", "How the number is qualified.", vocabulary="qualifier"),
        Field(f"{harm}_bounds_basis", "text", "What the bounds rest on.", vocabulary="bounds_basis"),
    )


def subset_fields(harm: str) -> tuple[Field, ...]:
    """Columns for the children and women inside a total of persons ``harm`` (``killed`` or ``injured``)."""
    return tuple(
        Field(
            f"{group}_{harm}_{bound}",
            "count",
            f"{'Lowest' if bound == 'min' else 'Highest'} number of {group} inside the total {harm}."
            + (" NULL beside a minimum = open." if bound == "max" else ""),
        )
        for group in ("children", "women")
        for bound in ("min", "max")
    )


CLAIM = Table(
    "claim",
    "One asserter's statement about harm: one event or aggregate, one victim class, from one stretch of one text.",
    (
        Field("claim_id", "text", "Id made from document, quote offsets and what is coded.", required=True),
        Field("document_id", "text", "Document.", required=True, references="source_document.document_id"),
        Field("quote_start", "offset", "First code point of the quote in the document's text.", required=True),
        Field("quote_end", "offset", "One past the last code point of the quote.", required=True),
        Field("quote", "text", "Exact slice of the text covering number and harm.", required=True),
        Field("asserted_by", "text", "Innermost speaker as resolved. NULL = the outlet's own voice."),
        Field(
            "asserter_id",
            "text",
            "Organisation behind asserted_by. NULL where unnamed or unknown.",
            references="organisation.organisation_id",
        ),
        Field("attribution_chain", "text", "Speakers from outermost to innermost, joined by ' > '."),
        Field("attribution_explicit", "flag", "False = the outlet's own voice.", required=True),
        Field("stance", "text", "What the asserter does with the figure.", required=True, vocabulary="stance"),
        Field("modality", "text", "How firmly it is said.", required=True, vocabulary="modality"),
        *_count_fields("killed"),
        *_count_fields("injured"),
        Field(
            "killed_injured_total",
            "count",
            "A total of killed and injured that the source does not divide; the bounds of each are then 1 to one less.",
        ),
        *subset_fields("killed"),
        *subset_fields("injured"),
        Field("victim_class", "text", "Who was harmed.", required=True, vocabulary="victim_class"),
        Field("victim_text", "text", "The words that say who was harmed."),
        Field(
            "place_as_written",
            "text",
            "Most specific place of the event, as written; several joined by '; '. NULL where the text names none.",
        ),
        Field(
            "place_container_as_written",
            "text",
            "Larger place the text puts it in, as written: what tells namesakes apart.",
        ),
        Field("place_id", "text", "Place it resolves to.", references="place.place_id"),
        Field("place_match", "text", "How the words were matched to the place.", vocabulary="place_match"),
        Field(
            "place_precision",
            "count",
            "UCDP where_prec: 1 exact spot or settlement, 2 within 25 km, 3 district, 4 governorate, "
            "5 other area, 6 country, 7 international waters or air.",
        ),
        Field(
            "place_quantifier",
            "text",
            "How a list of places shares the figure.",
            vocabulary="place_quantifier",
        ),
        Field("country", "text", "Country of the place, English short name."),
        Field("date_text", "text", "The words that date the event."),
        Field(
            "event_date_start",
            "date",
            "First day the event can have been. NULL where the text resolves none; never the publication date.",
        ),
        Field("event_date_end", "date", "Last day the event can have been."),
        Field(
            "date_precision",
            "count",
            "UCDP date_prec: 1 exact day, 2 a few days, 3 one week, 4 one month, 5 longer.",
        ),
        Field("date_basis", "text", "What the date was resolved against.", vocabulary="date_basis"),
        Field("actor_as_written", "text", "Alleged perpetrator, as written."),
        Field("actor_id", "text", "Actor it resolves to.", references="actor.actor_id"),
        Field("actor_certainty", "text", "How firmly the actor is named.", vocabulary="actor_certainty"),
        Field("weapon_class", "text", "Means of the attack.", vocabulary="weapon_class"),
        Field("strikes_min", "count", "Lowest number of strikes or munitions named."),
        Field("strikes_max", "count", "Highest number of strikes or munitions named."),
        Field("target_type", "text", "What was hit.", vocabulary="target_type"),
        Field("aggregation", "text", "One event or many.", required=True, vocabulary="aggregation"),
        Field("is_headline", "flag", "True where the quote stands in the headline.", required=True),
        Field("extractor", "text", "What coded the row.", required=True),
        Field("extractor_version", "text", "Its version.", required=True),
        Field("confidence", "real", "Share of rows like this one that were right, 0 to 1.", required=True),
    ),
    ("claim_id",),
    warning="Reported, not verified: a claim is what a source said.",
)

CLAIM_EVIDENCE = Table(
    "claim_evidence",
    "The characters a coded field of a claim rests on.",
    (
        Field("claim_id", "text", "Claim.", required=True, references="claim.claim_id"),
        Field("field", "text", "Column of claim.", required=True),
        Field("evidence_start", "offset", "First code point in the document's text.", required=True),
        Field("evidence_end", "offset", "One past the last code point.", required=True),
    ),
    ("claim_id", "field", "evidence_start", "evidence_end"),
)

CLAIM_RELATION = Table(
    "claim_relation",
    "How one claim bears on another.",
    (
        Field("from_claim", "text", "Claim.", required=True, references="claim.claim_id"),
        Field("to_claim", "text", "Other claim.", required=True, references="claim.claim_id"),
        Field("relation", "text", "What the first is to the second.", required=True, vocabulary="claim_relation"),
        Field("basis", "text", "Name of the rule that says so.", required=True),
    ),
    ("from_claim", "to_claim", "relation"),
)
