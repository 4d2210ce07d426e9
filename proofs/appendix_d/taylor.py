"""Appendix D.2 (pp. 32–33): the Taylor expansion of the loss, its remainder ζ, and the Hölder chain for it.

Δ = ξ̂ - ξ as on p. 5, c = C_reg/11 (the constant of R1). One neuron, one data point: z = ⟨ξ,x⟩, h = ⟨x,Δ⟩.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, exp, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.hermite import gaussian_moment
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import inert, k

z, h, s, u, v, c, e = sympy.symbols("z h s u v c e", real=True)
b1, b2, C, M, x, y = sympy.symbols("b1 b2 C M x y", real=True)

# σ(z) = z²: σ(z) - σ(z-h) against the printed σ'(z)h + ∫∫σ'(z+s'h)h²
PRINTED = Statement(eq(z**2 - (z - h) ** 2, 2 * z * h + (2 * z + h) * h**2))
# with y on the segment from x = z-h to z: F(y) = σ(y) - (y-x)σ'(y) has F' = -(y-x)σ''(y), and F(z) - F(x) is
# σ(z) - hσ'(z) - σ(z-h)
boundary = y**k - (y - x) * k * y ** (k - 1)
segment = (gt(y, 0), ge(y, x), ge(k, 2))
REPAIRED = Statement(eq(Derivative(boundary, y), -(y - x) * k * (k - 1) * y ** (k - 2)), segment)

# ‖ξ + s'Δ‖² for Δ = ξ - ξ̂ (so that ξ - Δ = ξ̂, as displayed), z = ⟨ξ,ξ̂⟩
overlap = (ge(z, -1), le(z, 1), ge(s, 0), le(s, 1))
OUTSIDE = Statement(le((1 + s) ** 2 + s**2 - 2 * s * (1 + s) * z, 1), overlap)
INSIDE = Statement(le((1 - s) ** 2 + s**2 + 2 * s * (1 - s) * z, 1), overlap)

LINE3 = Statement(eq(((b1 + b2) / 2) ** 2, (b1**2 + b2**2) / 2), (ge(b1, 0), ge(b2, 0)))
LINE3_REPAIRED = (
    Statement(eq((b1 * b1 + b1 * b2 + b2 * b1 + b2 * b2) / 4, ((b1 + b2) / 2) ** 2)),
    # line 2 to line 4, with a_i = v‖Δ_i‖²
    Statement(eq(((v * b1**2 + v * b2**2) / 2) ** 2, v**2 * ((b1**2 + b2**2) / 2) ** 2)),
)

GAUSS = exp(-(z**2) / 2)
RECURSION = Statement(eq(Derivative(z ** (k - 1) * GAUSS, z), ((k - 1) * z ** (k - 2) - z**k) * GAUSS), (gt(z, 0),))
# E(x⊤Δ)⁸ = 7e²·5e²·3e²·e² for x⊤Δ of variance e²
EIGHTH = Statement(eq(inert(sympy.Mul, 7 * e**2, inert(sympy.Mul, 5 * e**2, 3 * e**4)), 105 * e**8))
ANY_LAW = Statement(le(((u - v) ** 8 + (u + v) ** 8) / 2, 105), (ge(u, 0), ge(v, 0)))
# y = (E (x⊤v)⁸)^{1/2} against M⁴
EVERY_LAW = Statement(le(y, M**4), (ge(y, 0), gt(M, 0), le(y**2, M**8)))

LYAPUNOV = (
    Statement(le(u**4, (4 * u**5 / c + c**4) / 5), (ge(u, 0), gt(c, 0))),
    Statement(le(y, c**4), (gt(c, 0), le(x, c**5), le(y, (4 * x / c + c**4) / 5))),  # x = E u⁵, y = E u⁴
    Statement(ge(u**4, v**4 + 4 * v**3 * (u - v))),  # Jensen for the mean over (s, s')
)
# σ(z) = z², so ζ = 1; x = ±λe₁, every neuron moves from e₂ to ae₁ + √(1-a²)e₂, D = ‖Δ‖²
lam, a, D = sympy.symbols("lam a D", real=True)
WHOLE_EVERY_LAW = Statement(
    le(lam**4 * a**4, C**2 / 11 * D**2),
    (gt(lam, 0), gt(C, 0), ge(a, 0), lt(a, 1), eq(D, 2 - 2 * sqrt(1 - a**2))),
)
WHOLE = Statement(le(sqrt(105) * (C / 11) ** 2 * e**2, C**2 / 11 * e**2), (ge(C, 0),))


def _prove_every_law() -> list[Verdict]:
    """M⁸ - y² = (M⁴ - y)(M⁴ + y)."""
    script = Script(EVERY_LAW, {"y": 1, "M": 1})
    above = script.combine(M**4 + y, [(1, [1, 1, 1, 1]), (1, [0])])
    script.combine(M**4 - y, [(1, [2])], times=[above])
    return [script.verdict("square root")]


def _prove_lyapunov() -> list[Verdict]:
    """The second: c(c⁴ - y) = c((4x/c + c⁴)/5 - y) + (4/5)(c⁵ - x)."""
    mean = Script(LYAPUNOV[1], {"c": 1, "x": 1, "y": 1})
    mean.combine(c**4 - y, [(1, [0, 2]), (Rational(4, 5), [1])], times=[0])
    return [prove(LYAPUNOV[0]), mean.verdict("sum"), prove(LYAPUNOV[2])]


def _second_taylor() -> SecondRoute:
    """The printed right side for σ = z⁴ by quadrature over the printed square, and the repaired one over the triangle."""
    with mpmath.workdps(25):
        point, step = mpmath.mpf("0.7"), mpmath.mpf("0.3")
        left = point**4 - (point - step) ** 4
        printed = 4 * point**3 * step + step**2 * mpmath.quad(lambda r: 4 * (point + r * step) ** 3, [0, 1])
        right = 4 * point**3 * step - step**2 * mpmath.quad(
            lambda r: mpmath.quad(lambda q: 12 * (point - q * step) ** 2, [0, r]), [0, 1]
        )
        return SecondRoute(
            "σ = z⁴ at z = 0.7, h = 0.3: the difference, the printed expansion and the repaired one by quadrature",
            f"{mpmath.nstr(left, 12)}, {mpmath.nstr(printed, 12)}, {mpmath.nstr(right, 12)}",
            bool(abs(left - printed) > 0.1 and abs(left - right) < mpmath.mpf(10) ** -20),
        )


def _second_outside() -> SecondRoute:
    """ξ = e₁, ξ̂ = e₂, Δ = ξ - ξ̂: the norm of ξ + Δ in coordinates."""
    xi, hat = mpmath.matrix([1, 0]), mpmath.matrix([0, 1])
    far, near = mpmath.norm(xi + (xi - hat)), mpmath.norm((xi + hat) / 2)
    return SecondRoute(
        "ξ = e₁, ξ̂ = e₂: ‖ξ + (ξ - ξ̂)‖ and the norm of the midpoint",
        f"{mpmath.nstr(far, 12)}, {mpmath.nstr(near, 12)}",
        bool(far > 1 > near),
    )


def _second_line3() -> SecondRoute:
    """Two neurons, one at rest and one with ‖Δ‖ = 1: lines 2, 3 and 4 of the chain with ζ = 1."""
    with mpmath.workdps(20):
        size = [mpmath.mpf(0), mpmath.mpf(1)]
        factor = [mpmath.root(gaussian_moment(8), 4) * x**2 for x in size]
        line2 = mpmath.fsum(x * y for x in factor for y in factor) / 4
        line3 = mpmath.fsum(x**2 for x in factor) / 2
        line4 = mpmath.sqrt(105) * (mpmath.fsum(x**2 for x in size) / 2) ** 2
        return SecondRoute(
            "two neurons with ‖Δ‖ = 0 and 1, ζ = 1: lines 2, 3, 4",
            ", ".join(mpmath.nstr(x, 12) for x in (line2, line3, line4)),
            bool(abs(line2 - line4) < mpmath.mpf(10) ** -15 and line3 > line2 + 1),
        )


def _second_law() -> SecondRoute:
    """The fair coin on ±2 is sub-Gaussian (E e^{tx} = cosh 2t ≤ e^{2t²}); its eighth moment is 256."""
    moment = (2**8 + (-2) ** 8) // 2
    generating = all(mpmath.cosh(2 * t) <= mpmath.exp(2 * t * t) for t in (0.1, 0.5, 1, 3))
    return SecondRoute(
        "E x⁸ of the fair coin on ±2, which is sub-Gaussian", str(moment), bool(generating and moment > 105)
    )


def _second_whole() -> SecondRoute:
    """σ = z², x = ±100 e₁, neurons turned by the triple 3, 4, 5: the remainder from the values of σ, and R1's constant."""
    with mpmath.workdps(25):
        constant = 11 * mpmath.root(2**6 * mpmath.factorial(5), 5)  # E X¹⁰ ≤ 2⁶·5! for variance proxy 1
        old, new = (mpmath.mpf(0), mpmath.mpf(1)), (mpmath.mpf(3) / 5, mpmath.mpf(4) / 5)
        gap, left = (new[0] - old[0], new[1] - old[1]), mpmath.mpf(0)
        for sign in (-1, 1):
            z_, y_ = sign * 100 * new[0], sign * 100 * old[0]
            left += (z_**2 - y_**2 - 2 * z_ * (z_ - y_)) ** 2 / 2
        right = constant**2 / 11 * (gap[0] ** 2 + gap[1] ** 2) ** 2
        return SecondRoute(
            "σ = z², x = ±100 e₁: E(σ(ξ⊤x) - σ((ξ-Δ)⊤x) - σ'(ξ⊤x)x⊤Δ)² against C_reg²/11 ‖Δ‖⁴, C_reg = 11·7680^{1/5}",
            f"{mpmath.nstr(left, 8)} > {mpmath.nstr(right, 8)}",
            bool(left > right),
        )


_P32, _P33 = Place(32, "proof of Lemma 1 and Lemma 16"), Place(33, "proof of Lemma 1 and Lemma 16")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-20/taylor-as-printed",
        where=_P32,
        title="the second-order expansion of the activation",
        latex=r"\sigma(\xi^\top x)-\sigma((\xi-\Delta)^\top x)=\sigma'(\xi^\top x)\,x^\top\Delta+\int_0^1\!\!\int_0^1\sigma'((\xi+s'\Delta)^\top x)(x^\top\Delta)^2\,drds",
        domain=Domain("σ(z) = z²; all real z = ⟨ξ,x⟩ and h = ⟨x,Δ⟩"),
        statements=(PRINTED,),
        covers=("A101",),
        step=True,
        prove=lambda: [refute(PRINTED, {"z": 1, "h": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-20/taylor",
            "Only |remainder| ≤ (x⊤Δ)²|ζ| is used, with ζ made of σ'' (as p. 33's second ζ is), so the bounds that follow stay.",
        ),
        second_route=_second_taylor,
        note="σ' stands for σ'', + for -, +s' for -s'; the inner limit is 1 in the display and s in the definition of ζ.",
    ),
    Claim(
        id="lemma-20/taylor",
        where=_P32,
        title="the second-order expansion with its remainder",
        latex=r"\sigma(z)-\sigma(z-h)=\sigma'(z)h-h^2\int_0^1(1-s)\,\sigma''(z-sh)\,ds",
        domain=Domain(
            "σ(z) = z^k, k ≥ 2 real, y = z - sh > 0; for integer k a polynomial identity, so for all z and h"
        ),
        statements=(REPAIRED,),
        assumes=("fundamental-theorem", "linearity"),
        mutants=(
            Mutant(
                "σ' in place of σ''",
                Statement(eq(Derivative(boundary, y), -(y - x) * k * y ** (k - 1)), segment),
            ),
        ),
        note="The weight 1-s has integral 1/2: each Taylor remainder of Appendix D carries a factor 1/2 that is not used.",
    ),
    Claim(
        id="lemma-20/interpolation-as-printed",
        where=_P33,
        title="the interpolated neuron stays in the ball",
        latex=r"\|\xi_t(w_i)+s'\Delta_t(i)\|\le1 \quad\text{where } \xi_t-\Delta_t=\hat\xi_t",
        domain=Domain("unit ξ, ξ̂ with overlap z in [-1, 1], 0 ≤ s' ≤ 1, and p. 32's σ((ξ-Δ)⊤x) for the trained neuron"),
        statements=(OUTSIDE,),
        covers=("A105",),
        step=True,
        prove=lambda: [refute(OUTSIDE, {"z": 0, "s": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-20/interpolation", "With Δ = ξ̂ - ξ (p. 5) the segment joins the two unit vectors, and R1 applies."
        ),
        second_route=_second_outside,
        note="Either ξ - Δ (p. 32) or ξ + s'Δ (p. 33) has the sign of p. 5's Δ, not both.",
    ),
    Claim(
        id="lemma-20/interpolation",
        where=_P33,
        title="the segment between two unit vectors stays in the ball",
        latex=r"\|(1-s)\xi+s\hat\xi\|\le1",
        domain=Domain("unit ξ, ξ̂ with overlap z in [-1, 1], 0 ≤ s ≤ 1"),
        statements=(INSIDE,),
        mutants=(Mutant("s(1-s) twice", Statement(le((1 - s) ** 2 + s**2 + 4 * s * (1 - s) * z, 1), overlap)),),
    ),
    Claim(
        id="lemma-20/hoelder-line-3-as-printed",
        where=_P33,
        title="from the double mean to a single one",
        latex=r"\mathbb E_i\mathbb E_j a_ia_j=\mathbb E_i\,a_i^2,\quad a_i=(\mathbb E_x(x^\top\Delta_t(i))^8)^{1/4}(\mathbb E_x\zeta^4)^{1/4}",
        domain=Domain("two neurons, a_i ≥ 0"),
        statements=(LINE3,),
        covers=("A103",),
        step=True,
        prove=lambda: [refute(LINE3, {"b1": 0, "b2": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-20/hoelder-line-3",
            "Line 4 is what line 2 gives: the square belongs outside the mean, and the bound √105 (E‖Δ‖²)² stays.",
        ),
        second_route=_second_line3,
        note="As printed line 3 is E‖Δ‖⁴ up to constants, which is larger than (E‖Δ‖²)²; lines 2 and 4 agree.",
    ),
    Claim(
        id="lemma-20/hoelder-line-3",
        where=_P33,
        title="the double mean of products is the square of the mean",
        latex=r"\mathbb E_i\mathbb E_j a_ia_j=(\mathbb E_i a_i)^2,\quad (105^{1/4})^2=\sqrt{105}",
        domain=Domain("two neurons written out; any number of neurons by linearity"),
        statements=LINE3_REPAIRED,
        covers=("A103",),
        assumes=("linearity",),
        mutants=(Mutant("the mean of the squares", LINE3),),
    ),
    Claim(
        id="lemma-20/eighth-moment",
        where=_P33,
        title="the eighth moment of a Gaussian",
        latex=r"(\mathbb E(x^\top\Delta)^8)^{1/4}=105^{1/4}\|\Delta\|^2",
        domain=Domain("x ~ N(0, I); e = ‖Δ‖ ≥ 0; the recursion E z^k = (k-1)E z^{k-2} used at k = 8, 6, 4, 2"),
        statements=(RECURSION, EIGHTH),
        covers=("A104",),
        assumes=("fundamental-theorem",),
        mutants=(Mutant("the sixth moment's 15", EIGHTH.replace(eq(EIGHTH.show.lhs, 15 * e**8))),),
        note="Each of the two factors contributes 105^{1/4}, so √105 in all, for Gaussian data.",
    ),
    Claim(
        id="lemma-20/eighth-moment-every-law-as-printed",
        where=_P33,
        title="√105 for every data law that R1 and R2 allow",
        latex=r"\mathbb E_x(x^\top v)^8\le105\quad(\|v\|=1,\ x\sim\mathcal D_x\text{ sub-Gaussian})",
        domain=Domain("independent coins: x⊤v = ±u ± v"),
        statements=(ANY_LAW,),
        covers=("A104",),
        step=True,
        prove=lambda: [refute(ANY_LAW, {"u": 2, "v": 0})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-20/eighth-moment-every-law",
            "With the eighth moment M⁸ of the data in place of 105, Lemmas 1 and 16 keep their form with another constant.",
        ),
        second_route=_second_law,
        note="Lemmas 1 and 16 suppose R1 only, and R2 says sub-Gaussian without a scale; 105 is the Gaussian value.",
    ),
    Claim(
        id="lemma-20/eighth-moment-every-law",
        where=_P33,
        title="the square root of a given eighth moment, which takes the place of √105",
        latex=r"\sup_{\|v\|=1}\mathbb E(x^\top v)^8\le M^8 \implies (\mathbb E(x^\top\Delta)^8)^{1/2}\le M^4\|\Delta\|^4",
        domain=Domain("M > 0; y = (E(x⊤v)⁸)^{1/2} ≥ 0"),
        statements=(EVERY_LAW,),
        prove=_prove_every_law,
        mutants=(Mutant("M² in place of M⁴", Statement(le(y, M**2), EVERY_LAW.assume)),),
    ),
    Claim(
        id="lemma-20/remainder-moment",
        where=_P33,
        title="the fourth moment of ζ",
        latex=r"\mathbb E_x\zeta(i,x)^4\le(C_{reg}/11)^4",
        domain=Domain("c = C_reg/11 > 0; u = |σ''| with E u⁵ ≤ c⁵ (R1), and any mean over (s, s')"),
        statements=LYAPUNOV,
        prove=_prove_lyapunov,
        covers=("A105",),
        uses=("lemma-20/interpolation",),
        assumes=("expectation",),
        mutants=(Mutant("3 in place of 4", Statement(le(u**4, (3 * u**5 / c + c**4) / 5), LYAPUNOV[0].assume)),),
        constants=(
            Constant(
                "(E ζ⁴)^{1/4}",
                "C_reg/11",
                "C_reg/22",
                "-",
                "2",
                "with the triangle s' ≤ s of ζ's definition",
                ("lemma 20",),
            ),
        ),
        note="Lyapunov's inequality by its tangent; R1's fifth moment is enough. Over the triangle s' ≤ s a factor 1/2 is gained.",
    ),
    Claim(
        id="lemma-20/remainder-constant-as-printed",
        where=_P33,
        title="the whole remainder for every data law that R1 and R2 allow",
        latex=r"\mathbb E_x\bigl(\mathbb E_i(x^\top\Delta_t(i))^2\zeta(i,x)\bigr)^2\le\tfrac{C_{reg}^2}{11}(\mathbb E_i\|\Delta_t(i)\|^2)^2",
        domain=Domain(
            "σ(z) = z², x = ±λe₁ with a fair sign, every neuron moved from e₂ to ae₁ + √(1-a²)e₂; λ > 0, 0 ≤ a < 1"
        ),
        statements=(WHOLE_EVERY_LAW,),
        covers=("A106",),
        step=True,
        prove=lambda: [refute(WHOLE_EVERY_LAW, {"lam": 100, "a": "3/5", "D": "2/5", "C": 66})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-20/remainder-constant",
            "For Gaussian data the printed constant holds; for another law M⁴/121 with its eighth moment M⁸ stands for 1/11.",
        ),
        second_route=_second_whole,
        note="√105 is the Gaussian value; Lemmas 1 and 16 suppose R1 only, and R2 has no scale.",
    ),
    Claim(
        id="lemma-20/remainder-constant",
        where=_P33,
        title="the whole remainder for Gaussian data",
        latex=r"\sqrt{105}\,(C_{reg}/11)^2(\mathbb E_i\|\Delta_t(i)\|^2)^2\le\tfrac{C_{reg}^2}{11}(\mathbb E_i\|\Delta_t(i)\|^2)^2",
        domain=Domain("C_reg ≥ 0, Gaussian data"),
        statements=(WHOLE,),
        covers=("A106",),
        uses=("lemma-20/hoelder-line-3", "lemma-20/eighth-moment", "lemma-20/remainder-moment"),
        assumes=("hoelder",),
        mutants=(
            Mutant(
                "C²/12 in place of C²/11",
                Statement(le(sqrt(105) * (C / 11) ** 2 * e**2, C**2 / 12 * e**2), WHOLE.assume),
            ),
        ),
        constants=(
            Constant(
                "C_reg² in the remainder of Lemma 1",
                "1/11",
                "1/11",
                "sqrt(105)/121 = 0.0847 (with the 1/2 of ζ: 0.0212)",
                "1.073",
                "Gaussian data",
                ("lemma 1", "lemma 16"),
            ),
        ),
        note="√105 ≤ 11, because 105 ≤ 121.",
    ),
)
