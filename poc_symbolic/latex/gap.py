"""The gap ODE as formulas: Lemma 42 (p. 61) in letters, and as Theorem 39 (pp. 57–60) has it for an activation.

With λ = C_LSC δ and B = C_13 + C_14 the repaired pieces of the proof of Theorem 39 add up, where
20 (1+C_b)² (ε + J_avg) ≤ λ, to Φ' ≤ -aΦ + b∫Φ + S with
  a = λ/5,   b = B (ε + J_avg),   S = [18 C_reg (1+C_b) + 4C_reg + 4 (1+4C_reg) B J_max T] ε,
and B = 4C_reg (1 + C_b); ±w* have C_b = 1 (claims theorem-39/absorption, eq-36/error-terms, lemma-41/squares).
"""

from __future__ import annotations

from dataclasses import replace

import sympy

from poc_symbolic.gap_ode import a, b, decay_rate, discriminant_root, eps, growth_rate, solution
from poc_symbolic.latex.formulas import ROUNDED_DIGITS, Formula
from poc_symbolic.latex.layout import symbol
from poc_symbolic.latex.terms import Factor, Sum, Term
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.symbols import z

lsc, delta, j_avg, j_max, horizon, source, regular = sympy.symbols("C_LSC delta J_avg J_max T S C_reg", real=True)
BALANCED = 1  # C_b of ±w*
SLACK = 1e-9  # by how much an exact constant must exceed one that quadrature gives


def gap_ode() -> list[Formula]:
    """The solution of Ẋ = -aX + b∫X + ε with X_0 = 0, its two rates, and the bound of the larger one."""
    root = symbol(discriminant_root)
    solved = rf"\frac{{{symbol(eps)}}}{{{root}}}\bigl(e^{{r_1t}} - e^{{r_2t}}\bigr)"
    return [
        Formula("gap solution", "X_t", solved, solution),
        Formula("gap growth rate", "r_1", rf"\frac{{{root} - {symbol(a)}}}{{2}}", growth_rate),
        Formula("gap decay rate", "r_2", rf"-\frac{{{root} + {symbol(a)}}}{{2}}", decay_rate),
        Formula("gap growth bound", "r_1", rf"\frac{{{symbol(b)}}}{{{symbol(a)}}}", b / a, r"\le"),
    ]


def gap_ode_of(model: SingleIndexModel) -> list[Formula]:
    """The coefficients of Theorem 39 for a model in the setting of p. 62, then Lemma 42 with S in place of ε.

    Raises InputError, naming the item of p. 62, where the model is outside that setting.
    """
    constant = regularity_constant(model)
    number = constant if isinstance(constant, sympy.Rational) else sympy.Float(constant, ROUNDED_DIGITS)
    memory = 4 * number * (1 + BALANCED)
    fixed, growing = 18 * number * (1 + BALANCED) + 4 * number, 4 * (1 + 4 * number) * memory
    error = Sum((_term(1, eps), _term(1, j_avg)))
    sources = Sum((_term(fixed), _term(growing, j_max, horizon)))
    solved, *rates = gap_ode()
    bound = rf"\frac{{S}}{{{symbol(discriminant_root)}}}\,e^{{bT/a}}"
    return [
        Formula("gap regularity", "C_{\\mathrm{reg}}", Sum((_term(number),)), number),
        Formula("gap decay", "a", Sum((_term(sympy.Rational(1, 5), lsc, delta),)), lsc * delta / 5),
        Formula("gap memory", "b", Sum((_term(memory, error),)), memory * (eps + j_avg)),
        Formula("gap source", "S", Sum((_term(1, sources, eps),)), (fixed + growing * j_max * horizon) * eps),
        Formula(
            "gap condition",
            rf"{20 * (1 + BALANCED) ** 2}(\epsilon + J_{{\mathrm{{avg}}}})",
            Sum((_term(1, lsc, delta),)),
            lsc * delta,
            r"\le",
        ),
        Formula("gap bound", r"\Phi(T)", bound, sympy.exp(b * horizon / a) * source / discriminant_root, r"\le"),
        replace(solved, body=str(solved.body).replace(symbol(eps), "S"), expr=solution.subs(eps, source)),
        *rates,
    ]


def _term(number: sympy.Number | int, *factors: sympy.Expr | Sum) -> Term:
    return Term(sympy.sympify(number), factors=tuple(Factor(factor) for factor in factors))


def regularity_constant(model: SingleIndexModel) -> sympy.Expr:
    """C_reg: 2(q'''(1) + 4q''(1) + 2q'(1)), which is exact, or the norms of σ and its derivatives if they are larger.

    The first bounds the derivatives of the fields in Lemma 5, the second is R1 for Gaussian data, by quadrature.
    """
    from poc_symbolic.network.problem import single_index_problem
    from poc_symbolic.network.smoothness import regularity
    from poc_symbolic.network.width_chain import check_setting

    # Neither constant depends on the dimension; the setting asks for a number.
    of_dimension = model if isinstance(model.d, int) else _in_dimension(model, 32)
    check_setting(of_dimension)
    first, second, third = (sympy.diff(model.kernels.q, z, j).subs(z, 1) for j in (1, 2, 3))
    fields = sympy.nsimplify(2 * (third + 4 * second + 2 * first))
    norms = regularity(single_index_problem(of_dimension)).activation
    return fields if float(fields) > max(norms, 1.0) * (1 + SLACK) else sympy.Float(max(norms, 1.0))


def _in_dimension(model: SingleIndexModel, dim: int) -> SingleIndexModel:
    return SingleIndexModel(model.activation, dim=dim, normalize=model.normalize)
