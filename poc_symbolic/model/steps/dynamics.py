"""The steps from the kernels on: loss, potential, velocity, local Hessian, excess, uniform law."""

from __future__ import annotations

import sympy
from flint import fmpq

from poc_symbolic import symbols
from poc_symbolic.model.definition import AmbientDerivatives
from poc_symbolic.model.evaluate import equal, evaluate
from poc_symbolic.model.steps.context import Derivation, Point
from poc_symbolic.model.steps.step import Step, require
from poc_symbolic.sphere.gegenbauer import gegenbauer


def loss(context: Derivation) -> Step:
    """The loss against the double sum over neurons."""
    name, closed = "loss", context.model.loss()
    count = context.compare(name, closed, lambda p: context.defined(p, lambda part: part.loss()))
    return Step(
        name=name,
        source="paper p.4; reference §3",
        statement="With p_l = E P_l(alpha), p_0 = 1, the loss is sum_l (a_l p_l^2 - 2 b_l p_l + e_l).",
        lhs="E_x (f_rho(x) - f_star(x))^2",
        lhs_latex=r"\mathbb E_x\,(f_\rho(x)-f^*(x))^2",
        rhs=closed,
        check=f"exact at {count} points (d, law), against the double sum over neurons of q",
    )


def potential(context: Derivation) -> Step:
    """V against its definition and against the loss's first variation."""
    name, model, closed = "potential", context.model, context.model.potential()
    count = context.compare(name, closed, lambda p: context.defined(p, lambda part: part.potential(p.alpha)))
    loss, moments = model.loss(), {n: p for n, p in model.moments.items() if n}
    polynomials = {n: gegenbauer(n, model.alpha, model.d) for n in moments}
    for point in context.points:
        values = context.values(point)
        variation = sympy.Integer(0)
        for n, p in moments.items():
            # The loss is quadratic in the moments, so that a central difference is its exact derivative.
            ahead, behind = (evaluate(loss, {**values, p: values[p] + step}) for step in (1, -1))
            variation -= (ahead - behind) * evaluate(polynomials[n], values) / 4
        # The term of degree 0 varies the total mass, which p_0 = 1 hides from the loss.
        constant = model.gegenbauer.get(0)
        if constant is not None:
            variation += evaluate(constant.b, values) - evaluate(constant.a, values)
        require(name, equal(evaluate(closed, values), variation))
    return Step(
        name=name,
        source="paper p.6, Remark 3; reference §3",
        statement="The potential is minus half the first variation of the loss.",
        lhs="V(alpha) = -1/2 sum_l (d loss / d p_l) P_l(alpha)",
        lhs_latex=r"V(\alpha)=-\tfrac12\,\frac{\delta L}{\delta\rho}(\alpha)",
        rhs=closed,
        check=f"exact at {count} points (d, law, alpha), against the definition and the loss's variation",
    )


def velocity(context: Derivation) -> Step:
    """v against eq. (37)'s binomial sum and against the gradient in R^d."""
    name, closed = "velocity", context.model.velocity()
    count = context.compare(name, closed, lambda p: context.defined(p, lambda part: part.velocity(p.alpha)))
    context.compare(name, closed, lambda p: context.from_field(p, lambda ambient: ambient.field[0]))
    return Step(
        name=name,
        source="paper eq. (37), p.64; reference §3",
        statement="The overlap moves with the projected gradient's w*-component (1-alpha^2) V'(alpha).",
        lhs="<nu(w, rho), w_star> = E_x (f_star - f_rho)(x) sigma'(<w,x>) <x, P_w w_star>",
        lhs_latex=r"\langle\nu(w,\rho),w^*\rangle",
        rhs=closed,
        check=f"exact at {count} points (d, law, alpha), against eq. (37)'s binomial sum and in R^d",
    )


def along(context: Derivation) -> Step:
    """The eigenvalue along against the Jacobian of ν in R^d."""
    name, closed = "hessian-along", context.model.local_hessian().along
    # The derivative of ν along the unit tangent t towards w* is along · t - ⟨ν, t⟩ w.
    count = context.compare(
        name,
        closed,
        lambda p: context.from_field(p, lambda f: p.beta * f.along[0] - p.alpha * f.along[1]),
    )
    context.compare(
        name,
        context.model.velocity(),
        lambda p: context.from_field(p, lambda f: -p.beta * (p.alpha * f.along[0] + p.beta * f.along[1])),
    )
    return Step(
        name=name,
        source="paper Definition 2, p.6, and p.73; reference §3",
        statement="On the tangent direction towards w* the local Hessian is (1-alpha^2) V'' - alpha V'.",
        lhs="<t, (grad nu) t>, t = P_w w_star / |P_w w_star|",
        lhs_latex=r"\langle t,(\nabla\nu)\,t\rangle",
        rhs=closed,
        check=f"exact at {count} points (d, law, alpha), against nu's Jacobian in R^d, -w nu^T included",
    )


def across(context: Derivation) -> Step:
    """The eigenvalue across against the Jacobian of ν in R^d."""
    name, closed = "hessian-across", context.model.local_hessian().across
    spatial = [p for p in context.points if p.d >= 3]
    count = context.compare(name, closed, lambda p: context.from_field(p, lambda f: f.across[2]), points=spatial)
    zero = sympy.Integer(0)
    context.compare(name, zero, lambda p: context.from_field(p, lambda f: f.across[0]), points=spatial)
    context.compare(name, zero, lambda p: context.from_field(p, lambda f: f.across[1]), points=spatial)
    return Step(
        name=name,
        source="paper Definition 2, p.6; reference §3",
        statement="On the d - 2 directions orthogonal to w and w* the local Hessian is -alpha V'.",
        lhs="<e, (grad nu) e>, e orthogonal to w and w_star",
        lhs_latex=r"\langle e,(\nabla\nu)\,e\rangle",
        rhs=closed,
        check=(
            f"exact at {count} points (d, law, alpha), against nu's Jacobian in R^d, off-diagonal too"
            if count
            else "empty: for d = 2 there is no such direction"
        ),
    )


def excess(context: Derivation) -> Step:
    """along - (k-1) v/α against the velocity and the Jacobian of ν in R^d."""
    name, model = "excess", context.model
    closed, exponent = model.excess(), model.information_exponents.alignment or 1

    def remainder(p: Point) -> sympy.Expr:
        def read(f: AmbientDerivatives) -> fmpq:
            return p.beta * f.along[0] - p.alpha * f.along[1] - (exponent - 1) * f.field[0] / p.alpha

        return context.from_field(p, read)

    count = context.compare(name, closed, remainder)
    return Step(
        name=name,
        source="reference §4; paper p.14",
        statement=f"Beyond the pure bound ({exponent} - 1) v/alpha the eigenvalue along has this excess.",
        lhs=f"along - {exponent - 1}*v/alpha",
        lhs_latex=rf"\mathrm{{along}}-{exponent - 1}\,v/\alpha",
        rhs=closed,
        check=f"exact at {count} points (d, law, alpha), against the velocity and the Jacobian in R^d",
    )


def uniform_velocity(context: Derivation) -> Step:
    """v = (1-α²) q_×'(α) at the uniform law."""
    name, model = "uniform-velocity", context.model
    slope = sympy.diff(model.kernels.q_cross, symbols.z).subs(symbols.z, model.alpha)
    closed = (1 - model.alpha**2) * slope
    velocity = model.velocity()
    for point in context.points:
        values = context.values(point)
        for degree, symbol in model.moments.items():
            if degree:
                values[symbol] = fmpq(0)
        require(name, equal(evaluate(velocity, values), evaluate(closed, values)))
    return Step(
        name=name,
        source="reference §3",
        statement="At the uniform law p_l = 0 for l >= 1, and the velocity no longer depends on d.",
        lhs="v(alpha) at p_l = 0",
        lhs_latex=r"v(\alpha)\big|_{p_\ell=0}",
        rhs=closed,
        check=f"exact at {len(context.points)} points (d, alpha), against the closed form of the velocity",
    )
