"""How the errors of finite networks shrink with their width: fitted slopes and the result in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from scipy.stats import t as student

from poc_symbolic.flow.scaling import Fit, power_law
from poc_symbolic.network.coupling import Coupling

FITTED = ("function_error", "mean_square_gap", "squared_mean_gap")
DIGITS = 9


def time_mean(coupling: Coupling, name: str) -> list[float]:
    """The mean over the recorded times t > 0 of one error, for every width."""
    if name == "squared_mean_gap":
        return [float((one.column("mean_gap")[1:] ** 2).mean()) for one in coupling.networks]
    return [float(one.column(name)[1:].mean()) for one in coupling.networks]


def width_fits(coupling: Coupling, repeats: Sequence[Coupling] = ()) -> dict[str, Fit]:
    """error ≈ C m^γ for each error's mean over time; needs three widths, otherwise there are no fits.

    The interval of γ is Student's at 95 %: over the runs where there are ``repeats`` with other seeds, otherwise about
    the fitted line of the one run, whose networks share their neurons.
    """
    if len(coupling.networks) < 3:
        return {}
    widths = [one.width for one in coupling.networks]
    lines = {name: [power_law(widths, time_mean(c, name)) for c in (coupling, *repeats)] for name in FITTED}
    return {name: fits[0] if len(fits) == 1 else _over_runs(fits) for name, fits in lines.items()}


def _over_runs(fits: Sequence[Fit]) -> Fit:
    slopes, levels = np.array([f.exponent for f in fits]), np.array([f.constant for f in fits])
    margin = float(student.ppf(0.975, len(fits) - 1) * slopes.std(ddof=1) / np.sqrt(len(fits)))
    mean = float(slopes.mean())
    return Fit(float(np.exp(np.log(levels).mean())), mean, mean - margin, mean + margin)


def couple_json(coupling: Coupling, repeats: Sequence[Coupling] = ()) -> dict[str, Any]:
    """The coupling in the format of the schema "couple"; ``repeats`` are runs with other seeds, for the slopes."""
    model, data = coupling.model, coupling.data
    return {
        "activation": str(model.activation),
        "teacher": str(model.teacher),
        "dim": model.d,
        "normalize": model.normalize,
        "seed": coupling.seed,
        "samples": data.samples if data else None,
        "noise": data.noise if data else None,
        "wide": None,
        "repeats": 1 + len(repeats),
        "end": digits(coupling.trajectory.end),
        "times": [digits(t) for t in coupling.times],
        "mean_field_loss": [digits(v) for v in coupling.trajectory.loss(coupling.times)],
        "networks": [
            {
                "width": one.width,
                "loss": [digits(r.loss) for r in one.records],
                "mean_gap": [digits(r.mean_gap) for r in one.records],
                "mean_square_gap": [digits(r.mean_square_gap) for r in one.records],
                "largest_gap": [digits(r.largest_gap) for r in one.records],
                "function_error": [digits(r.function_error) for r in one.records],
                "sampling_error": [digits(r.sampling_error) for r in one.records],
            }
            for one in coupling.networks
        ],
        "fits": {
            name: {key: digits(v, 6) for key, v in asdict(fit).items()}
            for name, fit in width_fits(coupling, repeats).items()
        },
    }


def digits(value: float, count: int = DIGITS) -> float:
    """A result to so many significant digits, beyond which the order of a sum shows."""
    return float(f"{value:.{count}g}")
