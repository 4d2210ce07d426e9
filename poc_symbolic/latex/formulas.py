"""What there is to print for a model, in the paper's notation: each formula with its left side and its value.

The overlap is α = ⟨ξ_t(w), w*⟩, and p_ℓ = E P_ℓ(α) over the neurons' law at time t.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy

from poc_symbolic.errors import InputError
from poc_symbolic.latex.terms import Factor, Sum, Term, arrange, linear, polynomial, positive_first, product
from poc_symbolic.model import SelfConcordance, SingleIndexModel
from poc_symbolic.model.velocity import potential_derivative
from poc_symbolic.symbols import alpha, z

ROUNDED_DIGITS = 10
ENCLOSURE_DIGITS = 20

VELOCITY = r"\nu(\xi_t(w), \rho_t^{\mathrm{MF}})^{\top} w^*"
LOSS = r"\mathbb{E}_x\bigl(f_{\rho_t^{\mathrm{MF}}}(x) - f^*(x)\bigr)^2"
ALONG, ACROSS = (rf"\lambda_{{\mathrm{{{which}}}}}(D_t^{{\perp}})" for which in ("along", "across"))


@dataclass(frozen=True)
class Formula:
    """``left relation body``: the body is a factored sum, or LaTeX as it is; ``expr`` is what it stands for.

    ``name`` is the formula's name in words, from which a macro takes its name.
    """

    name: str
    left: str
    body: Sum | str
    expr: sympy.Expr | None = None
    relation: str = "="


def formulas(subject: str, model: SingleIndexModel) -> list[Formula]:
    """The formulas of a subject of ``SUBJECTS``; InputError where the model has none."""
    return SUBJECTS[subject](model)


def is_rounded(model: SingleIndexModel) -> bool:
    """Are coefficients known as balls only, so that decimals are printed?"""
    return not (model.activation.exact and model.teacher.exact)


def _digits(model: SingleIndexModel) -> int | None:
    return ROUNDED_DIGITS if is_rounded(model) else None


def _velocity(model: SingleIndexModel) -> list[Formula]:
    """(1-α²) V'(α)."""
    slope = arrange(potential_derivative(model), digits=_digits(model))
    square = Sum((Term(sympy.Integer(1)), Term(sympy.Integer(-1), factors=(Factor(alpha, 2),))))
    return [Formula("velocity", VELOCITY, product(Factor(square), Factor(slope)), model.velocity())]


def _loss(model: SingleIndexModel) -> list[Formula]:
    """Σ a_ℓ (1-p_ℓ)², or Σ a_ℓ p_ℓ² - 2 b_ℓ p_ℓ + e_ℓ with another teacher."""
    one = sympy.Integer(1)
    terms: list[Term] = []
    for degree, (a_, b_, e_) in model.gegenbauer.items():
        p = model.moments[degree]
        if model.well_specified and p != one:
            for front in linear({one: a_}, digits=_digits(model)):
                gap = Sum((Term(one), Term(-one, factors=(Factor(p),))))
                terms.append(Term(front.number, front.over, front.under, (*front.factors, Factor(gap, 2))))
        elif not model.well_specified:
            columns = {p**2: a_, p: -2 * b_, one: e_} if p != one else {one: a_ - 2 * b_ + e_}
            terms += linear(columns, digits=_digits(model))
    return [Formula("loss", LOSS, positive_first(terms), model.loss())]


def _potential(model: SingleIndexModel) -> list[Formula]:
    potential = model.potential()
    return [Formula("potential", r"V(\alpha)", arrange(potential, digits=_digits(model)), potential)]


def _hessian(model: SingleIndexModel) -> list[Formula]:
    """Both eigenvalues on the tangent space; ``across`` has multiplicity d - 2."""
    hessian = model.local_hessian()
    slope = arrange(potential_derivative(model), digits=_digits(model))
    across = Sum((Term(sympy.Integer(-1), factors=(Factor(alpha), Factor(slope))),))
    return [
        Formula("hessian along", ALONG, arrange(hessian.along, digits=_digits(model)), hessian.along),
        Formula("hessian across", ACROSS, across, hessian.across),
        Formula(
            "hessian multiplicity",
            r"\operatorname{mult} \lambda_{\mathrm{across}}(D_t^{\perp})",
            _in_d(hessian.multiplicity),
            hessian.multiplicity,
        ),
    ]


def _in_d(expr: sympy.Expr) -> Sum:
    """A polynomial in d, or a number."""
    return polynomial(expr) if expr.free_symbols else Sum((Term(expr),) if expr != 0 else ())


def _self_concordance(model: SingleIndexModel) -> list[Formula]:
    try:
        found: SelfConcordance = model.self_concordance()
    except ArithmeticError as error:
        raise InputError(f"There is no self-concordance constant to print: {error}") from error
    enclosure = found.enclosure(ENCLOSURE_DIGITS)
    if enclosure is None:
        raise InputError(f"There is no self-concordance constant to print: {found.reason}")
    low, high = (_plain(end) for end in enclosure)
    if low == high:
        return [Formula("self concordance", "C", low, sympy.Rational(low))]
    inside = Formula("self concordance", "C", rf"[{low},\, {high}]", None, r"\in")
    if found.polynomial is None:
        return [inside]
    equation = found.polynomial.as_expr()
    return [Formula("self concordance polynomial", "0", polynomial(equation), equation), inside]


def _plain(decimal: str) -> str:
    """A decimal number without the zeros at its end."""
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


def _constants(model: SingleIndexModel) -> list[Formula]:
    """k*, K, the overlap kernel and its Gegenbauer coefficients; with another teacher also b_ℓ and e_ℓ."""
    out = []
    if model.information_exponents.teacher is not None:
        exponent = sympy.Integer(model.information_exponents.teacher)
        out.append(Formula("information exponent", "k^*", str(exponent), exponent))
    names = {"a": ("q", "q"), "b": (r"q_{\times}", "q cross"), "e": ("q_*", "q star")}
    kernels = dict(zip("abe", model.kernels, strict=True))
    for letter in "a" if model.well_specified else "abe":
        tex, words = names[letter]
        out.append(Formula(f"kernel {words}", f"{tex}(z)", _in_z(kernels[letter], _digits(model)), kernels[letter]))
        for degree, coefficients in model.gegenbauer.items():
            value = getattr(coefficients, letter)
            shown = Sum(tuple(linear({sympy.Integer(1): value}, digits=_digits(model))))
            out.append(Formula(f"coefficient {letter} {roman(degree)}", f"{letter}_{_index(degree)}", shown, value))
    return out


def _in_z(kernel: sympy.Expr, digits: int | None) -> Sum:
    terms = []
    for (n,), value in sympy.Poly(kernel, z).terms():
        for front in linear({sympy.Integer(1): value}, digits=digits):
            powers = (Factor(z, n),) if n else ()
            terms.append(Term(front.number, front.over, front.under, front.factors + powers))
    return Sum(tuple(terms))


def _index(degree: int) -> str:
    return str(degree) if degree < 10 else f"{{{degree}}}"


def roman(number: int) -> str:
    """The number in Roman numerals, O for 0: a macro's name has letters only."""
    out = ""
    for value, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        out += letters * (number // value)
        number %= value
    return out or "O"


SUBJECTS: dict[str, Callable[[SingleIndexModel], list[Formula]]] = {
    "velocity": _velocity,
    "loss": _loss,
    "potential": _potential,
    "hessian": _hessian,
    "self-concordance": _self_concordance,
    "constants": _constants,
}
