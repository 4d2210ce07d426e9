"""Rows of ``teachers.json``: properties P1–P3 with several teachers, beside a wide network for the mean-field law."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network import run_beside_wide
from poc_symbolic.network.descent import ProofConstants, descent
from poc_symbolic.network.fields import PopulationField
from poc_symbolic.network.sharpness import property_use
from poc_symbolic.network.smoothness import regularity
from poc_symbolic.network.teacher_runs import named_problem
from poc_symbolic.network.wide_limit import cell_error, local_strong_convexity, wide_comparison
from proofs.recorders.files import rounded
from proofs.recorders.runs import EYES, TEACHERS_BY_KEY, TEACHERS_TAU


@cache
def row(name: str) -> dict[str, Any]:
    """The row with this name, computed now; ``C_LSC`` is that of the wide network's neurons in B_τ."""
    run, tau = TEACHERS_BY_KEY[name], TEACHERS_TAU
    named = named_problem(run.teachers, SingleIndexModel(Activation.parse(run.activation), dim=run.dim, normalize=True))
    times = np.linspace(0, run.end, EYES + 1)
    (ran,) = run_beside_wide(named.problem, [run.width], times.tolist(), run.seed, wide=run.wide)
    population = PopulationField(named.problem)
    if named.limit is None:
        raise ValueError(f"{run.teachers} has no finite limit.")
    potential = ran.function(named.limit)
    constants = ProofConstants(regularity(named.problem).constant, potential.balancedness)
    lsc = local_strong_convexity(population, ran, potential, tau)
    if lsc is None:
        raise ValueError(f"No neuron of {name} comes into B_τ.")
    ats = [wide_comparison(population, ran, i) for i in range(1, EYES + 1)]
    found = [descent(at, potential, constants, tau, lsc, cell_error(potential, at.particles, tau)) for at in ats]
    numbers = {
        "C_13": constants.c13,
        "C_14": constants.c14,
        "C_b": constants.balanced,
        "C_LSC": lsc,
        **property_use(found, constants, tau, [lsc * math.sqrt(at.loss) for at in ats]),
        "inside": 1 - found[-1].outside_gap / found[-1].omega,
    }
    return {"key": name, "activation": run.activation, "teachers": run.teachers, "dim": run.dim} | {
        column: rounded(value) for column, value in numbers.items()
    }
