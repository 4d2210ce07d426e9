"""Local Hessian, interaction Hessian and the excess over the pure self-concordance bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy

from poc_symbolic.errors import InputError
from poc_symbolic.model.series import gegenbauer_series
from poc_symbolic.model.velocity import potential_derivative
from poc_symbolic.symbols import z

if TYPE_CHECKING:
    from poc_symbolic.model.single_index import SingleIndexModel


@dataclass(frozen=True)
class LocalHessian:
    """Eigenvalues of D^⊥(w) = (∇ν) P_w^⊥ on the tangent space at w (paper Definition 2, p.6).

    ``along`` = (1-α²) V'' - α V' on the direction of P_w^⊥ w*, once; ``across`` = -α V' on the
    directions orthogonal to w and w*, ``multiplicity`` = d - 2 times. As a d×d matrix D^⊥ also has
    the normal component -w νᵀ, which is not on the tangent space.
    """

    along: sympy.Expr
    across: sympy.Expr
    multiplicity: sympy.Expr

    @property
    def along_multiplicity(self) -> sympy.Expr:
        """1: the direction of P_w^⊥ w* is a line."""
        return sympy.Integer(1)


def local_hessian(model: SingleIndexModel) -> LocalHessian:
    """The two eigenvalues of the local Hessian as functions of α in [-1, 1] (reference §3).

    along = v' + αv/(1-α²) and across = -αv/(1-α²) in terms of the velocity.
    """
    alpha = model.alpha
    slope, curvature = potential_derivative(model, 1), potential_derivative(model, 2)
    return LocalHessian(
        along=(1 - alpha**2) * curvature - alpha * slope,
        across=-alpha * slope,
        multiplicity=sympy.sympify(model.d) - 2,
    )


def excess(model: SingleIndexModel, exponent: int) -> sympy.Expr:
    """What the eigenvalue along w* has beyond (k-1) v/α, for k = ``exponent`` (reference §4).

    along - (k-1) v/α = (1-α²) Σ_j (j-(k-1)) [α^j]V' α^{j-1} - α V', j over the monomials of V'.
    """
    alpha = model.alpha

    def image(n: int) -> Iterable[tuple[int, int]]:
        # α^n contributes n α^j to V', with j = n - 1.
        return ((n - 2, n * (n - exponent)),)

    return (1 - alpha**2) * gegenbauer_series(model, image) - alpha * potential_derivative(model)


def interaction_hessian(model: SingleIndexModel, w: sympy.MatrixBase, w_prime: sympy.MatrixBase) -> sympy.MatrixBase:
    """H(w, w') = P_w^⊥ [q'(z) I + q''(z) w' wᵀ] P_{w'}^⊥ with z = ⟨w, w'⟩ (paper Definition 4, p.6).

    ``w`` and ``w_prime`` are d×1 SymPy matrices (d the model's dimension, or any size ≥ 2 when that is
    symbolic); the result is d×d. Numeric vectors must be unit vectors exactly.
    Raises InputError on wrong shapes or on numeric vectors that are not of length 1.
    """
    size = model.d if isinstance(model.d, int) else None
    w, w_prime = _unit_vector(w, "w", size), _unit_vector(w_prime, "w_prime", size)
    if w.rows != w_prime.rows:
        raise InputError(f"The vectors w and w_prime must have the same size, not {w.rows} and {w_prime.rows}.")
    overlap = (w.T * w_prime)[0, 0]
    q = model.kernels.q
    first, second = (sympy.diff(q, z, n).subs(z, overlap) for n in (1, 2))
    identity = sympy.eye(w.rows)
    middle = first * identity + second * w_prime * w.T
    return (identity - w * w.T) * middle * (identity - w_prime * w_prime.T)


def _unit_vector(vector: object, name: str, size: int | None) -> sympy.MatrixBase:
    if not isinstance(vector, sympy.MatrixBase) or vector.cols != 1 or vector.rows < 2:
        raise InputError(f"The vector {name} must be a SymPy column matrix with at least two rows.")
    if size is not None and vector.rows != size:
        raise InputError(f"The vector {name} must have {size} rows for this model, not {vector.rows}.")
    if vector.has(sympy.Float):
        raise InputError(f"The vector {name} must have exact entries; write 3/5 as Rational(3, 5).")
    if not vector.free_symbols and not sympy.expand((vector.T * vector)[0, 0] - 1).equals(0):
        raise InputError(f"The vector {name} must have length 1; divide it by its norm.")
    return vector
