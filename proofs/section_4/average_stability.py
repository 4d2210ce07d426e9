"""Sections 4.2 and 4.3 (p. 14): the level-set average of the interaction Hessian, the set B_τ, and the bound of J_avg.

q = z⁴, w at overlap α, w' at overlap β, v a unit tangent vector at w'; M stands for max(1/√(d-1), α).
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.facts import dimension_facts
from proofs.symbols import alpha, d

M, n, y, tau, ratio, e = sympy.symbols("M n y tau ratio e", real=True)
third, cross, second, fourth, total = sympy.symbols("m_3 c m_2 m_4 S", real=True)

# At α = 1, w = w' = w*: ‖H v‖ = q'(1) = 4 for a unit tangent v; the general bound with constant 1
LEVEL = Statement(
    le(4 * alpha**3, M**3), (ge(alpha, 0), le(alpha, 1), ge(M, alpha), le(M, 1), ge(d * M**2, 1), ge(d, 3))
)
# E z⁴ over the level set, with b = β², exactly: α⁴b² + 6α²b(1-α²)(1-b)/(d-1) + 3(1-α²)²(1-b)²/(d²-1)
b = sympy.Symbol("b", real=True)
fourth_moment = (
    alpha**4 * b**2
    + 6 * alpha**2 * b * (1 - alpha**2) * (1 - b) / (d - 1)
    + 3 * (1 - alpha**2) ** 2 * (1 - b) ** 2 / (d**2 - 1)
)
_level = (ge(alpha, 0), le(alpha, 1), ge(b, 0), le(b, 1), ge(d, 3), ge(M**2, alpha**2), ge(M**2 * (d - 1), 1))
FOURTH = Statement(le(fourth_moment, 3 * M**4), _level)
# E⟨w,v⟩² for v = v₁w* + √(1-v₁²)·across, with n = v₁²
SECOND = Statement(
    le(alpha**2 * n + (1 - alpha**2) * (1 - n) / (d - 1), M**2),
    (ge(alpha, 0), le(alpha, 1), ge(n, 0), le(n, 1), ge(d, 3), ge(M**2, alpha**2), ge(M**2 * (d - 1), 1)),
)
# ‖Hv‖ ≤ 4|z|³ + 12z²|⟨w,v⟩|; E|z|³ ≤ (Ez⁴)^{3/4}, E z²|⟨w,v⟩| ≤ (Ez⁴ E⟨w,v⟩²)^{1/2}
_moments = (
    gt(M, 0),
    ge(third, 0),
    ge(cross, 0),
    ge(second, 0),
    ge(fourth, 0),
    le(third**4, fourth**3),
    le(cross**2, fourth * second),
    le(fourth, 3 * M**4),
    le(second, M**2),
    le(total, 4 * third + 12 * cross),
)
TOTAL = Statement(le(total, 31 * M**3), _moments)

# ξ ∉ B_τ: the nearest atom at distance above τ, i.e. 2 - 2|α| > τ²; |α| is written α ≥ 0
BALL = Statement(le(alpha, 1 - tau), (ge(alpha, 0), le(alpha, 1), gt(tau, 0), le(tau, 1), gt(2 - 2 * alpha, tau**2)))
_outside = gt((1 - alpha) ** 2 + (1 - alpha**2), tau**2)
_below = gt(1 - tau**2 / 2, alpha)
BALL_REPAIRED = (
    Statement(_below, (ge(alpha, 0), gt(tau, 0), _outside)),
    Statement(_outside, (ge(alpha, 0), gt(tau, 0), _below)),
)
# (α_t/α_s)³ max(e, α_s)³ against α_t³, for a particle with α_s = y, α_t = ratio·y, e = 1/√d
_pair = (gt(y, 0), le(y, 1), gt(ratio, 0), le(ratio * y, 1), gt(e, 0), le(e, 1), ge(M, y), ge(M, e))
STEP = Statement(le(ratio**3 * M**3, 8 * (ratio * y) ** 3), _pair)
STEP_REPAIRED = tuple(
    Statement(le(ratio**3 * value**3, (ratio * y) ** 3 + ratio**3 * e**3), _pair[:6]) for value in (y, e)
)


def _prove_fourth() -> list[Verdict]:
    """3M⁴ - Ez⁴ with u = α², s = M²: b²u² ≤ b²s², (1-u)/(d-1) ≤ s, and s²(3 - b² - 6b(1-b) - 3(1-b)²) = 2s²(1-b)²… ≥ 0."""
    s = Script(FOURTH, {"M": 1, "alpha": 1, "b": 0, "d": 3})  # facts: α, 1-α, b, 1-b, d-3, M²-α², M²(d-1)-1
    below, above = dimension_facts(s, 4)
    m2, a2 = s.square(M), s.square(alpha)
    unit = s.combine(1 - alpha**2, [(1, [1, 0]), (1, [1])])
    first = s.combine(M**4 - alpha**4, [(1, [m2, 5]), (1, [a2, 5])])
    share = s.combine(M**2 - (1 - alpha**2) / (d - 1), [(1, [6]), (1, [a2])], times=[below])
    w = s.combine((1 - alpha**2) / (d - 1), [(1, [unit])], times=[below])
    mixed = s.combine(M**4 - alpha**2 * (1 - alpha**2) / (d - 1), [(1, [m2, share]), (1, [w, 5])])
    both = s.combine(M**4 - (1 - alpha**2) ** 2 / (d - 1) ** 2, [(1, [m2, share]), (1, [w, share])])
    smaller = s.combine(
        (1 - alpha**2) ** 2 / (d - 1) ** 2 - (1 - alpha**2) ** 2 / (d**2 - 1),
        [(2, [unit, unit])],
        times=[below, below, above],
    )
    tail = s.combine(M**4 - (1 - alpha**2) ** 2 / (d**2 - 1), [(1, [both]), (1, [smaller])])
    b2, c2, bc = s.square(b), s.square(1 - b), s.combine(b * (1 - b), [(1, [2, 3])])
    m4 = s.square(M**2)
    s.combine(
        FOURTH.show.excess,
        [(1, [b2, first]), (6, [bc, mixed]), (3, [c2, tail]), (2, [m4, b2])],
    )
    return [s.verdict("positive terms")]


def _prove_second() -> list[Verdict]:
    s = Script(SECOND, {"M": 1, "alpha": 1, "d": 3, "n": 0})
    below, _ = dimension_facts(s, 4)
    a2 = s.square(alpha)
    share = s.combine(M**2 - (1 - alpha**2) / (d - 1), [(1, [6]), (1, [a2])], times=[below])
    s.combine(SECOND.show.excess, [(1, [2, 5]), (1, [3, share])])
    return [s.verdict("positive terms")]


def _root_bound(
    s: Script, value: sympy.Expr, bound: sympy.Expr, power: int, positive: int, nonnegative: int, known: int
) -> int:
    """value ≤ bound from value^power ≤ bound^power: (bound - value)·Σ bound^i value^j, a positive factor."""
    terms = [(1, [positive] * (power - 1 - j) + [nonnegative] * j) for j in range(power)]
    parts = [bound ** (power - 1 - j) * value**j for j in range(power)]
    strict = s.combine(parts[0], terms[:1])
    rest = s.combine(sympy.Add(*parts[1:]), terms[1:])
    whole = s.combine(sympy.Add(*parts), [(1, [strict]), (1, [rest])])
    return s.combine(bound - value, [(1, [known])], times=[whole])


def _prove_total() -> list[Verdict]:
    """m_3 ≤ (23/10)M³ because 2.3⁴ ≥ 27, and c ≤ (7/4)M³ because (7/4)² ≥ 3."""
    point = {"M": 1, "S": 0, "c": 0, "m_2": 0, "m_3": 0, "m_4": 0}
    s = Script(TOTAL, point)
    m3 = s.combine(M**3, [(1, [0, 0, 0])])
    m4, m6 = s.square(M**2), s.square(M**3)
    m12 = s.square(M**6)
    quarter = s.combine(
        27 * M**12 - fourth**3,  # (3M⁴ - m_4)(9M⁸ + 3M⁴m_4 + m_4²)
        [(9, [7, m4, m4]), (3, [7, m4, 4]), (1, [7, 4, 4])],
    )
    top = Rational(23, 10)
    b3 = s.combine(top * M**3, [(top, [m3])])
    known = s.combine(top**4 * M**12 - third**4, [(1, [5]), (1, [quarter]), (top**4 - 27, [m12])])
    bound3 = _root_bound(s, third, top * M**3, 4, b3, 1, known)
    b2 = s.combine(Rational(7, 4) * M**3, [(Rational(7, 4), [m3])])
    square = s.combine(
        Rational(49, 16) * M**6 - cross**2, [(1, [6]), (1, [7, 3]), (3, [m4, 8]), (Rational(1, 16), [m6])]
    )
    bound2 = _root_bound(s, cross, Rational(7, 4) * M**3, 2, b2, 2, square)
    s.combine(TOTAL.show.excess, [(1, [9]), (4, [bound3]), (12, [bound2]), (31 - 4 * top - 21, [m3])])
    return [s.verdict("positive terms")]


def _second_level() -> SecondRoute:
    """H(w*, w*) by differentiating the kernel (⟨u,v⟩)⁴ numerically along great circles in R³."""
    with mpmath.workdps(40):

        def kernel(first: mpmath.mpf, other: mpmath.mpf) -> mpmath.mpf:
            """Both neurons move from w* in the same tangent direction, by the angles ``first`` and ``other``."""
            return mpmath.cos(first - other) ** 4

        value = mpmath.diff(kernel, (0, 0), (1, 1))
        return SecondRoute(
            "∂²/∂θ∂θ' of cos⁴(θ-θ') at 0, i.e. ‖H(w*,w*)v‖ for a unit tangent v, against max(d^{-1/2}, 1)³ = 1",
            mpmath.nstr(value, 10),
            bool(abs(value - 4) < mpmath.mpf(10) ** -10),
        )


def _second_ball() -> SecondRoute:
    with mpmath.workdps(20):
        overlap, radius = mpmath.mpf(3) / 4, mpmath.mpf(1) / 2
        w = (overlap, mpmath.sqrt(1 - overlap**2))
        distance = mpmath.hypot(w[0] - 1, w[1])
        return SecondRoute(
            "the distance to w* of a neuron at overlap 3/4, with τ = 1/2",
            f"{mpmath.nstr(distance, 8)} > 1/2, although 3/4 > 1 - τ",
            bool(distance > radius),
        )


def _second_step() -> SecondRoute:
    with mpmath.workdps(20):
        side, small = 1 / mpmath.sqrt(100), mpmath.mpf(1) / 1000
        left = max(side, small) ** 3
        return SecondRoute(
            "a particle that has not moved, α_t = α_s = 1/1000 in d = 100: both sides",
            f"{mpmath.nstr(left, 5)} > 8·{mpmath.nstr(small**3, 5)}",
            bool(left > 8 * small**3),
        )


_P = Place(14, "Section 4.3")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="section-4/logarithmic-rate",
        where=Place(14, "Section 4.2, after the self-concordance display"),
        title="the overlap in logarithmic form",
        latex=r"\tfrac d{dt}\alpha_t = \tfrac1{\alpha_t}V(\alpha_t)\,\alpha_t",
        domain=Domain("α_0 ≠ 0, σ even; V here is the velocity ν(α), not the V of Remark 3"),
        covers=("C05",),
        derivation=(
            "Page 14 uses V(α_t) without a definition. The velocity of p. 13 is ν(α_t) = dα_t/dt, so with V = ν the display "
            "reads ν = (ν/α)·α, which is true by notation wherever α_t ≠ 0. That α_t stays away from 0 when α_0 ≠ 0: for "
            "an even σ and a law that is symmetric about w*, the velocity is an odd function of α, so ν(0) = 0, and α = 0 is "
            "itself a solution; by uniqueness no other solution meets it. The display then says (log|α_t|)' = V(α_t)/α_t, "
            "and the self-concordance display (log‖J‖)' ≤ (k-1)V(α_t)/α_t, so that integrating both over [s, t] gives the "
            "quotient (|α_t|/|α_s|)^{k-1} that p. 14 deduces (where that display holds)."
        ),
        note="True by notation: V is not defined on p. 14, and with V = ν(α) the display is ν = (ν/α)α.",
    ),
    Claim(
        id="section-4/level-set-average-as-printed",
        where=_P,
        title="the level-set average of the interaction Hessian, with constant 1",
        latex=r"\sup_{w',v}\mathbb E_{w:|\alpha_s(w)|=\alpha}\|H_s^\perp(w,w')v\| \le \max(d^{-1/2},\alpha)^{k-1}",
        domain=Domain("q = z⁴, w' = w*, v tangent there: the level set α ≤ 1 contributes at least 4α³ at α = 1"),
        statements=(LEVEL,),
        covers=("A64", "C08"),
        prove=lambda: [refute(LEVEL, {"M": 1, "alpha": 1, "d": 3})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "section-4/level-set-average/z4",
            "A constant that depends on k belongs there; Lemma 50 has it inside its O_K.",
        ),
        second_route=_second_level,
        note="At w = w' = w* the left side is q'(1), that is k for q = z^k (96 for He_4 as it stands).",
    ),
    Claim(
        id="section-4/level-set-average/z4",
        where=_P,
        title="the level-set average of the interaction Hessian for q = z⁴, with a constant",
        latex=r"\sup_{w',v}\mathbb E_{w:|\alpha(w)|=\alpha}\|H^\perp(w,w')v\| \le 31\,\max\big((d-1)^{-1/2},\alpha\big)^3",
        domain=Domain("q = z⁴, d ≥ 3, every w' and every unit v tangent at w'", "finite"),
        statements=(FOURTH, SECOND, TOTAL),
        covers=("A64", "C08"),
        assumes=("cauchy-schwarz", "power-mean"),
        prove=lambda: [*_prove_fourth(), *_prove_second(), *_prove_total()],
        mutants=(Mutant("2M⁴ in place of 3M⁴", FOURTH.replace(le(fourth_moment, 2 * M**4))),),
        constants=(
            Constant(
                "level-set average of ‖H^⊥v‖ for q = z⁴",
                "1",
                "31, with d - 1 in place of d",
                "4",
                "31/4",
                "d ≥ 3; at α = 1 the left side is 4",
                ("lemma 50",),
            ),
        ),
        note="‖Hv‖ ≤ 4|z|³ + 12z²|⟨w,v⟩|, fourth moments of the level set exactly, Jensen and Cauchy–Schwarz.",
    ),
    Claim(
        id="section-4/ball-as-printed",
        where=_P,
        title="B_τ in the overlap",
        latex=r"\xi\notin B_\tau \iff |\alpha| \le 1-\tau",
        domain=Domain("0 ≤ |α| ≤ 1, 0 < τ ≤ 1, B_τ by the distance as on p. 9"),
        statements=(BALL,),
        covers=("A65",),
        prove=lambda: [refute(BALL, {"alpha": "3/4", "tau": "1/2"})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "section-4/ball",
            "With 1 - τ²/2 in place of 1 - τ the proof of Lemma 50 bounds J_avg(τ) with τ²/2 for τ, a constant.",
        ),
        second_route=_second_ball,
        note="‖w - w*‖² = 2 - 2α, so B_τ is |α| ≥ 1 - τ²/2.",
    ),
    Claim(
        id="section-4/ball",
        where=_P,
        title="B_τ in the overlap, from the distance",
        latex=r"\xi\notin B_\tau \iff |\alpha| < 1-\tfrac{\tau^2}2",
        domain=Domain("0 ≤ |α|, τ > 0"),
        statements=BALL_REPAIRED,
        covers=("A65",),
        mutants=(Mutant("1 - τ² in place of 1 - τ²/2", BALL_REPAIRED[0].replace(gt(1 - tau**2, alpha))),),
        note="Both directions.",
    ),
    Claim(
        id="section-4/average-step-as-printed",
        where=_P,
        title="the last step of the bound on J_avg, particle by particle",
        latex=r"\Big(\tfrac{|\alpha_t|}{|\alpha_s|}\Big)^{k-1}\max(d^{-1/2},\alpha_s)^{k-1} \lessapprox |\alpha_t|^{k-1}",
        domain=Domain("k = 4, constant 8, any 0 < α_s, α_t ≤ 1"),
        statements=(STEP,),
        covers=("A66", "C09"),
        prove=lambda: [refute(STEP, {"M": "1/10", "e": "1/10", "ratio": 1, "y": "1/1000"})],
        step=True,
        severity=Severity.COSMETIC,
        repair=Repair(
            "section-4/average-step/degree-4",
            "The term (α_t/α_s)^{k-1}d^{-(k-1)/2} of the particles below d^{-1/2} is to be added; for those that have "
            "not left the saddle it is of order d^{-(k-1)/2}, below 1/T.",
        ),
        second_route=_second_step,
        note="For α_s far below d^{-1/2} the maximum is d^{-1/2}, which α_s does not cancel.",
    ),
    Claim(
        id="section-4/average-step/degree-4",
        where=_P,
        title="the last step of the bound on J_avg, with both terms, for k = 4",
        latex=r"\Big(\tfrac{\alpha_t}{\alpha_s}\Big)^3\max(d^{-1/2},\alpha_s)^3 \le \alpha_t^3 + \Big(\tfrac{\alpha_t}{\alpha_s}\Big)^3d^{-3/2}",
        domain=Domain("k = 4, 0 < α_s ≤ 1, α_t > 0, either value of the maximum", "finite"),
        statements=STEP_REPAIRED,
        covers=("A66", "C09"),
        mutants=(Mutant("without the second term", STEP_REPAIRED[1].replace(le(ratio**3 * e**3, (ratio * y) ** 3))),),
        note="The two statements are the two values that the maximum can take.",
    ),
)
