"""What every verb has in common: ``--quiet``, and the exit codes at the end of its help."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from contextvars import ContextVar
from typing import Any

import click

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


def is_quiet() -> bool:
    """Has the user asked for no progress bar?"""
    return _quiet.get()


def with_common_options(command: click.Command, exit_codes: str) -> click.Command:
    """The command with ``--quiet``, unless it has one of its own, and with the exit codes in its help."""
    if command.epilog is None:
        command.epilog = exit_codes
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            with_common_options(inner, exit_codes)
    elif all("--quiet" not in parameter.opts for parameter in command.params):
        _add_quiet(command)
    return command


def _add_quiet(command: click.Command) -> None:
    text = "No progress bar, and no output but --json; the exit code is the answer."
    command.params.append(click.Option(["--quiet"], is_flag=True, help=text))
    inner = command.callback
    assert inner is not None

    def callback(*arguments: Any, quiet: bool, **options: Any) -> Any:
        with _silence(not options.get("as_json")) if quiet else nullcontext():
            return inner(*arguments, **options)

    command.callback = callback


@contextmanager
def _silence(all_output: bool) -> Iterator[None]:
    token = _quiet.set(True)
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere if all_output else sys.stdout):
            yield
    finally:
        _quiet.reset(token)
