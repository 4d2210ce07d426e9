"""Recorded tables as files: rounding, digest, and where they lie (``proofs/records``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from poc_symbolic.claims.record import digest

TOLERANCE = "1/100"
DIGITS = 6
FOLDER = "records"


def rounded(value: float) -> float:
    """A measured number as it is stored."""
    return float(f"{value:.{DIGITS}g}")


@lru_cache(maxsize=8)
def stored(name: str) -> Mapping[str, Any]:
    """A record as stored, by the name of its file."""
    return dict(json.loads(files("proofs").joinpath(FOLDER, name).read_text(encoding="utf-8")))


def as_record(inputs: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The record of these rows, with its digest."""
    data = {"inputs": dict(inputs), "tolerance": TOLERANCE, "rows": [dict(row) for row in rows]}
    return {**data, "digest": digest(data)}


def write(folder: Path, name: str, data: Mapping[str, Any]) -> None:
    """One record as the file ``name``.json of a folder."""
    (folder / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
