"""Rows of ``couplings.json``: Lemma 5, equation (3) and Lemmas 20, 21 on networks coupled to the mean-field flow.

Each run is a network from uniform neurons beside the flow of the normalised, well-specified model, to a loss of the flow.
It is looked at at EYES equal times; (3) is integrated with Gauss points between them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network import CoupledNetwork, GaussianData, couple
from poc_symbolic.network.duhamel import NODES, Forces, Propagation, duhamel_errors, forces, propagate
from poc_symbolic.network.sharpness import function_use, lemma_5_use
from poc_symbolic.network.smoothness import regularity
from proofs.recorders.files import rounded, stored

EYES = 8  # times at which the inequalities are evaluated
PACE = 4.0  # time covered by EYES panels of Gauss points
NOISE = 0.3
TOLERANCE = 1e-7  # of the network's steps
RESOLUTION = 1e-3  # a smaller difference of the two sides of (3) is stored as this
LOSSES = {"1/10": 0.1, "3/10": 0.3}


@dataclass(frozen=True)
class Run:
    """A coupling: activation, dimension, width, seed, the loss where it ends, and samples if there are any."""

    activation: str
    dim: int
    width: int
    loss: str
    seed: int = 0
    samples: int | None = None

    @property
    def key(self) -> str:
        """The name of the row."""
        data = f", n = {self.samples}" if self.samples is not None else ""
        return f"{self.activation}, d = {self.dim}, m = {self.width}{data}, seed {self.seed}, to loss {self.loss}"

    @property
    def even(self) -> bool:
        """Whether Φ_Q is built for it."""
        return self.activation != "He3"


MIXED = "He4 + 1/2*He6"
RUNS = (
    *(Run("He4", 8, m, "1/10", seed) for m in (64, 256) for seed in (0, 1)),
    Run("He4", 16, 128, "1/10"),
    Run("He4", 16, 512, "1/10"),
    Run("He4", 32, 128, "3/10"),
    Run(MIXED, 8, 64, "3/10"),
    Run(MIXED, 8, 256, "3/10"),
    Run(MIXED, 16, 128, "3/10"),
    Run(MIXED, 32, 64, "3/10"),
    *(Run("He3", 8, m, "3/10", seed) for m in (64, 256) for seed in (0, 1)),
    Run("He3", 16, 128, "3/10"),
    Run("He3", 32, 128, "3/10"),
    Run("He4", 8, 64, "3/10", 0, 1000),
    Run("He4", 8, 64, "1/10", 0, 4000),
    Run("He4", 16, 128, "3/10", 0, 8000),
    Run(MIXED, 8, 64, "3/10", 0, 4000),
    Run("He3", 8, 64, "3/10", 0, 1000),
    Run("He3", 16, 128, "3/10", 0, 4000),
)
BY_KEY = {run.key: run for run in RUNS}
SPOT = RUNS[0].key
SPOT_DATA = next(run.key for run in RUNS if run.samples is not None)
INPUTS: Mapping[str, Any] = {
    "runs": [run.key for run in RUNS],
    "noise": "3/10",
    "times": EYES,
    "resolution": "1/1000",
    "normalize": True,
}


@dataclass(frozen=True)
class Beside:
    """A run carried out: the network, its propagation with the forces, and the places of the times looked at."""

    coupled: CoupledNetwork
    propagation: Propagation
    forces: Forces
    places: tuple[int, ...]


@lru_cache(maxsize=2)
def carried_out(name: str) -> Beside:
    """The run of a row."""
    run = BY_KEY[name]
    model = SingleIndexModel(Activation.parse(run.activation), dim=run.dim, normalize=True)
    data = GaussianData(run.samples, NOISE) if run.samples is not None else None
    coupling = couple(
        model,
        [run.width],
        seed=run.seed,
        data=data,
        until_loss=LOSSES[run.loss],
        records=2,
        tolerance=TOLERANCE,
        keep=False,
    )
    coupled = coupling.networks[0]
    parts = math.ceil(coupling.trajectory.end / PACE)
    propagation = propagate(coupled, EYES * parts)
    places = tuple(parts * (k + 1) * (NODES + 1) - 1 for k in range(EYES))
    return Beside(coupled, propagation, forces(coupled, propagation.states), places)


def worst(uses: list[dict[str, float]]) -> Callable[[str], float]:
    """The largest value of one quantity over the times."""
    return lambda name: max(use[name] for use in uses)


@cache
def row(name: str) -> dict[str, Any]:
    """The row of ``couplings.json`` with this name, computed now."""
    run, beside = BY_KEY[name], carried_out(name)
    coupled, states = beside.coupled, [beside.propagation.states[t] for t in beside.places]
    five = worst([lemma_5_use(coupled, state) for state in states])
    function = worst([function_use(coupled, state) for state in states])
    errors = duhamel_errors(beside.propagation, beside.forces, beside.places)
    regular = regularity(coupled.coupling.problem)
    numbers = {
        "T": coupled.coupling.trajectory.end,
        "omega": states[-1].mean_gap,
        "largest": max(float(np.linalg.norm(state.gaps, axis=1).max()) for state in states),
        "C": regular.fields,
        "C_R1": regular.activation,
        **{column: five(column) for column in ("own", "others", "sampling", "data", "total", "linear", "eps_m")},
        "tangent": max(RESOLUTION, *(error.repaired for error in errors)),
        "printed": max(error.printed for error in errors),
        **{column: function(column) for column in ("gap", "error", "sample", "form", "without")},
    }
    samples = {"samples": run.samples or 0}
    return {"key": name, "activation": run.activation, "dim": run.dim, "width": run.width, **samples} | {
        column: rounded(value) for column, value in numbers.items()
    }


def table() -> Mapping[str, Any]:
    """The record as stored."""
    return stored("couplings.json")


def rows() -> list[dict[str, Any]]:
    """All rows, computed now."""
    return [row(run.key) for run in RUNS]
