"""Appendix F.2.1 (pp. 40–42): Definition 29 and Lemma 30, what the automorphism group preserves.

A letter pair xy stands for ⟨x,y⟩: e is a test vector, w and v are neurons, x a data point, n the normal of a reflection.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, gt
from proofs.reflections import UNIT, inner, moved, nn, projected, projected_moved

a, b, c, s, h = sympy.symbols("a b c s h", real=True)
NORM = Statement(eq(moved("x", "x"), inner("x", "x")), (UNIT,))
INNER = Statement(eq(moved("x", "y"), inner("x", "y")), (UNIT,))
VELOCITY = Statement(eq(h * projected_moved("e", "w", "x"), h * projected("e", "w", "x")), (UNIT,))
MIRROR = Statement(eq(a, 0), (UNIT, eq(a - 2 * a * nn, a)))  # a = ⟨n, ν⟩ at a neuron that the reflection fixes

ANISOTROPIC = Statement(eq(a * c**2 + b * s**2, a), (eq(c**2 + s**2, 1), gt(a, 0), gt(b, 0)))

_points = ((c, s), (-s, c), (-c, -s), (s, -c))  # the data: a square turned against the teachers ± e_1, ± e_2
_target = (c**4 + s**4) / 2  # f*(x) for σ = z⁴, the same at all four points
TIE = Statement(
    eq(sum((_target - Rational(3, 8)) * (x + y) ** 3 * (y - x) / 4 for x, y in _points), 0), (eq(c**2 + s**2, 1),)
)


def _second_anisotropic() -> SecondRoute:
    covariance, turn = sympy.diag(1, 4), sympy.Matrix([[0, -1], [1, 0]])
    moved = turn * covariance * turn.T
    return SecondRoute(
        "the covariance of N(0, diag(1, 4)) after a quarter turn; every subset of the circle has probability 0 before and after",
        str(moved.tolist()),
        moved != covariance,
    )


def _second_tie() -> SecondRoute:
    """The first variation U(θ) by quadrature over the initial circle, and its difference quotient at the tie θ = π/4."""
    with mpmath.workdps(30):
        data = [(mpmath.mpf(3) / 5, mpmath.mpf(4) / 5)]
        for _ in range(3):
            data.append((-data[-1][1], data[-1][0]))

        def network(x: tuple[mpmath.mpf, mpmath.mpf]) -> mpmath.mpf:
            full = 2 * mpmath.pi
            return mpmath.quad(lambda t: (x[0] * mpmath.cos(t) + x[1] * mpmath.sin(t)) ** 4, [0, full]) / full

        gaps = [(sum(u**4 for u in x) / 2 - network(x), x) for x in data]

        def potential(theta: mpmath.mpf) -> mpmath.mpf:
            return sum(g * (x[0] * mpmath.cos(theta) + x[1] * mpmath.sin(theta)) ** 4 for g, x in gaps) / 4

        slope = mpmath.diff(potential, mpmath.pi / 4)
        return SecondRoute(
            "derivative of the first variation at θ = π/4 for the data angle arctan(4/3), with E_{ρ_0} by quadrature",
            mpmath.nstr(slope, 12),
            bool(abs(slope) > mpmath.mpf(1) / 1000),
        )


_REFLECT = ("reflections",)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="definition-29/sets-as-printed",
        where=Place(40, "Definition 29"),
        title="the sets on which the data's law must be invariant",
        latex=r"\Pr_D[A] = \Pr_{D_x}[g(A)]\ \ \forall A\subset\mathbb S^{d-1} \implies g\ \text{preserves the law of } x",
        domain=Domain(
            "x ~ N(0, diag(a, b)), g a rotation of the plane with cosine c and sine s: both sides vanish for A in the circle"
        ),
        statements=(ANISOTROPIC,),
        covers=("B35",),
        prove=lambda: [refute(ANISOTROPIC, {"a": 1, "b": 4, "c": 0, "s": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "definition-29/gaussian",
            "A must range over subsets of R^d, and P_D on the left must be P_{D_x}; Lemma 30 uses it so, and the Gaussian models satisfy it for every rotation.",
        ),
        second_route=_second_anisotropic,
        note="For a law with a density both sides are 0 for every A ⊂ S^{d-1}, so the printed condition asks nothing; D is a law on pairs.",
    ),
    Claim(
        id="definition-29/gaussian",
        where=Place(40, "Definition 29"),
        title="Gaussian data are invariant under every orthogonal map",
        latex=r"\|gx\|^2 = \|x\|^2",
        domain=Domain("any dimension, g a reflection; the density of N(0, I_d) depends on |x| alone"),
        assumes=_REFLECT,
        statements=(NORM,),
        mutants=(Mutant("n of length √2", NORM.replace(assume=(eq(nn, 2),))),),
        note="So for Gaussian data the automorphisms are the orthogonal maps that preserve ρ* and ρ_0.",
    ),
    Claim(
        id="lemma-30/velocity",
        where=Place(41, "Lemma 30, A1 and Claim 1"),
        title="equivariance of velocity and flow",
        latex=r"\nu(w,\rho^{MF}_t) = g^{-1}(\nu(g(w),\rho^{MF}_t)),\quad \xi_t(g(w)) = g(\xi_t(w))",
        domain=Domain(
            "one term h(⟨w,x⟩, …) P_w x of the velocity, tested against any e; h depends on inner products that g preserves"
        ),
        assumes=("reflections", "invariance", "unique-flow"),
        uses=("definition-29/gaussian",),
        statements=(INNER, VELOCITY),
        covers=("B36",),
        mutants=(
            Mutant(
                "without the projection's inner product",
                Statement(
                    eq(moved("e", "x") - moved("e", "w"), inner("e", "x") - inner("e", "w") * inner("w", "x")),
                    (UNIT,),
                ),
            ),
        ),
        note="The law of data, teachers and neurons is invariant, so g moves the whole flow; what p. 41 calls induction over t is the flow's uniqueness.",
    ),
    Claim(
        id="lemma-30/nearest-as-printed",
        where=Place(42, "Lemma 30, A2"),
        title="a tie at time t is a tie at time 0",
        latex=r"\|\xi_t(w)-w^*\| = \|\xi_t(w)-w^{*\prime}\| \implies \|w-w^*\| = \|w-w^{*\prime}\|,\quad \xi^\infty(w) = \arg\min_{w^*}\|w-w^*\|",
        domain=Domain(
            "d = 2, σ = z⁴, teachers ± e_1, ± e_2, ρ_0 uniform, data uniform on a square at the angle (c, s): the velocity across the tie π/4 at t = 0"
        ),
        statements=(TIE,),
        covers=("B37",),
        prove=lambda: [refute(TIE, {"c": "3/5", "s": "4/5"})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-30/nearest",
            "ξ^∞(g(w)) = g(ξ^∞(w)) and ξ^∞_#ρ_0 = ρ* follow from A1 alone; pages 51 and 54 use the first sentence itself (eq-28/nearest-teacher-as-printed), which holds where the reflection that swaps two teachers is an automorphism, as for all four of the paper's models.",
        ),
        second_route=_second_tie,
        note="The quarter turns act transitively, but no reflection preserves the data, so neurons cross the bisector; A1 says nothing about ties.",
    ),
    Claim(
        id="lemma-30/nearest",
        where=Place(42, "Lemma 30, A2"),
        title="what holds of the nearest teacher",
        latex=r"\|g\xi-gw^*\| = \|\xi-w^*\|,\ \text{so } \xi^\infty\circ g = g\circ\xi^\infty;\qquad g(w) = w,\ g\in\mathcal G \text{ a reflection} \implies \langle n,\nu(w)\rangle = 0",
        domain=Domain(
            "no mass on ties at time T (ρ_0 with a density suffices: ξ_T is bi-Lipschitz and keeps null sets); second part: the mirror of a reflection in the group is never crossed"
        ),
        assumes=("reflections", "unique-flow"),
        uses=("lemma-30/velocity",),
        statements=(NORM, MIRROR),
        covers=("B37",),
        mutants=(Mutant("no reflection: n of length 0", MIRROR.replace(assume=(eq(nn, 0), eq(a - 2 * a * nn, a)))),),
        note="Applied to ξ - w* and to the difference of two teachers.",
    ),
    Claim(
        id="lemma-30/ball",
        where=Place(42, "Lemma 30, A3"),
        title="the neighbourhoods of the teachers are invariant",
        latex=r"\|g(w)-g(w^*)\|^2 = \|w-w^*\|^2,\ \text{so } g(B_\tau) = B_\tau",
        domain=Domain("any dimension, through w - w*"),
        assumes=_REFLECT,
        statements=(
            Statement(
                eq(
                    moved("w", "w") - 2 * moved("v", "w") + moved("v", "v"),
                    inner("w", "w") - 2 * inner("v", "w") + inner("v", "v"),
                ),
                (UNIT,),
            ),
        ),
        covers=("B38",),
        mutants=(
            Mutant(
                "+2 in place of -2 on the right",
                Statement(
                    eq(
                        moved("w", "w") - 2 * moved("v", "w") + moved("v", "v"),
                        inner("w", "w") + 2 * inner("v", "w") + inner("v", "v"),
                    ),
                    (UNIT,),
                ),
            ),
        ),
        note="g permutes supp(ρ*), so the minimum over it is the same; p. 42 writes supp(w*) for supp(ρ*).",
    ),
)
