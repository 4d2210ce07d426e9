"""Enclosures contain the flow, their shares are exact, and they refuse what they cannot enclose."""

from __future__ import annotations

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow
from poc_symbolic.flow.enclosure import Bounds, cell_shares, enclose
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.sphere import axis_moment


def model(activation: str, dim: int) -> SingleIndexModel:
    return SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True)


def contains(pair: tuple[fmpq, fmpq], value: float) -> bool:
    exact = fmpq(*value.as_integer_ratio())
    return bool(pair[0] <= exact <= pair[1])


def check(bounds: Bounds, built: SingleIndexModel) -> None:
    time = float(bounds.time.p) / float(bounds.time.q)
    flow = MeanFieldFlow(built).run(until_time=time, estimate=False)
    assert contains(bounds.loss, float(flow.loss(time)))
    for degree, pair in bounds.moments.items():
        assert contains(pair, float(flow.moments(time)[flow.field.index(degree)]))


@given(st.sampled_from(["He2", "He4", "He4 + 1/2*He6", "He2 + He4"]), st.sampled_from([5, 9, 33]), st.integers(1, 6))
@settings(max_examples=6, deadline=None)
def test_the_flow_lies_inside(activation: str, dim: int, tenths: int) -> None:
    built = model(activation, dim)
    found = enclose(built, [fmpq(tenths, 20), fmpq(tenths, 10)], cells=30, step=fmpq(1, 20))
    for bounds in found.bounds:
        check(bounds, built)


def test_loss_of_dimension_33_comes_down() -> None:
    """Normalised He_4 at d = 33: the loss is at most 79/100 at time 2, and only α ≤ (1/3)/√33 is repelled."""
    found = enclose(model("He4", 33), [fmpq(1), fmpq(2)])
    assert found.bounds[-1].loss[1] <= fmpq(79, 100)
    assert found.bounds[0].loss[0] >= fmpq(9, 10)
    assert found.attracted_above is not None
    assert 33 * found.attracted_above**2 <= fmpq(1, 9)
    for bounds in found.bounds:
        check(bounds, model("He4", 33))


def test_a_step_that_is_too_long_is_halved() -> None:
    found = enclose(model("He4", 9), [fmpq(1)], cells=60, step=fmpq(1))
    assert len(found.tubes.steps) > 1 and sum(found.tubes.steps, fmpq(0)) == 1
    check(found.bounds[0], model("He4", 9))


def test_finer_cells_give_narrower_bounds() -> None:
    widths = []
    for cells, parts in ((20, 10), (60, 30)):
        found = enclose(model("He4", 9), [fmpq(1, 2)], cells=cells, step=fmpq(1, parts))
        low, high = found.bounds[0].loss
        widths.append(high - low)
    assert widths[1] < widths[0] / 2


@given(st.sampled_from([5, 7, 31, 33]), st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True))
@settings(max_examples=10, deadline=None)
def test_shares_are_exact(dim: int, hundredths: list[int]) -> None:
    edges = [fmpq(0), *(fmpq(k, 100) for k in sorted(hundredths)), fmpq(1)]
    shares = cell_shares(dim, edges)
    assert sum(shares, fmpq(0)) == 1 and all(share > 0 for share in shares)
    second = axis_moment(1, dim)
    mean = fmpq(int(second.p), int(second.q))
    below = sum((m * a**2 for m, a in zip(shares, edges[:-1], strict=True)), fmpq(0))
    above = sum((m * a**2 for m, a in zip(shares, edges[1:], strict=True)), fmpq(0))
    assert below < mean < above


def test_what_cannot_be_enclosed_is_refused() -> None:
    for activation, dim in (("He4", 32), ("He3", 33), ("He4", 3)):
        with pytest.raises(InputError):
            enclose(model(activation, dim), [fmpq(1)])
    for times in ([], [fmpq(-1)], [fmpq(2), fmpq(1)]):
        with pytest.raises(InputError):
            enclose(model("He4", 33), times)
