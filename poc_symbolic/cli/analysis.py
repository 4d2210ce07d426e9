"""Tables of the analysis that ``couple --analysis`` adds: Lemma 5, the potential, and the looseness of each step."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from poc_symbolic.cli.output import table


def _cell(part: dict[str, Any]) -> str:
    mark = "" if part["holds"] else " VIOLATED"
    return f"{part['measured']:.3g} ≤ {part['bound']:.3g}{mark}"


def print_analysis(out: Console, analysis: dict[str, Any]) -> None:
    """Three tables for the largest width."""
    constants = ", ".join(f"{name} = {value:.5g}" for name, value in analysis["constants"].items())
    out.print(f"\nm = {analysis['width']}, τ = {analysis['tau']:g}: {constants}")
    out.print("\nLemma 5: largest remainder, and least bound/remainder over the neurons")
    names = list(analysis["lemma_5"][0]["remainders"])
    rows = []
    for row in analysis["lemma_5"]:
        cells = [f"{row['time']:.5g}"]
        for name in names:
            part = row["remainders"][name]
            slack = "" if part["slack"] is None else f" (×{part['slack']:.3g})"
            cells.append(f"{part['largest']:.3g}{slack}")
        rows.append([*cells, "holds" if row["holds"] else "VIOLATED"])
    out.print(table(["time", *names, ""], rows))
    out.print("\nThe potential and its properties: measured ≤ bound")
    rows = []
    for row in analysis["potential"]:
        cells = [f"{row['time']:.5g}", f"{row['omega']:.4g}", f"{row['psi']:.4g}", f"{row['rate']:.3g}"]
        rows.append([*cells, *(_cell(part) for part in row["properties"].values())])
    out.print(table(["time", "Ω", "Ψ", "dΦ/dt", "P1", "P2", "P3"], rows))
    out.print("\nThe function error and Theorem 39: measured ≤ bound")
    names = [name for name in analysis["function_error"][0] if name != "time"]
    rows = [
        [f"{row['time']:.5g}", *(_cell(row[name]) for name in names), _cell(rate)]
        for row, rate in zip(analysis["function_error"], analysis["theorem_39"], strict=True)
    ]
    out.print(table(["time", *names, "Theorem 39, dΦ/dt"], rows))
    out.print("\nHow loose each step is at the end")
    rows = [
        [step["step"], "-" if step["log10_factor"] is None else f"10^{step['log10_factor']:.4g}"]
        for step in analysis["looseness"]
    ]
    out.print(table(["step", "factor"], rows))
