"""Appendix G.2, Lemma 45 (pp. 67–69): the equation of the flow's derivative ℓ_{t,s}, and the lemma from its intervals.

The last claim shows that the 1/δ in the exponent can be left out.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, exp, log

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from proofs.symbols import alpha, beta, k

a, c, p, u, v, z = sympy.symbols("a c p u v z", real=True)
g = sympy.Symbol("g", real=True)
delta, kstar, tau = sympy.symbols("delta kstar tau", real=True)
K, C1, C2, C3, m0, now, then = sympy.symbols("K C1 C2 C3 m0 g_t g_r", real=True)
inside = (gt(alpha, 0), lt(alpha, 1))

# v = cα^j, j = 1 + 1/p: α_t = u^{-p} with u = β^{-1/p} - ct/p, so that du/dt = -c/p and ℓ = u^{-p-1}β^{-j} = (α_t/β)^j
ell = u ** (-p - 1) * beta ** (-1 - 1 / p)
_solution = (gt(u, 0), gt(p, 0), gt(beta, 0), gt(c, 0))
MONOMIAL = (
    Statement(eq(Derivative(u ** (-p), u) * (-c / p), c * u ** (-p - 1)), _solution[:2]),
    Statement(eq(Derivative(u ** (-p), u) * Derivative(beta ** (-1 / p), beta), ell), _solution[:3]),
    Statement(eq(Derivative(ell, u) * (-c / p), (1 + 1 / p) * c * u ** (-1) * ell), _solution[:3]),
)
LOGARITHM = Statement(eq(Derivative(log(alpha), alpha) * v, v / alpha), inside)
TIMES = Statement(
    eq(now * alpha**3 * (1 - alpha**2) / alpha, then * alpha**3 * (1 - alpha**2) / alpha),
    (*inside, gt(now, 0), lt(now, then), le(then, 1)),
)
ASSEMBLY = Statement(
    le(C1 + C2 / delta + C3 * z / delta, ((C1 + C2) / m0 + C3) * z / delta),
    (ge(C1, 0), ge(C2, 0), gt(delta, 0), le(delta, 1), gt(m0, 0), ge(z, m0)),
)

# without δ: ∂_α v_k = (k/α - 2α/(1-α²)) v_k, whose integral against v dt is logarithmic
WEIGHTS = (
    Statement(
        eq(
            Derivative(g * alpha**k * (1 - alpha**2), alpha),
            (k / alpha - 2 * alpha / (1 - alpha**2)) * (g * alpha**k * (1 - alpha**2)),
        ),
        inside,
    ),
    Statement(le((k - (kstar - 1)) * v, (K - kstar) * v), (ge(v, 0), le(k, K - 1))),
    Statement(ge((k - (kstar - 1)) * v, 0), (ge(v, 0), ge(k, kstar - 1))),
    Statement(eq(Derivative(log(1 - alpha**2), alpha), -2 * alpha / (1 - alpha**2)), inside),
    Statement(le(exp(-a * k), exp(-a * (kstar - 1) - 2 * a)), (ge(a, 0), ge(k, kstar + 1))),
    Statement(ge(1 - alpha**2, tau), (ge(alpha, 0), le(alpha, 1 - tau), ge(tau, 0))),
    Statement(le(C1 + C3 * z, (C1 / m0 + C3) * z), (ge(C1, 0), gt(m0, 0), ge(z, m0))),
)


def _second_times() -> SecondRoute:
    """Integrate α' = g(r)α³(1-α²) with g(r) = 1/(1+r) numerically: log(α_t/α_0) against both integrals."""
    with mpmath.workdps(20):

        def speed(r: mpmath.mpf, at: mpmath.mpf) -> mpmath.mpf:
            return at**3 * (1 - at**2) / (1 + r)

        step, at, path = mpmath.mpf(1) / 100, mpmath.mpf(1) / 2, []
        for n in range(300):  # Runge–Kutta of order 4
            r = n * step
            path.append(at)
            k1 = speed(r, at)
            k2 = speed(r + step / 2, at + step * k1 / 2)
            k3 = speed(r + step / 2, at + step * k2 / 2)
            k4 = speed(r + step, at + step * k3)
            at += step * (k1 + 2 * k2 + 2 * k3 + k4) / 6
        true = mpmath.log(2 * at)
        right = step * mpmath.fsum(speed(n * step, q) / q for n, q in enumerate(path))
        printed = step * mpmath.fsum(speed(mpmath.mpf(3), q) / q for q in path)
        return SecondRoute(
            "log(α_t/α_0) for α' = α³(1-α²)/(1+r), t = 3, by Runge–Kutta; ∫v(α_r, r)/α_r dr; ∫v(α_r, t)/α_r dr",
            ", ".join(mpmath.nstr(q, 6) for q in (true, right, printed)),
            bool(abs(true - right) < mpmath.mpf("0.01") < abs(true - printed)),
        )


_P67, _P68 = Place(67, "proof of Lemma 45"), Place(68, "proof of Lemma 45")
_EQUATION = "lemma-45/flow-of-one-monomial"


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id=_EQUATION,
        where=_P67,
        title="the differential equations of ℓ and of log α, solved for one monomial",
        latex=r"\dot\ell = \partial_\alpha v\,\ell,\ \ell_{s,s} = 1,\ \frac{d}{dt}\log\alpha_t = \frac{v}{\alpha_t};\quad v = c\,\alpha^j \implies \ell_{t,s} = (\alpha_t/\alpha_s)^j",
        domain=Domain(
            "v = cα^j for every real j = 1 + 1/p > 1 and c > 0, α_t = u^{-p} with u = β^{-1/p} - ct/p > 0; the logarithm for any v"
        ),
        statements=(*MONOMIAL, LOGARITHM),
        covers=("C51", "C59"),
        mutants=(
            Mutant("j - 1 in place of j", MONOMIAL[2].replace(eq(MONOMIAL[2].show.lhs, c / p * u ** (-1) * ell))),
            Mutant("v in place of v/α", LOGARITHM.replace(eq(LOGARITHM.show.lhs, v))),
        ),
        note="For a general v both are the chain rule (the flow is smooth in its start). For one monomial Lemma 45 holds with no error at all.",
    ),
    Claim(
        id="lemma-45/time-in-the-integral-as-printed",
        where=_P68,
        title="the time argument in the last display",
        latex=r"\frac{\log\ell_{t,s}-\log\ell_{s,s}}{k^*-1} = \int_s^t\frac{v(\alpha_r(w),t)}{\alpha_r(w)}dr + \dots",
        domain=Domain("leading-order v(α, r) = g_r α³(1-α²), g = 1 - r falling in time; the two integrands at r < t"),
        statements=(TIMES,),
        covers=("C59",),
        prove=lambda: [refute(TIMES, {"alpha": "1/2", "g_t": "1/4", "g_r": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            _EQUATION, "v(α_r, r) is meant; the next display on p. 69 integrates d log α_r = v(α_r, r)/α_r dr."
        ),
        second_route=_second_times,
        note="v is evaluated at the final time t instead of r.",
    ),
    Claim(
        id="lemma-45/assembly",
        where=Place(67, "Lemma 45"),
        title="Lemma 45 from its three intervals",
        latex=r"\Bigl|\log\ell_{t,s}-(k^*-1)\log\frac{\alpha_t}{\alpha_s}\Bigr| \le C_1+\frac{C_2}\delta+\frac{C_3\log(1/\tau)}\delta \le \Bigl(\frac{C_1+C_2}{\log2}+C_3\Bigr)\frac{\log(1/\tau)}\delta",
        domain=Domain("0 < τ ≤ 1/2, 0 < δ ≤ 1, given Lemma 44's bound of |E_α| and the three intervals; m0 = log 2"),
        statements=(ASSEMBLY,),
        covers=("C60",),
        uses=(
            _EQUATION,
            "lemma-45/first-interval",
            "lemma-45/second-interval",
            "lemma-45/third-interval",
            "lemma-44/case-1",
        ),
        assumes=("fundamental-theorem",),
        mutants=(Mutant("without τ ≤ 1/2", ASSEMBLY.replace(assume=(*ASSEMBLY.assume[:5], gt(z, 0)))),),
        note="Both signs: ℓ is bounded below as well, which is what Claim 11 needs. d ≥ 1/ι is used; the statement of Lemma 45 leaves 'd large' out.",
    ),
    Claim(
        id="lemma-45/without-delta",
        where=Place(67, "Lemma 45"),
        title="Lemma 45 without 1/δ in the exponent",
        latex=r"\partial_\alpha v_k = \Bigl(\frac k\alpha-\frac{2\alpha}{1-\alpha^2}\Bigr)v_k \implies \ell_{t,s} = (\alpha_t/\alpha_s)^{k^*-1}\exp\bigl(O_K(\log(1/\tau))\bigr)",
        domain=Domain(
            "each order k*-1 ≤ k ≤ K-1 of the leading part of v, 0 < α < 1, 0 < τ ≤ 1/2; the remainder's part as in the three intervals, with ι ≤ κδ"
        ),
        statements=WEIGHTS,
        covers=("C60", "C90"),
        uses=(
            "lemma-43/speed",
            "eq-39/remainder",
            "lemma-44/non-negative-terms",
            "lemma-45/first-interval",
            "lemma-45/second-interval-pointwise",
            "lemma-45/third-interval",
            "lemma-46/jensen",
        ),
        assumes=("linearity", "fundamental-theorem"),
        mutants=(
            Mutant(
                "plus sign of the second weight",
                WEIGHTS[0].replace(
                    eq(WEIGHTS[0].show.lhs, (k / alpha + 2 * alpha / (1 - alpha**2)) * (g * alpha**k * (1 - alpha**2)))
                ),
            ),
            Mutant("K - k* - 1 in place of K - k*", WEIGHTS[1].replace(le(WEIGHTS[1].show.lhs, (K - kstar - 1) * v))),
        ),
        note="Below 1/√d as in Lemma 45. Above, Σv_k ≤ 2v by Lemma 43, so time integrals become integrals in α: (k-(k*-1))v_k/α gives at most 2(K-k*) ∫Cα dα up to α = 1/2 (v_k ≤ Cα²v_{k*-1}, from 1-y^p ≤ p(1-y)) and 4(K-k*)/2 beyond; 2αΣv_k/(1-α²) gives at most -2 log(1-α_t²) ≤ 2 log(1/τ). The remainder gives 3/2 (second interval) and C(ι/d)·log(1/τ)/(κδ) ≤ C log(1/τ).",
    ),
)
