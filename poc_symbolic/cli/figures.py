"""``poc-symbolic figures``: the paper's Figures 2, 3, 4, 6 and 7 and the scaling in d, drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click

from poc_symbolic.activation import Activation
from poc_symbolic.cli.numbers import progress_bar
from poc_symbolic.cli.output import emit_json, json_option
from poc_symbolic.cli.program import Exit
from poc_symbolic.errors import InputError
from poc_symbolic.files import write_whole
from poc_symbolic.flow import MeanFieldFlow
from poc_symbolic.flow.plots import (
    PlotToolMissing,
    check_plotting,
    concordance_figure,
    draw,
    particles_figure,
    scaling_figure,
)
from poc_symbolic.flow.scaling import measure_grid
from poc_symbolic.model import SingleIndexModel

if TYPE_CHECKING:
    from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]

Progress = Callable[[float], None]

DIMS = (16, 32, 64, 128, 256, 1024, 4096, 16384, 131072, 1_000_000)
DELTA, TAU = 0.3, 0.1
WIDTHS, RUNS, RECORDS = (128, 256, 512), 3, 41
STUDENT = "He4/sqrt(24) + He6/sqrt(720)"
MISSPECIFIED = "4/5*He4/sqrt(24) + 3/5*He6/sqrt(720)"
# The paper's figures run in PyTorch's time, which is half of this one: 20 here is 10 there.
FIGURE_2, FIGURE_3, FIGURE_4, FIGURE_7 = 32.0, 20.0, 28.0, 30.0


@click.command("figures")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write the figures, each as SVG and PNG.",
)
@click.option("--only", default="*", metavar="GLOB", help="Draw only the figures of these names, e.g. 'figure-*'.")
@json_option
@click.pass_context
def command(ctx: click.Context, folder: Path, only: str, as_json: bool) -> None:
    """Draw the paper's figures of the mean-field flow, and of networks of 128, 256 and 512 neurons."""
    chosen = [name for name in FIGURES if fnmatchcase(name, only)]
    if not chosen:
        raise InputError(f"There is no figure {only!r}; the names are {', '.join(FIGURES)}.")
    try:
        check_plotting(".svg")
    except PlotToolMissing as missing:
        click.echo(f"poc-symbolic: {missing}", err=True)
        ctx.exit(Exit.TOOL_MISSING)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {str(folder)!r} cannot be made: {error.strerror}.") from None
    drawn = {}
    with progress_bar("figures") as done:
        for i, name in enumerate(chosen):
            figure = FIGURES[name](lambda share, i=i: done((i + share) / len(chosen)))  # type: ignore[misc]
            drawn.update({f"{name}{suffix}": draw(figure, suffix) for suffix in (".svg", ".png")})
    for name, data in drawn.items():
        write_whole(folder / name, data)
    files = [str(folder / name) for name in drawn]
    if as_json:
        emit_json({"files": files})
    else:
        click.echo("\n".join(files))


def _model(dim: int, activation: str = "He4", teacher: str | None = None) -> SingleIndexModel:
    link = None if teacher is None else Activation.parse(teacher)
    return SingleIndexModel(Activation.parse(activation), dim=dim, teacher=link, normalize=teacher is None)


def _particles(progress: Progress) -> Figure:
    return particles_figure(MeanFieldFlow(_model(32)).run(until_time=FIGURE_2, estimate=False))


def _concordance(progress: Progress) -> Figure:
    return concordance_figure(MeanFieldFlow(_model(32)).run(until_time=10.0, estimate=False), 0.225)


def _scaling(progress: Progress) -> Figure:
    return scaling_figure(measure_grid(_model, DIMS, DELTA, TAU, progress=progress), 4)


def _networks(model: SingleIndexModel, end: float, title: str, progress: Progress) -> Figure:
    """Networks of one teacher beside the mean-field flow."""
    from poc_symbolic.network import couple
    from poc_symbolic.network.plots import experiments_figure
    from poc_symbolic.network.scaling import experiment_of

    runs = []
    for seed in range(RUNS):

        def share(part: float, seed: int = seed) -> None:
            progress((seed + part) / RUNS)

        runs.append(couple(model, WIDTHS, seed=seed, until_time=end, records=RECORDS, keep=False, progress=share))
    return experiments_figure([experiment_of(runs[0], runs[1:])], f"{title}, mean and range of {RUNS} runs")


def _well_specified(progress: Progress) -> Figure:
    return _networks(_model(32), FIGURE_3, "He4, d = 32", progress)


def _misspecified(progress: Progress) -> Figure:
    title = "He4 + He6, teacher 0.8 He4 + 0.6 He6 (normalised), d = 32"
    return _networks(_model(32, STUDENT, MISSPECIFIED), FIGURE_4, title, progress)


def _circle(progress: Progress) -> Figure:
    """Teachers on a circle, beside a wide network."""
    from poc_symbolic.network.plots import experiments_figure
    from poc_symbolic.network.teacher_runs import named_problem, run_teachers

    named = named_problem("circle", _model(64))
    experiment, _ = run_teachers(named, WIDTHS, FIGURE_7, 0, RECORDS, repeats=RUNS, progress=progress)
    title = f"He4, teachers on a circle, d = 64, beside m = {2 * max(WIDTHS)}, mean and range of {RUNS} runs"
    return experiments_figure([experiment], title)


FIGURES: dict[str, Callable[[Progress], Figure]] = {
    "figure-2": _particles,
    "figure-3": _well_specified,
    "figure-4": _misspecified,
    "figure-6": _concordance,
    "figure-7": _circle,
    "scaling": _scaling,
}
