"""Overlap kernels of student and teacher, and the exponents read off from them (reference §1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import factorial
from typing import NamedTuple

import sympy

from poc_symbolic.errors import InputError
from poc_symbolic.symbols import z

Coefficients = dict[int, sympy.Expr]


class Kernels(NamedTuple):
    """q(z) = Σ k! c_k² z^k, q_×(z) = Σ k! c_k c*_k z^k and q_*(z) = Σ k! c*_k² z^k."""

    q: sympy.Expr
    q_cross: sympy.Expr
    q_star: sympy.Expr


class InformationExponents(NamedTuple):
    """Least k ≥ 1 with c_k ≠ 0, with c*_k ≠ 0, and with c_k c*_k ≠ 0; None where there is none."""

    activation: int | None
    teacher: int | None
    alignment: int | None


class GegenbauerCoefficients(NamedTuple):
    """The P_ℓ-coefficients a_ℓ, b_ℓ, e_ℓ of q, q_× and q_*."""

    a: sympy.Expr
    b: sympy.Expr
    e: sympy.Expr


@dataclass(frozen=True)
class KernelCoefficients:
    """The monomial coefficients {k: [z^k]} of q, q_× and q_*, zero entries left out."""

    q: Coefficients
    q_cross: Coefficients
    q_star: Coefficients

    @property
    def kernels(self) -> Kernels:
        """The three kernels as polynomials in z."""
        polynomials = (_polynomial(c) for c in (self.q, self.q_cross, self.q_star))
        return Kernels(*polynomials)

    @property
    def information_exponents(self) -> InformationExponents:
        """The three exponents of :class:`InformationExponents`."""
        leasts = (min((k for k in c if k >= 1), default=None) for c in (self.q, self.q_star, self.q_cross))
        return InformationExponents(*leasts)


def kernel_coefficients(
    student: Mapping[int, sympy.Expr], teacher: Mapping[int, sympy.Expr], *, normalize: bool
) -> KernelCoefficients:
    """k! c_k², k! c_k c*_k and k! c*_k² from the Hermite coefficients c of σ and c* of σ*.

    With ``normalize`` all three are divided by q(1) - q(0) = Σ_{k ≥ 1} k! c_k².
    Raises InputError when σ is constant (there is nothing to train, and no scale).
    """
    variance = sympy.Add(*(factorial(k) * c**2 for k, c in student.items() if k >= 1))
    if variance == 0:
        raise InputError("The activation is constant; give one with a Hermite term of degree at least 1.")
    scale = 1 / variance if normalize else sympy.Integer(1)

    def product(f: Mapping[int, sympy.Expr], g: Mapping[int, sympy.Expr]) -> Coefficients:
        shared = sorted(f.keys() & g.keys())
        values = {k: sympy.expand(factorial(k) * f[k] * g[k] * scale) for k in shared}
        return {k: value for k, value in values.items() if value != 0}

    return KernelCoefficients(product(student, student), product(student, teacher), product(teacher, teacher))


def _polynomial(coefficients: Coefficients) -> sympy.Expr:
    return sympy.Add(*(c * z**k for k, c in coefficients.items()))
