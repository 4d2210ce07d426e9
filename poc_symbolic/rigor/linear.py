"""Exact linear programming over Q: write a vector as a non-negative combination of others.

Two-phase simplex on a dense tableau of ``fmpq`` (largest coefficient first, Bland's rule after a while, so
that
it terminates). Columns with free coefficients are eliminated beforehand by Gauss.

Reference: V. Chvátal, Linear Programming (1983), chapters 2, 3 and 8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from poc_symbolic.rigor.proof import Budget
from poc_symbolic.rigor.rational import quotient

Vector = Mapping[Any, Any]  # sparse: row label -> rational


@dataclass(frozen=True)
class Combination:
    """target = Σ weights[j]·columns[j] + Σ cofactors[k]·free[k], weights ≥ 0."""

    weights: dict[int, Any]
    cofactors: dict[int, Any]


def combination(
    target: Vector,
    columns: Sequence[Vector],
    free: Sequence[Vector] = (),
    reward: Sequence[int] = (),
    budget: Budget | None = None,
) -> Combination | None:
    """A combination with non-negative weights, if there is one (with much weight on ``reward``).

    ``reward`` lists columns whose weight should be positive (it is capped at 1); a caller that needs it
    checks the result.
    """
    rows = sorted({key for vector in (target, *columns, *free) for key in vector})
    place = {key: i for i, key in enumerate(rows)}
    width = len(columns)

    def dense(vector: Vector) -> list[Any]:
        out = [fmpq(0)] * len(rows)
        for key, c in vector.items():
            out[place[key]] = c
        return out

    # one row per label: [free | columns | target]
    table = [list(row) for row in zip(*(dense(v) for v in (*free, *columns, target)), strict=True)]
    pivots = _eliminate(table, len(free))
    rest = [row[len(free) :] for i, row in enumerate(table) if i not in pivots]
    solved = _simplex(rest, width, reward, budget or Budget(100000))
    if solved is None:
        return None
    weights = {j: w for j, w in enumerate(solved) if w != 0}
    cofactors: dict[int, Any] = {}
    for i, column in pivots.items():
        row = table[i]
        value = row[-1] - sum((row[len(free) + j] * w for j, w in weights.items()), fmpq(0))
        if value != 0:
            cofactors[column] = value
    return Combination(weights, cofactors)


def _eliminate(table: list[list[Any]], count: int) -> dict[int, int]:
    """Gauss–Jordan on the first ``count`` columns; {row: column} of the pivots."""
    pivots: dict[int, int] = {}
    for column in range(count):
        found = next((i for i, row in enumerate(table) if i not in pivots and row[column] != 0), None)
        if found is None:
            continue
        _pivot(table, found, column)
        pivots[found] = column
    return pivots


def _pivot(table: list[list[Any]], i: int, j: int) -> None:
    lead = table[i][j]
    row = table[i] = [quotient(x, lead) if x else x for x in table[i]]
    live = [k for k, x in enumerate(row) if x]
    for other, values in enumerate(table):
        c = values[j]
        if other != i and c:
            for k in live:
                values[k] = values[k] - c * row[k]


def _simplex(table: list[list[Any]], width: int, reward: Sequence[int], budget: Budget) -> list[Any] | None:
    """x ≥ 0 with A x = b for rows [A | b]; then the capped sum of the rewarded entries is maximised."""
    table = [[-x for x in row] if row[-1] < 0 else list(row) for row in table]
    table = [row for row in table if any(x != 0 for x in row)]
    size = len(table)
    if any(row[-1] != 0 and all(x == 0 for x in row[:-1]) for row in table):
        return None
    slack = 1 if reward else 0
    full = width + slack + size
    rows: list[list[Any]] = []
    for i, row in enumerate(table):
        unit = [fmpq(0)] * size
        unit[i] = fmpq(1)
        rows.append([*row[:-1], *([fmpq(0)] * slack), *unit, row[-1]])
    basis = [width + slack + i for i in range(size)]
    if reward:
        cap = [fmpq(0)] * (full + 1)
        for j in reward:
            cap[j] = fmpq(1)
        cap[width] = fmpq(1)
        cap[-1] = fmpq(1)
        rows.append(cap)
        basis.append(width)
    first = [fmpq(0)] * full
    for j in range(width + slack, full):
        first[j] = fmpq(-1)
    value = _maximise(rows, basis, first, full, budget)
    if value is None or value != 0:
        return None
    if reward:
        second = [fmpq(0)] * full
        for j in reward:
            second[j] = fmpq(1)
        if _maximise(rows, basis, second, width + slack, budget) is None:
            return None
    x = [fmpq(0)] * width
    for i, j in enumerate(basis):
        if j < width:
            x[j] = rows[i][-1]
    return x


def _maximise(rows: list[list[Any]], basis: list[int], cost: list[Any], allowed: int, budget: Budget) -> Any | None:
    """Pivot to the maximum of cost·x over the first ``allowed`` columns; None if the budget is spent."""
    reduced = [*cost, fmpq(0)]
    for i, j in enumerate(basis):
        c = cost[j]
        if c:
            reduced = [a - c * b for a, b in zip(reduced, rows[i], strict=True)]
    rounds = 0
    while True:
        enter = -1
        for j in range(allowed):
            if reduced[j] > 0 and (enter < 0 or (rounds < 200 and reduced[j] > reduced[enter])):
                enter = j
        if enter < 0:
            return -reduced[-1]
        leave, best = -1, None
        for i, row in enumerate(rows):
            if row[enter] > 0:
                ratio = quotient(row[-1], row[enter])
                if best is None or ratio < best or (ratio == best and basis[i] < basis[leave]):
                    leave, best = i, ratio
        if leave < 0 or not budget.take():
            return None
        rounds += 1
        _pivot(rows, leave, enter)
        c = reduced[enter]
        reduced = [a - c * b for a, b in zip(reduced, rows[leave], strict=True)]
        basis[leave] = enter
