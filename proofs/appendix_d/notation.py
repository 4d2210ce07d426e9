"""Appendix D.1 (pp. 30–31): the interaction Hessian and the local Hessian as Appendix D writes them.

One overlap kernel q(z) = z^k. Along the great circle through w and w', z = cos of the angle; an angle derivative is
-√(1-z²) d/dz.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, gt, lt
from proofs.symbols import alpha, k, r

z = sympy.Symbol("z", real=True)
sine = sqrt(1 - z**2)
overlap = (gt(z, 0), lt(z, 1))

# the entry of H along the two tangents: -(q(cos φ))'' = z q'(z) - (1-z²) q''(z); the tangential part of k' is √(1-z²) q'(z)
entry = k * z**k - k * (k - 1) * z ** (k - 2) * (1 - z**2)
AS_VECTOR = Statement(eq(sine * Derivative(z**k, z), entry), (*overlap, gt(k, 1)))
AS_DERIVATIVE = Statement(eq(-sine * Derivative(sine * k * z ** (k - 1), z), entry), (*overlap, gt(k, 1)))

# f'(rw) = k(rα)^{k-1}(w* - r²αw) for He_k; at uniform ρ its tangential part is that of ν(rw)
radial = Derivative((r * alpha) ** (k - 1) * k * sqrt(1 - alpha**2), r)
inside = (gt(alpha, 0), lt(alpha, 1), gt(r, 0))
UNPROJECTED = Statement(eq(radial, 0), (*inside, gt(k, 1)))
n1, n2 = sympy.symbols("n1 n2", real=True)
a11, a12, a21, a22 = sympy.symbols("a11 a12 a21 a22", real=True)
# (M(I - ξξ⊤))ξ = 0 in the plane of ξ = (n1, n2), row by row
PROJECTED = tuple(
    Statement(eq(x * (n1 - n1 * (n1**2 + n2**2)) + y * (n2 - n2 * (n1**2 + n2**2)), 0), (eq(n1**2 + n2**2, 1),))
    for x, y in ((a11, a12), (a21, a22))
)


def _kernel_gradient(w: mpmath.matrix, other: mpmath.matrix) -> mpmath.matrix:
    """k'(w, w') = (I - ww⊤)∇_w z⁴ for q(z) = z⁴."""
    overlap_value = (w.T * other)[0]
    return 4 * overlap_value**3 * (other - overlap_value * w)


def _second_vector() -> SecondRoute:
    """At w = w' the vector k' is 0, while the Hessian there has trace q'(1)(d-1)."""
    with mpmath.workdps(25):
        w, step = mpmath.matrix([1, 0, 0]), mpmath.mpf(1) / 1024
        vector = mpmath.norm(_kernel_gradient(w, w))
        trace = mpmath.mpf(0)
        for axis in (1, 2):
            moved = mpmath.matrix([1, 0, 0])
            moved[axis] = step
            back = mpmath.matrix([1, 0, 0])
            back[axis] = -step
            trace += (_kernel_gradient(w, moved) - _kernel_gradient(w, back))[axis] / (2 * step)
        return SecondRoute(
            "q = z⁴, w = w' = e₁ in R³: ‖k'(w,w)‖, and the trace of ∇_{w'}k' on the tangent space by differences",
            f"{mpmath.nstr(vector, 5)}, {mpmath.nstr(trace, 10)}",
            bool(vector == 0 and abs(trace - 8) < mpmath.mpf("1e-3")),
        )


def _second_unprojected() -> SecondRoute:
    """Move w = (3/5, 4/5) outwards for He₄ and difference the tangential part of f' along w⊥."""
    with mpmath.workdps(25):
        step, unit, across = (
            mpmath.mpf(1) / 1024,
            (mpmath.mpf("0.6"), mpmath.mpf("0.8")),
            (mpmath.mpf("0.8"), mpmath.mpf("-0.6")),
        )

        def tangential(scale: mpmath.mpf) -> mpmath.mpf:
            w = (scale * unit[0], scale * unit[1])
            gradient = (4 * w[0] ** 3, mpmath.mpf(0))
            inner = w[0] * gradient[0] + w[1] * gradient[1]
            return mpmath.fsum((g - inner * x) * e for g, x, e in zip(gradient, w, across, strict=True))

        slope = (tangential(1 + step) - tangential(1 - step)) / (2 * step)
        return SecondRoute(
            "q = z⁴, α = 3/5: radial difference quotient of the tangential part of (I - ww⊤)∇f (a projected D gives 0)",
            mpmath.nstr(slope, 10),
            bool(abs(slope - 3 * 4 * mpmath.mpf("0.216") * mpmath.mpf("0.8")) < mpmath.mpf("1e-2")),
        )


_P30, _P31 = Place(30, "Appendix D.1"), Place(31, "Appendix D.1")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="appendix-d1/interaction-hessian-as-printed",
        where=_P30,
        title="the interaction Hessian without its derivative",
        latex=r"H_t(w,w'):=k'(\xi_t(w),\xi_t(w')),\quad H_t^\perp=H_t(I-\xi_t(w')\xi_t(w'))",
        domain=Domain("q(z) = z^k, 0 < z < 1, the entry along the great circle"),
        statements=(AS_VECTOR,),
        covers=("A89",),
        prove=lambda: [refute(AS_VECTOR, {"z": "3/5", "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair("appendix-d1/interaction-hessian", "p. 35 uses H = ∇_{w'}k', which agrees with Definition 4."),
        second_route=_second_vector,
        note="k' is a vector, H a matrix; a transpose is missing in ξξ⊤ too.",
    ),
    Claim(
        id="appendix-d1/interaction-hessian",
        where=_P30,
        title="the interaction Hessian as the derivative of k'",
        latex=r"H_t(w,w')=\nabla_{w'}k'(\xi_t(w),\xi_t(w')):\quad -\sqrt{1-z^2}\,\tfrac{d}{dz}\bigl(\sqrt{1-z^2}\,q'(z)\bigr)=zq'(z)-(1-z^2)q''(z)",
        domain=Domain(
            "q(z) = z^k for every real k > 1, 0 < z < 1, the entry along the great circle; any q by linearity"
        ),
        statements=(AS_DERIVATIVE,),
        covers=("A89",),
        assumes=("linearity",),
        mutants=(Mutant("without the derivative", AS_VECTOR),),
    ),
    Claim(
        id="appendix-d1/local-hessian-as-printed",
        where=_P31,
        title="the local Hessian without its projection",
        latex=r"D_t^\perp(w)=\nabla_{\xi_t(w)}\nu(\xi_t(w),\rho_t^{MF})\ \text{against}\ (\nabla\nu)(I-\xi\xi^\top)",
        domain=Domain(
            "σ = He_k, uniform ρ: the radial derivative of the tangential velocity, which Definition 2 makes 0"
        ),
        statements=(UNPROJECTED,),
        covers=("A90",),
        prove=lambda: [refute(UNPROJECTED, {"alpha": "3/5", "r": 1, "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "appendix-d1/local-hessian",
            "p. 36 tells D_t from D_t^⊥ and pays for the projection, so the symbol ⊥ is a slip.",
        ),
        second_route=_second_unprojected,
        note="Definition 2 has the factor I - ξξ⊤; the two differ by (∇ν)ξξ⊤, which is not 0.",
    ),
    Claim(
        id="appendix-d1/local-hessian",
        where=_P31,
        title="a projected Hessian annihilates the neuron's own direction",
        latex=r"D_t^\perp(w)\,\xi_t(w)=0",
        domain=Domain("every matrix, unit ξ; in the plane of ξ and any other direction, row by row"),
        statements=PROJECTED,
        covers=("A90",),
        mutants=(
            Mutant(
                "with I + ξξ⊤",
                Statement(
                    eq(a11 * (n1 + n1 * (n1**2 + n2**2)) + a12 * (n2 + n2 * (n1**2 + n2**2)), 0),
                    PROJECTED[0].assume,
                ),
            ),
        ),
    ),
)
