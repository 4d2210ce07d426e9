"""Compare two trees at a rational point with FLINT balls, and with the kernel's algebra where balls touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from flint import arb, ctx, fmpq

from poc_symbolic.rigor import kernel
from poc_symbolic.rigor.statement import Relation, Tree

ROUNDS = 4  # the precision is doubled this many times before the answer is "undecided"
GUARD_BITS = 64

Point = Mapping[str, Fraction]


@dataclass(frozen=True)
class Comparison:
    """The answer for ``lhs rel rhs``; ``margin`` is the side that should be larger minus the other."""

    answer: Literal["holds", "fails", "undecided"]
    reason: str = ""
    lhs: str | None = None
    rhs: str | None = None
    margin: str | None = None
    exact: bool = False


class Undefined(Exception):
    """The expression has no value at the point."""


class Unclear(Exception):
    """More precision is needed to see whether the expression has a value."""


def compare(atom: list[Any], point: Point, digits: int) -> Comparison:
    """Is the atom ``[rel, lhs, rhs]`` true at the point? An undefined side makes it fail.

    The precision starts a little above ``digits`` decimals and is doubled until the sign of the difference is
    known and both sides have ``digits`` correct digits. A difference whose ball contains zero is tried in the
    kernel's exact algebra, so that equalities between roots and exponentials of rationals are decided too.
    """
    rel: Relation = atom[0]
    sides: list[Tree] = [kernel.expand(side) for side in atom[1:]]
    wanted = _bits(digits)
    best = Comparison("undecided", "an intermediate value is too large or too close to where it is undefined")
    vanishes: bool | None = None
    for doubling in range(ROUNDS):
        with ctx.workprec((wanted + GUARD_BITS) << doubling):
            try:
                lhs, rhs = (ball(side, point) for side in sides)
            except Undefined as reason:
                return Comparison("fails", f"undefined here: {reason}")
            except Unclear:
                continue
            difference = lhs - rhs
            sign = _sign(difference)
            exact = False
            if sign is None:
                vanishes = is_zero(["-", *sides], point) if vanishes is None else vanishes
                sign, exact = (0, True) if vanishes else (None, False)
            margin = arb(0) if sign == 0 else -difference if rel in ("<", "<=") else difference
            shown = (lhs.str(digits), rhs.str(digits), margin.str(digits))
            if sign is None:
                best = Comparison("undecided", _closeness(difference), *shown)
                continue
            exact = exact or (lhs.is_exact() and rhs.is_exact())
            best = Comparison("holds" if holds(rel, sign) else "fails", "", *shown, exact=exact)
            if all(side.is_zero() or side.rel_accuracy_bits() >= wanted for side in (lhs, rhs)):
                return best
    return best


def holds(rel: Relation, sign: int) -> bool:
    """The truth of ``lhs rel rhs`` from the sign of lhs - rhs."""
    truth = {"=": sign == 0, "!=": sign != 0, ">=": sign >= 0, ">": sign > 0, "<=": sign <= 0, "<": sign < 0}
    return truth[rel]


def is_zero(tree: Tree, point: Point) -> bool:
    """Is the expanded tree zero at the point, by exact algebra? False also means "not seen to be"."""
    numerals = {name: str(value) for name, value in point.items()}
    try:
        (rest,) = kernel.cleared(kernel.normal(kernel.substitute(kernel.expand(tree), numerals)))
    except (kernel.Rejected, ZeroDivisionError, OverflowError):
        return False
    return bool(rest == {})


def ball(tree: Tree, point: Point) -> arb:
    """The value of an expanded tree at the point, at the current FLINT precision."""
    if isinstance(tree, str):
        value = point[tree] if tree in point else Fraction(tree)
        return arb(fmpq(value.numerator, value.denominator))
    operation, parts = tree[0], [ball(arg, point) for arg in tree[1:]]
    result = _apply(operation, parts, tree, point)
    if not result.is_finite():  # a property of the ball, not a comparison
        raise Unclear(operation)
    return result


def _apply(operation: str, parts: list[arb], tree: list[Any], point: Point) -> arb:
    first = parts[0]
    if operation == "-" and len(parts) == 1:
        return -first
    if operation in ("+", "*", "-"):
        for part in parts[1:]:
            first = first + part if operation == "+" else first - part if operation == "-" else first * part
        return first
    if operation == "/":
        if _settled_sign(parts[1], tree[2], point) == 0:
            raise Undefined("division by zero")
        return first / parts[1]
    if operation == "exp":
        return first.exp()
    if operation == "sqrt":
        sign = _settled_sign(first, tree[1], point)
        if sign < 0:
            raise Undefined("root of a negative number")
        return first.sqrt() if sign > 0 else arb(0)
    if operation == "log":
        if _settled_sign(first, tree[1], point) <= 0:
            raise Undefined("logarithm of a number that is not positive")
        return first.log()
    if operation == "^":
        return _power(first, parts[1], tree, point)
    raise TypeError(f"unknown operation {operation}")


def _power(base: arb, exponent: arb, tree: list[Any], point: Point) -> arb:
    if exponent.is_integer():
        if exponent < 0 and _settled_sign(base, tree[1], point) == 0:
            raise Undefined("division by zero")
        return base**exponent
    if _settled_sign(base, tree[1], point) <= 0:
        raise Undefined("a broken power of a number that is not positive")
    return base**exponent


def _settled_sign(value: arb, tree: Tree, point: Point) -> int:
    """The sign of a value, exact algebra included; Unclear where it is not known."""
    sign = _sign(value)
    if sign is not None:
        return sign
    if is_zero(tree, point):
        return 0
    raise Unclear("the sign of an intermediate value is not known")


def _sign(value: arb) -> int | None:
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if value.is_zero() else None


def _closeness(difference: arb) -> str:
    return f"the two sides differ by less than {abs(difference).upper().str(2, radius=False)}"


def _bits(digits: int) -> int:
    """Bits that hold ``digits`` decimal digits: log2(10) < 10/3."""
    return -(-digits * 10 // 3)
