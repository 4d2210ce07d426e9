"""Exact real numbers: how they come in, and whether they are zero."""

from __future__ import annotations

from numbers import Integral, Rational

import sympy
from flint import ctx

from poc_symbolic.activation.evaluation import enclose_constant
from poc_symbolic.errors import InputError
from poc_symbolic.expression import parse_constant


def exact_number(value: object, what: str = "coefficient") -> sympy.Expr:
    """``value`` as an exact real SymPy number.

    Accepts int, Fraction, an exact real SymPy number, or text such as ``"1/2"`` or ``"sqrt(2)/3"``.
    Raises InputError for floats, complex or infinite values, symbols and malformed text.
    """
    if isinstance(value, bool):
        raise InputError(f"The {what} must be a number, not the truth value {value}.")
    if isinstance(value, Integral):
        return sympy.Integer(int(value))
    if isinstance(value, Rational):
        return sympy.Rational(int(value.numerator), int(value.denominator))
    if isinstance(value, str):
        return parse_constant(value)
    if isinstance(value, float) or (isinstance(value, sympy.Basic) and value.has(sympy.Float)):
        raise InputError(
            f"The {what} {value!r} is a float, which is not exact; give a string such as '1/2' or a Fraction."
        )
    if not isinstance(value, sympy.Expr):
        raise InputError(f"The {what} must be an exact number or a string such as '1/2', not {value!r}.")
    if value.free_symbols:
        raise InputError(f"The {what} {value} contains a symbol; give a number.")
    if not value.is_extended_real or not value.is_finite:
        raise InputError(f"The {what} {value} is not a finite real number; give an exact real number.")
    return value


def squared(value: sympy.Expr) -> sympy.Expr:
    """``value``², multiplied out when that stays short."""
    return sympy.expand(value**2) if len(sympy.Add.make_args(value)) <= 8 else value**2


def vanishes(value: sympy.Expr) -> bool | None:
    """Whether an exact real number is zero: True and False are proved, None is undecided.

    Balls separate a non-zero number from 0; the minimal polynomial recognises an algebraic zero.
    """
    value = sympy.sympify(value)
    if value.is_Rational:
        return bool(value == 0)
    for bits in (64, 512, 4096):
        with ctx.workprec(bits):
            ball = enclose_constant(value)
            if ball is not None and ball.is_finite() and not ball.contains(0):
                return False
    if value.is_zero or sympy.expand(value) == 0:
        return True
    if value.is_algebraic:
        return bool(sympy.minimal_polynomial(value, polys=True).degree() == 1 and sympy.radsimp(value) == 0)
    return True if sympy.simplify(value) == 0 else None
