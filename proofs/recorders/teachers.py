"""Rows of ``teachers.json``: properties P1–P3 with several teachers, beside a wide network for the mean-field law."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
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
from proofs.recorders.files import rounded, stored

TAU = 0.3
EYES = 8


@dataclass(frozen=True)
class TeacherRun:
    """Activation, teachers as on the command line, dimension, width, width of the wide network, end, seed."""

    activation: str
    teachers: str
    dim: int
    width: int
    wide: int
    end: int
    seed: int = 0

    @property
    def key(self) -> str:
        """The name of the row."""
        sizes = f"d = {self.dim}, m = {self.width}, wide {self.wide}"
        return f"{self.activation}, {self.teachers}, {sizes}, to time {self.end}, seed {self.seed}"


RUNS = (
    TeacherRun("He4", "orthogonal:2", 6, 64, 256, 10),
    TeacherRun("He4", "orthogonal:2", 6, 64, 256, 10, 1),
    TeacherRun("He4", "orthogonal:2", 16, 128, 512, 20),
    TeacherRun("He4", "orthogonal:3", 8, 128, 512, 30),
    TeacherRun("He4 + 1/2*He6", "orthogonal:2", 8, 128, 512, 20),
    TeacherRun("He3", "orthogonal:2", 6, 64, 256, 10),
    TeacherRun("He3", "orthogonal:3", 8, 128, 512, 20),
    TeacherRun("He4", "two", 6, 64, 256, 6),
    TeacherRun("He4", "two", 8, 128, 512, 10),
    TeacherRun("He4", "ring:6", 6, 64, 256, 10),
)
BY_KEY = {run.key: run for run in RUNS}
SPOT = RUNS[0].key
INPUTS: Mapping[str, Any] = {"runs": [run.key for run in RUNS], "tau": "3/10", "times": EYES, "normalize": True}


def _uses(run: TeacherRun) -> tuple[ProofConstants, list[DescentUse], list[float]]:
    """The constants, and at every time the parts of P1–P3 and δ of the wide network."""
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
        [descent_use(problem, potential, neurons, wide, TAU) for neurons, wide in pairs],
        [math.sqrt(loss(wide)) for _, wide in pairs],
    )


@cache
def row(name: str) -> dict[str, Any]:
    """The row of ``teachers.json`` with this name, computed now.

    ``C_LSC`` is the least -λ_max(D^⊥)/δ over the particles in B_τ, and ``c14`` the least C_14 with it.
    """
    run = BY_KEY[name]
    constants, uses, deltas = _uses(run)
    lsc = min(use.convexity / delta for use, delta in zip(uses, deltas, strict=True))
    c_b = constants.balanced
    numbers = {
        "C_13": constants.c13,
        "C_14": constants.c14,
        "C_b": c_b,
        "C_LSC": lsc,
        "c13": max(use.c13(c_b, TAU) for use in uses),
        "plain": max(use.inner / use.omega for use in uses),
        "c14": max(use.c14(c_b, TAU, lsc * delta) for use, delta in zip(uses, deltas, strict=True)),
        "third": max(abs(use.rest) / ((1 + c_b) * use.remainder) for use in uses),
        "inside": 1 - uses[-1].outside / uses[-1].omega,
    }
    return {"key": name, "activation": run.activation, "teachers": run.teachers, "dim": run.dim} | {
        column: rounded(value) for column, value in numbers.items()
    }


def table() -> Mapping[str, Any]:
    """The record as stored."""
    return stored("teachers.json")


def rows() -> list[dict[str, Any]]:
    """All rows, computed now."""
    return [row(run.key) for run in RUNS]
