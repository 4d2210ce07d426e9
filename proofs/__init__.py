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
        appendix_f_error_bound,
        appendix_f_gap_ode,
        appendix_f_potential,
        appendix_g_convergence,
        appendix_g_derivative,
        appendix_g_gegenbauer_form,
        appendix_g_local_convexity,
        appendix_g_theorem_9,
        appendix_g_trajectories,
        appendix_g_velocity,
        section_2_setting,
        section_4_repelled_band,
        section_4_self_concordance,
    )
    from proofs.background import BACKGROUND

    modules = (
        section_2_setting,
        section_4_self_concordance,
        section_4_repelled_band,
        appendix_f_potential,
        appendix_f_error_bound,
        appendix_f_gap_ode,
        appendix_g_gegenbauer_form,
        appendix_g_velocity,
        appendix_g_derivative,
        appendix_g_convergence,
        appendix_g_local_convexity,
        appendix_g_trajectories,
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
