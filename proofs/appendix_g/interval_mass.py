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
A, C, E, G, K, L, S, X = sympy.symbols("A C E G K L S X", real=True)
delta, gamma, iota, C1, level = sympy.symbols("delta gamma iota C1 level", real=True)
start, end = sympy.symbols("alpha_0 alpha_t", real=True)  # α_0(w'), α_0(w̃), α_t(w̃)

SUM = (
    Statement(le(1 + x * S, Rational(4, 3)), (ge(x, 0), le(x, Rational(1, 4)), ge(S, 0), le(S, Rational(4, 3)))),
    Statement(le(b ** (-(k - 2)), Rational(1, 4)), (ge(b, 2), ge(k, 4))),
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
INDUCTION = (
    Statement(
        le(exp(x + (k - 2) * y - (k - 2) * c / 2 + C * y / delta), exp(-x - y)),
        (ge((k - 2) * c / 2, 2 * x + (k - 1) * y + C * y / delta), gt(delta, 0)),
    ),
    Statement(le(iota, (1 - iota) / 2), (le(iota, Rational(1, 3)),)),
    # Lemma 45's t ≤ √d^{k*-2}/ι at t = e^h √d^{k*-2}δ^{-(k*-1)}, with ι = δ^{6K²} and δ = e^{-s}
    Statement(le(h + (k - 1) * s, 6 * K**2 * s), (ge(s, h), ge(h, 0), ge(K, k), ge(k, 4))),
)
EXPONENT = Statement(
    le(C * z / delta, y + C1 * z), (gt(C, 0), gt(C1, 0), gt(z, 0), gt(delta, 0), lt(delta, 1), gt(y, 0), le(C1, 10 * C))
)
NO_POWER = Statement(  # once C_1 = O_K(1) is chosen, small δ, then large z
    gt(C * z / delta, y + C1 * z), (gt(C, 0), gt(C1, 0), gt(delta, 0), gt(y, 0), le(2 * C1 * delta, C), gt(C1 * z, y))
)
# log(1/τ') for τ' = τ/(k*-1), with h = log(k*-1) and level = log 2
EXPONENT_REPAIRED = Statement(
    le(C * (z + h), C * (1 + h / level) * z), (ge(C, 0), ge(h, 0), gt(level, 0), ge(z, level))
)


def _prove_no_power() -> list[Verdict]:
    """Cz/δ - C_1z - y = (C - 2C_1δ)z/δ + (C_1z - y)."""
    script = Script(NO_POWER, {"C": 1, "C1": 1, "delta": "1/4", "y": 1, "z": 2})
    size = script.combine(C1 * z, [(1, [5]), (1, [3])])
    length = script.combine(z, [(1, [size])], times=[1])
    share = script.combine(C * z / delta - 2 * C1 * z, [(1, [4, length])], times=[2])
    script.combine(NO_POWER.show.excess, [(1, [share]), (1, [5])])
    return [script.verdict("positive terms")]


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


def _prove_induction() -> list[Verdict]:
    low, high = INDUCTION[0].show.lhs.args[0], -x - y
    script = Script(INDUCTION[0], {"x": 0, "y": 0, "k": 4, "c": 0, "C": 0, "delta": 1})
    script.monotone("exp", high, low, script.combine(high - low, [(1, [0])]))
    late = Script(INDUCTION[2], {"h": 0, "s": 0, "K": 4, "k": 4})  # facts: s - h, h, K - k, k - 4 ≥ 0
    size = late.combine(s, [(1, [0]), (1, [1])])
    rest = late.combine(6 * K**2 - k, [(6, [2, 2]), (12, [2, 3]), (48, [2]), (6, [3, 3]), (47, [3]), (92, [])])
    late.combine(INDUCTION[2].show.excess, [(1, [size, rest]), (1, [0])])
    return [script.verdict("monotone"), prove(INDUCTION[1]), late.verdict("positive terms")]


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
        latex=r"\frac2{\iota^{k^*-2}}\sqrt d^{-(k^*-2)}\iota^{-C/\delta} \le \tfrac\iota2\quad\text{for } d \ge \bigl(4\,\iota^{-(k^*-1)-C/\delta}\bigr)^{2/(k^*-2)}",
        domain=Domain(
            "all real k*, ι = e^{-y}, d = e^c, x = log 2, δ > 0; γ = τ = ι satisfies γ ≤ (1-τ)/2 for ι ≤ 1/3; T(δ) within Lemma 45's horizon for δ ≤ e^{-h}"
        ),
        statements=INDUCTION,
        assumes=("continuation", "smooth-flow"),
        prove=_prove_induction,
        covers=("C79",),
        uses=("claim-11/mass", "prop-47/initial-tail", "sphere/density"),
        mutants=(
            Mutant(
                "ι^{-(k*-2)} in the threshold",
                INDUCTION[0].replace(
                    assume=(ge((k - 2) * c / 2, 2 * x + (k - 2) * y + C * y / delta), gt(delta, 0), gt(y, 0))
                ),
            ),
            Mutant(
                "2 in place of 4 in the threshold",
                INDUCTION[0].replace(
                    assume=(ge((k - 2) * c / 2, x + (k - 1) * y + C * y / delta), gt(delta, 0), gt(x, 0))
                ),
            ),
            Mutant("ι ≤ 1/2", INDUCTION[1].replace(assume=(le(iota, Rational(1, 2)),))),
        ),
        note="The ι/2 is the room that continuation needs. P[α_t ∈ [ι, 1-ι]] is continuous in t: α_0 has a density, and α_0 ↦ α_t is a homeomorphism that moves continuously. By lemma-45/without-delta the C/δ may be read as C, and then a power of 1/δ is enough for d.",
    ),
    Claim(
        id="prop-47/moment-clause-as-printed",
        where=Place(70, "Proposition 47"),
        title="the power of τ in the moment clause",
        latex=r"\sqrt d^{-(k^*-2)}e^{O_K(\log(1/\tau)/\delta)}\ \text{(p. 72)} \implies \sqrt d^{-(k^*-2)}\,O_{K,\delta}\Bigl(\frac1{\tau^{O_K(1)}}\Bigr)\ \text{(p. 70)}",
        domain=Domain(
            "in logarithms: C log(1/τ)/δ ≤ y + C1 log(1/τ) with y the constant of O_{K,δ}; C1 ≤ 10C for example, and no C1 will do (prop-47/no-power); 0 < δ < 1"
        ),
        statements=(EXPONENT,),
        covers=("C90",),
        uses=("prop-47/no-power",),
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
        id="prop-47/no-power",
        where=Place(70, "Proposition 47"),
        title="no power of 1/τ that is the same for every δ",
        latex=r"2C_1\delta \le C,\ C_1\log\tfrac1\tau > y \implies \tfrac C\delta\log\tfrac1\tau > y+C_1\log\tfrac1\tau",
        domain=Domain("every C, C_1 > 0 and every y > 0 (which may depend on δ); z = log(1/τ)"),
        statements=(NO_POWER,),
        prove=_prove_no_power,
        mutants=(
            Mutant("C_1 δ ≤ 2C", NO_POWER.replace(assume=(*NO_POWER.assume[:4], le(C1 * delta, 2 * C), gt(C1 * z, y)))),
        ),
        note="The witness of prop-47/moment-clause-as-printed is for one C_1.",
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
