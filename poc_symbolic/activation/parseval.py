"""What the cut at degree K leaves out of q(1), q'(1) and q''(1), by Parseval's identity."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import factorial

import sympy
from flint import arb, ctx

from poc_symbolic.activation.derivative import derivative
from poc_symbolic.activation.evaluation import enclose_constant, exact_rational
from poc_symbolic.activation.exact_numbers import squared, vanishes
from poc_symbolic.activation.function import ActivationFunction
from poc_symbolic.activation.gaussian_terms import NotExact
from poc_symbolic.activation.growth import Unbounded
from poc_symbolic.activation.integrals import BITS
from poc_symbolic.activation.truncation import Tail
from poc_symbolic.errors import InputError
from poc_symbolic.expression import shorten
from poc_symbolic.symbols import z


def parseval_weight(k: int, order: int) -> int:
    """The weight of c_k² in E[(σ^{(order)})²]: k! · k (k-1) … (k-order+1)."""
    return factorial(k) * factorial(k) // factorial(k - order) if k >= order else 0


@dataclass(frozen=True)
class Coefficients:
    """The c_k with k ≤ ``degree``: ``exact`` ones and ``balls``, all others being 0."""

    degree: int
    exact: dict[int, sympy.Expr]
    balls: dict[int, arb]

    def ball(self, k: int) -> arb:
        """A ball around c_k at the present precision."""
        ball = self.balls[k] if k in self.balls else enclose_constant(self.exact.get(k, sympy.Integer(0)))
        assert ball is not None
        return ball


def parseval_tail(function: ActivationFunction, coefficients: Coefficients, order: int) -> Tail:
    """E[(σ^{(order)})²] - Σ_{k≤K} weight c_k² for order 0, 1, 2: exact if everything is, else enclosed.

    Raises InputError when E σ² itself is not enclosed; for a derivative the tail says so.
    """
    if order == 2 and (obstacle := _jump(function)) is not None:
        return obstacle
    if not coefficients.balls:
        try:
            total = function.exact_square(order)
            known = sympy.Add(*(parseval_weight(k, order) * squared(c) for k, c in coefficients.exact.items()))
            return Tail.exact(sympy.expand(total - known))
        except NotExact:
            pass
    try:
        square = function.integrator(order).square()
    except (Unbounded, InputError):
        if order == 0:
            raise InputError(f"E σ² is not enclosed for {shorten(function.expr)}; use a tamer one.") from None
        return Tail.unknown(f"No bound was found for the derivative of order {order} of the activation.")
    with ctx.workprec(4 * BITS):
        for k in range(coefficients.degree + 1):
            square -= parseval_weight(k, order) * coefficients.ball(k) ** 2
        if not square.is_finite():
            return Tail.unknown(f"E of the squared derivative of order {order} was not enclosed.")
        lower, upper = exact_rational(square.lower()), exact_rational(square.upper())
    return Tail(sympy.Max(0, lower), upper)


def _jump(function: ActivationFunction) -> Tail | None:
    """Why E σ''² is infinite or unknown because of a kink; None when σ' is continuous."""
    if function.pieces is None:
        return Tail.unknown("A kink of the activation was not located exactly.")
    for left, right in pairwise(function.pieces):
        place = right.left
        jump = (derivative(right.expr) - derivative(left.expr)).subs(z, place)
        still = vanishes(jump) if jump.is_finite else None
        if still is None:
            return Tail.unknown(f"It is not decided whether the derivative jumps at z = {place}.")
        if not still:
            return Tail.infinite(
                f"The derivative of the activation jumps at z = {place}, so E σ''² and q''(1) diverge."
            )
    return None
