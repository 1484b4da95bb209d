"""What a curator's judgements on pairs mean for groups of claims.

Belongs here: which groups they keep apart, also through third claims. Does not: reading them (``curation``) or what
the rules say (``cluster``).
"""

from collections import defaultdict
from collections.abc import Iterable

Rows = tuple[int, int]
"""Two claims by their rows, the smaller first."""


class Bonds:
    """Claims that are one event, by a curator's word or by joins made since, and those that can never be.

    A claim apart from one is apart from everything that is one event with it.

    Args:
        together: Pairs the curator joins.
        apart: Pairs the curator keeps apart.
    """

    def __init__(self, together: Iterable[Rows], apart: Iterable[Rows]) -> None:
        self._next: dict[int, int] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for a, b in apart:
            self._apart[a].add(b)
            self._apart[b].add(a)
        for a, b in sorted(together):
            self.join(a, b)

    def allow(self, a: int, b: int) -> bool:
        """True where no judgement keeps the claims, or any that are one event with them, apart."""
        return not self._apart or self._head(b) not in self._apart.get(self._head(a), ())

    def join(self, a: int, b: int) -> None:
        """Make two claims, and all that are one event with either, one event."""
        keep, gone = sorted((self._head(a), self._head(b)))
        if keep == gone:
            return
        self._next[gone] = keep
        for other in self._apart.pop(gone, ()):
            self._apart[other].discard(gone)
            self._apart[other].add(keep)
            self._apart[keep].add(other)

    def _head(self, claim: int) -> int:
        """The claim that stands for all that are one event with this one."""
        while (step := self._next.get(claim, claim)) != claim:
            self._next[claim] = self._next.get(step, step)
            claim = step
        return claim
