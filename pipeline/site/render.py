"""Templates to text. Everything that comes from a table is escaped; only pictures made here are not."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.site.words import visible

_STATIC = (".css", ".js", ".svg")


class Renderer:
    """The templates of the site, compiled once."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("pipeline.site"),
            autoescape=True,
            finalize=_shown,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._templates: dict[str, Template] = {}

    def page(self, template: str, path: str, values: Mapping[str, Any]) -> str:
        """One page.

        Args:
            template: Name of the template.
            path: Where the page stands in the site: ``root`` leads from there back to the site's first folder.
            values: What the template shows.
        """
        if template not in self._templates:
            self._templates[template] = self._environment.get_template(template)
        return self._templates[template].render(values, root="../" * path.count("/"), path=path)


def _shown(value: Any) -> Any:
    """Whatever a template puts on a page, with no hidden character in it, wherever it came from."""
    return value if type(value) is not str or value.isprintable() else visible(value)


def picture(svg: str) -> Markup:
    """An SVG of ours as part of a page: ``charts`` has made sure that nothing in it acts."""
    return Markup(svg)


@cache
def static_files() -> dict[str, bytes]:
    """Files that every page shares, by name."""
    folder = files("pipeline.site").joinpath("static")
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.name.endswith(_STATIC)}
