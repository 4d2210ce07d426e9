"""A teacher-student problem in numbers: overlap kernels, teachers as points of the sphere, links as polynomials."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.teacher_points import TeacherPoints

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """Students σ and teachers σ* on Gaussian data: E σσ' = q(z), E σσ*' = q_×(z), E σ*σ*' = q_*(z) at overlap z.

    The coefficients of ``q``, ``cross`` and ``star`` ascend; ``teachers`` is N×d, its rows of length 1, and
    f* is the mean of their links. ``student`` and ``link`` are σ and σ* by monomials, for sampled data.
    """

    q: Array
    cross: Array
    star: Array
    teachers: Array
    student: Array
    link: Array

    @property
    def dim(self) -> int:
        """d."""
        return int(self.teachers.shape[1])

    @property
    def even(self) -> bool:
        """Whether w and -w are the same neuron to every teacher and every other neuron."""
        return not (self.q[1::2].any() or self.cross[1::2].any())

    def rotated(self, rotation: Array) -> Problem:
        """The same problem with the teachers turned by an orthogonal d×d matrix."""
        return Problem(self.q, self.cross, self.star, self.teachers @ rotation.T, self.student, self.link)


def single_index_problem(model: SingleIndexModel) -> Problem:
    """The problem of a model with one teacher w* = e_1; ``normalize`` scales σ and σ* by 1/√Var σ.

    Raises InputError when the dimension is symbolic.
    """
    if not isinstance(model.d, int):
        raise InputError("A finite network needs a number as dimension; give an integer, such as 32.")
    table = model.coefficients
    variance = sum(math.factorial(k) * float(c) ** 2 for k, c in model.activation.coefficients.items() if k >= 1)
    scale = 1 / math.sqrt(variance) if model.normalize else 1.0
    teachers = np.zeros((1, model.d))
    teachers[0, 0] = 1.0
    return Problem(
        _ascending({k: float(c) for k, c in table.q.items()}),
        _ascending({k: float(c) for k, c in table.q_cross.items()}),
        _ascending({k: float(c) for k, c in table.q_star.items()}),
        teachers,
        scale * _monomials({k: float(c) for k, c in model.activation.coefficients.items()}),
        scale * _monomials({k: float(c) for k, c in model.teacher.coefficients.items()}),
    )


def teacher_problem(model: TeacherPoints) -> Problem:
    """The problem of finitely many teachers with one kernel; the link is Σ_k √(q_k/k!) He_k."""
    q = _ascending({k: float(c) for k, c in model.q.items()})
    teachers = np.zeros((model.count, model.dim))
    teachers[:, : model.span] = model.points
    link = _monomials({k: math.sqrt(float(c) / math.factorial(k)) for k, c in model.q.items()})
    return Problem(q, q, q, teachers, link, link)


def _ascending(coefficients: dict[int, float]) -> Array:
    values = np.zeros(max(coefficients, default=0) + 1)
    for k, c in coefficients.items():
        values[k] = c
    return values


def _monomials(coefficients: dict[int, float]) -> Array:
    """Monomial coefficients of Σ_k c_k He_k, ascending."""
    return np.asarray(np.polynomial.hermite_e.herme2poly(_ascending(coefficients)), float)
