"""Appendix D.2 (pp. 31–32): Lemma 19, the smoothness constants S1–S6 and their count 11·(C_reg/11).

n0, n1, n2, n3 bound f or k and its derivatives (the inner function ξ is ∇f or ∇k).
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le

a, s, x, C = sympy.symbols("a s x C", real=True)
n0, n1, n2, n3, p0, p1, p2, f2, k2 = sympy.symbols("n0 n1 n2 n3 p0 p1 p2 f2 k2", real=True)
u, v, y, z = sympy.symbols("u v y z", real=True)  # inner products of unit vectors

unit = tuple(atom for name in (u, v, y, z) for atom in (ge(name, -1), le(name, 1)))
# ⟨b,(uw⊤+wu⊤)a⟩ = ⟨b,u⟩⟨w,a⟩ + ⟨b,w⟩⟨u,a⟩; the second derivative is the same form in its two directions
PROJECTOR = Statement(le(u * v + y * z, 2), unit)
PROJECTOR_ONE = Statement(le(u * v + y * z, 1), unit)

norms = (ge(n0, 0), ge(n1, 0), ge(n2, 0), ge(n3, 0))
factors = (ge(p0, 0), le(p0, 1), ge(p1, 0), le(p1, 2), ge(p2, 0), le(p2, 2))
FIRST = Statement(le(p0 * n1 + p1 * n0, n1 + 2 * n0), (*norms[:2], *factors[:4]))
# constant ξ = xu, x > 0: the u-component of (I - ww⊤)ξ at w + su is x(1 - (a+s)²) with a = ⟨w,u⟩
SECOND = Statement(le(Derivative(x * (a + s) ** 2, s, s), 3 * Derivative(x, s, s) + 8 * Derivative(x, s)), (gt(x, 0),))
SECOND_REPAIRED = Statement(le(p0 * n2 + 2 * p1 * n1 + p2 * n0, n2 + 4 * n1 + 2 * n0), (*norms[:3], *factors))

base = (*norms[1:], le(n1, C / 11), le(n2, C / 11), le(n3, C / 11), gt(C, 0))
COUNT = (
    Statement(le(n2 + 2 * n1, 3 * (C / 11)), base[:-2] + base[-1:]),  # S1
    Statement(le(n3 + 2 * n2, 3 * (C / 11)), base),  # S4
    Statement(le(n3 + 4 * n2 + 2 * n1, 7 * (C / 11)), base),  # S3 and S5
    Statement(le(7 * (C / 11), C), (gt(C, 0),)),
)
SIX = Statement(le(f2 + k2, C), (gt(C, 0), ge(f2, 0), ge(k2, 0), le(f2, C), le(k2, C)))
SIX_REPAIRED = Statement(
    le(f2 + k2, Rational(14, 11) * C), (gt(C, 0), ge(f2, 0), ge(k2, 0), le(f2, 7 * C / 11), le(k2, 7 * C / 11))
)


def _second_one() -> SecondRoute:
    """d/ds (I - ww⊤) at w in direction w itself is -2ww⊤."""
    w = mpmath.matrix([mpmath.mpf(3) / 5, mpmath.mpf(4) / 5])
    step = mpmath.mpf(1) / 1000
    moved = ((1 + step) ** 2 - (1 - step) ** 2) / (2 * step) * (w * w.T)
    norm = mpmath.sqrt(max(mpmath.eigsy(moved.T * moved, eigvals_only=True)))
    return SecondRoute(
        "central difference of ww⊤ at a unit w in direction w: operator norm", mpmath.nstr(norm, 10), bool(norm > 1.9)
    )


def _second_constant() -> SecondRoute:
    """(I - ww⊤)ξ for a constant unit ξ, second difference at w = ξ in direction ξ."""
    step = mpmath.mpf(1) / 64

    def along(w: mpmath.mpf) -> mpmath.mpf:
        return 1 - w * w

    second = (along(1 + step) - 2 * along(mpmath.mpf(1)) + along(1 - step)) / step**2
    return SecondRoute(
        "ξ = e₁ constant (the gradient of a linear f), w = e₁: second difference of (I - ww⊤)ξ along e₁, with ∇ξ = ∇²ξ = 0",
        mpmath.nstr(second, 10),
        bool(abs(second + 2) < mpmath.mpf("1e-10")),
    )


def _second_six() -> SecondRoute:
    """σ = He₃/√6 and ρ = δ_{-w*}: E k' = -f', so ν = 2f'; second differences along a circle through w*."""
    with mpmath.workdps(25):
        step = mpmath.mpf(1) / 256
        teacher = mpmath.matrix([1, 0])

        def field(angle: mpmath.mpf, pole: mpmath.matrix) -> mpmath.matrix:
            w = mpmath.matrix([mpmath.cos(angle), mpmath.sin(angle)])
            overlap = (w.T * pole)[0]
            return 3 * overlap**2 * (pole - overlap * w)

        def second(pole: mpmath.matrix) -> mpmath.matrix:
            return (field(1 + step, pole) - 2 * field(mpmath.mpf(1), pole) + field(1 - step, pole)) / step**2

        f_part, k_part = second(teacher), second(-teacher)
        total = mpmath.norm(f_part - k_part)
        return SecondRoute(
            "σ = He₃/√6, ρ = δ_{-w*}: second differences of f', of E k' and of ν along a circle",
            ", ".join(mpmath.nstr(x, 10) for x in (mpmath.norm(f_part), mpmath.norm(k_part), total)),
            bool(total > mpmath.mpf("1.99") * max(mpmath.norm(f_part), mpmath.norm(k_part))),
        )


_P31, _P32 = Place(31, "proof of Lemma 19"), Place(32, "proof of Lemma 19")
_DERIVATIVES = (
    "C_reg > 0, each derivative of f and k of order 1 to 3 at most C_reg/11: C_reg is Lemma 19's constant, for Gaussian "
    "data 11√15 times (R1's C_reg/11)² (lemma-19/product)"
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-19/projector",
        where=_P31,
        title="the derivatives of the projector",
        latex=r"\|\nabla(I-ww^\top)\|\le2,\quad\|\nabla^2(I-ww^\top)\|\le2",
        domain=Domain("‖w‖ ≤ 1; inner products of unit vectors in [-1, 1]"),
        statements=(PROJECTOR,),
        covers=("A92",),
        mutants=(Mutant("1 in place of 2", PROJECTOR_ONE),),
        note="2 is attained in the direction w itself; along the sphere it is 1.",
    ),
    Claim(
        id="lemma-19/projector-one-as-printed",
        where=_P32,
        title="the derivatives of the projector, once more",
        latex=r"\text{the derivatives of }(I-ww^\top)\text{ 'have operator norm at most 1'}",
        domain=Domain("‖w‖ ≤ 1; inner products of unit vectors in [-1, 1]"),
        statements=(PROJECTOR_ONE,),
        covers=("A92",),
        step=True,
        prove=lambda: [refute(PROJECTOR_ONE, {"u": 1, "v": 1, "y": 1, "z": 1})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-19/projector", "Page 31's 2 is right, and the count that uses it stands."),
        second_route=_second_one,
        note="Pages 31 and 32 disagree.",
    ),
    Claim(
        id="lemma-19/first-derivative",
        where=_P31,
        title="the first derivative of a projected field",
        latex=r"\|\nabla_w(I-ww^\top)\xi\|\le\|\nabla\xi\|+2\|\xi\|",
        domain=Domain("‖w‖ ≤ 1; p0, p1 the norms of the projector and its derivative, n0, n1 those of ξ and ∇ξ"),
        statements=(FIRST,),
        covers=("A93",),
        uses=("lemma-19/projector",),
        mutants=(Mutant("1 in place of 2", FIRST.replace(le(p0 * n1 + p1 * n0, n1 + n0))),),
    ),
    Claim(
        id="lemma-19/second-derivative-as-printed",
        where=_P31,
        title="the second derivative of a projected field",
        latex=r"\|\nabla_w^2(I-ww^\top)\xi\|\le3\|\nabla^2\xi\|+8\|\nabla\xi\|",
        domain=Domain("a constant field ξ = xu with x > 0, second derivative along u"),
        statements=(SECOND,),
        covers=("A94",),
        step=True,
        prove=lambda: [refute(SECOND, {"x": 1, "a": 1, "s": 0})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-19/second-derivative",
            "1 + 4 + 2 = 7 terms of size C_reg/11 instead of 3 + 8 = 11: S3 and S5 hold with room.",
        ),
        second_route=_second_constant,
        note="The term ‖ξ‖ from ∇²(I - ww⊤) is missing; the other two coefficients are larger than needed.",
    ),
    Claim(
        id="lemma-19/second-derivative",
        where=_P31,
        title="the second derivative of a projected field, by the product rule",
        latex=r"\|\nabla_w^2(I-ww^\top)\xi\|\le\|\nabla^2\xi\|+4\|\nabla\xi\|+2\|\xi\|",
        domain=Domain("‖w‖ ≤ 1; p0, p1, p2 the norms of the projector and its derivatives"),
        statements=(SECOND_REPAIRED,),
        covers=("A94",),
        uses=("lemma-19/projector",),
        mutants=(Mutant("without ‖ξ‖", SECOND_REPAIRED.replace(le(SECOND_REPAIRED.show.lhs, 3 * n2 + 8 * n1))),),
    ),
    Claim(
        id="lemma-19/count",
        where=_P32,
        title="the count of eleven terms",
        latex=r"\text{S1--S5}\le11\,(C_{reg}/11)=C_{reg}",
        domain=Domain(_DERIVATIVES),
        statements=COUNT,
        covers=("A91",),
        uses=("lemma-19/first-derivative", "lemma-19/second-derivative", "lemma-19/product"),
        mutants=(Mutant("six terms in S3", COUNT[2].replace(le(COUNT[2].show.lhs, 6 * (C / 11)))),),
        constants=(
            Constant(
                "terms of size C_reg/11 in S3 and S5",
                "11",
                "7",
                "-",
                "11/7",
                "S1 and S4: 3, S2: 1, S6: 14",
                ("lemma 5",),
            ),
        ),
        note="With R1's C_reg the terms are not at most C_reg/11 (lemma-19/product-as-printed).",
    ),
    Claim(
        id="lemma-19/s6-as-printed",
        where=_P31,
        title="the second derivative of the velocity",
        latex=r"\|\nabla_w^2\nu(w,\rho)\|\le C_{reg}",
        domain=Domain("C_reg > 0, from S3 and S5"),
        statements=(SIX,),
        covers=("A99", "A91"),
        step=True,
        prove=lambda: [refute(SIX, {"C": 11, "f2": 11, "k2": 11})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-19/s6",
            "Lemma 5 uses S6 with Taylor's factor 1/2, which is not printed: 7/11 ≤ 1, and its constants stay.",
        ),
        second_route=_second_six,
        note="ν = f' - E k' has two terms, each bounded by C_reg.",
    ),
    Claim(
        id="lemma-19/s6",
        where=_P31,
        title="the second derivative of the velocity, counted",
        latex=r"\|\nabla_w^2\nu(w,\rho)\|\le\tfrac{14}{11}C_{reg}",
        domain=Domain(_DERIVATIVES),
        statements=(SIX_REPAIRED,),
        covers=("A99",),
        uses=("lemma-19/count",),
        mutants=(Mutant("13/11", SIX_REPAIRED.replace(le(f2 + k2, Rational(13, 11) * C))),),
    ),
)
