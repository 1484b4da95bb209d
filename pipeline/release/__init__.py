"""Immutable releases: built aside, verified, moved in one step, and verifiable by a stranger."""
