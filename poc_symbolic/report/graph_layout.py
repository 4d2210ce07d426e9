"""Where the claims stand in the picture of what rests on what: a box for each lemma, in rows and columns.

Claims whose ids begin alike (``lemma-42/...``) share a box. A box stands in the row of the page where its first claim
is printed, ten pages to a row, and in the column of its depth: the longest chain of claims, each of which uses the
next, that begins in it. Boxes of one row and column stand below one another in the ledger's order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from poc_symbolic.claims.claim import Claim

PAGES = 10  # to a row
LAST = 6  # the last column; deeper boxes stand there as well

BOX_WIDTH, BOX_HEIGHT = 116, 25
COLUMN, LINE = 140, 33
LEFT, TOP = 62, 160  # beside the pages; below the legend and the depths
ROW_GAP = 14


@dataclass(frozen=True)
class Box:
    """The claims of one lemma; ``x`` and ``y`` are the upper left corner."""

    name: str
    claims: tuple[Claim, ...]
    depth: int
    x: int
    y: int


@dataclass(frozen=True)
class Link:
    """From a box to one that it uses, or whose claim repairs one of its own; ``path`` is SVG's."""

    kind: Literal["uses", "repair"]
    source: str
    target: str
    path: str


@dataclass(frozen=True)
class Row:
    """The pages of a row, and where it begins and ends."""

    first: int
    last: int
    top: int
    bottom: int


@dataclass(frozen=True)
class Layout:
    """Everything that the picture shows; ``columns`` are pairs of a name and its place."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    rows: tuple[Row, ...]
    columns: tuple[tuple[str, int], ...]
    width: int
    height: int


def layout(claims: Sequence[Claim]) -> Layout:
    """Boxes, rows and links of these claims; a link to a claim that is not among them is left out."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[group(claim.id)].append(claim)
    chain = _depths(claims)
    depth = {name: max(chain[claim.id] for claim in members) for name, members in groups.items()}
    decade = {name: min(claim.where.page for claim in members) // PAGES for name, members in groups.items()}
    boxes: dict[str, Box] = {}
    rows = []
    top = TOP
    for row in sorted(set(decade.values())):
        cells: dict[int, int] = defaultdict(int)
        for name in (name for name in groups if decade[name] == row):
            column = min(depth[name], LAST)
            place = LEFT + column * COLUMN, top + ROW_GAP // 2 + cells[column] * LINE
            boxes[name] = Box(name, tuple(groups[name]), depth[name], *place)
            cells[column] += 1
        bottom = top + ROW_GAP + max(cells.values()) * LINE - (LINE - BOX_HEIGHT)
        rows.append(Row(max(1, row * PAGES), row * PAGES + PAGES - 1, top, bottom))
        top = bottom
    last = min(max(depth.values(), default=0), LAST)
    names = [str(i) if i < LAST else f"{LAST} and more" for i in range(last + 1)]
    columns = tuple((name, LEFT + i * COLUMN) for i, name in enumerate(names))
    return Layout(tuple(boxes.values()), _links(claims, boxes), tuple(rows), columns, LEFT + (last + 1) * COLUMN, top)


def group(claim_id: str) -> str:
    """The box of a claim: the first part of its id."""
    return claim_id.partition("/")[0]


def _depths(claims: Sequence[Claim]) -> dict[str, int]:
    """For each claim the length of the longest chain of uses that begins with it; circles are cut at a claim."""
    names = {claim.id for claim in claims}
    waiting = {claim.id: [other for other in claim.uses if other in names] for claim in claims}
    found: dict[str, int] = {}
    while waiting:
        ready = [name for name, used in waiting.items() if found.keys() >= set(used)] or [next(iter(waiting))]
        for name in ready:
            found[name] = 1 + max((found[other] for other in waiting.pop(name) if other in found), default=-1)
    return found


def _links(claims: Sequence[Claim], boxes: Mapping[str, Box]) -> tuple[Link, ...]:
    """One link for each pair of boxes and kind, in the ledger's order."""
    pairs: dict[tuple[Literal["uses", "repair"], str, str], None] = {}
    for claim in claims:
        source = group(claim.id)
        wanted: list[tuple[Literal["uses", "repair"], str]] = [("uses", other) for other in claim.uses]
        wanted += [("repair", claim.repair.claim)] if claim.repair is not None else []
        for kind, other in wanted:
            if group(other) != source and group(other) in boxes:
                pairs[kind, source, group(other)] = None
    return tuple(Link(kind, a, b, _path(boxes[a], boxes[b])) for kind, a, b in pairs)


def _path(source: Box, target: Box) -> str:
    """A curve that leaves the source's left side and enters the target's right side, or turns where it must."""
    y, end_y = source.y + BOX_HEIGHT // 2, target.y + BOX_HEIGHT // 2
    if source.x > target.x:
        x, end_x = source.x, target.x + BOX_WIDTH
        bend = max(20, (x - end_x) // 2)
        return f"M{x} {y}C{x - bend} {y} {end_x + bend} {end_y} {end_x} {end_y}"
    if source.x == target.x:
        x = source.x
        return f"M{x} {y}C{x - 22} {y} {x - 22} {end_y} {x} {end_y}"
    x, end_x = source.x + BOX_WIDTH, target.x
    bend = max(20, (end_x - x) // 2)
    return f"M{x} {y}C{x + bend} {y} {end_x - bend} {end_y} {end_x} {end_y}"
