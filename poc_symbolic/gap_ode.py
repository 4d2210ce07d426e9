"""The gap ODE X' = -aX + b∫_0^t X + ε, X_0 = 0 (Lemma 42, p. 61): closed form, rates, and direct integration.

With r₁,₂ = (-a ± √(a²+4b))/2 the solution is X_t = ε (e^{r₁t} - e^{r₂t})/√(a²+4b).
"""

from __future__ import annotations

from typing import Any

import mpmath
import sympy

from poc_symbolic.errors import InputError

a, b, t = sympy.symbols("a b t", real=True)
eps = sympy.Symbol("epsilon", real=True)

discriminant_root: sympy.Expr = sympy.sqrt(a**2 + 4 * b)
growth_rate: sympy.Expr = (-a + discriminant_root) / 2
decay_rate: sympy.Expr = (-a - discriminant_root) / 2
solution: sympy.Expr = eps * (sympy.exp(growth_rate * t) - sympy.exp(decay_rate * t)) / discriminant_root
printed_bound: sympy.Expr = sympy.exp(b * t / a) * eps / discriminant_root

TAYLOR_REACH = 2000


def closed_form(a: Any, b: Any, eps: Any, t: Any) -> mpmath.mpf:
    """X_t from the closed form at mpmath's working precision; a² + 4b > 0."""
    root = mpmath.sqrt(mpmath.mpf(a) ** 2 + 4 * b)
    return eps * (mpmath.exp((-a + root) / 2 * t) - mpmath.exp((-a - root) / 2 * t)) / root


def integrate(a: Any, b: Any, eps: Any, t: Any) -> mpmath.mpf:
    """X_t by mpmath's Taylor solver for the system (X, ∫X) at the working precision; it never sees the closed form.

    a, b ≥ 0 and t ≥ 0; raises InputError for other values, or when t·√(a²+4b) exceeds 2000 (the solver's reach).
    """
    if a < 0 or b < 0 or t < 0:
        raise InputError("The gap ODE needs a ≥ 0, b ≥ 0 and t ≥ 0; choose other values.")
    if t * mpmath.sqrt(mpmath.mpf(a) ** 2 + 4 * b) > TAYLOR_REACH:
        raise InputError(f"t·√(a² + 4b) must be at most {TAYLOR_REACH} for the Taylor solver; choose a smaller t.")
    zero = mpmath.mpf(0)
    path = mpmath.odefun(lambda _, y: [-a * y[0] + b * y[1] + eps, y[0]], 0, [zero, zero])
    return path(t)[0]
