"""The law of one coordinate of a uniform point of the sphere S^{d-1}."""

from __future__ import annotations

import sympy
from flint import fmpq

from poc_symbolic.hermite.gaussian import gaussian_moment
from poc_symbolic.hermite.polynomials import require_degree
from poc_symbolic.sphere.gegenbauer import require_overlap
from poc_symbolic.sphere.linear_product import LinearProduct, require_dimension
from poc_symbolic.symbols import alpha as default_overlap
from poc_symbolic.symbols import d as default_dimension


def axis_moment_product(j: int) -> LinearProduct:
    """E u^{2j} on S^{d-1} as a factored function of d; see :func:`axis_moment`."""
    return LinearProduct.build(fmpq(gaussian_moment(2 * j)), (), range(0, 2 * j, 2))


def axis_moment(j: int, d: sympy.Expr | int = default_dimension) -> sympy.Expr:
    """E u^{2j} for the first coordinate u of a uniform point of S^{d-1}.

    Equals (2j-1)!! / (d (d+2) … (d+2j-2)), since |x|² and x/|x| are independent for Gaussian x.
    ``d`` is an integer ≥ 1 (S⁰ is the two points ±1) or symbolic: for the sphere S^{d-2} that the
    rotations about w* move (reference §2), pass d - 1. Raises InputError on j < 0 or d < 1.
    """
    j, d = require_degree(j, "index"), require_dimension(d, least=1)
    return axis_moment_product(j).to_sympy(d)


def overlap_density(alpha: sympy.Expr = default_overlap, d: sympy.Expr | int = default_dimension) -> sympy.Expr:
    """Density on (-1, 1) of the signed overlap of a uniform point of S^{d-1} with a fixed axis.

    Γ(d/2) / (√π Γ((d-1)/2)) · (1-α²)^{(d-3)/2}, so that α² ~ Beta(1/2, (d-1)/2) (reference §2).
    Raises InputError on d < 2 or a number α outside [-1, 1].
    """
    alpha, d = require_overlap(alpha), sympy.sympify(require_dimension(d))
    constant = sympy.gamma(d / 2) / (sympy.sqrt(sympy.pi) * sympy.gamma((d - 1) / 2))
    return constant * (1 - alpha**2) ** ((d - 3) / 2)
