"""``poc-symbolic verify``: re-check the evidence of an audit with small programs of their own."""

from __future__ import annotations

from pathlib import Path

import click

from poc_symbolic.cli.output import emit_json, json_option
from poc_symbolic.cli.program import Exit
from poc_symbolic.report.recheck import recheck, recheck_json


@click.command("verify")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@json_option
@click.pass_context
def command(context: click.Context, directory: Path, as_json: bool) -> None:
    """Re-check the certificates that an audit has written."""
    found = recheck_json(recheck(directory))
    bad = [claim for claim in found["claims"] if claim["answer"] in ("rejected", "missing")]
    if as_json:
        emit_json(found)
    else:
        for claim in bad:
            click.echo(f"{claim['answer']}: {claim['id']} ({claim['reason']})")
        click.echo(
            ", ".join(f"{count} {name}" for name, count in found["answers"].items() if count) or "nothing to check"
        )
        for name, count in found["by"].items():
            click.echo(f"{count} by {name}")
    if bad:
        context.exit(Exit.REFUTED)
