"""Rows of ``claim`` and ``claim_evidence`` from a document's figures and what was coded about each."""

from collections.abc import Iterator
from typing import Any

from pipeline.extract.confidence import doubt_class, in_sentence
from pipeline.extract.model import Bounds, Coding, Count, Document, Figure, Span
from pipeline.storage import short_id

EXTRACTOR = "harm-ledger-rules"
"""What the ``extractor`` column of every claim says; a person's correction would say otherwise."""

Row = dict[str, Any]
Evidence = Iterator[tuple[str, Span]]


def claim_rows(
    document: Document, figures: list[Figure], codings: list[Coding], version: str, confidence: dict[str, float]
) -> tuple[list[Row], list[Row]]:
    """Claims of one document and the characters each coded field rests on.

    A denied figure makes two claims: the figure, asserted by whoever stated it, and the
    denial, which carries no number.

    Args:
        document: The document.
        figures: What was done to whom, in reading order.
        codings: Speaker, place, date and the rest, one a figure.
        version: Extractor version.
        confidence: Share of claims right, by class of doubt (``confidence.yml``).

    Returns:
        Rows of ``claim`` and rows of ``claim_evidence``.
    """
    claims: dict[str, Row] = {}
    evidence: dict[tuple[str, str, Span], None] = {}
    for figure, coding in zip(figures, codings, strict=True):
        row = _figure_row(document, figure, coding)
        pairs = list(_evidence(figure, coding))
        denial = _denial_row(document, figure, coding) if coding.denied_by and coding.denial_quote else None
        for made, spans in ((row, pairs), (denial, list(_denial_evidence(coding)))):
            if made is None:
                continue
            made["claim_id"] = _claim_id(made)
            made |= {"extractor": EXTRACTOR, "extractor_version": version}
            # The same words coded the same way twice are one claim.
            if made["claim_id"] in claims:
                continue
            claims[made["claim_id"]] = made
            evidence |= {(made["claim_id"], field, span): None for field, span in spans}
    _weigh(document, list(claims.values()), confidence)
    return list(claims.values()), [
        {"claim_id": claim_id, "field": field, "evidence_start": span.start, "evidence_end": span.end}
        for claim_id, field, span in evidence
    ]


def _weigh(document: Document, rows: list[Row], confidence: dict[str, float]) -> None:
    """Fill ``confidence`` of one document's claims."""
    starts = [sentence.span.start for sentence in document.sentences]
    for row, beside in zip(rows, in_sentence([row["quote_start"] for row in rows], starts), strict=True):
        row["confidence"] = confidence[doubt_class(row, beside)]


def _claim_id(row: Row) -> str:
    """Id from the document and what was coded at which characters: raw values only, so that a re-run agrees."""
    keys = ("document_id", "quote_start", "quote_end", "stance", "victim_class")
    bounds = (f"{harm}_{bound}" for harm in ("killed", "injured") for bound in ("min", "max"))
    return short_id("c", *(row.get(key) for key in (*keys, *bounds)))


def _figure_row(document: Document, figure: Figure, coding: Coding) -> Row:
    return {
        "document_id": document.document_id,
        **_quote(document, figure.quote),
        **_speaker(coding),
        "stance": figure.stance,
        "modality": figure.modality,
        **_harm(document, figure),
        **_subsets(figure.subsets),
        "victim_class": figure.victim_class,
        "victim_text": document.slice(figure.victims) if figure.victims else None,
        **_place(coding),
        **_date(coding),
        "actor_as_written": coding.actor.value if coding.actor else None,
        "actor_certainty": coding.actor_certainty,
        "weapon_class": coding.weapon.value if coding.weapon else None,
        "strikes_min": coding.strikes_min,
        "strikes_max": coding.strikes_max,
        "target_type": coding.target.value if coding.target else None,
        "aggregation": coding.aggregation,
        "is_headline": document.sentences[figure.sentence].is_headline,
    }


def _denial_row(document: Document, figure: Figure, coding: Coding) -> Row:
    assert coding.denied_by is not None
    assert coding.denial_quote is not None
    speaker = coding.denied_by
    return {
        "document_id": document.document_id,
        **_quote(document, coding.denial_quote),
        "asserted_by": speaker.name,
        "attribution_chain": " > ".join(speaker.chain),
        "attribution_explicit": True,
        "stance": "denies",
        "modality": "reported",
        "victim_class": figure.victim_class,
        **_place(coding),
        **_date(coding),
        "aggregation": coding.aggregation,
        "is_headline": document.sentences[figure.sentence].is_headline,
    }


def _quote(document: Document, span: Span) -> Row:
    return {"quote_start": span.start, "quote_end": span.end, "quote": document.slice(span)}


def _speaker(coding: Coding) -> Row:
    speaker = coding.speaker
    return {
        "asserted_by": speaker.name if speaker else None,
        "attribution_chain": " > ".join(speaker.chain) if speaker else None,
        "attribution_explicit": speaker is not None,
    }


def _harm(document: Document, figure: Figure) -> Row:
    row: Row = {}
    for harm, count in (("killed", figure.killed), ("injured", figure.injured)):
        if count is not None:
            row |= _count(document, harm, count)
    if figure.combined is not None:
        row["killed_injured_total"] = figure.combined.value
        for harm in ("killed", "injured"):
            row |= _undivided(document, harm, figure.combined)
    return row


def _count(document: Document, harm: str, count: Count) -> Row:
    return {
        f"{harm}_text": document.slice(count.span),
        f"{harm}_value": count.value,
        f"{harm}_min": count.minimum,
        f"{harm}_max": count.maximum,
        f"{harm}_qualifier": count.qualifier,
        f"{harm}_bounds_basis": count.basis,
    }


def _undivided(document: Document, harm: str, total: Count) -> Row:
    """Bounds of one half of a killed-and-wounded total: at least one, at most one less than the total."""
    return {
        f"{harm}_text": document.slice(total.span),
        f"{harm}_value": None,
        f"{harm}_min": 1,
        f"{harm}_max": None if total.maximum is None else max(total.maximum - 1, 1),
        f"{harm}_qualifier": "unknown",
        f"{harm}_bounds_basis": "entailed",
    }


def _subsets(subsets: dict[str, Bounds]) -> Row:
    row: Row = {}
    for name, bounds in subsets.items():
        row |= {f"{name}_min": bounds.minimum, f"{name}_max": bounds.maximum}
    return row


def _place(coding: Coding) -> Row:
    place = coding.place
    return {
        "place_as_written": "; ".join(place.names) if place else None,
        "place_container_as_written": place.container if place else None,
        "place_quantifier": place.quantifier if place else None,
        "country": (place.country if place else None) or coding.country,
    }


def _date(coding: Coding) -> Row:
    date = coding.date
    return {
        "date_text": date.text if date else None,
        "event_date_start": date.start if date else None,
        "event_date_end": date.end if date else None,
        "date_precision": date.precision if date else None,
        "date_basis": date.basis if date else None,
    }


def _evidence(figure: Figure, coding: Coding) -> Evidence:
    counts = (("killed_text", figure.killed), ("injured_text", figure.injured))
    yield from ((name, count.span) for name, count in counts if count)
    if figure.combined:
        # "dozens killed and wounded" has no total in digits: then the halves rest on the word.
        numbered = figure.combined.value is not None
        for name in ("killed_injured_total",) if numbered else ("killed_text", "injured_text"):
            yield name, figure.combined.span
    for name, bounds in figure.subsets.items():
        yield f"{name}_min", bounds.span
    if figure.victims:
        yield "victim_text", figure.victims
    if coding.speaker:
        yield from (("asserted_by", span) for span in coding.speaker.spans)
    if coding.actor:
        yield from (("actor_as_written", span) for span in coding.actor.spans)
    if coding.weapon:
        yield from (("weapon_class", span) for span in coding.weapon.spans)
    if coding.target:
        yield from (("target_type", span) for span in coding.target.spans)
    yield from _event_evidence(coding)


def _event_evidence(coding: Coding) -> Evidence:
    if coding.place:
        yield from (("place_as_written", span) for span in coding.place.spans)
        if coding.place.container_span:
            yield "place_container_as_written", coding.place.container_span
    if coding.date:
        yield from (("date_text", span) for span in coding.date.spans)
    yield from (("aggregation", span) for span in coding.aggregation_spans)


def _denial_evidence(coding: Coding) -> Evidence:
    if coding.denied_by:
        yield from (("asserted_by", span) for span in coding.denied_by.spans)
    yield from _event_evidence(coding)
