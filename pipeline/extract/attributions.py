"""Who is said to say something: the attributions a sentence contains, before anyone asks what they cover."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Span
from pipeline.text.dates import calendar_names

if TYPE_CHECKING:
    from spacy.tokens import Token


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
    """Lists of ``speech.yml`` as sets, verbs with their forms."""
    entries = {name: frozenset(words) for name, words in vocabulary.load("speech").items()}
    forms = {name: frozenset(form for verb in entries[name] for form in _forms(verb)) for name in ("verbs", "deny")}
    return entries | forms | {"verbs": forms["verbs"] | entries["irregular"]}


def _forms(verb: str) -> tuple[str, ...]:
    """Regular forms of an English verb: reports, reported, reporting; denies, denied."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    stem = verb.removesuffix("e")
    return verb, verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s"), stem + "ed", stem + "ing"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    name = r"(?P<name>[^,.;:!?“”\"\n()|–—]{2,90}(?:\.[A-Z][^,.;:!?“”\"\n()]*)?(?:\([^)]{2,25}\))?)"
    speaking = rf"(?:{'|'.join(sorted(words()['trailing']))})"
    source = "|".join(sorted(map(re.escape, words()["generic"]), key=len, reverse=True))
    # "the governor, X Y, said"; "X Y, a volunteer of the clinic, said".
    personal = rf"[A-Z][\w.’'-]+(?:\s(?:[A-Z][\w.’'-]+|press|{source})){{0,4}}"
    described = rf"(?:,\s(?:{personal}|(?:an?|the|who|which|one|whose|head|director)\s[^,“”\"]{{2,90}}),)?"
    fields = "|".join(sorted(words()["fields"]))
    tolls, giving = "|".join(words()["tolls"]), "|".join(words()["giving"])
    return {
        "according": re.compile(rf"\b[Aa]ccording to\s+{name}"),
        "told_in": re.compile(
            r"^(?:(?:the|a|an|its|their|his|her|latest|new|official|initial)\s+)*"
            r"(?:statement|report|figures|tally|count|data|toll|tweet|post|testimony|accounts?|assessments?)\s+"
            r"(?:(?:released|issued|published|posted|made)\s+)?(?:by|of|from)\s+",
            re.IGNORECASE,
        ),
        "statement_by": re.compile(rf"\b[Ss]tatement\s+(?:released\s+|issued\s+|published\s+)?(?:by|from)\s+{name}"),
        "reports_by": re.compile(rf"\b(?:[Rr]eports?|[Cc]laims?|[Aa]llegations?)\s+by\s+{name}"),
        "amid_reports": re.compile(
            r"\b(?:amid|there (?:were|are)|calling)\s+(?P<name>(?:\w+\s+)?reports)\s+(?:on\s+)?(?:that|of)\b"
        ),
        "colon": re.compile(rf"^\W*(?P<name>[^:“”\".,\n]{{2,60}}?(?:\b(?:{source})\b[^:“”\".,\n]{{0,30}})?):\s"),
        "headline": re.compile(r"(?:\s[–—-]|:|\s\|)\s+(?P<name>[A-Z][\w’' -]{1,40}|\w+(?:\s\w+){0,2})$"),
        # "..., the eyewitnesses added." and "..., claimed the Syrian Observatory": what is said stands before.
        "trailing": re.compile(
            rf"(?:,|”|[’'\"](?=\s)|[–—])\s*(?!\w+ing\b)"
            rf"(?P<name>(?:(?:an?|the|our|local|another|some)\s+)?[^\s,“”\"][^,“”\"]{{1,90}}?{described})"
            rf"(?:\s+(?:also|later|further|has|have|had|then))*\s+(?P<cue>{speaking})\b"
        ),
        # "... killed five people the monitor said on Monday.": texts that lost their commas, and headlines.
        "unmarked": re.compile(
            rf"(?<=[\w)])(?<!\b(?:that|what|when|whom))(?<!\b(?:which|where|while|after|since))(?<!\b(?:as|if|in|of))\s"
            rf"(?P<name>(?:an?|the)\s(?:(?!(?:an?|the|that|which|who|when)\s)[^\s,;:“”\"]+\s){{0,6}}?[^\s,;:“”\"]+"
            rf"|(?:it|he|she|they)|(?<!the\s)(?<!a\s)(?<!an\s)(?:(?:{fields})\s)?(?:{source}))"
            rf"\s(?P<cue>{speaking})\b"
        ),
        "inverted": re.compile(
            rf"(?:,|”|[’'\"](?=\s))\s*(?P<cue>{speaking})\s+(?P<name>(?:(?:an?|the)\s+|[A-Z])[^,.;“”\"]{{2,80}})"
        ),
        "tail": re.compile(
            r"\s+(?:(?:on|in|late|early|earlier)\s+(?:late\s+|early\s+)?(?:\w+day|\d|an?\s+(?:\w+\s+)?(?:statement|interview|"
            r"tweet|report|post|briefing)|its|their|his|her|comments|remarks)|"
            rf"(?:on|in)\s+(?:{'|'.join(calendar_names().months)})|during|through|via|with|as|that|who|which|and\s+(?:said|"
            r"added)|said|says|told|reads?|about|after|when|where|this|last|yesterday|today|has|have|had|was|were|is|are|only|"
            r"at least|up to|more than|nearly|some|\d+)\b.*$",
            re.IGNORECASE | re.DOTALL,
        ),
        "content": re.compile(r"\s+(?:on|about|that|reads|as)\b.*$|(?<=\w)\s+in\s+\d.*$", re.DOTALL),
        "relative": re.compile(rf",(?!\s{personal}(?:,|$))|\s(?:who|which|that|installed)\s|\s[–—]\s"),
        # What a name does not end with: adverbs, the day it spoke, the page it spoke on.
        "page": re.compile(
            r"\s+(?:has|have|had|is|are|was|were|also|just|later)$|[’']s?\s+(?:official\s+)?(?:website|site|page|account|statement|report|tweet)$"
            r"|\s+(?:(?:late|early|earlier)\s+)?(?:on\s+)?(?:late\s+|early\s+)?"
            rf"(?:{'|'.join(name for name in calendar_names().weekdays if name.endswith('day'))}|yesterday|today)"
            r"(?:\s+(?:morning|evening|night|afternoon))?$|(?-i:\s+(?!family|assembly|ally)[a-z]+ly)$",
            re.IGNORECASE,
        ),
        # "The council gave a higher toll: 90 dead"; "the toll given by activists is higher".
        "gives_toll": re.compile(
            rf"(?:^|[.;:,–—]\s+)(?P<name>[^,.;:“”\"]{{2,90}}?)\s+(?P<cue>(?:{giving})\s+(?:[\w-]+\s+){{0,4}}?(?:{tolls})\b)"
        ),
        # "Speaking by phone, X struggled to ...": the subject speaks.
        "speaking": re.compile(
            rf"^\W*(?P<cue>(?:Speaking|Asked|Reached|Contacted)\b)[^,“”\"]{{2,120}},\s+(?P<name>{personal})\s"
        ),
        "toll_of": re.compile(
            rf"\b(?:{tolls})\s+(?:of\s+[\w\s-]{{1,20}}\s+)?(?:(?:is|was)\s+)?(?:(?:given|provided|issued|released|reported|published)\s+by|"
            rf"comes\s+from|came\s+from)\s+{name}"
        ),
        "cited": re.compile(
            r"\b(?:cit|quot)(?:ed|es|ing)\s+(?P<name>[^,;“”\"]{2,90}?)\s+as\s+(?:saying|stating|reporting|confirming|claiming|adding|telling)\b"
        ),
        # "SANA, citing a military source, said"; "SANA said, quoting a military source".
        "citing": re.compile(
            r"\b(?:cit|quot)ing\s+(?P<name>[^,;.:“”\"]{2,90}?)(?=\s*(?:[,;.:“”\"]|$)|\s+(?:said|says|reported|in|on)\b)"
        ),
        "relayed": re.compile(
            rf"(?:,\s+per|\bas\s+(?:reported|confirmed|announced|stated|documented|verified|told|noted)\s+by)\s+{name}"
        ),
        # "The agency, which is run by the state, and sources quoted elsewhere claim that ...".
        "joined": re.compile(
            rf"^\W*(?P<name>[^.;:“”\"\n]{{2,90}}\sand\s[^.;:“”\"\n]{{0,60}}\b(?:{source})\b[^,.;:“”\"\n]{{0,40}}?)\s+"
            rf"(?P<cue>{'|'.join(sorted(words()['verbs']))})\s+that\b"
        ),
        "determiner": re.compile(r"^(?:the|a|an|our|its|some|various|several)\s+", re.IGNORECASE),
        "lead_in": re.compile(
            r"\s*(?:[A-Z][^a-z(–—\n]{2,40}(?:,\s[\w ]{2,30})?\s*(?:\([^)]{2,60}\)\s*)?[–—-]\s*|[\w’' -]{3,40}:\s"
            r"|\([^)]{5,40}\)\s+)"
        ),
        # "..., X, a resident of Y, said three were killed": the name is before what is said of it.
        "apposed": re.compile(
            rf"(?:^|[.;:]\s+|[–—]\s+(?!an?\s))(?!(?:On|In|At|By|After|Since|During|Meanwhile|Earlier)\b)(?P<name>[^,;:“”\"]{{2,90}}"
            rf"(?:,\s{personal},|,\s+(?=(?:which|who|an?|the|one)\s)[^,;:“”\"]{{3,110}},))\s+"
            rf"(?:(?:also|later|has|had)\s+)?(?P<cue>{speaking})\b(?!\s*[,.])"
        ),
        "told_ends": re.compile(r"\s+(?!.*\b(?:that|how)\b)[^,;“”]{2,90}(?:[.;,”]|$)"),
        "ends": re.compile(
            r"\s*(?:$|[.;”]|,(?!\s*[“\"])|(?:(?:on|in|in an?|at|late|early|earlier|to|a|the|his|her|its|their|later|"
            r"website|statement|official|tweet|interview|phone)\b\s*|[A-Z]\w+\s*|\d+\s*){1,7}(?:[.;,]|$)"
            r"|(?:describ|call|referr|blam|accus)ing\b)"
        ),
    }


def find_attributions(context: Context, sentence: int) -> list[Attribution]:
    """Speakers a sentence names, in reading order."""
    text, offset = context.texts[sentence], context.start(sentence)
    found = [*_by_pattern(context, sentence, text, offset)]
    # Only a sentence with a verb that reports is worth a parse.
    parse = context.parse(sentence) if words()["verbs"] & set(re.findall(r"[a-z]+", text.lower())) else None
    for token in parse if parse is not None else ():
        attribution = _by_verb(token, text, offset)
        if attribution and not any(held.cue == attribution.cue for held in found):
            found.append(attribution)
    joined = _patterns()["joined"].match(text)
    if joined and not any(held.leads for held in found):
        # Several sources under one verb are more than the parser takes for its subject.
        found.append(_make(text, offset, *joined.span("name"), joined.span("cue"), True, False))
    valid = [item for item in found if item.span.end > item.span.start and _can_speak(item.subject)]
    return sorted({item.span: item for item in reversed(valid)}.values())


def _can_speak(subject: str) -> bool:
    lower = re.findall(r"[\w’'-]+", subject.lower())
    if not lower or not re.search(r"[^\W\d_]{2,}|[A-Z]|\bi\b", subject) or subject.strip().lower() in words()["never"]:
        return False
    head = re.split(r"\s(?:in|of|on|at|from|for|near|to|with|who|which|that)\s|,", subject.strip(), maxsplit=1)[
        0
    ].split()
    return not head or (head[-1].lower().strip("’'“”") not in words()["things"] and not re.search(r"\d", head[0]))


def _make(text: str, offset: int, start: int, end: int, cue: tuple[int, int], leads: bool, relays: bool) -> Attribution:
    lead_in = _patterns()["lead_in"].match(text)
    if lead_in and start < lead_in.end():
        start, end = (lead_in.end(), max(end, cue[0])) if lead_in.end() < max(end, cue[0]) else (start, end)
    inner = _patterns()["told_in"].match(text[start:end])
    start += inner.end() if inner else 0
    subject = text[start:end]
    first, last = trimmed(subject)
    span = Span(offset + start + first, offset + start + last)
    return Attribution(span, Span(offset + cue[0], offset + cue[1]), leads, relays, subject)


def trimmed(subject: str) -> tuple[int, int]:
    """Start and end of a speaker's name inside the words it stands in: no article, no clause about the speaker."""
    edges = " \u00a0\t,.;:“”\"'‘’*"
    determiner = _patterns()["determiner"].match(subject)
    start, end = (determiner.end() if determiner else 0), len(subject)
    while start < end and subject[start] in edges:
        start += 1
    cut = _patterns()["relative"].search(subject, start)
    if cut:
        end = cut.start()
    while end > start and subject[end - 1] in edges:
        end -= 1
    page = _patterns()["page"].search(subject, start, end)
    end = page.start() if page else end
    while end > start and subject[end - 1] in edges:
        end -= 1
    return start, end


def _by_pattern(context: Context, sentence: int, text: str, offset: int) -> Iterator[Attribution]:
    patterns = _patterns()
    for match in patterns["according"].finditer(text):
        start, end = match.span("name")
        tail = patterns["tail"].search(text[:end], start)
        # At the head of a clause what is said follows.
        leads = not re.search(r"\w{2}", text[: match.start()]) or bool(re.search(r"[;:.]\s*$", text[: match.start()]))
        end = tail.start() if tail else end
        yield _make(text, offset, start, end, (match.start(), end), leads, True)
    for name in ("gives_toll", "speaking"):
        for match in patterns[name].finditer(text):
            yield _make(text, offset, *match.span("name"), match.span("cue"), True, False)
    for name in ("statement_by", "reports_by", "amid_reports", "toll_of"):
        for match in patterns[name].finditer(text):
            start, end = match.span("name")
            content = patterns["tail" if name == "toll_of" else "content"]
            tail = content.search(text[:end], start + 2) if name != "amid_reports" else None
            end = tail.start() if tail else end
            yield _make(text, offset, start, end, (match.start(), end), True, name == "amid_reports")
    taken, apposed = (
        {found.start("cue") for found in patterns[name].finditer(text)} for name in ("trailing", "apposed")
    )
    for name in ("trailing", "unmarked", "inverted"):
        for match in patterns[name].finditer(text):
            start, end = match.span("name")
            if name == "unmarked" and match.start("cue") in taken:
                continue
            told = match["cue"].lower() in ("told", "tells")
            if name == "inverted" and match.start("cue") in apposed:
                # "The governor, X Y, said a rocket had hit": what follows is what was said.
                continue
            if name != "inverted" and not patterns["told_ends" if told else "ends"].match(text[match.end("cue") :]):
                continue
            if name == "inverted" and told:
                # "..., the girl's father, told North Press": who is told does not speak.
                continue
            tail = patterns["tail"].search(text[:end], start) if name == "inverted" else None
            yield _make(text, offset, start, tail.start() if tail else end, match.span("cue"), False, False)
    for match in patterns["apposed"].finditer(text):
        yield _make(text, offset, *match.span("name"), match.span("cue"), True, False)
    for match in patterns["cited"].finditer(text):
        yield _make(text, offset, *match.span("name"), match.span(), True, True)
    for match in patterns["citing"].finditer(text):
        # "X, citing Y, said ..." has what is said behind it; "..., X said, citing Y" before.
        leads = bool(re.match(rf",\s+(?:also\s+)?(?:{'|'.join(words()['trailing'])})\b", text[match.end() :]))
        yield _make(text, offset, *match.span("name"), match.span(), leads, True)
    for match in patterns["relayed"].finditer(text):
        start, end = match.span("name")
        tail = patterns["tail"].search(text[:end], start)
        yield _make(text, offset, start, tail.start() if tail else end, match.span(), False, True)
    colon = patterns["colon"].match(text)
    if colon and _is_source(context, colon["name"]):
        yield _make(text, offset, *colon.span("name"), colon.span(), True, False)
    headline = patterns["headline"].search(text) if context.document.sentences[sentence].is_headline else None
    if headline and _is_source(context, headline["name"]):
        yield _make(text, offset, *headline.span("name"), headline.span(), False, False)


def _is_source(context: Context, name: str) -> bool:
    """Whether a short phrase set off by a colon or a dash names a source: by its noun, or as one named elsewhere."""
    tokens = re.findall(r"[\w’'-]+", name.lower())
    if not tokens or len(tokens) > 9 or words()["verbs"] & set(tokens[1:]):
        return False
    if words()["generic"] & set(tokens) or tokens[-1] == "reports":
        return not words()["things"] & set(tokens)
    return bool(re.fullmatch(r"[A-Z]{3,6}|[A-Z]\w+", name)) and name in context.find(_names, 0)


def _names(context: Context, _: int) -> frozenset[str]:
    """Capitalised words that stand right before a reporting verb, or in brackets as a short form, in the document."""
    verbs = r"(?:said|says|reported|stated|added|announced|told|confirmed|documented|noted|claimed)"
    text = context.document.text
    found = re.findall(rf"\b([A-Z][\w-]+)\)?(?:\s+(?:sources|activists|also|has|have)){{0,2}}\s+{verbs}\b", text)
    return frozenset([*found, *re.findall(r"\(([A-Z][\w-]+)\)", text)])


def _by_verb(token: "Token", text: str, offset: int) -> Attribution | None:
    verb = token.lower_
    if token.pos_ not in ("VERB", "AUX") or verb not in words()["verbs"]:
        return None
    if verb.startswith("claim") and re.match(
        r"\s+(?:the\s+|their\s+)?(?:lives|life|responsib)", text[token.idx + len(verb) :]
    ):
        return None
    # "The army did not say how many": who does not say it says nothing.
    if any(child.dep_ == "neg" for child in token.children):
        return None
    # "a jet believed to be theirs": said of the jet, not by it.
    said_of = token.tag_ == "VBN" and token.dep_ in ("acl", "amod")
    subject = None if said_of and not any(child.dep_ == "aux" for child in token.children) else _subject(token)
    if said_of and subject is None and token.head.dep_ == "ROOT" and any(c.dep_ == "ccomp" for c in token.children):
        # "The anti-government monitor reported that ...": the parser may take the verb for a participle of its subject.
        subject = token.head
    if subject is None:
        return None
    start, end = subject.left_edge.idx, subject.right_edge.idx + len(subject.right_edge.text)
    if start <= token.idx < end:
        end = token.idx
    # A subject the parser stretched over what is said: its last stretch is the speaker.
    if end <= token.idx and "," in text[start:end] and end - start > 60:
        last = text.rfind(",", start, end)
        start = last + 1 if re.search(r"\w{3}", text[last:end]) else start
    if not text[start:end].strip():
        return None
    # "accused by the opposition of shelling": what X is accused of is no part of who accuses.
    content = re.search(r"\sof\s\w+ing\b", text[start:end])
    end = start + content.start() if content else end
    cue = (token.idx, token.idx + len(token.text))
    return _make(text, offset, start, end, cue, _leads(text, start, cue), False)


def _leads(text: str, start: int, cue: tuple[int, int]) -> bool:
    """Whether what is said follows the speaker; "..., X said." and "..., said X" have it before."""
    if start >= cue[1]:
        return False
    before, after = text[:start].rstrip(), text[cue[1] :]
    closes = bool(re.search(r"[,”\"’']$", before)) and bool(re.search(r"\w{3,}\W+\w{3,}\W+\w{2,}", before))
    return not (closes and _patterns()["ends"].match(after))


def _subject(verb: "Token") -> "Token | None":
    """The subject of a verb of saying, or the agent of its passive; a joined verb shares its head's subject."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        # "The attack was claimed by X": X says that it did it, not how many died.
        if verb.lower_ == "claimed" and any(child.lower_ in words()["things"] for child in verb.children):
            return None
        agents = (noun for child in verb.children if child.dep_ == "agent" for noun in child.children)
        return next((noun for noun in agents if noun.dep_ == "pobj"), None)
    own = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if own is not None:
        # "with the EU warning ...": a circumstance, not the telling.
        return None if verb.tag_ == "VBG" and not any(child.dep_ == "aux" for child in verb.children) else own
    head = verb
    while head.dep_ in ("conj", "advcl", "xcomp") and head.head is not head:
        past = head.head.tag_ == "VBD"
        joined = past and ((head.dep_, head.tag_) in (("conj", "VBD"), ("advcl", "VBG")))
        head = head.head
        # "X blamed the army and said ...", "..., saying ...": a verb joined to another has that one's subject.
        if head.lower_ in words()["verbs"] or (joined and any(child.dep_ == "nsubj" for child in head.children)):
            return _subject(head)
    return None
