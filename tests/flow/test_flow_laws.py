"""Laws of the flow: order, dissipation, bounds and initial values of the moments, semigroup, two methods."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow, PointMasses, Trajectory
from poc_symbolic.model import SingleIndexModel

EVEN = ("He2", "He4", "He4 + 1/2*He6", "He2 + He4")
OTHER = ("He1 + He2", "He3 + He4", "He3")


def model(activation: str, dim: int, teacher: str | None = None) -> SingleIndexModel:
    link = None if teacher is None else Activation.parse(teacher)
    return SingleIndexModel(Activation.parse(activation), dim=dim, teacher=link, normalize=True)


def flow(activation: str, dim: int, **options: object) -> MeanFieldFlow:
    return MeanFieldFlow(model(activation, dim), **options)  # type: ignore[arg-type]


@given(st.sampled_from(EVEN), st.integers(3, 40), st.floats(0.2, 0.8))
@settings(max_examples=8, deadline=None)
def test_dissipation_and_moment_bounds(activation: str, dim: int, loss: float) -> None:
    start = flow(activation, dim).initial_loss
    trajectory = flow(activation, dim, tolerance=1e-7).run(until_loss=loss * start, estimate=False)
    times = np.linspace(0, trajectory.end, 60)
    moments = trajectory.moments(times)
    assert np.all(moments[0] == 0)
    assert np.all(np.abs(moments) <= 1)
    assert np.all(np.diff(trajectory.loss(times)) < 0)
    for t in (0.0, 0.4 * trajectory.end, trajectory.end):
        assert trajectory.loss_rate(t) == pytest.approx(trajectory.dissipation(t), rel=3e-4)


@pytest.mark.parametrize("activation", OTHER)
def test_dissipation_for_signed_overlaps(activation: str) -> None:
    trajectory = flow(activation, 10, tolerance=1e-6).run(until_loss=0.4, estimate=False)
    assert not trajectory.folded
    for t in (0.0, 0.5 * trajectory.end):
        assert trajectory.loss_rate(t) == pytest.approx(trajectory.dissipation(t), rel=1e-4)


@pytest.fixture(scope="module")
def he4() -> Trajectory:
    return flow("He4", 32).run(until_loss=0.2)


@given(st.lists(st.floats(0.001, 0.999), min_size=3, max_size=3, unique=True), st.floats(0, 1))
@settings(max_examples=10, deadline=None)
def test_order_is_kept(he4: Trajectory, initial: list[float], share: float) -> None:
    start = np.arctanh(np.sort(initial))
    after = he4.log_odds(start, [share * he4.end])[0]
    assert np.all(np.diff(after) > 0)


def test_quantiles_are_inverse_to_shares(he4: Trajectory) -> None:
    t = 0.3 * he4.end
    levels = np.array([0.05, 0.3, 0.5])
    quantiles = he4.quantiles(levels, [t])[0]
    assert he4.share_below(quantiles, t) == pytest.approx(levels, abs=1e-7)


def test_law_at_any_time_has_the_moments(he4: Trajectory) -> None:
    for share in (0.0, 0.2, 0.9):
        state = he4.law_at(share * he4.end)
        values = he4.field.basis(np.tanh(state.x), 0)
        means = [state.mean(values[:, i], 1.0) for i in range(2)]
        assert means == pytest.approx(he4.moments(share * he4.end), abs=1e-7)


def test_semigroup() -> None:
    nodes = np.array([0.05, 0.2, 0.35, 0.6])
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    whole = flow("He4", 12, law=PointMasses(nodes, weights)).run(until_time=3.0)
    middle = whole.overlaps(nodes, [1.2])[0]
    rest = flow("He4", 12, law=PointMasses(middle, weights)).run(until_time=1.8)
    assert rest.moments(1.8) == pytest.approx(whole.moments(3.0), abs=1e-8)


@pytest.mark.parametrize("activation, dim", [("He4", 40), ("He2 + He4", 12)])
def test_two_methods_agree_within_their_estimates(activation: str, dim: int) -> None:
    runs = [flow(activation, dim, method=m).run(until_time=6.0) for m in ("particles", "transport")]
    times = np.linspace(0, 6, 31)
    gap = float(np.max(np.abs(runs[0].moments(times) - runs[1].moments(times))))
    assert gap <= runs[0].estimated_error + runs[1].estimated_error
    assert gap < 1e-6


def test_points_of_a_quantile_function_approach_the_uniform_law() -> None:
    built = model("He4", 8)
    uniform = MeanFieldFlow(built).run(until_time=1.0)
    law = PointMasses.from_quantile(lambda u: np.tanh(uniform.law.quantile(u)), 200)
    given_law = MeanFieldFlow(built, law=law).run(until_time=1.0)
    assert given_law.moments(1.0) == pytest.approx(uniform.moments(1.0), abs=1e-4)


def test_time_scale_of_large_dimensions() -> None:
    """T(δ) is of order d for k* = 4 (Proposition 47), from d = 10³ to 10⁶."""
    ends = [flow("He4", d, tolerance=1e-5).run(delta=0.3, estimate=False).end / d for d in (10**3, 10**6)]
    assert ends[1] == pytest.approx(ends[0], rel=0.02)


@pytest.mark.parametrize(
    "options",
    [{}, {"until_time": -1.0}, {"until_time": 1.0, "delta": 0.1}, {"until_loss": 2.0}, {"delta": 0.0}],
)
def test_a_wrong_end_is_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError):
        flow("He4", 8).run(**options)  # type: ignore[arg-type]


def test_without_a_common_degree_nothing_moves() -> None:
    still = MeanFieldFlow(model("He2", 16, teacher="He3"))
    trajectory = still.run(until_time=3.0)
    assert np.all(trajectory.moments([0.0, 1.0, 3.0]) == 0)
    assert trajectory.overlaps([0.3], [3.0])[0, 0] == pytest.approx(0.3, rel=1e-12)
    with pytest.raises(InputError):
        still.run(until_loss=0.1)


def test_misspecified_teacher_dissipates() -> None:
    trajectory = MeanFieldFlow(model("He4", 16, teacher="He4 + 1/2*He6"), tolerance=1e-6).run(until_time=3.0)
    for t in (0.0, 1.0, 3.0):
        assert trajectory.loss_rate(t) == pytest.approx(trajectory.dissipation(t), rel=1e-4)


def test_signed_overlaps_agree_between_the_methods() -> None:
    runs = [flow("He3", 12, tolerance=1e-7, method=m).run(until_time=4.0) for m in ("particles", "transport")]
    times = np.linspace(0, 4, 21)
    gap = float(np.max(np.abs(runs[0].moments(times) - runs[1].moments(times))))
    assert gap <= runs[0].estimated_error + runs[1].estimated_error


@pytest.mark.slow
def test_a_loss_that_stalls_is_refused() -> None:
    """Odd models keep neurons at overlap 0 for a very long time; the flow says so instead of going on."""
    with pytest.raises(InputError, match="all but stopped"):
        flow("He3", 16, tolerance=1e-5).run(until_loss=0.01, estimate=False)


def test_wrong_settings_are_refused() -> None:
    built = model("He4", 8)
    for options in ({"tolerance": 1.0}, {"method": "euler"}):
        with pytest.raises(InputError):
            MeanFieldFlow(built, **options)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        MeanFieldFlow(SingleIndexModel(Activation.parse("He4"), dim=2))
    with pytest.raises(InputError):
        PointMasses(np.array([0.1, 0.2]), np.array([0.5, 0.6]))
