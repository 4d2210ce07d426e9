"""Figures of the flow (the extra ``plot`` installs matplotlib): labelled, with a colour-blind safe palette."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.flow.scaling import ScalingRow
from poc_symbolic.flow.trajectory import Trajectory

if TYPE_CHECKING:
    from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]

# Okabe and Ito's palette.
COLORS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9")
STYLES = ("-", "--", "-.", ":")
PARTICLES = 60


class PlotToolMissing(RuntimeError):
    """matplotlib is not installed."""


def check_plotting(suffix: str) -> None:
    """Raise InputError for a file type that cannot be drawn, PlotToolMissing without matplotlib."""
    if suffix.lower() not in (".svg", ".png"):
        raise InputError(f"A figure is written as .svg or .png, not {suffix!r}.")
    if find_spec("matplotlib") is None:
        raise PlotToolMissing("Drawing needs matplotlib; install poc-symbolic[plot].")


def new_figure(columns: int, width: float) -> tuple[Figure, Sequence[Any]]:
    """An empty figure with so many panels in a row, and its axes."""
    from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]

    figure = Figure(figsize=(width, 3.4), layout="constrained")
    return figure, np.atleast_1d(figure.subplots(1, columns)).tolist()


def draw(figure: Figure, suffix: str) -> bytes:
    """The figure as a file of type .svg or .png; the same figure always gives the same SVG."""
    check_plotting(suffix)
    kind = suffix.lower().lstrip(".")
    import matplotlib  # type: ignore[import-not-found, unused-ignore]

    buffer = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {}
    with matplotlib.rc_context({"svg.hashsalt": "poc-symbolic", "svg.fonttype": "none"}):
        figure.savefig(buffer, format=kind, dpi=150, metadata=metadata)
    return buffer.getvalue()


def _alpha_label(trajectory: Trajectory) -> str:
    return r"overlap $|\alpha_t|$" if trajectory.folded else r"overlap $\alpha_t$"


def flow_figure(trajectory: Trajectory, levels: Sequence[float]) -> Figure:
    """Loss, moments and quantiles against time."""
    figure, axes = new_figure(3, 11.5)
    t = np.linspace(0, trajectory.end, 300)
    axes[0].plot(t, trajectory.loss(t), color=COLORS[0])
    axes[0].set(xlabel="time $t$", ylabel=r"loss $\|f_\rho-f^*\|^2$", yscale="log")
    moments = trajectory.moments(t)
    for i, degree in enumerate(trajectory.field.degrees):
        style = STYLES[i % len(STYLES)]
        axes[1].plot(t, moments[:, i], style, color=COLORS[i % len(COLORS)], label=f"$p_{{{degree}}}$")
    axes[1].set(xlabel="time $t$", ylabel=r"moment $p_\ell$")
    axes[1].legend(frameon=False)
    if levels:
        quantiles = trajectory.quantiles(levels, t)
        for i, level in enumerate(levels):
            style = STYLES[i % len(STYLES)]
            axes[2].plot(t, quantiles[:, i], style, color=COLORS[i % len(COLORS)], label=f"{level:g}")
        axes[2].legend(title="quantile", frameon=False)
    axes[2].set(xlabel="time $t$", ylabel=_alpha_label(trajectory))
    figure.suptitle(f"Mean-field flow, d = {trajectory.field.dim}")
    return figure


def particles_figure(trajectory: Trajectory) -> Figure:
    """What the paper's Figure 2 shows of the mean-field flow: top eigenvalue and overlap of each particle."""
    figure, axes = new_figure(2, 9.0)
    t = np.unique(np.concatenate([np.linspace(0, trajectory.end, 400)]))
    levels = (np.arange(PARTICLES) + 0.5) / PARTICLES
    alpha = trajectory.quantiles(levels, t)
    p = trajectory.moments(t)[:, None, :]
    top = np.maximum(trajectory.field.along(alpha, p), trajectory.field.across(alpha, p))
    from matplotlib import colormaps

    shades = colormaps["viridis"](levels)
    for i in range(PARTICLES):
        axes[0].plot(t, top[:, i], color=shades[i], linewidth=0.8)
        axes[1].plot(t, alpha[:, i], color=shades[i], linewidth=0.8)
    axes[0].axhline(0, color="black", linewidth=0.6)
    axes[0].set(xlabel="time $t$", ylabel=r"top eigenvalue of $D_t^\perp$")
    axes[1].set(xlabel="time $t$", ylabel=_alpha_label(trajectory))
    figure.suptitle(f"Local Hessian and overlap by initial quantile (dark: small), d = {trajectory.field.dim}")
    return figure


def concordance_figure(trajectory: Trajectory, initial: float) -> Figure:
    """What the paper's Figure 6 shows: velocity, overlap and top eigenvalue of one particle, with its bound."""
    figure, axes = new_figure(1, 6.0)
    t = np.linspace(0, trajectory.end, 800)
    alpha = trajectory.overlaps([initial], t)[:, 0]
    p = trajectory.moments(t)
    speed = trajectory.field.velocity(alpha, p)
    top = np.maximum(trajectory.field.along(alpha, p), trajectory.field.across(alpha, p))
    exponent = trajectory.field.exponent or 1
    axis = axes[0]
    axis.plot(t, speed, "--", color=COLORS[0], label=r"velocity $v(\alpha_t)$")
    axis.plot(t, alpha, "-.", color=COLORS[1], label=r"overlap $\alpha_t$")
    axis.plot(t, top, color=COLORS[2], label="top eigenvalue of the local Hessian")
    axis.plot(t, (exponent - 1) * speed / alpha, ":", color=COLORS[3], label=r"$(k^*-1)\,v(\alpha_t)/\alpha_t$")
    axis.set(xlabel="time $t$", title=f"Self-concordance of one particle, d = {trajectory.field.dim}")
    axis.legend(frameon=False, fontsize=8, loc="upper right", bbox_to_anchor=(1.0, 0.5))
    return figure


def scaling_figure(rows: Sequence[ScalingRow], exponent: int) -> Figure:
    """T(δ), the two parts of J_max and J_avg(τ)·T against d, with the exponents of the paper's bounds."""
    figure, axes = new_figure(3, 12.0)
    d = np.array([row.dim for row in rows], float)
    series = (
        (axes[0], [("$T(\\delta)$", [row.end for row in rows])], (exponent - 2) / 2, r"$T(\delta)$"),
        (
            axes[1],
            [
                (r"$\sup\|J\|$", [row.largest_norm for row in rows]),
                (r"$\sup E\|J\|^2$", [row.mean_square for row in rows]),
            ],
            float(exponent - 1),
            r"$J_{\max}$",
        ),
        (
            axes[2],
            [(r"$J_{avg}(\tau)\cdot T(\delta)$", [row.average * row.end for row in rows])],
            0.0,
            r"$J_{avg}(\tau)\cdot T(\delta)$",
        ),
    )
    for axis, lines, power, title in series:
        for i, (label, values) in enumerate(lines):
            axis.loglog(d, values, "os"[i % 2] + "-", color=COLORS[i], label=label, markersize=4)
        start = max(values[0] for _, values in lines)
        label = "bounded" if power == 0 else f"paper: $d^{{{power:g}}}$"
        axis.loglog(d, start * (d / d[0]) ** power, ":", color="black", label=label)
        axis.set(xlabel="dimension $d$", title=title)
        axis.legend(frameon=False, fontsize=8)
    low, high = axes[2].get_ylim()
    axes[2].set_ylim(min(low, 1.0), max(high, 100.0))
    return figure
