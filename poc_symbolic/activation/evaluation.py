"""Ball evaluation of an expression at a real or complex argument, safe inside ``acb.integral``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import sympy
from flint import acb, acb_poly, arb, ctx, fmpq, fmpq_poly

from poc_symbolic.expression import relu, softplus, step

Integrand: TypeAlias = Callable[[acb, bool], acb]

_HALF = fmpq(1, 2)

# With analytic=True each of these returns a non-finite ball where it is not analytic (a kink, a branch
# cut): acb.integral relies on that, and is silently wrong without it.
_FUNCTIONS: dict[type[sympy.Basic], Integrand] = {
    sympy.exp: lambda x, _: x.exp(),
    sympy.erf: lambda x, _: x.erf(),
    sympy.tanh: lambda x, _: x.tanh(),
    sympy.log: lambda x, analytic: x.log(analytic=analytic),
    sympy.Abs: lambda x, analytic: x.real_abs(analytic=analytic),
    sympy.sign: lambda x, analytic: x.real_sgn(analytic=analytic),
    relu: lambda x, analytic: (x + x.real_abs(analytic=analytic)) * _HALF,
    step: lambda x, analytic: x.real_heaviside(analytic=analytic),
    softplus: lambda x, analytic: (1 + x.exp()).log(analytic=analytic),
    sympy.asin: lambda x, _: acb(x.real.asin()),
    sympy.atan: lambda x, _: acb(x.real.atan()),
}


def rational_ball(value: sympy.Rational) -> arb:
    """A ball around an exact rational at the present precision."""
    return arb(fmpq(int(value.p), int(value.q)))


def exact_rational(value: arb) -> sympy.Rational:
    """The rational value of a ball of radius 0."""
    exact = value.fmpq()
    return sympy.Rational(int(exact.p), int(exact.q))


def enclose_constant(value: sympy.Expr) -> arb | None:
    """A ball around an exact real number at the present precision; None if a function is not covered."""
    if value.is_Rational:
        return rational_ball(value)
    try:
        return compile_balls(value, None)(acb(0), False).real
    except NotImplementedError:
        return None


def compile_balls(expr: sympy.Expr, z: sympy.Symbol | None) -> Integrand:
    """``f(x, analytic)`` enclosing ``expr`` at z = x, constants being taken at the present precision.

    With ``analytic`` set the result is non-finite wherever the function is not holomorphic, as
    ``acb.integral`` demands. Raises NotImplementedError for a function that is not covered.
    """
    if expr == z:
        return lambda x, _: x
    if expr.is_Rational:
        constant = acb(rational_ball(expr))
        return lambda x, _: constant
    if expr is sympy.pi or expr is sympy.E:
        value = acb(arb.pi() if expr is sympy.pi else arb.const_e())
        return lambda x, _: value
    if isinstance(expr, sympy.CRootOf):
        root = acb(_algebraic_ball(expr))
        return lambda x, _: root
    if z is not None and expr.is_Add and (coefficients := _sparse_coefficients(expr, z)) is not None:
        polynomial = acb_poly(coefficients)
        return lambda x, _: polynomial(x)
    parts = [compile_balls(argument, z) for argument in expr.args]
    if not parts:
        raise NotImplementedError(f"{expr} has no ball evaluation")
    function = _operation(expr, parts)
    if z is None or not expr.has(z):
        folded = function(acb(0), False)
        return lambda x, _: folded
    return function


def _sparse_coefficients(expr: sympy.Expr, z: sympy.Symbol) -> fmpq_poly | None:
    """The polynomial that a sum spells out in rational monomials, else None."""
    terms = [term.as_coeff_exponent(z) for term in expr.args]
    if not all(c.is_Rational and n.is_Integer and n >= 0 for c, n in terms):
        return None
    coefficients = [fmpq(0)] * (1 + max(int(n) for _, n in terms))
    for c, n in terms:
        coefficients[int(n)] += fmpq(int(c.p), int(c.q))
    return fmpq_poly(coefficients)


def _algebraic_ball(root: sympy.CRootOf) -> arb:
    """A ball around a real root of an integer polynomial, from SymPy's exact isolating interval."""
    radius = sympy.Rational(1, 2**ctx.prec)
    return rational_ball(root.eval_rational(radius)) + arb(0, 1) * rational_ball(radius)


def _operation(expr: sympy.Expr, parts: list[Integrand]) -> Integrand:
    if expr.is_Add:
        return lambda x, analytic: _total([part(x, analytic) for part in parts])
    if expr.is_Mul:
        return lambda x, analytic: _product([part(x, analytic) for part in parts])
    if expr.is_Pow and not isinstance(expr, sympy.exp):
        return _power(parts[0], expr.exp, expr.base.is_positive and expr.base.is_number)
    if expr.func in _FUNCTIONS:
        function, inner = _FUNCTIONS[expr.func], parts[0]
        return lambda x, analytic: function(inner(x, analytic), analytic)
    raise NotImplementedError(f"{expr.func.__name__} has no ball evaluation")


def _power(base: Integrand, exponent: sympy.Expr, positive_constant: bool) -> Integrand:
    if exponent.is_Integer:
        n = int(exponent)
        return lambda x, analytic: base(x, analytic) ** n
    if exponent.is_Rational and exponent.q & (exponent.q - 1) == 0:
        p, roots = int(exponent.p), int(exponent.q).bit_length() - 1
        return lambda x, analytic: _iterated_root(base(x, analytic), roots, analytic) ** p
    if exponent.is_Rational and positive_constant:
        q = fmpq(int(exponent.p), int(exponent.q))
        return lambda x, analytic: (base(x, analytic).log() * q).exp()
    raise NotImplementedError("a power of this kind has no ball evaluation")


def _iterated_root(x: acb, times: int, analytic: bool) -> acb:
    for _ in range(times):
        x = x.sqrt(analytic=analytic)
    return x


def _total(values: list[acb]) -> acb:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _product(values: list[acb]) -> acb:
    product = values[0]
    for value in values[1:]:
        product = product * value
    return product
