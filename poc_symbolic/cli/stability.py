"""``poc-symbolic stability``: the stability constants of the flow up to T(δ), at one dimension or over a grid."""

from __future__ import annotations

from typing import Any

import click

from poc_symbolic.cli.model_options import build_model, model_options
from poc_symbolic.cli.numbers import number_list, progress_bar
from poc_symbolic.cli.output import console, emit_json, fields, json_option, table
from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow
from poc_symbolic.flow.scaling import scaling_json
from poc_symbolic.flow.stability_report import stability_json

SHORT = {
    "lemma_45_low": "L45 low",
    "lemma_45_high": "L45 high",
    "proposition_47_moment": "P47 moment",
}  # heads of columns

NEAR_ANTIPODE = -1 + 1e-9


@click.command("stability")
@model_options
@click.option("--delta", type=float, required=True, metavar="δ", help="The flow stops at loss δ².")
@click.option("--tau", type=float, required=True, metavar="τ", help="Radius of B_τ around the teacher neurons.")
@click.option("--tolerance", type=float, default=1e-7, show_default=True, help="Error asked of the moments.")
@click.option(
    "--dims",
    metavar="D1,D2,…",
    help="Instead of --dim: a table over these dimensions, with fitted exponents (even, information exponent >= 4).",
)
@json_option
def command(delta: float, tau: float, tolerance: float, dims: str | None, as_json: bool, **model: Any) -> None:
    """Compute the stability constants of the flow up to T(delta)."""
    if dims is not None:
        _scaling(model, dims, delta, tau, tolerance, as_json)
        return
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
    if at["overlaps"] and at["overlaps"][0] < NEAR_ANTIPODE:
        click.echo(
            "The largest ‖J‖ is that of neurons at -w*, which are repelled at an exponential rate "
            "(it is exp ∫ V'(-1) dt); only neurons within about 1/‖J‖ of -w* have it."
        )


def _scaling(model: dict[str, Any], dims: str, delta: float, tau: float, tolerance: float, as_json: bool) -> None:
    """The table over a grid of dimensions."""
    if model["dim"] != "d":
        raise InputError("Give either --dim or --dims, not both.")
    grid = number_list(dims, "--dims")
    if any(d != int(d) or d < 3 for d in grid) or len(set(grid)) < 3:
        raise InputError("The option --dims takes at least three different integers from 3 on.")
    with progress_bar("scaling") as done:
        result = scaling_json(
            lambda dim: build_model(**{**model, "dim": str(dim)}),
            sorted({int(d) for d in grid}),
            delta,
            tau,
            tolerance=tolerance,
            progress=done,
        )
    if as_json:
        emit_json(result)
        return
    names = list(result["rows"][0])
    out = console()
    out.print(f"{result['activation']}, δ = {delta:g}, τ = {tau:g}, information exponent {result['exponent']}")
    heads = [SHORT.get(name, name) for name in names]
    out.print(table(heads, [[f"{row[name]:.6g}" for name in names] for row in result["rows"]]))
    fitted = [
        [name, f"{fit['constant']:.4g} d^{fit['exponent']:.4f}", f"[{fit['low']:.4f}, {fit['high']:.4f}]"]
        for name, fit in result["fits"].items()
    ]
    out.print()
    out.print(table(["quantity", "fitted law", "95 % of the exponent"], fitted))
