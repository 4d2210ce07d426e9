"""Certified integrals: FLINT's adaptive quadrature with analyticity checked, and exact piecewise ones.

FLINT's integrator asks for values on complex boxes and needs to know whether the integrand is analytic there:
√, log, |·|, sign and max are evaluated with that flag, otherwise the enclosure would be wrong and tiny.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import sympy
from flint import acb, ctx, fmpq

from poc_symbolic.errors import InputError
from poc_symbolic.rigor.rational import fraction, rational

Integrand = Callable[[Any, bool], Any]


def enclose_integral(
    expr: sympy.Expr, variable: sympy.Symbol, low: Any, high: Any, *, bits: int = 128
) -> tuple[Fraction, Fraction]:
    """Rationals a ≤ ∫ expr d(variable) ≤ b over [low, high].

    InputError if the integrand has other symbols or functions without ball evaluation, or if no finite
    enclosure
    was found (a singularity on the interval, for instance).
    """
    stray = expr.free_symbols - {variable}
    if len(stray) > 0 or expr.has(sympy.Float):
        raise InputError("The integrand must be exact and depend on the integration variable only.")
    f = analytic(expr, variable)
    a, b = rational(low), rational(high)
    with ctx.workprec(bits):
        value = acb.integral(f, acb(a), acb(b))
        real = value.real
        if real.is_finite() is not True:
            raise InputError("No finite enclosure of the integral was found; split the interval at its singularities.")
        return fraction(real.lower().fmpq()), fraction(real.upper().fmpq())


def analytic(expr: sympy.Expr, x: sympy.Symbol) -> Integrand:
    """The integrand on complex balls, not finite where the flag asks for analyticity and there is none."""
    if expr == x:
        return lambda z, flag: z
    if isinstance(expr, sympy.Rational):
        p, q = int(expr.p), int(expr.q)
        return lambda z, flag: acb(fmpq(p, q))
    if expr is sympy.pi:
        return lambda z, flag: acb.pi()
    if expr is sympy.E:
        return lambda z, flag: acb(1).exp()
    parts = [analytic(arg, x) for arg in expr.args]
    if isinstance(expr, (sympy.Add, sympy.Mul)):
        return lambda z, flag: _fold([p(z, flag) for p in parts], isinstance(expr, sympy.Mul))
    if isinstance(expr, sympy.Pow):
        exponent = expr.args[1]
        if exponent.is_Integer:
            n = int(exponent)
            return lambda z, flag: parts[0](z, flag) ** n
        if exponent == sympy.Rational(1, 2):
            return lambda z, flag: parts[0](z, flag).sqrt(analytic=flag)
        if exponent == sympy.Rational(-1, 2):
            return lambda z, flag: parts[0](z, flag).rsqrt(analytic=flag)
        if expr.args[0].free_symbols == set():
            return lambda z, flag: (parts[1](z, flag) * parts[0](z, flag).log()).exp()
        return lambda z, flag: (parts[1](z, flag) * parts[0](z, flag).log(analytic=flag)).exp()
    if isinstance(expr, sympy.log) and len(parts) == 1:
        return lambda z, flag: parts[0](z, flag).log(analytic=flag)
    if isinstance(expr, sympy.Abs):
        return lambda z, flag: parts[0](z, flag).real_abs(analytic=flag)
    if isinstance(expr, sympy.sign):
        return lambda z, flag: parts[0](z, flag).real_sgn(analytic=flag)
    if isinstance(expr, sympy.Max) and len(parts) == 2:
        return lambda z, flag: parts[0](z, flag).real_max(parts[1](z, flag), analytic=flag)
    entire = {
        sympy.exp: acb.exp,
        sympy.sin: acb.sin,
        sympy.cos: acb.cos,
        sympy.tanh: acb.tanh,
        sympy.erf: acb.erf,
    }
    if expr.func in entire:
        function = entire[expr.func]
        return lambda z, flag: function(parts[0](z, flag))
    raise InputError(f"{expr.func.__name__} has no ball evaluation in an integral.")


def _fold(values: Sequence[Any], product: bool) -> Any:
    out = values[0]
    for value in values[1:]:
        out = out * value if product else out + value
    return out


def integrate_pieces(pieces: Sequence[tuple[Any, Any, Any]], variable: sympy.Symbol) -> Fraction:
    """Σ ∫ p over [lo, hi], exactly, for pieces (polynomial over Q, lo, hi)."""
    total = fmpq(0)
    for expr, low, high in pieces:
        poly = sympy.Poly(expr, variable)
        if poly.domain not in (sympy.ZZ, sympy.QQ):
            raise InputError("A piece must be a polynomial with rational coefficients.")
        a, b = rational(low), rational(high)
        for (n,), c in poly.terms():
            total += rational(c) * (b ** (n + 1) - a ** (n + 1)) * fmpq(1, n + 1)
    return fraction(total)
