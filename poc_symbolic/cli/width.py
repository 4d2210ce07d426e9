"""``poc-symbolic width``: the number of neurons that the proof asks for, beside the number that is enough."""

from __future__ import annotations

from typing import Any

import click

from poc_symbolic.cli.model_options import build_model, model_options
from poc_symbolic.cli.numbers import progress_bar, whole_numbers
from poc_symbolic.cli.output import console, emit_json, json_option, table
from poc_symbolic.network.network import check_seed
from poc_symbolic.network.width_report import width_json


@click.command("width")
@model_options
@click.option("--delta", type=float, required=True, metavar="δ", help="The error asked for; the flow stops at loss δ².")
@click.option("--failure", type=float, default=0.01, show_default=True, metavar="p", help="Probability of failure.")
@click.option("--tau", type=float, default=0.1, show_default=True, help="Radius of Assumption LSC.")
@click.option("--seed", default="0", show_default=True, metavar="S", help="Seed of the measured runs.")
@json_option
def command(delta: float, failure: float, tau: float, seed: str, as_json: bool, **model: Any) -> None:
    """Carry the constants of the proof through to the number of neurons that it asks for."""
    (number,) = whole_numbers(seed, "--seed", 1)
    built = build_model(**model)
    with progress_bar("width") as done:
        result = width_json(built, delta, failure=failure, tau=tau, seed=check_seed(number), progress=done)
    if as_json:
        emit_json(result)
        return
    out = console()
    out.print(f"{result['activation']}, d = {result['dim']}, δ = {delta:g}, failure probability {failure:g}\n")
    rows = [
        [c["name"], f"{c['value']:.6g}", c["status"], c["claim"] or _source(c["name"])] for c in result["constants"]
    ]
    out.print(table(["constant", "value", "status", "claim"], rows))
    out.print("\nWhat the conditions ask of 1/ε, and the thresholds of m, as powers of ten")
    rows = [[c["name"], f"10^{c['log10_inverse_epsilon']:.6g}", c["claim"]] for c in result["conditions"]]
    rows += [[t["name"], f"m ≥ 10^{t['log10_m']:.6g}", t["claim"]] for t in result["thresholds"]]
    out.print(table(["condition", "asks for", "claim"], rows))
    out.print("\nWhere log10 m comes from")
    out.print(
        table(["factor", "log10", "claim"], [[f["name"], f"{f['log10']:.6g}", f["claim"]] for f in result["factors"]])
    )
    out.print("\nWhat the chain alone, without the thresholds, gives with measured quantities in place of bounds")
    out.print(table(["with", "m"], [[r["name"], f"10^{r['log10_m']:.6g}"] for r in result["replacements"]]))
    nine, found = result["theorem_9"], result["measured"]
    out.print(f"\nasked for: m = 10^{result['log10_m']:.8g} and n = 10^{result['log10_n']:.8g}")
    out.print(f"most of m: {result['dominant']['overall']}; in the chain: {result['dominant']['in_the_chain']}")
    out.print(f"Theorem 9 without its constant: m = 10^{nine['log10_m']:.4g}, n = 10^{nine['log10_n']:.4g}")
    if found["width"] is None:
        out.print(
            f"measured: none of the widths up to {found['tried'][-1]['width']} has ‖f_MF - f_m‖ < δ at every time"
        )
    else:
        runs = f"{found['runs']} of {found['runs']} runs"
        out.print(f"measured: m = {found['width']} has ‖f_MF - f_m‖ < δ at every time, in {runs}")


def _source(name: str) -> str:
    """Where a constant without a claim is measured."""
    return "by quadrature" if name.startswith("C_reg") else "on the flow"
