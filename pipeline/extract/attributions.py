"""Who is said to say something: the attributions a sentence contains, before anyone asks what they cover."""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Attribution(NamedTuple):
    """A speaker named in a sentence.

    Attributes:
        span: The speaker's words in the raw text, cut to the name.
        cue: The verb or words that make it a speaker.
        leads: True where what is said follows the speaker, False where it stands before.
        relays: True for "according to": inside what another speaker of the sentence relays.
        subject: The speaker's words as they stand, article and all.
    """

    span: Span
    cue: Span
    leads: bool
    relays: bool
    subject: str


@cache
def words() -> dict[str, frozenset[str]]:
    """Lists of ``speech.yml`` as sets."""
    return {name: frozenset(entries) for name, entries in vocabulary.load("speech").items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    name = r"(?P<name>[^,.;:!?“”\"\n()|–—]{2,90}(?:\.[A-Z][^,.;:!?“”\"\n()]*)?(?:\([^)]{2,25}\))?)"
    source = "|".join(sorted(map(re.escape, words()["generic"]), key=len, reverse=True))
    return {
        "according": re.compile(rf"\b[Aa]ccording to\s+{name}"),
        "told_in": re.compile(
            r"^(?:(?:the|a|an|its|their|his|her|latest|new|official|initial)\s+)*"
            r"(?:statement|report|figures|tally|count|data|toll|tweet|news|information|website|post|testimony|accounts?)\s+"
            r"(?:\w+\s+){0,2}?(?:by|of|from|to|in)\s+",
            re.IGNORECASE,
        ),
        "statement_by": re.compile(rf"\b[Ss]tatement\s+(?:released\s+|issued\s+|published\s+)?(?:by|from)\s+{name}"),
        "reports_by": re.compile(rf"\b(?:[Rr]eports?|[Cc]laims?|[Aa]llegations?)\s+(?:by|from)\s+{name}"),
        "amid_reports": re.compile(
            r"\b(?:amid|there (?:were|are)|calling)\s+(?P<name>(?:\w+\s+)?reports)\s+(?:that|of)\b"
        ),
        "colon": re.compile(rf"^\W*(?P<name>[^:“”\".,\n]{{2,60}}?(?:\b(?:{source})\b[^:“”\".,\n]{{0,30}})?):\s"),
        "headline": re.compile(r"(?:\s[–—-]|:|\s\|)\s+(?P<name>[A-Z][\w’' -]{1,40}|\w+(?:\s\w+){0,2})$"),
        "tail": re.compile(
            r"\s+(?:on|in|at|late|early|earlier|during|through|via|with|as|that|who|which|and\s+(?:said|added)|said|says|told|in a statement|"
            r"after|when|where|this|last|yesterday|today|has|have|had|was|were|is|are)\b.*$",
            re.IGNORECASE | re.DOTALL,
        ),
        "relative": re.compile(r",|\s(?:who|which|that|installed)\s|\s[–—]\s"),
        "determiner": re.compile(
            r"^(?:the|a|an|our|its|some|various|several|another(?=\s+\w+\s+\w+\s+zzz))\s+", re.IGNORECASE
        ),
    }


def find_attributions(context: Context, sentence: int) -> list[Attribution]:
    """Speakers a sentence names, in reading order."""
    text, offset = context.texts[sentence], context.start(sentence)
    found = [*_by_pattern(context, sentence)]
    parse = context.parse(sentence)
    if parse is not None:
        found += [attribution for token in parse if (attribution := _by_verb(parse, token, text, offset))]
    unique = {attribution.span: attribution for attribution in reversed(found)}
    return sorted(unique.values())


def _make(text: str, offset: int, start: int, end: int, cue: tuple[int, int], leads: bool, relays: bool) -> Attribution:
    subject = text[start:end]
    first, last = trimmed(subject)
    span = Span(offset + start + first, offset + start + last)
    return Attribution(span, Span(offset + cue[0], offset + cue[1]), leads, relays, subject)


def trimmed(subject: str) -> tuple[int, int]:
    """Start and end of a speaker's name inside the words it stands in: no article, no clause about the speaker."""
    determiner = _patterns()["determiner"].match(subject)
    start, end = (determiner.end() if determiner else 0), len(subject)
    cut = _patterns()["relative"].search(subject, start)
    if cut:
        end = cut.start()
    while end > start and (subject[end - 1].isspace() or subject[end - 1] in ",.;:“”\"'‘’"):
        end -= 1
    while start < end and (subject[start].isspace() or subject[start] in ",.;:“”\"'‘"):
        start += 1
    return start, end


def _by_pattern(context: Context, sentence: int) -> list[Attribution]:
    text, offset, patterns = context.texts[sentence], context.start(sentence), _patterns()
    found = []
    for match in patterns["according"].finditer(text):
        start, end = match.span("name")
        inner = patterns["told_in"].match(text[start:end])
        start += inner.end() if inner else 0
        tail = patterns["tail"].search(text[:end], start)
        end = tail.start() if tail else end
        # At the head of a clause what is said follows.
        leads = not re.search(r"\w{2}", text[: match.start()]) or bool(re.search(r"[;:.]\s*$", text[: match.start()]))
        found.append(_make(text, offset, start, end, match.span(), leads, True))
    for name in ("statement_by", "reports_by", "amid_reports"):
        for match in patterns[name].finditer(text):
            start, end = match.span("name")
            tail = re.compile(r"\s+(?:on|about|of|that|reads|as)\b.*$|(?<=\w)\s+in\s+\d.*$", re.DOTALL).search(
                text[:end], start + 2
            )
            end = tail.start() if tail and name != "statement_by" else end
            found.append(_make(text, offset, start, end, (match.start(), end), True, name == "amid_reports"))
    colon = patterns["colon"].match(text)
    if colon and _is_source(context, colon["name"]):
        found.append(_make(text, offset, *colon.span("name"), colon.span(), True, False))
    headline = patterns["headline"].search(text) if context.document.sentences[sentence].is_headline else None
    if headline and _is_source(context, headline["name"]):
        found.append(_make(text, offset, *headline.span("name"), headline.span(), False, False))
    return found


def _is_source(context: Context, name: str) -> bool:
    """Whether a short phrase set off by a colon or a dash names a source: by its noun, or as one named elsewhere."""
    tokens = re.findall(r"[\w’'-]+", name.lower())
    if not tokens or len(tokens) > 9:
        return False
    if tokens[-1] in words()["generic"] | {"reports"} or any(token in words()["generic"] for token in tokens):
        return not {"explosion", "attack"} & set(tokens)
    return bool(re.fullmatch(r"[A-Z]{3,6}|[A-Z]\w+", name)) and name in context.find(_names, 0)


def _names(context: Context, _: int) -> frozenset[str]:
    """Capitalised words that stand right before a reporting verb, or in brackets as a short form, in the document."""
    verbs = r"(?:said|says|reported|stated|added|announced|told|confirmed|documented|noted|claimed)"
    text = context.document.text
    found = re.findall(rf"\b([A-Z][\w-]+)\)?(?:\s+(?:sources|activists|also|has|have)){{0,2}}\s+{verbs}\b", text)
    return frozenset([*found, *re.findall(r"\(([A-Z][\w-]+)\)", text)])


def _by_verb(parse: "Doc", token: "Token", text: str, offset: int) -> Attribution | None:
    lemma = token.lemma_.lower()
    if token.pos_ not in ("VERB", "AUX") or lemma not in words()["verbs"] | words()["cite"] | words()["deny"]:
        return None
    subject = _subject(token)
    if subject is None or subject.text.lower() in words()["never"]:
        return None
    start, end = subject.left_edge.idx, subject.right_edge.idx + len(subject.right_edge.text)
    if start <= token.idx < end:
        end = min(end, token.idx)
    if lemma in words()["deny"]:
        return None
    if lemma in words()["cite"]:
        cited = next((child for child in token.children if child.dep_ in ("dobj", "nsubj") and child.i > token.i), None)
        if cited is None:
            cited = next(
                (child for child in token.subtree if child.dep_ in ("nsubj", "dobj") and child.i > token.i), None
            )
        if cited is None:
            return None
        start, end = cited.left_edge.idx, cited.right_edge.idx + len(cited.right_edge.text)
        as_saying = text.find(" as ", start)
        end = min(end, as_saying) if as_saying > start else end
        return _make(text, offset, start, end, (token.idx, end), True, True)
    if not text[start:end].strip():
        return None
    cue = (token.idx, token.idx + len(token.text))
    return _make(text, offset, start, end, cue, _leads(text, start, end, cue), False)


def _leads(text: str, start: int, end: int, cue: tuple[int, int]) -> bool:
    """Whether what is said follows the speaker; "..., X said." and "..., said X" have it before."""
    if start > cue[1] - 1:
        return False
    before, after = text[:start].rstrip(), text[cue[1] :]
    closes = bool(re.search(r"[,”\"’']$", before)) and bool(re.search(r"\w{3,}\W+\w{3,}\W+\w{2,}", before))
    ends = re.match(
        r"\s*(?:$|[.;”]|,(?!\s*[“\"])|(?:(?:on|in|at|late|early|earlier|North|Press|ARA|News|to|a|the|his|her|its|their|later|website|statement|official|AFP|Reuters)\b\s*"
        r"|[A-Z]\w+\s*){1,6}(?:[.;,]|$))",
        after,
    )
    return not (closes and bool(ends))


def _subject(verb: "Token") -> "Token | None":
    """The subject of a verb of saying, or the agent of its passive; a joined verb shares its head's subject."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    for child in verb.children:
        if child.dep_ == "nsubj":
            return child  # type: ignore[no-any-return]
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return None
    if verb.dep_ in ("conj", "advcl", "xcomp") and verb.head is not verb and verb.head.pos_ in ("VERB", "AUX"):
        if verb.head.lemma_.lower() in words()["verbs"] or verb.dep_ == "conj":
            return _subject(verb.head)
    return None
