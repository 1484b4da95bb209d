"""The closed vocabularies, read from ``vocabularies.yml``."""

from importlib.resources import files

import yaml

VOCABULARIES: dict[str, dict[str, str]] = {
    name: {str(term): meaning for term, meaning in terms.items()}
    for name, terms in yaml.safe_load(
        files("pipeline.schema").joinpath("vocabularies.yml").read_text(encoding="utf-8")
    ).items()
}
"""Vocabulary name to its terms and their meanings, in order."""
