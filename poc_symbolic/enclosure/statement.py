"""What is claimed of a trajectory, as data; :mod:`poc_symbolic.enclosure.checker` re-reads it on its own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from poc_symbolic.activation import Activation

Quantity = Literal["loss", "velocity"]
Relation = Literal["<=", ">=", ">"]


@dataclass(frozen=True)
class TrajectoryStatement:
    """A relation for the flow of an even activation from the uniform law, teacher = student, odd d ≥ 5.

    Three forms: loss(at) ≤ or ≥ value; loss(t) > value for all t ≤ until; v(α, t) > 0 for all
    start/√d ≤ α < 1 and all t ≤ until. ``normalize`` scales to q(1) - q(0) = 1. Build them with the functions below.
    """

    activation: str
    normalize: bool
    dim: int
    quantity: Quantity
    relation: Relation
    value: Fraction
    at: Fraction | None = None
    until: Fraction | None = None
    start: Fraction | None = None

    @property
    def end(self) -> Fraction:
        """The last time that the statement is about."""
        end = self.at if self.at is not None else self.until
        assert end is not None
        return end

    def to_json(self) -> dict[str, Any]:
        """The statement as data: the model by exact Hermite coefficients, every number as a string."""
        activation = Activation.parse(self.activation)
        times = {"from": self.start, "at": self.at, "until": self.until}
        return {
            "kind": "trajectory",
            "activation": self.activation,
            "hermite": {str(k): str(c) for k, c in sorted(activation.coefficients.items()) if c != 0},
            "normalize": self.normalize,
            "dim": self.dim,
            "show": {"quantity": self.quantity, "relation": self.relation, "value": str(self.value)}
            | {name: str(value) for name, value in times.items() if value is not None},
        }


def loss_at(
    activation: str, dim: int, time: Fraction | int | str, relation: Relation, value: Fraction | int | str
) -> TrajectoryStatement:
    """The normalised loss at a time compared with a value."""
    return TrajectoryStatement(activation, True, dim, "loss", relation, Fraction(value), at=Fraction(time))


def loss_stays_above(
    activation: str, dim: int, time: Fraction | int | str, value: Fraction | int | str
) -> TrajectoryStatement:
    """The normalised loss is above a value from time 0 to a time."""
    return TrajectoryStatement(activation, True, dim, "loss", ">", Fraction(value), until=Fraction(time))


def attracted(
    activation: str, dim: int, time: Fraction | int | str, start: Fraction | int | str
) -> TrajectoryStatement:
    """v(α, t) > 0 for start/√d ≤ α < 1 from time 0 to a time."""
    zero = Fraction(0)
    return TrajectoryStatement(
        activation, True, dim, "velocity", ">", zero, until=Fraction(time), start=Fraction(start)
    )
