"""Balls from FLINT: evaluation of trees and SymPy expressions on boxes, and the search for subdivisions.

Every comparison of overlapping balls is False, so signs are asked for one at a time (``b > 0``, ``b < 0``) and
nothing is ever concluded from a comparison that failed. Balls contain the true value whatever the precision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, ctx, fmpq

from poc_symbolic.rigor import kernel, normal
from poc_symbolic.rigor.integrals import enclose_integral
from poc_symbolic.rigor.normal import Tree
from poc_symbolic.rigor.proof import FAILURES

Box = Sequence[tuple[str, Fraction, Fraction]]
Ball = Any
Function = Callable[[Mapping[str, Ball]], Ball]

EXPONENT_LIMIT = 1 << 16


def ball(low: Fraction, high: Fraction) -> Ball:
    """A ball around [low, high]."""
    left = arb(fmpq(low.numerator, low.denominator))
    return left if low == high else left.union(arb(fmpq(high.numerator, high.denominator)))


def is_positive(b: Ball) -> bool:
    """Certainly > 0: a finite ball whose every point is."""
    return bool(b.is_finite()) and bool(b > 0)


def is_negative(b: Ball) -> bool:
    """Certainly < 0."""
    return bool(b.is_finite()) and bool(b < 0)


def is_nonnegative(b: Ball) -> bool:
    """Certainly ≥ 0."""
    return bool(b.is_finite()) and bool(b >= 0)


def on_balls(tree: Tree) -> Function:
    """A tree as a function of balls; its value is not a finite ball where it may be undefined."""
    return _on_balls(kernel.expand(tree))


def _on_balls(tree: Tree) -> Function:
    number = kernel.number(tree)
    if number is not None:
        value = fmpq(number.numerator, number.denominator)
        return lambda v: arb(value)
    if isinstance(tree, str):
        return lambda v: v[tree]
    op = tree[0]
    parts = [_on_balls(arg) for arg in tree[1:]]
    first = parts[0]
    if op == "^":
        exponent = _constant(tree[2])
        if exponent is not None and exponent.denominator == 1:
            n = int(exponent)
            return lambda v: first(v) ** n
        if exponent is not None and exponent.denominator == 2:
            n = int(exponent.numerator)
            return lambda v: first(v).sqrt() ** n
        return lambda v: (parts[1](v) * first(v).log()).exp()
    if op in ("+", "*"):
        return lambda v: _fold(parts, v, op == "*")
    function = {"exp": arb.exp, "log": arb.log}[op]
    return lambda v: function(first(v))


def _constant(tree: Tree) -> Fraction | None:
    try:
        return normal.constant(normal.normal(tree))
    except FAILURES:
        return None


def _at(function: Function, point: Mapping[str, Fraction]) -> Ball | None:
    """The value at a rational point; None if it may be undefined."""
    try:
        b = function({n: ball(x, x) for n, x in point.items()})
    except (KeyError, OverflowError, ValueError, ZeroDivisionError):
        return None
    return b if b.is_finite() else None


def sign_at(function: Function, point: Mapping[str, Fraction], bits: int = 192) -> int | None:
    """1, -1 or 0 (contains zero: cannot tell) for the value at a rational point; None if it may be undefined."""
    with ctx.workprec(bits):
        b = _at(function, point)
        return None if b is None else 1 if is_positive(b) else -1 if is_negative(b) else 0


def value_at(function: Function, point: Mapping[str, Fraction], bits: int = 96) -> Any | None:
    """The ball's midpoint as a rational (for search only), or None."""
    with ctx.workprec(bits):
        b = _at(function, point)
        if b is None:
            return None
        middle = b.mid()
        exponent = middle.man_exp()[1]
        # FLINT ends the process when it is asked for a rational with an astronomic exponent
        return middle.fmpq() if -EXPONENT_LIMIT < exponent < EXPONENT_LIMIT else None


@dataclass(frozen=True)
class Cells:
    """A subdivision (``tree``.

    None or [index, left, right]) on whose leaves the sign holds, if ``settled``.
    """

    settled: bool
    tree: Any
    spent: int


class _Stop(Exception):
    """The budget is spent, or the sign fails somewhere."""


def cells(tree: Tree, box: Box, strict: bool, bits: int, limit: int) -> Cells:
    """Halve the box until the kernel's own intervals show the sign on every cell; balls only steer."""
    spent, tree, function = 0, kernel.expand(tree), on_balls(tree)

    def shown(values: dict[str, tuple[Fraction, Fraction]]) -> bool:
        try:
            low = kernel.enclose(tree, values, bits)[0]
        except (kernel.Undefined, kernel.Unclear, kernel.Rejected):
            return False
        return low > 0 or (low == 0 and strict is False)

    def visit(values: dict[str, tuple[Fraction, Fraction]], level: int) -> Any:
        nonlocal spent
        spent += 1
        if spent > limit or level > 60:
            raise _Stop
        b = function({n: ball(lo, hi) for n, (lo, hi) in values.items()})
        if is_negative(b):
            raise _Stop
        hopeful = is_positive(b) or (strict is False and level % 4 == 3) or level == 0
        if hopeful and shown(values):
            return None
        axis = _widest(box, values)
        name = box[axis][0]
        low, high = values[name]
        if low == high:
            raise _Stop
        middle = (low + high) * Fraction(1, 2)
        return [
            axis,
            visit({**values, name: (low, middle)}, level + 1),
            visit({**values, name: (middle, high)}, level + 1),
        ]

    with ctx.workprec(bits):
        try:
            return Cells(True, visit({n: (lo, hi) for n, lo, hi in box}, 0), spent)
        except _Stop:
            return Cells(False, None, spent)


def _widest(box: Box, values: Mapping[str, tuple[Fraction, Fraction]]) -> int:
    """The side that has been halved least (relative to the box)."""
    best, chosen = Fraction(-1), 0
    for i, (name, low, high) in enumerate(box):
        if high > low:
            share = (values[name][1] - values[name][0]) * Fraction(1, 1) * _inverse(high - low)
            if share > best:
                best, chosen = share, i
    if best < 0:
        raise _Stop
    return chosen


def _inverse(x: Fraction) -> Fraction:
    return Fraction(x.denominator, x.numerator) if x > 0 else -Fraction(x.denominator, -x.numerator)


# -------------------------------------------------------------------- SymPy expressions with Gamma and Beta


def compiled(expr: sympy.Expr) -> Function:
    """The expression as a function of balls: + × powers, exp, log, Gamma, Beta, polygamma, π, e.

    TypeError otherwise.
    """
    if isinstance(expr, sympy.Rational):
        p, q = int(expr.p), int(expr.q)
        return lambda v: arb(fmpq(p, q))
    if isinstance(expr, sympy.Symbol):
        name = str(expr.name)
        return lambda v: v[name]
    if expr is sympy.pi:
        return lambda v: arb.pi()
    if expr is sympy.E:
        return lambda v: arb.const_e()
    if isinstance(expr, sympy.Integral) and len(expr.limits) == 1 and len(expr.limits[0]) == 3:
        (variable, start, end) = expr.limits[0]
        return lambda v: ball(*enclose_integral(expr.function, variable, start, end, bits=ctx.prec))
    parts = [compiled(arg) for arg in expr.args]
    if isinstance(expr, sympy.Add):
        return lambda v: _fold(parts, v, False)
    if isinstance(expr, sympy.Mul):
        return lambda v: _fold(parts, v, True)
    if isinstance(expr, sympy.Pow):
        _base, exponent = expr.args
        if exponent.is_Integer:
            n = int(exponent)
            return lambda v: parts[0](v) ** n
        if exponent == sympy.Rational(1, 2):
            return lambda v: parts[0](v).sqrt()
        if exponent == sympy.Rational(-1, 2):
            return lambda v: parts[0](v).rsqrt()
        return lambda v: (parts[1](v) * parts[0](v).log()).exp()
    table: dict[Any, Callable[..., Ball]] = {
        sympy.exp: arb.exp,
        sympy.gamma: arb.gamma,
        sympy.loggamma: arb.lgamma,
        sympy.beta: _beta,
        sympy.digamma: arb.digamma,
        sympy.erf: arb.erf,
    }
    if isinstance(expr, sympy.log) and len(parts) == 1:
        return lambda v: parts[0](v).log()
    if isinstance(expr, sympy.polygamma):
        return _polygamma(expr, parts)
    if expr.func in table:
        function = table[expr.func]
        return lambda v: function(*(part(v) for part in parts))
    raise TypeError(f"{expr.func.__name__} has no ball evaluation here.")


def _fold(parts: Sequence[Function], v: Mapping[str, Ball], product: bool) -> Ball:
    out = parts[0](v)
    for part in parts[1:]:
        out = out * part(v) if product else out + part(v)
    return out


def _beta(a: Ball, b: Ball) -> Ball:
    return a.gamma() * b.gamma() * (a + b).rgamma()


def _polygamma(expr: sympy.Expr, parts: Sequence[Function]) -> Function:
    order = expr.args[0]
    if order.is_Integer is not True or int(order) < 0:
        raise TypeError("polygamma needs a fixed order.")
    n = int(order)
    if n == 0:
        return lambda v: parts[1](v).digamma()
    factor = int(sympy.factorial(n)) * (-1) ** (n + 1)
    return lambda v: arb(n + 1).zeta(parts[1](v)) * factor
