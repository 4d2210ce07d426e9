"""Appendix B.6 (p. 27): transitivity of the examples, equidistant neurons, and the structured condition for 2-index models."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Subs, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, gt, le, lt, ne
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import inert

a, b, c, f, g, h, p, q, r, s, t, x, y, z = sympy.symbols("a b c f g h p q r s t x y z", real=True)
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


# w = (x, t, y) and the mirror images (p, ±b, r) at overlaps h ± bt, h = px + ry; the slopes of q there are g and f
def across(shared: sympy.Expr, upper: sympy.Expr, lower: sympy.Expr, height: sympy.Expr) -> sympy.Expr:
    """The velocity's component across the mirror: the slope of q times that of u - ⟨w,u⟩w, for both images."""
    overlaps = (shared + b * height, shared - b * height)
    return inert(sympy.Add, upper * (b - overlaps[0] * height), lower * (-b - overlaps[1] * height))


MIRROR = Statement(eq(inert(sympy.Add, across(h, g, f, t), across(h, f, g, -t)), 0))
in_the_mirror = (eq(p**2 + b**2 + r**2, 1), eq(x**2 + y**2, 1))
AWAY = Statement(le((p * x + r * y) ** 2, 1 - b**2), in_the_mirror)
NEAREST = Statement(le(z, sqrt(1 - b**2)), (*in_the_mirror, le(z, p * x + r * y)))
# a neuron at the third of three orthonormal teachers: its distances to the first two
third = (a, b, c)
others = ((p, q, r), (x, y, z))
three = (
    *(eq(sum(part**2 for part in vector), 1) for vector in (third, *others)),
    *(eq(sum(m * n for m, n in zip(third, other, strict=True)), 0) for other in others),
    eq(sum(m * n for m, n in zip(*others, strict=True)), 0),
)
NO_TIE = Statement(ne(*(sum((m - n) ** 2 for m, n in zip(third, other, strict=True)) for other in others)), three)

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
    # along w + te, e ∈ U: one neuron at overlap z with component c along e, and q'(z + s) = g + hs + O(s²)
    Statement(eq(Subs(Derivative((g + h * t * c) * (c - (z + t * c) * t), t), t, 0), h * c**2 - g * z)),
)


def _prove_equidistant() -> list[Verdict]:
    """1 - b² - (px + ry)² = (py - rx)² by the two equations; the root of that is above px + ry, hence above z."""
    scripts = []
    for statement in (AWAY, NEAREST):
        script = Script(statement, {symbol.name: int(symbol.name in "px") for symbol in statement.symbols})
        square = script.square(p * y - r * x)
        script.combine(AWAY.show.excess, [(1, [square]), (-1, [0]), (-(p**2) - r**2, [1])])
        scripts.append(script)
    near = scripts[1]
    near.combine(1 - b**2, [(1, [len(near.steps) - 1]), (1, [near.square(p * x + r * y)])])
    near.positive(sqrt(1 - b**2))
    near.combine(NEAREST.show.excess, [(1, [near.ordered(sqrt(1 - b**2), p * x + r * y)]), (1, [2])])
    return [prove(MIRROR), *(script.verdict("square") for script in scripts)]


def _second_no_tie() -> SecondRoute:
    """Three teachers e_i, q = z⁴, atoms at (s, s, c) and its two turns: Euler steps towards the teachers keep the tie."""
    with mpmath.workdps(20):
        shared, own, step = mpmath.mpf("0.3"), mpmath.sqrt(mpmath.mpf("0.82")), mpmath.mpf("0.05")
        for _ in range(2000):
            atoms = [[shared if i != j else own for i in range(3)] for j in range(3)]
            w, field = atoms[2], [mpmath.mpf(0)] * 3
            for sign, others in ((1, [[int(i == j) for i in range(3)] for j in range(3)]), (-1, atoms)):
                for other in others:
                    inner = mpmath.fsum(x * y for x, y in zip(w, other, strict=True))
                    for i in range(3):
                        field[i] += sign * 4 * inner**3 * (other[i] - inner * w[i]) / 3
            moved = [x + step * f for x, f in zip(w, field, strict=True)]
            tie, length = moved[0] - moved[1], mpmath.sqrt(mpmath.fsum(x * x for x in moved))
            shared, own = moved[0] / length, moved[2] / length
        return SecondRoute(
            "ρ_0 on the three turns of (0.3, 0.3, 0.906), teachers e_i, q = z⁴, Euler steps to t = 100: the difference of "
            "the overlaps with the first two teachers, and the distance to the third",
            f"{mpmath.nstr(tie, 5)}, {mpmath.nstr(mpmath.sqrt(2 - 2 * own), 5)}",
            bool(tie == 0 and own > mpmath.mpf("0.99")),
        )


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
            "any two distinct unit vectors in their plane (what is orthogonal to both stays); every rotation of the plane; d ≥ 3, equal weights, Gaussian data, uniform ρ_0"
        ),
        statements=(*SWAPPED, RING),
        covers=("A83",),
        mutants=(Mutant("without the 2", Statement(eq(size * a - n1 * (n1 * a + n2 * b), size * p), two)),),
        note="The reflection has determinant -1; a second one, orthogonal to the pair, makes it a rotation (or two exchanges do, if teachers span R^d). For d = 2 no rotation exchanges two teachers.",
    ),
    Claim(
        id="remark-b6/equidistant-neurons-as-printed",
        where=_P27,
        title="no equidistant initial neurons when the flow converges",
        latex=r"\rho_t^{MF}\to\rho^* \implies \mathbb P_{w\sim\rho_0}[\exists w^*\ne w^{*\prime}:\|w-w^*\|=\|w-w^{*\prime}\|]=0",
        domain=Domain(
            "three orthonormal teachers, Gaussian data, ρ_0 = ρ*, so that ρ_t = ρ*: a neuron at the third one"
        ),
        statements=(NO_TIE,),
        covers=("A84",),
        prove=lambda: [refute(NO_TIE, {v.name: int(v.name in "cpy") for v in NO_TIE.symbols})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "remark-b6/equidistant-neurons",
            "I1 should ask for no ties between nearest teachers, which is what Lemma 30 uses; Theorem 9's uniform ρ_0 has "
            "no ties at all.",
        ),
        second_route=_second_no_tie,
        note="A third teacher lies on the mirror of the other two, so neurons may converge to it and stay equidistant from both.",
    ),
    Claim(
        id="remark-b6/equidistant-neurons",
        where=_P27,
        title="neurons tied between two nearest teachers never reach a teacher",
        latex=r"\rho_t^{MF}\to\rho^* \implies \rho_0\{\exists w^*\ne w^{*\prime}:\langle w,w^*\rangle=\langle w,w^{*\prime}\rangle=\max_u\langle w,u\rangle\}=0",
        domain=Domain(
            "problems in which a reflection that preserves ρ*, ρ_0 and the data exchanges any two teachers; any slopes g, f of "
            "q at the overlaps h ± bt, pairs (p, ±b, r), w = (x, t, y), third teachers at overlap z"
        ),
        statements=(MIRROR, AWAY, NEAREST),
        prove=_prove_equidistant,
        covers=("A84",),
        uses=("remark-b6/transitivity",),
        assumes=("linearity", "unique-flow"),
        mutants=(
            Mutant("2b in the last bound", AWAY.replace(le((p * x + r * y) ** 2, 1 - 2 * b**2))),
            Mutant("without the nearest", NEAREST.replace(assume=in_the_mirror)),
        ),
        note="The component across is odd in t, so every mirror is invariant and the order of the overlaps is kept; a tie at the top keeps all of them below √(1-b²). Without such reflections: not decided.",
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
        latex=r"P^\perp MP^\perp=(\tau^\top M\tau)\,\tau\tau^\top\ \text{on } V;\qquad \langle e,\nabla\nu\,e\rangle=\pm(q''(z)c^2-zq'(z)),\ e\in U",
        domain=Domain(
            "every 2×2 matrix M, unit ξ ∈ V; U: a teacher (c = 0) or a neuron at any overlap z, c its component along e, q' = g and q'' = h at z"
        ),
        statements=TANGENTIAL,
        prove=_prove_tangential,
        covers=("A85",),
        assumes=("linearity", "invariance"),
        mutants=(Mutant("the other sign across", TANGENTIAL[2].replace(eq(TANGENTIAL[2].show.lhs, h * c**2 + g * z))),),
        note="Teachers count with +, neurons with -; by invariance under rotations of U the mean of c² is the same for every unit e, so the U-block is a multiple of UU^⊤.",
    ),
)
