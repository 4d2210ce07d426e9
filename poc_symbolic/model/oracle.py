"""The model from its definition in mpmath's arithmetic, at any precision.

Gaussian expectations E σ(⟨w,x⟩) σ(⟨w',x⟩) by Gauss-Hermite quadrature in the plane of w and w', the average
over rotations about w* by a quadrature on S^{d-2}, derivatives by differences of the un-reduced potential
in R^d. The quadratures are exact for polynomial activations, so that the working precision is the only
error. No overlap kernel, Gauss-Gegenbauer expansion or chain rule occurs here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy
from mpmath import mp

from poc_symbolic.compilation import compile
from poc_symbolic.errors import InputError

# mpmath carries no types; a number is an mpf at the caller's precision.
Number = Any
Rule = tuple[tuple[Number, Number], ...]


def hermite_sum(coefficients: Mapping[int, sympy.Expr]) -> Callable[[Number], Number]:
    """x ↦ Σ_k c_k He_k(x) in mpmath, by the recurrence He_{k+1} = x He_k - k He_{k-1}."""
    compiled = {k: compile(sympy.sympify(c), "mpmath") for k, c in coefficients.items()}
    top = max(compiled, default=0)

    def function(x: Number) -> Number:
        before, current, total = mp.mpf(0), mp.mpf(1), mp.mpf(0)
        for k in range(top + 1):
            if k in compiled:
                total += compiled[k]() * current
            before, current = current, x * current - k * before
        return total

    return function


def gauss_hermite(size: int) -> Rule:
    """Nodes and weights (sum 1) for N(0, 1), exact up to degree 2·size - 1, at the working precision."""
    return _gauss_hermite(size, mp.prec)


@lru_cache(maxsize=64)
def _gauss_hermite(size: int, precision: int) -> Rule:
    with mp.workprec(precision + 40):
        coefficients = [mp.mpf(1)]
        before: list[Number] = []
        for k in range(size):
            shifted = [*coefficients, mp.mpf(0)]
            padded = [mp.mpf(0)] * (len(shifted) - len(before)) + before
            coefficients, before = [a - k * b for a, b in zip(shifted, padded, strict=True)], coefficients
        nodes = mp.polyroots(coefficients, maxsteps=500, extraprec=4 * precision)
        weights = [mp.factorial(size - 1) / (size * mp.polyval(before, x) ** 2) for x in nodes]
    return tuple(zip((mp.mpf(mp.re(x)) for x in nodes), weights, strict=True))


def sphere_rule(size: int, dim: int) -> Rule:
    """Nodes u and weights (sum 1) for the first coordinate on S^{dim-2}, exact up to degree 2·size - 1.

    Both points of S⁰ for dim = 2; equal angles on the circle for odd dim, where (sin φ)^{dim-3} is a
    trigonometric polynomial; Gauss-Legendre for even dim, where the density is a polynomial in u.
    """
    return _sphere_rule(size, dim, mp.prec)


@lru_cache(maxsize=64)
def _sphere_rule(size: int, dim: int, precision: int) -> Rule:
    if dim == 2:
        return (mp.mpf(1), mp.mpf(1) / 2), (mp.mpf(-1), mp.mpf(1) / 2)
    with mp.workprec(precision + 40):
        if dim % 2:
            count = 2 * size + dim
            angles = [2 * mp.pi * i / count for i in range(count)]
            raw = [(mp.cos(a), mp.sin(a) ** (dim - 3)) for a in angles]
        else:
            count = size + dim // 2
            coefficients = mp.taylor(lambda x: mp.legendre(count, x), 0, count)[::-1]
            slope = [c * (count - i) for i, c in enumerate(coefficients[:-1])]
            nodes = [mp.re(x) for x in mp.polyroots(coefficients, maxsteps=500, extraprec=4 * precision)]
            density = (dim - 4) // 2
            raw = [(x, (1 - x * x) ** (density - 1) / mp.polyval(slope, x) ** 2) for x in nodes]
        total = mp.fsum(w for _, w in raw)
    return tuple((x, w / total) for x, w in raw)


@dataclass(frozen=True)
class NetworkOracle:
    """A network of neurons with the given overlaps with w* = e_1, each smeared over the rotations about w*.

    ``student`` and ``teacher`` are σ and σ* as mpmath functions; the quadratures are exact when both are
    polynomials of degree ≤ ``degree``. Raises InputError on dim < 2, weights that do not sum to 1 or an
    overlap outside [-1, 1]. Numbers are mpmath numbers; results have the working precision.
    """

    student: Callable[[Number], Number]
    teacher: Callable[[Number], Number]
    degree: int
    dim: int
    overlaps: Sequence[Number]
    weights: Sequence[Number]

    def __post_init__(self) -> None:
        if isinstance(self.dim, bool) or not isinstance(self.dim, int) or self.dim < 2:
            raise InputError(f"The dimension must be an integer ≥ 2, not {self.dim!r}.")
        if len(self.overlaps) != len(self.weights) or not self.overlaps:
            raise InputError("A law needs as many weights as overlaps, and at least one of each.")
        if any(abs(s) > 1 for s in self.overlaps):
            raise InputError("Every overlap of a law must lie in [-1, 1].")
        if any(w < 0 for w in self.weights) or abs(mp.fsum(self.weights) - 1) > mp.mpf(2) ** (8 - mp.prec):
            raise InputError("The weights of a law must be non-negative and sum to 1.")

    def loss(self) -> Number:
        """E_x (f_ρ(x) - f*(x))², every expectation over x ~ N(0, I_d) by quadrature."""
        own = mp.fsum(
            v * self._smeared((s, mp.sqrt(1 - s * s)), t, v_other)
            for s, v in zip(self.overlaps, self.weights, strict=True)
            for t, v_other in zip(self.overlaps, self.weights, strict=True)
        )
        cross = mp.fsum(
            v * self._pair(self.student, self.teacher, mp.mpf(1), mp.mpf(1), s)
            for s, v in zip(self.overlaps, self.weights, strict=True)
        )
        return own - 2 * cross + self._pair(self.teacher, self.teacher, mp.mpf(1), mp.mpf(1), mp.mpf(1))

    def potential(self, w: Sequence[Number]) -> Number:
        """E_x (f* - f_ρ)(x) σ(⟨w,x⟩) for any w ≠ 0 in R^dim (trailing zeros may be left out)."""
        radius = mp.sqrt(mp.fsum(x * x for x in w[1:]))
        norm = mp.sqrt(mp.fsum(x * x for x in w))
        target = self._pair(self.student, self.teacher, norm, mp.mpf(1), w[0])
        own = mp.fsum(self._smeared((w[0], radius), s, v) for s, v in zip(self.overlaps, self.weights, strict=True))
        return target - own

    def field(self, w: Sequence[Number]) -> list[Number]:
        """ν(w) = P_w^⊥ ∇U(w) with the gradient by numerical differentiation in the coordinates of w."""
        gradient = [self._partial(self.potential, w, i) for i in range(len(w))]
        radial = mp.fsum(x * g for x, g in zip(w, gradient, strict=True))
        return [g - x * radial for x, g in zip(w, gradient, strict=True)]

    def jacobian(self, w: Sequence[Number], direction: Sequence[Number]) -> list[Number]:
        """The derivative of every component of ν at w along ``direction``."""

        def moved(i: int) -> Callable[[Number], Number]:
            return lambda h: self.field([x + h * t for x, t in zip(w, direction, strict=True)])[i]

        return [mp.diff(moved(i), 0) for i in range(len(w))]

    def _partial(self, function: Callable[[Sequence[Number]], Number], w: Sequence[Number], index: int) -> Number:
        return mp.diff(lambda x: function([*w[:index], x, *w[index + 1 :]]), w[index])

    def _smeared(self, w: tuple[Number, Number], overlap: Number, weight: Number) -> Number:
        """weight · E_u E_x σ(⟨w,x⟩) σ(⟨w',x⟩), w = (w_1, |w_⊥|), w' of the given overlap and random angle."""
        height = mp.sqrt(1 - mp.mpf(overlap) ** 2)
        norm = mp.sqrt(w[0] ** 2 + w[1] ** 2)
        return weight * mp.fsum(
            share * self._pair(self.student, self.student, norm, mp.mpf(1), w[0] * overlap + w[1] * height * u)
            for u, share in sphere_rule(self.degree + 1, self.dim)
        )

    def _pair(
        self,
        f: Callable[[Number], Number],
        g: Callable[[Number], Number],
        norm: Number,
        other_norm: Number,
        product: Number,
    ) -> Number:
        """E f(a) g(b) for centred Gaussians with E a² = norm², E b² = other_norm², E ab = product."""
        slope = product / norm
        rest = mp.sqrt(abs(other_norm**2 - slope**2))
        rule = gauss_hermite(self.degree + 1)
        return mp.fsum(
            share * f(norm * x) * mp.fsum(inner * g(slope * x + rest * y) for y, inner in rule) for x, share in rule
        )
