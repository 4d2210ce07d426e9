"""Claims as assertions for pytest: an exception whose text is all that a reader needs."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from poc_symbolic.claims.claim import Claim, NumericCheck, Status
from poc_symbolic.claims.evaluate import Evaluation, Part, evaluate
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.claims.runner import MutantRange, run
from poc_symbolic.cli.ledgers import choose_part
from poc_symbolic.cli.output import fields, sides
from poc_symbolic.errors import InputError
from poc_symbolic.report.findings import second_route_text, witness_text

MARGIN_DIGITS = 15
Value = int | Fraction | str


class ClaimFails(AssertionError):
    """A claim that does not hold, or is not decided; the text shows printed form, values, witness and margin."""


def check(ledger: str, claim_id: str, values: Mapping[str, Value], mutants: MutantRange) -> Evaluation | Outcome:
    """The claim at the given values, or as a whole where there are none.

    ``ledger`` is the name of an installed ledger, "module:callable", or empty for all installed ledgers.
    Raises ClaimFails unless the claim holds, and InputError on an unknown claim, name or inexact value.
    """
    book, claim = _find(ledger, claim_id)
    if values:
        evaluation = evaluate(book, claim_id, {name: _exact(name, value) for name, value in values.items()})
        if evaluation.answer != "holds":
            raise ClaimFails(_point_text(evaluation))
        return evaluation
    outcome = run(claim, mutants=mutants)
    if outcome.status not in (Status.PROVED, Status.VERIFIED):
        raise ClaimFails(_outcome_text(book, outcome))
    return outcome


def check_expected(ledger: Ledger, claim_id: str, mutants: MutantRange) -> Outcome:
    """The claim's outcome; raises ClaimFails unless it is the verdict that the ledger expects."""
    outcome = run(ledger.claim(claim_id), mutants=mutants)
    expected = (ledger.expected or {}).get(claim_id)
    if expected is not None and (outcome.status, outcome.severity) != (expected.status, expected.severity):
        wanted = f"{expected.status.value}{f', {expected.severity.value}' if expected.severity else ''}"
        raise ClaimFails(_outcome_text(ledger, outcome) + f"\nexpected   {wanted}: {expected.reason}")
    return outcome


def _find(ledger: str, claim_id: str) -> tuple[Ledger, Claim]:
    if not isinstance(claim_id, str):
        raise InputError(f"A claim is named by its id, such as 'lemma-42/bound', not {claim_id!r}.")
    book = _load(ledger) if ":" in ledger else choose_part(ledger or None, claim_id)
    return book, book.claim(claim_id)


@lru_cache(maxsize=8)
def _load(loader: str) -> Ledger:
    module, _, name = loader.partition(":")
    try:
        book = getattr(importlib.import_module(module), name)()
    except (ImportError, AttributeError, TypeError) as error:
        raise InputError(f"The ledger {loader} of the ini option claim_ledger cannot be loaded: {error}.") from error
    if not isinstance(book, Ledger):
        raise InputError(f"The ini option claim_ledger names {loader}, which does not give a Ledger.")
    return book


def _exact(name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | Fraction | str):
        kinds = 'an integer, a Fraction or text such as "1/3"'
        raise InputError(f"The value of {name} must be exact, {kinds}, not {value!r}.")
    return str(value)


def _point_text(found: Evaluation) -> str:
    rows = [
        *_head(found.claim, found.answer),
        ("at", ", ".join(f"{name} = {value}" for name, value in sorted(found.settings.items()))),
        *(("part", _part_text(part)) for part in found.parts if part.answer not in ("holds", "skipped")),
    ]
    if found.definition is not None:
        rows.append(("definition", _definition_text(found.definition)))
    return fields(rows)


def _head(claim: Claim, verdict: str) -> list[tuple[str, str]]:
    return [("claim", f"{claim.id} ({claim.where}): {verdict}"), ("printed", claim.latex)]


def _part_text(part: Part) -> str:
    lines = [f"{part.text}: {part.answer}" + (f", {part.reason}" if part.reason else "")]
    if part.lhs is not None:
        lines.append(sides(part.lhs, part.rhs, part.margin))
    return "\n".join(lines)


def _definition_text(check: NumericCheck) -> str:
    return f"{check.what}\n{sides(check.left, check.right, check.margin)}"


def _outcome_text(book: Ledger, outcome: Outcome) -> str:
    claim, repair = outcome.claim, outcome.claim.repair
    severity = f", {outcome.severity.value}" if outcome.severity is not None else ""
    rows = [
        *_head(claim, outcome.label + severity),
        ("domain", claim.domain.text),
        ("reason", outcome.reason),
        ("witness", witness_text(outcome)),
        ("second route", second_route_text(outcome)),
        ("margin", _margin(book, outcome)),
        ("repair", f"{repair.claim}: {book.claim(repair.claim).latex}\n{repair.effect}" if repair else ""),
    ]
    return fields((name, text or "") for name, text in rows)


def _margin(book: Ledger, outcome: Outcome) -> str:
    """Left side less right side at the witness, or what the check against the definition measured."""
    measured = next((c.margin for c in outcome.numeric if c.margin is not None), "")
    if outcome.witness is None:
        return measured
    try:
        parts = evaluate(book, outcome.claim.id, outcome.witness["values"], MARGIN_DIGITS).parts
    except InputError:  # a witness with letters that stand for no number
        return measured
    failing = [part for part in parts if part.answer == "fails" and part.margin is not None]
    return "\n".join(f"{part.margin} in {part.text}" for part in failing) or measured
