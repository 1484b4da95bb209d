"""What people write beside the texts: ``collection.yml`` and ``documents.csv``."""

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.corpus.folders import COLLECTION_FILE, DOCUMENTS_FILE, Folder
from pipeline.corpus.issues import Issue
from pipeline.errors import InputError
from pipeline.schema import VOCABULARIES
from pipeline.text.dates import absolute_dates
from pipeline.text.hidden import escape, is_plain

COLUMNS = ("file", "publisher", "url", "published", "retrieved", "rendition", "title")


class CollectionNotes(BaseModel):
    """``collection.yml``: what a collection is, and what holds for every document its row does not say otherwise for.

    Attributes:
        title: What the collection is called.
        description: What it holds and where it is from.
        publisher: Outlet of documents without one of their own.
        licence: Licence of the texts as stored; None = not known.
        language: Language of the texts, ISO 639-1.
        rendition: Whose words the texts are.
        text_published: True where releases may hold the full texts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = None
    description: str | None = None
    publisher: str | None = None
    licence: str | None = None
    language: str = Field(default="en", pattern="^[a-z]{2}$")
    rendition: Literal["verbatim", "restated"] = "verbatim"
    text_published: bool = False


@dataclass(frozen=True, slots=True)
class DocumentNotes:
    """What is known about one document from outside its text; None = not known."""

    publisher: str | None = None
    url: str | None = None
    published: datetime.date | None = None
    retrieved: datetime.date | None = None
    rendition: str | None = None
    title: str | None = None


def collection_notes(folder: Folder, issues: list[Issue], *, locked: bool) -> CollectionNotes:
    """Read ``collection.yml``; without one, the defaults.

    Raises:
        InputError: In locked mode, if it cannot be used. Otherwise that is an issue and the defaults hold.
    """
    path = folder.sidecars.get(COLLECTION_FILE)
    if path is None:
        return CollectionNotes()
    try:
        return CollectionNotes.model_validate(yaml.safe_load(path.read_bytes()) or {})
    except ValidationError as error:
        first = error.errors()[0]
        problem = f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = f"not YAML: {' '.join(str(error).split())[:200]}"
    if locked:
        raise InputError(f"{path} cannot be used: {escape(problem)}.", "Mend it, then run 'harm-ledger lock'.")
    issues.append(_bad(folder, COLLECTION_FILE, problem, "Mend the file; until then its defaults do not hold."))
    return CollectionNotes()


def document_notes(folder: Folder, issues: list[Issue]) -> dict[str, DocumentNotes]:
    """Rows of ``documents.csv`` by file; a value that cannot be used becomes an issue and counts as not known."""
    path = folder.sidecars.get(DOCUMENTS_FILE)
    if path is None:
        return {}
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        issues.append(_bad(folder, DOCUMENTS_FILE, f"not a CSV table in UTF-8: {error}", "Save it as CSV in UTF-8."))
        return {}
    issues += _header_issues(folder, rows)
    notes: dict[str, DocumentNotes] = {}
    for number, row in enumerate(rows, start=2):
        name = (row.get("file") or "").strip()
        if not name or name in notes:
            what = f"the file {name} is listed twice" if name else "a row without a file"
            issues.append(_bad(folder, DOCUMENTS_FILE, what, "Keep one row a file; the first one counts.", number))
            continue
        problems: list[str] = []
        notes[name] = _notes(row, problems)
        issues += (
            _bad(folder, DOCUMENTS_FILE, f"{name}: {problem}", "Mend the value or leave it empty.", number)
            for problem in problems
        )
    return notes


def record_notes(record: dict[str, object], problems: list[str]) -> DocumentNotes:
    """What a line of JSON says about its own text; what cannot be used is added to the problems."""
    fields = {name: value for name in COLUMNS if isinstance(value := record.get(name), str)}
    return _notes(fields, problems)


def unmatched_rows(
    folder: Folder, notes: dict[str, DocumentNotes], names: set[str], *, locked: bool
) -> Iterator[Issue]:
    """Rows of ``documents.csv`` that name no file of the collection.

    Raises:
        InputError: In locked mode, at the first one.
    """
    for name in sorted(notes.keys() - names):
        if locked:
            raise InputError(
                f"{folder.path / DOCUMENTS_FILE} lists {escape(name)}, which is missing.",
                "Bring the file back or remove its row, then run 'harm-ledger lock'.",
            )
        yield _bad(folder, DOCUMENTS_FILE, f"{name} is listed but missing", "Add the file or remove the row.")


def _header_issues(folder: Folder, rows: list[dict[str, str]]) -> Iterator[Issue]:
    # A row with more cells than the header keeps the rest under None.
    unknown = sorted({str(name) for row in rows for name in row if name not in COLUMNS})
    if unknown:
        remedy = f"Known columns are {', '.join(COLUMNS)}."
        yield _bad(folder, DOCUMENTS_FILE, f"columns nobody reads: {', '.join(unknown)}", remedy)


def _notes(row: dict[str, str], problems: list[str]) -> DocumentNotes:
    values = {name: (row.get(name) or "").strip() or None for name in COLUMNS}
    return DocumentNotes(
        publisher=_plain("publisher", values["publisher"], problems),
        url=_url(values["url"], problems),
        published=_date("published", values["published"], problems),
        retrieved=_date("retrieved", values["retrieved"], problems),
        rendition=_rendition(values["rendition"], problems),
        title=_plain("title", values["title"], problems),
    )


def _plain(name: str, value: str | None, problems: list[str]) -> str | None:
    if value is None or is_plain(value):
        return value
    problems.append(f"{name} {value!r} holds control or hidden characters")
    return None


def _url(value: str | None, problems: list[str]) -> str | None:
    try:
        usable = value is None or (is_plain(value) and urlsplit(value).scheme in ("http", "https"))
    except ValueError:
        usable = False
    if not usable:
        problems.append(f"url {value!r} is no address that starts with http:// or https://")
    return value if usable else None


def _rendition(value: str | None, problems: list[str]) -> str | None:
    if value is None or value in VOCABULARIES["rendition"]:
        return value
    problems.append(f"rendition {value!r} is none of {', '.join(VOCABULARIES['rendition'])}")
    return None


def _date(name: str, value: str | None, problems: list[str]) -> datetime.date | None:
    if value is None:
        return None
    try:
        return datetime.datetime.fromisoformat(value).date()
    except ValueError:
        pass
    for start, end, first, last in absolute_dates(value):
        if first == last and value[:start] + value[end:] == "":
            return first
    problems.append(f"{name} {value!r} is no day; write it as 2016-01-24")
    return None


def _bad(folder: Folder, file: str, detail: str, remedy: str, row: int | None = None) -> Issue:
    return Issue(folder.name, file, "bad_metadata", detail, remedy, None if row is None else f"row {row}")
