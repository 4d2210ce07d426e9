"""The velocity field, loss and local Hessian of a model in floating point, as functions of the moments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.sphere import gegenbauer_coefficients

Array = NDArray[np.float64]


def gegenbauer_values(degree: int, dim: float, alpha: Array) -> Array:
    """P_ℓ^{(d)}(α) by the three-term recurrence (reference §2)."""
    previous, current = np.ones_like(alpha), np.array(alpha, float)
    if degree == 0:
        return previous
    for n in range(1, degree):
        following = ((2 * n + dim - 2) * alpha * current - n * previous) / (n + dim - 2)
        previous, current = current, following
    return current


def gegenbauer_derivative(degree: int, dim: float, alpha: Array, order: int = 1) -> Array:
    """The derivative of P_ℓ^{(d)}: P_ℓ' = ℓ(ℓ+d-2)/(d-1) P_{ℓ-1}^{(d+2)}, repeated ``order`` times."""
    factor, n, size = 1.0, degree, float(dim)
    for _ in range(order):
        if n <= 0:
            return np.zeros_like(alpha)
        factor *= n * (n + size - 2) / (size - 1)
        n, size = n - 1, size + 2
    return factor * gegenbauer_values(n, size, alpha)


class OverlapField:
    """V, its derivatives and the loss in numbers.

    V'(α) = q_×'(α) - Σ_ℓ a_ℓ p_ℓ P_ℓ'(α); in this form nothing cancels at the uniform law, where p = 0.
    Arrays of moments have the degrees ``self.degrees`` (ℓ ≥ 1, ascending) on their last axis.

    Raises InputError when the model's dimension is symbolic or below 2.
    """

    def __init__(self, model: SingleIndexModel) -> None:
        if not isinstance(model.d, int):
            raise InputError("The flow needs a number as dimension; give an integer, such as 32.")
        self.dim = model.d
        table = {n: c for n, c in model.gegenbauer.items() if n >= 1}
        self.degrees = tuple(n for n, c in sorted(table.items()))
        self.a = np.array([float(table[n].a) for n in self.degrees])
        self.b = np.array([float(table[n].b) for n in self.degrees])
        self.e = np.array([float(table[n].e) for n in self.degrees])
        zero = model.gegenbauer.get(0)
        # Σ over ℓ = 0, where p_0 = 1.
        self.constant_loss = float(zero.a - 2 * zero.b + zero.e) if zero is not None else 0.0
        self.well_specified = model.well_specified
        cross = model.coefficients.q_cross
        self.cross = np.zeros(max(cross, default=0) + 1)
        for k, c in cross.items():
            self.cross[k] = float(c)
        parities = {k % 2 for k in (*model.coefficients.q, *cross) if k >= 1}
        self.even = parities <= {0}
        self.exponent = model.information_exponents.alignment

    def basis(self, alpha: Array, order: int = 1) -> Array:
        """P_ℓ^{(order)}(α), degrees on the last axis (order 0: P_ℓ itself)."""
        return np.stack([gegenbauer_derivative(n, self.dim, alpha, order) for n in self.degrees], axis=-1)

    def teacher_part(self, alpha: Array, order: int = 1) -> Array:
        """The derivative q_×^{(order)}(α)."""
        coefficients = np.polynomial.polynomial.polyder(self.cross, order) if order else self.cross
        return np.asarray(np.polynomial.polynomial.polyval(alpha, coefficients), float)

    def slope(self, alpha: Array, p: Array, order: int = 1) -> Array:
        """V^{(order)}(α) for moments p that broadcast against α (degrees on p's last axis)."""
        pull = np.sum(self.basis(alpha, order) * (self.a * p), axis=-1)
        return np.asarray(self.teacher_part(alpha, order) - pull)

    def velocity(self, alpha: Array, p: Array) -> Array:
        """v = dα/dt = (1-α²) V'(α)."""
        result: Array = (1 - alpha**2) * self.slope(alpha, p)
        return result

    def along(self, alpha: Array, p: Array) -> Array:
        """Local-Hessian eigenvalue toward w*: (1-α²) V'' - α V'."""
        result: Array = (1 - alpha**2) * self.slope(alpha, p, 2) - alpha * self.slope(alpha, p)
        return result

    def across(self, alpha: Array, p: Array) -> Array:
        """Local-Hessian eigenvalue orthogonal to w and w*, of multiplicity d-2: -α V'."""
        result: Array = -alpha * self.slope(alpha, p)
        return result

    def loss(self, p: Array) -> Array:
        """‖f_ρ - f*‖²; the form Σ a_ℓ (1-p_ℓ)² does not cancel for a well-specified teacher."""
        if self.well_specified:
            result: Array = (1 - p) ** 2 @ self.a
        else:
            result = p**2 @ self.a - 2 * (p @ self.b) + self.e.sum()
        return np.asarray(result + self.constant_loss)

    @property
    def least_loss(self) -> float:
        """A loss that no law of the overlap goes below: each |p_ℓ| ≤ 1 is taken at its best."""
        if self.well_specified:
            return self.constant_loss
        best = np.clip(np.where(self.a > 0, self.b / np.where(self.a > 0, self.a, 1.0), np.sign(self.b)), -1, 1)
        return float(self.loss(best))

    def index(self, degree: int) -> int:
        """The place of a degree ℓ in arrays of moments."""
        if degree not in self.degrees:
            raise InputError(f"The model has no moment p{degree}; its degrees are {list(self.degrees)}.")
        return self.degrees.index(degree)


def monomial_table(field: OverlapField) -> tuple[Array, Array]:
    """Monomial coefficients of P_ℓ and of P_ℓ', one row for each degree of the field."""
    size = max(max(field.degrees), field.cross.size - 1) + 1
    values = np.zeros((len(field.degrees), size))
    for row, degree in enumerate(field.degrees):
        for power, c in gegenbauer_coefficients(degree, field.dim).items():
            values[row, power] = float(c)
    return values, np.asarray(np.polynomial.polynomial.polyder(values, axis=1), float)
