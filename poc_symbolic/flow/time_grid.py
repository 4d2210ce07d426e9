"""Times at which suprema over s ≤ t ≤ T are searched: graded to the early flow and, in s, also to t.

Two clocks run in the flow. Particles leave the bulk over times that grow like a power of d, the first ones at a
small share of T; one particle crosses from the bulk to the pole within a time of order 1, however large d is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from poc_symbolic.flow.trajectory import Trajectory

Array = NDArray[np.float64]

ONSET = 1e-4  # share of the whole descent of the loss before which the flow counts as at rest
RATIO = 1.5  # of consecutive times t
GAP_RATIO = 4.0  # of consecutive t - s
EARLY_RATIO = 3.0  # of consecutive early s
SHORTEST = 0.2  # the shortest t - s > 0, in units of the pole's time 1/q_×'(1)


def onset(trajectory: Trajectory) -> float:
    """A time at which the loss has made about the share ``ONSET`` of its descent; the end if it does not descend."""
    times = trajectory.end * np.geomspace(1e-14, 1, 400)
    loss = trajectory.loss(times)
    start = float(trajectory.loss(0.0))
    moved = np.flatnonzero(loss < start - ONSET * (start - loss[-1]))
    return float(times[moved[0]]) if moved.size else trajectory.end


def graded_times(trajectory: Trajectory, first: float, ratio: float = RATIO) -> Array:
    """0, and from the onset ``first`` of the flow to its end times in geometric progression."""
    count = 2 + int(np.log(trajectory.end / first) / np.log(ratio))
    return np.concatenate([[0.0], np.geomspace(first, trajectory.end, count)])


def earlier_times(trajectory: Trajectory, t: float, first: float) -> Array:
    """s from t down to 0: t - s in geometric progression up to t/2, then s down to the onset ``first``, then 0."""
    pole = max(abs(float(trajectory.field.teacher_part(np.array(1.0)))), 1e-300)
    shortest = SHORTEST / pole
    gaps = t / 2 / GAP_RATIO ** np.arange(1 + max(0, int(np.log(max(t / 2 / shortest, 1.0)) / np.log(GAP_RATIO))))
    early = t / 2 / EARLY_RATIO ** np.arange(1, 1 + max(1, int(np.log(max(t / 2 / first, 1.0)) / np.log(EARLY_RATIO))))
    return np.unique(np.concatenate([[0.0, t], t - gaps, early]))[::-1]


def between(s: Array, place: int, t: float, count: int = 9) -> Array:
    """Times between the neighbours of s[place], descending and finished by 0, graded in t - s or in s."""
    low, high = float(s[min(place + 1, s.size - 1)]), float(s[max(place - 1, 0)])
    if low >= t / 2 and high < t:
        finer = t - np.geomspace(t - high, t - low, count)
    elif low > 0 and high <= t / 2:
        finer = np.geomspace(low, high, count)
    else:
        finer = np.linspace(low, high, count)
    return np.unique(np.concatenate([[0.0], np.clip(finer, 0.0, t)]))[::-1]


def climb(value: Callable[[float], float], times: Array, values: Sequence[float]) -> tuple[float, float]:
    """The largest value, and its time, that a search between the neighbours of the best time of a scan finds."""
    top = int(np.argmax(values))
    best = float(values[top]), float(times[top])
    low, high = float(times[max(top - 1, 0)]), float(times[min(top + 1, len(times) - 1)])
    if high == times[top] and (low == high or value(high - 0.02 * (high - low)) <= best[0]):
        return best
    options = {"xatol": 0.01 * (high - low), "maxiter": 14}
    found = minimize_scalar(lambda t: -value(float(t)), bounds=(low, high), method="bounded", options=options)
    return max(best, (-float(found.fun), float(found.x)))
