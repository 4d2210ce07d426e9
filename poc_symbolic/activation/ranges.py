"""Intervals that hold every value of an expression on the real line, from its structure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import acb, arb, ctx, fmpq, fmpq_poly

from poc_symbolic.activation.evaluation import enclose_constant
from poc_symbolic.expression import is_iterated_root, relu, softplus, step
from poc_symbolic.symbols import z

_BITS = 96
_MAX_EXPONENT = 20_000


@dataclass(frozen=True)
class Range:
    """lo ≤ value ≤ hi for every real z; None stands for no bound."""

    lo: Fraction | None
    hi: Fraction | None

    @property
    def excludes_zero(self) -> bool:
        """Whether the values keep a positive distance from 0."""
        return (self.lo is not None and self.lo > 0) or (self.hi is not None and self.hi < 0)

    @property
    def is_nonnegative(self) -> bool:
        """Whether every value is ≥ 0."""
        return self.lo is not None and self.lo >= 0

    def negated(self) -> Range:
        """The range of the negative."""
        return Range(None if self.hi is None else -self.hi, None if self.lo is None else -self.lo)

    def plus(self, other: Range) -> Range:
        """The range of the sum."""
        lo = None if self.lo is None or other.lo is None else self.lo + other.lo
        hi = None if self.hi is None or other.hi is None else self.hi + other.hi
        return Range(lo, hi)

    def times(self, other: Range) -> Range:
        """The range of the product."""
        if None not in (self.lo, self.hi, other.lo, other.hi):
            mine = [a for a in (self.lo, self.hi) if a is not None]
            ends = [a * b for a in mine for b in (other.lo, other.hi) if b is not None]
            return Range(min(ends), max(ends))
        if self.hi is not None and self.hi <= 0:
            return self.negated().times(other).negated()
        if other.hi is not None and other.hi <= 0:
            return self.times(other.negated()).negated()
        if self.lo is not None and other.lo is not None and self.lo >= 0 and other.lo >= 0:
            hi = None if self.hi is None or other.hi is None else self.hi * other.hi
            return Range(self.lo * other.lo, hi)
        return UNBOUNDED


UNBOUNDED = Range(None, None)
_UNIT = Range(Fraction(-1), Fraction(1))


def upper_fraction(ball: arb) -> Fraction | None:
    """A rational ≥ every point of the ball, of moderate size; None when there is none."""
    top = ball.upper()
    if not top.is_finite():
        return None
    mantissa, exponent = top.man_exp()
    if int(exponent) > _MAX_EXPONENT:
        return None if mantissa > 0 else Fraction(-1)
    if int(exponent) < -_MAX_EXPONENT:
        return Fraction(1, 2 ** (_MAX_EXPONENT // 2)) if mantissa > 0 else Fraction(0)
    value = top.fmpq()
    return Fraction(int(value.p), int(value.q))


def lower_fraction(ball: arb) -> Fraction | None:
    """A rational ≤ every point of the ball, of moderate size; None when there is none."""
    value = upper_fraction(-ball)
    return None if value is None else -value


def constant_range(value: sympy.Expr) -> Range:
    """A narrow range around an exact number."""
    with ctx.workprec(_BITS):
        ball = enclose_constant(value)
        return UNBOUNDED if ball is None else Range(lower_fraction(ball), upper_fraction(ball))


def value_range(expr: sympy.Expr) -> Range:
    """A range of ``expr`` over the real line; never too narrow, possibly too wide."""
    if not expr.has(z):
        return constant_range(expr)
    if expr.is_polynomial(z):
        return _polynomial_range(expr)
    if expr.is_Add:
        # The polynomial part is bounded as a whole, the other terms one by one.
        polynomial, rest = split_polynomial(expr)
        total = value_range(polynomial)
        for term in rest:
            total = total.plus(value_range(term))
        return total
    if expr.is_Mul:
        total = Range(Fraction(1), Fraction(1))
        for factor in expr.args:
            total = total.times(value_range(factor))
        return total
    if expr.is_Pow and not isinstance(expr, sympy.exp):
        return _power_range(value_range(expr.base), expr.exp)
    return _function_range(expr, value_range(expr.args[0]))


def split_polynomial(expr: sympy.Expr) -> tuple[sympy.Expr, list[sympy.Expr]]:
    """The terms of a sum that are polynomials in z, added up, and the list of the others."""
    terms = sympy.Add.make_args(expr)
    polynomial = sympy.Add(*(term for term in terms if term.is_polynomial(z)))
    return polynomial, [term for term in terms if not term.is_polynomial(z)]


def _polynomial_range(expr: sympy.Expr) -> Range:
    polynomial = sympy.Poly(expr, z)
    if not all(c.is_Rational for c in polynomial.all_coeffs()) or polynomial.degree() % 2:
        return UNBOUNDED
    coefficients = [fmpq(int(c.p), int(c.q)) for c in reversed(polynomial.all_coeffs())]
    if polynomial.LC() < 0:
        return Range(None, _upper_bound(coefficients))
    least = _upper_bound([-c for c in coefficients])
    return Range(None if least is None else -least, None)


def _upper_bound(coefficients: list[fmpq]) -> Fraction | None:
    """max p for p of even degree with negative leading term: the largest value at a critical point."""
    slope = fmpq_poly(coefficients).derivative()
    best = None
    with ctx.workprec(_BITS):
        roots: list[tuple[acb, int]] = slope.numer().complex_roots()  # type: ignore[assignment]
        for root, _ in roots:
            # A root whose ball meets the real line may be real; every real critical point is among them.
            if root.imag.contains(0):
                total = arb(0)
                for c in reversed(coefficients):
                    total = total * root.real + c
                value = upper_fraction(total)
                if value is None:
                    return None
                best = value if best is None or value > best else best
    return best


def _power_range(base: Range, exponent: sympy.Expr) -> Range:
    if not is_iterated_root(exponent):
        return UNBOUNDED
    for _ in range(int(exponent.q).bit_length() - 1):
        base = _monotone(base, sympy.sqrt) if base.is_nonnegative else Range(Fraction(0), None)
    power = abs(int(exponent.p))
    result = Range(Fraction(1), Fraction(1))
    if power % 2 == 0 and not base.is_nonnegative:
        magnitude = None if base.lo is None or base.hi is None else max(-base.lo, base.hi, Fraction(0))
        negative = base.hi is not None and base.hi < 0
        base = base.negated() if negative else Range(Fraction(0), magnitude)
    for _ in range(power):
        result = result.times(base)
        result = Range(_shorten(result.lo, down=True), _shorten(result.hi, down=False))
    if exponent.p > 0:
        return result
    if result.lo is not None and result.lo > 0:
        return Range(Fraction(0) if result.hi is None else 1 / result.hi, 1 / result.lo)
    if result.hi is not None and result.hi < 0:
        return _power_range(result.negated(), sympy.Integer(-1)).negated()
    return Range(Fraction(0), None) if result.is_nonnegative else UNBOUNDED


def _shorten(value: Fraction | None, *, down: bool) -> Fraction | None:
    """A nearby fraction of moderate size on the safe side."""
    if value is None or max(abs(value.numerator), value.denominator).bit_length() <= 2 * _BITS:
        return value
    with ctx.workprec(_BITS):
        ball = arb(fmpq(value.numerator, value.denominator))
        short = lower_fraction(ball) if down else upper_fraction(ball)
    return Fraction(0) if down and value > 0 and short is not None and short < 0 else short


def _monotone(inner: Range, function: object) -> Range:
    """The range of an increasing function."""
    lo, hi = inner.lo, inner.hi

    def at(value: Fraction) -> Range:
        assert callable(function)
        return constant_range(function(sympy.Rational(value.numerator, value.denominator)))

    return Range(None if lo is None else at(lo).lo, None if hi is None else at(hi).hi)


def _function_range(expr: sympy.Expr, inner: Range) -> Range:
    zero = Fraction(0)
    match expr:
        case sympy.exp():
            outer = _monotone(inner, sympy.exp)
            return Range(zero if outer.lo is None else max(zero, outer.lo), outer.hi)
        case sympy.tanh() | sympy.erf() | sympy.sign():
            return Range(
                zero if inner.is_nonnegative else _UNIT.lo,
                zero if inner.hi is not None and inner.hi <= 0 else _UNIT.hi,
            )
        case step():
            return Range(zero, _UNIT.hi)
        case sympy.Abs():
            if inner.hi is not None and inner.hi <= 0:
                inner = inner.negated()
            if inner.is_nonnegative:
                return inner
            if inner.lo is None or inner.hi is None:
                return Range(zero, None)
            return Range(zero, max(-inner.lo, inner.hi))
        case relu():
            lo = zero if inner.lo is None else max(zero, inner.lo)
            return Range(lo, None if inner.hi is None else max(zero, inner.hi))
        case softplus():
            # max(0, x) < softplus(x) < max(0, x) + 1.
            lo = zero if inner.lo is None else max(zero, inner.lo)
            return Range(lo, None if inner.hi is None else max(zero, inner.hi) + 1)
        case sympy.log():
            # Only used where the argument is known to be positive.
            least = inner.lo if inner.lo is not None and inner.lo > 0 else None
            greatest = inner.hi if inner.hi is not None and inner.hi > 0 else None
            return _monotone(Range(least, greatest), sympy.log)
    return UNBOUNDED
