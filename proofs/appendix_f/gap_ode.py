"""Appendix F, Lemma 42 (pp. 61–62): the gap ODE X' ≤ -aX + b∫X + ε and its solution.

With r₁, r₂ = (-a ± √(a²+4b))/2 the solution with equality is X_t = ε (e^{r₁t} - e^{r₂t})/√(a²+4b).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy
from sympy import Derivative, Rational, Subs, exp, sqrt

from poc_symbolic.claims.claim import (
    Claim,
    Constant,
    Domain,
    Mutant,
    NumericCheck,
    Oracle,
    Place,
    Repair,
    SecondRoute,
    Severity,
)
from poc_symbolic.gap_ode import (
    a,
    b,
    closed_form,
    decay_rate,
    discriminant_root,
    eps,
    growth_rate,
    integrate,
    printed_bound,
    solution,
    t,
)
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.agreement import agreeing_digits, to_mpf

root, r1, r2 = discriminant_root, growth_rate, decay_rate
positive = (gt(a, 0), ge(b, 0), ge(eps, 0), ge(t, 0))


def _radicand(script: Script) -> int:
    """a² + 4b > 0 from the first two assumptions a > 0 and b ≥ 0."""
    return script.combine(a**2 + 4 * b, [(1, [0, 0]), (4, [1])])


def _root_bound(script: Script) -> int:
    """b/a - r₁ = (a - √(a²+4b))²/(4a) ≥ 0."""
    square = script.square(a - root)
    return script.combine(b / a - r1, [("1/4", [square])], times=[0])


def _prove_root_bound() -> list[Verdict]:
    script = Script(ROOT_BOUND, {"a": 1, "b": 1})
    _radicand(script)
    _root_bound(script)
    return [script.verdict("square")]


def _prove_bound() -> list[Verdict]:
    """(bound - Y)·√ = ε (e^{bt/a} - e^{r₁t}) + ε e^{r₂t}, with e^{bt/a} ≥ e^{r₁t} because r₁ ≤ b/a."""
    script = Script(BOUND, {"a": 1, "b": 1, "epsilon": 1, "t": 1})
    _radicand(script)
    rate = _root_bound(script)
    exponent = script.combine(b / a * t - r1 * t, [(1, [rate, 3])])
    growth = script.monotone("exp", b * t / a, r1 * t, exponent)
    decay = script.positive(exp(r2 * t))
    positive_root = script.positive(root)
    script.combine(printed_bound - solution, [(1, [2, growth]), (1, [2, decay])], times=[positive_root])
    return [script.verdict("monotone exponential")]


def _prove_all_a() -> list[Verdict]:
    """Y ≤ ε e^{r₁t}/√ drops e^{r₂t} > 0; Y ≤ ε t e^{r₁t} uses e^{-√t} ≥ 1 - √t."""
    verdicts = []
    for which, statement in enumerate(ALL_A):
        script = Script(statement, {"a": 0, "b": 1, "epsilon": 1, "t": 1})
        positive_root = script.positive(root)
        if which == 0:
            decay = script.positive(exp(r2 * t))
            script.combine(eps * exp(r1 * t) / root - solution, [(1, [2, decay])], times=[positive_root])
        else:
            tangent = script.tangent(exp(-root * t))
            growth = script.positive(exp(r1 * t))
            script.combine(eps * t * exp(r1 * t) - solution, [(1, [2, growth, tangent])], times=[positive_root])
        verdicts.append(script.verdict("tangent"))
    return verdicts


def _identities(statements: tuple[Statement, ...], point: Mapping[str, Any]) -> list[Verdict]:
    """Identities under a² + 4b > 0, which is the first assumption."""
    return [
        Script(s, {n: v for n, v in point.items() if n in {x.name for x in s.symbols}}).verdict("identity")
        for s in statements
    ]


generic = (gt(a**2 + 4 * b, 0),)

ROOTS = tuple(Statement(eq(r**2 + a * r - b, 0), generic) for r in (r1, r2))
SECOND_ORDER = (Statement(eq(Derivative(solution, t, t), -a * Derivative(solution, t) + b * solution), generic),)
INITIAL = (
    Statement(eq(Subs(solution, t, 0), 0), generic),
    Statement(eq(Subs(Derivative(solution, t), t, 0), eps), generic),
)
CLOSED_FORM = (*SECOND_ORDER, *INITIAL)
ROOT_BOUND = Statement(le(r1, b / a), (gt(a, 0), ge(b, 0)))
BOUND = Statement(le(solution, printed_bound), positive)
LITERAL = Statement(le(solution, printed_bound), (ge(a, 0), ge(b, 0), ge(eps, 0), ge(t, 0)))
_all_a = (ge(a, 0), ge(b, 0), ge(eps, 0), ge(t, 0), gt(a**2 + 4 * b, 0))
ALL_A = (
    Statement(le(solution, eps * exp(r1 * t) / root), _all_a),
    Statement(le(solution, eps * t * exp(r1 * t)), _all_a),
)
TWO_EPS = Statement(eq(Subs(Derivative(solution, t), t, 0), 2 * eps), generic)
TWO_EPS_REPAIRED = (
    Statement(eq(Subs(Derivative(2 * solution, t), t, 0), 2 * eps), generic),
    Statement(eq(Derivative(2 * solution, t, t), -a * Derivative(2 * solution, t) + b * 2 * solution), generic),
)

# The Grönwall step on straight lines Z_r = z + c(r - s), for which Z' ≤ -aZ on [s, s+ι] is two inequalities.
z, c, iota = sympy.symbols("z c iota", real=True)
GRONWALL = Statement(
    le(z + c * iota, z), (ge(a, 0), gt(iota, 0), le(iota, 1), le(z, 0), le(c, -a * z), le(c, -a * (z + c * iota)))
)
GRONWALL_REPAIRED = Statement(le(exp(-a * iota) * z, 0), (ge(a, 0), gt(iota, 0), le(z, 0)))


def _prove_gronwall_repaired() -> list[Verdict]:
    script = Script(GRONWALL_REPAIRED, {"a": 1, "iota": 1, "z": -1})
    decay = script.positive(exp(-a * iota))
    script.combine(-exp(-a * iota) * z, [(1, [decay, 2])])
    return [script.verdict("positive exponential")]


def _closed_form_against_ode(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
    """The closed form at (a, b, ε, t), and the printed bound, against an integration of the ODE itself."""
    with mpmath.workdps(digits + 15):
        a, b, eps, t = (to_mpf(parameters[name]) for name in ("a", "b", "epsilon", "t"))
        solved, closed = integrate(a, b, eps, t), closed_form(a, b, eps, t)
        bound = mpmath.exp(b * t / a) * eps / mpmath.sqrt(a * a + 4 * b) if a > 0 else mpmath.inf
        return NumericCheck(
            what="the closed form X_t against the ODE integrated by Taylor series; margin to the bound of Lemma 42",
            left=mpmath.nstr(closed, digits),
            right=mpmath.nstr(solved, digits),
            digits=digits,
            agree=agreeing_digits(closed, solved, digits),
            holds=bool(solved <= bound) or eps < 0,
            margin=mpmath.nstr(bound - solved, 12),
        )


ORACLE = Oracle(
    {"a": "a ≥ 0", "b": "b ≥ 0, a + b > 0", "epsilon": "any", "t": "t ≥ 0"},
    (
        {"a": "1/3", "b": "2", "epsilon": "1/100", "t": "3"},
        {"a": "5/2", "b": "1/7", "epsilon": "1", "t": "2"},
        {"a": "1", "b": "0", "epsilon": "2", "t": "1"},
    ),
    _closed_form_against_ode,
)


AT_USER_PARAMETERS = Oracle(ORACLE.parameters, ORACLE.defaults[:1], _closed_form_against_ode)


def _second_two_eps() -> SecondRoute:
    """Integrate the ODE with source 2ε and divide by the printed closed form: the ratio is 2, not 1."""
    with mpmath.workdps(40):
        solved = integrate(mpmath.mpf(1) / 3, mpmath.mpf(2), 2 * mpmath.mpf("0.01"), mpmath.mpf(3))
        delta = mpmath.sqrt(mpmath.mpf(1) / 9 + 8)
        high, low = (-mpmath.mpf(1) / 3 + delta) / 2, (-mpmath.mpf(1) / 3 - delta) / 2
        printed = mpmath.mpf("0.01") / delta * (mpmath.exp(3 * high) - mpmath.exp(3 * low))
        ratio = solved / printed
        return SecondRoute(
            "Taylor integration of the ODE with source 2ε at a = 1/3, b = 2, ε = 1/100, t = 3, over the printed form",
            mpmath.nstr(ratio, 30),
            bool(abs(ratio - 2) < mpmath.mpf(10) ** -30),
        )


def _second_a_zero() -> SecondRoute:
    """At a = 0 the solution is ε sinh(√b t)/√b, finite, while bt/a has no value: evaluate near a = 0."""
    with mpmath.workdps(30):
        solved = integrate(mpmath.mpf(0), mpmath.mpf(1), mpmath.mpf(1), mpmath.mpf(1))
        exponents = [mpmath.mpf(1) / mpmath.mpf(10) ** -n for n in (3, 6, 9)]
        return SecondRoute(
            "a → 0 at b = ε = t = 1: the solution stays at sinh 1, the exponent bt/a grows without bound",
            f"X_1 = {mpmath.nstr(solved, 20)}; bt/a = {', '.join(mpmath.nstr(e, 3) for e in exponents)}",
            bool(abs(solved - mpmath.sinh(1)) < mpmath.mpf(10) ** -25 and exponents[-1] > exponents[0]),
        )


def _second_gronwall() -> SecondRoute:
    """Z_r = -e^{-ar} has Z' = -aZ exactly and is increasing: Z_1 > Z_0."""
    with mpmath.workdps(30):
        start, end = -mpmath.mpf(1), -mpmath.exp(-1)
        slope = mpmath.diff(lambda r: -mpmath.exp(-r), mpmath.mpf(1) / 2)
        holds = abs(slope + -mpmath.exp(-mpmath.mpf(1) / 2)) < mpmath.mpf(10) ** -12
        return SecondRoute(
            "Z_r = -e^{-r} (a = 1): Z' = -Z", f"Z_0 = -1, Z_1 = {mpmath.nstr(end, 20)}", bool(holds and end > start)
        )


_P61, _P62 = Place(61, "Lemma 42"), Place(62, "proof of Lemma 42")
_BOUND_USERS = ("corollary 40", "theorem 7")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-42/second-order-ode",
        where=_P62,
        title="the second-order equation of the gap",
        latex=r"Y'' = -a Y' + b Y",
        domain=Domain("a² + 4b > 0, all real t and ε"),
        statements=SECOND_ORDER,
        covers=("B92",),
        prove=lambda: _identities(SECOND_ORDER, {"a": 1, "b": 1, "epsilon": 1, "t": 1}),
    ),
    Claim(
        id="lemma-42/roots",
        where=_P62,
        title="the two rates solve x² + ax - b = 0",
        latex=r"r_{1,2} = \tfrac12(-a \pm \sqrt{a^2+4b}),\quad r^2 + a r - b = 0",
        domain=Domain("a² + 4b > 0"),
        statements=ROOTS,
        covers=("B92",),
        prove=lambda: _identities(ROOTS, {"a": 1, "b": 1}),
    ),
    Claim(
        id="lemma-42/initial-data",
        where=_P62,
        title="the closed form starts at 0 with slope ε",
        latex=r"X_0 = 0,\quad X'_0 = \epsilon",
        domain=Domain("a² + 4b > 0"),
        statements=INITIAL,
        covers=("B91",),
        prove=lambda: _identities(INITIAL, {"a": 1, "b": 1, "epsilon": 1}),
        mutants=(Mutant("slope 2ε", TWO_EPS),),
    ),
    Claim(
        id="lemma-42/closed-form",
        where=_P62,
        title="the closed form solves the gap ODE",
        latex=r"X_t = \frac{\epsilon\,(e^{r_1 t} - e^{r_2 t})}{\sqrt{a^2+4b}} \implies X' = -aX + b\int_0^t X + \epsilon,\ X_0 = 0",
        domain=Domain("a² + 4b > 0, all real t and ε"),
        statements=CLOSED_FORM,
        covers=("B91",),
        uses=("lemma-42/second-order-ode", "lemma-42/initial-data"),
        assumes=("fundamental-theorem",),
        prove=lambda: _identities(CLOSED_FORM, {"a": 1, "b": 1, "epsilon": 1, "t": 1}),
        oracle=ORACLE,
        note="X' + aX - b∫X - ε starts at 0 and has the derivative X'' + aX' - bX = 0. Lemma 42 needs this direction only (comparison with a solution).",
    ),
    Claim(
        id="lemma-42/root-bound",
        where=_P62,
        title="the growth rate is at most b/a",
        latex=r"r_1 \le b/a",
        domain=Domain("a > 0, b ≥ 0"),
        statements=(ROOT_BOUND,),
        covers=("B92",),
        uses=("lemma-42/roots",),
        prove=_prove_root_bound,
        mutants=(Mutant("rate b/(2a)", Statement(le(r1, b / (2 * a)), (gt(a, 0), ge(b, 0)))),),
        constants=(
            Constant(
                "growth rate in Lemma 42",
                "b/a",
                "b/a",
                "2b/(a + sqrt(a**2 + 4*b))",
                "(a + sqrt(a**2 + 4*b))/(2*a)",
                "a > 0, b ≥ 0; equality if and only if b = 0",
                _BOUND_USERS,
            ),
        ),
        note="Exactly: b/a - r₁ = (√(a²+4b) - a)²/(4a).",
    ),
    Claim(
        id="lemma-42/bound",
        where=_P61,
        title="the bound on the gap, for a > 0",
        latex=r"X' \le -aX + b\int_0^t X + \epsilon,\ X_0 = 0 \implies X_t \le e^{bt/a}\,\frac{\epsilon}{\sqrt{a^2+4b}}",
        domain=Domain("a > 0, b ≥ 0, ε ≥ 0, t ≥ 0"),
        statements=(BOUND,),
        covers=("B90",),
        uses=("lemma-42/closed-form", "lemma-42/root-bound", "lemma-42/gronwall-step-repaired"),
        assumes=("comparison",),
        prove=_prove_bound,
        oracle=AT_USER_PARAMETERS,
        mutants=(
            Mutant("ε/2 in place of ε", Statement(le(solution, printed_bound / 2), positive)),
            Mutant(
                "√(a²+8b) in place of √(a²+4b)",
                Statement(le(solution, exp(b * t / a) * eps / sqrt(a**2 + 8 * b)), positive),
            ),
            Mutant(
                "e^{bt/(2a)} in place of e^{bt/a}", Statement(le(solution, exp(b * t / (2 * a)) * eps / root), positive)
            ),
        ),
        constants=(
            Constant(
                "factor in front of ε e^{bt/a}/√(a²+4b) in Lemma 42",
                "1",
                "1",
                "1",
                "1",
                "a > 0, b ≥ 0, ε ≥ 0, t ≥ 0; approached for b = 0 as t → ∞",
                _BOUND_USERS,
            ),
        ),
        note="ε ≥ 0 is not printed but needed: at t = 0 a negative ε gives 0 ≤ a negative number. What is machine-checked is the bound on the solution; that X lies below it is the background step, which p. 62 proves by real induction.",
    ),
    Claim(
        id="lemma-42/bound-as-printed",
        where=_P61,
        title="the bound for all a, b ≥ 0, as printed",
        latex=r"a, b \ge 0 \implies X_t \le e^{bt/a}\,\frac{\epsilon}{\sqrt{a^2+4b}}",
        domain=Domain("a ≥ 0, b ≥ 0, ε ≥ 0, t ≥ 0"),
        statements=(LITERAL,),
        covers=("B90",),
        prove=lambda: [refute(LITERAL, {"a": 0, "b": 1, "epsilon": 1, "t": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-42/bound-all-a",
            "No later result is affected: they use a = C_LSC δ/C > 0.",
        ),
        second_route=_second_a_zero,
        note="Ill-posed rather than wrong: the hypothesis allows a = 0, where bt/a (and for a = b = 0 the root) has no value.",
    ),
    Claim(
        id="lemma-42/bound-all-a",
        where=_P61,
        title="a bound on the gap that includes a = 0",
        latex=r"X_t \le \epsilon\,\min\Bigl(t,\ \tfrac{1}{\sqrt{a^2+4b}}\Bigr)\,e^{r_1 t}",
        domain=Domain("a ≥ 0, b ≥ 0, a + b > 0, ε ≥ 0, t ≥ 0 (for a = b = 0 the solution is εt)"),
        statements=ALL_A,
        uses=("lemma-42/closed-form",),
        assumes=("comparison",),
        prove=_prove_all_a,
        mutants=(Mutant("t/2 in place of t", Statement(le(solution, eps * t * exp(r1 * t) / 2), _all_a)),),
    ),
    Claim(
        id="lemma-42/source-two-eps-as-printed",
        where=_P62,
        title="the solution for the source 2ε, as printed",
        latex=r"Y' = -aY + b\int_0^t Y + 2\epsilon,\ Y_0 = 0 \implies Y_t = \frac{\epsilon}{\sqrt{a^2+4b}}(e^{r_1 t} - e^{r_2 t})",
        domain=Domain("a² + 4b > 0"),
        statements=(TWO_EPS,),
        covers=("B91",),
        prove=lambda: [refute(TWO_EPS, {"a": 3, "b": 4, "epsilon": 1})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-42/source-two-eps",
            "As written the proof gives the lemma with 2ε; with the source (1+η)ε and η → 0 it gives the printed ε, so "
            "the lemma and what uses it stand.",
        ),
        second_route=_second_two_eps,
        note="At t = 0 the equation forces Y' = 2ε, the printed form has Y' = ε: a factor 2 is missing.",
    ),
    Claim(
        id="lemma-42/source-two-eps",
        where=_P62,
        title="the solution for the source 2ε",
        latex=r"Y_t = \frac{2\epsilon}{\sqrt{a^2+4b}}(e^{r_1 t} - e^{r_2 t})",
        domain=Domain("a² + 4b > 0"),
        statements=TWO_EPS_REPAIRED,
        uses=("lemma-42/closed-form",),
        prove=lambda: _identities(TWO_EPS_REPAIRED, {"a": 1, "b": 1, "epsilon": 1, "t": 1}),
    ),
    Claim(
        id="lemma-42/gronwall-step",
        where=_P62,
        title="the Grönwall step of the comparison",
        latex=r"Z'_r \le -a Z_r \text{ on } [s, s+\iota],\ Z_s \le 0 \implies Z_{s+\iota} \le Z_s",
        domain=Domain("a ≥ 0, 0 < ι ≤ 1"),
        statements=(GRONWALL,),
        covers=("B93",),
        prove=lambda: [refute(GRONWALL, {"a": 1, "iota": 1, "z": -1, "c": Rational(1, 2)})],
        step=True,
        severity=Severity.COSMETIC,
        repair=Repair("lemma-42/gronwall-step-repaired", "Only Z ≤ 0 is used afterwards, and that holds."),
        second_route=_second_gronwall,
        note="A negative Z decays towards 0, that is upwards; Grönwall gives Z_{s+ι} ≤ e^{-aι} Z_s ≤ 0.",
    ),
    Claim(
        id="lemma-42/gronwall-step-repaired",
        where=_P62,
        title="the Grönwall step with its factor",
        latex=r"Z'_r \le -a Z_r \text{ on } [s, s+\iota],\ Z_s \le 0 \implies Z_{s+\iota} \le e^{-a\iota} Z_s \le 0",
        domain=Domain("a ≥ 0, ι > 0, Z_s ≤ 0, Z' ≤ -aZ on [s, s+ι]"),
        statements=(GRONWALL_REPAIRED,),
        assumes=("gronwall",),
        prove=_prove_gronwall_repaired,
        mutants=(Mutant("Z_s ≥ 0", Statement(le(exp(-a * iota) * z, 0), (ge(a, 0), gt(iota, 0), ge(z, 0)))),),
    ),
)
