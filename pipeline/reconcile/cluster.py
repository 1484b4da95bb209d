"""Claims grouped into events.

Belongs here: joining positive pairs, the best first, without chaining. Does not: judging pairs (``compare``).
Plain connected components join two events through one vague claim; here a join needs the mean of all pairs
between the two groups, and no pair that is forbidden.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.reconcile.compare import Judgement
from pipeline.reconcile.weights import WEIGHTS

Pair = tuple[str, str]


@dataclass(slots=True)
class Decisions:
    """A curator's word on pairs: they win over every rule."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


@dataclass(slots=True)
class Clusters:
    """Groups of claim ids; ``of`` gives the group's key, which is its smallest claim id."""

    members: dict[str, list[str]] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)

    def join(self, a: str, b: str) -> None:
        """Put two groups together."""
        keep, gone = sorted((a, b))
        for claim in self.members.pop(gone):
            self.of[claim] = keep
            self.members[keep].append(claim)


def cluster(
    ids: list[str], judged: dict[Pair, Judgement], judge: Callable[[str, str], Judgement], decisions: Decisions
) -> Clusters:
    """Group claims.

    Args:
        ids: Every claim.
        judged: The pairs compared.
        judge: Compares a further pair, for the check between two groups.
        decisions: The curator's.

    Returns:
        The groups; the same for every order of ``ids``.
    """
    clusters = Clusters({x: [x] for x in ids}, {x: x for x in ids})
    for a, b in sorted(decisions.together):
        if clusters.of[a] != clusters.of[b]:
            clusters.join(clusters.of[a], clusters.of[b])
    known = dict(judged)
    positive = sorted(
        (pair for pair, judgement in judged.items() if judgement.outcome == "positive"),
        key=lambda pair: (-judged[pair].score, pair),
    )
    for a, b in positive:
        x, y = clusters.of[a], clusters.of[b]
        if x != y and _may_join(clusters.members[x], clusters.members[y], known, judge, decisions):
            clusters.join(x, y)
    return clusters


def _may_join(
    xs: list[str],
    ys: list[str],
    known: dict[Pair, Judgement],
    judge: Callable[[str, str], Judgement],
    decisions: Decisions,
) -> bool:
    scores = []
    for a in xs:
        for b in ys:
            pair = (min(a, b), max(a, b))
            if pair in decisions.apart:
                return False
            if pair in decisions.together:
                continue
            if pair not in known:
                known[pair] = judge(*pair)
            if known[pair].forbidden:
                return False
            scores.append(known[pair].score)
    return not scores or sum(scores) / len(scores) >= WEIGHTS.thresholds["merge_mean"]
