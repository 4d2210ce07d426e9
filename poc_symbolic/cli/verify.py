"""``poc-symbolic verify``: re-check the evidence of an audit with small programs, or an export with Coq."""

from __future__ import annotations

import os
from pathlib import Path

import click

from poc_symbolic.cli.output import emit_json, json_option
from poc_symbolic.cli.program import Exit
from poc_symbolic.cli.progress import progress
from poc_symbolic.errors import InputError
from poc_symbolic.report.recheck import recheck, recheck_json


@click.command("verify")
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("--coq", "coq", type=click.Path(path_type=Path), metavar="DIR", help="Have Coq check this export.")
@click.option("--jobs", type=int, metavar="N", help="How many Coq processes to use (default: one for each core).")
@click.option("--limit", type=int, metavar="SECONDS", help="The time that Coq may take for one file.")
@click.option("--record", type=click.Path(path_type=Path), metavar="FILE", help="Also write here what Coq accepted.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    directory: Path | None,
    coq: Path | None,
    jobs: int | None,
    limit: int | None,
    record: Path | None,
    as_json: bool,
) -> None:
    """Re-check the certificates that an audit has written, or the theorems of an export."""
    if (directory is None) == (coq is None):
        raise InputError("Give the directory of an audit, or --coq with the directory of an export.")
    if coq is not None:
        _coq(context, coq, jobs, limit, record, as_json)
        return
    if record is not None:
        raise InputError("--record goes with --coq: it writes down what Coq accepted.")
    assert directory is not None
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


def _coq(
    context: click.Context, directory: Path, jobs: int | None, limit: int | None, record: Path | None, as_json: bool
) -> None:
    from poc_symbolic.coq.compile import TIME_LIMIT, ToolMissing, check_export, checked_json
    from poc_symbolic.coq.export import ACCEPTED, read_manifest
    from poc_symbolic.files import write_whole

    if (jobs is not None and jobs < 1) or (limit is not None and limit < 1):
        raise InputError("--jobs and --limit must be at least 1.")
    files = {claim["file"] for claim in read_manifest(directory)["claims"]}
    try:
        with progress(len(files)) as advance:
            found = check_export(
                directory, jobs=jobs or min(os.cpu_count() or 1, 8), limit=limit or TIME_LIMIT, on_done=advance
            )
    except ToolMissing as missing:
        click.echo(f"poc-symbolic: {missing}.", err=True)
        context.exit(Exit.TOOL_MISSING)
    if record is not None:
        write_whole(record, (directory / ACCEPTED).read_bytes())
    data = checked_json(found)
    if as_json:
        emit_json(data)
    else:
        for claim in data["claims"]:
            if claim["answer"] != "accepted":
                click.echo(f"{claim['answer']}: {claim['id']} ({claim['reason']})")
        click.echo(
            ", ".join(f"{count} {name} by Coq" for name, count in data["answers"].items() if count)
            or "nothing to check"
        )
        click.echo(f"{data['mutants']} false neighbours of the accepted claims refuted by Coq")
    if data["answers"]["accepted"] != len(found.claims):
        context.exit(Exit.REFUTED)
