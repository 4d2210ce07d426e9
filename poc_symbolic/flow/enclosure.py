r"""Rigorous bounds on the moments and the loss of the flow, for even models at odd d.

The flow keeps the order of particles, so cells of initial overlap stay cells. Let the edges of the cells
start at rational 0 = e_0 < e_1 < … < e_N = 1; the share m_i of a cell is an exact rational, because for odd
d the distribution function of |α| is a polynomial over ℚ. With bounds l_i ≤ e_i(t) ≤ u_i,
    p_ℓ(t) ∈ Σ_i m_i · range of P_ℓ over [l_i, u_{i+1}],
and bounds on the moments over a time step bound the velocity, hence the edges at the end of the step (a
differential inequality, by comparison of scalar equations). All arithmetic is FLINT ball arithmetic; the
range of P_ℓ is taken from the ends and the enclosed critical points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy
from flint import arb, ctx, fmpq, fmpq_poly

from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.sphere import gegenbauer_coefficients

PRECISION = 64
EDGE_DENOMINATOR = 2**20


@dataclass(frozen=True)
class Bounds:
    """Enclosures at a time: the moments by degree, and the loss, as pairs of exact lower and upper ends."""

    time: fmpq
    moments: dict[int, tuple[fmpq, fmpq]]
    loss: tuple[fmpq, fmpq]


@dataclass(frozen=True)
class Enclosure:
    """Bounds at the times that were asked for.

    ``attracted_above`` is a rational x such that v(α, t) > 0 for every α with x < α < 1 and every t from 0
    to the last time; None if that could not be shown for any x < 1.
    """

    bounds: tuple[Bounds, ...]
    attracted_above: fmpq | None


def enclose(
    model: SingleIndexModel, times: Sequence[fmpq | int], *, cells: int = 160, step: fmpq | None = None
) -> Enclosure:
    """Enclose moments and loss of the flow from the uniform law at rational ``times``, ascending and > 0.

    ``cells`` and ``step`` (default 1/100) set the width of the bounds, not their validity. Raises
    InputError unless the model is even and well specified, with rational coefficients and odd d ≥ 5.
    """
    size = step if step is not None else fmpq(1, 100)
    goals = [fmpq(t) for t in times]
    if not goals or goals[0] <= 0 or any(a >= b for a, b in pairwise(goals)):
        raise InputError("The times of an enclosure must be positive and ascending.")
    if cells < 2 or size <= 0:
        raise InputError("An enclosure needs at least two cells and a positive step.")
    with ctx.workprec(PRECISION):
        flow = _CellFlow(model, cells)
        found = []
        for goal in goals:
            while flow.time < goal:
                flow.advance(min(size, goal - flow.time))
            found.append(flow.bounds())
        return Enclosure(tuple(found), flow.attracted_above())


def _rational(value: sympy.Expr) -> fmpq:
    if not value.is_Rational:
        raise InputError("An enclosure needs an activation with rational coefficients of its kernel.")
    return fmpq(int(value.p), int(value.q))


def cell_shares(dim: int, edges: Sequence[fmpq]) -> list[fmpq]:
    """Exact shares of the uniform law between neighbouring edges in |α|, for odd d."""
    density = fmpq_poly([1, 0, -1]) ** ((dim - 3) // 2)
    primitive = density.integral()
    values = [primitive(e) / primitive(fmpq(1)) for e in edges]
    return [b - a for a, b in pairwise(values)]


def _edges(dim: int, cells: int) -> list[fmpq]:
    """Rational edges near equal shares; only their order matters for validity."""
    import numpy as np

    from poc_symbolic.flow.law import UniformOverlap

    levels = np.arange(1, cells) / cells
    tail = 1 - 0.25 ** np.arange(1, 8) / cells
    quantiles = np.tanh(UniformOverlap(dim, True).quantile(np.concatenate([levels, tail])))
    inner = sorted({round(float(a) * EDGE_DENOMINATOR) for a in quantiles})
    return [fmpq(0), *(fmpq(a, EDGE_DENOMINATOR) for a in inner if 0 < a < EDGE_DENOMINATOR), fmpq(1)]


class _Polynomial:
    """An exact polynomial with enclosures of the real parts of all zeros of its derivative."""

    def __init__(self, coefficients: dict[int, fmpq]) -> None:
        size = max(coefficients) + 1
        self.exact = fmpq_poly([coefficients.get(k, fmpq(0)) for k in range(size)])
        self.coefficients = [arb(self.exact[k]) for k in range(size)]
        self.slope = [arb(c) for c in self.exact.derivative().coeffs()]
        derivative = self.exact.derivative()
        roots: Any = derivative.numer().complex_roots()
        # Real zeros are among these; the real part of another zero does no harm.
        self.turns = [(root.real, self(root.real)) for root, _ in roots]

    def __call__(self, x: arb) -> arb:
        return _horner(self.coefficients, x)

    def range(self, low: arb, high: arb) -> arb:
        """A ball that contains the values on [low, high], for exact ends."""
        hull = self(low).union(self(high))
        for place, value in self.turns:
            if place > low and place < high:
                hull = hull.union(value)
            elif place < low or place > high:
                continue
            else:
                hull = hull.union(self(place.union(low).union(high)))
        return hull


def _horner(coefficients: Sequence[arb], x: arb) -> arb:
    total = arb(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


class _CellFlow:
    """Bounds on the edges of the cells, moved step by step."""

    def __init__(self, model: SingleIndexModel, cells: int) -> None:
        powers = {k for k in model.coefficients.q if k >= 1}
        if not isinstance(model.d, int) or model.d < 5 or model.d % 2 == 0:
            raise InputError("An enclosure needs an odd dimension of at least 5, where the law is polynomial.")
        if not model.well_specified or any(k % 2 for k in powers):
            raise InputError("An enclosure needs an even activation and the teacher equal to it.")
        self.dim = model.d
        self.a = {n: arb(_rational(c.a)) for n, c in model.gegenbauer.items() if n >= 1}
        self.polynomials = {
            n: _Polynomial({k: _rational(c) for k, c in gegenbauer_coefficients(n, self.dim).items()}) for n in self.a
        }
        teacher = {k: _rational(c) for k, c in model.coefficients.q.items()}
        self.teacher_slope = [arb(k * teacher.get(k, fmpq(0))) for k in range(1, max(teacher) + 1)]
        edges = _edges(self.dim, cells)
        self.shares = [arb(m) for m in cell_shares(self.dim, edges)]
        self.low = [arb(e) for e in edges]
        self.high = list(self.low)
        self.time = fmpq(0)
        # |v| ≤ |q'| + Σ a_ℓ |P_ℓ'| with |P_ℓ'| ≤ P_ℓ'(1) on [-1, 1], and |p_ℓ| ≤ 1.
        bound = _horner(self.teacher_slope, arb(1))
        for n, a in self.a.items():
            bound += a * _horner(self.polynomials[n].slope, arb(1))
        self.speed_bound = bound.upper()
        self.attracted: arb | None = arb(0)

    def _moments(self, low: Sequence[arb], high: Sequence[arb]) -> dict[int, arb]:
        """Balls that contain p_ℓ for edges between the bounds; a moment never leaves [-1, 1]."""
        result = {}
        for n, polynomial in self.polynomials.items():
            total = arb(0)
            for i, share in enumerate(self.shares):
                total += share * polynomial.range(low[i], high[i + 1])
            result[n] = total
        return result

    def _velocity(self, alpha: arb, p: dict[int, arb]) -> arb:
        slope = _horner(self.teacher_slope, alpha)
        for n, a in self.a.items():
            slope -= a * p[n] * _horner(self.polynomials[n].slope, alpha)
        return (1 - alpha * alpha) * slope

    def advance(self, step: fmpq) -> None:
        """Move the bounds on the edges over one step."""
        h = arb(step)
        reach = (h * self.speed_bound).upper()
        low_tube = [_clip((x - reach).lower()) for x in self.low]
        high_tube = [_clip((x + reach).upper()) for x in self.high]
        p = self._moments(low_tube, high_tube)
        for _ in range(2):
            low_tube = [_clip((x + h * _below_zero(self._near(x, reach, h, p))).lower()) for x in self.low]
            high_tube = [_clip((x + h * _above_zero(self._near(x, reach, h, p))).upper()) for x in self.high]
            low_tube[0], high_tube[0] = arb(0), arb(0)
            low_tube[-1], high_tube[-1] = arb(1), arb(1)
            p = self._moments(low_tube, high_tube)
        low = [_clip((x + h * self._near(x, reach, h, p)).lower()) for x in self.low]
        high = [_clip((x + h * self._near(x, reach, h, p)).upper()) for x in self.high]
        # 0 and 1 do not move.
        low[0], high[0], low[-1], high[-1] = arb(0), arb(0), arb(1), arb(1)
        self.low, self.high = low, high
        self.time += step
        self._watch(p)

    def _near(self, x: arb, reach: arb, h: arb, p: dict[int, arb]) -> arb:
        """A ball for the velocity along a step of length h that starts at x, by two rounds of narrowing."""
        tube = x + arb(0, reach)
        for _ in range(2):
            speed = self._velocity(tube, p)
            tube = x + h * speed.union(arb(0))
        return self._velocity(tube, p)

    def _watch(self, p: dict[int, arb]) -> None:
        """Note above which α the velocity is positive during the step.

        V'(α)/α = Σ_k w_k u^k in u = α²; with w_k ≥ 0 for k ≥ 2 and w_1 > 0 it is positive for u > -w_0/w_1.
        """
        size = len(self.teacher_slope)
        slope = [self.teacher_slope[k] for k in range(size)]
        for n, a in self.a.items():
            for k, c in enumerate(self.polynomials[n].slope):
                slope[k] -= a * p[n] * c
        w = slope[1::2]
        if self.attracted is None or len(w) < 2 or not w[1] > 0 or not all(c >= 0 for c in w[2:]):
            self.attracted = None
            return
        edge = (-w[0] / w[1]).upper()
        if edge > 0:
            self.attracted = self.attracted.union(edge.sqrt()).upper()

    def attracted_above(self) -> fmpq | None:
        """The largest of the edges that were noted, as a rational that is not below it."""
        if self.attracted is None or not self.attracted < 1:
            return None
        return _exact(self.attracted.upper())

    def bounds(self) -> Bounds:
        """The enclosures at the present time."""
        p = self._moments(self.low, self.high)
        loss = arb(0)
        for n, a in self.a.items():
            gap = 1 - p[n]
            loss += a * gap * gap
        moments = {n: (_exact(value.lower()), _exact(value.upper())) for n, value in p.items()}
        return Bounds(self.time, moments, (_exact(loss.lower()), _exact(loss.upper())))


def _exact(value: arb) -> fmpq:
    """The exact ball as a rational."""
    mantissa, exponent = value.mid().man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)


def _clip(x: arb) -> arb:
    """The nearest point of [0, 1] of an exact ball: the overlaps |α| stay there."""
    if x < 0:
        return arb(0)
    if x > 1:
        return arb(1)
    return x


def _below_zero(x: arb) -> arb:
    low = x.lower()
    return low if low < 0 else arb(0)


def _above_zero(x: arb) -> arb:
    high = x.upper()
    return high if high > 0 else arb(0)
