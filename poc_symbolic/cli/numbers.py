"""Numbers on the command line: lists of them, and how results are rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from poc_symbolic.cli.quiet import is_quiet
from poc_symbolic.errors import InputError

DIGITS = 12


def number_list(text: str | None, option: str) -> list[float]:
    """The numbers of a comma-separated list; InputError names the option and the part that is no number."""
    values = []
    for part in (text or "").split(",") if text else []:
        try:
            value = float(part)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InputError(f"The option {option} takes numbers separated by commas, not {part.strip()!r}.")
        values.append(value)
    return values


def whole_numbers(text: str, option: str, count: int | None = None) -> list[int]:
    """The integers of a comma-separated list; InputError names the option."""
    values = number_list(text, option)
    if any(v != int(v) for v in values) or (count is not None and len(values) != count):
        raise InputError(f"The option {option} takes {'one integer' if count == 1 else 'integers'}, not {text!r}.")
    return [int(v) for v in values]


def rounded(value: float) -> float:
    """A result to 12 significant digits, beyond which it depends on the machine."""
    return float(f"{value:.{DIGITS}g}")


def rounded_list(values: Iterable[float]) -> list[float]:
    """Each result to 12 significant digits."""
    return [rounded(float(v)) for v in values]


@contextmanager
def progress_bar(description: str) -> Iterator[Any]:
    """A bar on standard error, shown on a terminal only; yields a function of the share that is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=is_quiet() or not console.is_terminal) as progress:
        task = progress.add_task(description, total=1.0)
        yield lambda share: progress.update(task, completed=min(1.0, max(0.0, share)))
