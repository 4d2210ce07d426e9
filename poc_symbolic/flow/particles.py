"""The flow particle by particle: an embedded Runge-Kutta method whose error is measured on the moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray
from scipy.integrate import DOP853

from poc_symbolic.errors import InputError
from poc_symbolic.flow.field import OverlapField, monomial_table
from poc_symbolic.flow.moment_path import MomentPath

Array = NDArray[np.float64]

STAGES = 12
MAX_STEPS = 200_000
STEP_SHARE = 1.0
INNER = (0.2, 0.4, 0.6, 0.8)
# The interpolant is Σ_i F_i Π_{j ≤ i} (z if j even else 1-z).
INNER_BASIS = np.array([np.cumprod([z if j % 2 == 0 else 1 - z for j in range(7)]) for z in INNER])


@dataclass(frozen=True)
class ParticleRun:
    """Step times, moments and their time derivatives there, moments inside the steps, the last log-odds."""

    times: Array
    moments: Array
    slopes: Array
    inner: Array
    x: Array

    def path(self) -> MomentPath:
        """Dense output: on each step the polynomial through ends, end slopes and inner values."""
        z = 2 * np.array([0.0, *INNER, 1.0]) - 1
        order = z.size + 2
        rows = legendre.legvander(z, order - 1)
        slope_rows = np.stack([legendre.legval(z[[0, -1]], legendre.legder(c)) for c in np.eye(order)], axis=1)
        inverse = np.linalg.inv(np.concatenate([rows, slope_rows]))
        half = np.diff(self.times)[:, None, None] / 2
        values = np.concatenate([self.moments[:-1, None], self.inner, self.moments[1:, None]], axis=1)
        slopes = np.stack([self.slopes[:-1], self.slopes[1:]], axis=1) * half
        right = np.concatenate([values, slopes], axis=1)
        return MomentPath(self.times, np.einsum("kn,inl->ikl", inverse, right))


class ParticleSolver:
    """dx_i/dt = V'(tanh x_i; p), p_ℓ = p_ℓ(0) + Σ_i w_i (P_ℓ(tanh x_i) - P_ℓ(tanh x_i(0))), x = atanh α.

    In log-odds a particle near the pole moves at constant speed, so nothing is stiff and nothing cancels.
    The moments at time 0 are given, and only their change is summed.
    """

    def __init__(self, field: OverlapField, x: Array, weights: Array, p0: Array) -> None:
        self.field, self.x0, self.weights, self.p0 = field, np.asarray(x, float), weights, p0
        values, derivatives = monomial_table(field)
        step = 2 if field.even else 1
        self.even = field.even
        self.moment_map = np.ascontiguousarray(values[:, step::step])
        # V' = α^{step-1} Σ_k m_k α^{step k}, m = base - pull·p.
        self.base = np.zeros(derivatives.shape[1])
        cross = np.polynomial.polynomial.polyder(field.cross)
        self.base[: cross.size] = cross
        self.base = self.base[step - 1 :: step].copy()
        self.pull = (derivatives * field.a[:, None]).T[step - 1 :: step].copy()
        self.powers = np.empty((self.moment_map.shape[1], self.x0.size))
        self.initial = np.zeros(self.moment_map.shape[1])
        self.escaped = 0.0
        self.initial = self._power_sums(np.tanh(self.x0))
        self.floor = 1 / np.sqrt(field.dim)

    def _power_sums(self, alpha: Array) -> Array:
        powers = self.powers
        if self.even:
            np.multiply(alpha, alpha, out=powers[0])
        else:
            powers[0] = alpha
        for k in range(1, powers.shape[0]):
            np.multiply(powers[k - 1], powers[0], out=powers[k])
        result: Array = powers @ self.weights + (self.escaped - self.initial)
        return result

    def rate(self, x: Array) -> tuple[Array, Array]:
        """dx/dt and p."""
        alpha = np.tanh(x)
        p = self.p0 + self.moment_map @ self._power_sums(alpha)
        m = self.base - self.pull @ p
        square = self.powers[0]
        coefficients = m.tolist()
        if len(coefficients) == 1:
            return (coefficients[0] * alpha if self.even else np.full_like(x, coefficients[0])), p
        total = square * coefficients[-1]
        total += coefficients[-2]
        for value in coefficients[-3::-1]:
            total *= square
            total += value
        return (total * alpha if self.even else total), p

    def _slope(self, x: Array, rate: Array) -> Array:
        """dp/dt = Σ w P_ℓ'(α)(1-α²) dx/dt."""
        alpha = np.tanh(x)
        weighted = self.weights * (1 - alpha**2) * rate
        result: Array = weighted @ self.field.basis(alpha)
        return result

    def _step(self, x: Array, first: Array, h: float, k: Array) -> tuple[Array, float]:
        """One step and the size of its error in the moments, with k as work space."""
        k[0] = first
        for s in range(1, STAGES):
            k[s], _ = self.rate(x + (h * DOP853.A[s, :s]) @ k[:s])
        new = x + (h * DOP853.B) @ k[:STAGES]
        alpha = np.tanh(x)
        scale = self.weights * (1 - alpha**2) / np.maximum(np.abs(alpha), self.floor)
        e5 = scale @ np.abs(DOP853.E5[:STAGES] @ k[:STAGES])
        e3 = scale @ np.abs(DOP853.E3[:STAGES] @ k[:STAGES])
        size = abs(h) * e5**2 / np.sqrt(e5**2 + 0.01 * e3**2) if e5 > 0 else 0.0
        return new, float(size)

    def _inside(self, x: Array, new: Array, new_rate: Array, h: float, k: Array) -> Array:
        """Moments at the inner points of a step, by the method's interpolant of order 7."""
        k[STAGES] = new_rate
        for i, row in enumerate(DOP853.A_EXTRA):
            s = STAGES + 1 + i
            k[s], _ = self.rate(x + (h * row[:s]) @ k[:s])
        change = new - x
        terms = np.stack([change, h * k[0] - change, 2 * change - h * (new_rate + k[0])])
        rest = h * (DOP853.D @ k)
        places = x + INNER_BASIS[:, :3] @ terms + INNER_BASIS[:, 3:] @ rest
        alpha = np.tanh(places)
        first = alpha**2 if self.even else alpha
        sums = np.empty((len(INNER), self.powers.shape[0]))
        power = np.ones_like(alpha)
        for i in range(sums.shape[1]):
            power = power * first
            sums[:, i] = power @ self.weights
        result: Array = self.p0 + (sums + (self.escaped - self.initial)) @ self.moment_map.T
        return result

    def _drop_escaped(self, x: Array, rate: Array, limit: float) -> tuple[Array, Array]:
        """Leave out the particles at the pole α = 1, where they stay; only their share still counts."""
        count = int(np.searchsorted(x, limit))
        if count == x.size or not self.field.well_specified:
            return x, rate
        self.escaped += float(self.weights[count:].sum())
        self.weights = self.weights[:count].copy()
        self.powers = np.empty((self.powers.shape[0], count))
        return x[:count].copy(), rate[:count].copy()

    def run(
        self,
        tolerance: float,
        *,
        end: float | None = None,
        loss: float | None = None,
        on_step: Callable[[float, float], None] | None = None,
    ) -> ParticleRun:
        """Integrate to the time ``end``, or until the loss has come down to ``loss``."""
        x, t = self.x0.copy(), 0.0
        k = np.empty((STAGES + 4, x.size))
        rate, p = self.rate(x)
        times, moments, slopes = [0.0], [p], [self._slope(x, rate)]
        inner: list[Array] = []
        h = 0.01 / max(float(np.max(np.abs(rate))), 1e-12)
        per_step = STEP_SHARE * tolerance
        limit = 0.5 * np.log(4e3 / tolerance)
        for _ in range(MAX_STEPS):
            if end is not None and t + 1.001 * h >= end:
                h = end - t
            new, error = self._step(x, rate, h, k)
            if error > per_step:
                h *= max(0.2, 0.9 * (per_step / error) ** 0.125)
                continue
            new_rate, new_p = self.rate(new)
            if loss is not None and float(self.field.loss(new_p)) <= loss:
                h, new, new_rate, new_p = self._locate(x, rate, h, k, loss)
            inner.append(self._inside(x, new, new_rate, h, k))
            t += h
            slope = self._slope(new, new_rate)
            x, rate = self._drop_escaped(new, new_rate, limit)
            if x.size < k.shape[1]:
                k = np.empty((STAGES + 4, x.size))
            times.append(t)
            moments.append(new_p)
            slopes.append(slope)
            if on_step is not None:
                on_step(t, float(self.field.loss(new_p)))
            if (end is not None and t >= end) or (loss is not None and self.field.loss(new_p) <= loss * (1 + 1e-13)):
                return ParticleRun(np.array(times), np.stack(moments), np.stack(slopes), np.stack(inner), x)
            h *= min(4.0, 0.9 * (per_step / max(error, 1e-300)) ** 0.125)
        raise InputError("The flow needs too many steps to get there; ask for a larger loss or a shorter time.")

    def _locate(self, x: Array, rate: Array, h: float, k: Array, loss: float) -> tuple[float, Array, Array, Array]:
        """The step that ends where the loss takes the given value, by Newton's method."""
        fraction = h
        new, new_rate, new_p = x, rate, self.p0
        for _ in range(20):
            new, _ = self._step(x, rate, fraction, k)
            new_rate, new_p = self.rate(new)
            gap = float(self.field.loss(new_p)) - loss
            gradient = 2 * self.field.a * new_p - 2 * self.field.b
            fall = float(gradient @ self._slope(new, new_rate))
            change = -gap / fall
            fraction = float(np.clip(fraction + change, 0.0, h))
            if abs(change) <= 1e-13 * max(h, 1e-300) or abs(gap) <= 1e-14 * loss:
                break
        return fraction, new, new_rate, new_p
