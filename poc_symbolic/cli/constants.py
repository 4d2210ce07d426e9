"""``poc-symbolic constants``: the constants as printed, as proved, and how much slack there is."""

from __future__ import annotations

import click

from poc_symbolic.cli.ledgers import choose_ledger, ledger_option
from poc_symbolic.cli.output import console, emit_json, json_option, table
from poc_symbolic.report.constants import constants_json
from poc_symbolic.report.markdown import CONSTANT_COLUMNS, constant_row


@click.command("constants")
@ledger_option
@json_option
def command(ledger_name: str | None, as_json: bool) -> None:
    """Compare the constants of a paper as printed and as proved."""
    ledger = choose_ledger(ledger_name)
    if as_json:
        emit_json(constants_json(ledger))
        return
    rows = [constant_row(constant) for claim in ledger.claims for constant in claim.constants]
    console().print(table(CONSTANT_COLUMNS, rows))
