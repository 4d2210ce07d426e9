"""The width that the proof asks for: Theorem 39 → Corollary 40 → Theorem 7 → Theorem 9 with every constant a number.

All in natural logarithms, since the numbers are astronomically large. With K = Φ_Q(T)/ε from the gap ODE the repaired
conditions on ε = ε_m + ε_n are (T the time at which the mean-field loss is δ²):
  J_max² T² K² ε ≤ 1/2 (bootstrap of Corollary 40, with lemma-41/cauchy-schwarz's factor T),
  16 (1+4C_reg)² J_max² T² ε ≤ 1 (lemma-41/squares),  C_b ε ≤ τ (theorem-39/choice-of-tau),
  ((1+C_b)² + B/a) ε T ≤ 1 (theorem-39/memory-term: the ε beside J_avg costs a factor e),
  2C_reg² K² ε² ≤ δ²/2 (Lemma 1: so that the function error is at most δ²),
and ε_m = 4 log(mT) max(√d J_max, d^{3/2})/√m (control-parameters/sum), ε_n = √d log²(n)/√n (p. 6), half of ε each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network.descent import ProofConstants
from poc_symbolic.network.gap_bounds import GapODE, gap_ode

ROUNDS = 200


def check_setting(model: SingleIndexModel) -> None:
    """Raise InputError, naming the item of p. 62's setting that the model violates."""
    coefficients = {k: float(c) for k, c in model.activation.coefficients.items()}
    if not model.well_specified:
        raise InputError("Theorem 9 is about a well-specified model (p. 62); leave the teacher out.")
    if any(k % 2 for k in coefficients):
        raise InputError("Theorem 9 needs an even activation (p. 62); drop the odd Hermite degrees.")
    if any(c < 0 for c in coefficients.values()):
        raise InputError("Theorem 9 needs Hermite coefficients c_k ≥ 0 (p. 62); change the signs of the negative ones.")
    if min(coefficients, default=0) < 4:
        raise InputError("Theorem 9 needs an information exponent k* ≥ 4 and no lower terms (p. 62); start at He4.")
    if not isinstance(model.d, int) or model.d < 4:
        raise InputError("Theorem 9's width depends on the dimension; give --dim, an integer of at least 4.")


@dataclass(frozen=True)
class Measured:
    """Measured on the flow to T = T(δ): J_max, J_avg(τ/2) (lemma-24/indicator), C_LSC; τ is the proof's radius."""

    dim: int
    delta: float
    horizon: float
    j_max: float
    j_avg: float
    lsc: float
    tau: float


@dataclass(frozen=True)
class Condition:
    """A condition on log(1/ε), with the claim that it comes from."""

    name: str
    claim: str
    log_inverse: float


@dataclass(frozen=True)
class Chain:
    """The gap ODE at ε = 1 in its source, log K, all conditions, and log m and log n."""

    ode: GapODE
    log_growth: float
    conditions: tuple[Condition, ...]
    log_m: float
    log_n: float

    @property
    def log_inverse(self) -> float:
        """log(1/ε) for the smallest ε that any condition asks for."""
        return max(c.log_inverse for c in self.conditions)


def proof_chain(constants: ProofConstants, measured: Measured, log_growth: float | None = None) -> Chain:
    """All conditions and the width; ``log_growth`` replaces log K, e.g. by the exact solution or a measured one."""
    m = measured
    ode = _unit_ode(constants, m)
    # The ε beside J_avg costs at most e, by the fourth condition.
    growth = ode.log_bound + 1 if log_growth is None else log_growth
    time, j = math.log(m.horizon), math.log(m.j_max)
    c, b = constants, constants.c13 + constants.c14
    conditions = (
        Condition("bootstrap J²T²K²ε ≤ 1/2", "corollary-40/bootstrap", 2 * j + 2 * time + 2 * growth + math.log(2)),
        Condition(
            "16(1+4C_reg)²J²T²ε ≤ 1",
            "lemma-41/squares",
            math.log(16) + 2 * math.log(1 + 4 * c.regular) + 2 * j + 2 * time,
        ),
        Condition("C_b ε ≤ τ", "theorem-39/choice-of-tau", math.log(c.balanced / m.tau)),
        Condition(
            "((1+C_b)² + B/a) ε T ≤ 1",
            "theorem-39/memory-term",
            time + math.log((1 + c.balanced) ** 2 + b / ode.a),
        ),
        Condition("2C_reg²K²ε² ≤ δ²/2", "lemma-1/bound", math.log(2 * c.regular / m.delta) + growth),
    )
    inverse = max(condition.log_inverse for condition in conditions)
    factor = math.log(4 * max(math.sqrt(m.dim) * m.j_max, m.dim**1.5))
    log_m = solve_log(lambda size: 2 * (factor + math.log(size + max(time, 0.0)) + inverse + math.log(2)))
    log_n = solve_log(lambda size: math.log(m.dim) + 4 * math.log(size) + 2 * (inverse + math.log(2)))
    return Chain(ode, growth, conditions, log_m, log_n)


def _unit_ode(constants: ProofConstants, m: Measured) -> GapODE:
    """The gap ODE with its source at ε = 1 and without ε beside J_avg."""
    bare = gap_ode(constants, lsc=m.lsc, delta=m.delta, j_max=m.j_max, j_avg=m.j_avg, horizon=m.horizon, eps=0.0)
    unit = gap_ode(constants, lsc=m.lsc, delta=m.delta, j_max=m.j_max, j_avg=m.j_avg, horizon=m.horizon, eps=1.0)
    return GapODE(bare.a, bare.b, bare.g, unit.source, m.horizon)


def solve_log(right_side: Callable[[float], float]) -> float:
    """The least L ≥ 1 with L ≥ right_side(L), for a right side that grows like log L: by iteration from below."""
    size = 1.0
    for _ in range(ROUNDS):
        following = max(1.0, right_side(size))
        if abs(following - size) <= 1e-13 * following:
            return following
        size = following
    return size


@dataclass(frozen=True)
class Threshold:
    """A lower bound on log m (or log(mT)) that a concentration lemma asks for besides."""

    name: str
    claim: str
    log_m: float


def thresholds(constants: ProofConstants, measured: Measured, failure: float) -> tuple[Threshold, ...]:
    """What Lemmas 20 and 23 ask of log m, at the failure probability ``failure``."""
    c = constants.regular
    return (
        Threshold(
            "log(mT) ≥ 24C_reg²", "control-parameters/sampling", 24 * c**2 - math.log(max(measured.horizon, 1.0))
        ),
        Threshold("log m ≥ 2(C_reg/11)²/p", "lemma-20/chebyshev", 2 * (c / 11) ** 2 / failure),
    )


@dataclass(frozen=True)
class Factor:
    """What one factor contributes to log10 m."""

    name: str
    origin: str
    log10: float


def factors(chain: Chain, constants: ProofConstants, measured: Measured) -> list[Factor]:
    """log10 m split into its factors, largest first; they add up to log10 m when the bootstrap decides."""
    m, ode, ten = measured, chain.ode, math.log(10)
    total = chain.log_m / ten
    parts = [
        Factor("e^{bT/a}, b/a = 4(C_13+C_14)J_avg/(C_LSC δ)", "lemma-42/bound", 4 * ode.b / ode.a * m.horizon / ten),
        Factor("e^{gT}, g = (1+C_b)²J_avg", "theorem-39/absorption", 4 * ode.g * m.horizon / ten),
        Factor("the source S/ε", "lemma-41/squares", 4 * math.log(ode.source) / ten),
        Factor("1/√(a²+4b)", "lemma-42/bound", -2 * math.log(ode.a**2 + 4 * ode.b) / ten),
        Factor("J_max in the bootstrap", "corollary-40/bootstrap", 4 * math.log(m.j_max) / ten),
        Factor("T in the bootstrap", "lemma-41/cauchy-schwarz", 4 * math.log(m.horizon) / ten),
        Factor(
            "ε_m: max(√d J_max, d^{3/2})",
            "control-parameters/sum",
            2 * math.log(max(math.sqrt(m.dim) * m.j_max, m.dim**1.5)) / ten,
        ),
    ]
    rest = total - sum(part.log10 for part in parts)
    parts.append(Factor("logarithms and numerical factors", "control-parameters/sum", rest))
    return sorted(parts, key=lambda part: -part.log10)
