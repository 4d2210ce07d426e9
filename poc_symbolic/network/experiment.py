"""Errors of networks of several widths against time, in one dimension and over several seeds, and their slopes in m."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from poc_symbolic.flow.scaling import Fit, power_law
from poc_symbolic.network.coupling import Coupling
from poc_symbolic.network.kernels import Array
from poc_symbolic.network.proxy import ProxyRun

ROUNDING = 1e-13  # an error below it is that of equal networks
FITTED = ("function_error", "mean_square_gap", "squared_mean_gap")


@dataclass(frozen=True)
class Curves:
    """One network against time: loss, ‖f_{ρ^MF} - f_{ρ^m}‖², E‖Δ‖² and (E‖Δ‖)²."""

    width: int
    loss: Array
    function_error: Array
    mean_square_gap: Array
    squared_mean_gap: Array

    def time_mean(self, name: str) -> float:
        """The mean of one error over the recorded times t > 0."""
        return float(getattr(self, name)[1:].mean())


@dataclass(frozen=True)
class Experiment:
    """All networks of one problem: ``runs`` by seed and then by width; ``limit`` is the loss of the mean field."""

    dim: int
    times: Array
    limit: Array | None
    runs: tuple[tuple[Curves, ...], ...]

    @property
    def widths(self) -> list[int]:
        """The numbers of neurons."""
        return [curves.width for curves in self.runs[0]]

    def stack(self, name: str) -> Array:
        """One curve of every network, of shape (seeds, widths, times)."""
        return np.array([[getattr(curves, name) for curves in run] for run in self.runs])

    def scaled(self, name: str) -> Array:
        """m times the mean over the seeds of one error, of shape (widths, times)."""
        result: Array = np.array(self.widths)[:, None] * self.stack(name).mean(axis=0)
        return result

    def fits(self) -> dict[str, Fit]:
        """error ≈ C m^γ for each error's mean over time; none for fewer than three widths, or an error that is 0.

        The interval of γ is Student's at 95 %: over the runs where there are several seeds, otherwise about the fitted
        line of the one run, whose networks share their neurons.
        """
        if len(self.widths) < 3:
            return {}
        found = {}
        for name in FITTED:
            means = [[curves.time_mean(name) for curves in run] for run in self.runs]
            if np.min(means) > ROUNDING:
                lines = [power_law(self.widths, values) for values in means]
                found[name] = lines[0] if len(lines) == 1 else _over_runs(lines)
        return found


def coupled_curves(coupling: Coupling) -> tuple[Curves, ...]:
    """The curves of a coupling to the mean-field flow."""
    return tuple(
        Curves(
            one.width,
            one.column("loss"),
            one.column("function_error"),
            one.column("mean_square_gap"),
            one.column("mean_gap") ** 2,
        )
        for one in coupling.networks
    )


def proxy_curves(runs: Sequence[ProxyRun]) -> tuple[Curves, ...]:
    """The curves of networks beside a wide one."""
    return tuple(Curves(run.width, run.loss, run.function_error, run.mean_square_gap, run.mean_gap**2) for run in runs)


def _over_runs(fits: Sequence[Fit]) -> Fit:
    slopes, levels = np.array([f.exponent for f in fits]), np.array([f.constant for f in fits])
    margin = float(student.ppf(0.975, len(fits) - 1) * slopes.std(ddof=1) / np.sqrt(len(fits)))
    mean = float(slopes.mean())
    return Fit(float(np.exp(np.log(levels).mean())), mean, mean - margin, mean + margin)
