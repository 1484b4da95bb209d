"""``croissant.json``: a release as MLCommons Croissant 1.0, a record set for each table of readers' interest."""

import hashlib
import json
from typing import Any

from pipeline.release.citation import ABSTRACT, AUTHOR, KEYWORDS, LICENCE_URL, TITLE
from pipeline.release.contents import Contents
from pipeline.release.spreadsheet import FLAT
from pipeline.release.views import released_tables
from pipeline.schema import Field, Table

_TYPES = {
    "text": "sc:Text",
    "count": "sc:Integer",
    "offset": "sc:Integer",
    "real": "sc:Float",
    "flag": "sc:Boolean",
    "date": "sc:Date",
}
# The context the specification prescribes, word for word.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(made: Contents) -> bytes:
    """The file."""
    version = made.manifest["release"]
    tables = made.manifest["tables"]
    described = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": "harm-ledger",
        "alternateName": TITLE,
        "description": ABSTRACT,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "license": LICENCE_URL,
        "creator": {"@type": "sc:Organization", "name": AUTHOR},
        "keywords": list(KEYWORDS),
        "version": version,
        "citeAs": f"{AUTHOR}: {TITLE}, release {version}.",
        "distribution": [
            *(_file(entry["file"], "application/x-parquet", entry["sha256"]) for entry in tables.values()),
            *(_file(file, "text/csv", hashlib.sha256(made.files[file]).hexdigest()) for file in FLAT),
        ],
        "recordSet": [_records(table, tables[name]["file"]) for name, table in released_tables().items()],
    }
    return (json.dumps(described, indent=2) + "\n").encode("ascii")


def _file(name: str, kind: str, sha256: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "encodingFormat": kind,
        "sha256": sha256,
    }


def _records(table: Table, file: str) -> dict[str, Any]:
    note = f" {table.warning}" if table.warning else ""
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.meaning + note,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [_field(field, table, file) for field in table.fields],
    }


def _field(field: Field, table: Table, file: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": f"{table.name}/{field.name}",
        "description": field.meaning,
        "dataType": _TYPES[field.kind],
        "source": {"fileObject": {"@id": file}, "extract": {"column": field.name}},
    }
    return made
