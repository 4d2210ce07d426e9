"""Law: the closed forms at the heart of the ledger agree with their definitions at random exact parameters."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.appendix_f import gap_ode
from proofs.appendix_g import gegenbauer_form, hermite, loss_bounds, remainder
from proofs.section_4 import self_concordance

unit = st.fractions(min_value=Fraction(1, 50), max_value=Fraction(49, 50), max_denominator=50)
small = st.fractions(min_value=0, max_value=4, max_denominator=12)


@settings(max_examples=12, deadline=None)
@given(a=small, b=st.fractions(min_value=Fraction(1, 12), max_value=4, max_denominator=12), eps=small, t=small)
def test_gap_ode_closed_form_against_taylor_integration(a: Fraction, b: Fraction, eps: Fraction, t: Fraction) -> None:
    for digits in (30, 55):
        check = gap_ode.ORACLE.check({"a": a, "b": b, "epsilon": eps, "t": t}, digits)
        assert check.agree >= digits - 3
        assert check.holds


@settings(max_examples=20, deadline=None)
@given(k=st.integers(min_value=2, max_value=40), alpha=unit)
def test_self_concordance_against_the_ambient_velocity(k: int, alpha: Fraction) -> None:
    for digits in (30, 50):
        check = self_concordance.SINGLE.check({"k": Fraction(k), "alpha": alpha}, digits)
        assert check.agree >= digits - 3
        assert check.holds


@settings(max_examples=10, deadline=None)
@given(k=st.integers(min_value=1, max_value=12), d=st.integers(min_value=3, max_value=60), alpha=unit, beta=unit)
def test_gegenbauer_form_against_quadrature_over_the_sphere(k: int, d: int, alpha: Fraction, beta: Fraction) -> None:
    parameters = {"k": Fraction(k), "d": Fraction(d), "alpha": alpha, "beta": -beta}
    check = gegenbauer_form.ORACLE.check(parameters, 40)
    assert check.agree >= 34


@settings(max_examples=12, deadline=None)
@given(k=st.integers(min_value=1, max_value=14), z=st.fractions(min_value=-1, max_value=1, max_denominator=30))
def test_overlap_kernels_against_pairings(k: int, z: Fraction) -> None:
    assert hermite.ORACLE.check({"k": Fraction(k), "z": z}, 30).holds


@settings(max_examples=12, deadline=None)
@given(j=st.integers(min_value=1, max_value=6), d=st.integers(min_value=3, max_value=500), alpha=unit, beta=unit)
def test_remainder_of_the_velocity_and_its_bound(j: int, d: int, alpha: Fraction, beta: Fraction) -> None:
    point = {"k": Fraction(2 * j + 1), "d": Fraction(d), "alpha": alpha, "beta": beta}
    assert remainder.ORACLE.check(point, 30).holds


@settings(max_examples=12, deadline=None)
@given(
    j=st.integers(min_value=2, max_value=6), d=st.integers(min_value=3, max_value=60), low=unit, high=unit, mass=unit
)
def test_loss_between_its_two_bounds(j: int, d: int, low: Fraction, high: Fraction, mass: Fraction) -> None:
    point = {"k": Fraction(2 * j), "d": Fraction(d), "low": low, "high": high, "mass": mass}
    assert loss_bounds.ORACLE.check(point, 30).holds
