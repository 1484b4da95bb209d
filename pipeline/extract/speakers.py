"""Who says so: the innermost named speaker of a figure, resolved inside the document."""

import re
from functools import cache

from pipeline.extract.attributions import Attribution, find_attributions, trimmed, words
from pipeline.extract.context import Context, discourse
from pipeline.extract.model import Document, Figure, Span, Speaker
from pipeline.extract.scope import INCIDENT, told_scope

Quote = tuple[Span, Span | None]
"""A stretch in quotation marks and, where it goes on from an earlier paragraph, the stretch it goes on from."""


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(r"[“”\"]")


def find_quotes(context: Context, _: int) -> list[Quote]:
    """Quoted stretches of the document; a paragraph that opens with a mark while one is open goes on with it."""
    document = context.document
    quotes: list[Quote] = []
    open_from: Span | None = None
    paragraphs: dict[int, Span] = {}
    for sentence in document.sentences:
        held = paragraphs.get(sentence.paragraph)
        paragraphs[sentence.paragraph] = Span(held.start if held else sentence.span.start, sentence.span.end)
    for paragraph in paragraphs.values():
        start: int | None = None
        text = document.slice(paragraph)
        for mark in _marks().finditer(text):
            at = paragraph.start + mark.start()
            if mark[0] == "“" or (mark[0] == '"' and start is None):
                start = at if start is None else start
                continue
            if start is not None:
                goes_on = open_from if start == paragraph.start else None
                quotes.append((Span(start, at + 1), goes_on))
                start, open_from = None, None if goes_on else open_from
        if start is not None:
            span = Span(start, paragraph.end)
            quotes.append((span, open_from if start == paragraph.start else None))
            open_from = quotes[-1][1] or span
    return quotes


def _key(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]{2,}", name.lower())) - {"the", "of", "for", "and", "an", "in", "al"}


def resolved(context: Context, _: int) -> dict[Span, tuple[str, tuple[Span, ...]]]:
    """Name of each speaker of the document by the span of its mention, short mentions led back to the full name."""
    names: dict[Span, tuple[str, tuple[Span, ...]]] = {}
    full: list[tuple[str, Span]] = []
    everything = [
        attribution for index in range(len(context.texts)) for attribution in context.find(find_attributions, index)
    ]
    named = [(context.document.slice(item.span), item.span) for item in everything if not is_short(item.subject)]
    for item in everything:
        name = context.document.slice(item.span)
        target = _target(context, item, full) or _monitor(item.subject, named)
        if target:
            names[item.span] = (target[0], (item.span, target[1]))
        else:
            names[item.span] = (name, (item.span,))
        # A definite noun that stands for nobody named before is who the next pronoun stands for.
        if not is_short(item.subject) or not target:
            full.append((name, item.span))
    return names


def is_short(subject: str) -> bool:
    """Whether a mention stands for a speaker named elsewhere: a pronoun, or a definite noun without a name."""
    lower = subject.strip(' ,“”"').lower()
    if lower in words()["pronouns"]:
        return True
    if not lower.startswith(("the ", "our ", "this ", "its ")):
        return False
    rest = lower.split(" ", 1)[1]
    capitals = re.search(r"\b[A-Z]\w+", subject.split(" ", 1)[1])
    return not capitals and rest.split()[-1] in words()["generic"] and len(rest.split()) <= 3


def _target(context: Context, item: Attribution, full: list[tuple[str, Span]]) -> tuple[str, Span] | None:
    """The fuller name a mention stands for, told before it."""
    name = context.document.slice(item.span)
    pronoun = item.subject.strip(' ,“”"').lower()
    if pronoun in words()["pronouns"]:
        return _antecedent(context, item) or next(
            (entry for entry in reversed(full) if _agrees(pronoun, entry[0])), None
        )
    # "the Observatory" and "the observatory" stand for one body, and are no surname.
    several = item.subject.strip(' ,“”"').lower() == name.lower() and name.lower().endswith("s")
    # "Activists said": some, not those named before.
    if is_short(item.subject) or (name.lower() in words()["generic"] and not several):
        return _of_kind(context, item, full)
    # A surname, or a name without its titles: the fuller form told before.
    key = _key(name) - words()["generic"]
    longer = [entry for entry in full if key and key < _key(entry[0]) - words()["generic"] - words()["praise"]]
    if longer and len(key) <= 2 and name[:1].isupper():
        return max(longer, key=lambda entry: len(_key(name) & _key(entry[0])))
    return _told(context, item.span, rf"\b(?:[A-Z][\w’'-]+\s){{1,4}}{name}\b") if re.fullmatch(_SURNAME, name) else None


def _agrees(pronoun: str, name: str) -> bool:
    """Whether a name can be whom a pronoun means: "it", "he" and "she" are no experts, residents or sources."""
    last = re.split(r"\s(?:in|of|at|from|for|with|who)\s", name)[0].split()[-1:]
    plural = bool(last) and last[0].endswith("s") and last[0].lower() in words()["generic"]
    return pronoun not in words()["singular"] or not plural


_REACH = 20_000
"""Characters before a mention within which its fuller form is looked for."""
_SURNAME = r"[A-Z][a-zà-ÿ’'-]{2,}|(?:al|el|Al|El)-[A-Z][\w’'-]+"


def _told(context: Context, mention: Span, pattern: str) -> tuple[str, Span] | None:
    """The last stretch before a mention that a pattern finds, within reach."""
    found = [*re.compile(pattern).finditer(context.document.text, max(0, mention.start - _REACH), mention.start)]
    return (found[-1][0], Span(*found[-1].span())) if found else None


def _of_kind(context: Context, item: Attribution, full: list[tuple[str, Span]]) -> tuple[str, Span] | None:
    """Whom a definite noun such as "the ministry" or "the group" means.

    The nearest speaker told before that shares most words with it; else a body the text named with that noun; else,
    for a noun that fits any speaker, the last to have spoken. A noun that says more stays as it is written.
    """
    name = context.document.slice(item.span)
    stems = _stems(_key(name))
    shared = max(reversed(full), key=lambda entry: len(stems & _stems(_key(entry[0]))), default=None)
    if shared and stems & _stems(_key(shared[0])):
        return shared
    *qualities, noun = name.lower().split() or [""]
    word = r"[A-Z][\w’'-]+"
    linked = rf"(?: (?:(?:of|for|and|the|on|in) ){{0,2}}{word}){{0,6}}"
    body = rf"\b(?:(?!The ){word} ){{0,6}}{re.escape(noun.title())}{linked}"
    told = _told(context, item.span, body)
    if told and " " in told[0]:
        return told
    return full[-1] if full and noun in words()["any_speaker"] and not set(qualities) - words()["qualities"] else None


def _antecedent(context: Context, item: Attribution) -> tuple[str, Span] | None:
    """The subject of the sentence before, where that sentence names no speaker but one who can speak."""
    sentences = context.document.sentences
    index = _sentence_at(context, item.span.start)
    if not index or context.texts[index][: item.span.start - context.start(index)].strip(' “"'):
        return None
    if sentences[index - 1].is_headline or context.find(find_attributions, index - 1):
        return None
    for token in context.parse(index - 1) or ():
        if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and _may_speak(token.lower_, token.pos_):
            start, offset = token.left_edge.idx, context.start(index - 1)
            first, last = trimmed(context.texts[index - 1][start : token.right_edge.idx + len(token.right_edge.text)])
            span = Span(offset + start + first, offset + start + last)
            return context.document.slice(span), span
    return None


def _may_speak(word: str, kind: str) -> bool:
    return word not in words()["things"] and (kind == "PROPN" or word in words()["generic"])


def _stems(key: frozenset[str]) -> set[str]:
    return {token.rstrip("s")[:8] for token in key if len(token) > 2}


def _monitor(subject: str, named: list[tuple[str, Span]]) -> tuple[str, Span] | None:
    """The recorder the document names elsewhere, for mentions such as "a human rights monitoring group"."""
    lower = subject.lower()
    if not any(lower.endswith(kind) for kind in words()["monitors"]) or _has_name(subject):
        return None
    return next((entry for entry in named if _key(entry[0]) & words()["monitor_names"] and _has_name(entry[0])), None)


def _has_name(subject: str) -> bool:
    return len(re.findall(r"\b[A-Z]\w+", subject)) > 2 or any(
        word in subject for word in ("Observatory", "Network", "Monitor for")
    )


def _speaker(context: Context, item: Attribution, outer: tuple[str, ...] = ()) -> Speaker:
    name, spans = context.find(resolved, 0)[item.span]
    chain = tuple(dict.fromkeys((*outer, name)))
    return Speaker(name, chain, spans)


def _covering(context: Context, sentence: int, harm: Span, quoted: bool) -> Speaker | None:
    """The speaker a sentence names for words of its own."""
    items = [item for item in context.find(find_attributions, sentence) if not _unresolved(context, item)]
    if quoted:
        items = [item for item in items if not _inside_quote(context, item.span.start, harm)]
    leading = [item for item in items if item.leads and item.cue.end <= harm.start + 1]
    trailing = [
        item
        for item in items
        if not item.leads and item.span.start >= harm.start and not _of_other_quote(context, item, harm)
    ]
    before = leading[-1] if leading else None
    after = trailing[0] if trailing else None
    if before and after:
        between = context.document.text[harm.end : after.span.start]
        if re.search(r"[;.]|,\s+(?:while|but|whereas)\b", between) or not after.relays:
            after = None
    if after:
        name = context.find(resolved, 0)[before.span][0] if before else None
        return _speaker(context, after, (name,) if name else ())
    if before:
        told = len(leading) > 1 and re.search(r"\bthere (?:were|are|have been)\s+$", _up_to(context, before))
        if told and context.document.slice(before.span).lower() in words()["reports"]:
            # "The source said that there were reports of ...": the source says so.
            return _speaker(context, leading[-2])
        if before.relays and len(leading) > 1:
            return _speaker(context, before, (context.find(resolved, 0)[leading[-2].span][0],))
        outer = _outer(context, leading, before)
        return _speaker(context, before, outer)
    return None


def _up_to(context: Context, item: Attribution) -> str:
    """The words right before a speaker's name."""
    return context.document.text[max(0, item.span.start - 20) : item.span.start]


def _unresolved(context: Context, item: Attribution) -> bool:
    """Whether a mention is a pronoun that stands for nobody the text named."""
    return context.find(resolved, 0)[item.span][0].lower() in words()["pronouns"]


def _of_other_quote(context: Context, item: Attribution, harm: Span) -> bool:
    """Whether a speaker named after a quotation has said that quotation, and the harm stands before it."""
    return any(
        harm.end <= span.start and span.end <= item.span.start <= span.end + 6 and span.end - span.start > 40
        for span, _ in context.find(find_quotes, 0)
    )


def _outer(context: Context, leading: list[Attribution], inner: Attribution) -> tuple[str, ...]:
    """Speakers before the innermost, where nothing but "that" parts them."""
    text = context.document.text
    held = [
        item for item in leading if item is not inner and text[item.cue.end : inner.span.start].strip() in ("", "that")
    ]
    return tuple(context.find(resolved, 0)[item.span][0] for item in held)


def _inside_quote(context: Context, at: int, harm: Span) -> bool:
    return any(
        span.start <= at < span.end and span.start <= harm.start < span.end for span, _ in context.find(find_quotes, 0)
    )


def _sentence_at(context: Context, at: int) -> int | None:
    return next(
        (held.index for held in context.document.sentences if held.span.start <= at < held.span.end),
        None,
    )


def _of_quote(context: Context, figure: Figure) -> Speaker | None:
    """The speaker of the quotation a figure stands in, wherever the quotation names its speaker."""
    held = next(
        (quote for quote in context.find(find_quotes, 0) if quote[0].start <= figure.harm.start < quote[0].end), None
    )
    if held is None or held[0].end - held[0].start < 25:
        return None
    own = _covering(context, figure.sentence, figure.harm, True)
    if own:
        return own
    for span in (held[0], held[1]):
        if span is None:
            continue
        for at in (span.end - 1, span.start):
            index = _sentence_at(context, at)
            for near in (index, *((index - 1, index - 2) if index and at == span.start else ())):
                if near is None or near < 0:
                    continue
                outside = [
                    item
                    for item in context.find(find_attributions, near)
                    if not span.start <= item.span.start < span.end
                ]
                if outside and (near == index or context.document.sentences[near].span.end >= span.start - 400):
                    after = [item for item in outside if item.span.start >= span.end]
                    return _speaker(context, (after or outside[-1:])[0])
    return None


def code_speaker(context: Context, figure: Figure) -> Speaker | None:
    """Who says a figure, as its sentence or the sentences it leans on tell; None in the outlet's own voice."""
    quoted = _of_quote(context, figure)
    if quoted:
        return quoted
    own = _covering(context, figure.sentence, figure.harm, False)
    return own or _carried(context, figure)


def _carried(context: Context, figure: Figure) -> Speaker | None:
    """A speaker told in the sentence before or after, where this sentence goes on with the same telling."""
    sentences, index, patterns = context.document.sentences, figure.sentence, discourse()
    if sentences[index].is_headline or patterns["summings"].match(context.texts[index]):
        return None
    before, after = index - 1, index + 1
    if after < len(sentences) and sentences[after].paragraph == sentences[index].paragraph:
        # "A person was injured. He was taken to hospital, the source said."
        trailing = [
            item for item in context.find(find_attributions, after) if not item.leads and is_short(item.subject)
        ]
        if trailing and after not in context.with_figures:
            return _speaker(context, trailing[0])
    leans = _leans(context, index)
    # Sentences that lean on those before them have the speaker all of them lean on.
    while leans and before > 0 and not context.find(find_attributions, before) and _leans(context, before):
        before -= 1
    if before < 0 or sentences[before].is_headline or context.blocks[before] != context.blocks[index]:
        return None
    items = [item for item in context.find(find_attributions, before) if not _aside(context, before, item)]
    if not items or patterns["summings"].match(context.texts[before]):
        return None
    same = sentences[before].paragraph == sentences[index].paragraph
    goes_on = same and items[-1].leads and bool(patterns["defined"].match(context.texts[index]))
    framed = _framed(context, index, items[-1]) and told_scope(context, figure) == INCIDENT
    return _speaker(context, items[-1]) if leans or goes_on or framed else None


def _framed(context: Context, index: int, before: Attribution) -> bool:
    """Whether a speaker goes on right after a sentence of a paragraph: "X said ... Two more died. The source added"."""
    sentences, after = context.document.sentences, index + 1
    spoken = words()["verbs"] & set(re.findall(r"[a-z]+", context.texts[index].lower()))
    if spoken or before.span.start < context.start(index - 1) or after >= len(sentences):
        return False
    if len({sentences[at].paragraph for at in (index - 1, index, after)}) > 1:
        return False
    names = context.find(resolved, 0)
    goes_on = [item for item in context.find(find_attributions, after) if item.leads]
    return bool(goes_on) and is_short(goes_on[0].subject) and names[goes_on[0].span][0] == names[before.span][0]


def _aside(context: Context, sentence: int, item: Attribution) -> bool:
    """Whether a speaker is named in a clause about something else: "a video, which the monitor told of yesterday"."""
    start = context.start(sentence)
    at = item.cue.start - start
    return any(token.idx == at and token.dep_ == "relcl" for token in context.parse(sentence) or ())


def _leans(context: Context, sentence: int) -> bool:
    """Whether a sentence adds to what was told before it."""
    text = context.texts[sentence]
    return bool(discourse()["additions"].match(text)) or context.takes_up(sentence)


def is_vague(speaker: Speaker) -> bool:
    """Whether a speaker is no more than "reports"."""
    return speaker.name.lower() in words()["reports"]


def is_own_voice(document: Document, speaker: Speaker) -> bool:
    """Whether a speaker is the outlet's own reporter, who adds no voice to what the outlet says itself."""
    name, publisher = _key(speaker.name), _key(document.publisher_name or "")
    own = publisher | {"".join(word[0] for word in (document.publisher_name or "").lower().split())}
    return bool(name & words()["own_reporters"] and name & own)
