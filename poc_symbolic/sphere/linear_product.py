"""Rational functions of the dimension that factor into shifts d + s, kept factored.

Every coefficient of the spherical side is of this kind. Working on the list of shifts instead of on
SymPy trees makes the cancellations (and the removable singularity at d = 2) exact and immediate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sympy
from flint import fmpq, fmpq_poly

from poc_symbolic.errors import InputError


def require_dimension(d: object, least: int = 2) -> sympy.Expr | int:
    """Return a dimension as an int ≥ ``least`` or as a symbolic expression, or raise InputError."""
    if isinstance(d, int | sympy.Integer) and not isinstance(d, bool):
        if d < least:
            raise InputError(f"The dimension must be at least {least}, not {d}.")
        return int(d)
    if isinstance(d, sympy.Expr) and d.free_symbols:
        return d
    raise InputError(f"The dimension must be an integer ≥ {least} or a symbol, not {d!r}.")


def rational(value: fmpq) -> sympy.Rational:
    """A FLINT rational as a SymPy one."""
    return sympy.Rational(int(value.p), int(value.q))


@dataclass(frozen=True)
class LinearProduct:
    """The rational function ``scale · Π_s (d + s)^{powers[s]}`` of the dimension d."""

    scale: fmpq
    powers: tuple[tuple[int, int], ...]

    @staticmethod
    def build(scale: fmpq, numerator: Iterable[int] = (), denominator: Iterable[int] = ()) -> LinearProduct:
        """The quotient of Π (d + s) over the shifts in ``numerator`` and in ``denominator``."""
        powers: dict[int, int] = {}
        for shift in numerator:
            powers[shift] = powers.get(shift, 0) + 1
        for shift in denominator:
            powers[shift] = powers.get(shift, 0) - 1
        return LinearProduct._from_powers(scale, powers)

    @staticmethod
    def _from_powers(scale: fmpq, powers: Mapping[int, int]) -> LinearProduct:
        return LinearProduct(scale, tuple(sorted((s, n) for s, n in powers.items() if n)))

    def __mul__(self, other: LinearProduct) -> LinearProduct:
        powers = dict(self.powers)
        for shift, power in other.powers:
            powers[shift] = powers.get(shift, 0) + power
        return self._from_powers(self.scale * other.scale, powers)

    def __truediv__(self, other: LinearProduct) -> LinearProduct:
        inverse = LinearProduct(1 / other.scale, tuple((s, -n) for s, n in other.powers))
        return self * inverse

    def at(self, d: int | fmpq) -> fmpq:
        """The value at a rational dimension; ZeroDivisionError at a pole."""
        value = self.scale
        for shift, power in self.powers:
            value *= fmpq(d + shift) ** power
        return value

    def polynomial(self) -> fmpq_poly:
        """The same as a polynomial in d; every power must be ≥ 0."""
        value = fmpq_poly([self.scale])
        for shift, power in self.powers:
            if power < 0:
                raise ValueError("a product with a denominator is not a polynomial")
            value *= fmpq_poly([shift, 1]) ** power
        return value

    def to_sympy(self, d: sympy.Expr | int) -> sympy.Expr:
        """The factored SymPy expression, or an exact number when ``d`` is an integer."""
        if isinstance(d, int):
            return rational(self.at(d))
        return sympy.Mul(*self.factors(d))

    def factors(self, d: sympy.Expr | int) -> list[sympy.Expr]:
        """The scale and the powers of shifts of ``d``, for a product that SymPy should not distribute."""
        return [rational(self.scale), *(sympy.Pow(d + s, n) for s, n in self.powers)]


def combine(terms: Iterable[LinearProduct]) -> tuple[fmpq_poly, LinearProduct]:
    """Σ terms as (numerator polynomial in d, factored rest), with common shifts cancelled.

    The sum is ``numerator(d) · rest``; the numerator has coprime integer coefficients, and no linear
    factor of it cancels against the denominator of the rest.
    """
    listed = [t for t in terms if t.scale != 0]
    if not listed:
        return fmpq_poly([0]), LinearProduct.build(fmpq(1))
    shifts = {s for t in listed for s, _ in t.powers}
    # The common part takes the lowest power of every shift, so that what is left is a polynomial.
    lowest = {s: min(dict(t.powers).get(s, 0) for t in listed) for s in shifts}
    common = LinearProduct._from_powers(fmpq(1), lowest)
    numerator = fmpq_poly([0])
    for term in listed:
        numerator += (term / common).polynomial()
    if numerator.is_zero():
        return numerator, LinearProduct.build(fmpq(1))
    powers = dict(common.powers)
    for shift, power in common.powers:
        while power < 0 and numerator(-shift) == 0:
            numerator //= fmpq_poly([shift, 1])
            power += 1
        powers[shift] = power
    integral = numerator.numer()
    content = fmpq(integral.content(), numerator.denom())
    if integral.leading_coefficient() < 0:
        content = -content
    return numerator / content, LinearProduct._from_powers(content, powers)


def combined_to_sympy(terms: Iterable[LinearProduct], d: sympy.Expr | int) -> sympy.Expr:
    """Σ terms as one factored fraction in ``d`` (an exact number when ``d`` is an integer)."""
    if isinstance(d, int):
        return rational(sum((t.at(d) for t in terms), fmpq(0)))
    numerator, rest = combine(terms)
    expanded = sympy.Add(*(rational(c) * d**n for n, c in enumerate(numerator.coeffs())))
    return sympy.Mul(rest.to_sympy(d), expanded)
