"""``poc-symbolic impact``: what depends on a claim."""

from __future__ import annotations

import click

from poc_symbolic.cli.ledgers import choose_claim, claim_argument, ledger_option
from poc_symbolic.cli.output import emit_json, fields, json_option
from poc_symbolic.report.graph import impact_json


@click.command("impact")
@claim_argument
@ledger_option
@json_option
def command(claim_id: str, ledger_name: str | None, as_json: bool) -> None:
    """List what depends on a claim."""
    ledger, claim = choose_claim(ledger_name, claim_id)
    found = impact_json(ledger, claim.id)
    if as_json:
        emit_json(found)
        return
    rows = [
        ("claim", found["id"]),
        ("used by", "\n".join(found["direct"]) or "no other claim"),
        ("in all", "\n".join(found["all"]) if found["all"] != found["direct"] else ""),
        ("constants", ", ".join(found["constants"])),
        ("inventory", ", ".join(found["covers"])),
        ("repair", f"{found['repair']}. {found['effect']}" if found["repair"] else ""),
    ]
    click.echo(fields(rows))
