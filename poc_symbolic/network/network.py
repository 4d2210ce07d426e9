"""A network of m neurons on the sphere under the projected gradient flow."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.network.fields import CHUNK, PopulationField, SampleField
from poc_symbolic.network.integrator import STAGES, integrate
from poc_symbolic.network.kernels import BLOCK, GROUPS, Array, derivative, norms
from poc_symbolic.network.problem import Problem

MOST_RECORDS = 100_000


class FiniteNetwork:
    """m neurons, the rows of an m×d array of unit vectors, and their flow on a problem.

    Args:
        problem: kernels and teachers.
        neurons: the initial rows, each of length 1.
        data: samples and labels (x, y) to learn from; without them the flow is that of the population.
        tolerance: the error allowed in a step, as a root mean square over the neurons.

    Raises InputError on rows that are not of length 1 or not of the problem's dimension.
    """

    def __init__(
        self,
        problem: Problem,
        neurons: Array,
        *,
        data: tuple[Array, Array] | None = None,
        tolerance: float = 1e-5,
    ) -> None:
        if neurons.ndim != 2 or neurons.shape[0] < 1 or neurons.shape[1] != problem.dim:
            raise InputError(f"Give the neurons as rows of {problem.dim} coordinates, at least one row.")
        if not np.all(np.abs(norms(neurons) - 1) < 1e-9):
            raise InputError("Every neuron must have length 1; divide each row by its norm.")
        check_tolerance(tolerance)
        self.problem, self.initial, self.tolerance = problem, neurons, tolerance
        self.population = PopulationField(problem)
        self.field = self.population if data is None else SampleField(problem, *data)

    @property
    def width(self) -> int:
        """m."""
        return int(self.initial.shape[0])

    def run(
        self, times: Sequence[float], *, on_step: Callable[[float], None] | None = None
    ) -> Iterator[tuple[float, Array]]:
        """The neurons at ascending times; raises InputError on times that do not ascend from 0 on."""
        check_times(times)
        return integrate(
            self.field, self.initial, times, tolerance=self.tolerance, first_step=self.first_step, on_step=on_step
        )

    @property
    def first_step(self) -> float:
        """The first step that is tried, 0.4 over the largest slope of a kernel."""
        slopes = [float(np.abs(derivative(kernel)).sum()) for kernel in (self.problem.q, self.problem.cross)]
        return 0.4 / max(*slopes, 1e-12)


def check_times(times: Sequence[float]) -> None:
    """Raise InputError unless the times are finite, not negative and ascending."""
    values = np.asarray(times, float)
    if values.size == 0 or not np.all(np.isfinite(values)) or values[0] < 0 or np.any(np.diff(values) <= 0):
        raise InputError("The times must be finite, not negative, and ascend.")


def check_tolerance(tolerance: float) -> None:
    """Raise InputError on an error of a step that the integrator cannot keep, NaN included."""
    if not 1e-12 <= tolerance <= 1e-2:
        raise InputError(f"The tolerance of a network must lie between 1e-12 and 1e-2, not {tolerance:g}.")


def check_records(records: object) -> int:
    """The number of times of measurement; InputError unless it is an integer from 2 to MOST_RECORDS."""
    if isinstance(records, bool) or not isinstance(records, int) or not 2 <= records <= MOST_RECORDS:
        raise InputError(
            f"The number of records must be an integer of at least 2 and at most {MOST_RECORDS}, not {records!r}."
        )
    return records


def check_seed(seed: object) -> int:
    """The seed as an integer ≥ 0; InputError for anything else, NaN included."""
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InputError(f"The seed must be an integer of at least 0, not {seed!r}.")
    return seed


def sample_sphere(count: int, dim: int, rng: np.random.Generator) -> Array:
    """``count`` independent uniform points of S^{d-1}; the first rows do not depend on ``count``."""
    points = rng.standard_normal((count, dim))
    return np.asarray(points / norms(points)[:, None])


def memory_needed(width: int, dim: int, records: int, samples: int = 0, *, times: int = 0) -> int:
    """Bytes of a run: the stages of a step, the states that are kept, the samples, and the blocks of the kernels.

    ``times`` counts those at which the overlaps of all particles are held at once.
    """
    state = 8 * width * dim
    chunk = max(CHUNK, width)
    blocks = 32 * BLOCK**2 * GROUPS
    return (STAGES + 8 + GROUPS + records) * state + 8 * samples * (dim + 1) + blocks + 24 * chunk + 48 * width * times


def check_memory(
    width: int, dim: int, records: int, samples: int = 0, *, times: int = 0, limit: int | None = None
) -> None:
    """Raise InputError before any work when a run would need more than ``limit`` bytes (default: those available)."""
    needed = memory_needed(width, dim, records, samples, times=times)
    room = limit if limit is not None else _available()
    if needed > room:
        raise InputError(
            f"A network of {width} neurons in dimension {dim} needs {needed / 1e9:.3g} GB here, and "
            f"{room / 1e9:.3g} GB are available; take fewer neurons, dimensions, samples or times."
        )


def _available() -> int:
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return math.inf  # type: ignore[return-value]
