"""All stability constants of a model up to T(δ), in the format of the schema "stability"."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from poc_symbolic.flow.average_stability import average_stability
from poc_symbolic.flow.concordance import concordance
from poc_symbolic.flow.mean_field import MeanFieldFlow
from poc_symbolic.flow.stability import Stability, near_teacher


def stability_json(
    flow: MeanFieldFlow, delta: float, tau: float, *, progress: Callable[[float], None] | None = None
) -> dict[str, Any]:
    """T(δ), J_max, J_avg(τ), C_LSC and the self-concordance along the flow.

    The suprema are found by scans that close in on the maximiser, to about 6 digits for J_max and about 3
    for J_avg; they are lower bounds. "error_term" and "repelled" are null for models that are not even.
    Raises InputError on bad δ or τ.
    """
    near_teacher(tau)
    done = progress or (lambda share: None)
    initial = flow.initial_loss

    def on_step(time: float, loss: float) -> None:
        if 0 < delta**2 < initial:
            done(0.15 * math.log(initial / loss) / math.log(initial / delta**2))

    trajectory = flow.run(delta=delta, progress=on_step)
    done(0.15)
    stability = Stability(trajectory, lambda share: done(0.15 + 0.45 * share))
    largest, mean_square = stability.largest_norm, stability.largest_mean_square
    average = average_stability(stability, flow.model, tau)
    done(0.95)
    along = concordance(trajectory) if trajectory.field.even else None
    return {
        "activation": str(flow.model.activation),
        "teacher": str(flow.model.teacher),
        "dim": flow.model.d,
        "normalize": flow.model.normalize,
        "overlap": "abs" if trajectory.folded else "signed",
        "delta": delta,
        "tau": tau,
        "T": _digits(trajectory.end, 10),
        "J_max": _digits(stability.j_max),
        "J_max_norm": _digits(largest.value),
        "E_J2": _digits(mean_square.value),
        "maximiser": {
            "s": _digits(largest.s),
            "t": _digits(largest.t),
            "overlaps": [_digits(a) for a in largest.overlaps or ()],
        },
        "J_avg": _digits(average.value, 4),
        "J_avg_T": _digits(average.value * trajectory.end, 4),
        "J_avg_maximiser": {
            "s": _digits(average.s),
            "t": _digits(average.t),
            "beta": _digits(average.beta, 4),
            "psi": _digits(average.psi, 4),
        },
        "C_LSC": _digits(stability.local_strong_convexity(tau)),
        "error_term": None
        if along is None
        else {
            "constant": along.constant,
            "value": _digits(along.error_term),
            "alpha": _digits(along.alpha),
            "time": _digits(along.time),
            "constant_outside": _digits(along.constant_outside),
        },
        "repelled": None
        if along is None
        else {
            "share": _digits(along.repelled.share),
            "alpha_max": _digits(along.repelled.alpha_max),
            "time": _digits(along.repelled.time),
            "loss": _digits(along.repelled.loss),
        },
        "estimated_error": _digits(trajectory.estimated_error, 3),
    }


def _digits(value: float, count: int = 6) -> float:
    return float(f"{value:.{count}g}")
