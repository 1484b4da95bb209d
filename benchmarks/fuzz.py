"""Random hostile texts through the whole of extraction: no crash, no hang, every quote its slice.

``python benchmarks/fuzz.py [--inputs 100000] [--seed 1] [--seconds 600]``

Each input is read as a page (layout, sentences), filtered, parsed, coded and assembled, some hundreds at a time by the
function every backend runs. It fails where anything raises, where it takes more than a second of processor time a
kilobyte (what is shorter counts as one), or where a quote or piece of evidence is not what stands at its offsets. A
failing input is written to ``fuzz-failures/`` with its seed.
"""

import argparse
import datetime
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.texts import texts
from pipeline.corpus.corpus import _sentences
from pipeline.corpus.layout import read_layout
from pipeline.extract import language, run
from pipeline.extract.assemble import Row
from pipeline.extract.figures.words import words
from pipeline.extract.filter import telling
from pipeline.extract.model import Document, Sentence, Span
from pipeline.extract.run import extract_batch

FAILURES = Path("fuzz-failures")
BATCH = 200
TOLD_EVERY = 5_000
LONG_EVERY = 10_000
"""One input in so many is a single line of ten megabytes, each of these in turn."""
_FILLERS = ("a few words, ", "((", "“so ” ", "1,2 ", "x", "killed ", "\U0001f54a ")
_BRACKETS = "()[]{}«»“”\"'‘’<>"
_GLUE = (
    " ",
    ", ",
    " and ",
    " of ",
    " in ",
    " were ",
    ": ",
    ". ",
    "\n",
    "\n\n",
    "-",
    "–",
    " to ",
    " than ",
    "\u00a0",
    "\u202e",
    "",
)
_NUMBERS = ("1,234", "12", "0", "٣", "1.5 million", "999999999999", "two dozen", "twenty-one", "10-15", "3rd", "½", "²")
_PLANES = (
    (0x0, 0x2FFF),
    (0x3000, 0xD7FF),
    (0xE000, 0xFFFF),
    (0x10000, 0x1FFFF),
    (0x20000, 0x3FFFF),
    (0x40000, 0xDFFFF),
    (0xE0000, 0x10FFFF),
)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=1, help="number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    chosen = parser.parse_args()
    language.load()
    page = [text for _, text in texts(200, chosen.seed)]
    begun, cpu, told, failed, claims, size, slowest, done = time.perf_counter(), time.process_time(), 0, 0, 0, 0, 0.0, 0
    numbers = iter(range(chosen.first, chosen.first + chosen.inputs))
    while (some := list(islice(numbers, BATCH))) and time.perf_counter() - begun < chosen.seconds:
        made = {f"{chosen.seed}-{n}": make(random.Random(f"{chosen.seed}/{n}"), n, page) for n in some}
        found = check(made)
        # The first to ask for a pattern pays for it, so an input is too slow only where it is so alone, too.
        slow = {name: check({name: made[name]}) for name, seconds in found.seconds.items() if seconds > 1}
        found.seconds.update({name: again.seconds[name] for name, again in slow.items()})
        found.problems.update({x: f"{found.seconds[x]:.1f} s a kB" for x in slow if found.seconds[x] > 1})
        for name, problem in found.problems.items():
            _keep(name, made[name], problem)
        failed, claims, done = failed + len(found.problems), claims + found.claims, done + len(made)
        slowest, size = max(slowest, *found.seconds.values()), size + sum(map(len, made.values()))
        if done // TOLD_EVERY > told:
            told = done // TOLD_EVERY
            print(f"{done} inputs, {failed} failures, slowest {slowest:.2f} s a kilobyte", flush=True)
    seconds = time.perf_counter() - begun
    each = (time.process_time() - cpu) / max(done, 1)
    print(f"{done} inputs, {size / 1e6:.1f} million characters, {claims} claims")
    print(f"{seconds:.0f} s by the clock, {1000 * each:.1f} ms of processor an input, making it included")
    print(f"slowest {slowest:.2f} s a kilobyte; {failed} failures{f' in {FAILURES}/' if failed else ''}")
    sys.exit(failed > 0)


@dataclass(slots=True)
class Found:
    """What came of some inputs, by their names.

    Attributes:
        seconds: Of processor time a kilobyte.
        problems: What failed, and why.
        claims: How many there are.
    """

    seconds: dict[str, float]
    problems: dict[str, str] = field(default_factory=dict)
    claims: int = 0


def check(made: dict[str, str]) -> Found:
    """Read some texts to the end, in one batch."""
    spent: dict[str, float] = dict.fromkeys(made, 0.0)
    found = Found(spent)
    documents = []
    for name, text in made.items():
        start = time.process_time()
        try:
            documents.append(_document(name, text))
        except Exception as error:  # whatever it is, it is what this looks for
            found.problems[name] = repr(error)
        spent[name] += time.process_time() - start
    passed = dict(zip(made, telling(pl.Series(list(made.values()))), strict=True))
    with _timed(spent):
        claims, evidence, failed = extract_batch(tuple(documents))
    found.problems.update({one["document_id"]: one["error"] for one in failed})
    found.claims = len(claims)
    cut = [(x["document_id"], x["quote_start"], x["quote_end"], x["quote"]) for x in claims]
    of = {x["claim_id"]: x["document_id"] for x in claims}
    cut += [(of[x["claim_id"]], x["evidence_start"], x["evidence_end"], None) for x in evidence]
    for name, start, end, quote in cut:
        text = made[name]
        if not passed[name]:
            found.problems[name] = "the pass over whole texts loses a claim"
        if not 0 <= start < end <= len(text) or quote not in (None, text[start:end]):
            found.problems[name] = "a quote or piece of evidence that is not its slice"
    found.seconds = {name: spent[name] / max(len(text.encode()) / 1000, 1) for name, text in made.items()}
    return found


def _document(name: str, text: str) -> Document:
    rows = _sentences(name, text, read_layout(text))
    sentences = [
        Sentence(
            row["sentence_index"],
            Span(row["sentence_start"], row["sentence_end"]),
            row["paragraph_index"],
            row["is_headline"],
        )
        for row in rows
    ]
    return Document(name, text, "Some Paper", datetime.date(2020, 5, 4), sentences)


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """Add up the processor time of each document of a batch: from the start of its parse to its claims."""
    parse, code = language.parse, run.claims_of

    def parsed(documents: list[Document]) -> None:
        start = time.process_time()
        try:
            parse(documents)
        finally:
            spent[documents[0].document_id] += time.process_time() - start

    def coded(document: Document) -> tuple[list[Row], list[Row]]:
        start = time.process_time()
        try:
            return code(document)
        finally:
            spent[document.document_id] += time.process_time() - start

    with patch.object(language, "parse", parsed), patch.object(run, "claims_of", coded):
        yield


def make(draw: random.Random, number: int, pages: list[str]) -> str:
    """One input; the same for the same seed and number."""
    if number % LONG_EVERY == 0:
        filler = _FILLERS[number // LONG_EVERY % len(_FILLERS)]
        return filler * (10_000_000 // len(filler)) + " five civilians were killed"
    kinds = (_soup, _planes, _nested, _numbers)
    if draw.random() < 0.3:
        return _broken(draw, draw.choice(pages))
    return draw.choice(kinds)(draw, int(draw.paretovariate(1.2) * 6) % 400)


def _soup(draw: random.Random, length: int) -> str:
    """Words of harm, persons, numbers and brackets in any order."""
    known = words()
    lists = (
        sorted(known.verbs),
        sorted(known.nouns),
        sorted(known.harm_nouns),
        sorted(known.phrases),
        _NUMBERS,
        _BRACKETS,
        ("said", "Monday", "Syria", "at least"),
    )
    return "".join(draw.choice(draw.choice(lists)) + draw.choice(_GLUE) for _ in range(length))


def _planes(draw: random.Random, length: int) -> str:
    """Characters of every plane, with words of harm among them."""
    known = sorted(words().verbs)
    return "".join(
        draw.choice(known) if draw.random() < 0.1 else chr(draw.randint(*draw.choice(_PLANES))) for _ in range(length)
    )


def _nested(draw: random.Random, length: int) -> str:
    """Brackets and quotes in each other, opened and not closed."""
    return (
        "".join(draw.choice(_BRACKETS) * draw.randint(1, 9) for _ in range(length))
        + " five civilians were killed "
        + ")" * length
    )


def _numbers(draw: random.Random, length: int) -> str:
    """Numbers on end."""
    return " ".join(draw.choice((*_NUMBERS, str(draw.getrandbits(40)), "killed", "people")) for _ in range(length))


def _broken(draw: random.Random, page: str) -> str:
    """A page with characters put in, taken out and doubled."""
    text = page
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(len(text) + 1)
        text = (
            text[:at]
            + draw.choice((*_BRACKETS, *_GLUE, chr(draw.randint(1, 0x2FFF)), ""))
            + text[at + draw.randint(0, 3) :]
        )
    return text[: draw.randint(40, 400)]


def _keep(name: str, text: str, problem: str) -> None:
    FAILURES.mkdir(exist_ok=True)
    (FAILURES / f"{name}.txt").write_text(text, encoding="utf-8")
    print(f"{name}: {problem}", flush=True)


if __name__ == "__main__":
    main()
