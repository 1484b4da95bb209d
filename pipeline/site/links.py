"""Where each page stands inside the site: relative to its root, the same on any host and under any path."""

import re

from pipeline.storage import short_id

Row = dict[str, object]

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", re.ASCII)


def file_name(identifier: str) -> str:
    """The id itself where any file system and address can hold it, else one made of it."""
    return identifier if _SAFE.fullmatch(identifier) else short_id("id", identifier)


def incident_page(incident: str) -> str:
    """Page of an incident or total."""
    return f"incidents/{file_name(incident)}.html"


def document_page(document: str) -> str:
    """Page of a document."""
    return f"documents/{file_name(document)}.html"


def source_page(source: str, number: int = 1) -> str:
    """Page of a speaker or outlet; long ones have several."""
    return numbered(f"sources/{source}.html", number)


def release_page(version: str) -> str:
    """Page of what a release changed."""
    return f"releases/{version}.html"


def numbered(page: str, number: int) -> str:
    """The n-th part of a page: ``incidents/index.html``, ``incidents/index-2.html``."""
    return page if number == 1 else f"{page.removesuffix('.html')}-{number}.html"
