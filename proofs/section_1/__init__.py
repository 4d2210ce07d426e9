"""Section 1: introduction (pp. 1–4); its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "introduction",
    "wasserstein_rate",
)
