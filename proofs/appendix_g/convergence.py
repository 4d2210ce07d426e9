"""Appendix G.2–G.3, Lemma 46 and Proposition 47 (pp. 69–72): the steps of the convergence proof that are formulas."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Subs, log

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, beta, d, k

tau, gamma, delta, p, y = sympy.symbols("tau gamma delta p y", real=True)

# ⟨w, w'⟩ = αα' + √(1-α²)√(1-α'²)ζ: the squared width of the second term
WIDTH = Statement(
    eq((1 - alpha**2) * (1 - beta) ** 2, (1 - alpha**2) * (1 - beta**2)),
    (ge(alpha, 0), le(alpha, 1), ge(beta, 0), le(beta, 1)),
)
RATE = Statement(
    eq(1 / (delta * (delta ** (k - 2) * d ** (-(k - 2) / 2))), d ** ((k - 2) / 2) * delta ** (-(k - 1))),
    (gt(delta, 0), gt(d, 0)),
)
PRIMITIVE = Statement(
    eq(Derivative(2 * (k - 1) * gamma ** (1 / (k - 1)), gamma), 2 * gamma ** (-(k - 2) / (k - 1))),
    (gt(gamma, 0), ge(k, 4)),
)
BERNOULLI = Statement(  # y = 1 - τ
    ge(y ** (1 / (k - 1)), 1 - (1 - y) / (k - 1)), (gt(y, 0), lt(y, 1), ge(k, 4)), {"k": "even"}
)
exponent = log(1 - p * tau) - p * log(1 - tau)  # ≥ 0 is (1-τ)^p ≤ 1 - pτ, p = 1/(k*-1)
_unit = (ge(tau, 0), lt(tau, 1), gt(p, 0), lt(p, 1))
BERNOULLI_REPAIRED = (
    Statement(eq(Subs(exponent, tau, 0), 0), _unit[2:]),
    Statement(ge(Derivative(exponent, tau), 0), _unit),
)


def _prove_bernoulli() -> list[Verdict]:
    """d/dτ [log(1-pτ) - p log(1-τ)] = p(1-p)τ/((1-pτ)(1-τ)) ≥ 0."""
    start = Script(BERNOULLI_REPAIRED[0], {"p": "1/2"})
    start.combine(sympy.Integer(1), [(1, [])])
    slope = Script(BERNOULLI_REPAIRED[1], {"p": "1/2", "tau": "1/2"})  # facts: τ ≥ 0, τ < 1, p > 0, p < 1
    one_minus = slope.combine(1 - p * tau, [(1, [0, 3]), (1, [1])])
    slope.combine(Derivative(exponent, tau), [(1, [2, 3, 0])], times=[one_minus, 1])
    return [start.verdict("identity"), slope.verdict("positive terms")]


def _second_bernoulli() -> SecondRoute:
    """Evaluate the two sides for k* = 4, 6, 10 at τ = 1/2."""
    with mpmath.workdps(30):
        half = mpmath.mpf(1) / 2
        pairs = [(half ** (mpmath.mpf(1) / (n - 1)), 1 - half / (n - 1)) for n in (4, 6, 10)]
        return SecondRoute(
            "(1-τ)^{1/(k*-1)} against 1 - τ/(k*-1) at τ = 1/2 for k* = 4, 6, 10",
            "; ".join(f"{mpmath.nstr(left, 8)} < {mpmath.nstr(right, 8)}" for left, right in pairs),
            bool(all(left < right for left, right in pairs)),
        )


def _second_width() -> SecondRoute:
    """Two unit vectors of R³ with overlaps 0 and 1/2, turned about w*: the spread of their inner product."""
    with mpmath.workdps(30):
        be = mpmath.mpf(1) / 2
        products = [mpmath.sqrt(1 - be**2) * mpmath.cos(phi) for phi in mpmath.linspace(0, mpmath.pi, 9)]
        return SecondRoute(
            "α = 0, α' = 1/2 in R³: the largest ⟨w, w'⟩ over rotations about w*, against the printed width |1-α'|",
            f"{mpmath.nstr(max(products), 12)} ≠ {mpmath.nstr(1 - be, 12)}",
            bool(max(products) > mpmath.mpf("0.8")),
        )


_P72 = Place(72, "proof of Proposition 47")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-46/width-as-printed",
        where=Place(69, "proof of Lemma 46"),
        title="the width of the inner product of two neurons",
        latex=r"\sqrt{(1-\alpha^2)(1-\alpha')^2} = \sqrt{(1-\alpha^2)(1-\alpha'^2)}",
        domain=Domain("0 ≤ α, α' ≤ 1 (both sides squared)"),
        statements=(WIDTH,),
        covers=("C62",),
        prove=lambda: [refute(WIDTH, {"alpha": 0, "beta": "1/2"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "eq-37/chain-rule", "The square belongs on α'; eq. (37) has the right width, and so does what follows."
        ),
        second_route=_second_width,
    ),
    Claim(
        id="prop-47/time-exponent",
        where=_P72,
        title="the exponents of d and δ in T(δ)",
        latex=r"\frac1{\delta\,(\delta\sqrt d^{-1})^{k^*-2}} = \sqrt d^{\,k^*-2}\,\delta^{-(k^*-1)}",
        domain=Domain("every real k*, δ > 0, d > 0"),
        statements=(RATE,),
        covers=("C85",),
        mutants=(
            Mutant(
                "δ^{-k*} in place of δ^{-(k*-1)}", RATE.replace(eq(RATE.show.lhs, d ** ((k - 2) / 2) * delta ** (-k)))
            ),
        ),
    ),
    Claim(
        id="prop-47/primitive",
        where=_P72,
        title="the primitive in the moment clause",
        latex=r"\frac{d}{d\gamma}\,2(k^*-1)\gamma^{1/(k^*-1)} = 2\gamma^{-(k^*-2)/(k^*-1)}",
        domain=Domain("γ > 0, every real k* ≥ 4"),
        statements=(PRIMITIVE,),
        covers=("C87",),
        mutants=(
            Mutant(
                "k* in place of k* - 1 in front",
                PRIMITIVE.replace(eq(Derivative(2 * k * gamma ** (1 / (k - 1)), gamma), PRIMITIVE.show.rhs)),
            ),
        ),
    ),
    Claim(
        id="prop-47/bernoulli-as-printed",
        where=_P72,
        title="the comparison of 1-τ with its root",
        latex=r"(1-\tau)^{1/(k^*-1)} \ge 1 - \frac{\tau}{k^*-1}",
        domain=Domain("0 < τ < 1, even k* ≥ 4"),
        statements=(BERNOULLI,),
        covers=("C88",),
        prove=lambda: [refute(BERNOULLI, {"y": "1/8", "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "prop-47/bernoulli",
            "Claim 11 is applied with 1 - τ' = (1-τ)^{1/(k*-1)} and needs τ' ≥ τ/(k*-1): the opposite, true direction.",
        ),
        second_route=_second_bernoulli,
    ),
    Claim(
        id="prop-47/bernoulli",
        where=_P72,
        title="Bernoulli's inequality for exponents below 1",
        latex=r"(1-\tau)^{p} \le 1 - p\tau,\quad p = \tfrac1{k^*-1}",
        domain=Domain("0 ≤ τ < 1, 0 < p < 1"),
        statements=BERNOULLI_REPAIRED,
        assumes=("fundamental-theorem",),
        prove=_prove_bernoulli,
        mutants=(
            Mutant(
                "p τ²  in place of pτ",
                Statement(ge(Derivative(log(1 - p * tau**2) - p * log(1 - tau), tau), p * tau), _unit),
            ),
        ),
        note="log(1-pτ) - p log(1-τ) is 0 at τ = 0 and its derivative is p(1-p)τ/((1-pτ)(1-τ)) ≥ 0.",
    ),
)
