"""Section 2.3 (p. 7), Definition 6: the local stability matrix J_{t,s}^⊥ and the Jacobian of the flow.

The plane and the letters of section_2/local_hessian; the explicit flow is ν = P_w^⊥ e_1, one linear teacher.
"""

from __future__ import annotations

import sympy
from sympy import Derivative, Subs, exp

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place
from poc_symbolic.rigor.statement import Statement, eq, ge, gt
from poc_symbolic.symbols import t
from proofs.section_2.local_hessian import at_w, normal, velocity

# Definition 6: j = J y is tangent; d⟨ξ,j⟩/dt = ⟨ν,j⟩ + ⟨ξ,D j⟩ for j = e_2
STAYS_TANGENT = Statement(eq(at_w(velocity[1]) + normal, 0))
# ν = P_w^⊥ e_1 (θ' = -sin θ): ξ = ((1-z²)/(1+z²), 2z/(1+z²)), z = tan(θ/2) = z_0 e^{-t}; columns of J_{t,0}
z0 = sympy.Symbol("z0", real=True)
z = z0 * exp(-t)
position = ((1 - z**2) / (1 + z**2), 2 * z / (1 + z**2))
from_z0 = sympy.Symbol("z1", real=True)
moved = [value.subs(z0, from_z0) for value in position]
along = [(1 + z0**2) / 2 * Subs(Derivative(value, from_z0), from_z0, z0) for value in moved]
across = z / (1 + z**2) * (1 + z0**2) / z0
_start = (gt(z0, 0), ge(t, 0))
STABILITY = (
    *(Statement(eq(Derivative(along[i], t), -along[0] * position[i] - position[0] * along[i]), _start) for i in (0, 1)),
    Statement(eq(Derivative(across, t), -position[0] * across), _start),
    *(
        Statement(eq(Subs(along[i], t, 0), value), _start)
        for i, value in ((0, -2 * z0 / (1 + z0**2)), (1, (1 - z0**2) / (1 + z0**2)))
    ),
)


_D6 = Place(7, "Definition 6")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="definition-6/jacobian",
        where=_D6,
        title="the local stability matrix is the Jacobian of the flow",
        latex=r"\tfrac d{dt}J^\perp_{t,s} = D_t^\perp J^\perp_{t,s},\ J^\perp_{s,s} = P^\perp_{\xi_s} \implies "
        r"J^\perp_{t,s}(w) = \mathbf J_{\xi_{t,s}}(\xi_s(w))",
        domain=Domain(
            "tangency is kept for every smooth potential; the whole identity in closed form for ν = P_w^⊥w*, along and across"
        ),
        statements=(STAYS_TANGENT, *STABILITY),
        covers=("A28",),
        uses=("remark-3/hessian", "mean-field/tangent-velocity"),
        assumes=("variational-equation",),
        mutants=(
            Mutant("without the normal part of D", Statement(eq(at_w(velocity[1]), 0))),
            Mutant(
                "without the normal part of D, along ν = P_w^⊥w*",
                STABILITY[0].replace(eq(STABILITY[0].show.lhs, -position[0] * along[0])),
            ),
        ),
        note="Here the normal part -ξνᵀ of Definition 2 is needed: J maps the tangent space at ξ_s to that at ξ_t.",
    ),
)
