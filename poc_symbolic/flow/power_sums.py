r"""The flow in powers: the velocity and the moments as polynomials in one variable g = tanh y.

For even models g = 2α² - 1 and y = log sinh |x|; otherwise g = α and y = x = atanh α. In both cases
    dy/dt = Σ_k c_k(t) g^k,      c = base - pull (μ - μ(0)),      μ_k = E g^k,
and the time derivatives of power sums are again power sums,
    dμ_k/dt = k Σ_i c_i (μ_{k+i-1} - μ_{k+i+1}).
"""

from __future__ import annotations

from functools import cache
from math import comb, factorial

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from poc_symbolic.flow.field import OverlapField, monomial_table
from poc_symbolic.flow.moment_path import MomentPath

Array = NDArray[np.float64]

CONTACT = 5  # the interpolant between two times meets the moments and this many of their derivatives


class PowerDynamics:
    """Coefficients of dy/dt and of the moments in the powers 1, g, …, g^n; ``p0`` are the moments at time 0."""

    def __init__(self, field: OverlapField, p0: Array) -> None:
        values, derivatives = monomial_table(field)
        self.even, self.p0 = field.even, p0
        base = np.zeros(derivatives.shape[1])
        cross = np.polynomial.polynomial.polyder(field.cross)
        base[: cross.size] = cross
        pull = derivatives * field.a[:, None]
        if field.even:
            # dα/dt = (1-α²) V' and dα/dy = α (1-α²): the velocity is V'/α, in powers of α² = (1+g)/2.
            values, pull, base = (half_shift(c[..., start::2]) for c, start in ((values, 0), (pull, 1), (base, 1)))
        self.moments = np.ascontiguousarray(values)
        self.moments[:, 0] = 0.0
        self.base = base - p0 @ pull
        self.pull = pull.T @ self.moments

    @property
    def degree(self) -> int:
        """n, the highest power in the moments; the velocity has degree n - 1."""
        return int(self.moments.shape[1]) - 1

    @property
    def orders(self) -> int:
        """The highest power whose sum the interpolant needs."""
        return self.degree * (CONTACT + 1)

    def state(self, x: Array) -> Array:
        """y from x = atanh α; for even models the sign of x does not matter."""
        if not self.even:
            return np.array(x, float)
        size = np.abs(x)
        with np.errstate(divide="ignore"):
            near = np.log(np.sinh(np.minimum(size, 1.0)))
        far = size - np.log(2.0) + np.log1p(-np.exp(-2 * np.maximum(size, 1.0)))
        return np.asarray(np.where(size < 1, near, far))

    def sums(self, state: Array, weights: Array) -> Array:
        """Σ w g^k for k = 0, …, n."""
        return np.asarray(weights @ np.vander(np.tanh(state), self.degree + 1, increasing=True))

    def derivatives(self, sums: Array, initial: Array) -> Array:
        """Taylor coefficients in time of the moments p, of shape (CONTACT + 1, times, degrees).

        ``sums`` (times, orders + 1) are the power sums E g^k, ``initial`` those at time 0 up to g^n.
        """
        n = self.degree
        taylor = [sums]
        speed = [self.base - (sums[:, : n + 1] - initial) @ self.pull.T]
        for j in range(CONTACT):
            size = sums.shape[1] - (j + 1) * n
            change = np.zeros((sums.shape[0], size))
            for a in range(j + 1):
                sum_ = taylor[j - a]
                gap = np.concatenate([-sum_[:, 1:2], sum_[:, :-2] - sum_[:, 2:]], axis=1)
                for i in range(n):
                    change += speed[a][:, i : i + 1] * gap[:, i : i + size]
            taylor.append(change * np.arange(size) / (j + 1))
            speed.append(-taylor[-1][:, : n + 1] @ self.pull.T)
        first = self.p0 + (sums[:, : n + 1] - initial) @ self.moments.T
        return np.stack([first, *(c[:, : n + 1] @ self.moments.T for c in taylor[1:])])

    def path(self, times: Array, sums: Array, initial: Array, contact: int = CONTACT) -> MomentPath:
        """The moments between ``times`` as polynomials that meet them and ``contact`` derivatives at both ends."""
        taylor = self.derivatives(sums, initial)[: contact + 1]
        powers = (np.diff(times) / 2) ** np.arange(contact + 1)[:, None]
        ends = np.concatenate([taylor[:, :-1] * powers[..., None], taylor[:, 1:] * powers[..., None]])
        return MomentPath(times, np.einsum("kn,nil->ikl", contact_inverse(contact), ends))


def half_shift(coefficients: Array) -> Array:
    """Coefficients of a polynomial in g from those in u = (1+g)/2, on the last axis."""
    size = coefficients.shape[-1]
    matrix = np.array([[comb(k, i) / 2**k for i in range(size)] for k in range(size)])
    return np.asarray(coefficients @ matrix)


@cache
def contact_inverse(contact: int) -> Array:
    """Legendre coefficients on [-1, 1] from the Taylor coefficients at -1, then those at 1."""
    order = 2 * (contact + 1)
    rows = [
        [legendre.legval(z, legendre.legder(c, j)) / factorial(j) for c in np.eye(order)]
        for z in (-1, 1)
        for j in range(contact + 1)
    ]
    return np.asarray(np.linalg.inv(np.array(rows)))
