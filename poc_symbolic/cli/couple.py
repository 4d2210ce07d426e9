"""``poc-symbolic couple``: networks of several widths beside the mean-field flow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from poc_symbolic.cli.model_options import build_model, model_options
from poc_symbolic.cli.numbers import number_list, progress_bar
from poc_symbolic.cli.output import console, emit_json, json_option, table
from poc_symbolic.cli.program import Exit
from poc_symbolic.errors import InputError
from poc_symbolic.files import write_whole
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network import Coupling, GaussianData, couple
from poc_symbolic.network.scaling import couple_json


@click.command("couple")
@model_options
@click.option("--widths", default="128,256,512", show_default=True, metavar="M1,M2,…", help="Numbers of neurons.")
@click.option("--until-loss", type=float, metavar="L", help="Stop where the mean-field loss has come down to L.")
@click.option("--time", "until_time", type=float, metavar="T", help="Stop at this time of the paper's ν.")
@click.option(
    "--teachers",
    metavar="NAME",
    help="Several teachers, two, orthogonal:k, ring:N or circle, beside a wide network in place of the mean field.",
)
@click.option("--seed", default="0", show_default=True, metavar="S", help="Seed of the neurons and of the data.")
@click.option("--repeats", type=int, default=1, show_default=True, help="Runs, with the next seeds, for the slopes.")
@click.option("--samples", type=int, metavar="n", help="Learn from n Gaussian samples instead of the population.")
@click.option("--noise", type=float, default=0.0, show_default=True, help="Standard deviation of the labels' noise.")
@click.option("--records", type=int, default=41, show_default=True, help="Equally spaced times of measurement.")
@click.option("--tolerance", type=float, default=1e-5, show_default=True, help="Error allowed in a step.")
@click.option(
    "--analysis",
    is_flag=True,
    help="Add the residuals of Lemma 5 and the potential against its bounds, for the largest width.",
)
@click.option("--tau", type=float, default=0.2, show_default=True, help="Radius of B_τ in the analysis.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Draw an SVG or PNG.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    widths: str,
    teachers: str | None,
    until_loss: float | None,
    until_time: float | None,
    seed: str,
    repeats: int,
    samples: int | None,
    noise: float,
    records: int,
    tolerance: float,
    analysis: bool,
    tau: float,
    plot: Path | None,
    as_json: bool,
    **model: Any,
) -> None:
    """Couple finite networks to the mean-field flow and measure their distance."""
    if repeats < 1:
        raise InputError(f"The number of repeats must be at least 1, not {repeats}.")
    sizes = whole_numbers(widths, "--widths")
    data = GaussianData(samples, noise) if samples is not None else None
    if data is None and noise:
        raise InputError("The option --noise needs --samples; the population has no labels.")
    if plot is not None:
        from poc_symbolic.flow.plots import PlotToolMissing, check_plotting

        try:
            check_plotting(plot.suffix)
        except PlotToolMissing as missing:
            click.echo(f"poc-symbolic: {missing}", err=True)
            ctx.exit(Exit.TOOL_MISSING)
    (number,) = whole_numbers(seed, "--seed", 1)
    built = build_model(**model)
    if teachers is not None:
        if until_time is None or until_loss is not None or data is not None or analysis or repeats > 1:
            raise InputError(
                "With --teachers give the end by --time, and no --until-loss, --samples, --repeats or --analysis."
            )
        _several(built, teachers, sizes, until_time, number, records, plot, as_json)
        return
    with progress_bar("networks") as done:
        coupling, *others = (
            couple(
                built,
                sizes,
                seed=number + run,
                data=data,
                until_loss=until_loss,
                until_time=until_time,
                records=records,
                tolerance=tolerance,
                keep=analysis and run == 0,
                progress=lambda share, run=run: done((run + share) / repeats),  # type: ignore[misc]
            )
            for run in range(repeats)
        )
    result = couple_json(coupling, others)
    if analysis:
        from poc_symbolic.network.analysis import analysis_json

        result["analysis"] = analysis_json(coupling, tau)
    if plot is not None:
        from poc_symbolic.flow.plots import draw
        from poc_symbolic.network.plots import coupling_figure

        write_whole(plot, draw(coupling_figure(coupling), plot.suffix))
    if as_json:
        emit_json(result)
    else:
        _print(coupling, result)


def _several(
    model: SingleIndexModel,
    teachers: str,
    sizes: list[int],
    until_time: float,
    seed: int,
    records: int,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Networks on several teachers beside a wide one."""
    from poc_symbolic.network.teacher_runs import teachers_json

    result, runs = teachers_json(model, teachers, sizes, until_time, seed, records)
    if plot is not None:
        from poc_symbolic.flow.plots import draw
        from poc_symbolic.network.plots import errors_figure

        curves = [(run.width, run.loss, run.function_error, run.mean_gap**2) for run in runs]
        title = f"{result['activation']}, {teachers}, d = {result['dim']}, beside m = {result['wide']}"
        write_whole(plot, draw(errors_figure(runs[0].times, curves, title), plot.suffix))
    if as_json:
        emit_json(result)
        return
    out = console()
    out.print(f"{result['activation']}, {teachers}, d = {result['dim']}, beside a network of {result['wide']} neurons")
    rows = []
    for one in result["networks"]:
        m, gap, error = one["width"], one["mean_gap"][-1], one["function_error"][-1]
        potential = f"{one['potential'][-1]:.4g}" if "potential" in one else "-"
        rows.append(
            [str(m), f"{one['loss'][-1]:.5g}", f"{gap:.4g}", potential, f"{m * gap**2:.4g}", f"{m * error:.4g}"]
        )
    out.print(table(["m", "loss", "E‖Δ‖", "Φ", "m (E‖Δ‖)²", "m ‖f-f‖²"], rows))
    _print_fits(result)


def _print_fits(result: dict[str, Any]) -> None:
    for name, fit in result["fits"].items():
        line = f"{name}: slope in m {fit['exponent']:.3f}, 95 % [{fit['low']:.3f}, {fit['high']:.3f}]"
        console().print(line)


def whole_numbers(text: str, option: str, count: int | None = None) -> list[int]:
    """The integers of a comma-separated list; InputError names the option."""
    values = number_list(text, option)
    if any(v != int(v) for v in values) or (count is not None and len(values) != count):
        raise InputError(f"The option {option} takes {'one integer' if count == 1 else 'integers'}, not {text!r}.")
    return [int(v) for v in values]


def _print(coupling: Coupling, result: dict[str, Any]) -> None:
    out = console()
    data = f", {result['samples']} samples" if result["samples"] else ""
    out.print(f"{result['activation']}, d = {result['dim']}{data}, to time {result['end']:.8g}")
    rows = []
    for one in result["networks"]:
        width, last = one["width"], -1
        rows.append(
            [
                str(width),
                f"{one['loss'][last]:.5g}",
                f"{one['mean_gap'][last]:.4g}",
                f"{width * one['mean_gap'][last] ** 2:.4g}",
                f"{one['function_error'][last]:.4g}",
                f"{width * one['function_error'][last]:.4g}",
                f"{width * max(one['function_error']):.4g}",
            ]
        )
    heads = ["m", "loss", "E‖Δ‖ (≥ W₁)", "m (E‖Δ‖)²", "‖f-f‖²", "m ‖f-f‖²", "its maximum"]
    out.print(table(heads, rows))
    out.print(f"mean-field loss {result['mean_field_loss'][-1]:.6g}; at the end, W₁ to the coupled sample")
    _print_fits(result)
    if "analysis" in result:
        from poc_symbolic.cli.analysis import print_analysis

        print_analysis(out, result["analysis"])
