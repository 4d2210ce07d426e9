"""The supremum of F = s x h'/h - x^m/(1-x^m) on (0, 1), exactly, for an integer polynomial h.

F(0) = 0 and F → -∞ at 1, so that a supremum above 0 is the largest critical value; it is an algebraic
number whose minimal polynomial comes from a norm. All decisions are made on FLINT's certified roots of
integer polynomials and on divisibility; none on a float.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from flint import arb, ctx, fmpq, fmpq_poly, fmpz_poly

from poc_symbolic.model.algebraic import AlgebraicNumber, decided_real_roots, real_roots

_PRECISIONS = [2**n for n in range(7, 18)]


def primitive_integral(polynomial: fmpq_poly) -> fmpz_poly:
    """The primitive integer polynomial that is a positive multiple."""
    numerator = polynomial.numer()
    content = numerator.content()
    return fmpz_poly([c // content for c in numerator.coeffs()])


def _strip(polynomial: fmpz_poly) -> fmpz_poly:
    """Divide out the roots 0 and 1, which are no points of the open interval."""
    for factor, root in ((fmpz_poly([0, 1]), 0), (fmpz_poly([-1, 1]), 1)):
        while not polynomial.is_zero() and polynomial(root) == 0:
            polynomial //= factor
    return polynomial


def _roots_in_unit_interval(polynomial: fmpz_poly) -> list[arb]:
    return decided_real_roots(_strip(polynomial), fmpq(0), fmpq(1)) if polynomial.degree() > 0 else []


def vanishes_inside(h: fmpz_poly) -> bool:
    """Whether h has a zero in the open interval (0, 1)."""
    return any(c < 0 for c in h.coeffs()) and bool(_roots_in_unit_interval(h))


@dataclass(frozen=True)
class _Ratio:
    """The rational function numerator/denominator, the denominator positive on (0, 1)."""

    numerator: fmpz_poly
    denominator: fmpz_poly

    def at(self, point: arb) -> arb:
        return _evaluate(self.numerator, point) / _evaluate(self.denominator, point)


def _evaluate(polynomial: fmpz_poly, point: arb) -> arb:
    value = arb(0)
    for c in reversed(polynomial.coeffs()):
        value = value * point + c
    return value


@dataclass(frozen=True)
class Maximum:
    """A point of (0, 1) where F is largest and shift + F there."""

    point: AlgebraicNumber
    value: AlgebraicNumber


def largest_critical_value(h: fmpz_poly, s: int, m: int, shift: int) -> Maximum | None:
    """The maximum of F on (0, 1) when F ≥ 0 somewhere there, else None; h must be positive on (0, 1)."""
    x = fmpz_poly([0, 1])
    gap = 1 - x**m
    first, second = h.derivative(), h.derivative().derivative()
    if all(c <= 0 for c in first.coeffs()):
        return None
    ratio = _Ratio(s * x * first * gap - x**m * h, h * gap)
    # The numerator of F' over the square of the denominator of F.
    critical = s * ((first + x * second) * h - x * first * first) * gap**2 - m * x ** (m - 1) * h**2
    critical = _strip(critical)
    if not _roots_in_unit_interval(critical):
        return None
    best: AlgebraicNumber | None = None
    for factor, _ in critical.factor()[1]:
        for root in _roots_in_unit_interval(factor):
            point = AlgebraicNumber.isolate(factor, root)
            if _is_nonnegative(point, ratio):
                best = point if best is None else _larger(best, point, ratio)
    return None if best is None else Maximum(best, _critical_value(best, ratio, shift))


def _is_nonnegative(point: AlgebraicNumber, ratio: _Ratio) -> bool:
    """Whether F(point) ≥ 0."""
    if (fmpq_poly(ratio.numerator) % fmpq_poly(point.integer_polynomial)).is_zero():
        return True
    for bits in _PRECISIONS:
        with ctx.workprec(2 * bits):
            value = ratio.at(point.ball(bits))
            if value > 0:
                return True
            if value < 0:
                return False
    raise ArithmeticError("the sign of a critical value was not decided")


def _larger(one: AlgebraicNumber, two: AlgebraicNumber, ratio: _Ratio) -> AlgebraicNumber:
    """The point with the larger value of F; the first when the values are exactly equal."""
    polynomials: list[fmpz_poly] = []
    for bits in _PRECISIONS:
        with ctx.workprec(2 * bits):
            values = [ratio.at(point.ball(bits)) for point in (one, two)]
            if values[0] > values[1]:
                return one
            if values[1] > values[0]:
                return two
            # Numbers with one irreducible polynomial, whose balls touch one and the same root of it and
            # no other, are equal.
            polynomials = polynomials or [_value_polynomial(point, ratio, 0) for point in (one, two)]
            if polynomials[0] == polynomials[1]:
                roots = real_roots(polynomials[0])
                touched = [[i for i, r in enumerate(roots) if r.overlaps(v)] for v in values]
                if len(touched[0]) == 1 and touched[0] == touched[1]:
                    return one
    raise ArithmeticError("two critical values were neither separated nor shown equal")


def _value_polynomial(point: AlgebraicNumber, ratio: _Ratio, shift: int) -> fmpz_poly:
    """Minimal polynomial of shift + F(point).

    The norm Π_i ((C-shift) D(ξ_i) - N(ξ_i)) over the roots ξ_i of p is, up to a constant, a power of it
    because p is irreducible. It has degree deg p in C and is interpolated from deg p + 1 integers C, at
    each of which it is Res(p, g)/lc(p)^{deg g} for the polynomial g in the brackets (deg g may drop).
    """
    p, degree = point.integer_polynomial, int(point.integer_polynomial.degree())

    def norm(c: int) -> fmpq:
        g = c * ratio.denominator - ratio.numerator
        return fmpq(p.resultant(g), p.leading_coefficient() ** int(g.degree())) if not g.is_zero() else fmpq(0)

    values = [norm(c) for c in range(-shift, degree + 1 - shift)]
    polynomial = primitive_integral(_interpolate(values))
    ((base, _),) = [(f, n) for f, n in polynomial.factor_squarefree()[1] if f.degree() > 0]
    return -base if base.leading_coefficient() < 0 else base


def _interpolate(values: list[fmpq]) -> fmpq_poly:
    """The polynomial of degree < n with the given values at 0, …, n-1 (Newton's forward form)."""
    result, basis = fmpq_poly([0]), fmpq_poly([1])
    differences = list(values)
    for i in range(len(values)):
        result += differences[0] * basis
        basis *= fmpq_poly([fmpq(-i, i + 1), fmpq(1, i + 1)])
        differences = [b - a for a, b in pairwise(differences)]
    return result


def _critical_value(point: AlgebraicNumber, ratio: _Ratio, shift: int) -> AlgebraicNumber:
    """shift + F(point) as an algebraic number."""
    polynomial = _value_polynomial(point, ratio, shift)
    if polynomial.degree() == 1:
        return AlgebraicNumber.from_rational(fmpq(-polynomial[0], polynomial[1]))
    for bits in _PRECISIONS:
        with ctx.workprec(2 * bits):
            try:
                return AlgebraicNumber.isolate(polynomial, shift + ratio.at(point.ball(bits)))
            except ValueError:
                continue
    raise ArithmeticError("the constant was not isolated among the roots of its polynomial")
