"""How much of each bound a trajectory uses: the least constants with which the lemmas' inequalities hold at one state.

A constant below the proof's one shows how loose the bound is; one above it would refute the bound. Letters of
``residuals`` and ``function_bounds``.
"""

from __future__ import annotations

import math

import numpy as np

from poc_symbolic.network.coupling import CoupledNetwork, CoupledState
from poc_symbolic.network.kernels import norms
from poc_symbolic.network.residuals import interaction_term, lemma_5, local_term
from poc_symbolic.network.smoothness import regularity

SMALLEST = 1e-6  # gaps below this are not divided by


def lemma_5_use(coupled: CoupledNetwork, state: CoupledState) -> dict[str, float]:
    """The four remainders of Lemma 5 and their sum, at a state with gaps that are not 0.

    ``own`` and ``others`` are the least C in ‖own‖ ≤ Ca² + Cab + ε_m a and ‖others‖ ≤ CB; ``sampling`` and ``data`` are
    shares of the printed ε_m and ε_n; ``total`` is the share of 2ε_m + ε_n + 2C(a² + B) with the proof's C, and
    ``linear`` that of 2ε_m + ε_n alone; ``eps_m`` is the measured ε_m over 2C, at most 1 in the lemma.
    """
    lemma, population = lemma_5(coupled, state), coupled.coupling.population
    parts = {part.name: part for part in lemma.residuals}
    local = local_term(coupled.coupling.trajectory, state, state.gaps)
    own = norms(population(state.neurons) - population.at(state.particles, state.neurons) - local)
    sizes = norms(state.gaps)
    kept, b, square = sizes > SMALLEST, float(sizes.mean()), float(np.mean(sizes**2))
    a = sizes[kept]
    total, linear = norms(lemma.total), 2 * lemma.eps_m + lemma.eps_n
    return {
        "own": float(((own[kept] - lemma.eps_m * a) / (a**2 + a * b)).max()),
        "others": parts["others"].largest / square,
        "sampling": parts["sampling"].largest / parts["sampling"].bound,
        "data": parts["data"].largest / parts["data"].bound if parts["data"].bound > 0 else 0.0,
        "total": float((total / (linear + 2 * lemma.constant * (sizes**2 + square))).max()),
        "linear": float(total.max()) / linear,
        "eps_m": lemma.eps_m / (2 * lemma.constant),
    }


def function_use(coupled: CoupledNetwork, state: CoupledState) -> dict[str, float]:
    """Lemmas 20 and 21 at a state with gaps that are not 0; F, R, S as in ``function_bounds``, c = C/11.

    ``gap`` is R/(c²(E‖Δ‖)²), at most √3; ``error`` is the share of 2C²(E‖Δ‖)² + log(m)/m that F takes, ``sample`` that
    of log(m)/(2m) that S takes; ``form`` is the share of 2F + 4S + C²(E‖Δ‖²)² that ΔᵀHΔ takes, ``without`` that of 2F.
    """
    errors, population, width = coupled.coupling.errors, coupled.coupling.population, coupled.width
    own, limit_own = errors.own(state.neurons), errors.own(state.particles)
    to_limit = errors.to_mean_field(state.neurons, state.moments, own)
    sampling = errors.to_mean_field(state.particles, state.moments, limit_own)
    cross = population.pairs.cross_mean(state.neurons, state.particles, population.kernel)
    response = interaction_term(population, state.particles, state.gaps)
    form = float(np.mean(np.einsum("id,id->i", state.gaps, response)))
    regular, omega, square = regularity(coupled.coupling.problem).activation, state.mean_gap, state.mean_square_gap
    return {
        "gap": (own + limit_own - 2 * cross) / ((regular / 11) ** 2 * omega**2),
        "error": to_limit / (2 * regular**2 * omega**2 + math.log(width) / width),
        "sample": sampling / (math.log(width) / (2 * width)),
        "form": form / (2 * to_limit + 4 * sampling + regular**2 * square**2),
        "without": form / (2 * to_limit),
    }
