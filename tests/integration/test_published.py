"""What other people's tools say of the releases as they are committed, not only of ones made in a test."""

import json
import logging
from pathlib import Path

import mlcroissant
import polars as pl
import pytest
from frictionless import validate
from prov.model import ProvDocument

from pipeline.release import releases

PUBLISHED = Path(__file__).parents[2] / "data" / "published"


def holding(file: str) -> list[Path]:
    """Committed releases with a file; the first ones were made before some existed."""
    return [release for release in releases(PUBLISHED) if (release / file).is_file()]


def test_there_is_a_release_with_every_package() -> None:
    newest = releases(PUBLISHED)[-1]
    for file in ("datapackage.json", "croissant.json", "prov.json", "CITATION.cff", "verify.py"):
        assert newest in holding(file)


@pytest.mark.parametrize("release", holding("datapackage.json"), ids=lambda release: release.name)
def test_frictionless_accepts_it(release: Path) -> None:
    report = validate(str(release / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:5]


@pytest.mark.parametrize("release", holding("croissant.json"), ids=lambda release: release.name)
def test_mlcroissant_loads_every_record_of_it(
    release: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(release)
    caplog.set_level(logging.WARNING)
    dataset = mlcroissant.Dataset(jsonld="croissant.json")
    assert dataset.metadata.issues.errors == set()
    assert "not standard" not in caplog.text
    entries = json.loads((release / "manifest.json").read_text())["tables"]
    loaded = {one.name: sum(1 for _ in dataset.records(one.name)) for one in dataset.metadata.record_sets}
    assert loaded == {name: entry["rows"] for name, entry in entries.items()}


@pytest.mark.parametrize("release", holding("prov.json"), ids=lambda release: release.name)
def test_the_prov_library_reads_it_and_finds_every_claim(release: Path) -> None:
    document = ProvDocument.deserialize(source=str(release / "prov.json"), format="json")
    named = {record.identifier.localpart for record in document.get_records() if record.identifier}
    claims = pl.read_parquet(release / "claim.parquet")["claim_id"].to_list()
    assert claims
    assert {f"claim/{claim}" for claim in claims} <= named
