"""The counts at the head of every form of an audit."""

from __future__ import annotations

from typing import Any

from poc_symbolic.claims.audit import Audit


def counted(number: int, noun: str) -> str:
    """The number with the noun, e.g. "1 claim" and "2 claims"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def status_words(status: str, number: int) -> str:
    """A verdict after its number: "gaps", "by hand"."""
    return "gaps" if status == "gap" and number != 1 else status.replace("-", " ")


def summary_lines(audit: Audit) -> list[str]:
    """One line for each count: verdicts, severities, who checked, mutants, inventory, expectation."""
    summary = audit.summary
    mutants, inventory = summary["mutants"], summary["inventory"]
    background = summary["proved_with_background"]
    lines = [
        f"{counted(summary['claims'], 'claim')}: {_counts(summary['status'])}",
        f"{background} of the proved ones {'rests' if background == 1 else 'rest'} on a named background step"
        if background
        else "",
        f"severity: {_counts(summary['severity'])}" if any(summary["severity"].values()) else "",
        f"certificates accepted: {_counts(summary['checked_by'])}",
        f"Coq is on record to have accepted the theorems of {summary['recorded_by']['coq']} claims"
        if audit.ledger.accepted
        else "",
        f"mutants: {_counts({k: n for k, n in mutants.items() if k != 'total'})}" if mutants["total"] else "",
        _items(inventory) if inventory["total"] else "",
    ]
    return [line for line in lines if line] + [_expectation(audit)]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {status_words(name, count)}" for name, count in counts.items() if count) or "none"


def _items(inventory: dict[str, Any]) -> str:
    have = "has" if inventory["covered"] == 1 else "have"
    counts = _counts(inventory["status"])
    return f"{inventory['covered']} of {counted(inventory['total'], 'item')} {have} a verdict: {counts}"


def _expectation(audit: Audit) -> str:
    if audit.ledger.expected is None:
        return "the ledger expects nothing"
    if audit.as_expected:
        return "every claim has the verdict that the ledger expects"
    differing = [outcome.claim.id for outcome in audit.unexpected]
    return f"not as the ledger expects: {', '.join(differing)}"
