"""The steps of the proof beside what they bound, along one coupling: how loose each of them is, in factors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from poc_symbolic.flow import Stability, average_stability
from poc_symbolic.network.coupling import Coupling
from poc_symbolic.network.descent import Descent, ProofConstants, Property, descent, single_index_potential
from poc_symbolic.network.function_bounds import function_bounds
from poc_symbolic.network.gap_bounds import gap_ode
from poc_symbolic.network.scaling import digits
from poc_symbolic.network.smoothness import regularity

TIMES = 9


def analysis_json(coupling: Coupling, tau: float) -> dict[str, Any]:
    """Lemma 5, P1-P3, eq. (8) and Lemma 42 for the largest width of a coupling that keeps its states.

    ``tau`` is the radius of B_τ for P1 and P2; eq. (8) has the radius of Theorem 39's proof. C_LSC, J_max and J_avg are
    measured on the flow. Raises InputError for a model that is not even, or a bad τ.
    """
    coupled = coupling.networks[-1]
    potential = single_index_potential(coupled)
    stability = Stability(coupling.trajectory)
    regular = regularity(coupling.problem)
    constants = ProofConstants(regular.constant, potential.balancedness)
    lsc = stability.local_strong_convexity(tau)
    states = list(coupled.states())
    chosen = np.unique(np.linspace(0, len(states) - 1, min(TIMES, len(states))).round().astype(int))
    rows = [descent(coupled, potential, states[i], constants, tau, lsc) for i in chosen]
    all_times = [state.time for state in states]
    values = [potential(state.gaps) for state in states]
    horizon, delta = coupling.trajectory.end, math.sqrt(float(coupling.trajectory.loss(coupling.trajectory.end)))
    radius = constants.radius(lsc, delta)
    j_avg = average_stability(stability, coupling.model, radius).value
    eps = max(row.lemma.eps_m for row in rows) + max(row.lemma.eps_n for row in rows)
    ode = gap_ode(constants, lsc=lsc, delta=delta, j_max=stability.j_max, j_avg=j_avg, horizon=horizon, eps=eps)
    last = rows[-1]
    integrals = np.concatenate([[0.0], np.cumsum(np.diff(all_times) * (np.array(values[1:]) + values[:-1]) / 2)])
    theorem = [
        Property("Theorem 39", row.rate, (ode.g - ode.a) * row.potential + ode.b * float(integrals[i]) + ode.source)
        for i, row in zip(chosen, rows, strict=True)
    ]
    functions = [function_bounds(coupled, states[i]) for i in chosen]
    steps = [
        ("Lemma 5, its bound over the largest remainder", _lemma_factor(last)),
        *((f"{p.name}, bound over measured rate", _ratio(p.bound, p.measured)) for p in last.properties),
        ("Theorem 39, right side over dΦ/dt", _ratio(theorem[-1].bound, last.rate)),
        ("gap ODE, exact solution over Φ", (ode.log_exact - math.log(last.potential)) / math.log(10)),
        ("Lemma 42, bound over exact solution", (ode.log_bound - ode.log_exact) / math.log(10)),
        *((f"{p.name}, bound over measured", _ratio(p.bound, p.measured)) for p in functions[-1]),
    ]
    return {
        "width": coupled.width,
        "tau": tau,
        "constants": {
            "C_fields": digits(regular.fields),
            "C_reg": digits(regular.constant),
            "C_b": digits(constants.balanced),
            "C_13": digits(constants.c13),
            "C_14": digits(constants.c14),
            "C_LSC": digits(lsc, 6),
            "J_max": digits(stability.j_max, 6),
            "J_avg": digits(j_avg, 4),
            "tau_39": digits(radius, 6),
        },
        "lemma_5": [_lemma_json(row) for row in rows],
        "potential": [_descent_json(row) for row in rows],
        "theorem_39": [{"time": digits(r.time), **_property_json(p)} for r, p in zip(rows, theorem, strict=True)],
        "function_error": [
            {"time": digits(row.time), **{p.name: _property_json(p) for p in parts}}
            for row, parts in zip(rows, functions, strict=True)
        ],
        "looseness": [{"step": name, "log10_factor": None if v is None else digits(v, 6)} for name, v in steps],
    }


def _ratio(bound: float, measured: float) -> float | None:
    """log10 of bound/measured, None where the measured rate is not positive, so that no factor says anything."""
    return math.log10(bound / measured) if measured > 0 and bound > 0 else None


def _lemma_factor(row: Descent) -> float | None:
    slack = row.lemma.residuals[-1].slack
    return math.log10(slack) if math.isfinite(slack) and slack > 0 else None


def _lemma_json(row: Descent) -> dict[str, Any]:
    lemma = row.lemma
    return {
        "time": digits(lemma.time),
        "eps_m": digits(lemma.eps_m, 6),
        "eps_n": digits(lemma.eps_n, 6),
        "holds": lemma.holds,
        "remainders": {
            r.name: {
                "largest": digits(r.largest, 6),
                "mean": digits(r.mean, 6),
                "bound": digits(r.bound, 6),
                "slack": digits(r.slack, 6) if math.isfinite(r.slack) else None,
            }
            for r in lemma.residuals
        },
    }


def _descent_json(row: Descent) -> dict[str, Any]:
    return {
        "time": digits(row.time),
        "omega": digits(row.omega),
        "psi": digits(row.psi),
        "rate": digits(row.rate, 6),
        "outside": digits(row.outside_gap, 6),
        "properties": {p.name: _property_json(p) for p in row.properties},
    }


def _property_json(part: Property) -> dict[str, Any]:
    return {"measured": digits(part.measured, 6), "bound": digits(part.bound, 6), "holds": part.holds}
