"""Networks of finite width beside the mean-field flow: coupling, potential, and the width that a proof asks for."""

from __future__ import annotations

from poc_symbolic.network.coupling import CoupledNetwork, CoupledState, Coupling, couple
from poc_symbolic.network.fields import GaussianData
from poc_symbolic.network.network import FiniteNetwork
from poc_symbolic.network.problem import Problem, single_index_problem, teacher_problem

__all__ = [
    "CoupledNetwork",
    "CoupledState",
    "Coupling",
    "FiniteNetwork",
    "GaussianData",
    "Problem",
    "couple",
    "single_index_problem",
    "teacher_problem",
]
