"""Appendix B.6 (p. 27): transitivity of the examples, equidistant neurons, and the structured condition for 2-index models."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Subs

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import inert, k

a, b, c, p, q, r, s, t, u, v, x, y, z = sympy.symbols("a b c p q r s t u v x y z", real=True)
m11, m12, m21, m22 = sympy.symbols("m11 m12 m21 m22", real=True)

# unit (a, b) and (p, q); n their difference; the reflection w - 2n⟨n,w⟩/‖n‖²
two = (eq(a**2 + b**2, 1), eq(p**2 + q**2, 1), lt(a * p + b * q, 1))
n1, n2 = a - p, b - q
size = n1**2 + n2**2


def reflected(first: sympy.Expr, second: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    """The mirror image of (first, second), times ‖n‖²."""
    inner = n1 * first + n2 * second
    return size * first - 2 * n1 * inner, size * second - 2 * n2 * inner


SWAPPED = (
    *(Statement(eq(image, size * target), two) for image, target in zip(reflected(a, b), (p, q), strict=True)),
    Statement(gt(size, 0), two),
    # an isometry: ‖image‖² = ‖n‖⁴(x² + y²); what is orthogonal to both teachers stays where it is
    Statement(eq(sum(part**2 for part in reflected(x, y)), size**2 * (x**2 + y**2))),
)
# a turn by the ring's angle: cos = c, sin = s; neighbours (a, b) → (ca - sb, sa + cb) keep their overlap
RING = Statement(
    eq((c * a - s * b) * (c * x - s * y) + (s * a + c * b) * (s * x + c * y), a * x + b * y), (eq(c**2 + s**2, 1),)
)


# w = (x, t, y) and the mirror images (p, ±b, r) at overlaps u, v = px ± bt + ry, which t → -t exchanges
def across(upper: sympy.Expr, lower: sympy.Expr, height: sympy.Expr) -> sympy.Expr:
    """The velocity's component across the mirror: q'(⟨w,u⟩) times that of u - ⟨w,u⟩w, for both images."""
    parts = (k * upper ** (k - 1) * (b - upper * height), k * lower ** (k - 1) * (-b - lower * height))
    return inert(sympy.Add, *parts)


MIRROR = Statement(eq(inert(sympy.Add, across(u, v, t), across(v, u, -t)), 0), (gt(u, 0), gt(v, 0)))
AWAY = Statement(le((p * x + r * y) ** 2, 1 - b**2), (eq(p**2 + b**2 + r**2, 1), eq(x**2 + y**2, 1)))

# two teachers (1, 0) and (c, s), q(z) = z⁴, ρ uniform; w on the circle through them at 2 arctan x from the first one
w1, w2 = (1 - x**2) / (1 + x**2), 2 * x / (1 + x**2)
second_overlap = c * w1 + s * w2
normal_part = (4 * w1**3 * (1 - w1 * w1) + 4 * second_overlap**3 * (c - second_overlap * w1)) / 2
STRUCTURED = Statement(eq(Subs(Derivative(normal_part, x), x, 0), 0), (eq(c**2 + s**2, 1),))

# P M P = (τ^⊤Mτ)ττ^⊤ in the plane, ξ = (p, q), τ = (-q, p)
along = m11 * q**2 - (m12 + m21) * p * q + m22 * p**2
first_row = (m11 * (1 - p**2) - m21 * p * q, m12 * (1 - p**2) - m22 * p * q)  # of P M
TANGENTIAL = (
    Statement(eq(first_row[0] * (1 - p**2) - first_row[1] * p * q, along * q**2), (eq(p**2 + q**2, 1),)),
    Statement(eq(-first_row[0] * p * q + first_row[1] * (1 - q**2), -along * p * q), (eq(p**2 + q**2, 1),)),
    # w + te with e ∈ U: the overlap z stays, so every direction of U has the same derivative -z q'(z)
    Statement(eq(Derivative(-k * z ** (k - 1) * z * t, t), -k * z**k), (gt(z, 0), gt(k, 0))),
)


def _prove_equidistant() -> list[Verdict]:
    """1 - b² - (px + ry)² = (py - rx)² by the two equations."""
    script = Script(AWAY, {"p": 1, "b": 0, "r": 0, "x": 1, "y": 0})
    square = script.square(p * y - r * x)
    script.combine(AWAY.show.excess, [(1, [square]), (-1, [0]), (-(p**2) - r**2, [1])])
    return [prove(MIRROR), script.verdict("square")]


def _prove_tangential() -> list[Verdict]:
    """The first two: lhs - rhs is a multiple of p² + q² - 1."""
    verdicts = []
    for statement in TANGENTIAL[:2]:
        script = Script(statement, {name: 0 for name in ("m11", "m12", "m21", "m22", "q")} | {"p": 1})
        cofactor, _ = sympy.div(sympy.expand(statement.show.excess), p**2 + q**2 - 1, p)
        script.combine(statement.show.excess, [(cofactor, [0])])
        verdicts.append(script.verdict("equation"))
    return [*verdicts, prove(TANGENTIAL[2])]


def _second_structured() -> SecondRoute:
    """∇ν at the first teacher by differences in the plane: the column in the direction τ."""
    with mpmath.workdps(25):
        teachers = [mpmath.matrix([1, 0]), mpmath.matrix([mpmath.mpf(3) / 5, mpmath.mpf(4) / 5])]
        step = mpmath.mpf(1) / 2**20

        def velocity(angle: mpmath.mpf) -> mpmath.matrix:
            w = mpmath.matrix([mpmath.cos(angle), mpmath.sin(angle)])
            total = mpmath.matrix([0, 0])
            for teacher in teachers:
                inner = (w.T * teacher)[0]
                total += 2 * inner**3 * (teacher - inner * w)
            return total

        column = (velocity(step) - velocity(-step)) / (2 * step)
        return SecondRoute(
            "q = z⁴, teachers at overlap 3/5, uniform ρ, w at the first: (∇ν)τ along ξ and along τ, by differences",
            f"{mpmath.nstr(column[0], 8)}, {mpmath.nstr(column[1], 8)}",
            bool(abs(column[0] + 2 * mpmath.mpf("0.216") * mpmath.mpf("0.8")) < mpmath.mpf("1e-8")),
        )


_P27 = Place(27, "B.6")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="remark-b6/transitivity",
        where=_P27,
        title="transitivity of orthogonal teachers, of any two, and of a regular ring",
        latex=r"w\mapsto w-2\tfrac{\langle n,w\rangle}{\|n\|^2}n,\ n=w^*-w^{*\prime},\ \text{exchanges } w^*,w^{*\prime};\quad \text{the turn by } 2\pi/k \text{ moves the ring}",
        domain=Domain(
            "any two distinct unit vectors in their plane (teachers orthogonal to both stay); every rotation of the plane; equal weights, Gaussian data, uniform ρ_0"
        ),
        statements=(*SWAPPED, RING),
        covers=("A83",),
        mutants=(Mutant("without the 2", Statement(eq(size * a - n1 * (n1 * a + n2 * b), size * p), two)),),
        note="The reflection has determinant -1; in d ≥ 3, or for three teachers and more, a rotation does the same. ρ* must be uniform.",
    ),
    Claim(
        id="remark-b6/equidistant-neurons",
        where=_P27,
        title="equidistant neurons never reach the teachers",
        latex=r"\rho_t^{MF}\to\rho^* \implies \rho_0\{\langle w,n\rangle=0\}=0,\ n=w^*-w^{*\prime}",
        domain=Domain(
            "pairs that a reflection symmetry of the problem exchanges (all examples of p. 27); q(z) = z^k, every real k, pairs (p, ±b, r), w = (x, t, y); other q by linearity"
        ),
        statements=(MIRROR, AWAY),
        prove=_prove_equidistant,
        covers=("A84",),
        uses=("remark-b6/transitivity",),
        assumes=("linearity", "smooth-flow"),
        mutants=(Mutant("2b in the last bound", AWAY.replace(le((p * x + r * y) ** 2, 1 - 2 * b**2))),),
        note="The component across is odd in t, so the mirror is invariant, and on it ⟨w,w*⟩² ≤ 1-b² < 1: mass there stays away. Without such a reflection: not decided.",
    ),
    Claim(
        id="remark-b6/structured-two-index-as-printed",
        where=_P27,
        title="the local Hessian of a 2-index model at a teacher",
        latex=r"\text{at }\xi^\infty(w)\in V:\ VV^\top D_t^\perp VV^\top\propto VV^\top P^\perp_{\xi^\infty}VV^\top",
        domain=Domain("q(z) = z⁴, two teachers of weight 1/2 at overlap c, uniform ρ: the component of (∇ν)τ along ξ"),
        statements=(STRUCTURED,),
        covers=("A85",),
        prove=lambda: [refute(STRUCTURED, {"c": "3/5", "s": "4/5"})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "remark-b6/structured-two-index",
            "It holds for P^⊥D^⊥ (the Hessian on the sphere), or up to ‖ν(ξ^∞)‖, which is not small for two teachers that "
            "are not orthogonal; Lemma 14 needs this normal part treated apart.",
        ),
        second_route=_second_structured,
        note="D^⊥ = (∇ν)P has the part -ξν^⊤, so its V-block is of rank one but not symmetric, unless ν(ξ^∞) = 0 (as for one teacher).",
    ),
    Claim(
        id="remark-b6/structured-two-index",
        where=_P27,
        title="the tangential local Hessian of a 2-index model",
        latex=r"P^\perp MP^\perp=(\tau^\top M\tau)\,\tau\tau^\top\ \text{on } V;\qquad \langle e,\nabla\nu\,e\rangle=-zq'(z)\ \text{for every unit } e\in U",
        domain=Domain(
            "every 2×2 matrix M, unit ξ ∈ V; q(z) = z^k, real k > 0, a teacher (or a neuron of V) at overlap z > 0; any q by linearity"
        ),
        statements=TANGENTIAL,
        prove=_prove_tangential,
        covers=("A85",),
        assumes=("linearity",),
        mutants=(Mutant("the other sign across", TANGENTIAL[2].replace(eq(TANGENTIAL[2].show.lhs, k * z**k))),),
        note="The network's part has the same form by its invariance under rotations of U.",
    ),
)
