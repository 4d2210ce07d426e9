"""The spectrum of H_∞ for several teachers, and how balanced it is (paper Definition 11, Lemma 33).

Functions on the teachers have the inner product E_{w~ρ*} f(w)ᵀg(w), the mean over the N teachers. An eigenspace of
H_∞ for λ ≠ 0 is spanned by f(ξ^∞) with M_2 f = λ f (values in V) and by y(ξ^∞) U_l with M_1 y = λ y. Its kernel at one
teacher, P_λ(w,w) = Σ_v v(w)v(w)ᵀ, does not depend on the basis; η_λ² is the largest eigenvalue over the teachers, and
the decomposition is Σ_λ η_λ²-balanced, with no smaller constant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy
from sympy import ImmutableDenseMatrix as Matrix
from sympy.polys.matrices import DomainMatrix

from poc_symbolic.errors import InputError
from poc_symbolic.model.teacher_points import Array, TeacherPoints
from poc_symbolic.model.teachers import TeacherModel


@dataclass(frozen=True)
class ExactEigenspace:
    """λ ≠ 0 with its kernel: ``vector`` is ND×ND (blocks Σ f f'ᵀ), ``scalar`` is N×N (Σ y y'); η_λ²."""

    value: sympy.Expr
    vector: Matrix
    scalar: Matrix
    eta_squared: sympy.Expr


@dataclass(frozen=True)
class Eigenspace:
    """λ ≠ 0 in floats: orthonormal ``vector`` functions (n, N, D), ``scalar`` functions (m, N), and η_λ²."""

    value: float
    vector: Array
    scalar: Array
    eta_squared: float


def exact_spectrum(model: TeacherModel) -> list[ExactEigenspace]:
    """The eigenspaces of H_∞ with λ ≠ 0, λ descending, by exact projectors.

    Raises InputError where an eigenvalue is irrational; use :func:`spectrum` there.
    """
    scalar = _projectors(model.scalar_kernel, model.count) if model.dim > model.span else {}
    vector = _projectors(model.vector_matrix, model.count)
    found = []
    for value in sorted({*scalar, *vector}, reverse=True):
        y = scalar.get(value, Matrix.zeros(model.count, model.count))
        f = vector.get(value, Matrix.zeros(model.count * model.span, model.count * model.span))
        found.append(ExactEigenspace(value, f, y, _largest(model, f, y)))
    return found


def balancedness(model: TeacherModel) -> sympy.Expr:
    """The least C_b for which H_∞ is C_b-balanced, exactly; errors as :func:`exact_spectrum`."""
    return sum((space.eta_squared for space in exact_spectrum(model)), sympy.S.Zero)


def characteristic_polynomials(model: TeacherModel) -> tuple[sympy.Poly, sympy.Poly]:
    """Those of M_1 and M_2, whose roots are N times the eigenvalues of H_∞, without the roots 0.

    Raises InputError where a coefficient is irrational.
    """
    scalar, vector = (_nonzero_part(matrix) for matrix in (model.scalar_kernel, model.vector_matrix))
    return scalar, vector


def spectrum(model: TeacherModel | TeacherPoints, tolerance: float = 1e-9) -> list[Eigenspace]:
    """The eigenspaces of H_∞ in floats, λ descending; eigenvalues closer than ``tolerance`` (relative) are one."""
    points = model if isinstance(model, TeacherPoints) else model.in_floats
    n, size = points.count, points.span
    vector_values, f = np.linalg.eigh(points.vector_matrix / n)
    scalar_values, y = np.linalg.eigh(points.scalar_kernel / n)
    if points.dim == size:
        scalar_values, y = scalar_values[:0], y[:, :0]
    top = max(1e-300, *np.abs(vector_values), *np.abs(scalar_values))
    values: list[float] = []
    for value in sorted([*vector_values, *scalar_values], reverse=True):
        if value > tolerance * top and (not values or values[-1] - value > tolerance * top):
            values.append(float(value))
    found = []
    for value in values:
        fs = (np.sqrt(n) * f[:, np.abs(vector_values - value) <= tolerance * top].T).reshape(-1, n, size)
        ys = np.sqrt(n) * y[:, np.abs(scalar_values - value) <= tolerance * top].T
        blocks = np.einsum("vid,vie->ide", fs, fs)
        eta = max(0.0, *np.linalg.eigvalsh(blocks).max(axis=1), *(ys**2).sum(axis=0))
        found.append(Eigenspace(value, fs, ys, float(eta)))
    return found


def _domain_matrix(matrix: Matrix) -> DomainMatrix:
    return DomainMatrix.from_Matrix(sympy.Matrix(matrix), extension=True).to_dense()


def _nonzero_part(matrix: Matrix) -> sympy.Poly:
    """The characteristic polynomial without its factors x."""
    exact = _domain_matrix(matrix)
    coefficients = [sympy.radsimp(exact.domain.to_sympy(c)) for c in exact.charpoly()]
    if not all(c.is_Rational for c in coefficients):
        raise InputError("The characteristic polynomial has irrational coefficients; use the spectrum in floats.")
    while coefficients[-1] == 0:
        coefficients.pop()
    return sympy.Poly(coefficients, sympy.Symbol("x"), domain="QQ")


def _projectors(matrix: Matrix, count: int) -> dict[sympy.Expr, Matrix]:
    """{λ: N × the projector of matrix/N on its eigenspace}, λ ≠ 0: Σ v(w)v(w')ᵀ over v of mean square 1."""
    poly = _nonzero_part(matrix)
    roots = sympy.roots(poly, filter="Q")
    if sum(roots.values()) < poly.degree():
        raise InputError("An eigenvalue is irrational; use the spectrum in floats.")
    every = [*roots, *([sympy.S.Zero] if poly.degree() < matrix.rows else [])]
    found = {}
    for value in roots:
        projector = _domain_matrix(Matrix(count * sympy.eye(matrix.rows)))
        for other in every:
            if other != value:
                shifted = Matrix((sympy.Matrix(matrix) - other * sympy.eye(matrix.rows)) / (value - other))
                left, right = projector.unify(_domain_matrix(shifted))
                projector = left * right
        found[value / count] = Matrix(projector.to_Matrix().applyfunc(sympy.expand))
    return found


def _largest(model: TeacherModel, vector: Matrix, scalar: Matrix) -> sympy.Expr:
    """max over the teachers of the largest eigenvalue of P_λ(w,w) = (block of ``vector``) ⊕ scalar · UUᵀ."""
    size, candidates = model.span, [scalar[i, i] for i in range(model.count)]
    for i in range(model.count):
        block = vector[i * size : (i + 1) * size, i * size : (i + 1) * size]
        if not block.is_zero_matrix:
            candidates += [sympy.radsimp(value) for value in sympy.Matrix(block).eigenvals()]
    return max(candidates)
