"""The rules a release must pass, as data, queries and Great Expectations suites.

Belongs here: what must hold in and between the tables, and running it. Does not: repairing a table, or deciding
what happens after a failure. Importing this package does not import Great Expectations.
"""

from expectations.catalogue import rules
from expectations.rule import Expectation, Rule
from expectations.run import blocking_failures, check

__all__ = ["Expectation", "Rule", "blocking_failures", "check", "rules"]
