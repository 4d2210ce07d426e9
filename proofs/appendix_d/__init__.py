"""Appendix D: the lemmas of the basic setup, Lemma 5 among them; its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "lemma_16",
    "notation",
    "smoothness",
    "hoelder",
    "taylor",
    "function_error",
    "projection",
    "decomposition",
    "error_terms",
    "coupled_runs",
)
