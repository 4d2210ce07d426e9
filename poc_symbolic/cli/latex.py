"""``poc-symbolic latex``: one derived formula, to paste into a paper."""

from __future__ import annotations

from typing import Any

import click

from poc_symbolic.cli.model_options import build_model, model_options
from poc_symbolic.report.derivation import LATEX_SUBJECTS


@click.command("latex")
@click.argument("subject", type=click.Choice(list(LATEX_SUBJECTS)))
@model_options
def command(subject: str, **model: Any) -> None:
    """Print one derived formula as LaTeX."""
    click.echo(LATEX_SUBJECTS[subject](build_model(**model)))
