"""The derivative almost everywhere of an activation, with the atoms at its kinks left out."""

from __future__ import annotations

import sympy

from poc_symbolic.expression import relu, softplus, step
from poc_symbolic.symbols import z


def derivative(expr: sympy.Expr) -> sympy.Expr:
    """dσ/dz wherever it exists; |x|' = sign x, relu' = step, and step' = sign' = 0.

    SymPy's own ``diff`` asks whether each argument is real and leaves it open for roots; here every
    argument is real.
    """
    if not expr.has(z):
        return sympy.Integer(0)
    if expr == z:
        return sympy.Integer(1)
    if expr.is_polynomial(z):
        return sympy.diff(expr, z)
    if expr.is_Add:
        return sympy.Add(*(derivative(term) for term in expr.args))
    if expr.is_Mul:
        factors = expr.args
        return sympy.Add(
            *(
                sympy.Mul(*factors[:i], derivative(factor), *factors[i + 1 :])
                for i, factor in enumerate(factors)
                if factor.has(z)
            )
        )
    if expr.is_Pow and not isinstance(expr, sympy.exp):
        return expr.exp * expr.base ** (expr.exp - 1) * derivative(expr.base)
    return _outer(expr, expr.args[0]) * derivative(expr.args[0])


def _outer(expr: sympy.Expr, x: sympy.Expr) -> sympy.Expr:
    match expr:
        case sympy.exp():
            return expr
        case sympy.tanh():
            return 1 - expr**2
        case sympy.erf():
            return 2 / sympy.sqrt(sympy.pi) * sympy.exp(-(x**2))
        case sympy.log():
            return 1 / x
        case sympy.Abs():
            return sympy.sign(x)
        case relu():
            return step(x)
        case softplus():
            return 1 / (1 + sympy.exp(-x))
        case sympy.sign() | step():
            return sympy.Integer(0)
    raise NotImplementedError(f"{expr.func.__name__} has no derivative here")
