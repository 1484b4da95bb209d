"""``prov.json``: where the rows of a release come from, in the words of W3C PROV, as PROV-JSON.

Entities are the input files, the documents, the claims, the incidents and the release; activities are what the code
did to them; agents are the code, curators, and the organisations that published or spoke. The finer steps, column by
column to the characters, are the table ``lineage``. There are no times in it: a rebuild makes the same bytes.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import polars as pl

Attributes = dict[str, Any]

_RECORDS = "urn:harm-ledger:"
_TERMS = "urn:harm-ledger:term:"
_CODE, _CURATOR = "hl:code", "hl:curator"
_READING, _EXTRACTION = "hl:activity/reading", "hl:activity/extraction"
_RECONCILIATION, _PUBLICATION = "hl:activity/reconciliation", "hl:activity/publication"


def provenance(tables: Mapping[str, pl.DataFrame], manifest: Mapping[str, Any]) -> bytes:
    """PROV-JSON of a release.

    Args:
        tables: Tables of the release.
        manifest: Its manifest.
    """
    record = _Record()
    release = _name("release", manifest["release"])
    _made_by(record, manifest, release)
    _documents(record, tables["source_document"], manifest["inputs"])
    _claims(record, tables["claim"])
    _incidents(record, tables["incident"], tables["incident_claim"])
    told = {*tables["source_document"]["publisher_id"], *tables["claim"]["asserter_id"]}
    _organisations(record, tables["organisation"].filter(pl.col("organisation_id").is_in(told - {None})))
    for name, entry in manifest["tables"].items():
        table = _name("release", manifest["release"], name)
        about = {"hlt:file": entry["file"], "hlt:sha256": entry["sha256"], "hlt:rows": entry["rows"]}
        record.element("entity", table, about)
        record.relation("hadMember", {"prov:collection": release, "prov:entity": table})
        record.relation("wasGeneratedBy", {"prov:entity": table, "prov:activity": _PUBLICATION})
    return record.json()


class _Record:
    """PROV-JSON in the making: elements by kind and id, relations numbered in the order they are told."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[str, Attributes]] = defaultdict(dict)
        self._relations = 0

    def element(self, kind: str, identifier: str, attributes: Attributes) -> None:
        self._kinds[kind][identifier] = {name: value for name, value in attributes.items() if value is not None}

    def relation(self, kind: str, attributes: Attributes) -> None:
        self._relations += 1
        self.element(kind, f"_:r{self._relations}", attributes)

    def json(self) -> bytes:
        """The bytes, one record a line."""
        whole: dict[str, dict[str, Any]] = {"prefix": {"hl": _RECORDS, "hlt": _TERMS}, **self._kinds}
        kinds = (
            f'"{kind}": {{\n' + ",\n".join(f"{json.dumps(name)}: {json.dumps(held[name])}" for name in held) + "\n}"
            for kind, held in whole.items()
        )
        return ("{\n" + ",\n".join(kinds) + "\n}\n").encode("ascii")


def _name(*parts: str) -> str:
    """A qualified name: what PROV's notation gives a meaning is written as in an address."""
    return "hl:" + "/".join(quote(part, safe="-._", errors="surrogatepass") for part in parts)


def _type(name: str) -> Attributes:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _made_by(record: _Record, manifest: Mapping[str, Any], release: str) -> None:
    code = {"prov:type": _type("prov:SoftwareAgent"), "prov:label": "harm-ledger"}
    record.element(
        "agent", _CODE, {**code, "hlt:version": manifest["code"]["version"], "hlt:sha256": manifest["code"]["sha256"]}
    )
    for activity in (_READING, _EXTRACTION, _RECONCILIATION, _PUBLICATION):
        record.element("activity", activity, {})
        record.relation("wasAssociatedWith", {"prov:activity": activity, "prov:agent": _CODE})
    record.element("entity", "hl:lexicon", {"hlt:sha256": manifest["lexicon"]["sha256"]})
    model = manifest["model"]
    record.element(
        "entity",
        "hl:model",
        {"prov:label": model["name"], "hlt:version": model["version"], "hlt:sha256": model["sha256"]},
    )
    for means in ("hl:lexicon", "hl:model"):
        record.relation("used", {"prov:activity": _EXTRACTION, "prov:entity": means})
    about = {"prov:type": _type("prov:Collection"), "hlt:version": manifest["release"]}
    record.element("entity", release, about)
    record.relation("wasGeneratedBy", {"prov:entity": release, "prov:activity": _PUBLICATION})
    if previous := manifest["previous_release"]:
        record.element("entity", _name("release", previous), {"hlt:version": previous})
        _derived(record, release, _name("release", previous), _PUBLICATION, {"prov:type": _type("prov:Revision")})


def _documents(record: _Record, documents: pl.DataFrame, inputs: Mapping[str, Mapping[str, str]]) -> None:
    for collection, held in inputs.items():
        for file, sha256 in held.items():
            record.element("entity", _name("file", collection, file), {"hlt:sha256": sha256})
            record.relation("used", {"prov:activity": _READING, "prov:entity": _name("file", collection, file)})
    for row in documents.iter_rows(named=True):
        name = _name("source_document", row["document_id"])
        about = ("sha256", "n_chars", "source_url", "publisher_name", "rendition")
        record.element("entity", name, {"prov:label": row["title"], **{f"hlt:{key}": row[key] for key in about}})
        # A file of many records is one input; which record it was, file_name says after '#'.
        file = row["file_name"]
        whole = file if file in inputs.get(row["collection"], {}) else file.rpartition("#")[0]
        _derived(record, name, _name("file", row["collection"], whole), _READING, {"hlt:file_name": file})
        if row["publisher_id"] is not None:
            publisher = _name("organisation", row["publisher_id"])
            record.relation("wasAttributedTo", {"prov:entity": name, "prov:agent": publisher})


def _claims(record: _Record, claims: pl.DataFrame) -> None:
    for row in claims.iter_rows(named=True):
        name = _name("claim", row["claim_id"])
        about = {"prov:value": row["quote"], "hlt:asserted_by": row["asserted_by"], "hlt:stance": row["stance"]}
        record.element("entity", name, about)
        span = {"hlt:quote_start": row["quote_start"], "hlt:quote_end": row["quote_end"]}
        document = _name("source_document", row["document_id"])
        _derived(record, name, document, _EXTRACTION, {"prov:type": _type("prov:Quotation"), **span})
        if row["asserter_id"] is not None:
            speaker = _name("organisation", row["asserter_id"])
            record.relation("wasAttributedTo", {"prov:entity": name, "prov:agent": speaker})


def _incidents(record: _Record, incidents: pl.DataFrame, links: pl.DataFrame) -> None:
    figures = ("killed", "injured", "combatants_killed", "combatants_injured")
    for row in incidents.iter_rows(named=True):
        ranges = {f"hlt:{name}_{end}": row[f"{name}_{end}"] for name in figures for end in ("min", "max")}
        about = {"hlt:incident_kind": row["incident_kind"], **ranges}
        record.element("entity", _name("incident", row["incident_id"]), about)
    positive = links.filter(pl.col("judgement") == "positive")
    for row in positive.iter_rows(named=True):
        why = {"hlt:rule": row["rule"], "hlt:decided_by": row["decided_by"], "hlt:role": row["role"]}
        incident, claim = _name("incident", row["incident_id"]), _name("claim", row["claim_id"])
        _derived(record, incident, claim, _RECONCILIATION, why)
    if "curator" in set(positive["decided_by"]):
        record.element("agent", _CURATOR, {"prov:type": _type("prov:Person")})
        record.relation("wasAssociatedWith", {"prov:activity": _RECONCILIATION, "prov:agent": _CURATOR})


def _organisations(record: _Record, organisations: pl.DataFrame) -> None:
    for row in organisations.iter_rows(named=True):
        about = {"prov:type": _type("prov:Organization"), "prov:label": row["name"]}
        record.element("agent", _name("organisation", row["organisation_id"]), about)


def _derived(record: _Record, made: str, source: str, activity: str, attributes: Attributes) -> None:
    ends = {"prov:generatedEntity": made, "prov:usedEntity": source, "prov:activity": activity}
    record.relation("wasDerivedFrom", {**ends, **attributes})
