"""The even and the odd part of an expression, where they are polynomials, decided exactly.

An even σ has odd part 0; softplus has odd part z/2. Such a part gives its Hermite coefficients exactly,
also where the other part needs balls.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from poc_symbolic.expression import relu, softplus
from poc_symbolic.symbols import z

_MAX_OPERATIONS = 200
_EVEN, _ODD = 0, 1


@dataclass(frozen=True)
class Parts:
    """The even and odd part of σ when it is a polynomial; None when it is not shown to be one."""

    even: sympy.Expr | None
    odd: sympy.Expr | None

    @property
    def is_even(self) -> bool:
        """σ(-z) = σ(z)."""
        return self.odd is not None and bool(self.odd == 0)

    @property
    def is_odd(self) -> bool:
        """σ(-z) = -σ(z)."""
        return self.even is not None and bool(self.even == 0)

    @property
    def symmetric(self) -> bool:
        """|σ(-z)| = |σ(z)|."""
        return self.is_even or self.is_odd


class _even_part(sympy.Function):  # type: ignore[misc]
    """log(2 cosh(x/2)), the even part of softplus, kept as a symbol that knows its parity."""

    @classmethod
    def eval(cls, x: sympy.Expr) -> sympy.Expr | None:
        return cls(-x) if x.could_extract_minus_sign() else None


def parts(expr: sympy.Expr) -> Parts:
    """The polynomial even and odd parts of ``expr``, as far as they are found."""
    residue = _structural(expr)
    if residue is None:
        # relu(x) = (x + |x|)/2 and softplus(x) = x/2 + log(2 cosh(x/2)).
        expr = expr.replace(relu, lambda x: (x + sympy.Abs(x)) / 2)
        expr = expr.replace(softplus, lambda x: x / 2 + _even_part(sympy.expand(x)))
        if sympy.count_ops(expr) <= _MAX_OPERATIONS:
            expr = sympy.expand(expr)
        residue = _structural(expr)
    if residue is not None:
        return Parts(None, sympy.Integer(0)) if residue == _EVEN else Parts(sympy.Integer(0), None)
    if sympy.count_ops(expr) > _MAX_OPERATIONS:
        return Parts(None, None)
    mirrored = expr.subs(z, -z)
    return Parts(_as_polynomial((expr + mirrored) / 2), _as_polynomial((expr - mirrored) / 2))


def _as_polynomial(expr: sympy.Expr) -> sympy.Expr | None:
    expanded = sympy.expand(expr)
    if not expanded.is_polynomial(z) and expanded.has(sympy.exp):
        # Quotients of exponentials, such as the logistic function, need a common denominator.
        expanded = sympy.cancel(sympy.together(expanded))
    return expanded if expanded.is_polynomial(z) else None


def _structural(expr: sympy.Expr) -> int | None:
    """0 for even, 1 for odd, None when the structure does not tell."""
    if not expr.has(z):
        return _EVEN
    if expr.is_polynomial(z):
        residues = {n % 2 for (n,) in sympy.Poly(expr, z).monoms()}
        return residues.pop() if len(residues) == 1 else None
    residues_of_parts = [_structural(argument) for argument in expr.args]
    known = [residue for residue in residues_of_parts if residue is not None]
    if len(known) < len(residues_of_parts):
        return None
    if expr.is_Add:
        return known[0] if len(set(known)) == 1 else None
    if expr.is_Mul:
        return sum(known) % 2
    if expr.is_Pow and not isinstance(expr, sympy.exp):
        if known[0] == _EVEN:
            return _EVEN
        return int(expr.exp.p) % 2 if expr.exp.is_Integer else None
    if known[0] == _EVEN or isinstance(expr, sympy.Abs | _even_part):
        return _EVEN
    return _ODD if isinstance(expr, sympy.tanh | sympy.erf) else None
