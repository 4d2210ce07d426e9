"""``poc-symbolic constants``: the constants as printed, as proved, and how much slack there is."""

from __future__ import annotations

from textwrap import indent

import click

from poc_symbolic.cli.ledgers import choose_ledger, ledger_option
from poc_symbolic.cli.output import emit_json, fields, json_option
from poc_symbolic.report.constants import constants_json
from poc_symbolic.report.markdown import constant_row

NOTHING = ("", "-", "—")  # what a ledger writes for a value that is not known


@click.command("constants")
@ledger_option
@json_option
def command(ledger_name: str | None, as_json: bool) -> None:
    """Compare the constants of a paper as printed and as proved."""
    ledger = choose_ledger(ledger_name)
    if as_json:
        emit_json(constants_json(ledger))
        return
    names = ("printed", "proved", "best", "slack", "where", "used by")
    for constant in (constant for claim in ledger.claims for constant in claim.constants):
        name, *values = constant_row(constant)
        known = [(key, value) for key, value in zip(names, values, strict=True) if value not in NOTHING]
        click.echo(f"{name}\n" + indent(fields(known), "  "))
