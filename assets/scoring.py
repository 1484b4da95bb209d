"""The scorer of the coded texts, asked claim by claim: which figures are right, false, missed, and which fields wrong.

Nothing of the scorer is copied: its file is loaded from beside the coded texts, and it decides.
"""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import polars as pl

from assets.show import grid, out, say
from pipeline.extract.confidence import Judged, doubt_class, in_sentence
from pipeline.text.hidden import escape

Row = dict[str, Any]
Verdict = Literal["right", "false", "ignored"]
Stretch = tuple[int, int]
"""Document's sentences from the first to the last a quote touches."""

HARMS = ("killed", "injured")
_ALIKE = {
    "speaker": "asserted_by",
    "date": "event_date",
    "class": "victim_class",
    "weapon": "weapon_class",
}
"""Short names of fields to how the scorer's begin, where the two differ."""


class _Marked(str):
    """A quote that knows which row it is from: the scorer hands quotes back, and nothing else."""

    __slots__ = ("row",)
    row: Row


@dataclass(frozen=True, slots=True)
class Scored:
    """Claims of one folder of coded texts beside the coding.

    Attributes:
        gold: The scorer's own reading of the coding.
        claims: Rows of ``claim_flat``, under the scorer's names for documents and offsets too.
        verdicts: Verdict on each figure, by claim id and harm.
        wrong: Names of the scorer's fields that are wrong, by claim id.
        missed: Coded figures nothing matches, with their harm.
        false: Extracted figures that match nothing, with their harm.
        sentences: First and one past the last code point of each sentence, by document.
    """

    gold: Any
    claims: list[Row]
    verdicts: dict[tuple[str, str], Verdict]
    wrong: dict[str, list[str]]
    missed: list[tuple[Row, str]]
    false: list[tuple[Row, str]]
    sentences: dict[str, list[Stretch]]


def load_scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("harm_ledger_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(folder: Path, made: Path) -> Scored:
    """Ask the scorer about every claim of a build of the coded texts.

    Args:
        folder: Folder of coded texts.
        made: Folder of the tables built from them.
    """
    scorer = load_scorer(folder.resolve().parents[1] / "score.py")
    gold = scorer.Gold(str(folder))
    claims = [_named(row, scorer) for row in scorer.load(str(made / "claim_flat.parquet"))]
    for row in gold.rows:
        row["quote"] = _marked(row["quote"], row)
    whole = scorer.evaluate(claims, gold)
    verdicts: dict[tuple[str, str], Verdict] = {}
    wrong: dict[str, list[str]] = {}
    for claim in claims:
        for harm in _harms(claim):
            # A claim with one figure alone: matched, or a duplicate of one that is, it is right.
            alone = scorer.evaluate([_only(claim, harm)], gold)
            right, false = alone["strict"][3:5]
            verdicts[claim["claim_id"], harm] = "right" if right else "false" if false else "ignored"
            if right:
                fields = [name for name, (share, _) in alone["fields"].items() if share == 0]
                wrong[claim["claim_id"]] = sorted({*wrong.get(claim["claim_id"], []), *fields})
    return Scored(
        gold,
        claims,
        verdicts,
        wrong,
        [(quote.row, harm) for _, harm, _, _, quote in whole["_fn"]],
        [(quote.row, harm) for _, harm, _, _, quote in whole["_fp"]],
        _sentences(made),
    )


def judged(scored: Scored) -> list[Judged]:
    """Claims with a figure the coding speaks of: right where none of their figures is false."""
    found = []
    for document, rows in _by_document(scored.claims):
        starts = [start for start, _ in scored.sentences.get(document, [])]
        for row, beside in zip(rows, in_sentence([row["quote_start"] for row in rows], starts), strict=True):
            told = {scored.verdicts[row["claim_id"], harm] for harm in _harms(row)} - {"ignored"}
            if told:
                found.append(Judged(f"{scored.gold.dir}/{document}", doubt_class(row, beside), told == {"right"}))
    return found


def show_errors(scored: Scored, limit: int) -> None:
    """Print missed and false figures stretch by stretch: the text, coded rows left, extracted rows right."""
    touched: dict[tuple[str, Stretch], None] = {}
    for row, _ in (*scored.missed, *scored.false):
        touched[row["doc"], _stretch(scored, row)] = None
    places = sorted(touched)
    say(f"{len(scored.missed)} coded figures missed, {len(scored.false)} false, in {len(places)} places", "bold")
    for document, stretch in places[:limit]:
        _show(scored, document, stretch)


def show_wrong_fields(scored: Scored, field: str, limit: int) -> None:
    """Print claims whose figure is right and whose field is not; of a field by the scorer's name, or its beginning."""
    begins = _ALIKE.get(field, field)
    rows = [
        row for row in scored.claims if any(name.startswith(begins) for name in scored.wrong.get(row["claim_id"], []))
    ]
    say(f"{len(rows)} claims with a wrong {begins}", "bold")
    for row in rows[:limit] if limit else rows:
        say(f"wrong: {', '.join(scored.wrong[row['claim_id']])}", "yellow")
        _show(scored, row["doc"], _stretch(scored, row))


def _show(scored: Scored, document: str, stretch: Stretch) -> None:
    inside = [row for row in scored.gold.rows if row["doc"] == document and _overlap(_span(row), stretch)]
    made = [row for row in scored.claims if row["doc"] == document and _overlap(_span(row), stretch)]
    say()
    say(f"{document}  {_marked_text(scored.gold.text[document], stretch, [_span(row) for row in (*inside, *made)])}")
    left = [_coded(scored, row) for row in inside]
    right = [_extracted(scored, row) for row in made]
    height = max(len(left), len(right))
    left += [""] * (height - len(left))
    right += [""] * (height - len(right))
    grid("", ["coded", "extracted"], [list(pair) for pair in zip(left, right, strict=True)])


def _coded(scored: Scored, row: Row) -> str:
    lost = [harm for other, harm in scored.missed if other is row]
    word = "MISSED " + " and ".join(lost) if lost else row["tier"]
    return f"{word}: {_values(row)}"


def _extracted(scored: Scored, row: Row) -> str:
    told = [f"{scored.verdicts[row['claim_id'], harm].upper()} {harm}" for harm in _harms(row)]
    return f"{' and '.join(told) or 'no figure'}: {_values(row)} (confidence {row['confidence']:.2f})"


def _values(row: Row) -> str:
    figures = [f"{harm} {row[f'{harm}_min']}..{row[f'{harm}_max']}" for harm in _harms(row)]
    day = "..".join(dict.fromkeys(str(row[name]) for name in ("event_date_start", "event_date_end") if row.get(name)))
    names = ("qualifier", "victim_class", "place", "asserted_by", "actor", "weapon_class", "aggregation")
    told = [f"{name.removeprefix('asserted_')} {row[name]}" for name in names if row.get(name) is not None]
    return "; ".join([*figures, *told, *([day] if day else [])])


def _marked_text(text: str, stretch: Stretch, quotes: list[Stretch]) -> str:
    """The sentences with the quoted characters between brackets."""
    pieces = []
    inside = False
    for at in range(*stretch):
        now = any(start <= at < end for start, end in quotes)
        if now != inside:
            pieces.append("⟦" if now else "⟧")
        inside = now
        pieces.append(text[at])
    return escape(" ".join("".join([*pieces, "⟧" if inside else ""]).split()))


def show_reliability(rows: list[Any], error: float) -> None:
    """Print confidence beside the share right, by class."""
    cells = [[row.doubts, row.n, f"{row.confidence:.3f}", f"{row.right:.3f}"] for row in rows]
    grid(
        "Reliability",
        ["class", "claims", "confidence", "right"],
        cells,
        frozenset({"claims", "confidence", "right"}),
    )
    say("Each document's claims have the confidence that the other documents give them.", "dim")
    say(f"Expected calibration error {error:.3f} over {sum(row.n for row in rows)} claims")
    out.file.flush()


def _stretch(scored: Scored, row: Row) -> Stretch:
    start, end = _span(row)
    touched = [held for held in scored.sentences.get(row["doc"], []) if _overlap(held, (start, end))]
    return min([start, *(first for first, _ in touched)]), max([end, *(last for _, last in touched)])


def _sentences(made: Path) -> dict[str, list[Stretch]]:
    files = dict(pl.read_parquet(made / "source_document.parquet").select("document_id", "file_name").iter_rows())
    found: dict[str, list[Stretch]] = {}
    rows = pl.read_parquet(made / "sentence.parquet").sort("document_id", "sentence_index")
    for document, start, end in rows.select("document_id", "sentence_start", "sentence_end").iter_rows():
        found.setdefault(Path(files[document]).stem, []).append((start, end))
    return found


def _named(row: Row, scorer: ModuleType) -> Row:
    named = {**row, **{new: row[old] for old, new in scorer.NAMES.items() if old in row and new != "doc"}}
    named["doc"] = scorer.stem(row["file_name"])
    named["quote"] = _marked(row["quote"], named)
    return named


def _marked(quote: str, row: Row) -> _Marked:
    marked = _Marked(quote)
    marked.row = row
    return marked


def _by_document(claims: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    for document in dict.fromkeys(row["doc"] for row in claims):
        yield document, [row for row in claims if row["doc"] == document]


def _harms(row: Row) -> list[str]:
    return [harm for harm in HARMS if row[f"{harm}_min"] is not None or row[f"{harm}_max"] is not None]


def _only(claim: Row, harm: str) -> Row:
    return {**claim, **{f"{other}_{end}": None for other in HARMS if other != harm for end in ("min", "max")}}


def _span(row: Row) -> Stretch:
    return row["char_start"], row["char_end"]


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]
