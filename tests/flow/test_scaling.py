"""Scaling in d: fitted exponents of exact power laws, and the measured statements at a few dimensions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.flow.scaling import fits, measure, measure_grid, power_law
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
