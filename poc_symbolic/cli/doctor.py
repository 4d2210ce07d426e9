"""``poc-symbolic doctor``: what is installed, and which optional tools there are."""

from __future__ import annotations

import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from poc_symbolic import __version__
from poc_symbolic.cli.ledgers import installed
from poc_symbolic.cli.output import emit_json, fields, json_option
from poc_symbolic.cli.program import Exit

PACKAGES = ("click", "jinja2", "latex2mathml", "mpmath", "numpy", "python-flint", "rich", "scipy", "sympy")
OPTIONAL = {"matplotlib": "figures", "pytest": "claims as tests", "jupytext": "notebooks in Jupyter"}
TOOLS = {
    "pdflatex": ("pdflatex",),
    "coqc": ("coqc",),
    "coq-interval": (),  # a library of coqc's
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
}
USES = {
    "pdflatex": "the tests of 'latex'; Debian: texlive-latex-base, texlive-latex-recommended",
    "coqc": "'verify --coq'; Debian: coq",
    "coq-interval": "'verify --coq'; Debian: libcoq-interval",
    "chromium": "the tests of the HTML page; Debian: chromium",
}
SECONDS = 20  # after which coqc is not asked any longer
INTERVAL = "user-contrib/Interval/Tactic.vo"  # below coqc's library


def _package(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _flint_works() -> bool:
    """Do balls work: is √2·√2 - 2 enclosed, and is 1/3 no float?"""
    try:
        from flint import arb, ctx, fmpq
    except ImportError:
        return False
    with ctx.workprec(200):
        residue = arb(2).sqrt() * arb(2).sqrt() - 2
        third = 3 * arb(fmpq(1, 3)) - 1
        return bool(residue.contains(0) and third.contains(0) and residue.rad() < arb(2) ** -190)


def _tool(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name)) is not None), None)


def _interval(coqc: str | None) -> str | None:
    """Where CoqInterval is, in the library that coqc names."""
    if coqc is None:
        return None
    try:
        done = subprocess.run([coqc, "-where"], capture_output=True, text=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = Path(done.stdout.strip()) / INTERVAL
    return str(found.parent) if done.returncode == 0 and found.is_file() else None


@click.command("doctor")
@click.option("--need", multiple=True, type=click.Choice(list(TOOLS)), help="Exit with code 4 if this is missing.")
@json_option
@click.pass_context
def command(context: click.Context, need: tuple[str, ...], as_json: bool) -> None:
    """Show versions and optional tools."""
    tools = {name: _tool(names) for name, names in TOOLS.items()}
    tools["coq-interval"] = _interval(tools["coqc"])
    report: dict[str, Any] = {
        "poc_symbolic": __version__,
        "python": platform.python_version(),
        "packages": {name: _package(name) for name in PACKAGES},
        "optional": {name: _package(name) for name in OPTIONAL},
        "flint_works": _flint_works(),
        "ledgers": {name: point.value for name, point in installed().items()},
        "tools": tools,
    }
    if as_json:
        emit_json(report)
    else:
        packages = [(name, found or "missing") for name, found in report["packages"].items()]
        ledgers = ", ".join(report["ledgers"]) or "none installed"
        flint = "works" if report["flint_works"] else "does not work: reinstall python-flint"
        rows = [
            ("poc-symbolic", __version__),
            ("python", report["python"]),
            *packages,
            ("FLINT balls", flint),
        ]
        optional = [
            (name, found or f"not installed (optional, for {OPTIONAL[name]})")
            for name, found in report["optional"].items()
        ]
        optional += [(name, path or f"not found (optional, for {USES[name]})") for name, path in tools.items()]
        click.echo(fields([*rows, ("ledgers", ledgers), *optional]))
    if any(tools[name] is None for name in need):
        context.exit(Exit.TOOL_MISSING)
    if not report["flint_works"]:
        context.exit(Exit.REFUTED)
