"""Appendix G.2, Lemma 44, second case (pp. 65–67), for every degree: v' ≤ -αv/(1-α²) - Ω(δ) near α = 1.

One order k of the leading part contributes q_kα^{k-1}(k - (k+1)α²)(1-r_{t,k+1}) to v' + αv/(1-α²). P = α^{k*}, s = 1 - r_t,
H = √q(1) K(K+1)/2 as in Lemma 46, q0 = q_{k*-1}, C0 = Σ q_k(k+3)((9/4)C_k + (3/2)k!!), E the remainder's part.
"""

from __future__ import annotations

import sympy
from sympy import Derivative, Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, k

g, s, x, E, H, K, P, X = sympy.symbols("g s x E H K P X", real=True)
C0, delta, iota, kstar, q0 = sympy.symbols("C0 delta iota kstar q0", real=True)

ORDER = (
    Statement(
        eq(
            Derivative(g * alpha**k * (1 - alpha**2), alpha) + alpha / (1 - alpha**2) * (g * alpha**k * (1 - alpha**2)),
            g * alpha ** (k - 1) * (k - (k + 1) * alpha**2),
        ),
        (gt(alpha, 0), lt(alpha, 1)),
    ),
    Statement(le(k - (k + 1) * alpha**2, -(alpha**2) / 2), (gt(k, 0), ge(alpha**2, k / (k + Rational(1, 2))))),
)
POWER = Statement(
    ge(exp(-kstar * x), Rational(3, 4)), (ge(x, 0), ge(kstar, 1), le(kstar, K), ge(exp(-x), 1 - 1 / (5 * K)))
)
TOTAL = Statement(
    le(X, -q0 * delta / (4 * H)),
    (
        gt(H, 0),
        ge(q0, 0),
        ge(delta, 0),
        ge(P, Rational(3, 4)),
        ge(H * s, delta),
        le(X, -q0 * P * s / 2 + E),
        le(E, 3 * C0 * iota),
        le(24 * H * C0 * iota, q0 * delta),
    ),
)


def _prove_case_2() -> list[Verdict]:
    """x ≤ e^x - 1 ≤ 1/(5K-1), so k*x ≤ 1/4; q0[P(Hs - δ) + (P - 3/4)δ]/2 and the remainder's 3C0ι ≤ q0δ/(8H)."""
    order = Script(ORDER[1], {"alpha": 1, "k": 1})
    half = order.combine(k + Rational(1, 2), [(1, [0]), ("1/2", [])])
    order.combine(ORDER[1].show.excess, [(1, [half, 1])])
    power = Script(POWER, {"x": 0, "kstar": 1, "K": 1})  # facts: x, k* - 1, K - k*, e^{-x} - 1 + 1/(5K)
    count = power.combine(K, [(1, [2]), (1, [1]), (1, [])])
    rise, grown = power.tangent(exp(x)), power.positive(exp(x))
    bound = power.combine(5 * K - (5 * K - 1) * exp(x), [(5, [count, grown, 3])])
    odd = power.combine(5 * K - 1, [(5, [2]), (5, [1]), (4, [])])
    small = power.combine(1 - (5 * K - 1) * x, [(1, [bound]), (1, [odd, rise])])
    fall = power.tangent(exp(-kstar * x))
    # 1/4 - k*x = (1 - (5K-1)x)/4 + (K-k*)x + (k*-1)x/4 + (K-k*)x/4
    quarter = power.combine(Rational(1, 4) - kstar * x, [("1/4", [small]), ("5/4", [2, 0]), ("1/4", [1, 0])])
    power.combine(POWER.show.excess, [(1, [fall]), (1, [quarter])])
    total = Script(TOTAL, {"H": 1, "q0": 1, "delta": 0, "P": 1, "s": 0, "X": 0, "E": 0, "C0": 0, "iota": 0})
    more = total.combine(P, [(1, [3]), ("3/4", [])])
    main = total.combine(
        q0 * P * s / 2 - 3 * q0 * delta / (8 * H), [("1/2", [1, more, 4]), ("1/2", [1, 3, 2])], times=[0]
    )
    rest = total.combine(q0 * delta / (8 * H) - 3 * C0 * iota, [("1/8", [7])], times=[0])
    total.combine(TOTAL.show.excess, [(1, [5]), (1, [6]), (1, [main]), (1, [rest])])
    return [
        prove(ORDER[0]),
        order.verdict("positive terms"),
        power.verdict("tangents"),
        total.verdict("positive terms"),
    ]


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-44/case-2",
        where=Place(65, "Lemma 44"),
        title="the second case for every degree, with its constant",
        latex=r"\alpha \ge 1-\tfrac1{5K} \implies \partial_\alpha v \le -\frac\alpha{1-\alpha^2}v - \frac{q_{k^*-1}}{4H}\,\delta,\quad \iota \le \frac{q_{k^*-1}\,\delta}{24\,HC_0}",
        domain=Domain(
            "all k ≥ k* - 1 ≥ 3 (one order, then the sum), k* ≤ K, d ≥ max(3, 1/ι), 0 < δ ≤ √loss, every symmetric law with (⋆)"
        ),
        statements=(*ORDER, POWER, TOTAL),
        covers=("C47",),
        uses=(
            "eq-38/identity",
            "eq-39/remainder",
            "lemma-43/remainder-size",
            "lemma-44/non-negative-terms",
            "lemma-44/threshold",
            "lemma-45/without-delta",
            "lemma-46/every-dimension",
        ),
        assumes=("linearity",),
        prove=_prove_case_2,
        mutants=(
            Mutant("-α² in place of -α²/2", ORDER[1].replace(le(ORDER[1].show.lhs, -(alpha**2)))),
            Mutant("9/10 in place of 3/4", POWER.replace(ge(POWER.show.lhs, Rational(9, 10)))),
            Mutant("without the bound of ι", TOTAL.replace(assume=TOTAL.assume[:-1])),
        ),
        constants=(
            Constant(
                "Ω_K(δ) in the second case of Lemma 44",
                "Ω_K(1)",
                "q_{k*-1}/(4H), H = sqrt(q(1)) K(K+1)/2",
                "-",
                "-",
                "ι ≤ q_{k*-1} δ/(24 H C_0); it depends on the coefficients c_k",
                ("lemma 44",),
            ),
        ),
        note="Each order gives k - (k+1)α² ≤ -α²/2, and r_{t,k+1} ≤ r_t; above α = 1/2 the remainder's terms are at most ι/d each.",
    ),
)
