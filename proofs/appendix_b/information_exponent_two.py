"""Remark 17 (pp. 26–27): information exponent 2, solved exactly for σ = He₂/√2, q(z) = z², on the sphere S^{d-1}.

V' = 2(1-p₂)α, so u = α/√(1-α²) obeys u' = 2(1-p₂)u for every neuron: u_t = y_t u_0 with one growth factor y_t, and
y' = 2(1-p₂)y, 1 - p₂ = d/(d-1)·E(1-α²). At α = 0 the stability matrix has singular values y_t (along) and 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy
from sympy import Derivative, exp, sqrt

from poc_symbolic.claims.claim import (
    Claim,
    Constant,
    Domain,
    Mutant,
    NumericCheck,
    Oracle,
    Place,
    Repair,
    SecondRoute,
    Severity,
)
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.agreement import agreeing_digits, to_mpf
from proofs.symbols import d

a, c, h, s, t, u, x, y, z = sympy.symbols("a c h s t u x y z", real=True)

overlap = u * y / sqrt(1 + u**2 * y**2)
FLOW = Statement(eq(y * Derivative(overlap, y), overlap * (1 - overlap**2)), (gt(y, 0),))
# α₀ = a has the density h(1-a²)^{(d-3)/2} on [-1, 1] (h = 1/2 for d = 3); 1 - α_t² = (1-a²)/(1-a²+a²y²)
left_over = (1 - a**2) / (1 - a**2 + a**2 * y**2)
below = (gt(a, 0), lt(a, 1), ge(y, 1))
LINEAR = (
    FLOW,
    Statement(le(left_over, 1), below),
    Statement(le(left_over, 1 / (a * y) ** 2), below),
    Statement(eq(Derivative(-1 / (a * y**2), a), 1 / (a * y) ** 2), below),
    Statement(ge(x ** ((d - 3) / 2), 1), (ge(x, 1), ge(d, 3))),  # x = 1/(1-a²): the density is at most h
    # E(1-α²) ≤ 2h(∫_0^{1/y} 1 + ∫_{1/y}^1 (ay)^{-2} da) = 2h(2/y - 1/y²), and y' = 2d/(d-1)·E(1-α²)·y
    Statement(
        le(2 * d / (d - 1) * (2 * h * (2 / y - 1 / y**2)) * y, 8 * h * d / (d - 1)), (ge(y, 1), ge(d, 3), gt(h, 0))
    ),
)
NO_EXPONENTIAL = Statement(lt(1 + 6 * t, exp(c * t)), (gt(c, 0), gt(t, 0), ge(c**2 * t, 24)))
EXPONENTIAL = Statement(ge(y, exp(c * t)), (ge(t, 0), gt(c, 0), ge(y, 1), le(y, 1 + 6 * t)))

# w' = w*, v ⊥ w*: Hv = 2(zP_w v + ⟨w,v⟩P_w w*) with z = ⟨w,w*⟩ and s = ⟨w,v⟩
square_of_hv = 4 * (z**2 * (1 - s**2) + s**2 * (1 - z**2) - 2 * z * s * (z * s))
ORDER_ONE = Statement(
    ge(square_of_hv, sympy.Rational(1, 2)), (ge(z**2, sympy.Rational(1, 8)), le(z**2, sympy.Rational(1, 4)))
)


def _prove_no_rate() -> list[Verdict]:
    """e^{ct} ≥ (1 + ct/2)² = 1 + ct + c²t²/4."""
    script = Script(NO_EXPONENTIAL, {"c": 1, "t": 24})
    rise, size = script.tangent(exp(c * t / 2)), script.combine(c * t, [(1, [0, 1])])
    power = script.combine(exp(c * t) - (1 + c * t / 2) ** 2, [(1, [rise, rise]), (2, [rise]), (1, [rise, size])])
    script.combine(NO_EXPONENTIAL.show.excess, [(1, [power]), (1, [size]), ("1/4", [1, 2])])
    return [script.verdict("tangent")]


def _growth_time(goal: mpmath.mpf) -> mpmath.mpf:
    """∫_1^goal dy/(3y E(1-α²)) for d = 3, E(1-α²) = ((1+κ²)arctan κ/κ - 1)/κ² with κ² = y²-1."""

    def rate(value: mpmath.mpf) -> mpmath.mpf:
        kappa = mpmath.sqrt(value * value - 1)
        return 3 * value * ((1 + kappa**2) * mpmath.atan(kappa) / kappa - 1) / kappa**2

    cuts = [mpmath.mpf(10) ** n for n in range(1, 6) if 10**n < goal]
    return mpmath.quad(lambda value: 1 / rate(value), [mpmath.mpf(1), mpmath.mpf(2), *cuts, goal])


def _second_exponential() -> SecondRoute:
    """The time at which the exact flow for d = 3 reaches the growth 10², 10³, 10⁴."""
    with mpmath.workdps(25):
        times = [_growth_time(mpmath.mpf(10) ** n) for n in (2, 3, 4)]
        return SecondRoute(
            "d = 3, σ = He₂/√2: the time at which ‖J_{t,0}‖ at α = 0 reaches 10², 10³, 10⁴, by quadrature of the exact rate",
            ", ".join(mpmath.nstr(time, 8) for time in times),
            bool(times[1] > 9 * times[0] and times[2] > 9 * times[1] and 6 * times[2] > 10**4 - 1),
        )


def _share(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
    """P(1/8 ≤ α_t² ≤ 1/4) at y² = d from the density of u₀, and from α₀² ~ Beta(1/2, (d-1)/2)."""
    with mpmath.workdps(digits + 10):
        dim = to_mpf(parameters["d"])
        constant = mpmath.gamma(dim / 2) / (mpmath.sqrt(mpmath.pi) * mpmath.gamma((dim - 1) / 2))
        ends = [mpmath.sqrt(1 / (7 * dim)), mpmath.sqrt(1 / (3 * dim))]
        left = 2 * constant * mpmath.quad(lambda v: (1 + v * v) ** (-dim / 2), ends)
        first, second = (r / (1 + r) for r in (1 / (7 * dim), 1 / (3 * dim)))
        right = mpmath.betainc(mpmath.mpf(1) / 2, (dim - 1) / 2, first, second, regularized=True)
        return NumericCheck(
            "share of neurons with α_t² in [1/8, 1/4] when y_t² = d, by two routes; J_avg ≥ share/√2",
            mpmath.nstr(left, digits),
            mpmath.nstr(right, digits),
            digits,
            agreeing_digits(left, right, digits),
            bool(left > mpmath.mpf("0.1")),
            mpmath.nstr(left / mpmath.sqrt(2), 6),
        )


SHARE = Oracle(
    {"d": "the dimension, d ≥ 3"},
    tuple({"d": str(dim)} for dim in (3, 8, 32, 128, 1024, 10**6)),
    _share,
)

_P26, _P27 = Place(26, "Remark 17"), Place(27, "Remark 17")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="remark-17/exponential-growth-as-printed",
        where=_P27,
        title="the stability matrix near the saddle, information exponent 2",
        latex=r"|w^\top w^*|\le e^{-T} \implies \|J_{t,0}(w)\|\ge e^{ct}\ \text{for } t \text{ as large as } T",
        domain=Domain(
            "σ = He₂/√2, d = 3, a neuron at α = 0: ‖J_{t,0}‖ = y_t ≤ 1 + 6t; every c > 0, and no c will do (remark-17/no-rate)"
        ),
        statements=(EXPONENTIAL,),
        covers=("A81",),
        uses=("remark-17/linear-growth", "remark-17/no-rate"),
        prove=lambda: [refute(EXPONENTIAL, {"c": "1/10", "t": 100, "y": 600})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "remark-17/linear-growth",
            "For He₂ J_max stays polynomial in T; the restriction to k* > 2 then rests on J_avg alone. No result uses the remark.",
        ),
        second_route=_second_exponential,
        note="Growth is exponential only until the bulk escapes (t ~ log d); then the loss falls with y and y grows linearly.",
    ),
    Claim(
        id="remark-17/no-rate",
        where=_P27,
        title="no rate c makes linear growth exponential",
        latex=r"1+6t < e^{ct}\quad\text{for } t \ge 24/c^2",
        domain=Domain("every c > 0, t > 0"),
        statements=(NO_EXPONENTIAL,),
        prove=_prove_no_rate,
        mutants=(Mutant("t ≥ 1/c²", NO_EXPONENTIAL.replace(assume=(gt(c, 0), gt(t, 0), ge(c**2 * t, 1)))),),
        note="The witness of remark-17/exponential-growth-as-printed is for c = 1/10.",
    ),
    Claim(
        id="remark-17/linear-growth",
        where=_P27,
        title="the stability matrix near the saddle grows at most linearly for He₂",
        latex=r"\sigma=\mathrm{He}_2/\sqrt2:\quad \dot y=2(1-p_2)y\le\tfrac{8h_d\,d}{d-1},\quad \sup_w\|J_{t,0}(w)\|\le1+\tfrac{8h_d\,d}{d-1}t",
        domain=Domain(
            "every real d ≥ 3, uniform ρ_0 with density h_d(1-a²)^{(d-3)/2} of α_0 (h_3 = 1/2), y ≥ 1, 0 < a < 1; every neuron"
        ),
        statements=LINEAR,
        covers=("A81",),
        assumes=("fundamental-theorem", "expectation", "smooth-flow"),
        mutants=(Mutant("7 in place of 8", LINEAR[5].replace(le(LINEAR[5].show.lhs, 7 * h * d / (d - 1)))),),
        constants=(
            Constant(
                "growth of ‖J_{t,0}‖ at the saddle, He₂, d = 3",
                "exponential in t",
                "1 + 6t",
                "3π/2 per unit of time as t → ∞",
                "1.273",
                "σ = He₂/√2, uniform initial law",
                ("remark 17",),
            ),
        ),
        note="‖J‖ along is y(1+u_0²)/(1+u_0²y²) ≤ y, across √((1+u_0²)/(1+u_0²y²)) ≤ 1. h_d is of order √d. Other activations with k* = 2: not decided.",
    ),
    Claim(
        id="remark-17/interaction-of-order-one",
        where=_P26,
        title="the interaction of a neuron that is escaping with the teacher",
        latex=r"\alpha^2\in[\tfrac18,\tfrac14],\ v\perp w^*:\quad \|H_t^\perp(w,w^*)v\|^2\ge\tfrac12",
        domain=Domain("q(z) = z²; z = α_t(w), every s = ⟨w,v⟩, w' at the teacher"),
        statements=(ORDER_ONE,),
        mutants=(Mutant("every overlap", ORDER_ONE.replace(assume=())),),
        note="‖Hv‖² = 4(z² + s² - 4z²s²) ≥ 4z² for z² ≤ 1/4; with s = t in Assumption Stability, J_{t,t} = P^⊥.",
    ),
    Claim(
        id="remark-17/average-at-escape",
        where=_P26,
        title="J_avg is of order one at the escape time",
        latex=r"y_t^2=d:\quad J_{avg}\ge\tfrac1{\sqrt2}\,\mathbb P\bigl(\alpha_t^2\in[\tfrac18,\tfrac14]\bigr)\ge\tfrac1{15}",
        domain=Domain("σ = He₂/√2, d = 3, 8, 32, 128, 1024, 10⁶, τ < 1/2 (so ξ_t(w) is outside B_τ)", "finite"),
        covers=("A82",),
        uses=("remark-17/interaction-of-order-one", "remark-17/linear-growth"),
        oracle=SHARE,
        note="The share is 0.103 for d = 3 and rises to 0.142. A lower bound, at six dimensions; that y² = d is reached at a time of order log d is not shown.",
    ),
)
