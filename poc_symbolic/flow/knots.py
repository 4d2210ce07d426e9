"""Dense output of the particles: steps are cut where the interpolant of the moments is not accurate enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from poc_symbolic.flow.midpoint import MidpointSteps
from poc_symbolic.flow.moment_path import MomentPath
from poc_symbolic.flow.power_sums import CONTACT, PowerDynamics

Array = NDArray[np.float64]

CUTS = 6


@dataclass(frozen=True)
class Particles:
    """The particles at a time, from which a step can be made; ``escaped`` is the share left out of them."""

    steps: MidpointSteps
    escaped: float
    state: Array
    rate: Array


class Knot:
    """A time with the sums E g^k that the interpolant needs there, and the particles unless they were let go."""

    def __init__(self, time: float, particles: Particles) -> None:
        self.time = time
        self.particles: Particles | None = particles

    @cached_property
    def sums(self) -> Array:
        """E g^k for k = 0, …, ``orders``."""
        assert self.particles is not None
        return self.particles.steps.long_sums(self.particles.state) + self.particles.escaped

    def let_go(self) -> None:
        """Keep the sums, not the particles."""
        assert self.sums is not None
        self.particles = None

    def between(self, later: Knot) -> Knot | None:
        """The knot half-way to another one; None if the particles were let go."""
        if self.particles is None:
            return None
        steps, escaped = self.particles.steps, self.particles.escaped
        time = (self.time + later.time) / 2
        state, _ = steps.step(self.particles.state, self.particles.rate, time - self.time)
        return Knot(time, Particles(steps, escaped, state, steps.rate(state)[0]))


def interpolate(dynamics: PowerDynamics, knots: Sequence[Knot], initial: Array, contact: int = CONTACT) -> MomentPath:
    """The moments between the knots; ``initial`` are the sums E g^k at time 0 for k up to n."""
    times, sums = np.array([k.time for k in knots]), np.stack([k.sums for k in knots])
    return dynamics.path(times, sums, initial, contact)


def refine(dynamics: PowerDynamics, knots: Sequence[Knot], initial: Array, tolerance: float) -> list[Knot]:
    """More knots, until interpolants of two orders differ by less than the tolerance on each piece."""
    found = list(knots)
    for _ in range(CUTS):
        gaps = interpolate(dynamics, found, initial).coefficients
        gaps[:, :-2] -= interpolate(dynamics, found, initial, CONTACT - 1).coefficients
        finer = found[:1]
        for (left, right), gap in zip(pairwise(found), np.abs(gaps).sum(axis=1).max(axis=1), strict=True):
            middle = left.between(right) if gap > tolerance else None
            finer += [right] if middle is None else [middle, right]
        if len(finer) == len(found):
            break
        found = finer
    return found
