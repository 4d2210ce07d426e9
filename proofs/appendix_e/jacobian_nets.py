"""Appendix E (pp. 37–38), Lemma 24: the net for J_{t,s} H v and the indicator of leaving B_τ.

ε is the wanted accuracy, C is C_reg, J is J_max; D and D_1 are distances to supp(ρ*) at two times of which η bounds the change.
"""

from __future__ import annotations

import mpmath
import sympy

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.gap_ode import eps
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import J

C, a, b, c, s, h = sympy.symbols("C a b c s h", real=True)  # a: on the net; the others: changes in v, w', t, s
rv, rw, rt, rs = sympy.symbols("r_v r_w r_t r_s", real=True)  # distances to the nets
D, D1, eta, tau = sympy.symbols("D D_1 eta tau", real=True)

_scales = (ge(C, 1), gt(eps, 0))

NET_24 = Statement(le(b, eps), (*_scales, ge(J, 1), le(b, C * J * rv), le(6 * C * rv, eps)))
NETS_24 = Statement(
    le(a + 2 * (b + c + s + h), eps),
    (
        *_scales,
        ge(J, 1),
        le(a, eps / 2),
        le(b, C * J * rv),
        le(c, C * J * rw),
        le(s, C**2 * J * rt),
        le(h, 2 * C**2 * J * rs),
        le(16 * C * J * rv, eps),
        le(16 * C * J * rw, eps),
        le(16 * C**2 * J * rt, eps),
        le(32 * C**2 * J * rs, eps),
    ),
)

# p.37: X(t) = y(t)·1(D(t) > τ) with 0 ≤ y ≤ C J; the printed argument needs |X(t) - X(t')| ≤ (Lipschitz) |t - t'|
_crossing = (*_scales, ge(J, 1), gt(tau, 0), gt(D, tau), le(D1, tau), ge(D1, 0), ge(eta, 0), le(D - D1, eta))
INDICATOR = Statement(le(C * J, 6 * C**2 * J * eta), _crossing)
SANDWICH = Statement(gt(D1, tau - eta), (gt(tau, 0), ge(eta, 0), gt(D, tau), le(D - D1, eta), ge(D1, 0)))
HALF = Statement(ge(tau - C * (eps / (16 * C**2 * J)), tau / 2), (*_scales, ge(J, 1), gt(tau, 0), le(eps, 8 * C * tau)))


def _prove_nets() -> list[Verdict]:
    point = {"C": 1, "J": 1, "epsilon": 1} | dict.fromkeys(("a", "b", "c", "s", "h", "r_v", "r_w", "r_t", "r_s"), 0)
    script = Script(NETS_24, point)
    changes = [(2, [i]) for i in range(4, 8)] + [("1/8", [i]) for i in range(8, 12)]
    script.combine(NETS_24.show.excess, [(1, [3]), *changes])
    return [script.verdict("sum")]


def _second_net_24() -> SecondRoute:
    """α' = α³ from 1/100 to 3/10: J = (α_t/α_0)³; X(v) = J·C·|v| changes by J ε/6 over the printed scale."""
    with mpmath.workdps(30):
        start, end = mpmath.mpf(1) / 100, mpmath.mpf(3) / 10
        time = (1 / start**2 - 1 / end**2) / 2
        shift = mpmath.mpf(10) ** -10

        def at(x: mpmath.mpf) -> mpmath.mpf:
            return 1 / mpmath.sqrt(1 / x**2 - 2 * time)

        stability = (at(start + shift) - at(start - shift)) / (2 * shift)
        change = stability * 11 * (mpmath.mpf(1) / (6 * 11))
        return SecondRoute(
            "J_{t,0} of α' = α³ from α = 1/100 to 3/10 by a difference quotient of the solution; ‖H‖ = C = 11, ε = 1",
            f"change {mpmath.nstr(change, 8)} > 1",
            bool(change > 1),
        )


def _second_indicator() -> SecondRoute:
    """α_t = tanh t leaves {α < 9/10} at t_c: X = 1(α < 9/10) at t_c ± 10⁻¹²."""
    with mpmath.workdps(40):
        crossing, step = mpmath.atanh(mpmath.mpf(9) / 10), mpmath.mpf(10) ** -12
        before, after = (int(mpmath.tanh(crossing + sign * step) < mpmath.mpf(9) / 10) for sign in (-1, 1))
        quotient = (before - after) / (2 * step)
        return SecondRoute(
            "difference quotient of the indicator along α_t = tanh t at the exit from {α < 9/10}, step 10⁻¹²",
            f"{mpmath.nstr(quotient, 8)}",
            bool(quotient > mpmath.mpf(10) ** 11),
        )


_P37, _P38 = Place(37, "proof of Lemma 23"), Place(38, "proof of Lemma 24")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-24/net-scale-as-printed",
        where=_P38,
        title="the scale of the net in v and w'",
        latex=r"|X_v-X_{v'}| \le C_{reg}J_{max}\cdot\frac{\epsilon_m}{6C_{reg}} \le \epsilon_m",
        domain=Domain("C_reg ≥ 1, J_max ≥ 1, ε_m > 0"),
        statements=(NET_24,),
        covers=("B21",),
        step=True,
        prove=lambda: [refute(NET_24, {"C": 11, "J": 7, "epsilon": 1, "b": "7/6", "r_v": "1/66"})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-24/nets",
            "The scales get the factor J_max (C_reg J_max in time); it cancels against J_max in ε_m, and Lemma 24 keeps its form (lemma-24/union-bound).",
        ),
        second_route=_second_net_24,
        note="X = ‖J H v‖1(·) has the Lipschitz constant C_reg J_max in v, and J_max grows with d.",
    ),
    Claim(
        id="lemma-24/nets",
        where=_P38,
        title="nets that suffice for Lemma 24, apart from the indicator",
        latex=r"\tfrac\epsilon2 + 2CJ(r_v + r_{w'}) + 2C^2J\,r_t + 4C^2J\,r_s \le \epsilon",
        domain=Domain("r_v = r_w' = ε/(16CJ), r_t = ε/(16C²J), r_s = ε/(32C²J); C, J ≥ 1"),
        statements=(NETS_24,),
        prove=_prove_nets,
        mutants=(Mutant("scale ε/(6C) in v", NET_24),),
        note="In s both J_{t,s} and H_s move; ‖∂_t J‖ ≤ C J, ‖∂_s J‖ ≤ J C, ‖∂_s H‖ ≤ C² by the chain rule.",
    ),
    Claim(
        id="lemma-24/indicator-as-printed",
        where=_P38,
        title="Lipschitzness of the indicator in time",
        latex=r"\text{as for Lemma 23: }\bigl|\|J_{t,s}Hv\|1(\xi_t\in S) - \|J_{t',s}Hv\|1(\xi_{t'}\in S)\bigr| \le 6C_{reg}^2J_{max}|t-t'|",
        domain=Domain("a neuron that crosses the boundary of B_τ between two times of the net"),
        statements=(INDICATOR,),
        covers=("B21",),
        step=True,
        prove=lambda: [
            refute(
                INDICATOR, {"C": 11, "J": 1, "epsilon": 1, "tau": "1/2", "D": "501/1000", "D_1": "1/2", "eta": "1/1000"}
            )
        ],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-24/indicator",
            "Lemma 26 needs only the upper bound, which holds with J_avg(τ/2) in place of J_avg(τ); Assumption Stability bounds both by poly(1/τ)/T.",
        ),
        second_route=_second_indicator,
        note="The indicator jumps, so a net in time needs another argument; for an arbitrary set S the bound uniform in t has none.",
    ),
    Claim(
        id="lemma-24/indicator",
        where=_P38,
        title="the indicator between two times of the net",
        latex=r"\xi_t(w)\notin B_\tau \implies \xi_{t'}(w)\notin B_{\tau-\eta},\ \eta = C_{reg}|t-t'|;\qquad \tau-\eta \ge \tau/2",
        domain=Domain("S the complement of B_τ, τ > 0, ε_m ≤ 8C_reg τ, time scale ε/(16C²J)"),
        uses=("lemma-23/lipschitz",),
        assumes=("expectation",),
        statements=(SANDWICH, HALF),
        mutants=(Mutant("D' > τ in place of τ - η", SANDWICH.replace(gt(D1, tau))),),
        note="The distance to supp(ρ*) is 1-Lipschitz. So E_i X_t ≤ E_i X̃_{t'}, which concentrates at J_avg(τ-η) ≤ J_avg(τ/2).",
    ),
)
