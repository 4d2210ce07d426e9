"""Section 3.3 (pp. 10–11): the single-index model – its coefficients, its teacher measure, and Theorem 9's hitting time."""

from __future__ import annotations

import mpmath
import sympy

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha

S, first, largest, delta, early, gap = sympy.symbols("S c_first c_max delta L_t D", real=True)

# (a): 1/C_SIM ≤ c_{k*} ≤ C_SIM max_k c_k against the bound on the other coefficients that Appendix G uses
COEFFICIENTS = Statement(
    le(largest, S * first), (ge(S, 1), ge(largest, first), ge(first * S, 1), le(first, S * largest))
)
COEFFICIENTS_REPAIRED = Statement(
    le(largest**2 / first**2, S**2), (ge(S, 1), ge(largest, first), ge(first * S, 1), le(largest, S * first))
)
# The teacher's atoms are ±w*: the nearest is at squared distance 2 - 2|α|, for either sign of α
near = sympy.Symbol("n", real=True)  # |α|, the larger of α and -α
_absolute = (ge(near, alpha), ge(near, -alpha), eq(near**2, alpha**2), le(near, 1))
TEACHER = (
    Statement(ge((1 - alpha) ** 2 + (1 - alpha**2), 2 - 2 * near), _absolute),
    Statement(ge((1 + alpha) ** 2 + (1 - alpha**2), 2 - 2 * near), _absolute),
    Statement(eq((1 - near) ** 2 + (1 - alpha**2), 2 - 2 * near), _absolute),
)

# He_{k+1}(-z) from He_k(-z) = ±He_k(z), He_{k-1}(-z) = ∓He_{k-1}(z), and both atoms together for an even value
degree, above, below, sign, z = sympy.symbols("k h_k h_l sgn z", real=True)
PARITY = (
    Statement(eq(-z * (sign * above) - degree * (-sign * below), -sign * (z * above - degree * below))),
    Statement(eq((above + sign * above) / 2, above), (eq(sign, 1),)),
)

# ‖f_{ρ_t^m} - f*‖² ≤ 3δ² for all t ≤ T(δ), where ‖f_{ρ_t^MF} - f*‖ > δ before T(δ)
BEFORE = Statement(
    le((sympy.sqrt(early) + gap) ** 2, 3 * delta**2), (gt(delta, 0), gt(early, delta**2), ge(gap, 0), le(gap, delta))
)
AT_HITTING_TIME = Statement(le(2 * delta**2 + 2 * gap**2, 3 * delta**2), (gt(delta, 0), le(gap**2, delta**2 / 2)))


def _prove_ratio() -> list[Verdict]:
    """S²c² - c_max² = (Sc - c_max)² + 2c_max(Sc - c_max), and c > 0."""
    s = Script(COEFFICIENTS_REPAIRED, {"S": 1, "c_first": 1, "c_max": 1})  # facts: S-1, c_max-c, cS-1, Sc-c_max
    size = s.combine(S, [(1, [0]), (1, [])])
    above = s.combine(S * first, [(1, [2]), (1, [])])
    positive = s.combine(first, [(1, [above])], times=[size])
    square = s.combine(first**2, [(1, [positive, positive])])
    top = s.combine(largest, [(1, [1]), (1, [positive])])
    difference = s.combine(S**2 * first**2 - largest**2, [(1, [3, 3]), (2, [top, 3])])
    s.combine(COEFFICIENTS_REPAIRED.show.excess, [(1, [difference])], times=[square])
    return [s.verdict("positive terms")]


def _second_coefficients() -> SecondRoute:
    """σ = He_4 + c He_6: the printed condition holds with C_SIM = 1 for every c ≥ 1, the ratio c is unbounded."""
    with mpmath.workdps(20):
        values = [(1, c) for c in (1, 10, 1000)]
        printed = all(1 <= c4 <= max(c4, c6) for c4, c6 in values)
        ratios = [mpmath.mpf(max(pair)) / pair[0] for pair in values]
        return SecondRoute(
            "σ = He_4 + c He_6 with c = 1, 10, 1000: the printed condition with C_SIM = 1, and the ratio max_k c_k / c_{k*}",
            f"the condition holds, ratios {', '.join(mpmath.nstr(x, 5) for x in ratios)}",
            bool(printed and ratios[-1] > 100),
        )


def _second_before() -> SecondRoute:
    """Along the exact uniform start: the loss at t = 0 is 1 for q = z⁴ as normalised, δ = 1/10."""
    with mpmath.workdps(20):
        d_, level = 32, mpmath.mpf(1) / 10
        a2 = mpmath.mpf(6 * (d_ - 1)) / (d_ * (d_ + 4))
        a4 = mpmath.mpf((d_ - 1) * (d_ + 1)) / ((d_ + 2) * (d_ + 4))
        start = a2 + a4
        return SecondRoute(
            "the mean-field loss at t = 0 < T(δ) for q = z⁴, d = 32, δ = 1/10 (an infinitely wide network has no gap)",
            f"{mpmath.nstr(start, 10)} > 3δ² = {mpmath.nstr(3 * level**2, 4)}",
            bool(start > 3 * level**2),
        )


_CONDITION = Place(10, "Section 3.3 (a)")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="section-3/coefficient-condition-as-printed",
        where=_CONDITION,
        title="the condition on the Hermite coefficients",
        latex=r"\tfrac1{C_{SIM}} \le c_{k^*} \le C_{SIM}\max_kc_k \implies \max_kc_k \le C_{SIM}\,c_{k^*}",
        domain=Domain("C_SIM ≥ 1, 0 < c_{k*} ≤ max_k c_k"),
        statements=(COEFFICIENTS,),
        covers=("A46", "C11"),
        prove=lambda: [refute(COEFFICIENTS, {"S": 1, "c_first": 1, "c_max": 2})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "section-3/coefficient-condition",
            "With max_k c_k ≤ C_SIM c_{k*} every ratio of coefficients is bounded, as the O_{K,C_SIM} of Appendix G supposes.",
        ),
        second_route=_second_coefficients,
        note="The right inequality holds for every σ when C_SIM ≥ 1; what is used is the bound on the other coefficients.",
    ),
    Claim(
        id="section-3/coefficient-condition",
        where=_CONDITION,
        title="the condition turned round bounds every ratio of coefficients",
        latex=r"\max_kc_k \le C_{SIM}\,c_{k^*},\ c_{k^*} \ge \tfrac1{C_{SIM}} \implies c_k^2/c_{k^*}^2 \le C_{SIM}^2",
        domain=Domain("C_SIM ≥ 1, 0 < c_{k*} ≤ max_k c_k"),
        statements=(COEFFICIENTS_REPAIRED,),
        prove=_prove_ratio,
        mutants=(
            Mutant("C_SIM in place of C_SIM²", COEFFICIENTS_REPAIRED.replace(le(largest**2 / first**2, S))),
            Mutant(
                "without the bound on the maximum",
                COEFFICIENTS_REPAIRED.replace(assume=COEFFICIENTS_REPAIRED.assume[:3]),
            ),
        ),
        note="Lemma 43 and eq. (38) need the ratios c_k²/c_{k*}² bounded.",
    ),
    Claim(
        id="section-3/two-atom-teacher",
        where=Place(10, "Section 3.3"),
        title="the two atoms ±w* represent an even model, and the distance to the nearer one",
        latex=r"He_k(-z) = (-1)^kHe_k(z) \implies \tfrac12(\sigma(z)+\sigma(-z)) = \sigma(z)\ (\sigma\text{ even});\quad \min_\pm\|w\mp w^*\|^2 = 2-2|\alpha|",
        domain=Domain(
            "every degree k, by He_{k+1} = zHe_k - kHe_{k-1}; -1 ≤ α ≤ 1, w in the plane of w* and a unit vector across"
        ),
        statements=(*PARITY, *TEACHER),
        covers=("A47",),
        assumes=("induction", "linearity"),
        mutants=(Mutant("one atom only", TEACHER[2].replace(eq((1 - alpha) ** 2 + (1 - alpha**2), 2 - 2 * near))),),
        note="Section 3.3 does not say which ρ*: for even σ both δ_{w*} and ½(δ_{w*} + δ_{-w*}) represent f*, and B_τ needs the latter.",
    ),
    Claim(
        id="theorem-9/loss-before-the-hitting-time",
        where=Place(77, "proof of Theorem 9, last display"),
        title="3δ² for all t ≤ T(δ)",
        latex=r"\|f^*-f_{\rho_t^m}\|^2 \le 3\delta^2\quad\text{for all } t\le T(\delta)",
        domain=Domain("δ > 0, mean-field loss above δ² (t < T(δ)), any gap ‖f_{ρ^MF} - f_{ρ^m}‖ ≤ δ"),
        statements=(BEFORE,),
        covers=("A51",),
        prove=lambda: [refute(BEFORE, {"D": 0, "L_t": 4, "delta": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "theorem-9/loss-at-the-hitting-time",
            "The display holds at t = T(δ) and after; Theorem 9 itself bounds ‖f_{ρ^MF} - f_{ρ^m}‖, for which all t ≤ T(δ) is right.",
        ),
        second_route=_second_before,
        note="Before T(δ) the mean-field loss exceeds δ² by the definition of T(δ); the first hitting time is a minimum, not an argmin.",
    ),
    Claim(
        id="theorem-9/loss-at-the-hitting-time",
        where=Place(77, "proof of Theorem 9, last display"),
        title="3δ² at t = T(δ)",
        latex=r"\|f_{\rho^{MF}}-f^*\|^2 = \delta^2,\ \|f_{\rho^{MF}}-f_{\rho^m}\|^2 \le \tfrac{\delta^2}2 \implies 2\delta^2 + 2\cdot\tfrac{\delta^2}2 \le 3\delta^2",
        domain=Domain("δ > 0"),
        statements=(AT_HITTING_TIME,),
        covers=("A51",),
        uses=("theorem-9/error-is-small",),
        mutants=(Mutant("gap² ≤ δ²", AT_HITTING_TIME.replace(assume=(gt(delta, 0), le(gap**2, delta**2)))),),
        note="The gap must be at most δ²/2, which theorem-9/error-is-small gives for d large.",
    ),
)
