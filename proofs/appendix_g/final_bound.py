"""Appendix G.4, end of the proof of Theorem 9 (p. 77): from Theorem 7 to the error of the finite network."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.theorem_9 import horizon, jmax_p77, powers, prove_powers
from proofs.symbols import d, k

C, J, T, a, b, c, delta, e, eps, lam, t, w, x = sympy.symbols("C J T a b c delta e epsilon lam t w x", real=True)

# J_avg = x ≤ b/d (Lemma 50, k* ≥ 4), w the constant in Ω: for d ≥ 2wb/(cλ²) the denominator is at least cλ/2
_average = (gt(c, 0), gt(lam, 0), gt(w, 0), gt(b, 0), ge(x, 0), le(x, b / d), gt(d, 0), ge(d * c * lam**2, 2 * w * b))
DENOMINATOR = (
    powers(-1, -(k - 2) / 2),
    Statement(ge(c * lam - w * x / lam, c * lam / 2), _average),
    Statement(  # and it is at most cδ for λ ≤ δ, so the exponent is weaker than Corollary 40's
        le(a / (c * delta), a / (c * lam - w * x / lam)),
        (*_average, gt(a, 0), ge(delta, lam), gt(c * lam - w * x / lam, 0)),
    ),
    Statement(
        le(a / (c * lam - w * x / lam), 2 * a / (c * lam)),
        (*_average, gt(a, 0), ge(c * lam - w * x / lam, c * lam / 2)),
    ),
)
# Theorem 7: (CJtε)² with ε ≤ 1/(dJ⁴T³), so X = Jtε ≤ 1/d
SQUARE = (
    Statement(
        le(J * t * eps, 1 / d),
        (ge(J, 1), ge(T, 1), ge(t, 0), le(t, T), ge(d, 1), ge(eps, 0), le(eps * d * J**4 * T**3, 1)),
    ),
    Statement(le((C * x) ** 2, x), (ge(x, 0), le(x, 1 / d), ge(d, C**2), gt(C, 0))),
)
# a = ‖f_MF - f*‖, e = ‖f_MF - f_m‖ ; T is the first time with a ≤ δ, so a ≥ δ before
BEFORE = Statement(le((a - e) ** 2, 3 * delta**2), (ge(a, delta), ge(e, 0), le(2 * e**2, delta**2), gt(delta, 0)))
AT_T = (
    Statement(le((a + e) ** 2, 2 * a**2 + 2 * e**2), (ge(a, 0), ge(e, 0))),
    Statement(le(2 * a**2 + 2 * e**2, 3 * delta**2), (ge(a, 0), le(a, delta), ge(e, 0), le(2 * e**2, delta**2))),
    powers(Rational(11, 2) * k - 1, horizon + jmax_p77 + Rational(3, 2) + Rational(1, 2)),
    powers(Rational(13, 2) * k - 1, horizon + 2 * jmax_p77 + Rational(1, 2) + Rational(1, 2)),
)


def _prove_denominator() -> list[Verdict]:
    """cλ/2 - wx/λ = [w(b/d - x) + (dcλ² - 2wb)/(2d)]/λ; then quotients."""
    second = Script(DENOMINATOR[1], {"c": 1, "lam": 1, "w": 1, "b": 1, "x": 0, "d": 2})
    load = second.combine((d * c * lam**2 - 2 * w * b) / d, [(1, [7])], times=[6])
    second.combine(DENOMINATOR[1].show.excess, [(1, [2, 5]), ("1/2", [load])], times=[1])
    third = Script(DENOMINATOR[2], {"c": 1, "lam": 1, "w": 1, "b": 1, "x": 0, "d": 2, "a": 1, "delta": 1})
    above = third.combine(delta, [(1, [9]), (1, [1])])
    loss = third.combine(w * x / lam, [(1, [2, 4])], times=[1])
    part = third.combine(c * delta - (c * lam - w * x / lam), [(1, [0, 9]), (1, [loss])])
    third.combine(DENOMINATOR[2].show.excess, [(1, [8, part])], times=[0, above, 10])
    fourth = Script(DENOMINATOR[3], {"c": 1, "lam": 1, "w": 1, "b": 1, "x": 0, "d": 2, "a": 1})
    half = fourth.combine(c * lam / 2, [("1/2", [0, 1])])
    whole = fourth.combine(c * lam - w * x / lam, [(1, [9]), (1, [half])])
    fourth.combine(DENOMINATOR[3].show.excess, [(2, [8, 9])], times=[0, 1, whole])
    scripts = (second, third, fourth)
    return [prove_powers(DENOMINATOR[0]), *(script.verdict("positive terms") for script in scripts)]


def _prove_square() -> list[Verdict]:
    """JtεdJ³T³·… ≤ 1; then x(1 - C²x) ≥ 0."""
    first = Script(SQUARE[0], {"J": 1, "T": 1, "t": 0, "d": 1, "epsilon": 0})  # facts: J-1, T-1, t, T-t, d-1, ε, load
    big, long = first.combine(J, [(1, [0]), (1, [])]), first.combine(T, [(1, [1]), (1, [])])
    size = first.combine(d, [(1, [4]), (1, [])])
    cube = first.combine(J**3 - 1, [(1, [0, big, big]), (1, [0, big]), (1, [0])])
    rise = first.combine(T**3 - T, [(1, [long, 1, long]), (1, [long, 1])])
    first.combine(
        SQUARE[0].show.excess,
        [(1, [6]), (1, [5, size, big, cube, long, long, long]), (1, [5, size, big, rise]), (1, [5, size, big, 3])],
        times=[size],
    )
    second = Script(SQUARE[1], {"x": 0, "d": 1, "C": 1})
    size = second.combine(d, [(1, [2]), (1, [3, 3])])
    less = second.combine(1 - d * x, [(1, [1, size])])
    part = second.combine(1 - C**2 * x, [(1, [less]), (1, [2, 0])])
    second.combine(SQUARE[1].show.excess, [(1, [0, part])])
    return [first.verdict("positive terms"), second.verdict("positive terms")]


def _prove_at_t() -> list[Verdict]:
    second = Script(AT_T[1], {"a": 0, "e": 0, "delta": 1})
    total = second.combine(delta + a, [(1, [1]), (2, [0])])
    second.combine(AT_T[1].show.excess, [(2, [1, total]), (1, [3])])
    return [prove(AT_T[0]), second.verdict("positive terms"), prove_powers(AT_T[2]), prove_powers(AT_T[3])]


def _second_before() -> SecondRoute:
    """The normalised loss at t = 0 from the Gegenbauer coefficients of z⁴ in R^32 at uniform ρ_0: 1 - 3/(d(d+2))."""
    with mpmath.workdps(30):
        weight = mpmath.mpf(29) / 2
        mass = mpmath.quad(lambda z: (1 - z * z) ** weight, [-1, 0, 1])
        fourth = mpmath.quad(lambda z: z**4 * (1 - z * z) ** weight, [-1, 0, 1]) / mass
        loss = 1 - fourth  # E E'⟨w,w'⟩⁴ - 2E α⁴ + 1, all three moments being that of one overlap
        return SecondRoute(
            "normalised He₄, d = 32, t = 0 (f_m = f_MF + 0): ‖f_MF - f*‖² by quadrature, against 3δ² at δ = 1/10",
            f"{mpmath.nstr(loss, 15)} > 0.03",
            bool(loss > mpmath.mpf("0.03")),
        )


_P77 = Place(77, "proof of Theorem 9")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="theorem-9/exponential-factor",
        where=_P77,
        title="the exponential factor is a constant",
        latex=r"\frac{tJ_{avg}}{c\,\delta} \le \frac{tJ_{avg}}{c\lambda-\Omega(J_{avg}/\lambda)} \le \frac{2\,tJ_{avg}}{c\lambda},\quad d \ge \frac{2\Omega b}{c\lambda^2}",
        domain=Domain(
            "λ = min(τ, δ), J_avg = x ≤ b d^{-(k*-2)/2} ≤ b/d (Lemma 50), w the constant of Ω, a = O(tJ_avg)"
        ),
        statements=DENOMINATOR,
        covers=("C123",),
        uses=("lemma-50/j-avg",),
        prove=_prove_denominator,
        mutants=(
            Mutant(
                "d ≥ wb/(cλ²)",
                DENOMINATOR[1].replace(assume=(*_average[:-1], ge(d * c * lam**2, w * b))),
            ),
        ),
        note="The denominator's form is not Corollary 40's cδ, but a weaker bound; t J_avg = O(1) makes the factor O_{K,δ}(1). "
        "Theorem 39's radius is a multiple of δ, not min(τ, δ): that changes Lemma 50's constant only.",
    ),
    Claim(
        id="theorem-9/first-power",
        where=_P77,
        title="Theorem 7's square against the first power",
        latex=r"\epsilon \le \frac1{dJ^4T^3} \implies (CJt\epsilon)^2 \le Jt\epsilon \le \tfrac1d",
        domain=Domain("J, T ≥ 1, 0 ≤ t ≤ T, d ≥ max(1, C²)"),
        statements=SQUARE,
        covers=("C124",),
        prove=_prove_square,
        mutants=(
            Mutant("d ≥ C in place of C²", SQUARE[1].replace(assume=(*SQUARE[1].assume[:2], ge(d, C), gt(C, 0)))),
        ),
        note="p. 77 states Theorem 7's bound (p. 10) without its square and its C: weaker, hence implied, for every t ≤ T.",
    ),
    Claim(
        id="theorem-9/total-error-as-printed",
        where=_P77,
        title="the error against f* for all t ≤ T(δ)",
        latex=r"\mathbb E(f^*-f_{\rho_t^m})^2 \le 2\delta^2+2td^{2(k^*-1)}(\epsilon_n+\epsilon_m)O(1) \le 3\delta^2,\quad t \le T(\delta)",
        domain=Domain("a = ‖f_MF - f*‖ ≥ δ before T(δ), e = ‖f_MF - f_m‖ with 2e² ≤ δ²"),
        statements=(BEFORE,),
        covers=("C125",),
        step=True,
        prove=lambda: [refute(BEFORE, {"a": 1, "e": 0, "delta": "1/10"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "theorem-9/total-error",
            "(41) and the last display hold at t = T(δ) (and after); Theorem 9 bounds f_MF - f_m only, for all t ≤ T(δ).",
        ),
        second_route=_second_before,
        note="T(δ) is the first time at which (41) holds; before, ‖f_MF - f*‖² > δ², and it is about 1 at t = 0.",
    ),
    Claim(
        id="theorem-9/total-error",
        where=_P77,
        title="the error against f* at T(δ)",
        latex=r"\|f^*-f_m\|^2 \le 2\|f_{MF}-f_m\|^2+2\|f_{MF}-f^*\|^2 \le 3\delta^2,\quad T\,d^{2(k^*-1)}(\epsilon_n+\epsilon_m)\sqrt d \le \tfrac2d",
        domain=Domain(
            "t = T(δ), 2e² ≤ δ²; the last part for all real k* ≥ 4, even with p. 77's J_max = d^{2(k*-1)}; n ≥ d^{max(11k*, 2K)}, m ≥ d^{13k*}"
        ),
        statements=AT_T,
        covers=("C125",),
        uses=("theorem-9/eps-n", "theorem-9/eps-m"),
        assumes=("polylogarithm",),
        prove=_prove_at_t,
        mutants=(
            Mutant("without the factors 2", AT_T[0].replace(le((a + e) ** 2, a**2 + e**2))),
            Mutant("4k* in place of 11k*/2", powers(2 * k - 1, horizon + jmax_p77 + 2)),
        ),
        note="The √d is spare for logarithms and constants.",
    ),
)
