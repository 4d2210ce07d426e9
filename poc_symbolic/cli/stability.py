"""``poc-symbolic stability``: the stability constants of the flow up to T(δ)."""

from __future__ import annotations

from typing import Any

import click

from poc_symbolic.cli.model_options import build_model, model_options
from poc_symbolic.cli.numbers import progress_bar
from poc_symbolic.cli.output import emit_json, fields, json_option
from poc_symbolic.flow import MeanFieldFlow
from poc_symbolic.flow.stability_report import stability_json


@click.command("stability")
@model_options
@click.option("--delta", type=float, required=True, metavar="δ", help="The flow stops at loss δ².")
@click.option("--tau", type=float, required=True, metavar="τ", help="Radius of B_τ around the teacher neurons.")
@click.option("--tolerance", type=float, default=1e-7, show_default=True, help="Error asked of the moments.")
@json_option
def command(delta: float, tau: float, tolerance: float, as_json: bool, **model: Any) -> None:
    """Compute the stability constants of the flow up to T(delta)."""
    built = build_model(**model)
    with progress_bar("stability") as done:
        result = stability_json(MeanFieldFlow(built, tolerance=tolerance), delta, tau, progress=done)
    if as_json:
        emit_json(result)
        return
    at, band = result["maximiser"], result["repelled"]
    lines = [
        ("T(δ)", f"{result['T']:.10g}"),
        ("J_max", f"{result['J_max']:.6g}"),
        (
            "sup ‖J‖",
            f"{result['J_max_norm']:.6g} from s = {at['s']:.6g} to t = {at['t']:.6g}, |α| "
            + " → ".join(f"{a:.4g}" for a in at["overlaps"]),
        ),
        ("sup E‖J‖²", f"{result['E_J2']:.6g}"),
        ("J_avg(τ)", f"{result['J_avg']:.6g}, and J_avg·T = {result['J_avg_T']:.6g}"),
        ("C_LSC", f"{result['C_LSC']:.6g}"),
    ]
    if result["error_term"] is not None:
        term = result["error_term"]
        lines.append(("error term", f"{term['value']:.4g} at α = {term['alpha']:.4g}, t = {term['time']:.4g}"))
        lines.append(("sup αΛ/v", f"{term['constant_outside']:.6g} outside the repelled band"))
    if band is not None:
        lines.append(("repelled", f"{100 * band['share']:.3g} % of the particles, α up to {band['alpha_max']:.4g}"))
    click.echo(fields(lines))
