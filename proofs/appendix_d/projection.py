"""Appendix D.2 (p. 33): what the projections in H^⊥ cost, the step whose details the paper omits.

Per data point, A = E_i σ'(⟨ξ_i,x⟩)⟨x,Δ_i⟩ and B the same with P^⊥Δ_i, so that Δ^⊤H^⊥Δ = E_x B²; A - B is
½ E_i σ'(z_i) z_i ‖Δ_i‖² up to sign. c = C_reg/11 is R1's constant, q = (E_i‖Δ_i‖²)².
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.oracle import gauss_hermite
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

A, B, C, c, q, t, g, s, k = sympy.symbols("A B C c q t g s k", real=True)
m, m4, g4 = sympy.symbols("m m4 g4", real=True)  # E σ'²g², E σ'⁴, E g⁴

# two neurons ξ₁ = e₁ and ξ₂ = (k, s) in a plane, σ = He₂; each turns by the angle φ = 2 arctan t away from the other.
# E A² - E B² by Isserlis' formula; ‖Δ‖² = 4t²/(1+t²)
radial, turn = -2 * t**2 / (1 + t**2), 2 * t / (1 + t**2)  # cos φ - 1 and sin φ
TURNED = Statement(
    le(radial**2 * (8 + 4 * k**2) - 8 * radial * turn * k * s, C * (4 * t**2 / (1 + t**2)) ** 2),
    (eq(k**2 + s**2, 1), gt(t, 0), gt(C, 0)),
)
ONE_SIDED = Statement(le(B**2, A**2 + C * q), (ge(q, 0), gt(C, 0), le(A**2 - B**2, C * q)))
PROJECTED = (
    Statement(le(A**2, 2 * B**2 + 2 * (A - B) ** 2)),
    Statement(le(B**2, 2 * A**2 + 2 * (A - B) ** 2)),
    # E σ'² g² ≤ √3 c² from E σ'⁴ ≤ c⁴ and E g⁴ = 3
    Statement(le(s**2 * g**2, sqrt(3) * s**4 / (2 * c**2) + c**2 * g**4 / (2 * sqrt(3))), (gt(c, 0),)),
    Statement(
        le(m, sqrt(3) * c**2),
        (gt(c, 0), le(m4, c**4), eq(g4, 3), le(m, sqrt(3) * m4 / (2 * c**2) + c**2 * g4 / (2 * sqrt(3)))),
    ),
)


def _prove_projected() -> list[Verdict]:
    """The third: √3s⁴/(2c²) + c²g⁴/(2√3) - s²g² = (√3/(2c²))(s² - c²g²/√3)²."""
    product = Script(PROJECTED[2], {"s": 1, "g": 1, "c": 1})
    square = product.square(s**2 - c**2 * g**2 / sqrt(3))
    root = product.positive(sqrt(3))
    product.combine(PROJECTED[2].show.excess, [(Rational(1, 2), [square, root])], times=[0, 0])
    mean = Script(PROJECTED[3], {"c": 1, "m": 0, "m4": 1, "g4": 3})
    root = mean.positive(sqrt(3))
    terms = [(1, [0, 0, 3]), (Rational(1, 2), [root, 1]), (-(c**4) / (2 * sqrt(3)), [2])]
    mean.combine(PROJECTED[3].show.excess, terms, times=[0, 0])
    return [prove(PROJECTED[0]), prove(PROJECTED[1]), product.verdict("square"), mean.verdict("sum")]


def _second_turned() -> SecondRoute:
    """E A² and E B² for σ = He₂ by Gauss–Hermite quadrature in the plane, for three small angles."""
    with mpmath.workdps(30):
        first, second = (mpmath.mpf(1), mpmath.mpf(0)), (mpmath.mpf(4) / 5, mpmath.mpf(3) / 5)
        ratios = []
        for n in (2, 3, 4):
            phi = mpmath.mpf(10) ** -n
            turned = [
                (
                    mpmath.cos(phi) * w[0] - sign * mpmath.sin(phi) * w[1],
                    sign * mpmath.sin(phi) * w[0] + mpmath.cos(phi) * w[1],
                )
                for w, sign in ((first, -1), (second, 1))
            ]
            whole, tangent = mpmath.mpf(0), mpmath.mpf(0)
            for x, wx in gauss_hermite(4):
                for y, wy in gauss_hermite(4):
                    full = flat = mpmath.mpf(0)
                    for w, hat in zip((first, second), turned, strict=True):
                        delta = (hat[0] - w[0], hat[1] - w[1])
                        normal = delta[0] * w[0] + delta[1] * w[1]
                        slope = 2 * (w[0] * x + w[1] * y) / 2
                        full += slope * (delta[0] * x + delta[1] * y)
                        flat += slope * ((delta[0] - normal * w[0]) * x + (delta[1] - normal * w[1]) * y)
                    whole += wx * wy * full**2
                    tangent += wx * wy * flat**2
            ratios.append((whole - tangent) / (2 - 2 * mpmath.cos(phi)) ** 2)
        return SecondRoute(
            "(E A² - E B²)/(E‖Δ‖²)² for σ = He₂ by quadrature at φ = 10⁻², 10⁻³, 10⁻⁴",
            ", ".join(mpmath.nstr(x, 10) for x in ratios),
            bool(ratios[2] > 9 * ratios[1] > 81 * ratios[0] > 0),
        )


def _second_one_sided() -> SecondRoute:
    """The same two neurons turned towards each other: now E B² - E A² is of third order."""
    with mpmath.workdps(30):
        phi = mpmath.mpf("1e-4")
        rad, sin, cos_k, sin_k = mpmath.cos(phi) - 1, -mpmath.sin(phi), mpmath.mpf("0.8"), mpmath.mpf("0.6")
        excess = -(rad**2 * (8 + 4 * cos_k**2) - 8 * rad * sin * cos_k * sin_k)
        ratio = excess / (2 - 2 * mpmath.cos(phi)) ** 2
        return SecondRoute(
            "(E B² - E A²)/(E‖Δ‖²)² for the two neurons turned towards each other by 10⁻⁴; E A² ≤ E B² there",
            mpmath.nstr(ratio, 10),
            bool(ratio > 1000),
        )


_P33 = Place(33, "proof of Lemma 1 and Lemma 16")
_EFFECT = (
    "Lemma 1 keeps its constant by the first-order expansion (lemma-20/first-order), and Lemma 16 by a split into four "
    "terms (lemma-21/bound)."
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-20/projection-as-printed",
        where=_P33,
        title="the projections in the interaction Hessian",
        latex=r"\mathbb E_x\bigl(\mathbb E_i\sigma'(\xi_i^\top x)x^\top\Delta_i\bigr)^2-\Delta^\top H^\perp\Delta\le C_{reg}(\mathbb E_i\|\Delta_i\|^2)^2",
        domain=Domain("σ = He₂, two neurons at overlap k that turn away from each other by 2 arctan t; every C > 0"),
        statements=(TURNED,),
        covers=("A107",),
        step=True,
        prove=lambda: [refute(TURNED, {"k": "4/5", "s": "3/5", "C": 1000, "t": "1/100000"})],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-20/projection", _EFFECT),
        second_route=_second_turned,
        note="The cross term 2B(A-B) is of order E‖Δ‖·E‖Δ‖²: no constant makes it fourth order.",
    ),
    Claim(
        id="lemma-20/projection-one-sided",
        where=_P33,
        title="equation (15) from a bound on one side",
        latex=r"\mathbb E_xA^2-\Delta^\top H^\perp\Delta\le C_{reg}(\mathbb E\|\Delta\|^2)^2 \implies \Delta^\top H^\perp\Delta\le\mathbb E_xA^2+C_{reg}(\mathbb E\|\Delta\|^2)^2",
        domain=Domain("C_reg > 0"),
        statements=(ONE_SIDED,),
        covers=("A107", "A108"),
        step=True,
        prove=lambda: [refute(ONE_SIDED, {"A": 0, "B": 2, "C": 1, "q": 1})],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-20/projection", _EFFECT),
        second_route=_second_one_sided,
        note="(15) needs the other direction of the omitted step, and both directions are off by a third-order term.",
    ),
    Claim(
        id="lemma-20/projection",
        where=_P33,
        title="the cost of the projections, both ways",
        latex=r"\mathbb EA^2\le2\mathbb EB^2+2\mathbb E(A-B)^2,\ \mathbb EB^2\le2\mathbb EA^2+2\mathbb E(A-B)^2,\ \mathbb E(A-B)^2\le\tfrac{\sqrt3}4c^2(\mathbb E\|\Delta\|^2)^2",
        domain=Domain("all reals, at each data point; Gaussian data; A - B = ½E_i σ'(z_i)z_i‖Δ_i‖² up to sign"),
        statements=PROJECTED,
        prove=_prove_projected,
        uses=("eq-17/inner-product", "lemma-20/remainder-moment"),
        assumes=("expectation", "hoelder"),
        mutants=(Mutant("without the factor 2 of B²", Statement(le(A**2, B**2 + 2 * (A - B) ** 2))),),
    ),
)
