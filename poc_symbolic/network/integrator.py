"""Explicit Runge-Kutta of order 8 (Dormand-Prince) for points on the sphere, with the step chosen by the error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from scipy.integrate import DOP853

from poc_symbolic.errors import InputError
from poc_symbolic.network.kernels import Array, norms

STAGES = 12
MAX_STEPS = 100_000


def integrate(
    field: Callable[[Array], Array],
    neurons: Array,
    times: Sequence[float],
    *,
    start: float = 0.0,
    tolerance: float = 1e-5,
    first_step: float = 0.1,
    on_step: Callable[[float], None] | None = None,
) -> Iterator[tuple[float, Array]]:
    """The neurons at the ascending ``times`` (from ``start`` on) under dw/dt = field(w).

    The root mean square over the neurons of a step's error is at most ``tolerance``. The exact flow keeps
    every row at length 1, so rows are scaled back to it after a step. Raises InputError when the field stops
    being finite or needs too many steps.
    """
    state, now, h = neurons.copy(), start, first_step
    count = 0
    stages = np.empty((STAGES, *state.shape))
    fresh = False
    for time in times:
        while now < time:
            left = time - now
            step = left if h >= 0.999 * left else h
            if not fresh:
                stages[0] = field(state)
                fresh = True
            # A trial step that leaves the sphere by far may overflow; it is then repeated with a shorter one.
            with np.errstate(over="ignore", invalid="ignore"):
                for s in range(1, STAGES):
                    shift = np.tensordot(DOP853.A[s, :s], stages[:s], axes=1)
                    stages[s] = field(state + step * shift)
                error = _error(stages, step) / tolerance
            if not np.isfinite(error):
                if step <= 1e-9 * first_step:
                    raise InputError("The neurons' velocity is not finite; take more samples or another activation.")
                error = np.inf
            count += 1
            if count > MAX_STEPS:
                raise InputError("The network needs too many steps to get there; ask for an earlier end.")
            factor = float(np.clip(0.9 * max(error, 1e-30) ** -0.125, 0.2, 5.0))
            if error > 1:
                h = step * factor
                continue
            state = state + step * np.tensordot(DOP853.B, stages, axes=1)
            state /= norms(state)[:, None]
            now = time if step == left else now + step
            h = max(h, step * factor) if step == left else step * factor
            fresh = False
            if on_step is not None:
                on_step(now)
        yield time, state


def _error(stages: Array, step: float) -> float:
    """The estimate of SciPy's DOP853 in the root mean square over the rows."""
    e5 = np.tensordot(DOP853.E5[:STAGES], stages, axes=1)
    e3 = np.tensordot(DOP853.E3[:STAGES], stages, axes=1)
    fifth, third = (float(np.mean(np.einsum("id,id->i", e, e))) for e in (e5, e3))
    if fifth == 0:
        return 0.0
    return abs(step) * fifth / float(np.sqrt(fifth + 0.01 * third))
