"""Section 2 (p. 4): the projected gradient flow, equation (2).

The loss of a single neuron w with overlap α is L = 2(q(1) - q(α)) for a well-specified teacher, because
E σ(⟨w,x⟩)σ(⟨w*,x⟩) = q(α); its own interaction is tangentially stationary. Eq. (2) then gives dα/dt in closed form.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, k

overlap_kernel = alpha**k  # q(z) = z^k; every q is a combination of these with coefficients k! c_k² ≥ 0
interval = (gt(alpha, 0), lt(alpha, 1), gt(k, 0))
descent_speed = (1 - alpha**2) * Derivative(overlap_kernel, alpha)
loss = 2 - 2 * overlap_kernel

PRINTED = Statement(le(Derivative(loss, alpha) * -descent_speed, 0), interval, {"k": "even"})
REPAIRED = Statement(le(Derivative(loss, alpha) * descent_speed, 0), interval)
slope = sympy.Symbol("g", real=True)  # q'(α), for any q: the loss falls at the rate -2q'(α) per unit of α
EVERY_KERNEL = Statement(le(-2 * slope * ((1 - alpha**2) * slope), 0), (gt(alpha, -1), lt(alpha, 1)))


def _prove_descent() -> list[Verdict]:
    """dL/dt = -2 k² α^{2k-2} (1-α²) ≤ 0."""
    script = Script(REPAIRED, {"alpha": "1/2", "k": 4})
    script.combine(1 + alpha, [(1, [0]), (1, [])])
    inside = script.combine(1 - alpha**2, [(1, [1, len(script.steps) - 1])])
    square = script.square(k * alpha ** (k - 1))
    script.combine(-Derivative(loss, alpha) * descent_speed, [(2, [square, inside])])
    every = Script(EVERY_KERNEL, {"alpha": "1/2", "g": 1})
    unit = every.combine(1 - alpha**2, [(1, [0, 1])])
    every.combine(EVERY_KERNEL.show.excess, [(2, [every.square(slope), unit])])
    return [script.verdict("square"), every.verdict("square")]


def _second_sign() -> SecondRoute:
    """Train one neuron by the printed equation: σ = He_4/√24, expectations by quadrature, Euler steps; watch the loss."""
    with mpmath.workdps(25):
        he4 = [mpmath.mpf(c) / mpmath.sqrt(24) for c in (1, 0, -6, 0, 3)]

        def sigma(x: mpmath.mpf) -> mpmath.mpf:
            return mpmath.polyval(he4, x)

        def overlap_moment(alpha: mpmath.mpf) -> mpmath.mpf:
            """E σ(x) σ(αx + √(1-α²) y) by Gauss–Hermite-exact quadrature in two dimensions."""
            nodes = [mpmath.mpf(n) / 2 for n in range(-24, 25)]
            weight = [mpmath.npdf(n) / 2 for n in nodes]
            s = mpmath.sqrt(1 - alpha**2)
            return mpmath.fsum(
                wx * wy * sigma(x) * sigma(alpha * x + s * y)
                for x, wx in zip(nodes, weight, strict=True)
                for y, wy in zip(nodes, weight, strict=True)
            )

        start, step = mpmath.mpf("0.5"), mpmath.mpf("0.01")
        slope = (overlap_moment(start + step) - overlap_moment(start - step)) / (2 * step)
        moved = start - step * (1 - start**2) * slope  # the printed sign: against the gradient of f_D
        before, after = 2 - 2 * overlap_moment(start), 2 - 2 * overlap_moment(moved)
        return SecondRoute(
            "one Euler step of the printed equation for σ = He_4/√24, a single neuron at α = 1/2, expectations by quadrature",
            f"loss {mpmath.nstr(before, 12)} → {mpmath.nstr(after, 12)}",
            bool(after > before),
        )


_P4 = Place(4, "eq. (2)")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-2/sign-as-printed",
        where=_P4,
        title="the sign of the velocity",
        latex=r"\nu_D(w,\rho) = -P_w^\perp\nabla f_D(w) + P_w^\perp\nabla\mathbb E_{w'\sim\rho}k_D(w,w')\ \text{decreases } L_D",
        domain=Domain("q(z) = z^k with k even, one neuron at overlap 0 < α < 1"),
        statements=(PRINTED,),
        covers=("A08", "A09"),
        prove=lambda: [refute(PRINTED, {"alpha": "1/2", "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "eq-2/descent",
            "Eq. (37) and everything after it use the descending sign, so only the display of eq. (2) changes.",
        ),
        second_route=_second_sign,
        note="Both signs are turned round: as printed the flow ascends the loss, and it is the negative of eq. (37).",
    ),
    Claim(
        id="eq-2/descent",
        where=_P4,
        title="the descending velocity, for one neuron and one teacher",
        latex=r"\nu_D = P_w^\perp\nabla f_D - P_w^\perp\nabla\mathbb E k_D:\quad \dot L = -2(1-\alpha^2)\,q'(\alpha)^2 \le 0",
        domain=Domain("one neuron, well-specified; q(z) = z^k, every k > 0, 0 < α < 1; any slope q'(α), -1 < α < 1"),
        statements=(REPAIRED, EVERY_KERNEL),
        prove=_prove_descent,
        mutants=(
            Mutant(
                "without the projection's factor, speed α in place of 1-α²",
                Statement(le(-Derivative(loss, alpha) * alpha, 0), interval, {"k": "even"}),
            ),
        ),
        note="Time is that of ν: the factor 2 of the gradient of the squared loss is left out, as in the paper.",
    ),
)
