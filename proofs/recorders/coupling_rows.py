"""Rows of ``couplings.json``: a network beside the flow, Lemma 5, equation (3), and Lemmas 20 and 21 at some times."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network import CoupledNetwork, GaussianData, couple
from poc_symbolic.network.duhamel import NODES, Forces, Propagation, duhamel_errors, forces, propagate
from poc_symbolic.network.function_bounds import mean_field_errors
from poc_symbolic.network.kernels import norms
from poc_symbolic.network.residuals import comparison
from poc_symbolic.network.sharpness import function_use, lemma_5_use
from poc_symbolic.network.smoothness import regularity
from proofs.recorders.files import rounded
from proofs.recorders.runs import BY_KEY, EYES, LOSSES, NOISE, RESOLUTION

PACE = 4.0  # time covered by EYES panels of Gauss points
TOLERANCE = 1e-7  # of the network's steps


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


def _worst(uses: list[dict[str, float]]) -> Callable[[str], float]:
    """The largest value of one quantity over the times."""
    return lambda name: max(use[name] for use in uses)


def named(name: str, numbers: dict[str, float]) -> dict[str, Any]:
    """The numbers of a row with what the run is."""
    run = BY_KEY[name]
    about = {"activation": run.activation, "dim": run.dim, "width": run.width, "samples": run.samples or 0}
    return {"key": name, **about, **{column: rounded(value) for column, value in numbers.items()}}


@cache
def row(name: str) -> dict[str, Any]:
    """The row with this name, computed now."""
    beside = carried_out(name)
    coupled, states = beside.coupled, [beside.propagation.states[t] for t in beside.places]
    ats = [comparison(coupled, state) for state in states]
    five = _worst([lemma_5_use(at) for at in ats])
    errors = [mean_field_errors(coupled, state) for state in states]
    function = _worst([function_use(at, *pair) for at, pair in zip(ats, errors, strict=True)])
    duhamel = duhamel_errors(beside.propagation, beside.forces, beside.places)
    regular = regularity(coupled.coupling.problem)
    return named(
        name,
        {
            "T": coupled.coupling.trajectory.end,
            "omega": states[-1].mean_gap,
            "largest": max(float(norms(state.gaps).max()) for state in states),
            "C": regular.fields,
            "C_R1": regular.activation,
            **{column: five(column) for column in ("own", "others", "sampling", "data", "total", "linear", "eps_m")},
            "tangent": max(RESOLUTION, *(error.repaired for error in duhamel)),
            "printed": max(error.printed for error in duhamel),
            **{column: function(column) for column in ("gap", "error", "sample", "form", "without")},
        },
    )
