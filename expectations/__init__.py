"""The rules a release must pass, as data, queries and Great Expectations suites."""
