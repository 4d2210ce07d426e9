"""Harmonic analysis on the sphere S^{d-1} along one axis: Gegenbauer polynomials, uniform law."""

from __future__ import annotations

from poc_symbolic.sphere.gegenbauer import (
    expand,
    gegenbauer,
    gegenbauer_coefficients,
    harmonic_dimension,
    monomial_coefficient,
)
from poc_symbolic.sphere.uniform import axis_moment, overlap_density

__all__ = [
    "axis_moment",
    "expand",
    "gegenbauer",
    "gegenbauer_coefficients",
    "harmonic_dimension",
    "monomial_coefficient",
    "overlap_density",
]
