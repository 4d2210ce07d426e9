"""What came out of one claim: its verdict, the evidence, who checked it, and all of that as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from poc_symbolic.claims.claim import Claim, NumericCheck, SecondRoute, Severity, Status
from poc_symbolic.claims.mutants import MutantReport
from poc_symbolic.claims.record import RecordCheck
from poc_symbolic.rigor.verdict import Verdict


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
                return {"values": dict(verdict.witness), "second_route": self._second_route_json()}
        return None

    def _second_route_json(self) -> dict[str, Any] | None:
        second = self.second
        if second is None:
            return None
        return {"method": second.method, "value": second.value, "agrees": bool(second.agrees)}

    def statement_json(self) -> dict[str, Any]:
        """The statement file: what the checker rebuilds the problem from."""
        return statement_json(self.claim)

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


def statement_json(claim: Claim) -> dict[str, Any]:
    """The statement file of a claim: what a checker rebuilds the problem from."""
    if claim.trajectory:
        return {"claim": claim.id, "trajectory": [s.to_json() for s in claim.trajectory]}
    return {"claim": claim.id, "statements": [s.to_json() for s in claim.statements]}
