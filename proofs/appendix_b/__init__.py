"""Appendix B: the assumptions in full and their discussion; its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "assumptions",
    "modes_of_convergence",
    "remarks",
    "information_exponent_two",
    "symmetry",
)
