"""Appendix G.2–G.3 (pp. 65, 70, 71): moments, tails and density of one coordinate of a uniform point of a sphere.

On S^{d-2} (the rotations about w*) u has density ∝ (1-u²)^{(d-4)/2}; on S^{d-1} (the initial law) α has density
c_d (1-α²)^{(d-3)/2}. Everything follows from one integration by parts.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, Subs, exp, log, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d

i, u, lam, x, g, c, C, iota = sympy.symbols("i u lambda x g c C iota", real=True)
inside = (gt(u, 0), lt(u, 1))
weight = exp((d - 4) / 2 * log(1 - u**2))  # (1-u²)^{(d-4)/2}

# M_i = E u^{2i}: ∫ D[u^{2i+1}(1-u²)^{(d-2)/2}] = 0 gives (2i+1)(M_i - M_{i+1}) = (d-2)M_{i+1}
PARTS = Statement(
    eq(
        Derivative(u ** (2 * i + 1) * (1 - u**2) * weight, u),
        ((2 * i + 1) * u ** (2 * i) * (1 - u**2) - (d - 2) * u ** (2 * i + 2)) * weight,
    ),
    (*inside, ge(i, 0)),
)
ratio = (2 * i + 1) / (d - 1 + 2 * i)  # M_{i+1}/M_i
RECURSION = Statement(eq((2 * i + 1) * (1 - ratio), (d - 2) * ratio), (ge(d, 3), ge(i, 0)))
FIRST = Statement(le(ratio.subs(i, 0), Rational(3, 2) / d), (ge(d, 3),))
STEP = Statement(le(ratio, (2 * i + 1) / d), (ge(d, 3), ge(i, 1)))

# S^{d-1}: M_{i+1}/M_i = (2i+1)/(d+2i) ≤ (2i+1)/d, so every even moment is at most that of N(0, 1/d)
INITIAL = Statement(le((2 * i + 1) / (d + 2 * i), (2 * i + 1) / d), (ge(d, 1), ge(i, 0)))
CHERNOFF = Statement(eq(Subs(exp(lam**2 / (2 * d) - lam * iota), lam, d * iota), exp(-d * iota**2 / 2)), (gt(d, 0),))
SMALL = Statement(le(2 * exp(-d * iota**2 / 2), 2 * exp(-x)), (ge(d * iota**2, 2 * x),))  # ι = 2e^{-x}
TAIL = Statement(le(exp(c * d / iota**2), iota), (gt(c, 0), gt(iota, 0), lt(iota, 1), ge(d, 3)))

# c_d² ≤ (9/32)(d-2): I_{d+2}/I_d = (d-1)/d for I_d = ∫(1-α²)^{(d-3)/2} = 1/c_d; c_3 = 1/2, and c_4 ≤ 3/4 because
# ∫√(1-α²) ≥ ∫(1-α²) = 4/3; both are (d-1)/4
NORMALISER = (
    Statement(
        eq(
            Derivative(u * (1 - u**2) * exp((d - 3) / 2 * log(1 - u**2)), u),
            ((1 - u**2) - (d - 1) * u**2) * exp((d - 3) / 2 * log(1 - u**2)),
        ),
        inside,
    ),
    Statement(le((d / (d - 1)) ** 2 * (d - 2), d), (ge(d, 3),)),
    Statement(le(((d - 1) / 4) ** 2, Rational(9, 32) * (d - 2)), (ge(d, 3), le(d, 4))),
    Statement(ge(sqrt(1 - u**2), 1 - u**2), (ge(u, 0), le(u, 1))),
)
DENSITY = Statement(le(exp((d - 3) / 2 * log(1 - u**2)), exp(-(d - 3) / 2 * u**2)), (*inside, ge(d, 3)))
y = sympy.Symbol("y", real=True)  # log C
NO_GAUSSIAN = Statement(
    gt((d - 3) / 2 * log(1 - lam**2 / d), y - lam**2),
    (gt(lam, 0), ge(d, 3), ge(d, 4 * lam**2), ge(y, 0), gt(lam**2, 3 * y)),
)
PRINTED = Statement(
    le(exp((d - 3) / 2 * log(1 - lam**2 / d)), C * exp(-(lam**2))),
    (gt(lam, 0), ge(d, 3), lt(lam**2, d), le(C, 10**6)),
)
# log of sup λ^m e^{-λ²/2}, with λ = e^x and m = e^g
SUPREMUM = Statement(le(exp(g) * x - exp(2 * x) / 2, exp(g) * (g - 1) / 2))


def _prove_density() -> list[Verdict]:
    """√(1-u²) - (1-u²) = s(1-s) with s = √(1-u²) and 1-s = u²/(1+s); the rest by the engine."""
    script = Script(NORMALISER[3], {"u": 0})  # facts: u ≥ 0, 1 - u ≥ 0
    script.combine(1 - u**2, [(1, [1]), (1, [0, 1])])
    root = script.positive(sqrt(1 - u**2))
    above = script.combine(1 + sqrt(1 - u**2), [(1, [root]), (1, [])])
    rest = script.combine(1 - sqrt(1 - u**2), [(1, [script.square(u)])], times=[above])
    script.combine(NORMALISER[3].show.excess, [(1, [root, rest])])
    return [*(prove(part) for part in NORMALISER[:3]), script.verdict("square root"), prove(DENSITY)]


def _prove_no_gaussian() -> list[Verdict]:
    """log(1-u) ≥ 1 - 1/(1-u) with u = λ²/d ≤ 1/4: the exponent is at least -(2/3)λ²."""
    script = Script(NO_GAUSSIAN, {"d": 100, "lambda": 4, "y": 1})
    size, square, rest = script.combine(d, [(1, [1]), (3, [])]), script.square(lam), 1 - lam**2 / d
    count = script.combine(d - 3, [(1, [1])])
    room = script.combine(d - lam**2, [("1/4", [2]), ("3/4", [size])])
    script.combine(rest, [(1, [room])], times=[size])
    low = script.combine(log(rest) - 1 + 1 / rest, [(1, [script.tangent(exp(-log(rest), evaluate=False))])])
    terms = [("1/6", [square, 2]), ("3/2", [square])]
    main = script.combine(2 * lam**2 / 3 - (d - 3) * lam**2 / (2 * (d - lam**2)), terms, times=[room])
    script.combine(NO_GAUSSIAN.show.excess, [("1/2", [count, low]), (1, [main]), ("1/3", [4])])
    return [script.verdict("tangent")]


def _prove_supremum() -> list[Verdict]:
    """e^{2x} = e^g e^{2x-g} ≥ e^g (1 + 2x - g)."""
    script = Script(SUPREMUM, {"g": 0, "x": 0})
    tangent = script.tangent(exp(2 * x - g))
    positive = script.positive(exp(g))
    script.combine(SUPREMUM.show.excess, [(Rational(1, 2), [positive, tangent])])
    return [script.verdict("tangent")]


def _second_tail() -> SecondRoute:
    """The tail at d = 100, ι = 1/2 from the incomplete Beta function, against the two exponentials."""
    with mpmath.workdps(30):
        dim, small = 100, mpmath.mpf(1) / 2
        tail = 1 - mpmath.betainc(mpmath.mpf(1) / 2, mpmath.mpf(dim - 1) / 2, 0, small**2, regularized=True)
        right = 2 * mpmath.exp(-dim * small**2 / 2)
        return SecondRoute(
            "P[α ≥ 1/2] at d = 100 from the incomplete Beta function; 2exp(-dι²/2); exp(d/ι²)",
            f"{mpmath.nstr(tail, 8)} ≤ {mpmath.nstr(right, 8)}; {mpmath.nstr(mpmath.exp(dim / small**2), 8)}",
            bool(tail <= right < small),
        )


def _second_density() -> SecondRoute:
    """P[√d α ∈ [λ, λ + 1/100]] over 1/100 from the incomplete Beta function at d = 1000, against e^{-λ²}."""
    with mpmath.workdps(40):
        dim = 1000

        def below(level: mpmath.mpf) -> mpmath.mpf:
            return mpmath.betainc(mpmath.mpf(1) / 2, mpmath.mpf(dim - 1) / 2, 0, level**2 / dim, regularized=True)

        ratios = []
        for n in (1, 3, 5, 7):
            level = mpmath.mpf(n)
            ratios.append(100 * (below(level + mpmath.mpf(1) / 100) - below(level)) / mpmath.exp(-(level**2)))
        return SecondRoute(
            "100 P[√d α ∈ [λ, λ+1/100]] e^{λ²} at d = 1000 for λ = 1, 3, 5, 7, by the incomplete Beta function",
            ", ".join(mpmath.nstr(ratio, 6) for ratio in ratios),
            bool(ratios[-1] > 10**6 and ratios[0] < ratios[1] < ratios[2] < ratios[3]),
        )


_P65, _P70, _P71 = Place(65, "proof of Lemma 43"), Place(70, "proof of Proposition 47"), Place(71, "proof of Claim 11")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="sphere/moments",
        where=_P65,
        title="the moments of y'ᵀw, with their constant",
        latex=r"\mathbb E_{y'}(y'^\top w)^{2i} \le \tfrac32(2i-1)!!\,\bigl((1-\alpha'^2)(1-\alpha^2)/d\bigr)^i,\quad \mathbb E_{y'}(y'^\top w)^{2i+1} = 0",
        domain=Domain("all integers i ≥ 1 by induction on i, every real d ≥ 3; u = y'ᵀw/√((1-α²)(1-α'²))"),
        statements=(PARTS, RECURSION, FIRST, STEP),
        covers=("C26",),
        uses=("eq-37/coordinates",),
        assumes=("fundamental-theorem", "induction"),
        mutants=(
            Mutant("1 in place of 3/2", FIRST.replace(le(FIRST.show.lhs, 1 / d))),
            Mutant(
                "d in place of d - 2 in the density", PARTS.replace(eq(PARTS.show.lhs, PARTS.show.rhs.subs(d, d + 1)))
            ),
        ),
        constants=(
            Constant(
                "constant hidden in E(y'ᵀw)^{2i}",
                "O_j(1)",
                "(3/2)(2i-1)!!",
                "3/2 for i = 1; (2i-1)!! as d → ∞",
                "at most 3/2",
                "every d ≥ 3; attained at d = 3, i = 1",
                ("lemma 43", "lemma 44", "lemma 46"),
            ),
        ),
        note="The odd moments vanish because u and -u have the same law. M_1 = 1/(d-1) ≤ 3/(2d), and M_{i+1}/M_i = (2i+1)/(d-1+2i) ≤ (2i+1)/d for i ≥ 1.",
    ),
    Claim(
        id="prop-47/initial-tail-as-printed",
        where=_P70,
        title="the inductive hypothesis at time 0",
        latex=r"\mathbb P_{w\sim\mathbb S^{d-1}}[\alpha(w) \ge \iota] \le \exp(\Theta(d/\iota^2)) \le \iota",
        domain=Domain("0 < ι < 1, d ≥ 3, every constant c > 0 in Θ"),
        statements=(TAIL,),
        covers=("C70",),
        prove=lambda: [refute(TAIL, {"c": "1/100", "d": 100, "iota": "1/2"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "prop-47/initial-tail",
            "The exponent is -Θ(dι²): then (⋆) holds at time 0 as soon as d ≥ 2ι⁻² log(2/ι), and the induction starts.",
        ),
        second_route=_second_tail,
        note="Sign and power of ι: exp(Θ(d/ι²)) exceeds 1 for every positive constant.",
    ),
    Claim(
        id="prop-47/initial-tail",
        where=_P70,
        title="the inductive hypothesis at time 0, with its constants",
        latex=r"\mathbb P[|\alpha| \ge \iota] \le 2e^{-d\iota^2/2} \le \iota\quad\text{for } d \ge \tfrac2{\iota^2}\log\tfrac2\iota",
        domain=Domain("every integer d ≥ 1, 0 < ι = 2e^{-x} < 1"),
        statements=(INITIAL, CHERNOFF, SMALL),
        assumes=("markov", "induction", "linearity"),
        mutants=(
            Mutant("d ≥ x/ι² in place of 2x/ι²", SMALL.replace(assume=(ge(d * iota**2, x),))),
            Mutant("moments of N(0, 1/(d+1))", INITIAL.replace(le(INITIAL.show.lhs, (2 * i + 1) / (d + 1)))),
        ),
        note="Each even moment is at most that of N(0, 1/d), so E e^{λα} ≤ e^{λ²/2d}; λ = dι.",
    ),
    Claim(
        id="sphere/density",
        where=_P71,
        title="the density of the initial overlap",
        latex=r"\mathbb P[\alpha_0 \in [\beta, \beta+h]] \le h\,\tfrac{3}{2\sqrt2}\sqrt{d-2}\;e^{-(d-3)\beta^2/2}",
        domain=Domain("all integers d ≥ 3 by induction in steps of 2, 0 ≤ β < 1, h ≥ 0; α_0 = |w_0ᵀw*|"),
        statements=(*NORMALISER, DENSITY),
        prove=_prove_density,
        assumes=("fundamental-theorem", "induction", "expectation"),
        mutants=(
            Mutant("1/4 in place of 9/32", NORMALISER[2].replace(le(NORMALISER[2].show.lhs, (d - 2) / 4))),
            Mutant("e^{-dβ²/2}", DENSITY.replace(le(DENSITY.show.lhs, exp(-d / 2 * u**2)), assume=(*inside, ge(d, 3)))),
            Mutant("e^{-(d-3)β²}", DENSITY.replace(le(DENSITY.show.lhs, exp(-(d - 3) * u**2)))),
        ),
        constants=(
            Constant(
                "C in density ≤ C √d e^{-dβ²/2} of |α_0|",
                "not stated",
                "3/(2*sqrt(2)) e^{3/2}",
                "sqrt(2/pi) = 0.797…",
                "-",
                "all d ≥ 3, since e^{-(d-3)β²/2} ≤ e^{3/2} e^{-dβ²/2}",
                ("claim 11", "proposition 47"),
            ),
        ),
        note="Twice c_d(1-β²)^{(d-3)/2} with c_d² ≤ (9/32)(d-2), and log(1-β²) ≤ -β².",
    ),
    Claim(
        id="claim-11/gaussian-factor-as-printed",
        where=_P71,
        title="the Gaussian factor of the initial overlap",
        latex=r"\alpha_0\ \text{is}\ \tfrac1{\sqrt d}\text{-subGaussian. Thus}\ \mathbb P[\alpha_0 \in I_\lambda] \le \dots\exp(-\lambda^2)",
        domain=Domain(
            "the density of √d α_0 at λ, up to a constant C ≤ 10⁶ for example (none will do: claim-11/no-gaussian-constant); 0 < λ < √d"
        ),
        statements=(PRINTED,),
        covers=("C76",),
        uses=("claim-11/no-gaussian-constant",),
        step=True,
        prove=lambda: [refute(PRINTED, {"C": 10**6, "d": 1000, "lambda": 7})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "sphere/density",
            "e^{-λ²/2} with the density bound in place of the tail bound: Claim 11 keeps its form, since sup λ^{k*-1}e^{-λ²/2} is a constant.",
        ),
        second_route=_second_density,
        note="Two slips: the factor is e^{-λ²/2}, and being sub-Gaussian bounds tails, not the mass of a short interval (a two-point law is sub-Gaussian); the density does.",
    ),
    Claim(
        id="claim-11/no-gaussian-constant",
        where=_P71,
        title="no constant makes the density of √d α_0 smaller than e^{-λ²}",
        latex=r"\bigl(1-\tfrac{\lambda^2}d\bigr)^{(d-3)/2} > C\,e^{-\lambda^2}\quad\text{for } \lambda^2 > 3\log C,\ d \ge 4\lambda^2",
        domain=Domain("every C = e^y ≥ 1, λ > 0, d ≥ 3; in logarithms"),
        statements=(NO_GAUSSIAN,),
        prove=_prove_no_gaussian,
        mutants=(
            Mutant("e^{-λ²/2} in place of e^{-λ²}", NO_GAUSSIAN.replace(gt(NO_GAUSSIAN.show.lhs, y - lam**2 / 2))),
        ),
        note="The witness of claim-11/gaussian-factor-as-printed is for C = 10⁶.",
    ),
    Claim(
        id="claim-11/supremum",
        where=_P71,
        title="the supremum over λ",
        latex=r"\sup_\lambda \lambda^{m} e^{-\lambda^2/2} \le (m/e)^{m/2},\quad m = k^*-1",
        domain=Domain("every λ = e^x > 0 and m = e^g > 0, in logarithms"),
        statements=(SUPREMUM,),
        covers=("C78",),
        prove=_prove_supremum,
        mutants=(Mutant("(m/e²)^{m/2}", SUPREMUM.replace(le(SUPREMUM.show.lhs, exp(g) * (g - 2) / 2))),),
        constants=(
            Constant(
                "constant hidden in the last step of Claim 11",
                "O_K(1)",
                "((k*-1)/e)^((k*-1)/2)",
                "((k*-1)/e)^((k*-1)/2)",
                "1",
                "attained at λ² = k*-1",
                ("claim 11",),
            ),
        ),
    ),
)
