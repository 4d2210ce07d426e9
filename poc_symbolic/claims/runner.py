"""Run claims: statement → engine → certificate → kernel → outcome."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import Any, Literal

from poc_symbolic.claims.claim import Claim, NumericCheck, SecondRoute, Severity, Status
from poc_symbolic.claims.evidence import NotConfirmed, check
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.mutants import MutantReport, run_mutants
from poc_symbolic.claims.record import RecordCheck, check_record
from poc_symbolic.errors import InputError
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.verdict import Verdict

MutantRange = Literal["sample", "all", "none"]

SCHEMA_VERSION = 1
ORACLE_DIGITS = 50
ORACLE_SLACK = 5


@dataclass(frozen=True)
class Outcome:
    """What came out of one claim."""

    claim: Claim
    status: Status
    verdicts: tuple[Verdict, ...] = ()
    certificate: dict[str, Any] | None = None
    checked_by: tuple[str, ...] = ()
    second: SecondRoute | None = None
    numeric: tuple[NumericCheck, ...] = ()
    mutants: MutantReport = field(default_factory=MutantReport)
    repaired: Status | None = None
    repair_latex: str | None = None
    reason: str = ""
    record: RecordCheck | None = None
    recorded_by: tuple[str, ...] = ()
    inherits: tuple[str, ...] | None = None  # None where the claims that it uses were not looked at

    @property
    def label(self) -> str:
        """The status with the background that it rests on, e.g. "proved (mod comparison; inherits 2)".

        The number counts the further items that it rests on through the claims that it uses.
        """
        own = f"mod {', '.join(self.claim.assumes)}" if self.claim.assumes else ""
        more = f"inherits {len(self.inherits)}" if self.inherits else ""
        both = "; ".join(part for part in (own, more) if part)
        mod = f" ({both})" if both else ""
        decided = self.status in (Status.PROVED, Status.REFUTED, Status.GAP)
        return self.status.value + (mod if decided else "")

    @property
    def severity(self) -> Severity | None:
        """The severity of a refutation or a gap, else None."""
        return self.claim.severity if self.status in (Status.REFUTED, Status.GAP) else None

    @property
    def digits(self) -> int | None:
        """The least number of digits to which the definition agreed, over all points tried."""
        return min((check.agree for check in self.numeric), default=None)

    @property
    def witness(self) -> dict[str, Any] | None:
        """The exact values at which a refuted statement fails, with the second route beside them."""
        for verdict in self.verdicts:
            if verdict.witness is not None:
                second = self.second
                route = (
                    {"method": second.method, "value": second.value, "agrees": bool(second.agrees)} if second else None
                )
                return {"values": dict(verdict.witness), "second_route": route}
        return None

    def _second_route_json(self) -> dict[str, Any] | None:
        second = self.second
        if second is None:
            return None
        return {"method": second.method, "value": second.value, "agrees": bool(second.agrees)}

    def statement_json(self) -> dict[str, Any]:
        """The statement file: what the checker rebuilds the problem from."""
        return _statement_json(self.claim)

    @property
    def tried(self) -> str:
        """What speaks for a claim that is not decided: the measured constant, the digits, or the reason."""
        points = f"the definition agrees to {self.digits} digits at {len(self.numeric)} points" if self.numeric else ""
        measured = self.record.measured if self.record is not None else ""
        return "; ".join(text for text in (self.reason, measured, points) if text)

    def to_json(self) -> dict[str, Any]:
        """The contract's claim object."""
        claim, repair = self.claim, self.claim.repair
        name = claim.id.replace("/", "__") + ".json"
        return {
            "id": claim.id,
            "where": {"page": claim.where.page, "item": claim.where.item},
            "covers": list(claim.covers),
            "title": claim.title,
            "statement": claim.latex,
            "note": claim.note,
            "domain": {"text": claim.domain.text, "scope": claim.domain.scope},
            "assumes": list(claim.assumes),
            "inherits": None if self.inherits is None else list(self.inherits),
            "uses": list(claim.uses),
            "status": self.status.value,
            "severity": self.severity.value if self.severity is not None else None,
            "method": ", ".join(dict.fromkeys(v.method for v in self.verdicts))
            or ("oracle" if self.numeric else "record" if self.record is not None else "text"),
            "margin": next((c.margin for c in self.numeric if c.margin is not None), None),
            "witness": self.witness,
            "repair": {
                "claim": repair.claim,
                "statement": self.repair_latex,
                "effect": repair.effect,
                "status": self.repaired.value if self.repaired is not None else None,
            }
            if repair
            else None,
            "certificate": f"certificates/{name}" if self.certificate is not None else None,
            "checked_by": list(self.checked_by),
            "recorded_by": list(self.recorded_by),
            "constants": [
                {
                    "name": c.name,
                    "printed": c.printed,
                    "proved": c.proved,
                    "sharp_or_lower_bound": c.sharp_or_lower_bound,
                    "slack_factor": c.slack_factor,
                    "domain": c.domain,
                    "used_by": list(c.used_by),
                }
                for c in claim.constants
            ],
            "mutants": self.mutants.to_json(),
            "digits": self.digits,
            "record": self.record.to_json() if self.record is not None else None,
            "reason": self.reason,
        }


TELLING = (Status.REFUTED, Status.GAP, Status.PROVED, Status.VERIFIED, Status.BY_HAND, Status.UNDECIDED)


@dataclass(frozen=True)
class Item:
    """The verdict on one item of the inventory and the claims that cover it."""

    status: Status | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Audit:
    """The outcomes of a ledger, in the ledger's order."""

    ledger: Ledger
    outcomes: tuple[Outcome, ...]

    @property
    def unexpected(self) -> list[Outcome]:
        """The outcomes that differ from what the ledger expects."""
        expected = self.ledger.expected or {}
        return [
            o
            for o in self.outcomes
            if o.claim.id in expected
            and (o.status, o.severity) != (expected[o.claim.id].status, expected[o.claim.id].severity)
        ]

    @property
    def as_expected(self) -> bool:
        """Does every claim have the verdict that the ledger expects?"""
        return self.unexpected == []

    def items(self) -> dict[str, Item]:
        """The verdict on every item of the inventory, with the claims that cover it.

        The most telling verdict of the covering claims counts: refuted, gap, proved, verified, by-hand, undecided. A
        proof over a finite range or at a point does not prove the item: it counts as verified. None: no claim yet.
        """
        found: dict[str, Item] = {name: Item(None, ()) for name in self.ledger.inventory or {}}
        for outcome in self.outcomes:
            finite = outcome.status == Status.PROVED and outcome.claim.domain.scope != "all"
            status = Status.VERIFIED if finite else outcome.status
            for name in outcome.claim.covers:
                before = found.get(name, Item(None, ()))
                known = [s for s in (before.status, status) if s is not None]
                found[name] = Item(min(known, key=TELLING.index), (*before.claims, outcome.claim.id))
        return found

    @property
    def summary(self) -> dict[str, Any]:
        """Counts by status, severity, who checked here or on record, and the inventory's items by verdict."""
        status = Counter(o.status.value for o in self.outcomes)
        severity = Counter(o.severity.value for o in self.outcomes if o.severity is not None)
        checked = Counter(name for o in self.outcomes for name in o.checked_by)
        items = self.items()
        verdicts = Counter(item.status.value for item in items.values() if item.status is not None)
        return {
            "claims": len(self.outcomes),
            "status": {s.value: status.get(s.value, 0) for s in Status},
            "proved_with_background": sum(
                o.status == Status.PROVED and bool(o.claim.assumes or o.inherits) for o in self.outcomes
            ),
            "severity": {s.value: severity.get(s.value, 0) for s in Severity},
            "checked_by": {name: checked.get(name, 0) for name in ("kernel", "ball", "coq")},
            "recorded_by": {"coq": sum("coq" in o.recorded_by for o in self.outcomes)},
            "mutants": {
                key: sum(o.mutants.to_json()[key] for o in self.outcomes)
                for key in ("killed", "undecided", "equivalent", "total")
            },
            "inventory": {
                "covered": verdicts.total(),
                "total": len(self.ledger.inventory or {}),
                "status": {s.value: verdicts.get(s.value, 0) for s in Status},
            },
            "as_expected": self.as_expected,
        }

    def to_json(self) -> dict[str, Any]:
        """The contract's audit object."""
        return {
            "schema_version": SCHEMA_VERSION,
            "paper": self.ledger.paper,
            "summary": self.summary,
            "claims": [outcome.to_json() for outcome in self.outcomes],
            "items": {
                name: {"status": item.status.value if item.status is not None else None, "claims": list(item.claims)}
                for name, item in self.items().items()
            },
        }


def _statement_json(claim: Claim) -> dict[str, Any]:
    if claim.trajectory:
        return {"claim": claim.id, "trajectory": [s.to_json() for s in claim.trajectory]}
    return {"claim": claim.id, "statements": [s.to_json() for s in claim.statements]}


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
        decided, checked_by = check(_statement_json(claim), certificate)
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
