"""The flow particle by particle, with the error of each step measured on the moments."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.errors import InputError
from poc_symbolic.flow.field import OverlapField
from poc_symbolic.flow.knots import Knot, Particles, interpolate, refine
from poc_symbolic.flow.midpoint import MidpointSteps
from poc_symbolic.flow.moment_path import MomentPath
from poc_symbolic.flow.panels import NODES, Panels
from poc_symbolic.flow.power_sums import PowerDynamics

Array = NDArray[np.float64]

MAX_STEPS = 200_000
STALL_STEPS, STALL_SHARE = 500, 0.02  # a loss that comes this little nearer to its goal in so many steps has stalled
MAX_PARTICLES = 100_000
STEP_SHARE = 1.0  # of the tolerance, for a step
# Errors of single particles alternate in the front and cancel in the moments; this share of them counts anyway.
HIDDEN_SHARE = 0.01
HELD_KNOTS = 200  # of which the particles are kept for the dense output
KEPT_SHARE = 0.75  # the escaped particles are left out once fewer than this share of all remain


@dataclass(frozen=True)
class ParticleRun:
    """The end of a run and its knots."""

    dynamics: PowerDynamics
    knots: list[Knot]
    initial: Array
    tolerance: float

    @property
    def end(self) -> float:
        return self.knots[-1].time

    def path(self) -> MomentPath:
        """The moments at all times."""
        knots = refine(self.dynamics, self.knots, self.initial, self.tolerance)
        return interpolate(self.dynamics, knots, self.initial)


def _next_change(last: float, before: float) -> float:
    """The next of the changes of an extrapolation, which shrink about geometrically; at most the last one."""
    return last * last / math.hypot(last, before) if last > 0 else last


@dataclass(frozen=True)
class _Here:
    """A time of the flow: the state, its rate, the powers of g (n + 1, particles), their sums, the loss."""

    state: Array
    rate: Array
    powers: Array
    sums: Array
    loss: float


class ParticleSolver:
    """Particles at log-odds x = atanh α with weights, in the coordinate of ``PowerDynamics``.

    A particle near the pole moves at constant speed there, so nothing is stiff and nothing cancels. The
    moments at time 0 belong to the dynamics, and only their change is summed. A step has order 2·``rules``.
    """

    def __init__(
        self,
        field: OverlapField,
        dynamics: PowerDynamics,
        x: Array,
        weights: Array,
        *,
        panels: Panels | None = None,
        rules: int = 7,
    ) -> None:
        self.field, self.dynamics, self.panels, self.rules = field, dynamics, panels, rules
        order = np.argsort(np.abs(x) if field.even else x, kind="stable")
        self.weights, self.escaped = np.asarray(weights, float)[order], 0.0
        self.state = self.dynamics.state(np.asarray(x, float)[order])
        self.initial = self.dynamics.sums(self.state, self.weights)
        self._prepare()

    def _prepare(self) -> None:
        """c = base - pull (sums + escaped - initial) in a form that is linear in the sums."""
        pull = self.dynamics.pull
        velocity = -pull
        rest = self.dynamics.base + pull @ (self.initial - self.escaped)
        velocity[:, 0] += rest / self.weights.sum()
        self.steps = MidpointSteps(self.dynamics, self.weights, velocity, self.rules)

    def _moments(self, sums: Array) -> Array:
        result: Array = self.dynamics.p0 + self.dynamics.moments @ (sums + self.escaped - self.initial)
        return result

    def _at(self, state: Array) -> _Here:
        rate, powers, sums = self.steps.rate(state)
        return _Here(state, rate, powers, sums, float(self.field.loss(self._moments(sums))))

    def _sensitivity(self, here: _Here) -> Array:
        """Rows that turn changes of the states into those of the mean of log α (even; otherwise of α over the
        larger of |α| and 1/√d) and of the moments E g^k."""
        g = here.powers[1]
        factor = 1 - g**2
        rows = np.empty_like(here.powers)
        np.multiply(here.powers[:-1], factor, out=rows[1:])
        rows[1:] *= np.arange(1, rows.shape[0])[:, None]
        rows[0] = (1 - g) / 2 if self.dynamics.even else factor / np.maximum(np.abs(g), 1 / np.sqrt(self.field.dim))
        rows *= self.weights
        return np.asarray(rows, float)

    @staticmethod
    def _error(changes: Array, rows: Array) -> float:
        """The error of a step from the last two changes of the states in its extrapolation."""
        signed = np.abs(changes @ rows.T).max(axis=1)
        both = np.maximum(signed, HIDDEN_SHARE * (np.abs(changes) @ np.abs(rows[0])))
        return _next_change(*both.tolist())

    def _knot(self, t: float, here: _Here) -> Knot:
        return Knot(t, Particles(self.steps, self.escaped, here.state, here.rate))

    def _fall(self, here: _Here) -> float:
        """dL/dt."""
        g = here.powers[1]
        weighted = self.weights * here.rate * (1 - g**2)
        change = np.dot(here.powers[:-1], weighted) * np.arange(1, here.powers.shape[0])
        gradient = 2 * (self.field.a * self._moments(here.sums) - self.field.b)
        return float(gradient @ self.dynamics.moments[:, 1:] @ change)

    def _drop_escaped(self, here: _Here, limit: float) -> _Here:
        """Leave out the particles at the pole α = 1, where they stay; only their share still counts."""
        count = max(1, int(np.searchsorted(here.state, limit)))
        if self.panels is not None:
            count = -(-count // NODES) * NODES
        if count > KEPT_SHARE * here.state.size or not self.field.well_specified:
            return here
        gone = float(self.weights[count:].sum())
        self.escaped += gone
        self.weights = self.weights[:count].copy()
        if self.panels is not None:
            self.panels = self.panels.first(count)
        self._prepare()
        kept = slice(count)
        return _Here(here.state[kept], here.rate[kept], here.powers[:, kept], here.sums - gone, here.loss)

    def _cut(self, here: _Here, chosen: NDArray[np.bool_]) -> _Here:
        """More particles on the chosen panels."""
        assert self.panels is not None
        self.panels, state = self.panels.cut(here.state, chosen)
        self.weights = self.panels.weights
        if self.weights.size > MAX_PARTICLES:
            raise InputError("The flow needs too many particles to get there; ask for an earlier end.")
        self._prepare()
        return self._at(state)

    def run(
        self,
        tolerance: float,
        *,
        end: float | None = None,
        loss: float | None = None,
        on_step: Callable[[float, float], None] | None = None,
    ) -> ParticleRun:
        """Integrate to the time ``end``, or until the loss has come down to ``loss``."""
        here, t = self._at(self.state), 0.0
        knots, held = [self._knot(t, here)], 0
        rows = self._sensitivity(here)
        h = 0.3 * self.rules / max(float(np.max(np.abs(here.rate))), 1e-12)
        limit = 0.5 * math.log(400 / tolerance)
        per_step = STEP_SHARE * tolerance
        power = 1 / (2 * self.rules + 1)
        then = here.loss
        for count in range(1, MAX_STEPS):
            if loss is not None and count % STALL_STEPS == 0:
                if then - here.loss < STALL_SHARE * (then - loss):
                    raise InputError(
                        f"The loss has all but stopped at {here.loss:.4g}, by the time {t:.4g}; "
                        "ask for a larger loss, or for a time."
                    )
                then = here.loss
            if end is not None and t + 1.001 * h >= end:
                h = end - t
            new, changes = self.steps.step(here.state, here.rate, h)
            error = self._error(changes, rows)
            if not error <= per_step:
                h *= max(0.2, 0.9 * (per_step / error) ** power) if np.isfinite(error) else 0.2
                continue
            if self.panels is not None and (chosen := self.panels.unresolved(new, tolerance)).any():
                # The state from which the step started is still resolved.
                here = self._cut(here, chosen)
                rows = self._sensitivity(here)
                continue
            after = self._at(new)
            done = t + h >= end if end is not None else after.loss <= (loss or 0.0)
            if loss is not None and done:
                h, after = self._locate(here, after, h, loss)
            t += h
            here = after if done else self._drop_escaped(after, limit)
            knots.append(self._knot(t, here))
            if on_step is not None:
                on_step(t, here.loss)
            if done:
                return ParticleRun(self.dynamics, knots, self.initial, tolerance)
            if len(knots) - held > HELD_KNOTS:
                knots[held:] = refine(self.dynamics, knots[held:], self.initial, tolerance)
                for knot in knots[held:-1]:
                    knot.let_go()
                held = len(knots) - 1
            rows = self._sensitivity(here)
            h *= min(5.0, 0.9 * (per_step / max(error, 1e-300)) ** power)
        raise InputError("The flow needs too many steps to get there; ask for a larger loss or a shorter time.")

    def _locate(self, before: _Here, after: _Here, h: float, loss: float) -> tuple[float, _Here]:
        """The step that ends where the loss takes the given value: inverse interpolation, then Newton's method."""
        gap = after.loss - before.loss
        z = (loss - before.loss) / gap
        # The cubic in the loss that meets the time and dt/dL at both ends of the step.
        bend = (1 - z) / self._fall(before) - z / self._fall(after)
        guess = h * z * z * (3 - 2 * z) + gap * z * (1 - z) * bend
        size = guess if 0 < guess < h else h * z
        for _ in range(20):
            there = self._at(self.steps.step(before.state, before.rate, size)[0])
            shift = (loss - there.loss) / self._fall(there)
            size = min(max(size + shift, 0.0), h)
            if abs(shift) <= 1e-6 * h:
                # What is left of the way is straight to within rounding.
                return size, self._at(there.state + shift * there.rate)
        raise InputError("The flow does not settle on the loss that was asked for; ask for another one.")
