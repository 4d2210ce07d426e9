"""Appendix B.2 (p. 25) and D.2 (p. 34): Lemma 16, restated as Lemma 21, the Hessian form against the function error.

Per data point: a = f_MF - f_ρ, b = f_MF - f_ρ̄ up to sign, r the Taylor remainder, u the cost of the projections.
c = C_reg/11 is R1's constant, q = (E_i‖Δ_i‖²)².
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.oracle import gauss_hermite, sphere_rule
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_d.projection import turn

a, b, r, u, C, c, K, m, t = sympy.symbols("a b r u C c K m t", real=True)

# all neurons at one ξ, all Δ the same turn, q_kernel = z⁴: Δ^⊤H^⊥Δ = 4 sin²φ
TWICE_MF = Statement(
    le(4 * turn**2, K / m + C**2 * (4 * t**2 / (1 + t**2)) ** 2), (gt(t, 0), gt(C, 0), gt(K, 0), gt(m, 1))
)
FACTOR_TWO = Statement(le(2 * (a + b) ** 2, 2 * a**2 + K / m), (gt(m, 1), gt(K, 0), le(b**2, 1 / m)))
NO_FACTOR = Statement(gt(2 * (1 + b) ** 2, 2 + K * b**2), (gt(b, 0), gt(K, 0), le(K * b, 4)))  # a = 1, b² = 1/m
NO_DRAW = Statement(gt(1, K / m), (gt(m, K), gt(K, 0)))  # a = 0, b = 1
NO_PROBABILITY = Statement(le((a + b) ** 2, 2 * a**2 + K / m), (gt(m, 1), gt(K, 0), le(b**2, 1)))
SIXTEEN = (
    Statement(le((a + b + r + u) ** 2, 2 * a**2 + 4 * b**2 + 8 * r**2 + 8 * u**2)),
    Statement(le(8 * (sqrt(105) / 4 * c**2) + 8 * (sqrt(3) / 4 * c**2), (11 * c) ** 2), (gt(c, 0),)),
)


def _prove_no_constant() -> list[Verdict]:
    """b(4 - Kb) + 2b², and (m - K)/m."""
    factor = Script(NO_FACTOR, {"b": 1, "K": 1})
    factor.combine(NO_FACTOR.show.excess, [(1, [0, 2]), (2, [0, 0])])
    draw = Script(NO_DRAW, {"m": 2, "K": 1})
    draw.combine(NO_DRAW.show.excess, [(1, [0])], times=[draw.combine(m, [(1, [0]), (1, [1])])])
    return [factor.verdict("positive terms"), draw.verdict("positive terms")]


def _second_twice() -> SecondRoute:
    """Δ^⊤H^⊥Δ = E (σ'(x₁) x₂)² sin²φ for σ = He₄/√24 by quadrature."""
    with mpmath.workdps(30):
        slope = mpmath.fsum(w * ((4 * x**3 - 12 * x) ** 2 / 24) for x, w in gauss_hermite(6))
        small = mpmath.mpf("1e-3")
        sin, size = 2 * small / (1 + small**2), 4 * small**2 / (1 + small**2)
        left, right = slope * sin**2, 1 / mpmath.mpf(10) ** 9 + 10000 * size**2
        return SecondRoute(
            "σ = He₄/√24, one atom turned by 2 arctan 10⁻³: Δ^⊤HΔ by quadrature, and 1/m + 100²‖Δ‖⁴ at m = 10⁹",
            f"{mpmath.nstr(left, 12)} > {mpmath.nstr(right, 12)}",
            bool(left > right),
        )


def _second_factor() -> SecondRoute:
    """Means over the sample: f_MF - f_ρ = 1 and f_MF - f_ρ̄ = m^{-1/2}, its typical size, for growing m."""
    excess = [(2 * (1 + mpmath.mpf(n) ** -0.5) ** 2 - 2) * n for n in (10**2, 10**4, 10**6)]
    return SecondRoute(
        "m·(2(1 + m^{-1/2})² - 2) at m = 10², 10⁴, 10⁶ (the printed O(1) must bound it)",
        ", ".join(mpmath.nstr(x, 8) for x in excess),
        bool(excess[2] > 9 * excess[1] > 81 * excess[0]),
    )


def _second_draw() -> SecondRoute:
    """All m neurons of the draw at one point, σ = He₄/√24, ρ uniform: E(f_MF - f_ρ̄)² = q(1) - E q(⟨w,w'⟩), for every m."""
    with mpmath.workdps(30):
        dimension = 32
        norm = mpmath.fsum(w * (x**4 - 6 * x**2 + 3) ** 2 / 24 for x, w in gauss_hermite(6))
        mean = mpmath.fsum(w * z**4 for z, w in sphere_rule(8, dimension + 1))
        return SecondRoute(
            "d = 32, every neuron drawn at the same point (a set of draws next to it has positive probability): E(f_MF - f_ρ̄)²",
            mpmath.nstr(norm - mean, 12),
            bool(norm - mean > mpmath.mpf("0.99")),
        )


_P25, _P34 = Place(25, "Lemma 16"), Place(34, "proof of Lemma 1 and Lemma 16")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-21/as-printed",
        where=_P25,
        title="Lemma 16 with the mean-field network twice",
        latex=r"\Delta_t^\top H_t^\perp\Delta_t\le2\|f_{\rho_t^{MF}}-f_{\rho_t^{MF}}\|^2+O(m^{-1})+C_{reg}^2(\mathbb E_i\|\Delta_t(i)\|^2)^2",
        domain=Domain(
            "q(z) = z⁴, all neurons at one point and all turned by 2 arctan t; every constant in O(1/m), every C"
        ),
        statements=(TWICE_MF,),
        covers=("A74",),
        prove=lambda: [refute(TWICE_MF, {"t": "1/1000", "C": 100, "K": 1, "m": 10**9})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-21/bound", "Equation (11) uses the lemma with f_{ρ^m} in the second place, as p. 34 proves it."
        ),
        second_route=_second_twice,
        note="The first term is zero as printed; with n fixed Δ does not vanish as m → ∞.",
    ),
    Claim(
        id="lemma-21/factor-as-printed",
        where=_P34,
        title="from the coupled network to the mean-field network, with the factor kept",
        latex=r"2\mathbb E(f_{\bar\rho}-f_\rho)^2\le2\mathbb E(f_{MF}-f_\rho)^2+O(1/m)",
        domain=Domain(
            "every constant K in O(1/m); |f_MF - f_ρ̄| = b with b² ≤ 1/m; no K will do (lemma-21/no-constant)"
        ),
        statements=(FACTOR_TWO,),
        covers=("A75",),
        uses=("lemma-21/no-constant",),
        step=True,
        prove=lambda: [refute(FACTOR_TWO, {"a": 1, "b": "1/1000", "m": 10**6, "K": 100})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-21/bound", "The lemma's 2 holds after all, with the remainders multiplied by 4; (11) is unchanged."
        ),
        second_route=_second_factor,
        note="The cross term 4ab is of order m^{-1/2}.",
    ),
    Claim(
        id="lemma-21/no-probability",
        where=_P25,
        title="Lemma 16 for every draw of the neurons",
        latex=r"\text{for any } t:\ \Delta^\top H^\perp\Delta\le2\|f_{MF}-f_{\rho^m}\|^2+O(m^{-1})+\dots",
        domain=Domain(
            "one draw with |f_MF - f_ρ̄| of order 1, as some draws have; every constant K in O(1/m); no K will do (lemma-21/no-constant)"
        ),
        statements=(NO_PROBABILITY,),
        covers=("A75",),
        uses=("lemma-21/no-constant",),
        step=True,
        prove=lambda: [refute(NO_PROBABILITY, {"a": 0, "b": 1, "m": 10**6, "K": 100})],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-20/chebyshev", "Say 'with high probability' and log(m)/m; (11) takes √(log m / m) ≤ ε_m."),
        second_route=_second_draw,
        note="E(f_MF - f_ρ̄)² is O(1/m) in the mean only: at most K/m with probability 1 - O(1/K), not with probability → 1.",
    ),
    Claim(
        id="lemma-21/no-constant",
        where=_P34,
        title="no constant in O(1/m) saves the two displays",
        latex=r"2(1+m^{-1/2})^2 > 2+\tfrac Km\ \text{for } m \ge \tfrac{K^2}{16};\qquad 1 > \tfrac Km\ \text{for } m > K",
        domain=Domain(
            "every K > 0; |f_MF - f_ρ| = 1, |f_MF - f_ρ̄| = b = m^{-1/2}, then |f_MF - f_ρ| = 0, |f_MF - f_ρ̄| = 1"
        ),
        statements=(NO_FACTOR, NO_DRAW),
        prove=_prove_no_constant,
        mutants=(
            Mutant("K b ≤ 8", NO_FACTOR.replace(assume=(gt(b, 0), gt(K, 0), le(K * b, 8)))),
            Mutant("m > K/2", NO_DRAW.replace(assume=(gt(m, K / 2), gt(K, 0)))),
        ),
        note="The witnesses of lemma-21/factor-as-printed and lemma-21/no-probability are for one K.",
    ),
    Claim(
        id="lemma-21/bound",
        where=_P25,
        title="Lemma 16 with constants",
        latex=r"\Delta^\top H^\perp\Delta\le2\|f_{MF}-f_{\rho^m}\|^2+4\|f_{MF}-f_{\bar\rho^m}\|^2+C_{reg}^2(\mathbb E\|\Delta\|^2)^2",
        domain=Domain("every draw, every t; Gaussian data; r the Taylor remainder, u = A - B"),
        statements=SIXTEEN,
        covers=("A74", "A75"),
        uses=("lemma-20/taylor", "lemma-20/remainder-moment", "lemma-20/projection"),
        assumes=("expectation",),
        mutants=(
            Mutant(
                "2 in place of 4 before b²",
                Statement(le((a + b + r + u) ** 2, 2 * a**2 + 2 * b**2 + 8 * r**2 + 8 * u**2)),
            ),
        ),
        constants=(
            Constant(
                "factor of C_reg²(E‖Δ‖²)² in Lemma 16",
                "1",
                "2(sqrt(105) + sqrt(3))/121 = 0.198",
                "-",
                "5.05",
                "Gaussian data",
                ("lemma 16",),
            ),
        ),
        note="With E r² ≤ (√105/4)c²q and E u² ≤ (√3/4)c²q.",
    ),
)
