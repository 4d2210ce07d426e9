"""The audit as one self-contained HTML page with an anchored section for each claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from markupsafe import Markup

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.claim import Severity, Status
from poc_symbolic.claims.evaluate import atom_text
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.report.findings import Finding, checkers, findings_of
from poc_symbolic.report.graph_svg import graph_svg
from poc_symbolic.report.markdown import (
    CONSTANT_COLUMNS,
    ITEM_COLUMNS,
    TRIED_COLUMNS,
    constant_row,
    evidence,
    item_rows,
    tried_rows,
)
from poc_symbolic.report.mathml import mathml
from poc_symbolic.report.rendering import CERTIFICATES, STATEMENTS, anchor, environment, file_name, prose
from poc_symbolic.report.summary import counted, status_words, summary_lines

SHOWN = 600  # characters of a checked statement; the whole is in the directory's statements/


def html_page(audit: Audit) -> str:
    """The page; it loads nothing from elsewhere and follows the reader's light or dark setting."""
    templates = environment()
    templates.globals.update(
        evidence=evidence, anchor=anchor, math=_math, checked=checked, checkers=checkers, by_hand=by_hand, prose=prose
    )
    constants = [constant_row(constant) for outcome in audit.outcomes for constant in outcome.claim.constants]
    return templates.get_template("audit.html").render(
        paper=audit.ledger.paper,
        counts=_counts(audit.outcomes),
        summary=summary_lines(audit)[1:],
        groups=_groups(findings_of(audit)),
        picture=_picture(audit),
        listed=(
            ("constants", "Constants", CONSTANT_COLUMNS, constants),
            ("inventory", "Inventory", ITEM_COLUMNS, item_rows(audit)),
            ("tried", "Not proved: what was tried", TRIED_COLUMNS, tried_rows(audit)),
        ),
        outcomes=audit.outcomes,
        claims=counted(len(audit.outcomes), "claim"),
        statuses=[status.value for status in Status],
        severities=[severity.value for severity in Severity],
        users=_users(audit.outcomes),
        claim_ids={outcome.claim.id for outcome in audit.outcomes},
    )


def checked(outcome: Outcome) -> list[str]:
    """What the kernel was given, in plain text: each statement with its assumptions, long ones cut."""
    texts = []
    for statement in outcome.claim.statements:
        assumed = ", ".join(atom_text(atom) for atom in statement.assume)
        text = atom_text(statement.show) + (f"   where {assumed}" if assumed else "")
        texts.append(text if len(text) <= SHOWN else text[:SHOWN] + " …")
    return texts


def by_hand(outcome: Outcome) -> list[str]:
    """How to give the claim's two files to the kernel, in the directory that the audit has written."""
    if outcome.certificate is None or outcome.checked_by != ("kernel",):
        return []
    name = file_name(outcome.claim.id)
    return [f"python -IS …/poc_symbolic/rigor/kernel.py {STATEMENTS}/{name} {CERTIFICATES}/{name}"]


def _math(latex: str) -> Markup:
    return Markup(mathml(latex))


def _picture(audit: Audit) -> Markup:
    """What rests on what, with the verdicts of this audit."""
    claims = [outcome.claim for outcome in audit.outcomes]
    return Markup(graph_svg(audit.ledger, claims, {outcome.claim.id: outcome.status for outcome in audit.outcomes}))


def _counts(outcomes: Sequence[Outcome]) -> list[tuple[str, int, str]]:
    """For each verdict that occurs its name, its number, and the words after the number."""
    found = [outcome.status for outcome in outcomes]
    numbers = {status.value: found.count(status) for status in Status if status in found}
    return [(name, number, status_words(name, number)) for name, number in numbers.items()]


def _groups(findings: Sequence[Finding]) -> list[tuple[str, bool, list[Finding]]]:
    """The findings by severity, the serious first: (name, shown at once, findings)."""
    order = [severity.value for severity in reversed(Severity)]
    named: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        severity = finding.outcome.severity
        named[severity.value if severity is not None else "without severity"].append(finding)
    ranked = sorted(named, key=lambda name: order.index(name) if name in order else len(order))
    return [(name, name in (Severity.SERIOUS, Severity.REPAIRABLE), named[name]) for name in ranked]


def _users(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    """For each claim the claims that use it."""
    users: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        for used in outcome.claim.uses:
            users[used].append(outcome.claim.id)
    return users
