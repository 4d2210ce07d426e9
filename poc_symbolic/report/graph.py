"""Which claim uses which: the graph as data and as DOT, and what depends on a claim."""

from __future__ import annotations

from typing import Any

from poc_symbolic.claims.ledger import Ledger


def graph_json(ledger: Ledger) -> dict[str, Any]:
    """Nodes with their expected status, and edges "uses" and "repair", each from the claim that names it."""
    expected = ledger.expected or {}
    nodes = []
    edges = []
    for claim in ledger.claims:
        status = expected[claim.id].status.value if claim.id in expected else None
        nodes.append({"id": claim.id, "title": claim.title, "expected": status})
        edges += [{"from": claim.id, "to": other, "kind": "uses"} for other in claim.uses]
        if claim.repair is not None:
            edges.append({"from": claim.id, "to": claim.repair.claim, "kind": "repair"})
    return {"paper": ledger.paper, "nodes": nodes, "edges": edges}


def graph_dot(graph: dict[str, Any]) -> str:
    """The graph in Graphviz' language; repairs are dashed."""
    lines = ["digraph claims {", "  rankdir=BT;"]
    lines += [f"  {_quoted(node['id'])};" for node in graph["nodes"]]
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
