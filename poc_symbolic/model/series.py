"""Sums Σ_ℓ (b_ℓ - a_ℓ p_ℓ) T[P_ℓ](α) for linear maps T, built in their final shape.

Loss landscape, velocity and Hessians all are of this form with T a derivative. For symbolic d every
coefficient stays a product of shifts of d, so that the size grows like the square of the degree and
nothing has to be simplified; for integer d the sum is collected by powers of α.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import sympy

from poc_symbolic.sphere.gegenbauer import factored_gegenbauer

if TYPE_CHECKING:
    from poc_symbolic.model.single_index import SingleIndexModel

# The image of α^n under T, as pairs (power of α, integer factor).
MonomialMap = Callable[[int], Iterable[tuple[int, int]]]


def derivative_map(order: int) -> MonomialMap:
    """α^n ↦ n (n-1) … (n-order+1) α^{n-order}."""

    def image(n: int) -> Iterable[tuple[int, int]]:
        factor = 1
        for i in range(order):
            factor *= n - i
        return ((n - order, factor),) if factor else ()

    return image


def gegenbauer_series(model: SingleIndexModel, image: MonomialMap) -> sympy.Expr:
    """Σ_ℓ (b_ℓ - a_ℓ p_ℓ) T[P_ℓ](α) for the linear map T given on monomials by ``image``."""
    if isinstance(model.d, int):
        return _collected(model, image)
    return _factored(model, image)


def _terms(degree: int, image: MonomialMap) -> Iterable[tuple[int, int, int]]:
    """(index of the term of P_ℓ, power of α, factor) over the non-zero terms of T[P_ℓ]."""
    for index, (n, _) in enumerate(factored_gegenbauer(degree)[1]):
        for power, factor in image(n):
            if factor:
                yield index, power, factor


def _drift(model: SingleIndexModel, degree: int, factor: sympy.Expr) -> sympy.Expr:
    """(b_ℓ - a_ℓ p_ℓ) · factor, the factor multiplied in before any sum so that shifts of d cancel."""
    coefficients, moment = model.gegenbauer[degree], model.moments[degree]
    if model.well_specified:
        return coefficients.a * factor * (1 - moment)
    return coefficients.b * factor - coefficients.a * factor * moment


def _factored(model: SingleIndexModel, image: MonomialMap) -> sympy.Expr:
    total = []
    for degree in model.gegenbauer:
        common, coefficients = factored_gegenbauer(degree)
        polynomial = sympy.Add(
            *(
                sympy.Mul(factor, *coefficients[index][1].factors(model.d), model.alpha**power)
                for index, power, factor in _terms(degree, image)
            )
        )
        if polynomial.is_Add:
            total.append(_drift(model, degree, common.to_sympy(model.d)) * polynomial)
        elif polynomial != 0:
            total.append(_drift(model, degree, common.to_sympy(model.d) * polynomial))
    return sympy.Add(*total)


def _collected(model: SingleIndexModel, image: MonomialMap) -> sympy.Expr:
    columns: dict[int, list[sympy.Expr]] = {}
    for degree in model.gegenbauer:
        common, coefficients = factored_gegenbauer(degree)
        for index, power, factor in _terms(degree, image):
            weight = (common * coefficients[index][1]).to_sympy(model.d) * factor
            columns.setdefault(power, []).append(_drift(model, degree, weight))
    return sympy.Add(*(sympy.Add(*column) * model.alpha**n for n, column in sorted(columns.items())))
