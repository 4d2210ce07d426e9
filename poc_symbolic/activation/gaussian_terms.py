"""Sums of polynomial × exp(quadratic) × erf(linear)…, and their exact Gaussian integrals.

A term is p(z) e^{A z² + B z} Π erf(a_i z + b_i). With φ the standard normal density and
(He_{k-1} φ)' = -He_k φ, integration by parts on (l, r) gives for h_k = ∫_l^r He_k e^{Az²+Bz} φ dz and for
M_n = ∫_l^r z^n e^{Az²+Bz} φ dz

    (1 - 2A) h_{k+1} = B h_k + 2A k h_{k-1} - [He_k e^{Az²+Bz} φ]_l^r,
    (1 - 2A) M_{n+1} = B M_n + n M_{n-1} - [z^n e^{Az²+Bz} φ]_l^r,

plus, for each erf factor, the h_k or M_n of the term with that factor replaced by its derivative. The
first suits many k and a p of low degree, the second few k and a p of high degree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import sympy

from poc_symbolic.hermite import hermite_coefficients
from poc_symbolic.symbols import z

_MAX_TERMS = 200
_MAX_DEGREE = 1100
_MAX_LENGTH = 48
_MAX_SYMBOLIC_DEGREE = 24

Linear: TypeAlias = tuple[sympy.Expr, sympy.Expr]


class NotExact(Exception):
    """The expression is outside this class, or its integral has no closed form here."""


class NotIntegrable(Exception):
    """The Gaussian integral diverges."""


@dataclass(frozen=True)
class Weight:
    """e^{A z² + B z} Π erf(a z + b) over the pairs (a, b), which are kept sorted."""

    quadratic: sympy.Expr
    linear: sympy.Expr
    erfs: tuple[Linear, ...] = ()

    def times(self, other: Weight) -> Weight:
        """The product of two weights."""
        erfs = sorted((*self.erfs, *other.erfs), key=lambda pair: tuple(map(sympy.default_sort_key, pair)))
        return Weight(
            sympy.expand(self.quadratic + other.quadratic),
            sympy.expand(self.linear + other.linear),
            tuple(erfs),
        )

    def erf_derivatives(self) -> list[tuple[sympy.Expr, Weight]]:
        """The derivative of the erf factors: pairs (constant, weight)."""
        result = []
        for i, (a, b) in enumerate(self.erfs):
            rest = Weight(self.quadratic, self.linear, self.erfs[:i] + self.erfs[i + 1 :])
            factor = 2 * a / sympy.sqrt(sympy.pi) * sympy.exp(-(b**2))
            result.append((factor, rest.times(Weight(-(a**2), -2 * a * b))))
        return result


ONE = Weight(sympy.Integer(0), sympy.Integer(0))
Terms: TypeAlias = dict[Weight, sympy.Poly]


def _polynomial(expr: sympy.Expr) -> sympy.Poly:
    return sympy.Poly(expr, z)


def _add(terms: Terms, weight: Weight, polynomial: sympy.Poly) -> None:
    total = terms.get(weight, _polynomial(sympy.Integer(0))) + polynomial
    if total.is_zero:
        terms.pop(weight, None)
    else:
        terms[weight] = total
    rational = total.domain.is_QQ or total.domain.is_ZZ
    if len(terms) > _MAX_TERMS or total.degree() > (_MAX_DEGREE if rational else _MAX_SYMBOLIC_DEGREE):
        raise NotExact


def multiply(left: Terms, right: Terms) -> Terms:
    """The product of two sums of terms."""
    if len(left) * len(right) > 10 * _MAX_TERMS:
        raise NotExact
    result: Terms = {}
    for weight, p in left.items():
        for other, q in right.items():
            _add(result, weight.times(other), p * q)
    return result


def to_terms(expr: sympy.Expr) -> Terms:
    """``expr`` as a sum of terms; raises NotExact when it is not one."""
    if expr.is_polynomial(z):
        polynomial = _polynomial(expr)
        return {} if polynomial.is_zero else {ONE: polynomial}
    if expr.is_Add:
        total: Terms = {}
        for part in expr.args:
            for weight, polynomial in to_terms(part).items():
                _add(total, weight, polynomial)
        return total
    if expr.is_Mul:
        product: Terms = {ONE: _polynomial(sympy.Integer(1))}
        for part in expr.args:
            product = multiply(product, to_terms(part))
        return product
    if isinstance(expr, sympy.exp):
        c, b, a = _coefficients(expr.args[0], 2)
        return {Weight(a, b): _polynomial(sympy.exp(c))}
    if isinstance(expr, sympy.erf):
        b, a = _coefficients(expr.args[0], 1)
        return {Weight(sympy.Integer(0), sympy.Integer(0), ((a, b),)): _polynomial(sympy.Integer(1))}
    if expr.is_Pow and expr.exp.is_Integer and expr.exp > 0:
        base = to_terms(expr.base)
        result: Terms = {ONE: _polynomial(sympy.Integer(1))}
        for _ in range(int(expr.exp)):
            result = multiply(result, base)
        return result
    raise NotExact


def _coefficients(expr: sympy.Expr, degree: int) -> list[sympy.Expr]:
    if not expr.is_polynomial(z):
        raise NotExact
    polynomial = _polynomial(expr)
    if polynomial.degree() > degree:
        raise NotExact
    return [polynomial.coeff_monomial(z**n) for n in range(degree + 1)]


def differentiate(terms: Terms) -> Terms:
    """The derivative of a sum of terms."""
    result: Terms = {}
    for weight, p in terms.items():
        _add(result, weight, p.diff(z) + p * _polynomial(2 * weight.quadratic * z + weight.linear))
        for factor, other in weight.erf_derivatives():
            _add(result, other, p * _polynomial(factor))
    return result


def hermite_integrals(terms: Terms, left: sympy.Expr, right: sympy.Expr, count: int) -> list[sympy.Expr]:
    """∫_left^right σ He_k φ dz for k = 0, …, count - 1, exactly.

    Raises NotExact when there is no closed form here and NotIntegrable when the integral diverges.
    """
    total = [sympy.Integer(0)] * count
    for weight, polynomial in terms.items():
        route = _by_hermite_values if polynomial.degree() < count // 4 else _by_moments
        total = [a + b for a, b in zip(total, route(weight, polynomial, left, right, count), strict=True)]
    return [sympy.expand(value) for value in total]


def _by_hermite_values(
    weight: Weight, polynomial: sympy.Poly, left: sympy.Expr, right: sympy.Expr, count: int
) -> list[sympy.Expr]:
    """From the h_k, by Horner's rule with z He_k = He_{k+1} + k He_{k-1}."""
    coefficients = polynomial.all_coeffs()
    base = _sequence(weight, left, right, count + len(coefficients) - 1, _hermite_step)
    values = [sympy.Integer(0)] * (len(base) + 1)
    for coefficient in coefficients:
        # Each multiplication by z uses up the last entry.
        values = [
            sympy.expand(values[k + 1] + (k * values[k - 1] if k else 0) + coefficient * base[k])
            for k in range(len(values) - 1)
        ]
    return values


def _by_moments(
    weight: Weight, polynomial: sympy.Poly, left: sympy.Expr, right: sympy.Expr, count: int
) -> list[sympy.Expr]:
    """From the M_n, term by term of p He_k."""
    moments = _sequence(weight, left, right, count + int(polynomial.degree()), _moment_step)
    products = (polynomial * sympy.Poly(hermite_coefficients(k)[::-1], z) for k in range(count))
    return [sympy.Add(*(c * moments[n] for (n,), c in product.terms())) for product in products]


def expectation(terms: Terms, left: sympy.Expr, right: sympy.Expr) -> sympy.Expr:
    """∫_left^right σ φ dz, exactly; raises as :func:`hermite_integrals`."""
    return hermite_integrals(terms, left, right, 1)[0]


@dataclass(frozen=True)
class _Step:
    """One of the two recurrences: what multiplies the value before last, and the next He_n(x) or x^n."""

    before_last: Callable[[int, sympy.Expr], sympy.Expr]
    at_end: Callable[[int, sympy.Expr, sympy.Expr, sympy.Expr], sympy.Expr]


_hermite_step = _Step(lambda n, a: 2 * a * n, lambda n, x, last, before: x * last - n * before)
_moment_step = _Step(lambda n, a: sympy.Integer(n), lambda n, x, last, before: x * last)


def _sequence(weight: Weight, left: sympy.Expr, right: sympy.Expr, count: int, step: _Step) -> list[sympy.Expr]:
    """The first ``count`` of the h_k or of the M_n of a weight on (left, right)."""
    a, b = weight.quadratic, weight.linear
    whole = left is -sympy.oo and right is sympy.oo
    if (2 * a < 1) is not sympy.true:
        if left.is_infinite or right.is_infinite:
            raise NotIntegrable
        raise NotExact
    if weight.erfs and not whole:
        raise NotExact
    inner = [(factor, _sequence(other, left, right, count - 1, step)) for factor, other in weight.erf_derivatives()]
    ends = [(end, sign * _density(weight, end)) for sign, end in ((-1, right), (1, left)) if end.is_finite]
    at_ends = [(sympy.Integer(0), sympy.Integer(1)) for _ in ends]
    values = [_mass(weight, left, right)]
    for n in range(count - 1):
        value = b * values[n] + (step.before_last(n, a) * values[n - 1] if n else 0)
        value += sum(density * last for (_, density), (_, last) in zip(ends, at_ends, strict=True))
        value += sum(factor * known[n] for factor, known in inner)
        values.append(_moderate(sympy.expand(value / (1 - 2 * a))))
        at_ends = [
            (last, sympy.expand(step.at_end(n, end, last, before)))
            for (end, _), (before, last) in zip(ends, at_ends, strict=True)
        ]
    return values


def _moderate(value: sympy.Expr) -> sympy.Expr:
    """``value``, unless it has become too long to be of use as a closed form."""
    if len(sympy.Add.make_args(value)) > _MAX_LENGTH:
        raise NotExact
    return value


def _density(weight: Weight, x: sympy.Expr) -> sympy.Expr:
    exponent = weight.quadratic * x**2 + weight.linear * x - x**2 / 2
    return sympy.exp(sympy.expand(exponent)) / sympy.sqrt(2 * sympy.pi)


def _mass(weight: Weight, left: sympy.Expr, right: sympy.Expr) -> sympy.Expr:
    """h_0, by completing the square: e^{Az²+Bz} φ is s e^{B²s²/2} times the density of N(m, s²)."""
    variance = 1 / (1 - 2 * weight.quadratic)
    scale, mean = sympy.sqrt(variance), weight.linear * variance
    factor = scale * sympy.exp(sympy.expand(weight.linear**2 * variance / 2))
    if weight.erfs:
        return factor * _erf_mean(weight.erfs, mean, variance)
    upper, lower = (
        sympy.sign(end) if end.is_infinite else sympy.erf((end - mean) / (scale * sympy.sqrt(2)))
        for end in (right, left)
    )
    return sympy.expand(factor * (upper - lower) / 2)


def _erf_mean(erfs: tuple[Linear, ...], mean: sympy.Expr, variance: sympy.Expr) -> sympy.Expr:
    """E Π erf(a x + b) for x ~ N(mean, variance): one factor, or two centred ones (arcsine law)."""
    offsets = [sympy.expand(a * mean + b) for a, b in erfs]
    if len(erfs) == 1:
        return sympy.erf(offsets[0] / sympy.sqrt(1 + 2 * erfs[0][0] ** 2 * variance))
    if len(erfs) == 2 and all(offset == 0 for offset in offsets):
        (a, _), (b, _) = erfs
        norm = (1 + 2 * a**2 * variance) * (1 + 2 * b**2 * variance)
        return 2 / sympy.pi * sympy.asin(2 * a * b * variance / sympy.sqrt(norm))
    raise NotExact
