r"""The stability constants of a trajectory: J_max, J_avg(τ), local strong convexity (paper p.9).

J_{t,s}(w) is the derivative of the map ξ_s(w) → ξ_t(w) on the tangent spaces. In x = atanh α, where the
angle is dθ = -sech x dx, its singular values are
    along  = |dθ_t/dθ_s| = (sech x_t / sech x_s) dx_t/dx_s   (once, toward w*),
    across = sin θ_t / sin θ_s = sech x_t / sech x_s          (d - 2 times).
Expectations over ρ_0 are integrals over the position at time t, where nothing is sharp: the particle at x
at time t is followed back to s and to 0, and its weight is F_0'(x_0) dx_0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.errors import InputError
from poc_symbolic.flow.characteristics import Characteristics
from poc_symbolic.flow.law import UniformOverlap
from poc_symbolic.flow.time_grid import between, climb, earlier_times, graded_times, onset
from poc_symbolic.flow.trajectory import POLE, Trajectory

Array = NDArray[np.float64]

FAR = 2 * POLE  # log-odds at time t up to which ‖J‖² is integrated
LARGEST = 700.0  # of log ‖J‖
ROUNDS = 3
RATIO = 2.5  # of the times of the scan


@dataclass(frozen=True)
class Maximum:
    """A largest value with the times s ≤ t and, for ‖J‖, the particle's overlaps at 0, s and t."""

    value: float
    s: float
    t: float
    overlaps: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class History:
    """Particles at x at time t, followed back to the times ``s`` (descending, the last one 0)."""

    t: float
    s: Array
    x: Array
    past: Array
    log_along: Array
    log_across: Array
    log_weights: Array

    @property
    def weights(self) -> Array:
        """Weights of E over the particles."""
        result: Array = np.exp(self.log_weights)
        return result

    @property
    def log_norm(self) -> Array:
        """log ‖J_{t,s}‖, of shape (times s, particles)."""
        return np.maximum(self.log_along, self.log_across)

    @property
    def mean_square(self) -> Array:
        """E‖J_{t,s}‖² over the particles, for each s; where ‖J‖ is huge the weight may be tiny."""
        result: Array = np.exp(2 * self.log_norm + self.log_weights).sum(axis=1)
        return result


def log_sech(x: Array) -> Array:
    """log sech x without overflow."""
    result: Array = np.log(2.0) - np.abs(x) - np.log1p(np.exp(-2 * np.abs(x)))
    return result


class Stability:
    """Stability constants of a trajectory from the uniform law; raises InputError for other laws."""

    def __init__(self, trajectory: Trajectory, progress: Callable[[float], None] | None = None) -> None:
        if not isinstance(trajectory.law, UniformOverlap):
            raise InputError("The stability constants are defined for the uniform law of the neurons.")
        self.trajectory, self.law = trajectory, trajectory.law
        self.characteristics = Characteristics(trajectory.field, trajectory.path, 1e-7)
        self._progress = progress or (lambda share: None)

    def history(self, t: float, s: Array, *, reach: float = POLE, size: int = 12) -> History:
        """Particles on a quadrature of x in [0 or -reach, reach] at time t; s descends from t and ends at 0."""
        x, length = self.trajectory.points(t, reach=reach, size=size)
        trace = self.characteristics.trace(x, t, s)
        bend = log_sech(x) - log_sech(trace.x)
        log_weights = np.log(length) + self.law.log_density(trace.x[-1]) + trace.log_stretch[-1]
        return History(t, s, x, trace.x, bend - trace.log_stretch, bend, log_weights)

    @cached_property
    def onset(self) -> float:
        """The time from which on the flow moves."""
        return onset(self.trajectory)

    def earlier(self, t: float) -> Array:
        """The grid of s ≤ t, descending from t to 0."""
        return earlier_times(self.trajectory, t, self.onset)

    @cached_property
    def _scan(self) -> tuple[Maximum, Maximum]:
        """sup ‖J‖ and sup E‖J‖² by a scan of (s, t) that closes in on the two maxima; both are 1 at s = t = 0."""
        times = graded_times(self.trajectory, self.onset, RATIO)
        best: list[Maximum] = [Maximum(0.0, 0.0, 0.0), Maximum(1.0, 0.0, 0.0)]
        peaks = []
        for i, t in enumerate(times):
            peaks.append(self._improve(best, float(t), self.earlier(float(t))))
            self._progress(0.7 * (i + 1) / times.size)
        for which in (0, 1):
            climb(partial(self._peak, best, which), times, [peak[which] for peak in peaks])
            t = best[which].t
            s = self.earlier(t)
            for _ in range(ROUNDS):
                s = between(s, int(np.argmin(np.abs(s - best[which].s))), t)
                self._improve(best, t, s)
            self._progress(0.85 + 0.15 * which)
        return self._sharpen(best[0]), best[1]

    def _peak(self, best: list[Maximum], which: int, t: float) -> float:
        return self._improve(best, t, self.earlier(t))[which]

    def _improve(self, best: list[Maximum], t: float, s: Array) -> tuple[float, float]:
        """Put larger values at time t into ``best``; the two largest values over s."""
        history = self.history(t, s, reach=FAR)
        logs = history.log_norm
        row, column = np.unravel_index(int(np.argmax(logs)), logs.shape)
        if logs[row, column] > LARGEST:
            raise InputError("‖J‖ exceeds 1e304 on this trajectory; ask for a larger delta, so that it ends earlier.")
        largest = float(np.exp(logs[row, column]))
        if largest > best[0].value:
            places = (history.past[-1, column], history.past[row, column], history.x[column])
            initial, then, now = (float(np.tanh(x)) for x in places)
            best[0] = Maximum(largest, float(s[row]), t, (initial, then, now))
        means = history.mean_square + self._share_beyond(t) * np.exp(2 * np.minimum(logs[:, -1], 0.0))
        top = int(np.argmax(means))
        if means[top] > best[1].value:
            best[1] = Maximum(float(means[top]), float(s[top]), t)
        return largest, float(means[top])

    def _share_beyond(self, t: float) -> float:
        """The share of the particles beyond x = ``FAR`` at time t.

        They have been near the pole for long, where J contracts: ‖J_{t,s}‖ ≤ 1, but for those that were in the
        bulk at time s, and these add a share of about e^{-2 FAR} to E‖J‖².
        """
        start, _ = self.characteristics.move(np.array([FAR]), np.array([t]), np.array([0.0]))
        return float(1 - self.law.cdf(start)[0])

    def _sharpen(self, found: Maximum) -> Maximum:
        """Close in on the particle of the largest ‖J‖ at its times, unless it is at ±w*, where ‖J‖ is flat."""
        if found.overlaps is None or found.s >= found.t or abs(found.overlaps[2]) == 1:
            return found
        centre, width = float(np.arctanh(found.overlaps[2])), 0.3
        for _ in range(4):
            x = np.maximum(centre * np.exp(np.linspace(-width, width, 17)), 0.0)
            trace = self.characteristics.trace(x, found.t, np.array([found.s, 0.0]))
            bend = log_sech(x) - log_sech(trace.x[0])
            log_norm = np.maximum(bend, bend - trace.log_stretch[0])
            top = int(np.argmax(log_norm))
            centre, width = float(x[top]), width / 5
            if np.exp(log_norm[top]) >= found.value:
                initial, then, now = (float(np.tanh(v)) for v in (trace.x[1][top], trace.x[0][top], x[top]))
                found = Maximum(float(np.exp(log_norm[top])), found.s, found.t, (initial, then, now))
        return found

    @property
    def largest_norm(self) -> Maximum:
        """sup over s ≤ t ≤ T and w of ‖J_{t,s}(w)‖, with its maximiser."""
        return self._scan[0]

    @property
    def largest_mean_square(self) -> Maximum:
        """sup over s ≤ t ≤ T of E_{w~ρ_0} ‖J_{t,s}(w)‖²."""
        return self._scan[1]

    @property
    def j_max(self) -> float:
        """J_max of Assumption Stability: the larger of the two suprema."""
        return max(self.largest_norm.value, self.largest_mean_square.value)

    def local_strong_convexity(self, tau: float, times: int = 400) -> float:
        """Largest C with D_t^⊥ ⪯ -C ‖f_ρ - f*‖ at every α ≥ 1 - τ²/2 and t ≤ T (negative if there is none).

        The eigenvalues are taken on a grid of ``times`` times and 60 angles in B_τ, around each
        teacher neuron, and the constant is the least of -max(along, across)/√loss.
        """
        edge = near_teacher(tau)
        trajectory = self.trajectory
        t = np.unique(np.concatenate([np.linspace(0, trajectory.end, times), trajectory.path.breaks]))
        p = trajectory.moments(t)[:, None, :]
        theta = np.linspace(0, np.arccos(edge), 60)
        top = np.maximum(trajectory.field.along(np.cos(theta), p), trajectory.field.across(np.cos(theta), p))
        return float(np.min(-top / np.sqrt(trajectory.loss(t))[:, None]))


def near_teacher(tau: float) -> float:
    """The overlap 1 - τ²/2 at the rim of B_τ = {w : ‖w - w*‖ ≤ τ}; raises InputError unless 0 < τ < √2."""
    if not 0 < tau < np.sqrt(2):
        raise InputError(f"The radius tau must lie strictly between 0 and √2, not {tau:g}.")
    return 1 - tau**2 / 2
