"""Laws: a sum of squares with a common zero is proved, and the same minus a positive constant never is.

What is said is what the kernel accepts.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.rigor import kernel, prove_nonnegative
from poc_symbolic.rigor.nonnegative import bounds
from poc_symbolic.rigor.proof import Budget
from poc_symbolic.rigor.ring import Ring
from poc_symbolic.rigor.sos import decompose, ldl, nullspace
from poc_symbolic.rigor.statement import Statement, ge, gt
from poc_symbolic.rigor.verdict import Verdict

x, y, z, w = sympy.symbols("x y z w")
LINE = (-sympy.oo, sympy.oo)
RAY = (0, sympy.oo)
UNIT = (0, 1)
SCHUR = sympy.expand(x * (x - y) * (x - z) + y * (y - x) * (y - z) + z * (z - x) * (z - y))
MOTZKIN = x**4 * y**2 + x**2 * y**4 + 1 - 3 * x**2 * y**2

small = st.integers(-3, 3)
ratio = st.fractions(Fraction(-2), Fraction(2), max_denominator=4)


def q(value: Fraction) -> sympy.Rational:
    """SymPy's rational."""
    return sympy.Rational(value.numerator, value.denominator)


def on(interval: tuple[object, object], *symbols: sympy.Symbol) -> dict[sympy.Symbol, tuple[object, object]]:
    """The same interval for each variable."""
    return {symbol: interval for symbol in symbols}


def confirmed(p: sympy.Expr, domain: dict[sympy.Symbol, tuple[object, object]], strict: bool = False) -> str:
    """The engine's answer, after the kernel has seen its certificate."""
    verdict: Verdict = prove_nonnegative(p, domain, strict)
    if verdict.status != "undecided":
        statement = Statement(gt(p, 0) if strict else ge(p, 0), bounds(domain))
        assert kernel.check_statement(statement.to_json(), verdict.certificate) == verdict.status
    return verdict.status


@pytest.mark.parametrize(
    ("p", "domain"),
    [
        (x**4 + y**4 - 2 * x**2 * y**2, on(LINE, x, y)),
        (sympy.expand((x - y) ** 2 * (x + y) ** 2 + (x * y - 1) ** 2), on(LINE, x, y)),
        (x**2 + y**2 + z**2 - x * y - y * z - z * x, on(LINE, x, y, z)),
        (2 * x**4 + 2 * x**3 * y - x**2 * y**2 + 5 * y**4, on(LINE, x, y)),
        (sympy.expand((x**2 + y**2 - 2) ** 2 + (x - y) ** 2), on(LINE, x, y)),
        (sympy.expand((x**2 - 2) ** 2 + (x * y - 2) ** 2), on(LINE, x, y)),  # zeros at ±(√2, √2)
        (SCHUR, on(RAY, x, y, z)),
        (MOTZKIN, on(LINE, x, y)),
        (sympy.expand((2 * x - 1) ** 2 * (1 + y) + (3 * y - 1) ** 2 * (1 - x**2)), on((-1, 1), x, y)),
    ],
)
def test_tight_polynomials(p: sympy.Expr, domain: dict[sympy.Symbol, tuple[object, object]]) -> None:
    assert confirmed(p, domain) == "proved"


@pytest.mark.parametrize(
    ("p", "domain"),
    [
        (2 * x**4 + 2 * x**3 * y - 4 * x**2 * y**2 + y**4, on(LINE, x, y)),
        (SCHUR - sympy.Rational(1, 10**9) * x**3, on(RAY, x, y, z)),
        (MOTZKIN - sympy.Rational(1, 10**30), on(LINE, x, y)),
        (sympy.expand((x**2 - 2) ** 2 + (x * y - 2) ** 2 - sympy.Rational(1, 10**40)), on(LINE, x, y)),
        (SCHUR, on(LINE, x, y, z)),
    ],
)
def test_false_neighbours(p: sympy.Expr, domain: dict[sympy.Symbol, tuple[object, object]]) -> None:
    assert confirmed(p, domain) != "proved"


@settings(deadline=None, max_examples=4)
@given(
    st.lists(st.lists(small, min_size=4, max_size=4), min_size=2, max_size=3),
    st.lists(st.integers(1, 5), min_size=3, max_size=3),
    st.tuples(ratio, ratio),
)
def test_squares_with_a_common_zero(rows: list[list[int]], weights: list[int], zero: tuple[Fraction, Fraction]) -> None:
    """Σ c q², the q zero at one rational point and spanning what is; minus ε it fails there."""
    a, b = (q(value) for value in zero)
    basis = [x - a, y - b, (x - a) * (y - b), x**2 - a**2]
    roots = [sum(c * e for c, e in zip(r, basis, strict=True)) for r in rows]
    p = sympy.expand(sum(c * root**2 for c, root in zip(weights, roots, strict=False)) + sum(e**2 for e in basis))
    assert confirmed(p, on(LINE, x, y)) == "proved"
    assert confirmed(p - sympy.Rational(1, 10**6), on(LINE, x, y)) != "proved"


def test_a_strict_claim_needs_a_constant() -> None:
    p = sympy.expand(MOTZKIN + x**2 * (y - 1) ** 2)
    assert confirmed(p, on(LINE, x, y), strict=True) != "proved"


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.lists(ratio, min_size=5, max_size=5), min_size=1, max_size=4),
    st.lists(st.fractions(Fraction(1, 4), Fraction(4), max_denominator=4), min_size=4, max_size=4),
    st.sampled_from([(LINE, LINE), (UNIT, LINE), (RAY, RAY)]),
)
def test_decompositions_are_identities(
    rows: list[list[Fraction]], weights: list[Fraction], shape: tuple[object, object]
) -> None:
    """Σ c q² g of :func:`decompose` is p itself, with c > 0; a sum of squares without zeros is always found."""
    ring = Ring([("v", "x"), ("v", "y")])
    s, t = ring.generators
    monomials = [ring.one, s, t, s * t, s * s]
    p = sum((fmpq(v.numerator, v.denominator) * m * m for v, m in zip(weights, monomials, strict=False)), ring.one)
    for row in rows:
        root = sum((fmpq(v.numerator, v.denominator) * m for v, m in zip(row, monomials, strict=True)), ring.zero)
        p += root * root
    factors = {0: ring.one} | ({1: s} if shape[0] != LINE else {}) | ({2: t} if shape[1] != LINE else {})
    found = decompose(ring, p, [(g, (i,)) for i, g in factors.items()], 4, [], Budget(10000))
    assert found is not None
    assert all(term.coefficient > 0 for term in found)
    total = sum((term.coefficient * term.root**2 * factors[term.facts[0]] for term in found), ring.zero)
    assert total == p
    assert decompose(ring, p - 1000 * ring.one, [(ring.one, ())], 4, [], Budget(10000)) is None


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(small, min_size=4, max_size=4), min_size=1, max_size=3), st.integers(0, 3))
def test_elimination(rows: list[list[int]], spot: int) -> None:
    """LDLᵀ gives back a Gram matrix; lowering a diagonal entry below the rest is noticed."""
    from flint import fmpq_mat

    factor = fmpq_mat([[fmpq(c) for c in row] for row in rows])
    gram = factor.transpose() * factor
    matrix = [[gram[i, j] for j in range(4)] for i in range(4)]
    pairs = ldl(matrix)
    assert pairs is not None
    for i in range(4):
        for j in range(4):
            assert sum((d * row[i] * row[j] for d, row in pairs), fmpq(0)) == matrix[i][j]
    assert len(pairs) + len(nullspace(factor)) == 4
    matrix[spot][spot] = fmpq(-1)
    assert ldl(matrix) is None
