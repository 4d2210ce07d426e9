"""Networks on several teachers, named on the command line, beside a wide network: in the format of "couple"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.ring_spectrum import cosine_series, seen_as_circle
from poc_symbolic.model.teacher_points import TeacherPoints, ring_points
from poc_symbolic.network.experiment import Experiment, proxy_curves
from poc_symbolic.network.network import check_memory, check_records
from poc_symbolic.network.problem import Problem, single_index_problem, teacher_problem
from poc_symbolic.network.proxy import ProxyRun, circle_problem, run_beside_wide
from poc_symbolic.network.scaling import digits, fits_json, numbers

TEACHERS = 100  # at most


@dataclass(frozen=True)
class NamedProblem:
    """A problem with what its neurons converge to, or one sentence that says why that is no finite set."""

    problem: Problem
    limit: TeacherPoints | None
    reason: str | None = None


def named_problem(text: str, model: SingleIndexModel) -> NamedProblem:
    """The problem that "two", "orthogonal:k", "ring:N" or "circle" names, and what its neurons converge to.

    The kernel is that of the model. For an odd or mixed activation the limit is the teachers themselves, for an even
    one both signs of them. There is no finite limit for the circle, for a ring that the kernel cannot tell from it or
    from the opposite ring, and for degrees up to 2, which see two moments of ρ* alone. Raises InputError on other names
    or a teacher link.
    """
    if not model.well_specified:
        raise InputError("The option --teachers takes the activation as the teachers' link; leave --teacher out.")
    if isinstance(model.d, int):
        check_memory(TEACHERS, model.d, 2)
    single = single_index_problem(model)
    q = dict(model.coefficients.q)
    name, _, number = text.partition(":")
    if text == "circle":
        return NamedProblem(circle_problem(single), None, "The teachers fill a circle, and no finite set is the limit.")
    if text == "two":
        points = np.array([[1.0, 0.0], [0.6, 0.8]])
    elif name in ("orthogonal", "ring") and re.fullmatch("[0-9]{1,3}", number):
        count = int(number)
        if name == "orthogonal" and count < 2:
            raise InputError("Give at least two orthogonal teachers, or leave --teachers out.")
        if count > TEACHERS:
            raise InputError(f"Give at most {TEACHERS} teachers, not {count}.")
        points = np.eye(count) if name == "orthogonal" else ring_points(count)
    else:
        raise InputError(f"The teachers are two, orthogonal:k, ring:N or circle, not {text!r}.")
    built = TeacherPoints(text, points, q, single.dim)
    problem = teacher_problem(built)
    if name == "ring" and seen_as_circle(len(points), q):
        reason = (
            f"To this activation {text} is the whole circle, since no frequency of q(cos φ) is a multiple of {count}."
        )
        return NamedProblem(problem, None, reason)
    if name == "ring" and not single.even and count not in cosine_series(q):
        reason = f"To this activation {text} and the opposite ring are the same, and the neurons are free to mix them."
        return NamedProblem(problem, None, reason)
    if max(q, default=0) < 3:
        return NamedProblem(problem, None, "Degrees up to 2 leave ρ* open, so that no finite set is the limit.")
    return NamedProblem(problem, built.with_signs() if single.even else built)


def run_teachers(
    named: NamedProblem,
    widths: Sequence[int],
    until_time: float,
    seed: int,
    records: int,
    *,
    wide: int | None = None,
    repeats: int = 1,
    tolerance: float = 1e-5,
    progress: Callable[[float], None] | None = None,
) -> tuple[Experiment, list[ProxyRun]]:
    """Networks beside one of ``wide`` neurons over ``repeats`` seeds, and the runs of the first seed.

    By default the wide network has twice the neurons of the widest one.
    """
    check_end(until_time, records)
    times = np.linspace(0, until_time, records)
    first: list[ProxyRun] = []
    curves = []
    for run in range(repeats):

        def done(share: float, run: int = run) -> None:
            if progress is not None:
                progress((run + share) / repeats)

        found = run_beside_wide(
            named.problem, widths, times.tolist(), seed + run, wide=wide, tolerance=tolerance, progress=done
        )
        first = first or found
        curves.append(proxy_curves(found))
    return Experiment(named.problem.dim, times, None, tuple(curves)), first


def check_end(until_time: float, records: int) -> None:
    """Raise InputError on an end time or a number of records that cannot be used."""
    if not (np.isfinite(until_time) and until_time > 0):
        raise InputError(f"The end time must be positive and finite, not {until_time:g}.")
    check_records(records)


def teachers_json(
    model: SingleIndexModel,
    text: str,
    named: NamedProblem,
    experiment: Experiment,
    runs: Sequence[ProxyRun],
    seed: int,
) -> dict[str, Any]:
    """The runs of the first seed, with Φ_Q where the limit is finite, and the slopes over all seeds."""
    networks = []
    for run in runs:
        row: dict[str, Any] = {
            "width": run.width,
            "loss": numbers(run.loss),
            "mean_gap": numbers(run.mean_gap),
            "mean_square_gap": numbers(run.mean_square_gap),
            "function_error": numbers(run.function_error),
        }
        if named.limit is not None:
            row["potential"] = numbers(run.potential(named.limit))
        networks.append(row)
    return {
        "activation": str(model.activation),
        "teacher": text,
        "dim": named.problem.dim,
        "normalize": model.normalize,
        "seed": seed,
        "samples": None,
        "noise": None,
        "wide": len(runs[0].wide[0]),
        "repeats": len(experiment.runs),
        "end": digits(float(experiment.times[-1])),
        "times": numbers(experiment.times),
        "mean_field_loss": None,
        "networks": networks,
        "fits": fits_json(experiment.fits()),
        "note": named.reason,
    }
