"""The picture of what rests on what, as SVG: each claim is a cell in its lemma's box, coloured on both axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from poc_symbolic.claims.claim import Claim, Status
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.report.graph import BORDER, FILL, proof_axis
from poc_symbolic.report.graph_layout import BOX_HEIGHT, BOX_WIDTH, TOP, Box, layout
from poc_symbolic.report.rendering import anchor, environment
from poc_symbolic.report.summary import counted, status_words

CELLS = BOX_WIDTH - 4  # how wide all cells of a box are together
LABEL = 16  # letters that fit into a box

# The values of the second axis in words.
PROOFS = {
    "complete": "all that it uses is proved",
    "open": "something is not proved",
    "repaired": "an error, with a proved repair",
    "broken": "an error without proved repair",
}


def graph_svg(ledger: Ledger, claims: Sequence[Claim], verdicts: Mapping[str, Status]) -> str:
    """The picture of these claims of a ledger, with their verdicts by id; links are anchors of the HTML page."""
    proofs = {claim.id: proof_axis(ledger, claim.id, verdicts) for claim in claims}
    found = layout(claims)
    boxes = [(box, short(box.name), _cells(box), _words(box, verdicts)) for box in found.boxes]
    touching = {
        box.name: [i for i, link in enumerate(found.links) if box.name in (link.source, link.target)]
        for box in found.boxes
    }
    return (
        environment()
        .get_template("graph.svg")
        .render(
            found=found,
            boxes=boxes,
            touching=touching,
            verdicts=verdicts,
            proofs=proofs,
            statement_colours=FILL,
            proof_colours=BORDER,
            proof_words=PROOFS,
            anchor=anchor,
            box_width=BOX_WIDTH,
            box_height=BOX_HEIGHT,
            top=TOP,
        )
    )


def short(name: str) -> str:
    """A name that fits into a box."""
    return name if len(name) <= LABEL else name[: LABEL - 1] + "…"


def _cells(box: Box) -> list[tuple[Claim, str, str]]:
    """Each claim with the left end and the width of its cell."""
    step = CELLS / len(box.claims)
    gap = 1 if step > 4 else 0.5
    return [(claim, f"{2 + i * step:.2f}", f"{step - gap:.2f}") for i, claim in enumerate(box.claims)]


def _words(box: Box, verdicts: Mapping[str, Status]) -> str:
    """What the tooltip of a box says."""
    found = [verdicts[claim.id].value for claim in box.claims if claim.id in verdicts]
    counts = ", ".join(
        f"{found.count(status.value)} {status_words(status.value, found.count(status.value))}"
        for status in Status
        if status.value in found
    )
    return f"{box.name}: {counted(len(box.claims), 'claim')}, {counts}; depth {box.depth}"
