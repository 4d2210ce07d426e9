"""Velocity of a neuron's overlap under the projected gradient flow (paper eq. (2) and (37))."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from poc_symbolic.model.series import derivative_map, gegenbauer_series

if TYPE_CHECKING:
    from poc_symbolic.model.single_index import SingleIndexModel


def potential_derivative(model: SingleIndexModel, order: int = 1) -> sympy.Expr:
    """The derivative V^{(order)}(α) = Σ_ℓ (b_ℓ - a_ℓ p_ℓ) P_ℓ^{(order)}(α)."""
    return gegenbauer_series(model, derivative_map(order))


def velocity(model: SingleIndexModel) -> sympy.Expr:
    """v(α) = dα/dt = (1-α²) V'(α) = (1-α²) Σ_ℓ (b_ℓ - a_ℓ p_ℓ) P_ℓ'(α), in the time of the paper's ν.

    The ambient velocity is ν(w) = V'(α) P_w^⊥ w*. With all p_ℓ = 0 (ℓ ≥ 1, the uniform law) it is
    (1-α²) q_×'(α). Domain: α in [-1, 1]. Source: paper eq. (37), p.64; reference §3.
    """
    return (1 - model.alpha**2) * potential_derivative(model)
