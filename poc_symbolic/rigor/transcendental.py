"""Facts about roots, exponentials, logarithms and symbolic powers: monotonicity, tangents, intervals."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from poc_symbolic.rigor import kernel, normal, steps
from poc_symbolic.rigor.balls import cells
from poc_symbolic.rigor.positivity import Engine
from poc_symbolic.rigor.proof import FAILURES
from poc_symbolic.rigor.rational import fraction, text
from poc_symbolic.rigor.normal import Ratio, Tree
from poc_symbolic.rigor.ring import ratio_tree


def variables_in(tree: Tree) -> set[str]:
    """The names of the variables of a tree."""
    if isinstance(tree, str):
        return set() if kernel.number(tree) is not None else {tree}
    return {name for arg in tree[1:] for name in variables_in(arg)}


# -------------------------------------------------------------------- powers of one base
def by_powers(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """Replace x^e by a smaller x^f in a positive term (x ≥ 1, e - f ≥ 0 linear in the parameters)."""
    ring = engine.ring
    bases = {ring.atoms[i][1] for i in ring.used(p) if ring.atoms[i][0] == "pow"}
    for name in sorted(bases):
        if engine.proof.known(["-", name, "1"], ">=") is False and _at_least_one(engine, name) is False:
            continue
        terms = [(c, *_exponent(engine, name, m), m) for m, c in p.terms()]
        for c_high, e_high, rest_high, m_high in terms:
            if c_high <= 0:
                continue
            for c_low, e_low, rest_low, m_low in terms:
                if c_low >= 0 or rest_high != rest_low:
                    continue
                found = _lower(engine, p, name, (c_high, e_high, m_high), (c_low, e_low, m_low), strict, depth)
                if found is not None:
                    return found
    return None


def _at_least_one(engine: Engine, name: str) -> bool:
    x = engine.ring.generators[engine.ring.index[("v", name)]]
    return engine.positive(x - 1, False, 3) is not None


def _exponent(engine: Engine, name: str, monomial: Any) -> tuple[Any, tuple[int, ...]]:
    """The exponent of x in a monomial, as a polynomial of the ring, and the monomial without x."""
    ring = engine.ring
    exponent = ring.zero
    rest = [int(e) for e in monomial]
    for i, e in enumerate(monomial):
        atom = ring.atoms[i]
        if e and _belongs(atom, name):
            rest[i] = 0
            weight = fmpq(int(e), 2) if atom[0] == "sqrt" else fmpq(int(e))
            exponent += weight * _key(engine, atom) if atom[0] == "pow" else weight
    return exponent, tuple(rest)


def _belongs(atom: Any, name: str) -> bool:
    """Is the atom a power of the variable: x, √x or x^e?"""
    if atom[0] == "sqrt":
        return bool(normal.thaw(atom[1]) == ({((("v", name), 1),): fraction(1)}, normal.ONE))
    return atom[0] in ("v", "pow") and atom[1] == name


def _key(engine: Engine, atom: Any) -> Any:
    num, den = normal.thaw(atom[2])
    poly, shift = engine.ring.laurent(num)
    if den != normal.ONE or any(shift):
        raise ValueError("The exponent is not a polynomial.")
    return poly


def _lower(
    engine: Engine,
    p: Any,
    name: str,
    high: tuple[Any, Any, Any],
    low: tuple[Any, Any, Any],
    strict: bool,
    depth: int,
) -> int | None:
    ring = engine.ring
    slot = ring.index[("v", name)]
    x = ring.generators[slot]
    c_high, e_high, m_high = high
    c_low, e_low, m_low = low
    gap = e_high - e_low
    for step in (3, 2, 1, 0):
        if -1 in engine.signs(gap - step):
            continue
        because = engine.positive(gap - step, False, depth - 1)
        if because is None:
            continue
        exact_fact = (
            engine.weighted(gap - step, [(engine.scale(gap - step, because), [because])]) if gap != step else because
        )
        monomials = [ring.context.from_dict({tuple(int(e) for e in m): fmpq(1)}) for m in (m_high, m_low)]
        share = c_high if step else min(c_high, -c_low)
        rest = p - share * monomials[0] + share * monomials[1] * x**step
        if exact_fact is None or -1 in engine.signs(rest):
            continue
        odd = [
            i for i, e in enumerate(m_low) if e == 1 and ring.atoms[i][0] == "sqrt" and _belongs(ring.atoms[i], name)
        ]
        shift = fmpq(len(odd), 2)  # √x is kept outside: the kernel does not merge it with x^e
        roots = [engine.positive(ring.generators[i], False, 2) for i in odd]
        if None in roots:
            continue
        ends = ring.tree(e_high - shift), ring.tree(e_low + step - shift)
        fact = engine.keep(engine.proof.add_all(steps.monotone(engine.proof.mark(), "pow", *ends, exact_fact, name)))
        if fact is None:
            continue
        others = _other_factors(engine, name, m_high)
        if others is None:
            continue
        target = engine.positive(rest, strict, depth - 1)
        if target is None:
            continue
        terms: list[tuple[Any, list[int]]] = [(share, [fact, *others, *(r for r in roots if r is not None)])]
        if rest.is_zero() is False:
            terms.append((engine.scale(rest, target), [target]))
        return engine.weighted(p, terms)
    return None


def _other_factors(engine: Engine, name: str, monomial: Any) -> list[int] | None:
    """Facts "generator ≥ 0" for the part of a monomial without x."""
    out: list[int] = []
    for i, e in enumerate(monomial):
        atom = engine.ring.atoms[i]
        if e and _belongs(atom, name) is False:
            generator = engine.ring.generators[i]
            fact = engine.positive(generator, False, 3)
            if fact is None or engine.scale(generator, fact) != 1:
                return None
            out += [fact] * int(e)
    return out


# -------------------------------------------------------------------- tangents and monotone functions
def enrich(engine: Engine) -> None:
    """Add tangents of exp and log, and f(u) ≥ f(v) for all pairs of atoms whose arguments are ordered."""
    ring = engine.ring
    kinds: dict[str, list[tuple[Tree, Ratio]]] = {"exp": [], "log": [], "sqrt": []}
    for atom, tree in zip(ring.atoms, ring.trees, strict=True):
        if atom[0] in kinds:
            kinds[atom[0]].append((tree, normal.thaw(atom[1])))
    for op in ("exp", "log"):
        for tree, _ in kinds[op]:
            engine.keep(engine.proof.add_all(steps.tangent(engine.proof.mark(), tree)))
    for op, items in kinds.items():
        for tree, ratio in items:
            for other, second in items:
                if tree != other:
                    _ordered(engine, op, (tree, ratio), (other, second))


def _ordered(engine: Engine, op: str, high: tuple[Tree, Ratio], low: tuple[Tree, Ratio]) -> None:
    ring = engine.ring
    difference = normal.add(high[1], normal.scale(low[1], fraction(-1)))
    if difference[1] != normal.ONE or len(difference[0]) == 0:
        return
    try:
        poly, shift = ring.laurent(difference[0])
    except KeyError:
        return
    if any(shift) or -1 in engine.signs(poly):
        return
    index = engine.positive(poly, False, 3)
    if index is None:
        return
    because = engine.weighted(poly, [(engine.scale(poly, index), [index])])
    if because is not None:
        ends = ratio_tree(high[1]), ratio_tree(low[1])
        engine.keep(engine.proof.add_all(steps.monotone(engine.proof.mark(), op, *ends, because)))


# -------------------------------------------------------------------- intervals
def by_intervals(engine: Engine, tree: Tree, rel: str) -> int | None:
    """tree ≥ 0 (> 0) on a bounded box by interval evaluation on a subdivision."""
    names = sorted(variables_in(tree))
    box: list[list[Any]] = []
    for name in names:
        slot = engine.ring.index.get(("v", name))
        b = None if slot is None else engine.bounds(slot)
        if b is None or b.low is None or b.high is None:
            return None
        box.append([name, b.low, b.high])
    if engine.proof.defined(tree) is False or len(names) > 3:
        return None
    bits = 96
    limit = min((20, 1500, 1500, 800)[len(names)], engine.budget.steps - engine.budget.spent)
    found = cells(tree, [(n, fraction(lo), fraction(hi)) for n, lo, hi in box], rel == ">", bits, limit)
    engine.budget.take(found.spent)
    if found.settled is False:
        return None
    step = {
        "rule": "interval",
        "of": tree,
        "box": steps.box(box),
        "tree": steps.cuts(steps.box(box), found.tree),
        "rel": rel,
        "bits": bits,
    }
    try:
        index = engine.proof.claim(step)
    except FAILURES:
        return None
    engine.sync()
    return index


def by_numbers(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """Polynomials with roots, exponentials or logarithms in them: intervals, if the box is bounded."""
    ring = engine.ring
    if all(ring.atoms[i][0] == "v" for i in ring.used(p)):
        return None
    return by_intervals(engine, ring.tree(p), ">" if strict else ">=")
