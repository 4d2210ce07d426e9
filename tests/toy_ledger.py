"""A ledger of a made-up paper with one claim of every kind, for the tests of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import mpmath
import sympy

from poc_symbolic.claims.claim import (
    Background,
    Claim,
    Constant,
    Domain,
    Mutant,
    NumericCheck,
    Oracle,
    Place,
    Repair,
    SecondRoute,
    Severity,
)
from poc_symbolic.claims.ledger import Ledger, read_expectations
from poc_symbolic.claims.record import Finding, Record, digest
from poc_symbolic.enclosure.statement import loss_at
from poc_symbolic.errors import InputError
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

x, y = sympy.symbols("x y", real=True)
k = sympy.Symbol("k", real=True)

square = Statement(ge(x**2, 2 * x - 1))
below = Statement(ge(x**2, x))
above = Statement(ge(x**2, x), (ge(x, 1),))
rises = Statement(ge(sympy.exp(x), 1 + x))
roots = Statement(eq(sympy.sqrt(x) * sympy.sqrt(y), sympy.sqrt(x * y)), (gt(x, 0), gt(y, 0)))
inference = Statement(le(x * y, y), (le(x, 1),))
parity = Statement(gt(x**k, 0), (gt(x, 0),), {"k": "even"})


def _square() -> list[Verdict]:
    script = Script(square, {"x": 0})
    fact = script.square(x - 1)
    script.combine(x**2 - 2 * x + 1, [(1, [fact])])
    return [script.verdict("sum of squares")]


def _above() -> list[Verdict]:
    script = Script(above, {"x": 1})
    fact = script.square(x - 1)
    script.combine(x**2 - x, [(1, [fact]), (1, [0])])
    return [script.verdict("sum of squares")]


def _rises() -> list[Verdict]:
    script = Script(rises, {"x": 0})
    script.tangent(sympy.exp(x))
    return [script.verdict("tangent line")]


def _logarithm(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
    value: Fraction = parameters["x"]
    if value <= 0:
        raise InputError(f"The parameter x must be positive, not {value}.")
    with mpmath.workdps(digits + 10):
        point = mpmath.mpf(value.numerator) / value.denominator
        left, right = mpmath.exp(mpmath.log(point)), point
        agree = digits if mpmath.almosteq(left, right, rel_eps=mpmath.mpf(10) ** -digits) else 0
        shown = (mpmath.nstr(left, digits), mpmath.nstr(right, digits))
    return NumericCheck("exp(log(x)) against x", *shown, digits, agree, agree == digits)


def table(rows: Mapping[str, float] | None = None) -> dict[str, Any]:
    """A record of squares of 1, 2, 3 with a digest that fits; ``rows`` replaces values."""
    values = {"1": 1.0, "2": 4.0, "3": 9.0} | dict(rows or {})
    data = {
        "inputs": {"power": 2},
        "tolerance": "1/100",
        "rows": [{"key": name, "square": value} for name, value in values.items()],
    }
    return {**data, "digest": digest(data)}


def largest(rows: Any) -> Finding:
    top = max(row["square"] for row in rows)
    return Finding(top <= 9, f"the largest square is {top:g}")


RECORD = Record(table, {"power": 2}, ("square",), lambda key: {"square": int(key) ** 2}, ("1",), largest)

CLAIMS = (
    Claim(
        "toy/square",
        Place(1, "Lemma 1"),
        "A square is above its tangent",
        "x^2 \\ge 2x - 1",
        Domain("all real x"),
        (square,),
        covers=("T01",),
        assumes=("comparison",),
        prove=_square,
        constants=(Constant("slope", "2", "2", "2", "1", "all real x", ("toy/below",)),),
    ),
    Claim(
        "toy/below",
        Place(2, "Lemma 2"),
        "A square is above its root",
        "x^2 \\ge x",
        Domain("all real x"),
        (below,),
        covers=("T02",),
        uses=("toy/square",),
        prove=lambda: [refute(below, {"x": "1/2"})],
        severity=Severity.CONSTANT,
        repair=Repair("toy/above", "Nothing changes: only x ≥ 1 is used."),
        second_route=lambda: SecondRoute("decimals", "0.25 < 0.5", True),
    ),
    Claim(
        "toy/above",
        Place(2, "Lemma 2"),
        "A square is above its root from 1 on",
        "x \\ge 1 \\implies x^2 \\ge x",
        Domain("x ≥ 1"),
        (above,),
        prove=_above,
    ),
    Claim(
        "toy/step",
        Place(3, "proof of Lemma 2"),
        "Multiplying by y keeps the order",
        "x \\le 1 \\implies xy \\le y",
        Domain("all real x | y"),
        (inference,),
        uses=("toy/below",),
        prove=lambda: [refute(inference, {"x": "0", "y": "-1"})],
        step=True,
        severity=Severity.SERIOUS,
        second_route=lambda: SecondRoute("by sign", "0 > -1", True),
        note="Fails for <b>negative</b> y.",
    ),
    Claim(
        "toy/logarithm",
        Place(4, "eq. (1)"),
        "The logarithm undoes the exponential",
        "e^{\\log x} = x",
        Domain("x > 0", "point"),
        oracle=Oracle({"x": "x > 0"}, ({"x": "1/3"}, {"x": "7"}), _logarithm),
    ),
    Claim(
        "toy/rises",
        Place(4, "eq. (2)"),
        "The exponential is above its tangent",
        "e^x \\ge 1 + x",
        Domain("all real x"),
        (rises,),
        prove=_rises,
    ),
    Claim(
        "toy/open",
        Place(5, "eq. (3)"),
        "Roots multiply, and even powers are positive",
        "\\sqrt{x}\\sqrt{y} = \\sqrt{xy}",
        Domain("x, y > 0, k even"),
        (roots, parity),
        prove=lambda: [Verdict("undecided", "none"), Verdict("undecided", "none")],
    ),
    Claim(
        "toy/words",
        Place(6, "Remark"),
        "A matter of wording",
        "\\text{well posed}",
        Domain("the setting"),
        derivation="Read the definition.",
    ),
    Claim(
        "toy/flow-he2",
        Place(7, "Proposition 1"),
        "The loss comes down",
        "L(1/10) \\le 1",
        Domain("He₂, d = 5", "point"),
        trajectory=(loss_at("He2", 5, "1/10", "<=", 1),),
        covers=("T03",),
        mutants=(Mutant("1/2 in place of 1", loss_at("He2", 5, "1/10", "<=", "1/2")),),
    ),
    Claim(
        "toy/table",
        Place(8, "Table 1"),
        "Squares are small",
        "k^2 \\le 9",
        Domain("k = 1, 2, 3", "finite"),
        record=RECORD,
    ),
)

EXPECTED: dict[str, dict[str, Any]] = {
    "toy/square": {"status": "proved"},
    "toy/below": {"status": "refuted", "severity": "constant"},
    "toy/above": {"status": "proved"},
    "toy/step": {"status": "gap", "severity": "serious"},
    "toy/logarithm": {"status": "verified"},
    "toy/rises": {"status": "proved"},
    "toy/open": {"status": "undecided"},
    "toy/words": {"status": "by-hand"},
    "toy/flow-he2": {"status": "proved"},
    "toy/table": {"status": "verified"},
}


def ledger() -> Ledger:
    """The ledger with the verdicts that it expects."""
    return Ledger(
        name="toy",
        paper="A made-up paper",
        loader="tests.toy_ledger:ledger",
        claims=CLAIMS,
        background=(Background("comparison", "Order is kept.", "None here.", "Folklore"),),
        inventory={"T01": "p.1", "T02": "p.2", "T03": "p.7", "T04": "p.9"},
        expected=read_expectations({i: {"reason": "made up", **entry} for i, entry in EXPECTED.items()}),
    )


def altered() -> Ledger:
    """The same ledger with another statement of toy/above: what a worker with other sources would load."""
    other = Statement(ge(x**2, x), (ge(x, 2),))
    claims = tuple(replace(c, statements=(other,), prove=None) if c.id == "toy/above" else c for c in CLAIMS)
    return replace(ledger(), claims=claims)
