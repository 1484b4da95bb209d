"""Who denies a figure, or the attack it belongs to, and in which words."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract.attributions import trimmed, words
from pipeline.extract.context import Context
from pipeline.extract.model import Figure, Span, Speaker


class Denial(NamedTuple):
    """A denial in a sentence.

    Attributes:
        subject: Who denies.
        content: What is denied: from the verb to the end of its clause.
        quote: The whole denial, from subject to the end of what is denied.
    """

    subject: Span
    content: Span
    quote: Span


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    verbs = "|".join(sorted(words()["deny"], key=lambda verb: (-len(verb), verb)))
    denial = re.compile(
        rf"(?:^|[.;:“]\s*|[–—-]\s|,\s+(?:but|while|and)\s+|,\s)(?P<subject>[^,.;:“”–—]{{2,90}}?)\s+"
        rf"(?:(?:has|have|had|also|strongly|categorically|later|quickly)\s+)*(?P<verb>{verbs})\b"
        rf"(?P<content>.*?)(?=,\s+(?:stressing|saying|adding|but|while|and said|insisting|claiming|calling)\b|[;]|$)",
        re.DOTALL,
    )
    passive = re.compile(
        rf"(?P<content>.*?)\s(?:was|were|(?:has|have|had)\s+been)\s+(?:\w+ly\s+)?(?P<verb>{verbs})\s+by\s+"
        rf"(?P<subject>[^,.;:“”–—]{{2,90}})",
        re.DOTALL,
    )
    attack = re.compile(
        r"\b(?:responsib\w+|involvement|carr(?:y|ied|ying) out|conduct\w+|target(?:ed|ing)|strik(?:e|es|ing)|"
        r"kill(?:ed|ing)|claims?|allegations?|accusations?|reports?|toll|figures?|number|attacks?|bombing)\b"
    )
    return denial, passive, attack


def find_denials(context: Context, sentence: int) -> list[Denial]:
    """Denials of a sentence, in reading order."""
    text, offset = context.texts[sentence], context.start(sentence)
    found = []
    active, passive, _ = _patterns()
    for match in (*active.finditer(text), *passive.finditer(text)):
        start, end = trimmed(match["subject"])
        base = match.start("subject")
        if end > start:
            subject = Span(offset + base + start, offset + base + end)
            content = Span(offset + match.start("content"), offset + match.end("content"))
            both = (*subject, *content)
            found.append(Denial(subject, content, Span(min(both), max(both))))
    return found


def own_denial(context: Context, figure: Figure) -> Denial | None:
    """The denial a figure stands in: what is denied includes it."""
    denials = context.find(find_denials, figure.sentence)
    return next((held for held in denials if held.content.start <= figure.harm.start < held.content.end), None)


def later_denial(context: Context, figure: Figure) -> Denial | None:
    """A denial of the attack in one of the three sentences after a figure that holds no figure itself."""
    for index in range(figure.sentence + 1, min(figure.sentence + 4, len(context.texts))):
        if context.blocks[index] != context.blocks[figure.sentence] or index in context.with_figures:
            return None
        for denial in context.find(find_denials, index):
            if _patterns()[2].search(context.document.slice(denial.content)):
                return denial
    return None


def denier(context: Context, denial: Denial) -> Speaker:
    """Who denies, as a speaker."""
    name = context.document.slice(denial.subject)
    return Speaker(name, (name,), (denial.subject,))
