"""Appendix G.3, proof of Proposition 47 (p. 72): the moment of the neurons that are still on their way.

Overlaps below 1 are written e^{-x}, so that powers with a symbolic exponent are exponentials.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import k

a, b, g, L, p, tau, x, y, z = sympy.symbols("a b g L p tau x y z", real=True)

# a law with mass p at a ≤ 1-τ and 1-p at b > 1-τ with b^{k*-1} ≤ 1-τ
LAYER = Statement(
    eq(p * a ** (k - 1), p * a ** (k - 1) + (1 - p) * b ** (k - 1)),
    (
        gt(a, 0),
        le(a, 1 - tau),
        gt(b, 1 - tau),
        lt(b, 1),
        le(b ** (k - 1), 1 - tau),
        gt(p, 0),
        lt(p, 1),
        gt(tau, 0),
        ge(k, 4),
    ),
    {"k": "even"},
)
# α = e^{-x} ≤ 1-τ: then α^{k*-1} ≤ 1-τ, and the layer integral of the one neuron is α^{k*-1}; otherwise its left side is 0
LAYER_REPAIRED = Statement(le(exp(-(k - 1) * x), 1 - tau), (ge(x, 0), le(exp(-x), 1 - tau), ge(k, 2)))
# Claim 11 at γ' = γ^{1/(k*-1)}, 1-τ' = (1-τ)^{1/(k*-1)} asks for γ' ≤ (1-τ')/2
HYPOTHESIS = Statement(
    le(g ** (1 / (k - 1)), y ** (1 / (k - 1)) / 2), (gt(g, 0), lt(g, y), lt(y, 1), ge(k, 4)), {"k": "even"}
)
# 1-τ' = e^{-x}, γ' = e^{-z} ≤ 1-τ', 2 = e^L: the bound at (1-τ')/2 against 2^{k*-2} times the bound at γ'
HYPOTHESIS_REPAIRED = Statement(
    le(2 * exp((k - 2) * (x + L)), exp((k - 2) * L) * 2 * exp((k - 2) * z)), (ge(x, 0), ge(z, x), ge(k, 4), ge(L, 0))
)


def _prove_layer() -> list[Verdict]:
    script = Script(LAYER_REPAIRED, {"x": 1, "tau": 0, "k": 2})
    more = script.combine((k - 1) * x - x, [(1, [2, 0])])
    power = script.monotone("exp", -x, -(k - 1) * x, more)
    script.combine(LAYER_REPAIRED.show.excess, [(1, [1]), (1, [power])])
    return [script.verdict("monotone")]


def _prove_hypothesis() -> list[Verdict]:
    script = Script(HYPOTHESIS_REPAIRED, {"x": 0, "z": 0, "k": 4, "L": 0})
    more = script.combine((k - 2) * (z + L) - (k - 2) * (x + L), [(1, [2, 1]), (2, [1])])
    power = script.monotone("exp", (k - 2) * (z + L), (k - 2) * (x + L), more)
    script.combine(HYPOTHESIS_REPAIRED.show.excess, [(2, [power])])
    return [script.verdict("monotone")]


def _second_layer() -> SecondRoute:
    """Integrate the layer-cake right side numerically for two atoms."""
    with mpmath.workdps(30):
        third, atoms = (
            mpmath.mpf(3) / 4,
            ((mpmath.mpf(1) / 2, mpmath.mpf(1) / 2), (mpmath.mpf(1) / 2, mpmath.mpf(4) / 5)),
        )
        left = mpmath.fsum(w * v**3 for w, v in atoms if v <= third)
        cuts = [0, *sorted(v**3 for _, v in atoms), third]
        right = mpmath.quad(lambda t: mpmath.fsum(w for w, v in atoms if t <= v**3 <= third), cuts)
        return SecondRoute(
            "k* = 4, τ = 1/4, atoms 1/2 and 4/5 of mass 1/2: E α³1(α ≤ 1-τ) against ∫P[α³ ∈ [β, 1-τ]]dβ by quadrature",
            f"{mpmath.nstr(left, 10)} ≠ {mpmath.nstr(right, 10)}",
            bool(abs(left - right) > mpmath.mpf("0.1")),
        )


def _second_hypothesis() -> SecondRoute:
    with mpmath.workdps(30):
        share = []
        for n in (4, 6, 8):
            top = (mpmath.mpf(1) / 2) ** (mpmath.mpf(1) / (n - 1))  # 1-τ' at τ = 1/2
            share.append(1 - (top / 2) ** (n - 1) / (mpmath.mpf(1) / 2))
        return SecondRoute(
            "share of the integration range γ < 1-τ = 1/2 with γ^{1/(k*-1)} > (1-τ')/2, for k* = 4, 6, 8",
            ", ".join(mpmath.nstr(value, 8) for value in share),
            bool(all(value > Rational(4, 5) for value in share)),
        )


_P72 = Place(72, "proof of Proposition 47")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="prop-47/layer-cake-as-printed",
        where=_P72,
        title="the layer-cake formula for the moment",
        latex=r"\mathbb E[\alpha^{k^*-1}1(\alpha\le1-\tau)] = \int_0^{1-\tau}\mathbb P[\alpha^{k^*-1}\in[\beta,1-\tau]]\,d\beta",
        domain=Domain("laws with two atoms a ≤ 1-τ < b, b^{k*-1} ≤ 1-τ; even k* ≥ 4"),
        statements=(LAYER,),
        covers=("C86",),
        prove=lambda: [refute(LAYER, {"a": "1/2", "b": "4/5", "p": "1/2", "tau": "1/4", "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair("prop-47/layer-cake", "The first equality is an inequality ≤, which is all that is used."),
        second_route=_second_layer,
        note="α^{k*-1} ≤ 1-τ does not say α ≤ 1-τ: neurons with 1-τ < α ≤ (1-τ)^{1/(k*-1)} count on the right only.",
    ),
    Claim(
        id="prop-47/layer-cake",
        where=_P72,
        title="the layer-cake bound for the moment",
        latex=r"\alpha \le 1-\tau \implies \alpha^{k^*-1} \le 1-\tau,\ \text{so}\ \mathbb E[\alpha^{k^*-1}1(\alpha\le1-\tau)] \le \int_0^{1-\tau}\mathbb P[\alpha^{k^*-1}\in[\beta,1-\tau]]\,d\beta",
        domain=Domain("0 < α = e^{-x} ≤ 1, every real k* ≥ 2; one neuron, then the mean"),
        statements=(LAYER_REPAIRED,),
        covers=("C86",),
        assumes=("expectation",),
        prove=_prove_layer,
        mutants=(Mutant("k* - 2 in place of k* - 1", LAYER_REPAIRED.replace(le(exp(-(k - 2) * x), 1 - tau))),),
        note="∫_0^{1-τ} 1(β ≤ X ≤ 1-τ) dβ = X for 0 ≤ X ≤ 1-τ.",
    ),
    Claim(
        id="prop-47/claim-11-range-as-printed",
        where=_P72,
        title="Claim 11 for every γ below 1 - τ",
        latex=r"\gamma < 1-\tau \implies \gamma^{1/(k^*-1)} \le \tfrac12(1-\tau)^{1/(k^*-1)}",
        domain=Domain("0 < γ < y = 1-τ < 1, even k* ≥ 4: the hypothesis γ' ≤ (1-τ')/2 of Claim 11 at this use"),
        statements=(HYPOTHESIS,),
        covers=("C89",),
        step=True,
        prove=lambda: [refute(HYPOTHESIS, {"g": "1/2", "y": "3/4", "k": 4})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "prop-47/claim-11-range",
            "For larger γ use the bound at (1-τ')/2: a factor 2^{k*-2}, which the constant in the exponential absorbs.",
        ),
        second_route=_second_hypothesis,
        note="Claim 11 supposes γ ≤ (1-τ)/2; the integral runs up to 1-τ, and most of it lies outside that range.",
    ),
    Claim(
        id="prop-47/claim-11-range",
        where=_P72,
        title="Claim 11's bound up to 1 - τ' with a factor 2^{k*-2}",
        latex=r"\gamma' \le 1-\tau' \implies 2\bigl(\tfrac{1-\tau'}2\bigr)^{-(k^*-2)} \le 2^{k^*-2}\cdot 2\,\gamma'^{-(k^*-2)}",
        domain=Domain("0 < γ' = e^{-z} ≤ 1-τ' = e^{-x} ≤ 1, 2 = e^L, every real k* ≥ 4"),
        statements=(HYPOTHESIS_REPAIRED,),
        covers=("C89",),
        assumes=("expectation",),
        uses=("prop-47/bernoulli",),
        prove=_prove_hypothesis,
        mutants=(
            Mutant(
                "without the factor 2^{k*-2}",
                HYPOTHESIS_REPAIRED.replace(le(HYPOTHESIS_REPAIRED.show.lhs, 2 * exp((k - 2) * z))),
            ),
        ),
        constants=(
            Constant(
                "factor in the moment clause",
                "2",
                "2^{k*-1}",
                "-",
                "-",
                "γ between ((1-τ')/2)^{k*-1} and 1-τ",
                ("prop. 47",),
            ),
        ),
        note="[γ', 1-τ'] lies in [(1-τ')/2, 1-τ'] when γ' ≥ (1-τ')/2, and there Claim 11 applies.",
    ),
)
