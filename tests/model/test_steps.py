"""The derivation passes its independent checks, and a corrupted closed form does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic import symbols
from poc_symbolic.activation import Activation
from poc_symbolic.model import DerivationError, SingleIndexModel
from poc_symbolic.model.hessian import LocalHessian
from poc_symbolic.model.kernels import KernelCoefficients
from tests.model.strategies import activations

law = settings(deadline=None, max_examples=8)
HE4 = Activation.hermite({4: 1})


@law
@given(
    activations(5),
    st.one_of(st.none(), activations(5)),
    st.one_of(st.none(), st.integers(2, 9)),
    st.booleans(),
)
def test_every_derivation_passes(
    student: Activation, teacher: Activation | None, dim: int | None, normalize: bool
) -> None:
    model = SingleIndexModel(student, dim=dim, teacher=teacher, normalize=normalize)
    steps = model.steps()
    names = [step.name for step in steps]
    assert names == [
        "activation", "hermite-orthogonality", "overlap-kernel", "gegenbauer", "rotation-average", "loss",
        "potential", "velocity", "hessian-along", "hessian-across", "excess", "uniform-velocity",
    ]  # fmt: skip
    assert all(step.check.startswith(("identity", "exact at", "empty")) for step in steps)
    assert steps[7].rhs == model.velocity() and steps[5].rhs == model.loss()


def test_irrational_coefficients_and_high_degree() -> None:
    SingleIndexModel(
        Activation.hermite({1: "1/2", 2: 1 / sympy.sqrt(2 * sympy.pi), 3: "sqrt(2)"}), normalize=True
    ).steps()
    SingleIndexModel(Activation.hermite({4: 1, 16: "1/7"})).steps()


class _WrongLoss(SingleIndexModel):
    def loss(self) -> sympy.Expr:
        return super().loss() + symbols.moment(2) / 10**6


class _WrongPotential(SingleIndexModel):
    def potential(self) -> sympy.Expr:
        return super().potential() * (1 + sympy.Rational(1, 10**9))


class _WrongVelocity(SingleIndexModel):
    def velocity(self) -> sympy.Expr:
        return 2 * super().velocity()


class _WrongAlong(SingleIndexModel):
    def local_hessian(self) -> LocalHessian:
        hessian = super().local_hessian()
        # The along eigenvalue as p.73 would have it without the curvature of the sphere.
        return replace(hessian, along=sympy.diff(self.velocity(), self.alpha))


class _WrongAcross(SingleIndexModel):
    def local_hessian(self) -> LocalHessian:
        hessian = super().local_hessian()
        return replace(hessian, across=-hessian.across)


class _WrongExcess(SingleIndexModel):
    def excess(self) -> sympy.Expr:
        return super().excess() + self.alpha


@pytest.mark.parametrize(
    ("corrupted", "step"),
    [
        (_WrongLoss, "loss"),
        (_WrongPotential, "potential"),
        (_WrongVelocity, "velocity"),
        (_WrongAlong, "hessian-along"),
        (_WrongAcross, "hessian-across"),
        (_WrongExcess, "excess"),
    ],
)
def test_a_corrupted_closed_form_fails_at_its_own_step(corrupted: type[SingleIndexModel], step: str) -> None:
    with pytest.raises(DerivationError, match=f"'{step}'"):
        corrupted(HE4).steps()


def test_a_corrupted_expansion_fails() -> None:
    model = SingleIndexModel(HE4)
    model.gegenbauer[2] = model.gegenbauer[2]._replace(a=model.gegenbauer[2].a * symbols.d / (symbols.d + 1))
    with pytest.raises(DerivationError, match="'gegenbauer'"):
        model.steps()


def test_a_corrupted_kernel_fails() -> None:
    model = SingleIndexModel(HE4)
    model.coefficients = KernelCoefficients({4: sympy.Integer(25)}, {4: sympy.Integer(24)}, {4: sympy.Integer(24)})
    with pytest.raises(DerivationError, match="'overlap-kernel'"):
        model.steps()
