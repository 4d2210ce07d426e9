"""The single-index model in the overlap variable: loss, velocity, local Hessian, self-concordance."""

from __future__ import annotations

from poc_symbolic.model.algebraic import AlgebraicNumber
from poc_symbolic.model.hessian import LocalHessian
from poc_symbolic.model.kernels import GegenbauerCoefficients, InformationExponents, Kernels
from poc_symbolic.model.self_concordance import SelfConcordance
from poc_symbolic.model.single_index import SingleIndexModel
from poc_symbolic.model.steps import DerivationError, Step

__all__ = [
    "AlgebraicNumber",
    "DerivationError",
    "GegenbauerCoefficients",
    "InformationExponents",
    "Kernels",
    "LocalHessian",
    "SelfConcordance",
    "SingleIndexModel",
    "Step",
]
