"""``poc-symbolic flow``: the mean-field flow to a time or to a loss."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import numpy as np

from poc_symbolic.cli.enclosures import enclosure_json, exact_times
from poc_symbolic.cli.model_options import build_model, model_options
from poc_symbolic.cli.numbers import number_list, progress_bar, rounded, rounded_list
from poc_symbolic.cli.output import console, emit_json, json_option, table
from poc_symbolic.cli.program import Exit
from poc_symbolic.errors import InputError
from poc_symbolic.files import write_whole
from poc_symbolic.flow import MeanFieldFlow, Trajectory
from poc_symbolic.model import SingleIndexModel

DEFAULT_TIMES = 11
DEFAULT_LEVELS = "0.1,0.5,0.9"


@click.command("flow")
@model_options
@click.option("--time", "until_time", type=float, metavar="T", help="Integrate to this time of the paper's ν.")
@click.option("--until-loss", type=float, metavar="L", help="Integrate until ‖f-f*‖² has come down to L.")
@click.option("--quantiles", default=DEFAULT_LEVELS, show_default=True, metavar="Q1,Q2,…", help="Their levels.")
@click.option("--times", metavar="T1,T2,…", help="Times to report; 11 equal ones by default.")
@click.option("--tolerance", type=float, default=1e-8, show_default=True, help="Error asked of the moments.")
@click.option(
    "--enclose",
    "rigorous",
    is_flag=True,
    help="Add rigorous bounds on the loss and the moments at --times (even activations, odd d; takes longer).",
)
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Draw an SVG or PNG.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    until_time: float | None,
    until_loss: float | None,
    quantiles: str,
    times: str | None,
    tolerance: float,
    rigorous: bool,
    plot: Path | None,
    as_json: bool,
    **model: Any,
) -> None:
    """Integrate the mean-field flow in the overlap variable."""
    built = build_model(**model)
    levels, chosen = number_list(quantiles, "--quantiles"), number_list(times, "--times")
    if any(not 0 < level < 1 for level in levels):
        raise InputError("The levels of --quantiles must lie strictly between 0 and 1.")
    if any(t < 0 for t in chosen) or any(a >= b for a, b in pairwise(chosen)):
        raise InputError("The times of --times must not be negative, and must ascend.")
    if until_time is not None and any(t > until_time for t in chosen):
        raise InputError("The times of --times must not exceed the end that --time gives.")
    exact = exact_times(times, until_time) if rigorous else []
    if plot is not None:
        from poc_symbolic.flow.plots import PlotToolMissing, check_plotting

        try:
            check_plotting(plot.suffix)
        except PlotToolMissing as missing:
            click.echo(f"poc-symbolic: {missing}", err=True)
            ctx.exit(Exit.TOOL_MISSING)
    trajectory = _integrate(MeanFieldFlow(built, tolerance=tolerance), until_time, until_loss)
    result = flow_json(built, trajectory, chosen, levels)
    if rigorous:
        result["enclosure"] = enclosure_json(built, exact)
    if plot is not None:
        from poc_symbolic.flow.plots import draw, flow_figure

        write_whole(plot, draw(flow_figure(trajectory, levels), plot.suffix))
    if as_json:
        emit_json(result)
    else:
        _print(result)


def _integrate(flow: MeanFieldFlow, until_time: float | None, until_loss: float | None) -> Trajectory:
    with progress_bar("flow") as done:
        initial = flow.initial_loss

        def report(time: float, loss: float) -> None:
            if until_time is not None:
                done(time / until_time)
            elif until_loss is not None and 0 < until_loss < initial:
                done(math.log(initial / loss) / math.log(initial / until_loss))

        return flow.run(until_time=until_time, until_loss=until_loss, progress=report)


def flow_json(
    model: SingleIndexModel, trajectory: Trajectory, times: list[float], levels: list[float]
) -> dict[str, Any]:
    """The result in the format that the schema "flow" describes; without ``times``, 11 equal ones."""
    at = np.array(times) if times else np.linspace(0, trajectory.end, DEFAULT_TIMES)
    moments = trajectory.moments(at)
    quantiles = trajectory.quantiles(levels, at) if levels else np.zeros((at.size, 0))
    return {
        "activation": str(model.activation),
        "teacher": str(model.teacher),
        "dim": model.d,
        "normalize": model.normalize,
        "overlap": "abs" if trajectory.folded else "signed",
        "end": rounded(trajectory.end),
        "times": rounded_list(at),
        "loss": rounded_list(trajectory.loss(at)),
        "moments": {str(n): rounded_list(moments[:, i]) for i, n in enumerate(trajectory.field.degrees)},
        "quantiles": {f"{level:g}": rounded_list(quantiles[:, i]) for i, level in enumerate(levels)},
        "tolerance": trajectory.tolerance,
        "estimated_error": float(f"{trajectory.estimated_error:.3g}"),
    }


def _print(result: dict[str, Any]) -> None:
    name = "|α|" if result["overlap"] == "abs" else "α"
    columns = ["time", "loss", *(f"p{n}" for n in result["moments"])]
    columns += [f"{name} at {level}" for level in result["quantiles"]]
    lists = [result["times"], result["loss"], *result["moments"].values(), *result["quantiles"].values()]
    rows = [[f"{value:.8g}" for value in row] for row in zip(*lists, strict=True)]
    out = console()
    out.print(f"{result['activation']}, d = {result['dim']}, to time {result['end']:.10g}")
    out.print(table(columns, rows))
    out.print(f"estimated error of the moments {result['estimated_error']:.2g}")
    if "enclosure" in result:
        _print_enclosure(result["enclosure"])


def _print_enclosure(enclosure: dict[str, Any]) -> None:
    columns = ["time", "loss in", *(f"p{n} in" for n in enclosure["moments"])]
    lists = [enclosure["loss"], *enclosure["moments"].values()]
    cells = [[f"[{low}, {high}]" for low, high in intervals] for intervals in lists]
    out = console()
    out.print("\nRigorous bounds")
    out.print(table(columns, zip(enclosure["times"], *cells, strict=True)))
    above = enclosure["attracted_above"]
    if above is not None and float(above) < 1:
        out.print(f"v > 0 for every overlap from {above} to 1, at all times up to the last one")
