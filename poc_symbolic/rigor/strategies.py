"""Ways to show p ≥ 0 (p > 0) from facts.

Each takes (engine, p, strict, depth), gives a fact's number or None.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

from flint import fmpq

from poc_symbolic.rigor import bernstein, linear, steps
from poc_symbolic.rigor.positivity import Engine, Strategy
from poc_symbolic.rigor.proof import Budget
from poc_symbolic.rigor.rational import quotient, text
from poc_symbolic.rigor.ring import as_constant
from poc_symbolic.rigor.transcendental import by_numbers, by_powers


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
    step = {"rule": "bernstein", "of": of, "box": steps.box(box), "tree": steps.cuts(steps.box(box), found.tree), "rel": rel}
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


STRATEGIES: tuple[Strategy, ...] = (
    by_factors,
    by_equations,
    by_expansion,
    by_bernstein,
    by_line,
    by_powers,
    by_conjugate,
    by_square_completion,
    by_products,
    by_peeling,
    by_slack,
    by_numbers,
    by_halves,
)
