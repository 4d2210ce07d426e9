"""Print a result once it is complete: JSON, or text and tables through rich."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from poc_symbolic.report.data import to_text

PLAIN_WIDTH = 120  # columns where the output is not a terminal, so that it is the same everywhere

json_option: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def emit_json(value: Any) -> None:
    """Print a value as JSON, the same bytes for the same value."""
    click.echo(to_text(value), nl=False)


def console() -> Console:
    """A console on standard output; its width is fixed where that is not a terminal."""
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, styles: Sequence[str] = ()) -> Table:
    """A table of plain cells; ``styles`` colours the rows, in their order, on a terminal."""
    out = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for i, row in enumerate(rows):
        out.add_row(*(Text(cell) for cell in row), style=styles[i] if i < len(styles) else None)
    return out


def sides(left: object, right: object, margin: object | None) -> str:
    """Both sides of a relation under each other, with the margin where there is one."""
    rows = [f"left    {left}", f"right   {right}", *([f"margin  {margin}"] if margin is not None else [])]
    return "\n".join(rows)


def fields(rows: Iterable[tuple[str, str]]) -> str:
    """Lines "name  value" with the values aligned; continuation lines are indented."""
    pairs = [(name, value) for name, value in rows if value]
    width = max((len(name) for name, _ in pairs), default=0) + 2
    lines = []
    for name, value in pairs:
        first, *more = value.splitlines()
        lines += [f"{name:<{width}}{first}", *(" " * width + line for line in more)]
    return "\n".join(lines)
