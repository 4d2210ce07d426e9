"""``poc-symbolic export``: certificates for another checker."""

from __future__ import annotations

import os
from pathlib import Path

import click

from poc_symbolic.cli.ledgers import choose_ledger, ledger_option
from poc_symbolic.cli.output import emit_json, json_option
from poc_symbolic.cli.progress import progress


@click.group("export")
def command() -> None:
    """Export certificates for another checker."""


@command.command("coq")
@ledger_option
@click.option("--only", metavar="PATTERN", help="Only claims whose id, or an inventory id of theirs, matches.")
@click.option("--jobs", type=int, metavar="N", help="How many processes to use (default: one for each core).")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Write the .v files here.")
@json_option
def coq(ledger_name: str | None, only: str | None, jobs: int | None, out: Path, as_json: bool) -> None:
    """Write proved and refuted claims as theorems for Rocq/Coq."""
    from poc_symbolic.coq.export import export, export_files, manifest, require_export_directory, write_export

    ledger = choose_ledger(ledger_name)
    require_export_directory(out)
    workers = min(os.cpu_count() or 1, 8) if jobs is None else jobs
    with progress(len(ledger.select(only))) as advance:
        results = export(ledger, only=only, jobs=workers, on_done=advance)
    write_export(out, export_files(ledger.paper, results))
    data = manifest(ledger.paper, results)
    if as_json:
        emit_json(data)
        return
    settled = [row for row in data["left_out"] if row["status"] in ("proved", "refuted", "gap")]
    mutants = sum(len(claim["mutants"]) for claim in data["claims"])
    click.echo(f"{len(data['claims'])} claims and {mutants} false neighbours of theirs written to {out}")
    for row in settled:
        click.echo(f"left out: {row['id']} ({row['reason']})")
    click.echo(f"have Coq check them with: poc-symbolic verify --coq {out}")
