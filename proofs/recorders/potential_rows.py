"""Rows of ``potentials.json``: P1–P3, Lemma 41, Theorem 39 and Corollary 40 on the runs of ``coupling_rows``.

J_max is the largest ‖J_{t,s}‖ of the run's own particles for t among the times looked at and s ≤ t; J_avg is the least
with which E_i‖J_{t,s}m_s‖1(ξ_t ∉ B_τ) ≤ (1+C_b) J_avg Φ(s) there (Lemma 26 without its ε). The proof uses no others, and
they are at most the suprema of Assumption Stability, up to ε. ε is the largest measured ε_m plus the largest ε_n.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from poc_symbolic.flow import Stability
from poc_symbolic.network import Potential
from poc_symbolic.network.descent import Descent, ProofConstants, descent, share_error, single_index_potential
from poc_symbolic.network.duhamel import forces, propagate
from poc_symbolic.network.gap_bounds import GapODE, gap_ode
from poc_symbolic.network.kernels import Array, norms
from poc_symbolic.network.residuals import comparison
from poc_symbolic.network.sharpness import property_use
from poc_symbolic.network.smoothness import regularity
from proofs.recorders.coupling_rows import Beside, carried_out, named
from proofs.recorders.runs import TAU


@dataclass(frozen=True)
class Scene:
    """A run with its potential, the proof's constants, C_LSC(τ), and P1–P3 at the start and at the times looked at."""

    beside: Beside
    potential: Potential
    constants: ProofConstants
    lsc: float
    start: Descent
    descents: tuple[Descent, ...]

    @property
    def eps(self) -> float:
        """ε = ε_m + ε_n."""
        return max(d.lemma.eps_m for d in self.descents) + max(d.lemma.eps_n for d in self.descents)

    @property
    def delta(self) -> float:
        """δ = ‖f - f*‖ of the flow at the end."""
        return math.sqrt(self.beside.propagation.states[-1].mean_field_loss)

    @property
    def rates(self) -> list[float]:
        """C_LSC δ_t at the times looked at."""
        losses = (self.beside.propagation.states[t].mean_field_loss for t in self.beside.places)
        return [self.lsc * math.sqrt(loss) for loss in losses]

    @property
    def phi(self) -> Array:
        """Φ_Q at all times of the propagation."""
        return np.array([self.potential(state.gaps) for state in self.beside.propagation.states])


def _scene(name: str) -> Scene:
    beside = carried_out(name)
    coupled = beside.coupled
    potential = single_index_potential(coupled)
    constants = ProofConstants(regularity(coupled.coupling.problem).constant, potential.balancedness)
    lsc = Stability(coupled.coupling.trajectory).local_strong_convexity(TAU)
    states = [*coupled.states_at([0.0]), *(beside.propagation.states[t] for t in beside.places)]
    start, *found = (
        descent(comparison(coupled, state), potential, constants, TAU, lsc, share_error(coupled, state, potential, TAU))
        for state in states
    )
    return Scene(beside, potential, constants, lsc, start, tuple(found))


def _force(scene: Scene) -> float:
    """The largest ‖m_i‖/Φ."""
    pairs = zip(scene.beside.places, scene.descents, strict=True)
    return max(float(norms(scene.beside.forces.interaction[t]).max()) / found.potential for t, found in pairs)


def _stability(scene: Scene, phi: Array) -> dict[str, float]:
    """J_max, J_avg at the radius of Theorem 39's proof, and Lemma 41's accumulated error and squared gap."""
    propagation, sources = scene.beside.propagation, scene.beside.forces
    radius = scene.constants.radius(scene.lsc, scene.delta)
    largest, average, error, square = [], [], [], []
    for t in scene.beside.places:
        state = propagation.states[t]
        away = scene.potential.model.distance(state.particles) > radius
        carried = propagation.carried_norms(t, sources.interaction)
        largest.append(float(propagation.norms(t).max()))
        average.append(float(((carried * away).mean(axis=1) / phi[: t + 1]).max()))
        summed = propagation.weights[: t + 1] @ propagation.carried_norms(t, sources.remainder)
        error.append(float(summed.max()) / (state.time * scene.eps))
        square.append(float(norms(state.gaps).max()) ** 2 / (4 * scene.eps))
    return {
        "J_max": max(largest),
        "J_avg": max(average) / (1 + scene.constants.balanced),
        "error_41": max(error) / max(largest),
        "square_41": max(square),
    }


def _early(scene: Scene) -> dict[str, float]:
    """Lemma 41 at a time at which its hypotheses hold: both of them as shares of what they allow."""
    c, eps = scene.constants.regular, scene.eps
    end = 1 / (8 * (1 + 4 * c) * math.sqrt(eps))
    propagation = propagate(scene.beside.coupled, 1, end)
    sources = forces(scene.beside.coupled, propagation.states)
    t = propagation.ends[-1]
    j = float(propagation.norms(t).max())
    phi = np.array([scene.potential(state.gaps) for state in propagation.states])
    summed = propagation.weights @ propagation.carried_norms(t, sources.remainder)
    first = 16 * ((1 + 4 * c) * j * end) ** 2 * eps
    second = (j * c) ** 2 * end * float(propagation.weights @ phi**2) / eps
    return {
        "early_load": max(first, second),
        "early_error": float(summed.max()) / (j * end * eps),
        "early_square": float(norms(propagation.states[t].gaps).max()) ** 2 / (4 * eps),
    }


def _gap_ode(scene: Scene, phi: Array, stability: Mapping[str, float]) -> dict[str, float]:
    """Eq. (8), Lemma 42 and the last step of Theorem 7, in log10 of the factors by which they are loose.

    ``source`` is the least source over ε with which eq. (8) holds, ``memory`` the least b beside the source Φ'(0) that the
    start needs, ``least`` the exact solution and ``least_bound`` Lemma 42's bound at these two, over Φ.
    """
    propagation, constants = scene.beside.propagation, scene.constants
    horizon, eps, scale = propagation.states[-1].time, scene.eps, math.log(10)
    ode = gap_ode(
        constants,
        lsc=scene.lsc,
        delta=scene.delta,
        j_max=stability["J_max"],
        j_avg=stability["J_avg"],
        horizon=horizon,
        eps=eps,
    )
    past = [float(propagation.weights[: t + 1] @ phi[: t + 1]) for t in scene.beside.places]
    watched = [(d.rate, d.potential, i) for d, i in zip(scene.descents, past, strict=True)]
    contraction = scene.lsc * scene.delta / 4
    first = scene.start.rate
    source = max(first, *(rate + (ode.a - ode.g) * size - ode.b * i for rate, size, i in watched))
    least_b = max(0.0, *((rate + contraction * size - first) / i for rate, size, i in watched))
    least = GapODE(contraction, least_b, 0.0, first, horizon)
    errors, state = scene.beside.coupled.coupling.errors, propagation.states[-1]
    function = errors.to_mean_field(state.neurons, state.moments, errors.own(state.neurons))
    width, log_phi = scene.beside.coupled.width, math.log(phi[-1])

    def theorem_7(log_potential: float) -> float:
        """log10 of (2C_reg² Φ² + log(m)/m) over the measured function error."""
        square = 2 * log_potential + math.log(2 * constants.regular**2)
        return float(np.logaddexp(square, math.log(math.log(width) / width)) - math.log(function)) / scale

    return {
        "source": source / eps,
        "log_source": math.log10(ode.source / eps),
        "memory": least_b,
        "b": ode.b,
        "exact": (ode.log_exact - log_phi) / scale,
        "bound": (ode.log_bound - ode.log_exact) / scale,
        "least": (least.log_exact - log_phi) / scale,
        "least_bound": (least.log_bound - log_phi) / scale,
        "theorem_7": theorem_7(ode.log_bound),
        "theorem_7_least": theorem_7(least.log_bound),
        "theorem_7_measured": theorem_7(log_phi),
    }


@cache
def row(name: str) -> dict[str, Any]:
    """The row with this name, computed now."""
    scene = _scene(name)
    phi = scene.phi
    stability = _stability(scene, phi)
    return named(
        name,
        {
            "C_13": scene.constants.c13,
            "C_14": scene.constants.c14,
            "C_reg": scene.constants.regular,
            "C_b": scene.constants.balanced,
            "C_LSC": scene.lsc,
            "eps": scene.eps,
            "phi": float(phi[-1]),
            **property_use(scene.descents, scene.constants, TAU, scene.rates),
            "force": _force(scene),
            **stability,
            **_early(scene),
            **_gap_ode(scene, phi, stability),
        },
    )
