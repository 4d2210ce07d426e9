"""Appendix D.2 (pp. 31–32): the Hölder bounds behind Lemma 19, for the derivatives of f and k.

c = C_reg/11 is R1's constant; r = (E|g|⁵)^{3/5} for a standard Gaussian g, for which 27 ≤ r⁴ and r² ≤ 15 by
Lyapunov's inequality.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.oracle import gauss_hermite
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import j, k

a, b, c, r, n = sympy.symbols("a b c r n", real=True)

moments = (gt(c, 0), ge(a, 0), le(a, c), ge(b, 0), le(b, c), gt(r, 0), ge(r**4, 27), le(r**2, 15))
PRODUCT = Statement(le(a * b * r, c), moments)
PRODUCT_REPAIRED = Statement(le(a * b * r, sqrt(15) * c**2), moments)

# the orders of the listed derivatives: two factors σ^{(j)} and n factors ⟨v,x⟩, each with exponent 1/5
ORDER = Statement(le(Rational(2, 5) + n / 5, 1), (ge(n, 1), le(n, 4)), {"n": "integer"})
ORDER_REPAIRED = Statement(le(Rational(2, 5) + n / 5, 1), (ge(n, 1), le(n, 3)), {"n": "integer"})

# σ = He₂: k'(w,w') = 4⟨w,w'⟩P_w w' for unit w, while σ''' = 0; w' = aw + bv₁ with v₁ ⊥ w
LINE_ONE = Statement(le(Derivative(4 * a * b, a, b), 0))
# one monomial of σ at each of a = ⟨w,x⟩, b = ⟨w',x⟩: one derivative in a, two in b
LINE_ONE_REPAIRED = (
    Statement(
        eq(Derivative(a**k * b**j, a, b, b), k * a ** (k - 1) * j * (j - 1) * b ** (j - 2)), (gt(a, 0), gt(b, 0))
    ),
    Statement(eq(Derivative(4 * a * b, a, b), 2 * 2)),
)

# f* takes the values a and -b with probability 1/2 each; E|f*| against (E f*⁵)^{1/5}, as fifth powers
SIGNED = Statement(le(((a + b) / 2) ** 5, (a**5 - b**5) / 2), (ge(a, 0), ge(b, 0)))
# any law: u = |f*| at its tangent in c = (E u⁵)^{1/5}; x = E u, y = E u⁵
x, y, u = sympy.symbols("x y u", real=True)
ABSOLUTE = (
    Statement(le(u, (u**5 / c**4 + 4 * c) / 5), (ge(u, 0), gt(c, 0))),
    Statement(le(x, c), (gt(c, 0), eq(y, c**5), le(x, (y / c**4 + 4 * c) / 5))),
)


def _prove_product() -> list[Verdict]:
    """√15c² - abr = √15(c(c-a) + a(c-b)) + ab(√15 - r), and √15 - r = (15 - r²)/(√15 + r)."""
    script = Script(PRODUCT_REPAIRED, {"a": 1, "b": 1, "c": 1, "r": 3})  # facts: c, a, c-a, b, c-b, r, r⁴-27, 15-r²
    root = script.positive(sqrt(15))
    above = script.combine(sqrt(15) + r, [(1, [root]), (1, [5])])
    rest = script.combine(sqrt(15) - r, [(1, [7])], times=[above])
    script.combine(PRODUCT_REPAIRED.show.excess, [(1, [root, 0, 2]), (1, [root, 1, 4]), (1, [1, 3, rest])])
    return [script.verdict("square root")]


def _prove_absolute() -> list[Verdict]:
    """u⁵ - 5c⁴u + 4c⁵ = (u-c)²(u³ + 2cu² + 3c²u + 4c³)."""
    tangent = Script(ABSOLUTE[0], {"u": 1, "c": 1})
    cubic = tangent.combine(
        u**3 + 2 * c * u**2 + 3 * c**2 * u + 4 * c**3,
        [(1, [0, 0, 0]), (2, [1, 0, 0]), (3, [1, 1, 0]), (4, [1, 1, 1])],
    )
    square = tangent.square(u - c)
    tangent.combine(ABSOLUTE[0].show.excess, [(Rational(1, 5), [square, cubic])], times=[1, 1, 1, 1])
    mean = Script(ABSOLUTE[1], {"c": 1, "x": 0, "y": 1})
    mean.combine(ABSOLUTE[1].show.excess, [(1, [0, 0, 0, 0, 2]), (Rational(-1, 5), [1])], times=[0, 0, 0, 0])
    return [tangent.verdict("square"), mean.verdict("sum")]


def _second_product() -> SecondRoute:
    """r = (E|g|⁵)^{3/5} by quadrature."""
    with mpmath.workdps(20):
        fifth = 2 * mpmath.quad(lambda g: g**5 * mpmath.npdf(g), [0, 3, 8, mpmath.inf])
        value = fifth ** (mpmath.mpf(3) / 5)
        return SecondRoute(
            "(E|g|⁵)^{3/5} by quadrature: the third factor alone, at C_reg = 11",
            mpmath.nstr(value, 12),
            bool(3 < value < mpmath.mpf("3.05")),
        )


def _second_order() -> SecondRoute:
    """n + 2 copies of an event of probability 1/100: E of their product against the product of their fifth norms."""
    rare = mpmath.mpf(1) / 100
    three, four = (rare ** (mpmath.mpf(n + 2) / 5) for n in (3, 4))
    return SecondRoute(
        "indicator of an event of probability 1/100 as every factor: mean of the product, and the bound for n = 3 and n = 4",
        ", ".join(mpmath.nstr(x, 8) for x in (rare, three, four)),
        bool(abs(rare - three) < mpmath.mpf("1e-12") and rare > 2 * four),
    )


def _second_line_one() -> SecondRoute:
    """∂_a∂_b of v₁·∇_w k(w, aw + bv₁) for σ = He₂ at w = e₁ by Gauss–Hermite quadrature in the plane."""
    with mpmath.workdps(25):
        rule = gauss_hermite(5)

        def component(first: mpmath.mpf, second: mpmath.mpf) -> mpmath.mpf:
            return mpmath.fsum(
                wx * wy * (2 * gx) * gy * ((first * gx + second * gy) ** 2 - 1) for gx, wx in rule for gy, wy in rule
            )

        one, h = mpmath.mpf(1), mpmath.mpf(1) / 8
        mixed = (component(one + h, h) - component(one - h, h) - component(one + h, -h) + component(one - h, -h)) / (
            4 * h * h
        )
        return SecondRoute(
            "mixed difference of v₁·k'(w, aw + bv₁), σ = He₂, by quadrature; σ''' = 0 makes the printed bound 0",
            mpmath.nstr(mixed, 12),
            bool(abs(mixed - 4) < mpmath.mpf(10) ** -15),
        )


def _second_signed() -> SecondRoute:
    """f* = He₃ and σ = He₃: E f*⁵ = 0, while ∇³f has the entry 6·E f*(x)x³ = 36 in the direction w*."""
    with mpmath.workdps(25):
        rule = gauss_hermite(10)
        fifth = mpmath.fsum(w * (x**3 - 3 * x) ** 5 for x, w in rule)
        third = mpmath.fsum(w * 6 * x**3 * (x**3 - 3 * x) for x, w in rule)
        return SecondRoute(
            "σ = f* = He₃ by quadrature: E f*⁵ and E σ'''x³f*",
            f"{mpmath.nstr(mpmath.chop(fifth, 1e-12), 5)}, {mpmath.nstr(third, 12)}",
            bool(abs(fifth) < mpmath.mpf("1e-10") and third > 35),
        )


_P31, _P32 = Place(31, "proof of Lemma 19"), Place(32, "proof of Lemma 19")
_CONSTANT = (
    "Lemma 19 holds with a larger constant, as its 'there exists' allows; but the letter C_reg is then not R1's, and "
    "every later use of the lemma carries 14√15 (C_reg/11)² in its place."
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-19/product-as-printed",
        where=_P31,
        title="a product of three factors against C_reg/11",
        latex=r"(\mathbb E|\sigma|^5)^{1/5}(\mathbb E|\sigma'''|^5)^{1/5}\sup_v(\mathbb E|v^\top x|^5)^{3/5}\le C_{reg}/11",
        domain=Domain("the first two factors in [0, c], c = C_reg/11 > 0; Gaussian data"),
        statements=(PRODUCT,),
        covers=("A97", "A98", "A91"),
        step=True,
        prove=lambda: [refute(PRODUCT, {"a": 1, "b": 1, "c": 1, "r": 3})],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-19/product", _CONSTANT),
        second_route=_second_product,
        note="Two factors are each C_reg/11, and the third is 3.04: the bound is quadratic in C_reg, as σ → λσ also shows.",
    ),
    Claim(
        id="lemma-19/product",
        where=_P31,
        title="the product of the three factors",
        latex=r"(\mathbb E|\sigma^{(i)}|^5)^{1/5}(\mathbb E|\sigma^{(j)}|^5)^{1/5}\sup_v(\mathbb E|v^\top x|^5)^{3/5}\le\sqrt{15}\,(C_{reg}/11)^2",
        domain=Domain(
            "i, j ≤ 3; Gaussian data (r² ≤ E g⁶ = 15, r⁴ ≥ (E g⁴)³ = 27); for f*, a well-specified teacher, by Jensen's inequality"
        ),
        statements=(PRODUCT_REPAIRED,),
        prove=_prove_product,
        covers=("A97",),
        assumes=("power-mean",),
        uses=("lemma-19/order",),
        mutants=(Mutant("2 in place of √15", PRODUCT_REPAIRED.replace(le(a * b * r, 2 * c**2))),),
        constants=(
            Constant(
                "bound of a third derivative of k",
                "C_reg/11",
                "sqrt(15) (C_reg/11)²",
                "(8 sqrt(2/pi))^(3/5) (C_reg/11)² = 3.041 (C_reg/11)²",
                "1.27",
                "Gaussian data; slack is proved/sharp",
                ("lemma 5", "lemma 13"),
            ),
        ),
    ),
    Claim(
        id="lemma-19/order-as-printed",
        where=_P31,
        title="the list of derivatives to be bounded",
        latex=r"\|\nabla_w\nabla_{w'}\nabla_wk\|,\ \|\nabla_w^2\nabla_{w'}\nabla_wk\|\ \text{by fifth moments}",
        domain=Domain("derivatives of order n, 1 ≤ n ≤ 4, as listed; exponents 1/5 for every factor"),
        statements=(ORDER,),
        covers=("A95",),
        step=True,
        prove=lambda: [refute(ORDER, {"n": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-19/order",
            "S2 needs ∇_{w'}²∇_w k, of order three; S4 and H^⊥ also need ∇_{w'}∇_w k, which is not listed.",
        ),
        second_route=_second_order,
        note="The last listed term has four derivatives, one too many for Hölder with fifth moments, and S2's is missing.",
    ),
    Claim(
        id="lemma-19/order",
        where=_P31,
        title="Hölder's exponents for derivatives up to order three",
        latex=r"\tfrac15+\tfrac15+\tfrac n5\le1\quad(n\le3)",
        domain=Domain("integer n, 1 ≤ n ≤ 3"),
        statements=(ORDER_REPAIRED,),
        covers=("A97", "A98"),
        mutants=(Mutant("order four", ORDER),),
        note="With n = 3, and for f with σ''', three ⟨v,x⟩ and f*, the exponents add up to 1 exactly.",
    ),
    Claim(
        id="lemma-19/s2-line-one-as-printed",
        where=_P31,
        title="the derivatives that fall on σ in S2",
        latex=r"\|\nabla_{w'}^2k'\|\le\sup\mathbb E_x\,\sigma(w^\top x)\sigma'''(w'^\top x)\,v_1^\top(I-ww^\top)x\,(v_2^\top x)(v_3^\top x)",
        domain=Domain("σ = He₂ (σ''' = 0), unit w, w' = aw + bv₁ with v₁ ⊥ w"),
        statements=(LINE_ONE,),
        covers=("A96",),
        step=True,
        prove=lambda: [refute(LINE_ONE, {"a": 0, "b": 0})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-19/s2-line-one",
            "σ'σ'' has the same bound by R1 as σσ''', so line 2 with σ', σ'' gives the same constant.",
        ),
        second_route=_second_line_one,
        note="k' takes one derivative in w, so the integrand is σ'(w⊤x)σ''(w'⊤x); a subscript v₂ is printed for v₁ too.",
    ),
    Claim(
        id="lemma-19/s2-line-one",
        where=_P31,
        title="the derivatives that fall on σ in S2",
        latex=r"\nabla_{w'}^2k'=\mathbb E_x\,\sigma'(w^\top x)\sigma''(w'^\top x)\,P_wx\otimes x\otimes x;\quad \sigma=\mathrm{He}_2:\ \partial_a\partial_b\,4ab=4=2\cdot2\cdot\mathbb E g_1^2g_2^2",
        domain=Domain(
            "one monomial z^k of σ(⟨w,x⟩) and one z^j of σ(⟨w',x⟩), all real k, j, where both arguments are positive (a polynomial "
            "identity for integers); He₂ at one entry"
        ),
        statements=LINE_ONE_REPAIRED,
        covers=("A96",),
        assumes=("linearity",),
        mutants=(Mutant("3 in place of 4", Statement(le(LINE_ONE.show.lhs, 3))),),
    ),
    Claim(
        id="lemma-19/signed-fifth-moment-as-printed",
        where=_P32,
        title="the fifth moment of f* without absolute value",
        latex=r"\|\nabla^3f\|\le\dots\,\bigl(\mathbb E_x(f^*(x))^5\bigr)^{1/5}",
        domain=Domain("f* with values a and -b, a, b ≥ 0, with probability 1/2 each"),
        statements=(SIGNED,),
        covers=("A98",),
        step=True,
        prove=lambda: [refute(SIGNED, {"a": 1, "b": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-19/absolute-fifth-moment", "With |f*| the step is Hölder's inequality; nothing else changes."
        ),
        second_route=_second_signed,
        note="For an odd f* the printed right side is 0.",
    ),
    Claim(
        id="lemma-19/absolute-fifth-moment",
        where=_P32,
        title="the fifth moment of |f*|",
        latex=r"\mathbb E|f^*|\le(\mathbb E|f^*|^5)^{1/5}",
        domain=Domain("every law of f* with a fifth moment; u = |f*|, c = (E|f*|⁵)^{1/5} > 0"),
        statements=ABSOLUTE,
        covers=("A98",),
        assumes=("expectation",),
        prove=_prove_absolute,
        mutants=(
            Mutant("with the sign", SIGNED),
            Mutant("3 in place of 4", Statement(le(u, (u**5 / c**4 + 3 * c) / 5), ABSOLUTE[0].assume)),
        ),
        note="R1 bounds it by (C_reg/11)⁵ only for f* = E_{ρ*}σ(w*⊤x), by Jensen's inequality.",
    ),
)
