"""Random hostile texts through the whole of extraction: no crash, no hang, every quote its slice.

``python benchmarks/fuzz.py [--inputs 100000] [--seed 1] [--seconds 600]``

Each input is read as a page (layout, sentences), filtered, parsed, coded and assembled. It fails where anything
raises, where it takes more than a second of processor time a kilobyte (what is shorter counts as one), or where a
quote or piece of evidence is not what stands at its offsets. A failing input is written to ``fuzz-failures/`` with
its seed.
"""

import argparse
import datetime
import random
import sys
import time
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.texts import texts
from pipeline.corpus.corpus import _sentences
from pipeline.corpus.layout import read_layout
from pipeline.extract import language
from pipeline.extract.figures.words import words
from pipeline.extract.filter import telling
from pipeline.extract.model import Document, Sentence, Span
from pipeline.extract.run import extract_batch

FAILURES = Path("fuzz-failures")
LONG_EVERY = 20_000
"""One input in so many is a single line of ten megabytes."""
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
    begun, failed, claims, size, slowest, done = time.perf_counter(), 0, 0, 0, 0.0, 0
    for number in range(chosen.first, chosen.first + chosen.inputs):
        if time.perf_counter() - begun > chosen.seconds:
            break
        text = make(random.Random(f"{chosen.seed}/{number}"), number, page)
        start = time.process_time()
        try:
            claims += check(text)
        except Exception as error:  # whatever it is, it is what this looks for
            failed += 1
            _keep(f"{chosen.seed}-{number}", text, repr(error))
        taken = time.process_time() - start
        kilobytes = max(len(text.encode()) / 1000, 1)
        slowest = max(slowest, taken / kilobytes)
        if taken / kilobytes > 1:
            failed += 1
            _keep(f"{chosen.seed}-{number}", text, f"{taken:.1f} s for {kilobytes:.1f} kB")
        size, done = size + len(text), done + 1
    seconds = time.perf_counter() - begun
    print(f"{done} inputs, {size / 1e6:.1f} million characters, {claims} claims, {done / seconds:.1f} inputs/s")
    print(f"slowest {slowest:.2f} s a kilobyte; {failed} failures{f' in {FAILURES}/' if failed else ''}")
    sys.exit(failed > 0)


def check(text: str) -> int:
    """Read one text to the end.

    Returns:
        The number of its claims.

    Raises:
        AssertionError: If extraction gave the text up, or a quote or a piece of evidence is not its slice.
    """
    rows = _sentences("d", text, read_layout(text))
    sentences = [
        Sentence(
            row["sentence_index"],
            Span(row["sentence_start"], row["sentence_end"]),
            row["paragraph_index"],
            row["is_headline"],
        )
        for row in rows
    ]
    document = Document("d", text, "Some Paper", datetime.date(2020, 5, 4), sentences)
    passed = telling(pl.Series([text]))[0]
    claims, evidence, failed = extract_batch((document,))
    assert not failed, failed[0]["error"]
    assert passed or not claims, "the pass over whole texts loses a claim"
    for claim in claims:
        start, end = claim["quote_start"], claim["quote_end"]
        assert 0 <= start < end <= len(text), "a quote outside the text"
        assert claim["quote"] == text[start:end], "a quote that is not its slice"
    for row in evidence:
        assert 0 <= row["evidence_start"] < row["evidence_end"] <= len(text), "evidence outside the text"
    return len(claims)


def make(draw: random.Random, number: int, pages: list[str]) -> str:
    """One input; the same for the same seed and number."""
    if number % LONG_EVERY == 0:
        filler = draw.choice(("a few words, ", "((", "“so ” ", "1,2 ", "x", "killed ", "\U0001f54a "))
        return filler * (10_000_000 // len(filler)) + " five civilians were killed"
    kinds = (_soup, _planes, _nested, _numbers)
    if draw.random() < 0.3:
        return _broken(draw, draw.choice(pages))
    return draw.choice(kinds)(draw, int(draw.paretovariate(1.2) * 12) % 400)


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
    return "".join(draw.choice(draw.choice(lists)) + draw.choice(_GLUE) for _ in range(length)).replace(
        "\n" if length >= 400 else "\0", " "
    )


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
    return text[: draw.randint(40, 900)]


def _keep(name: str, text: str, problem: str) -> None:
    FAILURES.mkdir(exist_ok=True)
    (FAILURES / f"{name}.txt").write_text(text, encoding="utf-8")
    print(f"{name}: {problem}", flush=True)


if __name__ == "__main__":
    main()
