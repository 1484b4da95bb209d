"""What the command line prints: text made safe, ranges, tables. Computes nothing."""

import signal
import sys
from collections.abc import Mapping
from typing import Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from pipeline.text.hidden import escape
from pipeline.text.ranges import written

WIDE = 2000
"""Columns of what is written to a file or a pipe: no line is folded there."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True, highlight=False)


def at_terminal() -> bool:
    """True where a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def asked(question: str, default: str | None = None) -> str:
    """A line somebody types.

    Raises:
        typer.Abort: If they leave instead, by Ctrl-C or Ctrl-D.
    """
    # Polars has reads go on after Ctrl-C: without this a prompt would not notice it.
    signal.siginterrupt(signal.SIGINT, True)
    return str(typer.prompt(question, default=default, show_default=bool(default))).strip()


def say(text: object = "", style: str = "") -> None:
    """Print one line of text as it is: no markup is read from it, and a path in it stays in one piece."""
    out.print(Text(escape(text), style=style), soft_wrap=True)


def say_markdown(text: str) -> None:
    """Print Markdown: laid out at a terminal, as it was written in a file or a pipe, where layout only pads lines."""
    if sys.stdout.isatty():
        out.print(Markdown(text))
        return
    for line in text.rstrip("\n").split("\n"):
        say(line)


def complain(problem: str, remedy: str) -> None:
    """Print what is wrong, in red, and what to do about it, on stderr."""
    for line in problem.splitlines():
        err.print(Text(escape(line), style="bold red"), soft_wrap=True)
    err.print(Text(escape(remedy)), soft_wrap=True)


def bounds(row: Mapping[str, Any], name: str) -> str:
    """A range of an incident, such as ``killed``, as people write it."""
    return written(row[f"{name}_min"], row[f"{name}_max"], bool(row[f"{name}_max_is_open"]))


def days(row: Mapping[str, Any]) -> str:
    """The day, or the days from and to, an event can have been: ``2016-01-21…24``."""
    start, end = row["event_date_start"], row["event_date_end"]
    if start is None or end is None or start == end:
        return str(start or end or "")
    shared = 8 if (start.year, start.month) == (end.year, end.month) else 5 if start.year == end.year else 0
    return f"{start}…{str(end)[shared:]}"


def grid(title: str, headers: list[str], rows: list[list[object]], right: frozenset[str] = frozenset()) -> None:
    """Print a table; the columns named in ``right`` hold numbers."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for header in headers:
        fixed = header in {"days", "id"}
        table.add_column(header, justify="right" if header in right else "left", overflow="fold", no_wrap=fixed)
    for row in rows:
        table.add_row(*(Text(escape("" if cell is None else cell)) for cell in row))
    out.print(table)
