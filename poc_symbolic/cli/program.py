"""A click group that loads a verb when it is used, and the one place where bad input becomes an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import IntEnum
from importlib import import_module
from typing import Any, NoReturn

import click
from click.shell_completion import CompletionItem

from poc_symbolic.cli.quiet import with_common_options
from poc_symbolic.errors import InputError


class Exit(IntEnum):
    """The exit codes of every verb; the last two are what a shell expects of an interrupted program."""

    HOLDS = 0
    REFUTED = 1
    BAD_INPUT = 2
    UNDECIDED = 3
    TOOL_MISSING = 4
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class Program(click.Group):
    """The group of all verbs.

    ``verbs`` maps the name of a verb to its one-line help; the command itself is the attribute ``command``
    of the module ``poc_symbolic.cli.<verb>``, imported when the verb is called, so that ``--help`` is quick.
    ``exit_codes`` is the sentence about them that stands in the help of every verb.
    """

    def __init__(self, verbs: Mapping[str, str], exit_codes: str, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.verbs = verbs
        self.exit_codes = exit_codes

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest verb in the sentence about an unknown one."""
        if args and args[0] not in self.verbs and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.verbs, n=1)
            hint = f"did you mean {near[0]}?" if near else "see 'poc-symbolic --help'."
            raise InputError(f"There is no verb {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.verbs:
            return None
        command = import_module(f"poc_symbolic.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return with_common_options(command, self.exit_codes)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The verbs with their help, without loading any of them, and this program's own options."""
        verbs = [CompletionItem(verb, help=text) for verb, text in self.verbs.items() if verb.startswith(incomplete)]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(self.verbs.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            ctx.exit(_reader_has_gone())
        return result

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> NoReturn:
        """Run a verb and exit: bad input is one sentence on standard error and code 2, never a traceback."""
        extra["standalone_mode"] = False
        try:
            code = super().main(args, *rest, **extra)
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as help_page:
            click.echo(_what_is_missing(help_page), err=True)
            code = Exit.BAD_INPUT
        except (InputError, click.ClickException) as error:
            message = error.format_message() if isinstance(error, click.ClickException) else str(error)
            click.echo("poc-symbolic: " + _sentence(message), err=True)
            code = Exit.BAD_INPUT
        except (KeyboardInterrupt, click.Abort):
            click.echo("poc-symbolic: interrupted.", err=True)
            code = Exit.INTERRUPTED
        except BrokenPipeError:
            code = _reader_has_gone()
        sys.exit(int(code or 0))


def _what_is_missing(help_page: click.exceptions.NoArgsIsHelpError) -> str:
    """The help page for the bare program; one sentence for a verb that needs another word."""
    ctx = help_page.ctx
    if ctx is None or ctx.parent is None or not isinstance(ctx.command, click.Group):
        return help_page.format_message()
    words = ", ".join(ctx.command.list_commands(ctx))
    return f"poc-symbolic: The verb {ctx.info_name} needs one more word: {words}."


def _sentence(message: str) -> str:
    """The message on one line, with a full stop."""
    line = " ".join(message.split())
    return line if line.endswith((".", "?")) else line + "."


def _reader_has_gone() -> Exit:
    """Send what is still buffered nowhere, so that the flush at exit does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.BROKEN_PIPE
