"""The Dagster wiring and the command line that runs it; no domain logic."""
