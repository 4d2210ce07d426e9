"""Hermite polynomials of the probabilists' kind and exact Gaussian moments."""

from __future__ import annotations

from poc_symbolic.hermite.gaussian import correlated_expectation, correlated_moment, gaussian_moment
from poc_symbolic.hermite.polynomials import hermite, hermite_coefficients, monomial_in_hermite

__all__ = [
    "correlated_expectation",
    "correlated_moment",
    "gaussian_moment",
    "hermite",
    "hermite_coefficients",
    "monomial_in_hermite",
]
