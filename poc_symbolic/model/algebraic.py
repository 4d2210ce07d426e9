"""Exact real algebraic numbers: an irreducible integer polynomial and an isolating interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import cast

import sympy
from flint import acb, arb, ctx, fmpq, fmpz, fmpz_poly

from poc_symbolic.errors import InputError
from poc_symbolic.sphere.linear_product import rational

_FIRST_PRECISION = 64


@dataclass(frozen=True)
class AlgebraicNumber:
    """The one root of an irreducible primitive integer polynomial in the interval [lower, upper].

    A rational number has a polynomial of degree 1 and the degenerate interval.
    """

    integer_polynomial: fmpz_poly
    lower: fmpq
    upper: fmpq

    @staticmethod
    def from_rational(value: fmpq | int) -> AlgebraicNumber:
        """The rational number ``value``."""
        value = fmpq(value)
        return AlgebraicNumber(fmpz_poly([-value.p, value.q]), value, value)

    @staticmethod
    def isolate(polynomial: fmpz_poly, ball: arb) -> AlgebraicNumber:
        """The root of an irreducible polynomial that is known to lie in ``ball``.

        Raises ValueError when the ball is not narrow enough to single out one root.
        """
        polynomial = _primitive(polynomial)
        if polynomial.degree() == 1:
            return AlgebraicNumber.from_rational(fmpq(-polynomial[0], polynomial[1]))
        candidates = [r for r in real_roots(polynomial) if r.overlaps(ball)]
        if len(candidates) != 1:
            raise ValueError("the enclosure does not single out one root")
        (root,) = candidates
        for digits in range(1, 10_000):
            scale = fmpz(10) ** digits
            lower = _floor(root * scale)
            interval = fmpq(lower, scale), fmpq(lower + 1, scale)
            if _isolates(polynomial, *interval):
                return AlgebraicNumber(polynomial, *interval)
        raise ValueError("no isolating decimal interval was found")

    @property
    def is_rational(self) -> bool:
        """Whether the number is rational."""
        return int(self.integer_polynomial.degree()) == 1

    def polynomial(self, variable: sympy.Symbol) -> sympy.Poly:
        """The minimal polynomial over ℤ, primitive with positive leading coefficient."""
        descending = [int(c) for c in reversed(self.integer_polynomial.coeffs())]
        return sympy.Poly.from_list(descending, variable, domain=sympy.ZZ)

    @property
    def root_interval(self) -> tuple[sympy.Rational, sympy.Rational]:
        """Rational endpoints between which the polynomial has this root and no other."""
        return rational(self.lower), rational(self.upper)

    def ball(self, bits: int) -> arb:
        """A FLINT ball around the number, of relative radius about 2^-bits."""
        with ctx.workprec(bits + 16):
            if self.is_rational:
                return arb(self.lower)
        precision = bits + 16
        while True:
            with ctx.workprec(precision):
                lower, upper = arb(self.lower), arb(self.upper)
                # Only roots certainly inside are kept; the interval holds exactly one root.
                inside = [r for r in real_roots(self.integer_polynomial) if r > lower and r < upper]
                if len(inside) == 1 and inside[0].rel_accuracy_bits() >= bits:
                    return inside[0]
            precision *= 2

    def enclosure(self, digits: int = 50) -> tuple[str, str]:
        """Decimal strings (lower, upper) with ``digits`` decimals and lower ≤ number ≤ upper.

        They differ by at most 2·10^-digits, and are equal when the number has such a finite expansion.
        """
        scale = fmpz(10) ** _require_digits(digits)
        if self.is_rational:
            scaled = self.lower * scale
            return _decimal(scaled.floor(), digits), _decimal(scaled.ceil(), digits)
        return decimal_enclosure(self.ball, digits)

    def to_sympy(self, variable: sympy.Symbol) -> sympy.Expr:
        """The number as a SymPy root of ``polynomial(variable)``: a Rational, a radical or a ``CRootOf``."""
        if self.is_rational:
            return rational(self.lower)
        polynomial = self.polynomial(variable)
        lower, upper = self.root_interval
        return next(r for r in polynomial.real_roots(multiple=True) if lower < r < upper)


def decimal_enclosure(ball: Callable[[int], arb], digits: int) -> tuple[str, str]:
    """Decimal strings with ``digits`` decimals below and above ``ball(bits)``, bits chosen to suffice."""
    scale = fmpz(10) ** _require_digits(digits)
    magnitude = int(abs(_exact(ball(_FIRST_PRECISION).mid())).ceil()).bit_length()
    bits = ceil(digits * 3.33) + magnitude + 16
    enclosed = ball(bits)
    with ctx.workprec(2 * bits):
        return _decimal(_floor(enclosed * scale), digits), _decimal(-_floor(-enclosed * scale), digits)


def _require_digits(digits: object) -> int:
    if isinstance(digits, bool) or not isinstance(digits, int) or digits < 1:
        raise InputError(f"The number of digits must be a positive integer, not {digits!r}.")
    return digits


def real_roots(polynomial: fmpz_poly) -> list[arb]:
    """Disjoint balls around the distinct real roots, ascending, at the current FLINT precision.

    FLINT certifies every root, and gives an exactly zero imaginary part precisely to the real ones.
    """
    # The FLINT binding gives pairs (root, multiplicity), which its type stub leaves out.
    pairs = cast("list[tuple[acb, int]]", polynomial.complex_roots())
    roots = [root.real for root, _ in pairs if root.imag.is_zero()]
    # The balls are pairwise disjoint, so that ordering their midpoints orders the roots.
    return sorted(roots, key=lambda r: _exact(r.mid()))


def decided_real_roots(polynomial: fmpz_poly, lower: fmpq, upper: fmpq) -> list[arb]:
    """Balls around the real roots in the open interval; neither endpoint may be a root."""
    precision = _FIRST_PRECISION
    while True:
        with ctx.workprec(precision):
            roots = real_roots(polynomial)
            undecided = [r for r in roots if r.overlaps(arb(lower)) or r.overlaps(arb(upper))]
            if not undecided:
                return [r for r in roots if r > arb(lower) and r < arb(upper)]
        precision *= 2


def _isolates(polynomial: fmpz_poly, lower: fmpq, upper: fmpq) -> bool:
    """Whether exactly one real root lies in (lower, upper); the polynomial has no rational root."""
    return len(decided_real_roots(polynomial, lower, upper)) == 1 and polynomial(lower) * polynomial(upper) < 0


def _primitive(polynomial: fmpz_poly) -> fmpz_poly:
    content = polynomial.content()
    if polynomial.leading_coefficient() < 0:
        content = -content
    return fmpz_poly([c // content for c in polynomial.coeffs()])


def _exact(midpoint: arb) -> fmpq:
    mantissa, exponent = midpoint.man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)


def _floor(ball: arb) -> fmpz:
    """The floor of the ball's lower endpoint."""
    return _exact(ball.lower()).floor()


def _decimal(scaled: fmpz, digits: int) -> str:
    sign = "-" if scaled < 0 else ""
    text = str(abs(int(scaled))).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}"
