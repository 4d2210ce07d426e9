"""Whether an expression is real and finite on the whole real line."""

from __future__ import annotations

import sympy

from poc_symbolic.activation.growth import reciprocal_growth
from poc_symbolic.activation.ranges import value_range
from poc_symbolic.errors import InputError
from poc_symbolic.expression import shorten
from poc_symbolic.symbols import z


def require_defined(expr: sympy.Expr) -> None:
    """Raise InputError unless every root, logarithm and quotient is shown to be real and finite."""
    for node in sympy.preorder_traversal(expr):
        if not node.has(z):
            continue
        if node.is_Pow and not isinstance(node, sympy.exp):
            if node.exp.q != 1 and not value_range(node.base).is_nonnegative:
                raise InputError(f"The root of {shorten(node.base)} may be complex; make its argument non-negative.")
            if node.exp.p < 0 and not _nonzero(node.base):
                raise InputError(
                    f"The quotient by {shorten(node.base)} may divide by zero; make it non-zero for all z."
                )
        if isinstance(node, sympy.log) and not (value_range(node.args[0]).is_nonnegative and _nonzero(node.args[0])):
            raise InputError(f"The logarithm of {shorten(node.args[0])} may not be real; make its argument positive.")


def _nonzero(expr: sympy.Expr) -> bool:
    if isinstance(expr, sympy.exp) or value_range(expr).excludes_zero:
        return True
    return reciprocal_growth(expr) is not None
