"""Tables of the analysis that ``couple --analysis`` adds: Lemma 5, the potential, and the looseness of each step."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from poc_symbolic.cli.output import table


def _cell(part: dict[str, Any]) -> str:
    mark = "" if part["holds"] else " VIOLATED"
    return f"{part['measured']:.3g} ≤ {part['bound']:.3g}{mark}"


def print_analysis(out: Console, analysis: dict[str, Any]) -> None:
    """The tables for the largest width, each at most 100 columns wide."""
    out.print(f"\nm = {analysis['width']}, τ = {analysis['tau']:g}")
    names = list(analysis["constants"])
    for i in range(0, len(names), 5):
        out.print(", ".join(f"{name} = {analysis['constants'][name]:.5g}" for name in names[i : i + 5]))
    for note in analysis["notes"]:
        out.print(note)
    _lemma_5(out, analysis)
    if analysis["potential"]:
        out.print("\nThe potential and its properties: measured ≤ bound")
        rows = []
        for row in analysis["potential"]:
            cells = [f"{row['time']:.4g}", f"{row['omega']:.3g}", f"{row['psi']:.3g}", f"{row['rate']:.3g}"]
            rows.append([*cells, *(_cell(part) for part in row["properties"].values())])
        out.print(table(["time", "Ω", "Ψ", "dΦ/dt", "P1", "P2", "P3"], rows))
    out.print("\nThe function error and the gap: measured ≤ bound")
    names = [name for name in analysis["function_error"][0] if name != "time"]
    rows = [[f"{row['time']:.4g}", *(_cell(row[name]) for name in names)] for row in analysis["function_error"]]
    out.print(table(["time", *names], rows))
    if analysis["theorem_39"]:
        out.print("\nTheorem 39: dΦ/dt ≤ its right side")
        out.print(table(["time", "dΦ/dt"], [[f"{row['time']:.4g}", _cell(row)] for row in analysis["theorem_39"]]))
    out.print("\nHow loose each step is at the end (- where the measured rate is not positive)")
    rows = [
        [step["step"], "-" if step["log10_factor"] is None else f"10^{step['log10_factor']:.5g}"]
        for step in analysis["looseness"]
    ]
    out.print(table(["step", "factor"], rows))


def _lemma_5(out: Console, analysis: dict[str, Any]) -> None:
    """Lemma 5 term by term."""
    out.print("\nLemma 5: the largest remainder of each term, and × the least factor from a remainder to its bound")
    names = list(analysis["lemma_5"][0]["remainders"])
    if all(row["remainders"]["data"]["largest"] == 0 for row in analysis["lemma_5"]):
        names.remove("data")  # the population has no samples
    rows = []
    for row in analysis["lemma_5"]:
        cells = [f"{row['time']:.4g}"]
        for name in names:
            part = row["remainders"][name]
            slack = "" if part["slack"] is None else f" (×{part['slack']:.3g})"
            cells.append(f"{part['largest']:.3g}{slack}")
        rows.append([*cells, "holds" if row["holds"] else "VIOLATED"])
    out.print(table(["time", *names, ""], rows))
