"""A trajectory of the mean-field flow and what can be read off at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from poc_symbolic.errors import InputError
from poc_symbolic.flow.characteristics import Characteristics
from poc_symbolic.flow.field import OverlapField
from poc_symbolic.flow.grid import element_ends, gauss
from poc_symbolic.flow.law import PointMasses, UniformOverlap
from poc_symbolic.flow.moment_path import MomentPath

Array = NDArray[np.float64]

POLE = 18.0  # log-odds beyond which 1 - α² is below 1e-15


@dataclass(frozen=True)
class LawAtTime:
    """Points x = atanh α with weights for the particles off the poles, and the shares at the two poles."""

    x: Array
    weights: Array
    upper: float
    lower: float

    def mean(self, values: Array, at_upper: float = 0.0, at_lower: float = 0.0) -> float:
        """E f for values f(x) and the limits of f at the poles."""
        return float(values @ self.weights + self.upper * at_upper + self.lower * at_lower)


class Trajectory:
    """Moments on [0, end] with dense output, and the particles that they carry.

    ``estimated_error`` is the largest difference of a moment between two resolutions, of which the
    trajectory is the finer one, but no less than a tenth of the tolerance; ``tolerance`` is what was
    asked for. Moments have the degrees ``field.degrees`` on their last axis. Times outside [0, end] raise InputError.
    """

    def __init__(
        self,
        field: OverlapField,
        law: UniformOverlap | PointMasses,
        end: float,
        path: Callable[[], MomentPath],
        tolerance: float,
        estimated_error: float,
    ) -> None:
        self.field, self.law, self._path = field, law, path
        self.tolerance, self.estimated_error = tolerance, estimated_error
        self.end = end
        if isinstance(law, PointMasses):
            self.initial = np.asarray(law.weights @ field.basis(law.nodes, 0))
        else:
            self.initial = np.zeros(len(field.degrees))
        self.folded = law.folded if isinstance(law, UniformOverlap) else False

    @cached_property
    def path(self) -> MomentPath:
        """The moments as polynomials in time."""
        return self._path()

    @cached_property
    def characteristics(self) -> Characteristics:
        """Particles in the moments of this trajectory."""
        return Characteristics(self.field, self.path, max(1e-12, min(1e-9, 0.1 * self.tolerance)))

    def _times(self, t: ArrayLike) -> Array:
        time = np.asarray(t, float)
        if np.any(~(time >= 0)) or np.any(time > self.end * (1 + 1e-12)):
            raise InputError(f"The trajectory covers the times from 0 to {self.end:.6g}; ask inside that span.")
        return np.asarray(np.minimum(time, self.end))

    def moments(self, t: ArrayLike) -> Array:
        """p_ℓ(t), of shape (…, degrees); exact at t = 0."""
        time = self._times(t)
        return np.asarray(np.where(time[..., None] == 0, self.initial, self.path(time)))

    def loss(self, t: ArrayLike) -> Array:
        """‖f_ρ - f*‖² at time t."""
        return self.field.loss(self.moments(t))

    def loss_rate(self, t: ArrayLike) -> Array:
        """dL/dt from the moments' time derivative."""
        p, slope = self.moments(t), self.path.derivative()(self._times(t))
        return np.asarray(np.sum(2 * (self.field.a * p - self.field.b) * slope, axis=-1))

    def dissipation(self, t: float) -> float:
        """-2 E v²/(1-α²) over the law at time t, which equals dL/dt."""
        state = self.law_at(t)
        alpha = np.tanh(state.x)
        slope = self.field.slope(alpha, self.moments(t))
        return -2 * state.mean((1 - alpha**2) * slope**2)

    def velocity(self, alpha: ArrayLike, t: float) -> Array:
        """v(α) at time t."""
        return self.field.velocity(np.asarray(alpha, float), self.moments(t))

    def local_hessian(self, alpha: ArrayLike, t: float) -> tuple[Array, Array]:
        """The eigenvalues (along, across) at overlap α and time t."""
        a, p = np.asarray(alpha, float), self.moments(t)
        return self.field.along(a, p), self.field.across(a, p)

    def overlaps(self, initial: ArrayLike, times: ArrayLike) -> Array:
        """α_t of particles that start at the overlaps ``initial``, shape (times, particles)."""
        start = np.atleast_1d(np.asarray(initial, float))
        if np.any(np.abs(start) >= 1):
            raise InputError("An initial overlap must lie strictly between -1 and 1.")
        return np.tanh(self.log_odds(np.arctanh(start), times))

    def log_odds(self, initial: Array, times: ArrayLike) -> Array:
        """x_t = atanh α_t from x_0; the times may come in any order."""
        time = np.atleast_1d(self._times(times))
        order = np.argsort(time, kind="stable")
        traced = self.characteristics.trace(initial, 0.0, time[order]).x
        result = np.empty_like(traced)
        result[order] = traced
        return result

    def quantiles(self, levels: ArrayLike, times: ArrayLike) -> Array:
        """Quantiles of |α_t| (even models) or α_t, shape (times, levels): the flow keeps the order."""
        level = np.atleast_1d(np.asarray(levels, float))
        if isinstance(self.law, UniformOverlap):
            start = self.law.quantile(level)
        else:
            place = np.searchsorted(np.cumsum(self.law.weights), level * (1 - 1e-15))
            start = np.arctanh(self.law.nodes)[np.minimum(place, self.law.nodes.size - 1)]
        return np.tanh(self.log_odds(start, times))

    def share_below(self, alpha: ArrayLike, t: ArrayLike) -> Array:
        """Share of the particles with |α_t| (even models) or α_t below α; arrays of times broadcast."""
        a, time = np.broadcast_arrays(np.asarray(alpha, float), self._times(t))
        x, _ = self.characteristics.move(np.arctanh(a), time, np.zeros_like(time))
        if isinstance(self.law, UniformOverlap):
            return self.law.cdf(x)
        cumulative = np.append(0.0, np.cumsum(self.law.weights))
        place = np.searchsorted(np.arctanh(self.law.nodes), x)
        return np.asarray(cumulative[place])

    def points(
        self, t: float, *, reach: float = POLE, lower: float | None = None, size: int = 16
    ) -> tuple[Array, Array]:
        """Gauss points in x at time t and their lengths, graded to the bulk and to the poles.

        They cover [lower, reach]; the default of ``lower`` is 0 for folded laws and -reach otherwise.
        """
        bulk = max(1.0, 8 * float(self.field.cross.max(initial=0)) * self.end / self.field.dim)
        ends = element_ends(self.field.dim, POLE, True)
        fine = [ends[1] * 0.35**k for k in range(1, 2 + int(np.log(bulk) / 2))]
        ends = np.sort(np.concatenate([ends, fine]))
        ends = np.sort(np.concatenate([ends, np.arange(1.0, 8.0, 0.75)]))
        if not self.folded:
            ends = np.concatenate([-ends[:0:-1], ends])
        low = lower if lower is not None else (0.0 if self.folded else -reach)
        ends = np.concatenate([[low], ends[(ends > low) & (ends < reach)], [reach]])
        z, w = gauss(size)
        half = np.diff(ends)[:, None] / 2
        return (ends[:-1, None] + (z + 1) * half).ravel(), (w * half).ravel()

    def law_at(self, t: float, *, reach: float = POLE, size: int = 24) -> LawAtTime:
        """The law of x at time t by quadrature: density F_0'(x_0) dx_0/dx along characteristics."""
        time = float(self._times(t))
        if isinstance(self.law, PointMasses):
            x = self.log_odds(np.arctanh(self.law.nodes), [time])[0]
            inside = np.abs(x) < reach
            weights = self.law.weights
            return LawAtTime(
                x[inside], weights[inside], float(weights[x >= reach].sum()), float(weights[x <= -reach].sum())
            )
        x, length = self.points(time, reach=reach, size=size)
        start, log_stretch = self.characteristics.move(x, np.full(x.shape, time), np.zeros(x.shape))
        weights = length * self.law.density(start) * np.exp(log_stretch)
        ends, _ = self.characteristics.move(np.array([-reach, reach]), np.full(2, time), np.zeros(2))
        lower, upper = self.law.cdf(ends)
        return LawAtTime(x, weights, float(1 - upper), 0.0 if self.folded else float(lower))
