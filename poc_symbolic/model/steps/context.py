"""The model next to its definition, and the rational points at which the two are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING

import sympy
from flint import fmpq

from poc_symbolic.model.definition import AmbientDerivatives, AtomicLaw, Definition, RationalDefinition
from poc_symbolic.model.evaluate import equal, evaluate
from poc_symbolic.model.steps.step import require

if TYPE_CHECKING:
    from poc_symbolic.model.single_index import SingleIndexModel


@dataclass(frozen=True)
class Point:
    """A rational dimension, law and tangent frame (α, β) with α² + β² = 1."""

    d: int
    law: AtomicLaw
    alpha: fmpq
    beta: fmpq


class Derivation:
    """The model, its definition, the points of comparison, and the values computed there so far."""

    def __init__(self, model: SingleIndexModel) -> None:
        self.model = model
        student, teacher = model.activation.coefficients, model.teacher.coefficients
        variance = sympy.Add(*(factorial(k) * c**2 for k, c in student.items() if k))
        self.scale = 1 / variance if model.normalize else sympy.Integer(1)
        self.definition = Definition.build(student, teacher, self.scale)
        self.points = list(points_of(model.d))
        self._ambient: dict[int, list[tuple[sympy.Expr, AmbientDerivatives]]] = {}

    def values(self, point: Point) -> dict[sympy.Symbol, fmpq]:
        """α, d and the moments p_ℓ of the point's law, these from the three-term recurrence."""
        values = {self.model.alpha: point.alpha}
        if isinstance(self.model.d, sympy.Symbol):
            values[self.model.d] = fmpq(point.d)
        tables = [gegenbauer_values(max(self.model.gegenbauer, default=0), s, point.d) for s in point.law.overlaps]
        for degree, symbol in self.model.moments.items():
            if degree:
                pairs = zip(tables, point.law.weights, strict=True)
                values[symbol] = sum((w * table[degree] for table, w in pairs), fmpq(0))
        return values

    def defined(self, point: Point, compute: Callable[[RationalDefinition], fmpq]) -> sympy.Expr:
        """A quantity from the definition at a point."""
        return self.definition.total(point.law, point.d, compute)

    def compare(
        self,
        name: str,
        closed: sympy.Expr,
        compute: Callable[[Point], sympy.Expr],
        points: list[Point] | None = None,
    ) -> int:
        """Compare a closed form with ``compute`` at every point; the number of points."""
        chosen = self.points if points is None else points
        for point in chosen:
            require(name, equal(evaluate(closed, self.values(point)), compute(point)))
        return len(chosen)

    def from_field(self, point: Point, read: Callable[[AmbientDerivatives], fmpq]) -> sympy.Expr:
        """A component of the ambient velocity field or of its derivative at a point."""
        return self.defined(point, lambda part: read(part.ambient(point.alpha, point.beta)))


def points_of(d: int | sympy.Symbol) -> Iterator[Point]:
    dimensions = [d] if isinstance(d, int) else [2, 3, 8]
    laws = (
        AtomicLaw((fmpq(1, 3), fmpq(-2, 5)), (fmpq(3, 4), fmpq(1, 4))),
        AtomicLaw((fmpq(5, 7),), (fmpq(1),)),
    )
    # Rational points of the unit circle, so that w has rational coordinates in R^d.
    frames = ((fmpq(3, 5), fmpq(4, 5)), (fmpq(-5, 13), fmpq(12, 13)))
    for dimension in dimensions:
        for law, (alpha, beta) in zip(laws, frames, strict=True):
            yield Point(dimension, law, alpha, beta)


def gegenbauer_values(degree: int, x: fmpq, d: int) -> list[fmpq]:
    """P_0(x), …, P_degree(x) from (ℓ+d-2) P_{ℓ+1} = (2ℓ+d-2) x P_ℓ - ℓ P_{ℓ-1}."""
    table = [fmpq(1), x]
    for n in range(1, degree):
        table.append(((2 * n + d - 2) * x * table[n] - n * table[n - 1]) / (n + d - 2))
    return table
