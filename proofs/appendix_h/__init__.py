"""Appendix H: the simulations in detail; its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "table_1",
    "experiments",
)
