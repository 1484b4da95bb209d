"""Splink beside this project's pairs: the same claims, the same weights where Splink can say them.

    python benchmarks/splink_compare.py                 # needs splink 5, which the project does not install
    python benchmarks/splink_compare.py --claims 10000

Splink scores pairs on DuckDB with fixed m and u probabilities whose ratio is the match weight of
``pipeline/reconcile/weights.yml``, the gazetteer's ids as main comparison, and joins what reaches the same threshold
into connected components. Left out, for it has no place for them: rules that forbid a link, containment of places of
any depth, lists of places, the passage two quotes share, figures weighted by their size, and the mean over a group.
"""

import argparse
import importlib.util
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import Linker, SettingsCreator
from splink.backends.duckdb import DuckDBAPI

from benchmarks.claims import make
from benchmarks.reconcile import bcubed, pairwise
from pipeline.authority.places import WIDE, Gazetteer
from pipeline.authority.reference import Tables
from pipeline.reconcile import reconcile
from pipeline.reconcile.columns import LIST, columns
from pipeline.reconcile.mention import read_mentions
from pipeline.reconcile.weights import WEIGHTS

ROOT = Path(__file__).resolve().parents[1]
EVALUATE = ROOT.parent / "shared" / "evaluate" / "gold"


def settings() -> Any:
    """Splink's settings with our weights: a level's m over its u is two to the power of its weight."""
    w = WEIGHTS
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=0.5,
        blocking_rules_to_generate_predictions=[
            "l.document = r.document",
            "l.spot = r.spot and abs(l.day - r.day) <= 7",
            "l.area = r.area and abs(l.day - r.day) <= 1",
        ],
        comparisons=[
            _comparison(
                "place",
                [
                    ("spot_l = spot_r", w.place["same_spot"]),
                    ("(spot_l is null or spot_r is null) and area_l = area_r", w.place["inside_area"]),
                    ("spot_l is null or spot_r is null", w.place["unknown"]),
                    ("area_l = area_r", w.place["unplaced"]),
                ],
                w.place["elsewhere"],
            ),
            _comparison(
                "date",
                [
                    ("first_day_l = first_day_r", w.date["same_day"]),
                    ("abs(first_day_l - first_day_r) <= 1", w.date["adjacent"]),
                    ("first_day_l is null or first_day_r is null", w.date["published_week"]),
                    ("abs(first_day_l - first_day_r) <= 2", w.date["apart_relative"]),
                ],
                w.date["apart"],
            ),
            _comparison("weapon", _same_or_null("weapon", w.weapon["same"]), w.weapon["different"]),
            _comparison(
                "actor",
                [*_same_or_null("actor", w.actor["same"]), ("side_l = side_r", w.actor["side"])],
                w.actor["different"],
            ),
            _comparison(
                "victims",
                [
                    ("victims_l = victims_r and victims_l <> 'unknown'", w.victim_class["same"]),
                    ("not (victims_l in ('civilian', 'combatant') and victims_r in ('civilian', 'combatant'))", 0.0),
                ],
                w.victim_class["different"],
            ),
            _comparison(
                "killed",
                [
                    ("killed_l = killed_r and killed_l >= 10", 3.0),
                    ("killed_l = killed_r and killed_l >= 3", 1.7),
                    ("killed_l = killed_r", w.figure["per_bit"]),
                    ("killed_l is null or killed_r is null", 0.0),
                    ("least(killed_l, killed_r) >= 0.7 * greatest(killed_l, killed_r)", w.figure["close"]),
                    ("least(killed_l, killed_r) >= 0.3 * greatest(killed_l, killed_r)", w.figure["apart"]),
                ],
                w.figure["far"],
            ),
            _comparison("document", [("document_l = document_r", w.text["one_document"])], 0.0),
        ],
        unique_id_column_name="n",
    )


def _same_or_null(column: str, weight: float) -> list[tuple[str, float]]:
    return [(f"{column}_l = {column}_r", weight), (f"{column}_l is null or {column}_r is null", 0.0)]


def _comparison(name: str, found: list[tuple[str, float]], otherwise: float) -> Any:
    made = [_level(levels.CustomLevel(condition, label_for_charts=condition), weight) for condition, weight in found]
    return comparisons.CustomComparison([*made, _level(levels.ElseLevel(), otherwise)], output_column_name=name)


def _level(level: Any, weight: float) -> Any:
    likely = 0.5 * 2.0 ** -abs(weight)
    m, u = (0.5, likely) if weight >= 0 else (likely, 0.5)
    return level.configure(m_probability=m, u_probability=u)


def frame(tables: Tables) -> tuple[pl.DataFrame, list[str]]:
    """Incident claims as Splink reads them, and their ids."""
    gazetteer = Gazetteer.of(tables["place"], tables["place_name"])
    mentions = [x for x in read_mentions(tables, gazetteer) if x.tells and not x.is_total]
    spots = [x.places[0] if x.places and gazetteer.precision(x.places[0]) < WIDE else None for x in mentions]
    areas = [gazetteer.of_kind(x.places[0], "governorate") if x.places else None for x in mentions]
    claims = columns(mentions, gazetteer).with_columns(
        spot=pl.Series(spots, dtype=pl.String),
        area=pl.Series(areas, dtype=pl.String),
        day=pl.coalesce("first_day", "published"),
        actor=pl.col("actors").str.split(LIST).list.first(),
        side=pl.col("actors").str.split(LIST).list.last(),
    )
    kept = ("n", "document", "spot", "area", "day", "first_day", "weapon", "actor", "side", "victims", "killed")
    return claims.select(kept), [x.claim_id for x in mentions]


def with_splink(tables: Tables) -> tuple[dict[str, str], float]:
    """Groups of claims as Splink makes them, and the seconds it took."""
    claims, ids = frame(tables)
    con = duckdb.connect()
    con.register("claims", claims.to_arrow())
    began = time.process_time()
    linker = Linker(DuckDBAPI(con).register("claims"), settings(), log_level="ERROR")
    scored = linker.inference.predict(threshold_match_weight=WEIGHTS.thresholds["positive"])
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(
        scored, threshold_match_weight=WEIGHTS.thresholds["positive"]
    )
    rows = con.sql(f"select n, cluster_id from {grouped.physical_name}").fetchall()
    return {ids[n]: str(home) for n, home in rows}, time.process_time() - began


def ours(tables: Tables) -> tuple[dict[str, str], float]:
    """Groups of claims as this project makes them, and the seconds it took, everything included."""
    began = time.process_time()
    made = reconcile(tables, None)["incident_claim"]
    return dict(made.select("claim_id", "incident_id").iter_rows()), time.process_time() - began


def coded(name: str) -> tuple[Tables, dict[str, str]]:
    """Hand-coded claims and the event of each, as the test of reconciliation reads them."""
    path = ROOT / "tests" / "unit" / "test_reconcile_gold.py"
    spec = importlib.util.spec_from_file_location("coded", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"There is no {path}.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows = module.rows(EVALUATE / name / "gold.jsonl")
    truth = {
        row["claim_id"]: row["incident"]
        for row in rows
        if row["tier"] in ("core", "repeat") and row["incident"] and not row["incident"].startswith("agg:")
    }
    return module.gold(name), truth


def compare(title: str, tables: Tables, truth: Mapping[str, str]) -> None:
    """Print both."""
    for name, group in (("splink 5, components", with_splink), ("this project", ours)):
        found, seconds = group(tables)
        b3, pairs = bcubed(truth, found), pairwise(truth, found)
        print(
            f"{title:<22} {name:<22} B3 P {b3[0]:.3f} R {b3[1]:.3f} F1 {b3[2]:.3f}   "
            f"pairs P {pairs[0]:.3f} R {pairs[1]:.3f} F1 {pairs[2]:.3f}   {seconds:.1f} s",
            flush=True,
        )


def main() -> None:
    """Compare on coded claims, where they are at hand, and on made-up ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="*", default=[3_000, 10_000])
    for name in ("ngo", "news", "seeds"):
        if (EVALUATE / name).is_dir():
            compare(f"hand-coded {name}", *coded(name))
    for claims in parser.parse_args().claims:
        made = make(claims)
        truth = {claim: event for claim, event in made.truth.items() if claim not in made.totals}
        compare(f"{made.tables['claim'].height:,} made up", made.tables, truth)


if __name__ == "__main__":
    main()
