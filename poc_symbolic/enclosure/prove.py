"""The first engine for statements about trajectories: tubes in FLINT balls, and what they show."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any

from flint import fmpq

from poc_symbolic.activation import Activation
from poc_symbolic.enclosure.statement import TrajectoryStatement
from poc_symbolic.errors import InputError
from poc_symbolic.flow.enclosure import TUBE_DENOMINATOR, Bounds, Enclosure, Tubes, enclose
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.rigor.verdict import Verdict

CELLS = 200
STEP = fmpq(1, 20)
METHOD = "enclosure"


@lru_cache(maxsize=8)
def _enclosure(activation: str, normalize: bool, dim: int, end: Fraction) -> Enclosure:
    """Bounds after every step up to a time."""
    model = SingleIndexModel(Activation.parse(activation), dim=dim, normalize=normalize)
    last = fmpq(end.numerator, end.denominator)
    count = int((last / STEP).ceil())
    return enclose(model, [last * n / count for n in range(1, count + 1)], cells=CELLS, step=last / count)


def prove_trajectory(statement: TrajectoryStatement, *, horizon: Fraction | None = None) -> Verdict:
    """Proved, refuted or undecided from one enclosure; the certificate is for :mod:`poc_symbolic.enclosure.checker`.

    ``horizon`` (default: the statement's last time) is how far the enclosure runs; statements with the same
    horizon share it. Raises InputError for a model that cannot be enclosed.
    """
    end = statement.end if horizon is None else horizon
    if statement.end > end:
        raise InputError("The horizon of an enclosure must not lie before the statement's last time.")
    found = _enclosure(statement.activation, statement.normalize, statement.dim, end)
    if statement.quantity == "velocity":
        return _velocity(statement, found)
    return _loss(statement, found)


def _loss(statement: TrajectoryStatement, found: Enclosure) -> Verdict:
    """The loss never rises (dL/dt = -2 E v²/(1-α²)), so its value at the end is its least until then."""
    bounds = _at(found, statement.end)
    if bounds is None:
        return Verdict("undecided", METHOD, stats={"reason": "the time is not one of the enclosure's times"})
    low, high = bounds.loss
    value = fmpq(statement.value.numerator, statement.value.denominator)
    shown = f"between {_short(low)} and {_short(high)}"
    holds = high <= value if statement.relation == "<=" else low >= value if statement.relation == ">=" else low > value
    fails = low > value if statement.relation == "<=" else high < value if statement.relation == ">=" else high <= value
    if holds:
        return Verdict("proved", METHOD, _certificate(found.tubes, bounds.time))
    if fails:
        witness = {"time": str(statement.end), "loss": shown}
        return Verdict("refuted", METHOD, _certificate(found.tubes, bounds.time) | {"witness": witness})
    return Verdict("undecided", METHOD, stats={"reason": f"the loss at time {statement.end} is only known {shown}"})


def _velocity(statement: TrajectoryStatement, found: Enclosure) -> Verdict:
    assert statement.start is not None and isinstance(statement.dim, int)
    square = fmpq(statement.start.numerator, statement.start.denominator) ** 2 / statement.dim
    last = _at(found, statement.end)
    edge = None if last is None else last.attracted_above
    if last is not None and edge is not None and edge**2 < square:
        return Verdict("proved", METHOD, _certificate(found.tubes, last.time))
    end = fmpq(statement.end.numerator, statement.end.denominator)
    for bounds in found.bounds:
        top = bounds.slope_at(square)
        if bounds.time <= end and top <= 0:
            witness = {"time": str(bounds.time), "alpha_squared": str(square), "slope": f"V'/alpha <= {_short(top)}"}
            return Verdict("refuted", METHOD, _certificate(found.tubes, bounds.time) | {"witness": witness})
    reach = "everywhere" if edge is None else f"below α² d = {_short(edge**2 * statement.dim)}"
    return Verdict("undecided", METHOD, stats={"reason": f"the sign of v is open {reach}"})


def _at(found: Enclosure, time: Fraction) -> Bounds | None:
    """The bounds at a time, if it is one of the enclosure's times."""
    goal = fmpq(time.numerator, time.denominator)
    return next((bounds for bounds in found.bounds if bounds.time == goal), None)


def _certificate(tubes: Tubes, end: fmpq) -> dict[str, Any]:
    """The hints of the steps up to a time."""
    number, now = 0, fmpq(0)
    while now < end:
        now += tubes.steps[number]
        number += 1
    runs = [[str(h), len(list(group))] for h, group in groupby(tubes.steps[:number])]
    return {
        "edges": [str(e) for e in tubes.edges],
        "unit": f"1/{TUBE_DENOMINATOR}",
        "steps": runs,
        "tubes": [list(row) for row in tubes.rows[:number]],
    }


def _short(value: fmpq) -> str:
    """Six decimals, for a reader."""
    scaled = (value * 10**6).floor()
    return f"{int(scaled) / 10**6:.6f}"


def prove_all(statements: Sequence[TrajectoryStatement]) -> list[Verdict]:
    """One verdict for each statement, from one enclosure for each model, up to the last time of them all."""
    end = max(statement.end for statement in statements)
    return [prove_trajectory(statement, horizon=end) for statement in statements]
