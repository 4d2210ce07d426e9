"""The runs whose measured rows the ledger holds: their names, their inputs, and the three tables.

``couplings.json`` has Lemma 5, equation (3) and Lemmas 20, 21; ``potentials.json`` P1–P3, Lemma 41, Theorem 39 and
Corollary 40 on the same runs; ``teachers.json`` P1–P3 with several teachers beside a wide network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from proofs.recorders.files import stored

EYES = 8  # equal times at which the inequalities are evaluated
NOISE = 0.3  # of the labels
RESOLUTION = 1e-4  # a smaller difference of the two sides of (3) is stored as this
TAU = 0.2  # the radius of P1, P2 and C_LSC with one teacher
TEACHERS_TAU = 0.1
MIXED = "He4 + 1/2*He6"
LOSSES: Mapping[str, float] = {"1/10": 0.1, "3/10": 0.3}


@dataclass(frozen=True)
class Run:
    """A network beside the flow: activation, dimension, width, the loss where it ends, seed, and samples if any."""

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
BY_KEY: Mapping[str, Run] = {run.key: run for run in RUNS}
SPOT = RUNS[0].key
SPOT_DATA = next(run.key for run in RUNS if run.samples is not None)


@dataclass(frozen=True)
class TeacherRun:
    """Activation, teachers as on the command line, dimension, width, that of the wide network, end, seed."""

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


TEACHER_RUNS = (
    TeacherRun("He4", "orthogonal:2", 6, 64, 256, 10),
    TeacherRun("He4", "orthogonal:2", 6, 64, 256, 10, 1),
    TeacherRun("He4", "orthogonal:2", 16, 128, 512, 20),
    TeacherRun("He4", "orthogonal:3", 8, 128, 512, 30),
    TeacherRun(MIXED, "orthogonal:2", 8, 128, 512, 20),
    TeacherRun("He3", "orthogonal:2", 6, 64, 256, 10),
    TeacherRun("He3", "orthogonal:3", 8, 128, 512, 20),
    TeacherRun("He4", "two", 6, 64, 256, 6),
    TeacherRun("He4", "two", 8, 128, 512, 10),
    TeacherRun(MIXED, "ring:6", 6, 64, 256, 10),
)
TEACHERS_BY_KEY: Mapping[str, TeacherRun] = {run.key: run for run in TEACHER_RUNS}
TEACHERS_SPOT = TEACHER_RUNS[0].key

COUPLINGS: Mapping[str, Any] = {
    "runs": [run.key for run in RUNS],
    "noise": "3/10",
    "times": EYES,
    "resolution": "1/10000",
    "normalize": True,
}
POTENTIALS: Mapping[str, Any] = {**COUPLINGS, "tau": "1/5"}
TEACHERS: Mapping[str, Any] = {
    "runs": [run.key for run in TEACHER_RUNS],
    "tau": "1/10",
    "times": EYES,
    "normalize": True,
}


def couplings() -> Mapping[str, Any]:
    """``couplings.json`` as stored."""
    return stored("couplings.json")


def potentials() -> Mapping[str, Any]:
    """``potentials.json`` as stored."""
    return stored("potentials.json")


def teachers() -> Mapping[str, Any]:
    """``teachers.json`` as stored."""
    return stored("teachers.json")


# The networks are loaded by those who compute a row, not by those who read the ledger.


def coupling_row(key: str) -> Mapping[str, Any]:
    """The row of ``couplings.json`` with this key, computed now."""
    from proofs.recorders.coupling_rows import row

    return row(key)


def potential_row(key: str) -> Mapping[str, Any]:
    """The row of ``potentials.json`` with this key, computed now."""
    from proofs.recorders.potential_rows import row

    return row(key)


def teacher_row(key: str) -> Mapping[str, Any]:
    """The row of ``teachers.json`` with this key, computed now."""
    from proofs.recorders.teacher_rows import row

    return row(key)


def described(runs: Sequence[Run]) -> str:
    """The runs beside the flow in words."""
    activations = dict.fromkeys(run.activation for run in runs)
    parts = [f"{a} (d = {_listed({run.dim for run in runs if run.activation == a})})" for a in activations]
    samples = [run.samples for run in runs if run.samples is not None]
    return (
        f"{', '.join(parts)}, normalised and well specified, m = {_listed({run.width for run in runs})}; "
        f"{len(runs)} runs, {len(samples)} of them on n = {_listed(set(samples))} samples with label noise {NOISE}; "
        f"up to loss {' or '.join(sorted({run.loss for run in runs}))} of the flow, at {EYES} equal times each"
    )


def _listed(numbers: set[int]) -> str:
    return ", ".join(str(n) for n in sorted(numbers))
