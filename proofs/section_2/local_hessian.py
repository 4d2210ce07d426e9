"""Section 2.3 (p. 6): the local Hessian D_t^⊥ and Remark 3.

Near w = e_1, in the plane of e_1 and a tangent direction e_2, h(u,v) = s(u-1) + nv + ½(p(u-1)² + 2q(u-1)v + rv²) stands
for the potential with ν = P_w^⊥ ∇h, that is h = -½U; so s = ⟨w,∇h⟩ and n = ⟨e_2,ν⟩. In this plane D_t^⊥ e_2 is ∂ν/∂v.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Subs

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq

s, n, p, q, r, u, v, theta = sympy.symbols("s n p q r u v theta", real=True)
slope_u = s + p * (u - 1) + q * v
slope_v = n + q * (u - 1) + r * v
radial = u * slope_u + v * slope_v
velocity = (slope_u - radial * u, slope_v - radial * v)
potential = s * (u - 1) + n * v + (p * (u - 1) ** 2 + 2 * q * (u - 1) * v + r * v**2) / 2


def at_w(value: sympy.Expr) -> sympy.Expr:
    """The value at w = e_1."""
    return Subs(Subs(value, u, 1), v, 0)


def along_sphere(value: sympy.Expr) -> sympy.Expr:
    """The value at (1 - θ²/2, θ), which agrees with the great circle (cos θ, sin θ) to second order at θ = 0."""
    return Subs(Subs(value, u, 1 - theta**2 / 2), v, theta)


def spherical_hessian(value: sympy.Expr) -> sympy.Expr:
    """Second derivative along the great circle at w."""
    return Subs(Derivative(along_sphere(value), theta, theta), theta, 0)


tangential, normal = (at_w(Derivative(component, v)) for component in (velocity[1], velocity[0]))
HESSIAN_PRINTED = (
    Statement(eq(tangential, -spherical_hessian(-2 * potential))),
    Statement(eq(normal, 0)),
)
HESSIAN = (
    Statement(eq(tangential, -spherical_hessian(-2 * potential) / 2)),
    Statement(eq(normal, -at_w(velocity[1]))),
)
# First variation: one sample, f the network's value, label y, σ(⟨w,x⟩) = a + gθ along the direction of motion
y, f, a, g, eps = sympy.symbols("y f a g eps", real=True)
neuron = a + g * theta
variation = Subs(Derivative((f + eps * neuron - y) ** 2, eps), eps, 0)
descent = (y - f) * Derivative(neuron, theta)
GRADIENT_PRINTED = Statement(eq(descent, Derivative(variation, theta)))
GRADIENT = Statement(eq(descent, -Derivative(variation, theta) / 2))


def _second_hessian() -> SecondRoute:
    """q = z⁴, d = 3, w at overlap 1/2: second difference of U along the sphere against the difference quotient of ν."""
    with mpmath.workdps(30):
        step = mpmath.mpf(10) ** -8
        alpha = mpmath.mpf(1) / 2
        w = [alpha, mpmath.sqrt(1 - alpha**2)]
        tangent = [w[1], -w[0]]

        def speed(x: list[mpmath.mpf]) -> list[mpmath.mpf]:
            gradient = [4 * x[0] ** 3, mpmath.mpf(0)]
            radial_part = gradient[0] * x[0]
            return [gradient[i] - radial_part * x[i] for i in (0, 1)]

        def height(angle: mpmath.mpf) -> mpmath.mpf:  # U = 2(E k - f) = -2z⁴ without interaction
            return -2 * mpmath.cos(mpmath.pi / 3 - angle) ** 4

        ahead, behind = (speed([w[i] + sign * step * tangent[i] for i in (0, 1)]) for sign in (1, -1))
        column = [(ahead[i] - behind[i]) / (2 * step) for i in (0, 1)]
        entry = mpmath.fsum(column[i] * tangent[i] for i in (0, 1))
        off = mpmath.fsum(column[i] * w[i] for i in (0, 1))
        hessian = -(height(step) - 2 * height(mpmath.mpf(0)) + height(-step)) / step**2
        return SecondRoute(
            "difference quotients for q = z⁴, one teacher, overlap 1/2: yᵀDy, wᵀDy, and the negative Hessian of U",
            ", ".join(mpmath.nstr(value, 8) for value in (entry, off, hessian)),
            bool(abs(2 * entry - hessian) < mpmath.mpf("1e-6") < min(abs(entry - hessian), abs(off))),
        )


def _second_gradient() -> SecondRoute:
    """U from the definition, by moving mass ε to w in a network with σ(z) = z², one sample; then its slope."""
    with mpmath.workdps(30):
        step, value, label = mpmath.mpf(10) ** -8, mpmath.mpf("0.3"), mpmath.mpf(1)

        def loss(mass: mpmath.mpf, angle: mpmath.mpf) -> mpmath.mpf:
            return (value + mass * mpmath.cos(angle) ** 2 - label) ** 2

        def first(angle: mpmath.mpf) -> mpmath.mpf:
            return (loss(step, angle) - loss(-step, angle)) / (2 * step)

        slope = (first(1 + step) - first(1 - step)) / (2 * step)
        speed = (label - value) * -2 * mpmath.cos(1) * mpmath.sin(1)
        return SecondRoute(
            "σ(z) = z², one sample, angle 1: the slope of the first variation by differences, and the descending velocity",
            f"{mpmath.nstr(slope, 8)}, {mpmath.nstr(speed, 8)}",
            bool(abs(speed + slope / 2) < mpmath.mpf("1e-6") < abs(speed - slope)),
        )


_P6 = Place(6, "Definition 2 and Remark 3")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="remark-3/hessian-as-printed",
        where=_P6,
        title="the local Hessian and the Hessian of the landscape",
        latex=r"D_t^\perp = (\nabla\nu)P_\xi^\perp = -\mathrm{Hess}_{S^{d-1}}U_t,\quad U = \delta L/\delta\rho",
        domain=Domain("every smooth potential, to second order at w, in the plane of w and a tangent direction"),
        statements=HESSIAN_PRINTED,
        covers=("A18",),
        prove=lambda: [refute(HESSIAN_PRINTED[0], {"s": 0, "n": 0, "p": 0, "q": 0, "r": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "remark-3/hessian",
            "The sign of D on tangent vectors, which is what the proofs use, is that of -Hess U as the remark says.",
        ),
        second_route=_second_hessian,
        note="A factor ½ is missing, and the d×d matrix also has the normal part -ξνᵀ, so it is not symmetric.",
    ),
    Claim(
        id="remark-3/hessian",
        where=_P6,
        title="the local Hessian is half the negative Hessian, plus a normal part",
        latex=r"D_t^\perp = -\tfrac12\mathrm{Hess}_{S^{d-1}}U_t-\xi\,\nu^\top",
        domain=Domain("every smooth potential, to second order at w, in the plane of w and any tangent direction"),
        statements=HESSIAN,
        assumes=("linearity",),
        mutants=(
            Mutant("Hess of the ambient potential", Statement(eq(tangential, at_w(Derivative(potential, v, v))))),
        ),
        note="The diagonal entries in all tangent directions determine the symmetric tangential part.",
    ),
    Claim(
        id="remark-3/gradient-as-printed",
        where=_P6,
        title="the velocity and the gradient of the first variation",
        latex=r"U = \frac{\delta L}{\delta\rho} \implies V = \nabla U",
        domain=Domain("one sample, any direction of motion; V the descending velocity"),
        statements=(GRADIENT_PRINTED,),
        covers=("A19",),
        uses=("eq-2/sign-as-printed",),
        prove=lambda: [refute(GRADIENT_PRINTED, {"y": 1, "f": 0, "a": 0, "g": 1, "theta": 0})],
        severity=Severity.COSMETIC,
        repair=Repair("remark-3/gradient", "Nothing: time is that of ν, and the factor never meets a constant."),
        second_route=_second_gradient,
        note="With eq. (2) as printed the sign fits and the factor ½ is still missing; but then D is not -Hess U.",
    ),
    Claim(
        id="remark-3/gradient",
        where=_P6,
        title="the velocity is half the descent of the first variation",
        latex=r"\nu = -\tfrac12P_w^\perp\nabla\frac{\delta L}{\delta\rho}",
        domain=Domain("one sample, any direction of motion; then the mean over samples"),
        statements=(GRADIENT,),
        covers=("A09",),
        uses=("eq-2/descent",),
        assumes=("linearity",),
    ),
)
