"""``poc-symbolic graph``: which claim uses which."""

from __future__ import annotations

import click

from poc_symbolic.cli.ledgers import choose_ledger, ledger_option
from poc_symbolic.cli.output import emit_json, json_option
from poc_symbolic.report.graph import graph_dot, graph_json


@click.command("graph")
@ledger_option
@click.option("--dot", is_flag=True, help="Print the graph in Graphviz' language.")
@json_option
def command(ledger_name: str | None, dot: bool, as_json: bool) -> None:
    """Show which claim uses which."""
    graph = graph_json(choose_ledger(ledger_name))
    if as_json:
        emit_json(graph)
    elif dot:
        click.echo(graph_dot(graph))
    else:
        for node in graph["nodes"]:
            click.echo(node["id"] + (f"  [{node['expected']}]" if node["expected"] else ""))
            for edge in graph["edges"]:
                if edge["from"] == node["id"]:
                    click.echo(f"  {'uses' if edge['kind'] == 'uses' else 'repaired by'} {edge['to']}")
