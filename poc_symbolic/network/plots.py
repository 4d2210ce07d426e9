"""Figures of finite networks, as in the paper's Figures 3, 4, 7 and 8: risk, function error and gap against time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from poc_symbolic.flow.plots import COLORS, STYLES
from poc_symbolic.network.experiment import Experiment

if TYPE_CHECKING:
    from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]

PANELS = (
    ("loss", r"loss $\|f_{\rho^m}-f^*\|^2$"),
    ("function_error", r"$m\,\|f_{\rho^{MF}}-f_{\rho^m}\|^2$"),
    ("squared_mean_gap", r"$m\,(E\|\Delta\|)^2$"),
)


def experiments_figure(experiments: Sequence[Experiment], title: str) -> Figure:
    """A row of three panels for each dimension, one line for each width: the loss, and both errors times m.

    With several seeds the lines are means, and the bands reach from the least to the largest of the runs.
    """
    from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]

    figure = Figure(figsize=(12.0, 3.4 * len(experiments)), layout="constrained")
    axes = np.atleast_2d(figure.subplots(len(experiments), len(PANELS)))
    for row, experiment in zip(axes, experiments, strict=True):
        for axis, (name, label) in zip(row, PANELS, strict=True):
            _panel(axis, experiment, name)
            axis.set(xlabel="time $t$", ylabel=label)
            if name != "loss":
                axis.set_ylim(0, None)
            elif len(experiments) > 1:
                axis.set_title(f"d = {experiment.dim}", fontsize=10)
        if experiment.limit is not None:
            row[0].plot(experiment.times, experiment.limit, color="black", linewidth=0.8, label="mean field")
        row[0].legend(frameon=False, fontsize=8)
    figure.suptitle(title)
    return figure


def _panel(axis: Any, experiment: Experiment, name: str) -> None:
    """The lines of one quantity, and their bands."""
    values = experiment.stack(name)
    if name != "loss":
        values = values * np.array(experiment.widths)[:, None]
    for i, width in enumerate(experiment.widths):
        style, color = STYLES[i % len(STYLES)], COLORS[i % len(COLORS)]
        axis.plot(experiment.times, values[:, i].mean(axis=0), style, color=color, label=f"m = {width}")
        if len(experiment.runs) > 1:
            low, high = values[:, i].min(axis=0), values[:, i].max(axis=0)
            axis.fill_between(experiment.times, low, high, color=color, alpha=0.15, linewidth=0)
