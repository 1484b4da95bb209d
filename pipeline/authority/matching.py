"""Which place a phrase means: exact keys and reviewed spellings first, with the context as a veto.

Belongs here: choosing among the places of the gazetteer, or saying that none is meant. Does not: claims and
documents (``resolve``, ``context``). Likeness alone proves nothing: blind fuzzy matching of village names gave only
false hits when it was tried. A name is taken for a similar one only inside the governorate the text is about, where
the consonants agree and no other place's do, and is marked as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from pipeline.authority.context import Context
from pipeline.authority.keys import WORDS, place_key, skeleton
from pipeline.authority.phrases import Phrase, conjuncts, members, read
from pipeline.authority.places import NEAR_KM, REGION, WIDE, Gazetteer
from pipeline.storage import short_id

KNOWN_TOWN = 10_000
"""Inhabitants from which a town is named without saying where it lies."""

DOMINANT = 10
"""How many times larger than every namesake a city is that its bare name means."""

LEAST_CONSONANTS = 3
LEAST_LIKENESS = 75.0
"""What a similar name needs: consonants of its skeleton, and the ratio of rapidfuzz between the keys (0 to 100)."""

_BARE_IS_AREA = frozenset(WORDS["bare_name_is_area"])


@dataclass(frozen=True, slots=True)
class Found:
    """A resolved phrase.

    Attributes:
        place_id: Place, or None where the phrase names none.
        precision: UCDP where_prec of what the words say.
        match: How it was found, a term of ``place_match``; None where there is no place.
        members: Places of a list, or the place itself.
        unknown: A row for ``place`` where the gazetteer lacks the name.
    """

    place_id: str | None
    precision: int | None
    match: str | None = None
    members: tuple[str, ...] = ()
    unknown: tuple[dict[str, Any], ...] = ()


NOTHING = Found(None, None)


class Matcher:
    """Finds places in one gazetteer; a question asked again is answered from memory."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._found: dict[tuple[str, str | None, str | None, Context], Found] = {}

    def find(self, phrase: str, container: str | None, country: str | None, context: Context) -> Found:
        """Resolve a phrase.

        Args:
            phrase: ``place_as_written``, without or with its cue words; a list is joined by '; '.
            container: ``place_container_as_written``.
            country: English short name, where the claim states it.
            context: What the document says.

        Returns:
            The place; for a list the smallest place that holds every member. A name the gazetteer lacks becomes
            a row of kind ``unresolved`` in the container; a phrase without a name gives its container.
        """
        question = (phrase, container, country, context)
        if question not in self._found:
            self._found[question] = self._find(*question)
        return self._found[question]

    def _find(self, phrase: str, container: str | None, country: str | None, context: Context) -> Found:
        parts = members(phrase)
        if len(parts) == 1:
            found = self._one(parts[0], container, country, context)
            listed = conjuncts(parts[0])
            if not listed or (found.place_id is not None and not found.unknown):
                return found
            parts = listed
        each = [self._one(part, container, country, context) for part in parts]
        return self._listed(each)

    def _listed(self, each: list[Found]) -> Found:
        g = self.gazetteer
        ids = tuple(dict.fromkeys(x.place_id for x in each if x.place_id is not None))
        unknown = tuple(row for x in each for row in x.unknown)
        if len(ids) == 1:
            one = next(x for x in each if x.place_id == ids[0])
            return Found(ids[0], one.precision, one.match, ids, unknown)
        rows = {row["place_id"]: row for row in unknown}
        # A member nobody knows stands in its container.
        whole = g.common(rows[x]["parent_id"] or x if x in rows else x for x in ids)
        if whole is None:
            return Found(None, None, None, ids, unknown)
        return Found(whole, max(g.precision(whole), 2), "listed", ids, unknown)

    def _one(self, text: str, container: str | None, country: str | None, context: Context) -> Found:
        phrase = read(text)
        home = self._country(country, context)
        if context.home is not None and home is not None and not self.gazetteer.within(context.home, home):
            context = replace(context, home=None)
        around = self._containers((*phrase.containers, *([container] if container else [])), home)
        if phrase.deictic is not None:
            return self._deictic(phrase.deictic, around, home, context)
        if not phrase.names:
            return self._at(around[0], phrase, "container") if around else NOTHING
        for name in phrase.names:
            chosen = self._choose(name, phrase, around, home, context)
            if chosen is not None:
                return self._at(chosen, phrase, "spelling")
        similar = self._similar(phrase, around, home, context)
        if similar is not None:
            return self._at(similar, phrase, "similar")
        return self._unknown(phrase, around[0] if around else context.home or home)

    def _at(self, place_id: str, phrase: Phrase, match: str) -> Found:
        """Found there; 'near X' and 'X countryside' are within 25 km of X."""
        precision = self.gazetteer.precision(place_id)
        beside = match != "container" and precision == 1 and phrase.cues & {"near", "around", "part"}
        return Found(place_id, 2 if beside else precision, match, (place_id,))

    def _choose(self, name: str, phrase: Phrase, around: list[str], home: str | None, context: Context) -> str | None:
        """Pick among namesakes; None where the context speaks against all of them, or cannot decide."""
        g = self.gazetteer
        ids = [x for x in g.named(name) if home is None or g.within(x, home)]
        if around:
            kept = [x for x in ids if any(self._beside(x, step) for step in around)]
        else:
            kept = [x for x in ids if self._in_context(x, name, home, context)]
            kept = kept or [x for x in ids if self._trusted(x, name, home)]
        if len(kept) > 1:
            kept = [x for x in kept if g.of_kind(x, "governorate") in context.governorates] or kept
        if len(kept) > 1:
            kept = self._level(kept, phrase)
        if len(kept) > 1:
            kept = self._dominant(kept)
        return kept[0] if len(kept) == 1 else None

    def _beside(self, place_id: str, container: str) -> bool:
        """True where the container the text names does not speak against the place."""
        g = self.gazetteer
        governorate = g.of_kind(container, "governorate")
        if g.precision(container) == REGION and governorate is None:
            return g.of_kind(place_id, "country") == g.of_kind(container, "country")
        if g.rows[place_id]["kind"] == "neighbourhood" and g.precision(container) < WIDE:
            return g.within(place_id, container)
        # 'near Raqqa' beside a settlement: the governorate they share is what the container says.
        outer = governorate or container
        return g.said_in(place_id, outer) or g.within(outer, place_id)

    def _in_context(self, place_id: str, name: str, home: str | None, context: Context) -> bool:
        g = self.gazetteer
        if home is None:
            return self._trusted(place_id, name, home)
        governorate = g.of_kind(place_id, "governorate")
        if governorate is None or g.precision(place_id) >= WIDE:
            return True
        if not context.governorates:
            key = (place_key(name), place_id)
            known = (g.rows[place_id]["population"] or 0) >= KNOWN_TOWN
            return known or key in g.own or key in g.reviewed
        return any(g.said_in(place_id, area) for area in context.governorates)

    def _trusted(self, place_id: str, name: str, home: str | None) -> bool:
        """True where a name holds without its governorate: a city's, a known town's own, or a reviewed one.

        GeoNames' other spellings of towns do not: 'Al-Quriya' of Deir ez-Zor is one of a town 400 km off.
        """
        g = self.gazetteer
        row = g.rows[place_id]
        if row["kind"] in {"city", "country", "governorate", "region"}:
            return True
        if home is None:
            return False
        key = place_key(name)
        # Names of one word recur among villages and neighbourhoods.
        reviewed = (key, place_id) in g.reviewed and (row["kind"] in {"town", "camp", "site"} or " " in key)
        return reviewed or ((key, place_id) in g.own and (row["population"] or 0) >= KNOWN_TOWN)

    def _level(self, ids: list[str], phrase: Phrase) -> list[str]:
        """Between an area and its capital the cue decides; without one what its country's reports mean."""
        g = self.gazetteer
        wide = [x for x in ids if g.precision(x) >= WIDE]
        narrow = [x for x in ids if g.precision(x) < WIDE]
        if not wide or not narrow or len({g.of_kind(x, "country") for x in ids}) > 1:
            return ids
        near = phrase.cues & {"near"} and not phrase.cues & {"around"}
        if not phrase.cues & {"city", "town"} and not near:
            plain_area = any(g.of_kind(x, "country") in _BARE_IS_AREA for x in wide)
            if plain_area or phrase.cues & {"governorate", "around", "part"}:
                return wide
        return [x for x in narrow if x in {g.seat(area) for area in wide}] or narrow

    def _dominant(self, ids: list[str]) -> list[str]:
        """The largest, where it is a city many times larger than every namesake, or all lie close together."""
        g = self.gazetteer
        ranked = sorted(ids, key=lambda x: (-(g.rows[x]["population"] or 0), x))
        first, second = (g.rows[x]["population"] or 0 for x in ranked[:2])
        if g.rows[ranked[0]]["kind"] == "city" and first >= DOMINANT * max(second, 1):
            return ranked[:1]
        apart = [g.kilometres(ranked[0], x) for x in ranked[1:]]
        return ranked[:1] if all(x is not None and x <= NEAR_KM for x in apart) else []

    def _similar(self, phrase: Phrase, around: list[str], home: str | None, context: Context) -> str | None:
        """The one place of the governorate whose name agrees in its consonants."""
        g = self.gazetteer
        areas = {g.of_kind(x, "governorate") for x in around} - {None} or {context.home} - {None}
        if len(areas) != 1:
            return None
        area = next(iter(areas))
        for name in phrase.names:
            elsewhere = not around and any(home is None or g.within(x, home) for x in g.named(name))
            if area is None or elsewhere or len(skeleton(place_key(name)).replace(" ", "")) < LEAST_CONSONANTS:
                continue
            key = place_key(name)
            likely = [
                x
                for x, keys in g.alike(name, area).items()
                if max(fuzz.ratio(key, other) for other in keys) >= LEAST_LIKENESS
                and (not around or any(self._beside(x, step) for step in around))
            ]
            if len(likely) == 1:
                return likely[0]
        return None

    def _containers(self, names: Iterable[str], home: str | None) -> list[str]:
        g = self.gazetteer
        found = []
        for name in names:
            phrase = read(name)
            for candidate in phrase.names:
                ids = [x for x in g.named(candidate) if home is None or g.within(x, home)]
                # What holds the place is rather the area than its capital.
                wide = [x for x in ids if g.precision(x) >= WIDE]
                ids = wide if len(wide) == 1 and not phrase.cues & {"city", "town"} else ids
                ids = (self._level(ids, phrase) or ids) if len(ids) > 1 else ids
                ids = (self._dominant(ids) or ids) if len(ids) > 1 else ids
                if len(ids) == 1:
                    found.append(ids[0])
                    break
        # Innermost first: 'in Khasham, Deir Ezzor, Syria'.
        return sorted(dict.fromkeys(found), key=lambda x: (-len(g.above(x)), x))

    def _country(self, country: str | None, context: Context) -> str | None:
        if country is not None:
            ids = self.gazetteer.named(country, frozenset({"country"}))
            if ids:
                return ids[0]
        return _single(context.countries)

    def _deictic(self, kind: str, around: list[str], home: str | None, context: Context) -> Found:
        """'the province', 'the city': the one the container says, else the document's own."""
        g = self.gazetteer
        held = [x for x in (g.of_kind(step, kind) for step in around) if x is not None]
        said = {
            "governorate": context.home,
            "country": home,
            "city": _single(context.cities),
            "town": _single(context.towns),
        }
        one = held[0] if held else said.get(kind)
        return NOTHING if one is None else Found(one, g.precision(one), "container", (one,))

    def _unknown(self, phrase: Phrase, inside: str | None) -> Found:
        g = self.gazetteer
        name = phrase.names[-1] if len(phrase.names) == 1 else phrase.names[1]
        # One id for one name in one governorate, however closely each text places it.
        parent = None if inside is None else g.of_kind(inside, "governorate") or g.of_kind(inside, "country")
        place_id = short_id("place", place_key(name), parent)
        above = None if parent is None else g.rows[parent]
        row = {
            "place_id": place_id,
            "name": name,
            "kind": "unresolved",
            "parent_id": parent,
            "country": None if above is None else above["country"],
            "governorate": None if above is None else above["governorate"],
            "source": "named by a source; in no table",
        }
        precision = 2 if phrase.cues & {"near", "around", "part"} else 1
        return Found(place_id, precision, "unresolved", (place_id,), (row,))


def _single(ids: frozenset[str]) -> str | None:
    return next(iter(ids)) if len(ids) == 1 else None
