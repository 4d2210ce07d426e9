"""Numbers on the command line: lists of them, and how results are rounded."""

from __future__ import annotations

import math
import re
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
    """The integers of a comma-separated list, such as 128 or 1e3; InputError names the option."""
    found = [_whole(part.strip()) for part in text.split(",")] if text.strip() else []
    if None in found or (count is not None and len(found) != count):
        what = "one integer" if count == 1 else "integers separated by commas"
        raise InputError(f"The option {option} takes {what}, of at most 18 digits, not {text!r}.")
    return [value for value in found if value is not None]


def _whole(text: str) -> int | None:
    """The integer that the text writes, if it has at most 18 digits and no rounding is needed to read it."""
    if re.fullmatch("[+-]?[0-9]{1,18}", text):
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if abs(value) < 2**53 and value == int(value) and "e" in text.lower() else None


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
