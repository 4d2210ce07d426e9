"""Section 4.2 (pp. 13–14): self-concordance, the bound of a particle's local Hessian by its velocity.

At uniform ρ_0 the velocity is v = (1-α²)V' with V' = q'(α); the local Hessian has the eigenvalues
along = (1-α²)V'' - αV' and across = -αV'. Not to be confused: the larger eigenvalue Λ = max(along, across), by
which J grows at most; ‖D‖, the norm printed on p. 14; and the derivative ∂_α v of Lemma 44.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import mpmath
import sympy
from sympy import Derivative, Rational

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
from poc_symbolic.errors import InputError
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.agreement import agreeing_digits, to_mpf
from proofs.facts import unit_fact
from proofs.symbols import alpha, j, k

K = sympy.Symbol("K", real=True)

inside = (gt(alpha, 0), lt(alpha, 1))
power = k * alpha ** (k - 1)  # V' for q = z^k
along = (1 - alpha**2) * Derivative(power, alpha) - alpha * power
across = -alpha * power
speed = (1 - alpha**2) * power

IDENTITY = (
    Statement(eq(alpha * along, ((k - 1) - alpha**2 / (1 - alpha**2)) * speed), inside),
    Statement(eq(alpha * Derivative(speed, alpha), ((k - 1) - 2 * alpha**2 / (1 - alpha**2)) * speed), inside),
)
LAMBDA = tuple(Statement(le(alpha * value, (k - 1) * speed), (*inside, ge(k, 1))) for value in (along, across))
NORM = Statement(le(alpha * -across, (k - 1) * speed), (*inside, ge(k, 3)), {"k": "integer"})
_small = (*inside, ge(k, 2), le(k * alpha**2, k - 1))
NORM_SMALL = (  # the column towards w* has the parts along and, normal to the sphere, -‖ν‖ = -v/√(1-α²)
    Statement(le((alpha * along) ** 2 + (alpha * speed) ** 2 / (1 - alpha**2), ((k - 1) * speed) ** 2), _small),
    *(Statement(le(alpha * value, (k - 1) * speed), _small) for value in (across, -across)),
)

monomial = alpha**j  # one monomial of V', with a coefficient ≥ 0
ALL_ACROSS = Statement(
    le(-(alpha**2) * monomial, (K - 1) * (1 - alpha**2) * monomial), (*inside, le(j, K - 1), ge(K, 1))
)
ALL = Statement(
    le((1 - alpha**2) * Derivative(monomial, alpha) * alpha - alpha**2 * monomial, (K - 1) * (1 - alpha**2) * monomial),
    (*inside, le(j, K - 1)),
)


def _prove_identity() -> list[Verdict]:
    verdicts = []
    for statement in IDENTITY:
        script = Script(statement, {"alpha": "1/2", "k": 4})
        unit_fact(script)
        verdicts.append(script.verdict("identity"))
    return verdicts


def _prove_lambda() -> list[Verdict]:
    """(k-1)v - α·along = kα^{k+1} and (k-1)v - α·across = kα^{k-1}((k-1)(1-α²) + α²)."""
    verdicts = []
    for which, statement in enumerate(LAMBDA):
        script = Script(statement, {"alpha": "1/2", "k": 4})
        unit = unit_fact(script)
        degree = script.combine(k, [(1, [2]), (1, [])])
        weight = script.positive(alpha ** (k - 1))
        target = statement.show.excess
        if which == 0:
            script.combine(target, [(1, [degree, weight, 0, 0])])
        else:
            script.combine(target, [(1, [degree, weight, 2, unit]), (1, [degree, weight, 0, 0])])
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _prove_norm_small() -> list[Verdict]:
    """The first difference times k is V'²α²(2(k-1)(k-1-kα²) + k-2); then ±across against (k-1)v/α where kα² ≤ k-1."""
    verdicts = []
    for which, statement in enumerate(NORM_SMALL):
        script = Script(statement, {"alpha": "1/2", "k": 4})
        unit = unit_fact(script)
        degree = script.combine(k, [(1, [2]), (2, [])])
        lower = script.combine(k - 1, [(1, [2]), (1, [])])
        weight = script.positive(alpha ** (k - 1))
        target = statement.show.excess
        slope = [degree, degree, weight, weight, 0, 0]
        terms = {
            0: [(2, [*slope, lower, 3]), (1, [*slope, 2])],
            1: [(1, [degree, weight, lower, unit]), (1, [degree, weight, 0, 0])],
            2: [(1, [degree, weight, 3])],
        }[which]
        script.combine(target, terms, times=[degree] if which == 0 else [])
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _prove_all() -> list[Verdict]:
    script = Script(ALL, {"alpha": "1/2", "j": 3, "K": 6})
    unit = unit_fact(script)
    weight = script.positive(alpha**j)
    script.combine(ALL.show.excess, [(1, [2, unit, weight]), (1, [0, 0, weight])])
    across = Script(ALL_ACROSS, {"alpha": "1/2", "j": 3, "K": 6})
    unit = unit_fact(across)
    weight = across.positive(alpha**j)
    across.combine(ALL_ACROSS.show.excess, [(1, [3, unit, weight]), (1, [0, 0, weight])])
    return [script.verdict("positive terms"), across.verdict("positive terms")]


def mixture(degrees: dict[int, Fraction], constant: str, at: str, digits: str) -> tuple[Statement, ...]:
    """α·along/v and α·across/v ≤ upper on (0, 1), and α·along/v > lower at one point x = α², for V' = Σ weight·α^{degree-1}."""
    x = sympy.Symbol("x", real=True)
    slope = sum(Rational(w.numerator, w.denominator) * n * x ** ((n - 4) // 2) for n, w in degrees.items())
    bend = sum(Rational(w.numerator, w.denominator) * n * (n - 1) * x ** ((n - 4) // 2) for n, w in degrees.items())
    left = (1 - x) * bend - x * slope  # α·along, over the common factor α³
    upper, lower = Rational(constant) + Rational(digits), Rational(constant)
    return (
        Statement(le(left, upper * (1 - x) * slope), (ge(x, 0), le(x, 1))),
        Statement(le(-x * slope, upper * (1 - x) * slope), (ge(x, 0), le(x, 1))),
        Statement(gt(left.subs(x, Rational(at)), lower * ((1 - x) * slope).subs(x, Rational(at)))),
    )


def ambient_eigenvalues(weights: Mapping[int, mpmath.mpf], al: mpmath.mpf) -> tuple[mpmath.mpf, mpmath.mpf, mpmath.mpf]:
    """(v, along, across) at overlap α from the ambient velocity ν(w) = q'(⟨w,w*⟩)P_w w* in R³, differentiated numerically.

    ``weights`` are the coefficients of q. Curves: the great circle towards w* and the one across it.
    """
    angle = mpmath.acos(al)

    def velocity(w: list[mpmath.mpf]) -> list[mpmath.mpf]:
        slope = mpmath.fsum(c * n * w[0] ** (n - 1) for n, c in weights.items())
        return [slope * (1 - w[0] * w[0]), -slope * w[0] * w[1], -slope * w[0] * w[2]]

    def towards(s: mpmath.mpf) -> mpmath.mpf:
        nu = velocity([mpmath.cos(angle - s), mpmath.sin(angle - s), mpmath.mpf(0)])
        return nu[0] * mpmath.sin(angle) - nu[1] * mpmath.cos(angle)

    def sideways(s: mpmath.mpf) -> mpmath.mpf:
        return velocity([al * mpmath.cos(s), mpmath.sin(angle) * mpmath.cos(s), mpmath.sin(s)])[2]

    speed = velocity([al, mpmath.sin(angle), mpmath.mpf(0)])[0]
    return speed, mpmath.diff(towards, 0), mpmath.diff(sideways, 0)


def _self_concordance_check(
    weights: Mapping[int, Fraction], constant: Fraction, al: Fraction, digits: int
) -> NumericCheck:
    """Λ from the ambient velocity against the closed form, and the margin of the bound αΛ/v ≤ constant."""
    if not 0 < al < 1:
        raise InputError("The overlap alpha must lie strictly between 0 and 1.")
    with mpmath.workdps(2 * digits + 20):
        x = to_mpf(al)
        exact = {n: to_mpf(c) for n, c in weights.items()}
        speed, along, across = ambient_eigenvalues(exact, x)
        slope = mpmath.fsum(c * n * x ** (n - 1) for n, c in exact.items())
        bend = mpmath.fsum(c * n * (n - 1) * x ** (n - 2) for n, c in exact.items())
        closed = max((1 - x**2) * bend - x * slope, -x * slope)
        measured = max(along, across)
        margin = to_mpf(constant) - x * measured / speed
        return NumericCheck(
            what="Λ by differentiating the ambient velocity against the closed form; margin of αΛ/v",
            left=mpmath.nstr(measured, digits),
            right=mpmath.nstr(closed, digits),
            digits=digits,
            agree=agreeing_digits(measured, closed, digits),
            holds=bool(margin >= 0),
            margin=mpmath.nstr(margin, 12),
        )


def _single(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
    degree = parameters["k"]
    if degree.denominator != 1 or not 2 <= degree <= 200:
        raise InputError("The degree k must be an integer from 2 to 200.")
    return _self_concordance_check({int(degree): Fraction(1)}, degree - 1, parameters["alpha"], digits)


def _mixed(constant: str, weights: Mapping[int, Fraction]) -> Oracle:
    """The mixture at a given overlap; the defaults surround the maximiser."""

    def check(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
        return _self_concordance_check(weights, Fraction(constant), parameters["alpha"], digits)

    near = [{"alpha": value} for value in ("48/100", "47/100", "484/1000", "1/10", "4/5")]
    return Oracle({"alpha": "0 < α < 1"}, near, check)


SINGLE = Oracle(
    {"k": "an integer from 2 to 200", "alpha": "0 < α < 1"},
    (
        {"k": "4", "alpha": "1/3"},
        {"k": "6", "alpha": "99/100"},
        {"k": "10", "alpha": "1/1000"},
        {"k": "4", "alpha": "1/1000000"},
    ),
    _single,
)


def _second_norm() -> SecondRoute:
    """Finite differences of ν(w) = q'(⟨w,w*⟩)P_w w* in R³ at α = 9/10 for q = z⁴: the eigenvalue across."""
    with mpmath.workdps(40):
        al, h = mpmath.mpf("0.9"), mpmath.mpf(10) ** -12
        s = mpmath.sqrt(1 - al**2)

        def velocity(w: list[mpmath.mpf]) -> list[mpmath.mpf]:
            slope = 4 * w[0] ** 3
            return [slope * (1 - w[0] * w[0]), slope * (-w[0] * w[1]), slope * (-w[0] * w[2])]

        plus, minus = velocity([al, s, h]), velocity([al, s, -h])
        across = (plus[2] - minus[2]) / (2 * h)
        bound = 3 / al * velocity([al, s, mpmath.mpf(0)])[0]
        return SecondRoute(
            "central difference of the ambient velocity for q = z⁴ at α = 9/10 in R³: |across| against 3v/α",
            f"{mpmath.nstr(abs(across), 15)} > {mpmath.nstr(bound, 15)}",
            bool(abs(across) > bound),
        )


_P13, _P14 = Place(13, "Section 4.2"), Place(14, "Section 4.2")
_UNIFORM = "uniform ρ_0, q = z^k, 0 < α < 1"
Z4_Z6 = mixture({4: Fraction(1), 6: Fraction(1)}, "3.21435935394", "2264973/10000000", "1/100000000000")
HE4_HE6 = mixture({4: Fraction(1), 6: Fraction(15, 2)}, "4.14393200159", "2340598/10000000", "1/100000000000")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="self-concordance/identity",
        where=_P13,
        title="the exact ratios of the velocity's derivative and of the radial eigenvalue to the velocity",
        latex=r"\frac\alpha v\frac{dv}{d\alpha} = (k-1) - \frac{2\alpha^2}{1-\alpha^2},\qquad \frac{\alpha\,\lambda_{along}}{v} = (k-1) - \frac{\alpha^2}{1-\alpha^2}",
        domain=Domain(_UNIFORM + ", every real k"),
        statements=IDENTITY,
        covers=("A61", "C02"),
        prove=_prove_identity,
        note="v = kα^{k-1}(1-α²); the approximations of p. 13 are the limit α → 0 of the first ratio, and D has the second.",
    ),
    Claim(
        id="self-concordance/one-sided",
        where=_P14,
        title="self-concordance of a single Hermite activation",
        latex=r"\Lambda = \max(\lambda_{along},\lambda_{across}) \le \frac{k-1}{\alpha}\,v(\alpha)",
        domain=Domain(_UNIFORM + ", every real k ≥ 1"),
        statements=LAMBDA,
        covers=("C03",),
        uses=("self-concordance/identity",),
        prove=_prove_lambda,
        oracle=SINGLE,
        mutants=(
            Mutant("k - 2 in place of k - 1", Statement(le(alpha * along, (k - 2) * speed), (*inside, ge(k, 2)))),
        ),
        constants=(
            Constant(
                "self-concordance of He_k at uniform ρ_0",
                "k - 1",
                "k - 1",
                "k - 1",
                "1",
                "0 < α < 1; approached as α → 0",
                ("lemma 50", "theorem 9"),
            ),
        ),
    ),
    Claim(
        id="self-concordance/operator-norm-at-every-overlap",
        where=_P14,
        title="the bound on the operator norm, read for every overlap",
        latex=r"\|D_t^\perp\| \le \frac{k-1}{\alpha}\,v(\alpha)\quad(\text{printed with }\lessapprox)",
        domain=Domain(_UNIFORM + ", integers k ≥ 3"),
        statements=(NORM,),
        covers=("C03", "C01", "A63", "A07"),
        prove=lambda: [refute(NORM, {"alpha": "9/10", "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "self-concordance/operator-norm",
            "The growth of J only needs the largest eigenvalue, for which the bound holds on all of (0, 1).",
        ),
        second_route=_second_norm,
        note="p. 14 prints ⪅ with α small in mind, where it is true (kα² ≤ k-1); but α|across|/v = α²/(1-α²) is unbounded as α → 1, so small velocity alone (Observation 1) does not make ‖D‖ small.",
    ),
    Claim(
        id="self-concordance/operator-norm",
        where=_P14,
        title="the bound on the operator norm, normal part included, where it holds",
        latex=r"\alpha^2 \le 1 - \tfrac1k \implies \|D^\perp\| \le \frac{k-1}{\alpha}\,v(\alpha)",
        domain=Domain("uniform ρ_0, q = z^k, k ≥ 2, 0 < α, kα² ≤ k - 1"),
        statements=NORM_SMALL,
        prove=_prove_norm_small,
        mutants=(
            Mutant(
                "kα² ≤ k in place of kα² ≤ k - 1",
                Statement(le(alpha * -across, (k - 1) * speed), (*inside, ge(k, 2), le(k * alpha**2, k))),
            ),
        ),
        note="‖D^⊥‖² is the larger of along² + ‖ν‖² and across². The range is sharp: beyond it |across| alone exceeds the bound.",
    ),
    Claim(
        id="self-concordance/every-activation",
        where=_P14,
        title="self-concordance at uniform ρ_0 for every activation of degree K",
        latex=r"\Lambda \le \frac{K-1}{\alpha}\,v(\alpha)",
        domain=Domain("uniform ρ_0, V' = q' with coefficients ≥ 0 and degree at most K - 1, 0 < α < 1"),
        statements=(ALL, ALL_ACROSS),
        assumes=("linearity",),
        prove=_prove_all,
        mutants=(
            Mutant(
                "K - 2 in place of K - 1",
                ALL.replace(
                    le(
                        (1 - alpha**2) * Derivative(monomial, alpha) * alpha - alpha**2 * monomial,
                        (K - 2) * (1 - alpha**2) * monomial,
                    )
                ),
            ),
        ),
        note="Monomial by monomial; across is negative wherever v is positive.",
    ),
    Claim(
        id="self-concordance/mixture-z4-z6",
        where=_P14,
        title="the self-concordance constant of q = z⁴ + z⁶",
        latex=r"3.21435935394 < \sup_{0<\alpha<1}\frac{\alpha\Lambda}{v} \le 3.21435935395,\quad q = z^4 + z^6",
        domain=Domain("uniform ρ_0, q = z⁴ + z⁶, 0 < α < 1"),
        statements=Z4_Z6,
        oracle=_mixed("3.21435935395", {4: Fraction(1), 6: Fraction(1)}),
        mutants=(Mutant("k* - 1 = 3 for a mixture", mixture({4: Fraction(1), 6: Fraction(1)}, "3", "1/5", "0")[0]),),
        constants=(
            Constant(
                "self-concordance of z⁴+z⁶ at uniform ρ_0",
                "none (k - 1 is printed for He_k)",
                "3.21435935395",
                "3.21435935394",
                "1",
                "0 < α < 1",
                ("lemma 50",),
            ),
        ),
        note="For a mixture the constant is larger than k* - 1: the next Hermite degree steepens the velocity.",
    ),
    Claim(
        id="self-concordance/mixture-he4-half-he6",
        where=_P14,
        title="the self-concordance constant of He₄ + ½He₆",
        latex=r"4.14393200159 < \sup_{0<\alpha<1}\frac{\alpha\Lambda}{v} \le 4.14393200160,\quad \sigma = He_4 + \tfrac12 He_6",
        domain=Domain("uniform ρ_0, q = 24z⁴ + 180z⁶, 0 < α < 1"),
        statements=HE4_HE6,
        oracle=_mixed("4.1439320016", {4: Fraction(1), 6: Fraction(15, 2)}),
        mutants=(
            Mutant("k* - 1 = 3 for a mixture", mixture({4: Fraction(1), 6: Fraction(15, 2)}, "3", "1/5", "0")[0]),
        ),
    ),
)
