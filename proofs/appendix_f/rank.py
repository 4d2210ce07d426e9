"""Appendix F.2.2 (pp. 44–45), Claim 4: the splitting of H_∞ over U and V, and the ranks of M_1 and M_2.

N = |supp(ρ*)|, D = dim V, K = degree(σ). For Gaussian data and z = ⟨w,v⟩, H_∞(w,v) = P_w [q'(z) I + q''(z) v wᵀ] P_v; xy stands
for ⟨x,y⟩.
"""

from __future__ import annotations

from itertools import product

import mpmath
import sympy
from sympy import Rational, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.teachers import orthogonal, single_index
from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import k

N, D, n, x, y, h = sympy.symbols("N D n x y h", real=True)
first, second, cross, uy, uv, uw, vy, wy, wv, h1, h2 = sympy.symbols(
    "first second cross uy uv uw vy wy wv h_1 h_2", real=True
)
c, s, c1, c2, r1, r2 = sympy.symbols("c s c_1 c_2 r_1 r_2", real=True)

# Claim 4: uᵀ H y for u in U; moments of x_U: E x_U = first = 0, E ⟨u,x_U⟩⟨y,x_U⟩ = second = ⟨u,y⟩
PLAIN = Statement(eq(k + k * (k - 1), 0), (ge(k, 1),))  # w*ᵀ E σ'²xxᵀ w* = q'(1) + q''(1) for q = z^k
MOMENTS = Statement(eq(h1 * second + cross * first, h1 * uy), (eq(first, 0), eq(second, uy)))
_along = h1 * (wy - wv * vy) + h2 * wv * (wy - wv * vy)
GAUSSIAN = Statement(eq(h1 * (uy - uv * vy) + h2 * uv * (wy - wv * vy) - uw * _along, h1 * uy), (eq(uv, 0), eq(uw, 0)))

RANK = Statement(le(k * (k - 1), k), (ge(k, 2),), {"k": "integer"})
PARITY = Statement(eq((c1 + 2 * c2) ** 2 - (c1 - 2 * c2) ** 2, 0), (ge(c1, 0), ge(c2, 0)))
RANKS = Statement(le(r1 + r2, N * D), (ge(N, 1), ge(D, 1), le(r1, N), le(r2, N * (D - 1))))  # of M_1 and M_2

RANKS_POLYNOMIAL = Statement(  # each rank is at most the number of monomials of degree ≤ n - 1 in D variables
    le(r1 + r2, 2 * D**n), (ge(D, 2), ge(n, 0), le(r1, (D**n - 1) / (D - 1)), le(r2, (D**n - 1) / (D - 1)))
)
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


def _prove_ranks() -> list[Verdict]:
    """2D^n - r_1 - r_2 from (D^n - 1)/(D - 1) ≤ D^n."""
    script = Script(RANKS_POLYNOMIAL, {"D": 2, "n": 0, "r_1": 0, "r_2": 0})
    script.combine(D, [(1, [0]), (2, [])])
    power = script.positive(D**n)
    below = script.combine(D - 1, [(1, [0]), (1, [])])
    count = script.combine(D**n - (D**n - 1) / (D - 1), [(1, [power, 0]), (1, [])], times=[below])
    script.combine(RANKS_POLYNOMIAL.show.excess, [(2, [count]), (1, [2]), (1, [3])])
    return [prove(RANKS), script.verdict("positive terms")]


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


_P44, _C4, _L33 = Place(44, "Remark 32"), Place(44, "Claim 4"), Place(44, "Lemma 33")
CONSTANT_EFFECT = (
    "C_b ≤ |supp ρ*|·dim V, or 2(dim V)^{deg σ+1} for a polynomial σ and dim V ≥ 2, takes the place of 2C_ρ*; neither depends on d, "
    "so Theorem 7 keeps its form."
)

CLAIMS: tuple[Claim, ...] = (
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
        repair=Repair("claim-4/rank", CONSTANT_EFFECT),
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
        repair=Repair("claim-4/rank", CONSTANT_EFFECT),
        second_route=_second_parity,
        note="For σ without parity; Theorem 9 has an even σ, for which the rank is 1.",
    ),
    Claim(
        id="claim-4/rank",
        where=_C4,
        title="the sum of the ranks of M_1 and M_2",
        latex=r"\mathrm{rank}(M_1)+\mathrm{rank}(M_2) \le \min\bigl(|\mathrm{supp}(\rho^*)| + |\mathrm{supp}(\rho^*)|(\dim V-1),\ 2(\dim V)^{\deg\sigma+1}\bigr)",
        domain=Domain(
            "N ≥ 1 teachers, D = dim V ≥ 1; the second bound for a polynomial σ and D ≥ 2, n = deg σ + 1; each rank by the background item"
        ),
        assumes=("rank",),
        uses=("claim-4/split", "claim-4/geometric-sum"),
        statements=(RANKS, RANKS_POLYNOMIAL),
        prove=_prove_ranks,
        mutants=(
            Mutant("N (D - 1) in place of N D", RANKS.replace(le(r1 + r2, N * (D - 1)))),
            Mutant("D^n in place of 2D^n", Statement(le(2 * (D**n - 1) / (D - 1), D**n), (ge(D, 2), ge(n, 0)))),
        ),
        note="Attained by two teachers, a ring of four and the eight teachers of lemma-33/constant-as-printed.",
    ),
    Claim(
        id="claim-4/geometric-sum-as-printed",
        where=Place(45, "proof of Claim 4"),
        title="the geometric sum for dim V = 1",
        latex=r"\sum_{j=0}^{2\deg\sigma}\dim(V)^j \le \dim(V)^{2\deg\sigma+1}",
        domain=Domain("degree 1, every real dim V ≥ 1 (for dim V = 1 and any degree K the sum is 2K + 1)"),
        statements=(SUM_LINEAR,),
        covers=("B45", "A39"),
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
        covers=("B45", "A39"),
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
        title="nine points with the Gaussian's moments up to degree 4 give its M_2, for degree 2",
        latex=r"\langle w',M_2(w,w)w'\rangle_{\mathcal D_V'} = \langle w',M_2(w,w)w'\rangle_{\mathcal N(0,I)} = 1",
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
)
