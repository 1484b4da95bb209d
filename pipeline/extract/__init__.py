"""From sentences to claims: what a text says was done to whom, by whose word, with offsets for every field."""
