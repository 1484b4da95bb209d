"""Places, organisations and actors: the authority tables, and what a name in a text resolves to.

Belongs here: reference data and exact matching. Does not: reading places or speakers out of text (``extract``),
or deciding that two claims are one event (``reconcile``).
"""

from pipeline.authority.reference import load_reference
from pipeline.authority.resolve import resolve

__all__ = ["load_reference", "resolve"]
