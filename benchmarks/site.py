"""The site of a large release: seconds, pages, bytes.

    python benchmarks/site.py                                   # 5,000 incidents, 40,000 claims
    python benchmarks/site.py --incidents 500 --claims 4000
    python benchmarks/site.py --out large-site                  # and keep the site, to look at it

The claims are made up (``benchmarks/claims.py``) and dealt out to incidents by number, with a text, evidence, a link
and a pair's weights each: pages of the size and kind of real ones, that tell of nothing. Nothing is reconciled and no
rule is run, so the release is one only in form. Printed: seconds of wall and processor time, seconds a page, and of
each kind of page the number, the median and the largest in kB.
"""

import argparse
import datetime
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import FIRST_DAY, RAW, make
from pipeline.authority import load_reference
from pipeline.release.manifest import make_manifest, table_entry, write_json, write_sums
from pipeline.schema import SCHEMA_VERSION, TABLES, conform, empty
from pipeline.site import build_site
from pipeline.site.ledger import WEIGHTS
from pipeline.storage import frame_hash, write_table

ROOT = Path(__file__).resolve().parents[1]
GRADES = ("weak", "weak", "weak", "fair", "fair", "contested", "confirmed")
RULES = 250
Tables = dict[str, pl.DataFrame]


def release(folder: Path, claims: int, incidents: int) -> Path:
    """A made-up release of that many claims and incidents."""
    tables = _tables(claims, incidents)
    release = folder / "0.1.0"
    release.mkdir(parents=True)
    entries = {}
    for name, table in TABLES.items():
        if table.published:
            rows = write_table(tables.get(name, empty(table)), table, release)
            entries[name] = table_entry(frame_hash(rows.head(10)), rows.height, table, release)
    made_by = {
        "schema_version": SCHEMA_VERSION,
        "code": {"version": "0", "sha256": "0"},
        "lexicon": {"sha256": "0"},
        "model": {"name": "none", "version": "0", "sha256": "0"},
        "written_with": {"polars": pl.__version__},
    }
    write_json(make_manifest("0.1.0", None, made_by, {}, entries), release / "manifest.json")
    write_sums(release)
    return release


def _tables(claims: int, incidents: int) -> Tables:
    made = make(claims)
    rows = made.tables["claim"].head(claims).rows(named=True)
    texts = _texts(rows)
    homes = {row["claim_id"]: f"incident-{number % incidents:016x}" for number, row in enumerate(rows)}
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        own[homes[row["claim_id"]]].append(row)
    used = {row["document_id"] for row in rows}
    documents = made.tables["source_document"].filter(pl.col("document_id").is_in(sorted(used)))
    reference = load_reference(RAW)
    found: dict[str, list[dict[str, Any]]] = {
        "claim": rows,
        "claim_evidence": [item for row in rows for item in _evidence(row)],
        "document_text": [{"document_id": name, "text": text} for name, text in texts.items()],
        "incident": [_incident(number, name, own[name]) for number, name in enumerate(sorted(own))],
        "incident_claim": [_link(name, row, at) for name, held in own.items() for at, row in enumerate(held)],
        "pair_judgement": [_pair(held[0], row) for held in own.values() for row in held[1:]],
        "quality_result": [_rule(number) for number in range(RULES)],
    }
    frames = {name: conform(pl.DataFrame(x, infer_schema_length=None), TABLES[name]) for name, x in found.items()}
    extra = {
        name: frame for name, frame in {**reference, **made.tables}.items() if name in TABLES and name not in frames
    }
    return {**extra, **frames, "source_document": documents.with_columns(text_published=pl.lit(True))}


def _texts(rows: list[dict[str, Any]]) -> dict[str, str]:
    """A text for each document that has every quote where the claim says it is."""
    filler = "A line of the report that tells of nothing in particular. "
    quotes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        quotes[row["document_id"]].append(row)
    texts = {}
    for document, held in sorted(quotes.items()):
        text = ""
        for row in sorted(held, key=lambda row: row["quote_start"]):
            missing = max(0, row["quote_start"] - len(text))
            text = f"{text}{(filler * (missing // len(filler) + 1))[:missing]}"[: row["quote_start"]] + row["quote"]
        texts[document] = f"{text}\n"
    return texts


def _evidence(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Five fields that rest on words of the quote."""
    step = max(1, (row["quote_end"] - row["quote_start"]) // 5)
    fields = ("killed_text", "victim_text", "place_as_written", "weapon_class", "actor_as_written")
    return [
        {
            "claim_id": row["claim_id"],
            "field": field,
            "evidence_start": row["quote_start"] + at * step,
            "evidence_end": row["quote_start"] + (at + 1) * step,
        }
        for at, field in enumerate(fields)
    ]


def _incident(number: int, name: str, held: list[dict[str, Any]]) -> dict[str, Any]:
    killed = sorted(row["killed_min"] for row in held if row["killed_min"] is not None) or [None]
    placed = next((row for row in held if row["place_id"]), held[0])
    day = FIRST_DAY + datetime.timedelta(days=number % 3000)
    total = number % 25 == 0
    return {
        "incident_id": name,
        "incident_kind": "aggregate" if total else "incident",
        "event_date_start": day if number % 9 else None,
        "event_date_end": day if number % 9 else None,
        "date_precision": 1,
        **{key: placed[key] for key in ("place_id", "place_as_written", "place_precision", "country")},
        "killed_min": killed[0],
        "killed_max": killed[-1],
        "killed_max_is_open": number % 4 == 0,
        "min_claim_id": held[0]["claim_id"],
        "max_claim_id": held[-1]["claim_id"],
        "alleged_actors": "; ".join(sorted({row["actor_id"] for row in held if row["actor_id"]})[:2]) or None,
        "strike_status": "likely",
        "civilian_harm_status": GRADES[number % len(GRADES)],
        "grade_rule": "two_provable_origins",
        "n_claims": len(held),
        "n_documents": len({row["document_id"] for row in held}),
        "n_origins_provable": 2,
        "n_origins_possible": 3,
        "weapon_class": held[0]["weapon_class"],
        "first_release": "0.1.0",
        "last_changed_release": "0.1.0",
    }


def _link(incident: str, row: dict[str, Any], at: int) -> dict[str, Any]:
    return {
        "incident_id": incident,
        "claim_id": row["claim_id"],
        "role": "count" if at < 3 else "same_origin",
        "victims": "civilians",
        "counts_for": "killed" if at < 3 else None,
        "origin_id": row["claim_id"],
        "origin_is_named": at % 2 == 0,
        "origin_basis": "same_speaker",
        "judgement": "positive",
        "score": 4.5 if at else None,
        "rule": "same_place_and_figure" if at else "first_claim",
        "decided_by": "rule",
    }


def _pair(first: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    weights = dict(zip(WEIGHTS, (3.0, -0.5, 1.0, 1.5, 0.0, 1.0, -1.5), strict=True))
    one, other = sorted((first["claim_id"], row["claim_id"]))
    return {
        "claim_a": one,
        "claim_b": other,
        "judgement": "positive",
        "score": 4.5,
        **weights,
        "rule": "same_place_and_figure",
        "decided_by": "rule",
    }


def _rule(number: int) -> dict[str, Any]:
    return {
        "rule_id": f"made_up_rule_{number:03}",
        "table_name": sorted(TABLES)[number % len(TABLES)],
        "severity": "warning",
        "rationale": "A reason as long as those of real rules are, so that the page comes out as large as a real one.",
        "engine": "query",
        "outcome": "passed",
        "n_checked": 1,
        "n_violations": 0,
    }


def main() -> None:
    """Make the release, build its site, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=40_000)
    parser.add_argument("--incidents", type=int, default=5_000)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        made = release(Path(scratch) / "published", asked.claims, asked.incidents)
        out = asked.out or Path(scratch) / "site"
        wall, processor = time.perf_counter(), time.process_time()
        built = build_site(made, out, ROOT / "node_modules")
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        print(f"{asked.incidents:,} incidents, {asked.claims:,} claims")
        print(f"{built.pages:,} pages, {built.n_bytes // 10**6} MB")
        print(f"{wall:.1f} s ({processor:.1f} s of processor time), {1000 * wall / built.pages:.1f} ms a page")
        _sizes(out)


def _sizes(site: Path) -> None:
    sizes: dict[str, list[int]] = defaultdict(list)
    for path in site.rglob("*.html"):
        folder = path.parent.name if path.parent != site else path.name
        sizes[f"{folder}/index" if path.name.startswith("index") and path.parent != site else folder].append(
            path.stat().st_size
        )
    sizes["search.js"] = [(site / "search.js").stat().st_size]
    print(f"{'pages':24} {'number':>7} {'median kB':>10} {'largest kB':>11}")
    for name, found in sorted(sizes.items()):
        print(f"{name:24} {len(found):7,} {statistics.median(found) / 1000:10.1f} {max(found) / 1000:11.1f}")


if __name__ == "__main__":
    main()
