"""Appendix D.2 (pp. 32–34): Lemma 1, restated as Lemma 20: the function error against the coupling error.

Means over x are taken of pointwise inequalities. F = E_x(f_ρ̄ - f_ρ)², H = Δ^⊤H^⊥Δ, q = (E_i‖Δ_i‖²)², c = C_reg/11.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le

a, b, r, u, A, C, c, q, m, e, L = sympy.symbols("a b r u A C c q m e L", real=True)
mu, W, S, F, H, R2, A2, p, w = sympy.symbols("mu W S F H R2 A2 p w", real=True)
m2, m4, S4 = sympy.symbols("m2 m4 S4", real=True)

HALVES = (
    Statement(le((a + b) ** 2, 2 * a**2 + 2 * b**2)),
    Statement(le(A**2, 2 * (A + r) ** 2 + 2 * r**2)),
)

chain = (ge(q, 0), gt(C, 0), ge(H, 0), ge(R2, 0), le(R2, C**2 / 11 * q))
THIRTEEN = Statement(le(F, 2 * H + (2 * C + C**2 / 11) * q), (*chain, le(F, 2 * A2 + 2 * R2), le(A2, H + C * q)))
# with R2 ≤ wq and A2 ≤ 2H + 2pq, for w = √105 c² and p = (√3/4)c²
THIRTEEN_REPAIRED = Statement(
    le(F, 4 * H + (4 * p + 2 * w) * q),
    (ge(q, 0), ge(p, 0), ge(w, 0), ge(H, 0), le(F, 2 * A2 + 2 * R2), le(A2, 2 * H + 2 * p * q), le(R2, w * q)),
)
FIFTEEN = Statement(le(H, 2 * F + (C + C**2 / 11) * q), (*chain, ge(F, 0), le(A2, 2 * F + 2 * R2), le(H, A2 + C * q)))

SMALL = Statement(
    le(2 * H + (2 * C + C**2 / 11) * e**4, (4 * C + C**2 / 11) * e**2),
    (gt(C, 0), ge(e, 0), le(e, 2), ge(H, 0), le(H, C * e**2)),
)
FIRST_ORDER = (
    # e(2μu - μ²) ≤ eu² for each neuron, and the sum at μ = S/W: (Σ e u)² ≤ (Σ e)(Σ e u²)
    Statement(le(e * (2 * mu * u - mu**2), e * u**2), (ge(e, 0),)),
    Statement(le(S**2, W * r), (gt(W, 0), eq(mu * W, S), le(2 * mu * S - mu**2 * W, r))),
    Statement(le(sqrt(3) * (C / 11) ** 2, C**2), (gt(C, 0),)),
)

# L = log m
CONCLUSION = Statement(
    le(F, 2 * C**2 * e**2 + L / m), (gt(m, 1), gt(L, 0), le(F, 2 * a + 2 * b), le(a, L / (2 * m)), le(b, C**2 * e**2))
)
MARKOV = Statement(le(w, 2 * c**2 / L), (gt(m, 1), gt(L, 0), le(w * (L / (2 * m)), c**2 / m)))

# the fourth moment of a sum of m centred draws: m·m4 + 3m(m-1)·m2², by adding one draw
sum_of = m * m4 + 3 * m * (m - 1) * m2**2
FOURTH = (
    Statement(eq(sum_of.subs(m, m + 1), sum_of + 6 * (m * m2) * m2 + m4)),
    Statement(le(sum_of / m**4, 4 * m4 / m**2), (ge(m, 1), ge(m2, 0), le(m2**2, m4))),
    Statement(le((u - e) ** 4, 8 * u**4 + 8 * e**4)),  # centring: E(X - EX)⁴ ≤ 16 E X⁴
    # Chebyshev: w the probability that the error is at least L/(2m)
    Statement(le(w, 16 * m4 / L**2), (gt(m, 1), gt(L, 0), le(w * (L / (2 * m)) ** 2, 4 * m4 / m**2))),
)


def _second_chain() -> SecondRoute:
    """Walk a grid of the premises (C = 11, q = 1, each premise used to 0, 1/4, …, 1) and count the violations."""
    reg, steps = mpmath.mpf(11), [mpmath.mpf(i) / 4 for i in range(5)]
    printed = [0, 0]
    repaired = [0, 0]
    for form in (0, 1, 20):
        for rest_used in steps:
            for projection_used in steps:
                rest, cost = rest_used * reg**2 / 11, projection_used * reg
                error = 2 * (form + cost) + 2 * rest  # the largest that (13) allows
                printed[0] += error > 2 * form + 2 * reg + reg**2 / 11
                repaired[0] += error > 2 * form + 2 * reg + 2 * reg**2 / 11
                hessian = 2 * form + 2 * rest + cost  # the largest that (14) allows, with form for the function error
                printed[1] += hessian > 2 * form + reg + reg**2 / 11
                repaired[1] += hessian > 2 * form + reg + 2 * reg**2 / 11
    return SecondRoute(
        "75 grid points of the premises: violations of the two printed displays, and with the factor 2 of the remainder",
        f"{printed}; {repaired}",
        bool(min(printed) > 0 and max(repaired) == 0),
    )


def _second_small() -> SecondRoute:
    """Antipodal neurons: ‖Δ‖ = 2 and PΔ = 0, so that the display reads 16(2C + C²/11) ≤ 4(4C + C²/11)."""
    gap = mpmath.matrix([-1, 0]) - mpmath.matrix([1, 0])
    size, form = mpmath.norm(gap), gap[1] ** 2
    excess = [
        2 * form + (2 * c_ + mpmath.mpf(c_) ** 2 / 11) * size**4 - (4 * c_ + mpmath.mpf(c_) ** 2 / 11) * size**2
        for c_ in (1, 11, 1000)
    ]
    return SecondRoute(
        "ξ = e₁, ξ̂ = -e₁ (PΔ = 0): left side minus right side for C_reg = 1, 11, 1000",
        ", ".join(mpmath.nstr(x, 8) for x in excess),
        all(x > 0 for x in excess),
    )


_P32, _P33, _P34 = (Place(page, "proof of Lemma 1 and Lemma 16") for page in (32, 33, 34))
_EFFECT = (
    "Lemma 1 keeps its constant by the first-order expansion (lemma-20/first-order), and Lemma 16 by a split into four "
    "terms (lemma-21/bound)."
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-20/halves",
        where=_P32,
        title="splitting a square, three times",
        latex=r"(a+b)^2\le2a^2+2b^2,\qquad A^2\le2(A+r)^2+2r^2",
        domain=Domain("all reals, at each data point"),
        statements=HALVES,
        covers=("A100", "A102"),
        uses=("lemma-20/taylor",),
        assumes=("expectation",),
        mutants=(Mutant("without the 2 of b²", Statement(le((a + b) ** 2, 2 * a**2 + b**2))),),
        note="Equations (13) and (14) are the two directions.",
    ),
    Claim(
        id="lemma-20/combined-as-printed",
        where=_P33,
        title="the combined bound",
        latex=r"\mathbb E(f_{\bar\rho}-f_\rho)^2\le2\Delta^\top H^\perp\Delta+(2C_{reg}+C_{reg}^2/11)(\mathbb E\|\Delta\|^2)^2",
        domain=Domain("C_reg > 0, from (13) and the two bounds before it"),
        statements=(THIRTEEN, FIFTEEN),
        covers=("A108",),
        step=True,
        prove=lambda: [
            refute(THIRTEEN, {"C": 11, "q": 1, "H": 0, "R2": 11, "A2": 11, "F": 44}),
            refute(FIFTEEN, {"C": 11, "q": 1, "H": 33, "R2": 11, "A2": 22, "F": 0}),
        ],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-20/combined", _EFFECT),
        second_route=_second_chain,
        note="The factor 2 of (13) and (14) before the remainder is lost in both displays (the 1/2 of ζ, not used, would make up for it).",
    ),
    Claim(
        id="lemma-20/combined",
        where=_P33,
        title="the combined bound with its factors",
        latex=r"\mathbb E(f_{\bar\rho}-f_\rho)^2\le4\Delta^\top H^\perp\Delta+(\sqrt3+2\sqrt{105})\,c^2(\mathbb E\|\Delta\|^2)^2,\quad c=C_{reg}/11",
        domain=Domain("Gaussian data; F = E(f_ρ̄ - f_ρ)², H = Δ^⊤H^⊥Δ, q = (E‖Δ‖²)²"),
        statements=(THIRTEEN_REPAIRED,),
        uses=("lemma-20/halves", "lemma-20/projection", "lemma-20/remainder-constant"),
    ),
    Claim(
        id="lemma-20/squares-of-means-as-printed",
        where=_P33,
        title="from fourth powers to squares of the coupling error",
        latex=r"2\Delta^\top H^\perp\Delta+(2C_{reg}+C_{reg}^2/11)(\mathbb E\|\Delta\|^2)^2\le(4C_{reg}+C_{reg}^2/11)(\mathbb E\|\Delta\|)^2",
        domain=Domain("all ‖Δ_i‖ = e, 0 ≤ e ≤ 2 (two points of the sphere), C_reg > 0, 0 ≤ H = Δ^⊤H^⊥Δ ≤ C_reg e²"),
        statements=(SMALL,),
        covers=("A109",),
        step=True,
        prove=lambda: [refute(SMALL, {"C": 11, "e": 2, "H": 0})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-20/first-order", "The conclusion C_reg²(E‖Δ‖)² holds by a shorter way, with room to spare."
        ),
        second_route=_second_small,
        note="At antipodes (e = 2, where the projections make H = 0) it fails for every C_reg; it needs ‖Δ‖ ≤ 1. And 4C + C²/11 ≤ C² needs C ≥ 22/5, which is not said.",
    ),
    Claim(
        id="lemma-20/first-order",
        where=_P33,
        title="the function error of the coupled networks",
        latex=r"\mathbb E_x(f_{\bar\rho}-f_\rho)^2\le\sqrt3\,(C_{reg}/11)^2(\mathbb E_i\|\Delta_t(i)\|)^2\le C_{reg}^2(\mathbb E_i\|\Delta_t(i)\|)^2",
        domain=Domain("Gaussian data, C_reg > 0; u_i = ∫_0^1 σ'(⟨ξ+sΔ,x⟩)⟨x,Δ_i⟩ds/‖Δ_i‖, e_i = ‖Δ_i‖ ≥ 0"),
        statements=FIRST_ORDER,
        covers=("A109",),
        uses=("lemma-20/interpolation", "lemma-20/projection"),
        assumes=("expectation", "fundamental-theorem"),
        mutants=(Mutant("e² in place of e", Statement(le(e**2 * (2 * mu * u - mu**2), e * u**2), (ge(e, 0),))),),
        constants=(
            Constant(
                "factor of C_reg²(E‖Δ‖)² in E(f_ρ̄ - f_ρ)²",
                "1",
                "sqrt(3)/121 = 0.0143",
                "-",
                "69.8",
                "Gaussian data",
                ("lemma 1",),
            ),
        ),
        note="E u_i² ≤ √3c² by lemma-20/projection's product bound at each point of the segment.",
    ),
    Claim(
        id="lemma-20/fourth-moment",
        where=_P34,
        title="the fourth moment of the sampling error and Chebyshev's inequality",
        latex=r"\mathbb E\bigl(\mathbb E_x(f_{MF}-f_{\bar\rho^m})^2\bigr)^2\le\frac{64(C_{reg}/11)^4}{m^2},\quad \mathbb P\bigl[\cdot\ge\tfrac{\log m}{2m}\bigr]\le\frac{256(C_{reg}/11)^4}{\log^2m}",
        domain=Domain(
            "every real m ≥ 1 (m > 1 for the probability); m2, m4 the moments of a centred draw, m4 ≤ 16 E σ⁴ ≤ 16c⁴"
        ),
        statements=FOURTH,
        covers=("A110",),
        assumes=("induction", "expectation"),
        mutants=(
            Mutant("4 in place of 6 pairings", Statement(eq(FOURTH[0].show.lhs, sum_of + 4 * (m * m2) * m2 + m4))),
            Mutant("2 in place of 4", FOURTH[1].replace(le(sum_of / m**4, 2 * m4 / m**2))),
        ),
        constants=(
            Constant(
                "probability that E_x(f_MF - f_ρ̄)² ≥ log m/(2m)",
                "o(1)",
                "256 c⁴/log² m (second moment: 2c²/log m)",
                "-",
                "-",
                "c = C_reg/11 ≥ 1 when E σ² = 1; below 1/100 from log m ≥ 160c² on",
                ("lemma 1",),
            ),
        ),
        note="The bound tends to 0, but Σ 1/log² m diverges: it gives no almost sure statement (see poc/almost-surely-as-printed).",
    ),
    Claim(
        id="lemma-20/chebyshev",
        where=_P34,
        title="the sampling error by Markov's inequality",
        latex=r"\mathbb P\bigl[\mathbb E_x(f_{MF}-f_{\bar\rho^m})^2\ge\tfrac{\log m}{2m}\bigr]\le\frac{2(C_{reg}/11)^2}{\log m}",
        domain=Domain("m > 1; E over the draw of E_x(f_MF - f_ρ̄)² ≤ E σ²/m ≤ c²/m"),
        statements=(MARKOV,),
        covers=("A75",),
        uses=("lemma-20/fourth-moment",),
        mutants=(Mutant("1 in place of 2", MARKOV.replace(le(w, c**2 / L))),),
        note="Below 1/100 once log m ≥ 200(C_reg/11)²: the o(1) of Lemma 1 is a slow one.",
    ),
    Claim(
        id="lemma-20/conclusion",
        where=_P34,
        title="the conclusion of Lemma 1",
        latex=r"2\cdot\tfrac{\log m}{2m}+2C_{reg}^2(\mathbb E\|\Delta\|)^2",
        domain=Domain("m > 1; F ≤ 2E(f_MF - f_ρ̄)² + 2E(f_ρ̄ - f_ρ)²"),
        statements=(CONCLUSION,),
        covers=("A111",),
        uses=("lemma-20/halves", "lemma-20/first-order", "lemma-20/chebyshev"),
    ),
)
