"""The kernel's steps, and what follows from several of them: monotone functions, tangents.

A certificate's step names earlier facts by their numbers; the composites are told how many facts there are (``count``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from poc_symbolic.rigor.rational import half, text

Tree = str | list[Any]
Step = dict[str, Any]


def sign(of: Tree, rel: str) -> Step:
    """"of rel 0" as the kernel reads it off the shape of the tree, or off the facts."""
    return {"rule": "sign", "of": of, "rel": rel}


def square(of: Tree) -> Step:
    """of² ≥ 0."""
    return sign(["^", of, "2"], ">=")


def tangent(of: Tree) -> Step:
    """e^u ≥ 1 + u for exp(u); for log(u) the same at u = e^(log u), that is log u ≤ u - 1."""
    return {"rule": "exp", "of": of[1] if of[0] == "exp" else of}


def combine(of: Tree, terms: Sequence[tuple[Any, Sequence[int]]], times: Sequence[int] = ()) -> Step:
    """of·Π times = Σ coefficient·Π facts."""
    return {"rule": "combine", "of": of, "times": list(times), "sum": [{"coef": c, "facts": list(f)} for c, f in terms]}


def monotone(count: int, function: str, high: Tree, low: Tree, because: int, base: Tree | None = None) -> list[Step]:
    """f(high) - f(low) ≥ 0 from fact ``because``: high - low ≥ 0; f is exp, log, sqrt, or "pow" with a base ≥ 1.

    exp: e^v (e^(u-v) - 1 - (u-v)) + e^v (u-v) = e^u - e^v.
    log: (v/u - 1 - log v + log u) + (u-v)/u = log u - log v.
    sqrt: √u ≥ 0 and u - v ≥ 0. pow: log base ≥ 0, then exp with the exponents times log base.
    """
    if function == "sqrt":
        return [{"rule": "root", "high": ["sqrt", high], "low": ["sqrt", low], "rel": ">="}]
    if function == "exp":
        return [
            {"rule": "exp", "of": ["-", high, low]},
            sign(["exp", low], ">="),
            combine(["-", ["exp", high], ["exp", low]], [("1", [count + 1, count]), ("1", [count + 1, because])]),
        ]
    if function == "log":
        return [
            {"rule": "exp", "of": ["-", ["log", low], ["log", high]]},
            sign(["/", "1", high], ">="),
            combine(["-", ["log", high], ["log", low]], [("1", [count]), ("1", [count + 1, because])]),
        ]
    if function != "pow" or base is None:
        raise ValueError("A monotone function is exp, log, sqrt or pow with a base.")
    log = ["log", base]
    difference = ["-", ["^", base, high], ["^", base, low]]
    return [
        sign(["-", base, "1"], ">="),
        combine(base, [("1", [count]), ("1", [])]),
        sign(["/", "1", base], ">="),
        {"rule": "exp", "of": ["-", log]},
        combine(log, [("1", [count + 3]), ("1", [count, count + 2])]),
        {"rule": "exp", "of": ["*", ["-", high, low], log]},
        sign(["^", base, low], ">="),
        combine(difference, [("1", [count + 6, count + 5]), ("1", [count + 6, because, count + 4])]),
    ]


def box(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """[name, low, high or None, tree that the name stands for] from rows of three (the name itself) or four."""
    return [[row[0], text(row[1]), None if row[2] is None else text(row[2]), *(row[3:] or row[:1])] for row in rows]


def cuts(rows: Sequence[Sequence[Any]], tree: Any) -> Any:
    """[axis, left, right] with the middles written in: [axis, cut, left, right].

    The middle of an unbounded side low ≤ x is low + unit, where the unit is 1 and doubles with each cut.
    """
    sides = [(Fraction(row[1]), None if row[2] is None else Fraction(row[2]), Fraction(1)) for row in rows]
    return _cut(sides, tree)


def _cut(sides: list[tuple[Fraction, Fraction | None, Fraction]], tree: Any) -> Any:
    if tree is None or len(tree) == 4:
        return tree
    axis, left, right = tree
    low, high, unit = sides[axis]
    middle = low + unit if high is None else Fraction(str(half(low + high)))
    below = [*sides[:axis], (low, middle, unit), *sides[axis + 1 :]]
    above = [*sides[:axis], (middle, high, 2 * unit), *sides[axis + 1 :]]
    return [axis, text(middle), _cut(below, left), _cut(above, right)]
