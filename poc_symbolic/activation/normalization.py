"""A user's SymPy expression brought to the functions that the expansion knows."""

from __future__ import annotations

import sympy

from poc_symbolic.errors import InputError
from poc_symbolic.expression import USER, is_iterated_root, relu, softplus
from poc_symbolic.symbols import z as variable

_ALLOWED = (
    sympy.Add,
    sympy.Mul,
    sympy.Pow,
    sympy.exp,
    sympy.erf,
    sympy.tanh,
    sympy.Abs,
    sympy.log,
    relu,
    softplus,
)
_NUMBERS = (sympy.Rational, type(sympy.pi), type(sympy.E))
_REWRITTEN = (sympy.sinh, sympy.cosh, sympy.coth, sympy.sech, sympy.csch)
_MAX_NODES = 20_000


def normalize(expr: sympy.Expr, z: sympy.Symbol) -> sympy.Expr:
    """``expr`` in ``poc_symbolic.symbols.z``, with Max written as relu and hyperbolic functions as exp.

    Raises InputError for other symbols, floats, infinities, complex numbers and other functions.
    """
    if not isinstance(z, sympy.Symbol):
        raise InputError(f"The variable must be a SymPy symbol, not {z!r}.")
    if isinstance(expr, int) and not isinstance(expr, bool):
        expr = sympy.Integer(expr)
    if not isinstance(expr, sympy.Expr):
        raise InputError(f"The activation must be a SymPy expression in {z}, not {type(expr).__name__}.")
    _require_moderate(expr)
    others = sorted(str(symbol) for symbol in expr.free_symbols - {z})
    if others:
        raise InputError(f"The activation may contain no symbol but {z}; replace {', '.join(others)}.")
    if expr.has(sympy.Float):
        raise InputError("The activation contains a float; write exact numbers such as Rational(1, 2).")
    expr = expr.xreplace({z: variable})
    expr = expr.replace(sympy.Max, _max_as_relu)
    if expr.has(*_REWRITTEN):
        expr = expr.replace(lambda e: isinstance(e, _REWRITTEN), lambda e: e.rewrite(sympy.exp))
    expr = expr.replace(
        lambda e: e.is_Pow and e.base.is_number and not e.exp.is_number,
        lambda e: sympy.exp(e.exp * sympy.log(e.base)),
    )
    for node in sympy.preorder_traversal(expr):
        _require_known(node)
    return expr


def require_polynomial_degree(expr: sympy.Expr) -> None:
    """Raise InputError when a power in ``expr`` could make a polynomial of degree above 512."""
    if _degree_bound(expr) > USER.degree:
        raise InputError(f"The degree of the activation exceeds {USER.degree}; use smaller powers.")


def _degree_bound(expr: sympy.Expr) -> int:
    if expr == variable:
        return 1
    if expr.is_Add:
        return max(_degree_bound(argument) for argument in expr.args)
    if expr.is_Mul:
        return sum(_degree_bound(argument) for argument in expr.args)
    if expr.is_Pow and expr.exp.is_Rational:
        return _degree_bound(expr.base) * -(-abs(int(expr.exp.p)) // int(expr.exp.q))
    if isinstance(expr, sympy.Abs | relu):
        return _degree_bound(expr.args[0])
    inner = max((_degree_bound(argument) for argument in expr.args), default=0)
    return inner if inner > USER.degree else 0


def _require_moderate(expr: sympy.Expr) -> None:
    level, depth, count = [expr], 0, 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > USER.depth or count > _MAX_NODES:
            raise InputError("The activation is too large; write it with fewer nested operations.")
        level = [argument for node in level for argument in node.args]


def _max_as_relu(*arguments: sympy.Expr) -> sympy.Expr:
    result = arguments[0]
    for argument in arguments[1:]:
        result = argument + relu(sympy.expand(result - argument))
    return result


def _require_known(node: sympy.Basic) -> None:
    if node == variable or isinstance(node, _NUMBERS):
        return
    if node in (sympy.oo, -sympy.oo, sympy.zoo, sympy.nan):
        raise InputError("The activation contains an infinite or undefined value; use finite numbers.")
    if node.has(sympy.I):
        raise InputError("The activation contains the imaginary unit; it must be real.")
    if not isinstance(node, _ALLOWED):
        raise InputError(
            f"The function {type(node).__name__} is not supported in an activation; "
            "use exp, erf, tanh, abs, relu, sqrt, log and softplus."
        )
    if node.is_Pow:
        _require_power(node)
    if node.is_number and node.is_extended_real is False:
        raise InputError("The activation contains a number that is not real; use real numbers only.")


def _require_power(node: sympy.Pow) -> None:
    base, exponent = node.args
    if not exponent.is_Rational or (not is_iterated_root(exponent) and not (base.is_number and base.is_positive)):
        raise InputError(f"The exponent {exponent} must be an integer; of the roots only sqrt is known.")
    if abs(exponent.p) > USER.exponent * exponent.q:
        raise InputError(f"The exponent {exponent} is too large; use at most {USER.exponent}.")
