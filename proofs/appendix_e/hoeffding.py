"""Appendix E (p. 38): Hoeffding's bounds in Lemmas 24 and 25, and the two ε of Lemma 25. C is C_reg, J is J_max."""

from __future__ import annotations

import mpmath
import sympy
from sympy import exp, log, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.gap_ode import eps
from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import J, d

C, a, g, m, x = sympy.symbols("C a g m x", real=True)

_positive = (gt(m, 0), gt(eps, 0), gt(C, 0), gt(J, 0))
SIGN = Statement(lt(2 * exp(x), 1), (ge(x, 0),))
HOEFFDING_24 = Statement(
    le(2 * exp(-2 * m * (eps / 2) ** 2 / (C * J) ** 2), 2 * exp(-m * eps**2 / (4 * C**2 * J**2))), _positive
)
HOEFFDING_25 = Statement(
    le(2 * d * exp(-2 * m * (eps / (2 * g)) ** 2 / (2 * C) ** 2), 2 * d * exp(-m * eps**2 / (8 * C**2 * d))),
    (*_positive[:3], ge(d, 1), gt(g, 0), le(g**2, d)),
)
COORDINATES = Statement(le(2 * exp(a - x), 2 * exp(-x / 2)), (ge(a, 0), ge(x, 2 * a)))  # d = e^a

SAME = Statement(eq(d * log(m * d) / sqrt(m), d * log(m) / sqrt(m)), (ge(d, 1), ge(m, d)))
BETWEEN = (
    Statement(le(log(m), log(m * d)), (ge(d, 1), ge(m, d), gt(m, 1))),
    Statement(le(log(m * d), log(m**2)), (ge(d, 1), ge(m, d), gt(m, 1))),
)


def _prove_hoeffding() -> list[Verdict]:
    """A smaller exponent gives a larger bound."""
    one = Script(HOEFFDING_24, {"m": 1, "epsilon": 1, "C": 1, "J": 1})
    high, low = -m * eps**2 / (4 * C**2 * J**2), -2 * m * (eps / 2) ** 2 / (C * J) ** 2
    fall = one.combine(high - low, [("1/4", [0, 1, 1])], times=[2, 2, 3, 3])
    one.combine(HOEFFDING_24.show.excess, [(2, [one.monotone("exp", high, low, fall)])])
    two = Script(HOEFFDING_25, {"m": 1, "epsilon": 1, "C": 1, "d": 1, "g": 1})
    size = two.combine(d, [(1, [3]), (1, [])])
    high, low = -m * eps**2 / (8 * C**2 * d), -2 * m * (eps / (2 * g)) ** 2 / (2 * C) ** 2
    fall = two.combine(high - low, [("1/8", [0, 1, 1, 5])], times=[2, 2, 4, 4, size])
    two.combine(HOEFFDING_25.show.excess, [(2, [size, two.monotone("exp", high, low, fall)])])
    return [one.verdict("monotone"), two.verdict("monotone"), prove(COORDINATES)]


def _prove_between() -> list[Verdict]:
    lower, upper = (Script(statement, {"d": 1, "m": 2}) for statement in BETWEEN)
    for script in (lower, upper):
        script.combine(m, [(1, [2]), (1, [])])
        script.combine(d, [(1, [0]), (1, [])])
        script.combine(m * d, [(1, [3, 4])])
        script.combine(m**2, [(1, [3, 3])])
    lower.monotone("log", m * d, m, lower.combine(m * d - m, [(1, [3, 0])]))
    upper.monotone("log", m**2, m * d, upper.combine(m**2 - m * d, [(1, [3, 1])]))
    return [lower.verdict("monotone"), upper.verdict("monotone")]


def _second_sign() -> SecondRoute:
    """Hoeffding's true exponent at ε = C = J = 1, m = 100, with both signs."""
    with mpmath.workdps(30):
        load = 2 * mpmath.mpf(100) / 4
        printed, meant = 2 * mpmath.exp(load), 2 * mpmath.exp(-load)
        return SecondRoute(
            "2 exp(±2m(ε/2)²/(C J)²) at m = 100, ε = C = J = 1",
            f"{mpmath.nstr(printed, 6)} bounds no probability; {mpmath.nstr(meant, 6)}",
            bool(printed > 1 > meant),
        )


def _second_same() -> SecondRoute:
    with mpmath.workdps(30):
        ratio = mpmath.log(mpmath.mpf(10) ** 6 * 1000) / mpmath.log(mpmath.mpf(10) ** 6)
        return SecondRoute(
            "log(md)/log m at d = 1000, m = 10⁶", mpmath.nstr(ratio, 10), bool(abs(ratio - 1) > mpmath.mpf("0.4"))
        )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-24/hoeffding-sign-as-printed",
        where=Place(38, "proofs of Lemmas 24 and 25"),
        title="the sign in Hoeffding's exponent",
        latex=r"\Pr[\cdot] \le 2\exp\Bigl(\frac{\Omega(m\epsilon_m^2)}{4C_{reg}^2J_{max}^2}\Bigr),\quad \Pr[\cdot] \le 2\exp\Bigl(\frac{\Omega(m(\epsilon^{25}_m)^2)}{4C_{reg}^2d}\Bigr)",
        domain=Domain("every exponent x ≥ 0; a union bound needs a right side below 1"),
        statements=(SIGN,),
        covers=("B20",),
        step=True,
        prove=lambda: [refute(SIGN, {"x": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-24/hoeffding", "With the minus sign of p. 36 both bounds hold and the union bounds go through."
        ),
        second_route=_second_sign,
        note="The minus sign is missing in both displays: as printed the right side is at least 2.",
    ),
    Claim(
        id="lemma-24/hoeffding",
        where=Place(38, "proofs of Lemmas 24 and 25"),
        title="Hoeffding's bounds with sign and constants",
        latex=r"\Pr \le 2e^{-m\epsilon^2/(2C^2J^2)} \le 2e^{-m\epsilon^2/(4C^2J^2)};\qquad \Pr \le 2d\,e^{-m\epsilon^2/(8C^2d)} \le 2e^{-m\epsilon^2/(16C^2d)}\ \text{if } m\epsilon^2 \ge 16C^2d\log d",
        domain=Domain(
            "0 ≤ X ≤ C J for Lemma 24; coordinates in [-C, C] for Lemma 25, deviation ε/(2g) in each of d ≥ g² of them; d = e^a in the last inequality"
        ),
        assumes=("hoeffding",),
        statements=(HOEFFDING_24, HOEFFDING_25, COORDINATES),
        prove=_prove_hoeffding,
        mutants=(
            Mutant("without the condition on mε²", COORDINATES.replace(assume=(ge(a, 0), ge(x, 0)))),
            Mutant(
                "3 in place of 1/4 in the exponent",
                HOEFFDING_24.replace(le(HOEFFDING_24.show.lhs, 2 * exp(-3 * m * eps**2 / (C**2 * J**2)))),
            ),
        ),
        note="The union over coordinates gives 2d, where p. 38 has 2; the printed Ω absorbs it.",
    ),
    Claim(
        id="lemma-25/epsilon-as-printed",
        where=Place(38, "Lemma 25"),
        title="ε of the statement against ε of the proof",
        latex=r"\epsilon^{25}_m = \frac{d\log(md)}{\sqrt m}\ \text{(statement)} = \frac{d\log m}{\sqrt m}\ \text{(proof)}",
        domain=Domain("1 ≤ d ≤ m"),
        statements=(SAME,),
        covers=("B26",),
        prove=lambda: [refute(SAME, {"d": 3, "m": 9})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-25/epsilon", "Since d ≤ m, the two differ by a factor of at most 2."),
        second_route=_second_same,
        note="Two different quantities under one name; harmless, since ε < 1 needs m > d².",
    ),
    Claim(
        id="lemma-25/epsilon",
        where=Place(38, "Lemma 25"),
        title="the two ε of Lemma 25 agree up to a factor 2",
        latex=r"\log m \le \log(md) \le \log(m^2) = 2\log m",
        domain=Domain("1 ≤ d ≤ m, m > 1"),
        statements=BETWEEN,
        prove=_prove_between,
        mutants=(Mutant("3/2 in place of 2", Statement(le(2 * log(m * d), 3 * log(m)), BETWEEN[1].assume)),),
        note="Equality on the right at d = m.",
    ),
)
