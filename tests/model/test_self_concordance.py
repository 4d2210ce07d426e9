"""The constant is the supremum of α max(along, across)/v at the uniform law, and its certificate is sound."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from flint import arb, ctx, fmpq, fmpz_poly
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from poc_symbolic import symbols
from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.model import AlgebraicNumber, SingleIndexModel
from poc_symbolic.model.evaluate import evaluate
from poc_symbolic.model.exact_supremum import largest_critical_value
from poc_symbolic.model.self_concordance import constant_symbol
from tests.model.strategies import positive_activations

law = settings(deadline=None, max_examples=25)
overlaps = st.fractions(0, 1, max_denominator=400).filter(lambda a: 0 < a < 1)


def ratio_at(model: SingleIndexModel, overlap: Fraction) -> sympy.Rational:
    """α max(along, across)/v at the uniform law, from the model's own closed forms."""
    uniform = {p: fmpq(0) for n, p in model.moments.items() if n}
    values = {symbols.alpha: fmpq(overlap.numerator, overlap.denominator), symbols.d: fmpq(7), **uniform}
    hessian, v = model.local_hessian(), evaluate(model.velocity(), values)
    largest = max(evaluate(hessian.along, values), evaluate(hessian.across, values))
    return sympy.Rational(overlap.numerator, overlap.denominator) * largest / v


@law
@given(positive_activations(), overlaps)
def test_no_overlap_exceeds_the_constant(sigma: Activation, overlap: Fraction) -> None:
    model = SingleIndexModel(sigma)
    constant = model.self_concordance()
    bounds = constant.enclosure(60)
    assert bounds is not None
    assert ratio_at(model, overlap) <= sympy.Rational(bounds[1])


@law
@given(positive_activations())
def test_the_constant_is_approached(sigma: Activation) -> None:
    model = SingleIndexModel(sigma)
    constant = model.self_concordance()
    bounds = constant.enclosure(40)
    assert bounds is not None
    if constant.attained == "limit":
        near = Fraction(1, 10**7)
    else:
        assert constant.maximiser is not None
        low, _ = constant.maximiser.enclosure(24)
        near = Fraction(low)
        if constant.maximiser_variable == symbols.alpha**2:
            near = Fraction(int(sympy.integer_nthroot(int(near * 10**24), 2)[0]), 10**12)
    assert sympy.Rational(bounds[0]) - ratio_at(model, near) < sympy.Rational(1, 10**5)


@law
@given(positive_activations())
def test_between_the_two_information_bounds(sigma: Activation) -> None:
    bounds = SingleIndexModel(sigma).self_concordance().enclosure(30)
    assert bounds is not None
    assert sigma.information_exponent - 1 <= sympy.Rational(bounds[1])
    assert sympy.Rational(bounds[0]) <= sigma.degree - 1


@law
@given(positive_activations())
def test_certificate_polynomial_is_irreducible_with_one_root_in_the_interval(sigma: Activation) -> None:
    constant = SingleIndexModel(sigma).self_concordance()
    polynomial, interval = constant.polynomial, constant.root_interval
    assert polynomial is not None and interval is not None
    assert polynomial.domain == sympy.ZZ and polynomial.is_irreducible and polynomial.LC() > 0
    assert polynomial.count_roots(*interval) == 1
    bounds = constant.enclosure(20)
    assert bounds is not None
    low, high = (sympy.Rational(b) for b in bounds)
    assert interval[0] <= high and low <= interval[1] and high - low <= 2 * sympy.Rational(10) ** -20
    assert low == high or polynomial.eval(low) * polynomial.eval(high) <= 0


@law
@given(st.integers(1, 20))
def test_pure_activations_have_the_limit_as_constant(k: int) -> None:
    constant = SingleIndexModel(Activation.hermite({k: "2/3"})).self_concordance()
    assert constant.attained == "limit"
    assert constant.polynomial == sympy.Poly(constant_symbol - (k - 1), constant_symbol)


@law
@given(positive_activations(), st.fractions(-3, 3, max_denominator=5).filter(lambda c: c != 0))
def test_scale_of_the_activation_does_not_matter(sigma: Activation, factor: Fraction) -> None:
    scaled = Activation.hermite({k: c * sympy.Rational(str(factor)) for k, c in sigma.coefficients.items()})
    original = SingleIndexModel(sigma).self_concordance()
    for model in (
        SingleIndexModel(scaled),
        SingleIndexModel(sigma, normalize=True),
        SingleIndexModel(sigma, dim=5),
    ):
        other = model.self_concordance()
        assert (other.attained, other.value) == (original.attained, original.value)


@pytest.mark.parametrize(
    ("coefficients", "minimal"),
    [
        # q = z⁴ + z⁶ and He_4 + ½He_6: roots of quadratics, the larger one being 3.214… and 4.143… .
        ({4: sympy.sqrt(sympy.Rational(1, 24)), 6: sympy.sqrt(sympy.Rational(1, 720))}, (25, -230, 481)),
        ({4: 1, 6: "1/2"}, (2401, -23618, 56641)),
    ],
)
def test_mixtures_have_quadratic_constants(coefficients: dict[int, sympy.Expr], minimal: tuple[int, ...]) -> None:
    constant = SingleIndexModel(Activation.hermite(coefficients)).self_concordance()
    assert constant.attained == "interior"
    assert constant.polynomial == sympy.Poly(minimal, constant_symbol)
    # Which root: the value is the critical value of an explicit one-variable function.
    x = sympy.Symbol("x", positive=True)
    q = SingleIndexModel(Activation.hermite(coefficients)).kernels.q
    slope = sympy.expand(sympy.diff(q, symbols.z) / symbols.z**3).subs(symbols.z, sympy.sqrt(x))
    ratio = 3 + 2 * x * sympy.diff(slope, x) / slope - x / (1 - x)
    candidates = [r for r in sympy.solve(sympy.numer(sympy.together(sympy.diff(ratio, x))), x) if 0 < r < 1]
    (best,) = {sympy.radsimp(sympy.simplify(ratio.subs(x, r))) for r in candidates}
    bounds = constant.enclosure(50)
    assert bounds is not None
    assert sympy.Rational(bounds[0]) <= best <= sympy.Rational(bounds[1])


@law
@given(positive_activations())
def test_uniform_excess_is_the_general_one_at_vanishing_moments(sigma: Activation) -> None:
    constant = SingleIndexModel(sigma, dim=5).self_concordance()
    uniform = {s: 0 for s in constant.excess.free_symbols if s.name.startswith("p")}
    assert sympy.cancel(constant.excess.subs(uniform) - constant.uniform_excess) == 0


def test_velocity_without_a_sign_has_no_constant() -> None:
    student = Activation.hermite({2: 1, 4: 1})
    for teacher, word in (({2: 1, 4: -1}, "vanishes"), ({2: -1, 4: 1}, "negative"), ({3: 1}, "share no")):
        constant = SingleIndexModel(student, teacher=Activation.hermite(teacher)).self_concordance()
        assert constant.attained == "infinite" and word in constant.reason
        assert constant.polynomial is constant.root_interval is constant.enclosure() is None


def test_a_slope_that_vanishes_only_at_one_still_has_a_constant() -> None:
    # q_×' = z (1 - z²) up to a factor: the ratio falls to -∞ at 1 and the limit k - 1 = 1 stands.
    teacher = Activation.hermite({2: "1/4", 4: "-1/96"})
    model = SingleIndexModel(Activation.hermite({2: 1, 4: 1}), teacher=teacher)
    assert sympy.expand(sympy.diff(model.kernels.q_cross, symbols.z).subs(symbols.z, 1)) == 0
    assert model.self_concordance().attained == "limit"


def test_irrational_kernels_get_a_certified_enclosure() -> None:
    # Coefficients in ℚ and in ℚ/π: no integer polynomial, and a rational neighbour brackets the ball.
    sigma = Activation.hermite({1: "1/2", 2: 1 / sympy.sqrt(2 * sympy.pi), 4: 1 / sympy.sqrt(800 * sympy.pi)})
    constant = SingleIndexModel(sigma).self_concordance()
    bounds = constant.enclosure(40)
    assert constant.attained == "interior" and constant.polynomial is None and bounds is not None
    low, high = (sympy.Rational(b) for b in bounds)
    assert 0 <= high - low < sympy.Rational(10) ** -38
    for numerator in range(1, 50):
        a = sympy.Rational(numerator, 50)
        slope = sympy.diff(sigma.overlap_kernel, symbols.z)
        ratio = a * sympy.diff(slope, symbols.z).subs(symbols.z, a) / slope.subs(symbols.z, a) - a**2 / (1 - a**2)
        assert (ratio - high).is_negative


@law
@given(st.lists(st.integers(0, 9), min_size=2, max_size=5), st.sampled_from([(2, 1), (1, 2)]))
def test_supremum_bounds_the_ratio_everywhere(coefficients: list[int], exponents: tuple[int, int]) -> None:
    assume(coefficients[0] > 0 and coefficients[-1] > 0)
    (s, m), h = exponents, fmpz_poly(coefficients)
    maximum = largest_critical_value(h, s, m, 0)
    with ctx.workprec(200):
        top = arb(0) if maximum is None else maximum.value.ball(100)
        for n in range(1, 40):
            x = fmpq(n, 40)
            ratio = s * x * h.derivative()(x) / h(x) - x**m / (1 - x**m)
            assert ratio < 0 if maximum is None else not arb(ratio) > top


@law
@given(st.sampled_from([2, 3, 7, 30, 97, 195]), st.integers(1, 120))
def test_algebraic_numbers_enclose_square_roots(n: int, digits: int) -> None:
    with ctx.workprec(100):
        root = AlgebraicNumber.isolate(fmpz_poly([-n, 0, 1]), arb(n).sqrt())
    low, high = (sympy.Rational(b) for b in root.enclosure(digits))
    assert low**2 < n < high**2 and high - low <= 2 * sympy.Rational(10) ** -digits
    assert root.polynomial(constant_symbol) == sympy.Poly(constant_symbol**2 - n)
    assert root.to_sympy(constant_symbol) == sympy.sqrt(n)
    with pytest.raises(InputError, match="digits"):
        root.enclosure(0)
