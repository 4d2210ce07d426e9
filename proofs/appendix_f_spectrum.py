"""Appendix F.2.2 (pp. 44–46): Remark 32, Claims 4 and 5, and how balanced the decomposition of Lemma 33 is.

N = |supp(ρ*)|, D = dim V, K = degree(σ), p the least probability of a teacher. For Gaussian data and z = ⟨w,v⟩,
H_∞(w,v) = P_w [q'(z) I + q''(z) v wᵀ] P_v; xy stands for ⟨x,y⟩.
"""

from __future__ import annotations

from itertools import product

import mpmath
import sympy
from sympy import Rational, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.teacher_spectrum import characteristic_polynomials, spectrum
from poc_symbolic.model.teachers import orthogonal, sign_orbit, single_index
from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import k

N, D, K, p, n, x, y, h, q1 = sympy.symbols("N D K p n x y h q_1", real=True)
m1, m2, m3, first, second, cross, uy, uv, uw, vy, wy, wv, h1, h2 = sympy.symbols(
    "m_1 m_2 m_3 first second cross uy uv uw vy wy wv h_1 h_2", real=True
)
c, s, c1, c2, r1, r2, f1, f2, z1, z2, lam_f, lam_y = sympy.symbols(
    "c s c_1 c_2 r_1 r_2 f_1 f_2 z_1 z_2 lambda_f lambda_y", real=True
)
a1, a2, b1, b2, n11, n12, n22 = sympy.symbols("a_1 a_2 b_1 b_2 n_11 n_12 n_22", real=True)

# Remark 32, d = 3: m_l = E v_l 1(ξ^∞ = w*), and (H v)_2 is a multiple q_1 of m_2
ENDS = Statement(eq(q1 * m2, 0), (gt(q1, 0), eq(m1, 0), eq(m3, 0)))
NORM = Statement(le(x**2, h**2 * y), (ge(x, 0), ge(h, 0), ge(first, 0), le(x, h * first), le(first**2, y)))
ORTHOGONAL = Statement(eq(h1 * m1 + h2 * m2 + q1 * m3, 0), (eq(m1, 0), eq(m2, 0), eq(m3, 0)))

# Claim 4: uᵀ H y for u in U; moments of x_U: E x_U = first = 0, E ⟨u,x_U⟩⟨y,x_U⟩ = second = ⟨u,y⟩
PLAIN = Statement(eq(k + k * (k - 1), 0), (ge(k, 1),))  # w*ᵀ E σ'²xxᵀ w* = q'(1) + q''(1) for q = z^k
MOMENTS = Statement(eq(h1 * second + cross * first, h1 * uy), (eq(first, 0), eq(second, uy)))
_along = h1 * (wy - wv * vy) + h2 * wv * (wy - wv * vy)
GAUSSIAN = Statement(eq(h1 * (uy - uv * vy) + h2 * uv * (wy - wv * vy) - uw * _along, h1 * uy), (eq(uv, 0), eq(uw, 0)))

RANK = Statement(le(k * (k - 1), k), (ge(k, 2),), {"k": "integer"})
PARITY = Statement(eq((c1 + 2 * c2) ** 2 - (c1 - 2 * c2) ** 2, 0), (ge(c1, 0), ge(c2, 0)))
_ranks = (ge(N, 1), ge(D, 1), le(r1, N), le(r2, N * (D - 1)))
RANKS = Statement(le(r1 + r2, N * D), _ranks)
BALANCED = Statement(le((r1 + r2) / p, N * D / p), (*_ranks, gt(p, 0)))
TWICE = Statement(le(N * D, 2 * N), (ge(N, 1), ge(D, 1)), {"D": "integer", "N": "integer"})

SUM_LINEAR = Statement(le(1 + D + D**2, D**3), (ge(D, 1),))
SUMS = (
    Statement(eq((D**n - 1) / (D - 1) + D**n, (D ** (n + 1) - 1) / (D - 1)), (ge(D, 2), ge(n, 0))),
    Statement(le((D**n - 1) / (D - 1), D**n), (ge(D, 2), ge(n, 0))),
)


def _mean(points: tuple[tuple[sympy.Expr, sympy.Expr], ...]) -> sympy.Expr:
    """E (σ'(⟨w,x⟩) ⟨w',x⟩)² for σ = z²/2, w = (c, s), w' = (-s, c), both coordinates from the given points and weights."""
    return sum(
        (wx * wy * (c * x + s * y) ** 2 * (-s * x + c * y) ** 2 for (x, wx), (y, wy) in product(points, repeat=2)),
        sympy.S.Zero,
    )


_circle = (eq(c**2 + s**2, 1),)
_signs = ((sympy.Integer(1), Rational(1, 2)), (sympy.Integer(-1), Rational(1, 2)))
_three = ((sqrt(3), Rational(1, 6)), (sympy.Integer(0), Rational(2, 3)), (-sqrt(3), Rational(1, 6)))
_slope = {c: (1 - h**2) / (1 + h**2), s: 2 * h / (1 + h**2)}
LOW_MOMENTS = Statement(eq(sympy.expand(_mean(_signs)), 1), _circle)
HIGH_MOMENTS = Statement(eq(sympy.expand(_mean(_three)), 1), _circle)

ZERO = Statement(eq(lam_y * f1, lam_f * f1), (eq(lam_f, 0), gt(lam_y, 0)))
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


def _second_plain() -> SecondRoute:
    with mpmath.workdps(30):
        value = mpmath.quad(
            lambda t: (4 * t**3 - 12 * t) ** 2 * t**2 * mpmath.npdf(t), [-mpmath.inf, -2, 0, 2, mpmath.inf]
        )
        return SecondRoute(
            "w*ᵀ E σ'(x)² xxᵀ w* for He_4 by quadrature; Definition 10 gives 0", mpmath.nstr(value, 10), bool(value > 1)
        )


def _second_rank() -> SecondRoute:
    rank = orthogonal(3, {4: sympy.Integer(1)}, 5).vector_matrix.rank()
    return SecondRoute("exact rank of the 9×9 matrix M_2 of three orthogonal teachers, q = z⁴", f"{rank} > 3", rank > 3)


def _second_parity() -> SecondRoute:
    rank = single_index({1: sympy.Integer(1), 2: Rational(1, 2)}, 3).scalar_kernel.rank()
    return SecondRoute("exact rank of M_1 for the teachers ± w*, q = z + z²/2", f"{rank} > 1", rank > 1)


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


def _second_sum() -> SecondRoute:
    total = sum(1**j for j in range(2 * 4 + 1))
    return SecondRoute("Σ_{j≤2K} 1^j for K = 4 against 1^{2K+1}", f"{total} > 1", total > 1)


def _second_moments() -> SecondRoute:
    with mpmath.workdps(30):
        co, si = mpmath.mpf(3) / 5, mpmath.mpf(4) / 5
        nodes = [(i, j) for i in (1, -1) for j in (1, -1)]
        discrete = mpmath.fsum((co * i + si * j) ** 2 * (-si * i + co * j) ** 2 for i, j in nodes) / 4
        normal = mpmath.quad(lambda t: t**2 * mpmath.npdf(t), [-mpmath.inf, 0, mpmath.inf]) ** 2
        return SecondRoute(
            "σ = z²/2, w = (3/5, 4/5): the mean over four sign vectors against the Gaussian one by quadrature",
            f"{mpmath.nstr(discrete, 10)} and {mpmath.nstr(normal, 10)}",
            bool(abs(discrete - normal) > mpmath.mpf(1) / 10),
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
_CONSTANT_EFFECT = "C_b ≤ |supp ρ*|·dim V (or the sum of the ranks) takes the place of 2C_ρ*; it does not depend on d, so Theorem 7 keeps its form."

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
        id="claim-4/expansion-as-printed",
        where=Place(44, "proof of Claim 4"),
        title="H_∞ without its projections",
        latex=r"H_\infty^\perp(w,w') = \mathbb E\sigma'(x^\top\xi^\infty(w))\sigma'(x^\top\xi^\infty(w'))xx^\top",
        domain=Domain("one teacher, q = z^k, the component along w*: q'(1) + q''(1), where Definition 10 gives 0"),
        statements=(PLAIN,),
        covers=("B43",),
        step=True,
        prove=lambda: [refute(PLAIN, {"k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair("claim-4/split", "With P^⊥ on both sides, as in Definition 10 and in M_2, the claim is right."),
        second_route=_second_plain,
        note="The projections P^⊥ are missing in the line that recalls H_∞.",
    ),
    Claim(
        id="claim-4/split",
        where=_C4,
        title="the splitting of H_∞ over U and V",
        latex=r"u^\top H_\infty^\perp(w,w')y = M_1(w,w')\,\langle u,y\rangle\ (u\in U);\quad H_\infty^\perp = M_1UU^\top + M_2",
        domain=Domain(
            "u in U, any y: moments of any law with I2 (E x_U = 0, E x_U x_Uᵀ = UUᵀ, x_U independent of x_V); then Gaussian data, any q"
        ),
        statements=(MOMENTS, GAUSSIAN),
        covers=("B43",),
        mutants=(
            Mutant("a mean that is not 0", MOMENTS.replace(assume=(eq(first, 1), eq(second, uy)))),
            Mutant("u not orthogonal to w'", GAUSSIAN.replace(assume=(eq(uw, 0),))),
        ),
        note="The rest of H_∞ lives on V and is M_2; I2 (p. 24) has U and V exchanged in one place, and U is the orthogonal complement of V.",
    ),
    Claim(
        id="claim-4/rank-as-printed",
        where=_C4,
        title="the rank of M_2",
        latex=r"\mathrm{rank}(M_2) \le C_{\rho^*} = \min(|\mathrm{supp}(\rho^*)|,\dim(V)^{2\deg\sigma+1})",
        domain=Domain(
            "k orthogonal teachers, q = z⁴: M_2 = q'(1) P_w on the diagonal and 0 off it, of rank k(k-1); |supp| = k"
        ),
        statements=(RANK,),
        covers=("B44", "A38"),
        prove=lambda: [refute(RANK, {"k": 3})],
        severity=Severity.CONSTANT,
        repair=Repair("claim-4/rank", _CONSTANT_EFFECT),
        second_route=_second_rank,
        note="M_2 acts on functions with values in V, a space of dimension |supp|·(dim V - 1) after the projections, not |supp|.",
    ),
    Claim(
        id="claim-4/rank-of-m1-as-printed",
        where=_C4,
        title="the rank of M_1 in one dimension",
        latex=r"\dim V = 1:\ \mathrm{rank}(M_1) \le \min(2, 1^{2\deg\sigma+1}) = 1",
        domain=Domain("teachers ± w*, q = c_1 z + c_2 z²: q'(1)² - q'(-1)² vanishes when the rank is at most 1"),
        statements=(PARITY,),
        covers=("B44",),
        prove=lambda: [refute(PARITY, {"c_1": 1, "c_2": 1})],
        severity=Severity.CONSTANT,
        repair=Repair("claim-4/rank", _CONSTANT_EFFECT),
        second_route=_second_parity,
        note="For σ without parity; Theorem 9 has an even σ, for which the rank is 1.",
    ),
    Claim(
        id="claim-4/rank",
        where=_C4,
        title="ranks of M_1 and M_2",
        latex=r"\mathrm{rank}(M_1)+\mathrm{rank}(M_2) \le |\mathrm{supp}(\rho^*)| + |\mathrm{supp}(\rho^*)|(\dim V-1) = |\mathrm{supp}(\rho^*)|\dim V",
        domain=Domain(
            "N ≥ 1 teachers, D = dim V ≥ 1; alternatively each rank is at most Σ_{j≤K} D^j ≤ D^{K+1} for D ≥ 2"
        ),
        assumes=("rank",),
        uses=("claim-4/split", "claim-4/geometric-sum"),
        statements=(RANKS,),
        mutants=(Mutant("N (D - 1) in place of N D", RANKS.replace(le(r1 + r2, N * (D - 1)))),),
        note="Attained by two teachers, a ring of four and the eight teachers of lemma-33/constant-as-printed.",
    ),
    Claim(
        id="claim-4/geometric-sum-as-printed",
        where=Place(45, "proof of Claim 4"),
        title="the geometric sum for dim V = 1",
        latex=r"\sum_{j=0}^{2\deg\sigma}\dim(V)^j \le \dim(V)^{2\deg\sigma+1}",
        domain=Domain("degree 1, every real dim V ≥ 1 (for dim V = 1 and any degree K the sum is 2K + 1)"),
        statements=(SUM_LINEAR,),
        covers=("B45",),
        prove=lambda: [refute(SUM_LINEAR, {"D": 1})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "claim-4/geometric-sum",
            "It holds for dim V ≥ 2; for dim V = 1, the single-index model, use |supp ρ*| ≤ 2 instead.",
        ),
        second_route=_second_sum,
        note="2K + 1 ≤ 1 fails for dim V = 1, which is Theorem 9's case.",
    ),
    Claim(
        id="claim-4/geometric-sum",
        where=Place(45, "proof of Claim 4"),
        title="the geometric sum for dim V ≥ 2",
        latex=r"\sum_{j<n}D^j = \frac{D^n-1}{D-1} \le D^n",
        domain=Domain("real D ≥ 2; n ≥ 0 by induction (n = 2 deg σ + 1)"),
        assumes=("induction",),
        statements=SUMS,
        covers=("B45",),
        mutants=(Mutant("D^n/2 on the right", SUMS[1].replace(le((D**n - 1) / (D - 1), D**n / 2))),),
        note="The factor 1/(D-1) ≤ 1 is what is needed.",
    ),
    Claim(
        id="claim-4/moments-as-printed",
        where=Place(45, "proof of Claim 4"),
        title="how many moments must match",
        latex=r"\mathcal D_V'\ \text{matches}\ \mathcal D_V\ \text{up to degree } \deg\sigma \implies M_2\ \text{is the same}",
        domain=Domain(
            "σ = z²/2, D = 2: four sign vectors match the Gaussian up to degree 3; the entry ⟨w', M_2(w,w) w'⟩ at w = (c, s)"
        ),
        statements=(LOW_MOMENTS,),
        covers=("B46",),
        step=True,
        prove=lambda: [refute(LOW_MOMENTS, {"c": "3/5", "s": "4/5"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "claim-4/moments-degree-4", "Match up to degree 2 deg σ, as the sum in the same sentence counts."
        ),
        second_route=_second_moments,
        note="M_2 averages polynomials of degree 2(K-1) + 2 = 2K in x.",
    ),
    Claim(
        id="claim-4/moments-degree-4",
        where=Place(45, "proof of Claim 4"),
        title="moments up to twice the degree suffice, for degree 2",
        latex=r"\mathcal D_V'\ \text{matches up to degree } 4 \implies \langle w',M_2(w,w)w'\rangle \text{ is the same}",
        domain=Domain(
            "σ = z²/2, D = 2, nine points (0, ± √3) with Gauss–Hermite weights, every w on the circle", "finite"
        ),
        statements=(HIGH_MOMENTS,),
        covers=("B46",),
        mutants=(
            Mutant("the four sign vectors", Statement(eq(sympy.expand(_mean(_signs)).subs(_slope), 1), (gt(h, 0),))),
        ),
        note="For any degree it is linearity in the moments of degree at most 2K.",
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
        title="the kernel of the projector for λ ≠ 0",
        latex=r"\mathbb E_{w'}P_\lambda(w,w')P_\lambda(w',w'') = P_\lambda(w,w''),\quad P_\lambda = \sum_{v\in\mathcal B_\lambda}v\,v^\top",
        domain=Domain(
            "one coordinate each at w and w'', two orthonormal functions; f and y U_l are orthogonal because f has values in V"
        ),
        assumes=("linearity",),
        uses=("claim-4/split",),
        statements=(PROJECTOR,),
        covers=("B47",),
        mutants=(
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
        repair=Repair("lemma-33/constant", _CONSTANT_EFFECT),
        second_route=_second_twice,
        note="P_λ(w,w) does not depend on the basis, so no choice of bases helps: the least constant is 24, and 2C_ρ* = 16.",
    ),
    Claim(
        id="lemma-33/constant",
        where=_L33,
        title="a constant that suffices",
        latex=r"\sum_\lambda\eta_\lambda^2 \le \frac{\mathrm{rank}(M_1)+\mathrm{rank}(M_2)}p \le \frac{|\mathrm{supp}(\rho^*)|\dim V}p;\quad \text{under I1 without } p",
        domain=Domain("N, D ≥ 1, 0 < p; η_λ² = (#F_λ + #Y_λ)/p, and without 1/p by Claim 8"),
        uses=("claim-4/rank", "lemma-33/eigenfunction-bound"),
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
