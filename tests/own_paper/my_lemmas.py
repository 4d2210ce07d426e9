"""A ledger of one's own: a lemma that holds, a lemma that is false as printed, and its repair."""

from __future__ import annotations

from fractions import Fraction

import sympy

from poc_symbolic import Claim, Domain, Ledger, Place, Severity, Statement
from poc_symbolic.claims.claim import Mutant, Repair, SecondRoute
from poc_symbolic.rigor.statement import ge, le

x, y = sympy.symbols("x y", real=True)

MEAN = Statement(ge((x**2 + y**2) / 2, x * y))
SQUARE = Statement(le(x, x**2), (ge(x, 0),))
SQUARE_FROM_ONE = Statement(le(x, x**2), (ge(x, 1),))


def second_look() -> SecondRoute:
    """A refutation needs a second route that shares nothing with the statement: here plain fractions."""
    value = Fraction(1, 2)
    return SecondRoute("fractions at 1/2", f"{value} > {value * value}", value > value * value)


def ledger() -> Ledger:
    claims = (
        Claim(
            id="lemma-1/mean",
            where=Place(page=3, item="Lemma 1"),
            title="the mean of two squares is at least their product",
            latex=r"\tfrac12 (x^2 + y^2) \ge xy",
            domain=Domain("all real x and y"),
            statements=(MEAN,),
            # A false neighbour: the audit must refute it, else the check of the lemma shows nothing.
            mutants=(Mutant("the constant 1/3 instead of 1/2", Statement(ge((x**2 + y**2) / 3, x * y))),),
        ),
        Claim(
            id="lemma-2/square-as-printed",
            where=Place(page=4, item="Lemma 2"),
            title="a number is at most its square",
            latex=r"x \ge 0 \implies x \le x^2",
            domain=Domain("x ≥ 0"),
            statements=(SQUARE,),
            uses=("lemma-1/mean",),
            severity=Severity.REPAIRABLE,
            second_route=second_look,
            repair=Repair("lemma-2/square", "Lemma 3 uses it for x ≥ 2 only."),
        ),
        Claim(
            id="lemma-2/square",
            where=Place(page=4, item="Lemma 2"),
            title="a number from one on is at most its square",
            latex=r"x \ge 1 \implies x \le x^2",
            domain=Domain("x ≥ 1"),
            statements=(SQUARE_FROM_ONE,),
        ),
    )
    return Ledger(name="my-lemmas", paper="My lemmas", loader="my_lemmas:ledger", claims=claims)
