"""How often claims are vague, mistaken or missing something: shares of the noise in made-up claims.

``COUNTED`` was counted in hand-coded texts: ngo, news and seeds of ``../shared/evaluate``, and a, b and c1, which lie
beside them. What was counted: their 530 claims of single events that the scorer requires, of 217 events, told in 172
documents; a *telling* is what one document says of one event, and there are 269. 72 tellings are of events that two
or more documents tell of. How places resolve was asked of the gazetteer, for the coded words. Days are counted in the
488 of these claims that the extraction found: a hand-coder has no publication date to count from and left 327 of the
530 without a day, also those that say "on Sunday"; reconciliation gets a day for four in five of them.
``GUESSED`` are the shares used before anything was counted.
What could not be counted is the same in both: misspellings (117 of the 530 name a place that no table has, yet mostly
a village without a row; where another report's name resolves, 1 telling of 72 does not), titles that name the
governorate, and allies' sides for an actor. 74 of the 269 tellings are of events that only wounded; here each kills.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shares:
    """Each a share of 1; beside it, what ``COUNTED`` rests on.

    Attributes:
        no_place: Claims without a place (13 of 530).
        only_area: Claims with a governorate, a region or a country only (72 of 530).
        misspelt: Claims that spell a place as no table does (not counted).
        near: Claims of 'near' a place, its outskirts, a road by it (59 of 530).
        undated: Claims without a day, of those in documents with a publication date (97 of 488 extracted claims).
        day_off: Claims a day off (8 of 184 extracted claims whose day the coders could tell are a day or two off).
        week_off: Claims further off (6 of these 184); a week is put.
        unpublished: Documents without a publication date (14 of 172).
        word: Tolls told in a word (10 of the 383 claims that give killed).
        lower: Tolls below the highest of the event (14 of 53 tellings with a toll of an event told elsewhere, too).
        at_least: Tolls said to be a floor (43 of these 383).
        injured: Claims that give the injured beside the killed (99 of these 383).
        again: Tellings of two claims or more (142 of 269).
        again_injured: Further claims that give only the injured (20 of 285).
        nearly: Claims that give a means of attack for another (6 of 412 claims of events told twice or more).
        no_weapon: Claims without a means of attack (40 of 530).
        no_actor: Claims that name no perpetrator (44 of 530).
        no_class: Claims that do not say who died (98 of 530).
        second: Documents that tell of a further event (60 of 172).
        copied: Tellings printed again by another outlet, as a share of further tellings of an event (5 of 45 repeat a
            sentence of another's, 92 of 100 alike).
    """

    no_place: float
    only_area: float
    misspelt: float
    near: float
    undated: float
    day_off: float
    week_off: float
    unpublished: float
    word: float
    lower: float
    at_least: float
    injured: float
    again: float
    again_injured: float
    nearly: float
    no_weapon: float
    no_actor: float
    no_class: float
    second: float
    copied: float


GUESSED = Shares(
    no_place=0.03, only_area=0.07, misspelt=0.04, near=0.06,
    undated=0.15, day_off=0.07, week_off=0.02, unpublished=0.03,
    word=0.06, lower=0.19, at_least=0.15, injured=0.3, again=0.45, again_injured=0.3,
    nearly=0.075, no_weapon=0.075, no_actor=0.2, no_class=0.25, second=0.25, copied=0.15,
)  # fmt: skip
COUNTED = Shares(
    no_place=0.025, only_area=0.136, misspelt=0.04, near=0.111,
    undated=0.199, day_off=0.043, week_off=0.033, unpublished=0.081,
    word=0.026, lower=0.264, at_least=0.112, injured=0.258, again=0.528, again_injured=0.07,
    nearly=0.015, no_weapon=0.075, no_actor=0.083, no_class=0.185, second=0.349, copied=0.111,
)  # fmt: skip
SHARES = {"counted": COUNTED, "guessed": GUESSED}
