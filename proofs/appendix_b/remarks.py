"""Appendix B.3 and B.4 (pp. 25–26): unbounded weights, and what happens without local strong convexity."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, exp, log, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.gap_ode import integrate
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, d, inert, k, r

C, R, b, c, s, t, u, x, y, eta = sympy.symbols("C R b c s t u x y eta", real=True)

start = d ** (-1 / k)  # the overlap from which a neuron escapes in time d^{(k-2)/k}
high = (ge(d, 1), gt(k, 2))
EXPONENTS = (
    Statement(eq(d * start**2, d ** ((k - 2) / k)), high),
    Statement(eq((-1 / k) * (2 - k), (k - 2) / k), high),  # the exponent of d in start^{-(k-2)}
    Statement(eq(inert(sympy.Mul, Rational(-1, 2), 2 - k), (k - 2) / 2), high),  # likewise from overlap d^{-1/2}
    # dα/dt = kα^{k-1}: the time from α is a multiple of α^{2-k}
    Statement(eq(Derivative(-(alpha ** (2 - k)) / (k - 2), alpha), alpha ** (1 - k)), (gt(alpha, 0), gt(k, 2))),
    # the density of α is at most that at 0, and on [s, 2s] at least that at 2s (y the quotient of 1-α² at two overlaps)
    Statement(ge(y ** ((d - 3) / 2), 1), (ge(y, 1), ge(d, 3))),
    # so P(α ≥ s) ≥ (s/2)(1-4s²)^{(d-3)/2} ≥ (s/2)exp(-4ds²), with x = s²
    Statement(ge((d - 3) / 2 * log(1 - 4 * x), -4 * d * x), (ge(x, 0), le(x, Rational(1, 8)), ge(d, 3))),
)

# a p-homogeneous activation: r' = r^{p-1}, so the time from 1 to R is ∫_1^R r^{1-p}dr
GROWTH = Statement(le(R - 1, C * log(R)), (gt(R, 1), gt(C, 0)))
NO_GROWTH = Statement(gt(exp(x) - 1, C * x), (gt(x, 0), ge(x, 4 * C), gt(C, 0)))  # R = e^x
GROWTH_REPAIRED = (
    Statement(eq(Derivative(log(r), r), 1 / r), (gt(r, 0),)),
    Statement(eq(Derivative(-(r ** (2 - k)) / (k - 2), r), r ** (1 - k)), (gt(r, 0), gt(k, 2))),
)

# Φ' = r²∫Φ + ε with r = √(C/T), ε = 1
integral = (exp(r * t) + exp(-r * t) - 2) / (2 * r**2)
solution = (exp(r * t) - exp(-r * t)) / (2 * r)
rates = (gt(r, 0), ge(t, 0))
WITHOUT_LSC = Statement(le(solution, exp(r * t)), rates)
WITHOUT_LSC_REPAIRED = (
    Statement(eq(Derivative(integral, t), solution), rates),
    Statement(eq(Derivative(solution, t), r**2 * integral + 1), rates),
    Statement(le(solution, exp(r * t) / (2 * r)), rates),
)

# x the Hessian form's field, s everything else, for every η > 0: s = b + r + u as in Lemma 16, c = C_reg/11
NEARLY = (
    Statement(le((x + s) ** 2, (1 + eta) * x**2 + (1 + 1 / eta) * s**2), (gt(eta, 0),)),
    Statement(le(x**2, (1 + eta) * (x + s) ** 2 + (1 + 1 / eta) * s**2), (gt(eta, 0),)),
    Statement(le((b + r + u) ** 2, 2 * b**2 + 4 * r**2 + 4 * u**2)),
    Statement(le(4 * (sqrt(105) / 4 * c**2) + 4 * (sqrt(3) / 4 * c**2), (11 * c) ** 2 / 10), (gt(c, 0),)),
)


def _prove_exponents() -> list[Verdict]:
    """The last: log(1-4x) ≥ 1 - 1/(1-4x) ≥ -8x for x ≤ 1/8."""
    script = Script(EXPONENTS[-1], {"x": 0, "d": 3})
    positive = script.combine(1 - 4 * x, [(4, [1]), (Rational(1, 2), [])])
    tangent = script.tangent(exp(-log(1 - 4 * x), evaluate=False))
    rest = script.combine(8 * x - 4 * x / (1 - 4 * x), [(32, [0, 1])], times=[positive])
    slope = script.combine(log(1 - 4 * x) + 8 * x, [(1, [tangent]), (1, [rest])])
    script.combine(EXPONENTS[-1].show.excess, [(Rational(1, 2), [2, slope]), (12, [0])])
    return [*(prove(statement) for statement in EXPONENTS[:-1]), script.verdict("tangent of the logarithm")]


def _prove_no_growth() -> list[Verdict]:
    """e^x ≥ (1 + x/2)² = 1 + x + x²/4."""
    script = Script(NO_GROWTH, {"x": 4, "C": 1})
    rise = script.tangent(exp(x / 2))
    power = script.combine(exp(x) - (1 + x / 2) ** 2, [(1, [rise, rise]), (2, [rise]), (1, [rise, 0])])
    script.combine(NO_GROWTH.show.excess, [(1, [power]), (1, [0]), ("1/4", [0, 1])])
    return [script.verdict("tangent")]


def _second_growth() -> SecondRoute:
    """Integrate r' = r^{p-1} from 1 to 1000 for p = 1 and p = 2."""
    with mpmath.workdps(20):
        linear = mpmath.quad(lambda r_: 1, [1, 1000])
        quadratic = mpmath.quad(lambda r_: 1 / r_, [1, 10, 100, 1000])
        return SecondRoute(
            "time to reach the scale 1000 at unit speed of growth, for a 1-homogeneous and a 2-homogeneous activation",
            f"{mpmath.nstr(linear, 8)}, {mpmath.nstr(quadratic, 8)} = log 1000",
            bool(linear > 100 * mpmath.log(1000) and abs(quadratic - mpmath.log(1000)) < mpmath.mpf("1e-10")),
        )


def _second_without() -> SecondRoute:
    """Integrate the ODE directly at C/T = 1/100, t = 30."""
    with mpmath.workdps(25):
        value = integrate(0, mpmath.mpf(1) / 100, 1, 30)
        printed = mpmath.exp(3)
        return SecondRoute(
            "Φ' = ∫Φ/100 + 1 integrated to t = 30 by Taylor steps, against e³",
            f"{mpmath.nstr(value, 12)} > {mpmath.nstr(printed, 12)}",
            bool(value > printed),
        )


_P25, _P26 = Place(25, "B.3"), Place(26, "B.4")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="remark-b3/exponents",
        where=_P25,
        title="the share of neurons above d^{-1/k} and their escape time",
        latex=r"\tfrac12d^{-1/k}e^{-4L}\le\mathbb P(\alpha\ge d^{-1/k})\le e^{-L/2},\ L=d^{(k-2)/k},\quad T\propto(d^{-1/k})^{-(k-2)}=d^{(k-2)/k},\quad (d^{-1/2})^{-(k-2)}=d^{(k-2)/2}",
        domain=Domain("every real k > 2; uniform ρ_0, d ≥ 3 with d^{2/k} ≥ 8 for the share"),
        statements=EXPONENTS,
        covers=("A77",),
        assumes=("sphere-tail", "expectation", "fundamental-theorem"),
        prove=_prove_exponents,
        mutants=(
            Mutant("k-1 in place of k-2", EXPONENTS[1].replace(eq((-1 / k) * (1 - k), (k - 2) / k))),
            Mutant("e^{-L} below", EXPONENTS[-1].replace(ge((d - 3) / 2 * log(1 - 4 * x), -d * x))),
        ),
        note="For the share, 'roughly' hides a constant between 1/2 and 4 in the exponent and a power of d before it.",
    ),
    Claim(
        id="remark-b3/growth-as-printed",
        where=_P25,
        title="the time to grow a neuron of a homogeneous network",
        latex=r"\text{homogeneous }\sigma:\ \text{growing to scale }e^{L}\text{ takes time }O(L),\ L=d^{(k-2)/k}",
        domain=Domain(
            "σ homogeneous of degree 1, first layer trained: r' = 1, so r = R takes time R - 1; every C, and no C will do (remark-b3/no-constant)"
        ),
        statements=(GROWTH,),
        covers=("A78",),
        uses=("remark-b3/no-constant",),
        prove=lambda: [refute(GROWTH, {"R": 1000, "C": 100})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "remark-b3/growth",
            "Say 'homogeneous of degree at least 2' or train the second layer too; no result rests on the remark.",
        ),
        second_route=_second_growth,
        note="For degree 1 (ReLU, fixed second layer) the growth is linear in time, and the scale e^L takes time e^L.",
    ),
    Claim(
        id="remark-b3/no-constant",
        where=_P25,
        title="no constant makes linear growth logarithmic",
        latex=r"R-1 > C\log R\quad\text{for } \log R \ge 4C",
        domain=Domain("every C > 0, R = e^x, x ≥ 4C"),
        statements=(NO_GROWTH,),
        prove=_prove_no_growth,
        mutants=(Mutant("x ≥ C/2", NO_GROWTH.replace(assume=(gt(x, 0), ge(x, C / 2), gt(C, 0)))),),
        note="The witness of remark-b3/growth-as-printed is for C = 100.",
    ),
    Claim(
        id="remark-b3/growth",
        where=_P25,
        title="the time to grow a neuron of a network that is homogeneous of degree 2 or more",
        latex=r"\dot r=r:\ \int_1^R\tfrac{dr}r=\log R;\qquad \dot r=r^{p-1},\ p>2:\ \int_1^\infty r^{1-p}dr=\tfrac1{p-2}",
        domain=Domain("degree 2 (k = p stands for the degree in the last statement, p > 2), after alignment"),
        statements=GROWTH_REPAIRED,
        covers=("A78",),
        assumes=("fundamental-theorem",),
    ),
    Claim(
        id="remark-b4/without-convexity-as-printed",
        where=_P26,
        title="the potential without local strong convexity",
        latex=r"\dot\Phi\le\tfrac CT\int_0^t\Phi+CJ_{max}\epsilon \implies \Phi(t)\le CJ_{max}\epsilon\,e^{t\sqrt{C/T}}",
        domain=Domain("r = √(C/T) > 0, C J_max ε = 1, t ≥ 0, with ≤ for the printed ⪅"),
        statements=(WITHOUT_LSC,),
        covers=("A79",),
        prove=lambda: [refute(WITHOUT_LSC, {"r": "1/10", "t": 30})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "remark-b4/without-convexity",
            "The factor is polynomial in T, and the conclusion (m super-polynomially large in T) is the same.",
        ),
        second_route=_second_without,
        note="A factor ½√(T/C) is missing.",
    ),
    Claim(
        id="remark-b4/without-convexity",
        where=_P26,
        title="the potential without local strong convexity, exactly",
        latex=r"\Phi(t)\le CJ_{max}\epsilon\sqrt{T/C}\,\sinh(t\sqrt{C/T})\le\tfrac12\sqrt{T/C}\,CJ_{max}\epsilon\,e^{t\sqrt{C/T}}",
        domain=Domain("r = √(C/T) > 0, C J_max ε = 1, t ≥ 0"),
        statements=WITHOUT_LSC_REPAIRED,
        covers=("A79",),
        assumes=("comparison",),
        mutants=(Mutant("1/(4r)", WITHOUT_LSC_REPAIRED[2].replace(le(solution, exp(r * t) / (4 * r)))),),
    ),
    Claim(
        id="remark-b4/nearly-the-hessian-form",
        where=_P26,
        title="the function error is the Hessian form up to sampling and higher order",
        latex=r"(1+\eta)^{-1}\bigl(\Delta^\top H^\perp\Delta-(1+\tfrac1\eta)\mathbb Es^2\bigr)\le\|f_{\rho^m}-f_{\rho^{MF}}\|^2\le(1+\eta)\Delta^\top H^\perp\Delta+(1+\tfrac1\eta)\mathbb Es^2,\ \mathbb Es^2\le2\|f_{MF}-f_{\bar\rho}\|^2+\tfrac{C_{reg}^2}{10}(\mathbb E\|\Delta\|^2)^2",
        domain=Domain(
            "every η > 0, Gaussian data; x + s the function error, Δ^⊤H^⊥Δ = E x², s = b + r + u with b the sampling error, "
            "E r² ≤ (√105/4)c²(E‖Δ‖²)² the Taylor remainder, E u² ≤ (√3/4)c²(E‖Δ‖²)² the projections, c = C_reg/11"
        ),
        statements=NEARLY,
        covers=("A80",),
        uses=("lemma-20/taylor", "lemma-20/remainder-moment", "lemma-20/projection", "lemma-20/chebyshev"),
        assumes=("expectation",),
        mutants=(
            Mutant("η in place of 1/η", NEARLY[0].replace(le((x + s) ** 2, (1 + eta) * x**2 + (1 + eta) * s**2))),
        ),
        note="So ≈ where Δ^⊤H^⊥Δ is large against log(m)/m and (E‖Δ‖²)²; at t = 0 it is 0 and the sampling error is all.",
    ),
)
