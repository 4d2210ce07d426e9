"""Appendix G.3, proof of Proposition 47 (p. 72): the loss once almost all neurons are within a multiple of δ of the teacher."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.derivative import A, B
from proofs.appendix_g.local_convexity import loss4, loss_slack, unexplained
from proofs.symbols import alpha, d

delta, K, p, q, u, x, ell = sympy.symbols("delta K p q u x ell", real=True)


_point = {A: alpha**2 * (1 - alpha**2), B: (1 - alpha**2) ** 2}
SLIP = Statement(
    le(loss4.subs(_point), delta), (le(1 - alpha, 1 - delta / 4), le(alpha, 1), gt(delta, 0), lt(delta, 1), ge(d, 3))
)
_atoms = {A: (1 - p) * x**2 * (1 - x**2), B: (1 - p) * (1 - x**2) ** 2 + p}
QUARTER = Statement(
    le(loss4.subs(_atoms), delta**2),
    (ge(p, 0), le(p, delta / 4), ge(x, 1 - delta / 4), le(x, 1), gt(delta, 0), lt(delta, 1), ge(d, 3)),
)
NEAR = Statement(le(1 - alpha**4, 4 * (1 - alpha)), (ge(alpha, 0), le(alpha, 1)))
# 1 - r ≤ 5·(3δ/20) from a share 1 - 3δ/20 within 3δ/20 of 1
CONVERGED4 = Statement(
    le(loss4, delta**2), (ge(A, 0), ge(B, 0), ge(d, 3), ge(delta, 0), le(unexplained, Rational(3, 4) * delta))
)
# 1 - p_ℓ ≤ x·P_ℓ'(1) + 2x and P_ℓ'(1) ≤ ℓ², so the loss is at most q(1)(K²+2)²x²
CONVERGED = (
    Statement(le(ell * (ell + d - 2) / (d - 1), ell**2), (ge(ell, 1), ge(d, 3))),
    Statement(
        le(q * u**2, q * (K**2 + 2) ** 2 * x**2),
        (gt(q, 0), ge(u, 0), ge(x, 0), ge(ell, 1), le(ell, K), le(u, (ell**2 + 2) * x)),
    ),
)


def _prove_converged4() -> list[Verdict]:
    """(7/4)(2A+B)² - loss ≥ 0 and (7/4)(3/4)² = 63/64."""
    pointwise = prove(NEAR)
    script = Script(CONVERGED4, {"A": 0, "B": 0, "d": 3, "delta": 0})
    first, second = loss_slack(script)
    total = script.combine(Rational(3, 4) * delta + unexplained, [("3/4", [3]), (2, [0]), (1, [1])])
    terms = [(1, [first]), (1, [second]), (3, [0, 1]), ("7/4", [4, total]), ("1/64", [3, 3])]
    script.combine(CONVERGED4.show.excess, terms)
    return [pointwise, script.verdict("positive terms")]


def _prove_converged() -> list[Verdict]:
    first = Script(CONVERGED[0], {"ell": 1, "d": 3})
    below = first.combine(d - 1, [(1, [1]), (2, [])])
    less = first.combine(d - 2, [(1, [1]), (1, [])])
    degree = first.combine(ell, [(1, [0]), (1, [])])
    first.combine(CONVERGED[0].show.excess, [(1, [less, degree, 0])], times=[below])
    second = Script(CONVERGED[1], {"q": 1, "u": 0, "x": 0, "ell": 1, "K": 1})
    degree = second.combine(ell, [(1, [3]), (1, [])])
    top = second.combine(K + ell, [(1, [4]), (2, [degree])])
    bound = second.combine((K**2 + 2) * x - u, [(1, [5]), (1, [2, 4, top])])
    total = second.combine((K**2 + 2) * x + u, [(1, [bound]), (2, [1])])
    second.combine(CONVERGED[1].show.excess, [(1, [0, bound, total])])
    return [first.verdict("positive terms"), second.verdict("positive terms")]


def _loss_by_quadrature(atoms: list[tuple[mpmath.mpf, mpmath.mpf]]) -> mpmath.mpf:
    """E E' [⟨w,w'⟩⁴ - 2α⁴ + 1] in R³ for atoms (mass, overlap), each spread evenly over its circle and mirrored."""
    total = mpmath.mpf(1)
    for mass, a in atoms:
        total -= 2 * mass * a**4
        for other, b in atoms:
            spread = (1 - a**2) * (1 - b**2)
            # E over the circle of (ab + y cos φ)⁴
            total += mass * other * ((a * b) ** 4 + 3 * (a * b) ** 2 * spread + mpmath.mpf(3) / 8 * spread**2)
    return total


def _second_slip() -> SecondRoute:
    with mpmath.workdps(30):
        value = _loss_by_quadrature([(mpmath.mpf(1), mpmath.mpf(1) / 2)])
        return SecondRoute(
            "all neurons at α = 1/2 in R³, so 1-α ≤ 1-δ/4 with δ = 1/2: E⟨w,w'⟩⁴ - 2Eα⁴ + 1 from circle averages",
            f"{mpmath.nstr(value, 12)} > 1/2",
            bool(value > mpmath.mpf(1) / 2),
        )


def _second_quarter() -> SecondRoute:
    with mpmath.workdps(30):
        low = mpmath.mpf(1) / 10
        value = _loss_by_quadrature([(low / 4, mpmath.mpf(0)), (1 - low / 4, 1 - low / 4)])
        return SecondRoute(
            "a share 1/40 at α = 0, the others at 39/40, in R³ (δ = 1/10): E⟨w,w'⟩⁴ - 2Eα⁴ + 1 from circle averages",
            f"{mpmath.nstr(value, 12)} > 1/100",
            bool(value > low**2),
        )


_P72 = Place(72, "proof of Proposition 47")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="prop-47/converged-as-printed",
        where=_P72,
        title="the loss when 1 - α ≤ 1 - δ/4",
        latex=r"1-\alpha_t(w) \le 1-\tfrac\delta4 \implies \|f_\rho-f^*\|^2 \le \delta",
        domain=Domain("q = z⁴, all neurons at one overlap α, d ≥ 3, 0 < δ < 1"),
        statements=(SLIP,),
        covers=("C84",),
        prove=lambda: [refute(SLIP, {"alpha": "1/2", "delta": "1/2", "d": 3})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "prop-47/converged/he4", "Meant is 1 - α ≤ a multiple of δ, as two lines above; T(δ) does not change."
        ),
        second_route=_second_slip,
        note="1 - δ/4 stands for δ/4.",
    ),
    Claim(
        id="prop-47/converged-quarter-as-printed",
        where=_P72,
        title="the loss δ² of T(δ) from 1 - α ≤ δ/4",
        latex=r"\mathbb P[1-\alpha \le \tfrac\delta4] \ge 1-\tfrac\delta4 \implies \|f_\rho-f^*\|^2 \le \delta^2",
        domain=Domain("q = z⁴ (normalised He₄), a share p ≤ δ/4 at α = 0, the others at x ≥ 1 - δ/4"),
        statements=(QUARTER,),
        covers=("C84",),
        step=True,
        prove=lambda: [refute(QUARTER, {"p": "1/40", "x": "39/40", "delta": "1/10", "d": 3})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "prop-47/converged/he4",
            "T(δ) asks for δ², p. 72 says δ; with 3δ/20 (in general δ/((K²+2)√q(1))) for δ/4 it follows, and only constants change.",
        ),
        second_route=_second_quarter,
        note="1 - r is about 5δ/4 there, and the loss is at least (1-r)².",
    ),
    Claim(
        id="prop-47/converged/he4",
        where=_P72,
        title="the loss once almost all neurons are near, He₄",
        latex=r"\mathbb P[1-\alpha \le \tfrac{3\delta}{20}] \ge 1-\tfrac{3\delta}{20} \implies 1-r \le \tfrac34\delta \implies \|f_\rho-f^*\|^2 \le \delta^2",
        domain=Domain("q = z⁴ (normalised He₄), every symmetric law, every real d ≥ 3", "finite"),
        statements=(NEAR, CONVERGED4),
        covers=("C84",),
        uses=("loss/he4-moments", "lemma-46/he4"),
        assumes=("expectation",),
        prove=_prove_converged4,
        mutants=(
            Mutant(
                "1 - r ≤ δ in place of 3δ/4",
                CONVERGED4.replace(assume=(*CONVERGED4.assume[:-1], le(unexplained, delta))),
            ),
        ),
    ),
    Claim(
        id="prop-47/converged",
        where=_P72,
        title="the loss once almost all neurons are near, every degree",
        latex=r"\mathbb P[1-\alpha \le x] \ge 1-x \implies \|f_\rho-f^*\|^2 \le (K^2+2)^2\,q(1)\,x^2",
        domain=Domain(
            "every even activation of degree ≤ K, every symmetric law, every real d ≥ 3; one order ℓ, then the sum"
        ),
        statements=CONVERGED,
        covers=("C84",),
        assumes=("gegenbauer-maximum", "expectation", "linearity"),
        prove=_prove_converged,
        mutants=(Mutant("ℓ in place of ℓ²", CONVERGED[0].replace(le(CONVERGED[0].show.lhs, ell))),),
        note="1 - p_ℓ ≤ x P_ℓ'(1) + 2x and P_ℓ'(1) ≤ ℓ²; Σ a_ℓ = q(1).",
    ),
)
