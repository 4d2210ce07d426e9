r"""One step of the particles by the extrapolated midpoint rule.

A step of size h is made by the midpoint rule with 2, 4, …, 2J substeps; the results have an expansion in
even powers of h, and Richardson's extrapolation of them has order 2J (Gragg; Bulirsch and Stoer; Hairer,
Nørsett and Wanner, Solving Ordinary Differential Equations I, section II.9). The J rules are advanced side
by side in one array, so that a step costs 2J calls of the velocity.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.flow.power_sums import PowerDynamics

Array = NDArray[np.float64]


@lru_cache(maxsize=16)
def extrapolation(rules: int) -> tuple[Array, Array]:
    """Numbers of substeps 2, 4, …, 2J, and weights of their results: those of the extrapolation from all of
    them, of its change by the last rule, and of the change by the last but one before that."""
    counts = np.asarray(2.0 * np.arange(1, rules + 1), float)

    def weights(size: int) -> Array:
        n = counts[:size, None] ** 2
        found = (n / (n - n.T * (1 - np.eye(size)))).prod(axis=1)
        return np.append(found, np.zeros(rules - size))

    full, fewer, least = (weights(rules - k) for k in range(3))
    return counts, np.asarray(np.stack([full, full - fewer, fewer - least]), float)


@dataclass(frozen=True)
class _View:
    """Work space of the rules from some number on: 1, g, …, g^n, the same by rule without g^n, a change, and
    the two arrays of states that take turns."""

    powers: Array
    by_rule: Array
    change: Array
    flat_change: Array
    states: tuple[Array, Array]


class MidpointSteps:
    """Steps of dy/dt = Σ_k c_k g^k, c = velocity @ (Σ_i w_i g_i^k)_k, for particles y with weights w."""

    def __init__(self, dynamics: PowerDynamics, weights: Array, velocity: Array, rules: int) -> None:
        self.dynamics, self.weights, self.velocity, self.rules = dynamics, weights, velocity, rules
        self.counts, self.extrapolation = extrapolation(rules)
        powers = np.ones((dynamics.degree + 1, rules, weights.size))
        change = np.empty((rules, 1, weights.size))
        self._pair = np.empty((2, rules, weights.size))
        self._views = [
            _View(
                powers[:, k:],
                powers[:-1, k:].transpose(1, 0, 2),
                change[k:],
                change[k:, 0],
                (self._pair[0, k:], self._pair[1, k:]),
            )
            for k in range(rules)
        ]

    def _slopes(self, view: _View, states: Array, scale: Array) -> Array:
        """Write scale · dy/dt at some rules' states to their part of the work space, and return E g^k."""
        powers = view.powers
        g = powers[1]
        np.tanh(states, g)
        for k in range(2, len(powers)):
            np.multiply(powers[k - 1], g, powers[k])
        sums: Array = powers.dot(self.weights)
        coefficients = self.velocity.dot(sums) * scale
        np.matmul(coefficients.T[:, None], view.by_rule, view.change)
        return sums

    def rate(self, state: Array) -> tuple[Array, Array, Array]:
        """dy/dt, the powers 1, g, …, g^n of each particle, and their sums."""
        view = self._views[-1]
        sums = self._slopes(view, state, np.ones(1))
        return view.flat_change[0].copy(), view.powers[:, 0].copy(), sums[:, 0]

    def long_sums(self, state: Array) -> Array:
        """Σ_i w_i g_i^k up to the order that the dense output needs."""
        g = np.tanh(state)
        rows = np.ones((self.dynamics.orders + 1, g.size))
        for k in range(1, rows.shape[0]):
            np.multiply(rows[k - 1], g, rows[k])
        return np.asarray(rows @ self.weights)

    def step(self, state: Array, rate: Array, h: float) -> tuple[Array, Array]:
        """The state after a step of size h, and the last two changes of it in the extrapolation, latest first."""
        size = h / self.counts
        old, new = self._pair
        old[:] = state
        np.multiply(rate, size[:, None], new)
        new += state
        size *= 2
        for i in range(1, 2 * self.rules):
            view = self._views[i // 2]
            here, there = view.states[i % 2], view.states[1 - i % 2]
            self._slopes(view, here, size[i // 2 :])
            np.add(there, view.flat_change, there)
        # All numbers of substeps are even, so every rule ends in the same array.
        result = self.extrapolation @ old
        return result[0], result[1:]
