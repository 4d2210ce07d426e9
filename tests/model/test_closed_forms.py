"""Every closed form equals what the definition of the network gives, exactly and to 50 digits and more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
import sympy
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from poc_symbolic import symbols
from poc_symbolic.activation import Activation
from poc_symbolic.compilation import compile
from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.definition import AtomicLaw, Definition
from poc_symbolic.model.evaluate import equal, evaluate
from poc_symbolic.model.oracle import NetworkOracle, hermite_sum
from poc_symbolic.sphere import gegenbauer
from tests.model.strategies import activations

law = settings(deadline=None, max_examples=15)
few = settings(deadline=None, max_examples=5)
unit = st.fractions(-1, 1, max_denominator=12)
dimensions = st.integers(2, 12)


@pytest.fixture(autouse=True)
def _fixed_precision() -> Iterator[None]:
    with mp.workprec(53):
        yield


def exact(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def atoms(one: Fraction, two: Fraction, share: Fraction) -> AtomicLaw:
    return AtomicLaw((exact(one), exact(two)), (exact(share), 1 - exact(share)))


def moments_of(model: SingleIndexModel, ensemble: AtomicLaw, dim: int) -> dict[sympy.Symbol, fmpq]:
    """p_ℓ of the law; here P_ℓ is the closed form, whose own laws are tested next to it."""
    values = {}
    for degree, symbol in model.moments.items():
        if degree:
            polynomial = gegenbauer(degree, symbols.z, dim)
            values[symbol] = ensemble.mean(lambda s, p=polynomial: exact_value(p, s))  # type: ignore[misc]
    return values


def exact_value(polynomial: sympy.Expr, point: fmpq) -> fmpq:
    number = evaluate(polynomial, {symbols.z: point})
    return fmpq(int(number.p), int(number.q))


@law
@given(
    activations(),
    activations(),
    dimensions,
    unit,
    unit,
    st.fractions(0, 1, max_denominator=9),
    unit,
    st.booleans(),
)
def test_loss_potential_velocity_match_the_definition_exactly(
    student: Activation,
    teacher: Activation,
    dim: int,
    one: Fraction,
    two: Fraction,
    share: Fraction,
    overlap: Fraction,
    symbolic: bool,
) -> None:
    model = SingleIndexModel(student, dim=None if symbolic else dim, teacher=teacher)
    ensemble, point = atoms(one, two, share), exact(overlap)
    definition = Definition.build(student.coefficients, teacher.coefficients, sympy.Integer(1))
    values = {symbols.alpha: point, symbols.d: fmpq(dim), **moments_of(model, ensemble, dim)}
    for closed, defined in (
        (model.loss(), definition.total(ensemble, dim, lambda part: part.loss())),
        (model.potential(), definition.total(ensemble, dim, lambda part: part.potential(point))),
        (model.velocity(), definition.total(ensemble, dim, lambda part: part.velocity(point))),
    ):
        assert equal(evaluate(closed, values), defined)


@law
@given(
    activations(),
    activations(),
    dimensions,
    unit,
    unit,
    st.fractions(0, 1, max_denominator=9),
    st.integers(1, 9),
)
def test_local_hessian_matches_the_ambient_jacobian_exactly(
    student: Activation,
    teacher: Activation,
    dim: int,
    one: Fraction,
    two: Fraction,
    share: Fraction,
    slope: int,
) -> None:
    model = SingleIndexModel(student, teacher=teacher)
    ensemble = atoms(one, two, share)
    t = fmpq(slope, 5)
    a, b = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    definition = Definition.build(student.coefficients, teacher.coefficients, sympy.Integer(1))
    values = {symbols.alpha: a, symbols.d: fmpq(dim), **moments_of(model, ensemble, dim)}
    hessian = model.local_hessian()
    along = definition.total(
        ensemble, dim, lambda part: b * part.ambient(a, b).along[0] - a * part.ambient(a, b).along[1]
    )
    assert equal(evaluate(hessian.along, values), along)
    if dim >= 3:
        across = definition.total(ensemble, dim, lambda part: part.ambient(a, b).across[2])
        assert equal(evaluate(hessian.across, values), across)
    assert hessian.multiplicity.subs(symbols.d, dim) + hessian.along_multiplicity == dim - 1


@few
@given(activations(4), activations(4), st.integers(2, 6), unit, unit, st.fractions(0, 1, max_denominator=9),
       st.fractions(Fraction(-9, 10), Fraction(9, 10), max_denominator=12))  # fmt: skip
def test_closed_forms_match_gaussian_quadrature_to_fifty_digits(
    student: Activation,
    teacher: Activation,
    dim: int,
    one: Fraction,
    two: Fraction,
    share: Fraction,
    overlap: Fraction,
) -> None:
    model = SingleIndexModel(student, dim=dim, teacher=teacher)
    exact_moments = moments_of(model, atoms(one, two, share), dim)
    named = {s.name: sympy.Rational(int(v.p), int(v.q)) for s, v in exact_moments.items()}
    names = ["alpha", *named]
    loss, velocity = (compile(e, "mpmath", arguments=names) for e in (model.loss(), model.velocity()))
    for digits in (50, 70):
        with mp.workdps(digits + 10):
            overlaps, shares = [fraction(one), fraction(two)], [fraction(share), 1 - fraction(share)]
            degree = max(student.degree, teacher.degree)
            functions = hermite_sum(student.coefficients), hermite_sum(teacher.coefficients)
            oracle = NetworkOracle(*functions, degree, dim, overlaps, shares)
            a = fraction(overlap)
            w = [a, mp.sqrt(1 - a * a), mp.mpf(0)][: min(dim, 3)]
            tolerance = mp.mpf(10) ** -digits
            loss_value = loss(alpha=0, **named)
            assert abs(oracle.loss() - loss_value) <= tolerance * (1 + abs(loss_value))
            velocity_value = velocity(alpha=a, **named)
            assert abs(oracle.field(w)[0] - velocity_value) <= tolerance * (1 + abs(velocity_value))


def fraction(value: Fraction) -> mp.mpf:
    return mp.mpf(value.numerator) / value.denominator


@pytest.mark.parametrize("dim", [2, 3, 4])
def test_local_hessian_matches_differences_in_ambient_space_to_fifty_digits(dim: int) -> None:
    student, teacher = Activation.hermite({2: 1, 3: "1/2"}), Activation.hermite({1: "-1/3", 3: 1})
    model = SingleIndexModel(student, dim=dim, teacher=teacher)
    named = {
        s.name: sympy.Rational(int(v.p), int(v.q))
        for s, v in moments_of(model, AtomicLaw((fmpq(1, 3),), (fmpq(1),)), dim).items()
    }
    with mp.workdps(55):
        functions = hermite_sum(student.coefficients), hermite_sum(teacher.coefficients)
        oracle = NetworkOracle(*functions, 3, dim, [mp.mpf(1) / 3], [mp.mpf(1)])
        a, b = mp.mpf(3) / 5, mp.mpf(4) / 5
        size = min(dim, 3)
        w, toward = [a, b, mp.mpf(0)][:size], [b, -a, mp.mpf(0)][:size]
        closed = {
            name: compile(e, "mpmath", arguments=["alpha", *named])(alpha=a, **named)
            for name, e in vars(model.local_hessian()).items()
            if name in ("along", "across")
        }
        rows = oracle.jacobian(w, toward)
        assert abs(b * rows[0] - a * rows[1] - closed["along"]) < mp.mpf(10) ** -50
        if dim >= 3:
            rows = oracle.jacobian(w, [mp.mpf(0), mp.mpf(0), mp.mpf(1)])
            assert abs(rows[2] - closed["across"]) < mp.mpf(10) ** -50


@law
@given(activations(), st.booleans())
def test_well_specified_loss_is_a_weighted_sum_of_squares(sigma: Activation, normalize: bool) -> None:
    model = SingleIndexModel(sigma, normalize=normalize)
    expected = sum(c.a * (1 - model.moments[n]) ** 2 for n, c in model.gegenbauer.items())
    assert sympy.cancel(model.loss() - expected) == 0
    # The general formula, which a misspecified teacher takes, gives the same.
    general = sum(c.a * model.moments[n] ** 2 - 2 * c.b * model.moments[n] + c.e for n, c in model.gegenbauer.items())
    assert sympy.cancel(model.loss() - general) == 0
    if normalize:
        q = model.kernels.q
        assert sympy.expand(q.subs(symbols.z, 1) - q.subs(symbols.z, 0)) == 1


@law
@given(activations(), activations())
def test_velocity_of_the_uniform_law_is_free_of_the_dimension(student: Activation, teacher: Activation) -> None:
    model = SingleIndexModel(student, teacher=teacher)
    uniform = {p: 0 for n, p in model.moments.items() if n}
    slope = sympy.diff(model.kernels.q_cross, symbols.z).subs(symbols.z, symbols.alpha)
    assert sympy.cancel(model.velocity().subs(uniform) - (1 - symbols.alpha**2) * slope) == 0


@law
@given(activations(5), activations(5), st.one_of(st.none(), dimensions))
def test_hessian_and_excess_in_terms_of_the_velocity(student: Activation, teacher: Activation, dim: int | None) -> None:
    model = SingleIndexModel(student, dim=dim, teacher=teacher)
    a, v, hessian = symbols.alpha, model.velocity(), model.local_hessian()
    assert sympy.cancel(hessian.along - sympy.diff(v, a) - a * v / (1 - a**2)) == 0
    assert sympy.cancel(hessian.across + a * v / (1 - a**2)) == 0
    exponent = model.information_exponents.alignment or 1
    assert sympy.cancel(hessian.along - (exponent - 1) * v / a - model.excess()) == 0
    assert sympy.cancel(v - (1 - a**2) * sympy.diff(model.potential(), a)) == 0


def test_information_exponents_of_student_teacher_and_alignment() -> None:
    student, teacher = Activation.hermite({0: 1, 2: 1, 5: 1}), Activation.hermite({3: 1, 5: 2})
    assert SingleIndexModel(student, teacher=teacher).information_exponents == (2, 3, 5)
    disjoint = SingleIndexModel(Activation.hermite({2: 1}), teacher=Activation.hermite({3: 1}))
    assert disjoint.information_exponents.alignment is None


@pytest.mark.parametrize("bad", [1, 0, -4, 2.5, "32", True, symbols.d + 1, symbols.alpha])
def test_bad_dimensions_are_refused(bad: object) -> None:
    with pytest.raises(InputError, match="dimension"):
        SingleIndexModel(Activation.hermite({4: 1}), dim=bad)


def test_text_is_not_an_activation() -> None:
    with pytest.raises(InputError, match=r"Activation\.parse"):
        SingleIndexModel("He4")  # type: ignore[arg-type]


def test_bad_laws_are_refused() -> None:
    with pytest.raises(InputError, match=r"\[-1, 1\]"):
        AtomicLaw((fmpq(3, 2),), (fmpq(1),))
    with pytest.raises(InputError, match="sum to 1"):
        AtomicLaw((fmpq(1, 2),), (fmpq(1, 2),))
    square = hermite_sum({2: sympy.Integer(1)})
    with pytest.raises(InputError, match=r"\[-1, 1\]"):
        NetworkOracle(square, square, 2, 3, [mp.mpf(2)], [mp.mpf(1)])
