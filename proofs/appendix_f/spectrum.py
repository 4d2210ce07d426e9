"""Appendix F.2.2 (pp. 44–46): Remark 32, Claim 5, and how balanced the decomposition of Lemma 33 is.

N = |supp(ρ*)|, D = dim V, p the least probability of a teacher, r_1 and r_2 the ranks of M_1 and M_2.
"""

from __future__ import annotations

import sympy
from sympy import Rational, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.teacher_spectrum import characteristic_polynomials, spectrum
from poc_symbolic.model.teachers import sign_orbit, single_index
from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_f.rank import CONSTANT_EFFECT, RANKS, D, N, r1, r2

p, x, y, h, q1 = sympy.symbols("p x y h q_1", real=True)
m1, m2, m3, first, h1, h2 = sympy.symbols("m_1 m_2 m_3 first h_1 h_2", real=True)
f1, f2, z1, z2, lam_f, lam_y = sympy.symbols("f_1 f_2 z_1 z_2 lambda_f lambda_y", real=True)
a1, a2, b1, b2, n11, n12, n22 = sympy.symbols("a_1 a_2 b_1 b_2 n_11 n_12 n_22", real=True)

# Remark 32, d = 3: m_l = E v_l 1(ξ^∞ = w*), and (H v)_2 is a multiple q_1 of m_2
ENDS = Statement(eq(q1 * m2, 0), (gt(q1, 0), eq(m1, 0), eq(m3, 0)))
NORM = Statement(le(x**2, h**2 * y), (ge(x, 0), ge(h, 0), ge(first, 0), le(x, h * first), le(first**2, y)))
ORTHOGONAL = Statement(eq(h1 * m1 + h2 * m2 + q1 * m3, 0), (eq(m1, 0), eq(m2, 0), eq(m3, 0)))

# Lemma 33
BALANCED = Statement(le((r1 + r2) / p, N * D / p), (*RANKS.assume, gt(p, 0)))
TWICE = Statement(le(N * D, 2 * N), (ge(N, 1), ge(D, 1)), {"D": "integer", "N": "integer"})

# Claim 5
ZERO = Statement(eq(lam_y * f1, lam_f * f1), (eq(lam_f, 0), gt(lam_y, 0)))
# H = M_1UUᵀ + M_2 tested with (e_u, e_v) at the first of two teachers; M_1 has the row k_1, k_2, M_2 (along v) the row l_1, l_2
m_1, m_2, y_1, y_2, e_u, e_v = sympy.symbols("kernel_1 kernel_2 y_1 y_2 e_u e_v", real=True)
k_1, k_2, l_1, l_2, p_1, p_2, g_1, g_2 = sympy.symbols("k_1 k_2 l_1 l_2 p_1 p_2 g_1 g_2", real=True)
EIGEN = (
    Statement(
        eq(p_1 * e_u * k_1 * y_1 + p_2 * e_u * k_2 * y_2, lam_y * y_1 * e_u),
        (eq(p_1 * k_1 * y_1 + p_2 * k_2 * y_2, lam_y * y_1),),
    ),
    Statement(  # g is f's part along u
        eq(
            p_1 * (e_u * k_1 * g_1 + e_v * l_1 * f1) + p_2 * (e_u * k_2 * g_2 + e_v * l_2 * f2),
            lam_f * (e_u * g_1 + e_v * f1),
        ),
        (eq(p_1 * l_1 * f1 + p_2 * l_2 * f2, lam_f * f1), eq(g_1, 0), eq(g_2, 0)),
    ),
)
SPECTRAL_SUM = Statement(
    eq(e_u * m_1 * z1 + e_v * m_2 * z2, lam_y * (y_1 * e_u) * (y_2 * z1) + lam_f * (f1 * e_v) * (f2 * z2)),
    (eq(m_1, lam_y * y_1 * y_2), eq(m_2, lam_f * f1 * f2)),
)
PROJECTOR = Statement(
    eq(a1 * n11 * b1 + a1 * n12 * b2 + a2 * n12 * b1 + a2 * n22 * b2, a1 * b1 + a2 * b2),
    (eq(n11, 1), eq(n22, 1), eq(n12, 0)),
)
BOUND = Statement(le(y, 1 / sqrt(p)), (gt(p, 0), ge(y, 0), ge(x, 0), eq(p * y**2 + x, 1)))
LOEWNER = Statement(le((f1 * z1 + f2 * z2) ** 2, (z1**2 + z2**2) / p), (gt(p, 0), le(f1**2 + f2**2, 1 / p)))


def _prove_operator() -> list[Verdict]:
    """h²y - x² = h²(y - m²) + (hm - x)(hm + x)."""
    script = Script(NORM, {"x": 0, "h": 1, "first": 1, "y": 1})
    total = script.combine(h * first + x, [(1, [1, 2]), (1, [0])])
    script.combine(NORM.show.excess, [(1, [1, 1, 4]), (1, [3, total])])
    return [script.verdict("difference of squares"), prove(ORTHOGONAL)]


def _prove_bound() -> list[Verdict]:
    """|z|²/p - ⟨f,z⟩² = |z|²(1/p - |f|²) + (f_1z_2 - f_2z_1)²."""
    script = Script(LOEWNER, {"p": 1, "f_1": 0, "f_2": 0, "z_1": 1, "z_2": 1})
    squares = [script.square(e) for e in (z1, z2, f1 * z2 - f2 * z1)]
    script.combine(LOEWNER.show.excess, [(1, [squares[0], 1]), (1, [squares[1], 1]), (1, [squares[2]])])
    return [prove(BOUND), script.verdict("Lagrange's identity")]


def _second_ends() -> SecondRoute:
    block = single_index({4: sympy.Integer(1)}, 3).h_infinity(0, 0)
    return SecondRoute(
        "H_∞ of the single-index model in dimension 3, q = z⁴, w* = e_1, at the middle coordinate",
        str(block[1, 1]),
        block[1, 1] != 0,
    )


def _second_twice() -> SecondRoute:
    """Eight teachers (±2, ±3, ±6)/7, d = 4, q = Σ z^k/k: the spectrum is simple, so η_λ² = 1 for each of 24 eigenvalues."""
    q = {j: Rational(1, j) for j in range(1, 8)}
    model = sign_orbit((Rational(2, 7), Rational(3, 7), Rational(6, 7)), q, 4)
    scalar, vector = characteristic_polynomials(model)
    whole = scalar * vector
    simple = sympy.gcd(whole, whole.diff()).degree() == 0
    total = sum(space.eta_squared for space in spectrum(model))
    return SecondRoute(
        "eight teachers (±2, ±3, ±6)/7 in dimension 4, q = Σ z^k/k, k ≤ 7: exact characteristic polynomials without double roots, "
        "and Σ_λ max_w ‖P_λ(w,w)‖ in floats",
        f"{whole.degree()} eigenvalues, sum {total:.6f} > {2 * model.paper_constant(7)}",
        bool(simple and whole.degree() == 24 and total > 2 * model.paper_constant(7) + 1),
    )


def _second_zero() -> SecondRoute:
    model = single_index({4: sympy.Integer(1)}, 3)
    block, inner = model.h_infinity(0, 0), model.vector_matrix
    return SecondRoute(
        "single-index model, q = z⁴: M_2 and the entry of H_∞ at (e_2, e_2)",
        f"{inner.tolist()}, {block[1, 1]}",
        block[1, 1] == 4 and inner.is_zero_matrix,
    )


_P44, _C4, _L33 = Place(44, "Remark 32"), Place(44, "Claim 4"), Place(44, "Lemma 33")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="remark-32/indices-as-printed",
        where=_P44,
        title="the indices of the indicators",
        latex=r"v\perp\mathrm{span}(\chi_{w^*,l};\,l\in\{1,d\}) \implies \overline{H_\infty^\perp}v = 0",
        domain=Domain("single-index model with w* = e_1, d = 3"),
        statements=(ENDS,),
        covers=("B42",),
        prove=lambda: [refute(ENDS, {"q_1": 4, "m_1": 0, "m_2": 1, "m_3": 0})],
        severity=Severity.COSMETIC,
        repair=Repair("remark-32/operator", "With l = 1, …, d the remark holds."),
        second_route=_second_ends,
        note="{1, d} for {1, …, d}: the coordinates between are lost.",
    ),
    Claim(
        id="remark-32/operator",
        where=_P44,
        title="the operator of H_∞ is bounded and vanishes off W",
        latex=r"\|\overline{H}v\|_Z^2 \le \sup\|H\|^2\,(\mathbb E\|v\|)^2 \le \sup\|H\|^2\|v\|_Z^2;\quad v\perp W \implies \overline Hv = 0",
        domain=Domain("x = ‖H v(w)‖ ≤ h·E‖v‖; second part one coordinate of three teachers, W with all d indices"),
        assumes=("cauchy-schwarz", "linearity"),
        uses=("claim-7/swap",),
        statements=(NORM, ORTHOGONAL),
        prove=_prove_operator,
        covers=("B42",),
        mutants=(Mutant("h in place of h²", NORM.replace(le(x**2, h * y))),),
        note="Self-adjointness is H(w,v)ᵀ = H(v,w) (claim-7/swap).",
    ),
    Claim(
        id="claim-5/zero-eigenvalue-as-printed",
        where=Place(45, "Claim 5"),
        title="the formula for P_λ at λ = 0",
        latex=r"f\in\mathcal F,\ \lambda_f = 0 \implies \overline{H_\infty^\perp}f(\xi^\infty) = 0",
        domain=Domain("f = y u with u in U: M_2 f = 0, and H_∞ has the eigenvalue λ_y there"),
        statements=(ZERO,),
        covers=("B47",),
        prove=lambda: [refute(ZERO, {"f_1": 1, "lambda_f": 0, "lambda_y": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "claim-5/projector",
            "Take F and Y orthonormal bases of the ranges (λ ≠ 0), as |F| ≤ rank(M_2) on p. 46 supposes; the potential is unchanged.",
        ),
        second_route=_second_zero,
        note="A full basis F of L²(supp ρ*; R^d) contains functions with values in U, which M_2 annihilates and H_∞ does not.",
    ),
    Claim(
        id="claim-5/projector",
        where=Place(45, "Claim 5"),
        title="the projector for λ ≠ 0, and the spectral sum",
        latex=r"\overline{H_\infty^\perp}(yU_i) = \lambda_y\,yU_i,\ \overline{H_\infty^\perp}f = \lambda_f f,\ H_\infty^\perp = \sum_\lambda\lambda P_\lambda;\quad \mathbb E_{w'}P_\lambda(w,w')P_\lambda(w',w'') = P_\lambda(w,w''),\quad P_\lambda = \sum_{v\in\mathcal B_\lambda}v\,v^\top",
        domain=Domain(
            "λ ≠ 0; one direction u of U, one v of V and two teachers with masses p_1, p_2 (more by linearity); two orthonormal functions, f ⟂ yU_i because f has values in V"
        ),
        assumes=("linearity", "finite-spectral-theorem"),
        uses=("claim-4/split",),
        statements=(*EIGEN, SPECTRAL_SUM, PROJECTOR),
        covers=("B47",),
        mutants=(
            Mutant("f with values in U", EIGEN[1].replace(assume=EIGEN[1].assume[:1])),
            Mutant("λ_f for λ_y", SPECTRAL_SUM.replace(assume=(eq(m_1, lam_f * y_1 * y_2), SPECTRAL_SUM.assume[1]))),
            Mutant("functions that are not orthogonal", PROJECTOR.replace(assume=(eq(n11, 1), eq(n22, 1), eq(n12, 1)))),
        ),
        note="Built exactly and checked against H_∞ = Σ_λ λ P_λ on the models of poc_symbolic.model.teachers.",
    ),
    Claim(
        id="lemma-33/eigenfunction-bound",
        where=Place(46, "proof of Lemma 33"),
        title="size of the eigenfunctions",
        latex=r"\max(\|f(w)\|,|y(w)|) \le \frac1{\sqrt p};\quad \sum_{v\in\mathcal B_\lambda}v(w)v(w)^\top \preceq \tfrac1p(\#F_\lambda+\#Y_\lambda)I",
        domain=Domain("p > 0 (every teacher charged by ξ^∞_#μ), mean square 1; one f against any z, in their plane"),
        assumes=("linearity",),
        uses=("claim-5/projector",),
        statements=(BOUND, LOEWNER),
        prove=_prove_bound,
        covers=("B48",),
        mutants=(Mutant("p in place of √p", BOUND.replace(le(y, 1 / (2 * sqrt(p))))),),
        note="For a teacher that μ does not charge p = 0, and the first part of Lemma 33 says nothing.",
    ),
    Claim(
        id="lemma-33/constant-as-printed",
        where=_L33,
        title="the constant 2C_ρ*",
        latex=r"\text{I1, I2} \implies (H_\infty^\perp,\rho_0)\ \text{has a } 2C_{\rho^*}\text{-balanced decomposition},\ C_{\rho^*} \le |\mathrm{supp}(\rho^*)|",
        domain=Domain(
            "N teachers (± a_1, …, ± a_D), d > D, with a simple spectrum of N D eigenvalues, each with η_λ² = 1: N = 8, D = 3"
        ),
        statements=(TWICE,),
        covers=("B49", "A38"),
        uses=("claim-4/rank-as-printed",),
        prove=lambda: [refute(TWICE, {"N": 8, "D": 3})],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-33/constant", CONSTANT_EFFECT),
        second_route=_second_twice,
        note="P_λ(w,w) does not depend on the basis, so no choice of bases helps: the least constant is 24, and 2C_ρ* = 16.",
    ),
    Claim(
        id="lemma-33/constant",
        where=_L33,
        title="a constant that suffices",
        latex=r"\sum_\lambda\eta_\lambda^2 \le \frac{\mathrm{rank}(M_1)+\mathrm{rank}(M_2)}p \le \frac{|\mathrm{supp}(\rho^*)|\dim V}p;\quad \text{under I1 without } p",
        domain=Domain(
            "N, D ≥ 1, 0 < p; η_λ² = (#F_λ + #Y_λ)/p, and #F_λ + #Y_λ under I1 by Claim 8; Σ_λ(#F_λ + #Y_λ) is the sum of the ranks"
        ),
        uses=("claim-4/rank", "claim-5/projector", "claim-8/balanced", "lemma-33/eigenfunction-bound"),
        assumes=("rank", "finite-spectral-theorem"),
        statements=(BALANCED, RANKS),
        covers=("B49", "A38"),
        mutants=(Mutant("N in place of N D", BALANCED.replace(le((r1 + r2) / p, N / p))),),
        constants=(
            Constant(
                "C_b of Lemma 33 under I1",
                "2 C_ρ*",
                "|supp ρ*| dim V",
                "|supp ρ*| dim V",
                "—",
                "attained by two teachers, a ring of four, eight teachers (±2, ±3, ±6)/7",
                ("Theorem 7",),
            ),
        ),
        note="Two teachers with a general q already need 4 = 2C_ρ*, so Lemma 12's C_ρ* = 2 is too small there.",
    ),
)
