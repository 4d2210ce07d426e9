"""Write the recorded tables of the ledger: ``python -m proofs.recording`` (some minutes).

The rows are what :func:`proofs.measured.measure` gives on a grid of activations and dimensions, rounded to
``DIGITS`` digits; the digest covers inputs, tolerance and rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from poc_symbolic.claims.record import digest
from proofs.measured import measure

DIMS = (16, 32, 64, 128, 256, 1024, 4096, 16384, 65536, 262144, 1000000)
# Above d = 65536 E‖J‖² of He₆, of size d³, is beyond double precision.
GRID: Mapping[str, tuple[int, ...]] = {"He4": DIMS, "He4 + 1/2*He6": DIMS, "He6": DIMS[:9]}
INPUTS: Mapping[str, Any] = {
    "grid": {activation: list(dims) for activation, dims in GRID.items()},
    "delta": "3/10",
    "tau": "1/10",
    "normalize": True,
    "times": 8,
}
DELTA, TAU = 0.3, 0.1
TOLERANCE = "1/100"
DIGITS = 6
NAME = "trajectories.json"


def key(activation: str, dim: int) -> str:
    """The name of a row."""
    return f"{activation}, d = {dim}"


def row(name: str) -> dict[str, Any]:
    """The row with this name, computed now."""
    activation, _, dim = name.partition(", d = ")
    numbers = measure(activation, int(dim), DELTA, TAU)
    rounded = {column: float(f"{value:.{DIGITS}g}") for column, value in numbers.items()}
    return {"key": name, "activation": activation, "dim": int(dim), **rounded}


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """The table as stored."""
    return dict(json.loads(files("proofs").joinpath("records", NAME).read_text(encoding="utf-8")))


def as_record(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The record of these rows, with its digest."""
    data = {"inputs": dict(INPUTS), "tolerance": TOLERANCE, "rows": rows}
    return {**data, "digest": digest(data)}


def write(target: Path) -> None:
    """Compute every row and write the record."""
    rows = [row(key(activation, dim)) for activation, dims in GRID.items() for dim in dims]
    target.write_text(json.dumps(as_record(rows), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent / "records" / NAME)
