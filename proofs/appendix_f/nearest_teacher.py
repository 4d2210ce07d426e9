"""Appendix F.2 (pp. 51, 54): the nearest teacher at time t against ξ^∞(w), the nearest at time T.

Overlaps of one neuron with two teachers: x1, x2 at time t, X1, X2 at time T; ‖ξ - w*‖² = 2 - 2x.
"""

from __future__ import annotations

import mpmath
import sympy

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict

x1, x2, X1, X2, tau = sympy.symbols("x1 x2 X1 X2 tau", real=True)

NEAREST = Statement(  # the first inequality of p. 51's reason, where the teacher at distance ≤ τ is the first
    le(2 - 2 * x2, 2 - 2 * x1),
    (eq(x1**2 + x2**2, 1), eq(X1**2 + X2**2, 1), le(2 - 2 * x1, tau**2), gt(tau, 0), le(tau, 1), ge(X2, X1)),
)
# the mirror between the two teachers is not crossed: the sign of x2 - x1 does not change
MIRROR = Statement(lt(2 - 2 * x2, 2 - 2 * x1), (gt((x2 - x1) * (X2 - X1), 0), gt(X2, X1)))


def _prove_mirror() -> list[Verdict]:
    """x2 - x1 is the product over X2 - X1."""
    script = Script(MIRROR, {"x1": 0, "x2": 1, "X1": 0, "X2": 1})
    script.combine(MIRROR.show.excess, [(2, [0])], times=[1])
    return [script.verdict("quotient")]


def _second_nearest() -> SecondRoute:
    """The mean-field flow of 48 neurons on the circle: σ = z⁴, teachers ± e_1, ± e_2, data on the square at arctan(4/3)."""
    with mpmath.workdps(15):
        data = [(mpmath.mpf(3) / 5, mpmath.mpf(4) / 5)]
        for _ in range(3):
            data.append((-data[-1][1], data[-1][0]))
        count, step = 48, mpmath.mpf(1) / 4
        angles = [2 * mpmath.pi * (i + mpmath.mpf(1) / 2) / count for i in range(count)]
        start = list(angles)

        def velocity(at: list[mpmath.mpf]) -> list[mpmath.mpf]:
            places = [(mpmath.cos(t), mpmath.sin(t)) for t in at]
            gaps = []
            for a, b in data:
                network = mpmath.fsum((a * c + b * s) ** 4 for c, s in places) / count
                gaps.append((a**4 + b**4) / 2 - network)
            return [
                mpmath.fsum(
                    gap * (a * c + b * s) ** 3 * (b * c - a * s) for gap, (a, b) in zip(gaps, data, strict=True)
                )
                for c, s in places
            ]

        for _ in range(40):  # midpoint rule
            half = [t + step / 2 * v for t, v in zip(angles, velocity(angles), strict=True)]
            angles = [t + step * v for t, v in zip(angles, velocity(half), strict=True)]

        def nearest(t: mpmath.mpf) -> int:
            return int(mpmath.nint(2 * t / mpmath.pi)) % 4

        moved = [(s, t) for s, t in zip(start, angles, strict=True) if nearest(s) != nearest(t)]
        text = f"{len(moved)} of {count}"
        if moved:
            text += f"; one from {mpmath.nstr(moved[0][0], 6)} to {mpmath.nstr(moved[0][1], 6)} across π/4"
        return SecondRoute(
            "the flow of 48 neurons from the uniform grid to t = 10 by the midpoint rule: neurons whose nearest teacher changes",
            text,
            bool(moved),
        )


_P51 = Place(51, "after eq. (28), and p. 54")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-28/nearest-teacher-as-printed",
        where=_P51,
        title="the nearest teacher at time t is that at time T",
        latex=r"\|\xi_t(w)-\xi^\infty(w)\| \le \min_{w^*\in\mathrm{supp}(\rho^*)}\|\xi_t(w)-w^*\| \le \tau",
        domain=Domain(
            "two orthogonal teachers in the plane, the neuron at distance at most τ ≤ 1 from the first at t, at least as near to the second at T"
        ),
        statements=(NEAREST,),
        covers=("B57", "B67"),
        uses=("lemma-30/nearest-as-printed",),
        step=True,
        prove=lambda: [refute(NEAREST, {"x1": "4/5", "x2": "3/5", "X1": "3/5", "X2": "4/5", "tau": 1})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "eq-28/nearest-teacher",
            "Lemma 13, and with it Theorem 7, needs the hypothesis that the reflections which swap two teachers are automorphisms (as for all four of the paper's models), or that no neuron of B_τ changes its nearest teacher; Lemma 14 does without (claim-10/exact).",
        ),
        second_route=_second_nearest,
        note="It is the first sentence of A2, which is not so for a group without reflections; Definition 10 takes the nearest teacher at T.",
    ),
    Claim(
        id="eq-28/nearest-teacher",
        where=_P51,
        title="the nearest teacher where the mirrors are not crossed",
        latex=r"\langle\xi_t, w^*_2-w^*_1\rangle\,\langle\xi_T, w^*_2-w^*_1\rangle > 0,\ \xi^\infty = w^*_2 \implies \|\xi_t-w^*_2\| < \|\xi_t-w^*_1\|",
        domain=Domain("every pair of teachers that a reflection in the group swaps, almost every w"),
        statements=(MIRROR,),
        uses=("lemma-30/nearest",),
        assumes=("unique-flow",),
        prove=_prove_mirror,
        mutants=(Mutant("a product that may be negative", MIRROR.replace(assume=(gt(X2, X1),))),),
        note="The mirror w* ↦ w*' is invariant under the flow, so a neuron stays on its side: ‖ξ_t - ξ^∞‖ is the least distance at every t.",
    ),
)
