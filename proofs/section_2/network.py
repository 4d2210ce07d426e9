"""Section 2.1–2.2 (pp. 1–5): the network as an average, the mean-field flow on the sphere, its continuity equation."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Subs, exp

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import j

# One sample (x, y): neuron 1 has σ(⟨w_1,x⟩) = s + gθ along a direction of motion θ, the others add up to S
y, s, g, S, m, theta = sympy.symbols("y s g S m theta", real=True)
moved = s + g * theta
network_loss = ((moved + S) / m - y) ** 2
mean_field_velocity = y * Derivative(moved, theta) - (moved + S) / m * Derivative(moved, theta)
TIME_UNIT = Statement(
    eq(Subs(Derivative(-m / 2 * network_loss, theta), theta, 0), Subs(mean_field_velocity, theta, 0)), (gt(m, 0),)
)

# ν = g - ⟨w,g⟩w: norm² n of w, p = ⟨w,g⟩; d‖w‖²/dt = 2⟨w,ν⟩
n, p = sympy.symbols("n p", real=True)
TANGENT = Statement(eq(p - p * n, 0), (eq(n, 1),))
SPHERE = Statement(eq(2 * (p - p * n), 2 * p * (1 - n)), (gt(n, 0),))

# Densities carried along: x' = cx moves x^j to e^{-c(j+1)t}x^j; x' = x² moves 1, x, x² as below
x, t, c, a0, a1, a2 = sympy.symbols("x t c a0 a1 a2", real=True)
linear_density = exp(-c * (j + 1) * t) * x**j
start = x / (1 + t * x)
quadratic_density = (a0 + a1 * start + a2 * start**2) / (1 + t * x) ** 2
_forward = (gt(x, 0), ge(t, 0))
CONTINUITY_PRINTED = Statement(eq(Derivative(linear_density, t), Derivative(c * x * linear_density, x)), _forward)
CONTINUITY = (
    Statement(eq(Derivative(linear_density, t), -Derivative(c * x * linear_density, x)), _forward),
    Statement(eq(Derivative(quadratic_density, t), -Derivative(x**2 * quadratic_density, x)), _forward),
)
CARRIED = (  # the flow of x' = x², and mass is carried: density at the image times the stretch is the density at x
    Statement(eq(Derivative(x / (1 - t * x), t), (x / (1 - t * x)) ** 2), (gt(x, 0), ge(t, 0), gt(1 - t * x, 0))),
    Statement(
        eq(
            Subs(quadratic_density, x, x / (1 - t * x)) * Derivative(x / (1 - t * x), x),
            a0 + a1 * x + a2 * x**2,
        ),
        (gt(x, 0), ge(t, 0), gt(1 - t * x, 0)),
    ),
)


def _second_continuity() -> SecondRoute:
    """Move 20000 quantile particles of the density 3x² on [0, 1] by x' = x for a short time and count those below 1/2."""
    count, time = 20000, mpmath.mpf(1) / 100
    particles = [mpmath.root((mpmath.mpf(i) + mpmath.mpf(1) / 2) / count, 3) * mpmath.exp(time) for i in range(count)]
    below = sum(1 for value in particles if value < mpmath.mpf(1) / 2)
    rate = (mpmath.mpf(below) / count - mpmath.mpf(1) / 8) / time
    printed, repaired = mpmath.mpf(3) / 8, -mpmath.mpf(3) / 8  # ± the flux xρ at 1/2
    return SecondRoute(
        "particles x' = x from the density 3x² on [0, 1]: rate of change of P(x < 1/2) by counting, printed: +3/8",
        mpmath.nstr(rate, 6),
        bool(abs(rate - repaired) < mpmath.mpf("0.02") < abs(rate - printed)),
    )


def _prove_carried() -> list[Verdict]:
    verdicts = []
    for statement in (*CONTINUITY, *CARRIED):
        point = {v.name: 1 for v in statement.symbols} | {"t": 0}
        script = Script(statement, {name: point[name] for name in sorted(v.name for v in statement.symbols)})
        if statement is CONTINUITY[1]:
            product = script.combine(t * x, [(1, [0, 1])])
            script.combine(1 + t * x, [(1, [product]), (1, [])])
        if statement is CARRIED[1]:
            script.combine(1 + t * x / (1 - t * x), [(1, [])], times=[2])
        verdicts.append(script.verdict("identity"))
    return verdicts


_P1, _P5 = Place(1, "eq. (1)"), Place(5, "mean-field dynamics")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="network/mean-field-scaling",
        where=_P1,
        title="the network of eq. (1) and the velocity of eq. (2), in one time unit",
        latex=r"f = \tfrac1m\sum_i\sigma(\langle x,w_i\rangle) = f_{\rho^m}:\quad "
        r"-\tfrac m2\,\partial_{w_i}(f-y)^2 = y\,\partial\sigma - \tfrac1m\sum_j\sigma_j\,\partial\sigma",
        domain=Domain(
            "every m > 0, one sample (x, y), any direction of motion of one neuron; then the mean over samples"
        ),
        statements=(TIME_UNIT,),
        covers=("A01",),
        uses=("eq-2/descent",),
        assumes=("linearity",),
        mutants=(
            Mutant(
                "m in place of m/2",
                TIME_UNIT.replace(
                    eq(
                        Subs(Derivative(-m * network_loss, theta), theta, 0),
                        Subs(mean_field_velocity, theta, 0),
                    )
                ),
            ),
        ),
        note="Eq. (1) is f_ρ at the empirical measure; ν is m/2 times the descent of the squared loss in one neuron.",
    ),
    Claim(
        id="mean-field/tangent-velocity",
        where=_P5,
        title="the velocity is tangent, and the flow stays on the sphere",
        latex=r"\nu = (I-ww^\top)g:\quad \|w\| = 1 \implies \langle w,\nu\rangle = 0,\quad "
        r"\tfrac d{dt}\|w\|^2 = 2\langle w,g\rangle(1-\|w\|^2)",
        domain=Domain("every dimension, every gradient g, by the Gram entries ‖w‖² and ⟨w,g⟩"),
        statements=(TANGENT, SPHERE),
        covers=("A11",),
        mutants=(Mutant("‖w‖² = 2", Statement(eq(p - p * n, 0), (eq(n, 2),))),),
        note="So the sphere is invariant; the flow exists for all times because it is compact.",
    ),
    Claim(
        id="mean-field/continuity-equation-as-printed",
        where=_P5,
        title="the sign of the continuity equation",
        latex=r"\dot\xi_t = \nu(\xi_t,\rho_t) \implies \tfrac d{dt}\rho_t = \nabla\cdot(\nu\rho_t)",
        domain=Domain("on a line: ν = cx and the density x^j, carried along by the characteristics"),
        statements=(CONTINUITY_PRINTED,),
        covers=("A10",),
        prove=lambda: [refute(CONTINUITY_PRINTED, {"c": 1, "j": 1, "t": 0, "x": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "mean-field/continuity-equation", "Nothing: all proofs use the characteristics, not the equation."
        ),
        second_route=_second_continuity,
        note="Mass that moves with velocity ν obeys ∂ρ/∂t = -∇·(νρ); the printed sign moves it backwards.",
    ),
    Claim(
        id="mean-field/continuity-equation",
        where=_P5,
        title="the continuity equation with its minus sign, for two velocity fields on a line",
        latex=r"\dot x = \nu(x),\ \nu\in\{cx,\,x^2\} \implies \partial_t\rho_t = -\partial_x(\nu\rho_t)",
        domain=Domain(
            "on a line: ν = cx with the densities x^j (every real c, j), ν = x² with every density of degree two; "
            "the carried densities are checked against the flow for ν = x²"
        ),
        statements=(*CONTINUITY, *CARRIED),
        prove=_prove_carried,
        mutants=(
            Mutant("plus sign for ν = x²", CONTINUITY[1].replace(eq(CONTINUITY[1].show.lhs, -CONTINUITY[1].show.rhs))),
        ),
    ),
)
