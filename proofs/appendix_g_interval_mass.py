"""Appendix G.3, Claim 11 (pp. 70–71): the mass of an interval of overlaps at time t.

m = k*-2; E = exp(O_K(log(1/τ)/δ)) is the factor of Lemma 45, [lo, hi] the overlaps α_0 that reach [γ, 2γ] at time t.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d, k

b, c, h, m, s, x, y, z = sympy.symbols("b c h m s x y z", real=True)
A, C, D, E, G, L, S, X = sympy.symbols("A C D E G L S X", real=True)
delta, gamma, iota, C1, level = sympy.symbols("delta gamma iota C1 level", real=True)
start, other, end = sympy.symbols("alpha_0 alpha_0w alpha_t", real=True)  # α_0(w'), α_0(w̃), α_t(w̃)
moved, moved_other = sympy.symbols("alpha_tw alpha_tw1", real=True)

SUM = (
    Statement(le(1 + x * S, Rational(4, 3)), (ge(x, 0), le(x, Rational(1, 4)), ge(S, 0), le(S, Rational(4, 3)))),
    Statement(le(b ** (-(k - 2)), Rational(1, 4)), (ge(b, 2), ge(k, 4))),
)
# the display as printed, w and w' in any order, with L > 0 for the derivative's lower bound
ORDER = Statement(
    ge(moved - moved_other, L * D),
    (
        gt(L, 0),
        gt(start, 0),
        gt(other, 0),
        ge(D, 0),
        eq(D**2, (start - other) ** 2),
        eq(moved - moved_other, L * (start - other)),
    ),
)
ORDERED = Statement(
    ge(moved - moved_other, L * (start - other)),
    (ge(start, other), ge(C, L), eq(moved - moved_other, C * (start - other))),
)
MINIMUM = Statement(
    ge((end / other) ** (k - 1), (gamma / start) ** (k - 1)),
    (gt(gamma, 0), ge(end, gamma), le(end, 2 * gamma), gt(start, 0), ge(other, start), lt(other, end), ge(k, 4)),
    {"k": "even"},
)
INVERSE = Statement(
    le(D, start ** (k - 1) * gamma ** (-(k - 2)) * E),
    (
        gt(gamma, 0),
        gt(start, 0),
        gt(E, 0),
        lt(E, 1),
        ge(D, 0),
        le(D * gamma ** (k - 1) * start ** (-(k - 1)) * E, gamma),
        ge(k, 4),
    ),
    {"k": "even"},
)

# d/dα_0 of -α_t^{-m} and of -α_0^{-m}/E, with ℓ ≥ (α_t/α_0)^{m+1}/E
INTEGRATED = Statement(
    ge(m * end ** (-m - 1) * L, m * start ** (-m - 1) / E),
    (gt(end, 0), gt(start, 0), gt(E, 0), ge(m, 2), ge(L * start ** (m + 1) * E, end ** (m + 1))),
)
LEVELS = Statement(
    le(E * (gamma ** (-m) - b ** (-m) * gamma ** (-m)), E * gamma ** (-m)), (gt(gamma, 0), gt(E, 0), ge(b, 1), ge(m, 2))
)
# x = E(lo/γ)^m, h = hi/lo, X = h^m: X(1-x) ≤ 1 from the levels, X ≥ 1 + m(h-1) by Bernoulli
NARROW = Statement(
    le(h - 1, x), (ge(x, 0), le(x, Rational(1, 2)), ge(m, 2), ge(h, 1), ge(X, 1 + m * (h - 1)), le(X * (1 - x), 1))
)
BERNOULLI = Statement(ge(Derivative(exp(m * y) - m * exp(y), y), 0), (ge(m, 1), ge(y, 0)))
# x ≥ 1/2: lo^{-m} ≤ 2E γ^{-m}, and P[α_0 ≥ lo] ≤ 2e^{-d lo²/2} ≤ 2(m/e)^{m/2} (√d lo)^{-m}
WIDE = Statement(
    le(2 * C * level ** (-m) * A, 4 * C * E * G * level ** (-m)),
    (ge(C, 0), gt(level, 0), le(A, 2 * E * G), ge(A, 0)),
)
# the length c lo^{k-1} times the density C√d e^{3/2} e^{-d lo²/2}, with lo = s/√d, level = √d
MASS = (
    Statement(
        eq(
            sympy.Mul(c * s ** (k - 1), level ** (-(k - 1)), C * level, evaluate=False),
            c * C * s ** (k - 1) * level ** (-(k - 2)),
        ),
        (gt(level, 0), gt(s, 0)),
    ),
    Statement(le(exp(-(d - 3) * x**2 / 2), exp(Rational(3, 2) - d * x**2 / 2)), (ge(x, 0), le(x, 1))),
)
ABSORBED = Statement(
    le(C + C1 * z / delta, (C / level + C1) * z / delta),
    (ge(C, 0), gt(delta, 0), le(delta, 1), gt(level, 0), ge(z, level)),
)

POWERS = Statement(
    le(C * z / delta**2, C1 * z / delta), (gt(C, 0), gt(z, 0), gt(delta, 0), le(delta, 1), le(C1, 1000 * C))
)
POWERS_REPAIRED = Statement(
    le(exp(C * z / delta) * A, exp(C1 * z / delta) * A), (ge(A, 0), le(C, C1), ge(z, 0), gt(delta, 0))
)
INDUCTION = (
    Statement(
        le(exp(x + (k - 2) * y - (k - 2) * c / 2 + C * y / delta), exp(-y)),
        (ge((k - 2) * c / 2, x + (k - 1) * y + C * y / delta), gt(delta, 0)),
    ),
    Statement(le(iota, (1 - iota) / 2), (le(iota, Rational(1, 3)),)),
)
EXPONENT = Statement(
    le(C * z / delta, y + C1 * z), (gt(C, 0), gt(C1, 0), gt(z, 0), gt(delta, 0), lt(delta, 1), gt(y, 0), le(C1, 10 * C))
)
# log(1/τ') for τ' = τ/(k*-1), with h = log(k*-1) and level = log 2
EXPONENT_REPAIRED = Statement(
    le(C * (z + h), C * (1 + h / level) * z), (ge(C, 0), ge(h, 0), gt(level, 0), ge(z, level))
)


def _prove_narrow() -> list[Verdict]:
    """m(h-1) ≤ X - 1 ≤ 2x: 2x - (X-1) = 2[(1 - X(1-x)) + (1/2 - x)(X - 1)] and X ≥ 1."""
    script = Script(NARROW, {"x": 0, "m": 2, "h": 1, "X": 1})
    # facts: x ≥ 0, 1/2 - x ≥ 0, m - 2 ≥ 0, h - 1 ≥ 0, X - 1 - m(h-1) ≥ 0, 1 - X(1-x) ≥ 0
    above = script.combine(X - 1, [(1, [4]), (1, [2, 3]), (2, [3])])
    level_fact = script.combine(2 * x - (X - 1), [(2, [5]), (2, [1, above])])
    script.combine(
        NARROW.show.excess, [(Rational(1, 2), [level_fact]), (Rational(1, 2), [4]), (Rational(1, 2), [2, 3])]
    )
    return [script.verdict("positive terms")]


def _prove_integrated() -> list[Verdict]:
    """m α_t^{-m-1}α_0^{-m-1}(ℓα_0^{m+1}E - α_t^{m+1})/E ≥ 0."""
    script = Script(INTEGRATED, {"alpha_t": 1, "alpha_0": 1, "E": 1, "m": 2, "L": 1})
    first, second = script.positive(end ** (-m - 1)), script.positive(start ** (-m - 1))
    part = script.combine(end ** (-m - 1) * L - start ** (-m - 1) / E, [(1, [first, second, 4])], times=[2])
    script.combine(INTEGRATED.show.excess, [(1, [3, part]), (2, [part])])
    return [script.verdict("positive terms")]


def _prove_powers() -> list[Verdict]:
    script = Script(POWERS_REPAIRED, {"A": 0, "C": 0, "C1": 0, "z": 0, "delta": 1})  # A, C1 - C, z ≥ 0, δ > 0
    exponent = script.combine(C1 * z / delta - C * z / delta, [(1, [1, 2])], times=[3])
    larger = script.monotone("exp", C1 * z / delta, C * z / delta, exponent)
    script.combine(POWERS_REPAIRED.show.excess, [(1, [0, larger])])
    return [script.verdict("monotone")]


def _prove_induction() -> list[Verdict]:
    low, high = INDUCTION[0].show.lhs.args[0], -y
    script = Script(INDUCTION[0], {"x": 0, "y": 0, "k": 4, "c": 0, "C": 0, "delta": 1})
    script.monotone("exp", high, low, script.combine(high - low, [(1, [0])]))
    return [script.verdict("monotone"), prove(INDUCTION[1])]


def _second_order() -> SecondRoute:
    """Two neurons moved by α' = α³ for a while: swap their names."""
    with mpmath.workdps(30):
        first, second = mpmath.mpf(1) / 10, mpmath.mpf(1) / 5
        moved = [(q**-2 - 20) ** mpmath.mpf("-0.5") for q in (first, second)]
        return SecondRoute(
            "α_t = (α_0^{-2} - 2t)^{-1/2} at t = 10 for α_0(w) = 1/10, α_0(w') = 1/5: α_t(w) - α_t(w')",
            mpmath.nstr(moved[0] - moved[1], 10),
            bool(moved[0] < moved[1]),
        )


def _second_minimum() -> SecondRoute:
    """v = α³ in closed form: the least of (α_t/α_0)³ over an interval sits at its upper end."""
    with mpmath.workdps(30):
        low, high = mpmath.mpf(1) / 20, mpmath.mpf(1) / 15
        ends = [(q**-2 - 2 * 100) ** mpmath.mpf("-0.5") for q in (low, high)]
        values = [(e / q) ** 3 for e, q in zip(ends, (low, high), strict=True)]
        gamma_value = min(ends)
        least = min([*values, (gamma_value / high) ** 3])
        return SecondRoute(
            "α' = α³, t = 100, α_0 from 1/20 to 1/15: γ = α_t(1/20); (γ/α_0)³ at the two ends",
            f"{mpmath.nstr((gamma_value / low) ** 3, 8)}, {mpmath.nstr((gamma_value / high) ** 3, 8)}",
            bool(least < (gamma_value / low) ** 3),
        )


def _second_inverse() -> SecondRoute:
    """Solve γ = D (γ/a)³ e for D at γ = 1/2, a = 1/10, e = 1/4."""
    with mpmath.workdps(30):
        big, small, factor = mpmath.mpf(1) / 2, mpmath.mpf(1) / 10, mpmath.mpf(1) / 4
        solved = mpmath.findroot(lambda q: q * (big / small) ** 3 * factor - big, mpmath.mpf(1) / 100)
        printed = small**3 / big**2 * factor
        return SecondRoute(
            "the largest |α_0(w)-α_0(w')| that the bound before allows, and the printed one (k* = 4)",
            f"{mpmath.nstr(solved, 8)}, {mpmath.nstr(printed, 8)}",
            bool(solved > 10 * printed),
        )


def _second_powers() -> SecondRoute:
    ratios = [mpmath.mpf(10) ** n for n in (1, 3, 5)]
    return SecondRoute(
        "(log(1/τ)/δ²)/(log(1/τ)/δ) for δ = 10⁻¹, 10⁻³, 10⁻⁵",
        ", ".join(mpmath.nstr(q, 6) for q in ratios),
        bool(ratios[-1] > 10**4),
    )


def _second_exponent() -> SecondRoute:
    """τ^{-C/δ}/τ^{-10C} for δ = 1/20 and shrinking τ."""
    with mpmath.workdps(30):
        ratios = [mpmath.mpf(10) ** (n * (20 - 10)) for n in (1, 2, 3)]
        direct = [mpmath.exp((20 - 10) * mpmath.log(mpmath.mpf(10) ** n)) for n in (1, 2, 3)]
        return SecondRoute(
            "τ^{-1/δ}/τ^{-10} for δ = 1/20 and τ = 10⁻¹, 10⁻², 10⁻³ (no constant bounds it)",
            ", ".join(mpmath.nstr(q, 6) for q in direct),
            bool(all(abs(p / q - 1) < mpmath.mpf("1e-20") for p, q in zip(ratios, direct, strict=True))),
        )


_P70, _P71 = Place(70, "Claim 11"), Place(71, "proof of Claim 11")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="claim-11/geometric-sum",
        where=_P71,
        title="the sum over dyadic intervals",
        latex=r"\sum_i(2^i\gamma)^{-(k^*-2)} \le \tfrac43\,\gamma^{-(k^*-2)} \le 2\,\gamma^{-(k^*-2)}",
        domain=Domain(
            "all k* ≥ 4 and any number of intervals, by induction on it: x = 2^{-(k*-2)}, S the sum of the later ones"
        ),
        statements=SUM,
        covers=("C72",),
        assumes=("induction",),
        mutants=(
            Mutant("5/4 in place of 4/3", Statement(le(1 + x * S, Rational(5, 4)), SUM[0].assume)),
            Mutant("k* ≥ 3", SUM[1].replace(assume=(ge(b, 2), ge(k, 3)))),
        ),
        constants=(
            Constant(
                "factor of the sum (Claim 11)",
                "2",
                "4/3",
                "4/3",
                "1.5",
                "k* ≥ 4; attained in the limit for k* = 4",
                ("claim 11",),
            ),
        ),
        note="The last interval may be shorter, to end at 1-τ.",
    ),
    Claim(
        id="claim-11/order-as-printed",
        where=_P71,
        title="the mean value display",
        latex=r"\alpha_t(w)-\alpha_t(w') \ge |\alpha_0(w)-\alpha_0(w')|\min_{\tilde w:\,\alpha_0(\tilde w)\in[\alpha_0(w'),\alpha_0(w')]}(\cdot)",
        domain=Domain("two neurons in any order, a linear flow map of slope L > 0"),
        statements=(ORDER,),
        covers=("C73",),
        prove=lambda: [
            refute(
                ORDER,
                {"L": 1, "D": "1/10", "alpha_0": "1/10", "alpha_0w": "1/5", "alpha_tw": "1/10", "alpha_tw1": "1/5"},
            )
        ],
        severity=Severity.COSMETIC,
        repair=Repair(
            "claim-11/order", "Take α_0(w) ≥ α_0(w') and the minimum over [α_0(w'), α_0(w)]; nothing else changes."
        ),
        second_route=_second_order,
        note="No absolute value on the left, and the interval of the minimum has one end twice. The factor τ/(k*-1) belongs to p. 72, where Claim 11 is used.",
    ),
    Claim(
        id="claim-11/order",
        where=_P71,
        title="the mean value inequality, with the neurons in order",
        latex=r"\alpha_0(w) \ge \alpha_0(w') \implies \alpha_t(w)-\alpha_t(w') \ge L\,(\alpha_0(w)-\alpha_0(w')),\quad L = \min\partial_\beta\alpha_{t,0}",
        domain=Domain("slope C ≥ L of the mean value theorem"),
        statements=(ORDERED,),
        mutants=(Mutant("in the other order", ORDERED.replace(assume=(le(start, other), *ORDERED.assume[1:]))),),
    ),
    Claim(
        id="claim-11/minimum-as-printed",
        where=_P71,
        title="the lower bound of the minimum",
        latex=r"\min_{\tilde w}\Bigl(\frac{\alpha_t(\tilde w)}{\alpha_0(\tilde w)}\Bigr)^{k^*-1} \ge \Bigl(\frac{\gamma}{\alpha_0(w')}\Bigr)^{k^*-1}",
        domain=Domain("even k* ≥ 4, γ ≤ α_t(w̃) ≤ 2γ, α_0(w̃) ≥ α_0(w') > 0, w' the lower of the two neurons"),
        statements=(MINIMUM,),
        covers=("C74",),
        step=True,
        prove=lambda: [
            refute(MINIMUM, {"gamma": "1/4", "alpha_t": "3/10", "alpha_0": "1/10", "alpha_0w": "1/5", "k": 4})
        ],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "claim-11/interval",
            "With the minimum at the upper neuron the printed I_λ does not follow; integrating α^{-(k*-1)}dα gives it, but for overlaps that start near γ, whose mass is bounded by the Gaussian tail: Claim 11 stands.",
        ),
        second_route=_second_minimum,
        note="The left difference is positive only if w' starts lower, and then α_0(w') is the smallest, not the largest, of the α_0(w̃).",
    ),
    Claim(
        id="claim-11/inverse-as-printed",
        where=_P71,
        title="the factor after division",
        latex=r"|\alpha_0(w)-\alpha_0(w')|\Bigl(\frac\gamma{\alpha_0(w')}\Bigr)^{k^*-1}e^{O_K(\log\tau/\delta)} \le \gamma \implies |\alpha_0(w)-\alpha_0(w')| \le \frac{\alpha_0(w')^{k^*-1}}{\gamma^{k^*-2}}\,e^{O_K(\log\tau/\delta)}",
        domain=Domain("even k* ≥ 4, the factor E = τ^{C/δ} < 1 taken as it stands on both sides"),
        statements=(INVERSE,),
        covers=("C75",),
        step=True,
        prove=lambda: [refute(INVERSE, {"gamma": "1/2", "alpha_0": "1/10", "E": "1/4", "D": "1/100", "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair("claim-11/interval", "e^{O_K(log(1/τ)/δ)}, also in I_λ; the display after I_λ has it right."),
        second_route=_second_inverse,
        note="Dividing by the factor inverts it; harmless if O_K(log τ) is read as 'at most a constant times |log τ|, of either sign'.",
    ),
    Claim(
        id="claim-11/interval",
        where=_P71,
        title="the initial overlaps that reach [γ, 2γ]",
        latex=r"\mathrm{lo}^{-m}-\mathrm{hi}^{-m} \le E\gamma^{-m}:\quad E(\mathrm{lo}/\gamma)^m \le \tfrac12 \implies \mathrm{hi}-\mathrm{lo} \le E\gamma^{-m}\,\mathrm{lo}^{m+1};\ \text{else}\ \mathrm{lo}^{-m} \le 2E\gamma^{-m}",
        domain=Domain("all real m = k*-2 ≥ 2, E ≥ 1 with ℓ ≥ (α_t/α_0)^{m+1}/E (Lemma 45), x = E(lo/γ)^m, h = hi/lo"),
        statements=(INTEGRATED, LEVELS, BERNOULLI, NARROW),
        covers=("C74", "C75"),
        uses=("lemma-45/assembly", "claim-11/order"),
        assumes=("fundamental-theorem",),
        prove=lambda: [*_prove_integrated(), prove(LEVELS), prove(BERNOULLI), *_prove_narrow()],
        mutants=(
            Mutant("x/2 in place of x", NARROW.replace(le(h - 1, x / 4))),
            Mutant(
                "α_0^{-m-2} in the integrand",
                Statement(
                    ge(end**-3 * L, start**-4),
                    (gt(end, 0), lt(end, 1), gt(start, 0), lt(start, 1), ge(L * start**3, end**3)),
                ),
            ),
        ),
        note="So in the first case the set is the printed I_λ, λ = √d lo, with constant 1 and the factor the right way up.",
    ),
    Claim(
        id="claim-11/powers-of-delta-as-printed",
        where=_P71,
        title="the power of δ between the last two lines",
        latex=r"\exp\Bigl(O_K\Bigl(\frac{\log(1/\tau)}{\delta^2}\Bigr)\Bigr)\cdots \le \cdots\exp\Bigl(O_K\Bigl(\frac{\log(1/\tau)}{\delta}\Bigr)\Bigr)",
        domain=Domain("exponents, with constants C > 0 and C1 ≤ 1000 C; 0 < δ ≤ 1"),
        statements=(POWERS,),
        covers=("C77",),
        step=True,
        prove=lambda: [refute(POWERS, {"C": 1, "C1": 1000, "z": 1, "delta": "1/10000"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "claim-11/powers-of-delta",
            "I_λ has log(1/τ)/δ, so the first line should have it too; the last line is right.",
        ),
        second_route=_second_powers,
        note="δ² is a slip for δ.",
    ),
    Claim(
        id="claim-11/powers-of-delta",
        where=_P71,
        title="the last two lines with one power of δ",
        latex=r"e^{C\log(1/\tau)/\delta}A \le e^{C'\log(1/\tau)/\delta}A,\quad C \le C'",
        domain=Domain("A ≥ 0, τ ≤ 1, δ > 0"),
        statements=(POWERS_REPAIRED,),
        prove=_prove_powers,
        uses=("claim-11/supremum",),
        mutants=(Mutant("C' ≤ C", POWERS_REPAIRED.replace(assume=(gt(A, 0), ge(C, C1), ge(z, 0), gt(delta, 0)))),),
    ),
    Claim(
        id="claim-11/mass",
        where=_P70,
        title="Claim 11 from Lemma 45's bound",
        latex=r"\mathbb P[\alpha_t\in[\gamma,1-\tau]] \le C_K\,\frac{E}{\gamma^{k^*-2}}\sqrt d^{-(k^*-2)} \le \frac2{\gamma^{k^*-2}}\sqrt d^{-(k^*-2)}e^{O_K(\log(1/\tau)/\delta)}",
        domain=Domain(
            "given Lemma 45 up to time t; E ≥ 1 its factor, A = lo^{-m}, G = γ^{-m}, level = √d, in the last statement log 2; all k* ≥ 4"
        ),
        statements=(WIDE, *MASS, ABSORBED),
        covers=("C71",),
        uses=(
            "claim-11/interval",
            "claim-11/geometric-sum",
            "claim-11/supremum",
            "sphere/density",
            "prop-47/initial-tail",
            "claim-11/powers-of-delta",
        ),
        mutants=(
            Mutant("2 in place of 4", Statement(le(2 * C * A, 2 * C * E * G), (gt(C, 0), le(A, 2 * E * G), gt(A, 0)))),
            Mutant("without τ ≤ 1/2", ABSORBED.replace(assume=(*ABSORBED.assume[:4], gt(z, 0)))),
        ),
        constants=(
            Constant(
                "C_K in Claim 11",
                "2, and O_K(1) in the exponent",
                "(4/3)(3/(2 sqrt 2) e^{3/2} ((k*-1)/e)^((k*-1)/2) + 4 ((k*-2)/e)^((k*-2)/2))",
                "-",
                "-",
                "E the factor of Lemma 45; the printed 2 needs the rest in the exponent, as log(1/τ)/δ ≥ log 2 allows",
                ("proposition 47", "lemma 50"),
            ),
        ),
        note="Narrow intervals by the density, wide ones by the tail, then the geometric sum. That (⋆) makes Lemma 45 available is the induction of Proposition 47.",
    ),
    Claim(
        id="claim-11/closes-the-induction",
        where=Place(71, "proof of Proposition 47"),
        title="the inductive step",
        latex=r"\frac2{\iota^{k^*-2}}\sqrt d^{-(k^*-2)}\iota^{-C/\delta} \le \iota\quad\text{for } d \ge \bigl(2\,\iota^{-(k^*-1)-C/\delta}\bigr)^{2/(k^*-2)}",
        domain=Domain(
            "all real k*, ι = e^{-y}, d = e^c, x = log 2, δ > 0; γ = τ = ι satisfies γ ≤ (1-τ)/2 for ι ≤ 1/3"
        ),
        statements=INDUCTION,
        prove=_prove_induction,
        covers=("C79",),
        uses=("claim-11/mass",),
        mutants=(
            Mutant(
                "ι^{-(k*-2)} in the threshold",
                INDUCTION[0].replace(
                    assume=(ge((k - 2) * c / 2, x + (k - 2) * y + C * y / delta), gt(delta, 0), gt(y, 0))
                ),
            ),
            Mutant("ι ≤ 1/2", INDUCTION[1].replace(assume=(le(iota, Rational(1, 2)),))),
        ),
        note="With 4 in place of 2 the bound is ι/2, which leaves the room that continuity in t needs.",
    ),
    Claim(
        id="prop-47/moment-clause-as-printed",
        where=Place(70, "Proposition 47"),
        title="the power of τ in the moment clause",
        latex=r"\sqrt d^{-(k^*-2)}e^{O_K(\log(1/\tau)/\delta)}\ \text{(p. 72)} \implies \sqrt d^{-(k^*-2)}\,O_{K,\delta}\Bigl(\frac1{\tau^{O_K(1)}}\Bigr)\ \text{(p. 70)}",
        domain=Domain(
            "in logarithms: C log(1/τ)/δ ≤ y + C1 log(1/τ) with y the constant of O_{K,δ}; C1 ≤ 10C, 0 < δ < 1"
        ),
        statements=(EXPONENT,),
        covers=("C90",),
        step=True,
        prove=lambda: [refute(EXPONENT, {"C": 1, "C1": 10, "z": 10, "delta": "1/20", "y": 50})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "prop-47/moment-clause",
            "Lemma 45 holds without 1/δ (lemma-45/without-delta), and then p. 70's form is right; Lemma 50 needs only O_{K,δ,τ}.",
        ),
        second_route=_second_exponent,
        note="p. 72 proves τ^{-O_K(1/δ)}: the power of 1/τ grows as δ falls.",
    ),
    Claim(
        id="prop-47/moment-clause",
        where=Place(70, "Proposition 47"),
        title="the power of τ with Lemma 45's sharper factor",
        latex=r"\mathbb E[\alpha^{k^*-1}1(\alpha\le1-\tau)] \le \sqrt d^{-(k^*-2)}\,O_K\bigl(\tau^{-C'}\bigr),\quad \bigl(\tfrac{k^*-1}\tau\bigr)^C \le \tau^{-C'},\ C' = C\Bigl(1+\frac{\log(k^*-1)}{\log2}\Bigr)",
        domain=Domain(
            "0 < τ ≤ 1/2 (for larger τ take τ = 1/2), k* ≥ 2, the factor E = (1/τ')^C of Claim 11 at τ' = τ/(k*-1); z = log(1/τ)"
        ),
        statements=(EXPONENT_REPAIRED,),
        covers=("C90",),
        uses=("lemma-45/without-delta", "claim-11/mass", "prop-47/primitive", "prop-47/bernoulli"),
        mutants=(Mutant("C in place of C'", EXPONENT_REPAIRED.replace(le(EXPONENT_REPAIRED.show.lhs, C * z))),),
        note="E does not depend on δ by lemma-45/without-delta; the rest of p. 72's computation stands.",
    ),
)
