"""Appendix G.2 and G.4, Lemmas 46 and 48 (pp. 69–74): the two quadratic forms of the local Hessian, and its bound by the loss.

Coordinates: w = αw* + √(1-α²)w_⊥, and w̃ = √(1-α²)w* - αw_⊥ is the unit tangent towards w*.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from poc_symbolic.sphere import monomial_coefficient
from proofs.appendix_g.derivative import A, B, c1, c3
from proofs.facts import dimension_facts
from proofs.symbols import alpha, d, inert, j

c, g, h = sympy.symbols("c g h", real=True)
inside = (gt(alpha, 0), lt(alpha, 1))
radius = sqrt(1 - alpha**2)

DIRECTION = Statement(eq(sqrt(1 - alpha) * alpha - alpha * radius, 0), inside)


v = sympy.Symbol("v", real=True)
toward, outward = radius, -alpha  # the components of w̃ along w* and w_⊥; those of w are α and √(1-α²)
slope = v / (1 - alpha**2)  # V'
DIRECTION_REPAIRED = (
    Statement(eq(inert(sympy.Add, toward * alpha, inert(sympy.Mul, outward, radius)), 0), inside),
    Statement(eq(inert(sympy.Add, inert(sympy.Mul, toward, toward), outward**2), 1), inside),
    # ν = V'(w* - αw): its components along w* and w_⊥ against v/√(1-α²) times those of w̃
    Statement(eq(inert(sympy.Mul, slope, 1 - alpha * alpha), inert(sympy.Mul, v / radius, toward)), inside),
    Statement(eq(inert(sympy.Mul, slope, -alpha * radius), inert(sympy.Mul, v / radius, outward)), inside),
)
CHAIN = Statement(eq(-alpha / ((1 - alpha**2) * radius) / radius, alpha / (1 - alpha**2)), inside)
CHAIN_REPAIRED = Statement(eq(Derivative(1 / radius, alpha) * radius, alpha / (1 - alpha**2)), inside)
ROTATION = Statement(eq(Derivative(radius, alpha) * radius, 0), inside)
ROTATION_REPAIRED = (
    Statement(eq(Derivative(radius, alpha) * radius, -alpha), inside),
    Statement(eq(Derivative(-alpha, alpha) * radius, -radius), inside),
    Statement(eq(inert(sympy.Add, inert(sympy.Mul, toward, -alpha), inert(sympy.Mul, outward, -radius)), 0), inside),
)
monomial_speed = (1 - alpha**2) * alpha**j
ALONG = Statement(
    eq(
        Derivative(monomial_speed / radius, alpha) * radius,
        monomial_speed * alpha / (1 - alpha**2) + Derivative(monomial_speed, alpha),
    ),
    inside,
)
# In coordinates w = (α, √(1-α²), h): the third component of ν = V'(w* - αw), and its derivative in h at 0
ACROSS = Statement(eq(Derivative(slope * (-alpha * h), h), -alpha * v / (1 - alpha**2)), inside)
ACROSS_NORM = Statement(eq(c * (-alpha * g * c), -alpha * g * c), (*inside, gt(g, 0), gt(c, 0)))
ACROSS_SQUARE = Statement(eq(inert(sympy.Mul, c, -alpha * slope * c), -alpha * v / (1 - alpha**2) * c**2), inside)

# q = z⁴ with A = Eα²(1-α²), B = E(1-α²)², r = Eα⁴ = 1 - 2A - B
law = (ge(A, 0), ge(B, 0), ge(d, 3))
unexplained = 2 * A + B  # 1 - r
r4 = 1 - unexplained
p2 = (d * (r4 + A) - 1) / (d - 1)
p4 = ((d + 2) * (d + 4) * r4 - 6 * (d + 2) * (r4 + A) + 3) / (d**2 - 1)
loss4 = unexplained**2 + 6 * A**2 / (d - 1) + 3 * B**2 / (d**2 - 1)
LOSS4 = Statement(
    eq(sum(monomial_coefficient(4, n, d) * (1 - p) ** 2 for n, p in ((2, p2), (4, p4))), loss4), (ge(d, 3),)
)
LEMMA46 = Statement(le(loss4, Rational(7, 4) * unexplained**2), law)
_c3 = c3.subs(sympy.Symbol("r", real=True), r4)
near = (ge(alpha, Rational(19, 20)), le(alpha, 1), *law)
along4 = (1 - alpha**2) * (c1 + 3 * _c3 * alpha**2) - alpha * (c1 * alpha + _c3 * alpha**3)
across4 = -alpha * (c1 * alpha + _c3 * alpha**3)
RATE = Rational(11, 5)
LEMMA48 = (
    Statement(le(along4, -RATE * unexplained), near),
    Statement(le(across4, -RATE * unexplained), near),
    Statement(ge((RATE * unexplained) ** 2, (Rational(8, 5)) ** 2 * loss4), law),
)


def loss_slack(script: Script) -> tuple[int, int]:
    """3A² - 6A²/(d-1) ≥ 0 and ¾B² - 3B²/(d²-1) ≥ 0, from d ≥ 3 (fact 2)."""
    below, above = dimension_facts(script, 2)
    a2, b2 = script.square(A), script.square(B)
    first = script.combine(3 * A**2 - 6 * A**2 / (d - 1), [(3, [a2, 2])], times=[below])
    second = script.combine(
        Rational(3, 4) * B**2 - 3 * B**2 / (d**2 - 1),
        [(Rational(3, 4), [b2, 2, 2]), (Rational(9, 2), [b2, 2]), (3, [b2])],
        times=[below, above],
    )
    return first, second


def _prove_lemma46() -> list[Verdict]:
    """(7/4)(2A+B)² - loss: (3/4)(4A²+4AB+B²) - 6A²/(d-1) - 3B²/(d²-1), term by term."""
    script = Script(LEMMA46, {"A": 0, "B": 1, "d": 3})
    first, second = loss_slack(script)
    script.combine(LEMMA46.show.excess, [(1, [first]), (1, [second]), (3, [0, 1])])
    return [script.verdict("positive terms")]


def _prove_lemma48() -> list[Verdict]:
    """-along = u·4α²(4α²-3) + 12A(8α⁴-8α²+1)/(d-1) + 12B(1-α²)(4α²-1)/(d²-1), u = 2A + B; likewise -across."""
    box = [["alpha", "19/20", "1"]]
    point = {"A": 0, "B": 1, "alpha": 1, "d": 3}
    verdicts = []
    shapes = (
        (
            4 * alpha**2 * (4 * alpha**2 - 3) - RATE,
            8 * alpha**4 - 8 * alpha**2 + 1,
            (1 - alpha**2) * (4 * alpha**2 - 1),
        ),
        (4 * alpha**4 - RATE, alpha**2 * (2 * alpha**2 - 1), alpha**2 * (1 - alpha**2)),
    )
    for statement, (u_part, a_part, b_part) in zip(LEMMA48[:2], shapes, strict=True):
        script = Script(statement, point)  # facts: α ≥ 19/20, α ≤ 1, A ≥ 0, B ≥ 0, d ≥ 3
        below, above = dimension_facts(script, 4)
        u_fact, a_fact, b_fact = (script.bernstein(sympy.expand(part), box) for part in (u_part, a_part, b_part))
        a_term = script.combine(12 * A * a_part / (d - 1), [(12, [2, a_fact])], times=[below])
        b_term = script.combine(12 * B * b_part / (d**2 - 1), [(12, [3, b_fact])], times=[below, above])
        script.combine(statement.show.excess, [(2, [2, u_fact]), (1, [3, u_fact]), (1, [a_term]), (1, [b_term])])
        verdicts.append(script.verdict("Bernstein"))
    script = Script(LEMMA48[2], {"A": 0, "B": 1, "d": 3})
    first, second = loss_slack(script)
    scale, rest = Rational(64, 25), RATE**2 - Rational(64, 25) * Rational(7, 4)
    square = script.square(unexplained)
    script.combine(LEMMA48[2].show.excess, [(scale, [first]), (scale, [second]), (3 * scale, [0, 1]), (rest, [square])])
    verdicts.append(script.verdict("positive terms"))
    return verdicts


def _second_direction() -> SecondRoute:
    """Project w* on the tangent space at w with α = 3/4 in R³ and compare directions."""
    with mpmath.workdps(30):
        al = mpmath.mpf(3) / 4
        w = mpmath.matrix([al, mpmath.sqrt(1 - al**2), 0])
        tangent = mpmath.matrix([1, 0, 0]) - al * w
        printed = mpmath.matrix([mpmath.sqrt(1 - al), -al, 0])
        cross = tangent[0] * printed[1] - tangent[1] * printed[0]
        return SecondRoute(
            "P_w^⊥ w* in R³ at α = 3/4 against the printed w̃: the cross product of the two directions",
            f"cross product {mpmath.nstr(cross, 12)}, |w̃|² = {mpmath.nstr(printed[0] ** 2 + printed[1] ** 2, 12)}",
            bool(abs(cross) > mpmath.mpf("0.01")),
        )


def _second_chain() -> SecondRoute:
    """Differentiate (1-α²)^{-1/2} numerically along the great circle through w*."""
    with mpmath.workdps(30):
        angle = mpmath.acos(mpmath.mpf(3) / 5)
        true = mpmath.diff(lambda s: 1 / mpmath.sin(angle - s), 0)
        al = mpmath.mpf(3) / 5
        printed = -al / (1 - al**2) ** mpmath.mpf("1.5") / mpmath.sqrt(1 - al**2)
        return SecondRoute(
            "d/ds of 1/sin(θ - s) at cos θ = 3/5 by numerical differentiation, against the printed middle line",
            f"{mpmath.nstr(true, 12)} ≠ {mpmath.nstr(printed, 12)}",
            bool(abs(true - printed) > 1 and abs(true - al / (1 - al**2)) < mpmath.mpf(10) ** -10),
        )


def _second_rotation() -> SecondRoute:
    """Differentiate w̃ along the great circle numerically: it turns at unit speed, towards -w."""
    with mpmath.workdps(30):
        angle = mpmath.acos(mpmath.mpf(3) / 5)
        first = mpmath.diff(lambda s: mpmath.sin(angle - s), 0)
        second = mpmath.diff(lambda s: -mpmath.cos(angle - s), 0)
        return SecondRoute(
            "d/ds of w̃ = (sin(θ-s), -cos(θ-s)) at cos θ = 3/5 by numerical differentiation",
            f"({mpmath.nstr(first, 10)}, {mpmath.nstr(second, 10)}) = -w, not 0",
            bool(abs(first + mpmath.mpf(3) / 5) < mpmath.mpf(10) ** -10),
        )


def _second_norm() -> SecondRoute:
    """The quadratic form of a numerically differentiated velocity at y of length 2."""
    with mpmath.workdps(30):
        al, size = mpmath.mpf(3) / 5, mpmath.mpf(2)
        slope = 4 * al**3

        def third(h: mpmath.mpf) -> mpmath.mpf:
            return slope * (-al * h)

        form = size * mpmath.diff(lambda s: third(s * size), 0)
        printed = -al * slope * size
        return SecondRoute(
            "yᵀ(∇ν)y for q = z⁴, α = 3/5, y of length 2 across, by numerical differentiation, against -αv‖y‖/(1-α²)",
            f"{mpmath.nstr(form, 12)} ≠ {mpmath.nstr(printed, 12)}",
            bool(abs(form - printed) > mpmath.mpf("0.1")),
        )


_P73, _P74 = Place(73, "proof of Lemma 48"), Place(74, "proof of Lemma 48")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-48/direction-as-printed",
        where=_P73,
        title="the direction of the velocity",
        latex=r"\tilde w = \sqrt{1-\alpha}\,w^* - \alpha w_\perp\ \perp\ w_t",
        domain=Domain("0 < α < 1"),
        statements=(DIRECTION,),
        covers=("C91",),
        prove=lambda: [refute(DIRECTION, {"alpha": "3/4"})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-48/direction", "A square is missing under the root; everything after uses √(1-α²)."),
        second_route=_second_direction,
    ),
    Claim(
        id="lemma-48/direction",
        where=_P73,
        title="the unit tangent and the velocity along it",
        latex=r"\tilde w = \sqrt{1-\alpha^2}\,w^* - \alpha w_\perp,\quad \nu = \frac{v}{\sqrt{1-\alpha^2}}\,\tilde w",
        domain=Domain("0 < α < 1, ν = V'(α)P_w^⊥w* with any V'"),
        statements=DIRECTION_REPAIRED,
        covers=("C92",),
    ),
    Claim(
        id="lemma-48/chain-rule-as-printed",
        where=_P73,
        title="the middle line of the chain rule",
        latex=r"\frac{-\alpha}{(1-\alpha^2)^{3/2}}\,\frac1{\sqrt{1-\alpha^2}} = \frac{\alpha}{1-\alpha^2}",
        domain=Domain("0 < α < 1"),
        statements=(CHAIN,),
        covers=("C93",),
        prove=lambda: [refute(CHAIN, {"alpha": "3/5"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-48/chain-rule", "First and last line of the display agree; only the middle line is wrong."
        ),
        second_route=_second_chain,
        note="The derivative is +α(1-α²)^{-3/2} and dα/d(yᵀw) = √(1-α²), not its inverse; two slips and a sign cancel.",
    ),
    Claim(
        id="lemma-48/chain-rule",
        where=_P73,
        title="the chain rule for (1-α²)^{-1/2}",
        latex=r"\frac{d(1-\alpha^2)^{-1/2}}{d\alpha}\,\sqrt{1-\alpha^2} = \frac{\alpha}{1-\alpha^2}",
        domain=Domain("0 < α < 1"),
        statements=(CHAIN_REPAIRED,),
        covers=("C93",),
    ),
    Claim(
        id="lemma-48/rotation-as-printed",
        where=_P73,
        title="the derivative of the tangent along itself",
        latex=r"\frac{d\tilde w}{d(\tilde w^\top w)} = 0",
        domain=Domain("0 < α < 1; the component along w*"),
        statements=(ROTATION,),
        covers=("C94",),
        prove=lambda: [refute(ROTATION, {"alpha": "3/5"})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-48/rotation", "Only the tangential part enters the quadratic form, and that is 0."),
        second_route=_second_rotation,
    ),
    Claim(
        id="lemma-48/rotation",
        where=_P73,
        title="the tangent turns towards -w",
        latex=r"\frac{d\tilde w}{d(\tilde w^\top w)} = -w,\quad \tilde w^\top w = 0",
        domain=Domain("0 < α < 1, both components"),
        statements=ROTATION_REPAIRED,
    ),
    Claim(
        id="lemma-48/along",
        where=_P73,
        title="the eigenvalue towards w*",
        latex=r"\tilde w^\top D^\perp\tilde w = \frac{\alpha v}{1-\alpha^2} + \frac{dv}{d\alpha}",
        domain=Domain("one monomial α^j of V' for every real j, 0 < α < 1"),
        statements=(ALONG,),
        covers=("C95",),
        assumes=("linearity",),
        mutants=(
            Mutant(
                "minus sign before αv/(1-α²)",
                ALONG.replace(
                    eq(
                        Derivative(monomial_speed / radius, alpha) * radius,
                        -monomial_speed * alpha / (1 - alpha**2) + Derivative(monomial_speed, alpha),
                    )
                ),
            ),
        ),
    ),
    Claim(
        id="lemma-48/across-as-printed",
        where=_P74,
        title="the quadratic form across, for any length of y",
        latex=r"y^\top D^\perp y = -\frac{\alpha v}{1-\alpha^2}\,\|y\|",
        domain=Domain("0 < α < 1, y ⊥ w, w*"),
        statements=(ACROSS_NORM,),
        covers=("C96",),
        prove=lambda: [refute(ACROSS_NORM, {"alpha": "1/2", "g": 1, "c": 2})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-48/across", "The norm should be squared; for unit vectors nothing changes."),
        second_route=_second_norm,
    ),
    Claim(
        id="lemma-48/across",
        where=_P74,
        title="the eigenvalue across",
        latex=r"y^\top D^\perp y = -\frac{\alpha v}{1-\alpha^2}\,\|y\|^2,\quad y \perp w, w^*",
        domain=Domain("0 < α < 1, any V'"),
        statements=(ACROSS, ACROSS_SQUARE),
        covers=("C96",),
    ),
    Claim(
        id="loss/he4-moments",
        where=Place(69, "proof of Lemma 46"),
        title="the loss of q = z⁴ in two moments",
        latex=r"\|f_\rho-f^*\|^2 = (1-r)^2 + \frac{6A^2}{d-1} + \frac{3B^2}{d^2-1}",
        domain=Domain("q = z⁴, A = Eα²(1-α²), B = E(1-α²)², r = 1 - 2A - B, every real d ≥ 3", "finite"),
        statements=(LOSS4,),
        covers=("C64",),
        uses=("gegenbauer/monomial-expansion",),
        note="From Σ_ℓ a_ℓ(1-p_ℓ)²; p. 69's O_K(1)/√d is exactly 6A²/(d-1) + 3B²/(d²-1), of order 1/d.",
    ),
    Claim(
        id="lemma-46/he4",
        where=Place(69, "Lemma 46"),
        title="Lemma 46 for He₄, with its constant and in every dimension",
        latex=r"1-\mathbb E\,\alpha^4 \ge \sqrt{4/7}\;\delta",
        domain=Domain("q = z⁴ (normalised He₄), every symmetric law, every real d ≥ 3 (squared form)", "finite"),
        statements=(LEMMA46,),
        covers=("C69",),
        uses=("loss/he4-moments",),
        prove=_prove_lemma46,
        mutants=(Mutant("3/2 in place of 7/4", LEMMA46.replace(le(loss4, Rational(3, 2) * unexplained**2))),),
        constants=(
            Constant(
                "constant hidden in Lemma 46, He₄",
                "Ω_K(1)",
                "sqrt(4/7) = 0.7559…",
                "sqrt(4/7)",
                "1",
                "normalised He₄, d ≥ 3; approached at d = 3 by laws that concentrate near α = 1",
                ("lemma 43", "lemma 48"),
            ),
        ),
    ),
    Claim(
        id="lemma-48/he4",
        where=Place(72, "Lemma 48"),
        title="local strong convexity for He₄, with its constant and in every dimension",
        latex=r"\alpha \ge \tfrac{19}{20} \implies D^\perp \preceq -\tfrac{11}5(1-\mathbb E\,\alpha^4)\,P_w^\perp \preceq -\tfrac85\,\delta\,P_w^\perp",
        domain=Domain("q = z⁴ (normalised He₄), every symmetric law, every real d ≥ 3, 19/20 ≤ α ≤ 1", "finite"),
        statements=LEMMA48,
        covers=("C97", "C47"),
        uses=("lemma-46/he4", "lemma-48/along", "lemma-48/across"),
        prove=_prove_lemma48,
        mutants=(
            Mutant(
                "9/10 in place of 19/20",
                LEMMA48[0].replace(assume=(ge(alpha, Rational(9, 10)), *LEMMA48[0].assume[1:])),
            ),
            Mutant("5 in place of 11/5", LEMMA48[0].replace(le(along4, -5 * unexplained))),
            Mutant("opposite sign of the eigenvalue across", LEMMA48[1].replace(le(-across4, -RATE * unexplained))),
        ),
        constants=(
            Constant(
                "C_LSC hidden in Lemma 48, He₄",
                "Ω_K(1)",
                "8/5",
                "-",
                "-",
                "normalised He₄, d ≥ 3, α ≥ 1 - 1/(5K) = 19/20",
                ("theorem 7", "theorem 9"),
            ),
        ),
        note="Neither (⋆) nor a large d is needed for He₄: the bound holds for every law that is symmetric about w*.",
    ),
)
