"""The match weights as a picture: ``python benchmarks/weights_picture.py`` writes ``docs/img/weights.svg``.

One bar a level of each comparison, right of the line where it speaks for one event, left where against. The picture
depends on ``pipeline/reconcile/weights.yml`` alone.
"""

import sys
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.reconcile.weights import WEIGHTS

OUT = Path(__file__).resolve().parents[1] / "docs" / "img" / "weights.svg"
_UNIT = 20
_ROW = 17
_ZERO = 470
_WIDTH = 640


def picture() -> str:
    """The whole drawing."""
    sections = [("place", WEIGHTS.place), ("date", WEIGHTS.date), ("weapon", WEIGHTS.weapon), ("actor", WEIGHTS.actor),
                ("victim class", WEIGHTS.victim_class), ("figure", WEIGHTS.figure), ("text", WEIGHTS.text)]  # fmt: skip
    parts: list[str] = []
    top = 34
    for name, weights in sections:
        parts.append(f'<text x="12" y="{top}" class="name">{escape(name)}</text>')
        top += 6
        for level, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
            top += _ROW
            parts += _bar(level.replace("_", " "), weight, top)
        top += 32
    height = top
    line = f'<line x1="{_ZERO}" y1="20" x2="{_ZERO}" y2="{height - 30}" stroke="#555"/>'
    style = "text{font:12px sans-serif;fill:#222}.name{font-weight:bold;font-size:14px}.n{fill:#555}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">'
        f"<title>Match weights: what each finding adds to the score of a pair of claims</title><style>{style}</style>"
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>{line}{"".join(parts)}</svg>\n'
    )


def _bar(level: str, weight: float, top: int) -> list[str]:
    length = abs(weight) * _UNIT
    left = _ZERO if weight >= 0 else _ZERO - length
    end = _ZERO + length + 5 if weight >= 0 else _ZERO - length - 5
    anchor = "start" if weight >= 0 else "end"
    colour = "#2f6f9f" if weight >= 0 else "#b5532c"
    return [
        f'<text x="24" y="{top}">{escape(level)}</text>',
        f'<rect x="{left:g}" y="{top - 10}" width="{max(length, 1):g}" height="11" fill="{colour}"/>',
        f'<text x="{end:g}" y="{top}" class="n" text-anchor="{anchor}">{weight:+g}</text>',
    ]


if __name__ == "__main__":
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(picture(), encoding="utf-8")
