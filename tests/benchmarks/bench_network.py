"""Benchmark of finite networks, reported as ratios within one run: python tests/benchmarks/bench_network.py

First part: one evaluation of the population field at m = 4096, d = 32 over its two matrix products, W Wᵀ and the
m×m matrix times W, for kernels of degree 4, 10 and 20 (He_k normalised); the goal is at most 3.
Second part: peak memory of one evaluation at m = 32768 over that of the state, an m×d array; the whole kernel matrix
would be 1024 of them.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from poc_symbolic.network import Problem
from poc_symbolic.network.fields import PopulationField
from poc_symbolic.network.kernels import BLOCK
from poc_symbolic.network.network import sample_sphere

WIDTH, LARGE, DIM = 4096, 32768, 32
DEGREES = (4, 10, 20)
REPEATS = 7


def problem(degree: int) -> Problem:
    """All even degrees up to this one with the same weight, so that no power is left out."""
    q = np.zeros(degree + 1)
    q[2::2] = 2 / degree
    teachers = np.zeros((1, DIM))
    teachers[0, 0] = 1.0
    return Problem(q, q, q, teachers, q, q)


def best_of(action: Callable[[], object]) -> float:
    """The least wall-clock time of a few calls."""
    seconds = np.inf
    for _ in range(REPEATS):
        start = time.perf_counter()
        action()
        seconds = min(seconds, time.perf_counter() - start)
    return seconds


def main() -> None:
    neurons = sample_sphere(WIDTH, DIM, np.random.default_rng(0))
    products = best_of(lambda: (neurons @ neurons.T) @ neurons)
    print(f"the two products at m = {WIDTH}, d = {DIM}: {1e3 * products:.1f} ms")
    for degree in DEGREES:
        field = PopulationField(problem(degree))
        ratio = best_of(lambda field=field: field(neurons)) / products  # type: ignore[misc]
        print(f"degree {degree:2d}: one evaluation takes {ratio:.2f} of their time (goal: at most 3)")
    large = sample_sphere(LARGE, DIM, np.random.default_rng(0))
    field = PopulationField(problem(4))
    tracemalloc.start()
    field(large)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"m = {LARGE}: peak {peak / large.nbytes:.1f} states, with blocks of {BLOCK}² numbers at most")


if __name__ == "__main__":
    main()
