"""Appendix C: the experiments; its modules in the paper's order."""

from __future__ import annotations

MODULES = ("experiments",)
