"""Laws behind Appendix E's claims: failure probabilities and tails computed directly, without logarithms or bounds."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.appendix_e.tails import SUMMAND, x
from proofs.appendix_e.union_bounds import FIELD, HESSIAN, JACOBIAN, RESTRICTED

small = st.fractions(min_value=1, max_value=3, max_denominator=20)
dims = st.integers(1, 500)
beyond = st.fractions(min_value=0, max_value=40, max_denominator=10)


def bound(statement: object, **values: mpmath.mpf) -> mpmath.mpf:
    """exp of the left side of a claim's statement."""
    left = statement.show.lhs  # type: ignore[attr-defined]
    point = {s: values[str(s)] for s in left.free_symbols}
    return mpmath.exp(sympy.lambdify(list(point), left, "mpmath")(*point.values()))


@settings(max_examples=40, deadline=None)
@given(c=small, d=dims, extra=beyond, share=st.fractions(0, 1, max_denominator=50))
def test_lemmas_23_24_by_their_nets(c: Fraction, d: int, extra: Fraction, share: Fraction) -> None:
    """(points of the nets) × (Hoeffding) < 1/100 when log(mT) ≥ 16C²; the claims' exponent is an upper bound."""
    with mpmath.workdps(60):
        size = mpmath.mpf(16) * c.numerator**2 / c.denominator**2 + mpmath.mpf(extra.numerator) / extra.denominator
        a = size / 2 * share.numerator / share.denominator
        m, horizon, C = mpmath.exp(2 * a), mpmath.exp(size - 2 * a), mpmath.mpf(c.numerator) / c.denominator
        values = {"C": C, "d": mpmath.mpf(d), "g": mpmath.sqrt(d), "a": a, "L": size}
        for power, statement, prefix in ((1, FIELD, 2 * d), (mpmath.mpf(3) / 2, HESSIAN, 2 * d**2)):
            eps = mpmath.mpf(d) ** power * size / mpmath.sqrt(m)
            entries = d if prefix == 2 * d else d**2
            direct = (
                prefix
                * (1 + 16 * C / eps) ** d
                * (1 + 4 * C**2 * horizon / eps)
                * mpmath.exp(-m * eps**2 / (8 * entries * C**2))
            )
            assert direct <= bound(statement, **values) * (1 + mpmath.mpf(10) ** -40)
            assert direct < mpmath.mpf(1) / 100
        for J in (1, 1000):
            eps = mpmath.sqrt(d) * J * size / mpmath.sqrt(m)
            direct = (
                2
                * (1 + 32 * C * J / eps) ** (2 * d)
                * (1 + 8 * C**2 * J * horizon / eps)
                * (1 + 16 * C**2 * J * horizon / eps)
                * mpmath.exp(-m * eps**2 / (2 * C**2 * J**2))
            )
            assert direct <= bound(JACOBIAN, **values) * (1 + mpmath.mpf(10) ** -40)
            assert direct < mpmath.mpf(1) / 100


@settings(max_examples=25, deadline=None)
@given(c=small, d=dims, extra=beyond)
def test_lemma_25_by_its_net(c: Fraction, d: int, extra: Fraction) -> None:
    with mpmath.workdps(60):
        C = mpmath.mpf(c.numerator) / c.denominator
        size = max(16 * C**2, 2 * mpmath.log(d)) + mpmath.mpf(extra.numerator) / extra.denominator
        m = mpmath.exp(size) / d
        eps = d * size / mpmath.sqrt(m)
        direct = d * 2 * d * (1 + 8 * C / eps) ** d * mpmath.exp(-m * eps**2 / (8 * C**2 * d))
        values = {"C": C, "d": mpmath.mpf(d), "a": mpmath.log(m) / 2, "L": size}
        assert direct <= bound(RESTRICTED, **values) * (1 + mpmath.mpf(10) ** -40)
        assert direct * (m * d) ** d <= 1


def test_moments_of_the_summand_grow_like_the_fourth_power() -> None:
    """(E Z^p)^{1/p} for σ = He_4 from exact Gaussian moments: the local exponent of p is far above 1/2 and near 4."""
    poly, roots = sympy.Poly(SUMMAND, x), {}
    for p in (8, 16, 32):
        moment = sum(c * sympy.factorial2(k - 1) for (k,), c in (poly**p).terms() if k % 2 == 0)
        roots[p] = mpmath.root(mpmath.mpf(int(moment)), p)
    exponents = [mpmath.log(roots[2 * p] / roots[p], 2) for p in (8, 16)]
    assert all(3 < e < 4.2 for e in exponents)


def test_one_data_point_exceeds_the_bound_when_the_degree_is_high() -> None:
    """σ = z⁴ (degree 4): with n = d² < d⁷ points the average along one of them is off by ≫ ε_n."""
    rng = np.random.default_rng(1)
    d = 60
    data = rng.standard_normal((d**2, d))
    axis = data[0] / np.linalg.norm(data[0])
    error = abs(np.mean(4 * (data @ axis) ** 8) - 4 * 105)
    own = 4 * np.linalg.norm(data[0]) ** 8 / d**2
    assert error > own / 2 > 10 * np.sqrt(d) * np.log(d**2) ** 2 / d
    assert 4 * float(d) ** 4 / float(d) ** 7 < np.sqrt(d) * np.log(float(d) ** 7) ** 2 / float(d) ** 3.5
