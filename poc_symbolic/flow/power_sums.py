r"""The flow in powers: the velocity and the moments as polynomials in one overlap variable g.

For even models g = α², and its state is y = log(1/g - 1); otherwise g = α and y = atanh α. In both cases
    dy/dt = Σ_k c_k(t) g^k,      c = c_0 - C (μ - μ(0)),      μ_k = E g^k,
and the time derivatives of power sums are again power sums,
    dμ_k/dt = -k Σ_i c_i (μ_{k+i} - μ_{k+i+1})        (even),
    dμ_k/dt =  k Σ_i c_i (μ_{k+i-1} - μ_{k+i+1})      (otherwise).
"""

from __future__ import annotations

from functools import cache
from math import factorial

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
        step = 2 if field.even else 1
        self.moments = np.ascontiguousarray(values[:, ::step])
        self.moments[:, 0] = 0.0
        base = np.zeros(derivatives.shape[1])
        cross = np.polynomial.polynomial.polyder(field.cross)
        base[: cross.size] = cross
        # dα/dt = (1-α²) V', hence dx/dt = V' and d log(1/α² - 1)/dt = -2 V'/α.
        scale = -2.0 if field.even else 1.0
        pull = scale * (derivatives * field.a[:, None]).T[step - 1 :: step]
        self.base = scale * base[step - 1 :: step] - pull @ p0
        self.pull = pull @ self.moments

    @property
    def degree(self) -> int:
        """n, the highest power in the moments; the velocity has degree n - 1."""
        return int(self.moments.shape[1]) - 1

    @property
    def blocks(self) -> int:
        """The interpolant needs the sums of the powers up to this multiple of the degree."""
        return CONTACT + 1

    def state(self, x: Array) -> Array:
        """y from x = atanh α; for even models the sign of x does not matter."""
        if not self.even:
            return np.array(x, float)
        size = np.abs(x)
        small = size < 1
        with np.errstate(divide="ignore"):
            near = -2 * np.log(np.sinh(np.where(small, size, 1.0)))
        far = -2 * (size - np.log(2.0) + np.log1p(-np.exp(-2 * np.maximum(size, 1.0))))
        return np.asarray(np.where(small, near, far))

    def variable(self, state: Array, out: Array) -> None:
        """g from y."""
        if self.even:
            np.exp(state, out)
            np.add(out, 1.0, out)
            np.reciprocal(out, out)
        else:
            np.tanh(state, out)

    def sums(self, state: Array, weights: Array) -> Array:
        """Σ w g^k for k = 0, …, n."""
        g = np.empty_like(state)
        self.variable(state, g)
        return np.asarray(g ** np.arange(self.degree + 1)[:, None] @ weights)

    def derivatives(self, sums: Array, initial: Array) -> Array:
        """Taylor coefficients in time of the moments p, of shape (CONTACT + 1, times, degrees).

        ``sums`` (times, blocks · n + 1) are the power sums E g^k, ``initial`` those at time 0 up to g^n.
        """
        n = self.degree
        taylor = [sums]
        speed = [self.base - (sums[:, : n + 1] - initial) @ self.pull.T]
        for j in range(CONTACT):
            size = sums.shape[1] - (j + 1) * n
            change = np.zeros((sums.shape[0], size))
            for a in range(j + 1):
                gap = taylor[j - a]
                if self.even:
                    gap = gap[:, 1:] - gap[:, :-1]
                else:
                    gap = np.concatenate([-gap[:, 1:2], gap[:, :-2] - gap[:, 2:]], axis=1)
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
