"""The queue's questions put to a person at a terminal, one by one; every answer is written at once.

Belongs here: prompts, what is shown, which file an answer goes to. Does not: which questions are asked
(``pipeline.curation.queue``), what an answer does (``pipeline.curation.claims``, ``pipeline.reconcile``).
"""

import datetime
import getpass
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import typer
from rich.table import Table
from rich.text import Text

from assets.show import complain, out, say
from pipeline.curation.claims import FIELDS, ON_PAIRS, coded, correct
from pipeline.curation.files import CORRECTIONS, JUDGEMENTS, REVIEW, appended, write
from pipeline.curation.queue import Question, settled_text
from pipeline.errors import InputError
from pipeline.reconcile.curation import read_judgements
from pipeline.text.hidden import escape

_ON_CLAIM = {"a": "accept", "r": "reject", "c": "correct"}
_ON_PAIR = {"s": "same", "d": "different"}


def at_terminal() -> bool:
    """True where a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Interview:
    """Questions to one person about one build.

    Args:
        tables: Of the build the questions come from.
        folder: Curation folder the answers go to.
    """

    def __init__(self, tables: Mapping[str, pl.DataFrame], folder: Path) -> None:
        self._folder = folder
        self._texts = dict(tables["document_text"].iter_rows())
        # The check of an answer is about contradictions; what a claim tells of, the next run knows.
        self._kinds: dict[str, str | None] = dict(tables["claim"].select("claim_id", "aggregation").iter_rows())
        self._documents = set(self._texts)
        self._who = ""

    def ask(self, asked: list[Question]) -> int:
        """Ask until there is no question left or the person leaves; returns how many were decided."""
        say("Enter skips a question, q leaves. Every answer is kept at once.", "dim")
        self._who = typer.prompt("Your name, for the record", default=getpass.getuser())
        decided = 0
        for number, question in enumerate(asked, start=1):
            _show(question, f"{number} of {len(asked)}")
            answer = _choice(_ON_CLAIM if question.other is None else _ON_PAIR)
            if answer == "quit":
                break
            decided += bool(answer) and self._decide(question, answer)
        return decided

    def _decide(self, question: Question, answer: str) -> bool:
        """Write an answer; False where it cannot be obeyed, or the person thought better of it."""
        try:
            if answer in ON_PAIRS:
                return self._judge(question, ON_PAIRS[answer])
            return self._correct(question) if answer == "correct" else self._settle(question, answer)
        except InputError as error:
            complain(error.problem, error.remedy)
            return False

    def _settle(self, question: Question, answer: str) -> bool:
        if not (reason := _line("Why")):
            return False
        signed = {"decision": answer, "reason": reason, "who": self._who, "date": _today()}
        write(self._folder, REVIEW, settled_text(question, signed, self._folder))
        return True

    def _judge(self, question: Question, judgement: str) -> bool:
        if not (reason := _line("Why")):
            return False
        a, b = sorted(question.key)
        row = {"claim_a": a, "claim_b": b, "judgement": judgement, "reason": reason}
        path = self._folder / JUDGEMENTS
        before = path.read_text(encoding="utf-8") if path.exists() else None
        write(self._folder, JUDGEMENTS, appended(self._folder, JUDGEMENTS, row | {"who": self._who, "date": _today()}))
        try:
            read_judgements(self._folder, self._kinds, self._documents)
        except InputError:
            path.unlink() if before is None else write(self._folder, JUDGEMENTS, before)
            raise
        write(self._folder, REVIEW, settled_text(question, {}, self._folder))
        return True

    def _correct(self, question: Question) -> bool:
        claim = dict(question.claim)
        say("Columns: " + ", ".join(FIELDS), "dim")
        done = False
        while field := _line("Column to correct"):
            try:
                done |= self._correct_one(claim, field)
            except InputError as error:
                complain(error.problem, error.remedy)
        if done:
            write(self._folder, REVIEW, settled_text(question, {}, self._folder))
        return done

    def _correct_one(self, claim: dict[str, Any], field: str) -> bool:
        """Write a correction of one column; the claim holds the new value from then on."""
        old = "" if claim.get(field) is None else str(claim.get(field))
        say(f"It says: {old or 'nothing'}", "dim")
        row = {"claim_id": claim["claim_id"], "field": field, "old_value": old, "new_value": _line("It should say")}
        correct(claim, row | {"where": "The answer"}, self._texts[claim["document_id"]])
        row |= {"reason": _line("Why"), "source": _line("What shows it (the text's words, a page)")}
        if not row["reason"] or not row["source"]:
            return False
        row |= {"who": self._who, "date": _today()}
        write(self._folder, CORRECTIONS, appended(self._folder, CORRECTIONS, row))
        return True


def _choice(allowed: Mapping[str, str]) -> str:
    """The answer chosen by its first letter or in full; ``quit``, or nothing for a skip."""
    words = ", ".join(f"[{key}]{word[1:]}" for key, word in allowed.items())
    known = {**allowed, **{word: word for word in allowed.values()}, "q": "quit", "quit": "quit", "": ""}
    while (given := _line(f"{words}, Enter to skip, [q]uit").casefold()) not in known:
        say(f"{given!r} is none of these.", "red")
    return known[given]


def _line(what: str) -> str:
    return str(typer.prompt(what, default="", show_default=False)).strip()


def _today() -> str:
    return datetime.date.today().isoformat()


def _show(question: Question, place: str) -> None:
    sides = [question.claim] if question.other is None else [question.claim, question.other]
    doubt = (
        f"Is this what the text says? Confidence {question.claim['confidence']:.2f}"
        if question.other is None
        else f"Do these tell of one event? Match score {question.score:.2f}"
    )
    table = Table(title=f"{place}: {doubt}", title_justify="left", title_style="bold", show_lines=True)
    table.add_column("")
    for claim in sides:
        table.add_column(Text(escape(claim["claim_id"])), overflow="fold", ratio=1)
    for name, shown in (("source", _source), ("quote", _quote), ("coded", coded)):
        table.add_row(name, *(Text(escape(shown(claim))) for claim in sides))
    out.print(table)


def _source(claim: Mapping[str, Any]) -> str:
    day = claim["publication_date"]
    return f"{claim['publisher_name'] or 'unknown outlet'}, {day or 'no date'}, {claim['file_name']}"


def _quote(claim: Mapping[str, Any]) -> str:
    return " ".join(claim["quote"].split())
