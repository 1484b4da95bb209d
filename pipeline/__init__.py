"""Harm Ledger's library: from raw text to claims, incidents and releases.

Pure functions over Polars frames and text. Nothing here imports Dagster or Great Expectations: the
wiring lives in ``assets``, the rules in ``expectations``.
"""

__version__ = "0.1.0"
