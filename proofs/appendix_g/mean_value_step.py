"""Appendix G.3, Claim 11 (p. 71): the mean value step and its displays as printed, with their repairs.

w and w' are two neurons whose overlaps at time t lie in [γ, 2γ].
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import exp

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import k

z = sympy.Symbol("z", real=True)
A, C, D, E, L = sympy.symbols("A C D E L", real=True)
delta, gamma, C1 = sympy.symbols("delta gamma C1", real=True)
start, other, end = sympy.symbols("alpha_0 alpha_0w alpha_t", real=True)  # α_0(w'), α_0(w̃), α_t(w̃)
moved, moved_other = sympy.symbols("alpha_tw alpha_tw1", real=True)
# the display as printed, w and w' in any order, with L > 0 for the derivative's lower bound
ORDER = Statement(
    ge(moved - moved_other, L * D),
    (
        gt(L, 0),
        gt(start, 0),
        gt(other, 0),
        ge(D, 0),
        eq(D**2, (start - other) ** 2),
        eq(moved - moved_other, L * (start - other)),
    ),
)
ORDERED = Statement(
    ge(moved - moved_other, L * (start - other)),
    (ge(start, other), ge(C, L), eq(moved - moved_other, C * (start - other))),
)
MINIMUM = Statement(
    ge((end / other) ** (k - 1), (gamma / start) ** (k - 1)),
    (gt(gamma, 0), ge(end, gamma), le(end, 2 * gamma), gt(start, 0), ge(other, start), lt(other, end), ge(k, 4)),
    {"k": "even"},
)
INVERSE = Statement(
    le(D, start ** (k - 1) * gamma ** (-(k - 2)) * E),
    (
        gt(gamma, 0),
        gt(start, 0),
        gt(E, 0),
        lt(E, 1),
        ge(D, 0),
        le(D * gamma ** (k - 1) * start ** (-(k - 1)) * E, gamma),
        ge(k, 4),
    ),
    {"k": "even"},
)

POWERS = Statement(
    le(C * z / delta**2, C1 * z / delta), (gt(C, 0), gt(z, 0), gt(delta, 0), le(delta, 1), le(C1, 1000 * C))
)
POWERS_REPAIRED = Statement(
    le(exp(C * z / delta) * A, exp(C1 * z / delta) * A), (ge(A, 0), le(C, C1), ge(z, 0), gt(delta, 0))
)


def _prove_powers() -> list[Verdict]:
    script = Script(POWERS_REPAIRED, {"A": 0, "C": 0, "C1": 0, "z": 0, "delta": 1})  # A, C1 - C, z ≥ 0, δ > 0
    exponent = script.combine(C1 * z / delta - C * z / delta, [(1, [1, 2])], times=[3])
    larger = script.monotone("exp", C1 * z / delta, C * z / delta, exponent)
    script.combine(POWERS_REPAIRED.show.excess, [(1, [0, larger])])
    return [script.verdict("monotone")]


def _second_order() -> SecondRoute:
    """Two neurons moved by α' = α³ for a while: swap their names."""
    with mpmath.workdps(30):
        first, second = mpmath.mpf(1) / 10, mpmath.mpf(1) / 5
        moved = [(q**-2 - 20) ** mpmath.mpf("-0.5") for q in (first, second)]
        return SecondRoute(
            "α_t = (α_0^{-2} - 2t)^{-1/2} at t = 10 for α_0(w) = 1/10, α_0(w') = 1/5: α_t(w) - α_t(w')",
            mpmath.nstr(moved[0] - moved[1], 10),
            bool(moved[0] < moved[1]),
        )


def _second_minimum() -> SecondRoute:
    """v = α³ in closed form: the least of (α_t/α_0)³ over an interval sits at its upper end."""
    with mpmath.workdps(30):
        low, high = mpmath.mpf(1) / 20, mpmath.mpf(1) / 15
        ends = [(q**-2 - 2 * 100) ** mpmath.mpf("-0.5") for q in (low, high)]
        values = [(e / q) ** 3 for e, q in zip(ends, (low, high), strict=True)]
        gamma_value = min(ends)
        least = min([*values, (gamma_value / high) ** 3])
        return SecondRoute(
            "α' = α³, t = 100, α_0 from 1/20 to 1/15: γ = α_t(1/20); (γ/α_0)³ at the two ends",
            f"{mpmath.nstr((gamma_value / low) ** 3, 8)}, {mpmath.nstr((gamma_value / high) ** 3, 8)}",
            bool(least < (gamma_value / low) ** 3),
        )


def _second_inverse() -> SecondRoute:
    """Solve γ = D (γ/a)³ e for D at γ = 1/2, a = 1/10, e = 1/4."""
    with mpmath.workdps(30):
        big, small, factor = mpmath.mpf(1) / 2, mpmath.mpf(1) / 10, mpmath.mpf(1) / 4
        solved = mpmath.findroot(lambda q: q * (big / small) ** 3 * factor - big, mpmath.mpf(1) / 100)
        printed = small**3 / big**2 * factor
        return SecondRoute(
            "the largest |α_0(w)-α_0(w')| that the bound before allows, and the printed one (k* = 4)",
            f"{mpmath.nstr(solved, 8)}, {mpmath.nstr(printed, 8)}",
            bool(solved > 10 * printed),
        )


def _second_powers() -> SecondRoute:
    ratios = [mpmath.mpf(10) ** n for n in (1, 3, 5)]
    return SecondRoute(
        "(log(1/τ)/δ²)/(log(1/τ)/δ) for δ = 10⁻¹, 10⁻³, 10⁻⁵",
        ", ".join(mpmath.nstr(q, 6) for q in ratios),
        bool(ratios[-1] > 10**4),
    )


_P71 = Place(71, "proof of Claim 11")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="claim-11/order-as-printed",
        where=_P71,
        title="the mean value display",
        latex=r"\alpha_t(w)-\alpha_t(w') \ge |\alpha_0(w)-\alpha_0(w')|\min_{\tilde w:\,\alpha_0(\tilde w)\in[\alpha_0(w'),\alpha_0(w')]}(\cdot)",
        domain=Domain("two neurons in any order, a linear flow map of slope L > 0"),
        statements=(ORDER,),
        covers=("C73",),
        prove=lambda: [
            refute(
                ORDER,
                {"L": 1, "D": "1/10", "alpha_0": "1/10", "alpha_0w": "1/5", "alpha_tw": "1/10", "alpha_tw1": "1/5"},
            )
        ],
        severity=Severity.COSMETIC,
        repair=Repair(
            "claim-11/order", "Take α_0(w) ≥ α_0(w') and the minimum over [α_0(w'), α_0(w)]; nothing else changes."
        ),
        second_route=_second_order,
        note="No absolute value on the left, and the interval of the minimum has one end twice. The factor τ/(k*-1) belongs to p. 72, where Claim 11 is used.",
    ),
    Claim(
        id="claim-11/order",
        where=_P71,
        title="the mean value inequality, with the neurons in order",
        latex=r"\alpha_0(w) \ge \alpha_0(w') \implies \alpha_t(w)-\alpha_t(w') \ge L\,(\alpha_0(w)-\alpha_0(w')),\quad L = \min\partial_\beta\alpha_{t,0}",
        domain=Domain("slope C ≥ L of the mean value theorem"),
        statements=(ORDERED,),
        mutants=(Mutant("in the other order", ORDERED.replace(assume=(le(start, other), *ORDERED.assume[1:]))),),
    ),
    Claim(
        id="claim-11/minimum-as-printed",
        where=_P71,
        title="the lower bound of the minimum",
        latex=r"\min_{\tilde w}\Bigl(\frac{\alpha_t(\tilde w)}{\alpha_0(\tilde w)}\Bigr)^{k^*-1} \ge \Bigl(\frac{\gamma}{\alpha_0(w')}\Bigr)^{k^*-1}",
        domain=Domain("even k* ≥ 4, γ ≤ α_t(w̃) ≤ 2γ, α_0(w̃) ≥ α_0(w') > 0, w' the lower of the two neurons"),
        statements=(MINIMUM,),
        covers=("C74",),
        step=True,
        prove=lambda: [
            refute(MINIMUM, {"gamma": "1/4", "alpha_t": "3/10", "alpha_0": "1/10", "alpha_0w": "1/5", "k": 4})
        ],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "claim-11/interval",
            "With the minimum at the upper neuron the printed I_λ does not follow; integrating α^{-(k*-1)}dα gives it, but for overlaps that start near γ, whose mass is bounded by the Gaussian tail: Claim 11 stands.",
        ),
        second_route=_second_minimum,
        note="The left difference is positive only if w' starts lower, and then α_0(w') is the smallest, not the largest, of the α_0(w̃).",
    ),
    Claim(
        id="claim-11/inverse-as-printed",
        where=_P71,
        title="the factor after division",
        latex=r"|\alpha_0(w)-\alpha_0(w')|\Bigl(\frac\gamma{\alpha_0(w')}\Bigr)^{k^*-1}e^{O_K(\log\tau/\delta)} \le \gamma \implies |\alpha_0(w)-\alpha_0(w')| \le \frac{\alpha_0(w')^{k^*-1}}{\gamma^{k^*-2}}\,e^{O_K(\log\tau/\delta)}",
        domain=Domain("even k* ≥ 4, the factor E = τ^{C/δ} < 1 taken as it stands on both sides"),
        statements=(INVERSE,),
        covers=("C75",),
        step=True,
        prove=lambda: [refute(INVERSE, {"gamma": "1/2", "alpha_0": "1/10", "E": "1/4", "D": "1/100", "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair("claim-11/interval", "e^{O_K(log(1/τ)/δ)}, also in I_λ; the display after I_λ has it right."),
        second_route=_second_inverse,
        note="Dividing by the factor inverts it; harmless if O_K(log τ) is read as 'at most a constant times |log τ|, of either sign'.",
    ),
    Claim(
        id="claim-11/powers-of-delta-as-printed",
        where=_P71,
        title="the power of δ between the last two lines",
        latex=r"\exp\Bigl(O_K\Bigl(\frac{\log(1/\tau)}{\delta^2}\Bigr)\Bigr)\cdots \le \cdots\exp\Bigl(O_K\Bigl(\frac{\log(1/\tau)}{\delta}\Bigr)\Bigr)",
        domain=Domain("exponents, with constants C > 0 and C1 ≤ 1000 C; 0 < δ ≤ 1"),
        statements=(POWERS,),
        covers=("C77",),
        step=True,
        prove=lambda: [refute(POWERS, {"C": 1, "C1": 1000, "z": 1, "delta": "1/10000"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "claim-11/powers-of-delta",
            "I_λ has log(1/τ)/δ, so the first line should have it too; the last line is right.",
        ),
        second_route=_second_powers,
        note="δ² is a slip for δ.",
    ),
    Claim(
        id="claim-11/powers-of-delta",
        where=_P71,
        title="the last two lines with one power of δ",
        latex=r"e^{C\log(1/\tau)/\delta}A \le e^{C'\log(1/\tau)/\delta}A,\quad C \le C'",
        domain=Domain("A ≥ 0, τ ≤ 1, δ > 0"),
        statements=(POWERS_REPAIRED,),
        prove=_prove_powers,
        uses=("claim-11/supremum",),
        mutants=(Mutant("C' ≤ C", POWERS_REPAIRED.replace(assume=(gt(A, 0), ge(C, C1), ge(z, 0), gt(delta, 0)))),),
    ),
)
