"""The Hermite expansion of an expression: c_k = E[σ He_k] / k!, exactly or in certified balls."""

from __future__ import annotations

import re
from dataclasses import replace
from math import factorial

import sympy
from flint import arb, ctx, fmpz

from poc_symbolic.activation import gaussian_terms
from poc_symbolic.activation.activation import Activation, require_degree
from poc_symbolic.activation.domain import require_defined
from poc_symbolic.activation.evaluation import exact_rational
from poc_symbolic.activation.exact_numbers import squared, vanishes
from poc_symbolic.activation.function import ActivationFunction
from poc_symbolic.activation.gaussian_terms import NotExact, NotIntegrable
from poc_symbolic.activation.growth import Unbounded
from poc_symbolic.activation.integrals import BITS
from poc_symbolic.activation.normalization import require_polynomial_degree
from poc_symbolic.activation.parseval import Coefficients, parseval_tail, parseval_weight
from poc_symbolic.activation.truncation import Tail, Truncation
from poc_symbolic.errors import InputError
from poc_symbolic.expression import USER, shorten
from poc_symbolic.hermite import monomial_in_hermite
from poc_symbolic.symbols import z

_MORE_BITS = (3 * BITS, 8 * BITS)


def expand(expr: sympy.Expr, degree: int | None, text: str | None = None) -> Activation:
    """The Hermite expansion of ``expr`` in ``symbols.z``, cut at ``degree`` if it does not end.

    ``text``: what the user wrote, kept as the source when the canonical text is too long to read back.
    Raises InputError for a constant, a non-polynomial without ``degree``, a degree outside 1…512, and
    a σ that is not shown to be real with finite E σ².
    """
    if degree is not None and require_degree(degree) == 0:
        raise InputError("The degree 0 keeps only a constant; use a degree of at least 1.")
    require_polynomial_degree(expr)
    require_defined(expr)
    function = ActivationFunction.of(expr)
    polynomial = function.polynomial
    if polynomial is not None:
        activation = Activation.of_exact(polynomial_coefficients(polynomial))
        source = _readable(activation.source, text)
        if degree is None or activation.degree <= degree:
            return replace(activation, source=source)
    else:
        source = _readable(re.sub(r"\bAbs\(", "abs(", sympy.sstr(expr)), text)
    if degree is None:
        raise InputError(f"The activation {shorten(expr)} is not a polynomial; give the degree at which to cut it off.")
    if polynomial is not None:
        return _cut_polynomial(activation, degree, source)
    try:
        return _exact_expansion(function, degree, source)
    except (NotExact, NotIntegrable):
        return _certified_expansion(function, degree, source)


def polynomial_coefficients(expr: sympy.Expr) -> dict[int, sympy.Expr]:
    """{k: c_k} of a polynomial in z, by rewriting each power in the Hermite basis."""
    result: dict[int, sympy.Expr] = {}
    for (n,), coefficient in sympy.Poly(expr, z).terms():
        for k, multiple in monomial_in_hermite(n).items():
            result[k] = result.get(k, sympy.Integer(0)) + multiple * coefficient
    return {k: sympy.expand(value) for k, value in result.items()}


def _cut_polynomial(activation: Activation, degree: int, source: str) -> Activation:
    """A polynomial without its terms above ``degree``, which are all that the tails consist of."""
    tails = (
        Tail.exact(sympy.Add(*(parseval_weight(k, m) * squared(c) for k, c in activation.items if k > degree)))
        for m in range(3)
    )
    kept = tuple((k, c) for k, c in activation.items if k <= degree)
    undecided = tuple(k for k in activation.undecided_coefficients if k <= degree)
    return Activation(kept, source, True, Truncation(degree, {}, *tails), undecided)


def _exact_expansion(function: ActivationFunction, degree: int, source: str) -> Activation:
    """All c_k with k ≤ degree exactly; raises NotExact or NotIntegrable."""
    totals = [sympy.Integer(0)] * (degree + 1)
    for piece, terms in function.exact_pieces:
        values = gaussian_terms.hermite_integrals(terms, piece.left, piece.right, degree + 1)
        totals = [a + b for a, b in zip(totals, values, strict=True)]
    found = {k: sympy.expand(value / factorial(k)) for k, value in enumerate(totals)}
    zero = {k: vanishes(value) for k, value in found.items()}
    kept = {k: value for k, value in found.items() if zero[k] is not True}
    undecided = tuple(k for k in kept if zero[k] is None)
    truncation = _truncation(function, Coefficients(degree, kept, {}))
    return Activation(tuple(kept.items()), source, True, truncation, undecided)


def _certified_expansion(function: ActivationFunction, degree: int, source: str) -> Activation:
    """The c_k with k ≤ degree in balls, but for those that symmetry gives exactly."""
    known = _known_coefficients(function, degree)
    balls = {k: _certified_coefficient(function, k) for k in range(degree + 1) if k not in known}
    exact = {k: value for k, value in known.items() if vanishes(value) is not True}
    undecided = tuple(k for k, ball in balls.items() if ball.contains(0))
    if undecided and not any(k and k not in undecided for k in (*exact, *balls)):
        raise InputError(
            f"No Hermite coefficient of {shorten(function.expr)} of degree 1 to {degree} is shown to be "
            "non-zero; use a larger degree or a tamer activation."
        )
    truncation = _truncation(function, Coefficients(degree, exact, balls))
    kept = exact | {k: exact_rational(ball.mid()) for k, ball in balls.items()}
    items = tuple((k, kept[k]) for k in sorted(kept) if kept[k] != 0)
    return Activation(items, source, not balls, truncation, undecided)


def _truncation(function: ActivationFunction, coefficients: Coefficients) -> Truncation:
    radii = {k: exact_rational(ball.rad()) for k, ball in coefficients.balls.items()}
    tails = (parseval_tail(function, coefficients, order) for order in range(3))
    return Truncation(coefficients.degree, radii, *tails)


def _known_coefficients(function: ActivationFunction, degree: int) -> dict[int, sympy.Expr]:
    """The c_k that are exact, zero or not, because the even or the odd part of σ is a polynomial."""
    known: dict[int, sympy.Expr] = {}
    for first, part in enumerate((function.parts.even, function.parts.odd)):
        if part is not None:
            found = polynomial_coefficients(part)
            known |= {k: found.get(k, sympy.Integer(0)) for k in range(first, degree + 1, 2)}
    return known


def _certified_coefficient(function: ActivationFunction, k: int) -> arb:
    """A ball around c_k; one far below √(Eσ²/k!) is given more bits, as it may not be zero."""
    ball = arb(0, 1)
    for bits in (BITS, *_MORE_BITS):
        try:
            total = function.integrator(0, bits).hermite(k)
        except Unbounded:
            raise InputError(
                f"No bound shows that E σ² is finite for {shorten(function.expr)}; use one that grows less."
            ) from None
        with ctx.workprec(4 * bits):
            ball = total / fmpz(factorial(k))
        if ball.rel_accuracy_bits() >= BITS // 2:
            break
    return ball


def _readable(canonical: str, text: str | None) -> str:
    """The canonical text, or the user's where that is beyond the parser's limits."""
    too_long = len(canonical) > USER.length or re.search(rf"[0-9]{{{USER.digits + 1}}}", canonical)
    return text if text is not None and too_long else canonical
