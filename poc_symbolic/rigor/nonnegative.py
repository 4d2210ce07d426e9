"""Polynomials on boxes and unbounded ranges: p ≥ 0, p > 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy

from poc_symbolic.errors import InputError
from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.statement import Atom, Kind, Statement, eq, exact, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

Domain = Mapping[sympy.Symbol, tuple[Any, Any]]


def ordered(symbols: Iterable[sympy.Symbol]) -> list[sympy.Symbol]:
    """The symbols by name."""
    return sorted(symbols, key=str)


def bounds(domain: Domain) -> tuple[Atom, ...]:
    """The assumptions lo ≤ x ≤ hi of a mapping {x: (lo, hi)}; ±oo gives no assumption."""
    atoms: list[Atom] = []
    for symbol in ordered(domain):
        low, high = (sympy.sympify(end) if isinstance(end, int) else exact(end) for end in domain[symbol])
        for end in (low, high):
            if end not in (sympy.oo, -sympy.oo) and isinstance(end, sympy.Rational) is False:
                raise InputError(f"A bound of {symbol} must be a rational number or infinite, not {end}.")
        if low != -sympy.oo:
            atoms.append(ge(symbol, low))
        if high != sympy.oo:
            atoms.append(le(symbol, high))
    return tuple(atoms)


def prove_nonnegative(
    poly: Any,
    domain: Domain,
    strict: bool = False,
    *,
    zero: Iterable[Any] = (),
    kinds: Mapping[str, Kind] | None = None,
    budget: int = 20000,
) -> Verdict:
    """poly ≥ 0 (> 0 if ``strict``) on a box {x: (lo, hi)}, where every expression of ``zero`` vanishes.

    In one variable the answer is always decided, except that a strict claim whose only failure is at an irrational
    point has no rational witness. In several variables a tight claim may come back undecided.
    """
    assume = bounds(domain)
    statement = Statement(
        gt(poly, 0) if strict else ge(poly, 0), (*assume, *(eq(e, 0) for e in zero)), dict(kinds or {})
    )
    return prove(statement, budget)
