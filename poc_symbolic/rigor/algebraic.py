"""Ways to show p ≥ 0 (p > 0) by algebra: factors, equations, conjugate roots, completing the square.

Each takes (engine, p, strict, depth), gives a fact's number or None.
"""

from __future__ import annotations

from typing import Any

from flint import fmpq

from poc_symbolic.rigor.positivity import Engine
from poc_symbolic.rigor.rational import quotient, text
from poc_symbolic.rigor.ring import as_constant


def by_factors(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """p = c Π f^m: even powers are squares, odd ones need the sign of f."""
    constant, factors = p.factor()
    if len(factors) == 1 and factors[0][1] == 1:
        return None
    facts: list[int] = []
    weight = constant
    for f, m in factors:
        if strict or m % 2 == 1:
            signed = _signed(engine, f, strict, depth - 1)
            if signed is None:
                return None
            sigma, index = signed
            weight *= (sigma * engine.scale(sigma * f, index)) ** (m if strict else 1)
            facts += [index] * (m if strict else 1)
        if strict is False and m >= 2:
            root = f ** (m // 2)
            index_square = engine.square(engine.ring.tree(root))
            if index_square is None:
                return None
            facts.append(index_square)
    if weight < 0:
        return None
    return engine.weighted(p, [(weight, facts)])


def _signed(engine: Engine, f: Any, strict: bool, depth: int) -> tuple[int, int] | None:
    """(σ, fact) with σ f ≥ 0 (> 0)."""
    seen = engine.signs(f)
    for sigma in (1, -1):
        if -sigma in seen:
            continue
        index = engine.positive(sigma * f, strict, depth)
        if index is not None:
            return sigma, index
    return None


def by_equations(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """Eliminate a variable for which an equation A·v + B = 0 is linear: A^k p = Q·E + R."""
    for fact, i, equation in engine.solved:
        if p.degrees()[i] < 1:
            continue
        reduced = pseudo_divide(engine, p, fact, i, equation, depth)
        if reduced is None:
            continue
        cofactor, rest, times, sign = reduced
        target = engine.positive(sign * rest, strict, depth - 1)
        if target is None:
            continue
        terms: list[dict[str, Any]] = [{"coef": engine.ring.tree(sign * cofactor), "facts": [fact]}]
        weight = as_weight(engine, sign * rest, target)
        if weight != 0:
            terms.append({"coef": text(weight), "facts": [target]})
        found = engine.deduce(p, terms, times)
        if found is not None:
            return found
    return None


def as_weight(engine: Engine, p: Any, index: int) -> Any:
    """c with p = c·fact (0 if p is 0)."""
    return fmpq(0) if p.is_zero() else engine.scale(p, index)


def pseudo_divide(
    engine: Engine, p: Any, fact: int, i: int, equation: Any, depth: int
) -> tuple[Any, Any, list[int], int] | None:
    """(Q, R, facts, σ) with σ^… A^k p = Q·E + R, where the facts' product is |A|^k and σ = sign(A)^k."""
    ring = engine.ring
    _tail, lead = ring.coefficients(equation, i)
    value = as_constant(lead)
    times: list[int] = []
    sign = 1
    n = p.degrees()[i]
    if value is not None:
        quotient_poly, rest = ring.zero, p
        for k in range(n, 0, -1):
            parts = ring.coefficients(rest, i)
            c = parts[k] if len(parts) > k else ring.zero
            step = c * ring.generators[i] ** (k - 1) * quotient(1, value)
            quotient_poly += step
            rest = rest - step * equation
        return quotient_poly, ring.reduce(rest), [], 1
    known = engine.sign(lead, depth - 1)
    if known is None:
        return None
    sigma, index = known
    scale = engine.scale(sigma * lead, index)
    quotient_poly, rest = ring.zero, p
    for k in range(n, 0, -1):
        row = ring.coefficients(rest, i)
        c = row[k] if len(row) > k else ring.zero
        if c.is_zero():
            continue
        step = c * ring.generators[i] ** (k - 1)
        quotient_poly = quotient_poly * lead + step
        rest = rest * lead - step * equation
        times.append(index)
        sign *= sigma
    # the facts are lead·σ/scale each
    factor = quotient(1, scale ** len(times))
    return quotient_poly * factor, ring.reduce(rest * factor), times, sign


def by_conjugate(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """p = P + Q√u: (P + Q√u)(P - Q√u) = P² - Q²u, and signs."""
    ring = engine.ring
    for i in ring.used(p):
        if ring.atoms[i][0] != "sqrt" or p.degrees()[i] != 1:
            continue
        base, slope = ring.coefficients(p, i)
        root = ring.generators[i]
        if base.is_zero():
            continue
        for sigma in (1, -1):  # |P| dominates, or |Q|√u does
            norm = ring.reduce(sigma * (base * base - slope * slope * root * root))
            other = sigma * (base - slope * root)
            if -1 in engine.signs(norm) or -1 in engine.signs(other):
                continue
            partner = engine.positive(other, True, depth - 1)
            if partner is None:
                continue
            target = engine.positive(norm, strict, depth - 1)
            if target is None:
                continue
            weight = as_weight(engine, norm, target) * quotient(1, engine.scale(other, partner))
            terms = [(weight, [target])] if weight != 0 else []
            found = engine.weighted(p, terms, [partner])
            if found is not None:
                return found
    return None


def by_square_completion(engine: Engine, p: Any, strict: bool, depth: int) -> int | None:
    """p = a v² + b v + c: 4a·p = (2av + b)² + (4ac - b²)."""
    ring = engine.ring
    for i in ring.used(p):
        if p.degrees()[i] != 2:
            continue
        c, b, a = ring.coefficients(p, i)
        rest = ring.reduce(4 * a * c - b * b)
        seen = engine.signs(rest)
        if -1 in seen or (strict and 0 in seen) or -1 in engine.signs(a) or 0 in engine.signs(a):
            continue
        lead = engine.positive(a, True, depth - 1)
        if lead is None:
            continue
        target = engine.positive(rest, strict, depth - 1)
        if target is None:
            continue
        square = engine.square(ring.tree(2 * a * ring.generators[i] + b))
        if square is None:
            continue
        scale = quotient(1, 4 * engine.scale(a, lead))
        terms = [(scale, [square])]
        if rest.is_zero() is False:
            terms.append((scale * engine.scale(rest, target), [target]))
        return engine.weighted(p, terms, [lead])
    return None
