"""Theorem 9 and Proposition 47 (pp. 63, 72, 77): the exponents of T(δ), and the bound 3δ².

All but a share x = bδ of the neurons start above α_0 = (4/5)x/√d and are within x of 1 at time T(δ), so that the loss is
δ² at most; m = k*-2.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.theorem_9 import powers, prove_powers
from proofs.symbols import alpha, d, k

a, b, c, g, m, q, x, y, K, delta, kappa = sympy.symbols("a b c g m q x y K delta kappa", real=True)

# ∫ dα/(κδα^{m+1}) from α_0 is at most α_0^{-m}/(mκδ); in logarithms α_0 = ηδ/√d with η = e^{-g}, δ = e^{-x}, d = e^c
ESCAPE = Statement(
    eq(Derivative(-(alpha ** (-m)) / (m * kappa * delta), alpha), 1 / (kappa * delta * alpha ** (m + 1))),
    (gt(alpha, 0), gt(m, 0), gt(kappa, 0), gt(delta, 0)),
)
START = Statement(
    eq(
        sympy.Mul(exp(m * (g + x + c / 2)), exp(x), evaluate=False),
        exp(g * m + c * ((m + 2) - 2) / 2 + x * ((m + 2) - 1)),
    ),
    (gt(m, 0),),
)
# the last phase takes log(1/δ)/(κδ) ≤ (1/δ)(1/δ) ≤ δ^{-(k*-1)}
LAST_PHASE = (
    Statement(le(x * exp(x), exp(2 * x)), (ge(x, 0),)),
    Statement(le(exp(2 * x), exp((k - 1) * x)), (ge(x, 0), ge(k, 4))),
)
# P[α_0 ≤ (4/5)x/√d] ≤ (4x/(5√d))·(3/(2√2))√(d-2) ≤ x (squared)
SLOW = Statement(le((Rational(4, 5) * x) ** 2 / d * (Rational(9, 8) * (d - 2)), x**2), (ge(d, 3),))
# the loss (K²+2)²q(1)x² at x = bδ, b = min(1, 1/((K²+2)√q(1))); Lemma 43 with δ' = (4/5)bδ = e^{-y} begins at δ'^{3K}/√d ≤ α_0
RESCALED = Statement(
    le((K**2 + 2) ** 2 * q * (b * delta) ** 2, delta**2), (gt(q, 0), gt(b, 0), le((K**2 + 2) ** 2 * q * b**2, 1))
)
THRESHOLD = Statement(le(exp(-3 * K * y), exp(-y)), (ge(y, 0), ge(K, 1)))

# a = ‖f^MF - f^m‖, b = ‖f^MF - f*‖
THREE = Statement(
    le((a + b) ** 2, 3 * delta**2), (ge(a, 0), ge(b, 0), gt(delta, 0), le(a**2, 3 * delta**2), le(b**2, delta**2))
)
THREE_REPAIRED = (
    Statement(le((a + b) ** 2, 2 * a**2 + 2 * b**2)),
    Statement(le((a + b) ** 2, 3 * delta**2), (le(a**2, delta**2 / 2), le(b**2, delta**2))),
    powers(Rational(11, 2) * k - 1, 3 * k),
)


def _prove_last_phase() -> list[Verdict]:
    """e^x ≥ 1 + x ≥ x, times e^x."""
    script = Script(LAST_PHASE[0], {"x": 0})
    tangent, positive = script.tangent(exp(x)), script.positive(exp(x))
    script.combine(LAST_PHASE[0].show.excess, [(1, [tangent, positive]), (1, [positive])])
    return [script.verdict("tangent"), prove(LAST_PHASE[1])]


def _prove_share() -> list[Verdict]:
    """δ²(1 - (K²+2)²qb²); 3Ky ≥ y."""
    rescaled = Script(RESCALED, {"q": 1, "b": "1/9", "K": 1, "delta": 1})
    rescaled.combine(RESCALED.show.excess, [(1, [2, rescaled.square(delta)])])
    threshold = Script(THRESHOLD, {"y": 0, "K": 1})
    more = threshold.combine(3 * K * y - y, [(3, [0, 1]), (2, [0])])
    power = threshold.monotone("exp", -y, -3 * K * y, more)
    threshold.combine(THRESHOLD.show.excess, [(1, [power])])
    return [prove(SLOW), rescaled.verdict("positive terms"), threshold.verdict("monotone")]


def _prove_three() -> list[Verdict]:
    """3δ² - (a+b)² = 2(δ²/2 - a²) + 2(δ² - b²) + (a-b)²."""
    script = Script(THREE_REPAIRED[1], {"a": 0, "b": 0, "delta": 0})
    script.combine(THREE_REPAIRED[1].show.excess, [(2, [0]), (2, [1]), (1, [script.square(a - b)])])
    return [script.verdict("squares")]


def _second_three() -> SecondRoute:
    """Three functions on a line: f* = 0, f^MF = δ, f^m = δ + √3 δ, with δ = 1/10."""
    with mpmath.workdps(30):
        size = mpmath.mpf(1) / 10
        teacher, field, network = mpmath.mpf(0), size, size + mpmath.sqrt(3) * size
        value = (network - teacher) ** 2 / size**2
        return SecondRoute(
            "f* = 0, f^MF = δ, f^m = (1+√3)δ: ‖f* - f^m‖²/δ² while ‖f^MF - f^m‖² = 3δ²",
            mpmath.nstr(value, 12),
            bool(value > 7 and abs((network - field) ** 2 / size**2 - 3) < mpmath.mpf(10) ** -20),
        )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="theorem-9/escape-time",
        where=Place(63, "Theorem 9"),
        title="T(δ), with its constant",
        latex=r"T(\delta) \le \frac{\sqrt d^{\,k^*-2}\,\delta^{-(k^*-1)}}{(k^*-2)\,\kappa\,\eta^{k^*-2}} + \frac1{\kappa'\delta}\log\frac1{b\delta},\quad \eta = \tfrac45b,\ b = \min\Bigl(1, \frac1{(K^2+2)\sqrt{q(1)}}\Bigr)",
        domain=Domain(
            "all real k* = m+2 ≥ 4, 0 < δ ≤ 1, d large enough for (⋆) up to T(δ); while the loss is ≥ δ², v ≥ κδα^{k*-1} up to α = 1/2 and v ≥ κ'δ(1-α) beyond"
        ),
        statements=(ESCAPE, START, *LAST_PHASE, SLOW, RESCALED, THRESHOLD),
        covers=("C15",),
        uses=(
            "lemma-43/speed",
            "lemma-43/any-lower-bound",
            "lemma-45/third-interval",
            "lemma-46/every-dimension",
            "prop-47/converged",
            "prop-47/time-exponent",
            "prop-47/velocity-floor",
            "sphere/density",
            "claim-11/closes-the-induction",
            "theorem-9/time-is-well-defined",
        ),
        assumes=("fundamental-theorem", "gronwall", "tube"),
        prove=lambda: [prove(ESCAPE), prove(START), *_prove_last_phase(), *_prove_share()],
        mutants=(
            Mutant(
                "δ^{-k*} in place of δ^{-(k*-1)}",
                START.replace(eq(START.show.lhs, exp(g * m + c * m / 2 + x * (m + 2)))),
            ),
            Mutant("√d^{k*-1}", START.replace(eq(START.show.lhs, exp(g * m + c * (m + 1) / 2 + x * (m + 1))))),
            Mutant(
                "1 in place of 4/5",
                Statement(le(x**2 / d * (Rational(9, 8) * (d - 2)), x**2), (ge(d, 3), gt(x, 0))),
            ),
            Mutant("b without its bound", RESCALED.replace(assume=RESCALED.assume[:2])),
            Mutant("K ≥ 1/6", THRESHOLD.replace(assume=(ge(y, 0), ge(K, Rational(1, 6))))),
        ),
        constants=(
            Constant(
                "constant of √d^{k*-2}δ^{-(k*-1)} in T(δ), escape phase",
                "O_{K,C_SIM}(1)",
                "(5/(4b))^{k*-2}/((k*-2)κ), κ = 3q_{k*-1}/(8H)",
                "-",
                "-",
                "H contains √q(1), hence max c_k: C_SIM bounds it only if max c_k ≤ C_SIM, which p. 62 does not say",
                ("theorem 9",),
            ),
        ),
        note="A neuron that starts above (4/5)bδ/√d rises, passes 1/2 and is within bδ of 1 at that time; the others are a share of bδ. The first term dominates. The measured times are recorded with the flow.",
    ),
    Claim(
        id="theorem-9/three-delta-as-printed",
        where=Place(63, "Theorem 9"),
        title="3δ² in Theorem 9 and on p. 77",
        latex=r"\|f_{\rho^{MF}}-f_{\rho^m}\|^2 \le 3\delta^2\ \text{(Theorem 9)},\ \|f_{\rho^{MF}}-f^*\|^2 \le \delta^2 \implies \|f^*-f_{\rho^m}\|^2 \le 3\delta^2\ \text{(p. 77)}",
        domain=Domain("norms a, b ≥ 0 of the two differences, δ > 0"),
        statements=(THREE,),
        covers=("C19",),
        step=True,
        prove=lambda: [refute(THREE, {"a": "17/10", "b": 1, "delta": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "theorem-9/three-delta",
            "Both bounds hold for d large: the middle term of Theorem 9's display is at most 1/d, hence below δ²/2.",
        ),
        second_route=_second_three,
        note="The theorem bounds ‖f^MF - f^m‖² by 3δ², its proof ends with ‖f* - f^m‖² ≤ 3δ²: two different statements; the second is the one that is derived.",
    ),
    Claim(
        id="theorem-9/three-delta",
        where=Place(77, "proof of Theorem 9"),
        title="3δ² for the distance to the teacher",
        latex=r"\|f_{\rho^{MF}}-f_{\rho^m}\|^2 \le d^{3k^*}/\min(\sqrt m,\sqrt n) \le \tfrac1d \le \tfrac{\delta^2}2 \implies \|f^*-f_{\rho^m}\|^2 \le 2\cdot\tfrac{\delta^2}2+2\delta^2 = 3\delta^2",
        domain=Domain("all real k* ≥ 4; n ≥ d^{max(11k*, 2K)}, m ≥ d^{13k*}, d ≥ 2/δ²"),
        statements=THREE_REPAIRED,
        covers=("C19",),
        uses=("theorem-9/rate-exponent", "theorem-9/error-is-small"),
        assumes=("polylogarithm",),
        prove=lambda: [prove(THREE_REPAIRED[0]), *_prove_three(), prove_powers(THREE_REPAIRED[2])],
        mutants=(
            Mutant("δ² in place of δ²/2", THREE_REPAIRED[1].replace(assume=(le(a**2, delta**2), le(b**2, delta**2)))),
        ),
    ),
)
