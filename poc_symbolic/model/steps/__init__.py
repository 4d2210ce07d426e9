"""The derivation, carried out: every arrow from the definition to the Hessian, each one checked.

A check never uses the formula that it checks. The left-hand side is recomputed from the definition of the
network (:mod:`poc_symbolic.model.definition`), and the step records how far the comparison reaches: as an
identity in every variable, or at a stated number of exact rational points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poc_symbolic.model.steps import dynamics, kernel
from poc_symbolic.model.steps.context import Derivation
from poc_symbolic.model.steps.step import DerivationError, Step

if TYPE_CHECKING:
    from poc_symbolic.model.single_index import SingleIndexModel

__all__ = ["DerivationError", "Step", "derivation"]

_BUILDERS = (
    kernel.activation,
    kernel.orthogonality,
    kernel.kernels,
    kernel.gegenbauer_expansion,
    kernel.rotation_averages,
    dynamics.loss,
    dynamics.potential,
    dynamics.velocity,
    dynamics.along,
    dynamics.across,
    dynamics.excess,
    dynamics.uniform_velocity,
)


def derivation(model: SingleIndexModel) -> list[Step]:
    """All steps in order. Raises DerivationError, naming the step, when a check fails."""
    context = Derivation(model)
    return [build(context) for build in _BUILDERS]
