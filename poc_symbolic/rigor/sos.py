"""Weighted sums of squares, exactly: p = Σ_k g_k Σ_i c_ki q_ki² with rational c_ki > 0.

A floating-point search proposes Gram matrices; here the monomial bases are reduced, the bases are restricted to the
polynomials that vanish at known zeros of p, the proposal is rounded, the linear equations are solved over Q, and an
exact LDLᵀ decides. Nothing that the search says is believed.

Reference: H. Peyrl and P. A. Parrilo, Computing sum of squares decompositions with rational coefficients,
Theoretical Computer Science 409 (2008); J. Löfberg, Pre- and post-processing sum-of-squares programs in practice,
IEEE Transactions on Automatic Control 54 (2009), section III (the diagonal criterion).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat

from poc_symbolic.rigor.proof import Budget
from poc_symbolic.rigor.rational import fraction, quotient, rational
from poc_symbolic.rigor.ring import Ring

MAX_ENTRIES = 420
MAX_BASIS = 36
ROUNDS = 5
BITS = (4, 8, 14, 22, 32, 44)
DENOMINATORS = (1, 6, 36, 500)

Key = tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """A weight g (a product of facts) and a basis b: the block stands for g·bᵀGb with G ⪰ 0."""

    weight: Any
    facts: tuple[int, ...]
    basis: tuple[Any, ...]


@dataclass(frozen=True)
class Term:
    """coefficient · root² · Π facts, coefficient > 0."""

    coefficient: Any
    root: Any
    facts: tuple[int, ...]


def terms_of(p: Any) -> dict[Key, Any]:
    """{exponents: coefficient}."""
    return {tuple(int(e) for e in m): c for m, c in p.terms()}


def decompose(
    ring: Ring,
    p: Any,
    weights: Sequence[tuple[Any, tuple[int, ...]]],
    degree: int,
    zeros: Sequence[Sequence[Any]],
    budget: Budget,
) -> list[Term] | None:
    """p as a sum of squares times the weights, of degree at most ``degree``; ``zeros`` are points where p = 0."""
    used = ring.used(p)
    blocks = [
        Block(g, facts, basis)
        for (g, facts), basis in zip(weights, _bases(ring, p, [g for g, _ in weights], used, degree), strict=True)
        if basis
    ]
    blocks = [kept for block in blocks if (kept := _vanishing(ring, block, zeros)).basis]
    for _ in range(ROUNDS):
        count = sum(_entries(len(block.basis)) for block in blocks)
        if count == 0 or count > MAX_ENTRIES or any(len(block.basis) > MAX_BASIS for block in blocks):
            return None
        if budget.take(20 + (count >> 1)) is False:
            return None
        system = _equations(p, blocks)
        solved = _solve(*system)
        if solved is None:
            return None
        from poc_symbolic.search.gram import guess  # numpy is only loaded when it is needed

        rows, target = system
        proposal = guess(
            [len(block.basis) for block in blocks],
            [{j: fraction(c) for j, c in row.items()} for row in rows],
            [fraction(c) for c in target],
        )
        if proposal is None:
            return None
        found = _round(blocks, solved, proposal.entries)
        if found is not None or proposal.interior or all(len(kernel) == 0 for kernel in proposal.kernels):
            return found
        blocks = [
            smaller
            for block, kernel in zip(blocks, proposal.kernels, strict=True)
            if (smaller := _without(block, kernel)).basis
        ]
    return None


def decompose_around(ring: Ring, p: Any, zeros: Sequence[Sequence[Any]], budget: Budget) -> list[Term] | None:
    """p as a sum of squares, with the coordinates centred at one of its zeros (the coefficients are smaller there)."""
    centre = min(zeros, key=lambda point: sum((abs(c) for c in point), fmpq(0)))
    if all(c == 0 for c in centre):
        return None

    def moved(q: Any, sign: int) -> Any:
        return q.compose(*(g + sign * c for g, c in zip(ring.generators, centre, strict=True)), ctx=ring.context)

    others = [[a - c for a, c in zip(point, centre, strict=True)] for point in zeros]
    terms = decompose(ring, moved(p, 1), [(ring.one, ())], ring.degree(p), others, budget)
    return None if terms is None else [Term(t.coefficient, moved(t.root, -1), t.facts) for t in terms]


def _entries(n: int) -> int:
    return n * (n + 1) >> 1


# -------------------------------------------------------------------- bases
def _bases(ring: Ring, p: Any, weights: Sequence[Any], used: list[int], degree: int) -> list[tuple[Any, ...]]:
    """Monomials that the diagonal criterion leaves: a square whose coefficient must vanish takes its monomial away."""
    target = terms_of(p)
    factors = [terms_of(g) for g in weights]
    bases = [_monomials(ring.width, used, (degree - ring.degree(g)) >> 1) for g in weights]
    if sum(_entries(len(basis)) for basis in bases) > 40 * MAX_ENTRIES:
        return [() for _ in bases]
    changed = True
    while changed:
        changed = False
        mixed: set[Key] = set()
        plain: dict[Key, list[tuple[int, Key]]] = {}
        for k, basis in enumerate(bases):
            for a, m in enumerate(basis):
                for b in range(a + 1):
                    for e, c in factors[k].items():
                        key = tuple(map(sum, zip(m, basis[b], e, strict=True)))
                        if a == b and c > 0:
                            plain.setdefault(key, []).append((k, m))
                        else:
                            mixed.add(key)
        gone = {entry for key, entries in plain.items() if key not in mixed and key not in target for entry in entries}
        if gone:
            changed = True
            bases = [[m for m in basis if (k, m) not in gone] for k, basis in enumerate(bases)]
    # the constant comes last, so that its square is the last one
    return [
        tuple(ring.context.from_dict({m: fmpq(1)}) for m in sorted(basis, key=lambda m: (-sum(m), m)))
        for basis in bases
    ]


def _monomials(width: int, used: list[int], degree: int) -> list[Key]:
    """Exponents of total degree ≤ degree in the used generators."""
    out: list[Key] = [tuple([0] * width)] if degree >= 0 else []
    for i in used:
        out = [(*m[:i], e, *m[i + 1 :]) for m in out for e in range(degree - sum(m) + 1)]
    return out


def _vanishing(ring: Ring, block: Block, zeros: Sequence[Sequence[Any]]) -> Block:
    """Where p = 0 and g > 0, every square vanishes."""
    rows = [[ring.evaluate(b, point) for b in block.basis] for point in zeros if ring.evaluate(block.weight, point) > 0]
    return _without(block, rows)


def _without(block: Block, kernel: Sequence[Sequence[Any]]) -> Block:
    """The block with its basis restricted to the combinations c·b with c orthogonal to the kernel vectors."""
    if len(kernel) == 0 or len(block.basis) == 0:
        return block
    matrix = fmpq_mat([[rational(c) for c in row] for row in kernel])
    basis = tuple(
        sum((c * b for c, b in zip(row, block.basis, strict=True) if c != 0), 0 * block.basis[0])
        for row in nullspace(matrix)
    )
    return Block(block.weight, block.facts, basis)


def nullspace(matrix: fmpq_mat) -> list[list[Any]]:
    """A basis of {x: M x = 0}."""
    reduced, rank = matrix.rref()
    width = matrix.ncols()
    pivots = [next(j for j in range(width) if reduced[i, j] != 0) for i in range(rank)]
    out: list[list[Any]] = []
    for j in range(width):
        if j in pivots:
            continue
        row = [fmpq(0)] * width
        row[j] = fmpq(1)
        for i, pivot in enumerate(pivots):
            row[pivot] = -reduced[i, j]
        out.append(row)
    return out


# -------------------------------------------------------------------- equations
def _equations(p: Any, blocks: Sequence[Block]) -> tuple[list[dict[int, Any]], list[Any]]:
    """One row for each monomial: Σ row[j]·entry[j] = coefficient of p, entries (a ≤ b) block by block."""
    rows: dict[Key, dict[int, Any]] = {key: {} for key in terms_of(p)}
    column = 0
    for block in blocks:
        for a, first in enumerate(block.basis):
            for b in range(a, len(block.basis)):
                product = block.weight * first * block.basis[b] * (1 if a == b else 2)
                for key, c in terms_of(product).items():
                    rows.setdefault(key, {})[column] = c
                column += 1
    target = terms_of(p)
    order = sorted(rows)
    return [rows[key] for key in order], [target.get(key, fmpq(0)) for key in order]


@dataclass(frozen=True)
class Solved:
    """entry[pivot] = constant - Σ row[j]·entry[j] over the free j."""

    width: int
    pivots: dict[int, tuple[Any, dict[int, Any]]]


def _solve(rows: list[dict[int, Any]], target: list[Any]) -> Solved | None:
    """The solutions over Q, or None if there are none."""
    width = 1 + max((j for row in rows for j in row), default=0)
    table = fmpq_mat(len(rows), width + 1)
    for i, row in enumerate(rows):
        for j, c in row.items():
            table[i, j] = c
        table[i, width] = target[i]
    reduced, rank = table.rref()
    pivots: dict[int, tuple[Any, dict[int, Any]]] = {}
    for i in range(rank):
        pivot = next(j for j in range(width + 1) if reduced[i, j] != 0)
        if pivot == width:
            return None
        pivots[pivot] = (reduced[i, width], {j: reduced[i, j] for j in range(pivot + 1, width) if reduced[i, j] != 0})
    return Solved(width, pivots)


# -------------------------------------------------------------------- rounding
def _round(blocks: Sequence[Block], solved: Solved, entries: Sequence[Fraction]) -> list[Term] | None:
    """The first rounding of the free entries for which every block is positive semidefinite.

    Dyadic numbers for a matrix in the interior; small denominators where only one matrix may fit.
    """
    near = [[rational(e.limit_denominator(bound)) for e in entries] for bound in DENOMINATORS]
    near += [[_dyadic(e, bits) for e in entries] for bits in BITS]
    for values in near:
        exact = [fmpq(0) if j in solved.pivots else values[j] for j in range(solved.width)]
        for pivot, (constant, row) in solved.pivots.items():
            exact[pivot] = constant - sum((c * exact[j] for j, c in row.items()), fmpq(0))
        found = _factor(blocks, exact)
        if found is not None:
            return found
    return None


def _dyadic(value: Fraction, bits: int) -> Any:
    return fmpq((rational(value) * (1 << bits) + fmpq(1, 2)).floor()) * fmpq(1, 1 << bits)


def _factor(blocks: Sequence[Block], entries: Sequence[Any]) -> list[Term] | None:
    out: list[Term] = []
    at = 0
    for block in blocks:
        n = len(block.basis)
        matrix = [[fmpq(0)] * n for _ in range(n)]
        for i in range(n):
            for j in range(i, n):
                matrix[i][j] = matrix[j][i] = entries[at]
                at += 1
        pairs = ldl(matrix)
        if pairs is None:
            return None
        for d, row in pairs:
            root = sum((c * b for c, b in zip(row, block.basis, strict=True) if c != 0), 0 * block.basis[0])
            out.append(Term(d, root, block.facts))
    return out


def ldl(matrix: Sequence[Sequence[Any]]) -> list[tuple[Any, list[Any]]] | None:
    """G = Σ d·r rᵀ with d > 0, by elimination in order; None if G is not positive semidefinite."""
    rest = [list(row) for row in matrix]
    n = len(rest)
    out: list[tuple[Any, list[Any]]] = []
    for i in range(n):
        d = rest[i][i]
        if d < 0 or (d == 0 and any(c != 0 for c in rest[i][i:])):
            return None
        if d == 0:
            continue
        row = [fmpq(0)] * i + [quotient(c, d) for c in rest[i][i:]]
        for a in range(i + 1, n):
            if row[a] != 0:
                for b in range(i + 1, n):
                    rest[a][b] -= d * row[a] * row[b]
        out.append((d, row))
    return out
