"""The function error and the gap on a trajectory: Lemmas 1, 20 and 21 (pp. 5, 25, 32-34), with proved constants.

c = C/11 with C of R1 for Gaussian data; F = ‖f_{ρ^MF} - f_{ρ^m}‖², R = ‖f_{ρ̄^m} - f_{ρ^m}‖², S = ‖f_{ρ^MF} - f_{ρ̄^m}‖²:
  R ≤ √3 c² (E‖Δ‖)² (lemma-20/first-order),   R ≤ 4 ΔᵀHΔ + (√3 + 2√105) c² (E‖Δ‖²)² (lemma-20/combined),
  ΔᵀHΔ ≤ 2F + 4S + C² (E‖Δ‖²)² (lemma-21/bound),   F ≤ 2C² (E‖Δ‖)² + log(m)/m (lemma-1/bound).
"""

from __future__ import annotations

import math

import numpy as np

from poc_symbolic.network.coupling import CoupledNetwork, CoupledState
from poc_symbolic.network.descent import Property
from poc_symbolic.network.residuals import Comparison
from poc_symbolic.network.smoothness import regularity


def function_bounds(at: Comparison, to_limit: float, sampling: float) -> tuple[Property, ...]:
    """The four inequalities at one time, given F and S: measured left sides and right sides, all by kernels."""
    population, gaps = at.population, at.gaps
    pairs, kernel, sizes = population.pairs, population.kernel, np.sqrt(np.einsum("id,id->i", gaps, gaps))
    squares = [pairs.mean(points, kernel) for points in (at.neurons, at.particles)]
    coupled_error = sum(squares) - 2 * pairs.cross_mean(at.neurons, at.particles, kernel)
    form = float(np.mean(np.einsum("id,id->i", gaps, at.terms.interaction)))
    omega, square, width = float(sizes.mean()), float(np.mean(sizes**2)), sizes.size
    regular = regularity(population.problem).activation
    c = regular / 11
    return (
        Property("Lemma 20, first order", coupled_error, math.sqrt(3) * c**2 * omega**2),
        Property("Lemma 20", coupled_error, 4 * form + (math.sqrt(3) + 2 * math.sqrt(105)) * c**2 * square**2),
        Property("Lemma 21", form, 2 * to_limit + 4 * sampling + regular**2 * square**2),
        Property("Lemma 1", to_limit, 2 * regular**2 * omega**2 + math.log(width) / width),
    )


def mean_field_errors(coupled: CoupledNetwork, state: CoupledState) -> tuple[float, float]:
    """F and S at a state of a coupling to the mean-field flow."""
    errors = coupled.coupling.errors
    places = (state.neurons, state.particles)
    to_limit, sampling = (errors.to_mean_field(w, state.moments, errors.own(w)) for w in places)
    return to_limit, sampling
