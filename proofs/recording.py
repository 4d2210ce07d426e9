"""Write the recorded tables of the ledger: ``python -m proofs.recording [NAME …]`` (some minutes for all of them).

``recorders`` has those about networks. The rows about the flow are what :func:`poc_symbolic.flow.scaling.measure` gives,
rounded: all quantities on a grid of activations and dimensions (``trajectories.json``), and J_avg(τ) T for several τ
(``radii.json``). The activation is normalised so that q(1) - q(0) = 1, the teacher is the student, the initial law is
uniform. The digest covers inputs, tolerance and rows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs.recorders import runs
from proofs.recorders.files import FOLDER, as_record, rounded, stored, write

if TYPE_CHECKING:  # the flow is loaded by those who compute a row, not by those who read the ledger
    from poc_symbolic.flow import Stability
    from poc_symbolic.model import SingleIndexModel

DIMS = (16, 32, 64, 128, 256, 1024, 4096, 16384, 65536, 262144, 1000000)
GRID: Mapping[str, tuple[int, ...]] = {"He4": DIMS, "He4 + 1/2*He6": DIMS, "He6": DIMS}
RADII = ("1", "1/2", "1/5", "1/10", "1/20", "1/50", "1/100")
RADII_GRID: Mapping[str, tuple[int, ...]] = {"He4": (16, 4096), "He4 + 1/2*He6": (4096,), "He6": (4096,)}
DELTA, TAU = 0.3, 0.1
INPUTS: Mapping[str, Any] = {
    "grid": {activation: list(dims) for activation, dims in GRID.items()},
    "delta": "3/10",
    "tau": "1/10",
    "normalize": True,
}
RADII_INPUTS: Mapping[str, Any] = {
    "grid": {activation: list(dims) for activation, dims in RADII_GRID.items()},
    "delta": "3/10",
    "tau": list(RADII),
    "normalize": True,
}


def key(activation: str, dim: int, tau: str | None = None) -> str:
    """The name of a row."""
    return f"{activation}, d = {dim}" + (f", tau = {tau}" if tau is not None else "")


def _model(activation: str, dim: int) -> SingleIndexModel:
    from poc_symbolic.activation import Activation
    from poc_symbolic.model import SingleIndexModel

    return SingleIndexModel(Activation.parse(activation), dim=dim, normalize=True)


@lru_cache(maxsize=8)
def row(name: str) -> dict[str, Any]:
    """The row of ``trajectories.json`` with this name, computed now."""
    from poc_symbolic.flow.scaling import measure

    activation, _, dim = name.partition(", d = ")
    found = measure(_model(activation, int(dim)), DELTA, TAU)
    numbers = {
        "T": found.end,
        "slope_low": found.slope_low,
        "slope_high": found.slope_high,
        "middle": found.middle,
        "moment": found.moment,
        "norm_ratio": found.norm_ratio,
        "norm": found.largest_norm,
        "mean_square": found.mean_square,
        "average_T": found.average * found.end,
    }
    return {"key": name, "activation": activation, "dim": int(dim)} | {c: rounded(x) for c, x in numbers.items()}


@lru_cache(maxsize=2)
def _stability(activation: str, dim: int) -> Stability:
    from poc_symbolic.flow import MeanFieldFlow, Stability

    return Stability(MeanFieldFlow(_model(activation, dim), tolerance=1e-6).run(delta=DELTA, estimate=False))


@lru_cache(maxsize=8)
def radius_row(name: str) -> dict[str, Any]:
    """The row of ``radii.json`` with this name, computed now."""
    from poc_symbolic.flow import average_stability

    model, _, tau = name.partition(", tau = ")
    activation, _, dim = model.partition(", d = ")
    stability = _stability(activation, int(dim))
    found = average_stability(stability, _model(activation, int(dim)), float(Fraction(tau)))
    value = rounded(found.value * stability.trajectory.end)
    return {"key": name, "activation": activation, "dim": int(dim), "tau": tau, "average_T": value}


def table() -> Mapping[str, Any]:
    """The record of all quantities."""
    return stored("trajectories.json")


def radii() -> Mapping[str, Any]:
    """The record of J_avg(τ) T."""
    return stored("radii.json")


def _radius_keys() -> list[str]:
    grid = ((activation, dim, tau) for activation, dims in RADII_GRID.items() for dim in dims for tau in RADII)
    return [key(*place) for place in grid]


# inputs, the keys of the rows, and the row with a key
TABLES: Mapping[str, tuple[Mapping[str, Any], Sequence[str], Callable[[str], Mapping[str, Any]]]] = {
    "trajectories": (INPUTS, [key(activation, dim) for activation, dims in GRID.items() for dim in dims], row),
    "radii": (RADII_INPUTS, _radius_keys(), radius_row),
    "couplings": (runs.COUPLINGS, runs.COUPLINGS["runs"], runs.coupling_row),
    "potentials": (runs.POTENTIALS, runs.POTENTIALS["runs"], runs.potential_row),
    "teachers": (runs.TEACHERS, runs.TEACHERS["runs"], runs.teacher_row),
}


def main(names: Sequence[str]) -> None:
    """Compute and write the records with these names, all of them without a name."""
    for name in names or TABLES:
        inputs, keys, compute = TABLES[name]
        write(Path(__file__).parent / FOLDER, name, as_record(inputs, [compute(place) for place in keys]))


if __name__ == "__main__":
    main(sys.argv[1:])
