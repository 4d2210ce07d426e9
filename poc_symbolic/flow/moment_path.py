"""The moments as a function of time: polynomials on consecutive intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class MomentPath:
    """p(t) for t in [breaks[0], breaks[-1]]; ``coefficients`` (piece, power, degree) are of Legendre type."""

    breaks: Array
    coefficients: Array

    def __call__(self, t: Array | float) -> Array:
        """p at the times t, with the degrees on a new last axis; constant outside the time span."""
        time = np.clip(np.asarray(t, float), self.breaks[0], self.breaks[-1])
        piece = np.clip(np.searchsorted(self.breaks, time, side="right") - 1, 0, len(self.breaks) - 2)
        width = self.breaks[piece + 1] - self.breaks[piece]
        z = 2 * (time - self.breaks[piece]) / width - 1
        order = self.coefficients.shape[1]
        basis = legendre.legvander(np.atleast_1d(z), order - 1).reshape(*np.shape(time), order)
        result: Array = np.einsum("...k,...kl->...l", basis, self.coefficients[piece])
        return result

    def derivative(self) -> MomentPath:
        """dp/dt as a path of its own."""
        scale = 2 / np.diff(self.breaks)
        return MomentPath(self.breaks, legendre.legder(self.coefficients, axis=1) * scale[:, None, None])

    @staticmethod
    def from_values(starts: Sequence[float], widths: Sequence[float], nodes: Array, values: Array) -> MomentPath:
        """Interpolate ``values`` (piece, node, degree) at starts + nodes·widths, nodes in [0, 1]."""
        inverse = np.linalg.inv(legendre.legvander(2 * nodes - 1, nodes.size - 1))
        breaks = np.append(np.asarray(starts), starts[-1] + widths[-1])
        return MomentPath(breaks, np.einsum("kn,inl->ikl", inverse, values))

    def until(self, time: float) -> MomentPath:
        """The path up to a time inside its span."""
        last = int(np.clip(np.searchsorted(self.breaks, time, side="left"), 1, len(self.breaks) - 1))
        nodes = (legendre.leggauss(self.coefficients.shape[1])[0] + 1) / 2
        start = self.breaks[last - 1]
        values = self(start + nodes * (time - start))[None]
        end = MomentPath.from_values([start], [time - start], nodes, values)
        return MomentPath(
            np.append(self.breaks[:last], time), np.concatenate([self.coefficients[: last - 1], end.coefficients])
        )
