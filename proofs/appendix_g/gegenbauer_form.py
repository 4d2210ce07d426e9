"""Appendix G.2, eq. (37) (p. 64): the velocity as a rotation average, and its Gegenbauer form for symbolic d.

For a neuron at overlap α and one at overlap β with w' = βw* + y', z = ⟨w, w'⟩ = αβ + Y with
Y = √(1-α²)√(1-β²) u, u the first coordinate of a uniform point of S^{d-2}. Eq. (37) averages q'(z)(β(1-α²) - αY).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy
from sympy import Derivative, binomial, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, NumericCheck, Oracle, Place
from poc_symbolic.errors import InputError
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from poc_symbolic.sphere import axis_moment, gegenbauer, monomial_coefficient
from proofs.agreement import agreeing_digits, to_mpf
from proofs.symbols import alpha, beta, d, j, k

u, lam = sympy.symbols("u lambda", real=True)
Y = sqrt(1 - alpha**2) * sqrt(1 - beta**2) * u
FINITE_DEGREES = range(2, 8)

CHAIN = Statement(
    eq((1 - alpha**2) * Derivative(alpha * beta + Y, alpha), beta * (1 - alpha**2) - alpha * Y),
    (gt(alpha, -1), lt(alpha, 1), ge(beta, -1), le(beta, 1)),
)

# a_{k+1,ℓ} = a_{k,ℓ-1}(ℓ+d-3)/(2ℓ+d-4) + a_{k,ℓ+1}(ℓ+1)/(2ℓ+d), ℓ = k+1-2j, divided by a_{k+1,ℓ}; λ = (d-2)/2.
ell = k + 1 - 2 * j
ratio_below = 2 / (k + 1) * (ell - 1 + lam) / (ell + lam) * (lam + 1 + k - j) * ell / (2 * lam + ell - 1)
ratio_above = 2 * j / (k + 1) * (ell + 1 + lam) / (ell + lam) * (2 * lam + ell) / (ell + 1)
CONNECTION = Statement(
    eq(
        ratio_below * (ell + 2 * lam - 1) / (2 * (ell - 1 + lam)) + ratio_above * (ell + 1) / (2 * (ell + 1 + lam)),
        1,
    ),
    (gt(lam, 0), ge(j, 0), ge(k + 1 - 2 * j, 1)),
    {"k": "integer", "j": "integer"},
)


# the same step at ℓ = 0, where only the coefficient above contributes: k = 2j - 1
CONNECTION_ZERO = Statement(
    eq((ratio_above * (ell + 1) / (2 * (ell + 1 + lam))).subs(k, 2 * j - 1), 1),
    (gt(lam, 0), ge(j, 1)),
    {"j": "integer"},
)


def rotation_average(n: int) -> sympy.Expr:
    """E_u q'(z)(β(1-α²) - αY) for q = z^n: the binomial sum of p. 64 with exact sphere moments."""
    spread = (1 - alpha**2) * (1 - beta**2)
    total = sympy.Integer(0)
    for i in range(n // 2 + 1):
        moment = spread**i * axis_moment(i, d - 1)
        if 2 * i <= n - 1:
            total += n * binomial(n - 1, 2 * i) * (alpha * beta) ** (n - 1 - 2 * i) * beta * (1 - alpha**2) * moment
        if i >= 1:
            total -= n * binomial(n - 1, 2 * i - 1) * (alpha * beta) ** (n - 2 * i) * alpha * moment
    return total


def gegenbauer_form(n: int) -> sympy.Expr:
    """(1-α²) Σ_ℓ a_{n,ℓ} P_ℓ(β) P_ℓ'(α)."""
    terms = [
        monomial_coefficient(n, degree, d)
        * gegenbauer(degree, beta, d)
        * sympy.diff(gegenbauer(degree, alpha, d), alpha)
        for degree in range(n % 2, n + 1, 2)
    ]
    return (1 - alpha**2) * sympy.Add(*terms)


FINITE = tuple(Statement(eq(rotation_average(n), gegenbauer_form(n)), (ge(d, 3),)) for n in FINITE_DEGREES)


def _prove_finite() -> list[Verdict]:
    """Identities of rational functions; d + s > 0 for every shift s that occurs in a denominator."""
    verdicts = []
    for statement in FINITE:
        script = Script(statement, {"alpha": 1, "beta": 1, "d": 3})
        shifts = {s: script.combine(d + s, [(1, [0]), (3 + s, [])]) for s in (-1, *range(13))}
        script.combine(d**2 - 1, [(1, [shifts[-1], shifts[1]])])
        verdicts.append(script.verdict("identity"))
    return verdicts


def _average_by_quadrature(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
    """Eq. (37)'s average by quadrature over the sphere S^{d-2}, against the Gegenbauer form."""
    n, dim = int(parameters["k"]), int(parameters["d"])
    if parameters["k"] != n or parameters["d"] != dim or not 1 <= n <= 40 or not 3 <= dim <= 10**4:
        raise InputError("k must be an integer from 1 to 40 and d an integer from 3 to 10000.")
    if abs(parameters["alpha"]) > 1 or abs(parameters["beta"]) > 1:
        raise InputError("The overlaps alpha and beta must lie in [-1, 1].")
    with mpmath.workdps(digits + 20):
        al, be = to_mpf(parameters["alpha"]), to_mpf(parameters["beta"])
        spread = mpmath.sqrt(1 - al**2) * mpmath.sqrt(1 - be**2)

        def integrand(phi: mpmath.mpf) -> mpmath.mpf:
            y = spread * mpmath.cos(phi)
            return n * (al * be + y) ** (n - 1) * (be * (1 - al**2) - al * y) * mpmath.sin(phi) ** (dim - 3)

        cuts = mpmath.linspace(0, mpmath.pi, 9)
        left = mpmath.quad(integrand, cuts) / mpmath.quad(lambda phi: mpmath.sin(phi) ** (dim - 3), cuts)
        right = sympy.Rational(0)
        for degree in range(n % 2, n + 1, 2):
            values = [sympy.Rational(parameters[s].numerator, parameters[s].denominator) for s in ("alpha", "beta")]
            slope = sympy.diff(gegenbauer(degree, alpha, dim), alpha).subs(alpha, values[0])
            right += (
                monomial_coefficient(n, degree, dim) * gegenbauer(degree, values[1], dim) * slope * (1 - values[0] ** 2)
            )
        exact = mpmath.mpf(int(right.p)) / int(right.q)
        agree = agreeing_digits(left, exact, digits)
        return NumericCheck(
            what="eq. (37)'s average over S^{d-2} by quadrature against the Gegenbauer form",
            left=mpmath.nstr(left, digits),
            right=mpmath.nstr(exact, digits),
            digits=digits,
            agree=agree,
            holds=True,
        )


ORACLE = Oracle(
    {"k": "an integer from 1 to 40", "d": "an integer ≥ 3", "alpha": "in [-1, 1]", "beta": "in [-1, 1]"},
    (
        {"k": "4", "d": "32", "alpha": "1/7", "beta": "3/10"},
        {"k": "7", "d": "5", "alpha": "-2/3", "beta": "4/5"},
        {"k": "12", "d": "3", "alpha": "9/10", "beta": "-1/3"},
    ),
    _average_by_quadrature,
)

_P64 = Place(64, "eq. (37)")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-37/chain-rule",
        where=_P64,
        title="eq. (37) is (1-α²) times the derivative of the averaged kernel",
        latex=r"(1-\alpha^2)\,\partial_\alpha\langle w,w'\rangle = \alpha'(1-\alpha^2) - \alpha\,y'^\top w",
        domain=Domain("-1 < α < 1, -1 ≤ α' ≤ 1, any u, hence every q"),
        statements=(CHAIN,),
        covers=("C21",),
        mutants=(
            Mutant(
                "plus sign before αY",
                CHAIN.replace(
                    eq((1 - alpha**2) * Derivative(alpha * beta + Y, alpha), beta * (1 - alpha**2) + alpha * Y)
                ),
            ),
        ),
        note="So v(α) = (1-α²) d/dα [q(α) - E q(⟨w, w'⟩)] for every overlap kernel q.",
    ),
    Claim(
        id="gegenbauer/monomial-expansion",
        where=_P64,
        title="the coefficients of z^k in Gegenbauer polynomials, for all k",
        latex=r"z^k = \sum_j a_{k,k-2j}(d)\,P_{k-2j}^{(d)}(z),\quad a_{k,\ell} = \frac{k!}{2^k j!}\,\frac{\ell+\lambda}{\lambda(\lambda+1)_{k-j}}\,\frac{(2\lambda)_\ell}{\ell!}",
        domain=Domain("all integers k ≥ 0, all d > 2 (λ = (d-2)/2), by induction on k"),
        statements=(CONNECTION, CONNECTION_ZERO),
        assumes=("induction",),
        mutants=(
            Mutant(
                "k in place of k + 1",
                Statement(eq(CONNECTION.show.lhs * (k + 1) / k, 1), CONNECTION.assume, CONNECTION.kinds),
            ),
        ),
        note="The step z·z^k, by the three-term recurrence, divided by a_{k+1,ℓ}; the start is z⁰ = P_0.",
    ),
    Claim(
        id="eq-37/gegenbauer-form",
        where=_P64,
        title="the Gegenbauer form of the velocity, for every activation",
        latex=r"v(\alpha) = (1-\alpha^2)\sum_\ell (b_\ell - a_\ell p_\ell)\,P_\ell'(\alpha)",
        domain=Domain("every polynomial activation and teacher, every law symmetric about w*, every d ≥ 3"),
        statements=(CHAIN, CONNECTION, CONNECTION_ZERO),
        covers=("C21",),
        uses=("eq-37/chain-rule", "gegenbauer/monomial-expansion"),
        assumes=("product-formula", "induction", "linearity"),
        oracle=ORACLE,
        mutants=(
            Mutant(
                "plus sign before αY",
                CHAIN.replace(
                    eq((1 - alpha**2) * Derivative(alpha * beta + Y, alpha), beta * (1 - alpha**2) + alpha * Y)
                ),
            ),
        ),
    ),
    Claim(
        id="eq-37/gegenbauer-form/degree-2-to-7",
        where=_P64,
        title="the Gegenbauer form of eq. (37), degree by degree",
        latex=r"\mathbb E_{u}\,q'(\alpha\alpha'+Y)\bigl(\alpha'(1-\alpha^2)-\alpha Y\bigr) = (1-\alpha^2)\sum_\ell a_{k,\ell}P_\ell(\alpha')P_\ell'(\alpha)",
        domain=Domain("q = z^k for k = 2, …, 7; every real d ≥ 3, all α, α'", "finite"),
        statements=FINITE,
        prove=_prove_finite,
        mutants=(
            Mutant(
                "E u² = 1/d in place of 1/(d-1)",
                Statement(eq(rotation_average(2).subs(d, d + 1), gegenbauer_form(2)), (ge(d, 3),)),
            ),
        ),
        note="Here the average is the binomial sum of p. 64 with the exact moments of S^{d-2}; no background is used.",
    ),
)
