"""Run claims: statement → engine → certificate → kernel → outcome."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import Any, Literal

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.claim import Claim, NumericCheck, Severity, Status
from poc_symbolic.claims.evidence import NotConfirmed, check
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.mutants import MutantReport, run_mutants
from poc_symbolic.claims.outcome import Outcome, statement_json
from poc_symbolic.claims.record import RecordCheck, check_record
from poc_symbolic.errors import InputError
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.verdict import Verdict

MutantRange = Literal["sample", "all", "none"]

ORACLE_DIGITS = 50
ORACLE_SLACK = 5


def _verdicts(claim: Claim) -> tuple[Verdict, ...]:
    if claim.prove is not None:
        verdicts = tuple(claim.prove())
        if len(verdicts) > len(claim.statements or claim.trajectory):
            raise ValueError(f"{claim.id} has more verdicts than statements.")
        return verdicts
    if claim.trajectory:
        from poc_symbolic.enclosure.prove import prove_all

        return tuple(prove_all(claim.trajectory))
    return tuple(prove(statement) for statement in claim.statements)


def _certificate(claim: Claim, verdicts: Sequence[Verdict]) -> dict[str, Any] | None:
    for part, verdict in enumerate(verdicts):
        if verdict.status == "refuted" and verdict.certificate is not None:
            return {"claim": claim.id, "status": "refuted", "part": part, **verdict.certificate}
    parts = [v.certificate for v in verdicts if v.status == "proved"]
    if len(parts) != len(claim.statements or claim.trajectory) or parts == []:
        return None
    return {"claim": claim.id, "status": "proved", "parts": [dict(p) for p in parts if p is not None]}


def run(claim: Claim, *, mutants: MutantRange = "sample", full: bool = False) -> Outcome:
    """Check one claim and say what came out; never raises for a false claim.

    ``mutants`` says how many false neighbours to try: an even sample of the generated ones, all, or none. ``full``
    recomputes every row of a recorded table.
    """
    numeric = tuple(claim.oracle.check(point, ORACLE_DIGITS) for point in _points(claim)) if claim.oracle else ()
    record = check_record(claim.record, full=full) if claim.record is not None else None
    if claim.statements == () and claim.trajectory == ():
        return _without_statement(claim, numeric, record)
    verdicts = _verdicts(claim)
    certificate = _certificate(claim, verdicts)
    if certificate is None:
        reasons = [str(v.stats.get("reason", v.method)) for v in verdicts if v.status == "undecided"]
        reason = "; ".join(reasons) or "fewer verdicts than statements"
        return Outcome(claim, Status.UNDECIDED, verdicts, numeric=numeric, reason=reason, record=record)
    try:
        decided, checked_by = check(statement_json(claim), certificate)
    except NotConfirmed as reason:
        return Outcome(claim, Status.UNDECIDED, verdicts, numeric=numeric, reason=str(reason), record=record)
    refuted = decided == "refuted"
    second = claim.second_route() if refuted and claim.second_route is not None else None
    if refuted and (second is None or not second.agrees):
        return Outcome(
            claim, Status.UNDECIDED, verdicts, second=second, reason="no second route confirms the refutation"
        )
    wrong = [f"the definition disagrees: {c}" for c in numeric if not c.holds or c.agree < c.digits - ORACLE_SLACK]
    wrong += [record.reason] if record is not None and record.reason else []
    if wrong and not refuted:
        return Outcome(claim, Status.UNDECIDED, verdicts, numeric=numeric, reason=wrong[0], record=record)
    status = (Status.GAP if claim.step else Status.REFUTED) if refuted else Status.PROVED
    report = MutantReport()
    if mutants != "none" and not refuted:
        report = run_mutants(claim, every=mutants == "all")
        proved = [m.text for m in claim.mutants if m.text in report.equivalent]
        if proved:
            return Outcome(claim, Status.UNDECIDED, verdicts, mutants=report, reason=f"a mutant is proved: {proved[0]}")
    return Outcome(claim, status, verdicts, certificate, checked_by, second, numeric, report, record=record)


def _points(claim: Claim) -> Iterable[dict[str, Any]]:
    from fractions import Fraction

    oracle = claim.oracle
    return [{k: Fraction(v) for k, v in point.items()} for point in oracle.defaults] if oracle else []


def _without_statement(claim: Claim, numeric: tuple[NumericCheck, ...], record: RecordCheck | None) -> Outcome:
    if numeric or record is not None:
        good = all(c.holds and c.agree >= c.digits - ORACLE_SLACK for c in numeric)
        reason = "" if good else "the two routes disagree"
        if record is not None and not record.holds:
            good, reason = False, record.reason
        status = Status.VERIFIED if good else Status.UNDECIDED
        return Outcome(claim, status, numeric=numeric, reason=reason, record=record)
    if claim.derivation is not None:
        return Outcome(claim, Status.BY_HAND, reason=claim.derivation)
    return Outcome(claim, Status.UNDECIDED, reason="nothing to check yet")


def _run_by_name(loader: str, claim_id: str, mutants: MutantRange, full: bool) -> tuple[Outcome, dict[str, Any]]:
    module, _, function = loader.partition(":")
    ledger: Ledger = getattr(importlib.import_module(module), function)()
    outcome = run(ledger.claim(claim_id), mutants=mutants, full=full)
    return portable(outcome), outcome.statement_json()


def portable(outcome: Outcome) -> Outcome:
    """The outcome without its claim, whose functions another process could not be sent."""
    return Outcome(**{**outcome.__dict__, "claim": None})


def settled_as(outcome: Outcome, accepted: Mapping[str, str]) -> bool:
    """Is the theorem that settles the claim just the one that Coq accepted? ``accepted`` maps ids to digests."""
    from poc_symbolic.coq.acceptance import theorem_of

    certificate = outcome.certificate
    if certificate is None or "kernel" not in outcome.checked_by or outcome.claim.id not in accepted:
        return False
    return theorem_of(outcome.statement_json()["statements"], certificate) == accepted[outcome.claim.id]


def audit(
    ledger: Ledger,
    *,
    only: str | None = None,
    severity: str | None = None,
    jobs: int = 1,
    mutants: MutantRange = "sample",
    full: bool = False,
    on_done: Callable[[Outcome], None] | None = None,
) -> Audit:
    """Run the claims that match ``only``, in ``jobs`` processes, and keep those of the given severity.

    ``full`` recomputes every row of the recorded tables, which takes minutes.
    """
    if severity is not None and severity not in list(Severity):
        raise InputError(f"There is no severity {severity!r}; use one of {', '.join(Severity)}.")
    if jobs < 1:
        raise InputError("The number of jobs must be at least 1.")
    claims = [c for c in ledger.select(only) if severity is None or c.severity == severity]
    wanted = {c.id: c for c in claims}
    for claim in claims:  # the status of a repair is part of the verdict
        if claim.repair is not None:
            wanted.setdefault(claim.repair.claim, ledger.claim(claim.repair.claim))
    done: dict[str, Outcome] = {}

    def record(outcome: Outcome) -> None:
        done[outcome.claim.id] = outcome
        if on_done is not None:
            on_done(outcome)

    if jobs == 1:
        for claim in wanted.values():
            record(run(claim, mutants=mutants, full=full))
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            futures = {i: pool.submit(_run_by_name, ledger.loader, i, mutants, full) for i in wanted}
            for claim_id, future in futures.items():
                found, statement = future.result()
                outcome = Outcome(**{**found.__dict__, "claim": wanted[claim_id]})
                if statement != outcome.statement_json():
                    raise ValueError(f"{ledger.loader} gives another statement for {claim_id} than this ledger.")
                record(outcome)
    outcomes = []
    for claim in claims:
        outcome = done[claim.id]
        repaired = done[claim.repair.claim].status if claim.repair is not None else None
        latex = ledger.claim(claim.repair.claim).latex if claim.repair is not None else None
        by = ("coq",) if settled_as(outcome, ledger.accepted) else ()
        through = None if ledger.partial else ledger.inherited(claim.id)
        outcome = replace(outcome, repaired=repaired, repair_latex=latex, recorded_by=by, inherits=through)
        if severity is None or (outcome.severity is not None and outcome.severity.value == severity):
            outcomes.append(outcome)
    return Audit(ledger, tuple(outcomes))
