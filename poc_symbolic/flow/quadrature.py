"""Quadrature of the uniform law whose nodes follow the escape of the particles from the bulk.

Under the velocity of the uniform law a particle needs the time τ(x) to come from log-odds x to the pole.
After its escape it moves at the pole's speed, so nodes that are equally spaced in τ stay equally spaced in
x, and the front is resolved at every time by the same number of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.flow.field import OverlapField
from poc_symbolic.flow.grid import gauss
from poc_symbolic.flow.law import UniformOverlap

Array = NDArray[np.float64]

PANEL_LENGTH = 5.0  # log-odds that a panel covers after its escape
BULK_PANEL = 2.6  # the same before, in units of 1/√d
TABLE = 240


@dataclass(frozen=True)
class FlightTable:
    """τ(x) on a grid of x, ascending, for a positive speed V' = q_×' on (0, 1]; ``speed`` is q_×'(1)."""

    x: Array
    flight: Array
    speed: float

    @staticmethod
    def build(field: OverlapField, law: UniformOverlap) -> FlightTable | None:
        """None where q_×' is not positive on (0, 1]; then nothing escapes to the pole in this way."""
        x = np.geomspace(1e-4 / np.sqrt(law.dim), 9.0, TABLE)
        rate = field.teacher_part(np.tanh(x))
        if np.any(rate <= 0):
            return None
        pace = x / rate  # dτ / d log x
        pieces = np.diff(np.log(x)) * (pace[1:] + pace[:-1]) / 2
        flight = np.append(np.cumsum(pieces[::-1])[::-1], 0.0)
        return FlightTable(x, flight, float(field.teacher_part(np.array([1.0]))[0]))

    def needed(self, law: UniformOverlap, *, end: float | None, share: float | None) -> float:
        """The flight time of the last particle to escape, without the interaction's slow-down of the pole.

        ``share`` of the particles stay in the bulk, or the time is ``end``, where dτ/dt is the bulk's share.
        """
        below = law.cdf(self.x)
        if share is not None:
            return float(np.interp(share, below, self.flight))
        assert end is not None
        order = slice(None, None, -1)
        tau, stay = self.flight[order], np.maximum(below[order], 1e-300)
        clock = np.append(0.0, np.cumsum(np.diff(tau) * (1 / stay[1:] + 1 / stay[:-1]) / 2))
        return float(min(np.interp(end, clock, tau), end))


def escape_quadrature(
    table: FlightTable, law: UniformOverlap, reach: float, nodes: int, tail: float
) -> tuple[Array, Array]:
    """Log-odds x, ascending, and weights for particles that escape within the flight time ``reach``.

    The share ``tail`` with the largest overlaps is left out; ``nodes`` Gauss points for each panel.
    """
    top = float(law.quantile(np.array([1 - tail]))[0])
    bottom = float(np.interp(-reach, -table.flight, table.x))
    measure = -table.speed * table.flight / PANEL_LENGTH + np.sqrt(law.dim) * table.x / BULK_PANEL
    low, high = np.interp([bottom, top], table.x, measure)
    count = max(1, int(np.ceil(high - low)))
    ends = np.append(0.0, np.interp(np.linspace(low, high, count + 1), measure, table.x))
    z, w = gauss(nodes)
    zb, wb = gauss(2 * nodes)
    half = np.diff(ends) / 2
    x = np.concatenate([half[0] * (zb + 1), (ends[1:-1, None] + half[1:, None] * (z + 1)).ravel()])
    weight = np.concatenate([half[0] * wb, (half[1:, None] * w).ravel()]) * law.density(x)
    return x, weight
