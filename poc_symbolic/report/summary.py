"""The counts at the head of every form of an audit."""

from __future__ import annotations

from poc_symbolic.claims.runner import Audit


def summary_lines(audit: Audit) -> list[str]:
    """One line for each count: verdicts, severities, who checked, mutants, inventory, expectation."""
    summary = audit.summary
    mutants, inventory = summary["mutants"], summary["inventory"]
    background = summary["proved_with_background"]
    lines = [
        f"{summary['claims']} claims: {_counts(summary['status'])}",
        f"{background} of the proved ones rest on a named background step" if background else "",
        f"severity: {_counts(summary['severity'])}" if any(summary["severity"].values()) else "",
        f"certificates accepted: {_counts(summary['checked_by'])}",
        f"Coq is on record to have accepted the theorems of {summary['recorded_by']['coq']} claims"
        if audit.ledger.accepted
        else "",
        f"mutants: {_counts({k: n for k, n in mutants.items() if k != 'total'})}" if mutants["total"] else "",
        f"{inventory['covered']} of {inventory['total']} items have a verdict: {_counts(inventory['status'])}"
        if inventory["total"]
        else "",
    ]
    return [line for line in lines if line] + [_expectation(audit)]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "none"


def _expectation(audit: Audit) -> str:
    if audit.ledger.expected is None:
        return "the ledger expects nothing"
    if audit.as_expected:
        return "every claim has the verdict that the ledger expects"
    differing = [outcome.claim.id for outcome in audit.unexpected]
    return f"not as the ledger expects: {', '.join(differing)}"
