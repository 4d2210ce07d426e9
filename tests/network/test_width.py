"""The chain of constants: its answer satisfies every condition, and what it refuses."""

from __future__ import annotations

import json
import math

import jsonschema
import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poc_symbolic import schemas
from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.gap_ode import closed_form
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network.descent import ProofConstants
from poc_symbolic.network.gap_bounds import gap_ode
from poc_symbolic.network.width_chain import Measured, factors, proof_chain, solve_log
from poc_symbolic.network.width_report import width_json

positive = st.floats(0.1, 20)


def measured(**changes: float) -> Measured:
    values = {"dim": 32, "delta": 0.3, "horizon": 50.0, "j_max": 2000.0, "j_avg": 0.4, "lsc": 3.0, "tau": 1e-4}
    return Measured(**{**values, **changes})  # type: ignore[arg-type]


@given(positive, positive, positive, positive)
def test_lemma_42_bounds_the_exact_solution(lsc, j_avg, horizon, regular):
    ode = gap_ode(ProofConstants(regular, 1.0), lsc=lsc, delta=0.5, j_max=3.0, j_avg=j_avg, horizon=horizon, eps=1e-3)
    assert ode.log_exact <= ode.log_bound + 1e-9
    value = mpmath.log(closed_form(ode.a, ode.b, ode.source, horizon)) + ode.g * horizon
    assert ode.log_exact == pytest.approx(float(value), rel=1e-9, abs=1e-9)


def test_a_strong_contraction_absorbs_the_local_term():
    strong = gap_ode(ProofConstants(1.0, 1.0), lsc=100.0, delta=1.0, j_max=1.0, j_avg=0.1, horizon=2.0, eps=0.0)
    weak = gap_ode(ProofConstants(1.0, 1.0), lsc=1.0, delta=1.0, j_max=1.0, j_avg=0.1, horizon=2.0, eps=0.0)
    assert strong.g == 0 and strong.a == 20 and weak.g > 0 and weak.a == 0.25


@given(st.floats(0.01, 5), st.floats(1, 3))
def test_the_width_satisfies_every_condition(j_avg, regular):
    """With ε_m and ε_n at the answer, each at most half of the least ε, in logarithms."""
    m, constants = measured(j_avg=j_avg), ProofConstants(regular, 1.0)
    chain = proof_chain(constants, m)
    spread = math.log(4 * max(math.sqrt(m.dim) * m.j_max, m.dim**1.5))
    log_eps_m = math.log(chain.log_m + math.log(m.horizon)) + spread - chain.log_m / 2
    log_eps_n = math.log(m.dim) / 2 + 2 * math.log(chain.log_n) - chain.log_n / 2
    for log_eps in (log_eps_m, log_eps_n):
        assert log_eps <= -chain.log_inverse - math.log(2) + 1e-6 * chain.log_inverse
    for condition in chain.conditions:
        assert condition.log_inverse <= chain.log_inverse
    assert sum(f.log10 for f in factors(chain, constants, m)) == pytest.approx(chain.log_m / math.log(10))


def test_a_worse_problem_needs_more_neurons():
    base = proof_chain(ProofConstants(2.0, 1.0), measured()).log_m
    assert proof_chain(ProofConstants(3.0, 1.0), measured()).log_m > base
    for change in ({"j_max": 4000.0}, {"j_avg": 0.5}, {"horizon": 60.0}, {"lsc": 2.0}, {"delta": 0.2}):
        assert proof_chain(ProofConstants(2.0, 1.0), measured(**change)).log_m > base


def test_the_radius_rounds_down_to_a_power_of_two():
    constants = ProofConstants(1.0, 1.0)
    scale = 16 * (constants.c13 + constants.c14)
    assert [constants.radius(1.0, d) * scale for d in (0.3, 0.5, 0.99, 1.0)] == [0.25, 0.5, 0.5, 1.0]


def test_a_fixed_point_is_found():
    size = solve_log(lambda x: 3 + 2 * math.log(x))
    assert size == pytest.approx(3 + 2 * math.log(size))


def test_the_report_follows_its_schema_and_the_measured_width_is_far_smaller():
    model = SingleIndexModel(Activation.parse("He4"), dim=6, normalize=True)
    result = json.loads(json.dumps(width_json(model, 0.6)))
    jsonschema.validate(result, schemas.load("width"))
    widths = [row["log10_m"] for row in result["replacements"]]
    assert widths == sorted(widths, reverse=True)
    assert math.log10(result["measured"]["width"]) < widths[-1] <= result["log10_m"]
    assert result["measured"]["tried"][-1]["function_error"] < 0.36
    assert {c["status"] for c in result["constants"]} == {"proved", "measured", "formula"}
    assert all(c["claim"] for c in result["constants"] if c["status"] != "measured")


def test_every_claim_that_is_named_is_in_the_ledger_and_proved():
    from poc_symbolic.network import width_chain, width_report
    from proofs import ledger

    proved = {claim.id: claim for claim in ledger().claims}
    import inspect
    import re

    text = inspect.getsource(width_chain) + inspect.getsource(width_report)
    named = set(re.findall(r'"([a-z0-9-]+/[a-z0-9/-]+)"', text))
    assert named and named <= proved.keys()
    assert not any(claim_id.endswith("as-printed") for claim_id in named)


@pytest.mark.parametrize(
    ("activation", "teacher", "item"),
    [
        ("He4 + He5", None, "even"),
        ("He4 - He6", None, "c_k"),
        ("He2", None, "k\\*"),
        ("1 + He4", None, "lower terms"),
        ("He4", "He6", "well-specified"),
    ],
)
def test_outside_the_setting_the_item_is_named(activation, teacher, item):
    link = Activation.parse(teacher) if teacher else None
    with pytest.raises(InputError, match=item):
        width_json(SingleIndexModel(Activation.parse(activation), dim=8, teacher=link), 0.3)


@pytest.mark.parametrize(("delta", "failure"), [(0.0, 0.1), (float("nan"), 0.1), (0.3, 0.0), (0.3, 1.0)])
def test_numbers_out_of_range_are_refused(delta, failure):
    with pytest.raises(InputError):
        width_json(SingleIndexModel(Activation.parse("He4"), dim=8), delta, failure=failure)


def test_a_symbolic_dimension_is_refused():
    with pytest.raises(InputError, match="dim"):
        width_json(SingleIndexModel(Activation.parse("He4")), 0.3)
