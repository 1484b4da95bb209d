"""Whether a word of harm reports something that happened: forecasts and hypotheses carry no number."""

from pipeline.extract.figures.harms import Harm
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue


def judge(view: View, harm: Harm) -> bool:
    """Sets the harm's modality.

    Returns:
        False where the words report no harm: "could kill", "if they kill", "a risk of killing".
    """
    if harm.frame == "toll":
        return not cue("toll_forecasts") & _words(view, harm.end, harm.end + 4)
    near = set(view.lows(harm.start - 4, harm.start))
    if _modal(view, harm):
        if not {"have", "has"} & near:
            return False
        harm.modality = "believed"
    if cue("hypotheses") & set(view.lows(harm.start - 8, harm.start)) or _intended(view, harm) or _denied(view, harm):
        return False
    if cue("believed") & near:
        harm.modality = "believed"
    return True


def revises(view: View, harm: Harm) -> bool:
    """Whether a linked toll replaces an earlier one: "has climbed to", "put at 63, up from 51"."""
    if harm.frame != "toll" or not harm.groups:
        return False
    return bool(cue("revised") & set(view.lows(harm.start - 6, max(harm.end, harm.groups[-1].end) + 3)))


def _modal(view: View, harm: Harm) -> bool:
    near = _words(view, harm.start - 4, harm.start)
    return bool(cue("modals") & near) and not {",", ".", ";"} & near


def _words(view: View, start: int, end: int) -> set[str]:
    """Words of a stretch without its names: "May" is no modal."""
    return {view.low(i) for i in range(max(start, 0), end) if not view.is_name(i)}


def _intended(view: View, harm: Harm) -> bool:
    """As in "tried to kill": the infinitive of an intention reports nothing."""
    if view.low(harm.start - 1) != "to" or harm.frame != "right":
        return False
    governor = view.low(view.tokens[harm.start].head)
    return bool(cue("intent") & {governor, *view.lows(harm.start - 4, harm.start - 1)})


def _denied(view: View, harm: Harm) -> bool:
    """As in "did not kill", "without injuring", "not confirmed any among the dead": no report of harm."""
    placed = view.counted[harm.start - 1] if harm.start else None
    start = placed.first if placed is not None else harm.start
    for i in range(start - 1, max(start - 7, -1), -1):
        low = view.low(i)
        if low in cue("denial_ends"):
            return False
        if low == "without" and harm.frame == "self":
            return False
        if low in cue("denials") and view.low(i + 1) != "only":
            return True
    return False
