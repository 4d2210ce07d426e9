"""Laws of the trajectory checker: two derivations agree, bounds contain the flow, corrupted evidence is rejected."""

from __future__ import annotations

import copy
import json
import math
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction as Q
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.activation import Activation
from poc_symbolic.enclosure import checker
from poc_symbolic.enclosure.prove import prove_trajectory
from poc_symbolic.enclosure.statement import TrajectoryStatement, attracted, loss_at, loss_stays_above
from poc_symbolic.flow import MeanFieldFlow
from poc_symbolic.flow.enclosure import PowerForm
from poc_symbolic.model import SingleIndexModel

ACTIVATIONS = ["He2", "He4", "He4 + 1/2*He6", "He2 + 1/3*He4 + 1/7*He8"]
BASE = loss_at("He4", 9, "1/2", "<=", "19/20")


@pytest.fixture(scope="module")
def evidence() -> dict[str, Any]:
    verdict = prove_trajectory(BASE)
    assert verdict.status == "proved" and verdict.certificate is not None
    return dict(verdict.certificate)


@given(st.sampled_from(ACTIVATIONS), st.sampled_from([5, 7, 9, 33]), st.booleans())
@settings(max_examples=12, deadline=None)
def test_the_definition_and_the_gegenbauer_form_agree(activation: str, dim: int, normalize: bool) -> None:
    form = PowerForm(SingleIndexModel(Activation.parse(activation), dim=dim, normalize=normalize))
    statement = TrajectoryStatement(activation, normalize, dim, "loss", "<=", Q(1), at=Q(1)).to_json()
    model = checker.Model(statement)
    assert [Q(int(c.p), int(c.q)) for c in form.teacher] == model.teacher
    for power, coefficients in model.reply.items():
        assert [Q(int(c.p), int(c.q)) for c in form.reply[power]] == coefficients


@given(st.sampled_from(ACTIVATIONS), st.sampled_from([5, 9, 33]), st.lists(st.fractions(0, 1), min_size=3, max_size=3))
@settings(max_examples=12, deadline=None)
def test_the_loss_of_point_masses_is_exact(activation: str, dim: int, overlaps: list[Q]) -> None:
    """On exact moments the two bounds coincide with Σ a_ℓ (1 - p_ℓ)² in Gegenbauer form."""
    form = PowerForm(SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True))
    model = checker.Model(TrajectoryStatement(activation, True, dim, "loss", "<=", Q(1), at=Q(1)).to_json())
    moments = {k: sum(a**k for a in overlaps) / 3 for k in model.powers}
    low, high = model.loss({k: (m, m) for k, m in moments.items()})
    full = {0: Q(1), **moments}
    expected = Q(0)
    for degree, a in form.a.items():
        p = sum(Q(int(c.p), int(c.q)) * full[k] for k, c in form.basis[degree].items())
        expected += Q(int(a.p), int(a.q)) * (1 - p) ** 2
    assert low == high == expected


@given(st.floats(0.02, 0.98), st.sampled_from([-1, 1]), st.floats(-1, 1), st.integers(20, 60))
@settings(max_examples=40, deadline=None)
def test_the_bound_of_an_edge_contains_every_solution(x: float, sign: int, shift: float, parts: int) -> None:
    """RK4 with the moments anywhere in the tube stays on the right side, at every time of the step."""
    model = checker.Model(BASE.to_json())
    h = Q(1, parts)
    tube = {2: (Q(2, 9), Q(1, 10), Q(1, 200)), 4: (Q(1, 9), Q(1, 8), Q(1, 300))}
    line, end = checker.Step(model, h, tube).bound(checker.fixed(Q(x)), sign)

    def velocity(a: float, s: float) -> float:
        box = {k: c + Q(s) * m + Q(shift) * r for k, (c, m, r) in tube.items()}
        slope = sum(float(w) * a ** (2 * n) for n, w in enumerate(model.slope(box)))
        return a * (1 - a * a) * slope

    start, step = checker.fixed(Q(x)) / checker.ONE, float(h) / 20
    a = start
    for i in range(20):
        s = i * step
        k1 = velocity(a, s)
        k2 = velocity(a + step * k1 / 2, s + step / 2)
        k3 = velocity(a + step * k2 / 2, s + step / 2)
        k4 = velocity(a + step * k3, s + step)
        a += step * (k1 + 2 * k2 + 2 * k3 + k4) / 6
        assert sign * (a - (start + (s + step) * line / checker.ONE)) <= 1e-9
    assert sign * (a - end / checker.ONE) <= 1e-9


@given(st.sampled_from(["He4", "He2 + He4"]), st.sampled_from([5, 9]), st.integers(-120, 120))
@settings(max_examples=8, deadline=None)
def test_what_is_proved_or_refuted_agrees_with_the_flow(activation: str, dim: int, thousandths: int) -> None:
    model = SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True)
    truth = float(MeanFieldFlow(model).run(until_time=0.5, estimate=False).loss(0.5))
    value = Q(round(truth * 1000) + thousandths, 1000)
    statement = loss_at(activation, dim, "1/2", "<=", value)
    verdict = prove_trajectory(statement)
    assert verdict.status in ("undecided", "proved" if truth <= value else "refuted")
    if verdict.certificate is not None:
        assert checker.check(statement.to_json(), verdict.certificate)[0] == verdict.status
    if abs(thousandths) > 80:
        assert verdict.status != "undecided"


def test_the_three_forms_both_ways() -> None:
    for statement, expected in (
        (loss_at("He4", 9, "1/2", ">=", "9/10"), "refuted"),
        (loss_at("He4", 9, "1/2", ">=", "1/2"), "proved"),
        (loss_stays_above("He4", 9, "1/2", "1/2"), "proved"),
        (loss_stays_above("He4", 9, "1/2", "19/20"), "refuted"),
        (attracted("He4", 9, "1/2", "2/3"), "proved"),
        (attracted("He4", 9, "1/2", "1/100"), "refuted"),
    ):
        verdict = prove_trajectory(statement)
        assert verdict.status == expected and verdict.certificate is not None, statement
        assert checker.check(statement.to_json(), verdict.certificate)[0] == expected


def _shrink(data: dict[str, Any]) -> None:
    data["tubes"][3][2] //= 4


def _shift(data: dict[str, Any]) -> None:
    data["tubes"][5][3] += 3 * data["tubes"][5][5]


def _steeper(data: dict[str, Any]) -> None:
    data["tubes"][2][1] *= 3


def _shorter(data: dict[str, Any]) -> None:
    data["tubes"].pop()


def _earlier(data: dict[str, Any]) -> None:
    data["tubes"].pop()
    data["steps"][0][1] -= 1


def _longer_steps(data: dict[str, Any]) -> None:
    data["steps"][0][0] = "1/19"


def _swapped_edges(data: dict[str, Any]) -> None:
    data["edges"][3], data["edges"][4] = data["edges"][4], data["edges"][3]


def _open_end(data: dict[str, Any]) -> None:
    data["edges"][-1] = "99/100"


def _finer_unit(data: dict[str, Any]) -> None:
    data["unit"] = "1/2199023255552"


def _negative_radius(data: dict[str, Any]) -> None:
    data["tubes"][0][2] *= -1


CORRUPTIONS = [
    _shrink, _shift, _steeper, _shorter, _earlier, _longer_steps, _swapped_edges, _open_end, _finer_unit,
    _negative_radius,
]  # fmt: skip


@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda f: f.__name__)
def test_corrupted_evidence_is_rejected(corrupt: Callable[[dict[str, Any]], None], evidence: dict[str, Any]) -> None:
    changed = copy.deepcopy(evidence)
    corrupt(changed)
    with pytest.raises((checker.Rejected, ValueError)):
        checker.check(BASE.to_json(), changed)


@pytest.mark.parametrize(
    "changes",
    [
        {"dim": 7},
        {"normalize": False},
        {"hermite": {"4": "1", "2": "1"}},
        {"hermite": {"3": "1"}},
        {"show": {"quantity": "loss", "relation": "<=", "value": "1/2", "at": "1/4"}},
        {"show": {"quantity": "loss", "relation": "<", "value": "1", "at": "1/2"}},
        {"show": {"quantity": "velocity", "relation": ">", "value": "0", "from": "0", "until": "1/2"}},
        {"kind": "inequality"},
    ],
)
def test_evidence_for_another_statement_is_rejected(changes: dict[str, Any], evidence: dict[str, Any]) -> None:
    with pytest.raises(checker.Rejected):
        checker.check(BASE.to_json() | changes, evidence)


def test_a_plain_file_in_a_bare_interpreter(tmp_path: Path, evidence: dict[str, Any]) -> None:
    statement, certificate = tmp_path / "s.json", tmp_path / "c.json"
    statement.write_text(json.dumps({"claim": "a", "trajectory": [BASE.to_json()]}))
    for parts, name, expected in ((1, "a", 0), (1, "b", 1), (0, "a", 1)):
        certificate.write_text(json.dumps({"claim": name, "status": "proved", "parts": [evidence] * parts}))
        command = [sys.executable, "-I", "-S", checker.__file__, str(statement), str(certificate)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == expected, done.stdout + done.stderr
        assert done.stdout.strip() == "accepted: proved" if expected == 0 else done.stdout.startswith("rejected: ")


@given(st.lists(st.fractions(-3, 3, max_denominator=20), min_size=1, max_size=4), st.fractions(0, 1, max_denominator=9))
@settings(max_examples=60, deadline=None)
def test_a_polynomial_called_positive_is_positive(coefficients: list[Q], start: Q) -> None:
    if start < 1 and checker.positive_from([(c, c) for c in coefficients], start):
        for i in range(50):
            y = start + (1 - start) * Q(i, 49)
            assert sum(c * y**n for n, c in enumerate(coefficients)) > 0


def test_shares_sum_to_one_and_match_the_law() -> None:
    edges = [Q(0), Q(1, 10), Q(1, 2), Q(1)]
    shares = checker.shares(5, edges)  # density ∝ 1 - α²
    assert shares == [(3 * b - b**3 - 3 * a + a**3) / 2 for a, b in pairwise(edges)]
    assert sum(shares) == 1 and math.isclose(float(shares[0]), 0.1495)
