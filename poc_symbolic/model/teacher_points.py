"""Several teachers in floats: what the potential and a network's data need of them, for any unit vectors.

M_1 and M_2 are those of :mod:`poc_symbolic.model.teachers`; here the teachers may be any points, such as a ring of
seven, whose coordinates have no form that is worth an exact computation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import SupportsFloat

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TeacherPoints:
    """ρ* uniform on the rows of ``points``, N×D, which span the first D of ``dim`` coordinates; q by degrees.

    Raises InputError on rows that are not finite, not of length 1 or do not span, and on dim < D.
    """

    name: str
    points: Array
    q: Mapping[int, SupportsFloat]
    dim: int

    def __post_init__(self) -> None:
        if self.points.ndim != 2 or 0 in self.points.shape or self.dim < self.span:
            raise InputError(f"The dimension must be at least {self.span}, that of the teachers' span.")
        lengths = np.sqrt(np.sum(self.points**2, axis=1))
        if not np.all(np.abs(lengths - 1) < 1e-12) or np.linalg.matrix_rank(self.points) < self.span:
            raise InputError("The teachers must be unit vectors that span the space of their coordinates.")

    @property
    def count(self) -> int:
        """N = |supp(ρ*)|."""
        return int(self.points.shape[0])

    @property
    def span(self) -> int:
        """D = dim V."""
        return int(self.points.shape[-1])

    @property
    def gram(self) -> Array:
        """The N×N matrix of overlaps ⟨w_i, w_j⟩."""
        result: Array = self.points @ self.points.T
        return result

    def slope(self, z: Array, order: int = 1) -> Array:
        """The derivative of q of the given order at z."""
        coefficients = np.zeros(max(self.q, default=0) + 1)
        for degree, value in self.q.items():
            coefficients[degree] = float(value)
        return np.asarray(np.polynomial.Polynomial(coefficients).deriv(order)(z), float)

    @property
    def scalar_kernel(self) -> Array:
        """M_1 as an N×N matrix."""
        return self.slope(self.gram)

    @property
    def vector_matrix(self) -> Array:
        """M_2 as an ND×ND matrix of D×D blocks P_w [q'(z) I + q''(z) w' wᵀ] P_{w'}."""
        w, z, eye = self.points, self.gram, np.eye(self.span)
        flat = eye - np.einsum("id,ie->ide", w, w)
        middle = np.einsum("ij,de->ijde", self.slope(z), eye) + np.einsum("ij,jd,ie->ijde", self.slope(z, 2), w, w)
        blocks = np.einsum("ide,ijef,jfg->idjg", flat, middle, flat, optimize=True)
        return np.asarray(blocks.reshape(self.count * self.span, -1))

    def nearest(self, neurons: Array) -> NDArray[np.intp]:
        """The index of the nearest teacher of each row of an m×d array (the first one of a tie)."""
        overlaps: Array = neurons[:, : self.span] @ self.points.T
        return np.asarray(np.argmax(overlaps, axis=1))

    def distance(self, neurons: Array) -> Array:
        """min over the teachers of ‖w - w*‖, for every row."""
        overlaps: Array = neurons[:, : self.span] @ self.points.T
        return np.asarray(np.sqrt(np.maximum(0.0, 2 - 2 * overlaps.max(axis=1))))

    def with_signs(self) -> TeacherPoints:
        """The teachers w and -w of an even problem, which are one teacher to it: what the neurons converge to.

        Raises InputError for a kernel with an odd degree, where they are two.
        """
        if any(k % 2 for k in self.q):
            raise InputError("Both signs of a teacher are one only for an even activation.")
        if np.all(self.gram.min(axis=1) < -1 + 1e-12):
            return self
        return TeacherPoints(f"± {self.name}", np.concatenate([self.points, -self.points]), self.q, self.dim)


def ring_points(count: int) -> Array:
    """N ≥ 3 unit vectors of the plane at equal angles, N×2; InputError for fewer."""
    if count < 3:
        raise InputError("An evenly spaced ring needs at least three teachers.")
    angles = 2 * np.pi * np.arange(count) / count
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)
