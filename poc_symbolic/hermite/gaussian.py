"""Exact moments of one and of two correlated standard Gaussians, by counting pairings (Isserlis)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import comb, factorial, prod

import sympy

from poc_symbolic.hermite.polynomials import require_degree
from poc_symbolic.symbols import z as default_variable


@lru_cache(maxsize=1024)
def _gaussian_moment(n: int) -> int:
    if n % 2:
        return 0
    return prod(range(1, n, 2))


def gaussian_moment(n: int) -> int:
    """E x^n for x ~ N(0, 1): (n-1)!! for even n, 0 for odd n.

    Raises InputError unless n is an integer ≥ 0.
    """
    return _gaussian_moment(require_degree(n, "exponent"))


def correlated_moment(i: int, j: int, z: sympy.Expr = default_variable) -> sympy.Expr:
    """E x^i y^j for standard Gaussians x, y with E xy = z.

    A pairing of the i + j factors that joins m of the x to m of the y contributes z^m, and there are
    C(i,m) C(j,m) m! (i-m-1)!! (j-m-1)!! of them (Isserlis' theorem).

    Raises InputError unless i and j are integers ≥ 0.
    """
    i, j = require_degree(i, "exponent"), require_degree(j, "exponent")
    terms = (
        comb(i, m) * comb(j, m) * factorial(m) * _gaussian_moment(i - m) * _gaussian_moment(j - m) * z**m
        for m in range(min(i, j) + 1)
        if (i - m) % 2 == 0 and (j - m) % 2 == 0
    )
    return sympy.Add(*terms)


def correlated_coefficients(f: Sequence[sympy.Expr], g: Sequence[sympy.Expr]) -> list[sympy.Expr]:
    """Coefficients in z, low to high, of E f(x) g(y); see :func:`correlated_expectation`."""

    def open_ends(coefficients: Sequence[sympy.Expr], m: int) -> sympy.Expr:
        # Sum over monomials of the ways to leave exactly m factors unpaired.
        return sympy.Add(
            *(
                sympy.sympify(c) * (comb(n, m) * _gaussian_moment(n - m))
                for n, c in enumerate(coefficients)
                if n >= m and (n - m) % 2 == 0 and c != 0
            )
        )

    size = min(len(f), len(g))
    return [sympy.expand(open_ends(f, m) * open_ends(g, m) * factorial(m)) for m in range(size)]


def correlated_expectation(
    f_coeffs: Sequence[sympy.Expr], g_coeffs: Sequence[sympy.Expr], z: sympy.Expr = default_variable
) -> sympy.Expr:
    """E f(x) g(y) as a polynomial in z = E xy, for f = Σ f_i x^i and g = Σ g_j y^j.

    ``f_coeffs`` and ``g_coeffs`` are monomial coefficients from low to high (ints or SymPy numbers).
    Only pairings are counted: nothing here knows of Hermite polynomials, so it can check them.
    """
    return sympy.Add(*(c * z**m for m, c in enumerate(correlated_coefficients(f_coeffs, g_coeffs)) if c != 0))
