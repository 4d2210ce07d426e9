"""The single-index model: one class that gives every closed form of reference §1-4."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import sympy

from poc_symbolic import symbols
from poc_symbolic.errors import InputError
from poc_symbolic.model import hessian, loss, velocity
from poc_symbolic.model.kernels import (
    GegenbauerCoefficients,
    InformationExponents,
    KernelCoefficients,
    Kernels,
    kernel_coefficients,
)
from poc_symbolic.model.self_concordance import SelfConcordance, self_concordance
from poc_symbolic.sphere.gegenbauer import expand
from poc_symbolic.sphere.linear_product import require_dimension

if TYPE_CHECKING:
    from poc_symbolic.activation import Activation
    from poc_symbolic.model.steps import Step


class SingleIndexModel:
    """Mean-field two-layer network f_ρ(x) = E_{w~ρ} σ(⟨w,x⟩) learning f*(x) = σ*(⟨w*,x⟩), x ~ N(0, I_d).

    The law ρ on S^{d-1} is invariant under the rotations fixing w*; it enters through its Gegenbauer
    moments p_ℓ = E_ρ P_ℓ(α). Every method returns an exact SymPy expression in ``alpha``, ``d`` (when
    symbolic) and the ``moments``. Activations of every parity are accepted.

    Args:
        activation: σ, with exact Hermite coefficients.
        dim: d, an integer ≥ 2, or a SymPy symbol (default: the symbol ``d``).
        teacher: σ*; the default σ* = σ is the well-specified model.
        normalize: divide q, q_× and q_* by q(1) - q(0), so that the student has unit variance.

    Raises InputError on a bad dimension or a constant activation.
    """

    def __init__(
        self,
        activation: Activation,
        *,
        dim: int | sympy.Symbol | None = None,
        teacher: Activation | None = None,
        normalize: bool = False,
    ) -> None:
        for given in (activation, teacher or activation):
            if not hasattr(given, "coefficients"):
                raise InputError(f"Give an Activation, such as Activation.parse('He4'), not {given!r}.")
        self.activation = activation
        self.teacher = activation if teacher is None else teacher
        self.d: int | sympy.Symbol = _dimension(dim)
        self.normalize = bool(normalize)
        self.alpha = symbols.alpha
        self.well_specified = self.teacher.coefficients == activation.coefficients
        self.coefficients: KernelCoefficients = kernel_coefficients(
            activation.coefficients, self.teacher.coefficients, normalize=self.normalize
        )

    @property
    def kernels(self) -> Kernels:
        """q, q_× and q_* as polynomials in z: E σ(⟨w,x⟩) σ(⟨w',x⟩) = q(⟨w,w'⟩) and so on."""
        return self.coefficients.kernels

    @property
    def information_exponents(self) -> InformationExponents:
        """Least k ≥ 1 in the activation, in the teacher, and common to both (alignment)."""
        return self.coefficients.information_exponents

    @cached_property
    def gegenbauer(self) -> dict[int, GegenbauerCoefficients]:
        """{ℓ: (a_ℓ, b_ℓ, e_ℓ)}: the P_ℓ^{(d)}-coefficients of q, q_× and q_*, ℓ ascending."""
        a = expand(self.coefficients.q, self.d)
        if self.well_specified:
            return {degree: GegenbauerCoefficients(c, c, c) for degree, c in a.items()}
        b, e = (expand(c, self.d) for c in (self.coefficients.q_cross, self.coefficients.q_star))
        zero = sympy.Integer(0)
        return {
            n: GegenbauerCoefficients(a.get(n, zero), b.get(n, zero), e.get(n, zero))
            for n in sorted(a.keys() | b.keys() | e.keys())
        }

    @cached_property
    def moments(self) -> dict[int, sympy.Expr]:
        """{ℓ: p_ℓ} over the ℓ that occur; p_0 = 1, the others are the symbols ``p1``, ``p2``, …"""
        return {n: symbols.moment(n) if n else sympy.Integer(1) for n in self.gegenbauer}

    def loss(self) -> sympy.Expr:
        """‖f_ρ - f*‖² in the moments; see :func:`poc_symbolic.model.loss.loss`."""
        return loss.loss(self)

    def potential(self) -> sympy.Expr:
        """V(α); see :func:`poc_symbolic.model.loss.potential`."""
        return loss.potential(self)

    def velocity(self) -> sympy.Expr:
        """v(α) = dα/dt; see :func:`poc_symbolic.model.velocity.velocity`."""
        return velocity.velocity(self)

    def local_hessian(self) -> hessian.LocalHessian:
        """Eigenvalues along and across; see :func:`poc_symbolic.model.hessian.local_hessian`."""
        return hessian.local_hessian(self)

    def interaction_hessian(self, w: sympy.MatrixBase, w_prime: sympy.MatrixBase) -> sympy.MatrixBase:
        """H(w, w'), a d×d matrix; see :func:`poc_symbolic.model.hessian.interaction_hessian`."""
        return hessian.interaction_hessian(self, w, w_prime)

    def excess(self) -> sympy.Expr:
        """along - (k-1) v/α for the alignment exponent k; see :func:`poc_symbolic.model.hessian.excess`.

        Where student and teacher share no k ≥ 1, k = 1 is taken, and the excess is ``along`` itself.
        """
        return hessian.excess(self, self.information_exponents.alignment or 1)

    def self_concordance(self) -> SelfConcordance:
        """The sharp constant at the uniform law; see :class:`SelfConcordance`."""
        return self_concordance(self)

    def steps(self) -> list[Step]:
        """The derivation from the definition to the Hessian, each step checked by another route.

        Raises DerivationError if a check fails; see :mod:`poc_symbolic.model.steps`.
        """
        from poc_symbolic.model.steps import derivation

        return derivation(self)


def _dimension(dim: object) -> int | sympy.Symbol:
    if dim is None:
        return symbols.d
    checked = require_dimension(dim)
    if not isinstance(checked, int | sympy.Symbol):
        raise InputError(f"The dimension must be an integer ≥ 2 or one symbol, not {dim}.")
    if checked == symbols.alpha:
        raise InputError("The dimension cannot be the overlap's symbol alpha; choose another symbol.")
    return checked
