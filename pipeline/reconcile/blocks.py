"""Groups of connected components kept from run to run, so that only those a new document touches are grouped again.

A component is known again by all that its groups follow from: the hashes of its claims (``remembered``), in their
order, and the pairs compared, with their scores. Whatever changes in one, it is another component.
Belongs here: keeping and finding groups. Does not: grouping (``cluster``).
"""

from pathlib import Path

import polars as pl

from pipeline.reconcile.kept import KeptTable

_KEY = ("key", "key_2", "size")
_KEPT = pl.Schema(
    {"key": pl.UInt64(), "key_2": pl.UInt64(), "size": pl.UInt32(), "at": pl.UInt32(), "group": pl.UInt32()}
)


class RememberedGroups:
    """What the run before knew of the components of this one.

    Args:
        folder: Where groups are kept; made when first needed.
        claims: Of each row, a hash of all that its judgements follow from.

    Attributes:
        components: How many were looked for.
        grouped: How many of them were not found.
    """

    def __init__(self, folder: Path, claims: pl.Series) -> None:
        self.components = self.grouped = 0
        self._table = KeptTable(folder / "groups", _KEPT)
        self._claims = claims
        self._kept = self._table.read()
        self._rows = pl.DataFrame()

    def find(self, home: dict[int, int], pairs: pl.DataFrame, apart: set[int]) -> tuple[dict[int, int], pl.DataFrame]:
        """Look for components.

        Args:
            home: Of each row that has a pair, its component: the smallest row in it.
            pairs: Pairs within components: ``a``, ``b``, ``units``, ``links`` and ``home``.
            apart: Components that are not to be looked for, nor kept.

        Returns:
            Of the rows of components found, the smallest row of their group; and the pairs of those not found.
        """
        rows = pl.DataFrame(list(home.items()), schema={"n": pl.UInt32, "home": pl.UInt32}, orient="row")
        rows = rows.sort("home", "n").with_columns(at=pl.int_range(pl.len(), dtype=pl.UInt32).over("home"))
        keys = _keys(rows, pairs, self._claims).filter(~pl.col("home").is_in(list(apart)))
        self._rows = rows.join(keys, on="home", maintain_order="left")
        first = rows.select("home", group="at", least="n")
        known = self._rows.join(self._kept, on=[*_KEY, "at"]).join(first, on=["home", "group"])
        old = known.select("home").unique()
        self.components, self.grouped = keys.height, keys.height - old.height
        new = pairs.join(old, on="home", how="anti", maintain_order="left")
        return dict(known.select("n", "least").iter_rows()), new

    def learn(self, groups: dict[int, int]) -> None:
        """Write the groups of all components of this run; others are forgotten.

        Args:
            groups: Of each row, the smallest row of its group.
        """
        if not self.grouped and self._rows.height == self._kept.height:
            return
        least = self._rows.select("n", group="at")
        of = pl.DataFrame(list(groups.items()), schema={"n": pl.UInt32, "least": pl.UInt32}, orient="row")
        made = self._rows.join(of, on="n").join(least, left_on="least", right_on="n").select(_KEPT.names())
        self._table.write(made.sort(*_KEY, "at"))


def _keys(rows: pl.DataFrame, pairs: pl.DataFrame, claims: pl.Series) -> pl.DataFrame:
    """Of each component, 128 bits over its claims and pairs, and how many claims it has."""
    at = rows.select("n", "at")
    of_pairs = (
        pairs.join(at, left_on="a", right_on="n")
        .join(at, left_on="b", right_on="n", suffix="_b")
        .select("home", said=pl.struct("at", "at_b", "units", "links"))
    )
    of_claims = rows.select("home", said=pl.struct("at", claim=claims.gather(rows["n"])))
    hashed = [
        said.select("home", key=pl.col("said").hash(1), key_2=pl.col("said").hash(2)) for said in (of_pairs, of_claims)
    ]
    # Each pair and each claim stands in a component once, so that none takes another away.
    content = pl.concat(hashed).group_by("home").agg(pl.col("key", "key_2").bitwise_xor())
    return rows.group_by("home").agg(size=pl.len().cast(pl.UInt32)).join(content, on="home")
