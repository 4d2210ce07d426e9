"""A second, independent method in one variable: certified real roots (FLINT) and the signs between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy
from flint import fmpq, fmpz_poly

from poc_symbolic.rigor.rational import half, rational
from poc_symbolic.rigor.roots import isolate, value_at
from poc_symbolic.rigor.verdict import Verdict


def integer_poly(expr: sympy.Expr) -> Any | None:
    """The integer polynomial, up to a positive factor, of a polynomial in one symbol over Q, else None."""
    symbols = list(expr.free_symbols)
    if len(symbols) != 1:
        return None
    try:
        poly = sympy.Poly(expr, *symbols)
    except sympy.PolynomialError:
        return None
    if poly.domain not in (sympy.ZZ, sympy.QQ):
        return None
    _, cleared = poly.clear_denoms(convert=True)
    return fmpz_poly([int(c) for c in reversed(cleared.all_coeffs())])


def decide(p: Any, low: Any, high: Any, strict: bool) -> bool:
    """Is p ≥ 0 (> 0) on [low, high], by root isolation alone?"""
    seen = signs_on(p, low, high)
    return -1 not in seen and (strict is False or 0 not in seen)


def signs_on(p: Any, low: Any, high: Any) -> set[int]:
    """The signs that an integer polynomial takes on [low, high] (None: unbounded)."""
    if p.is_zero():
        return {0}
    seen: set[int] = set()
    for x in (low, high):
        if x is not None:
            value = value_at(p, x)
            seen.add(1 if value > 0 else -1 if value < 0 else 0)
    if low is not None and high is not None and low >= high:
        return seen
    roots = [
        (a, b)
        for a, b in isolate(p, avoid=[x for x in (low, high) if x is not None])
        if (low is None or a > low or (a == low and b > low)) and (high is None or b < high or (b == high and a < high))
    ]
    if len(roots) > 0:
        seen.add(0)
    marks = [low if low is not None else (roots[0][0] - 2 if roots else (high if high is not None else fmpq(0)) - 2)]
    for a, b in roots:
        marks += [a, b]
    marks.append(high if high is not None else (roots[-1][1] if roots else marks[0]) + 2)
    for a, b in zip(marks[0::2], marks[1::2], strict=True):
        value = value_at(p, half(a + b))
        seen.add(1 if value > 0 else -1 if value < 0 else 0)
    return seen


def cross_check(
    verdict: Verdict, poly: sympy.Expr, domain: Mapping[sympy.Symbol, tuple[Any, Any]], strict: bool
) -> None:
    """AssertionError if the verdict contradicts root isolation (polynomials in one variable only)."""
    p = integer_poly(poly)
    if p is None or verdict.status == "undecided":
        return
    symbol = next(iter(poly.free_symbols))
    low, high = domain.get(symbol, (-sympy.oo, sympy.oo))
    ends: list[Any] = [None if e in (sympy.oo, -sympy.oo) else rational(e) for e in (low, high)]
    if None not in ends and ends[0] > ends[1]:
        raise AssertionError("A verdict on an empty domain.")
    if decide(p, ends[0], ends[1], strict) != (verdict.status == "proved"):
        raise AssertionError(f"Two methods disagree on the sign of {poly}: {verdict.status} by {verdict.method}.")
