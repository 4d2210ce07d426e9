"""Velocity of every neuron of a finite network: the exact population field, and that of a sample.

ν(w_i) = P_{w_i}^⊥ [E_{w*} q_×'(⟨w_i,w*⟩) w* - (1/m) Σ_j q'(⟨w_i,w_j⟩) w_j] (paper eq. (2), time of ν); on n
samples it is P_{w_i}^⊥ (1/n) Σ_x (y - f(x)) σ'(⟨w_i,x⟩) x with f(x) = (1/m) Σ_j σ(⟨w_j,x⟩).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.network.kernels import Array, PairSums, Polynomial, derivative, tangent, value
from poc_symbolic.network.problem import Problem

CHUNK = 1 << 18  # pre-activations held at a time


class PopulationField:
    """The field of infinitely many samples, by kernels."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pairs = PairSums()
        self.kernel, self.first = Polynomial(problem.q), Polynomial(derivative(problem.q))
        self._pull = derivative(problem.cross)

    def teacher_force(self, neurons: Array) -> Array:
        """E_{w*} q_×'(⟨w,w*⟩) w* at every row, not projected."""
        teachers = self.problem.teachers
        return np.asarray(value(self._pull, neurons @ teachers.T) @ teachers / teachers.shape[0])

    def __call__(self, neurons: Array) -> Array:
        return tangent(neurons, self.teacher_force(neurons) - self.pairs.force(neurons, self.first))

    def at(self, places: Array, neurons: Array) -> Array:
        """ν(w, ρ^m) at other places w than the neurons of ρ^m."""
        forces = np.zeros_like(places)
        rows = max(1, CHUNK // neurons.shape[0])
        out, scratch = np.empty((2, rows * neurons.shape[0]))
        for start in range(0, places.shape[0], rows):
            z = places[start : start + rows] @ neurons.T
            views = (out[: z.size].reshape(z.shape), scratch[: z.size].reshape(z.shape))
            forces[start : start + rows] = self.first(z, *views) @ neurons
        return tangent(places, self.teacher_force(places) - forces / neurons.shape[0])

    def loss(self, neurons: Array) -> float:
        """‖f_{ρ^m} - f*‖² = E q(⟨w,w'⟩) - 2 E q_×(⟨w,w*⟩) + E q_*(⟨w*,w*'⟩)."""
        teachers = self.problem.teachers
        own = self.pairs.mean(neurons, self.kernel)
        cross = float(np.mean(value(self.problem.cross, neurons @ teachers.T)))
        return own - 2 * cross + float(np.mean(value(self.problem.star, teachers @ teachers.T)))


@dataclass(frozen=True)
class GaussianData:
    """n samples x ~ N(0, I_d) with labels f*(x) + ``noise``·N(0, 1); raises InputError on n < 1 or bad noise."""

    samples: int
    noise: float = 0.0

    def __post_init__(self) -> None:
        if isinstance(self.samples, bool) or not isinstance(self.samples, int) or self.samples < 1:
            raise InputError(f"The number of samples must be an integer of at least 1, not {self.samples!r}.")
        if not (math.isfinite(self.noise) and self.noise >= 0):
            raise InputError(f"The label noise must be a finite standard deviation of at least 0, not {self.noise!r}.")

    def draw(self, problem: Problem, rng: np.random.Generator) -> tuple[Array, Array]:
        """The samples, n×d, and their labels."""
        x = rng.standard_normal((self.samples, problem.dim))
        clean = value(problem.link, x @ problem.teachers.T).mean(axis=1)
        return x, np.asarray(clean + self.noise * rng.standard_normal(self.samples))


class SampleField:
    """The field of the empirical loss on given samples, in chunks of pre-activations."""

    def __init__(self, problem: Problem, x: Array, y: Array) -> None:
        self.x, self.y = x, y
        self.student, self.slope = Polynomial(problem.student), Polynomial(derivative(problem.student))

    def __call__(self, neurons: Array) -> Array:
        total = np.zeros_like(neurons)
        rows = max(1, CHUNK // neurons.shape[0])
        work = np.empty((3, min(rows, self.y.size) * neurons.shape[0]))
        for start in range(0, self.y.size, rows):
            x, y = self.x[start : start + rows], self.y[start : start + rows]
            z, out, scratch = (b[: y.size * neurons.shape[0]].reshape(y.size, -1) for b in work)
            np.matmul(x, neurons.T, out=z)
            gap = y - self.student(z, out, scratch).mean(axis=1)
            self.slope(z, out, scratch)
            out *= gap[:, None]
            total += out.T @ x
        return tangent(neurons, total / self.y.size)
