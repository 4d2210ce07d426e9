"""Which claim uses which: the graph as data and as DOT, and what depends on a claim.

Two axes. Is the printed statement right: its own expected verdict. Is its proof right: derived from the graph, never
typed: "complete" if everything that it uses, directly or in turn, is proved; "open" if something is only verified, by
hand or undecided; "repaired" if something is refuted or a gap, and each such claim has a proved repair; else "broken".
A claim with ``step`` is an inference inside a proof, and not a printed statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from poc_symbolic.claims.claim import Status
from poc_symbolic.claims.ledger import Ledger


def graph_json(ledger: Ledger) -> dict[str, Any]:
    """Nodes with both axes, and edges "uses" and "repair", each from the claim that names it."""
    verdicts = expected_verdicts(ledger)
    nodes = []
    edges = []
    for claim in ledger.claims:
        status = verdicts[claim.id].value if claim.id in verdicts else None
        kind = "step" if claim.step else "statement"
        proof = proof_axis(ledger, claim.id, verdicts)
        nodes.append({"id": claim.id, "title": claim.title, "kind": kind, "expected": status, "proof": proof})
        edges += [{"from": claim.id, "to": other, "kind": "uses"} for other in claim.uses]
        if claim.repair is not None:
            edges.append({"from": claim.id, "to": claim.repair.claim, "kind": "repair"})
    return {"paper": ledger.paper, "nodes": nodes, "edges": edges}


def expected_verdicts(ledger: Ledger) -> dict[str, Status]:
    """The verdicts that the ledger expects, by claim."""
    return {name: expectation.status for name, expectation in (ledger.expected or {}).items()}


def proof_axis(ledger: Ledger, claim_id: str, verdicts: Mapping[str, Status]) -> str | None:
    """The second axis of a claim; None where it uses no claim, or one that it uses has no verdict."""
    used = ledger.used_by(claim_id)
    if not used or used - set(verdicts):
        return None
    found = {name: verdicts[name] for name in used}
    wrong = [name for name, status in found.items() if status in (Status.REFUTED, Status.GAP)]
    if wrong:
        repairs = [ledger.claim(name).repair for name in wrong]
        mended = all(r is not None and verdicts.get(r.claim) == Status.PROVED for r in repairs)
        return "repaired" if mended else "broken"
    return "complete" if set(found.values()) == {Status.PROVED} else "open"


# Okabe and Ito's colours, which differ for every kind of colour vision.
FILL = {
    "proved": "#009E73",
    "refuted": "#D55E00",
    "gap": "#E69F00",
    "verified": "#56B4E9",
    "by-hand": "#CCCCCC",
    "undecided": "#FFFFFF",
}
BORDER = {"complete": "#009E73", "open": "#56B4E9", "repaired": "#E69F00", "broken": "#D55E00"}


def graph_dot(graph: dict[str, Any]) -> str:
    """The graph in Graphviz' language: fill is the statement's verdict, border its proof's; repairs are dashed.

    Statements are boxes, steps of proofs are ellipses.
    """
    lines = ["digraph claims {", "  rankdir=BT;", "  node [style=filled, penwidth=3];"]
    for node in graph["nodes"]:
        shape = "ellipse" if node["kind"] == "step" else "box"
        fill, border = FILL.get(node["expected"], "#FFFFFF"), BORDER.get(node["proof"], "#000000")
        lines.append(f'  {_quoted(node["id"])} [shape={shape}, fillcolor="{fill}", color="{border}"];')
    for edge in graph["edges"]:
        style = " [style=dashed]" if edge["kind"] == "repair" else ""
        lines.append(f"  {_quoted(edge['from'])} -> {_quoted(edge['to'])}{style};")
    return "\n".join([*lines, "}"])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def impact_json(ledger: Ledger, claim_id: str) -> dict[str, Any]:
    """What uses the claim, directly and in turn, and the constants of all those; in the ledger's order."""
    claim = ledger.claim(claim_id)
    direct = [other.id for other in ledger.claims if claim_id in other.uses]
    reached = {claim_id}
    while True:
        more = {other.id for other in ledger.claims if reached & set(other.uses)} - reached
        if not more:
            break
        reached |= more
    affected = [other for other in ledger.claims if other.id in reached and other.id != claim_id]
    return {
        "id": claim.id,
        "direct": direct,
        "all": [other.id for other in affected],
        "covers": sorted({item for other in affected for item in other.covers}),
        "constants": [constant.name for other in (claim, *affected) for constant in other.constants],
        "repair": claim.repair.claim if claim.repair is not None else None,
        "effect": claim.repair.effect if claim.repair is not None else None,
    }
