"""What ``poc-symbolic couple`` prints: the networks at the end, the rows of several dimensions, and the slopes."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from poc_symbolic.cli.analysis import print_analysis
from poc_symbolic.cli.output import console, table

ERRORS = {
    "function_error": "m ‖f_MF-f_m‖²",
    "squared_mean_gap": "m (E‖Δ‖)²",
}  # names of the scaled errors
RAW = {"function_error": "‖f_MF-f_m‖²", "mean_square_gap": "E‖Δ‖²", "squared_mean_gap": "(E‖Δ‖)²"}


def print_coupling(result: dict[str, Any]) -> None:
    """One teacher: a row for each width, at the end."""
    out = console()
    data = f", {result['samples']} samples" if result["samples"] else ""
    out.print(f"{result['activation']}, d = {result['dim']}{data}, to time {result['end']:.8g}")
    rows = []
    for one in result["networks"]:
        m, gap, error = one["width"], one["mean_gap"][-1], one["function_error"]
        cells = [f"{gap:.4g}", f"{m * gap**2:.4g}", f"{error[-1]:.4g}", f"{m * error[-1]:.4g}", f"{m * max(error):.4g}"]
        rows.append([str(m), f"{one['loss'][-1]:.5g}", *cells])
    heads = ["m", "loss", "E‖Δ‖ (≥ W₁)", ERRORS["squared_mean_gap"], RAW["function_error"], ERRORS["function_error"]]
    out.print(table([*heads, "its maximum"], rows))
    out.print(f"The mean-field loss is {result['mean_field_loss'][-1]:.6g}; W₁ is the distance to the coupled sample.")
    _finish(out, result)


def print_teachers(result: dict[str, Any]) -> None:
    """Several teachers: a row for each width, at the end."""
    out = console()
    out.print(
        f"{result['activation']}, {result['teacher']}, d = {result['dim']}, beside a network of {result['wide']} "
        f"neurons, to time {result['end']:.8g}"
    )
    rows = []
    for one in result["networks"]:
        m, gap, error = one["width"], one["mean_gap"][-1], one["function_error"][-1]
        potential = f"{one['potential'][-1]:.4g}" if "potential" in one else "-"
        scaled = [f"{m * gap**2:.4g}", f"{m * error:.4g}"]
        rows.append([str(m), f"{one['loss'][-1]:.5g}", f"{gap:.4g}", potential, *scaled])
    out.print(table(["m", "loss", "E‖Δ‖", "Φ", ERRORS["squared_mean_gap"], ERRORS["function_error"]], rows))
    out.print(
        "The wide network shares its first neurons with each: at the start this takes the factor 1 - m/M off errors."
    )
    if result["note"] and "analysis" not in result:
        out.print(result["note"])
    _finish(out, result)


def print_dims(result: dict[str, Any]) -> None:
    """A row for each dimension, and the laws in d."""
    out = console()
    widths = ", ".join(str(m) for m in result["widths"])
    beside = f", {result['teacher']}, beside a network of {result['wide']} neurons" if result["wide"] else ""
    runs = "1 run" if result["repeats"] == 1 else f"{result['repeats']} runs"
    out.print(f"{result['activation']}{beside}, widths {widths}, {runs}")
    rows = []
    for row in result["rows"]:
        loss = row["loss"][-1] if row["mean_field_loss"] is None else row["mean_field_loss"]
        cells = [str(row["dim"]), f"{row['end']:.5g}", f"{loss:.4g}"]
        for name in ERRORS:
            fit = row["fits"].get(name)
            cells += [f"{row['level'][name]:.4g}", f"{row['largest'][name]:.4g}"]
            cells.append("-" if fit is None else f"{fit['exponent']:.3f} [{fit['low']:.2f}, {fit['high']:.2f}]")
        rows.append(cells)
    heads = [head for name in ERRORS for head in (ERRORS[name], "largest", "slope in m [95 %]")]
    out.print(table(["d", "time", "loss", *heads], rows))
    fitted = [
        [ERRORS[name], f"{fit['constant']:.4g} d^{fit['exponent']:.4f}", f"[{fit['low']:.4f}, {fit['high']:.4f}]"]
        for name, fit in result["fits"].items()
    ]
    out.print("\nThe errors are means over the times t > 0, the widths and the runs.")
    out.print(table(["quantity", "fitted law", "95 % of the exponent"], fitted))


def _finish(out: Console, result: dict[str, Any]) -> None:
    """The slopes in m, and the analysis."""
    for name, fit in result["fits"].items():
        out.print(f"{RAW[name]}: slope in m {fit['exponent']:.3f}, 95 % [{fit['low']:.3f}, {fit['high']:.3f}]")
    if "analysis" in result:
        print_analysis(out, result["analysis"])
