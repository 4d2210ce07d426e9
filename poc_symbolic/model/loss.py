"""Loss and potential of a rotation-symmetric network law in its Gegenbauer moments (reference §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from poc_symbolic.model.series import gegenbauer_series

if TYPE_CHECKING:
    from poc_symbolic.model.single_index import SingleIndexModel


def loss(model: SingleIndexModel) -> sympy.Expr:
    """‖f_ρ - f*‖² = Σ_ℓ (a_ℓ p_ℓ² - 2 b_ℓ p_ℓ + e_ℓ), with p_ℓ = E_ρ P_ℓ(α) and p_0 = 1.

    Written as Σ_ℓ a_ℓ (1-p_ℓ)² for a well-specified teacher. Holds for every law ρ on S^{d-1} that is
    invariant under the rotations fixing w* (paper p.4 for the loss, reference §3 for the form).
    """
    p = model.moments
    if model.well_specified:
        return sympy.Add(*(c.a * (1 - p[n]) ** 2 for n, c in model.gegenbauer.items()))
    return sympy.Add(*(c.a * p[n] ** 2 - 2 * c.b * p[n] + c.e for n, c in model.gegenbauer.items()))


def potential(model: SingleIndexModel) -> sympy.Expr:
    """V(α) = Σ_ℓ (b_ℓ - a_ℓ p_ℓ) P_ℓ(α), minus half the first variation of the loss (reference §3).

    Equals E_x (f* - f_ρ)(x) σ(⟨w,x⟩) at overlap α in [-1, 1]; Σ_ℓ a_ℓ (1-p_ℓ) P_ℓ when well-specified.
    """
    return gegenbauer_series(model, lambda n: ((n, 1),))
