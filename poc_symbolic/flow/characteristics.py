"""Particles in a given moment path: each has its own time and step, so quiet ones cost next to nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import DOP853

from poc_symbolic.errors import InputError
from poc_symbolic.flow.field import OverlapField, monomial_table
from poc_symbolic.flow.moment_path import MomentPath

Array = NDArray[np.float64]

STAGES = 12
MAX_ROUNDS = 20_000


@dataclass(frozen=True)
class Trace:
    """Log-odds x and log |dx/dx_start| at ``times``, both of shape (times, particles)."""

    times: Array
    x: Array
    log_stretch: Array


class Characteristics:
    """Solve dx/dt = V'(tanh x; p(t)) and d(log dx/dx_start)/dt = (1-α²) V''(α; p(t)), x = atanh α.

    Explicit Runge-Kutta of order 8 with the relative error of x and the error of the logarithm below
    ``tolerance`` on each step. Particles are independent, so time may run either way.
    """

    def __init__(self, field: OverlapField, path: MomentPath, tolerance: float = 1e-9) -> None:
        self.path, self.tolerance = path, tolerance
        _, derivatives = monomial_table(field)
        self.base = np.zeros(derivatives.shape[1])
        cross = np.polynomial.polynomial.polyder(field.cross)
        self.base[: cross.size] = cross
        self.pull = derivatives * field.a[:, None]
        self.floor = 1e-3 / np.sqrt(field.dim)

    def _rate(self, t: Array, state: Array) -> Array:
        alpha = np.tanh(state[0])
        m = self.base - self.path(t) @ self.pull
        value, slope = m[:, -1].copy(), np.zeros_like(alpha)
        for k in range(m.shape[1] - 2, -1, -1):
            slope = slope * alpha + value
            value = value * alpha + m[:, k]
        return np.stack([value, slope * (1 - alpha**2)])

    def move(self, x: Array, start: Array, end: Array) -> tuple[Array, Array]:
        """x and log |dx/dx_start| at the times ``end`` of particles at x at the times ``start``."""
        x, start, end = np.broadcast_arrays(np.asarray(x, float), start, end)
        state = np.stack([x.ravel().astype(float), np.zeros(x.size)])
        t, goal = start.ravel().astype(float).copy(), end.ravel().astype(float)
        direction = np.sign(goal - t)
        rate = np.abs(self._rate(t, state))
        h = 0.1 / (rate[0] / np.maximum(np.abs(state[0]), self.floor) + rate[1] + 1e-30)
        active = np.flatnonzero(direction != 0)
        for _ in range(MAX_ROUNDS):
            if active.size == 0:
                break
            left = np.abs(goal[active] - t[active])
            last = h[active] >= 0.999 * left
            step = np.where(last, left, h[active]) * direction[active]
            now, here = t[active], state[:, active]
            k = np.empty((STAGES, *here.shape))
            k[0] = self._rate(now, here)
            for s in range(1, STAGES):
                shift = np.tensordot(DOP853.A[s, :s], k[:s], axes=1)
                k[s] = self._rate(now + DOP853.C[s] * step, here + step * shift)
            new = here + step * np.tensordot(DOP853.B, k, axes=1)
            size = np.stack([np.maximum(np.abs(here[0]), self.floor), np.ones(active.size)])
            e5 = np.sum((np.tensordot(DOP853.E5[:STAGES], k, axes=1) / size) ** 2, axis=0)
            e3 = np.sum((np.tensordot(DOP853.E3[:STAGES], k, axes=1) / size) ** 2, axis=0)
            error = np.abs(step) * e5 / np.sqrt(e5 + 0.01 * e3 + 1e-300) / self.tolerance
            accepted = error <= 1
            taken = active[accepted]
            state[:, taken] = new[:, accepted]
            t[taken] = np.where(last, goal[active], now + step)[accepted]
            factor = np.clip(0.9 * np.maximum(error, 1e-30) ** -0.125, 0.2, 6.0)
            grown = np.where(accepted & last, np.maximum(h[active], np.abs(step) * factor), np.abs(step) * factor)
            h[active] = grown
            active = np.flatnonzero(t != goal)
        else:
            raise InputError("A characteristic needs too many steps; ask for a larger loss or a shorter time.")
        return state[0].reshape(x.shape), state[1].reshape(x.shape)

    def trace(self, x: Array, start: float, times: Array) -> Trace:
        """Positions at ``times``, which run monotonically away from ``start``."""
        x = np.asarray(x, float)
        places, logs = [], []
        total, now = np.zeros_like(x), float(start)
        for time in times:
            x, change = self.move(x, np.full(x.shape, now), np.full(x.shape, float(time)))
            total, now = total + change, float(time)
            places.append(x)
            logs.append(total)
        shape = (len(times), *np.shape(x))
        return Trace(np.asarray(times, float), np.reshape(places, shape), np.reshape(logs, shape))
