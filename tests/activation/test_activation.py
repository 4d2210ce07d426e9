"""Laws of an activation: text round trip, equality by coefficients, and one sentence for bad input."""

from __future__ import annotations

import pickle
from fractions import Fraction
from math import factorial

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.activation import Activation, activation
from poc_symbolic.errors import InputError
from poc_symbolic.symbols import z

EXACT = st.one_of(
    st.integers(-9, 9),
    st.fractions(min_value=-9, max_value=9, max_denominator=20),
    st.sampled_from([sympy.sqrt(2), 1 - sympy.sqrt(3), sympy.pi / 4, sympy.cbrt(2), "1/2", "-sqrt(5)/3", "0.25"]),
)
COEFFICIENTS = st.dictionaries(st.integers(0, 20), EXACT, max_size=6).map(lambda c: {**c, 7: Fraction(1, 3)})


@given(COEFFICIENTS)
@settings(deadline=None, max_examples=50)
def test_text_reads_back_as_the_same_activation(coefficients: dict[int, object]) -> None:
    made = Activation.hermite(coefficients)
    again = Activation.parse(str(made))
    assert again == made and hash(again) == hash(made) and str(again) == str(made)
    assert pickle.loads(pickle.dumps(made)) == made
    assert made.degree == max(made.coefficients)
    assert made.information_exponent == min(k for k in made.coefficients if k)
    assert made.is_even is False
    kernel = sympy.Poly(made.overlap_kernel, z)
    for k, c in made.coefficients.items():
        assert sympy.expand(kernel.coeff_monomial(z**k) - factorial(k) * c**2) == 0


@pytest.mark.parametrize(
    "text",
    [
        "tanh(z)",
        "relu(z - 1/3) + abs(z)",
        "z*(1 + erf(z/sqrt(2)))/2",
        "softplus(-z)",
        "sqrt(1+z**2)/2",
        "He9+He4",
    ],
)
def test_text_of_a_truncation_reads_back_at_its_degree(text: str) -> None:
    made = Activation.parse(text, degree=5)
    assert made.truncation is not None
    again = Activation.parse(made.source, degree=made.truncation.degree)
    assert again == made and again.source == made.source


def test_names_and_text() -> None:
    made = Activation.hermite({6: "1/2", 4: 1})
    assert repr(made) == "Activation('He4 + 1/2*He6')"
    assert made.is_even and made.exact and made.truncation is None
    assert made.overlap_kernel == 24 * z**4 + 180 * z**6
    assert made == Activation.parse("He_4 + 0.5*He_6") == Activation.from_sympy(made_polynomial(), sympy.Symbol("x"))
    assert Activation.hermite({4: 1}) != Activation.hermite({4: 2}) != 4


def made_polynomial() -> sympy.Expr:
    x = sympy.Symbol("x")
    he4, he6 = x**4 - 6 * x**2 + 3, x**6 - 15 * x**4 + 45 * x**2 - 15
    return he4 + he6 / 2


def test_sympy_functions_are_brought_to_the_grammar() -> None:
    x = sympy.Symbol("x")
    assert Activation.from_sympy(sympy.Max(0, x), x, degree=4) == Activation.parse("relu(z)", degree=4)
    assert Activation.from_sympy(2**x, x, degree=3) == Activation.parse("exp(log(2)*z)", degree=3)
    assert Activation.from_sympy(sympy.cosh(x), x, degree=4).coefficients[2] == sympy.exp(sympy.Rational(1, 2)) / 2
    assert Activation.from_sympy(sympy.log(1 + sympy.exp(x)), x, degree=1).degree == 1


@pytest.mark.parametrize(
    ("coefficients", "part"),
    [
        ({}, "non-empty"),
        ({4: 0.5}, "float"),
        ({4: sympy.Float("0.5")}, "float"),
        ({4: float("nan")}, "float"),
        ({4: True}, "truth value"),
        ({4: "x"}, "not known"),
        ({4: "1/0"}, "division by zero"),
        ({4: sympy.I}, "not a finite real"),
        ({4: sympy.oo}, "not a finite real"),
        ({4: z}, "symbol"),
        ({4: None}, "exact number"),
        ({-1: 1}, "negative"),
        ({1.0: 1}, "integer"),
        ({True: 1}, "integer"),
        ({513: 1}, "at most 512"),
        ({0: 3}, "constant"),
        ({4: 0}, "constant"),
    ],
)
def test_bad_coefficients(coefficients: dict[int, object], part: str) -> None:
    with pytest.raises(InputError, match=part):
        Activation.hermite(coefficients)


@pytest.mark.parametrize(
    ("text", "degree", "part"),
    [
        ("3", None, "constant"),
        ("z - z", None, "constant"),
        ("tanh(z)", None, "give the degree"),
        ("tanh(z)", 0, "at least 1"),
        ("tanh(z)", -2, "negative"),
        ("tanh(z)", 513, "at most 512"),
        ("tanh(z)", 2.0, "integer"),
        ("abs(z)", 1, "larger degree"),
        ("sqrt(z)", 3, "complex"),
        ("log(z)", 3, "positive"),
        ("1/z", 3, "divide by zero"),
        ("1/(z**2 - 1)", 3, "divide by zero"),
        ("exp(z**2)", 3, "integrable"),
        ("exp(z**2/4)", 3, "integrable"),
        ("exp(z**2/3)*tanh(z)", 3, "finite"),
        ("exp(exp(z))", 3, "finite"),
    ],
)
def test_bad_activations(text: str, degree: int | None, part: str) -> None:
    with pytest.raises(InputError, match=part):
        Activation.parse(text, degree=degree)


@pytest.mark.parametrize(
    ("expr", "part"),
    [
        (sympy.Symbol("y") * z, "replace y"),
        (0.5 * z, "float"),
        (sympy.I * z, "imaginary"),
        (sympy.sin(z), "sin is not supported"),
        (z**z, "integer"),
        ("z", "SymPy expression"),
        (z**600, "exceeds 512|too large"),
        ((z**30) ** 30 + z, "exceeds 512|too large"),
        (sympy.oo * z, "infinite|not supported"),
    ],
)
def test_bad_expressions(expr: sympy.Expr, part: str) -> None:
    with pytest.raises(InputError, match=part):
        Activation.from_sympy(expr, z, degree=3)


def test_an_undecided_coefficient_never_decides_the_information_exponent() -> None:
    doubtful = activation.Activation(((2, sympy.Rational(1, 2**200)), (4, sympy.Integer(1))), "He4", False, None, (2,))
    with pytest.raises(InputError, match="not decided"):
        _ = doubtful.information_exponent


TOKENS = [
    "z",
    "He2",
    "2",
    "1/3",
    "+",
    "-",
    "*",
    "**2",
    "/",
    "(",
    ")",
    "tanh(z)",
    "abs(z)",
    "relu(",
    "exp(",
    "sqrt(",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=7).map("".join))
@settings(deadline=None, max_examples=60)
def test_any_text_makes_an_activation_or_one_sentence(text: str) -> None:
    try:
        made = Activation.parse(text, degree=2)
    except InputError as error:
        assert str(error).endswith(".")
    else:
        assert made.coefficients and all(c.is_extended_real for c in made.coefficients.values())
