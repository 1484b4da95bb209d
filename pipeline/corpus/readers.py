"""From the files of a collection to texts. Bad input becomes an issue; reading goes on.

The text of a ``.txt`` file and of a line of ``.jsonl`` is what is written there, decoded and not otherwise touched.
The text of an ``.html`` page is the headline and the article trafilatura extracts from it: offsets count in that
extracted text, while the sha256 stays that of the raw bytes.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corpus.folders import Folder
from pipeline.corpus.issues import Issue
from pipeline.corpus.lines import split_lines
from pipeline.corpus.metadata import DocumentNotes, record_notes

MAX_BYTES = 20_000_000
"""Largest file, or line of JSON, that is read. A text of that size is a dump, not a report."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Record:
    """One text that could be read.

    Attributes:
        file_name: File inside its collection; ``file.jsonl#3`` for the third line of a file.
        data: The raw bytes, or the bytes of the line.
        text: What offsets point into.
        notes: What the file itself says about the text (a line of JSON, the head of a page).
        dated_by_page: True where ``notes.published`` is the page's own word, not a sidecar's.
    """

    file_name: str
    data: bytes
    text: str
    notes: DocumentNotes = field(default_factory=DocumentNotes)
    dated_by_page: bool = False


def read_records(folder: Folder, issues: list[Issue]) -> Iterator[Record]:
    """Every text of a collection, by file name; what cannot be read is added to the issues."""
    readers = {".txt": _read_text, ".html": _read_page, ".htm": _read_page, ".jsonl": _read_lines}
    for name, path in folder.files.items():
        reader = readers.get(path.suffix.lower())
        report = _Report(folder.name, name, issues)
        if reader is None:
            report("unknown_format", f"no reader for {path.suffix or 'a file without ending'}", _FORMATS)
            continue
        try:
            yield from reader(name, path, report)
        except OSError as error:
            report("unsafe_name", f"cannot be opened: {error.strerror}", "Make the file readable.")


_FORMATS = "Save the text as .txt, .html or .jsonl, or move the file elsewhere."
_RECODE = "Save the text as UTF-8."
_DROP = "Replace the file by the text of the report, or remove it."


@dataclass(frozen=True, slots=True)
class _Report:
    collection: str
    file_name: str
    issues: list[Issue]

    def __call__(self, reason: str, detail: str, remedy: str, line: int | None = None) -> None:
        record = None if line is None else f"line {line}"
        self.issues.append(Issue(self.collection, self.file_name, reason, detail, remedy, record))


def _bytes(path: Path, report: _Report) -> bytes | None:
    size = path.stat().st_size
    if size > MAX_BYTES:
        report("too_large", f"{size} bytes; the limit is {MAX_BYTES}", "Split the file into one file a report.")
        return None
    data = path.read_bytes()
    if not data.strip():
        report("empty", "no text in it", _DROP)
        return None
    return data


def _read_text(name: str, path: Path, report: _Report) -> Iterator[Record]:
    data = _bytes(path, report)
    if data is None:
        return
    if data.startswith(_UTF16):
        report("not_utf8", "the bytes are UTF-16", _RECODE)
    elif b"\0" in data:
        report("binary", "NUL bytes: not a text", _FORMATS)
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            report("not_utf8", f"byte {error.start} ({data[error.start]:#04x}) is no UTF-8", _RECODE)
            return
        if not _has_words(text):
            report("empty", "no letter or digit in it", _DROP)
            return
        yield Record(name, data, text)


def _read_page(name: str, path: Path, report: _Report) -> Iterator[Record]:
    data = _bytes(path, report)
    if data is None:
        return
    if b"\0" in data and not data.startswith(_UTF16):
        report("binary", "NUL bytes: not a page", _FORMATS)
        return
    record = page_record(name, data)
    if record is None:
        report("no_article", "no article found in the page", "Save the article's text as .txt.")
    else:
        yield record


def page_record(name: str, data: bytes) -> Record | None:
    """The headline and article of an HTML page, or None where there is none."""
    # The extractor takes a third of a second to load: only a collection with pages pays for it.
    import trafilatura

    # It logs what it cannot parse; the issue says so already.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # Without a fixed last day it would take dates for valid by today's clock.
    dates = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    try:
        page = trafilatura.bare_extraction(
            data, include_comments=False, with_metadata=True, date_extraction_params=dates
        )
    except Exception:  # a page can break the extractor in any way; the run must go on
        page = None
    # Without any running text, what was extracted is the page's furniture.
    if page is None or not any(line.is_body for line in split_lines(page.text or "")):
        return None
    text = page.text.replace("\0", "")
    title = " ".join((page.title or "").split())
    if title and title not in text[: 2 * len(title) + 200]:
        text = f"{title}\n\n{text}"
    said = {"publisher": page.sitename, "url": page.url, "published": page.date, "title": title}
    notes = record_notes(said, [])
    return Record(name, data, text, notes, dated_by_page=notes.published is not None)


def _read_lines(name: str, path: Path, report: _Report) -> Iterator[Record]:
    problems: list[tuple[int, str, str]] = []
    lines = found = 0
    for number, line in _lines(path):
        lines += 1
        if len(line) > MAX_BYTES:
            problems.append((number, "too_large", f"more than {MAX_BYTES} bytes in one line"))
            continue
        record = _line_record(f"{name}#{number}", line)
        if isinstance(record, str):
            problems.append((number, "bad_record", record))
            continue
        found += 1
        yield record[0]
        problems += ((number, "bad_metadata", problem) for problem in record[1])
    if lines == 0:
        report("empty", "no line in it", _DROP)
    elif found == 0:
        number, reason, detail = problems[0]
        report(reason, f"none of {lines} lines holds a text; line {number}: {detail}", _LINES)
    else:
        for number, reason, detail in problems:
            report(reason, detail, _LINES, number)


_LINES = "Write one JSON object a line, its text under 'text'."


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, with their number; of one above the limit, only its start."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_BYTES + 1):
            number += 1
            rest = line
            while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
                rest = file.readline(MAX_BYTES + 1)
            if line.strip():
                yield number, line.rstrip(b"\r\n")


def _line_record(name: str, line: bytes) -> tuple[Record, list[str]] | str:
    """The record of a line of JSON with the values it cannot use, or what is wrong with the line."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "not UTF-8"
    except (ValueError, RecursionError):
        return "not JSON"
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not _has_words(text):
        return "no 'text' in it"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "half of a surrogate pair in the text"
    if "\0" in text:
        return "a NUL character in the text"
    problems: list[str] = []
    return Record(name, line, text, record_notes(value, problems)), problems


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
