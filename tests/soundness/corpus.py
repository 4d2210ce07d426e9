"""The corpus of traps: statements with the answer that an honest engine gives.

``expect`` is "proves", "refutes" or "refuses" (undecided). A case may allow a refusal besides its answer
(``or_refuses``). What is never allowed is the opposite of the truth: a *confident wrong answer*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import sympy
from sympy import Derivative, Rational, exp, log, sqrt

from poc_symbolic.rigor import Statement, eq, ge, gt, le, lt, ne

x, y, z, d, k = sympy.symbols("x y z d k")
TINY, TINIER = Rational(1, 10**30), Rational(1, 10**60)


@dataclass(frozen=True)
class Case:
    """One statement and what must come out."""

    name: str
    statement: Callable[[], Statement]
    expect: Literal["proves", "refutes", "refuses"]
    or_refuses: bool = False
    truth: bool | None = None  # for refusals: what is true, so that the opposite counts as wrong


def case(name: str, expect: str, show: object, *assume: object, **more: object) -> Case:
    """A case from atoms."""
    kinds = more.pop("kinds", {})
    return Case(name, lambda: Statement(show, tuple(assume), kinds), expect, **more)  # type: ignore[arg-type]


UNIT = (ge(x, 0), le(x, 1))
SQUARE = (*UNIT, ge(y, 0), le(y, 1))
THIRD = x - Rational(1, 3)

CORPUS: list[Case] = [
    # negative dips that no grid sees
    case("dip of depth 1e-60 at 1/3", "refutes", ge(THIRD**2 - TINIER, 0), *UNIT),
    case(
        "dip of width 1e-30 at an irrational",
        "refutes",
        ge((x**2 - 2) * (x**2 - 2 - TINY), 0),
        ge(x, 0),
        le(x, 2),
    ),
    case("dip of depth 1e-60 at an irrational", "refutes", ge((x**2 - 2) ** 2 - TINIER, 0), ge(x, 0), le(x, 2)),
    case("clearance of 1e-60", "proves", gt((x**2 - 2) ** 2 + TINIER, 0), ge(x, 0), le(x, 2)),
    case(
        "dip in two variables",
        "refutes",
        ge(THIRD**2 + (y - Rational(2, 7)) ** 2 - Rational(1, 10**8), 0),
        *SQUARE,
    ),
    # tight
    case("touches zero inside", "proves", ge(THIRD**2, 0), *UNIT),
    case("touches zero inside, strict", "refutes", gt(THIRD**2, 0), *UNIT),
    case("touches zero at an irrational", "proves", ge((x**2 - 2) ** 2 * (3 - x), 0), ge(x, 0), le(x, 2)),
    case("strict there", "refuses", gt((x**2 - 2) ** 2, 0), ge(x, 0), le(x, 2), truth=False),
    case("tight at corners", "proves", ge(x * y * (1 - x) * (1 - y), 0), *SQUARE),
    case("tight at corners, wrong side", "refutes", ge(-x * y * (1 - x) * (1 - y), 0), *SQUARE),
    case("tight along a curve", "proves", ge((x**2 + y**2 - 1) ** 2, 0), *SQUARE),
    case("tight along a line", "proves", ge(x**2 + y**2, 2 * x * y)),
    case("tight along a line, wrong constant", "refutes", ge(x**2 + y**2, Rational(2001, 1000) * x * y)),
    case("tight at infinity", "proves", gt(1 / (1 + x), 0), ge(x, 0)),
    case("tight at infinity, false", "refutes", gt(1 / (1 + x), Rational(1, 10**6)), ge(x, 0)),
    case("AM-GM of three", "proves", ge(x**3 + y**3 + z**3, 3 * x * y * z), ge(x, 0), ge(y, 0), ge(z, 0)),
    case("AM-GM without signs", "refutes", ge(x**3 + y**3 + z**3, 3 * x * y * z)),
    # denominators and undefined values
    case("divisor changes sign", "refutes", ge(1 / x, -1000), ge(x, -1), le(x, 1)),
    case("divisor vanishes at one point", "refutes", ge(1 / (x - Rational(1, 3)) ** 2, 0), *UNIT),
    case("x(1 + 1/x)", "refutes", eq(x * (1 + 1 / x), x + 1)),
    case("x/x away from zero", "proves", eq((x**2 - 1) / (x - 1), x + 1), gt(x, 1)),
    case("root of a negative", "refutes", ge(sqrt(x), 0), ge(x, -1)),
    case("√(x²) = x", "refutes", eq(sqrt(x**2), x)),
    case("√(x²) = x for x ≥ 0", "proves", eq(sqrt(x) ** 2, x), ge(x, 0)),
    case("logarithm at zero", "refutes", le(log(x), x), ge(x, 0)),
    case("logarithm", "proves", le(log(x), x - 1), gt(x, 0)),
    case("√ derivative at its kink", "refuses", ge(Derivative(sqrt(x), x), 0), ge(x, 0), truth=False),
    case("√ derivative", "proves", eq(Derivative(sqrt(x), x), 1 / (2 * sqrt(x))), gt(x, 0)),
    case("exp(x) exp(-x)", "proves", eq(exp(x) * exp(-x), 1)),
    case("exp(x)² is not exp(x²)", "refutes", eq(exp(x) ** 2, exp(x**2))),
    # domains
    case("empty domain", "refuses", ge(x, 5), ge(x, 1), le(x, 0), truth=True),
    case("empty domain, contradiction", "refuses", ge(x, x + 1), ge(x, 1), le(x, 0), truth=True),
    case("one point", "proves", ge(x, 1), ge(x, 1), le(x, 1)),
    case("one point, false", "refutes", gt(x, 1), ge(x, 1), le(x, 1)),
    case("the whole line", "proves", gt(x**4 - 3 * x + 10, 0)),
    case("the whole line, false far out", "refutes", ge(10**6 - x, 0)),
    case("false only for huge d", "refutes", le(d**2, 10**9 * d), ge(d, 3)),
    case("false only near zero", "refutes", ge(x, Rational(1, 10**9) * sqrt(x)), ge(x, 0)),
    case("an equation", "proves", ge(x * y, 0), eq(y, 2 * x + 1), ge(x, 0)),
    case("an equation, false", "refutes", ge(x * y, x), eq(y, 2 * x), ge(x, 0)),
    case("a nonlinear equation", "proves", eq(x**4, 1), eq(x**2, 1)),
    case("x² = 1 is not x = 1", "refutes", eq(x, 1), eq(x**2, 1)),
    case("open end", "proves", gt(x + y**2, 0), gt(x, 0)),
    case("closed end", "refutes", gt(x + y**2, 0), ge(x, 0)),
    # integers
    case("integers only", "refuses", ge((k - 4) * (k - 5), 0), ge(k, 4), kinds={"k": "integer"}, truth=True),
    case("an even witness", "refutes", ge(10, k), ge(k, 4), kinds={"k": "even"}),
    # powers
    case("exponents", "proves", le(d ** (-(k - 2) / 2), 1 / d), ge(d, 1), ge(k, 4)),
    case("exponents, too strong", "refutes", le(d ** (-(k - 2) / 2), 1 / d**2), ge(d, 1), ge(k, 4)),
    case("base below one", "refutes", le(d ** (-k), 1 / d), gt(d, 0), ge(k, 4)),
    # transcendental
    case("e^x ≥ 1 + x", "proves", ge(exp(x), 1 + x)),
    case("e^x > 1 + x", "refutes", gt(exp(x), 1 + x)),
    case("e^x with a wrong slope", "refutes", ge(exp(x), 1 + Rational(10001, 10000) * x)),
    case("√2 + √3 > π's neighbour", "proves", gt(sqrt(2) + sqrt(3), Rational(314, 100))),
    case("√2 + √3 by 1e-10", "refutes", gt(sqrt(2) + sqrt(3), Rational(31462643700, 10**10))),
    case("√2·√3 = √6", "proves", eq(sqrt(2) * sqrt(3), sqrt(6)), or_refuses=True),
    # not equal
    case("x² + 1 ≠ 0", "proves", ne(x**2 + 1, 0)),
    case("x² - 2 ≠ 0", "refuses", ne(x**2 - 2, 0), truth=False),
    case("strictly between", "proves", lt(x * (1 - x), Rational(1, 3)), *UNIT),
]
