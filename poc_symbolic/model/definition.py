"""The model from its definition, exactly, at rational points: the independent route of the checks.

Nothing here knows of Gegenbauer polynomials. The kernels come from counting pairings of σ's monomials, the
rotation about w* is averaged with the exact moments E u^{2j} on S^{d-2}, and derivatives are taken in
coordinates of R^d with dual numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb

import sympy
from flint import fmpq

from poc_symbolic.errors import InputError
from poc_symbolic.hermite.gaussian import correlated_coefficients, gaussian_moment
from poc_symbolic.hermite.polynomials import hermite_coefficients
from poc_symbolic.sphere.gegenbauer import rational_components
from poc_symbolic.sphere.linear_product import rational

Polynomial = dict[int, fmpq]


@dataclass(frozen=True)
class AtomicLaw:
    """A finite law of overlaps, each atom smeared uniformly over the rotations that fix w*.

    ``overlaps`` in [-1, 1] and ``weights`` ≥ 0 with sum 1, all rational. Raises InputError otherwise.
    """

    overlaps: tuple[fmpq, ...]
    weights: tuple[fmpq, ...]

    def __post_init__(self) -> None:
        if not self.overlaps or len(self.overlaps) != len(self.weights):
            raise InputError("A law needs as many weights as overlaps, and at least one of each.")
        if any(abs(s) > 1 for s in self.overlaps):
            raise InputError("Every overlap of a law must lie in [-1, 1].")
        if any(w < 0 for w in self.weights) or sum(self.weights) != 1:
            raise InputError("The weights of a law must be non-negative and sum to 1.")

    def __iter__(self) -> Iterator[tuple[fmpq, fmpq]]:
        return iter(zip(self.overlaps, self.weights, strict=True))

    def mean(self, function: Callable[[fmpq], fmpq]) -> fmpq:
        """E_ρ of a function of the overlap."""
        return sum((w * function(s) for s, w in self), fmpq(0))


def monomials(coefficients: Mapping[int, sympy.Expr]) -> list[sympy.Expr]:
    """Monomial coefficients, low to high, of Σ_k c_k He_k."""
    columns: list[list[sympy.Expr]] = [[] for _ in range(max(coefficients, default=0) + 1)]
    for k, c in coefficients.items():
        for n, h in enumerate(hermite_coefficients(k)):
            if h:
                columns[n].append(h * c)
    return [sympy.Add(*column) for column in columns]


def kernel_by_pairings(
    f: Mapping[int, sympy.Expr], g: Mapping[int, sympy.Expr], scale: sympy.Expr
) -> dict[int, sympy.Expr]:
    """{k: [z^k]} of scale · E f(x) g(y), for Hermite coefficients f, g and E xy = z, by Isserlis."""
    moments = correlated_coefficients(monomials(f), monomials(g))
    scaled = {k: sympy.expand(c * scale) for k, c in enumerate(moments)}
    return {k: c for k, c in scaled.items() if c != 0}


@lru_cache(maxsize=256)
def _sphere_moment(j: int, dimension: int) -> fmpq:
    """E u^{2j} on S^{dimension-1}, from |x|² independent of x/|x| for Gaussian x."""
    radial = fmpq(1)
    for i in range(j):
        radial *= dimension + 2 * i
    return fmpq(gaussian_moment(2 * j)) / radial


def rotation_average(n: int, alpha: fmpq, other: fmpq, d: int, twist: int = 0) -> fmpq:
    """E_u (αα' + y)^n y^twist with y = √(1-α²) √(1-α'²) u, u the first coordinate on S^{d-2}."""
    square = (1 - alpha * alpha) * (1 - other * other)
    total = fmpq(0)
    for i in range(n + 1):
        if (i + twist) % 2 == 0:
            j = (i + twist) // 2
            total += comb(n, i) * (alpha * other) ** (n - i) * square**j * _sphere_moment(j, d - 1)
    return total


@dataclass(frozen=True)
class RationalDefinition:
    """Loss, potential, velocity and Hessian by definition, for kernels with rational coefficients."""

    q: Polynomial
    q_cross: Polynomial
    q_star: Polynomial
    law: AtomicLaw
    d: int

    def loss(self) -> fmpq:
        """E q(⟨w,w'⟩) - 2 E q_×(α) + q_*(1) over independent neurons w, w' of the law."""
        own = sum(
            (weight * other * _average(self.q, s, t, self.d) for s, weight in self.law for t, other in self.law),
            fmpq(0),
        )
        cross = self.law.mean(lambda s: _value(self.q_cross, s))
        return own - 2 * cross + _value(self.q_star, fmpq(1))

    def potential(self, alpha: fmpq) -> fmpq:
        """q_×(α) - E q(⟨w,w'⟩) at a neuron w of overlap α."""
        return _value(self.q_cross, alpha) - self.law.mean(lambda s: _average(self.q, alpha, s, self.d))

    def velocity(self, alpha: fmpq) -> fmpq:
        """Paper eq. (37), last line, with its binomial sum and the exact moments of u."""

        def interaction(s: fmpq) -> fmpq:
            total = fmpq(0)
            for k, c in self.q.items():
                if k >= 1:
                    straight = rotation_average(k - 1, alpha, s, self.d)
                    twisted = rotation_average(k - 1, alpha, s, self.d, twist=1)
                    total += k * c * (s * (1 - alpha**2) * straight - alpha * twisted)
            return total

        slope = sum((k * c * alpha ** (k - 1) for k, c in self.q_cross.items() if k >= 1), fmpq(0))
        return slope * (1 - alpha**2) - self.law.mean(interaction)

    def ambient(self, alpha: fmpq, beta: fmpq) -> AmbientDerivatives:
        """Velocity field and its Jacobian in R^d at w = (α, β, 0, …), α² + β² = 1, with w* = e_1."""
        potential = self._ambient_potential()
        point = [alpha, beta, fmpq(0)]
        toward = [beta, -alpha, fmpq(0)]
        along = _field(potential, [Dual(x, t) for x, t in zip(point, toward, strict=True)])
        across = _field(potential, [Dual(x, fmpq(i == 2)) for i, x in enumerate(point)])
        return AmbientDerivatives(
            field=tuple(c.value for c in along),
            along=tuple(c.slope for c in along),
            across=tuple(c.slope for c in across),
        )

    def _ambient_potential(self) -> dict[tuple[int, int], fmpq]:
        """U(w) = q_×(w_1) - E q(⟨w,w'⟩) on all of R^d, as a polynomial in w_1 and R = Σ_{i≥2} w_i²."""
        terms: dict[tuple[int, int], fmpq] = {}
        for k, c in self.q_cross.items():
            terms[k, 0] = terms.get((k, 0), fmpq(0)) + c
        for k, c in self.q.items():
            for j in range(k // 2 + 1):
                mixed = (w * s ** (k - 2 * j) * (1 - s * s) ** j for s, w in self.law)
                share = c * comb(k, 2 * j) * sum(mixed, fmpq(0)) * _sphere_moment(j, self.d - 1)
                terms[k - 2 * j, j] = terms.get((k - 2 * j, j), fmpq(0)) - share
        return terms


@dataclass(frozen=True)
class AmbientDerivatives:
    """Components on (w_1, w_2, w_3) of ν and of its derivatives along t = (β, -α, 0) and along e_3."""

    field: tuple[fmpq, ...]
    along: tuple[fmpq, ...]
    across: tuple[fmpq, ...]


@dataclass(frozen=True)
class Dual:
    """The number value + slope·ε with ε² = 0."""

    value: fmpq
    slope: fmpq

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other: Dual) -> Dual:
        return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope)

    def scaled(self, factor: fmpq) -> Dual:
        """The product with a rational number."""
        return Dual(self.value * factor, self.slope * factor)

    def __pow__(self, exponent: int) -> Dual:
        if exponent == 0:
            return Dual(fmpq(1), fmpq(0))
        return Dual(self.value**exponent, exponent * self.value ** (exponent - 1) * self.slope)


def _field(potential: Mapping[tuple[int, int], fmpq], w: Sequence[Dual]) -> list[Dual]:
    """ν(w) = P_w^⊥ ∇U(w) for U = Σ u_{ij} w_1^i R^j, all components as dual numbers."""
    zero = Dual(fmpq(0), fmpq(0))
    radius = w[1] * w[1] + w[2] * w[2]
    by_axis, by_radius = zero, zero
    for (i, j), c in potential.items():
        if i:
            by_axis += (w[0] ** (i - 1) * radius**j).scaled(c * i)
        if j:
            by_radius += (w[0] ** i * radius ** (j - 1)).scaled(c * j)
    gradient = [by_axis, (by_radius * w[1]).scaled(fmpq(2)), (by_radius * w[2]).scaled(fmpq(2))]
    radial = zero
    for x, g in zip(w, gradient, strict=True):
        radial += x * g
    return [g + -(x * radial) for x, g in zip(w, gradient, strict=True)]


def _value(polynomial: Polynomial, point: fmpq) -> fmpq:
    return sum((c * point**k for k, c in polynomial.items()), fmpq(0))


def _average(polynomial: Polynomial, alpha: fmpq, other: fmpq, d: int) -> fmpq:
    return sum((c * rotation_average(k, alpha, other, d) for k, c in polynomial.items()), fmpq(0))


@dataclass(frozen=True)
class Definition:
    """The kernels by pairings, split into rational columns: kernel = Σ_u u · (rational kernel)_u."""

    columns: tuple[tuple[sympy.Expr, Polynomial, Polynomial, Polynomial], ...]

    @staticmethod
    def build(student: Mapping[int, sympy.Expr], teacher: Mapping[int, sympy.Expr], scale: sympy.Expr) -> Definition:
        """From Hermite coefficients of σ and σ*, and the common factor of all kernels."""
        pairs = ((student, student), (student, teacher), (teacher, teacher))
        split = [rational_components(kernel_by_pairings(f, g, scale)) for f, g in pairs]
        units = {unit: None for part in split for unit in part}
        return Definition(tuple((u, *_columns(split, u)) for u in units))

    def total(self, law: AtomicLaw, d: int, compute: Callable[[RationalDefinition], fmpq]) -> sympy.Expr:
        """Σ_u u · compute(definition with the rational kernels of u), an exact number."""
        return sympy.Add(
            *(u * rational(compute(RationalDefinition(q, cross, star, law, d))) for u, q, cross, star in self.columns)
        )


def _columns(
    split: Sequence[Mapping[sympy.Expr, Polynomial]], unit: sympy.Expr
) -> tuple[Polynomial, Polynomial, Polynomial]:
    q, q_cross, q_star = (part.get(unit, {}) for part in split)
    return q, q_cross, q_star
