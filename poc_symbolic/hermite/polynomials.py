"""Probabilists' Hermite polynomials He_k, with integer coefficients throughout."""

from __future__ import annotations

from functools import lru_cache
from math import factorial

import sympy

from poc_symbolic.errors import InputError
from poc_symbolic.symbols import z as default_variable


def require_degree(value: object, name: str = "degree") -> int:
    """Return ``value`` as an int ≥ 0, or raise InputError naming it."""
    if isinstance(value, bool) or not isinstance(value, int | sympy.Integer) or value < 0:
        raise InputError(f"The {name} must be a non-negative integer, not {value!r}.")
    return int(value)


@lru_cache(maxsize=512)
def _hermite_coefficients(k: int) -> tuple[int, ...]:
    coefficients = [0] * (k + 1)
    for m in range(k // 2 + 1):
        pairings = factorial(k) // (factorial(m) * 2**m * factorial(k - 2 * m))
        coefficients[k - 2 * m] = (-1) ** m * pairings
    return tuple(coefficients)


def hermite_coefficients(k: int) -> tuple[int, ...]:
    """Coefficients of He_k, from z⁰ up to z^k.

    He_k(z) = Σ_m (-1)^m k! / (m! 2^m (k-2m)!) z^{k-2m}.

    Raises InputError unless k is an integer ≥ 0.
    """
    return _hermite_coefficients(require_degree(k))


def hermite(k: int, z: sympy.Expr = default_variable) -> sympy.Expr:
    """He_k(z), monic, orthogonal for N(0, 1) with E He_k² = k! (reference §1).

    Raises InputError unless k is an integer ≥ 0.
    """
    return sympy.Add(*(c * z**n for n, c in enumerate(hermite_coefficients(k)) if c))


@lru_cache(maxsize=512)
def _monomial_in_hermite(n: int) -> tuple[tuple[int, int], ...]:
    terms = ((n - 2 * m, factorial(n) // (factorial(m) * 2**m * factorial(n - 2 * m))) for m in range(n // 2 + 1))
    return tuple(sorted(terms))


def monomial_in_hermite(n: int) -> dict[int, int]:
    """The expansion z^n = Σ_k h_k He_k(z), as {k: h_k} with ascending k and only non-zero h_k.

    h_{n-2m} = n! / (m! 2^m (n-2m)!).

    Raises InputError unless n is an integer ≥ 0.
    """
    return dict(_monomial_in_hermite(require_degree(n, "exponent")))
