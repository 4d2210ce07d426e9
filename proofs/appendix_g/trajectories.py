"""Appendix G along the trajectory: Lemma 45, Claim 11, Proposition 47, Lemmas 49 and 50, Assumption Stability.

Two kinds of claims. For normalised He₄ at d = 33 the loss and the sign of the velocity are *enclosed* (proved for
that activation and dimension). The O(·) of the lemmas are *measured* (verified): on the activations and
dimensions of ``recording.GRID`` to T(δ), δ = 0.3, τ = 0.1, as numbers of limited accuracy; that shows no failure on the grid and
how large the hidden constants are there, not a bound for other activations, δ, τ or d.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.claims.record import Finding, Record, Row
from poc_symbolic.enclosure.statement import attracted, loss_at, loss_stays_above
from proofs.recording import (
    DELTA,
    DIMS,
    GRID,
    INPUTS,
    RADII_GRID,
    RADII_INPUTS,
    TAU,
    key,
    radii,
    radius_row,
    row,
    table,
)

if TYPE_CHECKING:
    from poc_symbolic.flow.scaling import Fit

TAIL = 3  # the dimensions, from the largest down, that a fitted exponent rests on
RADIUS_POWER = 0.5  # the exponent of 1/τ up to which J_avg counts as bounded by poly(1/τ)/T
FLAT = 0.05  # an exponent of d up to this counts as bounded on the grid
HIDDEN = math.log(1 / TAU) / DELTA  # log(1/τ)/δ
STAR = {"He4": 4, "He4 + 1/2*He6": 4, "He6": 6}  # k*
MEASURED_ON = "He₄, He₄ + ½He₆, He₆ (d = 16 … 10⁶), normalised; δ = 0.3, τ = 0.1; up to T(δ)"
HE4_33 = "normalised He₄, d = 33, uniform ρ_0"


def _of(rows: Sequence[Row], activation: str) -> list[Row]:
    return [r for r in rows if r["activation"] == activation]


def _law(at: Sequence[float], values: Sequence[float]) -> Fit:
    from poc_symbolic.flow.scaling import power_law  # loaded by those who fit, not by those who read the ledger

    return power_law(at, values)


def _fit(rows: Sequence[Row], values: Callable[[Row], float]) -> Fit:
    """Constant and exponent of the largest dimensions."""
    last = sorted(rows, key=lambda r: float(r["dim"]))[-TAIL:]
    return _law([r["dim"] for r in last], [values(r) for r in last])


def _bounded(what: str, limit: float, value: Callable[[Row], float]) -> Callable[[Sequence[Row]], Finding]:
    """The value stays below the limit on every row, and does not grow with d at the end of each grid."""

    def conclude(rows: Sequence[Row]) -> Finding:
        parts, good = [], True
        for activation in GRID:
            mine = _of(rows, activation)
            largest = max(value(r) for r in mine)
            fit = _fit(mine, value)
            # written so that NaN fails
            good = good and largest <= limit and fit.exponent <= FLAT
            parts.append(f"{activation} {largest:.3g} (d^{fit.exponent:.3f} at the end)")
        return Finding(good, f"largest {what}, at most {limit:g}: {'; '.join(parts)}")

    return conclude


def _exponent(what: str, column: str, expected: Callable[[int], float]) -> Callable[[Sequence[Row]], Finding]:
    """The fitted exponent at the end of each grid is the expected one to within ``FLAT``."""

    def conclude(rows: Sequence[Row]) -> Finding:
        parts, good = [], True
        for activation in GRID:
            fit = _fit(_of(rows, activation), lambda r: float(r[column]))
            wanted = expected(STAR[activation])
            good = good and abs(fit.exponent - wanted) <= FLAT
            interval = f"[{fit.low:.3f}, {fit.high:.3f}]"
            parts.append(f"{activation} {fit.constant:.3g} d^{fit.exponent:.3f}, 95 % {interval}, expected {wanted:g}")
        return Finding(good, f"{what}: {'; '.join(parts)}")

    return conclude


def _both(
    first: Callable[[Sequence[Row]], Finding], second: Callable[[Sequence[Row]], Finding]
) -> Callable[[Sequence[Row]], Finding]:
    def conclude(rows: Sequence[Row]) -> Finding:
        one, other = first(rows), second(rows)
        return Finding(one.holds and other.holds, f"{one.text}. {other.text}")

    return conclude


def _radii(rows: Sequence[Row]) -> Finding:
    """J_avg(τ) T grows at most like a small power of 1/τ at the end of each list of radii."""
    parts, good = [], True
    for activation, dims in RADII_GRID.items():
        for dim in dims:
            mine = [r for r in _of(rows, activation) if r["dim"] == dim]
            inverse = [1 / float(Fraction(r["tau"])) for r in mine]
            fit = _law(inverse[-TAIL:], [r["average_T"] for r in mine[-TAIL:]])
            good = good and fit.exponent <= RADIUS_POWER
            values = ", ".join(f"{r['average_T']:.3g} at {r['tau']}" for r in mine)
            parts.append(f"{activation}, d = {dim}: {values} (τ^-{fit.exponent:.2f} at the end)")
    return Finding(good, f"J_avg(τ) T(δ), by τ: {'; '.join(parts)}")


def _record(columns: tuple[str, ...], conclude: Callable[[Sequence[Row]], Finding]) -> Record:
    return Record(table, INPUTS, columns, row, (key("He4", DIMS[0]),), conclude)


def _slope_size(r: Row) -> float:
    """|log(ℓ (α_t/α_s)^{-(k*-1)})| in units of log(1/τ)/δ: what O_K stands for."""
    return float(max(abs(math.log(r["slope_low"])), abs(math.log(r["slope_high"]))) / HIDDEN)


def _time_size(r: Row) -> float:
    power = STAR[r["activation"]]
    return float(r["T"] / r["dim"] ** ((power - 2) / 2) * DELTA ** (power - 1))


def _column(name: str) -> Callable[[Row], float]:
    return lambda r: float(r[name])


def _largest(value: Callable[[Row], float]) -> str:
    return f"{max(value(r) for r in table()['rows']):.3g}"


def _measured(name: str, value: Callable[[Row], float], printed: str, used_by: tuple[str, ...] = ()) -> Constant:
    """The largest value on the grid as a constant: nothing smaller will do."""
    found = _largest(value)
    return Constant(name, printed, "not proved", f"at least {found} (measured)", "unknown", MEASURED_ON, used_by)


def _claim(**fields: Any) -> Claim:
    return Claim(domain=Domain(MEASURED_ON, "finite"), **fields)


def _enclosed(**fields: Any) -> Claim:
    return Claim(assumes=("smooth-flow", "tube"), **fields)


CLAIMS: tuple[Claim, ...] = (
    _enclosed(
        id="prop-47/loss-he4-d33",
        where=Place(70, "Proposition 47"),
        title="the loss of He₄ at d = 33 comes down",
        latex=r"\|f_{\rho_2}-f^*\|^2 \le \tfrac{79}{100},\qquad \|f_{\rho_{10}}-f^*\|^2 \le \tfrac{33}{100}",
        domain=Domain(HE4_33, "point"),
        trajectory=(loss_at("He4", 33, 2, "<=", "79/100"), loss_at("He4", 33, 10, "<=", "33/100")),
        mutants=(
            Mutant("3/4 in place of 79/100", loss_at("He4", 33, 2, "<=", "3/4")),
            Mutant("3/10 in place of 33/100", loss_at("He4", 33, 10, "<=", "3/10")),
            Mutant("at time 1 in place of 2", loss_at("He4", 33, 1, "<=", "79/100")),
        ),
        note="Enclosed: the flow itself, not a discretisation of it, at one activation and one dimension.",
    ),
    _enclosed(
        id="prop-47/time-he4-d33",
        where=Place(70, "Proposition 47"),
        title="T(δ) of He₄ at d = 33 for δ² = 1/3",
        latex=r"\tfrac{17}{2} < T(1/\sqrt3) \le 10",
        domain=Domain(HE4_33, "point"),
        trajectory=(loss_stays_above("He4", 33, "17/2", "1/3"), loss_at("He4", 33, 10, "<=", "1/3")),
        mutants=(
            Mutant("10 in place of 17/2", loss_stays_above("He4", 33, 10, "1/3")),
            Mutant("3/10 in place of 1/3", loss_at("He4", 33, 10, "<=", "3/10")),
        ),
        note="Enclosed: the loss is above 1/3 at every time up to 17/2, and not above it at time 10.",
    ),
    _enclosed(
        id="self-concordance/attracted-he4-d33",
        where=Place(13, "Section 4.3"),
        title="which neurons of He₄ at d = 33 are attracted up to time 2",
        latex=r"v(\alpha, t) > 0 \quad\text{for } \tfrac13\,d^{-1/2} \le \alpha < 1,\; 0 \le t \le 2",
        domain=Domain(HE4_33, "point"),
        trajectory=(attracted("He4", 33, 2, "1/3"),),
        uses=("self-concordance/repelled-band/z4",),
        mutants=(
            Mutant("1/10 in place of 1/3", attracted("He4", 33, 2, "1/10")),
            Mutant("1/5 in place of 1/3", attracted("He4", 33, 2, "1/5")),
        ),
        note="Enclosed: the repelled band of the early flow is not empty and ends between 1/5 and 1/3 of 1/√d.",
    ),
    _claim(
        id="lemma-45/measured",
        where=Place(67, "Lemma 45"),
        title="dα_t/dα_s against (α_t/α_s)^{k*-1}, measured",
        latex=r"\ell_{t,s}(w) = \Big(\frac{\alpha_t}{\alpha_s}\Big)^{k^*-1}\exp\Big(O_K\Big(\frac{\log(1/\tau)}{\delta}\Big)\Big),\ \alpha_t \le 1-\tau",
        covers=("C60",),
        record=_record(
            ("slope_low", "slope_high"), _bounded("|log ℓ - (k*-1) log(α_t/α_s)| δ/log(1/τ)", 0.6, _slope_size)
        ),
        constants=(_measured("O_K of Lemma 45", _slope_size, "O_K(1)", ("Claim 11", "Proposition 47", "Lemma 49")),),
        note="On the grid O_K is at most 0.6 and does not grow with d; all s ≤ t and all particles with α_t ≤ 1-τ, also those below 1/√d.",
    ),
    _claim(
        id="claim-11/measured",
        where=Place(70, "Claim 11"),
        title="the share of neurons between γ and 1-τ, measured",
        latex=r"\mathbb P[\alpha \in [\gamma, 1-\tau]] \le \frac{2}{\gamma^{k^*-2}}\sqrt d^{\,-(k^*-2)}\exp\Big(O_K\Big(\frac{\log(1/\tau)}{\delta}\Big)\Big)",
        covers=("C71", "A67", "C10"),
        record=_record(("middle",), _bounded("P[α ∈ [γ, 1-τ]] γ^(k*-2) √d^(k*-2)", 2.0, _column("middle"))),
        constants=(
            _measured("2 exp(O_K(·)) of Claim 11", _column("middle"), "2 exp(O_K(log(1/τ)/δ))", ("Proposition 47",)),
        ),
        note="On the grid the bound holds with the exponential factor left out: the largest product is below 2. The share in "
        "transit at any time is thus of order 1/T, which bounds the density of the escape times from above.",
    ),
    _claim(
        id="prop-47/time-measured",
        where=Place(70, "Proposition 47"),
        title="the time T(δ), measured",
        latex=r"T(\delta) = O_K\big(\sqrt d^{\,k^*-2}\,\delta^{-(k^*-1)}\big)",
        covers=("A05", "C06"),
        uses=("prop-47/time-exponent",),
        record=_record(
            ("T",),
            _both(
                _exponent("T(δ)", "T", lambda k: (k - 2) / 2), _bounded("T(δ) √d^{-(k*-2)} δ^(k*-1)", 0.5, _time_size)
            ),
        ),
        constants=(_measured("O_K of Proposition 47", _time_size, "O_K(1)", ("Theorem 9",)),),
        note="The exponent of d is (k*-2)/2 at the large end of the grid; δ is fixed, so its exponent is not tested.",
    ),
    _claim(
        id="prop-47/moment-measured",
        where=Place(70, "Proposition 47"),
        title="the moment of the neurons that have not arrived, measured",
        latex=r"\mathbb E[\alpha^{k^*-1}\mathbf 1(\alpha \le 1-\tau)] \le \sqrt d^{\,-(k^*-2)}\,O_{K,\delta}(\tau^{-O_K(1)})",
        uses=("claim-11/measured",),
        record=_record(("moment",), _bounded("E α^(k*-1) 1(α ≤ 1-τ) √d^(k*-2)", 6.0, _column("moment"))),
        constants=(_measured("O of the moment clause", _column("moment"), "O_{K,δ}(τ^{-O_K(1)})", ("Lemma 50",)),),
        note="τ is fixed, so the dependence on τ is not tested.",
    ),
    _claim(
        id="lemma-49/measured",
        where=Place(74, "Lemma 49"),
        title="‖J‖ against (α_t/α_s)^{k*-1}, measured",
        latex=r"\|J_{\xi_{t,s}}(w_s)\| \le O_K\Big(\Big(\frac{\alpha_t}{\alpha_s}\Big)^{k^*-1}\Big)\exp(O_K(1/\delta))",
        covers=("C106",),
        uses=("lemma-45/measured",),
        record=_record(("norm_ratio",), _bounded("‖J_{t,s}‖ (α_t/α_s)^{-(k*-1)}", 5.0, _column("norm_ratio"))),
        constants=(
            _measured("O_K(1) exp(O_K(1/δ)) of Lemma 49", _column("norm_ratio"), "O_K(1) exp(O_K(1/δ))", ("Lemma 50",)),
        ),
        note="All s ≤ t and all particles, also the repelled ones; the constant is 1 for a single Hermite degree up to lower order in d.",
    ),
    _claim(
        id="lemma-50/j-max-measured",
        where=Place(75, "Lemma 50"),
        title="J_max, measured",
        latex=r"J_{max} \le O_{K,\delta}(\sqrt d^{\,2(k^*-1)})",
        covers=("C107",),
        uses=("lemma-49/measured",),
        record=_record(
            ("norm", "mean_square"),
            _both(
                _exponent("sup ‖J‖ ~ √d^(k*-1)", "norm", lambda k: (k - 1) / 2),
                _exponent("sup E‖J‖² ~ √d^k*, below the printed √d^(2(k*-1))", "mean_square", lambda k: k / 2),
            ),
        ),
        note="The printed bound holds and is not sharp: the larger of the two suprema, E‖J‖², grows like √d^{k*}.",
    ),
    _claim(
        id="lemma-50/j-avg-measured",
        where=Place(75, "Lemma 50"),
        title="J_avg(τ) T(δ), measured",
        latex=r"J_{avg}(\tau) \le O_{K,\tau,\delta}(1/T(\delta))",
        covers=("C113",),
        uses=("prop-47/time-measured",),
        record=_record(("average_T",), _bounded("J_avg(τ) T(δ)", 400.0, _column("average_T"))),
        constants=(
            _measured(
                "J_avg(τ) T(δ) of Lemma 50", _column("average_T"), "O_{K,τ,δ}(1)", ("Theorem 9", "Assumption Stability")
            ),
        ),
        note="Bounded along the grid; the supremum over s, t and the two angles is approached from below, to about 3 digits.",
    ),
    Claim(
        id="assumption-stability/j-avg-measured",
        where=Place(9, "Assumption Stability"),
        title="J_avg(τ) T(δ) against τ, measured",
        latex=r"J_{avg}(\tau) \le \frac{\mathrm{poly}(1/\tau)}{T}",
        domain=Domain("He₄ (d = 16, 4096), He₄ + ½He₆, He₆ (d = 4096), normalised; δ = 0.3; τ = 1 … 1/100", "finite"),
        uses=("lemma-50/j-avg-measured",),
        record=Record(radii, RADII_INPUTS, ("average_T",), radius_row, (key("He4", DIMS[0], "1/10"),), _radii),
        note="J_avg T grows slowly as τ falls, like log(1/τ): at s = t and w' = w* it counts the neurons that are about to arrive.",
    ),
)
