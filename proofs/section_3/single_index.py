"""Section 3.3 (pp. 10–11): the single-index model – its coefficients, its teacher measure, and Theorem 9's hitting time."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha

S, B, first, largest, delta, early, gap = sympy.symbols("S B c_first c_max delta L_t D", real=True)

# (a): 1/C_SIM ≤ c_{k*} ≤ C_SIM max_k c_k against a bound B on max_k c_k, B any value of a function of C_SIM
_printed = (ge(S, 1), ge(largest, first), ge(first * S, 1), le(first, S * largest))
COEFFICIENTS = Statement(le(largest, B), (*_printed, ge(B, 0)))
_single = (ge(S, 1), ge(B, 0))  # σ = c·He_4 with c = 1 + B: first and largest coefficient agree
NO_BOUND = (
    Statement(ge((1 + B) * S, 1), _single),
    Statement(le(1 + B, S * (1 + B)), _single),
    Statement(gt(1 + B, B), _single),
)
COEFFICIENTS_REPAIRED = Statement(
    le(largest**2 / first**2, S**4), (ge(S, 1), ge(largest, first), ge(first * S, 1), le(largest, S))
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
    """S⁴c² - c_max² = (S²c - c_max)(S²c + c_max), S²c - c_max = S(Sc - 1) + (S - c_max), and c > 0."""
    s = Script(COEFFICIENTS_REPAIRED, {"S": 1, "c_first": 1, "c_max": 1})  # facts: S-1, c_max-c, cS-1, S-c_max
    size = s.combine(S, [(1, [0]), (1, [])])
    above = s.combine(S * first, [(1, [2]), (1, [])])
    positive = s.combine(first, [(1, [above])], times=[size])
    square = s.combine(first**2, [(1, [positive, positive])])
    room = s.combine(S**2 * first - largest, [(1, [size, 2]), (1, [3])])
    total = s.combine(S**2 * first + largest, [(1, [size, above]), (1, [1]), (1, [positive])])
    difference = s.combine(S**4 * first**2 - largest**2, [(1, [room, total])])
    s.combine(COEFFICIENTS_REPAIRED.show.excess, [(1, [difference])], times=[square])
    return [s.verdict("positive terms")]


def _second_coefficients() -> SecondRoute:
    """σ = c He_4: the printed condition holds with C_SIM = 1 for every c ≥ 1, and T_c(δ) = c^{-2} T_1(δ/c)."""
    with mpmath.workdps(20):
        scales = [mpmath.mpf(c) for c in (1, 10, 1000)]
        printed = all(1 <= c <= max([c]) for c in scales)
        norms = [mpmath.sqrt(24) * c for c in scales]  # ‖σ‖, and C_reg ≥ 11‖σ‖
        return SecondRoute(
            "σ = cHe_4, c = 1, 10, 1000: the printed condition with C_SIM = 1, and 11‖σ‖ ≤ C_reg",
            f"the condition holds, 11‖σ‖ = {', '.join(mpmath.nstr(11 * x, 5) for x in norms)}",
            bool(printed and norms[-1] > 1000),
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


_CONDITION = Place(10, "Section 3.3 (a), and p. 62, item 1")
EFFECT = (
    "Read 1/C_SIM ≤ c_{k*} and max_k c_k ≤ C_SIM; then C_reg and every ratio of coefficients are O_{K,C_SIM}(1), as "
    "Appendix G supposes, and the exponents stay."
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="section-3/coefficient-condition-as-printed",
        where=_CONDITION,
        title="the condition on the Hermite coefficients, where O_{K,C_SIM} is used",
        latex=r"\tfrac1{C_{SIM}} \le c_{k^*} \le C_{SIM}\max_kc_k \implies \max_kc_k = O_{C_{SIM}}(1)",
        domain=Domain("C_SIM ≥ 1, 0 < c_{k*} ≤ max_k c_k, any bound B"),
        statements=(COEFFICIENTS,),
        covers=("A46", "C11"),
        uses=("section-3/no-coefficient-bound",),
        step=True,
        prove=lambda: [refute(COEFFICIENTS, {"B": 1000, "S": 1, "c_first": 1001, "c_max": 1001})],
        severity=Severity.REPAIRABLE,
        repair=Repair("section-3/coefficient-condition", EFFECT),
        second_route=_second_coefficients,
        note="The condition is a definition; the page does not state the implication, but C_reg = O_{C_SIM}(1) (p. 77) and T(δ) = O_{K,C_SIM}(…) need it.",
    ),
    Claim(
        id="section-3/no-coefficient-bound",
        where=_CONDITION,
        title="the printed condition bounds no coefficient from above",
        latex=r"\sigma = (1+B)\mathrm{He}_4:\quad \tfrac1{C_{SIM}} \le c_{k^*} \le C_{SIM}\max_kc_k,\quad c_{k^*} > B",
        domain=Domain("every C_SIM ≥ 1, every B ≥ 0"),
        statements=NO_BOUND,
        mutants=(Mutant("C_SIM ≥ 1/2", NO_BOUND[1].replace(assume=(ge(S, Rational(1, 2)), ge(B, 0)))),),
        note="The velocity is quadratic in σ, so c·σ has T(δ) = c^{-2}T_1(δ/c), T_1 that of σ: for c large no O_{K,C_SIM} covers it.",
    ),
    Claim(
        id="section-3/coefficient-condition",
        where=_CONDITION,
        title="coefficients bounded above and below bound every ratio",
        latex=r"\tfrac1{C_{SIM}} \le c_{k^*},\ \max_kc_k \le C_{SIM} \implies c_k^2/c_{k^*}^2 \le C_{SIM}^4",
        domain=Domain("C_SIM ≥ 1, 0 < c_{k*} ≤ max_k c_k"),
        statements=(COEFFICIENTS_REPAIRED,),
        prove=_prove_ratio,
        mutants=(
            Mutant("C_SIM² in place of C_SIM⁴", COEFFICIENTS_REPAIRED.replace(le(largest**2 / first**2, S**2))),
            Mutant(
                "without the bound on the maximum",
                COEFFICIENTS_REPAIRED.replace(assume=COEFFICIENTS_REPAIRED.assume[:3]),
            ),
        ),
        note="Lemma 43 and eq. (38) need the ratios c_k²/c_{k*}² bounded, p. 77 and T(δ) max_k c_k as well.",
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
