"""A ledger: the claims of one paper, checked for consistency when it is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from poc_symbolic.claims.claim import Background, Claim, Severity, Status
from poc_symbolic.errors import InputError


@dataclass(frozen=True)
class Expectation:
    """The verdict that the ledger expects of a claim; a change needs a line of reason."""

    status: Status
    severity: Severity | None
    reason: str


@dataclass(frozen=True)
class Ledger:
    """The claims of one paper.

    ``inventory`` maps the ids of the paper's checkable items to their places; ``expected`` holds the expected
    verdicts; ``background`` is the closed list of steps that no engine checks; ``accepted`` maps claims to the digests
    of the theorems that Coq is on record to have accepted. ``loader`` is "module:callable", by which another process
    finds the ledger again. ``partial`` marks some of the claims of a larger ledger, which may use claims that are not
    here.
    """

    name: str
    paper: str
    loader: str
    claims: tuple[Claim, ...]
    background: tuple[Background, ...] = ()
    inventory: Mapping[str, str] | None = None
    expected: Mapping[str, Expectation] | None = None
    accepted: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False

    @cached_property
    def _by_id(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    def __post_init__(self) -> None:
        counts = Counter(claim.id for claim in self.claims)
        problems = [f"claim {i} stands twice" for i in sorted(counts) if counts[i] > 1]
        names = {item.name for item in self.background}
        for claim in self.claims:
            wanted = [*(() if self.partial else claim.uses), *([claim.repair.claim] if claim.repair else [])]
            problems += [f"{claim.id} names the unknown claim {other}" for other in wanted if other not in counts]
            problems += [f"{claim.id} names the unknown background {b}" for b in claim.assumes if b not in names]
            if self.inventory is not None:
                problems += [f"{claim.id} covers the unknown item {c}" for c in claim.covers if c not in self.inventory]
            if self.expected is not None and claim.id not in self.expected:
                problems.append(f"{claim.id} has no expected verdict")
        if self.expected is not None:
            problems += [f"a verdict is expected of the unknown claim {i}" for i in self.expected if i not in counts]
        if problems:
            raise ValueError(f"The ledger {self.name} is inconsistent: {'; '.join(problems)}.")

    def claim(self, claim_id: str) -> Claim:
        """The claim with this id; InputError, with the nearest ids, if there is none."""
        found = self._by_id.get(claim_id)
        if found is not None:
            return found
        near = get_close_matches(claim_id, [c.id for c in self.claims], n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "list the claims with 'poc-symbolic audit'."
        raise InputError(f"There is no claim {claim_id!r} in the ledger {self.name}; {hint}")

    def inherited(self, claim_id: str) -> tuple[str, ...]:
        """The background that a claim rests on through the claims that it uses, directly or in turn, beyond its own."""
        used = self.used_by(claim_id)
        own = set(self.claim(claim_id).assumes)
        return tuple(sorted({name for other in used for name in self.claim(other).assumes} - own))

    def used_by(self, claim_id: str) -> set[str]:
        """The claims that a claim uses, directly or in turn; itself only if the uses run in a circle."""
        used: set[str] = set()
        waiting = list(self.claim(claim_id).uses)
        while waiting:
            name = waiting.pop()
            if name not in used:
                used.add(name)
                waiting += self.claim(name).uses
        return used

    def select(self, pattern: str | None) -> list[Claim]:
        """The claims whose id, or one of whose inventory ids, matches the glob; all of them for None."""
        if pattern is None:
            return list(self.claims)
        chosen = [c for c in self.claims if any(fnmatchcase(name, pattern) for name in (c.id, *c.covers))]
        if not chosen:
            raise InputError(f"No claim and no inventory id matches {pattern!r}; try a wider glob such as 'lemma-*'.")
        return chosen


def read_expectations(data: Mapping[str, Mapping[str, Any]]) -> dict[str, Expectation]:
    """The expected verdicts from their JSON form ``{id: {"status", "severity", "reason"}}``."""
    out = {}
    for claim_id, entry in data.items():
        severity = entry.get("severity")
        if not entry.get("reason"):
            raise ValueError(f"The expected verdict of {claim_id} needs a line of reason.")
        out[claim_id] = Expectation(
            Status(entry["status"]), Severity(severity) if severity else None, str(entry["reason"])
        )
    return out
