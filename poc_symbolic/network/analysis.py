"""The steps of the proof beside what they bound, along one run: how loose each of them is, in factors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.flow import Stability, average_stability
from poc_symbolic.network.analysis_report import Rows, proof_constants, regular_constants, report
from poc_symbolic.network.coupling import Coupling
from poc_symbolic.network.descent import (
    ProofConstants,
    Property,
    descent,
    share_error,
    single_index_potential,
)
from poc_symbolic.network.fields import PopulationField
from poc_symbolic.network.function_bounds import function_bounds, mean_field_errors
from poc_symbolic.network.gap_bounds import GapODE, gap_ode
from poc_symbolic.network.potential import Potential
from poc_symbolic.network.proxy import ProxyRun
from poc_symbolic.network.residuals import Comparison, Lemma5, comparison, lemma_5
from poc_symbolic.network.scaling import digits
from poc_symbolic.network.smoothness import regularity
from poc_symbolic.network.teacher_runs import NamedProblem
from poc_symbolic.network.wide_limit import cell_error, local_strong_convexity, wide_comparison

TIMES = 9
NOT_EVEN = (
    "The setting of p. 62 leaves out activations that are not even: here every ξ^∞ is w*, and neurons that stay on "
    "the far side (p. 10, footnote 2) count as outside of B_τ."
)
NO_FLOW = "J_max and J_avg are measured on the flow of one teacher, so that Theorem 39 has no numbers here."


def chosen_times(count: int) -> list[int]:
    """At most TIMES of so many recorded times, equally spaced, the first and the last among them."""
    return [int(i) for i in np.unique(np.linspace(0, count - 1, min(TIMES, count)).round())]


def analysis_json(coupling: Coupling, tau: float) -> dict[str, Any]:
    """Lemma 5, P1-P3, eq. (8) and Lemma 42 for the largest width of a coupling that keeps its states.

    ``tau`` is the radius of B_τ for P1 and P2; eq. (8) has the radius of Theorem 39's proof. C_LSC, J_max and J_avg are
    measured on the flow. A teacher with a link of its own has no potential. Raises InputError for a bad τ.
    """
    coupled = coupling.networks[-1]
    stability = Stability(coupling.trajectory)
    lsc = stability.local_strong_convexity(tau)
    regular = regularity(coupling.problem)
    states = list(coupled.states())
    chosen = chosen_times(len(states))
    pairs = [(comparison(coupled, states[i]), mean_field_errors(coupled, states[i])) for i in chosen]
    functions = [function_bounds(at, *errors) for at, errors in pairs]
    try:
        if lsc <= 0:
            raise InputError(_no_lsc(lsc, tau))
        potential = single_index_potential(coupled)
    except InputError as missing:
        rows = Rows([lemma_5(at) for at, _ in pairs], functions, [])
        return report(coupled.width, tau, regular_constants(regular), rows, [str(missing)])
    constants = ProofConstants(regular.constant, potential.balancedness)
    shares = [share_error(coupled, states[i], potential, tau) for i in chosen]
    rows = _rows([at for at, _ in pairs], functions, potential, constants, tau, lsc, shares)
    numbers = {**regular_constants(regular), **proof_constants(constants, lsc)}
    notes = [] if coupling.problem.even else [NOT_EVEN]
    try:
        ode, measured = _gap_ode(coupling, stability, constants, lsc, rows.lemmas)
    except InputError as missing:
        return report(coupled.width, tau, numbers, rows, [*notes, str(missing)])
    values = [potential(state.gaps) for state in states]
    times = [state.time for state in states]
    integrals = np.concatenate([[0.0], np.cumsum(np.diff(times) * (np.array(values[1:]) + values[:-1]) / 2)])
    theorem = [
        Property("Theorem 39", row.rate, (ode.g - ode.a) * row.potential + ode.b * float(integrals[i]) + ode.source)
        for i, row in zip(chosen, rows.descents, strict=True)
    ]
    return report(coupled.width, tau, {**numbers, **measured}, rows, notes, theorem, ode)


def teachers_analysis_json(named: NamedProblem, run: ProxyRun, tau: float) -> dict[str, Any]:
    """Lemma 5 for a network beside a wide one, and P1-P3 where its neurons converge to finitely many teachers.

    C_LSC is that of the wide network's neurons in B_τ.
    """
    population = PopulationField(named.problem)
    regular = regularity(named.problem)
    chosen = chosen_times(run.times.size)
    ats = [wide_comparison(population, run, i) for i in chosen]
    functions = [
        function_bounds(at, float(run.function_error[i]), _between(population, at.particles, run.wide[i]))
        for i, at in zip(chosen, ats, strict=True)
    ]
    reason = named.reason
    if named.limit is not None:
        potential = run.function(named.limit)
        lsc = local_strong_convexity(population, run, potential, tau)
        if lsc is not None and lsc > 0:
            constants = ProofConstants(regular.constant, potential.balancedness)
            shares = [cell_error(potential, at.particles, tau) for at in ats]
            rows = _rows(ats, functions, potential, constants, tau, lsc, shares)
            return report(
                run.width, tau, {**regular_constants(regular), **proof_constants(constants, lsc)}, rows, [NO_FLOW]
            )
        reason = _no_lsc(lsc, tau)
    rows = Rows([lemma_5(at) for at in ats], functions, [])
    return report(run.width, tau, regular_constants(regular), rows, [reason] if reason else [])


def _no_lsc(lsc: float | None, tau: float) -> str:
    """Why the potential has no rate: Assumption LSC fails at this radius."""
    if lsc is None:
        return f"No neuron of the limit comes into B_τ with τ = {tau:g}; take a larger --tau or a later end."
    return f"There is no local strong convexity at radius {tau:g} (C_LSC = {lsc:.3g}); take a smaller --tau."


def _between(population: PopulationField, ones: np.ndarray[Any, Any], others: np.ndarray[Any, Any]) -> float:
    """‖f_ρ - f_ρ'‖² of two networks."""
    pairs, kernel = population.pairs, population.kernel
    return pairs.mean(ones, kernel) + pairs.mean(others, kernel) - 2 * pairs.cross_mean(ones, others, kernel)


def _rows(
    ats: Sequence[Comparison],
    functions: list[tuple[Property, ...]],
    potential: Potential,
    constants: ProofConstants,
    tau: float,
    lsc: float,
    shares: Sequence[float],
) -> Rows:
    found = [descent(at, potential, constants, tau, lsc, share) for at, share in zip(ats, shares, strict=True)]
    return Rows([row.lemma for row in found], functions, found)


def _gap_ode(
    coupling: Coupling,
    stability: Stability,
    constants: ProofConstants,
    lsc: float,
    lemmas: Sequence[Lemma5],
) -> tuple[GapODE, dict[str, float]]:
    """Theorem 39 with the constants measured on the flow; InputError where there are none."""
    horizon = coupling.trajectory.end
    delta = math.sqrt(float(coupling.trajectory.loss(horizon)))
    radius = constants.radius(lsc, delta)
    j_max, j_avg = stability.j_max, average_stability(stability, coupling.model, radius).value
    eps = max(lemma.eps_m for lemma in lemmas) + max(lemma.eps_n for lemma in lemmas)
    ode = gap_ode(constants, lsc=lsc, delta=delta, j_max=j_max, j_avg=j_avg, horizon=horizon, eps=eps)
    return ode, {"J_max": digits(j_max, 6), "J_avg": digits(j_avg, 4), "tau_39": digits(radius, 6)}
