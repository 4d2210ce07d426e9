"""Appendix G.2, Lemma 45 (pp. 67–69): the equation of the flow's derivative ℓ_{t,s}, and the lemma from its intervals."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, log

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from proofs.symbols import alpha, beta

c, p, u, v, z = sympy.symbols("c p u v z", real=True)
g = sympy.Symbol("g", real=True)
delta, kstar = sympy.symbols("delta kstar", real=True)
C1, C2, C3, L, m0, now, then = sympy.symbols("C1 C2 C3 L m0 g_t g_r", real=True)
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
# L = ℓ_{t,s}, g = ∂_αv(α_t, t): dL/dt = gL
EXCESS = Statement(
    eq(
        Derivative(log(L), L) * (g * L) - (kstar - 1) * (Derivative(log(alpha), alpha) * v),
        g - (kstar - 1) / alpha * v,
    ),
    (*inside, gt(L, 0)),
)
TIMES = Statement(
    eq(now * alpha**3 * (1 - alpha**2) / alpha, then * alpha**3 * (1 - alpha**2) / alpha),
    (*inside, gt(now, 0), lt(now, then), le(then, 1)),
)
ASSEMBLY = Statement(
    le(C1 + C2 / delta + C3 * z / delta, ((C1 + C2) / m0 + C3) * z / delta),
    (ge(C1, 0), ge(C2, 0), gt(delta, 0), le(delta, 1), gt(m0, 0), ge(z, m0)),
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
_EQUATION = "lemma-45/derivative-of-the-flow"


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id=_EQUATION,
        where=_P67,
        title="the differential equations of ℓ and of log α",
        latex=r"\dot\ell_{t,s} = \partial_\alpha v(\alpha_t,t)\,\ell_{t,s},\ \ell_{s,s} = 1,\quad \frac{d}{dt}\log\alpha_t = \frac{v(\alpha_t,t)}{\alpha_t},\quad \frac{d}{dt}\Bigl[\log\ell_{t,s}-(k^*-1)\log\alpha_t\Bigr] = \partial_\alpha v-\tfrac{k^*-1}\alpha v = \mathcal E_\alpha",
        domain=Domain("any v that is continuously differentiable in α, 0 < α < 1; g stands for ∂_αv, L for ℓ > 0"),
        statements=(LOGARITHM, EXCESS),
        covers=("C51",),
        uses=("claim-12/path",),
        assumes=("variational-equation", "smooth-flow"),
        mutants=(
            Mutant("v in place of v/α", LOGARITHM.replace(eq(LOGARITHM.show.lhs, v))),
            Mutant("k* in place of k* - 1", EXCESS.replace(eq(EXCESS.show.lhs, g - kstar / alpha * v))),
        ),
        note="The first equation is the variational equation of α' = v(α, t); ℓ > 0 follows from it.",
    ),
    Claim(
        id="lemma-45/flow-of-one-monomial",
        where=_P67,
        title="the flow of one monomial, exactly",
        latex=r"v = c\,\alpha^j \implies \ell_{t,s} = (\alpha_t/\alpha_s)^j",
        domain=Domain("every real j = 1 + 1/p > 1 and c > 0, α_t = u^{-p} with u = β^{-1/p} - ct/p > 0"),
        statements=MONOMIAL,
        mutants=(
            Mutant("j - 1 in place of j", MONOMIAL[2].replace(eq(MONOMIAL[2].show.lhs, c / p * u ** (-1) * ell))),
        ),
        note="For one monomial that does not depend on t Lemma 45 holds with no error at all.",
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
            "lemma-45/assembly",
            "v(α_r, r) is meant; the next display on p. 69 integrates d log α_r = v(α_r, r)/α_r dr.",
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
        covers=("C59", "C60"),
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
)
