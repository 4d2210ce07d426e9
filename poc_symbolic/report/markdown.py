"""The audit as one Markdown file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.claim import Constant, Status
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.latex.scripts import with_signs
from poc_symbolic.report.findings import checkers, code, findings, markdown_table, second_route_text, witness_text
from poc_symbolic.report.summary import summary_lines


def markdown_page(audit: Audit) -> str:
    """Summary, findings, constants, and one section for each claim."""
    parts = [
        f"# Audit of {audit.ledger.paper}\n",
        "".join(f"- {line}\n" for line in summary_lines(audit)),
        "## Findings\n",
        findings(audit),
        *constants_part(constant for outcome in audit.outcomes for constant in outcome.claim.constants),
        *_listed("## Inventory\n", ITEM_COLUMNS, item_rows(audit)),
        *_listed("## Not proved: what was tried\n", TRIED_COLUMNS, tried_rows(audit)),
        "## Claims\n",
        *(_section(outcome) for outcome in audit.outcomes),
    ]
    return "\n".join(parts)


def constants_part(constants: Iterable[Constant]) -> list[str]:
    """The heading and the table of constants, or nothing where there are none."""
    return _listed("## Constants\n", CONSTANT_COLUMNS, [constant_row(constant) for constant in constants])


CONSTANT_COLUMNS = ("constant", "printed", "proved", "sharp or lower bound", "slack", "domain", "used by")


def constant_row(constant: Constant) -> list[str]:
    """One row under ``CONSTANT_COLUMNS``."""
    values = (constant.name, constant.printed, constant.proved, constant.sharp_or_lower_bound, constant.slack_factor)
    return [*map(with_signs, values), with_signs(constant.domain), ", ".join(constant.used_by)]


ITEM_COLUMNS = ("item", "where", "verdict", "claims")
TRIED_COLUMNS = ("claim", "verdict", "what was tried")


def item_rows(audit: Audit) -> list[list[str]]:
    """One row under ``ITEM_COLUMNS`` for each item of the inventory."""
    places = audit.ledger.inventory or {}
    return [
        [name, places.get(name, ""), item.status.value if item.status is not None else "none", ", ".join(item.claims)]
        for name, item in audit.items().items()
    ]


def tried_rows(audit: Audit) -> list[list[str]]:
    """One row under ``TRIED_COLUMNS`` for each claim that is verified or undecided."""
    chosen = [o for o in audit.outcomes if o.status in (Status.VERIFIED, Status.UNDECIDED)]
    return [[o.claim.id, o.status.value, o.tried] for o in chosen]


def _listed(heading: str, columns: Sequence[str], rows: list[list[str]]) -> list[str]:
    return [heading, markdown_table(columns, rows)] if rows else []


def _section(outcome: Outcome) -> str:
    lines = [f"### {outcome.claim.id}: {outcome.claim.title}\n", code(outcome.claim.latex) + "\n"]
    lines += ["".join(f"- {name}: {' '.join(value.split())}\n" for name, value in evidence(outcome) if value)]
    return "\n".join(lines)


def evidence(outcome: Outcome) -> list[tuple[str, str]]:
    """The evidence of one claim as pairs (name, text) for every kind of report; some texts are empty."""
    claim, mutants = outcome.claim, outcome.mutants.to_json()
    repair = claim.repair
    repaired = outcome.repaired.value if outcome.repaired is not None else "not run"
    return [
        ("where", str(claim.where)),
        ("verdict", outcome.label + (f", {outcome.severity.value}" if outcome.severity is not None else "")),
        ("reason", outcome.reason),
        ("domain", f"{claim.domain.text} ({claim.domain.scope})"),
        ("assumes", ", ".join(claim.assumes)),
        ("inherits", ", ".join(outcome.inherits or ())),
        ("witness", witness_text(outcome)),
        ("second route", second_route_text(outcome)),
        ("repair", f"{repair.claim} ({repaired}). {repair.effect}" if repair is not None else ""),
        ("method", ", ".join(dict.fromkeys(verdict.method for verdict in outcome.verdicts))),
        (
            "checked by",
            checkers(outcome) + (" (on record)" if set(outcome.recorded_by) - set(outcome.checked_by) else ""),
        ),
        ("definition", _digits(outcome)),
        ("measured", outcome.record.measured if outcome.record is not None else ""),
        ("record", _record(outcome)),
        ("mutants", _mutants(mutants)),
        ("uses", ", ".join(claim.uses)),
        ("covers", ", ".join(claim.covers)),
        ("note", claim.note),
    ]


def _digits(outcome: Outcome) -> str:
    if outcome.digits is None:
        return ""
    points = len(outcome.numeric)
    return f"agrees to {outcome.digits} digits at {points} point{'s' if points != 1 else ''}"


def _record(outcome: Outcome) -> str:
    record = outcome.record
    if record is None:
        return ""
    recomputed = "; ".join(record.recomputed) or "none"
    return f"{record.rows} rows, SHA-256 {record.digest}; recomputed here: {recomputed}"


def _mutants(mutants: dict[str, int]) -> str:
    if mutants["total"] == 0:
        return ""
    return f"{mutants['killed']} killed, {mutants['undecided']} undecided, {mutants['equivalent']} equivalent"
