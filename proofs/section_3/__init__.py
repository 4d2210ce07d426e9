"""Section 3: the main result, propagation of chaos (pp. 8–11); its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "assumptions",
    "theorem_7",
    "single_index",
    "coupled_runs",
    "stuck_half",
)
