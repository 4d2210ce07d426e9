"""Write the recorded tables of the ledger: ``python -m proofs.recording`` (some minutes).

The rows are what :mod:`proofs.measured` gives, rounded to ``DIGITS`` digits: all quantities on a grid of activations
and dimensions (``trajectories.json``), and J_avg(τ) T for several τ (``radii.json``). The digest covers inputs,
tolerance and rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from poc_symbolic.claims.record import digest
from proofs.measured import TIMES, measure, measure_average

DIMS = (16, 32, 64, 128, 256, 1024, 4096, 16384, 65536, 262144, 1000000)
# Above d = 65536 E‖J‖² of He₆, of size d³, is beyond double precision.
GRID: Mapping[str, tuple[int, ...]] = {"He4": DIMS, "He4 + 1/2*He6": DIMS, "He6": DIMS[:9]}
RADII = ("1", "1/2", "1/5", "1/10", "1/20", "1/50", "1/100")
RADII_GRID: Mapping[str, tuple[int, ...]] = {"He4": (16, 4096), "He4 + 1/2*He6": (4096,), "He6": (4096,)}
DELTA, TAU = 0.3, 0.1
INPUTS: Mapping[str, Any] = {
    "grid": {activation: list(dims) for activation, dims in GRID.items()},
    "delta": "3/10",
    "tau": "1/10",
    "normalize": True,
    "times": TIMES,
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


def row(name: str) -> dict[str, Any]:
    """The row of ``trajectories.json`` with this name, computed now."""
    activation, _, dim = name.partition(", d = ")
    numbers = measure(activation, int(dim), DELTA, TAU)
    return {"key": name, "activation": activation, "dim": int(dim)} | {c: _rounded(x) for c, x in numbers.items()}


def radius_row(name: str) -> dict[str, Any]:
    """The row of ``radii.json`` with this name, computed now."""
    model, _, tau = name.partition(", tau = ")
    activation, _, dim = model.partition(", d = ")
    value = measure_average(activation, int(dim), DELTA, float(Fraction(tau)))
    return {"key": name, "activation": activation, "dim": int(dim), "tau": tau, "average_T": _rounded(value)}


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
