"""Who speaks and who publishes: one source for each body the tables know, one for each form of words otherwise."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.site.ledger import Ledger, Row
from pipeline.site.links import file_name
from pipeline.site.words import cut
from pipeline.storage import short_id

PER_PAGE = 200
"""Claims on one page of a source."""


@dataclass
class Source:
    """One speaker, outlet, or both.

    Attributes:
        key: File name of its page.
        name: Its name, or the words that stand for it.
        organisation: Its row, None where the tables know no such body.
        said: Claims it makes, its own voice as an outlet among them.
        printed: Claims of its documents that others make.
        documents: Documents it published.
    """

    key: str
    name: str
    organisation: Row | None
    said: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)


class Sources:
    """Every source of a release, and the source of each claim and document."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.by_key: dict[str, Source] = {}
        self.outlet_of: dict[str, Source] = {}
        self.speaker_of: dict[str, Source] = {}
        for document in ledger.documents.values():
            outlet = self._source(document["publisher_id"], document["publisher_name"] or "an outlet not named")
            outlet.documents.append(document["document_id"])
            self.outlet_of[document["document_id"]] = outlet
        for claim in ledger.claims.values():
            outlet = self.outlet_of[claim["document_id"]]
            speaker = self._speaker(claim) or outlet
            speaker.said.append(claim["claim_id"])
            self.speaker_of[claim["claim_id"]] = speaker
            if speaker is not outlet:
                outlet.printed.append(claim["claim_id"])

    def __iter__(self) -> Iterator[Source]:
        return iter(sorted(self.by_key.values(), key=lambda source: (source.name.casefold(), source.key)))

    def accused(self, claims: list[str]) -> list[tuple[str, int, int]]:
        """Against whom: name of the actor, number of claims, number of incidents; the most frequent first."""
        said: Counter[str] = Counter()
        incidents: dict[str, set[str]] = defaultdict(set)
        for claim_id in claims:
            name = cut(self.actor(self._ledger.claims[claim_id]) or "nobody named", 120)
            said[name] += 1
            if claim_id in self._ledger.incident_of:
                incidents[name].add(self._ledger.incident_of[claim_id])
        return sorted(((name, n, len(incidents[name])) for name, n in said.items()), key=lambda row: (-row[1], row[0]))

    def actor(self, claim: Row) -> str | None:
        """Name of the party that a claim names as the doer."""
        known = self._ledger.actors.get(claim["actor_id"] or "")
        name: str | None = known["name"] if known else claim["actor_as_written"]
        return name

    def _speaker(self, claim: Row) -> Source | None:
        """Who speaks, None where the outlet does in its own voice."""
        if claim["asserter_id"] is None and claim["asserted_by"] is None:
            return None
        return self._source(claim["asserter_id"], claim["asserted_by"] or "")

    def _source(self, organisation: str | None, name: str) -> Source:
        row = self._ledger.organisations.get(organisation or "")
        key = file_name(row["organisation_id"]) if row else short_id("voice", name)
        return self.by_key.setdefault(key, Source(key, row["name"] if row else name, row))
