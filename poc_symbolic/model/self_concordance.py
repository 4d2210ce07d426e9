"""The sharp self-concordance constant at the uniform law (paper §4.2, reference §4).

At the uniform law v = (1-α²) q_×'(α), and the dimension drops out. Write q_×' = α^{k-1} h(x), h(0) ≠ 0,
in x = α² when all its powers have one parity and in x = α otherwise; then, with (s, m) = (2, 1) or (1, 2),

    α·along/v = (k-1) + s x h'/h - x^m/(1-x^m),    α·across/v = -x^m/(1-x^m) ≤ 0.

The first tends to k - 1 ≥ 0 as α → 0, so where v > 0 the supremum of α max(along, across)/v is that of the
first: either this limit or the largest critical value, which is a root of an integer polynomial.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import factorial
from typing import TYPE_CHECKING

import sympy
from flint import arb, ctx, fmpq, fmpq_poly, fmpz_poly

from poc_symbolic.compilation import compile
from poc_symbolic.model.algebraic import AlgebraicNumber, decimal_enclosure
from poc_symbolic.model.ball_supremum import BallSupremum, supremum
from poc_symbolic.model.exact_supremum import largest_critical_value, primitive_integral, vanishes_inside
from poc_symbolic.sphere.gegenbauer import rational_components
from poc_symbolic.symbols import alpha

if TYPE_CHECKING:
    from poc_symbolic.activation import Activation
    from poc_symbolic.model.single_index import SingleIndexModel

constant_symbol = sympy.Symbol("C", real=True)

_MAX_BITS = 2**14


@dataclass(frozen=True)
class SelfConcordance:
    """C = sup over 0 < α < 1 of α max(along, across)/v at the uniform law, with its certificate.

    ``attained`` is "limit" (C = k - 1, approached as α → 0 and not exceeded), "interior" (a maximum
    at ``maximiser``) or "infinite" (no constant exists, ``reason`` says why). ``value`` is C as an exact
    algebraic number; it is None when C is infinite, and when the kernel's coefficients are not rational
    up to a common factor, in which case only ``enclosure`` is there. ``excess`` is along - (k-1) v/α for a
    general law (moments p_ℓ), ``uniform_excess`` the polynomial in α that it is at the uniform law.
    ``maximiser`` is a value of ``maximiser_variable`` (α or α²).
    """

    attained: str
    value: AlgebraicNumber | None
    reason: str
    excess: sympy.Expr
    uniform_excess: sympy.Expr
    maximiser: AlgebraicNumber | None = None
    maximiser_variable: sympy.Expr | None = None
    _ball: Callable[[int], arb] | None = field(default=None, repr=False, compare=False)

    @property
    def polynomial(self) -> sympy.Poly | None:
        """Minimal polynomial of C over ℤ in the symbol ``C``; None when ``value`` is."""
        return None if self.value is None else self.value.polynomial(constant_symbol)

    @property
    def root_interval(self) -> tuple[sympy.Rational, sympy.Rational] | None:
        """Rational endpoints that isolate C among the roots of ``polynomial``; None when ``value`` is."""
        return None if self.value is None else self.value.root_interval

    def enclosure(self, digits: int = 50) -> tuple[str, str] | None:
        """Certified decimals (lower, upper) with lower ≤ C ≤ upper; None when C is infinite.

        With ``digits`` decimals, except that a truncated activation has only those that the radii of
        its coefficients allow: the two strings then lie further apart.
        """
        if self.value is not None:
            return self.value.enclosure(digits)
        return None if self._ball is None else decimal_enclosure(self._ball, digits)


def self_concordance(model: SingleIndexModel) -> SelfConcordance:
    """The constant for the model's q_×, every decision made on exact numbers or certified balls.

    Raises ArithmeticError when balls of a truncated activation are too wide to decide.
    """
    excess, uniform = model.excess(), _uniform_excess(model)
    slope = {k - 1: k * c for k, c in model.coefficients.q_cross.items() if k >= 1}
    if not slope:
        reason = "Student and teacher share no Hermite term, so the velocity at the uniform law is zero."
        return SelfConcordance("infinite", None, reason, excess, uniform)
    leading = min(slope)
    stride = 2 if all((n - leading) % 2 == 0 for n in slope) else 1
    h = _integer_slope(model, slope, leading, stride)
    if h is None:
        return _from_balls(model, leading, stride, excess, uniform)
    reason = _NEGATIVE if h[0] < 0 else _VANISHING if vanishes_inside(h) else ""
    if reason:
        return SelfConcordance("infinite", None, reason, excess, uniform)
    maximum = largest_critical_value(h, *_exponents(stride), shift=leading)
    if maximum is None:
        limit = AlgebraicNumber.from_rational(leading)
        return SelfConcordance("limit", limit, _limit_reason(leading), excess, uniform)
    variable = alpha**stride
    polynomial = maximum.point.polynomial(sympy.Symbol("x")).as_expr()
    reason = (
        f"alpha*Lambda/v is largest at x = {variable} = {maximum.point.enclosure(10)[0]}..., a root of {polynomial}."
    )
    return SelfConcordance("interior", maximum.value, reason, excess, uniform, maximum.point, variable)


_NEGATIVE = "The velocity at the uniform law is negative for small alpha, so no constant can hold."
_VANISHING = "The velocity at the uniform law vanishes inside (0, 1), and no constant can hold around the zero."

_OBSTRUCTIONS = {"negative": _NEGATIVE, "vanishing": _VANISHING}


def _limit_reason(leading: int) -> str:
    return f"The ratio tends to {leading} as alpha tends to 0 and stays below that on (0, 1)."


def _exponents(stride: int) -> tuple[int, int]:
    return (2, 1) if stride == 2 else (1, 2)


def _uniform_excess(model: SingleIndexModel) -> sympy.Expr:
    """(1-α²) Σ_j (j-(k-1)) [α^j]q_×' α^{j-1} - α q_×', collected by powers of α."""
    exponent = model.information_exponents.alignment or 1
    collected: dict[int, sympy.Expr] = {}
    for k, c in model.coefficients.q_cross.items():
        for power, factor in ((k - 2, k * (k - exponent)), (k, -k * (k - exponent + 1))):
            if factor:
                collected[power] = collected.get(power, sympy.Integer(0)) + factor * c
    return sympy.Add(*(c * alpha**n for n, c in sorted(collected.items())))


def _integer_slope(
    model: SingleIndexModel, slope: dict[int, sympy.Expr], leading: int, stride: int
) -> fmpz_poly | None:
    """h up to a positive constant as an integer polynomial; None when it has no such form."""
    if not (model.activation.exact and model.teacher.exact):
        return None
    parts = rational_components(slope)
    if len(parts) != 1:
        return None
    ((unit, part),) = parts.items()
    sign = 1 if unit.is_positive else -1 if unit.is_negative else 0
    if sign == 0:
        return None
    coefficients = [fmpq(0)] * ((max(part) - leading) // stride + 1)
    for n, c in part.items():
        coefficients[(n - leading) // stride] = sign * c
    return primitive_integral(fmpq_poly(coefficients))


def _from_balls(
    model: SingleIndexModel, leading: int, stride: int, excess: sympy.Expr, uniform: sympy.Expr
) -> SelfConcordance:
    found: BallSupremum | None = None
    bits = 64
    while found is None:
        if bits > _MAX_BITS:
            raise ArithmeticError(
                "The self-concordance constant was not decided: the coefficients are not known well enough."
            )
        bits *= 2
        with ctx.workprec(bits):
            found = supremum(_slope_balls(model, leading, stride), *_exponents(stride))
    if found.attained in _OBSTRUCTIONS:
        return SelfConcordance("infinite", None, _OBSTRUCTIONS[found.attained], excess, uniform)
    if found.attained == "limit":
        limit = AlgebraicNumber.from_rational(leading)
        return SelfConcordance("limit", limit, _limit_reason(leading), excess, uniform)

    def ball(precision: int) -> arb:
        # The roots are refined to two thirds of the working precision; the rest is for the evaluation.
        with ctx.workprec(max(2 * precision, bits)):
            refined = supremum(_slope_balls(model, leading, stride), *_exponents(stride))
            return leading + (refined or found).supremum

    reason = "The ratio is largest inside (0, 1); the coefficients allow an enclosure, not a polynomial."
    return SelfConcordance("interior", None, reason, excess, uniform, _ball=ball)


def _slope_balls(model: SingleIndexModel, leading: int, stride: int) -> list[arb]:
    """Balls around the coefficients of h, up to the positive factor of the normalisation."""
    student, teacher = _hermite_balls(model.activation), _hermite_balls(model.teacher)
    shared = sorted(k for k in student.keys() & teacher.keys() if k > leading)
    h = [arb(0)] * ((max(shared) - 1 - leading) // stride + 1)
    for k in shared:
        h[(k - 1 - leading) // stride] = k * factorial(k) * student[k] * teacher[k]
    return h


def _hermite_balls(activation: Activation) -> dict[int, arb]:
    """Balls around the c_k, with the truncation's radii where these are not exact."""
    radii = activation.truncation.radii if activation.truncation is not None else {}
    balls = {}
    for k, c in activation.coefficients.items():
        balls[k] = compile(c, "arb")()
        radius = sympy.sympify(radii.get(k, 0))
        if radius != 0:
            spread = arb(fmpq(int(radius.p), int(radius.q)))
            balls[k] += arb(0, spread.upper())
    return balls
