"""Laws: the constants proved for the single-index model hold for random laws, degrees and dimensions, by definition."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import mpmath
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.sphere import axis_moment, gegenbauer, monomial_coefficient
from poc_symbolic.symbols import alpha
from proofs.appendix_g.derivative import A, B
from proofs.appendix_g.local_convexity import loss4

overlap = st.fractions(min_value=0, max_value=1, max_denominator=40)
law = st.lists(st.tuples(st.integers(min_value=1, max_value=9), overlap), min_size=1, max_size=4)
dimension = st.integers(min_value=3, max_value=60)


@cache
def orders(degree: int, d: int) -> list[tuple[sympy.Rational, sympy.Poly]]:
    """The pairs (a_ℓ, P_ℓ) of z^degree in R^d, ℓ ≥ 1."""
    numbers = range(2, degree + 1, 2)
    return [(monomial_coefficient(degree, n, d), sympy.Poly(gegenbauer(n, alpha, d), alpha)) for n in numbers]


def moments(
    atoms: list[tuple[int, Fraction]], degree: int, d: int
) -> list[tuple[sympy.Rational, sympy.Poly, sympy.Rational]]:
    """The triples (a_ℓ, P_ℓ, 1 - p_ℓ) of a law with the given weights and overlaps."""
    mass = sum(weight for weight, _ in atoms)
    return [
        (a, p, 1 - sum((weight * p.eval(sympy.Rational(x)) for weight, x in atoms), sympy.S.Zero) / mass)
        for a, p in orders(degree, d)
    ]


@settings(max_examples=25, deadline=None)
@given(atoms=law, degree=st.sampled_from((4, 6, 8)), d=dimension, part=st.integers(min_value=0, max_value=6))
def test_lemma_48_for_all_degrees(atoms: list[tuple[int, Fraction]], degree: int, d: int, part: int) -> None:
    at = 1 - sympy.Rational(part, 6 * 50 * degree**2)
    slope = curvature = loss = sympy.S.Zero
    for a, p, gap in moments(atoms, degree, d):
        slope += a * gap * p.diff(alpha).eval(at)
        curvature += a * gap * p.diff(alpha).diff(alpha).eval(at)
        loss += a * gap**2
    bound = sympy.Rational(81, 25) * loss / degree**4  # the square of 9/(5K²)·√L
    for value in ((1 - at**2) * curvature - at * slope, -at * slope):
        assert value <= 0
        assert value**2 >= bound


@settings(max_examples=25, deadline=None)
@given(atoms=law, d=dimension, share=st.integers(min_value=1, max_value=9))
def test_loss_of_almost_converged_laws(atoms: list[tuple[int, Fraction]], d: int, share: int) -> None:
    """A share 1 - x within x of 1: the loss is at most (K²+2)²x² in general, and (20/3)²x² for z⁴."""
    x = Fraction(share, 60)
    near = [(weight, 1 - x * y) for weight, y in atoms]
    total = sum(weight for weight, _ in near)
    far = (total * share, Fraction(0))  # mass x of the whole, in units of total/(60 - share)
    mixed = [(weight * (60 - share), y) for weight, y in near] + [far]
    for degree in (4, 6):
        loss = sum((a * gap**2 for a, _, gap in moments(mixed, degree, d)), sympy.S.Zero)
        assert loss <= (degree**2 + 2) ** 2 * sympy.Rational(x) ** 2
        if degree == 4:
            assert loss <= sympy.Rational(400, 9) * sympy.Rational(x) ** 2
            mass = sum(weight for weight, _ in mixed)
            first = sum(weight * y**2 * (1 - y**2) for weight, y in mixed) / mass
            second = sum(weight * (1 - y**2) ** 2 for weight, y in mixed) / mass
            other = loss4.subs({A: sympy.Rational(first), B: sympy.Rational(second), sympy.Symbol("d", real=True): d})
            assert loss == other


@settings(max_examples=25, deadline=None)
@given(
    d=st.integers(min_value=5, max_value=400),
    delta=st.fractions(min_value=Fraction(1, 50), max_value=1, max_denominator=50),
)
def test_share_of_neurons_that_start_high_enough(d: int, delta: Fraction) -> None:
    low = mpmath.mpf(2) / 9 * delta.numerator / delta.denominator / mpmath.sqrt(d)
    below = mpmath.betainc(mpmath.mpf(1) / 2, mpmath.mpf(d - 1) / 2, 0, low**2, regularized=True)
    assert below <= mpmath.mpf(delta.numerator) / delta.denominator / 4


@settings(max_examples=25, deadline=None)
@given(d=dimension, a=overlap, u=overlap)
def test_sixth_moment_over_a_circle_of_latitude(d: int, a: Fraction, u: Fraction) -> None:
    """E⟨w,u⟩⁶ ≤ 15(α² + 1/(d-1))³ with w = αw* + √(1-α²)y, y uniform on S^{d-2}."""
    mean, width = sympy.Rational(a * u), sympy.Rational((1 - a**2) * (1 - u**2))
    value = sum(
        (sympy.binomial(6, 2 * i) * mean ** (6 - 2 * i) * width**i * axis_moment(i, d - 1) for i in range(4)),
        sympy.S.Zero,
    )
    assert value <= 15 * (sympy.Rational(a) ** 2 + sympy.Rational(1, d - 1)) ** 3


share = st.fractions(min_value=0, max_value=1, max_denominator=12)


def star(iota: Fraction, middle: Fraction, low: Fraction, high: Fraction, at: Fraction) -> list[tuple[int, Fraction]]:
    """A law with (⋆): a mass of at most ι at ``at``, the rest below ι and above 1 - ι."""
    inside = Fraction(middle) * iota
    weights = ((1 - inside) / 2, (1 - inside) / 2, inside)
    scale = 2 * inside.denominator
    overlaps = (low * iota * Fraction(9, 10), 1 - high * iota * Fraction(9, 10), at)
    return [(int(weight * scale), y) for weight, y in zip(weights, overlaps, strict=True)]


def constants(degree: int) -> tuple[int, sympy.Rational, int]:
    """q_k, C_k and k!! of q = z^degree, k = degree - 1: the one order of its derivative."""
    terms = [sympy.binomial(degree, 2 * n) * sympy.factorial2(2 * n - 1) for n in range(1, degree // 2)]
    return degree, sympy.Rational(3, 2) * sum(terms), int(sympy.factorial2(degree - 1))


@settings(max_examples=25, deadline=None)
@given(parts=st.tuples(share, share, share, overlap), degree=st.sampled_from((4, 6)), n=st.integers(2, 4), t=share)
def test_speed_below_iota(
    parts: tuple[Fraction, Fraction, Fraction, Fraction], degree: int, n: int, t: Fraction
) -> None:
    """|v| ≤ κι√d^{-(k*-2)}α where α^{k*-2} ≤ ι√d^{-(k*-2)}: ι = n^{-(k*-2)}, √d = 2n^{(k*-2)/2}, α = t/(n√d)."""
    iota, root = Fraction(1, n ** (degree - 2)), 2 * n ** ((degree - 2) // 2)
    at = sympy.Rational(t) / (n * root)
    speed = sum(
        (a * gap * p.diff(alpha).eval(at) for a, p, gap in moments(star(iota, *parts), degree, root**2)), sympy.S.Zero
    )
    q, c, last = constants(degree)
    kappa = q * (1 + sympy.Rational(9, 2) * c + sympy.Rational(3, 2) * last)
    assert abs((1 - at**2) * speed) <= kappa * sympy.Rational(iota) / root ** (degree - 2) * at


@settings(max_examples=25, deadline=None)
@given(parts=st.tuples(share, share, share, overlap), degree=st.sampled_from((4, 6)), t=share)
def test_second_case_of_lemma_44(
    parts: tuple[Fraction, Fraction, Fraction, Fraction], degree: int, t: Fraction
) -> None:
    """v' + αv/(1-α²) ≤ -qδ/(4H) for α ≥ 1 - 1/(5K), ι ≤ qδ/(24HC_0) and d ≥ 1/ι, with q(1) = 1."""
    q, c, last = constants(degree)
    size = sympy.Rational(degree * (degree + 1), 2)
    total = q * (degree + 2) * (sympy.Rational(9, 4) * c + sympy.Rational(3, 2) * last)
    iota = Fraction(1, int(sympy.ceiling(100 * size * total)))
    at = 1 - sympy.Rational(t) / (5 * degree)
    value = loss = sympy.S.Zero
    for a, p, gap in moments(star(iota, *parts), degree, int(1 / iota)):
        slope = p.diff(alpha)
        value += a * gap * ((1 - at**2) * slope.diff(alpha).eval(at) - at * slope.eval(at))
        loss += a * gap**2
    assert 24 * size * total * sympy.Rational(iota) <= q * sympy.sqrt(loss)
    assert value <= 0
    assert value**2 >= (q / (4 * size)) ** 2 * loss
