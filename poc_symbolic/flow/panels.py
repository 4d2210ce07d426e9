"""Panels of the uniform law of α that are cut in two as the flow stretches them (models that are not even).

On each panel of initial log-odds the particles are Gauss points, and where they are now is a smooth function
of where they started. When its Legendre series no longer resolves that, or the panel has grown long, the
panel is cut and its new particles are interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.flow.grid import gauss, interpolation
from poc_symbolic.flow.law import UniformOverlap

Array = NDArray[np.float64]

NODES = 16
LENGTH = 2.5  # log-odds that a panel may cover
POLE = 12.0
PANEL = 1.3  # length of the first panels, in units of 1/√d


@dataclass(frozen=True)
class Panels:
    """Consecutive panels between ``ends``, with the law that they share."""

    law: UniformOverlap
    ends: Array

    @staticmethod
    def cover(law: UniformOverlap, tail: float) -> Panels:
        """All particles but a share ``tail``."""
        top = float(law.quantile(np.array([1 - tail / 2]))[0])
        count = 2 * int(np.ceil(top * np.sqrt(law.dim) / PANEL))
        return Panels(law, np.linspace(-top, top, count + 1))

    @property
    def x(self) -> Array:
        """Initial log-odds of the particles, ascending."""
        z, _ = gauss(NODES)
        points = self.ends[:-1, None] + np.diff(self.ends)[:, None] * (z + 1) / 2
        return np.asarray(points.ravel())

    @property
    def weights(self) -> Array:
        """Their shares."""
        _, w = gauss(NODES)
        return np.asarray((np.diff(self.ends)[:, None] * w / 2).ravel()) * self.law.density(self.x)

    def unresolved(self, state: Array, tolerance: float) -> NDArray[np.bool_]:
        """The panels that are too long or whose series no longer resolves the state."""
        y = state.reshape(-1, NODES)
        share = self.weights.reshape(y.shape).sum(axis=1)
        tail = np.abs(y @ legendre_tail().T).max(axis=1)
        # Beyond this distance the pole is too near for the length of a panel to matter.
        moving = (np.abs(y) < POLE).any(axis=1)
        long = (y[:, -1] - y[:, 0] > LENGTH) & (share > 0.03 * tolerance)
        return np.asarray(moving & (long | (share * tail > 0.03 * tolerance)))

    def cut(self, state: Array, chosen: NDArray[np.bool_]) -> tuple[Panels, Array]:
        """The chosen panels cut in two, and the state on all panels."""
        z, _ = gauss(NODES)
        middle = (self.ends[:-1] + self.ends[1:])[chosen] / 2
        halves = interpolation(z, np.concatenate([(z - 1) / 2, (z + 1) / 2]))
        rows = zip(state.reshape(-1, NODES), chosen, strict=True)
        pieces = [halves @ row if cut else row for row, cut in rows]
        return Panels(self.law, np.sort(np.append(self.ends, middle))), np.concatenate(pieces)

    def first(self, count: int) -> Panels:
        """The panels that hold the first ``count`` particles, a multiple of those of a panel."""
        return Panels(self.law, self.ends[: count // NODES + 1])


def legendre_tail() -> Array:
    """Rows that give the two highest Legendre coefficients on a panel."""
    z, w = gauss(NODES)
    highest = np.polynomial.legendre.legvander(z, NODES - 1)[:, -2:]
    return np.asarray((highest * w[:, None]).T * (np.arange(NODES - 2, NODES) + 0.5)[:, None])
