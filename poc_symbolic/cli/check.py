"""``poc-symbolic check``: the evidence of one claim, or the claim at the user's own parameters."""

from __future__ import annotations

from dataclasses import replace

import click

from poc_symbolic.claims.claim import NumericCheck, Status
from poc_symbolic.claims.evaluate import (
    Evaluation,
    Part,
    definition_checks,
    evaluate,
    read_settings,
    require_digits,
)
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.claims.runner import ORACLE_DIGITS, audit
from poc_symbolic.cli.ledgers import choose_part, claim_argument, ledger_option
from poc_symbolic.cli.output import emit_json, fields, json_option, sides
from poc_symbolic.cli.program import Exit
from poc_symbolic.report.markdown import evidence

EXIT_OF_STATUS = {
    Status.PROVED: Exit.HOLDS,
    Status.VERIFIED: Exit.HOLDS,
    Status.REFUTED: Exit.REFUTED,
    Status.GAP: Exit.REFUTED,
    Status.BY_HAND: Exit.UNDECIDED,
    Status.UNDECIDED: Exit.UNDECIDED,
}
EXIT_OF_ANSWER = {"holds": Exit.HOLDS, "fails": Exit.REFUTED, "undecided": Exit.UNDECIDED}


@click.command("check")
@claim_argument
@ledger_option
@click.option("--set", "assignments", multiple=True, metavar="NAME=VALUE", help="An exact value; may be repeated.")
@click.option("--digits", type=int, metavar="N", help=f"Decimal digits, 1 to 10000; {ORACLE_DIGITS} by default.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    claim_id: str,
    ledger_name: str | None,
    assignments: tuple[str, ...],
    digits: int | None,
    as_json: bool,
) -> None:
    """Show the evidence of one claim, or evaluate it at your own parameters."""
    settings = read_settings(assignments)
    if digits is not None:
        require_digits(digits)
    ledger = choose_part(ledger_name, claim_id)
    if settings:
        found = evaluate(ledger, claim_id, settings, ORACLE_DIGITS if digits is None else digits)
        if as_json:
            emit_json(found.to_json())
        else:
            click.echo(fields(_evaluation_lines(found)))
        context.exit(EXIT_OF_ANSWER[found.answer])
    outcome = _run(ledger, claim_id, digits)
    if as_json:
        emit_json(outcome.to_json())
    else:
        claim = outcome.claim
        checks = [(f"point {i}", _numeric_text(check)) for i, check in enumerate(outcome.numeric, start=1)]
        head = [("claim", claim.id), ("title", claim.title), ("statement", claim.latex)]
        click.echo(fields([*head, *evidence(outcome), *checks]))
    context.exit(EXIT_OF_STATUS[outcome.status])


def _run(ledger: Ledger, claim_id: str, digits: int | None) -> Outcome:
    """The claim's outcome with its repair's status; ``digits`` repeats the check against the definition."""
    outcome = next(o for o in audit(ledger, only=claim_id).outcomes if o.claim.id == claim_id)
    return outcome if digits is None else replace(outcome, numeric=definition_checks(outcome.claim, digits))


def _evaluation_lines(found: Evaluation) -> list[tuple[str, str]]:
    point = ", ".join(f"{name} = {value}" for name, value in sorted(found.settings.items()))
    rows = [
        ("claim", f"{found.claim.id} ({found.claim.where})"),
        ("statement", found.claim.latex),
        ("at", point),
    ]
    rows += [(f"part {i}", _part_text(part)) for i, part in enumerate(found.parts, start=1)]
    if found.definition is not None:
        rows.append(("definition", _numeric_text(found.definition)))
    return [*rows, ("answer", found.answer)]


def _part_text(part: Part) -> str:
    how = " (decided exactly)" if part.exact and part.answer in ("holds", "fails") else ""
    lines = [part.text, f"{part.answer}{how}" + (f": {part.reason}" if part.reason else "")]
    if part.lhs is not None:
        lines.append(sides(part.lhs, part.rhs, part.margin))
    return "\n".join(lines)


def _numeric_text(check: NumericCheck) -> str:
    verdict = "holds" if check.holds else "fails"
    return (
        f"{check.what}\n{verdict}; {check.agree} of {check.digits} digits agree\n"
        f"{sides(check.left, check.right, check.margin)}"
    )
