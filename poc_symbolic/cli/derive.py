"""``poc-symbolic derive``: everything that follows from an activation, in closed form."""

from __future__ import annotations

from typing import Any

import click

from poc_symbolic.cli.model_options import build_model, model_options
from poc_symbolic.cli.output import emit_json, fields, json_option
from poc_symbolic.report.derivation import derivation_json, derivation_latex, derivation_lines


@click.command("derive")
@model_options
@click.option("--steps", is_flag=True, help="Carry out and check the derivation step by step.")
@click.option("--format", "layout", type=click.Choice(["text", "latex", "json"]), default="text", show_default=True)
@json_option
def command(steps: bool, layout: str, as_json: bool, **model: Any) -> None:
    """Derive loss, velocity and local Hessian of an activation in closed form."""
    built = build_model(**model)
    if as_json or layout == "json":
        emit_json(derivation_json(built, steps=steps))
    elif layout == "latex":
        click.echo(derivation_latex(built, steps=steps))
    else:
        click.echo(fields(derivation_lines(built, steps=steps)))
