"""Scaling in d: fitted exponents of exact power laws, and the measured statements at a few dimensions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow, Stability
from poc_symbolic.flow.grid import gauss
from poc_symbolic.flow.scaling import _growth, _upper_integrals, fits, measure, measure_grid, power_law
from poc_symbolic.flow.time_grid import climb, earlier_times, graded_times, onset
from poc_symbolic.model import SingleIndexModel


def he4(dim: int) -> SingleIndexModel:
    return SingleIndexModel(Activation.parse("He4"), dim=dim, normalize=True)


@given(st.floats(-3, 3), st.floats(0.1, 10))
@settings(max_examples=20, deadline=None)
def test_a_power_law_is_recovered(exponent: float, constant: float) -> None:
    dims = [16.0, 64.0, 300.0, 1e4]
    fit = power_law(dims, [constant * d**exponent for d in dims])
    assert fit.exponent == pytest.approx(exponent, abs=1e-9)
    assert fit.constant == pytest.approx(constant, rel=1e-7)
    assert fit.low <= fit.exponent <= fit.high


def test_measured_constants_at_one_dimension() -> None:
    row = measure(he4(24), 0.7, 0.2, tolerance=1e-4)
    assert 0 < row.slope_low <= row.slope_high < 1.2
    assert row.middle < 1 and row.moment < 1 and row.norm_ratio < 1.5
    assert row.largest_norm > 1 and row.average > 0


@given(st.integers(0, 7), st.integers(8, 14))
@settings(max_examples=10, deadline=None)
def test_partial_integrals_are_exact_on_polynomials(power: int, size: int) -> None:
    z, w = gauss(size)
    assert _upper_integrals(size) @ (w * z**power) == pytest.approx((1 - z ** (power + 1)) / (power + 1), abs=1e-12)


def test_growth_in_transit_is_that_of_the_velocity() -> None:
    """In transit the field is steady: dα_t/dα_s = v(α_t)/v(α_s), here for v ∝ (1-α²)(α³ + 45/4 α⁵)."""
    model = SingleIndexModel(Activation.parse("He4 + 1/2*He6"), dim=16384, normalize=True)
    stability = Stability(MeanFieldFlow(model, tolerance=1e-6).run(delta=0.3, estimate=False))
    times, rim = 0.02 * stability.trajectory.end * np.geomspace(1, 4, 5), float(np.arctanh(0.9))
    low, high, _ = np.max([_growth(stability, float(t), rim, 3) for t in times], axis=0)
    alpha = np.linspace(0, 0.9, 2000)
    shape = (1 - alpha**2) * (1 + 11.25 * alpha**2)
    assert np.exp(-low) == pytest.approx(shape[-1] / shape.max(), rel=0.02)
    assert np.exp(high) == pytest.approx(shape.max() / shape[0], rel=0.02)


def test_times_are_graded_to_the_early_flow_and_to_t() -> None:
    trajectory = MeanFieldFlow(he4(4096), tolerance=1e-5).run(delta=0.3, estimate=False)
    first = onset(trajectory)
    times = graded_times(trajectory, first)
    assert times[0] == 0 and times[-1] == trajectory.end and first < 0.01 * trajectory.end
    assert 1 - 1e-3 < trajectory.loss(first) < 1
    s = earlier_times(trajectory, trajectory.end, first)
    assert s[0] == trajectory.end and s[-1] == 0 and np.all(np.diff(s) < 0)
    assert trajectory.end - s[1] < 1 and s[-2] < 10 * first
    values = [-((float(t) - 0.02 * trajectory.end) ** 2) for t in times]
    assert climb(lambda t: -((t - 0.02 * trajectory.end) ** 2), times, values)[1] == pytest.approx(
        0.02 * trajectory.end, rel=0.01
    )


@pytest.mark.slow
def test_measured_exponents_stay_below_the_paper() -> None:
    rows = measure_grid(he4, [24, 60, 150], 0.6, 0.2)
    fitted = fits(rows)
    assert fitted["T"].exponent == pytest.approx(1, abs=0.1)
    assert fitted["sup_norm"].high < 3 and fitted["mean_square"].high < 3
    assert abs(fitted["J_avg_T"].exponent) < 0.3


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError):
        power_law([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(InputError):
        power_law([1.0, 2.0, 3.0], [1.0, 0.0, 2.0])
    with pytest.raises(InputError):
        measure(SingleIndexModel(Activation.parse("He3"), dim=8, normalize=True), 0.5, 0.1)
