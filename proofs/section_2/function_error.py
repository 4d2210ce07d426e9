"""Section 2.2, Lemma 1 (p. 5, restated as Lemma 20 on p. 32): the function error from the coupling error.

C stands for C_reg, b for E_i‖Δ_t(i)‖, u for ‖f_MF - f_ρ̄‖, r for ‖f_ρ̄ - f_ρ‖, and L = log(m)/m. The link from ρ̄ to
ρ is σ(ξ̂ᵀx) - σ(ξᵀx) = ∫_0^1 s g ds·‖Δ‖ with s = σ'((ξ+sΔ)ᵀx), g = xᵀΔ/‖Δ‖; n bounds the mean square of s g.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, log, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict

C, b, u, r, L, m, P = sympy.symbols("C b u r L m P", real=True)
lam, a, D = sympy.symbols("lam a D", real=True)
s, g, n, s4, g4 = sympy.symbols("s g n s4 g4", real=True)  # s4 = E s⁴, g4 = E g⁴
_young = 242 / C**2, C**2 / 968  # 2/c² and c²/8 for c = C/11
LINK = (
    Statement(le(s**2 * g**2, _young[0] * s**4 + _young[1] * g**4), (gt(C, 0),)),
    # E s⁴ ≤ c⁴ (R1), E g⁴ ≤ 2³·2! for variance proxy 1
    Statement(
        le(n, 4 * (C / 11) ** 2),
        (gt(C, 0), le(s4, (C / 11) ** 4), le(g4, 16), le(n, _young[0] * s4 + _young[1] * g4)),
    ),
)
_parts = (gt(C, 0), ge(b, 0), le(2 * u**2, L), le(r**2, n * b**2), le(n, 4 * (C / 11) ** 2))
BOUND = Statement(le((u + r) ** 2, 2 * C**2 * b**2 + L), _parts)
SHARPER = Statement(le((u + r) ** 2, 8 * (C / 11) ** 2 * b**2 + L), _parts)
# Markov: P · log(m)/(2m) ≤ E u² ≤ (C/11)²/m
FAILURE = Statement(
    le(P, 2 * (C / 11) ** 2 / log(m)), (gt(m, 1), gt(log(m), 0), le(P * log(m) / (2 * m), (C / 11) ** 2 / m))
)

# R1 alone: σ(z) = z has E|X|⁵ ≤ (C/11)⁵ for X of variance proxy 1, but x = λ·(a sign) e_1 may have any λ;
# all neurons move from e_2 to a e_1 + √(1-a²) e_2, so that ‖Δ‖² = D = 2 - 2√(1-a²)
ALONE = Statement(
    le(lam**2 * a**2, 2 * C**2 * D + log(m) / m),
    (gt(lam, 0), gt(C, 0), gt(m, 1), ge(a, 0), lt(a, 1), eq(D, 2 - 2 * sqrt(1 - a**2))),
)


def _prove_bound() -> list[Verdict]:
    """2C²b² + L - (u+r)² = (u-r)² + (L - 2u²) + 2(nb² - r²) + 2b²(4C²/121 - n) + 2C²b²(1 - 4/121)."""
    point = {"C": 11, "b": 0, "u": 0, "r": 0, "L": 0, "n": 0}
    sharper, script = Script(SHARPER, point), Script(BOUND, point)
    for proof, rest in ((sharper, 0), (script, Rational(234, 121))):
        terms = [(1, [proof.square(u - r)]), (1, [2]), (2, [3]), (2, [1, 1, 4])]
        spare = [(rest, [proof.square(C * b)])] if rest else []
        proof.combine(proof.statement.show.excess, [*terms, *spare])
    product = Script(LINK[0], {"C": 11, "s": 0, "g": 0})  # (242/C²)(s² - C²g²/484)²
    product.combine(LINK[0].show.excess, [(242, [product.square(s**2 - C**2 * g**2 / 484)])], times=[0, 0])
    mean = Script(LINK[1], {"C": 11, "s4": 0, "g4": 0, "n": 0})
    quartic = mean.combine(C**4 / 968, [(Rational(1, 968), [0, 0, 0, 0])])
    mean.combine(LINK[1].show.excess, [(1, [0, 0, 3]), (242, [1]), (1, [quartic, 2])], times=[0, 0])
    failure = Script(FAILURE, {"C": 1, "m": 8, "P": 0})
    size = failure.combine(m, [(1, [0]), (1, [])])
    failure.combine(FAILURE.show.excess, [(2, [size, 2])], times=[1])
    return [
        product.verdict("square"),
        mean.verdict("sum"),
        script.verdict("positive terms"),
        sharper.verdict("positive terms"),
        failure.verdict("Markov"),
    ]


def _second_alone() -> SecondRoute:
    """σ(z) = z, x = ±100 e_1: C_reg from the sixth moment 2⁴·3! of variance proxy 1, both sides from the values of x."""
    with mpmath.workdps(25):
        constant = 11 * mpmath.root(96, 6)
        neurons = [(mpmath.mpf(0), mpmath.mpf(1)), (mpmath.mpf(5) / 13, mpmath.mpf(12) / 13)]
        left = mpmath.fsum((sign * 100 * (neurons[1][0] - neurons[0][0])) ** 2 for sign in (-1, 1)) / 2
        gap = mpmath.hypot(neurons[1][0] - neurons[0][0], neurons[1][1] - neurons[0][1])
        right = 2 * constant**2 * gap**2 + 1
        return SecondRoute(
            "σ(z) = z, ρ_0 = δ_w, the neuron moved on the circle by the triple 5, 12, 13, x = ±100 e_1; C_reg = 11·96^{1/6}",
            f"{mpmath.nstr(left, 8)} > {mpmath.nstr(right, 8)}",
            bool(left > right),
        )


_P5 = Place(5, "Lemma 1")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-1/bound",
        where=_P5,
        title="the function error from the coupling error",
        latex=r"\|f_{\rho_t^{MF}}-f_{\rho_t^m}\|^2 \le 2C_{reg}^2(\mathbb E_i\|\Delta_t(i)\|)^2+\frac{\log m}m\quad\text{with probability}\ge1-\frac{2(C_{reg}/11)^2}{\log m}",
        domain=Domain(
            "m > 1; R1 for variance proxy 1, x of variance proxy 1 in every direction, one time t; E over the draw of u² ≤ "
            "(C_reg/11)²/m, and r² ≤ n(E_i‖Δ_i‖)² as in lemma-20/first-order, whose first two lines hold for every data law"
        ),
        statements=(*LINK, BOUND, SHARPER, FAILURE),
        covers=("A15",),
        uses=("coupling/independent-particles", "lemma-20/interpolation", "lemma-20/first-order", "lemma-20/chebyshev"),
        assumes=("hoelder", "expectation", "subgaussian-moments"),
        prove=_prove_bound,
        mutants=(
            Mutant("log(m)/(4m) in place of log(m)/m", BOUND.replace(le((u + r) ** 2, 2 * C**2 * b**2 + L / 4))),
            Mutant("3 in place of 4 in E s²g²", LINK[1].replace(le(n, 3 * (C / 11) ** 2))),
            Mutant("C²/100 in place of 2C²", BOUND.replace(le((u + r) ** 2, C**2 * b**2 / 100 + L))),
        ),
        constants=(
            Constant(
                "factor of C_reg² (E‖Δ‖)² in Lemma 1",
                "2",
                "8/121 = 0.0661…",
                "-",
                "30.25",
                "x of variance proxy 1; printed/proved",
                ("theorem 7",),
            ),
        ),
        note="Needs R2 besides R1. The sampling error has mean square at most (C_reg/11)²/m, so Markov's inequality is enough; the failure probability tends to 0 like 1/log m.",
    ),
    Claim(
        id="lemma-1/r1-alone",
        where=_P5,
        title="Lemma 1 under R1 alone",
        latex=r"\text{R1} \implies \|f_{\rho_t^{MF}}-f_{\rho_t^m}\|^2 \le 2C_{reg}^2(\mathbb E_i\|\Delta_t(i)\|)^2+\tfrac{\log m}m",
        domain=Domain(
            "σ(z) = z, ρ_0 a point mass, x = ±λe_1 with a fair sign, all neurons moved from e_2 to ae_1 + √(1-a²)e_2"
        ),
        statements=(ALONE,),
        covers=("A16",),
        prove=lambda: [refute(ALONE, {"lam": 100, "a": "3/5", "D": "2/5", "C": 24, "m": 10**6})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-1/bound",
            "Lemmas 1, 16, 20 and 21 need R2 too, and in R2 a variance proxy (1, say); Theorem 7 supposes Regularity as a whole.",
        ),
        second_route=_second_alone,
        note="R1 speaks of σ only; without R2 the covariate x may be as large as one likes, and f with it.",
    ),
)
