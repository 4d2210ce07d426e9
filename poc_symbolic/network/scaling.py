"""Networks of several widths in numbers: one dimension in the schema "couple", several in "couple-dims"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.flow.scaling import Fit, power_law
from poc_symbolic.network.coupling import Coupling
from poc_symbolic.network.experiment import ROUNDING, Experiment, coupled_curves
from poc_symbolic.network.kernels import Array

DIGITS = 9
LEVELS = ("function_error", "squared_mean_gap")


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
        "fits": fits_json(experiment_of(coupling, repeats).fits()),
        "note": None,
    }


def experiment_of(coupling: Coupling, repeats: Sequence[Coupling] = ()) -> Experiment:
    """The couplings with several seeds as one experiment."""
    runs = tuple(coupled_curves(one) for one in (coupling, *repeats))
    return Experiment(coupling.problem.dim, coupling.times, np.asarray(coupling.trajectory.loss(coupling.times)), runs)


def check_dims(dims: Sequence[float]) -> list[int]:
    """The dimensions in ascending order; InputError unless they are at least three different integers from 3 on."""
    if any(d != int(d) or d < 3 for d in dims) or len(set(dims)) < 3:
        raise InputError("The option --dims takes at least three different integers from 3 on.")
    return sorted({int(d) for d in dims})


def dims_json(head: Mapping[str, Any], experiments: Sequence[Experiment]) -> dict[str, Any]:
    """One row for each dimension, and the fitted laws in d, in the format of the schema "couple-dims".

    ``head`` is the result of one dimension, for what they share. The level of an error is m times it, in the mean over
    t > 0, the widths and the seeds.
    """
    shared = ("activation", "teacher", "normalize", "seed", "samples", "noise", "wide", "repeats")
    levels = {name: [float(e.scaled(name)[:, 1:].mean()) for e in experiments] for name in LEVELS}
    laws = {n: power_law([e.dim for e in experiments], v) for n, v in levels.items() if min(v) > ROUNDING}
    return {
        **{name: head[name] for name in shared},
        "widths": experiments[0].widths,
        "rows": [_row(experiment) for experiment in experiments],
        "fits": fits_json(laws),
    }


def _row(experiment: Experiment) -> dict[str, Any]:
    scaled = {name: experiment.scaled(name) for name in LEVELS}
    limit = experiment.limit
    return {
        "dim": experiment.dim,
        "end": digits(float(experiment.times[-1])),
        "mean_field_loss": None if limit is None else digits(float(limit[-1])),
        "loss": [digits(float(v)) for v in experiment.stack("loss")[..., -1].mean(axis=0)],
        "level": {name: digits(float(values[:, 1:].mean()), 6) for name, values in scaled.items()},
        "largest": {name: digits(float(values.max()), 6) for name, values in scaled.items()},
        "times": numbers(experiment.times),
        "scaled": {name: [numbers(row) for row in values] for name, values in scaled.items()},
        "fits": fits_json(experiment.fits()),
    }


def fits_json(fits: Mapping[str, Fit]) -> dict[str, Any]:
    """Fits to six digits."""
    return {name: {key: digits(v, 6) for key, v in asdict(fit).items()} for name, fit in fits.items()}


def digits(value: float, count: int = DIGITS) -> float:
    """A result to so many significant digits, beyond which the order of a sum shows."""
    return float(f"{value:.{count}g}")


def numbers(values: Array) -> list[float]:
    """Results to nine digits; a difference of equal networks is rounding, which is not the same on every machine."""
    return [digits(float(v)) if abs(v) > 1e-14 else 0.0 for v in values]
