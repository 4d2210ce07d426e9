"""Figures of finite networks, as in the paper's Figures 3, 4 and 7: risk, function error and gap against time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from poc_symbolic.flow.plots import COLORS, STYLES, new_figure
from poc_symbolic.network.coupling import Coupling
from poc_symbolic.network.kernels import Array

if TYPE_CHECKING:
    from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]

Curves = Sequence[tuple[int, Array, Array, Array]]


def coupling_figure(coupling: Coupling) -> Figure:
    """Loss, m·‖f_{ρ^MF} - f_{ρ^m}‖² and m·(E‖Δ‖)² against time, one line for each width."""
    curves = [
        (one.width, one.column("loss"), one.column("function_error"), one.column("mean_gap") ** 2)
        for one in coupling.networks
    ]
    title = f"{coupling.model.activation}, d = {coupling.problem.dim}"
    if coupling.data is not None:
        title += f", {coupling.data.samples} samples"
    return errors_figure(coupling.times, curves, title, np.asarray(coupling.trajectory.loss(coupling.times)))


def errors_figure(times: Array, curves: Curves, title: str, limit: Array | None = None) -> Figure:
    """Three panels from (m, loss, squared function error, squared gap) against time; ``limit``: the mean-field loss."""
    figure, axes = new_figure(3, 12.0)
    for i, (width, loss, error, gap) in enumerate(curves):
        style, color = STYLES[i % len(STYLES)], COLORS[i % len(COLORS)]
        axes[0].plot(times, loss, style, color=color, label=f"m = {width}")
        axes[1].plot(times, width * error, style, color=color, label=f"m = {width}")
        axes[2].plot(times, width * gap, style, color=color, label=f"m = {width}")
    if limit is not None:
        axes[0].plot(times, limit, color="black", linewidth=0.8, label="mean field")
    axes[0].set(xlabel="time $t$", ylabel=r"loss $\|f_{\rho^m}-f^*\|^2$")
    axes[1].set(xlabel="time $t$", ylabel=r"$m\,\|f_{\rho^{MF}}-f_{\rho^m}\|^2$", ylim=(0, None))
    axes[2].set(xlabel="time $t$", ylabel=r"$m\,(E\|\Delta\|)^2$", ylim=(0, None))
    axes[0].legend(frameon=False, fontsize=8)
    figure.suptitle(title)
    return figure
