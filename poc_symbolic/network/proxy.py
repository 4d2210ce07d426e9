"""Networks on any teachers beside a wide network that stands for the mean-field limit, as in the paper's Appendix H.

The smaller networks start with the first neurons of the wide one; Δ_t(i) is the difference to the neuron i of the wide
one. Both are finite, so this measures distances to the limit only up to the wide network's own error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.model.teacher_points import TeacherPoints
from poc_symbolic.network.coupling import check_widths
from poc_symbolic.network.kernels import Array, PairSums, Polynomial, norms
from poc_symbolic.network.network import FiniteNetwork, check_memory, check_seed, check_times, sample_sphere
from poc_symbolic.network.potential import Potential
from poc_symbolic.network.problem import Problem


@dataclass(frozen=True)
class ProxyRun:
    """Neurons of one width and of the wide network at the same times: lists of m×d and M×d arrays."""

    width: int
    times: Array
    neurons: list[Array]
    wide: list[Array]
    loss: Array
    function_error: Array

    @property
    def gaps(self) -> list[Array]:
        """Δ_t(i) at every time, m×d arrays."""
        return [ours - wide[: self.width] for ours, wide in zip(self.neurons, self.wide, strict=True)]

    @property
    def mean_gap(self) -> Array:
        """E_i ‖Δ_t(i)‖ against time."""
        return np.array([norms(gap).mean() for gap in self.gaps])

    @property
    def mean_square_gap(self) -> Array:
        """E_i ‖Δ_t(i)‖² against time."""
        return np.array([np.mean(norms(gap) ** 2) for gap in self.gaps])

    def function(self, limit: TeacherPoints) -> Potential:
        """Φ_Q; ξ^∞ is the teacher nearest to the wide network's neuron at the end."""
        return Potential(limit, limit.nearest(self.wide[-1][: self.width]))

    def potential(self, limit: TeacherPoints) -> Array:
        """Φ_Q against time."""
        function = self.function(limit)
        return np.array([function(gap) for gap in self.gaps])


def run_beside_wide(
    problem: Problem,
    widths: Sequence[int],
    times: Sequence[float],
    seed: int,
    *,
    wide: int | None = None,
    tolerance: float = 1e-5,
    progress: Callable[[float], None] | None = None,
) -> list[ProxyRun]:
    """One run for each width beside a network of ``wide`` neurons, by default twice the largest width.

    Raises InputError on bad widths, times or seed, on a wide network that is not the widest, and on a lack of memory.
    """
    sizes = check_widths(widths)
    check_seed(seed)
    check_times(times)
    largest = 2 * max(sizes) if wide is None else wide
    if largest < max(sizes):
        raise InputError("The wide network must have at least as many neurons as the others.")
    check_memory(largest, problem.dim, 2 * len(times))
    initial = sample_sphere(largest, problem.dim, np.random.default_rng(seed))
    end, total = times[-1], float(largest**2 + sum(m * m for m in sizes))
    done = 0.0

    def follow(network: FiniteNetwork) -> list[Array]:
        nonlocal done
        share, before = network.width**2 / total, done

        def on_step(time: float) -> None:
            if progress is not None:
                progress(before + share * time / end)

        states = [neurons for _, neurons in network.run(times, on_step=on_step)]
        done += share
        return states

    limit = follow(FiniteNetwork(problem, initial, tolerance=tolerance))
    pairs, kernel = PairSums(), Polynomial(problem.q)
    squares = [pairs.mean(neurons, kernel) for neurons in limit]
    runs = []
    for m in sizes:
        network = FiniteNetwork(problem, initial[:m].copy(), tolerance=tolerance)
        states = follow(network)
        errors = [
            pairs.mean(ours, kernel) + square - 2 * pairs.cross_mean(ours, far, kernel)
            for ours, far, square in zip(states, limit, squares, strict=True)
        ]
        loss = np.array([network.population.loss(neurons) for neurons in states])
        runs.append(ProxyRun(m, np.asarray(times, float), states, limit, loss, np.array(errors)))
    return runs


def circle_problem(problem: Problem) -> Problem:
    """Teachers uniform on the circle of the first two coordinates, with the kernels of a problem of one teacher.

    For degree K the mean over K + 1 equal angles is that over the circle. The dimension must be at least 2.
    """
    degree = max(problem.q.size, problem.cross.size, problem.star.size) - 1
    angles = 2 * np.pi * np.arange(degree + 1) / (degree + 1)
    teachers = np.zeros((angles.size, problem.dim))
    teachers[:, 0], teachers[:, 1] = np.cos(angles), np.sin(angles)
    return Problem(problem.q, problem.cross, problem.star, teachers, problem.student, problem.link)
