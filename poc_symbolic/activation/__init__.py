"""Activations σ = Σ c_k He_k: given by coefficients, as text or as a SymPy expression."""

from __future__ import annotations

from poc_symbolic.activation.activation import MAX_DEGREE, Activation
from poc_symbolic.activation.truncation import Size, Tail, Truncation

__all__ = ["MAX_DEGREE", "Activation", "Size", "Tail", "Truncation"]
