"""Law: every notebook is a plain script without outputs that runs from top to bottom and shows something."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.py"))
QUICK = ("01", "02")


def chosen() -> list[object]:
    """All of them; only the first two in the default run."""
    return [
        pytest.param(path, id=path.stem, marks=() if path.name.startswith(QUICK) else pytest.mark.slow)
        for path in NOTEBOOKS
    ]


@pytest.mark.parametrize("path", chosen())
def test_the_notebook_runs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(path))
    assert capsys.readouterr().out


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_is_text_and_code_in_turn(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head, *cells = re.split(r"^# %%", text, flags=re.MULTILINE)
    assert "format_name: percent" in head and cells[0].startswith(" [markdown]\n# # ")
    for cell in cells:
        lines = cell.splitlines()[1:]
        if cell.startswith(" [markdown]"):
            assert all(line.startswith("#") or not line for line in lines)


def test_each_notebook_has_its_number() -> None:
    numbers = [path.name[:2] for path in NOTEBOOKS]
    assert len(set(numbers)) == len(numbers) and set(QUICK) <= set(numbers) <= {f"0{n}" for n in range(1, 10)}
