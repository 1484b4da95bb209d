"""Draws the two parses docs/extraction.md shows, from the shipped reports: .venv/bin/python docs/img/parses.py."""

from pathlib import Path

from spacy import displacy

from pipeline.extract.language import load

HERE = Path(__file__).parent
RAW = HERE.parents[1] / "data" / "raw" / "deir-ez-zor"
SENTENCES = {
    "parse-small-clause": "Eyewitnesses reported at least seven civilians dead and a dozen others injured.",
    "parse-attribution": "Airstrikes hit Raqqa too, where at least 44 people died, the Observatory said.",
}
LOOK = {"compact": True, "distance": 92, "word_spacing": 30, "bg": "#ffffff", "color": "#1b1b1b", "font": "sans-serif"}


def main() -> None:
    """Write one SVG a sentence; the same bytes every time."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(RAW.glob("*.txt")))
    for name, sentence in SENTENCES.items():
        if sentence not in texts:
            raise SystemExit(f"No shipped report has the sentence {sentence!r}: choose another one.")
        drawn = displacy.render(load()(sentence), style="dep", options=LOOK, jupyter=False)
        (HERE / f"{name}.svg").write_text(_named(drawn, name), encoding="utf-8")


def _named(drawn: str, name: str) -> str:
    """The drawing with its random id replaced by its name."""
    start = drawn.index(' id="') + len(' id="')
    made_up = drawn[start : drawn.index('"', start)]
    return drawn.replace(made_up, name).rstrip() + "\n"


if __name__ == "__main__":
    main()
