"""Section 2.3 (p. 6): the control parameter ε_m, its definitions on pp. 6, 10, 36–38 and 57, and the union bound of Lemma 23.

g stands for √d, so that d = g²; lm, lt for log m, log T, and L = lm + lt for log(mT). C is C_reg.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, log, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import J, d

m, T, g, X, C, lm, lt_, E, eps = sympy.symbols("m T g X C lm lT E epsilon", real=True)
hw, ht = sympy.symbols("h_w h_t", real=True)  # spacings of the nets in w and in t

# p. 6 against Theorem 7 where J_max ≥ d, so that the maximum is √d J_max
EQUAL = Statement(
    eq(log(m * T) * sqrt(d) * J / sqrt(m), log(m * T) * d ** Rational(3, 2) / sqrt(m)),
    (ge(d, 1), ge(J, d), gt(m, 1), gt(T, 1)),
)
# ε_m of Lemmas 23, 24 and 25 (times √m) against Theorem 7's, X ≥ √d J and X ≥ d^{3/2}
L = lm + lt_
_sizes = (ge(g, 1), ge(lm, 1), ge(lt_, 0), ge(X, g * J), ge(X, g**3))
SUM = Statement(le(g**3 * L + g * J * L + g**2 * (lm + 2 * log(g)), 4 * X * L), _sizes)

# Lemma 23: logarithm of the failure probability over a net with (24C/ε)^d · 8C²T/ε points, E = log(1/ε) ≤ lm/2
net = d * (log(24 * C) + E) + log(8 * C) + log(C) + E + lt_
_net = (ge(d, 1), ge(C, 1), ge(lm, 0), ge(lt_, 0), le(E, lm / 2), ge(L, 24 * C**2))
HESSIAN = Statement(le(log(2) + 2 * log(d) + net - d * L**2 / (8 * C**2), -d * L / 2), _net)
VELOCITY = Statement(le(log(2) + log(d) + net - d * L**2 / (8 * C**2), -d * L / 2), _net)
# a net of scale r has at most 1 + 2/r (per dimension) and 1 + T/(2r) points
SIZES = (
    Statement(le(1 + 16 * C / eps, 24 * C / eps), (ge(C, 1), gt(eps, 0), le(eps, 4))),
    Statement(le(1 + 4 * C**2 * T / eps, 8 * C**2 * T / eps), (ge(C, 1), gt(eps, 0), le(eps, 4), ge(T, 1))),
)
SPACING = Statement(
    le(eps / 2 + 2 * C * hw + 2 * C**2 * ht, eps), (gt(C, 0), le(8 * C * hw, eps), le(8 * C**2 * ht, eps))
)


def _prove_sum() -> list[Verdict]:
    """2g³L - g²(log m + 2 log g) ≥ g²((2g-1)(log m - 1) + 1) + 2g³ log T, by log g ≤ g - 1."""
    script = Script(SUM, {"g": 1, "lm": 1, "lT": 0, "X": 1, "J": 1})
    size = script.combine(g, [(1, [0]), (1, [])])
    tangent = script.tangent(log(g))
    double = script.combine(2 * g - 1, [(2, [0]), (1, [])])
    length = script.combine(L, [(1, [1]), (1, [2]), (1, [])])
    last = script.combine(
        2 * g**3 * L - g**2 * (lm + 2 * log(g)),
        [(1, [size, size, double, 1]), (1, [size, size]), (2, [size, size, size, 2]), (2, [size, size, tangent])],
    )
    script.combine(SUM.show.excess, [(3, [4, length]), (1, [3, length]), (1, [last])])
    return [script.verdict("tangent")]


def _prove_union() -> list[Verdict]:
    """With L ≥ 24C² the quadratic term is at least 3dL, and 3dL/2 ≥ 36dC² pays for the rest."""
    verdicts = []
    for statement, copies in ((HESSIAN, 2), (VELOCITY, 1)):
        script = Script(statement, {"d": 1, "C": 1, "lm": 24, "lT": 0, "E": 0})
        one = script.combine(d, [(1, [0]), (1, [])])
        big = script.combine(C, [(1, [1]), (1, [])])
        logs = [script.tangent(log(value)) for value in (sympy.Integer(2), d, 24 * C, 8 * C, C)]
        length = script.combine(L, [(1, [2]), (1, [3])])
        ratio = script.combine(L**2 / (8 * C**2) - 3 * L, [(Rational(1, 8), [length, 5])], times=[big, big])
        # 3L/2 - 33C - 1 ≥ 36C² - 33C - 1 = 36(C-1)² + 39(C-1) + 2
        half = Rational(3, 2) * L - 33 * C - 1
        spare = script.combine(half, [(Rational(3, 2), [5]), (36, [1, 1]), (39, [1]), (2, [])])
        rest: list[tuple[int, list[int]]] = [(3, [])] if copies == 2 else [(1, [one]), (2, [])]
        script.combine(
            statement.show.excess,
            [
                *((1, [logs[0]]), (copies, [logs[1]]), (1, [one, logs[2]]), (1, [logs[3]]), (1, [logs[4]])),
                *((1, [one, 4]), (1, [4]), (Rational(1, 2), [0, 2]), (1, [0, 3])),
                *((1, [one, ratio]), (1, [one, spare]), (9, [0, big]), *rest),
            ],
        )
        verdicts.append(script.verdict("tangent"))
    return verdicts


def _second_equal() -> SecondRoute:
    """The two definitions at d = 100, k* = 4, J_max = d³, m = 10⁶⁰, T = 100."""
    with mpmath.workdps(25):
        dim, width, time = mpmath.mpf(100), mpmath.mpf(10) ** 60, mpmath.mpf(100)
        common = mpmath.log(width * time) / mpmath.sqrt(width)
        early, late = common * dim**1.5, common * max(mpmath.sqrt(dim) * dim**3, dim**1.5)
        return SecondRoute(
            "ε_m of p. 6 and of Theorem 7 at d = 100, J_max = d^{k*-1} = 10⁶, m = 10⁶⁰, T = 100",
            f"{mpmath.nstr(early, 8)}, {mpmath.nstr(late, 8)}",
            bool(late > 1000 * early),
        )


_P6 = Place(6, "control parameters")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="control-parameters/one-name",
        where=_P6,
        title="ε_m on p. 6 and in Theorem 7",
        latex=r"\frac{d^{3/2}\log(mT)}{\sqrt m}\ \text{(pp. 6, 36)} = \frac{\log(mT)\max(d^{1/2}J_{max},d^{3/2})}{\sqrt m}\ \text{(p. 10)}",
        domain=Domain("J_max ≥ d ≥ 1, as in Theorem 9, where J_max = d^{k*-1}"),
        statements=(EQUAL,),
        covers=("A24",),
        prove=lambda: [refute(EQUAL, {"d": 4, "J": 64, "m": 4, "T": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "control-parameters/sum",
            "Theorem 7 states the larger one, which up to the factor 4 covers all three of Lemmas 23–25 that Theorem 39 adds.",
        ),
        second_route=_second_equal,
        note="One symbol for four quantities: p. 6 and Lemma 23, Lemma 24 (√d J_max), Lemma 25 (d log(md)), and their maximum.",
    ),
    Claim(
        id="control-parameters/sum",
        where=Place(57, "Theorem 39"),
        title="the three errors of Theorem 39 in terms of Theorem 7's",
        latex=r"\epsilon_m^{23}+\epsilon_m^{24}+\epsilon_m^{25} \le \frac{4\log(mT)\max(d^{1/2}J_{max},d^{3/2})}{\sqrt m}",
        domain=Domain("d ≥ 1, m ≥ e, T ≥ 1, any J_max; all four times √m"),
        statements=(SUM,),
        prove=_prove_sum,
        mutants=(Mutant("2 in place of 4", SUM.replace(le(SUM.show.lhs, 2 * X * L))),),
    ),
    Claim(
        id="control-parameters/sampling",
        where=Place(36, "Lemma 23"),
        title="ε_m = d^{3/2} log(mT)/√m makes both sampling errors uniform, with explicit constants",
        latex=r"\log(mT)\ge24C_{reg}^2 \implies P\bigl[\exists t\le T,w:\ \|\nu(w,\rho^{MF}_t)-\nu(w,\bar\rho^m_t)\|\vee\|D_t-\bar D_t\|>\epsilon_m\bigr]\le (mT)^{-d/2}\ \text{each}",
        domain=Domain(
            "C_reg ≥ 1, d ≥ 1, m, T ≥ 1; entries of ∇k and of its derivative in [-C_reg, C_reg], which are C_reg-Lipschitz in w "
            "and C_reg²-Lipschitz in t; net spacings ε/(8C) and ε/(8C²); m^{-1/2} ≤ ε ≤ 4"
        ),
        statements=(HESSIAN, VELOCITY, SPACING, *SIZES),
        covers=("A123",),
        uses=("coupling/independent-particles",),
        assumes=("hoeffding", "sphere-net"),
        prove=lambda: [*_prove_union(), *(prove(statement) for statement in (SPACING, *SIZES))],
        mutants=(
            Mutant("log(mT) ≥ C²", HESSIAN.replace(assume=(*_net[:-1], ge(L, C**2)))),
            Mutant(
                "spacing ε/(4C) in w (p. 37)",
                SPACING.replace(assume=(gt(C, 0), le(4 * C * hw, eps), le(8 * C**2 * ht, eps))),
            ),
        ),
        constants=(
            Constant(
                "threshold for log(mT) in Lemma 23",
                "m, T → ∞",
                "24 C_reg²",
                "-",
                "-",
                "failure probability at most (mT)^{-d/2}",
                ("lemma 5", "lemma 23"),
            ),
        ),
        note="p. 6 and p. 36 agree; for the velocity alone the second statement shows that d log(mT)/√m is enough (p. 37).",
    ),
)
