"""What two claims both count.

Belongs here: questions on two claims that several steps ask. Does not: levels of comparisons (``comparisons``).
"""

from pipeline.reconcile.mention import Figure, Mention


def shared(a: Mention, b: Mention) -> list[tuple[Figure, Figure]]:
    """The harms both count: killed with killed, injured with injured."""
    pairs = ((a.killed, b.killed), (a.injured, b.injured))
    return [(x, y) for x, y in pairs if x is not None and y is not None]
