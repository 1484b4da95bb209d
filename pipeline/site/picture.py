"""Lineage as a picture: documents, the characters quoted, the claims read from them, the incident they come to."""

from dataclasses import dataclass

from pipeline.site.claims import ClaimView

ROW = 64
TOP = 40
MOST = 40
"""Claims drawn; an incident with more of them says how many are left out."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its lines of text; ``page`` is where it leads, ``y`` the middle."""

    y: int
    lines: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes by column, and lines between their middles."""

    height: int
    documents: tuple[Box, ...]
    quotes: tuple[Box, ...]
    claims: tuple[Box, ...]
    incident: Box
    left: tuple[tuple[int, int], ...]
    left_out: int


def picture(title: str, killed: str, claims: tuple[ClaimView, ...]) -> Picture:
    """Lay out the lineage of an incident; claims of one document stand together."""
    shown = sorted(claims[:MOST], key=lambda claim: (claim.document, claim.start, claim.number))
    middle = {claim.id: TOP + ROW * at + ROW // 2 for at, claim in enumerate(shown)}
    documents: dict[str, list[ClaimView]] = {}
    for claim in shown:
        documents.setdefault(claim.document, []).append(claim)
    height = TOP + ROW * max(1, len(shown))
    boxes, left = [], []
    for own in documents.values():
        y = sum(middle[claim.id] for claim in own) // len(own)
        boxes.append(Box(y, (_short(own[0].outlet, 23), _short(own[0].title, 26)), own[0].document_page))
        left += [(y, middle[claim.id]) for claim in own]
    return Picture(
        height,
        tuple(boxes),
        tuple(Box(middle[x.id], (f"characters {x.start}–{x.end}", _short(_words(x), 26)), "") for x in shown),
        tuple(Box(middle[x.id], (f"{x.number}  {_short(x.speaker, 20)}", _said(x)), f"#{x.id}") for x in shown),
        Box(TOP + (height - TOP) // 2, (_short(title, 22), f"killed {killed}" if killed else "no figure"), ""),
        tuple(left),
        len(claims) - len(shown),
    )


def _words(claim: ClaimView) -> str:
    return "".join(piece.text for piece in claim.quote if "quote" in piece.keys)


def _said(claim: ClaimView) -> str:
    figures = [f"{figure.words} {figure.text}" for figure in claim.figures[:2]]
    return _short(", ".join(figures) or ("denies" if claim.stance == "denies" else "no figure"), 26)


def _short(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1].rstrip()}…"
