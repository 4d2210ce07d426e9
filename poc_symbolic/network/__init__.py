"""Networks of finite width beside the mean-field flow: coupling, potential, and the width that a proof asks for."""

from __future__ import annotations

from poc_symbolic.network.coupling import CoupledNetwork, CoupledState, Coupling, couple
from poc_symbolic.network.fields import GaussianData
from poc_symbolic.network.network import FiniteNetwork
from poc_symbolic.network.potential import Potential
from poc_symbolic.network.problem import Problem, single_index_problem, teacher_problem
from poc_symbolic.network.proxy import run_beside_wide
from poc_symbolic.network.residuals import comparison, lemma_5
from poc_symbolic.network.width_report import width_json

__all__ = [
    "CoupledNetwork",
    "CoupledState",
    "Coupling",
    "FiniteNetwork",
    "GaussianData",
    "Potential",
    "Problem",
    "comparison",
    "couple",
    "lemma_5",
    "run_beside_wide",
    "single_index_problem",
    "teacher_problem",
    "width_json",
]
