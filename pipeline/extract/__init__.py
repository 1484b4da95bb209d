"""From sentences to claims: what a text says was done to whom, by whose word, with offsets for every field."""

from pipeline.extract.run import extract_batch, extract_claims

__all__ = ["extract_batch", "extract_claims"]
