r"""Rigorous bounds on the moments and the loss of the flow, for even models at odd d.

The flow keeps the order of particles, so cells of initial overlap stay cells. Let the edges of the cells
start at rational 0 = e_0 < e_1 < … < e_N = 1; the share m_i of a cell is an exact rational, because for odd
d the distribution function of |α| is a polynomial over ℚ. With bounds l_i ≤ e_i(t) ≤ u_i,
    M_k(t) = E α^k ∈ [Σ_i m_i l_i^k, Σ_i m_i u_{i+1}^k].
For one step the moments are supposed to lie in a tube around a line, M_k(s) ∈ c_k + m_k s ± r_k. That bounds
the velocity, hence the edges (comparison of scalar equations, Taylor's formula of second order), hence the
moments; if these stay strictly inside the tube, it is never left, and else it is widened. All arithmetic is
FLINT ball arithmetic. The potential is used in its Gegenbauer form; :mod:`poc_symbolic.enclosure.checker` takes
the tubes as hints and does everything again with integers and with the potential's definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import sympy
from flint import arb, ctx, fmpq, fmpq_poly

from poc_symbolic.errors import InputError
from poc_symbolic.flow.law import UniformOverlap
from poc_symbolic.flow.mean_field import MeanFieldFlow
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.sphere import gegenbauer_coefficients

PRECISION = 64
EDGE_DENOMINATOR = 2**20
TUBE_DENOMINATOR = 2**40
ATTEMPTS = 6
HALVINGS = 12  # of a step that is too long
REDUNDANCY = arb(1, fmpq(1, 32))  # widens what is added to the edges, so that a less sharp computation agrees too

Pair = tuple[fmpq, fmpq]


@dataclass(frozen=True)
class Bounds:
    """Enclosures at a time: the moments p_ℓ by degree, and the loss, as pairs of exact lower and upper ends.

    ``slope`` has bounds of the coefficients of V'(α)/α in y = α². ``attracted_above`` is a rational x such that
    v(α, s) > 0 for every α with x < α < 1 and every s from 0 to ``time``; None if none was found.
    """

    time: fmpq
    moments: dict[int, Pair]
    loss: Pair
    slope: tuple[Pair, ...]
    attracted_above: fmpq | None

    def slope_at(self, y: fmpq) -> fmpq:
        """An upper bound of V'(α)/α at α² = y."""
        return sum((high * y**n for n, (_, high) in enumerate(self.slope)), fmpq(0))


@dataclass(frozen=True)
class Tubes:
    """What a second computation needs: edges, lengths of the steps, and for each step (c, m, r) for k = 2, 4, ….

    The numbers of ``rows`` are integers in units of 1/``TUBE_DENOMINATOR``.
    """

    edges: tuple[fmpq, ...]
    steps: tuple[fmpq, ...]
    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Enclosure:
    """Bounds at the times that were asked for, and the tubes that lead there."""

    bounds: tuple[Bounds, ...]
    tubes: Tubes

    @property
    def attracted_above(self) -> fmpq | None:
        """As in the bounds of the last time."""
        return self.bounds[-1].attracted_above


def enclose(
    model: SingleIndexModel, times: Sequence[fmpq | int], *, cells: int = 160, step: fmpq | None = None
) -> Enclosure:
    """Enclose moments and loss of the flow from the uniform law at rational ``times``, ascending and > 0.

    ``cells`` and ``step`` (default 1/20) set the width of the bounds, not their validity. Raises InputError
    unless the model is even and well specified, with rational coefficients and odd d ≥ 5, and where the bounds
    become too wide to go on. A step that is too long for the velocity is halved.
    """
    size = step if step is not None else fmpq(1, 20)
    goals = [fmpq(t) for t in times]
    if not goals or goals[0] <= 0 or any(a >= b for a, b in pairwise(goals)):
        raise InputError("The times of an enclosure must be positive and ascending.")
    if cells < 2 or size <= 0:
        raise InputError("An enclosure needs at least two cells and a positive step.")
    with ctx.workprec(PRECISION):
        flow = _CellFlow(model, cells, goals[-1])
        found = []
        for goal in goals:
            count = int(((goal - flow.time) / size).ceil())
            length = (goal - flow.time) / count
            for _ in range(count):
                flow.advance(length, HALVINGS)
            found.append(flow.bounds())
        tubes = Tubes(tuple(flow.edges), tuple(flow.steps), tuple(flow.rows))
        return Enclosure(tuple(found), tubes)


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


def _edges(model: SingleIndexModel, cells: int, end: fmpq) -> list[fmpq]:
    """Rational edges where a particle of the numerical flow has most to say; only their order matters for validity.

    A cell of share m over which α^2 + α^4 rises by D adds m·D to the width of the moments, so for a given
    number of cells their density is proportional to √(share density · mean rise over time).
    """
    assert isinstance(model.d, int)
    last = float(int(end.p)) / float(int(end.q))
    trajectory = MeanFieldFlow(model, tolerance=1e-5).run(until_time=last, estimate=False)
    start = np.concatenate([np.linspace(0, 0.9, 2001)[1:], 1 - np.geomspace(0.1, 1e-3, 200)[1:]])
    alpha = np.vstack([start, trajectory.overlaps(start, np.linspace(0, last, 25)[1:])])
    share = np.diff(UniformOverlap(model.d, True).cdf(np.arctanh(start)))
    rise = np.mean(np.diff(alpha**2 + alpha**4, axis=1), axis=0)
    level = np.concatenate([[0.0], np.cumsum(np.sqrt(np.maximum(share * rise, 0.0)))])
    inner = np.interp(np.linspace(0, level[-1], cells)[1:], level, start)
    chosen = sorted({round(float(a) * EDGE_DENOMINATOR) for a in inner})
    return [fmpq(0), *(fmpq(a, EDGE_DENOMINATOR) for a in chosen if 0 < a < EDGE_DENOMINATOR), fmpq(1)]


def _horner(coefficients: Sequence[arb], x: arb) -> arb:
    total = coefficients[-1]
    for c in coefficients[-2::-1]:
        total = total * x + c
    return total


class PowerForm:
    """V'(α)/α and the moments p_ℓ from M_k = E α^k, exactly: polynomials in y = α² with coefficients linear in M."""

    def __init__(self, model: SingleIndexModel) -> None:
        powers = {k for k in model.coefficients.q if k >= 1}
        if not isinstance(model.d, int) or model.d < 5 or model.d % 2 == 0:
            raise InputError("An enclosure needs an odd dimension of at least 5, where the law is polynomial.")
        if not model.well_specified or any(k % 2 for k in powers):
            raise InputError("An enclosure needs an even activation and the teacher equal to it.")
        self.dim = model.d
        size = max(powers) // 2
        self.powers = tuple(range(2, max(powers) + 1, 2))
        self.a = {n: _rational(c.a) for n, c in model.gegenbauer.items() if n >= 1}
        self.basis = {n: {k: _rational(c) for k, c in gegenbauer_coefficients(n, self.dim).items()} for n in self.a}
        q = {k: _rational(c) for k, c in model.coefficients.q.items()}
        self.teacher = [fmpq(2 * n + 2) * q.get(2 * n + 2, fmpq(0)) for n in range(size)]
        self.reply = {m: [fmpq(0)] * size for m in (0, *self.powers)}
        for degree, a in self.a.items():
            for m, weight in self.basis[degree].items():
                for k, c in self.basis[degree].items():
                    if k > 0:
                        self.reply[m][k // 2 - 1] += a * weight * k * c

    def slope(self, moments: dict[int, fmpq]) -> list[fmpq]:
        """Coefficients in y of V'(α)/α."""
        full = {0: fmpq(1), **moments}
        return [t - sum((full[m] * self.reply[m][n] for m in full), fmpq(0)) for n, t in enumerate(self.teacher)]

    def slope_bounds(self, box: dict[int, Pair]) -> list[Pair]:
        """The same for moments between bounds."""
        middle = self.slope({m: (low + high) / 2 for m, (low, high) in box.items()})
        found = []
        for n, w in enumerate(middle):
            spread = sum(((high - low) / 2 * abs(self.reply[m][n]) for m, (low, high) in box.items()), fmpq(0))
            found.append((w - spread, w + spread))
        return found


class _TooLongError(Exception):
    """A step is too long to bound the velocity."""


def _times_bend(w: Sequence[fmpq]) -> list[fmpq]:
    """Coefficients of (1 - y) Σ w_n y^n."""
    return [a - b for a, b in zip([*w, fmpq(0)], [fmpq(0), *w], strict=True)]


class _Step:
    """The velocity field of one step: α Σ g_n y^n around the tube's middle line, and the radius around it."""

    def __init__(self, form: PowerForm, h: fmpq, tube: dict[int, tuple[fmpq, fmpq, fmpq]]) -> None:
        start = _times_bend(form.slope({m: c for m, (c, _, _) in tube.items()}))
        ahead = _times_bend(form.slope({m: c + h * slope for m, (c, slope, _) in tube.items()}))
        self.h = arb(h)
        self.span = arb(0).union(self.h)
        self.g = [arb(c) for c in start]
        self.drift = [arb((b - a) / h) for a, b in zip(start, ahead, strict=True)]
        self.slope = [(2 * n + 1) * arb(a).union(arb(b)) for n, (a, b) in enumerate(zip(start, ahead, strict=True))]
        self.replies = [(arb(r), [arb(c) for c in form.reply[m]]) for m, (_, _, r) in tube.items()]

    def bound(self, x: arb, sign: int) -> tuple[arb, arb]:
        """(slope of a line below or above the edge during the step, bound on the edge at its end)."""
        y = x * x
        velocity = x * _horner(self.g, y)
        rho = (self.h * abs(velocity) * arb("1.2")).upper() + arb("1e-9")
        for _ in range(ATTEMPTS):
            tube = x + arb(0, rho)
            y = tube * tube
            steep, drift = _horner(self.slope, y), tube * _horner(self.drift, y)
            radius = arb(0)
            for r, reply in self.replies:
                radius += r * abs(_horner(reply, y))
            radius = (radius * abs(tube) * abs(1 - y) * REDUNDANCY).upper()
            speed = velocity + steep * arb(0, rho) + self.span * drift
            reach = (self.h * (abs(speed) + radius)).upper()
            if reach < rho:
                break
            rho = (reach * arb("1.2")).upper()
        else:
            raise _TooLongError
        first = velocity + sign * radius
        bend = self.h / 2 * REDUNDANCY * (steep * (speed + sign * radius) + drift)
        if sign < 0:
            low = bend.lower()
            return (first + _least(low, arb(0))).lower(), (x + self.h * (first + low)).lower()
        high = bend.upper()
        return (first - _least(-high, arb(0))).upper(), (x + self.h * (first + high)).upper()


def _least(a: arb, b: arb) -> arb:
    """The smaller of two exact balls."""
    return a if a < b else b


class _CellFlow:
    """Bounds on the edges of the cells, moved step by step."""

    def __init__(self, model: SingleIndexModel, cells: int, end: fmpq) -> None:
        self.form = PowerForm(model)
        self.edges = _edges(model, cells, end)
        self.shares = [arb(m) for m in cell_shares(self.form.dim, self.edges)]
        self.low = [arb(e) for e in self.edges]
        self.high = list(self.low)
        self.time = fmpq(0)
        self.steps: list[fmpq] = []
        self.rows: list[tuple[int, ...]] = []
        self.attracted: arb | None = arb(0)
        self._slope = {k: fmpq(0) for k in self.form.powers}
        self._growth = {k: fmpq(1, 500) for k in self.form.powers}

    def power_moments(self) -> dict[int, Pair]:
        """Bounds of E α^k at the present time."""
        box = {}
        for k in self.form.powers:
            below = above = arb(0)
            for m, low, high in zip(self.shares, self.low[:-1], self.high[1:], strict=True):
                below, above = below + m * low**k, above + m * high**k
            box[k] = (_exact(below.lower()), _exact(above.upper()))
        return box

    def advance(self, h: fmpq, halvings: int) -> None:
        """Move the bounds on the edges over one step, in a tube that is widened until it holds, or in two halves."""
        try:
            found = self._attempt(h)
        except _TooLongError:
            found = False
        if not found:
            if halvings == 0:
                raise InputError("The bounds have become too wide to go on; take more cells or an earlier time.")
            for _ in range(2):
                self.advance(h / 2, halvings - 1)

    def _attempt(self, h: fmpq) -> bool:
        now = self.power_moments()
        for _ in range(ATTEMPTS):
            row: list[int] = []
            for k, (low, high) in now.items():
                width = (high - low) / 2 + self._growth[k] * h
                row += [_units((low + high) / 2), _units(self._slope[k]), _units(width) + 2]
            tube = {
                k: (fmpq(c, TUBE_DENOMINATOR), fmpq(m, TUBE_DENOMINATOR), fmpq(r, TUBE_DENOMINATOR))
                for k, c, m, r in zip(now, row[0::3], row[1::3], row[2::3], strict=True)
            }
            if self._holds(h, tube, now):
                self.steps.append(h)
                self.rows.append(tuple(row))
                self.time += h
                self._watch(h, tube)
                return True
        return False

    def _holds(self, h: fmpq, tube: dict[int, tuple[fmpq, fmpq, fmpq]], now: dict[int, Pair]) -> bool:
        step = _Step(self.form, h, tube)
        still = (arb(0), arb(0)), (arb(0), arb(1))  # 0 and 1 do not move
        below = [still[0], *(step.bound(x, -1) for x in self.low[1:-1]), still[1]]
        above = [still[0], *(step.bound(x, 1) if x < 1 else still[1] for x in self.high[1:-1]), still[1]]
        good = True
        for k, (c, slope, r) in tube.items():
            least = most = arb(0)
            for m, x, (line, _) in zip(self.shares, self.low[:-1], below[:-1], strict=True):
                least += m * (x**k + k * step.h * x ** (k - 1) * line)
            for m, x, (line, _) in zip(self.shares, self.high[1:], above[1:], strict=True):
                most += m * (x + step.h * line) ** k
            low, high = _exact(least.lower()), _exact(most.upper())
            inside = c - r < now[k][0] and now[k][1] < c + r and c + h * slope - r < low and high < c + h * slope + r
            good = good and bool(inside)
            # The next guess: the middle line that was found, and somewhat more than the growth that was needed.
            width, before = (high - low) / 2, (now[k][1] - now[k][0]) / 2
            self._slope[k] = ((low + high) / 2 - (now[k][0] + now[k][1]) / 2) / h
            self._growth[k] = max(width - before, fmpq(0)) / h * fmpq(3, 2) + h / 1000
        if good:
            self.low = [_clip(x) for _, x in below]
            self.high = [_clip(x) for _, x in above]
        return good

    def _watch(self, h: fmpq, tube: dict[int, tuple[fmpq, fmpq, fmpq]]) -> None:
        """Note above which α the velocity is positive during the step.

        V'(α)/α = Σ_k w_k y^k in y = α²; with w_k ≥ 0 for k ≥ 2 and w_1 > 0 it is positive for y > -w_0/w_1.
        """
        ends = {k: (c, c + h * slope, r) for k, (c, slope, r) in tube.items()}
        w = [
            low
            for low, _ in self.form.slope_bounds({k: (min(a, b) - r, max(a, b) + r) for k, (a, b, r) in ends.items()})
        ]
        if self.attracted is None or len(w) < 2 or not w[1] > 0 or not all(c >= 0 for c in w[2:]):
            self.attracted = None
        elif w[0] < 0:
            self.attracted = self.attracted.union(arb(-w[0] / w[1]).sqrt()).upper()

    def bounds(self) -> Bounds:
        """The enclosures at the present time."""
        now = self.power_moments()
        box = {0: (fmpq(1), fmpq(1)), **now}
        moments: dict[int, Pair] = {}
        loss = arb(0)
        for n, coefficients in self.form.basis.items():
            low = sum((c * box[k][0 if c > 0 else 1] for k, c in coefficients.items()), fmpq(0))
            high = sum((c * box[k][1 if c > 0 else 0] for k, c in coefficients.items()), fmpq(0))
            moments[n] = (low, high)
            gap = 1 - arb(low).union(arb(high))
            loss += arb(self.form.a[n]) * gap * gap
        attracted = _exact(self.attracted.upper()) if self.attracted is not None and self.attracted < 1 else None
        ends = _exact(loss.lower()), _exact(loss.upper())
        return Bounds(self.time, moments, ends, tuple(self.form.slope_bounds(now)), attracted)


def _units(value: fmpq) -> int:
    return int((value * TUBE_DENOMINATOR).floor())


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
