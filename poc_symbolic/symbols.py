"""The symbols of the theory, in the paper's letters.

``alpha`` is the overlap ⟨w, w*⟩ of a neuron, ``alpha_prime`` that of another one, ``d`` the dimension,
``z`` the argument of an overlap kernel, ``t`` that of a generating function or time,
and ``moment(ℓ)`` the Gegenbauer moment p_ℓ = E_ρ P_ℓ(α) of the neurons' law.
"""

from __future__ import annotations

import sympy

alpha = sympy.Symbol("alpha", real=True)
d = sympy.Symbol("d", positive=True)
z = sympy.Symbol("z", real=True)
alpha_prime = sympy.Symbol("alpha_prime", real=True)
t = sympy.Symbol("t", real=True)


def moment(degree: int) -> sympy.Symbol:
    """The symbol p_ℓ (``p2``, ``p4``, …) of the Gegenbauer moment of degree ℓ ≥ 1."""
    return sympy.Symbol(f"p{degree}", real=True)
