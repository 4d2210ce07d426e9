"""p ≥ 0 (p > 0) or p = 0 as a linear combination of products of facts, by exact linear programming."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

from poc_symbolic.rigor import linear
from poc_symbolic.rigor.positivity import Engine
from poc_symbolic.rigor.proof import Budget
from poc_symbolic.rigor.rational import text


def by_products(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """Exact linear programming over products of facts, squares of binomials, and multiples of equations."""
    ring = engine.ring
    degree = ring.degree(p)
    if degree > 8 or len(ring.atoms) > 8:
        return None
    for size in (1, 2, 3):
        if size > 1 and degree > 6:
            break
        found = _linear_program(engine, p, strict, size, degree)
        if found is not None:
            return found
    return None


def _linear_program(engine: Engine, p: Any, strict: bool, size: int, degree: int) -> int | None:
    ring = engine.ring
    base = [
        i
        for i, poly in enumerate(engine.polys)
        if poly is not None and engine.rel(i) in (">", ">=") and 0 < ring.degree(poly) <= max(degree, 1)
    ]
    base = _distinct(engine, base)[:14]
    columns: list[tuple[Any, list[int], Any]] = []  # (polynomial, facts, square root or None)
    for count in range(1, size + 1):
        for chosen in combinations_with_replacement(base, count):
            if sum(ring.degree(engine.polys[i]) for i in chosen) <= degree:
                poly = ring.one
                for i in chosen:
                    poly = poly * engine.polys[i]
                columns.append((ring.reduce(poly), list(chosen), None))
    columns.append((ring.one, [], None))
    if size >= 2:
        monomials = _monomials(engine, p, degree >> 1)
        roots = [m for m in monomials]
        for a in range(len(monomials)):
            for b in range(a):
                roots += [monomials[a] - monomials[b], monomials[a] + monomials[b]]
        columns += [(ring.reduce(r * r), [], r) for r in roots[:200]]
    free = _multiples(engine, p, degree)
    if len(columns) + len(free) > 500:
        return None
    target = _vector(p)
    reward = [
        j
        for j, (_, facts, root) in enumerate(columns)
        if strict and root is None and all(engine.rel(i) == ">" for i in facts)
    ]
    allowance = Budget(min(400, max(engine.budget.steps - engine.budget.spent, 0)))
    answer = linear.combination(
        target, [_vector(c[0]) for c in columns], [_vector(f[0]) for f in free], reward, allowance
    )
    engine.budget.take(allowance.spent)
    if answer is None or (strict and all(j not in answer.weights for j in reward)):
        return None
    terms: list[dict[str, Any]] = []
    for j, weight in sorted(answer.weights.items()):
        _, facts, root = columns[j]
        if root is not None:
            index = engine.square(ring.tree(root))
            if index is None:
                return None
            facts = [index]
        terms.append({"coef": text(weight), "facts": facts})
    for k, weight in sorted(answer.cofactors.items()):
        _, fact, m = free[k]
        terms.append({"coef": ring.tree(m * weight), "facts": [fact]})
    return engine.deduce(p, terms)


def vanish_linearly(engine: Engine, p: Any) -> int | None:
    """p = Σ cofactor·equation by linear algebra, with cofactors of bounded degree."""
    ring = engine.ring
    degree = ring.degree(p)
    for extra in (0, 1, 2):
        free = _multiples(engine, p, degree + extra)
        if len(free) == 0 or len(free) > 400:
            return None
        answer = linear.combination(_vector(p), [], [_vector(f[0]) for f in free])
        if answer is None:
            continue
        terms = [
            {"coef": ring.tree(free[k][2] * weight), "facts": [free[k][1]]}
            for k, weight in sorted(answer.cofactors.items())
        ]
        return engine.deduce(p, terms)
    return None


def _multiples(engine: Engine, p: Any, degree: int) -> list[tuple[Any, int, Any]]:
    """(m·E, fact of E = 0, m) for monomials m with deg(m·E) ≤ degree."""
    ring = engine.ring
    free: list[tuple[Any, int, Any]] = []
    for i, poly in enumerate(engine.polys):
        if poly is not None and engine.rel(i) == "=" and poly.is_zero() is False:
            room = degree - ring.degree(poly)
            for m in _monomials(engine, p + poly, room) if room >= 0 else [ring.one]:
                free.append((ring.reduce(poly * m), i, m))
    return free


def _distinct(engine: Engine, indices: list[int]) -> list[int]:
    """One fact per polynomial, the strict one if there is a choice."""
    out: dict[Any, int] = {}
    for i in indices:
        key = tuple((m, str(c)) for m, c in engine.polys[i].terms())
        if key not in out or engine.rel(i) == ">":
            out[key] = i
    return list(out.values())


def _monomials(engine: Engine, p: Any, degree: int) -> list[Any]:
    """Monomials up to a degree in the generators of p."""
    ring = engine.ring
    used = ring.used(p)
    out = [ring.one]
    for count in range(1, degree + 1):
        for chosen in combinations_with_replacement(used, count):
            m = ring.one
            for i in chosen:
                m = m * ring.generators[i]
            out.append(m)
        if len(out) > 40:
            break
    return out[:40]


def _vector(p: Any) -> dict[Any, Any]:
    return {tuple(int(e) for e in m): c for m, c in p.terms()}
