"""``poc-symbolic graph``: which claim uses which."""

from __future__ import annotations

import click

from poc_symbolic.cli.ledgers import choose_ledger, ledger_option
from poc_symbolic.cli.output import emit_json, json_option
from poc_symbolic.errors import InputError
from poc_symbolic.report.graph import expected_verdicts, graph_dot, graph_json


@click.command("graph")
@ledger_option
@click.option("--dot", is_flag=True, help="Print the graph in Graphviz' language.")
@click.option("--svg", is_flag=True, help="Print a picture: a box for each lemma, by page and depth.")
@json_option
def command(ledger_name: str | None, dot: bool, svg: bool, as_json: bool) -> None:
    """Show which claim uses which, with the verdict on each and on what its proof rests on."""
    if dot + svg + as_json > 1:
        raise InputError("Choose one of --dot, --svg and --json.")
    ledger = choose_ledger(ledger_name)
    if svg:
        from poc_symbolic.report.graph_svg import graph_svg

        click.echo(graph_svg(ledger, ledger.claims, expected_verdicts(ledger)), nl=False)
        return
    graph = graph_json(ledger)
    if as_json:
        emit_json(graph)
    elif dot:
        click.echo(graph_dot(graph))
    else:
        for node in graph["nodes"]:
            axes = [node["expected"], f"proof {node['proof']}" if node["proof"] else None]
            shown = ", ".join(axis for axis in axes if axis)
            step = "  (step)" if node["kind"] == "step" else ""
            click.echo(node["id"] + step + (f"  [{shown}]" if shown else ""))
            for edge in graph["edges"]:
                if edge["from"] == node["id"]:
                    click.echo(f"  {'uses' if edge['kind'] == 'uses' else 'repaired by'} {edge['to']}")
