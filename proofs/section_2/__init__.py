"""Section 2: setting and preliminaries (pp. 4–8); its modules in the paper's order."""

from __future__ import annotations

MODULES = (
    "network",
    "setting",
    "function_error",
    "coupling",
    "local_hessian",
    "regularity",
    "interaction_hessian",
    "control_parameters",
    "error_dynamics",
    "stability_matrix",
    "duhamel",
    "coupled_runs",
)
