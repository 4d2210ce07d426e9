"""A derived model for a reader: the contract's JSON object, plain text, and LaTeX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy
from sympy.printing.str import StrPrinter

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.latex.document import align
from poc_symbolic.latex.formulas import Formula, formulas
from poc_symbolic.latex.layout import symbol
from poc_symbolic.model import SelfConcordance, SingleIndexModel, Step

ENCLOSURE_DIGITS = 50
ROUNDED_DIGITS = 10


Show = Callable[[sympy.Expr], str]


class _OncePrinter(StrPrinter):  # type: ignore[misc]
    """SymPy's own text form; a subexpression that occurs again (V' in v and in D) is not printed again."""

    def __init__(self) -> None:
        super().__init__()
        self.printed: dict[sympy.Basic, str] = {}

    def _print(self, expr: Any, **kwargs: Any) -> Any:
        if kwargs or not isinstance(expr, sympy.Basic):
            return super()._print(expr, **kwargs)
        if expr not in self.printed:
            self.printed[expr] = super()._print(expr)
        return self.printed[expr]


def exact_text() -> Show:
    """A function that writes expressions as text, for the length of one derivation."""
    printer = _OncePrinter()
    return lambda expr: str(printer.doprint(expr))


def derivation_json(model: SingleIndexModel, *, steps: bool = False, show: Show | None = None) -> dict[str, Any]:
    """Everything that is derived for a model; expressions are strings that the project's parser reads back.

    ``show`` writes an expression in another way, for a reader. ``steps`` carries out and checks the chain of
    equalities as well, else the list of steps is empty. The key ``truncation`` is there only where an
    activation was cut at a degree.
    """
    show = exact_text() if show is None else show
    hessian = model.local_hessian()
    out: dict[str, Any] = {
        "activation": str(model.activation),
        "teacher": str(model.teacher),
        "normalize": model.normalize,
        "dim": model.d if isinstance(model.d, int) else str(model.d),
        "information_exponent": dict(model.information_exponents._asdict()),
        "kernels": {name: show(kernel) for name, kernel in model.kernels._asdict().items()},
        "gegenbauer": {
            str(degree): {name: show(value) for name, value in coefficients._asdict().items()}
            for degree, coefficients in model.gegenbauer.items()
        },
        "loss": show(model.loss()),
        "potential": show(model.potential()),
        "velocity": show(model.velocity()),
        "hessian": {
            "along": {"value": show(hessian.along), "multiplicity": str(hessian.along_multiplicity)},
            "across": {"value": show(hessian.across), "multiplicity": str(hessian.multiplicity)},
        },
        "self_concordance": _self_concordance_json(model),
        "steps": [_step_json(step, show) for step in model.steps()] if steps else [],
    }
    truncated = {"activation": model.activation, "teacher": model.teacher}
    cuts = {name: _truncation_json(sigma) for name, sigma in truncated.items() if sigma.truncation is not None}
    return out | ({"truncation": cuts} if cuts else {})


def _truncation_json(activation: Activation) -> dict[str, Any]:
    cut = activation.truncation
    assert cut is not None
    tails = {"q": cut.q, "q_prime": cut.dq, "q_second": cut.ddq}
    return {
        "degree": cut.degree,
        "radii": {str(k): str(radius) for k, radius in sorted(cut.radii.items())},
        "tails": {name: tail.to_json() for name, tail in tails.items()},
    }


def _step_json(step: Step, show: Show) -> dict[str, str]:
    return {
        "name": step.name,
        "source": step.source,
        "statement": step.statement,
        "lhs": step.lhs,
        "rhs": show(step.rhs),
        "check": step.check,
    }


def _constant(model: SingleIndexModel) -> SelfConcordance | str:
    """The constant, or the sentence that says why it is not available for this model."""
    try:
        return model.self_concordance()
    except (InputError, ArithmeticError) as error:
        return str(error)


def _self_concordance_json(model: SingleIndexModel) -> dict[str, Any]:
    found = _constant(model)
    if isinstance(found, str):
        empty = dict.fromkeys(("polynomial", "root_interval", "enclosure", "attained"))
        return {"at": "uniform", **empty, "reason": found}
    polynomial, interval, enclosure = found.polynomial, found.root_interval, found.enclosure(ENCLOSURE_DIGITS)
    return {
        "at": "uniform",
        "polynomial": None if polynomial is None else str(polynomial.as_expr()),
        "root_interval": None if interval is None else [str(end) for end in interval],
        "enclosure": None if enclosure is None else list(enclosure),
        "attained": found.attained,
        "reason": found.reason,
    }


def derivation_lines(model: SingleIndexModel, *, steps: bool = False) -> list[tuple[str, str]]:
    """The same as lines (name, value) for a terminal; coefficients known only as balls are rounded."""
    exact = model.activation.exact and model.teacher.exact
    data = derivation_json(model, steps=steps, show=None if exact else _rounded)
    exponent, constant, hessian = data["information_exponent"], data["self_concordance"], data["hessian"]
    lines = [
        ("activation", data["activation"]),
        ("teacher", data["teacher"] if data["teacher"] != data["activation"] else ""),
        ("dimension", str(data["dim"])),
        ("normalized", "q(1) - q(0) = 1" if data["normalize"] else ""),
        ("information exponent", _exponents(exponent)),
        *((f"kernel {name}", value) for name, value in _distinct_kernels(data["kernels"])),
        *((f"P_{degree}", _coefficients(c)) for degree, c in data["gegenbauer"].items()),
        ("loss", data["loss"]),
        ("potential V", data["potential"]),
        ("velocity v", data["velocity"]),
        ("Hessian along", f"{hessian['along']['value']}  (once)"),
        ("Hessian across", f"{hessian['across']['value']}  ({hessian['across']['multiplicity']} times)"),
        ("self-concordance", _constant_text(constant)),
    ]
    if not exact:
        lines.append(("precision", f"coefficients rounded to {ROUNDED_DIGITS} digits here, not in --json"))
    lines.append(("activation cut", _cut_text(model.activation)))
    if model.teacher != model.activation:
        lines.append(("teacher cut", _cut_text(model.teacher)))
    for number, step in enumerate(data["steps"], start=1):
        text = f"{step['name']}: {step['statement']}\n{step['lhs']}\n  = {step['rhs']}\nchecked: {step['check']}"
        lines.append((f"step {number}", text))
    return lines


def _rounded(expr: sympy.Expr) -> str:
    return str(sympy.N(expr, ROUNDED_DIGITS))


def _cut_text(activation: Activation) -> str:
    """Where the expansion is cut and what the cut leaves out; empty for a polynomial."""
    cut = activation.truncation
    if cut is None:
        return ""
    tails = (("q(1)", cut.q), ("q'(1)", cut.dq), ("q''(1)", cut.ddq))
    lines = [f"tail of {name}: {tail.reason or 'about ' + _rounded(tail.upper)}" for name, tail in tails]
    return "\n".join([f"at degree {cut.degree} (tails of the activation as given, before any normalisation)", *lines])


def _exponents(exponent: dict[str, int | None]) -> str:
    shown = {name: "none" if k is None else str(k) for name, k in exponent.items()}
    if len(set(shown.values())) == 1:
        return shown["activation"]
    return ", ".join(f"{name} {k}" for name, k in shown.items())


def _distinct_kernels(kernels: dict[str, str]) -> list[tuple[str, str]]:
    return [("q", kernels["q"])] if len(set(kernels.values())) == 1 else list(kernels.items())


def _coefficients(coefficients: dict[str, str]) -> str:
    if len(set(coefficients.values())) == 1:
        return coefficients["a"]
    return ", ".join(f"{name} = {value}" for name, value in coefficients.items())


def _constant_text(constant: dict[str, Any]) -> str:
    lines = [str(constant["reason"])]
    if constant["enclosure"] is not None:
        low, high = constant["enclosure"]
        lines.insert(0, f"C = {_plain(low)}" if low == high else f"C in [{low}, {high}]")
    if constant["polynomial"] is not None and len(set(constant["enclosure"])) == 2:
        lines.insert(1, f"root of {constant['polynomial']}")
    return "\n".join(lines)


def _plain(decimal: str) -> str:
    """A decimal number without the zeros at its end."""
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


def derivation_latex(model: SingleIndexModel, *, steps: bool = False) -> str:
    """The model's formulas as one ``align`` block, the checked steps at the end."""
    subjects = ("loss", "potential", "velocity", "hessian")
    found = [formula for subject in subjects for formula in formulas(subject, model)]
    taken = [Formula(step.name, step.lhs_latex, symbol(step.rhs)) for step in model.steps()] if steps else []
    return align([*found, *taken])
