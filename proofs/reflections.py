"""Inner products under a reflection, in any dimension.

Every orthogonal map is a product of reflections z ↦ z - 2⟨n,z⟩n, |n| = 1, so an identity between inner products need only
be checked for one of them: ⟨gx, gy⟩ = ⟨x,y⟩ - 4⟨n,x⟩⟨n,y⟩ + 4⟨n,x⟩⟨n,y⟩⟨n,n⟩. The symbol xy stands for ⟨x,y⟩.
"""

from __future__ import annotations

import sympy

from poc_symbolic.rigor.statement import eq

nn = sympy.Symbol("nn", real=True)
UNIT = eq(nn, 1)


def inner(x: str, y: str) -> sympy.Symbol:
    """⟨x, y⟩ of two vectors named by one letter each."""
    return sympy.Symbol("".join(sorted((x, y))), real=True)


def moved(x: str, y: str) -> sympy.Expr:
    """⟨gx, gy⟩ for the reflection g along n."""
    along = inner("n", x) * inner("n", y)
    return inner(x, y) - 4 * along + 4 * along * nn


def projected(x: str, w: str, y: str) -> sympy.Expr:
    """⟨x, P_w y⟩ = ⟨x,y⟩ - ⟨x,w⟩⟨w,y⟩."""
    return inner(x, y) - inner(x, w) * inner(w, y)


def projected_moved(x: str, w: str, y: str) -> sympy.Expr:
    """⟨gx, P_{gw} gy⟩ for the reflection g along n."""
    return moved(x, y) - moved(x, w) * moved(w, y)
