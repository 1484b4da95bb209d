"""The picture of the match weights."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_picture_in_docs_is_the_one_the_weights_give() -> None:
    spec = importlib.util.spec_from_file_location("weights_picture", ROOT / "benchmarks" / "weights_picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (ROOT / "docs" / "img" / "weights.svg").read_text(encoding="utf-8")
    assert written == module.picture(), "run: python benchmarks/weights_picture.py"
