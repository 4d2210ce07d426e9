"""Write the recorded tables of the ledger: ``python -m proofs.recording`` (some minutes).

The rows are what :func:`poc_symbolic.flow.scaling.measure` gives, rounded to ``DIGITS`` digits: all quantities on a
grid of activations and dimensions (``trajectories.json``), and J_avg(τ) T for several τ (``radii.json``). The activation
is normalised so that q(1) - q(0) = 1, the teacher is the student, the initial law is uniform. The digest covers
inputs, tolerance and rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poc_symbolic.claims.record import digest

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
TOLERANCE = "1/100"
DIGITS = 6
FOLDER = "records"


def key(activation: str, dim: int, tau: str | None = None) -> str:
    """The name of a row."""
    return f"{activation}, d = {dim}" + (f", tau = {tau}" if tau is not None else "")


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


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
    return {"key": name, "activation": activation, "dim": int(dim)} | {c: _rounded(x) for c, x in numbers.items()}


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
    value = _rounded(found.value * stability.trajectory.end)
    return {"key": name, "activation": activation, "dim": int(dim), "tau": tau, "average_T": value}


@lru_cache(maxsize=2)
def stored(name: str) -> Mapping[str, Any]:
    """A record as stored."""
    return dict(json.loads(files("proofs").joinpath(FOLDER, name).read_text(encoding="utf-8")))


def table() -> Mapping[str, Any]:
    """The record of all quantities."""
    return stored("trajectories.json")


def radii() -> Mapping[str, Any]:
    """The record of J_avg(τ) T."""
    return stored("radii.json")


def as_record(inputs: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The record of these rows, with its digest."""
    data = {"inputs": dict(inputs), "tolerance": TOLERANCE, "rows": rows}
    return {**data, "digest": digest(data)}


def write(folder: Path) -> None:
    """Compute every row and write the two records."""
    rows = [row(key(activation, dim)) for activation, dims in GRID.items() for dim in dims]
    radius_rows = [
        radius_row(key(activation, dim, tau))
        for activation, dims in RADII_GRID.items()
        for dim in dims
        for tau in RADII
    ]
    for name, data in (("trajectories", as_record(INPUTS, rows)), ("radii", as_record(RADII_INPUTS, radius_rows))):
        (folder / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent / FOLDER)
