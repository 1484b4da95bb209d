"""Linking shared out, where there is so much of it that other processes or machines are worth starting.

A pair is judged by its two claims and the gazetteer alone, and a connected component is grouped by itself. So both fall
into parts, which any worker does with nothing but the part, and the result does not depend on how they were cut.
Belongs here: cutting, and putting together again. Does not: running parts (``backends``), judging (``compare``) or
grouping (``cluster``).
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeVar

import polars as pl

from pipeline.authority.places import Gazetteer
from pipeline.backends import runner
from pipeline.reconcile.bonds import Rows
from pipeline.reconcile.cluster import Groups, Judge, joined
from pipeline.reconcile.compare import Comparer

PAYS = 500_000
"""Pairs from which on workers are started: fewer are done about as soon as they would have begun."""
PART = 100_000
"""Pairs a part, about; a component is never cut."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Part:
    """What a worker is handed.

    Attributes:
        number: Its place among the parts.
        claims: Rows of ``columns`` that its pairs are of.
        pairs: ``a`` and ``b``; to be grouped, also what ``cluster`` knows of them.
    """

    number: int
    claims: pl.DataFrame
    pairs: pl.DataFrame


class SharedComparer(Comparer):
    """Compares and groups the claims of one set of columns over one gazetteer, with others where it pays.

    Args:
        claims: See ``Comparer``.
        gazetteer: See ``Comparer``.
        backend: What runs the parts (see ``backends.runner``).
        workers: How many processes it may take.
    """

    def __init__(self, claims: pl.DataFrame, gazetteer: Gazetteer, backend: str, workers: int) -> None:
        super().__init__(claims, gazetteer)
        self._backend, self._workers = backend, workers

    def judge(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Judge pairs of claims, as ``Comparer.judge`` does."""
        if not self._pays(pairs):
            return super().judge(pairs)
        # Neighbours in place and time go to one worker: it needs the fewer claims.
        near = self.claims.sort("country", "places", "first_day", "n")["n"].arg_sort()
        order = pairs.select(pl.arg_sort_by(near.gather(pairs["a"]), near.gather(pairs["b"]))).to_series()
        found = self._shared(_judged, pairs[order].iter_slices(PART))
        return pl.concat(found)[order.arg_sort()]

    def joined(self, judge: Judge, pairs: pl.DataFrame, together: set[Rows], apart: set[Rows]) -> Groups:
        """Group the claims of some components, as ``cluster.joined`` does; workers judge what it lacks themselves."""
        if not self._pays(pairs):
            return joined(judge, pairs, together, apart)
        size = pairs.group_by("home").len().sort("home")
        parts = size.select("home", part=(pl.col("len").cum_sum() - pl.col("len")) // PART)
        cut = pairs.join(parts, on="home").sort("part", "home", "a", "b").partition_by("part", include_key=False)
        found = self._shared(partial(_grouped, together, apart), cut)
        return {row: group for groups in found for row, group in groups.items()}

    def _pays(self, pairs: pl.DataFrame) -> bool:
        return (self._workers > 1 or self._backend != "pool") and pairs.height >= PAYS

    def _shared(self, do: Callable[[Gazetteer, Part], _Result], cut: Iterable[pl.DataFrame]) -> list[_Result]:
        """What comes of each part, in the order of the parts."""
        gazetteer = self.gazetteer
        # As bytes, which a worker reads once; without what is looked up on the way.
        ground = pickle.dumps(Gazetteer(gazetteer.rows, gazetteer.index, gazetteer.reviewed, gazetteer.own))
        done = runner(self._backend)(partial(_do, do, ground), self._parts(cut), self._workers)
        return [made for _, made in sorted(done, key=lambda one: one[0])]

    def _parts(self, cut: Iterable[pl.DataFrame]) -> Iterator[Part]:
        for number, pairs in enumerate(cut):
            rows = pl.concat([pairs["a"], pairs["b"]]).unique().sort()
            yield Part(number, self.claims[rows], pairs)


def _do(do: Callable[[Gazetteer, Part], _Result], ground: bytes, part: Part) -> tuple[int, _Result]:
    return part.number, do(_gazetteer(ground), part)


@lru_cache(maxsize=1)
def _gazetteer(ground: bytes) -> Gazetteer:
    found: Gazetteer = pickle.loads(ground)
    return found


def _judged(gazetteer: Gazetteer, part: Part) -> pl.DataFrame:
    return Comparer(part.claims, gazetteer).judge(part.pairs)


def _grouped(together: set[Rows], apart: set[Rows], gazetteer: Gazetteer, part: Part) -> Groups:
    return joined(Comparer(part.claims, gazetteer).judge, part.pairs, together, apart)
