"""Figures: complete files of both types, the same bytes each time, and a clear refusal of other types."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from poc_symbolic.activation import Activation
from poc_symbolic.cli.main import program
from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow, Trajectory
from poc_symbolic.flow.plots import concordance_figure, draw, flow_figure, particles_figure, scaling_figure
from poc_symbolic.flow.scaling import ScalingRow
from poc_symbolic.model import SingleIndexModel

pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def trajectory() -> Trajectory:
    model = SingleIndexModel(Activation.parse("He4"), dim=16, normalize=True)
    return MeanFieldFlow(model, tolerance=1e-5).run(until_time=4.0)


def test_every_figure_is_drawn(trajectory: Trajectory) -> None:
    rows = [ScalingRow(d, d, d**1.5, d**2, 1 / d, 0.2, 1, 0.2, 0.5, 1) for d in (16, 64, 256)]
    figures = (
        flow_figure(trajectory, [0.1, 0.5]),
        particles_figure(trajectory),
        concordance_figure(trajectory, 0.2),
        scaling_figure(rows, 4),
    )
    for figure in figures:
        assert draw(figure, ".svg").rstrip().endswith(b"</svg>")
    assert draw(figures[0], ".png").startswith(b"\x89PNG")
    assert draw(figures[0], ".svg") == draw(figures[0], ".svg")
    with pytest.raises(InputError):
        draw(figures[0], ".gif")


def test_plot_option_writes_the_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "flow.svg"
    arguments = ["flow", "--activation", "He4", "--dim", "16", "--time", "0.5", "--plot", str(target)]
    assert CliRunner().invoke(program, arguments).exit_code == 0
    assert target.read_text(encoding="utf-8").rstrip().endswith("</svg>")
    assert [p.name for p in tmp_path.iterdir()] == ["flow.svg"]
