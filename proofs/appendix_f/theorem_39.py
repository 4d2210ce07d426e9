"""Appendix F.3 (pp. 56–60): how Theorem 39 is assembled, and what Lemma 41 and Corollary 40 take from it.

Letters: lam = C_LSC δ, rd = rd(δ), B = C_13 + C_14, e = ε, x = E‖Δ‖1(ξ ∉ B_τ), Phi = Φ_Q(t), I = ∫Φ_Q, Jav = J_avg.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, exp, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

delta, rd, C_LSC, B, tau, e, C_b, lam, T, Phi, Jav, K = sympy.symbols(
    "delta rd C_LSC B tau e C_b lam T Phi J_avg C_reg", real=True
)
first, square, C13, C14, integral, C, a, b, s, S, E, J, m, r, Omega, t = sympy.symbols(
    "eps_mean Delta_square C13 C14 I C a b s S E J m r Omega t", real=True
)

# rd(z) ∈ [z/2, 2z] (p. 58) against what (36) uses, and the choice of τ
ROUNDING = Statement(
    le(C_LSC * rd / 8, C_LSC * delta / 8), (gt(C_LSC, 0), gt(delta, 0), ge(rd, delta / 2), le(rd, 2 * delta))
)
_tau = (gt(B, 0), gt(C_LSC, 0), gt(delta, 0), gt(rd, 0), le(rd, delta), ge(C_b, 1), ge(e, 0))
CHOICE = Statement(le(B * (tau + C_b * e), C_LSC * delta / 8), (*_tau, le(8 * B * tau, C_LSC * rd)))
CHOICE_REPAIRED = Statement(
    le(B * (tau + C_b * e), C_LSC * delta / 8), (*_tau, le(16 * B * tau, C_LSC * rd), le(C_b * e, tau), ge(tau, 0))
)
POSITIVE = Statement(gt(C_LSC * rd / (8 * B), 0), (gt(C_LSC, 0), gt(rd, 0), gt(B, 0)))
# Lemma 14 uses Assumption LSC in B_τ, which holds up to the assumption's own radius; C_LSC δ ≤ C_reg, B ≥ 4C_reg(1+C_b)
radius = sympy.Symbol("tau_LSC", real=True)
WITHIN = Statement(
    le(tau, radius),
    (
        gt(rd, 0),
        gt(C_LSC, 0),
        le(C_LSC * rd, K),
        ge(C_b, 1),
        ge(B, 4 * K * (1 + C_b)),
        eq(8 * B * tau, C_LSC * rd),
        gt(radius, 0),
    ),
)
COEFFICIENT = Statement(
    le(-lam / 2 + tau * C14 + C13 * (tau + C_b * e), -lam / 4),
    (ge(C13, 0), ge(C14, 0), ge(C_b, 1), ge(e, 0), ge(tau, 0), gt(lam, 0), le((C13 + C14) * (tau + C_b * e), lam / 8)),
)
# union over eigenfunctions: at most c₀·dC of them, each failing with probability at most s/d
d, count, chance = sympy.symbols("d count chance", real=True)
UNION = Statement(
    le(count * chance, C * s),
    (ge(d, 1), gt(s, 0), ge(count, 0), le(count, C * d), ge(C, 0), ge(chance, 0), le(chance * d, s)),
)
# the loss before T is at least δ², and the rate is then at least C_LSC δ
level = sympy.Symbol("L_t", real=True)
LOSS = Statement(le(level, delta**2), (gt(delta, 0), ge(level, delta**2)))
LOSS_REPAIRED = Statement(le(-C_LSC * sqrt(level), -C_LSC * delta), (gt(C_LSC, 0), gt(delta, 0), ge(level, delta**2)))
# (36): (1+C_b)E‖ε‖ + C_bE‖Δ‖² ≤ (1+2C_b)E‖ε‖
_errors = (ge(first, 0), ge(square, 0), ge(C_b, 1), ge(e, 0))
ERRORS = Statement(le((1 + C_b) * first + C_b * square, (1 + 2 * C_b) * first), _errors)
ERRORS_REPAIRED = Statement(
    le((1 + C_b) * first + (lam + K) / 2 * square, (18 * K * (1 + C_b) + 4 * K) * e),
    (*_errors, ge(K, 1), le(first, 18 * K * e), le(square, 4 * e), ge(lam, 0), le(lam, K)),
)
# p. 59: -λ/4 + (1+C_b)²(ε + J_avg) ≤ -λ/5
_absorb = (gt(lam, 0), ge(C_b, 1), ge(e, 0), ge(Jav, 0), gt(T, 0), ge(Phi, 0))
ABSORB = Statement(le(-lam / 4 * Phi + (1 + C_b) ** 2 * (e + Jav) * Phi, -lam / 5 * Phi), (*_absorb, le(Jav * T, C)))
ABSORB_REPAIRED = Statement(
    le(-lam / 4 * Phi + (1 + C_b) ** 2 * (e + Jav) * Phi, -lam / 5 * Phi),
    (*_absorb, le(20 * (1 + C_b) ** 2 * (e * T + Jav * T), lam * T)),
)
# the coefficient of x in (36) and on p. 59
_c14 = (ge(K, 1), ge(C_b, 1), ge(C13, 0), ge(C14, 2 * K * (1 + C_b)))
COEFFICIENT_59 = Statement(le(C13 + C14, C13 + 4 * sqrt(C_b) * K), (*_c14, le(C14, 2 * K * (1 + C_b))))
root = sympy.Symbol("root", real=True)  # √C_b
COEFFICIENT_59_REPAIRED = Statement(
    ge(C13 + C14, C13 + 4 * root * K), (ge(K, 1), eq(root**2, C_b), ge(C14, 2 * K * (1 + C_b)))
)
# (ε + J_avg)I against C J_avg I
_replace = (ge(e, 0), ge(Jav, 0), ge(integral, 0), gt(C, 0))
REPLACE = Statement(le((e + Jav) * integral, C * Jav * integral), _replace)
REPLACE_REPAIRED = Statement(
    le(exp(C * (e + Jav) * T), exp(C) * exp(C * Jav * T)), (*_replace[:2], gt(C, 0), gt(T, 0), le(e * T, 1))
)


def _prove_loss() -> list[Verdict]:
    """(√L - δ)(√L + δ) = L - δ² ≥ 0."""
    script = Script(LOSS_REPAIRED, {"C_LSC": 1, "L_t": 1, "delta": 1})
    script.combine(level, [(1, [2]), (1, [1, 1])])
    root = script.positive(sqrt(level))
    both = script.combine(sqrt(level) + delta, [(1, [root]), (1, [1])])
    above = script.combine(sqrt(level) - delta, [(1, [2])], times=[both])
    script.combine(LOSS_REPAIRED.show.excess, [(1, [0, above])])
    return [script.verdict("square root")]


def _prove_errors() -> list[Verdict]:
    """(1+C_b)(18Ke - E‖ε‖) + ((λ+K)/2)(4e - E‖Δ‖²) + 2(K - λ)e."""
    point = {"C_b": 1, "C_reg": 1, "Delta_square": 0, "e": 0, "eps_mean": 0, "lam": 0}
    script = Script(ERRORS_REPAIRED, point)
    both = script.combine(1 + C_b, [(1, [2]), (2, [])])
    rate = script.combine((lam + K) / 2, [(Rational(1, 2), [7]), (Rational(1, 2), [4]), (Rational(1, 2), [])])
    script.combine(ERRORS_REPAIRED.show.excess, [(1, [both, 5]), (1, [rate, 6]), (2, [8, 3])])
    return [script.verdict("positive terms")]


def _prove_union() -> list[Verdict]:
    """Cs - count·chance = C(s - chance·d) + chance(Cd - count)."""
    script = Script(UNION, {"C": 0, "chance": 0, "count": 0, "d": 1, "s": 1})
    script.combine(UNION.show.excess, [(1, [4, 6]), (1, [5, 3])])
    return [script.verdict("positive terms")]


def _prove_coefficient() -> list[Verdict]:
    """C_14 - 4√C_b C_reg = (C_14 - 2C_reg(1+C_b)) + 2C_reg(1-√C_b)²."""
    script = Script(COEFFICIENT_59_REPAIRED, {"C13": 0, "C14": 4, "C_b": 1, "C_reg": 1, "root": 1})
    size, square = script.combine(K, [(1, [0]), (1, [])]), script.square(1 - root)
    script.combine(COEFFICIENT_59_REPAIRED.show.excess, [(1, [2]), (2, [size, square]), (-2 * K, [1])])
    return [script.verdict("positive terms")]


def _prove_choice() -> list[Verdict]:
    """λ/8 - B(τ + C_bε) = (C_LSC/8)(δ - rd) + (C_LSC rd - 16Bτ)/8 + B(τ - C_bε)."""
    script = Script(CHOICE_REPAIRED, {"B": 1, "C_LSC": 1, "C_b": 1, "delta": 1, "e": 0, "rd": 1, "tau": 0})
    eighth = Rational(1, 8)
    script.combine(CHOICE_REPAIRED.show.excess, [(eighth, [1, 4]), (eighth, [7]), (1, [0, 8])])
    return [script.verdict("positive terms")]


def _prove_absorb() -> list[Verdict]:
    """(λ/20 - (1+C_b)²(ε+J_avg))Φ, from the hypothesis over 20T."""
    point = {"C_b": 1, "J_avg": 0, "Phi": 0, "T": 1, "e": 0, "lam": 1}
    script = Script(ABSORB_REPAIRED, point)
    rate = script.combine(lam - 20 * (1 + C_b) ** 2 * (e + Jav), [(1, [6])], times=[4])
    script.combine(ABSORB_REPAIRED.show.excess, [(Rational(1, 20), [rate, 5])])
    return [script.verdict("positive terms")]


def _prove_replace() -> list[Verdict]:
    """exp(C(ε+J)T) ≤ exp(C + CJT), since CεT ≤ C."""
    script = Script(REPLACE_REPAIRED, {"C": 1, "J_avg": 0, "T": 1, "e": 0})
    gap = script.combine(C + C * Jav * T - C * (e + Jav) * T, [(1, [2, 4])])
    bigger = script.monotone("exp", C + C * Jav * T, C * (e + Jav) * T, gap)
    script.combine(REPLACE_REPAIRED.show.excess, [(1, [bigger])])
    return [script.verdict("monotone exponential")]


def _second_rounding() -> SecondRoute:
    with mpmath.workdps(20):
        z = mpmath.mpf(3) / 4
        powers = [mpmath.mpf(2) ** n for n in range(-3, 2)]
        allowed = [p for p in powers if z / 2 <= p <= 2 * z]
        return SecondRoute(
            "powers of two within [z/2, 2z] for z = 3/4: which of them exceed z",
            ", ".join(mpmath.nstr(p, 3) for p in allowed if p > z),
            any(p > z for p in allowed),
        )


def _second_choice() -> SecondRoute:
    with mpmath.workdps(20):
        tau_ = mpmath.mpf(1) / 8
        left = 1 * (tau_ + mpmath.mpf(1) / 100)
        return SecondRoute(
            "B = C_LSC = δ = rd(δ) = 1, τ = 1/8, C_b ε = 1/100: (C_13+C_14)(τ + C_bε) against C_LSC δ/8",
            f"{mpmath.nstr(left, 5)} > 0.125",
            bool(left > mpmath.mpf(1) / 8),
        )


def _second_within() -> SecondRoute:
    with mpmath.workdps(20):
        radius_ = 11 * mpmath.mpf(1) / (8 * 4 * 11 * (1 + 1))
        return SecondRoute(
            "C_LSC = C_reg = 11, C_b = 1, rd(δ) = 1: the radius, against τ_LSC = 1/100",
            f"{mpmath.nstr(radius_, 6)} > 0.01",
            bool(radius_ > mpmath.mpf(1) / 100),
        )


def _second_loss() -> SecondRoute:
    """The exact flow at its start: the loss falls from 24 a_2… to lower values, so before T it is above δ²."""
    with mpmath.workdps(20):
        start, later = mpmath.mpf(1), mpmath.exp(-1)
        return SecondRoute(
            "a decreasing loss e^{-t}, T = 1, δ² = e^{-1}: the loss at t = 0 against δ²",
            f"{mpmath.nstr(start, 4)} > {mpmath.nstr(later, 4)}",
            bool(start > later),
        )


def _second_errors() -> SecondRoute:
    with mpmath.workdps(20):
        return SecondRoute(
            "ε_{t,i} = 0 and one displaced neuron (‖Δ‖ = 1/10), C_b = 1: both sides",
            "0.01 > 0",
            bool(mpmath.mpf(1) / 100 > 0 * (1 + 2)),
        )


def _second_absorb() -> SecondRoute:
    with mpmath.workdps(20):
        horizon, rate = mpmath.mpf(1), mpmath.mpf(1)
        average = 1 / horizon
        left = -rate / 4 + 4 * average
        return SecondRoute(
            "C_b = 1, T = 1, J_avg = 1/T, C_LSC δ = 1, ε = 0: the coefficient of Φ_Q",
            f"{mpmath.nstr(left, 5)} > -0.2",
            bool(left > -rate / 5),
        )


def _second_coefficient() -> SecondRoute:
    with mpmath.workdps(20):
        needed, printed = 2 * (1 + mpmath.mpf(4)), 4 * mpmath.sqrt(4)
        return SecondRoute(
            "C_reg = 1, C_b = 4: C_14 = 2C_reg(1+C_b) against 4√C_b C_reg",
            f"{mpmath.nstr(needed, 4)} > {mpmath.nstr(printed, 4)}",
            bool(needed > printed),
        )


def _second_replace() -> SecondRoute:
    """In d = 3 with all mass at the teachers no particle is outside B_τ, so J_avg = 0 while ε_n, ε_m > 0."""
    with mpmath.workdps(20):
        outside = mpmath.mpf(0)
        eps = 1 / mpmath.sqrt(mpmath.mpf(10) ** 6)
        return SecondRoute(
            "a start at the teachers: J_avg = 0, ε = 10^{-3}, ∫Φ = 1, any C",
            f"{mpmath.nstr(eps, 3)} > {mpmath.nstr(1000 * outside, 3)}",
            bool(eps > 1000 * outside),
        )


_P56, _P58, _P59 = Place(56, "Lemma 38"), Place(58, "proof of Theorem 39"), Place(59, "proof of Theorem 39")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="theorem-39/rounding-as-printed",
        where=_P58,
        title="the rounding rd(z) ∈ [z/2, 2z]",
        latex=r"\mathrm{rd}(\delta) \in [\delta/2, 2\delta] \implies C_{LSC}\,\mathrm{rd}(\delta)/8 \le C_{LSC}\,\delta/8",
        domain=Domain("δ > 0, C_LSC > 0"),
        statements=(ROUNDING,),
        covers=("B69",),
        prove=lambda: [refute(ROUNDING, {"C_LSC": 1, "delta": 1, "rd": 2})],
        step=True,
        severity=Severity.COSMETIC,
        repair=Repair("theorem-39/choice-of-tau", "Keep Lemma 38's rd(z) ∈ [z/2, z]."),
        second_route=_second_rounding,
        note="Pages 56 and 58 differ; the proof needs rd(δ) ≤ δ, which only the former gives.",
    ),
    Claim(
        id="theorem-39/choice-of-tau-as-printed",
        where=_P59,
        title="the choice of τ leaves no room for C_b ε",
        latex=r"\tau = \tfrac{C_{LSC}\mathrm{rd}(\delta)}{8(C_{13}+C_{14})} \implies (C_{13}+C_{14})(\tau + C_b\epsilon_m^{25}) \le \tfrac{C_{LSC}\delta}8",
        domain=Domain("rd(δ) ≤ δ, ε ≥ 0, C_b ≥ 1"),
        statements=(CHOICE,),
        covers=("B73",),
        prove=lambda: [refute(CHOICE, {"B": 1, "C_LSC": 1, "C_b": 1, "delta": 1, "e": 1, "rd": 1, "tau": "1/8"})],
        step=True,
        severity=Severity.COSMETIC,
        repair=Repair(
            "theorem-39/choice-of-tau",
            "16 in place of 8 in the definition of τ (here and in Lemma 38), and C_b ε_m^{25} ≤ τ for m large.",
        ),
        second_route=_second_choice,
        note="When rd(δ) = δ, τ alone uses up the whole bound.",
    ),
    Claim(
        id="theorem-39/choice-of-tau",
        where=_P59,
        title="a choice of τ with room for C_b ε",
        latex=r"\tau \le \tfrac{C_{LSC}\mathrm{rd}(\delta)}{16(C_{13}+C_{14})},\ C_b\epsilon_m^{25}\le\tau \implies (C_{13}+C_{14})(\tau + C_b\epsilon_m^{25}) \le \tfrac{C_{LSC}\delta}8",
        domain=Domain("0 < rd(δ) ≤ δ"),
        statements=(CHOICE_REPAIRED,),
        covers=("B69", "B73"),
        prove=_prove_choice,
        mutants=(
            Mutant(
                "15 in place of 16",
                CHOICE_REPAIRED.replace(assume=(*_tau, le(15 * B * tau, C_LSC * rd), le(C_b * e, tau), ge(tau, 0))),
            ),
        ),
        note="Sharp at rd(δ) = δ and C_b ε = τ. Any smaller τ will do, as long as C_b ε ≤ τ.",
    ),
    Claim(
        id="theorem-39/tau-within-lsc-as-printed",
        where=_P58,
        title="the radius against that of Assumption LSC",
        latex=r"\tau := \frac{C_{LSC}\,\mathrm{rd}(\delta)}{8(C_{13}+C_{14})} \le \tau_{LSC}\quad\text{(Lemma 14 supposes LSC with } (C_{LSC},\tau))",
        domain=Domain("any τ_LSC > 0, C_LSC rd(δ) ≤ C_reg, C_13 + C_14 ≥ 4C_reg(1+C_b)"),
        statements=(WITHIN,),
        covers=("B71",),
        step=True,
        prove=lambda: [
            refute(WITHIN, {"rd": 1, "C_LSC": 11, "C_reg": 11, "C_b": 1, "B": 88, "tau": "1/64", "tau_LSC": "1/100"})
        ],
        severity=Severity.CONSTANT,
        repair=Repair(
            "theorem-39/choice-of-tau",
            "τ = min(τ_LSC, C_LSC rd(δ)/(16(C_13+C_14))), and J_avg at that τ; p. 77's min(τ, δ) is of this form.",
        ),
        second_route=_second_within,
        note="The text says that the two radii differ, not that the new one must not exceed the other. For C_b ≥ 1 it is at most 1/64.",
    ),
    Claim(
        id="theorem-39/tau-is-positive",
        where=_P58,
        title="the radius τ is positive",
        latex=r"\tau := \frac{C_{LSC}\,\mathrm{rd}(\delta)}{8(C_{13}+C_{14})} > 0",
        domain=Domain("C_LSC > 0, rd(δ) > 0, C_13 + C_14 > 0"),
        statements=(POSITIVE,),
        covers=("B71",),
        mutants=(Mutant("without C_LSC > 0", POSITIVE.replace(assume=(gt(rd, 0), gt(B, 0)))),),
        note="Positivity only; that it lies within the radius of Assumption LSC is theorem-39/tau-within-lsc-as-printed.",
    ),
    Claim(
        id="theorem-39/coefficient",
        where=_P58,
        title="the coefficient -C_LSC δ/4 in eq. (36)",
        latex=r"-\tfrac{C_{LSC}\delta}2 + \tau C_{14} + C_{13}(\tau + C_b\epsilon_m^{25}) \le -\tfrac{C_{LSC}\delta}4",
        domain=Domain("(C_13 + C_14)(τ + C_b ε) ≤ C_LSC δ/8, all non-negative"),
        statements=(COEFFICIENT,),
        covers=("B73",),
        uses=("lemma-13/assembly", "lemma-14/assembly", "theorem-39/choice-of-tau", "theorem-39/loss-before-t"),
        mutants=(Mutant("-λ/2", COEFFICIENT.replace(le(COEFFICIENT.show.lhs, -lam / 2))),),
        note="It even gives -3C_LSC δ/8.",
    ),
    Claim(
        id="lemma-38/union-over-eigenfunctions",
        where=_P56,
        title="the union over the eigenfunctions",
        latex=r"O(dC_{\rho^*})\cdot o(1/d) = o(C_{\rho^*})",
        domain=Domain("at most C·d eigenfunctions, each event failing with probability at most s/d"),
        statements=(UNION,),
        covers=("B70",),
        prove=_prove_union,
        mutants=(
            Mutant(
                "a failure probability s/√d",
                UNION.replace(assume=(*UNION.assume[:-1], le(chance**2 * d, s**2))),
            ),
        ),
        note="The o(1/d) is asked of Lemma 25; the number of τ is at most log₂(1/δ) + 2.",
    ),
    Claim(
        id="theorem-39/loss-before-t-as-printed",
        where=_P58,
        title="the loss before time T against δ²",
        latex=r"t \le T \implies L(\rho_t^{MF}) \le \delta^2 = L(\rho_T^{MF})",
        domain=Domain("a decreasing loss"),
        statements=(LOSS,),
        covers=("B72",),
        prove=lambda: [refute(LOSS, {"L_t": 4, "delta": 1})],
        severity=Severity.COSMETIC,
        repair=Repair("theorem-39/loss-before-t", "At least, not less than: that is what the next line uses."),
        second_route=_second_loss,
        note="A decreasing loss is larger before T.",
    ),
    Claim(
        id="theorem-39/loss-before-t",
        where=_P58,
        title="the contraction rate before time T",
        latex=r"L(\rho_t^{MF}) \ge \delta^2 \implies -C_{LSC}\sqrt{L(\rho_t^{MF})} \le -C_{LSC}\,\delta",
        domain=Domain("t ≤ T, δ² = L(ρ_T), a loss that does not increase; δ > 0, C_LSC > 0"),
        statements=(LOSS_REPAIRED,),
        covers=("B72",),
        uses=("eq-2/descent",),
        prove=_prove_loss,
        mutants=(Mutant("2δ", LOSS_REPAIRED.replace(le(-C_LSC * sqrt(level), -2 * C_LSC * delta))),),
        note="L(ρ_t) ≥ L(ρ_T) since the loss decreases along the flow, and the rate is monotone in the loss.",
    ),
    Claim(
        id="eq-36/error-terms-as-printed",
        where=_P59,
        title="E‖Δ‖² bounded by E‖ε‖",
        latex=r"(1+C_b)\mathbb E\|\epsilon_{t,i}\| + C_b\mathbb E\|\Delta\|^2 \le (1+2C_b)\mathbb E\|\epsilon_{t,i}\|",
        domain=Domain("all non-negative values"),
        statements=(ERRORS,),
        covers=("B74",),
        prove=lambda: [refute(ERRORS, {"C_b": 1, "Delta_square": 1, "e": 0, "eps_mean": 0})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair("eq-36/error-terms", "Lemma 41 bounds both by ε_{n,m}; the constant C of Theorem 39 takes it."),
        second_route=_second_errors,
        note="ε_{t,i} is bounded above by ‖Δ‖², not below; the text also prints ‖Δ‖ for its square.",
    ),
    Claim(
        id="eq-36/error-terms",
        where=_P59,
        title="the error terms of eq. (36), by Lemma 41",
        latex=r"(1+C_b)\mathbb E\|\epsilon_{t,i}\| + \tfrac{C_{LSC}\delta+C_{reg}}2\mathbb E\|\Delta\|^2 \le (18C_{reg}(1+C_b) + 4C_{reg})\,\epsilon_{n,m}",
        domain=Domain(
            "E‖ε_{t,i}‖ ≤ 18C_reg ε, ‖Δ‖² ≤ 4ε (Lemma 41 where 16(1+4C_reg)²J²t²ε ≤ 1), C_reg ≥ 1, C_LSC δ ≤ C_reg (as in "
            "lemma-36/inside-and-outside)"
        ),
        statements=(ERRORS_REPAIRED,),
        covers=("B74",),
        uses=("theorem-39/error-constant", "lemma-41/squares", "lemma-14/assembly"),
        prove=_prove_errors,
        mutants=(
            Mutant("without 4C_reg", ERRORS_REPAIRED.replace(le(ERRORS_REPAIRED.show.lhs, 18 * K * (1 + C_b) * e))),
        ),
        note="Directly from Lemma 41.",
    ),
    Claim(
        id="theorem-39/absorption-as-printed",
        where=_P59,
        title="the term (1+C_b)²(ε + J_avg)Φ is absorbed",
        latex=r"J_{avg} \le \tfrac{C}{T} \implies -\tfrac{C_{LSC}\delta}4\Phi + (1+C_b)^2(\epsilon+J_{avg})\Phi \le -\tfrac{C_{LSC}\delta}5\Phi",
        domain=Domain("any T > 0, J_avg T ≤ C as Assumption Stability has it"),
        statements=(ABSORB,),
        covers=("B75",),
        prove=lambda: [refute(ABSORB, {"C": 1, "C_b": 1, "J_avg": 1, "Phi": 1, "T": 1, "e": 0, "lam": 1})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "theorem-39/absorption",
            "T must exceed 20(1+C_b)²poly(1/τ)/(C_LSC δ); for shorter T the term costs a constant factor exp((1+C_b)²(C+1)).",
        ),
        second_route=_second_absorb,
        note="Needs J_avg small against C_LSC δ, which Assumption Stability gives only for T large.",
    ),
    Claim(
        id="theorem-39/absorption",
        where=_P59,
        title="the absorption, for T large enough",
        latex=r"20(1+C_b)^2(\epsilon T + J_{avg}T) \le C_{LSC}\delta\,T \implies -\tfrac{C_{LSC}\delta}4\Phi + (1+C_b)^2(\epsilon+J_{avg})\Phi \le -\tfrac{C_{LSC}\delta}5\Phi",
        domain=Domain("T > 0, all non-negative"),
        uses=("theorem-39/coefficient", "lemma-26/averaging"),
        statements=(ABSORB_REPAIRED,),
        covers=("B75",),
        prove=_prove_absorb,
        mutants=(
            Mutant(
                "19 in place of 20",
                ABSORB_REPAIRED.replace(assume=(*_absorb, le(19 * (1 + C_b) ** 2 * (e * T + Jav * T), lam * T))),
            ),
        ),
        note="1/4 - 1/5 = 1/20.",
    ),
    Claim(
        id="theorem-39/coefficient-of-p59-as-printed",
        where=_P59,
        title="4√C_b C_reg in place of C_14",
        latex=r"C_{13} + C_{14} \le C_{13} + 4\sqrt{C_b}\,C_{reg}",
        domain=Domain("C_14 = 2C_reg(1+C_b), as the proof of Lemma 14 gives it"),
        statements=(COEFFICIENT_59,),
        covers=("B76",),
        prove=lambda: [refute(COEFFICIENT_59, {"C13": 0, "C14": 10, "C_b": 4, "C_reg": 1})],
        step=True,
        severity=Severity.COSMETIC,
        repair=Repair("theorem-39/coefficient-of-p59", "C_14 as in eq. (36); all of it goes into C."),
        second_route=_second_coefficient,
        note="Eq. (36) has C_13 + C_14, the next page C_13 + 4√C_b C_reg; the latter is smaller unless C_b = 1.",
    ),
    Claim(
        id="theorem-39/coefficient-of-p59",
        where=_P59,
        title="C_14 against the printed coefficient",
        latex=r"C_{14} \ge 2C_{reg}(1+C_b) \ge 4\sqrt{C_b}\,C_{reg}",
        domain=Domain("C_b ≥ 0, C_reg ≥ 1"),
        statements=(COEFFICIENT_59_REPAIRED,),
        covers=("B76",),
        prove=_prove_coefficient,
        mutants=(Mutant("5√C_b C_reg", COEFFICIENT_59_REPAIRED.replace(ge(C13 + C14, C13 + 5 * root * K))),),
        note="Equality at C_b = 1 only.",
    ),
    Claim(
        id="theorem-39/memory-term-as-printed",
        where=_P59,
        title="ε + J_avg replaced by a multiple of J_avg",
        latex=r"(\epsilon_{n,m} + J_{avg})\int_0^t\Phi_Q \le CJ_{avg}\int_0^t\Phi_Q",
        domain=Domain("any J_avg ≥ 0, ε ≥ 0, any constant C"),
        statements=(REPLACE,),
        covers=("B77",),
        prove=lambda: [refute(REPLACE, {"C": 1000, "I": 1, "J_avg": "1/100000000", "e": "1/10000"})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "theorem-39/memory-term",
            "Keep ε + J_avg: since εT ≤ 1 this costs Corollary 40 a constant factor.",
        ),
        second_route=_second_replace,
        note="Theorem 39 has no hypothesis that bounds J_avg from below by ε; in Theorem 9 large m and n would give one.",
    ),
    Claim(
        id="theorem-39/memory-term",
        where=_P59,
        title="what ε in the memory term costs Corollary 40",
        latex=r"e^{C(\epsilon+J_{avg})T} \le e^C\,e^{CJ_{avg}T}\quad\text{if } \epsilon T \le 1",
        domain=Domain("C > 0, T > 0, ε, J_avg ≥ 0"),
        statements=(REPLACE_REPAIRED,),
        covers=("B77",),
        prove=_prove_replace,
        mutants=(Mutant("without the factor", REPLACE_REPAIRED.replace(le(exp(C * (e + Jav) * T), exp(C * Jav * T)))),),
        note="εT ≤ 1 follows from J_max⁴T³ε ≤ 1/C with J_max, T ≥ 1.",
    ),
)
