"""Section 4: the ideas of the proof (pp. 11–16); its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "potential",
    "balanced",
    "self_concordance",
    "descent",
    "repelled_band",
    "average_stability",
    "coupled_runs",
)
