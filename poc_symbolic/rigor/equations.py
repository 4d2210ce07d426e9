"""Equations among the facts: triangular form, and p = 0 by elimination or by linear algebra."""

from __future__ import annotations

from typing import Any

from poc_symbolic.rigor.algebraic import pseudo_divide
from poc_symbolic.rigor.positivity import Engine
from poc_symbolic.rigor.products import vanish_linearly
from poc_symbolic.rigor.rational import text
from poc_symbolic.rigor.ring import as_constant


def solve_equations(engine: Engine) -> None:
    """Triangular form: each equation that is linear in some generator eliminates it from the later
    ones."""
    ring = engine.ring
    queue = [i for i in range(len(engine.polys)) if engine.rel(i) == "=" and engine.polys[i] is not None]
    for start in queue:
        index, poly = start, engine.polys[start]
        for fact, i, equation in engine.solved:
            if poly.degrees()[i] < 1:
                continue
            reduced = pseudo_divide(engine, poly, fact, i, equation, 4)
            if reduced is None:
                continue
            cofactor, rest, _, sign = reduced
            lead = poly if sign == 1 else -poly
            multiple, remainder = divmod(cofactor * equation + rest, lead)
            if remainder.is_zero() is False:
                continue
            terms = [
                {"coef": ring.tree(multiple * sign), "facts": [index]},
                {"coef": ring.tree(-cofactor), "facts": [fact]},
            ]
            found = engine.deduce(rest, terms)
            if found is not None:
                index, poly = found, rest
        options = [i for i in ring.used(poly) if poly.degrees()[i] == 1]
        ranked = []
        for i in options:
            lead = ring.coefficients(poly, i)[1]
            simple = as_constant(lead) is not None
            if simple or 0 not in engine.signs(lead):
                ranked.append((0 if simple else 1, len(list(poly.terms())), i))
        ranked.sort()
        if ranked:
            engine.solved.append((index, ranked[0][2], poly))


def vanish(engine: Engine, p: Any, skip: tuple[int, ...] = ()) -> int | None:
    """A fact p = 0 from the equations among the facts."""
    ring = engine.ring
    p = ring.reduce(p)
    if p.is_zero():
        return engine.deduce(p, [])
    for fact, i, equation in engine.solved:
        if p.degrees()[i] < 1 or fact in skip:
            continue
        reduced = pseudo_divide(engine, p, fact, i, equation, 4)
        if reduced is None:
            continue
        cofactor, rest, times, sign = reduced
        target = vanish(engine, sign * rest, (*skip, fact))
        if target is None:
            continue
        terms = [{"coef": ring.tree(sign * cofactor), "facts": [fact]}]
        if rest.is_zero() is False:
            terms.append({"coef": text(engine.scale(sign * rest, target)), "facts": [target]})
        return engine.deduce(p, terms, times)
    return vanish_linearly(engine, p)
