"""Appendix B.1 (pp. 23–24) and B.7 (p. 28): the structured part of LSC, the symmetry assumption, the rank bound C_ρ*."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.hermite import correlated_expectation
from poc_symbolic.model.oracle import gauss_hermite, sphere_rule
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import inert

# along a unit vector u ∈ U ∩ ξ^⊥: uᵀDu = -κ; C = C_LSC, δ the root of the loss, R = √C_ρ*, G = C_reg, c = c_t²
c, C, G, R, delta, kappa, tau = sympy.symbols("c C G R delta kappa tau", real=True)
local = (gt(C, 0), gt(delta, 0), ge(R, 1), gt(G, 0), ge(tau, 0))
allowance = C * delta / (2 * R) + G * tau
STRUCTURED = Statement(le(c + kappa, allowance), (*local, ge(kappa, C * delta), ge(c, C), lt(G * tau, C)))
STRUCTURED_REPAIRED = Statement(
    ge(kappa, C * delta / 2 - G * tau), (*local, ge(c, C * delta), le(c - kappa, allowance))
)
VOID = Statement(gt(c + kappa, allowance), STRUCTURED.assume)

a, b, s, u1, u2, v1, v2, w1, w2 = sympy.symbols("a b s u1 u2 v1 v2 w1 w2", real=True)
turned = a * c**2 + b * s**2  # variance along the image of e₁ under a rotation with cos = c, sin = s
ON_THE_SPHERE = Statement(eq(turned, a), (gt(a, 0), gt(b, 0), eq(c**2 + s**2, 1)))
ON_THE_SPACE = (
    Statement(eq(a, b), (gt(a, 0), gt(b, 0), eq(c**2 + s**2, 1), gt(s**2, 0), eq(turned, a))),
    Statement(eq(a * c**2 + a * s**2, a), (eq(c**2 + s**2, 1),)),
)

unit_pair = (eq(u1**2 + u2**2, 1), eq(v1**2 + v2**2, 1))
# ‖w-u‖² - ‖w-v‖² = -2⟨w,u-v⟩: a hyperplane, unless u = v
ANY_TWO = Statement(gt((u1 - v1) ** 2 + (u2 - v2) ** 2, 0), (*unit_pair, le(u1 * v1 + u2 * v2, 1)))
DISTINCT = (
    Statement(gt((u1 - v1) ** 2 + (u2 - v2) ** 2, 0), (*unit_pair, lt(u1 * v1 + u2 * v2, 1))),
    Statement(
        eq((w1 - u1) ** 2 + (w2 - u2) ** 2 - (w1 - v1) ** 2 - (w2 - v2) ** 2, -2 * (w1 * (u1 - v1) + w2 * (u2 - v2))),
        unit_pair,
    ),
)

# the part of w in the circle's plane is r(a, b); two teachers at equal angles to its two sides
radius, a1, a2 = sympy.symbols("radius a1 a2", real=True)
one_side = (c * a1 - s * a2, s * a1 + c * a2)
other_side = (c * a1 + s * a2, -s * a1 + c * a2)
ON_A_CIRCLE = (
    Statement(
        eq(
            inert(sympy.Mul, radius * a1, one_side[0] - other_side[0])
            + inert(sympy.Mul, radius * a2, one_side[1] - other_side[1]),
            0,
        )
    ),
    Statement(
        gt((one_side[0] - other_side[0]) ** 2 + (one_side[1] - other_side[1]) ** 2, 0),
        (eq(a1**2 + a2**2, 1), gt(s, 0)),
    ),
)

# E σ'(g)² = e + o and E σ'(g)σ'(-g) = e - o for the even and the odd part of σ'; the 2×2 Gram determinant
e, o, r, x, y = sympy.symbols("e o r x y", real=True)
RANK = Statement(eq((e + o) ** 2 - (e - o) ** 2, 0), (ge(e, 0), ge(o, 0)))
RANK_REPAIRED = (
    Statement(le(1, r**3), (ge(r, 2),)),
    Statement(le(x * (r + 1), y * r**2), (ge(r, 2), ge(x, 0), le(x, y))),
    *(Statement(eq((e + o) ** 2 - (e - o) ** 2, 0), (ge(e, 0), ge(o, 0), eq(zero, 0))) for zero in (o, e)),
)


def _prove_structured() -> list[Verdict]:
    """κ - Cδ/2 + Gτ is the sum of the two last assumptions and ½Cδ(1 - 1/R)."""
    point = {"C": 1, "delta": 1, "R": 1, "G": 1, "tau": 0, "c": 1, "kappa": 1}
    script = Script(STRUCTURED_REPAIRED, point)
    above = script.combine(R, [(1, [2]), (1, [])])
    rest = script.combine(1 - 1 / R, [(1, [2])], times=[above])
    script.combine(kappa - C * delta / 2 + G * tau, [(1, [6]), (1, [5]), (Rational(1, 2), [0, 1, rest])])
    return [script.verdict("sum")]


def _second_structured() -> SecondRoute:
    """He₄/√24 at uniform ρ, d = 32: D at w* is -q'(1)P, q'(1) = 4 and δ² = 1 - E z⁴; c = C_LSC = κ/δ, τ = 0."""
    with mpmath.workdps(30):
        mean = mpmath.fsum(w * (z**4) for z, w in sphere_rule(8, 33))
        loss_root = mpmath.sqrt(1 - mean)
        slope = mpmath.fsum(w * (4 * g**3 - 12 * g) ** 2 / 24 for g, w in gauss_hermite(6))
        constant = slope / loss_root
        left, right = constant + slope, constant * loss_root / 2
        return SecondRoute(
            "σ = He₄/√24, uniform ρ, d = 32, at w = w*: ‖c UU⊤ - D‖ with the least c allowed, and the bound at τ = 0",
            f"{mpmath.nstr(left, 10)} > {mpmath.nstr(right, 10)}",
            bool(left > right),
        )


def _second_sphere() -> SecondRoute:
    """x ~ N(0, diag(1, 4)): no mass on the unit circle, and a quarter turn exchanges the variances."""
    with mpmath.workdps(20):
        rule = gauss_hermite(3)
        before = mpmath.fsum(w * g**2 for g, w in rule)
        after = mpmath.fsum(w * (2 * g) ** 2 for g, w in rule)
        return SecondRoute(
            "x ~ N(0, diag(1, 4)): E x₁² and E (gx)₁² for a quarter turn g; the law gives every A ⊂ S¹ mass 0",
            f"{mpmath.nstr(before, 8)}, {mpmath.nstr(after, 8)}",
            bool(abs(before - after) > 1),
        )


def _second_pair() -> SecondRoute:
    """supp ρ* = {e₁, -e₁} and twenty w: look for an equidistant pair among all pairs, and among distinct ones."""
    support = [(1, 0), (-1, 0)]
    points = [(mpmath.cos(n), mpmath.sin(n)) for n in range(20)]

    def hits(distinct: bool) -> int:
        return sum(
            any(
                mpmath.hypot(w[0] - u[0], w[1] - u[1]) == mpmath.hypot(w[0] - v[0], w[1] - v[1])
                for u in support
                for v in support
                if not distinct or u != v
            )
            for w in points
        )

    return SecondRoute(
        "supp ρ* = {±e₁}, twenty w: in the event as printed, and with w* ≠ w*'",
        f"{hits(False)}, {hits(True)}",
        bool(hits(False) == 20 and hits(True) == 0),
    )


def _second_rank() -> SecondRoute:
    """σ = He₂ + He₃ and supp ρ* = {±w*}: the Gram matrix of σ'(±g) by pairings; C_ρ* = min(2, 1^7) = 1."""
    slope = [-3, 2, 3]  # σ' = 3x² + 2x - 3
    z = sympy.Symbol("z")
    same, opposite = (sympy.Rational(correlated_expectation(slope, slope, z).subs(z, value)) for value in (1, -1))
    return SecondRoute(
        "σ = He₂ + He₃: E σ'(g)², E σ'(g)σ'(-g) by pairings, and the determinant of the Gram matrix on {±w*}",
        f"{same}, {opposite}, {same**2 - opposite**2}",
        bool(same**2 != opposite**2),
    )


_P24, _P28 = Place(24, "Assumptions LSC and Symmetry"), Place(28, "B.7")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="assumption-lsc/structured-as-printed",
        where=_P24,
        title="the structured part of local strong convexity",
        latex=r"\bigl\|c_t^1VV^\top P^\perp_{\xi^\infty}VV^\top+c_t^2UU^\top-D_t^\perp(w)\bigr\|\le\tfrac{C_{LSC}\|f-f^*\|}{2\sqrt{C_{\rho^*}}}+C_{reg}\tau,\quad c_t^1,c_t^2\ge C_{LSC}",
        domain=Domain(
            "along a unit vector u ∈ U ∩ ξ^⊥: uᵀDu = -κ, κ ≥ C_LSC δ (the first part of LSC), C_reg τ < C_LSC, δ > 0"
        ),
        statements=(STRUCTURED,),
        covers=("A68", "B65"),
        prove=lambda: [refute(STRUCTURED, {"C": 1, "c": 1, "kappa": 4, "delta": 1, "R": 1, "G": 11, "tau": "1/1000"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "assumption-lsc/structured",
            "Lemma 14 uses p. 54's form, -c₁…-c₂… with c₁, c₂ ≥ C_LSC δ, so only the display of p. 24 changes.",
        ),
        second_route=_second_structured,
        note="D is negative near the teachers: + should be -, and c ≥ C_LSC should be c ≥ C_LSC δ; p. 54 has both right, with C_b for C_ρ*.",
    ),
    Claim(
        id="assumption-lsc/structured-void",
        where=_P24,
        title="no problem with U ∩ ξ^⊥ ≠ 0 and C_reg τ < C_LSC satisfies the structured part as printed",
        latex=r"C_{reg}\tau<C_{LSC} \implies u^\top(c_t^2UU^\top-D_t^\perp)u>\tfrac{C_{LSC}\delta}{2\sqrt{C_{\rho^*}}}+C_{reg}\tau",
        domain=Domain("along a unit vector u ∈ U ∩ ξ^⊥; κ ≥ C_LSC δ, c ≥ C_LSC, δ > 0, R = √C_ρ* ≥ 1"),
        statements=(VOID,),
        covers=("A68",),
        mutants=(Mutant("with D = +κ", VOID.replace(gt(c - kappa, allowance))),),
        note="Both parts of LSC together are void as printed, for every τ of interest.",
    ),
    Claim(
        id="assumption-lsc/structured",
        where=_P24,
        title="the structured part with its sign and its factor δ",
        latex=r"\|c^1\dots+c^2UU^\top+D\|\le\tfrac{C_{LSC}\delta}{2\sqrt{C_{\rho^*}}}+C_{reg}\tau,\ c^i\ge C_{LSC}\delta \implies -u^\top Du\ge\tfrac12C_{LSC}\delta-C_{reg}\tau",
        domain=Domain("along a unit vector u ∈ U ∩ ξ^⊥; δ > 0, R = √C_ρ* ≥ 1"),
        statements=(STRUCTURED_REPAIRED,),
        prove=_prove_structured,
        covers=("A68", "B65"),
        mutants=(
            Mutant("3/4 in place of 1/2", STRUCTURED_REPAIRED.replace(ge(kappa, Rational(3, 4) * C * delta - G * tau))),
        ),
        note="So corrected, the structured part agrees with the first part up to a factor 2; He₄ satisfies it with c = κ.",
    ),
    Claim(
        id="assumption-symmetry/data-as-printed",
        where=_P24,
        title="the symmetry of the data law",
        latex=r"\mathbb P_{\mathcal D}[A]=\mathbb P_{\mathcal D_x}[g(A)],\ A\subset S^{d-1}",
        domain=Domain("x ~ N(0, diag(a, b)): every A ⊂ S^{d-1} has mass 0, so every rotation satisfies the display"),
        statements=(ON_THE_SPHERE,),
        covers=("A69",),
        prove=lambda: [refute(ON_THE_SPHERE, {"a": 1, "b": 4, "c": 0, "s": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "assumption-symmetry/data", "The proofs use P_{D_x}[A] = P_{D_x}[g(A)] for A ⊂ R^d; nothing else changes."
        ),
        second_route=_second_sphere,
        note="D is a law of (x, y), and D_x lives on R^d; I2 also has D_U on V, and D_U twice.",
    ),
    Claim(
        id="assumption-symmetry/data",
        where=_P24,
        title="the symmetry of the data law on the whole space",
        latex=r"\mathbb P_{\mathcal D_x}[A]=\mathbb P_{\mathcal D_x}[g(A)],\ A\subset\mathbb R^d",
        domain=Domain(
            "centred Gaussians in a plane: a rotation with sin ≠ 0 preserves the law only if a = b; N(0, aI) is preserved by all"
        ),
        statements=ON_THE_SPACE,
        covers=("A69",),
        mutants=(Mutant("the identity is a rotation too", ON_THE_SPACE[0].replace(assume=ON_THE_SPACE[0].assume[:3])),),
    ),
    Claim(
        id="assumption-symmetry/i1-as-printed",
        where=_P24,
        title="equidistant initial neurons",
        latex=r"\mathbb P_{w\sim\rho_0}[\{\|w-w^*\|=\|w-w^{*\prime}\|\ \exists w^*,w^{*\prime}\in\mathrm{supp}(\rho^*)\}]=0",
        domain=Domain(
            "unit u, v of the support, u = v allowed: the equidistant set is the hyperplane orthogonal to u - v"
        ),
        statements=(ANY_TWO,),
        covers=("A70",),
        prove=lambda: [refute(ANY_TWO, {"u1": 1, "u2": 0, "v1": 1, "v2": 0})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "assumption-symmetry/i1",
            "With w* ≠ w*' said, every law without atoms on finitely many hyperplanes satisfies I1.",
        ),
        second_route=_second_pair,
        note="With w* = w*' the event is the whole sphere.",
    ),
    Claim(
        id="assumption-symmetry/i1",
        where=_P24,
        title="equidistant initial neurons, for two distinct teachers",
        latex=r"u\ne v:\quad \|w-u\|=\|w-v\| \iff \langle w,u-v\rangle=0,\ u-v\ne0",
        domain=Domain("unit u ≠ v in their plane, every w; finite supports"),
        statements=DISTINCT,
        covers=("A70",),
        mutants=(Mutant("u = v allowed", ANY_TWO),),
    ),
    Claim(
        id="assumption-symmetry/i1-on-a-circle",
        where=_P24,
        title="every neuron is equidistant from two teachers of a circle",
        latex=r"\mathrm{supp}\,\rho^*=S^1\subset V:\quad \forall w\ \exists w^*\ne w^{*\prime}:\ \|w-w^*\|=\|w-w^{*\prime}\|",
        domain=Domain(
            "every w with part r(a1, a2) in the plane V, teachers turned by ±θ from (a1, a2), c = cos θ, s = sin θ > 0"
        ),
        statements=ON_A_CIRCLE,
        covers=("A70",),
        uses=("assumption-symmetry/i1",),
        mutants=(Mutant("θ = 0 allowed", ON_A_CIRCLE[1].replace(assume=(eq(a1**2 + a2**2, 1),))),),
        note="So the second half of I1 has probability 1 there, not 0, though Table 1 lists Circle as symmetric (LSC fails too).",
    ),
    Claim(
        id="remark-b7/rank-as-printed",
        where=_P28,
        title="C_ρ* as a bound on the rank",
        latex=r"C_{\rho^*}=\min\bigl(|\mathrm{supp}\rho^*|,\dim(V)^{2\deg\sigma+1}\bigr)\ge\mathrm{rank}\,\mathbb E\sigma'(x^\top w)\sigma'(x^\top w')",
        domain=Domain("dim V = 1, supp ρ* = {±w*}, so C_ρ* = 1; e, o ≥ 0 the norms of the even and odd part of σ'"),
        statements=(RANK,),
        covers=("C135",),
        prove=lambda: [refute(RANK, {"e": 1, "o": 1})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "remark-b7/rank", "Read C_ρ* as at least 2 when dim V = 1 and σ has both parities; Theorem 9's σ is even."
        ),
        second_route=_second_rank,
        note="The rank is 2 for every σ' of mixed parity. (k stands for E σσ elsewhere, here for E σ'σ'.)",
    ),
    Claim(
        id="remark-b7/rank",
        where=_P28,
        title="C_ρ* bounds the rank in dimension two and more, and for one parity",
        latex=r"r=\dim V\ge2,\ K=\deg\sigma\ge1:\quad \mathrm{rank}\le(r+1)^{K-1}\le r^{2K+1}",
        domain=Domain(
            "every real r ≥ 2 and integer K ≥ 1 (start and step of the induction over K); r = 1 and σ' of one parity, even or odd"
        ),
        statements=RANK_REPAIRED,
        covers=("C135",),
        assumes=("induction", "rank"),
        mutants=(Mutant("r ≥ 1", RANK_REPAIRED[1].replace(assume=(ge(r, 1), *RANK_REPAIRED[1].assume[1:]))),),
        note="σ'(⟨w,x⟩) lies in the polynomials of degree ≤ K-1 on V, at most (r+1)^{K-1} monomials.",
    ),
)
