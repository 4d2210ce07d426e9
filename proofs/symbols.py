"""The letters of the paper that the ledger's statements use, and sums and products that SymPy leaves alone."""

from __future__ import annotations

import sympy

from poc_symbolic.symbols import alpha

__all__ = ["J", "alpha", "beta", "d", "inert", "j", "k", "r"]

beta = sympy.Symbol("beta", real=True)  # the overlap α' of the neuron that acts
d = sympy.Symbol("d", real=True)  # the dimension; that d ≥ 3, say, stands among the assumptions
r = sympy.Symbol("r", real=True)
k, j = sympy.symbols("k j", real=True)  # degrees: a proof for all real values covers the integers
J = sympy.Symbol("J", real=True)  # J_max


def inert(operation: type[sympy.Expr], *args: sympy.Expr) -> sympy.Expr:
    """A sum or product that SymPy leaves as it stands, so that the kernel does the algebra."""
    return operation(*args, evaluate=False)
