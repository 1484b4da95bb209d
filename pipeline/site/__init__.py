"""A release as a static site: readable offline, from any web host and under any path, without scripts.

Belongs here: what a reader sees of a release. Does not: deciding anything about claims or incidents. Pages ask nothing
of another host; every text of a source is escaped.
"""

from pipeline.site.build import Built, build_site

__all__ = ["Built", "build_site"]
