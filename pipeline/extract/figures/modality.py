"""Whether a word of harm reports something that happened: forecasts and hypotheses carry no number."""

from pipeline.extract.figures.harms import Harm
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import words

_BELIEVED = {
    "believed",
    "feared",
    "presumed",
    "thought",
    "suspected",
    "may",
    "might",
    "could",
    "potentially",
    "possibly",
    "likely",
}
_REVISED = {
    "risen",
    "rises",
    "rise",
    "rose",
    "raised",
    "raises",
    "raising",
    "climbed",
    "climbs",
    "increased",
    "jumped",
    "updated",
    "update",
    "updating",
    "revised",
    "up",
    "rising",
    "higher",
}
_INTENT = {
    "plan",
    "plans",
    "planned",
    "planning",
    "intend",
    "intends",
    "intended",
    "threaten",
    "threatens",
    "threatened",
    "threatening",
    "try",
    "tries",
    "tried",
    "trying",
    "attempt",
    "attempts",
    "attempted",
    "attempting",
    "want",
    "wants",
    "wanted",
    "vow",
    "vows",
    "vowed",
    "aim",
    "aims",
    "aimed",
    "aiming",
    "order",
    "ordered",
    "refuse",
    "refused",
    "fail",
    "failed",
    "used",
    "designed",
    "likely",
    "expected",
    "continue",
    "risk",
    "threat",
    "decided",
    "seek",
    "seeks",
    "sought",
}


def judge(view: View, harm: Harm) -> bool:
    """Sets the harm's modality and stance.

    Returns:
        False where the words report no harm: "could kill", "if they kill", "a risk of killing".
    """
    before = view.lows(harm.start - 8, harm.start)
    near = view.lows(harm.start - 4, harm.start)
    if harm.frame == "toll":
        after = view.lows(harm.start - 6, harm.end + 12)
        harm.revises = bool(_REVISED & set(after))
        if {"may", "could", "might", "will", "expected", "likely"} & set(view.lows(harm.end, harm.end + 4)):
            return False
        return True
    if _modal(view, harm):
        if "have" in near or "has" in near:
            harm.modality = "believed"
        else:
            return False
    if view.low(harm.start - 1) == "to" and harm.frame == "right":
        governor = view.tokens[harm.start].head
        if view.low(governor) in _INTENT or _INTENT & set(view.lows(harm.start - 4, harm.start - 1)):
            return False
    if {"risk", "threat", "whether", "if"} & set(before):
        return False
    if _denied(view, harm):
        return False
    if {"believed", "feared", "presumed", "thought"} & set(near):
        harm.modality = "believed"
    return True


def _modal(view: View, harm: Harm) -> bool:
    modals = set(words().harm["modals"])
    near = view.lows(harm.start - 4, harm.start)
    return any(low in modals for low in near[-4:] if True) and not any(
        view.low(i) in {",", ".", ";"} for i in range(harm.start - 4, harm.start)
    )


def _denied(view: View, harm: Harm) -> bool:
    """ "did not kill", "without injuring", "not confirmed any among the dead": no report of harm."""
    for i in range(harm.start - 1, max(harm.start - 7, -1), -1):
        low = view.low(i)
        if low in {",", ";", ":", "|", "but", "and", "only", "that"}:
            return False
        if low in {"not", "n't", "never", "without", "neither"} and view.low(i + 1) != "only":
            return True
    return False
