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
    """Work space of the rules from some number on: 1, g, …, g^n, the same by rule without g^n, and a change."""

    powers: Array
    by_rule: Array
    change: Array


class MidpointSteps:
    """Steps of dy/dt = Σ_k c_k g^k, c = velocity @ (Σ_i w_i g_i^k)_k, for particles y with weights w."""

    def __init__(self, dynamics: PowerDynamics, weights: Array, velocity: Array, rules: int) -> None:
        self.dynamics, self.weights, self.velocity, self.rules = dynamics, weights, velocity, rules
        self.counts, self.extrapolation = extrapolation(rules)
        powers = np.ones((dynamics.degree + 1, rules, weights.size))
        change = np.empty((rules, 1, weights.size))
        self._pair = np.empty((2, rules, weights.size))
        self._views = [_View(powers[:, k:], powers[:-1, k:].transpose(1, 0, 2), change[k:]) for k in range(rules)]

    def _slopes(self, states: Array, first: int, scale: Array) -> tuple[Array, Array]:
        """scale · dy/dt at states of the rules from ``first`` on, of shape (rules, 1, particles), and the sums."""
        view = self._views[first]
        powers = view.powers
        g = powers[1]
        np.tanh(states, g)
        for k in range(2, len(powers)):
            np.multiply(powers[k - 1], g, powers[k])
        sums = np.dot(powers, self.weights)
        coefficients = np.dot(self.velocity, sums)
        coefficients *= scale
        return np.matmul(coefficients.T[:, None], view.by_rule, view.change), sums

    def rate(self, state: Array) -> tuple[Array, Array, Array]:
        """dy/dt, the powers 1, g, …, g^n of each particle, and their sums."""
        slope, sums = self._slopes(state[None], self.rules - 1, np.ones(1))
        return slope[0, 0].copy(), self._views[-1].powers[:, 0].copy(), sums[:, 0]

    def long_sums(self, powers: Array, sums: Array) -> Array:
        """Σ_i w_i g_i^k up to the order that the dense output needs, from the powers up to n and their sums."""
        blocks, weighted = [sums], self.weights
        for _ in range(self.dynamics.blocks - 1):
            weighted = weighted * powers[-1]
            blocks.append(powers[1:] @ weighted)
        return np.concatenate(blocks)

    def step(self, state: Array, rate: Array, h: float) -> tuple[Array, Array]:
        """The state after a step of size h, and the last two changes of it in the extrapolation, latest first."""
        size = h / self.counts
        old, new = self._pair
        old[:] = state
        np.multiply(rate, size[:, None], new)
        new += state
        size *= 2
        for i in range(1, 2 * self.rules):
            first = i // 2
            rest = old[first:]
            slope, _ = self._slopes(new[first:], first, size[first:])
            np.add(rest, slope[:, 0], rest)
            old, new = new, old
        # All numbers of substeps are even, so every rule ends in the same array.
        result = self.extrapolation @ self._pair[0]
        return result[0], result[1:]
