"""Appendix F: the potential, its properties and its dynamics; its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "symmetry",
    "restricted_isometry",
    "rank",
    "spectrum",
    "group_action",
    "nearest_teacher",
    "interaction",
    "eigenspace_errors",
    "local_term",
    "theorem_39",
    "potential",
    "corollary_40",
    "error_bound",
    "gap_ode",
    "coupled_runs",
)
