"""Appendix E (p. 39), Lemma 27: the empirical measure, its velocity, the hypotheses R2, and the Lipschitz constants."""

from __future__ import annotations

import mpmath
import numpy as np
import sympy
from sympy import Derivative, Rational, exp, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.gap_ode import eps
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d, k

C, N, n, S, mu, y, zeta = sympy.symbols("C N n S mu y zeta", real=True)
w1, w2, x1, x2, s, z, kappa, P = sympy.symbols("w_1 w_2 x_1 x_2 s z kappa P", real=True)

SUM = Statement(le(S - mu, eps), (ge(n, 1), gt(eps, 0), le(S, n * (mu + eps)), ge(S, n * (mu - eps))))
MEAN = Statement(le(S / n - mu, eps), SUM.assume)
VELOCITY = Statement(  # the chain rule through z = ⟨w,x⟩
    eq(Derivative((y - s) * z**k, z) * Derivative(w1 * x1 + w2 * x2, w1), (y - s) * (k * z ** (k - 1)) * x1),
    (gt(z, 0), ge(k, 1)),
)

NOISE = Statement(le(1 / N**2, 2 * exp(-(N**2) / (2 * C**2))), (ge(N, 1), ge(C, 1)))
NOISE_REPAIRED = tuple(Statement(le(sign * zeta * y, (zeta**2 + y**2) / 2)) for sign in (1, -1))
EMPIRICAL = Statement(le(exp(d / (2 * kappa**2)) / n, 2), (ge(d, 1), ge(n, d), ge(kappa, 2)))
GAUSSIAN = Statement(ge(sqrt(1 - 2 / kappa**2), Rational(1, 2)), (ge(kappa, 2),))
# e^{x²/κ²}φ(x) = φ(rx) for r = √(1-2/κ²), exponent by exponent; u = rx turns the mean into 1/r
r = sympy.Symbol("r", real=True)
SUBSTITUTION = Statement(
    eq(z**2 / kappa**2 - z**2 / 2, -((r * z) ** 2) / 2), (gt(kappa, 0), eq(r**2, 1 - 2 / kappa**2))
)

LIPSCHITZ = Statement(le(2 * d**2 / n - 6, C), (ge(d, 1), ge(n, d), ge(C, 1)))


def _prove_gaussian() -> list[Verdict]:
    script = Script(GAUSSIAN, {"kappa": 2})
    positive = script.combine(kappa, [(1, [0]), (2, [])])
    high = 1 - 2 / kappa**2
    gap = script.combine(high - Rational(1, 4), [("3/4", [0, 0]), (3, [0]), (1, [])], times=[positive, positive])
    script.combine(high, [(1, [gap]), ("1/4", [])])
    root = script.positive(sqrt(high))
    whole = script.combine(sqrt(high) + Rational(1, 2), [(1, [root]), ("1/2", [])])
    script.combine(sqrt(high) - Rational(1, 2), [(1, [gap])], times=[whole])
    exponents = Script(SUBSTITUTION, {"kappa": "3/2", "r": "1/3", "z": 1})
    exponents.combine(SUBSTITUTION.show.excess, [(z**2 / 2, [1])], times=[])
    return [exponents.verdict("identity"), script.verdict("square root")]


def _second_sum() -> SecondRoute:
    return SecondRoute(
        "two data points with the value 1 each, true mean 1: Σ_i - 1", str(sum([1, 1]) - 1), sum([1, 1]) - 1 == 1
    )


def _second_noise() -> SecondRoute:
    """Noise ±N with probability 1/(2N²) each: variance 1, sixth moment N⁴."""
    moments = [2 * Rational(1, 2 * 100**2) * Rational(100) ** p for p in (2, 6)]
    return SecondRoute(
        "exact second and sixth moment of the noise ±100 with probability 1/20000 each",
        f"{moments[0]}, {moments[1]}",
        moments[0] == 1 and moments[1] == 10**8,
    )


def _second_empirical() -> SecondRoute:
    """log of the mean of exp(⟨x,u⟩²/κ²) over n points of which one has ⟨x,u⟩² = d/2, from that point alone."""
    with mpmath.workdps(30):
        value = mpmath.mpf(1000) / 2 / 4 - 30 * mpmath.log(10)
        return SecondRoute(
            "log of one point's share at d = 1000, κ = 2, n = 10³⁰ = d^{10}",
            mpmath.nstr(value, 8),
            bool(value > mpmath.log(2)),
        )


def _second_lipschitz() -> SecondRoute:
    """σ = z², d = 200, n = 400 Gaussian points: the slope of the empirical average in w, w' = v = x_1/|x_1|."""
    data = np.random.default_rng(0).standard_normal((400, 200))
    axis = data[0] / np.linalg.norm(data[0])
    other = data[1] - (data[1] @ axis) * axis
    other /= np.linalg.norm(other)

    def average(angle: float) -> float:
        w = np.cos(angle) * axis + np.sin(angle) * other
        return float(np.mean((data @ axis) ** 2 * 2 * (data @ w) * (data @ axis)))

    slope = abs(average(1.6) - average(1.5)) / 0.1
    return SecondRoute(
        "difference quotient in w of the average over 400 Gaussian points in dimension 200, σ = z² (population: about 6)",
        f"{slope:.2f}",
        slope > 60,
    )


_P39 = Place(39, "Lemma 27")
_P39P = Place(39, "proof of Lemma 27")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-27/empirical-measure-as-printed",
        where=_P39,
        title="the normalisation of the empirical measure",
        latex=r"\hat D = \sum_{i=1}^n\delta_{(x_i,y_i)}",
        domain=Domain("one summand with mean μ over D, whose average over the data is within ε of μ"),
        statements=(SUM,),
        covers=("B28",),
        prove=lambda: [refute(SUM, {"n": 2, "S": 2, "mu": 1, "epsilon": "1/10"})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-27/empirical-measure", "With the factor 1/n everything reads as meant."),
        second_route=_second_sum,
        note="The sum has total mass n: the factor 1/n is missing.",
    ),
    Claim(
        id="lemma-27/empirical-measure",
        where=_P39,
        title="the normalised empirical measure",
        latex=r"\hat D = \frac1n\sum_{i=1}^n\delta_{(x_i,y_i)}",
        domain=Domain("as above, n ≥ 1"),
        statements=(MEAN,),
        mutants=(Mutant("ε/2 in place of ε", MEAN.replace(le(S / n - mu, eps / 2))),),
        note="A probability measure, so that its mean estimates the mean over D.",
    ),
    Claim(
        id="lemma-27/velocity",
        where=_P39P,
        title="the velocity of a data point against one neuron",
        latex=r"\nabla_w\bigl[(y-\sigma(w'^\top x))\,\sigma(w^\top x)\bigr] = (y-\sigma(w'^\top x))\,\sigma'(w^\top x)\,x",
        domain=Domain("σ = z^k for every real k ≥ 1, one coordinate; s = σ(⟨w',x⟩), which does not depend on w"),
        assumes=("linearity",),
        statements=(VELOCITY,),
        covers=("B28",),
        uses=("eq-2/descent",),
        mutants=(Mutant("the sign of eq. (2)", VELOCITY.replace(eq(-VELOCITY.show.lhs, VELOCITY.show.rhs))),),
        note="The sign is that of the descending flow, opposite to eq. (2) of p. 4 (eq-2/sign-as-printed).",
    ),
    Claim(
        id="lemma-27/noise-as-printed",
        where=_P39,
        title="the noise under R2",
        latex=r"\mathbb E\zeta^2\le1 \implies \Pr[|\zeta|\ge N] \le 2e^{-N^2/(2C^2)}",
        domain=Domain("noise ±N with probability 1/(2N²) each and 0 otherwise, which has variance 1"),
        statements=(NOISE,),
        covers=("B31",),
        step=True,
        prove=lambda: [refute(NOISE, {"N": 100, "C": 11})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-27/noise",
            "R2 must ask for sub-Gaussian noise, as p. 11 does in words and p. 62 with proxy 1; then the label's term has the same tails as the other one and Theorem 9 is not affected.",
        ),
        second_route=_second_noise,
        note="R2 (p. 6), to which p. 5 refers for the noise, bounds the variance alone; pp. 11 and 62 say sub-Gaussian.",
    ),
    Claim(
        id="lemma-27/noise",
        where=_P39,
        title="the label's term with sub-Gaussian noise",
        latex=r"|\zeta\,Y| \le \tfrac12(\zeta^2+Y^2),\quad Y = \sigma'(w^\top x)x^\top v",
        domain=Domain("all real ζ, Y"),
        statements=NOISE_REPAIRED,
        mutants=(Mutant("1/3 in place of 1/2", Statement(le(zeta * y, (zeta**2 + y**2) / 3))),),
        note="ζ² is sub-exponential and Y² has degree 2K: tails of order 1/K again.",
    ),
    Claim(
        id="lemma-27/empirical-hypothesis-as-printed",
        where=_P39,
        title="R2 for the empirical distribution",
        latex=r"\hat D\ \text{sub-Gaussian}:\quad \frac1ne^{\langle x_1,u\rangle^2/\kappa^2} \le \mathbb E_{\hat D}e^{\langle x,u\rangle^2/\kappa^2} \le 2",
        domain=Domain("u = x_1/|x_1|, |x_1|² ≥ d/2; a constant κ ≥ 2 that does not depend on d"),
        statements=(EMPIRICAL,),
        covers=("B31",),
        prove=lambda: [refute(EMPIRICAL, {"d": 1000, "kappa": 2, "n": 10**30})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-27/hypothesis", "R2 is meant for D, from which the data are drawn; read so, nothing changes."
        ),
        second_route=_second_empirical,
        note="No data set of fewer than e^{d/(2κ²)}/2 points satisfies the printed hypothesis with a constant κ.",
    ),
    Claim(
        id="lemma-27/hypothesis",
        where=_P39,
        title="R2 for Gaussian data",
        latex=r"x\sim N(0,1):\quad \mathbb Ee^{x^2/\kappa^2} = (1-2/\kappa^2)^{-1/2} \le 2",
        domain=Domain("κ ≥ 2; the substitution u = x√(1-2/κ²) in the integral"),
        statements=(SUBSTITUTION, GAUSSIAN),
        prove=_prove_gaussian,
        assumes=("fundamental-theorem",),
        mutants=(Mutant("3/4 in place of 1/2", GAUSSIAN.replace(ge(sqrt(1 - 2 / kappa**2), Rational(3, 4)))),),
        note="So Gaussian covariates satisfy R2 with κ = 2 in every direction.",
    ),
    Claim(
        id="lemma-27/lipschitz-as-printed",
        where=_P39P,
        title="Lipschitz constant of the empirical average",
        latex=r"\Bigl|\partial_w\tfrac1n\sum_i\sigma(w'^\top x_i)\sigma'(w^\top x_i)x_i^\top v - \partial_w\mathbb E\Bigr| \le C_{reg}",
        domain=Domain(
            "σ = z², a data point of length √d along w' = v, w orthogonal to it: the point's share 2d²/n against 6 for the law"
        ),
        statements=(LIPSCHITZ,),
        covers=("B32",),
        step=True,
        prove=lambda: [refute(LIPSCHITZ, {"d": 100, "n": 1000, "C": 11})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-27/lipschitz",
            "The empirical Lipschitz constant is a power of n, which enters the size of the nets through its logarithm only: (K+3) log n per dimension, absorbed in lemma-27/sub-weibull.",
        ),
        second_route=_second_lipschitz,
        note="Lemma 19 bounds expectations over D, not averages over the data.",
    ),
    Claim(
        id="lemma-27/lipschitz",
        where=_P39P,
        title="a polynomial Lipschitz constant suffices",
        latex=r"\tfrac{\epsilon_n}2 + 2n^{K+1}\cdot\frac{\epsilon_n}{4n^{K+1}} \le \epsilon_n,\qquad 1+8\,n^{K+1}\sqrt n \le n^{K+3}",
        domain=Domain("data with |x_i|² ≤ n and a Lipschitz constant of at most n^{K+1}; ε_n ≥ 1/√n; n ≥ 9, K ≥ 1"),
        statements=(
            Statement(le(s + 2 * P * (eps / (4 * P)), eps), (gt(P, 0), gt(eps, 0), le(s, eps / 2))),
            Statement(le(1 + 8 * N * P, N**4 * P), (ge(N, 3), ge(P, 1))),  # n = N², P = n^{K+1}
        ),
        mutants=(Mutant("N² in place of N⁴", Statement(le(1 + 8 * N * P, N**2 * P), (ge(N, 3), ge(P, 1)))),),
        note="The nets have at most n^{(K+3)d} points each.",
    ),
)
