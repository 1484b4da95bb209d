"""Days inferred across documents: an undated report is dated by an event it shares with a dated one.

Belongs here: which link gives an undated claim its days, and from which claim. Does not: reading dates out of text
(``extract``), or the days of an event (``event``). The claim's own date stays NULL: the days stand on the link.
"""

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass

from pipeline.reconcile.mention import Mention
from pipeline.text.dates import calendar_names

_SHARED_DAYS = 3
"""A claim dates others only where it pins the event to this many days or fewer."""


@dataclass(frozen=True, slots=True, order=True)
class Inferred:
    """Days that a link gives a claim.

    Attributes:
        start: First day the event can have been.
        end: Last day.
        source: The dated claim they come from.
        basis: ``shared_incident``, or ``same_words`` where another claim of the document gives the same words for its
            day and is dated by an incident it shares.
    """

    start: datetime.date
    end: datetime.date
    source: str
    basis: str


def infer_days(groups: list[list[Mention]]) -> dict[str, Inferred]:
    """Days by claim id, for undated claims of events that a dated claim belongs to, and for what goes with them.

    'Khasham … yesterday' in an undated report, and Saturday in a dated one, make 'yesterday' of the undated
    report a Saturday, also where it says so of a place no dated report names.

    Args:
        groups: Claims of each event; totals, which cover several days, are left out by the caller.
    """
    found: dict[str, Inferred] = {}
    words: dict[tuple[str, str], set[Inferred]] = defaultdict(set)
    for mentions in groups:
        source = _dating(mentions)
        if source is None or source.date_start is None or source.date_end is None:
            continue
        for mention in mentions:
            if mention.date_start is None:
                start, end = _narrowed(mention, source.date_start, source.date_end)
                found[mention.claim_id] = Inferred(start, end, source.claim_id, "shared_incident")
                if mention.date_text and mention.document_id != source.document_id:
                    words[mention.document_id, mention.date_text].add(
                        Inferred(start, end, source.claim_id, "same_words")
                    )
    for mentions in groups:
        if _dating(mentions) is not None:
            continue
        for mention in mentions:
            days = words.get((mention.document_id, mention.date_text or ""), set())
            if mention.date_start is None and len({(x.start, x.end) for x in days}) == 1:
                found[mention.claim_id] = min(days)
    return found


def _dating(mentions: list[Mention]) -> Mention | None:
    dated = [
        x
        for x in mentions
        if x.date_start is not None and x.date_end is not None and (x.date_end - x.date_start).days < _SHARED_DAYS
    ]
    return min(dated, key=_narrowest, default=None)


def _narrowest(mention: Mention) -> tuple[int, datetime.date, str]:
    start = mention.date_start or datetime.date.min
    return ((mention.date_end or start) - start).days, start, mention.claim_id


def _narrowed(mention: Mention, start: datetime.date, end: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The days, or the one among them whose weekday the claim names."""
    weekdays = calendar_names().weekdays
    named = {weekdays[word] for word in re.findall(r"[a-z]+", mention.date_text or "") if word in weekdays}
    days = [start + datetime.timedelta(days=n) for n in range((end - start).days + 1)]
    fitting = [day for day in days if day.weekday() in named]
    return (fitting[0], fitting[0]) if len(fitting) == 1 else (start, end)
