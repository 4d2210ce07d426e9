"""``poc-symbolic latex``: derived formulas to paste into a paper, and a ledger as an appendix."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import click
import sympy

from poc_symbolic.activation import Activation
from poc_symbolic.cli.ledgers import choose_ledger, ledger_option
from poc_symbolic.cli.model_options import build_model, model_options, optional_model_options
from poc_symbolic.cli.output import emit_json, json_option
from poc_symbolic.errors import InputError
from poc_symbolic.latex.document import Form, align, body, expression, macros
from poc_symbolic.latex.formulas import ROUNDED_DIGITS, SUBJECTS, Formula, formulas, is_rounded
from poc_symbolic.latex.gap import gap_ode, gap_ode_of
from poc_symbolic.model import SingleIndexModel

HELP = {
    "velocity": "The velocity of a neuron's overlap.",
    "loss": "The loss in the moments of the neurons' law.",
    "potential": "The potential whose derivative is the velocity's second factor.",
    "hessian": "The eigenvalues of the local Hessian.",
    "self-concordance": "The best constant of self-concordance at the uniform law.",
    "constants": "The information exponent, the kernel and its Gegenbauer coefficients.",
}

_FORM_OPTIONS = (
    click.option(
        "--as",
        "form",
        type=click.Choice(get_args(Form)),
        default="expression",
        show_default=True,
        help="The right side alone, an align block, or macros to \\input.",
    ),
    click.option("--prefix", default="poc", show_default=True, metavar="LETTERS", help="How the macros' names begin."),
    json_option,
)


def _form_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_FORM_OPTIONS):
        function = option(function)
    return function


@click.group("latex", no_args_is_help=False)
def command() -> None:
    """Print derived formulas, or a ledger as an appendix, as LaTeX."""


def _add(subject: str) -> None:
    @command.command(subject, help=HELP[subject])
    @model_options
    @_form_options
    def print_subject(form: Form, prefix: str, as_json: bool, **options: Any) -> None:
        model = build_model(**options)
        _emit(formulas(subject, model), form, prefix, as_json, _comment(model))


for _subject in SUBJECTS:
    _add(_subject)


@command.command("gap-ode")
@optional_model_options
@_form_options
def _gap_ode(form: Form, prefix: str, as_json: bool, activation: str | None, **options: Any) -> None:
    """The gap ODE of Lemma 42, its solution and rates; with --activation as Theorem 39 has it for that model."""
    if activation is None:
        if any(value not in (None, "d", False) for value in options.values()):
            raise InputError("The options of a model need --activation; without it the gap ODE is that of Lemma 42.")
        _emit(gap_ode(), form, prefix, as_json, "X' = -aX + b int_0^t X + epsilon, X_0 = 0")
        return
    model = build_model(activation, **options)
    found = gap_ode_of(model)
    lines = [
        *_comment(model).splitlines()[::2],
        "Phi' <= -a Phi + b int_0^t Phi + S (Theorem 39), X the solution with =; epsilon = epsilon_m + epsilon_n,",
        "J_max, J_avg, C_LSC as in the paper, on [0, T] and above the loss delta^2; needs amsmath",
    ]
    if found[0].expr is not None and found[0].expr.has(sympy.Float):
        lines.append("C_reg by quadrature, rounded")
    _emit(found, form, prefix, as_json, "\n".join(lines))


@command.command("ledger")
@ledger_option
@click.option("--only", metavar="GLOB", help="Only claims whose id, or an inventory id of theirs, matches.")
@click.option(
    "--from",
    "directory",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Take the verdicts from what 'audit --out DIR' has written, instead of checking all claims now.",
)
@click.option("--standalone", is_flag=True, help="A document of its own instead of a part to \\input.")
def _ledger(ledger_name: str | None, only: str | None, directory: Path | None, standalone: bool) -> None:
    """A long table of all claims with verdict, printed form and repair."""
    from poc_symbolic.claims.runner import audit
    from poc_symbolic.latex.appendix import appendix
    from poc_symbolic.report.directory import read_audit

    if directory is None:
        data = audit(choose_ledger(ledger_name), only=only, jobs=min(os.cpu_count() or 1, 8), mutants="none").to_json()
    elif only is not None or ledger_name is not None:
        raise InputError("With --from the claims are those of the directory; leave --only and --ledger out.")
    else:
        data = read_audit(directory)
    click.echo(appendix(data, standalone=standalone))


def _emit(found: list[Formula], form: Form, prefix: str, as_json: bool, comment: str) -> None:
    if as_json:
        rows = [{"name": f.name, "left": f.left, "relation": f.relation, "right": body(f)} for f in found]
        emit_json({"about": comment.splitlines(), "formulas": rows})
    elif form == "macros":
        click.echo(macros(found, prefix=prefix, comment=comment))
    else:
        click.echo(align(found) if form == "align" else expression(found))


def _cut(activation: Activation) -> str:
    """Says that an activation is only the beginning of its Hermite series."""
    cut = activation.truncation
    return f" cut at degree {cut.degree} of its Hermite series" if cut is not None else ""


def _comment(model: SingleIndexModel) -> str:
    """What the letters mean and what the formulas are about, as lines of a comment."""
    teacher = "" if model.well_specified else f", teacher {model.teacher}{_cut(model.teacher)}"
    lines = [
        f"activation {model.activation}{_cut(model.activation)}{teacher}, dimension {model.d}",
        "alpha = <xi_t(w), w*>, p_l = E P_l(alpha) over the law of the neurons at time t; needs amsmath, amssymb",
    ]
    if model.normalize:
        lines.append("normalized: q(1) - q(0) = 1")
    if is_rounded(model):
        lines.append(f"coefficients rounded to {ROUNDED_DIGITS} digits")
    return "\n".join(lines)
