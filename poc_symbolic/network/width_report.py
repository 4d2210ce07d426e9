"""The width asked for beside the width that is enough in a run, in the format of the schema "width"."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow, Stability, average_stability
from poc_symbolic.flow.stability import near_teacher
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.model.teacher_spectrum import balancedness
from poc_symbolic.model.teachers import single_index
from poc_symbolic.network.coupling import Coupling, couple
from poc_symbolic.network.descent import ProofConstants, single_index_potential
from poc_symbolic.network.network import check_memory, check_seed
from poc_symbolic.network.problem import single_index_problem
from poc_symbolic.network.residuals import comparison, lemma_5
from poc_symbolic.network.scaling import digits
from poc_symbolic.network.smoothness import regularity
from poc_symbolic.network.width_chain import Measured, check_setting, factors, proof_chain, thresholds

LEAST, MOST = 4, 1 << 13
RECORDS = 17
RUNS = 3
REFERENCE_WIDTH = 256


@dataclass(frozen=True)
class MeasuredWidth:
    """The least power of two m at which ‖f_{ρ^MF} - f_{ρ^m}‖ < δ at all recorded times of every run."""

    width: int | None
    tried: list[tuple[int, float]]


def measured_width(model: SingleIndexModel, delta: float, seed: int) -> MeasuredWidth:
    """Double m from 4 on until the largest function error over the times of all runs is below δ²."""
    tried: list[tuple[int, float]] = []
    width = LEAST
    while width <= MOST:
        worst = 0.0
        for run in range(RUNS):
            coupling = couple(model, [width], seed=seed + run, until_loss=delta**2, records=RECORDS, keep=False)
            worst = max(worst, float(coupling.networks[0].column("function_error").max()))
        tried.append((width, worst))
        if worst < delta**2:
            return MeasuredWidth(width, tried)
        width *= 2
    return MeasuredWidth(None, tried)


def check_numbers(model: SingleIndexModel, delta: float, failure: float) -> None:
    """Raise InputError on a δ or a failure probability that the chain cannot use."""
    check_setting(model)
    if not (math.isfinite(failure) and 0 < failure < 1):
        raise InputError(f"The failure probability must lie strictly between 0 and 1, not {failure!r}.")
    if not (math.isfinite(delta) and delta > 0):
        raise InputError(f"The value of delta must be positive and finite, not {delta!r}.")


def width_json(
    model: SingleIndexModel,
    delta: float,
    *,
    failure: float = 0.01,
    tau: float = 0.1,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> dict[str, Any]:
    """The chain with every constant, where each factor comes from, and the measured width.

    ``tau`` is the radius of Assumption LSC. J_max, J_avg and C_LSC are measured on the flow, so the result is what the
    theorem asks for given these, not a bound with a certificate. Raises InputError outside p. 62's setting.
    """
    check_numbers(model, delta, failure)
    done = progress or (lambda share: None)
    assert isinstance(model.d, int)  # check_setting
    check_memory(MOST, model.d, RECORDS, times=RECORDS)
    near_teacher(tau)
    check_seed(seed)
    problem = single_index_problem(model)
    trajectory = MeanFieldFlow(model).run(delta=delta, estimate=False)
    stability = Stability(trajectory, lambda share: done(0.3 * share))
    regular = regularity(problem)
    c_b = float(balancedness(single_index(dict(model.coefficients.q), problem.dim)))
    constants = ProofConstants(regular.constant, c_b)
    lsc = stability.local_strong_convexity(tau)
    if lsc <= 0:
        raise InputError(f"There is no local strong convexity at radius {tau:g} along this flow; take a smaller --tau.")
    radius = min(tau, constants.radius(lsc, delta))
    j_avg = average_stability(stability, model, radius / 2).value
    done(0.5)
    measured = Measured(problem.dim, delta, trajectory.end, stability.j_max, j_avg, lsc, radius)
    chain = proof_chain(constants, measured)
    split = factors(chain, constants, measured)
    found = measured_width(model, delta, seed)
    done(0.8)
    growth, sampling = _measured_growth(model, delta, seed)
    exact = proof_chain(constants, measured, chain.ode.log_exact + 1)
    replaced = proof_chain(constants, measured, growth)
    plain = 2 * (math.log(sampling * math.sqrt(REFERENCE_WIDTH)) + replaced.log_inverse + math.log(2))
    done(1.0)
    exponent = model.information_exponents.alignment or 0
    ten = math.log(10)
    limits = thresholds(constants, measured, failure)
    dominant = max(limits, key=lambda limit: limit.log_m)
    return {
        "activation": str(model.activation),
        "dim": problem.dim,
        "normalize": model.normalize,
        "delta": delta,
        "failure": failure,
        "seed": seed,
        "constants": _constants(constants, regular.fields, regular.activation, measured, tau, chain.ode.a, chain.ode.b),
        "conditions": [
            {"name": c.name, "claim": c.claim, "log10_inverse_epsilon": digits(c.log_inverse / ten, 8)}
            for c in chain.conditions
        ],
        "thresholds": [{"name": t.name, "claim": t.claim, "log10_m": digits(t.log_m / ten, 8)} for t in limits],
        "factors": [{"name": f.name, "claim": f.origin, "log10": digits(f.log10, 8)} for f in split],
        "dominant": {
            "overall": dominant.name if dominant.log_m > chain.log_m else split[0].name,
            "in_the_chain": split[0].name,
        },
        "log10_m": digits(max(chain.log_m, dominant.log_m) / ten, 8),
        "log10_n": digits(chain.log_n / ten, 8),
        "theorem_9": {
            "log10_m": digits(13 * exponent * math.log10(problem.dim), 8),
            "log10_n": digits(11 * exponent * math.log10(problem.dim), 8),
            "claim": "theorem-9/m-exponent",
        },
        "replacements": [
            {"name": "all constants as proved", "log10_m": digits(chain.log_m / ten, 8)},
            {"name": "the gap ODE's exact solution for Lemma 42's bound", "log10_m": digits(exact.log_m / ten, 8)},
            {"name": "and the measured Φ(T)/ε_m for the gap ODE", "log10_m": digits(replaced.log_m / ten, 8)},
            {"name": "and the measured ε_m for its bound", "log10_m": digits(plain / ten, 8)},
        ],
        "measured": {
            "width": found.width,
            "runs": RUNS,
            "tried": [{"width": m, "function_error": digits(e, 6)} for m, e in found.tried],
        },
    }


def _measured_growth(model: SingleIndexModel, delta: float, seed: int) -> tuple[float, float]:
    """log of sup_t Φ_Q(t)/ε_m and ε_m itself, the largest sampling error of the velocity, in one run."""
    coupling: Coupling = couple(model, [REFERENCE_WIDTH], seed=seed, until_loss=delta**2, records=9)
    one = coupling.networks[0]
    potential = single_index_potential(one)
    states = list(one.states())[1:]
    eps = max(lemma_5(comparison(one, state)).residuals[3].largest for state in states)
    return float(np.log(max(potential(state.gaps) for state in states) / eps)), eps


def _constants(
    constants: ProofConstants, fields: float, activation: float, m: Measured, tau: float, a: float, b: float
) -> list[dict[str, Any]]:
    """Every constant: proved (with the claim), measured on the flow, or a proved formula of measured ones."""
    rows = [
        ("C_reg, from the kernel's derivatives", fields, "proved", "lemma-19/second-derivative"),
        ("C_reg, from R1 for Gaussian data", activation, "measured", None),
        ("C_b", constants.balanced, "proved", "definition-11/psi-bound"),
        ("C_13", constants.c13, "proved", "lemma-13/assembly"),
        ("C_14", constants.c14, "proved", "lemma-14/assembly"),
        (f"C_LSC at radius {tau:g}", m.lsc, "measured", None),
        ("T(δ)", m.horizon, "measured", None),
        ("J_max", m.j_max, "measured", None),
        ("J_avg(τ/2)", m.j_avg, "measured", None),
        ("J_avg(τ/2)·T", m.j_avg * m.horizon, "measured", None),
        ("τ", m.tau, "formula", "theorem-39/choice-of-tau"),
        ("a", a, "formula", "eq-36/error-terms"),
        ("b", b, "formula", "lemma-26/averaging"),
    ]
    return [{"name": n, "value": digits(v, 6), "status": s, "claim": c} for n, v, s, c in rows]
