"""The index of an export: for each claim its place in the paper, its verdict and where its theorems are."""

from __future__ import annotations

from collections.abc import Sequence

from poc_symbolic.claims.claim import Status
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.coq.document import Part
from poc_symbolic.coq.theorem import module_name
from poc_symbolic.report.findings import markdown_table

COLUMNS = ("where", "claim", "title", "verdict", "file", "module")


def index(paper: str, written: Sequence[tuple[Outcome, Part]], left_out: Sequence[tuple[Outcome, str]]) -> str:
    """Markdown: a table of what is there, and a list of the decided claims that are not, with the reason."""
    rows = [[*_head(outcome), part.file, module_name(part.id)] for outcome, part in written]
    decided = [(o, why) for o, why in left_out if o.status in (Status.PROVED, Status.REFUTED, Status.GAP)]
    lines = [
        f"# Theorems on {paper}\n",
        "Each file stands by itself and needs Coq with Coquelicot and CoqInterval; `coqc FILE` checks it. Each module"
        " is a claim. The head of each file says what the names in a module mean. A verdict (mod ...) rests on the"
        " named theorems besides, which are not in the files.\n",
        markdown_table(COLUMNS, rows),
    ]
    if decided:
        lines.append("Left out:\n")
        lines.append(markdown_table((*COLUMNS[:4], "why"), [[*_head(outcome), why] for outcome, why in decided]))
    return "\n".join(lines)


def _head(outcome: Outcome) -> list[str]:
    claim = outcome.claim
    return [str(claim.where), f"`{claim.id}`", claim.title, outcome.label]
