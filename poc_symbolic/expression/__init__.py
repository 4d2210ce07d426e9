"""The project's own expression language: text to a syntax tree to SymPy, never evaluated as code.

Numbers (integers and decimals, exact), names, ``+ - * /``, ``**`` or ``^``, brackets, He4 or He_4, and
the functions exp, erf, tanh, abs, relu, sqrt, log, softplus. The same parser reads back the formulas
that the project prints.
"""

from __future__ import annotations

import sympy

from poc_symbolic.expression.bridge import is_iterated_root, to_sympy
from poc_symbolic.expression.functions import relu, softplus, step
from poc_symbolic.expression.limits import READ_BACK, USER, Limits
from poc_symbolic.expression.parser import parse_tree
from poc_symbolic.expression.scope import ACTIVATION, CONSTANT, FORMULA, Scope
from poc_symbolic.expression.tokens import shorten

__all__ = [
    "ACTIVATION",
    "CONSTANT",
    "FORMULA",
    "READ_BACK",
    "USER",
    "Limits",
    "Scope",
    "is_iterated_root",
    "parse_activation",
    "parse_constant",
    "parse_expression",
    "parse_formula",
    "parse_tree",
    "relu",
    "shorten",
    "softplus",
    "step",
    "to_sympy",
]


def parse_expression(text: str, scope: Scope, limits: Limits = USER) -> sympy.Expr:
    """The SymPy expression that ``text`` denotes in ``scope``; raises InputError with the column."""
    return to_sympy(parse_tree(text, limits), scope, limits)


def parse_activation(text: str) -> sympy.Expr:
    """A user's activation as an expression in ``poc_symbolic.symbols.z``; raises InputError."""
    return parse_expression(text, ACTIVATION)


def parse_constant(text: str) -> sympy.Expr:
    """A user's exact real number such as ``"1/2"`` or ``"sqrt(2)/3"``; raises InputError."""
    return parse_expression(text, CONSTANT)


def parse_formula(text: str) -> sympy.Expr:
    """Read back a formula that the project printed, in alpha, d, z, p1, p2, …; raises InputError."""
    return parse_expression(text, FORMULA, READ_BACK)
