"""A claim as an incident's page shows it: who says it, what, in which words, and why it stands there."""

from dataclasses import dataclass

from pipeline.site import words
from pipeline.site.bars import Axis, Bar, spoken
from pipeline.site.ledger import WEIGHTS, Ledger, Pair, Row
from pipeline.site.links import document_page, source_page
from pipeline.site.marks import Mark, Piece, around, pieces
from pipeline.site.sources import Sources
from pipeline.text.ranges import written

HARMS = ("killed", "injured")
CURATOR = "curator"
"""``claim.extractor`` of a claim a person corrected."""
PARTS = ("children_killed", "women_killed", "children_injured", "women_injured")


@dataclass(frozen=True, slots=True)
class Figure:
    """A range of persons with its name: ``killed``, ``63–91+``, ``63 to 91, or more``."""

    name: str
    words: str
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Weight:
    """What one comparison adds to the score of a pair, as a bar to the right (for one event) or left (against)."""

    words: str
    text: str
    x: str
    width: str
    against: bool


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a claim stands in the incident."""

    words: str
    rule: str
    by_person: bool
    score: str
    other: str
    other_number: int | None
    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim of an incident, ready to be shown."""

    id: str
    number: int
    speaker: str
    speaker_page: str
    own_voice: bool
    outlet: str
    outlet_page: str
    title: str
    document: str
    document_page: str
    published: str
    text_published: bool
    stance: str
    modality: str
    victims: str
    victim_text: str
    place: str
    day_words: str
    days: str
    days_inferred: str
    actor: str
    actor_certainty: str
    bars: tuple[Bar, ...]
    figures: tuple[Figure, ...]
    quote: tuple[Piece, ...]
    cut_before: bool
    cut_after: bool
    start: int
    end: int
    evidence: tuple[tuple[str, str], ...]
    role: str
    role_words: str
    origin: str
    origin_basis: str
    origin_doubt: str
    lowest: bool
    highest: bool
    trust: str
    bond: Bond


class Claims:
    """Makes the views of claims of one release."""

    def __init__(self, ledger: Ledger, sources: Sources) -> None:
        self._ledger = ledger
        self._sources = sources
        weights = [abs(pair.row[name]) for pair in ledger.bonds.values() for name in WEIGHTS]
        self._heaviest = max(weights, default=1.0) or 1.0

    def of(self, incident: Row, axis: Axis) -> tuple[ClaimView, ...]:
        """Claims of an incident, in the order in which they are shown."""
        links = self._ledger.links.get(incident["incident_id"], [])
        numbers = {link["claim_id"]: number for number, link in enumerate(links, 1)}
        return tuple(self._view(incident, link, numbers, axis) for link in links)

    def _view(self, incident: Row, link: Row, numbers: dict[str, int], axis: Axis) -> ClaimView:
        claim = self._ledger.claims[link["claim_id"]]
        document = self._ledger.documents[claim["document_id"]]
        speaker = self._sources.speaker_of[claim["claim_id"]]
        outlet = self._sources.outlet_of[claim["document_id"]]
        text = self._ledger.texts.get(claim["document_id"])
        quote, before, after = quoted(claim, text, self._ledger.evidence.get(claim["claim_id"], []))
        return ClaimView(
            id=claim["claim_id"],
            number=numbers[claim["claim_id"]],
            speaker=words.cut(claim["asserted_by"] or speaker.name, 120),
            speaker_page=source_page(speaker.key),
            own_voice=speaker is outlet and claim["asserted_by"] is None,
            outlet=words.cut(outlet.name, 120),
            outlet_page=source_page(outlet.key),
            title=words.cut(document["title"] or document["file_name"], 160),
            document=document["document_id"],
            document_page=document_page(document["document_id"]),
            published=words.day(document["publication_date"]) if document["publication_date"] else "",
            text_published=text is not None,
            stance=claim["stance"],
            modality=claim["modality"],
            victims=claim["victim_class"],
            victim_text=words.cut(claim["victim_text"] or "", 160),
            place=words.cut(claim["place_as_written"] or "", 160),
            day_words=words.cut(claim["date_text"] or "", 120),
            days=words.days(claim),
            days_inferred=words.days(link, "inferred_date_start", "inferred_date_end"),
            actor=words.cut(self._sources.actor(claim) or "", 120),
            actor_certainty=claim["actor_certainty"] or "",
            bars=claim_bars(claim, axis),
            figures=claim_figures(claim),
            quote=quote,
            cut_before=before,
            cut_after=after,
            start=claim["quote_start"],
            end=claim["quote_end"],
            evidence=self._evidence(claim, text),
            role=link["role"],
            role_words=words.word("role", link["role"]),
            origin=link["origin_id"],
            origin_basis=words.meaning("origin_basis", link["origin_basis"]),
            origin_doubt="" if link["origin_is_named"] else _doubt(incident),
            lowest=claim["claim_id"] == incident["min_claim_id"],
            highest=claim["claim_id"] == incident["max_claim_id"],
            trust=_trust(claim),
            bond=self._bond(incident["incident_id"], link, numbers),
        )

    def _evidence(self, claim: Row, text: str | None) -> tuple[tuple[str, str], ...]:
        """Each coded field with the characters it rests on, where they are at hand."""
        found: dict[str, list[str]] = {}
        for item in self._ledger.evidence.get(claim["claim_id"], []):
            start, end = item["evidence_start"], item["evidence_end"]
            if text is not None:
                said = text[start:end]
            elif claim["quote_start"] <= start <= end <= claim["quote_end"]:
                said = claim["quote"][start - claim["quote_start"] : end - claim["quote_start"]]
            else:
                continue
            found.setdefault(item["field"], []).append(words.cut(said, 120))
        return tuple((words.word("field", name), " … ".join(dict.fromkeys(said))) for name, said in found.items())

    def _bond(self, incident: str, link: Row, numbers: dict[str, int]) -> Bond:
        pair = self._ledger.bonds.get((incident, link["claim_id"])) if link["rule"] != "first_claim" else None
        return Bond(
            words.word("link_rule", link["rule"]),
            link["rule"],
            link["decided_by"] == "curator",
            "" if link["score"] is None else f"{link['score']:.2f}",
            pair.other if pair else "",
            numbers.get(pair.other) if pair else None,
            self._weights(pair) if pair else (),
        )

    def _weights(self, pair: Pair) -> tuple[Weight, ...]:
        found = []
        for name in WEIGHTS:
            value = pair.row[name]
            share = 50 * abs(value) / self._heaviest
            against = value < 0
            found.append(
                Weight(
                    words.word("weight", name),
                    f"{value:+.2f}".replace("-", "−") if value else "0",
                    f"{50 - share if against else 50:.2f}%",
                    f"{share:.2f}%",
                    against,
                )
            )
        return tuple(found)


def claim_bars(claim: Row, axis: Axis) -> tuple[Bar, ...]:
    """Killed and injured as the claim has them, on the axis of its incident."""
    side = "combatants_" if claim["victim_class"] == "combatant" else ""
    bars = (axis.bar(f"{side}{harm}", claim[f"{harm}_min"], claim[f"{harm}_max"]) for harm in HARMS)
    return tuple(bar for bar in bars if bar)


def claim_figures(claim: Row) -> tuple[Figure, ...]:
    """Every range that the claim has, with its name."""
    found = []
    for harm in (*HARMS, *PARTS):
        low, high = claim[f"{harm}_min"], claim[f"{harm}_max"]
        if low is not None or high is not None:
            found.append(Figure(harm, words.word("harm", harm), written(low, high), spoken(low, high)))
    return tuple(found)


def quoted(claim: Row, text: str | None, evidence: list[Row]) -> tuple[tuple[Piece, ...], bool, bool]:
    """The quote within its paragraph where the text may be shown, alone otherwise.

    Returns:
        Pieces, those of the quote under the key ``quote`` and those a field rests on under ``field``; whether
        the paragraph goes on before them, and after.
    """
    start, end = claim["quote_start"], claim["quote_end"]
    if text is None:
        return (Piece(words.cut(claim["quote"]), ("quote",), ("quote",)),), False, False
    first, last = around(text, start, end)
    too_long = last - first > 3 * words.CUT
    last = min(last, first + 3 * words.CUT) if too_long else last
    marks = [Mark(start, end, "quote")]
    marks += [Mark(item["evidence_start"], item["evidence_end"], "field") for item in evidence]
    before = first > 0 and text[first - 1] != "\n"
    after = last < len(text) and text[last] != "\n"
    return tuple(pieces(text, marks, first, last)), before, after


def _doubt(incident: Row) -> str:
    """What follows for an origin that nobody's name stands behind."""
    alone = incident["n_origins_possible"] < 2
    return "nobody is named" if alone else "nobody is named: it may be one of the other origins"


def _trust(claim: Row) -> str:
    if claim["extractor"] == CURATOR:
        return "Corrected by a curator: its confidence is no measured share."
    return f"Share of claims as doubtful as this one that were coded right: {claim['confidence']:.3f}."
