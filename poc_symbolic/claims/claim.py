"""A claim: one small unit of a paper, with its place, its statement as data, and the way it is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from poc_symbolic.claims.record import Record
from poc_symbolic.enclosure.statement import TrajectoryStatement
from poc_symbolic.rigor.statement import Statement
from poc_symbolic.rigor.verdict import Verdict

CLAIM_ID = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")


class Status(StrEnum):
    """The outcome of a claim. A status has no truth value of its own."""

    PROVED = "proved"
    REFUTED = "refuted"
    GAP = "gap"
    VERIFIED = "verified"
    BY_HAND = "by-hand"
    UNDECIDED = "undecided"

    def __bool__(self) -> bool:
        raise TypeError("A status has no truth value: compare it with a member of Status.")


class Severity(StrEnum):
    """How much a refutation or a gap matters, from a slip of the pen to a result in doubt."""

    COSMETIC = "cosmetic"
    CONSTANT = "constant"
    REPAIRABLE = "repairable"
    SERIOUS = "serious"


@dataclass(frozen=True)
class Place:
    """Where a claim stands: the PDF's printed page and the item on it."""

    page: int
    item: str

    def __str__(self) -> str:
        return f"p.{self.page}, {self.item}"


@dataclass(frozen=True)
class Domain:
    """The range of a claim in words; ``scope`` is "all" (every integer or real), "finite" or "point"."""

    text: str
    scope: Literal["all", "finite", "point"] = "all"


@dataclass(frozen=True)
class Constant:
    """A constant as printed and as proved.

    ``sharp_or_lower_bound`` is the best possible value, or a value below which the statement fails;
    ``slack_factor`` is printed/proved (or proved/sharp, as ``domain`` says), as an exact or decimal string.
    """

    name: str
    printed: str
    proved: str
    sharp_or_lower_bound: str
    slack_factor: str
    domain: str
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Background:
    """A step that no engine checks: a named theorem, with its hypotheses and a source."""

    name: str
    statement: str
    hypotheses: str
    source: str


@dataclass(frozen=True)
class Repair:
    """The claim that takes the place of a refuted one, and in one sentence what that does to later results."""

    claim: str
    effect: str


@dataclass(frozen=True)
class Mutant:
    """A false neighbour of a claim: the same checker must refute it."""

    text: str
    statement: Statement | TrajectoryStatement


@dataclass(frozen=True)
class SecondRoute:
    """A second, independent look at a refutation: what was computed, from which definition, and whether it agrees."""

    method: str
    value: str
    agrees: bool


@dataclass(frozen=True)
class NumericCheck:
    """Two sides of a claim at one point, computed by different routes to ``digits`` digits."""

    what: str
    left: str
    right: str
    digits: int
    agree: int
    holds: bool
    margin: str | None = None


@dataclass(frozen=True)
class Oracle:
    """A check against the definition at given parameters, in high precision.

    ``check(parameters, digits)`` takes exact rationals by name; ``defaults`` are the parameters that the audit uses.
    ``parameters`` says, for each name, the range it must lie in.
    """

    parameters: Mapping[str, str]
    defaults: Sequence[Mapping[str, str]]
    check: Callable[[Mapping[str, Any], int], NumericCheck]


@dataclass(frozen=True)
class Claim:
    """One claim of a paper.

    ``statements`` is what is claimed, as data; ``prove`` yields one verdict for each (by default the general engine).
    ``step`` marks an inference inside a proof: where it fails the claim is a gap, not a refutation.
    ``second_route`` re-derives a refutation without the engine and the kernel.
    ``trajectory`` has statements about the mean-field flow in place of ``statements``; they are settled by enclosures
    and checked by a second computation ("ball"). A claim without statements rests on its ``oracle`` and on a
    ``record`` of measured numbers (verified) or on ``derivation`` (by hand).
    """

    id: str
    where: Place
    title: str
    latex: str
    domain: Domain
    statements: tuple[Statement, ...] = ()
    trajectory: tuple[TrajectoryStatement, ...] = ()
    covers: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    prove: Callable[[], Sequence[Verdict]] | None = None
    step: bool = False
    severity: Severity | None = None
    repair: Repair | None = None
    second_route: Callable[[], SecondRoute] | None = None
    mutants: tuple[Mutant, ...] = ()
    oracle: Oracle | None = None
    record: Record | None = None
    constants: tuple[Constant, ...] = ()
    derivation: str | None = None
    note: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if CLAIM_ID.fullmatch(self.id) is None:
            raise ValueError(f"{self.id!r} is not a claim id: use lower-case letters, digits, '-' and '/'.")
        if self.statements and self.trajectory:
            raise ValueError(f"{self.id} mixes statements for the kernel and about trajectories: make it two claims.")
