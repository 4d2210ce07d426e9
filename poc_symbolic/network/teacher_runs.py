"""Networks on several teachers, named on the command line, beside a wide network: in the format of "couple"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.flow.scaling import power_law
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.teachers import TeacherModel, orthogonal, ring, two_teachers
from poc_symbolic.network.kernels import Array
from poc_symbolic.network.problem import Problem, single_index_problem, teacher_problem
from poc_symbolic.network.proxy import ProxyRun, circle_problem, run_beside_wide, with_signs
from poc_symbolic.network.scaling import digits


def named_problem(text: str, model: SingleIndexModel) -> tuple[Problem, TeacherModel | None]:
    """The problem that "two", "orthogonal:k", "ring:N" or "circle" names, and what its neurons converge to.

    The kernel is that of the model. For an odd or mixed activation the limit is the teachers themselves, for an even
    one both signs of them; the circle has no finite limit. Raises InputError on other names or a teacher link.
    """
    if not model.well_specified:
        raise InputError("The option --teachers takes the activation as the teachers' link; leave --teacher out.")
    single = single_index_problem(model)
    q = dict(model.coefficients.q)
    name, _, number = text.partition(":")
    if text == "circle":
        return circle_problem(single), None
    if text == "two":
        built = two_teachers(q, single.dim)
    elif name in ("orthogonal", "ring") and re.fullmatch("[0-9]{1,3}", number):
        built = (orthogonal if name == "orthogonal" else ring)(int(number), q, single.dim)
    else:
        raise InputError(f"The teachers are two, orthogonal:k, ring:N or circle, not {text!r}.")
    return teacher_problem(built), with_signs(built) if single.even else built


def teachers_json(
    model: SingleIndexModel, text: str, widths: Sequence[int], until_time: float, seed: int, records: int
) -> tuple[dict[str, Any], list[ProxyRun]]:
    """Runs beside a network twice as wide as the widest, with Φ_Q where the limit is finite; and the runs."""
    if not (np.isfinite(until_time) and until_time > 0):
        raise InputError(f"The end time must be positive and finite, not {until_time:g}.")
    if records < 2:
        raise InputError(f"The number of records must be an integer of at least 2, not {records}.")
    problem, limit = named_problem(text, model)
    times = np.linspace(0, until_time, records)
    runs = run_beside_wide(problem, widths, times.tolist(), seed)
    networks = []
    for run in runs:
        row: dict[str, Any] = {
            "width": run.width,
            "loss": _list(run.loss),
            "mean_gap": _list(run.mean_gap),
            "mean_square_gap": _list(run.mean_square_gap),
            "function_error": _list(run.function_error),
        }
        if limit is not None:
            row["potential"] = _list(run.potential(limit))
        networks.append(row)
    fits = {}
    if len(runs) >= 3:
        means = {
            "function_error": [run.function_error[1:].mean() for run in runs],
            "mean_square_gap": [run.mean_square_gap[1:].mean() for run in runs],
        }
        fits = {name: power_law([run.width for run in runs], values) for name, values in means.items()}
    return {
        "activation": str(model.activation),
        "teacher": text,
        "dim": problem.dim,
        "normalize": model.normalize,
        "seed": seed,
        "samples": None,
        "noise": None,
        "wide": len(runs[0].wide[0]),
        "repeats": 1,
        "end": digits(until_time),
        "times": _list(times),
        "mean_field_loss": None,
        "networks": networks,
        "fits": {name: {key: digits(v, 6) for key, v in asdict(fit).items()} for name, fit in fits.items()},
    }, runs


def _list(values: Array) -> list[float]:
    # A difference of equal networks is rounding, which is not the same on every machine.
    return [digits(float(v)) if abs(v) > 1e-14 else 0.0 for v in values]
