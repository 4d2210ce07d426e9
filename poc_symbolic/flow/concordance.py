"""Self-concordance along a trajectory in the paper's additive form (reference §4).

With Λ = max(along, across), the error term is E_α(t) = (Λ - C v/α)_+. Where v ≤ 0 (a band of small α that
the interaction repels early on, for k* ≥ 4) the quotient αΛ/v means nothing, and E_α alone is reported.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.errors import InputError
from poc_symbolic.flow.field import monomial_table
from poc_symbolic.flow.trajectory import Trajectory

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Repelled:
    """Bands 0 < α < α_max with v ≤ 0: the largest share of particles in one, and the largest α_max."""

    share: float
    time: float
    loss: float
    alpha_max: float
    first: float | None
    last: float | None


@dataclass(frozen=True)
class Concordance:
    """The largest E_α, where it occurs, and sup αΛ/v where α exceeds every band of v ≤ 0."""

    constant: float
    error_term: float
    alpha: float
    time: float
    constant_outside: float
    repelled: Repelled


def scan_times(trajectory: Trajectory, count: int) -> Array:
    """Times from early to late: the breaks of the path, a linear and a logarithmic grid."""
    end = trajectory.end
    grids = [np.linspace(0, end, count), np.geomspace(1e-4 * end, end, count), trajectory.path.breaks]
    return np.unique(np.clip(np.concatenate(grids), 0, end))


def error_term(trajectory: Trajectory, alpha: Array, p: Array, constant: float) -> Array:
    """E_α = (Λ - C v/α)_+ at overlaps α in (0, 1) and moments p, which broadcast."""
    field = trajectory.field
    top = np.maximum(field.along(alpha, p), field.across(alpha, p))
    return np.maximum(top - constant * field.velocity(alpha, p) / alpha, 0.0)


def repelled_edge(trajectory: Trajectory, t: Array) -> Array:
    """For each time the largest α in (0, 1) such that v ≤ 0 on (0, α]; 0 where v > 0 next to 0."""
    _, derivatives = monomial_table(trajectory.field)
    base = np.zeros(derivatives.shape[1])
    cross = np.polynomial.polynomial.polyder(trajectory.field.cross)
    base[: cross.size] = cross
    edges = []
    for coefficients in base - trajectory.moments(t) @ (derivatives * trajectory.field.a[:, None]):
        # The interaction has rounding of its own; below it a sign means nothing.
        significant = np.flatnonzero(np.abs(coefficients) > 1e-13 * np.abs(coefficients).max())
        lowest = int(significant[0]) if significant.size else 0
        if not significant.size or coefficients[lowest] > 0:
            edges.append(0.0)
            continue
        roots = np.roots(coefficients[lowest:][::-1])
        real = roots.real[(np.abs(roots.imag) < 1e-9) & (roots.real > 0) & (roots.real < 1)]
        edges.append(float(real.min(initial=1.0)))
    return np.array(edges)


def concordance(trajectory: Trajectory, constant: float | None = None, *, times: int = 200) -> Concordance:
    """Error term and repelled band along a trajectory of an even model.

    ``constant`` is C; the default is K - 1 for the degree K, which bounds the uniform law's constant.
    Raises InputError when the model is not even or C is not positive.
    """
    if not trajectory.field.even:
        raise InputError("The self-concordance along a trajectory is defined for even activations.")
    value = float(trajectory.field.cross.size - 2) if constant is None else float(constant)
    if not value > 0:
        raise InputError(f"The self-concordance constant must be positive, not {value:g}.")
    t = scan_times(trajectory, times)
    p = trajectory.moments(t)[:, None, :]
    scale = 1 / np.sqrt(trajectory.field.dim)
    alpha = np.concatenate([np.geomspace(1e-3 * scale, 0.5, 160), 1 - np.geomspace(0.5, 1e-9, 60)])
    error = error_term(trajectory, alpha, p, value)
    row, column = np.unravel_index(int(np.argmax(error)), error.shape)
    repelled = _repelled(trajectory, t)
    top = np.maximum(trajectory.field.along(alpha, p), trajectory.field.across(alpha, p))
    speed = trajectory.field.velocity(alpha, p)
    outside = (alpha > 2 * repelled.alpha_max) & (speed > 0)
    ratio = np.where(outside, alpha * top / np.where(speed > 0, speed, 1.0), -np.inf)
    return Concordance(
        value, float(error[row, column]), float(alpha[column]), float(t[row]), float(ratio.max()), repelled
    )


def _repelled(trajectory: Trajectory, t: Array) -> Repelled:
    edges = repelled_edge(trajectory, t)
    where = np.flatnonzero(edges > 0)
    if where.size == 0:
        return Repelled(0.0, 0.0, float(trajectory.loss(0.0)), 0.0, None, None)
    some = where[np.unique(np.linspace(0, where.size - 1, 80).astype(int))]
    shares = trajectory.share_below(np.minimum(edges[some], 1 - 1e-15), t[some])
    top = int(np.argmax(shares))
    time = float(t[some][top])
    return Repelled(
        float(shares[top]),
        time,
        float(trajectory.loss(time)),
        float(edges.max()),
        float(t[where[0]]),
        float(t[where[-1]]),
    )
