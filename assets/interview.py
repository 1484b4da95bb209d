"""The queue's questions put to a person at a terminal, one by one; every answer is written at once.

Belongs here: prompts, what is shown, which file an answer goes to. Does not: which questions are asked
(``pipeline.curation.queue``), what an answer does (``pipeline.curation.claims``, ``pipeline.reconcile``).
"""

import datetime
import getpass
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import typer
from rich.table import Table
from rich.text import Text

from assets.show import asked, complain, out, say
from pipeline.curation.claims import FIELDS, ON_PAIRS, coded, correct
from pipeline.curation.files import CORRECTIONS, JUDGEMENTS, REVIEW, appended, write
from pipeline.curation.queue import Question, settled_text
from pipeline.errors import InputError
from pipeline.reconcile.curation import read_judgements
from pipeline.text.hidden import escape

_ON_CLAIM = {"a": "accept", "r": "reject", "c": "correct"}
_ON_PAIR = {"s": "same", "d": "different"}


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
        self._decided = 0

    def ask(self, questions: list[Question]) -> int:
        """Ask until there is no question left or the person leaves; returns how many were decided."""
        say("Enter skips a question, q or Ctrl-C leaves. Every answer is kept at once.", "dim")
        try:
            self._who = asked("Your name, for the record", getpass.getuser())
            for number, question in enumerate(questions, start=1):
                _show(question, f"{number} of {len(questions)}")
                answer = _choice(_ON_CLAIM if question.other is None else _ON_PAIR)
                if answer == "quit":
                    break
                if answer:
                    self._decide(question, answer)
        except typer.Abort:
            say()
        return self._decided

    def _decide(self, question: Question, answer: str) -> None:
        """Write an answer, unless it cannot be obeyed, or the person thinks better of it."""
        try:
            if answer in ON_PAIRS:
                self._judge(question, ON_PAIRS[answer])
            elif answer == "correct":
                self._correct(question)
            else:
                self._settle(question, answer)
        except InputError as error:
            complain(error.problem, error.remedy)

    def _settle(self, question: Question, answer: str) -> None:
        if reason := _line("Why"):
            self._settled(question, {"decision": answer, "reason": reason, "who": self._who, "date": _today()})

    def _judge(self, question: Question, judgement: str) -> None:
        if not (reason := _line("Why")):
            return
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
        self._settled(question, {})

    def _correct(self, question: Question) -> None:
        claim = dict(question.claim)
        say("Columns: " + ", ".join(FIELDS), "dim")
        done = False
        try:
            while field := _line("Column to correct"):
                try:
                    done |= self._correct_one(claim, field)
                except InputError as error:
                    complain(error.problem, error.remedy)
        finally:
            # Also where somebody leaves at the second column: the first is written.
            if done:
                self._settled(question, {})

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

    def _settled(self, question: Question, signed: Mapping[str, str]) -> None:
        """Take a question out of the queue, with the answer where no other file holds it."""
        write(self._folder, REVIEW, settled_text(question, dict(signed), self._folder))
        self._decided += 1


def _choice(allowed: Mapping[str, str]) -> str:
    """The answer chosen by its first letter or in full; ``quit``, or nothing for a skip."""
    words = ", ".join(f"[{key}]{word[1:]}" for key, word in allowed.items())
    known = {**allowed, **{word: word for word in allowed.values()}, "q": "quit", "quit": "quit", "": ""}
    while (given := _line(f"{words}, Enter to skip, [q]uit").casefold()) not in known:
        say(f"{given!r} is none of these.", "red")
    return known[given]


def _line(what: str) -> str:
    return asked(what, "")


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
