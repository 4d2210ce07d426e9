"""Rows of ``teachers.json``: properties P1–P3 with several teachers, beside a wide network for the mean-field law."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network import Potential, run_beside_wide
from poc_symbolic.network.descent import ProofConstants
from poc_symbolic.network.fields import PopulationField
from poc_symbolic.network.smoothness import regularity
from poc_symbolic.network.teacher_descent import DescentUse, descent_use
from poc_symbolic.network.teacher_runs import named_problem
from proofs.recorders.files import rounded
from proofs.recorders.runs import EYES, TEACHERS_BY_KEY, TEACHERS_TAU, TeacherRun


def _uses(run: TeacherRun) -> tuple[ProofConstants, list[DescentUse], list[float]]:
    """The constants, and at every time after 0 the parts of P1–P3 and δ of the wide network."""
    model = SingleIndexModel(Activation.parse(run.activation), dim=run.dim, normalize=True)
    problem, limit = named_problem(run.teachers, model)
    if limit is None:
        raise ValueError(f"{run.teachers} has no finite limit.")
    times = np.linspace(0, run.end, EYES + 1)
    (ran,) = run_beside_wide(problem, [run.width], times.tolist(), run.seed, wide=run.wide)
    potential = Potential(limit, limit.nearest(ran.wide[-1][: run.width]))
    constants = ProofConstants(regularity(problem).constant, potential.balancedness)
    pairs = list(zip(ran.neurons, ran.wide, strict=True))[1:]
    loss = PopulationField(problem).loss
    return (
        constants,
        [descent_use(problem, potential, neurons, wide, TEACHERS_TAU) for neurons, wide in pairs],
        [math.sqrt(loss(wide)) for _, wide in pairs],
    )


@cache
def row(name: str) -> dict[str, Any]:
    """The row with this name, computed now.

    ``C_LSC`` is the least -λ_max(D^⊥)/δ over the particles in B_τ, and ``c14`` the least C_14 with it.
    """
    run = TEACHERS_BY_KEY[name]
    constants, uses, deltas = _uses(run)
    lsc = min(use.convexity / delta for use, delta in zip(uses, deltas, strict=True))
    c_b = constants.balanced
    numbers = {
        "C_13": constants.c13,
        "C_14": constants.c14,
        "C_b": c_b,
        "C_LSC": lsc,
        "c13": max(use.c13(c_b, TEACHERS_TAU) for use in uses),
        "plain": max(use.inner / use.omega for use in uses),
        "c14": max(use.c14(c_b, TEACHERS_TAU, lsc * delta) for use, delta in zip(uses, deltas, strict=True)),
        "third": max(abs(use.rest) / ((1 + c_b) * use.remainder) for use in uses),
        "inside": 1 - uses[-1].outside / uses[-1].omega,
    }
    return {"key": name, "activation": run.activation, "teachers": run.teachers, "dim": run.dim} | {
        column: rounded(value) for column, value in numbers.items()
    }
