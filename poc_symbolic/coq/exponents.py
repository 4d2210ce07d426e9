"""The exponents of exp in a proof, as whole combinations of a few."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import Any

Key = tuple[tuple[Any, Any], ...]  # the kernel's frozen polynomial


def combination(key: Key, generators: list[Key]) -> list[Fraction] | None:
    """Rational coefficients with key = Σ c_i generator_i, or None; the generators are independent."""
    monomials = sorted({mono for k in (key, *generators) for mono, _ in k})
    tables = [dict(k) for k in generators]
    target = dict(key)
    rows = [[Fraction(t.get(m, 0)) for t in tables] + [Fraction(target.get(m, 0))] for m in monomials]
    width, at = len(generators), 0
    for column in range(width):
        pivot = next(i for i in range(at, len(rows)) if rows[i][column] != 0)
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [entry / rows[at][column] for entry in rows[at]]
        for i, row in enumerate(rows):
            if i != at and row[column] != 0:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[at], strict=True)]
        at += 1
    if any(row[-1] != 0 for row in rows[at:]):
        return None
    return [row[-1] for row in rows[:at]]


def generators(keys: Iterable[Key]) -> list[Key]:
    """Independent exponents of which every given one is a whole combination.

    The simplest given exponents come first; one that is a broken combination of those before makes them finer.
    """
    found: list[Key] = []
    for key in sorted(set(keys), key=lambda k: (len(k), len(repr(k)), repr(k))):
        coefficients = combination(key, found)
        if coefficients is None:
            found.append(key)
    scale = [1] * len(found)
    for key in set(keys):
        coefficients = combination(key, found) or []
        scale = [lcm(s, c.denominator) for s, c in zip(scale, coefficients, strict=True)]
    return [tuple((mono, Fraction(c) / s) for mono, c in key) for key, s in zip(found, scale, strict=True)]
