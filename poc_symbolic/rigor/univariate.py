"""A second, independent method in one variable: certified real roots (FLINT) and the signs between them.

The roots of all polynomials of a statement cut the line into points and open intervals on which every sign is
constant, so that the truth of the statement is a finite table. Nothing here comes from the search or the kernel.
"""

from __future__ import annotations

import itertools
from typing import Any

import sympy
from flint import fmpz_poly

from poc_symbolic.rigor.rational import half, rational
from poc_symbolic.rigor.roots import isolate, value_at
from poc_symbolic.rigor.statement import Atom, Statement
from poc_symbolic.rigor.verdict import Verdict


def integer_poly(expr: sympy.Expr, symbol: sympy.Symbol) -> Any | None:
    """The integer polynomial, up to a positive factor, of a polynomial in the symbol over Q, else None."""
    if expr.is_polynomial(symbol) is not True:
        return None
    poly = sympy.Poly(expr, symbol)
    if poly.domain not in (sympy.ZZ, sympy.QQ):
        return None
    _, cleared = poly.clear_denoms(convert=True)
    return fmpz_poly([int(c) for c in reversed(cleared.all_coeffs())])


def truth(statement: Statement) -> bool | None:
    """Is the statement true for all real values? None unless it is about polynomials over Q in one variable."""
    if len(statement.symbols) != 1:
        return None
    symbol = statement.symbols[0]
    atoms = (*statement.assume, statement.show)
    if any(part.is_polynomial(symbol) is not True for atom in atoms for part in (atom.lhs, atom.rhs)):
        return None
    polys = [integer_poly(atom.excess, symbol) for atom in atoms]
    if any(p is None for p in polys):
        return None
    cells = _cells([p for p in polys if p is not None and p.degree() > 0])
    table = [[_holds(atom, _sign(p, *cell)) for atom, p in zip(atoms, polys, strict=True)] for cell in cells]
    return all(row[-1] for row in table if all(row[:-1]))


def _cells(polys: list[Any]) -> list[tuple[Any, Any]]:
    """Isolating intervals of all roots, and a point (a = b) of each interval between them."""
    product = fmpz_poly([1])
    for p in polys:
        product *= p
    roots = isolate(product)
    if len(roots) == 0:
        return [(rational(0), rational(0))]
    between = [half(left[1] + right[0]) for left, right in itertools.pairwise(roots)]
    points = [roots[0][0] - 1, *between, roots[-1][1] + 1]
    return roots + [(x, x) for x in points]


def _sign(p: Any, a: Any, b: Any) -> int:
    """The sign of p at a (= b), or at the one root in [a, b], which is no root of p or an irrational one."""
    left, right = value_at(p, a), value_at(p, b)
    if a < b and any(value_at(f, a) * value_at(f, b) < 0 for f, _ in p.factor()[1]):
        return 0
    if (left > 0) != (right > 0) or (left < 0) != (right < 0):
        raise ArithmeticError("An isolating interval has a second root in it.")
    return 1 if left > 0 else -1 if left < 0 else 0


def _holds(atom: Atom, sign: int) -> bool:
    return {"=": sign == 0, "!=": sign != 0, ">=": sign >= 0, ">": sign > 0, "<=": sign >= 0, "<": sign > 0}[atom.rel]


def cross_check(verdict: Verdict, statement: Statement) -> Verdict:
    """The verdict; AssertionError if root isolation contradicts it.

    A proof must be true for all reals, a witness must be false for some, whatever the kinds of the variables.
    """
    if verdict.status != "undecided":
        answer = truth(statement)
        if answer is not None and answer != (verdict.status == "proved"):
            raise AssertionError(f"Two methods disagree on {statement.show}: {verdict.status} by {verdict.method}.")
    return verdict
