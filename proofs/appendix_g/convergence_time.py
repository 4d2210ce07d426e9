"""Appendix G.3, proof of Proposition 47 (pp. 71–72): the time to escape, the time to converge, and who starts high enough.

Each step is made with explicit constants from v ≥ cδα^{k*-1}(1-α²), where δ is the root of the loss.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, exp, log

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, d, k

c, delta, K, v, x, y, z, C1, C2 = sympy.symbols("c delta K v x y z C1 C2", real=True)

# while α ≤ 1 - 1/(2K): d/dt α^{-(k*-2)} ≤ -(k*-2)cδ/(2K)
_early = (gt(alpha, 0), le(alpha, 1 - 1 / (2 * K)), ge(K, 1))
SPREAD = Statement(ge(1 - alpha**2, 1 / (2 * K)), _early)
DECREASE = Statement(
    le(Derivative(alpha ** (2 - k), alpha) * v, -(k - 2) * c * delta / (2 * K)),
    (
        *_early,
        ge(k, 4),
        gt(c, 0),
        gt(delta, 0),
        ge(v, c * delta * alpha ** (k - 1) * (1 - alpha**2)),
        ge(1 - alpha**2, 1 / (2 * K)),
    ),
)
# y = 1/α_0: the time 2K y^{k*-2}/((k*-2)cδ) is at most K y^{k*-2}/(cδ), hence at most K y^{k*-2}/(cδ²)
_sizes = (gt(y, 0), gt(delta, 0), le(delta, 1), gt(c, 0), ge(K, 1), ge(k, 4))
TIME = (
    Statement(le(2 * K * y ** (k - 2) / ((k - 2) * c * delta), K * y ** (k - 2) / (c * delta)), _sizes),
    Statement(le(K * y ** (k - 2) / (c * delta), K * y ** (k - 2) / (c * delta**2)), _sizes),
)
# the next sentence has δ where this one has δ²
SQUARED = Statement(
    le(C1 * y ** (k - 2) / delta**2 + C2 * log(1 / delta), 2 * (C1 + C2) * y ** (k - 2) / delta),
    (ge(y, 1), gt(delta, 0), lt(delta, 1), gt(C1, 0), gt(C2, 0), ge(k, 4)),
    {"k": "even"},
)
# α' = δα^{k*-1}(1-α²) from α_0 = 1/y has 1-α_t ≥ (1-α_0)e^{-2δt}: 1-α_t ≤ δ/4 takes at least log(4(1-α_0)/δ)/(2δ)
LOGARITHM = Statement(
    le(log(4 * (1 - 1 / y) / delta) / (2 * delta), C1 * y ** (k - 2) / delta + C2 * log(1 / delta)),
    (gt(y, 1), gt(delta, 0), lt(delta, 1), gt(C1, 0), gt(C2, 0), ge(k, 4)),
    {"k": "even"},
)
# y = 2, x = 2^{k*-2}, z = log(1/δ): for every C_1, C_2 a small δ
NO_CONSTANT = Statement(
    gt(z / (2 * delta), C1 * x / delta + C2 * z),
    (gt(delta, 0), gt(C1, 0), gt(C2, 0), gt(x, 0), ge(z, 8 * C1 * x), le(4 * C2 * delta, 1)),
)
# α = e^{-x} ≥ 1 - 1/(2K): α^{k*-1} ≥ 1/2, so -log(1-α) grows at rate cδ/2 at least
HALF = Statement(ge(exp(-(k - 1) * x), Rational(1, 2)), (ge(x, 0), ge(k, 2), le(k, K), ge(exp(-x), 1 - 1 / (2 * K))))
DECAY = Statement(
    ge(Derivative(-log(1 - alpha), alpha) * v, c * delta / 2),
    (gt(alpha, 0), lt(alpha, 1), gt(c, 0), gt(delta, 0), ge(y, Rational(1, 2)), ge(v, c * delta * y * (1 - alpha**2))),
)
LAST = Statement(le(log(y), y ** (k - 2) * d ** ((k - 2) / 2)), (ge(y, 1), ge(d, 1), ge(k, 4)))


def _prove_no_constant() -> list[Verdict]:
    """δ times the difference: (z/4)(1 - 4C_2δ) + (z - 8C_1x)/8 + z/8."""
    script = Script(NO_CONSTANT, {"C1": 1, "C2": 1, "delta": "1/4", "x": 1, "z": 8})
    size = script.combine(z, [(1, [4]), (8, [1, 3])])
    terms = [("1/4", [size, 5]), ("1/8", [4]), ("1/8", [size])]
    script.combine(NO_CONSTANT.show.excess, terms, times=[0])
    return [script.verdict("positive terms")]


def _prove_escape() -> list[Verdict]:
    """(1-α)(1+α) ≥ 1/(2K); α^{-(k*-1)}·α^{k*-1} = 1; k* - 2 ≥ 2; δ ≤ 1."""
    spread = Script(SPREAD, {"alpha": "1/4", "K": 1})
    count = spread.combine(K, [(1, [2]), (1, [])])
    unit = spread.combine(1 / (2 * K), [("1/2", [])], times=[count])
    below = spread.combine(1 - alpha, [(1, [1]), (1, [unit])])
    spread.combine(SPREAD.show.excess, [(1, [1]), (1, [below, 0])])
    decrease = Script(DECREASE, {"alpha": "1/4", "K": 1, "k": 4, "c": 1, "delta": 1, "v": 1})
    decrease.combine(K, [(1, [2]), (1, [])])
    decrease.positive(alpha ** (k - 1))
    inverse = decrease.positive(alpha ** (1 - k))
    order = decrease.combine(k - 2, [(1, [3]), (2, [])])
    decrease.combine(DECREASE.show.excess, [(1, [order, inverse, 6]), (1, [order, 4, 5, 7])])
    verdicts = [spread.verdict("positive terms"), decrease.verdict("positive terms")]
    for number, statement in enumerate(TIME):
        script = Script(statement, {"y": 2, "delta": "1/2", "c": 1, "K": 1, "k": 4})
        power, count = script.positive(y ** (k - 2)), script.combine(K, [(1, [4]), (1, [])])
        order = script.combine(k - 2, [(1, [5]), (2, [])])
        times = [order, 3, 1] if number == 0 else [3, 1, 1]
        script.combine(statement.show.excess, [(1, [count, power, 5 if number == 0 else 2])], times=times)
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _prove_decay() -> list[Verdict]:
    """x ≤ e^x - 1 ≤ 1/(2K-1), so (k*-1)x ≤ 1/2; then the derivative; then log y ≤ y - 1 ≤ y^{k*-2}."""
    half = Script(HALF, {"x": 0, "k": 2, "K": 2})  # facts: x ≥ 0, k ≥ 2, k ≤ K, e^{-x} ≥ 1 - 1/(2K)
    count = half.combine(K, [(1, [2]), (1, [1]), (2, [])])
    rise, grown = half.tangent(exp(x)), half.positive(exp(x))
    # (2K-1) - (2K-1)e^x + 1 ≥ 0 is the last assumption times 2K e^x
    bound = half.combine(2 * K - (2 * K - 1) * exp(x), [(2, [count, grown, 3])])
    odd = half.combine(2 * K - 1, [(2, [2]), (2, [1]), (3, [])])
    small = half.combine(1 - (2 * K - 1) * x, [(1, [bound]), (1, [odd, rise])])
    fall = half.tangent(exp(-(k - 1) * x))
    half.combine(Rational(1, 2) - (k - 1) * x, [("1/2", [small]), (1, [2, 0]), ("1/2", [0])])
    half.combine(HALF.show.excess, [(1, [fall]), (1, [len(half.steps) - 1])])
    decay = Script(DECAY, {"alpha": "1/2", "c": 1, "delta": 1, "y": 1, "v": 1})
    gap = decay.combine(1 - alpha, [(1, [1])])
    speed = decay.combine(
        c * delta * (1 + alpha) * y - c * delta / 2, [(1, [2, 3, 4]), (1, [2, 3, 0, 4]), ("1/2", [2, 3, 0])]
    )
    decay.combine(DECAY.show.excess, [(1, [5]), (1, [gap, speed])], times=[gap])
    last = Script(LAST, {"y": 1, "d": 1, "k": 4})
    for base, fact in ((y, 0), (d, 1)):
        last.combine(base, [(1, [fact]), (1, [])])
    more = last.combine(k - 2 - 1, [(1, [2]), (1, [])])
    power = last.monotone("pow", k - 2, 1, more, base=y)
    half_order = last.combine((k - 2) / 2, [("1/2", [2]), (1, [])])
    dimension = last.monotone("pow", (k - 2) / 2, 0, half_order, base=d)
    slope = last.tangent(log(y))
    whole = last.combine(y ** (k - 2), [(1, [power]), (1, [0]), (1, [])])
    last.combine(LAST.show.excess, [(1, [whole, dimension]), (1, [power]), (1, [slope]), (1, [])])
    return [half.verdict("tangents"), decay.verdict("positive terms"), last.verdict("tangents")]


def _second_squared() -> SecondRoute:
    """The ratio of the two sides at α_0 = 1/2, k* = 4 as δ falls: it grows like 1/δ."""
    with mpmath.workdps(30):
        deltas = [mpmath.mpf(10) ** -n for n in (1, 3, 5, 7)]
        ratios = [(4 / e**2 + mpmath.log(1 / e)) / (4 * 4 / e) for e in deltas]
        return SecondRoute(
            "(4/δ² + log(1/δ)) / (4·4/δ) at α_0 = 1/2, k* = 4 for δ = 10⁻¹, 10⁻³, 10⁻⁵, 10⁻⁷",
            ", ".join(mpmath.nstr(ratio, 6) for ratio in ratios),
            bool(all(ratio > 1 for ratio in ratios)),
        )


def _second_logarithm() -> SecondRoute:
    """The exact time of α' = δα³(1-α²) from 1/2 to 1 - δ/4 by quadrature, against 4C₁/δ + C₂log(1/δ)."""
    with mpmath.workdps(100):
        found = []
        for constant, n in ((1, 8), (10, 60)):
            low = mpmath.mpf(10) ** -n
            part = [  # ∫ dα/(α³(1-α²)) = log(α²/(1-α²))/2 - 1/(2α²)
                mpmath.log(a**2 / (1 - a**2)) / 2 - 1 / (2 * a**2) for a in (mpmath.mpf(1) / 2, 1 - low / 4)
            ]
            found.append(((part[1] - part[0]) / low) / (constant * (4 / low + mpmath.log(1 / low))))
        return SecondRoute(
            "exact time from 1/2 to 1 - δ/4 over C(4/δ + log(1/δ)): C = 1, δ = 10⁻⁸; C = 10, δ = 10⁻⁶⁰",
            ", ".join(mpmath.nstr(ratio, 8) for ratio in found),
            bool(all(ratio > 1 for ratio in found)),
        )


_P72 = Place(72, "proof of Proposition 47")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="prop-47/escape-time",
        where=_P72,
        title="the time to reach 1 - 1/(2K), with its constant",
        latex=r"v \ge c\delta\alpha^{k^*-1}(1-\alpha^2) \implies \alpha_t \ge 1-\tfrac1{2K}\ \text{for } t \ge \frac{K}{c\,\delta\,\alpha_0^{k^*-2}}",
        domain=Domain("every real k* ≥ 4, K ≥ 1, c > 0, 0 < δ ≤ 1, 0 < α_0 ≤ 1 - 1/(2K)"),
        statements=(SPREAD, DECREASE, *TIME),
        covers=("C80",),
        assumes=("fundamental-theorem",),
        prove=_prove_escape,
        mutants=(
            Mutant("1/K in place of 1/(2K)", SPREAD.replace(ge(1 - alpha**2, 1 / K))),
            Mutant(
                "a twentieth of the time", TIME[0].replace(le(TIME[0].show.lhs, K * y ** (k - 2) / (20 * c * delta)))
            ),
        ),
        constants=(
            Constant(
                "Θ(1) in the escape time", "Θ(1)/δ²", "K/(cδ)", "-", "-", "v ≥ cδα^{k*-1}(1-α²), δ ≤ 1", ("prop. 47",)
            ),
        ),
        note="α^{-(k*-2)} falls at rate (k*-2)cδ/(2K) at least; the printed 1/δ² is weaker than 1/δ, so the sentence is true.",
    ),
    Claim(
        id="prop-47/escape-time-exponent-as-printed",
        where=_P72,
        title="the escape time with 1/δ², carried to the next sentence",
        latex=r"\frac{\Theta(1)}{\delta^2\alpha_0^{k^*-2}} + O_K(\log\tfrac1\delta) = \frac{\Theta(1)}{\delta\,\alpha_0^{k^*-2}}",
        domain=Domain("0 < δ < 1, α_0 = 1/y ≤ 1, even k* ≥ 4; constants C₁, C₂ against 2(C₁+C₂)"),
        statements=(SQUARED,),
        covers=("C80",),
        step=True,
        prove=lambda: [refute(SQUARED, {"y": 2, "delta": "1/100", "C1": 1, "C2": 1, "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "prop-47/escape-time", "With 1/δ, which is what the velocity gives, the next sentence and T(δ) follow."
        ),
        second_route=_second_squared,
        note="p. 72 goes on with 1/δ; from 1/δ² one would get δ^{-k*} in T(δ).",
    ),
    Claim(
        id="prop-47/decay-time-as-printed",
        where=_P72,
        title="the time to go from 1 - 1/(2K) to 1 - δ/4",
        latex=r"1-\alpha_t \le \tfrac\delta4\ \text{for } t \ge \frac{\Theta(1)}{\delta\,\alpha_0^{k^*-2}} + O_K(\log\tfrac1\delta)",
        domain=Domain(
            "α' = δα^{k*-1}(1-α²), α_0 = 1/y < 1; necessary time log(4(1-α_0)/δ)/(2δ) against constants C₁, C₂; none will do (prop-47/no-decay-constant)"
        ),
        statements=(LOGARITHM,),
        covers=("C82",),
        uses=("prop-47/no-decay-constant",),
        step=True,
        prove=lambda: [refute(LOGARITHM, {"y": 2, "delta": "1/100000000", "C1": 1, "C2": 1, "k": 4})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "prop-47/decay-time",
            "At rate Ω(δ) the time is log(1/δ)/δ; for the particles that decide T(δ) it is below 1/(δα_0^{k*-2}), so T(δ) stands.",
        ),
        second_route=_second_logarithm,
        note="A factor 1/δ is lost: the rate is Ω(δ). For α_0 of order 1 no constants make the printed time long enough.",
    ),
    Claim(
        id="prop-47/no-decay-constant",
        where=_P72,
        title="no constants make the printed time long enough",
        latex=r"\alpha_0=\tfrac12:\quad \frac{\log(2/\delta)}{2\delta} > \frac{\log(1/\delta)}{2\delta} > \frac{C_1 2^{k^*-2}}\delta+C_2\log\tfrac1\delta\quad\text{for } \log\tfrac1\delta\ge8C_12^{k^*-2},\ 4C_2\delta\le1",
        domain=Domain("every C_1, C_2 > 0, x = 2^{k*-2} > 0, z = log(1/δ)"),
        statements=(NO_CONSTANT,),
        prove=_prove_no_constant,
        mutants=(
            Mutant(
                "z ≥ C_1 x", NO_CONSTANT.replace(assume=(*NO_CONSTANT.assume[:4], ge(z, C1 * x), le(4 * C2 * delta, 1)))
            ),
        ),
        note="The witness of prop-47/decay-time-as-printed is for C_1 = C_2 = 1.",
    ),
    Claim(
        id="prop-47/decay-time",
        where=_P72,
        title="the rate of the exponential decay and what it adds to T(δ)",
        latex=r"\alpha \ge 1-\tfrac1{2K} \implies \tfrac{d}{dt}\log\tfrac1{1-\alpha} \ge \tfrac{c\delta}2;\qquad \tfrac1\delta\log\tfrac1\delta \le \tfrac1{\delta}\,(\sqrt d/\delta)^{k^*-2}",
        domain=Domain("2 ≤ k* ≤ K real, α = e^{-x}; v ≥ cδα^{k*-1}(1-α²); in the last part y = 1/δ ≥ 1, d ≥ 1, k* ≥ 4"),
        statements=(HALF, DECAY, LAST),
        covers=("C82",),
        assumes=("gronwall",),
        prove=_prove_decay,
        mutants=(
            Mutant("3/4 in place of 1/2", HALF.replace(ge(HALF.show.lhs, Rational(3, 4)))),
            Mutant("rate 2cδ", DECAY.replace(ge(DECAY.show.lhs, 2 * c * delta))),
        ),
        note="So T(δ) ≤ K/(cδα_0^{k*-2}) + (2/(cδ))log(1/δ), and at α_0 = δ/√d the second part is below the first's order.",
    ),
)
