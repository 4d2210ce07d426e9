"""``poc-symbolic figures``: the paper's Figures 2 and 6 and the scaling in d, drawn from the flow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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

DIMS = (16, 32, 64, 128, 256, 1024, 4096, 16384, 131072, 1_000_000)
DELTA, TAU = 0.3, 0.1


@click.command("figures")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write the figures, each as SVG and PNG.",
)
@json_option
@click.pass_context
def command(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Draw the figures of the mean-field flow of normalised He4."""
    try:
        check_plotting(".svg")
    except PlotToolMissing as missing:
        click.echo(f"poc-symbolic: {missing}", err=True)
        ctx.exit(Exit.TOOL_MISSING)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {str(folder)!r} cannot be made: {error.strerror}.") from None
    with progress_bar("figures") as done:
        drawn = _draw_all(done)
    for name, data in drawn.items():
        write_whole(folder / name, data)
    files = [str(folder / name) for name in drawn]
    if as_json:
        emit_json({"files": files})
    else:
        click.echo("\n".join(files))


def _model(dim: int) -> SingleIndexModel:
    return SingleIndexModel(Activation.parse("He4"), dim=dim, normalize=True)


def _draw_all(done: Callable[[float], None]) -> dict[str, bytes]:
    # The paper's figures run in PyTorch's time, which is half of this one: 32 here is 16 there.
    figures = {"figure-2": particles_figure(MeanFieldFlow(_model(32)).run(until_time=32.0, estimate=False))}
    done(0.05)
    short = MeanFieldFlow(_model(32)).run(until_time=10.0, estimate=False)
    figures["figure-6"] = concordance_figure(short, 0.225)
    done(0.08)
    rows = measure_grid(_model, DIMS, DELTA, TAU, progress=lambda share: done(0.08 + 0.9 * share))
    figures["scaling"] = scaling_figure(rows, 4)
    return {f"{name}{suffix}": draw(figure, suffix) for name, figure in figures.items() for suffix in (".svg", ".png")}
