"""Gegenbauer polynomials P_ℓ of the sphere S^{d-1}, normalised by P_ℓ(1) = 1 (reference §2).

All coefficients are ratios of products of shifts d + s: with λ = (d-2)/2 the factor d - 2 that the
classical formulas carry in numerator and denominator has been cancelled, so d = 2 (Chebyshev) is regular.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import factorial

import sympy
from flint import fmpq

from poc_symbolic.errors import InputError
from poc_symbolic.hermite.polynomials import require_degree
from poc_symbolic.sphere.linear_product import LinearProduct, combined_to_sympy, require_dimension
from poc_symbolic.symbols import d as default_dimension
from poc_symbolic.symbols import z as default_variable


@lru_cache(maxsize=512)
def gegenbauer_products(degree: int) -> tuple[tuple[int, LinearProduct], ...]:
    """Coefficients of P_ℓ as factored functions of d: pairs (power of z, coefficient), ascending.

    [z^{ℓ-2m}] P_ℓ = (-1)^m ℓ! 2^{ℓ-2m} / (m! (ℓ-2m)!) · (λ)_{ℓ-m} / (2λ)_ℓ,  λ = (d-2)/2.
    """
    terms = []
    for m in range(degree // 2 + 1):
        power = degree - 2 * m
        scale = fmpq((-1) ** m * factorial(degree), factorial(m) * factorial(power) * 2**m)
        # (λ)_n = 2^{-n} Π_{i<n} (d-2+2i),  (2λ)_n = Π_{i<n} (d-2+i); the common i = 0 cancels.
        numerator = (2 * i - 2 for i in range(degree - m))
        terms.append((power, LinearProduct.build(scale, numerator, range(-2, degree - 2))))
    return tuple(sorted(terms, key=lambda term: term[0]))


@lru_cache(maxsize=512)
def factored_gegenbauer(degree: int) -> tuple[LinearProduct, tuple[tuple[int, LinearProduct], ...]]:
    """P_ℓ as (common factor, terms): the terms' coefficients are integer polynomials in d."""
    products = gegenbauer_products(degree)
    shifts = {s for _, c in products for s, _ in c.powers}
    common = LinearProduct.build(
        fmpq(1), (), (s for s in shifts if min(dict(c.powers).get(s, 0) for _, c in products) < 0)
    )
    return common, tuple((n, c / common) for n, c in products)


@lru_cache(maxsize=2048)
def monomial_product(k: int, degree: int) -> LinearProduct:
    """a_{k,ℓ}(d) as a factored function of d; see :func:`monomial_coefficient`."""
    j = (k - degree) // 2
    scale = fmpq(factorial(k), 2**k * factorial(j) * factorial(degree)) * fmpq(2) ** (k - j)
    numerator = [2 * degree - 2, *range(-2, degree - 2)]
    return LinearProduct.build(scale, numerator, (2 * i - 2 for i in range(k - j + 1)))


def gegenbauer_coefficients(degree: int, d: sympy.Expr | int = default_dimension) -> dict[int, sympy.Expr]:
    """The non-zero coefficients {power: coefficient} of P_ℓ^{(d)}, factored when d is symbolic.

    Raises InputError unless the degree is an integer ≥ 0 and d an integer ≥ 2 or symbolic.
    """
    degree, d = require_degree(degree), require_dimension(d)
    return {n: c.to_sympy(d) for n, c in gegenbauer_products(degree)}


def gegenbauer(degree: int, z: sympy.Expr = default_variable, d: sympy.Expr | int = default_dimension) -> sympy.Expr:
    """P_ℓ^{(d)}(z), with P_ℓ(1) = 1 and (ℓ+d-2) P_{ℓ+1} = (2ℓ+d-2) z P_ℓ - ℓ P_{ℓ-1}.

    Domain: z in [-1, 1] (where |P_ℓ| ≤ 1) or any SymPy expression; d an integer ≥ 2 or symbolic.
    Raises InputError on a negative degree, d < 2 or a number z outside [-1, 1].
    """
    degree, d, z = require_degree(degree), require_dimension(d), require_overlap(z)
    common, terms = factored_gegenbauer(degree)
    return common.to_sympy(d) * sympy.Add(*(c.to_sympy(d) * z**n for n, c in terms))


def monomial_coefficient(k: int, degree: int, d: sympy.Expr | int = default_dimension) -> sympy.Expr:
    """a_{k,ℓ}(d) in z^k = Σ_ℓ a_{k,ℓ}(d) P_ℓ^{(d)}(z), a ratio of products of shifts of d.

    a_{k,ℓ} = k!/(2^k j!) · (ℓ+λ)/(λ (λ+1)_{k-j}) · (2λ)_ℓ/ℓ!  with j = (k-ℓ)/2, λ = (d-2)/2;
    zero when k - ℓ is odd or negative. Raises InputError on negative k, ℓ or d < 2.
    """
    k, degree, d = require_degree(k, "exponent"), require_degree(degree), require_dimension(d)
    if degree > k or (k - degree) % 2:
        return sympy.Integer(0)
    return monomial_product(k, degree).to_sympy(d)


def harmonic_dimension(degree: int, d: sympy.Expr | int = default_dimension) -> sympy.Expr:
    """Dimension of the spherical harmonics of degree ℓ on S^{d-1}; 1/E P_ℓ² under the uniform law.

    N_ℓ = (2ℓ+d-2) (d-1)(d)…(d+ℓ-3) / ℓ!,  N_0 = 1. Raises InputError on ℓ < 0 or d < 2.
    """
    degree, d = require_degree(degree), require_dimension(d)
    if degree == 0:
        return sympy.Integer(1)
    shifts = [2 * degree - 2, *range(-1, degree - 2)]
    return LinearProduct.build(fmpq(1, factorial(degree)), shifts).to_sympy(d)


def expand(coefficients: Mapping[int, sympy.Expr], d: sympy.Expr | int = default_dimension) -> dict[int, sympy.Expr]:
    """Gegenbauer coefficients {ℓ: a_ℓ} of the polynomial Σ_k c_k z^k, i.e. a_ℓ = Σ_k c_k a_{k,ℓ}(d).

    ``coefficients`` maps k to an exact SymPy number (or int). Each a_ℓ is one factored fraction in d
    for every linearly independent irrational that occurs among the c_k. ℓ ascends; ℓ whose parity does
    not occur are absent. Raises InputError on d < 2, a negative k or an inexact c_k.
    """
    d = require_dimension(d)
    parts = rational_components(coefficients)
    degrees = sorted({k - 2 * j for part in parts.values() for k in part for j in range(k // 2 + 1)})
    expanded = {}
    for degree in degrees:
        pieces = []
        for unit, part in parts.items():
            scaled = (
                monomial_product(k, degree) * LinearProduct(c, ())
                for k, c in part.items()
                if k >= degree and (k - degree) % 2 == 0
            )
            pieces.append(unit * combined_to_sympy(scaled, d))
        expanded[degree] = sympy.Add(*pieces)
    return expanded


def rational_components(coefficients: Mapping[int, sympy.Expr]) -> dict[sympy.Expr, dict[int, fmpq]]:
    """Split exact coefficients as c_k = Σ_u u · r_{u,k} with rational r and irrational units u.

    Returns {u: {k: r_{u,k}}} in a fixed order; u = 1 alone when everything is rational.
    """
    parts: dict[sympy.Expr, dict[int, fmpq]] = {}
    for k, value in coefficients.items():
        k, value = require_degree(k, "exponent"), sympy.sympify(value)
        if value.has(sympy.Float) or not value.is_number:
            raise InputError(f"The coefficient of z^{k} must be an exact number, not {value}.")
        for term in _additive_terms(value):
            factor, unit = term.as_coeff_Mul(rational=True)
            if factor != 0:
                column = parts.setdefault(unit, {})
                column[k] = column.get(k, fmpq(0)) + fmpq(int(factor.p), int(factor.q))
    return dict(sorted(parts.items(), key=lambda item: sympy.default_sort_key(item[0])))


def _additive_terms(value: sympy.Expr) -> Iterable[sympy.Expr]:
    terms: tuple[sympy.Expr, ...] = (value,)
    if not value.is_Rational:
        terms = sympy.Add.make_args(sympy.expand(value))
    return terms


def require_overlap(value: sympy.Expr, name: str = "overlap") -> sympy.Expr:
    """Return an exact overlap in [-1, 1] or a symbolic expression, or raise InputError."""
    value = sympy.sympify(value) if not isinstance(value, str) else value
    if not isinstance(value, sympy.Expr) or value.has(sympy.nan, sympy.zoo, sympy.oo):
        raise InputError(f"The {name} must be a number in [-1, 1] or a symbol, not {value!r}.")
    if value.is_number and (value.is_real is False or sympy.Abs(value) > 1):
        raise InputError(f"The {name} must lie in [-1, 1], but {value} does not.")
    return value
