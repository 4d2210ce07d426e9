"""p ≥ 0 by sums of squares: alone, weighted by facts, after a case split, or with a positive multiplier.

The last resort of the driver: the decompositions come from :mod:`poc_symbolic.rigor.sos`, and each becomes the kernel's
rules "square" and "combine".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from flint import fmpq

from poc_symbolic.rigor.positivity import Engine
from poc_symbolic.rigor.rational import fraction, quotient, rational, text
from poc_symbolic.rigor.ring import Ring, as_constant
from poc_symbolic.rigor.sos import Term, decompose, decompose_around, terms_of

MAX_DEGREE = 10
MAX_GENERATORS = 5
GRID = [fmpq(n) for n in (0, 1, -1, 2, -2)] + [fmpq(1, 2), fmpq(-1, 2)]

Weight = tuple[Any, tuple[int, ...]]


def by_squares(engine: Engine, p: Any, strict: bool, base: Sequence[int]) -> int | None:
    """A fact p ≥ 0 (p > 0); ``base`` are the facts that may be weights (the domain's constraints)."""
    p = engine.ring.reduce(p)
    used = len(engine.ring.used(p))
    if used < 2 or used > MAX_GENERATORS or engine.ring.degree(p) > MAX_DEGREE or _hopeless(engine, p, strict):
        return None
    zeros = [] if strict else _zeros(engine, p)
    base = _weights(engine, p, base)
    found = _direct(engine, p, strict, base, zeros)
    if found is None:
        found = _multiplied(engine, p, strict, base, zeros)
    if found is None:
        found = _ordered(engine, p, strict, base, zeros, [])
    return _by_signs(engine, p, strict, base, zeros) if found is None else found


def _hopeless(engine: Engine, p: Any, strict: bool) -> bool:
    seen = engine.signs(p)
    return -1 in seen or (strict and 0 in seen) or engine.budget.spent >= engine.budget.steps


def _weights(engine: Engine, p: Any, base: Sequence[int]) -> list[int]:
    """The facts in the generators of p that can be weights, one for each polynomial."""
    ring = engine.ring
    used = set(ring.used(p))
    kept: dict[Any, int] = {}
    for i in base:
        poly = engine.polys[i]
        if poly is None or engine.rel(i) not in (">", ">=") or as_constant(poly) is not None:
            continue
        if ring.degree(poly) <= 4 and set(ring.used(poly)) <= used:
            kept.setdefault(tuple(sorted(terms_of(poly).items())), i)
    return list(kept.values())[:8]


# -------------------------------------------------------------------- zeros
def _zeros(engine: Engine, p: Any) -> list[list[Any]]:
    """Rational zeros of p, in the domain or not: sample points, a small grid, and near stationary points."""
    ring = engine.ring
    used = ring.used(p)
    points: list[list[Any]] = [values for values in engine.values if all(v is not None for v in values)]

    def fill(values: Sequence[Any]) -> list[Any]:
        point = [fmpq(0)] * ring.width
        for i, v in zip(used, values, strict=True):
            point[i] = rational(v)
        return point

    grid = GRID if len(used) <= 3 else GRID[:3]
    points += [fill(values) for values in product(grid, repeat=len(used))]
    from poc_symbolic.search.gram import stationary

    shape = {tuple(m[i] for i in used): c for m, c in terms_of(p).items()}
    points += [fill(values) for values in stationary({m: fraction(c) for m, c in shape.items()})]
    out: dict[tuple[Any, ...], list[Any]] = {}
    for point in points:
        if ring.evaluate(p, point) == 0:
            out.setdefault(tuple(text(point[i]) for i in used), point)
    return list(out.values())[:40]


# -------------------------------------------------------------------- one certificate
def _direct(engine: Engine, p: Any, strict: bool, base: Sequence[int], zeros: Sequence[Sequence[Any]]) -> int | None:
    """Squares; then squares weighted by one fact; then by products of facts."""
    degree = engine.ring.degree(p)
    even = degree + degree % 2
    # a zero outside the domain says nothing about weighted squares
    inside = [z for z in zeros if all(engine.ring.evaluate(engine.polys[i], list(z)) >= 0 for i in base)]
    last: list[Weight] = []
    for size, top in ((0, even), (1, even), (2, even), (1, even + 2), (3, even), (2, even + 2)):
        weights = list(_products(engine, base, size, top))
        if (size and len(base) == 0) or len(weights) > 24 or (weights == last and top == even):
            continue
        last = weights
        terms = decompose(engine.ring, p, weights, top, inside if size else zeros, engine.budget)
        if terms is None and size == 0 and zeros:
            terms = decompose_around(engine.ring, p, zeros, engine.budget)
        found = None if terms is None else _emit(engine, p, strict, terms)
        if found is not None:
            return found
    return None


def _products(engine: Engine, base: Sequence[int], size: int, top: int) -> Iterator[Weight]:
    for count in range(size + 1):
        for chosen in combinations(base, count):
            weight = engine.ring.one
            for i in chosen:
                weight = weight * engine.polys[i]
            if engine.ring.degree(weight) <= top:
                yield weight, chosen


def _emit(engine: Engine, p: Any, strict: bool, terms: Sequence[Term]) -> int | None:
    """The squares and their combination as steps; for p > 0 one of the terms must be a positive constant."""
    rows: list[tuple[Any, list[int]]] = []
    firm = False
    for term in terms:
        value = as_constant(term.root)
        if value is not None:
            firm = firm or all(engine.rel(i) == ">" for i in term.facts)
            rows.append((term.coefficient * value * value, list(term.facts)))
            continue
        square = engine.square(engine.ring.tree(term.root))
        if square is None:
            return None
        rows.append((term.coefficient, [square, *term.facts]))
    return engine.weighted(p, rows) if firm or strict is False else None


# -------------------------------------------------------------------- multipliers
def _multiplied(
    engine: Engine, p: Any, strict: bool, base: Sequence[int], zeros: Sequence[Sequence[Any]]
) -> int | None:
    """m·p as a sum of squares for m = 1 + Σ x², or m = Σ x where that is a fact > 0."""
    ring = engine.ring
    used = ring.used(p)
    degree = ring.degree(p)
    if degree > 6 or len(used) > 3:
        return None
    squares = ring.one
    linear = ring.zero
    for i in used:
        squares += ring.generators[i] ** 2
        linear += ring.generators[i]
    homogeneous = len({sum(m) for m in terms_of(p)}) == 1
    for m in [linear] if homogeneous else [squares]:
        if _hopeless(engine, m, True):
            continue
        fact = engine.positive(m, True, 3)
        if fact is None:
            continue
        target = _direct(engine, m * p, strict, base, zeros)
        if target is not None:
            scale = quotient(engine.scale(m * p, target), engine.scale(m, fact))
            return engine.weighted(p, [(scale, [target])], [fact])
    return None


# -------------------------------------------------------------------- case splits
def _ordered(
    engine: Engine,
    p: Any,
    strict: bool,
    base: Sequence[int],
    zeros: Sequence[Sequence[Any]],
    order: list[tuple[int, int]],
) -> int | None:
    """p is symmetric in some of its variables: cases by their order."""
    ring = engine.ring
    if len(ring.used(p)) > 3:
        return None
    for i, j in combinations(ring.used(p), 2):
        if (i, j) in order or (j, i) in order or _swapped(ring, p, i, j) != p:
            continue
        on = ring.generators[i] - ring.generators[j]

        def prove(branch: Engine, i: int = i, j: int = j, on: Any = on) -> int | None:
            own = branch.proof.mark() - 1
            up = branch.polys[own] is not None and branch.scale(on, own) > 0
            known = _transitive([*order, (i, j) if up else (j, i)])
            facts = _weights(branch, p, [own, *base])
            return _ordered(branch, p, strict, facts, zeros, known) or _direct(branch, p, strict, facts, zeros)

        return engine.cases(on, p, strict, prove)
    return None


def _transitive(order: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out = set(order)
    for a, b in order:
        out |= {(a, d) for c, d in order if b == c}
    return sorted(out)


def _swapped(ring: Ring, p: Any, i: int, j: int) -> Any:
    terms: dict[tuple[int, ...], Any] = {}
    for m, c in terms_of(p).items():
        row = list(m)
        row[i], row[j] = row[j], row[i]
        terms[tuple(row)] = c
    return ring.context.from_dict(terms)


def _by_signs(engine: Engine, p: Any, strict: bool, base: Sequence[int], zeros: Sequence[Sequence[Any]]) -> int | None:
    """Cases by the sign of a product of two variables."""
    ring = engine.ring
    free = [i for i in ring.used(p) if engine.bounds(i).low is None]
    for i, j in list(combinations(free, 2))[:3]:
        if _hopeless(engine, p, strict):
            return None

        def prove(branch: Engine) -> int | None:
            own = branch.proof.mark() - 1
            return _direct(branch, p, strict, _weights(branch, p, [own, *base]), zeros)

        found = engine.cases(ring.generators[i] * ring.generators[j], p, strict, prove)
        if found is not None:
            return found
    return None
