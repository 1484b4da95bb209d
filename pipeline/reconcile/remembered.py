"""Judgements on pairs kept from run to run, so that a new document's claims are compared and no others again.

A judgement is kept under hashes of all it follows from: the code and weights, and for each of the two claims what is
compared and the places it names. Whatever changes, the hash is another one: nothing stale is ever read. Belongs here:
keeping and finding judgements. Does not: judging (``compare``).
"""

import hashlib
from pathlib import Path

import polars as pl

from pipeline.authority.places import Gazetteer
from pipeline.reconcile.columns import LIST
from pipeline.reconcile.compare import JUDGED, Comparer
from pipeline.reconcile.kept import KeptTable

_KEPT = pl.Schema({"key_a": pl.UInt64(), "key_b": pl.UInt64(), **{x: JUDGED[x] for x in JUDGED if x not in ("a", "b")}})


class Remembered:
    """A comparer that asks itself only what no run before it was asked.

    Args:
        comparer: Judges the pairs not kept.
        gazetteer: The comparer's.
        folder: Where judgements are kept; made when first needed.

    Attributes:
        judged: How many pairs had to be judged.
        keys: Of each claim, a hash of all that its judgements follow from.
    """

    def __init__(self, comparer: Comparer, gazetteer: Gazetteer, folder: Path) -> None:
        self.judged = 0
        self._comparer = comparer
        self._table = KeptTable(folder, _KEPT)
        self.keys = _keys(comparer.claims, gazetteer)
        self._kept = self._table.read()
        self._used: list[pl.DataFrame] = []

    def judge(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Judge pairs of claims, as ``Comparer.judge`` does."""
        asked = pairs.with_columns(key_a=self.keys.gather(pairs["a"]), key_b=self.keys.gather(pairs["b"]))
        new = asked.join(self._kept, on=["key_a", "key_b"], how="anti", maintain_order="left")
        if new.height:
            self.judged += new.height
            found = self._comparer.judge(new.select("a", "b"))
            found = found.with_columns(new["key_a"], new["key_b"]).select(_KEPT.names())
            self._kept = pl.concat([self._kept, found.unique(["key_a", "key_b"], keep="first")])
        answers = asked.join(self._kept, on=["key_a", "key_b"], how="left", maintain_order="left")
        self._used.append(answers.select(_KEPT.names()))
        return answers.select(JUDGED.names())

    def keep(self) -> None:
        """Write what this run asked; judgements on claims that are no more are forgotten."""
        used = pl.concat([self._kept.clear(), *self._used]).unique(["key_a", "key_b"], keep="first")
        used = used.sort("key_a", "key_b")
        if not self.judged and used.height == self._kept.height:
            return
        self._table.write(used)


def _keys(claims: pl.DataFrame, gazetteer: Gazetteer) -> pl.Series:
    """Of each claim, a hash of all that its judgements follow from."""
    where: dict[str | None, str] = {None: ""}
    for places in claims["places"].unique().drop_nulls():
        steps = (gazetteer.rows[step] for place in places.split(LIST) for step in gazetteer.above(place))
        where[places] = repr([sorted(step.items()) for step in steps])
    said = claims.drop("n")
    hashes = [_hash(f"{row!r} {where[row[said.columns.index('places')]]}") for row in said.iter_rows()]
    return pl.Series(hashes, dtype=pl.UInt64)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
