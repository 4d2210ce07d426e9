"""``poc-symbolic audit``: a verdict on every claim of a paper."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import click

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.claim import Severity, Status
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.claims.runner import MutantRange, audit
from poc_symbolic.cli.ledgers import choose_ledger, ledger_option
from poc_symbolic.cli.output import console, emit_json, fields, json_option, table
from poc_symbolic.cli.program import Exit
from poc_symbolic.cli.progress import progress
from poc_symbolic.report.findings import findings_of
from poc_symbolic.report.summary import summary_lines

STYLES = {
    Status.PROVED: "green",
    Status.REFUTED: "red",
    Status.GAP: "yellow",
    Status.VERIFIED: "cyan",
    Status.BY_HAND: "dim",
    Status.UNDECIDED: "magenta",
}


@click.command("audit")
@ledger_option
@click.option("--only", metavar="GLOB", help="Only claims whose id, or an inventory id of theirs, matches.")
@click.option("--severity", type=click.Choice([s.value for s in Severity]), help="Only findings of this severity.")
@click.option("--jobs", type=int, metavar="N", help="How many processes to use (default: one for each core).")
@click.option(
    "--mutants",
    type=click.Choice(get_args(MutantRange)),
    default="sample",
    show_default=True,
    help="Which false neighbours of the proved claims to try.",
)
@click.option("--full", is_flag=True, help="Recompute every row of the recorded tables; this takes minutes.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the audit with all evidence here.")
@click.option("--coq", type=click.Path(path_type=Path), metavar="DIR", help="Say what Coq accepted of this export.")
@click.option("--quiet", is_flag=True, help="No progress bar and no table; the exit code is the answer.")
@click.option("--timings", is_flag=True, help="Add seconds and versions, which differ from run to run.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    ledger_name: str | None,
    only: str | None,
    severity: str | None,
    jobs: int | None,
    mutants: MutantRange,
    full: bool,
    out: Path | None,
    coq: Path | None,
    quiet: bool,
    timings: bool,
    as_json: bool,
) -> None:
    """Check the claims of a paper and report a verdict on each."""
    ledger = choose_ledger(ledger_name)
    if out is not None:
        from poc_symbolic.report.directory import require_audit_directory

        require_audit_directory(out)
    if coq is not None:
        from poc_symbolic.coq.export import accepted_digests

        accepted_digests(coq)  # a wrong directory is said at once
    started = time.monotonic()
    with _progress(ledger, only, quiet) as on_done:
        result = audit(
            ledger,
            only=only,
            severity=severity,
            jobs=_cores() if jobs is None else jobs,
            mutants=mutants,
            full=full,
            on_done=on_done,
        )
    if coq is not None:
        from poc_symbolic.coq.export import acknowledged

        result = acknowledged(result, coq)
    data = result.to_json() | (_timings(time.monotonic() - started) if timings else {})
    if out is not None:
        from poc_symbolic.report.directory import audit_files, write_audit

        write_audit(out, audit_files(result, data))
    if as_json:
        emit_json(data)
    elif not quiet:
        _print(result, data, out)
    context.exit(_exit_code(result))


def _cores() -> int:
    return min(os.cpu_count() or 1, 8)


def _timings(seconds: float) -> dict[str, Any]:
    versions = {name: version(name) for name in ("mpmath", "python-flint", "sympy")}
    return {"seconds": round(seconds, 3), "versions": versions}


def _exit_code(result: Audit) -> Exit:
    """A ledger that expects nothing in particular expects every claim to hold."""
    if result.ledger.expected is not None:
        return Exit.HOLDS if result.as_expected else Exit.REFUTED
    found = {outcome.status for outcome in result.outcomes}
    if found & {Status.REFUTED, Status.GAP}:
        return Exit.REFUTED
    return Exit.UNDECIDED if Status.UNDECIDED in found else Exit.HOLDS


@contextmanager
def _progress(ledger: Ledger, only: str | None, quiet: bool) -> Iterator[Callable[[Outcome], None] | None]:
    """A bar for the claims chosen and their repairs, unless --quiet."""
    if quiet:
        yield None
        return
    chosen = ledger.select(only)
    total = len({claim.id for claim in chosen} | {claim.repair.claim for claim in chosen if claim.repair is not None})
    with progress(total) as advance:
        yield None if advance is None else (lambda outcome: advance(outcome.claim.id))


def _print(result: Audit, data: dict[str, Any], out: Path | None) -> None:
    screen = console()
    rows = [(o.claim.id, o.label, o.severity.value if o.severity else "", str(o.claim.where)) for o in result.outcomes]
    styles = [STYLES[outcome.status] for outcome in result.outcomes]
    screen.print(table(("claim", "verdict", "severity", "where"), rows, styles=styles))
    for finding in findings_of(result):
        screen.print()
        screen.print(f"{finding.outcome.claim.id}: {finding.verdict}", style="bold")
        lines = [("printed", finding.printed), ("true", finding.true), ("effect", finding.effect)]
        more = [("repair", finding.repair), ("witness", finding.witness)]
        screen.print(fields([*lines, *more]), soft_wrap=True)
    open_ones = [(o.claim.id, o.tried) for o in result.outcomes if o.status == Status.UNDECIDED]
    if open_ones:
        screen.print()
        screen.print("undecided, with what was tried:", style="bold")
        screen.print(fields(open_ones), soft_wrap=True)
    screen.print()
    for line in summary_lines(result):
        screen.print(line, soft_wrap=True)
    if "seconds" in data:
        screen.print(f"{data['seconds']} s with " + ", ".join(f"{k} {v}" for k, v in data["versions"].items()))
    if out is not None:
        screen.print(f"written to {out}; re-check it with: poc-symbolic verify {out}", soft_wrap=True)
