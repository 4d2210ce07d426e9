"""Appendix G.3, proof of Proposition 47 (p. 72): what the convergence time starts from.

The lower bound of the velocity above δ²/√d, and the share of neurons that start above a multiple of δ/√d.
"""

from __future__ import annotations

import sympy
from sympy import Derivative, Rational, Subs, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.derivative import A, B
from proofs.appendix_g.local_convexity import unexplained
from proofs.facts import dimension_facts, unit_fact
from proofs.symbols import alpha, d, k

c, delta, iota, K, n, m, q, s, u, v, w, y = sympy.symbols("c delta iota K n m q s u v w y", real=True)


# Lemma 43 gives v ≥ q α^{k*-1}(1-α²)(1-r)(1-√ι) above δ^{3K}/√d; u = 1 - r ≥ cδ (Lemma 46), s = √ι
FLOOR = (
    Statement(
        ge(v, q * c / 2 * delta * alpha ** (k - 1) * (1 - alpha**2)),
        (
            gt(alpha, 0),
            lt(alpha, 1),
            gt(q, 0),
            gt(delta, 0),
            gt(c, 0),
            ge(u, c * delta),
            ge(s, 0),
            le(s, Rational(1, 2)),
            ge(v, q * alpha ** (k - 1) * (1 - alpha**2) * u * (1 - s)),
        ),
    ),
    Statement(ge(y ** (3 * K), y**2), (ge(y, 1), ge(K, 1))),  # y = 1/δ: δ² ≥ δ^{3K}
)
V4 = (1 - alpha**2) * alpha * (4 * unexplained * alpha**2 + 12 * A * (2 * alpha**2 - 1) / (d - 1))
FLOOR4 = Statement(
    ge(
        V4 + (1 - alpha**2) * alpha * 12 * B * (1 - alpha**2) / (d**2 - 1),
        Rational(3, 4) * delta * alpha**3 * (1 - alpha**2),
    ),
    (
        gt(alpha, 0),
        lt(alpha, 1),
        ge(A, 0),
        ge(B, 0),
        ge(d, 3),
        ge(delta, 0),
        ge(unexplained, Rational(3, 4) * delta),
        le(A, Rational(9, 4) * iota),
        ge(iota, 0),
        le(18 * iota, delta**5),
        ge(alpha**2, delta**4 / d),
    ),
)
BERNOULLI = Statement(ge(exp(-n * w), 1 - n * (1 - exp(-w))), (ge(n, 1),))  # (1-x²)^n ≥ 1 - nx² with 1 - x² = e^{-w}
INITIAL = (
    Statement(eq(Derivative(s - m**2 * s**3 / 3, s), 1 - m**2 * s**2), ()),  # n = m²
    Statement(eq(2 * Subs(s - m**2 * s**3 / 3, s, 1 / m), 4 / (3 * m)), (gt(m, 0),)),
    # 2x · (3/4)√n ≤ δ/4 at x = (2/9)δ/√d, n = (d-3)/2, squared
    Statement(
        le((2 * Rational(2, 9) * delta * Rational(3, 4)) ** 2 * (d - 3) / (2 * d), (delta / 4) ** 2), (ge(d, 5),)
    ),
)


def _prove_floor() -> list[Verdict]:
    """v - qcδ…/2 = (v - q…) + q α^{k*-1}(1-α²)[(u-cδ)(1-s) + cδ(1/2-s)]; then 3K ≥ 2."""
    script = Script(FLOOR[0], {"alpha": "1/2", "q": 1, "delta": 1, "c": 1, "u": 1, "s": 0, "v": 1, "k": 4})
    unit, power = unit_fact(script), script.positive(alpha ** (k - 1))
    spare = script.combine(1 - s, [(1, [7]), ("1/2", [])])
    terms = [(1, [8]), (1, [2, power, unit, 5, spare]), (1, [2, power, unit, 3, 4, 7])]
    script.combine(FLOOR[0].show.excess, terms)
    return [script.verdict("positive terms"), prove(FLOOR[1])]


def _prove_floor4() -> list[Verdict]:
    """(u - 3δ/4)4α² + (9/4)δ(α² - δ⁴/d) + [(9/4)δ⁵/d - 27ι/(d-1)] + 12(9ι/4 - A)/(d-1) + …, all non-negative."""
    point = {"A": 0, "B": 1, "alpha": "1/2", "d": 100, "delta": "1/2", "iota": 0}
    script = Script(FLOOR4, point)
    unit = unit_fact(script)
    below, above = dimension_facts(script, 4)
    size = script.combine(d, [(1, [4]), (3, [])])
    first = script.combine(12 * (Rational(9, 4) * iota - A) / (d - 1), [(12, [7])], times=[below])
    second = script.combine(24 * A * alpha**2 / (d - 1), [(24, [2, 0, 0])], times=[below])
    third = script.combine(12 * B * (1 - alpha**2) / (d**2 - 1), [(12, [3, unit])], times=[below, above])
    fourth = script.combine(Rational(9, 4) * (delta**5 - 18 * iota) / d, [("9/4", [9])], times=[size])
    fifth = script.combine(Rational(81, 2) * iota / d - 27 * iota / (d - 1), [("27/2", [8, 4])], times=[size, below])
    terms = [(4, [unit, 0, 0, 0, 6]), ("9/4", [unit, 0, 5, 10])]
    terms += [(1, [unit, 0, part]) for part in (first, second, third, fourth, fifth)]
    script.combine(FLOOR4.show.excess, terms)
    return [script.verdict("positive terms")]


def _prove_initial() -> list[Verdict]:
    """Bernoulli times e^w from e^w ≥ 1 + w and e^{-(n-1)w} ≥ 1 - (n-1)w."""
    script = Script(BERNOULLI, {"n": 1, "w": 0})
    rise, fall = script.tangent(exp(w)), script.tangent(exp(-(n - 1) * w))
    grown = script.positive(exp(w))
    script.combine(BERNOULLI.show.excess, [(1, [fall]), (1, [0, rise])], times=[grown])
    return [script.verdict("tangents"), *(prove(part) for part in INITIAL)]


_P72 = Place(72, "proof of Proposition 47")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="prop-47/velocity-floor",
        where=_P72,
        title="the lower bound of the velocity from Lemma 43",
        latex=r"v \ge \tfrac{qc}2\,\delta\,\alpha^{k^*-1}(1-\alpha^2);\qquad \delta^2 \ge \delta^{3K}",
        domain=Domain("Lemma 43's last line with 1-r ≥ cδ and √ι ≤ 1/2; every real k*, K ≥ 1, 0 < δ ≤ 1 (y = 1/δ)"),
        statements=FLOOR,
        covers=("C81",),
        uses=("lemma-43/speed", "lemma-43/any-lower-bound", "lemma-46/every-dimension"),
        prove=_prove_floor,
        mutants=(
            Mutant(
                "qc in place of qc/2",
                FLOOR[0].replace(ge(v, 2 * q * c / 2 * delta * alpha ** (k - 1) * (1 - alpha**2))),
            ),
        ),
        note="p. 72's range α ≥ δ²/√d lies inside that of Lemma 43, α ≥ δ^{3K}/√d.",
    ),
    Claim(
        id="prop-47/velocity-floor/he4",
        where=_P72,
        title="the lower bound of the velocity for He₄, with its constant",
        latex=r"\alpha \ge \frac{\delta^2}{\sqrt d} \implies v \ge \tfrac34\,\delta\,\alpha^3(1-\alpha^2)",
        domain=Domain("q = z⁴ (normalised He₄), Eα²(1-α²) ≤ 9ι/4, 18ι ≤ δ⁵, 0 < α < 1, every real d ≥ 3", "finite"),
        statements=(FLOOR4,),
        covers=("C81",),
        uses=("velocity/z4-moments", "lemma-46/he4", "lemma-43/star-moment"),
        prove=_prove_floor4,
        mutants=(
            Mutant(
                "5 in place of 3/4",
                FLOOR4.replace(ge(FLOOR4.show.lhs, 5 * delta * alpha**3 * (1 - alpha**2))),
            ),
            Mutant("without the lower bound of α", FLOOR4.replace(assume=FLOOR4.assume[:-1])),
        ),
        constants=(
            Constant(
                "Θ_K(1) in p.72's bound of v, He₄", "Θ_K(1)", "3/4", "-", "-", "18ι ≤ δ⁵", ("prop. 47", "lemma 49")
            ),
        ),
        note="No large d is needed; p. 70's ι = δ^{96} is far below δ⁵/18.",
    ),
    Claim(
        id="prop-47/initial-fraction",
        where=_P72,
        title="the share of neurons that start high enough, with its constant",
        latex=r"\mathbb P_{\rho_0}\bigl[\alpha_0 \ge \tfrac29\,\delta/\sqrt d\bigr] \ge 1-\tfrac\delta4",
        domain=Domain("every real d ≥ 5, δ > 0; density ∝ (1-x²)^n, n = (d-3)/2 ≥ 1, n = m²"),
        statements=(BERNOULLI, *INITIAL),
        covers=("C83",),
        assumes=("expectation", "fundamental-theorem"),
        prove=_prove_initial,
        mutants=(
            Mutant("1 - nx²/2 in place of 1 - nx²", BERNOULLI.replace(ge(exp(-n * w), 1 - n / 2 * (1 - exp(-w))))),
            Mutant(
                "1/3 in place of 2/9",
                INITIAL[2].replace(
                    le((2 * Rational(1, 3) * delta * Rational(3, 4)) ** 2 * (d - 3) / (2 * d), (delta / 4) ** 2)
                ),
            ),
        ),
        constants=(
            Constant(
                "O_K(1) in front of δ/√d (initial overlap)",
                "O_K(1)",
                "2/9",
                "sqrt(2*pi)/8 = 0.3133…",
                "1.41…",
                "d ≥ 5; the sharp value as d → ∞",
                ("prop. 47",),
            ),
        ),
        note="∫(1-x²)^n ≥ ∫_{|x| ≤ 1/√n}(1-nx²) = 4/(3√n), so the density is at most 3√n/4; the printed O_K stands for Ω.",
    ),
)
