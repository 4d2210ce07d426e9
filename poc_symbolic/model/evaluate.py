"""Exact evaluation of a closed form at rational arguments."""

from __future__ import annotations

from collections.abc import Mapping

import sympy
from flint import fmpq

from poc_symbolic.sphere.linear_product import rational


class _IrrationalNumber(Exception):
    """An irrational constant occurs, so that FLINT rationals do not suffice."""


def evaluate(expression: sympy.Expr, values: Mapping[sympy.Symbol, fmpq]) -> sympy.Expr:
    """The exact number that ``expression`` takes at rational ``values`` of all its symbols.

    Rational expressions run on FLINT rationals, others on SymPy numbers. Raises KeyError when a symbol
    has no value and ZeroDivisionError at a pole.
    """
    try:
        return rational(_walk(expression, values, {}))
    except _IrrationalNumber:
        substituted = expression.xreplace({s: rational(v) for s, v in values.items()})
        return sympy.expand(substituted)


def equal(one: sympy.Expr, two: sympy.Expr) -> bool:
    """Whether two exact numbers are equal."""
    difference = sympy.expand(one - two)
    if difference.is_Rational:
        return bool(difference == 0)
    # Irrationals are generators for ``cancel``, which is fast; relations between radicals need more.
    return bool(sympy.cancel(difference) == 0 or sympy.simplify(difference) == 0)


def _walk(node: sympy.Expr, values: Mapping[sympy.Symbol, fmpq], seen: dict[sympy.Expr, fmpq]) -> fmpq:
    if node.is_Rational:
        return fmpq(int(node.p), int(node.q))
    if node.is_Symbol:
        return values[node]
    if node in seen:
        return seen[node]
    if node.is_Pow and node.exp.is_Integer:
        result = _walk(node.base, values, seen) ** int(node.exp)
    elif node.is_Add or node.is_Mul:
        result = fmpq(0) if node.is_Add else fmpq(1)
        for argument in node.args:
            value = _walk(argument, values, seen)
            result = result + value if node.is_Add else result * value
    else:
        raise _IrrationalNumber
    seen[node] = result
    return result
