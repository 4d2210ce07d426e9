"""Equation (3) along a coupling: the stability matrices J_{t,s}^⊥ of its particles, and Duhamel's integral.

In the plane of w* and its start a particle is ξ = α w* + √(1-α²) u, and e = √(1-α²) w* - α u is tangent there.
J' = D^⊥J (Definition 6) keeps two parts apart: J_{t,s} takes e_s to e_t times exp ∫_s^t along, and every vector that is
orthogonal to w* and u to itself times √(1-α_t²)/√(1-α_s²). With F = -E_j H^⊥Δ_j + ε the ledger has (eq-3/duhamel)
  P^⊥Δ_t = ∫_0^t J_{t,s} (F_s + ½‖Δ_s‖² ν(ξ_s)) ds,   Δ_t = P^⊥Δ_t - ½‖Δ_t‖² ξ_t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from poc_symbolic.network.coupling import CoupledNetwork, CoupledState
from poc_symbolic.network.kernels import Array, norms, tangent
from poc_symbolic.network.residuals import comparison

NODES = 5  # Gauss points in a panel of time


@dataclass(frozen=True)
class Propagation:
    """J_{t,s}^⊥ of every particle between the Gauss points of equal panels of [0, T] and the panels' ends.

    ``weights`` integrate over time and vanish at the ends; ``axes`` are the e; the logarithms are those of the two
    factors of J_{t,0}, of shape (times, particles).
    """

    states: tuple[CoupledState, ...]
    weights: Array
    axes: Array
    log_along: Array
    log_across: Array

    @property
    def times(self) -> Array:
        """All times, ascending."""
        return np.array([state.time for state in self.states])

    @property
    def ends(self) -> range:
        """The places of the panels' ends among the times."""
        return range(NODES, len(self.states), NODES + 1)

    def norms(self, t: int) -> Array:
        """‖J_{t,s}‖ for every s up to the place t and every particle."""
        along, across = self._logs(t)
        return np.asarray(np.exp(np.maximum(along, across)))

    def carried_norms(self, t: int, vectors: Array) -> Array:
        """‖J_{t,s} y_s‖ for vectors y of shape (times, particles, dimension), for every s up to the place t."""
        along, across = self._logs(t)
        part, rest = self._split(t, vectors)
        return np.asarray(np.hypot(np.exp(along) * part, np.exp(across) * np.linalg.norm(rest, axis=2)))

    def integral(self, t: int, vectors: Array) -> Array:
        """∫ J_{t,s} y_s ds up to the place t, which is a panel's end: the rows of an array of particles."""
        along, across = self._logs(t)
        part, rest = self._split(t, vectors)
        weights = self.weights[: t + 1]
        toward = np.einsum("s,si,si->i", weights, np.exp(along), part)
        return np.asarray(toward[:, None] * self.axes[t] + np.einsum("s,si,sid->id", weights, np.exp(across), rest))

    def _logs(self, t: int) -> tuple[Array, Array]:
        return self.log_along[t] - self.log_along[: t + 1], self.log_across[t] - self.log_across[: t + 1]

    def _split(self, t: int, vectors: Array) -> tuple[Array, Array]:
        """The component along e and the rest of the tangent part of y, up to the place t."""
        flat = np.stack([tangent(s.particles, y) for s, y in zip(self.states[: t + 1], vectors[: t + 1], strict=True)])
        part = np.einsum("sid,sid->si", self.axes[: t + 1], flat)
        return part, flat - part[:, :, None] * self.axes[: t + 1]


def propagate(coupled: CoupledNetwork, panels: int, end: float | None = None) -> Propagation:
    """The stability matrices of a coupling's particles up to ``end``, with the states at the same times."""
    end = coupled.coupling.trajectory.end if end is None else end
    nodes, weights, upto = _panel()
    half = end / (2 * panels)
    starts = np.arange(panels)[:, None] * 2 * half
    times = np.concatenate([starts + (nodes + 1) * half, starts + 2 * half], axis=1).ravel()
    states = tuple(coupled.states_at(times.tolist()))
    field = coupled.coupling.trajectory.field
    along = np.stack([field.along(s.particles[:, 0], s.moments) for s in states])
    lengths = np.stack([norms(s.particles[:, 1:]) for s in states])
    begin, logs = np.zeros(along.shape[1]), []
    for panel in along.reshape(panels, NODES + 1, -1):
        logs.append(begin + half * (upto @ panel[:NODES]))
        begin = logs[-1][-1]
    axes = []
    for state, length in zip(states, lengths, strict=True):
        alpha, inside = state.particles[:, :1], state.particles[:, 1:] / length[:, None]
        axes.append(np.concatenate([length[:, None], -alpha * inside], axis=1))
    first = norms(coupled.network.initial[:, 1:])
    return Propagation(
        states,
        np.tile(np.append(half * weights, 0.0), panels),
        np.stack(axes),
        np.concatenate(logs),
        np.log(lengths / first),
    )


def _panel() -> tuple[Array, Array, Array]:
    """Gauss points and weights of [-1, 1], and the integrals from -1 to the points and to 1 of the interpolant."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    lagrange = np.linalg.inv(np.polynomial.legendre.legvander(nodes, NODES - 1))
    integrals = np.polynomial.legendre.legint(lagrange, lbnd=-1)
    return nodes, weights, np.polynomial.legendre.legvander(np.append(nodes, 1.0), NODES) @ integrals


@dataclass(frozen=True)
class Forces:
    """-E_j H^⊥Δ_j, ε_{s,i} of Lemma 5 and ½‖Δ‖²ν at the times of a propagation: (times, particles, dimension)."""

    interaction: Array
    remainder: Array
    bending: Array


def forces(coupled: CoupledNetwork, states: Sequence[CoupledState]) -> Forces:
    """The sources of (3) from the velocity fields, without differences in time."""
    interaction, remainder, bending = [], [], []
    for state in states:
        at = comparison(coupled, state)
        interaction.append(-at.terms.interaction)
        remainder.append(at.rate - at.terms.local + at.terms.interaction)
        bending.append(0.5 * (norms(state.gaps) ** 2)[:, None] * at.limit)
    return Forces(np.stack(interaction), np.stack(remainder), np.stack(bending))


@dataclass(frozen=True)
class DuhamelError:
    """Largest differences over the particles, in units of the largest ‖Δ_t‖: repaired (3) and (3) as printed."""

    time: float
    repaired: float
    printed: float


def duhamel_errors(propagation: Propagation, sources: Forces, places: Sequence[int]) -> list[DuhamelError]:
    """Both forms of (3) at some of the panels' ends: the tangent part with ½‖Δ‖²ν, and the whole Δ without it."""
    printed = sources.interaction + sources.remainder
    result = []
    for t in places:
        state = propagation.states[t]
        gaps, flat = state.gaps, tangent(state.particles, state.gaps)
        unit = float(norms(gaps).max())
        repaired = propagation.integral(t, printed + sources.bending)
        result.append(
            DuhamelError(
                state.time,
                float(norms(flat - repaired).max()) / unit,
                float(norms(gaps - propagation.integral(t, printed)).max()) / unit,
            )
        )
    return result
