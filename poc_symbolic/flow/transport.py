r"""Moments of the flow from the transport of the distribution function at fixed overlap.

Let F(t, x) be the share of particles with log-odds below x = atanh α. It is constant along particles,
    ∂_t F + V'(tanh x; p(t)) ∂_x F = 0,
and each moment is p_ℓ(t) = p_ℓ(0) - ∫ P_ℓ'(α) (F(t) - F(0)) dα. Particle by particle the escape from
α ~ 1/√d is sharp; at a fixed x nothing is sharp, because the stream that passes there changes on the time
scale of the moments only. So F - F(0) is a polynomial of low degree on space-time panels whose number
grows with log d: Gauss-Lobatto elements in x with upwind coupling, Radau IIA collocation in t, and
Newton's method for the moments at the stages of a panel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_jacobi

from poc_symbolic.errors import InputError
from poc_symbolic.flow.field import OverlapField
from poc_symbolic.flow.grid import Grid, differentiation, element_ends, interpolation
from poc_symbolic.flow.law import UniformOverlap
from poc_symbolic.flow.space_time import PanelSystem

Array = NDArray[np.float64]

MAX_PANELS = 2000
MAX_ITERATIONS = 12
MAX_ELEMENTS = 200


class BackflowError(Exception):
    """Mass that has passed the end of the grid would come back; the particle method is needed."""


@lru_cache(maxsize=16)
def radau(stages: int) -> tuple[Array, Array]:
    """Radau IIA: the nodes 0, c_1, …, c_s = 1 of [0, 1], and d/dt at c_1 … c_s from values at all of them."""
    inner = roots_jacobi(stages - 1, 1.0, 0.0)[0] if stages > 1 else np.array([])
    nodes = np.concatenate([[0.0], (np.sort(inner) + 1) / 2, [1.0]])
    return nodes, differentiation(nodes)[1:]


@lru_cache(maxsize=16)
def leading_coefficients(stages: int) -> Array:
    """Rows that give the two highest Legendre coefficients of a polynomial on the nodes 0, c_1, …, 1."""
    nodes, _ = radau(stages)
    vandermonde = np.polynomial.legendre.legvander(2 * nodes - 1, stages)
    return np.asarray(np.linalg.inv(vandermonde)[-2:], float)


@dataclass(frozen=True)
class Panel:
    """Moments p (s+1, L) and F - F(0) (s+1, E, n) at the nodes start + c_i·width of one time panel."""

    start: float
    width: float
    p: Array
    shift: Array


@dataclass(frozen=True)
class Resolution:
    """Nodes of an element, stages of a panel, and the panel tolerance."""

    nodes: int
    stages: int
    tolerance: float
    reach: float


class TransportSolver:
    """Advance F - F(0) panel by panel from the uniform law."""

    def __init__(self, field: OverlapField, law: UniformOverlap, resolution: Resolution) -> None:
        self.field, self.law, self.resolution = field, law, resolution
        self._use(Grid(element_ends(law.dim, resolution.reach, law.folded), resolution.nodes))

    def _use(self, grid: Grid) -> None:
        field, law, resolution = self.field, self.law, self.resolution
        self.grid = grid
        x = grid.nodes
        alpha = np.tanh(x)
        self.shape = x.shape
        self.teacher = field.teacher_part(alpha)
        self.pull = field.basis(alpha) * field.a
        self.density = law.density(x)
        self.derivative = grid.derivative
        self.penalty = grid.penalty
        # How much an error at x can matter for a moment.
        self.importance = 1 / np.cosh(np.abs(grid.ends[:-1] + grid.ends[1:]) / 2 - np.diff(grid.ends) / 2) ** 2
        fine, weights, matrix = grid.fine(resolution.nodes + 6)
        a = np.tanh(fine)
        rows = field.basis(a) * (weights * (1 - a**2))[..., None]
        # p_ℓ(t) = - Σ row · (F(t) - F(0)); all moments of the uniform law are 0.
        self.moment_rows = -np.einsum("eml,mn->enl", rows, matrix)

    def first_width(self) -> float:
        """A first panel on the time scale of a particle at α ~ 2/√d."""
        alpha = np.tanh(np.array([2 / np.sqrt(self.law.dim), 0.5]))
        rate = np.max(np.abs(self.field.teacher_part(alpha)[:1] / alpha[:1]))
        return float(0.1 / max(rate, 1e-300))

    def moments(self, shift: Array) -> Array:
        """p from F - F(0), stages first."""
        result: Array = np.tensordot(shift, self.moment_rows, axes=([-2, -1], [0, 1]))
        return result

    def solve_panel(self, start: float, width: float, initial: Array, p0: Array, guess: Array) -> Panel:
        """One panel by Newton's method in the moments; raises FloatingPointError if it does not converge."""
        system = PanelSystem(self, radau(self.resolution.stages)[1], width, guess)
        shift = system.solve(initial, guess)
        columns = system.sensitivity(shift)
        jacobian = np.eye(columns.shape[0]) - columns
        p = guess
        tolerance = 0.02 * self.resolution.tolerance
        for iteration in range(MAX_ITERATIONS):
            mapped = self.moments(shift)
            step = np.linalg.solve(jacobian, (mapped - p).ravel()).reshape(p.shape)
            p = p + step
            size = float(np.max(np.abs(step)))
            if not np.isfinite(size) or size > 4:
                raise FloatingPointError
            shift = system.correct(initial, p, shift)
            if size < tolerance and iteration > 0:
                break
        else:
            raise FloatingPointError
        return Panel(
            start, width, np.concatenate([p0[None], self.moments(shift)]), np.concatenate([initial[None], shift])
        )

    def run(self, stop: Callable[[Panel], bool], first_width: float | None = None) -> list[Panel]:
        """Panels until ``stop`` of the last one."""
        s = self.resolution.stages
        nodes, _ = radau(s)
        start, width = 0.0, first_width or self.first_width()
        state, p0 = np.zeros(self.shape), np.zeros(len(self.field.degrees))
        panels: list[Panel] = []
        for _ in range(MAX_PANELS):
            if panels:
                last = panels[-1]
                ahead = np.minimum(1 + nodes[1:] * width / last.width, 1.6)
                guess = interpolation(nodes, ahead) @ last.p
                guess = np.clip(guess, -1, 1)
            else:
                guess = np.zeros((s, p0.size))
            try:
                panel = self.solve_panel(start, width, state, p0, guess)
                error = self._error(panel)
            except (FloatingPointError, np.linalg.LinAlgError):
                error = 1e6 * self.resolution.tolerance
                if width < 1e-12 * max(start, self.first_width()):
                    raise
            if error > self.resolution.tolerance:
                width *= max(0.2, 0.9 * (self.resolution.tolerance / error) ** (1 / s))
                continue
            refined = self.grid.split(self._unresolved(panel))
            if refined.ends.size > MAX_ELEMENTS:
                raise InputError("Particles of this model gather at a point that the method cannot resolve.")
            if refined is not self.grid:
                state = self.grid.transfer(state, refined)
                self._use(refined)
                continue
            self._check_ends(panel)
            panels.append(panel)
            if stop(panel):
                return panels
            state, p0, start = panel.shift[-1], panel.p[-1], start + width
            width *= min(3.0, 0.9 * (self.resolution.tolerance / max(error, 1e-300)) ** (1 / s))
        raise InputError("The flow does not reach the loss that was asked for; ask for a larger loss or a time.")

    def _error(self, panel: Panel) -> float:
        top = leading_coefficients(self.resolution.stages)
        # On the distribution function, not on its integrals: what is wrong in the bulk escapes later.
        share = (np.abs(np.tensordot(top, panel.shift, axes=1)) * self.importance[:, None]).max(axis=(1, 2))
        return float(max(share[1], 0.1 * share[0]))

    def _unresolved(self, panel: Panel) -> NDArray[np.bool_]:
        """The elements whose highest Legendre coefficients are not below the tolerance."""
        tail = np.abs(panel.shift[-1] @ self.grid.tail.T).max(axis=-1)
        result: NDArray[np.bool_] = tail * self.importance > self.resolution.tolerance
        return result

    def _check_ends(self, panel: Panel) -> None:
        speed = self.teacher[-1, -1] - panel.p @ self.pull[-1, -1]
        beyond = -panel.shift[:, -1, -1]
        if np.any((speed < 0) & (beyond > 1e-14)):
            raise BackflowError
        if not self.law.folded:
            speed = self.teacher[0, 0] - panel.p @ self.pull[0, 0]
            if np.any((speed > 0) & (panel.shift[:, 0, 0] > 1e-14)):
                raise BackflowError
