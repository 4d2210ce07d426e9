"""Appendix H, Table 1 (p. 78): the constants C_ρ* = min(|supp ρ*|, dim(V)^{2 deg σ + 1}) of eq. (6) in the experiments."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d, inert

C, D, K, c, e, n, x1, x2, y1, y2, w1, w2, v1, v2 = sympy.symbols("C D K c e n x1 x2 y1 y2 w1 w2 v1 v2", real=True)

# He_4: dim V = 1; and M_1 on {w*, -w*} is q'(1)·[[1, e], [e, 1]] with e = (-1)³
HE4 = (
    Statement(le(D**9, n), (eq(D, 1), ge(n, 1))),
    Statement(eq(c**2 - (c * e**3) ** 2, 0), (eq(e**2, 1),)),
)
CIRCLE = Statement(eq(D ** (2 * K + 1), 16), (eq(D, 2), eq(K, 4)))
CIRCLE_REPAIRED = (
    Statement(eq(D**9, 512), (eq(D, 2),)),
    Statement(eq(D**4, 16), (eq(D, 2),)),
    # the kernel z³ on the circle is a sum of four products: rank at most 4
    Statement(
        eq(
            (x1 * x2 + y1 * y2) ** 3,
            x1**3 * x2**3 + 3 * x1**2 * y1 * x2**2 * y2 + 3 * x1 * y1**2 * x2 * y2**2 + y1**3 * y2**3,
        ),
        (),
    ),
)
MISSPECIFIED = (
    Statement(eq(d**13, d**4), (ge(d, 3),)),
    Statement(eq(d**6, d**4), (ge(d, 3),)),
)
_cubic, _quintic = d * (d + 1) * (d + 2) / 6, d * (d + 1) * (d + 2) * (d + 3) * (d + 4) / 120
MISSPECIFIED_REPAIRED = (
    Statement(le(_cubic + _quintic, d**5), (ge(d, 3),)),
    Statement(gt(_quintic, d**4), (ge(d, 120),)),
)
# n orthonormal teachers in R^D: the functions e_l at w_i, l ≠ i, are n(D-1) eigenfunctions of M_2 with eigenvalue q'(1)
RANDOM = Statement(le(n * (D - 1), n), (eq(n, 6), eq(D, 6)))
RANDOM_REPAIRED = (
    Statement(le(n, D**9), (eq(n, 6), eq(D, 6))),
    Statement(  # the range of M_2(w_i, ·) is orthogonal to w_i: wᵀP_w v = 0
        eq(
            inert(
                sympy.Add,
                w1 * inert(sympy.Add, v1, -w1 * inert(sympy.Add, w1 * v1, w2 * v2)),
                w2 * inert(sympy.Add, v2, -w2 * inert(sympy.Add, w1 * v1, w2 * v2)),
            ),
            0,
        ),
        (eq(w1**2 + w2**2, 1),),
    ),
    Statement(eq(n * D - n, 30), (eq(n, 6), eq(D, 6))),
)
# parity of four bits: 16 neurons ε/2 with weights -Cχ(ε), C = 8; ReLU(Σ±1/2) is 2, 1, 0 at 4, 3, ≤ 2 agreements
PARITY = (
    Statement(eq(C, 8), (gt(C, 0), eq(4 * C**2, 256))),  # C = 2⁴/√4
    Statement(
        eq(inert(sympy.Mul, -C / 16, inert(sympy.Add, inert(sympy.Mul, 1, 2), inert(sympy.Mul, -4, 1))), C / 8), ()
    ),
    Statement(eq(C / 8, 1), (eq(C, 8),)),
)
# 0.75 XOR_4 + 0.25 x_1: mass 3/4 on those 16 neurons and mass 1/16 on ±e_1 with weights ±8: ReLU(x) - ReLU(-x) = x
STAIRCASE = (
    Statement(eq(8 * (c / 2) * x1, Rational(1, 4) * x1), (eq(c, Rational(1, 16)),)),
    Statement(le(Rational(3, 4) + c, 1), (eq(c, Rational(1, 16)),)),
    Statement(le(16 + n, 2**8), (eq(n, 2),)),
)


def _prove_parity() -> list[Verdict]:
    """(C - 8)(C + 8) = 0."""
    script = Script(PARITY[0], {"C": 8})
    total = script.combine(C + 8, [(1, [0]), (8, [])])
    script.combine(PARITY[0].show.excess, [("1/4", [1])], times=[total])
    return [script.verdict("equation"), prove(PARITY[1]), prove(PARITY[2])]


def _second_circle() -> SecondRoute:
    """Eigenvalues of q'(cos(θ-θ')) for He_4 on 24 points of the circle."""
    with mpmath.workdps(30):
        angles = [2 * mpmath.pi * i / 24 for i in range(24)]
        kernel = mpmath.matrix(24, 24)
        for i, first in enumerate(angles):
            for j, second in enumerate(angles):
                kernel[i, j] = mpmath.cos(first - second) ** 3
        rank = sum(1 for value in mpmath.eigsy(kernel, eigvals_only=True) if abs(value) > mpmath.mpf(10) ** -15)
        return SecondRoute(
            "eq. (6) at dim V = 2, deg σ = 4, with Python integers; and the rank of cos³(θ-θ') on 24 points",
            f"2^(2·4+1) = {2 ** (2 * 4 + 1)} ≠ 16 = 2^4; rank {rank}",
            bool(2 ** (2 * 4 + 1) != 16 and rank == 4),
        )


def _second_misspecified() -> SecondRoute:
    counts = [(dim, sympy.binomial(dim + 2, 3) + sympy.binomial(dim + 4, 5)) for dim in (32, 120, 500)]
    return SecondRoute(
        "dimension of the odd polynomials of degree 3 and 5 in R^d (the rank of z³, z⁵ on the sphere is that of degree 5), d = 32, 120, 500",
        ", ".join(f"{count} against {dim}^4 = {dim**4}" for dim, count in counts),
        bool(counts[-1][1] > 500**4 and counts[0][1] < 32**5),
    )


def _second_random() -> SecondRoute:
    """The 36 × 36 matrix of M_2 for six fixed generic teachers in R^6, by its definition q'(z)I + q''(z) w'wᵀ projected."""
    with mpmath.workdps(30):
        teachers = []
        for i in range(6):
            raw = [mpmath.sin(mpmath.mpf((7 * i + 1) * (j + 2) ** 2)) for j in range(6)]
            length = mpmath.sqrt(mpmath.fsum(x * x for x in raw))
            teachers.append(mpmath.matrix([x / length for x in raw]))
        big = mpmath.matrix(36, 36)
        for i, w in enumerate(teachers):
            left = mpmath.eye(6) - w * w.T
            for j, u in enumerate(teachers):
                z = (w.T * u)[0]
                block = left * (4 * z**3 * mpmath.eye(6) + 12 * z**2 * u * w.T) * (mpmath.eye(6) - u * u.T)
                for a in range(6):
                    for b in range(6):
                        big[6 * i + a, 6 * j + b] = block[a, b]
        values = mpmath.eigsy((big + big.T) / 2, eigvals_only=True)
        rank = sum(1 for value in values if abs(value) > mpmath.mpf(10) ** -12)
        return SecondRoute(
            "rank of M_2 (36 × 36) for six fixed generic teachers in R⁶, normalised He₄", str(rank), rank == 30
        )


_P78 = Place(78, "Table 1")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="table-1/he4-row",
        where=_P78,
        title="C_ρ* of the He₄ row",
        latex=r"C_{\rho^*} = \min(|\mathrm{supp}|, 1^{9}) = 1;\quad \mathrm{rank}\,M_1 = 1",
        domain=Domain("dim V = 1, |supp ρ*| = n = 1 or 2; M_1 on {w*, -w*} is c[[1, e³], [e³, 1]], e = -1", "point"),
        statements=HE4,
        covers=("C130",),
        mutants=(Mutant("dim V = 2", Statement(le(D**9, n), (eq(D, 2), ge(n, 1)))),),
    ),
    Claim(
        id="table-1/circle-as-printed",
        where=_P78,
        title="C_ρ* of the Circle row",
        latex=r"C_{\rho^*} = \dim(V)^{2\deg\sigma+1} \approx 2^4",
        domain=Domain("dim V = 2, deg σ = 4, infinite support", "point"),
        statements=(CIRCLE,),
        covers=("C131",),
        prove=lambda: [refute(CIRCLE, {"D": 2, "K": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "table-1/circle", "By eq. (6) it is 2⁹; 2⁴ is Lemma 12's dim^deg, and both bound the true rank 4."
        ),
        second_route=_second_circle,
        note="The table uses the exponent deg σ of p. 13, not 2 deg σ + 1 of pp. 10, 23 and 44.",
    ),
    Claim(
        id="table-1/circle",
        where=_P78,
        title="C_ρ* of the Circle row by both definitions, and the rank",
        latex=r"2^{2\cdot4+1} = 512,\quad 2^4 = 16,\quad \mathrm{rank}\,\langle w,w'\rangle^3|_{S^1} \le 4",
        domain=Domain("dim V = D = 2, deg σ = 4", "point"),
        statements=CIRCLE_REPAIRED,
        covers=("C131",),
        mutants=(Mutant("2⁴ by eq. (6)", Statement(eq(D**9, 16), (eq(D, 2),))),),
    ),
    Claim(
        id="table-1/misspecified-as-printed",
        where=_P78,
        title="C_ρ* of the Misspecified row",
        latex=r"C_{\rho^*} \approx d^4,\quad \deg\sigma = 6,\ \dim V = d",
        domain=Domain("every d ≥ 3; d^{13} by eq. (6), d⁶ by Lemma 12's exponent"),
        statements=MISSPECIFIED,
        covers=("C133",),
        prove=lambda: [refute(part, {"d": 32}) for part in MISSPECIFIED],
        severity=Severity.COSMETIC,
        repair=Repair(
            "table-1/misspecified", "Eq. (6) gives d^{13}, Lemma 12's exponent d⁶; the rank itself is of order d⁵."
        ),
        second_route=_second_misspecified,
        note="σ = He_4 + He_6 has degree 6; 4 is the degree of the first term. The table is descriptive, nothing rests on it.",
    ),
    Claim(
        id="table-1/misspecified",
        where=_P78,
        title="the rank behind the Misspecified row",
        latex=r"\mathrm{rank} \le \tbinom{d+2}3+\tbinom{d+4}5 \le d^5,\qquad \tbinom{d+4}5 > d^4\ \ (d \ge 120)",
        domain=Domain("kernel q'(z) with orders 3 and 5 on the sphere of R^d; every real d ≥ 3 (second part d ≥ 120)"),
        statements=MISSPECIFIED_REPAIRED,
        covers=("C133",),
        mutants=(Mutant("d³ in place of d⁵", Statement(le(_cubic + _quintic, d**3), (ge(d, 3),))),),
        note="If the support spans R^d; so d⁴ is not even a bound of the rank when d ≥ 120.",
    ),
    Claim(
        id="table-1/random-6-6-rank-of-m2",
        where=_P78,
        title="Claim 4 in the Random row: does C_ρ* = 6 bound the rank of M_2?",
        latex=r"\mathrm{rank}(M_2) \le C_{\rho^*} = 6",
        domain=Domain(
            "n = 6 orthonormal teachers in R^D, D = 6: n(D-1) eigenfunctions e_l at w_i with eigenvalue q'(1)", "point"
        ),
        statements=(RANDOM,),
        covers=("C134",),
        prove=lambda: [refute(RANDOM, {"n": 6, "D": 6})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "table-1/random-6-6",
            "6 bounds the rank of M_1; that of M_2 is bounded by |supp|(dim V - 1), so balancedness has this constant.",
        ),
        second_route=_second_random,
        note="The entry 6 is that of eq. (6), but M_2 is matrix-valued: each teacher carries dim V - 1 tangent directions, and generic teachers give the full 30.",
    ),
    Claim(
        id="table-1/random-6-6",
        where=_P78,
        title="the Random row: C_ρ* and the rank of M_2",
        latex=r"C_{\rho^*} = \min(6, 6^9) = 6,\quad w^\top M_2(w,\cdot) = 0 \implies \mathrm{rank}(M_2) \le 6\cdot6-6 = 30",
        domain=Domain(
            "n = 6 teachers in R⁶; one unit teacher in the plane of two coordinates for wᵀP_w^⊥ = 0", "point"
        ),
        statements=RANDOM_REPAIRED,
        covers=("C134",),
        mutants=(Mutant("rank 6", Statement(eq(n * D - n, 6), (eq(n, 6), eq(D, 6)))),),
        note="With the antipodes ±w_i that an even σ adds, M_1 keeps rank 6, since σ' is odd.",
    ),
    Claim(
        id="table-1/xor-4",
        where=_P78,
        title="sixteen neurons carry the parity of four bits",
        latex=r"-8\,\mathbb E_{\varepsilon}\,\chi(\varepsilon)\,\mathrm{ReLU}(\tfrac12\langle\varepsilon,x\rangle) = \chi(x),\quad 8 = 2^4/\sqrt4",
        domain=Domain("ReLU, neurons ε/2 (ε ∈ {±1}⁴) with second layer -8χ(ε), x ∈ {±1}⁴", "point"),
        statements=PARITY,
        covers=("C136", "C140"),
        prove=_prove_parity,
        mutants=(Mutant("C = 2⁴", Statement(eq(C / 8, 1), (eq(C, 16),))),),
        note="So a ρ* with 2⁴ atoms exists for ReLU, and C_4 = 8 is exactly the weight it needs.",
    ),
    Claim(
        id="table-1/staircase",
        where=_P78,
        title="eighteen neurons carry the staircase",
        latex=r"\tfrac34\mathrm{XOR}_4+\tfrac14x_1:\ \text{mass } \tfrac34 \text{ on } 16 \text{ neurons},\ \tfrac1{16} \text{ on } \pm e_1",
        domain=Domain("ReLU with second layer ±8; the remaining mass cancels in pairs (w, 8), (w, -8)", "point"),
        statements=STAIRCASE,
        covers=("C136",),
        uses=("table-1/xor-4",),
        mutants=(Mutant("mass 1/8", Statement(eq(8 * (c / 2) * x1, Rational(1, 4) * x1), (eq(c, Rational(1, 8)),))),),
        note="2⁸ is an upper bound for this ρ*, not its size; eq. (6) does not fix C_ρ*, because ρ* is not unique here.",
    ),
    Claim(
        id="table-1/staircase-limit",
        where=_P78,
        title="the support of the staircase's limit",
        latex=r"C_{\rho^*}(\mathrm{Staircase}) \approx 2^8",
        domain=Domain("the ρ* that the dynamics of the experiment reach", "point"),
        covers=("C136",),
        uses=("table-1/staircase",),
        note="Undecided: σ is no polynomial, so C_ρ* = |supp ρ*|, and which ρ* the training reaches cannot be read from the paper; 18 atoms suffice.",
    ),
)
