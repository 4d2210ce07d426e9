"""The mean-field flow of a single-index model in the overlap variable."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.errors import InputError
from poc_symbolic.flow.field import OverlapField
from poc_symbolic.flow.law import PointMasses, UniformOverlap
from poc_symbolic.flow.moment_path import MomentPath
from poc_symbolic.flow.panels import Panels
from poc_symbolic.flow.particles import ParticleSolver
from poc_symbolic.flow.power_sums import PowerDynamics
from poc_symbolic.flow.quadrature import FlightTable, escape_quadrature
from poc_symbolic.flow.trajectory import Trajectory
from poc_symbolic.flow.transport import BackflowError, Panel, Resolution, TransportSolver, radau
from poc_symbolic.model import SingleIndexModel

Array = NDArray[np.float64]
Method = Literal["auto", "particles", "transport"]
FLOOR = 0.1  # the least error that is claimed, as a share of the tolerance

Progress = Callable[[float, float], None]
Solved = tuple[float, Callable[[], MomentPath]]  # the end, and the moments on demand

SIGNED_LIMIT = 4096  # dimension up to which models that are not even are followed by particles
PARTICLE_LIMIT = 200.0  # log-odds covered by the escaping stream, up to which particles are the cheaper way


class MeanFieldFlow:
    """Characteristics α_t(α_0) together with p_ℓ(t) = E P_ℓ(α_t), for dα/dt = (1-α²) V'(α; p).

    Args:
        model: a model with an integer dimension d ≥ 3.
        law: the initial law of the overlap; by default that of the uniform law on S^{d-1}.
        tolerance: the error asked of the moments, between 1e-11 and 1e-3.
        method: "particles" (a quadrature of the law, moved by one system of equations), "transport" (the
            distribution function at fixed overlap; its cost grows with log d), or "auto".

    Time is that of the paper's ν, losses are those of the model as given (``normalize`` included).
    Raises InputError on a symbolic dimension, d < 3 or a tolerance out of range.
    """

    def __init__(
        self,
        model: SingleIndexModel,
        *,
        law: PointMasses | None = None,
        tolerance: float = 1e-8,
        method: Method = "auto",
    ) -> None:
        self.field = OverlapField(model)
        if self.field.dim < 3:
            raise InputError(f"The flow needs a dimension of at least 3, not {self.field.dim}.")
        if not 1e-11 <= tolerance <= 1e-3:
            raise InputError(f"The tolerance must lie between 1e-11 and 1e-3, not {tolerance:g}.")
        if method not in ("auto", "particles", "transport"):
            raise InputError(f"The method must be auto, particles or transport, not {method!r}.")
        if law is not None and method == "transport":
            raise InputError("The transport method starts from the uniform law; use particles for a given law.")
        self.model, self.tolerance, self.method = model, tolerance, method
        self.law = law if law is not None else UniformOverlap(self.field.dim, self.field.even)

    def run(
        self,
        *,
        until_time: float | None = None,
        until_loss: float | None = None,
        delta: float | None = None,
        estimate: bool = True,
        progress: Progress | None = None,
    ) -> Trajectory:
        """The trajectory to a time, to a loss, or to T(δ), where the loss has come down to δ².

        With ``estimate`` it is computed at two resolutions, and their difference (or a tenth of the
        tolerance, if that is more) is the estimate; otherwise ``estimated_error`` is NaN.
        ``progress`` is called with (time, loss) now and then. Raises InputError if not exactly one end is
        given, or if the loss is not reached.
        """
        if sum(x is not None for x in (until_time, until_loss, delta)) != 1:
            raise InputError("Give exactly one of a time, a loss or delta as the end of the flow.")
        if delta is not None:
            if not delta > 0:
                raise InputError(f"The value of delta must be positive, not {delta:g}.")
            until_loss = delta**2
        if until_time is not None and not 0 < until_time < np.inf:
            raise InputError(f"The end time must be positive and finite, not {until_time:g}.")
        if until_loss is not None:
            start, least = self.initial_loss, self.field.least_loss
            if not least < until_loss < start:
                raise InputError(f"The loss to reach must lie between {least:.6g} and the initial loss {start:.6g}.")
        if isinstance(self.law, UniformOverlap) and self.field.exponent is None:
            return self._stationary(until_time)
        end, path = self._solve(self.tolerance, until_time, until_loss, progress)
        if not estimate:
            return Trajectory(self.field, self.law, end, path, self.tolerance, float("nan"))
        fine, coarse = path(), self._solve(20 * self.tolerance, until_time, until_loss, None)[1]()
        last = min(fine.breaks[-1], coarse.breaks[-1])
        times = np.unique(np.concatenate([fine.breaks[fine.breaks <= last], np.linspace(0, last, 41)]))
        # Both may owe an error to the same points of the law, which the difference does not show.
        error = max(float(np.max(np.abs(fine(times) - coarse(times)))), FLOOR * self.tolerance)
        return Trajectory(self.field, self.law, end, lambda: fine, self.tolerance, error)

    def _stationary(self, end: float | None) -> Trajectory:
        """Without a common Hermite degree the velocity of the uniform law is 0, and nothing moves."""
        if end is None:
            raise InputError(
                "Activation and teacher share no Hermite degree, so the uniform law does not move; give a time."
            )
        path = MomentPath(np.array([0.0, end]), np.zeros((1, 1, len(self.field.degrees))))
        return Trajectory(self.field, self.law, end, lambda: path, self.tolerance, 0.0)

    @cached_property
    def _dynamics(self) -> PowerDynamics:
        return PowerDynamics(self.field, self._initial_moments())

    @property
    def initial_loss(self) -> float:
        """‖f_ρ - f*‖² at time 0."""
        return float(self.field.loss(self._initial_moments()))

    def _initial_moments(self) -> Array:
        if isinstance(self.law, UniformOverlap):
            return np.zeros(len(self.field.degrees))
        return np.asarray(self.law.weights @ self.field.basis(self.law.nodes, 0))

    def _solve(self, tolerance: float, end: float | None, loss: float | None, progress: Progress | None) -> Solved:
        if isinstance(self.law, PointMasses):
            return self._particles(np.arctanh(self.law.nodes), self.law.weights, tolerance, end, loss, progress)
        if not self.field.even:
            if self.method == "transport" or (self.method == "auto" and self.field.dim > SIGNED_LIMIT):
                return self._transport(tolerance, end, loss, progress)
            panels = Panels.cover(self.law, 1e-3 * tolerance)
            return self._particles(panels.x, panels.weights, tolerance, end, loss, progress, panels)
        table = FlightTable.build(self.field, self.law)
        if table is None:
            if self.method == "particles":
                raise InputError("The particle method needs a teacher's pull that is positive; use transport or auto.")
            return self._transport(tolerance, end, loss, progress)
        share = None
        if loss is not None:
            floor = self.field.constant_loss
            initial = float(self.field.loss(self._initial_moments())) - floor
            share = float(np.sqrt(np.clip((loss - floor) / initial, 1e-12, 1 - 1e-12)))
        needed = table.needed(self.law, end=end, share=share)
        if self.method == "particles" or (self.method == "auto" and needed * table.speed < PARTICLE_LIMIT):
            nodes = 12 if tolerance > 1e-5 else 16
            x, weights = escape_quadrature(table, self.law, 1.1 * needed + 8 / table.speed, nodes, 1e-3 * tolerance)
            return self._particles(x, weights, tolerance, end, loss, progress)
        return self._transport(tolerance, end, loss, progress)

    def _particles(
        self,
        x: Array,
        weights: Array,
        tolerance: float,
        end: float | None,
        loss: float | None,
        progress: Progress | None,
        panels: Panels | None = None,
    ) -> Solved:
        solver = ParticleSolver(self.field, self._dynamics, x, weights, panels=panels)
        run = solver.run(tolerance, end=end, loss=loss, on_step=progress)
        return run.end, run.path

    def _transport(self, tolerance: float, end: float | None, loss: float | None, progress: Progress | None) -> Solved:
        stages = 7 if tolerance > 1e-7 else 8
        resolution = Resolution(12 if tolerance > 1e-7 else 14, stages, tolerance / 50, 0.5 * np.log(100 / tolerance))
        assert isinstance(self.law, UniformOverlap)
        solver = TransportSolver(self.field, self.law, resolution)

        def stop(panel: Panel) -> bool:
            now, value = panel.start + panel.width, float(self.field.loss(panel.p[-1]))
            if progress is not None:
                progress(now, value)
            return now >= end if end is not None else value <= float(loss or 0.0)

        try:
            panels = solver.run(stop)
        except BackflowError:
            raise InputError(
                "Particles come back from the pole in this model; give the law as points to follow them."
            ) from None
        path = MomentPath.from_values(
            [p.start for p in panels], [p.width for p in panels], radau(stages)[0], np.stack([p.p for p in panels])
        )
        last = end if end is not None else self._time_of(path, float(loss or 0.0))
        return last, lambda: path.until(last)

    def _time_of(self, path: MomentPath, loss: float) -> float:
        """The time in the last piece of a path at which the loss has come down to a value."""
        from scipy.optimize import brentq

        def gap(t: float) -> float:
            return float(self.field.loss(path(float(t)))) - loss

        low, high = path.breaks[-2:]
        return float(high) if gap(high) == 0 else float(brentq(gap, low, high, xtol=1e-15 * high, rtol=1e-14))
