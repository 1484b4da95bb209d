"""How two claims of one report bear on each other: a word and its number, a wider count of fighters.

Belongs here: rules on the wording of one passage. Does not: single fields (``levels``) or verdicts (``compare``).
"""

from pipeline.authority.places import REGION, Gazetteer
from pipeline.reconcile.levels import actor_level, class_level, gap_between, one_voice, shared, two_figures
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.weights import WEIGHTS


def number_for_word(a: Mention, b: Mention, place: str, date: str) -> bool:
    """True where a report gives one toll as a word and as a number: 'hundreds of militants' … '600 insurgents'.

    Same or unnamed speaker, class, area, alleged actor and days, in one passage, and a number such as the word is
    used for.
    """
    if a.document_id != b.document_id or gap_between(a, b) > WEIGHTS.limits["passage_characters"]:
        return False
    if place not in ("same_spot", "same_area", "same_words") or a.victim_class != b.victim_class:
        return False
    one_actor = actor_level(a, b) in ("same", "side") or not (a.actors or b.actors)
    one_time = date in ("same_day", "unknown", "adjacent") or (a.date_start, a.date_end) == (b.date_start, b.date_end)
    return one_actor and one_time and one_voice(a, b) and (_counts_out(a, b) or _counts_out(b, a))


def _counts_out(word: Mention, number: Mention) -> bool:
    x, y = word.killed, number.killed
    if x is None or y is None or not x.weak or y.weak or word.total is not None:
        return False
    if x.low is None or y.number is None:
        return False
    return WEIGHTS.limits["word_floor"] <= x.low <= y.number <= x.low * WEIGHTS.limits["word_reach"]


def wider_fighters(a: Mention, b: Mention, gazetteer: Gazetteer) -> bool:
    """True where one claim is of fighters in a whole country or region, the other of others in a place there.

    'ISIS fighters are believed to have died in strikes on Syria' is no part of a village's toll. Fighters and
    civilians of one sentence are, and so is an equal number whose victims only one of the two tells.
    """
    for wide, narrow in ((a, b), (b, a)):
        if (
            wide.victim_class != "combatant"
            or narrow.victim_class == "combatant"
            or not (wide.places and narrow.places)
        ):
            continue
        if min(gazetteer.precision(x) for x in wide.places) < REGION:
            continue
        if max(gazetteer.precision(x) for x in narrow.places) >= REGION or gap_between(a, b) <= 0:
            continue
        equal = any(two_figures(x, y)[0] == "equal" for x, y in shared(a, b))
        return class_level(a, b).startswith("different") or not equal
    return False
