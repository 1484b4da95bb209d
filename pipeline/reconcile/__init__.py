"""From claims of many documents to incidents, with nothing counted twice and every decision kept.

Belongs here: comparing, grouping, tracing origins, ranges, totals, grades. Does not: reading text (``extract``)
or names (``authority``).
"""

from pipeline.reconcile.build import reconcile
from pipeline.reconcile.identity import Memory

__all__ = ["Memory", "reconcile"]
