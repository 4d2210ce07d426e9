"""Section 3.2 (p. 9): the assumptions of the main theorem — J_max of Stability, the order in LSC, and the set B_τ.

For LSC the plane and the letters of section_2/local_hessian: e_1 = ξ_t(w), e_2 a tangent direction.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.section_2.local_hessian import n, normal, r, s, tangential
from proofs.symbols import alpha

# J_max = max(S, E): S = sup‖J‖ ≥ ‖J_{s,s}‖ = ‖P‖ = 1, E = E‖J‖² for a law with two values j1, j2 ≤ S
S, j1, j2, p = sympy.symbols("S j1 j2 p", real=True)
_stability = (ge(S, 1), ge(j1, 0), le(j1, S), ge(j2, 0), le(j2, S), ge(p, 0), le(p, 1))
J_MAX = (
    Statement(le(p * j1**2 + (1 - p) * j2**2, S**2), _stability),
    Statement(le(S, S**2), (ge(S, 1),)),
)

# LSC on all vectors y + ce_1, ‖y‖ = 1, with yᵀD y = -h, ⟨y,ν⟩ = n, and K = C_LSC ‖f - f*‖
h, c, K = sympy.symbols("h c K", real=True)
ORDER = Statement(le(-h - c * n, -K), (gt(K, 0), ge(h, K)))
ORDER_FAILS = Statement(gt(-h - c * n, -K), (gt(K, 0), ge(h, K), gt(-c * n, h)))
# (y + ce_1)ᵀ P D P (y + ce_1) from the entries of D e_2, for y of any length b
b = sympy.Symbol("b", real=True)
ORDER_TANGENT = (
    Statement(le(-h * b**2, -K * b**2), (gt(K, 0), ge(h, K))),
    Statement(eq(b * (b * tangential + c * normal), b**2 * (r - s) - b * c * n)),
)

# ρ* = δ_{w*}: a share m of the neurons near -w* ∉ B_τ, where ‖H(w,-w*)v‖ ≥ g for a tangent unit vector v; bound P/T
m, g, P, T = sympy.symbols("m g P T", real=True)
_far = (ge(m, Rational(1, 4)), ge(g, 1), gt(P, 0), gt(T, 0))
ONE_ATOM = Statement(le(m * g, P / T), _far)
height, tau = sympy.symbols("h_w tau", real=True)  # w = αw* + h e, h² = 1 - α²
_ball = (eq(alpha**2 + height**2, 1), gt(tau, 0))
BALLS = (
    Statement(gt(m * g, P / T), (*_far, gt(T, 4 * P))),
    Statement(le((alpha - 1) ** 2 + height**2, tau**2), (*_ball, ge(alpha, 1 - tau**2 / 2))),
    Statement(le((alpha + 1) ** 2 + height**2, tau**2), (*_ball, le(alpha, -(1 - tau**2 / 2)))),
    Statement(gt((alpha - 1) ** 2 + height**2, tau**2), (*_ball, gt(1 - tau**2 / 2, alpha))),
    Statement(gt((alpha + 1) ** 2 + height**2, tau**2), (*_ball, gt(alpha, -(1 - tau**2 / 2)))),
)


def _second_order() -> SecondRoute:
    """q = z⁴ near the teacher (overlap 0.95, p = 0): D by differences in all of R², and vᵀDv at v = y - 10w."""
    with mpmath.workdps(30):
        step, alpha = mpmath.mpf(10) ** -8, mpmath.mpf("0.95")
        w = [alpha, mpmath.sqrt(1 - alpha**2)]
        tangent = [w[1], -w[0]]

        def speed(x: list[mpmath.mpf]) -> list[mpmath.mpf]:
            return [4 * x[0] ** 3 * (int(i == 0) - x[0] * x[i]) for i in (0, 1)]

        ahead, behind = (speed([w[i] + sign * step * tangent[i] for i in (0, 1)]) for sign in (1, -1))
        column = [(ahead[i] - behind[i]) / (2 * step) for i in (0, 1)]
        inner = mpmath.fsum(column[i] * tangent[i] for i in (0, 1))
        form = mpmath.fsum(column[i] * (tangent[i] - 10 * w[i]) for i in (0, 1))
        return SecondRoute(
            "q = z⁴, overlap 0.95: yᵀDy and vᵀDv at v = y - 10w by difference quotients",
            f"{mpmath.nstr(inner, 8)}, {mpmath.nstr(form, 8)}",
            bool(inner < 0 < form),
        )


def _prove_j_max() -> list[Verdict]:
    """S² - pj_1² - (1-p)j_2², each j below S; S(S-1) ≥ 0."""
    mean = Script(J_MAX[0], {"S": 1, "j1": 0, "j2": 0, "p": 0})
    size = mean.combine(S, [(1, [0]), (1, [])])
    gaps = [mean.combine(S**2 - j**2, [(1, [fact, size]), (1, [fact, fact - 1])]) for j, fact in ((j1, 2), (j2, 4))]
    mean.combine(J_MAX[0].show.excess, [(1, [5, gaps[0]]), (1, [6, gaps[1]])])
    square = Script(J_MAX[1], {"S": 1})
    square.combine(J_MAX[1].show.excess, [(1, [0, 0]), (1, [0])])
    return [mean.verdict("positive terms"), square.verdict("positive terms")]


def _prove_balls() -> list[Verdict]:
    """‖w ∓ w*‖² = 2 ∓ 2α; and m g T ≥ T/4 > P."""
    share = Script(BALLS[0], {"m": 1, "g": 1, "P": 1, "T": 5})
    quarter = share.combine(m * g - Rational(1, 4), [(1, [0, 1]), (1, [0]), (Rational(1, 4), [1])])
    share.combine(BALLS[0].show.excess, [(1, [3, quarter]), (Rational(1, 4), [4])], times=[3])
    verdicts = [share.verdict("positive terms")]
    for statement, point in zip(BALLS[1:], (1, -1, -1, 1), strict=True):
        script = Script(statement, {"alpha": point, "h_w": 0, "tau": 1})
        sign = 1 if statement.show.rel == ">" else -1
        script.combine(statement.show.excess, [(sign, [0]), (2, [2])])
        verdicts.append(script.verdict("identity"))
    return verdicts


def _second_atom() -> SecondRoute:
    """σ = He_4/√24: E σ'(x)² by quadrature, on the half of the uniform neurons that have α < 0 and end at -w*."""
    with mpmath.workdps(20):
        slope = mpmath.quad(
            lambda x: (4 * x**3 - 12 * x) ** 2 / 24 * mpmath.npdf(x), [-mpmath.inf, -3, 0, 3, mpmath.inf]
        )
        average, bound = slope / 2, mpmath.mpf(10) / 100
        return SecondRoute(
            "half of the mass at -w*, w' = -w*: E‖H v‖ = ½ E σ'(x)² by quadrature for He_4/√24, against 10/T at T = 100",
            f"{mpmath.nstr(average, 10)} > {mpmath.nstr(bound, 3)}",
            bool(abs(average - 2) < mpmath.mpf("1e-10") and average > bound),
        )


_P9 = Place(9, "Assumption LSC (abbv)")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="stability/j-max",
        where=Place(9, "Assumption Stability"),
        title="the two parts of J_max",
        latex=r"J_{max} = \max\bigl(\sup\|J^\perp_{t,s}(w)\|,\ \mathbb E_{w\sim\rho_0}\|J^\perp_{t,s}(w)\|^2\bigr):\quad "
        r"1 \le \sup\|J^\perp\| \le J_{max} \le \sup\|J^\perp\|^2",
        domain=Domain(
            "d ≥ 2 (so that ‖P^⊥‖ = 1 at t = s); two values of ‖J‖, then any law; sup of the pair read as its maximum"
        ),
        statements=J_MAX,
        covers=("A34",),
        uses=("definition-6/jacobian",),
        assumes=("expectation",),
        prove=_prove_j_max,
        mutants=(
            Mutant("S ≥ 0 only", J_MAX[1].replace(assume=(ge(S, 0),))),
            Mutant("E‖J‖² ≤ sup‖J‖", J_MAX[0].replace(le(J_MAX[0].show.lhs, S))),
        ),
        note="Well defined and never below 1; with Lemma 49's sup‖J‖ = d^{(k*-1)/2} it is at most the d^{k*-1} of Lemma 50.",
    ),
    Claim(
        id="lsc/order-as-printed",
        where=_P9,
        title="local strong convexity as an order between d×d matrices",
        latex=r"D_t^\perp(w) \preceq -C_{LSC}P^\perp_{\xi_t(w)}\|f_{\rho_t^{MF}}-f^*\|",
        domain=Domain("D = -h on a unit tangent vector y, h ≥ K > 0, tested on y + cw; n = ⟨y,ν⟩"),
        statements=(ORDER,),
        covers=("A35",),
        uses=("remark-3/hessian",),
        prove=lambda: [refute(ORDER, {"h": 1, "K": "1/2", "n": 1, "c": -10})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lsc/order",
            "Read P_ξ^⊥D_t^⊥ for D_t^⊥ in LSC on pp. 9 and 24, as the proof of Lemma 48 does, which tests tangent vectors; Δ_t(i) has the normal part -½‖Δ‖²ξ, so "
            "Lemma 36 gets a term of second order, ½‖ν‖‖Δ‖² in d‖Δ‖/dt, which the error of Lemma 5 absorbs.",
        ),
        second_route=_second_order,
        note="Because of its normal part -ξνᵀ the printed D is never below -KP^⊥ unless ν(ξ) = 0.",
    ),
    Claim(
        id="lsc/order",
        where=_P9,
        title="local strong convexity on tangent vectors",
        latex=r"P_\xi^\perp D_t^\perp \preceq -KP_\xi^\perp;\quad y^\top D(y+cw) = y^\top Dy,\quad "
        r"-c\langle y,\nu\rangle > h \implies (y+cw)^\top D(y+cw) > -K",
        domain=Domain("tangent vectors y of any length, K = C_LSC‖f-f*‖; the last part for ‖y‖ = 1"),
        statements=(*ORDER_TANGENT, ORDER_FAILS),
        uses=("remark-3/hessian",),
        mutants=(Mutant("h ≥ K/2", ORDER_TANGENT[0].replace(assume=(gt(K, 0), ge(h, K / 2)))),),
        note="The normal part is all that stands in the way.",
    ),
    Claim(
        id="stability/one-atom",
        where=Place(9, "definition of B_τ"),
        title="the neurons near -w*, if the teacher is the one atom w*",
        latex=r"f^* = \sigma(x^\top w^*),\ \rho^* = \delta_{w^*} \implies J_{avg}(\tau) \le \frac{\mathrm{poly}(1/\tau)}T",
        domain=Domain(
            "σ even: a share m ≥ 1/4 of the neurons near -w* and ‖H(w,-w*)v‖ ≥ g ≥ 1 there, at s = t; P = poly(1/τ)"
        ),
        statements=(ONE_ATOM,),
        covers=("C20",),
        prove=lambda: [refute(ONE_ATOM, {"m": "1/2", "g": 4, "P": 10, "T": 100})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "stability/two-atoms",
            "Theorem 9 needs ρ* = ½(δ_{w*} + δ_{-w*}), which has the same f* since σ is even; p. 72 and p. 77 work with it.",
        ),
        second_route=_second_atom,
        note="B_τ is about supp ρ*, and f* does not say what ρ* is: with one atom half of the neurons never enter B_τ.",
    ),
    Claim(
        id="stability/two-atoms",
        where=Place(9, "definition of B_τ"),
        title="B_τ of the symmetric teacher in terms of the overlap",
        latex=r"\rho^* = \tfrac12(\delta_{w^*}+\delta_{-w^*}):\quad w \in B_\tau \iff |\alpha| \ge 1-\tfrac{\tau^2}2;\quad T > 4P \implies mg > P/T",
        domain=Domain("w = αw* + he on the sphere, τ > 0; the last part: with one atom no polynomial in 1/τ will do"),
        statements=BALLS,
        prove=_prove_balls,
        mutants=(
            Mutant("1 - τ²/4 in place of 1 - τ²/2", BALLS[3].replace(assume=(*_ball, gt(1 - tau**2 / 4, alpha)))),
        ),
        note="p. 14 and p. 75 write 1 - τ, which is another radius.",
    ),
)
