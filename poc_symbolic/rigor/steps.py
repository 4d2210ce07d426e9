"""The kernel's steps, and what follows from several of them: monotone functions, tangents.

A certificate's step names earlier facts by their numbers; the composites are told how many facts there are (``count``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flint import fmpq

from poc_symbolic.rigor.rational import half, quotient, rational, text

Tree = str | list[Any]
Step = dict[str, Any]


def sign(of: Tree, rel: str) -> Step:
    """"of rel 0" as the kernel reads it off the shape of the tree, or off the facts."""
    return {"rule": "sign", "of": of, "rel": rel}


def square(of: Tree) -> Step:
    """of² ≥ 0."""
    return sign(["^", of, "2"], ">=")


def combine(of: Tree, terms: Sequence[tuple[Any, Sequence[int]]], times: Sequence[int] = ()) -> Step:
    """of·Π times = Σ coefficient·Π facts."""
    return {"rule": "combine", "of": of, "times": list(times), "sum": [{"coef": c, "facts": list(f)} for c, f in terms]}


def tangent(count: int, of: Tree) -> list[Step]:
    """e^u ≥ 1 + u for exp(u); log u ≤ u - 1 for log(u), which is the same at u = e^(log u)."""
    if of[0] == "exp":
        return [{"rule": "exp", "of": of[1]}]
    return [{"rule": "exp", "of": of}, combine(["-", ["-", of[1], "1"], of], [("1", [count])])]


def monotone(count: int, function: str, high: Tree, low: Tree, because: int, base: Tree | None = None) -> list[Step]:
    """f(high) - f(low) ≥ 0 from fact ``because``: high - low ≥ 0; f is exp, log, sqrt, or "pow" with a base ≥ 1.

    exp: e^v (e^(u-v) - 1 - (u-v)) + e^v (u-v) = e^u - e^v.
    log: (v/u - 1 - log v + log u) + (u-v)/u = log u - log v.
    sqrt: √u ≥ 0 and u - v ≥ 0. pow: log base ≥ 0, then exp with the exponents times log base.
    """
    if function == "sqrt":
        return ordered(count, ["sqrt", high], ["sqrt", low], ">=")
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


def ordered(count: int, high: Tree, low: Tree, rel: str) -> list[Step]:
    """high - low ≥ 0 (> 0) from high ≥ 0 and high² - low² ≥ 0 (> 0), whatever the sign of low.

    If t = low - high were > 0 (≥ 0), then (high² - low²) + 2·high·t + t² = 0 would be > 0.
    """
    squares = ["-", ["^", high, "2"], ["^", low, "2"]]
    goal, opposite, base = ["-", high, low], ["-", low, high], count + 2
    absurd = [
        combine("0", [("1", [count + 1]), ("2", [count, base]), ("1", [base, base])]),
        combine(goal, [("1", [base + 1])], [base + 1]),
    ]
    split: Step = {"rule": "cases", "of": goal, "rel": rel}
    if rel == ">":
        split |= {"on": opposite, "ge": absurd, "lt": []}
    else:
        split |= {"on": goal, "ge": [], "lt": absurd}
    return [sign(high, ">="), sign(squares, rel), split]


def box(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """[name, low, high or None, tree that the name stands for] from rows of three (the name itself) or four."""
    return [[row[0], text(row[1]), None if row[2] is None else text(row[2]), *(row[3:] or row[:1])] for row in rows]


def cuts(rows: Sequence[Sequence[Any]], tree: Any) -> Any:
    """[axis, left, right] with the middles written in: [axis, cut, left, right].

    On an unbounded side low ≤ x the middles are those of u in x = low + u/(1-u).
    """
    sides = [(rational(row[1]), None if row[2] is None else rational(row[2])) for row in rows]
    return _cut(sides, [(fmpq(0), fmpq(1))] * len(sides), tree)


def _cut(sides: list[tuple[Any, Any]], cell: list[tuple[Any, Any]], tree: Any) -> Any:
    if tree is None or len(tree) == 4:
        return tree
    axis, left, right = tree
    (low, high), (a, b) = sides[axis], cell[axis]
    u = half(a + b)
    cut = low + (high - low) * u if high is not None else low + quotient(u, 1 - u)
    below, above = ([*cell[:axis], part, *cell[axis + 1 :]] for part in ((a, u), (u, b)))
    return [axis, text(cut), _cut(sides, below, left), _cut(sides, above, right)]
