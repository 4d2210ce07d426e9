"""What an engine answers: proved, refuted or undecided, with the evidence, and never a truth value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

Answer = Literal["proved", "refuted", "undecided"]


@dataclass(frozen=True)
class Verdict:
    """The answer of an engine to one statement.

    ``certificate`` is what the kernel re-checks: ``{"point": …, "steps": […]}`` for a proof and
    ``{"witness": {…}}`` for a refutation; it is None exactly when the answer is "undecided".
    ``stats`` counts the work in steps (never in seconds).
    """

    status: Answer
    method: str
    certificate: Mapping[str, Any] | None = None
    stats: Mapping[str, int | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.status == "undecided"):
            raise TypeError("A verdict has a certificate if and only if it is decided.")

    @property
    def witness(self) -> Mapping[str, str] | None:
        """The exact values at which a refuted statement fails."""
        return self.certificate["witness"] if self.status == "refuted" and self.certificate else None

    def __bool__(self) -> NoReturn:
        raise TypeError("A verdict has no truth value: compare its status with 'proved', 'refuted' or 'undecided'.")
