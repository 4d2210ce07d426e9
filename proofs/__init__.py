"""The paper's ledger: Glasgow, Wu and Bruna, Mean-field analysis of polynomial-width two-layer neural network
beyond finite time horizon (COLT 2025, arXiv:2504.13110).

One module for each part of the paper; :func:`ledger` collects their claims, the inventory of the paper's checkable
items (``inventory.json``), the expected verdicts (``expected.json``) and the closed list of background steps.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from poc_symbolic.claims.ledger import Ledger, read_expectations

PAPER = (
    "M. Glasgow, D. Wu, J. Bruna, Mean-field analysis of polynomial-width two-layer neural network beyond finite time "
    "horizon, COLT 2025, PMLR 291:2461–2539, arXiv:2504.13110"
)


@lru_cache(maxsize=1)
def ledger() -> Ledger:
    """The ledger of the paper, in the paper's order."""
    from proofs import (
        appendix_b_assumptions,
        appendix_b_information_exponent_two,
        appendix_b_modes_of_convergence,
        appendix_b_remarks,
        appendix_b_symmetry,
        appendix_c_experiments,
        appendix_d_decomposition,
        appendix_d_error_terms,
        appendix_d_function_error,
        appendix_d_hoelder,
        appendix_d_lemma_16,
        appendix_d_notation,
        appendix_d_projection,
        appendix_d_smoothness,
        appendix_d_taylor,
        appendix_e_hoeffding,
        appendix_f_corollary_40,
        appendix_f_error_bound,
        appendix_f_gap_ode,
        appendix_f_interaction,
        appendix_f_local_term,
        appendix_f_potential,
        appendix_f_theorem_39,
        appendix_g_convergence,
        appendix_g_derivative,
        appendix_g_derivative_remainder,
        appendix_g_escape,
        appendix_g_flow_derivative,
        appendix_g_flow_intervals,
        appendix_g_gegenbauer_form,
        appendix_g_hermite,
        appendix_g_interval_mass,
        appendix_g_local_convexity,
        appendix_g_loss_bounds,
        appendix_g_mean_value_step,
        appendix_g_remainder,
        appendix_g_setting,
        appendix_g_sphere_moments,
        appendix_g_theorem_9,
        appendix_g_velocity,
        appendix_g_velocity_bounds,
        section_1_introduction,
        section_1_wasserstein_rate,
        section_2_control_parameters,
        section_2_coupling,
        section_2_duhamel,
        section_2_error_dynamics,
        section_2_function_error,
        section_2_interaction_hessian,
        section_2_local_hessian,
        section_2_network,
        section_2_regularity,
        section_2_setting,
        section_2_stability_matrix,
        section_3_assumptions,
        section_3_single_index,
        section_3_theorem_7,
        section_4_average_stability,
        section_4_descent,
        section_4_potential,
        section_4_repelled_band,
        section_4_self_concordance,
    )
    from proofs.background import BACKGROUND

    modules = (
        section_1_introduction,
        section_1_wasserstein_rate,
        section_2_setting,
        section_2_network,
        section_2_coupling,
        section_2_function_error,
        section_2_local_hessian,
        section_2_interaction_hessian,
        section_2_regularity,
        section_2_control_parameters,
        section_2_error_dynamics,
        section_2_stability_matrix,
        section_2_duhamel,
        section_3_assumptions,
        section_3_theorem_7,
        section_3_single_index,
        section_4_potential,
        section_4_descent,
        section_4_self_concordance,
        section_4_repelled_band,
        appendix_b_assumptions,
        appendix_b_modes_of_convergence,
        appendix_b_remarks,
        appendix_b_information_exponent_two,
        appendix_b_symmetry,
        appendix_c_experiments,
        appendix_d_notation,
        appendix_d_smoothness,
        appendix_d_hoelder,
        appendix_d_taylor,
        appendix_d_projection,
        appendix_d_function_error,
        appendix_d_lemma_16,
        appendix_d_decomposition,
        appendix_d_error_terms,
        appendix_e_hoeffding,
        section_4_average_stability,
        appendix_f_interaction,
        appendix_f_local_term,
        appendix_f_theorem_39,
        appendix_f_corollary_40,
        appendix_f_potential,
        appendix_f_error_bound,
        appendix_f_gap_ode,
        appendix_g_hermite,
        appendix_g_setting,
        appendix_g_sphere_moments,
        appendix_g_gegenbauer_form,
        appendix_g_velocity,
        appendix_g_remainder,
        appendix_g_velocity_bounds,
        appendix_g_derivative,
        appendix_g_derivative_remainder,
        appendix_g_flow_intervals,
        appendix_g_flow_derivative,
        appendix_g_loss_bounds,
        appendix_g_convergence,
        appendix_g_mean_value_step,
        appendix_g_interval_mass,
        appendix_g_escape,
        appendix_g_local_convexity,
        appendix_g_theorem_9,
    )
    data = files("proofs")
    inventory = json.loads(data.joinpath("inventory.json").read_text(encoding="utf-8"))
    expected = json.loads(data.joinpath("expected.json").read_text(encoding="utf-8"))
    return Ledger(
        name="glasgow25a",
        paper=PAPER,
        loader="proofs:ledger",
        claims=tuple(claim for module in modules for claim in module.CLAIMS),
        background=BACKGROUND,
        inventory={item: entry["where"] for item, entry in inventory.items()},
        expected=read_expectations(expected),
    )
