"""Several teachers at convergence: the limit Hessian H_∞ on exact models (paper Appendix F.2, pp. 40–49).

ρ* is uniform on N unit vectors of V = R^D, the first D coordinates of R^d; U is the rest; x ~ N(0, I_d). A σ of overlap
kernel q (E σ(⟨w,x⟩)σ(⟨w',x⟩) = q(⟨w,w'⟩)) gives H_∞(w,w') = M_1 UUᵀ + M_2 with, for teachers w, w' and z = ⟨w,w'⟩,

    M_1(w,w') = q'(z),    M_2(w,w') = P_w [q'(z) I + q''(z) w' wᵀ] P_{w'} on V.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import ImmutableDenseMatrix as Matrix

from poc_symbolic.errors import InputError
from poc_symbolic.model.teacher_points import Array, TeacherPoints

Kernel = Mapping[int, sympy.Rational]


@dataclass(frozen=True)
class TeacherModel:
    """A problem with finitely many teachers, exactly.

    Args:
        name: how reports call it.
        teachers: N×D, the rows exact unit vectors that span R^D.
        q: the overlap kernel, {degree: coefficient}, exact.
        dim: d ≥ D.
        generators: exact orthogonal D×D matrices that permute the teachers; together they act transitively.

    Raises InputError on rows that are not of length 1 or do not span, on generators that are not orthogonal, do not
    permute the teachers or do not act transitively, and on d < D.
    """

    name: str
    teachers: Matrix
    q: Kernel
    dim: int
    generators: tuple[Matrix, ...]

    def __post_init__(self) -> None:
        if self.dim < self.span:
            raise InputError(f"The dimension must be at least {self.span}, that of the teachers' span.")
        if any(_plain(self.gram[i, i] - 1) != 0 for i in range(self.count)) or self.teachers.rank() < self.span:
            raise InputError("The teachers must be unit vectors that span the space of their coordinates.")
        reached, frontier = {0}, [0]
        moves = [self.permutation(g) for g in self.generators]
        while frontier:
            frontier = [j for j in {move[i] for move in moves for i in frontier} if j not in reached]
            reached.update(frontier)
        if len(reached) < self.count:
            raise InputError("The generators must carry the first teacher to every other one.")

    @property
    def count(self) -> int:
        """N = |supp(ρ*)|."""
        return int(self.teachers.rows)

    @property
    def span(self) -> int:
        """D = dim V."""
        return int(self.teachers.cols)

    @cached_property
    def gram(self) -> Matrix:
        """The N×N matrix of overlaps ⟨w_i, w_j⟩."""
        return (self.teachers * self.teachers.T).applyfunc(_plain)

    def slope(self, z: sympy.Expr, order: int = 1) -> sympy.Expr:
        """The derivative of q of the given order at z."""
        terms = (c * sympy.ff(k, order) * z ** (k - order) for k, c in self.q.items() if k >= order)
        return _plain(sum(terms, sympy.S.Zero))

    @cached_property
    def scalar_kernel(self) -> Matrix:
        """M_1 as an N×N matrix (Claim 4)."""
        return self.gram.applyfunc(self.slope)

    def vector_kernel(self, i: int, j: int) -> Matrix:
        """M_2(w_i, w_j), a D×D matrix (Claim 4)."""
        w, other = self.teachers.row(i).T, self.teachers.row(j).T
        z, identity = self.gram[i, j], sympy.eye(self.span)
        middle = self.slope(z) * identity + self.slope(z, 2) * other * w.T
        return Matrix(((identity - w * w.T) * middle * (identity - other * other.T)).applyfunc(_plain))

    @cached_property
    def vector_matrix(self) -> Matrix:
        """M_2 as an ND×ND matrix of D×D blocks."""
        blocks = [[self.vector_kernel(i, j) for j in range(self.count)] for i in range(self.count)]
        return Matrix(sympy.Matrix(sympy.BlockMatrix(blocks)))

    def h_infinity(self, i: int, j: int) -> Matrix:
        """H_∞ between a neuron at w_i and one at w_j, a d×d matrix: M_1 UUᵀ + M_2."""
        outside = self.scalar_kernel[i, j] * sympy.eye(self.dim - self.span)
        return Matrix(sympy.diag(self.vector_kernel(i, j), outside))

    def permutation(self, g: Matrix) -> tuple[int, ...]:
        """π with g(w_i) = w_{π(i)}; InputError if g is not orthogonal or does not permute the teachers."""
        if (g * g.T).applyfunc(_plain) != sympy.eye(self.span):
            raise InputError("A symmetry must be an orthogonal matrix of the teachers' span.")
        rows = [tuple(self.teachers.row(i).applyfunc(_plain)) for i in range(self.count)]
        images = [tuple((self.teachers.row(i) * g.T).applyfunc(_plain)) for i in range(self.count)]
        if any(image not in rows for image in images):
            raise InputError("A symmetry must permute the teachers.")
        return tuple(rows.index(image) for image in images)

    def act(self, g: Matrix, f: Sequence[Matrix]) -> list[Matrix]:
        """(g f)(w_i) = g⁻¹ f(g w_i) for a function f on the teachers with values in V (p. 46)."""
        return [Matrix((g.T * f[j]).applyfunc(_plain)) for j in self.permutation(g)]

    def paper_constant(self, degree: int) -> int:
        """C_ρ* = min(N, D^{2 degree + 1}) of eq. (6)."""
        return min(self.count, int(self.span ** (2 * degree + 1)))

    @cached_property
    def in_floats(self) -> TeacherPoints:
        """The same teachers in floats."""
        return TeacherPoints(self.name, as_floats(self.teachers), dict(self.q), self.dim)

    def nearest(self, neurons: Array) -> NDArray[np.intp]:
        """The index of the nearest teacher of each row of an m×d array (the first one of a tie)."""
        return self.in_floats.nearest(neurons)


def as_floats(matrix: Matrix) -> Array:
    """An exact matrix as an array of floats."""
    return np.array(matrix.evalf().tolist(), dtype=np.float64)


def _plain(x: sympy.Expr) -> sympy.Expr:
    """An exact number in a form that equality can compare."""
    return x if x.is_Rational else sympy.expand(sympy.sqrtdenest(x))


def single_index(q: Kernel, dim: int) -> TeacherModel:
    """The teachers ± w*."""
    return TeacherModel("single-index", Matrix([[1], [-1]]), dict(q), dim, (Matrix([[-1]]),))


def orthogonal(count: int, q: Kernel, dim: int) -> TeacherModel:
    """k orthogonal teachers, k ≥ 2; a cyclic permutation acts transitively, with a transposition it gives them all."""
    if count < 2:
        raise InputError("Give at least two orthogonal teachers, or use single_index.")
    cycle = Matrix(count, count, lambda i, j: int(i == (j + 1) % count))
    swap = Matrix(count, count, lambda i, j: int(j == (1 - i if i < 2 else i)))
    return TeacherModel(f"{count} orthogonal", Matrix(sympy.eye(count)), dict(q), dim, (cycle, swap))


def two_teachers(q: Kernel, dim: int, half_tangent: sympy.Rational = sympy.S.Half) -> TeacherModel:
    """Two teachers at the angle 2 arctan t, overlap (1-t²)/(1+t²) (3/5 for t = 1/2); a reflection swaps them."""
    t = sympy.Rational(half_tangent)
    if t == 0:
        raise InputError("Two teachers need an angle that is not 0.")
    c, s = (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)
    return TeacherModel("two teachers", Matrix([[1, 0], [c, s]]), dict(q), dim, (Matrix([[c, s], [s, -c]]),))


def ring(count: int, q: Kernel, dim: int) -> TeacherModel:
    """N ≥ 3 teachers evenly spaced on a circle; a rotation and a reflection generate the dihedral group.

    Raises InputError where the coordinates are nested or no radicals (N = 5, 7, 9, …); ``ring_spectrum`` has the
    spectrum exactly for every N, and ``TeacherPoints`` takes the points in floats.
    """
    if count < 3:
        raise InputError("An evenly spaced ring needs at least three teachers.")
    if 24 % count:
        raise InputError(
            f"A ring of {count} has no coordinates by plain square roots; take ring_spectrum, or ring_points in floats."
        )
    angles = [2 * sympy.pi * j / count for j in range(count)]
    points = [[sympy.cos(angle), sympy.sin(angle)] for angle in angles]
    c, s = points[1]
    generators = (Matrix([[c, -s], [s, c]]), Matrix([[1, 0], [0, -1]]))
    return TeacherModel(f"ring of {count}", Matrix(points), dict(q), dim, generators)


def sign_orbit(point: Sequence[sympy.Rational], q: Kernel, dim: int) -> TeacherModel:
    """The 2^D points (± a_1, …, ± a_D), a a unit vector without zero entries; the group is that of sign changes."""
    rows: list[list[sympy.Expr]] = [[]]
    for a in point:
        rows = [[*row, sign * a] for row in rows for sign in (1, -1)]
    flips = tuple(Matrix(sympy.diag(*(-1 if i == j else 1 for i in range(len(point))))) for j in range(len(point)))
    return TeacherModel(f"sign orbit of {len(rows)}", Matrix(rows), dict(q), dim, flips)
