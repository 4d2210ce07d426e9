"""What came out of a whole ledger: its outcomes, the verdicts on the inventory's items, and the counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from poc_symbolic.claims.claim import Severity, Status
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.outcome import Outcome

SCHEMA_VERSION = 1
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
