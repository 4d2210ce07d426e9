"""Ways to show p ≥ 0 (p > 0) from the domain: expansion at a bound, Bernstein subdivision, splitting, peeling.

Each takes (engine, p, strict, depth), gives a fact's number or None.
"""

from __future__ import annotations

from typing import Any

from flint import fmpq

from poc_symbolic.rigor import bernstein, steps
from poc_symbolic.rigor.algebraic import as_weight
from poc_symbolic.rigor.positivity import Engine
from poc_symbolic.rigor.proof import Budget
from poc_symbolic.rigor.rational import quotient, text
from poc_symbolic.rigor.ring import as_constant


def by_expansion(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """Taylor expansion at a bound of one generator: all coefficients ≥ 0, the first one > 0 if strict."""
    ring = engine.ring
    used = ring.used(p)
    if len(used) == 1 and p.degrees()[used[0]] > 8:
        return None
    for i in used:
        b = engine.bounds(i)
        for end, index, sigma in ((b.low, b.low_fact, 1), (b.high, b.high_fact, -1)):
            if index is None:
                continue
            # x = end + σ t
            shifted = compose(engine, p, i, end, sigma)
            row = ring.coefficients(shifted, i)
            if any(-1 in engine.signs(c) for c in row):
                continue
            scale = engine.scale(sigma * (ring.generators[i] - end), index)
            terms: list[tuple[Any, list[int]]] = []
            firm = False
            for k, c in enumerate(row):
                if c.is_zero():
                    continue
                want = strict and firm is False and (k == 0 or engine.rel(index) == ">")
                found = engine.positive(c, want, depth - 1) if want else None
                if found is not None and want:
                    firm = True
                else:
                    found = engine.positive(c, False, depth - 1)
                if found is None:
                    terms = []
                    break
                terms.append((engine.scale(c, found) * scale**k, [found, *([index] * k)]))
            if terms and (firm or strict is False):
                return engine.weighted(p, terms)
    return None


def compose(engine: Engine, p: Any, i: int, shift: Any, factor: Any) -> Any:
    """p with generator i replaced by shift + factor·generator i."""
    args = list(engine.ring.generators)
    args[i] = shift + factor * args[i]
    return p.compose(*args, ctx=engine.ring.context)


def by_bernstein(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """Subdivision on a box whose sides are facts about variables, roots, powers, or a variable's negative."""
    ring = engine.ring
    used = ring.used(p)
    sides: list[tuple[Any, Any]] = []
    box: list[list[Any]] = []
    trees = list(ring.trees)
    for i in used:
        b = engine.bounds(i)
        if b.low is None and b.high is None:
            return None
        name, flip = f"u{i}", b.low is None
        low, high = (-b.high, None) if flip else (b.low, b.high)
        sides.append((low, high))
        ends = [text(low), None if high is None else text(high)]
        if flip:
            p = compose(engine, p, i, fmpq(0), -1)
            trees[i] = name
            box.append([name, *ends, ["-", ring.trees[i]]])
        elif ring.atoms[i][0] == "v":
            box.append([ring.trees[i], *ends])
        else:
            trees[i] = name
            box.append([name, *ends, ring.trees[i]])
    if _size(p, used) > 20000:
        return None
    terms = [(tuple(m[i] for i in used), c) for m, c in p.terms()]
    limit = 4000 if len(used) == 1 else 600 if len(used) == 2 else 200
    allowance = Budget(min(limit, max(engine.budget.steps - engine.budget.spent, 0)))
    found = bernstein.search(terms, sides, strict, allowance, depth=400 if len(used) == 1 else 40)
    engine.budget.take(allowance.spent)
    if found.settled is False or found.corner is not None:
        return None
    of = ring.tree(p, trees)
    rel = ">" if strict else ">="
    step = {
        "rule": "bernstein",
        "of": of,
        "box": steps.box(box),
        "tree": steps.cuts(steps.box(box), found.tree),
        "rel": rel,
    }
    return engine.keep(engine.proof.claim(step), original(engine, p, used))


def original(engine: Engine, p: Any, used: list[int]) -> Any:
    """Undo the flips of generators without a lower bound."""
    for i in used:
        if engine.bounds(i).low is None:
            p = compose(engine, p, i, fmpq(0), -1)
    return p


def _size(p: Any, used: list[int]) -> int:
    size = 1
    for i in used:
        size *= p.degrees()[i] + 1
    return size


def by_line(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """One variable without a lower bound: all Taylor coefficients have one sign beyond the roots."""
    ring = engine.ring
    used = ring.used(p)
    if len(used) != 1:
        return None
    i = used[0]
    b = engine.bounds(i)
    if b.low is not None:
        return None
    row: list[Any] = [as_constant(c) for c in ring.coefficients(p, i)]
    lead = row[-1] if (len(row) - 1) % 2 == 0 else -row[-1]
    if lead < 0:
        return None
    radius = 1 + max((abs(quotient(c, row[-1])) for c in row[:-1]), default=fmpq(0))
    if b.high is not None and radius < 1 - b.high:
        radius = 1 - b.high
    radius = fmpq(radius.ceil())
    on = ring.generators[i] + radius

    def prove(branch: Engine) -> int | None:
        own = branch.proof.mark() - 1  # the case's fact
        if branch.bounds(i).low is not None:
            return branch.positive(p, strict, depth - 1)
        shifted = [as_constant(c) for c in ring.coefficients(compose(branch, p, i, -radius, -1), i)]
        return branch.weighted(p, [(c, [own] * k) for k, c in enumerate(shifted)])

    return engine.cases(on, p, strict, prove)


def by_halves(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """Several variables, one without bounds: split at 0."""
    ring = engine.ring
    used = ring.used(p)
    if len(used) < 2 or depth < 3:
        return None
    for i in used:
        b = engine.bounds(i)
        if ring.atoms[i][0] == "v" and b.low is None and (b.high is None or b.high > 0):
            found = engine.cases(ring.generators[i], p, strict, lambda e: e.positive(p, strict, depth - 2))
            if found is not None:
                return found
    return None


def by_peeling(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """At a bound x = e: p = p(e) + (x - e)·q, both parts with the right sign."""
    ring = engine.ring
    used = ring.used(p)
    if len(used) < 2:
        return None
    for i in used:
        b = engine.bounds(i)
        for end, index, sigma in ((b.low, b.low_fact, 1), (b.high, b.high_fact, -1)):
            if index is None:
                continue
            face = compose(engine, p, i, end, 0)
            q, remainder = divmod(p - face, sigma * (ring.generators[i] - end))
            if remainder.is_zero() is False or -1 in engine.signs(face) or -1 in engine.signs(q):
                continue
            firm = strict and engine.rel(index) == ">"
            first = engine.positive(face, strict and firm is False, depth - 2)
            if first is None:
                continue
            second = engine.positive(q, firm, depth - 2)
            if second is None:
                continue
            scale = engine.scale(sigma * (ring.generators[i] - end), index)
            terms = [(scale * as_weight(engine, q, second), [second, index])]
            if face.is_zero() is False:
                terms.append((engine.scale(face, first), [first]))
            return engine.weighted(p, terms)
    return None


def by_slack(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """p = q + c with a constant c > 0 and q ≥ 0 (q may factor where p does not)."""
    origin = tuple([0] * engine.ring.width)
    slack = next((c for m, c in p.terms() if tuple(int(e) for e in m) == origin), fmpq(0))
    if slack <= 0 or len(engine.ring.used(p)) < 2:
        return None
    rest = p - slack
    target = engine.positive(rest, False, depth - 2)
    if target is None:
        return None
    return engine.weighted(p, [(slack, []), (engine.scale(rest, target), [target])])
