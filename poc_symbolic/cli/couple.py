"""``poc-symbolic couple``: networks of several widths beside the mean-field flow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from poc_symbolic.cli.couple_tables import print_coupling, print_dims, print_teachers
from poc_symbolic.cli.model_options import build_model, model_options
from poc_symbolic.cli.numbers import number_list, progress_bar, whole_numbers
from poc_symbolic.cli.output import emit_json, json_option
from poc_symbolic.cli.program import Exit
from poc_symbolic.errors import InputError
from poc_symbolic.files import write_whole
from poc_symbolic.flow.stability import near_teacher
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network import GaussianData, couple
from poc_symbolic.network.coupling import check_widths
from poc_symbolic.network.experiment import Experiment
from poc_symbolic.network.network import check_memory, check_records, check_seed, check_tolerance
from poc_symbolic.network.scaling import check_dims, couple_json, dims_json, experiment_of
from poc_symbolic.network.teacher_runs import check_end, named_problem, run_teachers, teachers_json

Progress = Callable[[float], None]

MOST_REPEATS = 1000


@click.command("couple")
@model_options
@click.option("--widths", default="128,256,512", show_default=True, metavar="M1,M2,…", help="Numbers of neurons.")
@click.option(
    "--dims",
    metavar="D1,D2,…",
    help="Instead of --dim: a table over these dimensions, with fitted exponents.",
)
@click.option("--until-loss", type=float, metavar="L", help="Stop where the mean-field loss has come down to L.")
@click.option("--time", "until_time", type=float, metavar="T", help="Stop at this time of the paper's ν.")
@click.option(
    "--teachers",
    metavar="NAME",
    help="Several teachers, two, orthogonal:k, ring:N or circle, beside a wide network in place of the mean field.",
)
@click.option("--wide", type=int, metavar="M", help="Neurons of that wide network; twice the largest width by default.")
@click.option("--seed", default="0", show_default=True, metavar="S", help="Seed of the neurons and of the data.")
@click.option(
    "--repeats",
    type=int,
    default=1,
    show_default=True,
    help="Runs, with the next seeds, for the slopes and the bands of the plot.",
)
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
    ctx: click.Context, /, widths: str, dims: str | None, seed: str, plot: Path | None, as_json: bool, **options: Any
) -> None:
    """Couple finite networks to the mean-field flow and measure their distance."""
    run = _Run.checked(widths=whole_numbers(widths, "--widths"), seed=whole_numbers(seed, "--seed", 1)[0], **options)
    grid = _check_grid(dims, run)
    if plot is not None:
        from poc_symbolic.flow.plots import PlotToolMissing, check_plotting

        if not plot.parent.is_dir():
            raise InputError(f"The folder {str(plot.parent)!r} does not exist; make it first.")
        try:
            check_plotting(plot.suffix)
        except PlotToolMissing as missing:
            click.echo(f"poc-symbolic: {missing}", err=True)
            ctx.exit(Exit.TOOL_MISSING)
    found = []
    with progress_bar("networks") as done:
        for i, dim in enumerate(grid):
            found.append(run.at(dim, lambda share, i=i: done((i + share) / len(grid))))  # type: ignore[misc]
    results, experiments = [result for result, _ in found], [experiment for _, experiment in found]
    result = results[0] if dims is None else dims_json(results[0], experiments)
    if plot is not None:
        from poc_symbolic.flow.plots import draw
        from poc_symbolic.network.plots import experiments_figure

        write_whole(plot, draw(experiments_figure(experiments, _title(result, run)), plot.suffix))
    if as_json:
        emit_json(result)
    elif dims is not None:
        print_dims(result)
    elif run.teachers is not None:
        print_teachers(result)
    else:
        print_coupling(result)


@dataclass(frozen=True)
class _Run:
    """The options of a run, checked before any work."""

    model: dict[str, Any]
    widths: list[int]
    until_loss: float | None
    until_time: float | None
    teachers: str | None
    wide: int | None
    seed: int
    repeats: int
    data: GaussianData | None
    records: int
    tolerance: float
    analysis: bool
    tau: float

    @classmethod
    def checked(
        cls,
        *,
        widths: list[int],
        until_loss: float | None,
        until_time: float | None,
        teachers: str | None,
        wide: int | None,
        seed: int,
        repeats: int,
        samples: int | None,
        noise: float,
        records: int,
        tolerance: float,
        analysis: bool,
        tau: float,
        **model: Any,
    ) -> _Run:
        """The options; InputError on those that do not go together."""
        if not 1 <= repeats <= MOST_REPEATS:
            raise InputError(f"The number of repeats must lie between 1 and {MOST_REPEATS}, not {repeats}.")
        data = GaussianData(samples, noise) if samples is not None else None
        if data is None and noise:
            raise InputError("The option --noise needs --samples; the population has no labels.")
        if analysis:
            near_teacher(tau)
        if teachers is not None:
            if until_time is None or until_loss is not None or data is not None:
                raise InputError("With --teachers give the end by --time, and no --until-loss or --samples.")
            check_end(until_time, records)
        elif wide is not None:
            raise InputError("The option --wide needs --teachers; one teacher has the mean field itself as its limit.")
        check_records(records)
        check_tolerance(tolerance)
        sizes, first = check_widths(widths), check_seed(seed)
        ends = (until_loss, until_time)
        return cls(model, sizes, *ends, teachers, wide, first, repeats, data, records, tolerance, analysis, tau)

    def at(self, dim: int | None, progress: Progress) -> tuple[dict[str, Any], Experiment]:
        """The result and the curves in one dimension, that of the model where it is None."""
        built = build_model(**(self.model if dim is None else {**self.model, "dim": str(dim)}))
        return self._single(built, progress) if self.teachers is None else self._several(built, self.teachers, progress)

    def _single(self, model: SingleIndexModel, progress: Progress) -> tuple[dict[str, Any], Experiment]:
        """One teacher beside the mean-field flow."""
        coupling, *others = (
            couple(
                model,
                self.widths,
                seed=self.seed + run,
                data=self.data,
                until_loss=self.until_loss,
                until_time=self.until_time,
                records=self.records,
                tolerance=self.tolerance,
                keep=self.analysis and run == 0,
                progress=lambda share, run=run: progress((run + share) / self.repeats),  # type: ignore[misc]
            )
            for run in range(self.repeats)
        )
        result = couple_json(coupling, others)
        if self.analysis:
            from poc_symbolic.network.analysis import analysis_json

            result["analysis"] = analysis_json(coupling, self.tau)
        return result, experiment_of(coupling, others)

    def _several(self, model: SingleIndexModel, name: str, progress: Progress) -> tuple[dict[str, Any], Experiment]:
        """Several teachers beside a wide network."""
        assert self.until_time is not None
        named = named_problem(name, model)
        experiment, runs = run_teachers(
            named,
            self.widths,
            self.until_time,
            self.seed,
            self.records,
            wide=self.wide,
            repeats=self.repeats,
            tolerance=self.tolerance,
            progress=progress,
        )
        result = teachers_json(model, name, named, experiment, runs, self.seed)
        if self.analysis:
            from poc_symbolic.network.analysis import teachers_analysis_json

            result["analysis"] = teachers_analysis_json(named, runs[-1], self.tau)
        return result, experiment


def _check_grid(dims: str | None, run: _Run) -> list[int | None]:
    """The dimensions of --dims, or that of the model alone."""
    if dims is None:
        return [None]
    if run.model["dim"] != "d":
        raise InputError("Give either --dim or --dims, not both.")
    if run.analysis:
        raise InputError("The analysis is that of one dimension; give --dim in place of --dims.")
    grid = check_dims(number_list(dims, "--dims"))
    for dim in grid:
        build_model(**{**run.model, "dim": str(dim)})
        check_memory(run.wide or max(run.widths), dim, 2, run.data.samples if run.data else 0, times=run.records)
    return [*grid]


def _title(result: dict[str, Any], run: _Run) -> str:
    """The head of a figure."""
    parts = [result["activation"]]
    if run.teachers is not None:
        parts.append(run.teachers)
    elif result["teacher"] != result["activation"]:
        parts.append(f"teacher {result['teacher']}")
    if "dim" in result:
        parts.append(f"d = {result['dim']}")
    if result["samples"]:
        parts.append(f"{result['samples']} samples")
    if run.teachers is not None:
        parts.append(f"beside m = {result['wide']}")
    if run.repeats > 1:
        parts.append(f"mean and range of {run.repeats} runs")
    return ", ".join(parts)
