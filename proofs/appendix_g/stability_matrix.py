"""Appendix G.4, Claim 12 and Lemma 49 (pp. 74–75): the Jacobian of the flow map and its norm.

On the tangent space at w_s it has two singular values: ℓ√(1-α_s²)/√(1-α_t²) towards w* (ℓ = dα_t/dα_s) and
√(1-α_t²)/√(1-α_s²) across. In statements s, f, L stand for α_s, α_t, ℓ.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, Subs, exp, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.derivative import A, B
from proofs.facts import dimension_facts
from proofs.symbols import alpha, d, k

K, L, E, a, b, c, f, h, iota, s, t, u, v, x, y = sympy.symbols("K L E a b c f h iota s t u v x y", real=True)

# ν = V'(w* - αw) = v/(1-α²)·(w* - αw): its component along w_⊥ is that of d/dt √(1-α²), so w_⊥ stays
PATH = Statement(
    eq(Derivative(sqrt(1 - alpha**2), alpha) * v, v / (1 - alpha**2) * (-alpha * sqrt(1 - alpha**2))),
    (gt(alpha, 0), lt(alpha, 1)),
)
# the derivative of √(1-α_t²) in the direction w̃_s = √(1-s²)w* - s w_⊥, with α_t = f + ℓ(α - s) to first order
_inner = (gt(s, 0), lt(s, 1), gt(f, 0), lt(f, 1))
_height = Subs(Derivative(sqrt(1 - (f + L * (x - s)) ** 2), x), x, s) * sqrt(1 - s**2)
_gradient = -f / sqrt(1 - f**2) * L * sqrt(1 - s**2)
JACOBIAN = Statement(eq(_height, _gradient + sqrt(1 - f**2) / sqrt(1 - s**2) * (-s)), (*_inner, gt(L, 0)))
JACOBIAN_REPAIRED = (
    Statement(eq(_height, _gradient), (*_inner, gt(L, 0))),
    # w_⊥ = (b, h)/√(b²+h²): its derivative across and along itself
    Statement(eq(Derivative(h / sqrt(b**2 + h**2), h), b**2 / (b**2 + h**2) ** Rational(3, 2)), (gt(b, 0),)),
    Statement(eq(Derivative(b / sqrt(b**2 + h**2), b), h**2 / (b**2 + h**2) ** Rational(3, 2)), (gt(b, 0),)),
)
# squared: ℓ²(1-s²)/(1-f²) ≤ 50K² ℓ² and (1-f²)/(1-s²) ≤ 1 for s ≤ f ≤ 1 - 1/(50K²), where Lemma 48 takes over
_late = (ge(s, 0), lt(s, 1), ge(f, 0), le(f, 1 - 1 / (50 * K**2)), ge(K, 1))
CLAIM12 = (
    Statement(le(L**2 * (1 - s**2), 50 * K**2 * L**2 * (1 - f**2)), _late),
    Statement(le(1 - f**2, 1 - s**2), (*_late, ge(f, s))),
)
SECOND_TERM = Statement(le(1 - f**2, 1 - s**2), (*_late, le(s**2, 1 / d), ge(d, 3)))
SECOND_TERM_REPAIRED = Statement(le(1 - f**2, d / (d - 1) * (1 - s**2)), (*_late, le(s**2, 1 / d), ge(d, 3)))
# 1/√d is inside Lemma 43's range: α² ≥ 1/d gives α² ≥ δ^{6K}/d, y = 1/δ
RANGE = Statement(ge(alpha**2 * d * y ** (6 * K), 1), (ge(alpha**2, 1 / d), ge(d, 3), ge(y, 1), ge(K, 1)))

# He₄: Λ ≤ 3v/α + 3e for any e ≥ max(0, -c₁) (self-concordance/along-the-flow/z4), and e = 27ι/(d-1) will do
ADDITIVE = Statement(
    ge(27 * iota / (d - 1), 12 * (A / (d - 1) - B / (d**2 - 1))),
    (ge(A, 0), ge(B, 0), ge(d, 3), le(A, Rational(9, 4) * iota)),
)
# d/dt [log‖J‖ - 3 log α] ≤ 81ι/(d-1), over a time t ≤ d/ι
TOTAL = Statement(le(81 * iota / (d - 1) * t, Rational(243, 2)), (gt(iota, 0), ge(d, 3), ge(t, 0), le(t * iota, d)))
# ℓ ≤ e^{(k*-1)u + E} (Lemma 45), u = log(α_t/α_s) ≥ -c, and Claim 12: ‖J‖ ≤ aℓ + b
ASSEMBLY = Statement(
    le(a * exp((k - 1) * u + E) + b, (a + b * exp((k - 1) * c)) * exp((k - 1) * u + E)),
    (gt(a, 0), ge(E, 0), ge(u, -c), ge(k, 4), ge(b, 0)),
)


def _prove_claim12() -> list[Verdict]:
    """1-f² ≥ 1-f ≥ 1/(50K²); f² ≥ s²."""
    first = Script(CLAIM12[0], {"s": 0, "f": 0, "K": 1, "L": 1})
    count = first.combine(K, [(1, [4]), (1, [])])
    spare = first.combine(50 * K**2 * (1 - f) - 1, [(50, [count, count, 3])])
    unit = first.combine(1 / (50 * K**2), [("1/50", [])], times=[count, count])
    less = first.combine(1 - f, [(1, [3]), (1, [unit])])
    room = first.combine(50 * K**2 * (1 - f**2) - 1, [(1, [spare]), (50, [count, count, less, 2])])
    square, own = first.square(L), first.square(L * s)
    first.combine(CLAIM12[0].show.excess, [(1, [square, room]), (1, [own])])
    second = Script(CLAIM12[1], {"s": 0, "f": 0, "K": 1})
    total = second.combine(f + s, [(1, [0]), (1, [2])])
    second.combine(CLAIM12[1].show.excess, [(1, [5, total])])
    return [first.verdict("positive terms"), second.verdict("positive terms")]


def _prove_second_term() -> list[Verdict]:
    """d(1-s²) - (d-1)(1-f²) = (1 - ds²) + (d-1)f²."""
    script = Script(SECOND_TERM_REPAIRED, {"s": 0, "f": 0, "K": 1, "d": 3})
    below, _ = dimension_facts(script, 6)
    size = script.combine(d, [(1, [below]), (1, [])])
    script.combine(SECOND_TERM_REPAIRED.show.excess, [(1, [size, 5]), (1, [below, 2, 2])], times=[below])
    return [script.verdict("positive terms")]


def _prove_range() -> list[Verdict]:
    """(α²d - 1)y^{6K} + (y^{6K} - 1)."""
    script = Script(RANGE, {"alpha": 1, "d": 3, "y": 1, "K": 1})
    size = script.combine(d, [(1, [1]), (3, [])])
    script.combine(y, [(1, [2]), (1, [])])
    order = script.combine(6 * K, [(6, [3]), (6, [])])
    power, grown = script.positive(y ** (6 * K)), script.monotone("pow", 6 * K, 0, order, base=y)
    script.combine(RANGE.show.excess, [(1, [size, 0, power]), (1, [grown])])
    return [script.verdict("monotone")]


def _prove_he4() -> list[Verdict]:
    """12(9ι/4 - A)/(d-1) + 12B/(d²-1); 81(d - ιt)/(d-1) + (81/2)(d-3)/(d-1)."""
    first = Script(ADDITIVE, {"A": 0, "B": 0, "d": 3, "iota": 0})
    below, above = dimension_facts(first, 2)
    part = first.combine(12 * B / (d**2 - 1), [(12, [1])], times=[below, above])
    rest = first.combine(12 * (Rational(9, 4) * iota - A) / (d - 1), [(12, [3])], times=[below])
    first.combine(ADDITIVE.show.excess, [(1, [part]), (1, [rest])])
    second = Script(TOTAL, {"iota": 1, "d": 3, "t": 0})
    below, _ = dimension_facts(second, 1)
    second.combine(TOTAL.show.excess, [(81, [3]), ("81/2", [1])], times=[below])
    return [first.verdict("positive terms"), second.verdict("positive terms")]


def _prove_assembly() -> list[Verdict]:
    """e^{(k*-1)(u+c)+E} ≥ 1 + (k*-1)(u+c) + E, times b."""
    script = Script(ASSEMBLY, {"a": 1, "b": 1, "E": 0, "u": 0, "c": 0, "k": 4})
    order = script.combine(k - 1, [(1, [3]), (3, [])])
    rise = script.tangent(exp((k - 1) * (u + c) + E))
    script.combine(ASSEMBLY.show.excess, [(1, [4, rise]), (1, [4, order, 2]), (1, [4, 1])])
    return [script.verdict("tangent")]


def _second_jacobian() -> SecondRoute:
    """At t = s the Jacobian is P_w^⊥, so it maps w̃ to itself; apply the printed formula to w̃."""
    with mpmath.workdps(30):
        al = mpmath.mpf(3) / 5
        ra = mpmath.sqrt(1 - al**2)
        tangent = (ra, -al)
        along = ra  # J_α w̃ = P_w^⊥w* · w̃
        printed = (along, -al / ra * along + tangent[1])
        return SecondRoute(
            "t = s, α = 3/5: the printed formula applied to w̃ = (4/5, -3/5), which the identity map leaves as it is",
            f"({mpmath.nstr(printed[0], 8)}, {mpmath.nstr(printed[1], 8)}) ≠ (0.8, -0.6)",
            bool(abs(printed[1] - tangent[1]) > mpmath.mpf("0.1")),
        )


def _second_term() -> SecondRoute:
    """A particle in the repelled band: q = z⁴, d = 32, v = (1-α²)(c₁α + c₃α³) with c₁ < 0 for a unit of time."""
    with mpmath.workdps(30):
        start = mpmath.mpf(1) / 20
        end = mpmath.odefun(lambda _, a: (1 - a**2) * (-a / 50 + 4 * a**3), 0, start)(1)
        ratio = mpmath.sqrt(1 - end**2) / mpmath.sqrt(1 - start**2)
        return SecondRoute(
            "α' = (1-α²)(-α/50 + 4α³) from α = 1/20 < 1/√32 over time 1: √(1-α_t²)/√(1-α_s²) by numerical integration",
            mpmath.nstr(ratio, 15),
            bool(ratio > 1),
        )


_P74, _P75 = Place(74, "proof of Claim 12"), Place(75, "proof of Claim 12")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="claim-12/path",
        where=_P74,
        title="a neuron moves on the great circle through w*",
        latex=r"\xi_{t,s}(w_s) = \alpha_{t,s}w^*+\sqrt{1-\alpha_{t,s}^2}\,w_\perp",
        domain=Domain("ν = V'(α)P_w^⊥w* with any V', 0 < α < 1"),
        statements=(PATH,),
        covers=("C102",),
        uses=("lemma-48/direction",),
        assumes=("smooth-flow",),
        mutants=(Mutant("opposite sign", PATH.replace(eq(PATH.show.lhs, -PATH.show.rhs))),),
        note="The ansatz has dα/dt = v and obeys ξ' = ν, and the characteristic is unique.",
    ),
    Claim(
        id="claim-12/jacobian-as-printed",
        where=_P74,
        title="the Jacobian of the flow map with P_{w*}^⊥ in the third term",
        latex=r"J_{\xi_{t,s}} = J_{\alpha}(w^*)^\top - \tfrac{\alpha_t}{\sqrt{1-\alpha_t^2}}J_{\alpha}w_\perp^\top + \tfrac{\sqrt{1-\alpha_t^2}}{\sqrt{1-\alpha_s^2}}P^\perp_{w^*}",
        domain=Domain("0 < α_s, α_t < 1, ℓ > 0; the component along w_⊥ in the direction of w̃_s"),
        statements=(JACOBIAN,),
        covers=("C103",),
        prove=lambda: [refute(JACOBIAN, {"s": "3/5", "f": "3/5", "L": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "claim-12/jacobian",
            "The third term has the projector off both w* and w_⊥; the norm bound of Claim 12 stays.",
        ),
        second_route=_second_jacobian,
        note="w_⊥ = P_{w*}^⊥w/‖P_{w*}^⊥w‖ does not move when w moves along w_⊥; at t = s the printed formula is not P_w^⊥.",
    ),
    Claim(
        id="claim-12/jacobian",
        where=_P74,
        title="the Jacobian of the flow map",
        latex=r"J_{\xi_{t,s}}\tilde w_s = \ell\,\tfrac{\sqrt{1-\alpha_s^2}}{\sqrt{1-\alpha_t^2}}\,\tilde w_t,\quad J_{\xi_{t,s}}y = \tfrac{\sqrt{1-\alpha_t^2}}{\sqrt{1-\alpha_s^2}}\,y\ (y \perp w_s, w^*)",
        domain=Domain("0 < α_s, α_t < 1, ℓ = dα_t/dα_s > 0; w_⊥ = (b, h)/√(b²+h²) with b > 0"),
        statements=JACOBIAN_REPAIRED,
        covers=("C103",),
        uses=("claim-12/path",),
        mutants=(Mutant("plus sign", JACOBIAN_REPAIRED[0].replace(eq(_height, -_gradient))),),
    ),
    Claim(
        id="claim-12/norm",
        where=_P74,
        title="the norm of the Jacobian, with its constant",
        latex=r"\alpha_s \le \alpha_t \le 1-\tfrac1{50K^2} \implies \|J_{\xi_{t,s}}\| \le \max(\sqrt{50}\,K\,\ell_{t,s},\,1)",
        domain=Domain("every real K ≥ 1, 0 ≤ α_s, α_t (squared form of the two singular values); 1 - 1/(5K) is below"),
        statements=CLAIM12,
        covers=("C104",),
        uses=("claim-12/jacobian",),
        prove=_prove_claim12,
        mutants=(
            Mutant("20K² in place of 50K²", CLAIM12[0].replace(le(CLAIM12[0].show.lhs, 20 * K**2 * L**2 * (1 - f**2)))),
        ),
        constants=(
            Constant(
                "constant hidden in Claim 12", "O_K(1)", "sqrt(50) K", "-", "-", "α_t ≤ 1 - 1/(50K²)", ("lemma 49",)
            ),
        ),
        note="With the printed hypothesis α_t ≤ 1/(5K) it holds all the more; up to 1 - 1/(50K²) it meets Lemma 48's ball.",
    ),
    Claim(
        id="claim-12/increasing",
        where=_P75,
        title="above 1/√d the overlap increases",
        latex=r"\alpha_s \ge \tfrac1{\sqrt d} \implies \alpha_s \ge \tfrac{\delta^{3K}}{\sqrt d},\ \text{where } v > 0",
        domain=Domain(
            "every d ≥ 3, K ≥ 1, 0 < δ ≤ 1 (y = 1/δ): Lemma 43's range; for He₄ v > 0 is prop-47/velocity-floor/he4"
        ),
        statements=(RANGE,),
        covers=("C105",),
        uses=("prop-47/velocity-floor", "prop-47/velocity-floor/he4"),
        assumes=("smooth-flow",),
        prove=_prove_range,
        mutants=(Mutant("y^{-6K}", RANGE.replace(ge(alpha**2 * d * y ** (-6 * K), 1))),),
    ),
    Claim(
        id="claim-12/second-term-as-printed",
        where=_P75,
        title="the second singular value below 1/√d",
        latex=r"\alpha_s < \tfrac1{\sqrt d} \implies \sqrt{1-\alpha_t^2} \le \sqrt{1-\alpha_s^2}",
        domain=Domain("0 ≤ α_t ≤ 1 - 1/(50K²), α_s² ≤ 1/d, d ≥ 3: what Claim 12 needs for the w that p. 75 leaves out"),
        statements=(SECOND_TERM,),
        covers=("C105",),
        step=True,
        prove=lambda: [refute(SECOND_TERM, {"s": "1/10", "f": 0, "K": 4, "d": 32})],
        severity=Severity.COSMETIC,
        repair=Repair("claim-12/second-term", "The 1 in Claim 12 becomes √(d/(d-1)), which O_K(1) absorbs."),
        second_route=_second_term,
        note="p. 75 argues for α_s ≥ 1/√d only; below, in the repelled band, α_t may be less than α_s.",
    ),
    Claim(
        id="claim-12/second-term",
        where=_P75,
        title="the second singular value below 1/√d, with its bound",
        latex=r"\alpha_s \le \tfrac1{\sqrt d} \implies \frac{1-\alpha_t^2}{1-\alpha_s^2} \le \frac d{d-1}",
        domain=Domain("every real d ≥ 3, any α_t"),
        statements=(SECOND_TERM_REPAIRED,),
        covers=("C105",),
        prove=_prove_second_term,
        mutants=(
            Mutant("d/(d - 1/2)", SECOND_TERM_REPAIRED.replace(le(1 - f**2, d / (d - Rational(1, 2)) * (1 - s**2)))),
        ),
    ),
    Claim(
        id="lemma-49/assembly",
        where=Place(75, "proof of Lemma 49"),
        title="Claim 12 and Lemma 45 together",
        latex=r"\|J_{\xi_{t,s}}\| \le a\,\ell+b \le \bigl(a+b\,e^{c(k^*-1)}\bigr)\Bigl(\frac{\alpha_t}{\alpha_s}\Bigr)^{k^*-1}e^{E},\quad a = \sqrt{50}\,K,\ b = \sqrt{\tfrac d{d-1}}",
        domain=Domain(
            "α_t ≤ 1 - 1/(50K²), (⋆), t ≤ T(δ), d ≥ max(3, 1/ι): ℓ ≤ (α_t/α_s)^{k*-1}e^E by Lemma 45 with τ = 1/(50K²), u = log(α_t/α_s) ≥ -c; then Lemma 48"
        ),
        statements=(ASSEMBLY,),
        covers=("C106",),
        uses=(
            "claim-12/norm",
            "claim-12/increasing",
            "claim-12/second-term",
            "lemma-45/assembly",
            "lemma-48/all-degrees",
            "lemma-49/least-overlap",
        ),
        assumes=("gronwall",),
        prove=_prove_assembly,
        mutants=(
            Mutant(
                "a in place of a + b e^{c(k*-1)}", ASSEMBLY.replace(le(ASSEMBLY.show.lhs, a * exp((k - 1) * u + E)))
            ),
        ),
        note="The + 1 of Claim 12 needs a lower bound of α_t/α_s, which p. 75 does not mention. From 1 - 1/(50K²) on D is negative, α_t rises, and ‖J‖ falls (Grönwall).",
    ),
    Claim(
        id="lemma-49/he4",
        where=Place(74, "Lemma 49"),
        title="Lemma 49 for He₄, with its constant and in every dimension",
        latex=r"\|J_{\xi_{t,s}}\| \le e^{243/2}\Bigl(\frac{\alpha_t}{\alpha_s}\Bigr)^3,\quad t \le d/\iota",
        domain=Domain("q = z⁴ (normalised He₄), Eα²(1-α²) ≤ 9ι/4 up to time t ≤ d/ι, every real d ≥ 3", "finite"),
        statements=(ADDITIVE, TOTAL),
        covers=("C106",),
        uses=("self-concordance/along-the-flow/z4", "velocity/z4-moments", "lemma-43/star-moment"),
        assumes=("gronwall", "smooth-flow"),
        prove=_prove_he4,
        mutants=(
            Mutant("13ι in place of 27ι", ADDITIVE.replace(ge(13 * iota / (d - 1), ADDITIVE.show.rhs))),
            Mutant("100 in place of 243/2", TOTAL.replace(le(TOTAL.show.lhs, 100))),
        ),
        constants=(
            Constant(
                "constant hidden in Lemma 49, He₄",
                "O_K(1)exp(O_K(1/δ))",
                "exp(243/2)",
                "-",
                "-",
                "normalised He₄, d ≥ 3, (⋆) up to t ≤ d/ι; exp(81d/(d-1)) in general",
                ("lemma 50",),
            ),
        ),
        note="Both singular values grow at rate 3v/α + 81ι/(d-1) at most: no exp(1/δ), and no stopping at α_t = 1 - 1/(5K).",
    ),
)
