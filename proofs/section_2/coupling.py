"""Section 2.2 (pp. 5–8, 11): the coupled particles ξ̂_t(w_i), ξ_t(w_i) and the coupling error Δ_t(i)."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.symbols import t

# Two neurons drawn from two atoms of mass p and 1-p; φ and ψ take the values f1, f2 and g1, g2 at the moved atoms
p, f1, f2, g1, g2, m, a, b = sympy.symbols("p f1 f2 g1 g2 m a b", real=True)
_mass = (ge(p, 0), le(p, 1))
INDEPENDENT = Statement(
    eq(
        p * p * f1 * g1 + p * (1 - p) * f1 * g2 + (1 - p) * p * f2 * g1 + (1 - p) * (1 - p) * f2 * g2,
        (p * f1 + (1 - p) * f2) * (p * g1 + (1 - p) * g2),
    ),
    _mass,
)
# E (1/m Σ s_i)² - (E s)² for independent s_i with E s² = a and E s = b
SAMPLING = Statement(eq((m * a + m * (m - 1) * b**2) / m**2 - b**2, (a - b**2) / m), (gt(m, 0),))

# One coordinate of the two paths, to second order in t
x, vh, v, ah, au = sympy.symbols("x vh v ah au", real=True)
finite_path, mean_path = x + vh * t + ah * t**2 / 2, x + v * t + au * t**2 / 2
RATE_PRINTED = Statement(
    eq(Derivative(finite_path - mean_path, t), Derivative(mean_path, t) - Derivative(finite_path, t)), (ge(t, 0),)
)
RATE = Statement(eq(Derivative(finite_path - mean_path, t), (vh + ah * t) - (v + au * t)), (ge(t, 0),))

# One neuron: W_2 of two point masses is their distance D
D = sympy.Symbol("D", real=True)
SECOND_PRINTED = Statement(le(D, D**2), (ge(D, 0), le(D, 2)))
# Kantorovich potentials for the cost ‖x-y‖², weights μ and 1-μ
q1, q2, r1, r2, D1, D2, mu = sympy.symbols("q1 q2 r1 r2 D1 D2 mu", real=True)
SECOND = Statement(
    le(mu * (q1 + r1) + (1 - mu) * (q2 + r2), mu * D1**2 + (1 - mu) * D2**2),
    (ge(mu, 0), le(mu, 1), le(q1 + r1, D1**2), le(q2 + r2, D2**2)),
)
FIRST_BELOW_SECOND = Statement(
    le((mu * D1 + (1 - mu) * D2) ** 2, mu * D1**2 + (1 - mu) * D2**2), (ge(mu, 0), le(mu, 1))
)


def _second_rate() -> SecondRoute:
    """One neuron on the circle drawn to two different teachers: θ' = sin(c - θ); the gap by Euler steps of both flows."""
    with mpmath.workdps(25):
        step, finite, mean = mpmath.mpf("1e-4"), mpmath.mpf(1) / 2, mpmath.mpf(1) / 2
        rate = mpmath.sin(mpmath.mpf("1.3") - finite) - mpmath.sin(1 - mean)
        for _ in range(10):
            finite, mean = (
                finite + step * mpmath.sin(mpmath.mpf("1.3") - finite),
                mean + step * mpmath.sin(1 - mean),
            )
        grown = (mpmath.sin(finite) - mpmath.sin(mean)) / (10 * step)  # second coordinate of Δ over the time
        printed = -rate * mpmath.cos(mpmath.mpf(1) / 2)
        return SecondRoute(
            "two flows on the circle from one point: growth of Δ = ξ̂ - ξ by Euler steps, against the printed rate",
            f"{mpmath.nstr(grown, 6)}, printed {mpmath.nstr(printed, 6)}",
            bool(abs(grown + printed) < mpmath.mpf("1e-2") < abs(grown - printed)),
        )


def _second_w2() -> SecondRoute:
    """W_2 of two empirical measures of four points on a line, by sorting, and the mean squared distance."""
    left = [Rational(i, 10) for i in range(4)]
    right = [value + Rational(1, 20) for value in left]
    squared = sum((u - w) ** 2 for u, w in zip(sorted(left), sorted(right), strict=True)) / 4
    distance = mpmath.sqrt(mpmath.mpf(squared.p) / squared.q)
    return SecondRoute(
        "four points moved by 1/20 on a line: W_2 by the sorted matching, against the mean of ‖Δ‖²",
        f"{mpmath.nstr(distance, 6)} > {squared}",
        bool(distance > mpmath.mpf(squared.p) / squared.q),
    )


_P5, _P7, _P8 = Place(5, "Coupling the dynamics"), Place(7, "Figure 1"), Place(8, "The Interaction Term")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="coupling/independent-particles",
        where=_P5,
        title="the moved initial neurons are m independent draws from the mean-field law",
        latex=r"\bar\rho_t^m \overset d= \tfrac1m\sum_i\delta_{u_i},\ u_i\sim\rho_t^{MF}\ \text{iid}:\quad "
        r"\mathbb E\,\varphi(\xi_1)\psi(\xi_2) = \mathbb E\varphi\,\mathbb E\psi,\quad "
        r"\mathbb E(f_{\bar\rho^m}-f_{\rho^{MF}})^2 = \tfrac1m\mathrm{Var}\,\sigma",
        domain=Domain("two neurons, laws with two atoms, any test functions, then linearity; the variance for every m"),
        statements=(INDEPENDENT, SAMPLING),
        covers=("A13",),
        uses=("mean-field/tangent-velocity",),
        assumes=("linearity",),
        mutants=(Mutant("m draws that are all equal", SAMPLING.replace(eq(a - b**2, (a - b**2) / m))),),
        note="ξ_t is one fixed map, as it depends on ρ^MF alone; the particles ξ̂_t(w_i) of ρ^m are not independent.",
    ),
    Claim(
        id="coupling/error-rate-as-printed",
        where=_P7,
        title="the direction of the coupling error's derivative",
        latex=r"\Delta = \hat\xi-\xi \implies \tfrac d{dt}\Delta = \nu(\xi,\rho^{MF})-\nu_{\hat D}(\hat\xi,\rho^m)",
        domain=Domain("each coordinate of two paths from one point, to second order in t"),
        statements=(RATE_PRINTED,),
        covers=("A14",),
        prove=lambda: [refute(RATE_PRINTED, {"vh": 1, "v": 0, "ah": 0, "au": 0, "t": 0, "x": 0})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "coupling/error-rate",
            "The caption of Figure 1, the text below Lemma 5 and p. 34 change sign; the equation of Lemma 5 has the right one.",
        ),
        second_route=_second_rate,
        note="p. 5 defines Δ as finite minus mean field; p. 7 and p. 34 differentiate the opposite difference.",
    ),
    Claim(
        id="coupling/error-rate",
        where=_P7,
        title="the sign of the coupling error's derivative",
        latex=r"\tfrac d{dt}\Delta_t(i) = \nu_{\hat D}(\hat\xi_t(w_i),\rho_t^m)-\nu(\xi_t(w_i),\rho_t^{MF})",
        domain=Domain("each coordinate, to second order in t"),
        statements=(RATE,),
        note="The printed arrows of Figure 1, each 'right minus left', add up to this and not to the caption.",
    ),
    Claim(
        id="coupling/wasserstein-2-as-printed",
        where=_P8,
        title="the mean square as a bound on W_2",
        latex=r"W_2(\rho_t^m,\rho_t^{MF}) \le \mathbb E_i\|\Delta_t(i)\|^2",
        domain=Domain("one neuron at distance 0 ≤ D ≤ 2, ρ_0 a point mass, so that ρ̄^m = ρ^MF"),
        statements=(SECOND_PRINTED,),
        covers=("A32",),
        assumes=("coupling",),
        prove=lambda: [refute(SECOND_PRINTED, {"D": "1/2"})],
        severity=Severity.COSMETIC,
        repair=Repair("coupling/wasserstein-2", "Nothing: pp. 8 and 11 only motivate the potential by it."),
        second_route=_second_w2,
        note="A square is missing (small errors have ‖Δ‖² < ‖Δ‖), and ρ̄^m_t stands in for ρ^MF_t.",
    ),
    Claim(
        id="coupling/wasserstein-2",
        where=_P8,
        title="the mean square bounds W_2² between the two systems of m particles",
        latex=r"W_2(\rho_t^m,\bar\rho_t^m)^2 \le \mathbb E_i\|\Delta_t(i)\|^2,\quad (\mathbb E_i\|\Delta\|)^2\le\mathbb E_i\|\Delta\|^2",
        domain=Domain(
            "two particles with any weights, then linearity (second part: Jensen); any potentials with φ(x) + ψ(y) ≤ ‖x-y‖²"
        ),
        statements=(SECOND, FIRST_BELOW_SECOND),
        uses=("coupling/wasserstein-1",),
        assumes=("coupling", "linearity", "hoelder"),
        mutants=(Mutant("D_2 in place of D_2²", SECOND.replace(le(SECOND.show.lhs, mu * D1**2 + (1 - mu) * D2))),),
    ),
)
