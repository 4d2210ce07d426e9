"""Appendix E: the concentration lemmas; its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "one_neuron",
    "nets",
    "union_bounds",
    "jacobian_nets",
    "hoeffding",
    "averaging",
    "data",
    "tails",
)
