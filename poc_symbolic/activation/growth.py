"""Rigorous growth bounds |σ(z)| ≤ M (1+|z|)^n e^{c|z| + s z²} on the real line, from the structure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import arb, ctx, fmpq

from poc_symbolic.activation.evaluation import enclose_constant
from poc_symbolic.activation.ranges import (
    Range,
    constant_range,
    lower_fraction,
    split_polynomial,
    upper_fraction,
    value_range,
)
from poc_symbolic.expression import relu, softplus, step
from poc_symbolic.symbols import z

_BITS = 96


class Unbounded(Exception):
    """No growth bound was found for an expression."""


@dataclass(frozen=True)
class Growth:
    """|σ(z)| ≤ size (1+|z|)^degree e^{rate |z| + quadratic z²}; ``size`` is an exact upper end."""

    size: arb
    degree: int
    rate: Fraction
    quadratic: Fraction

    def plus(self, other: Growth) -> Growth:
        """The bound of a sum."""
        return Growth(
            (self.size + other.size).upper(),
            max(self.degree, other.degree),
            max(self.rate, other.rate),
            max(self.quadratic, other.quadratic),
        )

    def times(self, other: Growth) -> Growth:
        """The bound of a product."""
        return Growth(
            (self.size * other.size).upper(),
            self.degree + other.degree,
            self.rate + other.rate,
            self.quadratic + other.quadratic,
        )

    def power(self, exponent: sympy.Rational) -> Growth:
        """The bound of a power with positive rational exponent."""
        q = Fraction(int(exponent.p), int(exponent.q))
        size = self.size ** (q.numerator if q.denominator == 1 else _ball(q))
        degree = -(-self.degree * q.numerator // q.denominator)
        return Growth(size.upper(), degree, self.rate * q, self.quadratic * q)

    def square_tail(self, radius: int) -> arb | None:
        """A ball whose upper end bounds E[σ² 1_{|z| > radius}]; None if the bound does not decay there.

        The log of the bound of σ² times the density is concave, so beyond the radius it lies below
        its tangent, and the integral of the exponential of the tangent is explicit.
        """
        r = arb(radius)
        rate, quadratic = _ball(2 * self.rate), _ball(Fraction(1, 2) - 2 * self.quadratic)
        slope = 2 * self.degree / (1 + r) + rate - 2 * quadratic * r
        if slope < 0:  # true only when every point of the ball is negative
            height = 2 * self.degree * (1 + r).log() + rate * r - quadratic * r * r
            return 2 * self.size**2 * height.exp() / -slope / (2 * arb.pi()).sqrt()
        return None


def _ball(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def _constant(value: arb | int) -> Growth:
    return Growth(arb(value).upper(), 0, Fraction(0), Fraction(0))


def growth(expr: sympy.Expr) -> Growth:
    """A growth bound of ``expr``; raises Unbounded when the structure gives none."""
    with ctx.workprec(_BITS):
        return _growth(expr)


def reciprocal_growth(expr: sympy.Expr) -> Growth | None:
    """A growth bound of 1/``expr``, which shows that it is never 0; None when there is none."""
    try:
        with ctx.workprec(_BITS):
            return _reciprocal(expr)
    except Unbounded:
        return None


def _growth(expr: sympy.Expr) -> Growth:
    if expr.is_polynomial(z):
        return _polynomial_growth(expr)
    parts = expr.args
    if expr.is_Add:
        total = _growth(parts[0])
        for part in parts[1:]:
            total = total.plus(_growth(part))
        return total
    if expr.is_Mul:
        total = _growth(parts[0])
        for part in parts[1:]:
            total = total.times(_growth(part))
        return total
    if expr.is_Pow and not isinstance(expr, sympy.exp):
        if expr.exp.p > 0:
            return _growth(expr.base).power(expr.exp)
        inverse = _reciprocal(expr.base)
        if inverse is None:
            raise Unbounded(expr)
        return inverse.power(-expr.exp)
    return _function_growth(expr, parts[0])


def _function_growth(expr: sympy.Expr, inner: sympy.Expr) -> Growth:
    match expr:
        case sympy.exp():
            return _exponential_growth(inner)
        case sympy.erf() | sympy.tanh() | sympy.sign() | step():
            return _constant(1)
        case sympy.Abs() | relu():
            return _growth(inner)
        case softplus():
            return _growth(inner).plus(_constant(1))
        case sympy.log():
            # |log x| ≤ x + 1/x for x > 0.
            inverse = _reciprocal(inner)
            if inverse is not None:
                return _growth(inner).plus(inverse)
    raise Unbounded(expr)


def _polynomial_growth(expr: sympy.Expr) -> Growth:
    polynomial = sympy.Poly(expr, z)
    size = arb(0)
    for coefficient in polynomial.all_coeffs():
        ball = enclose_constant(coefficient)
        if ball is None or not ball.is_finite():
            raise Unbounded(expr)
        size += abs(ball)
    degree = 0 if polynomial.is_zero else int(polynomial.degree())
    return Growth(size.upper(), degree, Fraction(0), Fraction(0))


def _exponential_growth(exponent: sympy.Expr) -> Growth:
    """e^g from g ≤ a + c|z| + s z²."""
    polynomial, rest = split_polynomial(exponent)
    constant, rate, quadratic = _upper_quadratic(polynomial)
    for term in rest:
        a, c, s = _upper_of_term(term)
        constant, rate, quadratic = constant + a, rate + c, quadratic + s
    return Growth(_ball(constant).exp().upper(), 0, rate, quadratic)


def _upper_quadratic(expr: sympy.Expr) -> tuple[Fraction, Fraction, Fraction]:
    polynomial = sympy.Poly(expr, z)
    if polynomial.degree() > 2:
        top = value_range(expr).hi
        if top is None:
            raise Unbounded(expr)
        return top, Fraction(0), Fraction(0)
    bounds = [constant_range(polynomial.coeff_monomial(z**n)) for n in range(3)]
    rate = None if bounds[1].lo is None or bounds[1].hi is None else max(-bounds[1].lo, bounds[1].hi)
    if bounds[0].hi is None or rate is None or bounds[2].hi is None:
        raise Unbounded(expr)
    return bounds[0].hi, rate, bounds[2].hi


def _upper_of_term(term: sympy.Expr) -> tuple[Fraction, Fraction, Fraction]:
    none = Fraction(0)
    values: Range = value_range(term)
    if values.hi is not None:
        return values.hi, none, none
    bound = _growth(term)
    size = upper_fraction(bound.size)
    if size is None or bound.rate > 0 or bound.quadratic > 0 or bound.degree > 2:
        raise Unbounded(term)
    # (1+|z|)² ≤ 2 + 2z².
    return [(size, none, none), (size, size, none), (2 * size, none, 2 * size)][bound.degree]


def _reciprocal(expr: sympy.Expr) -> Growth | None:
    """A growth bound of 1/|expr|; None when the structure gives none."""
    values = value_range(expr)
    if values.lo is not None and values.lo > 0:
        return _constant((1 / _ball(values.lo)).upper())
    if values.hi is not None and values.hi < 0:
        return _constant((-1 / _ball(values.hi)).upper())
    if not expr.has(z):
        ball = enclose_constant(expr)
        least = None if ball is None else lower_fraction(abs(ball))
        return _constant((1 / _ball(least)).upper()) if least is not None and least > 0 else None
    if isinstance(expr, sympy.exp):
        return _exponential_growth(sympy.expand(-expr.args[0]))
    if isinstance(expr, sympy.Abs):
        return _reciprocal(expr.args[0])
    if expr.is_Mul:
        return _reciprocal_of_product(expr)
    if expr.is_Pow:
        if expr.exp.p < 0:
            return _growth(expr.base).power(-expr.exp)
        inner = _reciprocal(expr.base)
        return None if inner is None else inner.power(expr.exp)
    if expr.is_Add:
        return _reciprocal_of_sum(expr)
    return None


def _reciprocal_of_product(expr: sympy.Expr) -> Growth | None:
    total = _constant(1)
    for factor in expr.args:
        inverse = _reciprocal(factor)
        if inverse is None:
            return None
        total = total.times(inverse)
    return total


def _reciprocal_of_sum(expr: sympy.Expr) -> Growth | None:
    """For terms of one sign, |sum| is at least any one of them."""
    ranges = [value_range(term) for term in expr.args]
    if not (all(r.is_nonnegative for r in ranges) or all(r.negated().is_nonnegative for r in ranges)):
        return None
    found = []
    for term in expr.args:
        with suppress(Unbounded):
            bound = _reciprocal(term)
            if bound is not None:
                found.append(bound)
    return min(found, key=lambda bound: (bound.quadratic, bound.rate, bound.degree)) if found else None
