"""Appendix F.3 (pp. 57–62): Corollary 40 from Lemma 42, and two steps of Lemma 41 that the corollary rests on.

Letters: S the source C J_max T ε, a = C_LSC δ/C, b = C J_avg, G the exponential factor, e = ε_{n,m}.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, exp, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import J

a, b, S, T, C, G, e, s, t, r = sympy.symbols("a b S T C G e s t r", real=True)
slope, Omega, Psi, Phi, K, peak, gap, root = sympy.symbols("q1 Omega Psi Phi C_reg E_max gap root", real=True)

# X' = -aX + S (b = 0) has X_T = S(1 - e^{-aT})/a; Corollary 40 has no factor 1/a
FACTOR = Statement(le(S * (1 - exp(-a * T)) / a, S), (gt(a, 0), gt(T, 0), gt(S, 0)))
FACTOR_REPAIRED = Statement(
    le(exp(b * T / a) * S / sqrt(a**2 + 4 * b), exp(b * T / a) * S / a), (gt(a, 0), ge(b, 0), ge(S, 0), ge(T, 0))
)
# p. 57: exp(·)CsJε + ε ≤ exp(·)CsJ·ε
_plus = (gt(e, 0), ge(G, 1), gt(C, 0), ge(J, 1), ge(s, 0))
PLUS = Statement(le(G * C * s * J * e + e, G * C * s * J * e), _plus)
PLUS_REPAIRED = Statement(le(G * C * s * J * e + e, 2 * G * C * s * J * e), (*_plus[:2], ge(C, 1), ge(J, 1), ge(s, 1)))
# All gaps equal to a unit u at the teacher: m = q'(1)u, Ω = 1 and Ψ_Q = 1
FORCE = Statement(le(slope * Omega, Omega + Psi), (ge(slope, 0), ge(Omega, 0), ge(Psi, 0), le(Psi, Omega)))
FORCE_REPAIRED = Statement(le(slope * Omega, K * (Omega + Psi)), (ge(slope, 0), le(slope, K), ge(Omega, 0), ge(Psi, 0)))
# J_{t,s} = e^{-(t-s)} and ‖ε_s‖ = 1 for s ≤ 1, 0 after: E_1 = 1 - e^{-1}, E_t = (1 - e^{-1})e^{-(t-1)}
MONOTONE = Statement(le(1 - exp(-1), (1 - exp(-1)) * exp(-(t - 1))), (ge(t, 1),))
MONOTONE_REPAIRED = (
    Statement(le(gap, root + peak), (le(gap, root + r), le(r, peak))),
    Statement(
        le(r, J * t * (2 * e + 4 * K * (root + peak) ** 2)),
        (
            ge(J, 1),
            ge(t, 0),
            ge(K, 0),
            ge(gap, 0),
            ge(root, 0),
            ge(peak, 0),
            le(gap, root + peak),
            le(r, J * t * (2 * e + 4 * K * gap**2)),
        ),
    ),
)


def _prove_factor() -> list[Verdict]:
    """√(a²+4b) ≥ a, so 1/a - 1/√(a²+4b) = (√ - a)/(a√) ≥ 0."""
    script = Script(FACTOR_REPAIRED, {"S": 0, "T": 0, "a": 1, "b": 0})
    square = script.combine(a**2, [(1, [0, 0])])
    script.combine(a**2 + 4 * b, [(1, [square]), (4, [1])])
    high = script.positive(sqrt(a**2 + 4 * b))
    both = script.combine(sqrt(a**2 + 4 * b) + a, [(1, [high]), (1, [0])])
    above = script.combine(sqrt(a**2 + 4 * b) - a, [(4, [1])], times=[both])
    growth = script.positive(exp(b * T / a))
    script.combine(FACTOR_REPAIRED.show.excess, [(1, [growth, 2, above])], times=[0, high])
    return [script.verdict("square root")]


def _prove_plus() -> list[Verdict]:
    """GCsJ ≥ 1 when all four factors are."""
    script = Script(PLUS_REPAIRED, {"C": 1, "G": 1, "J": 1, "e": 1, "s": 1})
    first = script.combine(G * C - 1, [(1, [1, 2]), (1, [1]), (1, [2])])
    second = script.combine(J * s - 1, [(1, [3, 4]), (1, [3]), (1, [4])])
    product = script.combine(G * C * s * J - 1, [(1, [first, second]), (1, [first]), (1, [second])])
    script.combine(PLUS_REPAIRED.show.excess, [(1, [0, product])])
    return [script.verdict("positive terms")]


def _prove_monotone() -> list[Verdict]:
    first = Script(MONOTONE_REPAIRED[0], {"E_max": 0, "gap": 0, "r": 0, "root": 0})
    first.combine(MONOTONE_REPAIRED[0].show.excess, [(1, [0]), (1, [1])])
    second = Script(MONOTONE_REPAIRED[1], {"C_reg": 1, "E_max": 0, "J": 1, "e": 0, "gap": 0, "r": 0, "root": 0, "t": 0})
    size = second.combine(J, [(1, [0]), (1, [])])
    square = second.combine((root + peak) ** 2 - gap**2, [(1, [6, 6]), (2, [6, 3])])
    second.combine(MONOTONE_REPAIRED[1].show.excess, [(1, [7]), (4, [size, 1, 2, square])])
    return [first.verdict("sum"), second.verdict("positive terms")]


def _second_factor() -> SecondRoute:
    """Integrate X' = -X/10 + t, the source of Theorem 39 itself, and compare with T·ε at T = 10."""
    with mpmath.workdps(20):
        solution = mpmath.odefun(lambda time, x: -x / 10 + time, 0, mpmath.mpf(0))
        final = solution(10)
        return SecondRoute(
            "X' = -X/10 + t (C = J_max = ε = 1, C_LSC δ = 1/10, J_avg = 0) integrated to T = 10, against CJ_max Tε = 10",
            mpmath.nstr(final, 10),
            bool(final > 30),
        )


def _second_plus() -> SecondRoute:
    with mpmath.workdps(20):
        left = mpmath.exp(1) * mpmath.mpf("0.001") + mpmath.mpf("0.001")
        right = mpmath.exp(1) * mpmath.mpf("0.001")
        return SecondRoute(
            "ε = 1/1000, exponential factor e, C = s = J = 1: both sides",
            f"{mpmath.nstr(left, 8)} > {mpmath.nstr(right, 8)}",
            bool(left > right),
        )


def _second_force() -> SecondRoute:
    """q = z⁴: the force on a neuron at the teacher when all neurons are displaced by the same tangent vector."""
    with mpmath.workdps(30):
        pull = -mpmath.diff(lambda x: mpmath.cos(x) ** 4, 0, 2)  # H(w*, w*) on a tangent vector
        potential = mpmath.mpf(1) + 1
        return SecondRoute(
            "q = z⁴, all neurons at the teacher and displaced by one unit tangent vector: ‖m‖ against Φ_Q = Ω + Ψ_Q",
            f"{mpmath.nstr(pull, 8)} > {mpmath.nstr(potential, 3)}",
            bool(pull > potential),
        )


def _second_monotone() -> SecondRoute:
    """On [0, 1]: D = 0, -m = √ε, ‖ε_r‖ = 2ε; on [1, 2] a contraction by one half and no forces; ε = 10⁻⁴."""
    with mpmath.workdps(20):
        eps = mpmath.mpf(10) ** -4
        gap_1 = mpmath.sqrt(eps) + 2 * eps
        error_2 = mpmath.mpf(1) / 2 * 2 * eps
        return SecondRoute(
            "a particle pushed on [0, 1] and contracted by ½ on [1, 2] (ε = 10⁻⁴): ‖Δ_1‖ against √ε + E_2",
            f"{mpmath.nstr(gap_1, 8)} > {mpmath.nstr(mpmath.sqrt(eps) + error_2, 8)}",
            bool(gap_1 > mpmath.sqrt(eps) + error_2),
        )


_P57, _P60 = Place(57, "proof of Corollary 40"), Place(60, "proof of Lemma 41")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="corollary-40/factor-as-printed",
        where=Place(57, "Corollary 40"),
        title="from Theorem 39 to Corollary 40 without the factor 1/(C_LSC δ)",
        latex=r"\Phi' \le -a\Phi + b\int\Phi + S \implies \Phi(T) \le e^{bT/a}\,S",
        domain=Domain("a = C_LSC δ/C > 0, b = 0, source S > 0"),
        statements=(FACTOR,),
        covers=("B80", "B94"),
        prove=lambda: [refute(FACTOR, {"S": 1, "T": 10, "a": "1/10"})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "corollary-40/factor",
            "The constant of Corollary 40 is O(1/(C_LSC δ)), as Theorem 7 allows; in Theorem 9 it is O_{K,δ}(1).",
        ),
        second_route=_second_factor,
        note="Lemma 42 gives S/√(a²+4b), up to S/a; the corollary's C = O_{C_reg,C_b}(1) has no room for it.",
    ),
    Claim(
        id="corollary-40/factor",
        where=Place(57, "Corollary 40"),
        title="Corollary 40 from Lemma 42, with its factor",
        latex=r"\Phi(T) \le e^{bT/a}\frac{S}{\sqrt{a^2+4b}} \le e^{bT/a}\,\frac Sa,\quad a = \tfrac{C_{LSC}\delta}C,\ b = CJ_{avg},\ S = CJ_{max}T\epsilon",
        domain=Domain(
            "a > 0, b, S, T ≥ 0; 4C²J_max⁴T⁴e^{2CJ_avg T/(C_LSC δ)}ε ≤ 1 and 16(1+4C_reg)²J_max²T²ε ≤ 1 for Lemma 41; the source C J_max t ε replaced by its largest value"
        ),
        statements=(FACTOR_REPAIRED,),
        covers=("B80", "B94"),
        uses=(
            "lemma-42/bound",
            "theorem-39/source",
            "theorem-39/memory-term",
            "corollary-40/bootstrap-with-t",
            "lemma-41/cauchy-schwarz",
            "lemma-41/squares",
        ),
        assumes=("comparison", "continuation"),
        prove=_prove_factor,
        mutants=(
            Mutant("S/(2a)", FACTOR_REPAIRED.replace(le(FACTOR_REPAIRED.show.lhs, exp(b * T / a) * S / (2 * a)))),
        ),
        constants=(
            Constant(
                "factor of Corollary 40",
                "C = O_{C_reg,C_b}(1), exponent C J_avg T/(C_LSC δ)",
                "C²/(C_LSC δ), exponent C² J_avg T/(C_LSC δ)",
                "S/a is reached as T → ∞ for b = 0",
                "C/(C_LSC δ)",
                "C the constant of Theorem 39",
                ("theorem 7", "theorem 9"),
            ),
        ),
        note="bT/a = C²J_avg T/(C_LSC δ): the square of C in the exponent is hidden too. The conditions are those that Lemma 41 needs in its repaired form: T⁴ for the printed T³, and C_reg in the second.",
    ),
    Claim(
        id="corollary-40/plus-epsilon-as-printed",
        where=_P57,
        title="the added ε disappears",
        latex=r"e^{(\cdot)}CsJ_{max}\epsilon + \epsilon \le \big(e^{(\cdot)}CsJ_{max}\big)\epsilon",
        domain=Domain("ε > 0, any s ≥ 0"),
        statements=(PLUS,),
        covers=("B81",),
        prove=lambda: [refute(PLUS, {"C": 1, "G": 1, "J": 1, "e": 1, "s": 1})],
        step=True,
        severity=Severity.COSMETIC,
        repair=Repair(
            "corollary-40/plus-epsilon", "Lemma 42 does not produce the added ε; without it the line is right."
        ),
        second_route=_second_plus,
        note="False for every ε > 0; the ε is needed only on the next short interval, where the text has it again.",
    ),
    Claim(
        id="corollary-40/plus-epsilon",
        where=_P57,
        title="the added ε costs a factor 2 from s = 1 on",
        latex=r"e^{(\cdot)}CsJ_{max}\epsilon + \epsilon \le 2e^{(\cdot)}CsJ_{max}\,\epsilon",
        domain=Domain("C, J_max, s ≥ 1, exponential factor ≥ 1, ε > 0"),
        statements=(PLUS_REPAIRED,),
        covers=("B81",),
        prove=_prove_plus,
        mutants=(
            Mutant(
                "3/2 in place of 2",
                PLUS_REPAIRED.replace(le(PLUS_REPAIRED.show.lhs, Rational(3, 2) * G * C * s * J * e)),
            ),
        ),
        note="If one wants to keep the ε.",
    ),
    Claim(
        id="lemma-41/force-as-printed",
        where=_P60,
        title="the interaction force against the potential",
        latex=r"\|m_s(i)\| \le \Phi_Q(s)\quad\text{for every } i",
        domain=Domain("all gaps equal at the teacher: ‖m‖ = q'(1)Ω, Ψ_Q ≤ Ω (C_b = 1), any q'(1) ≥ 0"),
        statements=(FORCE,),
        covers=("B84",),
        prove=lambda: [refute(FORCE, {"Omega": 1, "Psi": 1, "q1": 4})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-41/force", "A factor C_reg, which the authors' own remark there asks for; constants only."
        ),
        second_route=_second_force,
        note="For q = z⁴ the force is 4 and the potential 2.",
    ),
    Claim(
        id="lemma-41/force",
        where=_P60,
        title="the interaction force against the potential, with C_reg",
        latex=r"\|m_s(i)\| \le \mathbb E_j\|H_s^\perp\|\|\Delta_j\| \le C_{reg}\,\Omega \le C_{reg}\,\Phi_Q(s)",
        domain=Domain("‖H^⊥‖ ≤ C_reg (Lemma 19), written q1"),
        statements=(FORCE_REPAIRED,),
        covers=("B84",),
        mutants=(Mutant("C_reg/2", FORCE_REPAIRED.replace(le(slope * Omega, K * (Omega + Psi) / 2))),),
        note="The formal lemma that the margin remark asks for.",
    ),
    Claim(
        id="lemma-41/accumulated-error-as-printed",
        where=_P60,
        title="the accumulated error at an earlier time",
        latex=r"s \le t \implies E_{s,i} \le E_{t,i}\ \text{(used in } \|\Delta_s(i)\| \le \sqrt\epsilon + E_{t,i})",
        domain=Domain("J_{t,s} = e^{-(t-s)}, forces on [0, 1] only, s = 1 ≤ t"),
        statements=(MONOTONE,),
        covers=("B89",),
        prove=lambda: [refute(MONOTONE, {"t": 2})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-41/accumulated-error",
            "With sup_{s≤t}E_{s,i} in place of E_{t,i} the same quadratic inequality, and Lemma 41, hold.",
        ),
        second_route=_second_monotone,
        note="E_{t,i} is not monotone in t where the local flow contracts.",
    ),
    Claim(
        id="lemma-41/accumulated-error",
        where=_P60,
        title="the quadratic inequality for the running supremum",
        latex=r"\|\Delta_s\| \le \sqrt\epsilon + \sup_{s\le t}E_s,\qquad E_s \le J_{max}t\big(2\epsilon + 4C_{reg}(\sqrt\epsilon + \sup E)^2\big)",
        domain=Domain("every s ≤ t; E_max the supremum, root = √ε"),
        statements=MONOTONE_REPAIRED,
        covers=("B89",),
        uses=("lemma-41/quadratic", "lemma-41/squares"),
        prove=_prove_monotone,
        mutants=(
            Mutant(
                "without the root",
                MONOTONE_REPAIRED[1].replace(le(r, J * t * (2 * e + 4 * K * peak**2))),
            ),
        ),
        note="The right side does not depend on s, so the supremum over s satisfies the same bound.",
    ),
)
