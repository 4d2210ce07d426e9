"""Appendix G.4, Lemma 50 (p. 75): J_max from Lemma 49, for overlaps above and below ι/√d.

Where exponents are symbolic, quantities are written as exponentials: α_s = e^{-x}, α_t = e^{-y}, ι = e^{-Y}, d = e^D.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.derivative import A, B
from proofs.appendix_g.theorem_9 import powers, prove_powers
from proofs.facts import dimension_facts
from proofs.symbols import alpha, d, inert, k

D, Y, iota, kappa, s, x, y = sympy.symbols("D Y iota kappa s x y", real=True)
J_MAX = (
    powers(k - 1, (k - 1) / 2),
    Statement(eq(inert(sympy.Mul, d ** ((k - 1) / 2), d ** ((k - 1) / 2)), d ** (k - 1)), (gt(d, 0),)),
)
LARGE = Statement(
    le(exp((k - 1) * (x - y)), exp((k - 1) * Y) * exp((k - 1) * D / 2)), (ge(y, 0), le(x, Y + D / 2), ge(k, 4))
)
# α_t ≤ α_s + T·sup v with p. 75's bounds of v and T
DOUBLE = Statement(
    le(s + d ** ((k - 2) / 2) / iota * (iota**2 * d ** (-(k - 1) / 2)), 2 * s),
    (gt(s, 0), le(s * d ** Rational(1, 2), iota), gt(iota, 0), lt(iota, 1), ge(d, 3), ge(k, 4)),
    {"k": "even"},
)
GROWTH = Statement(
    eq(kappa * iota * d ** (-(k - 2) / 2) * (d ** ((k - 2) / 2) / iota), kappa), (gt(iota, 0), gt(d, 0), ge(k, 4))
)
_c1 = 12 * (B / (d**2 - 1) - A / (d - 1))
_c3 = 4 * (2 * A + B) + 24 * A / (d - 1) - 12 * B / (d**2 - 1)
RATE4 = Statement(
    le(_c1 + _c3 * alpha**2, 12 / (d**2 - 1) + 7 * alpha**2),
    (ge(A, 0), ge(B, 0), ge(d, 3), le(2 * A + B, 1), le(A, Rational(1, 4)), ge(alpha, 0), le(alpha, 1)),
)
_grid = (gt(iota, 0), le(iota, Rational(1, 150)), ge(d, 3), ge(d * iota, 27))
SMALL4 = (
    Statement(le(d / iota * (12 / (d**2 - 1) + 28 * iota**2 / d), Rational(69, 100)), _grid),
    Statement(lt(exp(Rational(69, 100)), 2), ()),
)


def _prove_large() -> list[Verdict]:
    script = Script(LARGE, {"x": 0, "y": 0, "Y": 0, "D": 0, "k": 4})
    more = script.combine((k - 1) * (Y + D / 2) - (k - 1) * (x - y), [(1, [2, 1]), (3, [1]), (1, [2, 0]), (3, [0])])
    power = script.monotone("exp", (k - 1) * (Y + D / 2), (k - 1) * (x - y), more)
    script.combine(LARGE.show.excess, [(1, [power])])
    return [script.verdict("monotone")]


def _prove_small4() -> list[Verdict]:
    """12(1-B)/(d²-1) + …; 12d/(ι(d²-1)) ≤ 27/(2dι) ≤ 1/2 and 28ι ≤ 28/150."""
    rate = Script(RATE4, {"A": 0, "B": 0, "d": 3, "alpha": 0})
    below, above = dimension_facts(rate, 2)
    share = rate.combine(1 - B, [(1, [3]), (2, [0])])
    first = rate.combine(12 * (1 - B) / (d**2 - 1), [(12, [share])], times=[below, above])
    second = rate.combine(12 * A / (d - 1), [(12, [0])], times=[below])
    third = rate.combine(12 * B * alpha**2 / (d**2 - 1), [(12, [1, 5, 5])], times=[below, above])
    half = rate.combine(12 * A - 24 * A / (d - 1), [(12, [0, 2])], times=[below])
    terms = [(1, [first]), (1, [second]), (1, [third]), (4, [3, 5, 5]), (12, [4, 5, 5]), (1, [half, 5, 5])]
    rate.combine(RATE4.show.excess, terms)
    total = Script(SMALL4[0], {"iota": "1/150", "d": 5000})
    below, above = dimension_facts(total, 2)
    size = total.combine(d, [(1, [2]), (3, [])])
    square = total.combine(9 * d**2 - 9 - 8 * d**2, [(1, [2, size]), (3, [2])])
    quotient = total.combine(
        Rational(27, 2) / (d * iota) - 12 * d / (iota * (d**2 - 1)),
        [("3/2", [square])],
        times=[size, 0, below, above],
    )
    enough = total.combine(Rational(1, 2) - Rational(27, 2) / (d * iota), [("1/2", [3])], times=[size, 0])
    terms = [(1, [quotient]), (1, [enough]), (28, [1]), (Rational(69, 100) - Rational(1, 2) - Rational(28, 150), [])]
    total.combine(SMALL4[0].show.excess, terms)
    return [rate.verdict("positive terms"), total.verdict("positive terms"), prove(SMALL4[1])]


def _second_double() -> SecondRoute:
    """A constant speed ι²d^{-3/2} over the time d/ι moves the overlap by ι/√d, far beyond a small start."""
    with mpmath.workdps(30):
        low, dim = mpmath.mpf(1) / 10, mpmath.mpf(100)
        start = low / mpmath.sqrt(dim) / 10
        end = start + mpmath.quad(lambda r: low**2 * dim ** mpmath.mpf("-1.5"), [0, dim / low])
        return SecondRoute(
            "k* = 4, d = 100, ι = 1/10, α_s = ι/(10√d), speed ι²d^{-3/2} over d/ι by quadrature: α_t/α_s",
            mpmath.nstr(end / start, 10),
            bool(end > 2 * start),
        )


_P75, _P76 = Place(75, "proof of Lemma 50"), Place(76, "proof of Lemma 50")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-50/j-max",
        where=Place(75, "Lemma 50"),
        title="J_max from the bound of the norm",
        latex=r"\|J^\perp\| \le C\sqrt d^{\,k^*-1} \implies J_{max} = \max(\sup\|J\|,\mathbb E\|J\|^2) \le \max(C, C^2)\sqrt d^{\,2(k^*-1)}",
        domain=Domain("every real k* ≥ 4, d ≥ 1, given (40) (Lemma 49) and the two cases; J_max as p. 9 defines it"),
        statements=J_MAX,
        covers=("C107",),
        uses=("lemma-49/assembly", "lemma-50/large-overlaps", "lemma-50/small-overlaps"),
        assumes=("expectation",),
        prove=lambda: [prove_powers(J_MAX[0]), prove(J_MAX[1])],
        mutants=(Mutant("d^{(k*-2)/2} in place of d^{k*-1}", powers((k - 2) / 2, (k - 1) / 2)),),
        note="The square comes from E‖J‖²; sup‖J‖ alone is of order √d^{k*-1}.",
    ),
    Claim(
        id="lemma-50/large-overlaps",
        where=_P75,
        title="the case α_s ≥ ι/√d",
        latex=r"\alpha_s \ge \iota/\sqrt d \implies (\alpha_t/\alpha_s)^{k^*-1} \le \iota^{-(k^*-1)}\sqrt d^{\,k^*-1}",
        domain=Domain("every real k* ≥ 4, ι = e^{-Y}, d = e^D, α_s = e^{-x}, α_t = e^{-y} ≤ 1"),
        statements=(LARGE,),
        covers=("C108",),
        prove=_prove_large,
        mutants=(Mutant("without ι", LARGE.replace(le(LARGE.show.lhs, exp((k - 1) * D / 2)))),),
        note="p. 75 prints α_s(t) for α_s(w).",
    ),
    Claim(
        id="lemma-50/small-overlaps-as-printed",
        where=_P75,
        title="the case α_s ≤ ι/√d",
        latex=r"v \le \iota^2\sqrt d^{-(k^*-1)},\ T \le \tfrac1\iota\sqrt d^{\,k^*-2},\ \alpha_s \le \tfrac\iota{\sqrt d} \implies \alpha_t \le 2\alpha_s",
        domain=Domain("0 < ι < 1, d ≥ 3, even k* ≥ 4"),
        statements=(DOUBLE,),
        covers=("C109",),
        step=True,
        prove=lambda: [refute(DOUBLE, {"s": "1/1000", "iota": "1/10", "d": 100, "k": 4})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-50/small-overlaps",
            "With v ≤ κι√d^{-(k*-2)}α (every term of (38) has a factor α) Grönwall gives α_t ≤ e^κα_s, and Lemma 50 stands with e^κ for 2.",
        ),
        second_route=_second_double,
        note="The bounds give α_t ≤ α_s + ι/√d only, which is not below 2α_s when α_s is much smaller than ι/√d.",
    ),
    Claim(
        id="lemma-50/small-overlaps",
        where=_P75,
        title="the case α_s ≤ ι/√d with a speed proportional to α",
        latex=r"v \le \kappa\,\iota\,\sqrt d^{-(k^*-2)}\alpha,\ t \le \tfrac1\iota\sqrt d^{\,k^*-2} \implies \alpha_t \le e^{\kappa}\alpha_s",
        domain=Domain(
            "every real k* ≥ 4, ι ≤ e^{-2κ}, d ≥ max(3, 1/ι), (⋆): the bound of v holds up to e^κ ι/√d, which α does not pass"
        ),
        statements=(GROWTH,),
        covers=("C109",),
        uses=("claim-11/closes-the-induction", "lemma-50/speed-below-iota", "prop-47/time-exponent"),
        assumes=("gronwall", "tube"),
        mutants=(
            Mutant(
                "T = √d^{k*-1}/ι",
                GROWTH.replace(eq(kappa * iota * d ** (-(k - 2) / 2) * (d ** ((k - 1) / 2) / iota), kappa)),
            ),
        ),
    ),
    Claim(
        id="lemma-50/small-overlaps/he4",
        where=_P75,
        title="the case α_s ≤ ι/√d for He₄, with constants",
        latex=r"\alpha_s \le \iota/\sqrt d,\ t \le d/\iota \implies \alpha_t \le e^{69/100}\alpha_s < 2\alpha_s",
        domain=Domain("q = z⁴ (normalised He₄), every symmetric law, ι ≤ 1/150, dι ≥ 27", "finite"),
        statements=(RATE4, *SMALL4),
        covers=("C109",),
        uses=("velocity/z4-moments",),
        assumes=("gronwall", "smooth-flow"),
        prove=_prove_small4,
        mutants=(
            Mutant("3α² in place of 7α²", RATE4.replace(le(RATE4.show.lhs, 12 / (d**2 - 1) + 3 * alpha**2))),
            Mutant("dι ≥ 3", SMALL4[0].replace(assume=(*_grid[:3], ge(d * iota, 3)))),
        ),
        constants=(Constant("factor 2 of Lemma 50, He₄", "2", "2", "-", "-", "ι ≤ 1/150, dι ≥ 27", ("lemma 50",)),),
        note="While α ≤ 2ι/√d the rate v/α is at most 12/(d²-1) + 28ι²/d; (⋆) is not needed.",
    ),
)
