"""Law: what ``derive`` prints is the model, parses back with our own parser, and is the same every time."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.activation import Activation
from poc_symbolic.expression import parse_formula
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.report.derivation import derivation_json, derivation_lines

MIXTURE = ("--activation", "He4 + 1/2*He6")


@pytest.mark.parametrize("more", [(), ("--dim", "32"), ("--normalize",), ("--steps",), ("--teacher", "He4 - He5")])
def test_json_follows_the_schema(invoke, validate, more):
    result = invoke("derive", *MIXTURE, *more, "--json")
    assert result.exit_code == 0
    data = validate("derive", result.stdout)
    assert data["normalize"] is ("--normalize" in more)
    assert bool(data["steps"]) is ("--steps" in more)
    assert invoke("derive", *MIXTURE, *more, "--format", "json").stdout == result.stdout


@pytest.mark.parametrize("activation", ["tanh(z)", "relu(z)", "exp(z) + z"])
def test_json_of_a_cut_activation_carries_the_tails(invoke, validate, activation):
    data = validate("derive", invoke("derive", "--activation", activation, "--degree", "3", "--json").stdout)
    assert data["truncation"]["activation"]["degree"] == 3
    assert set(data["truncation"]["activation"]["tails"]) == {"q", "q_prime", "q_second"}


rationals = st.fractions(min_value=-3, max_value=3, max_denominator=5).filter(bool)


@settings(max_examples=12)
@given(
    st.dictionaries(st.integers(1, 6), rationals, min_size=1, max_size=3),
    st.none() | st.integers(2, 40),
    st.booleans(),
)
def test_every_formula_parses_back(coefficients, dim, normalize):
    model = SingleIndexModel(Activation.hermite(coefficients), dim=dim, normalize=normalize)
    data = derivation_json(model)
    hessian = model.local_hessian()
    pairs = [
        (data["loss"], model.loss()),
        (data["potential"], model.potential()),
        (data["velocity"], model.velocity()),
        (data["hessian"]["along"]["value"], hessian.along),
        (data["hessian"]["across"]["value"], hessian.across),
        (data["hessian"]["across"]["multiplicity"], sympy.sympify(hessian.multiplicity)),
        *zip(data["kernels"].values(), model.kernels, strict=True),
    ]
    for degree, coefficient in model.gegenbauer.items():
        pairs += zip(data["gegenbauer"][str(degree)].values(), coefficient, strict=True)
    for text, expr in pairs:
        assert sympy.expand(parse_formula(text) - expr) == 0


def test_the_right_sides_of_the_steps_parse_back():
    model = SingleIndexModel(Activation.parse("He3 + He4"))
    for step in derivation_json(model, steps=True)["steps"]:
        assert parse_formula(step["rhs"]) is not None


def test_text_names_what_json_holds():
    names = [name for name, text in derivation_lines(SingleIndexModel(Activation.parse("He4")), steps=True) if text]
    assert {"activation", "loss", "velocity v", "Hessian along", "self-concordance", "step 1"} <= set(names)


@pytest.mark.parametrize("layout", ["text", "latex", "json"])
def test_same_input_same_bytes(invoke, layout):
    first, second = (invoke("derive", *MIXTURE, "--steps", "--format", layout) for _ in range(2))
    assert first.exit_code == 0 and first.stdout == second.stdout
