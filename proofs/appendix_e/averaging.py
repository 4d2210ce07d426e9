"""Appendix E (pp. 38–39): which events Lemmas 25 and 26 need, and the averaging inequality.

ε is the accuracy of Lemma 24 (or 25), A is J_avg(τ). "Inside" and "outside" refer to B_τ; a letter with the index m is the
sample's share or mean, the one without is the law's.
"""

from __future__ import annotations

from itertools import product

import mpmath
import sympy

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.gap_ode import eps
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le

A, C_b, Omega, Psi, y, delta = sympy.symbols("A C_b Omega Psi y delta", real=True)
inside, outside, inside_m, outside_m = sympy.symbols("inside outside inside_m outside_m", real=True)
mean, ww, wy, N, p = sympy.symbols("mean ww wy N p", real=True)
stay, leave, stay_m, leave_m, shell, shell_m = sympy.symbols("stay leave stay_m leave_m shell shell_m", real=True)

_shares = tuple(ge(v, 0) for v in (eps, inside, outside, inside_m, outside_m))
_near = (le(inside_m - inside, eps), le(inside - inside_m, eps))
EVENT = Statement(le(outside_m, outside + eps), (*_shares, *_near))
COMPLEMENT = Statement(
    le(outside_m, outside + 2 * eps), (*_shares, *_near, le(inside_m + outside_m - inside - outside, eps))
)

_sizes = tuple(ge(v, 0) for v in (eps, A, C_b, Omega, Psi, delta))
SUMMAND = Statement(le(delta * y, (eps + A) * delta), (*_sizes, le(y, eps + mean), le(mean, A)))
TOTAL = Statement(le((eps + A) * Omega, (1 + C_b) * (eps + A) * (Omega + Psi)), _sizes)
EQUAL_TIMES = Statement(eq(wy - wy * ww, 0), (eq(ww, 1),))  # ⟨w, P_w y⟩ = 0, so P_w P_w y = P_w y
WITHOUT = Statement(
    le(inside_m + outside_m, eps + A), (ge(eps, 0), ge(A, 0), ge(inside_m, 0), ge(outside_m, 0), le(outside_m, eps + A))
)

_kinds = tuple(ge(v, 0) for v in (stay, leave, stay_m, leave_m))
ONE_TIME = Statement(
    le(stay - stay_m, eps),
    (*_kinds, ge(eps, 0), le(stay + leave - stay_m - leave_m, eps), le(stay_m + leave_m - stay - leave, eps)),
)
PIGEONHOLE = Statement(le(p, 1 / N), (gt(N, 0), ge(p, 0), le(N * p, 1)))
EVERY_TIME = Statement(
    le(eps + shell + shell_m, 5 * eps), (ge(eps, 0), ge(shell_m, 0), le(shell_m, shell + 2 * eps), le(shell, eps))
)


def _second_event() -> SecondRoute:
    """Three kinds of neurons, one inside, X = 1 on the second, 0 on the third: all 27 samples of three."""
    values = {"in": (1, 0), "out": (0, 1), "far": (0, 0)}
    bad = total = 0
    for sample in product(values, repeat=3):
        total += 1
        within = sum(values[k][0] for k in sample) == 1
        outer = sum(values[k][1] for k in sample) == 1
        bad += within and not outer
    return SecondRoute(
        "all samples of three neurons of three equally likely kinds: the event for B_τ holds exactly and the one outside fails",
        f"{bad} of {total}",
        bad > 0,
    )


def _second_without() -> SecondRoute:
    """He_4 at convergence, s = t: every neuron sits on w*, so J_avg = 0 and the mean over i is q'(1) = E σ'²."""
    with mpmath.workdps(30):
        slope = mpmath.quad(lambda x: (4 * x**3 - 12 * x) ** 2 * mpmath.npdf(x), [-mpmath.inf, -2, 0, 2, mpmath.inf])
        return SecondRoute(
            "E σ'(x)² for He_4 by quadrature, all neurons on ± w*", mpmath.nstr(slope, 10), bool(slope > 1)
        )


def _second_one_time() -> SecondRoute:
    """Two equally likely kinds, both inside at t, only one at t': the samples of four for which only t' fails."""
    bad = sum(abs(sum(sample) - 2) >= 2 for sample in product((0, 1), repeat=4))
    return SecondRoute(
        "all 16 samples of four neurons of two kinds: exact at t, off by at least 1/2 at t'", f"{bad} of 16", bad == 2
    )


_L26 = Place(38, "Lemma 26")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-26/event-as-printed",
        where=_L26,
        title="the set for which Lemma 24's event is needed",
        latex=r"\text{event of Lemma 24 for } S = B_\tau \implies \mathbb E_i X_i 1(\xi_t(w_i)\notin B_\tau) \le \mathbb E X1(\xi_t(w)\notin B_\tau) + \epsilon",
        domain=Domain("X ≥ 0; means over the law and over the sample"),
        statements=(EVENT,),
        covers=("B23",),
        step=True,
        prove=lambda: [refute(EVENT, {"epsilon": "1/10", "inside": 0, "inside_m": 0, "outside": 0, "outside_m": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-26/event",
            "Lemma 24 must be applied to the complement of B_τ (or to B_τ and the whole sphere, at 2ε); Lemmas 26 and 38 and Theorem 39 then stand.",
        ),
        second_route=_second_event,
        note="Lemma 26 averages over the neurons outside B_τ, Lemmas 26 and 38 ask for the event inside it.",
    ),
    Claim(
        id="lemma-26/event",
        where=_L26,
        title="the event outside from those on B_τ and on the sphere",
        latex=r"\text{events for } S = B_\tau,\ S = \mathbb S^{d-1} \implies \mathbb E_i X_i1(\notin B_\tau) \le \mathbb E X1(\notin B_\tau) + 2\epsilon",
        domain=Domain("X ≥ 0; with the event for the complement itself, ε in place of 2ε"),
        statements=(COMPLEMENT,),
        mutants=(Mutant("ε in place of 2ε", COMPLEMENT.replace(le(outside_m, outside + eps))),),
        note="The factor 2 is sharp for this way.",
    ),
    Claim(
        id="lemma-26/averaging",
        where=_L26,
        title="the averaging inequality",
        latex=r"\mathbb E_i\|J_{t,s}(i)m_s(i)\|1(\notin B_\tau) \le (\epsilon+J_{avg})\,\mathbb E_j\|\Delta_s(j)\| \le (1+C_b)(\epsilon+J_{avg})\Phi_Q(s)",
        domain=Domain(
            "one j, with the mean over i of ‖J H(i,j) Δ_j‖ 1(∉ B_τ) = ‖Δ_j‖ y; then Ω = E_j ‖Δ_j‖ and Φ = Ω + Ψ"
        ),
        uses=("lemma-26/event",),
        assumes=("expectation",),
        statements=(SUMMAND, TOTAL),
        covers=("B27",),
        mutants=(
            Mutant("Ψ alone in place of Φ", TOTAL.replace(le((eps + A) * Omega, (1 + C_b) * (eps + A) * Psi))),
            Mutant("without ε", SUMMAND.replace(le(delta * y, A * delta))),
        ),
        note="The factor 1 + C_b is not needed: the middle line bounds by (ε + J_avg) Φ.",
    ),
    Claim(
        id="lemma-26/equal-times",
        where=_L26,
        title="the second line, s = t",
        latex=r"J_{t,t}m_t = P^\perp_{\xi_t}m_t = m_t",
        domain=Domain("a unit vector w and any y, through ⟨w,w⟩ and ⟨w,y⟩: P_w y is fixed by P_w"),
        statements=(EQUAL_TIMES,),
        covers=("B27",),
        mutants=(Mutant("a vector of length √2", EQUAL_TIMES.replace(assume=(eq(ww, 2),))),),
        note="H_t^⊥(i,j) begins with P^⊥, so the projection changes nothing.",
    ),
    Claim(
        id="lemma-26/indicator-as-printed",
        where=Place(39, "proof of Lemma 26"),
        title="the display without its indicator",
        latex=r"\mathbb E_i\|J_{t,s}(i)H_s^\perp(i,j)v\| \le \epsilon^{24}_m\|v\| + J_{avg}(\tau)\|v\|",
        domain=Domain("mean over i split into the neurons inside and outside B_τ, ‖v‖ = 1"),
        statements=(WITHOUT,),
        covers=("B27",),
        step=True,
        prove=lambda: [refute(WITHOUT, {"epsilon": "1/100", "A": 0, "inside_m": 96, "outside_m": 0})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-26/averaging", "With the indicator, as in the line before and after, nothing changes."),
        second_route=_second_without,
        note="The factor 1(ξ_t(w_i) ∉ B_τ) is missing; near a teacher the left side is Ω(1), as p. 9 says.",
    ),
    Claim(
        id="lemma-25/every-time-as-used",
        where=Place(38, "Lemma 25"),
        title="from one time to every time",
        latex=r"|\rho_0[\xi_t\in S]-\rho_0^m[\xi_t\in S]| \le \epsilon \text{ at one } t \implies \text{at every } t' \le T",
        domain=Domain("two kinds of neurons inside B_τ at t, one of which has left at t'"),
        statements=(ONE_TIME,),
        covers=("B25",),
        step=True,
        prove=lambda: [refute(ONE_TIME, {"epsilon": "1/10", "stay": "1/2", "leave": "1/2", "stay_m": 0, "leave_m": 1})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-25/every-time",
            "A net in time works if, for each of its intervals, τ is chosen among 1/ε radii in [τ, 2τ] so that few neurons are close to the boundary; Lemma 38 and Theorem 39 then hold with 5ε for ε, Lemma 34, which uses the mean and not the share, with (1 + 4C_reg)ε, all with an adjusted τ.",
        ),
        second_route=_second_one_time,
        note="Lemma 25 fixes t and its proof has no union over times, but Lemmas 34 and 38 use it for all t ≤ T.",
    ),
    Claim(
        id="lemma-25/every-time",
        where=Place(38, "Lemma 25"),
        title="every time between two times of a net",
        latex=r"\min_{j\le N}\rho_0[\tau_j-\eta<D\le\tau_j+\eta] \le \tfrac1N;\quad |\rho_0-\rho_0^m|_{t'} \le \epsilon + \text{shell} + \text{shell}_m \le 5\epsilon",
        domain=Domain(
            "N ≥ 1/ε disjoint shells around the radii τ_j; Lemma 25's event at the net's times for B_{τ_j} and B_{τ_j ± η}"
        ),
        uses=("lemma-25/union-bound", "lemma-24/indicator"),
        assumes=("expectation",),
        statements=(PIGEONHOLE, EVERY_TIME),
        mutants=(Mutant("4ε in place of 5ε", EVERY_TIME.replace(le(eps + shell + shell_m, 4 * eps))),),
        note="The shells are disjoint, so their shares sum to at most 1 and the least is at most 1/N; the failure probability (md)^{-d} of one event allows the union over times and radii.",
    ),
)
