"""Section 2.3 (p. 6), Definition 4 and Fact 1: the interaction Hessian, as a derivative and as a kernel of features.

Directions y at w and y' at w' are tangent; z = ⟨w,w'⟩, a = ⟨w,y'⟩, b = ⟨y,w'⟩, c = ⟨y,y'⟩. A kernel q has the 2-jet
q0 + q1 u + ½ q2 u² at z; the factors 1 + eθ² and 1 + fφ² stand for any even dependence on the lengths of w + θy and w' + φy'.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Subs

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

a, b, c, e, f, q0, q1, q2, theta, phi = sympy.symbols("a b c e f q0 q1 q2 theta phi", real=True)
moved = theta * b + phi * a + theta * phi * c
extended = (1 + e * theta**2) * (1 + f * phi**2) * (q0 + q1 * moved + q2 * moved**2 / 2)


def mixed(value: sympy.Expr) -> sympy.Expr:
    """∂²/∂θ∂φ at 0."""
    return Subs(Subs(Derivative(value, theta, phi), theta, 0), phi, 0)


CLOSED = Statement(eq(mixed(extended), q1 * c + q2 * a * b))

# One sample x: neuron w has σ = s0 + s1 θ⟨y,x⟩ + …, likewise w'; u = ⟨y,x⟩, v = ⟨y',x⟩
s0, s1, s2, r0, r1, r2, u, v = sympy.symbols("s0 s1 s2 r0 r1 r2 u v", real=True)
left_neuron = s0 + s1 * u * theta + s2 * u**2 * theta**2 / 2
right_neuron = r0 + r1 * v * phi + r2 * v**2 * phi**2 / 2
FEATURES = Statement(eq(mixed(left_neuron * right_neuron), s1 * u * (r1 * v)))
# Two neurons of weights m1, m2, perturbed by Δ_1, Δ_2 with ⟨φ_x(w_i),Δ_i⟩ = s1·u and r1·v
m1, m2 = sympy.symbols("m1 m2", real=True)
KERNEL = Statement(
    ge((m1 * s1 * u) ** 2 + 2 * m1 * m2 * mixed(left_neuron * right_neuron) + m2**2 * (r1 * v) ** 2, 0),
    (ge(m1, 0), ge(m2, 0)),
)

# P_w P_w = P_w: entry of the coordinates x_i = x, x_j = y, with δ = δ_ij and n = ‖w‖²
x, y, delta, n = sympy.symbols("x y delta n", real=True)
PROJECTOR = Statement(eq(delta - 2 * x * y + n * x * y, delta - x * y), (eq(n, 1),))

# Δ_i - tφ_i·force with force = Σ_j m_j⟨φ_j,Δ_j⟩ for one sample; Gram entries a_i = ⟨φ_i,Δ_i⟩, s_i = ‖Δ_i‖², n_i = ‖φ_i‖²
a1, a2, d1, d2, n1, n2, t = sympy.symbols("a1 a2 d1 d2 n1 n2 t", real=True)
force = m1 * a1 + m2 * a2


def square_after(size: sympy.Expr, along: sympy.Expr, feature: sympy.Expr) -> sympy.Expr:
    """‖Δ - tφ·force‖² from ‖Δ‖², ⟨φ,Δ⟩ and ‖φ‖²."""
    return size - 2 * t * along * force + t**2 * feature * force**2


rate = Subs(Derivative(m1 * square_after(d1, a1, n1) + m2 * square_after(d2, a2, n2), t), t, 0)
DECREASE = (Statement(eq(rate, -2 * force**2)), Statement(le(rate, 0)))

# H at w = w' = w*: the block of two tangent unit vectors e_2 ⊥ e_3, where a = b = 0
_block = [[mixed(extended.subs({a: 0, b: 0, c: int(row == column)})) for column in (2, 3)] for row in (2, 3)]
minor = _block[0][0] * _block[1][1] - _block[0][1] * _block[1][0]
RANK_PRINTED = Statement(eq(minor, 0), (gt(q1, 0),))
q_same, q_other = sympy.symbols("q_same q_other", real=True)
RANK = (
    Statement(eq(q_same**2 - q_other**2, 0), (eq(q_other, -q_same),)),
    Statement(eq(minor, q1**2)),
)


def _prove_kernel() -> list[Verdict]:
    features = Script(FEATURES, {name: 0 for name in ("s0", "s1", "s2", "r0", "r1", "r2", "u", "v")})
    kernel = Script(KERNEL, {name: 0 for name in ("s0", "s1", "s2", "r0", "r1", "r2", "u", "v", "m1", "m2")})
    kernel.combine(KERNEL.show.excess, [(1, [kernel.square(m1 * s1 * u + m2 * r1 * v)])])
    return [features.verdict("identity"), kernel.verdict("square")]


def _prove_decrease() -> list[Verdict]:
    """The derivative of the mean square is -2 (Σ m_i g_i Δ_i)²."""
    point = {name: 0 for name in ("a1", "a2", "d1", "d2", "n1", "n2", "m1", "m2")}
    equal, sign = (Script(statement, point) for statement in DECREASE)
    sign.combine(DECREASE[1].show.excess, [(2, [sign.square(force)])])
    return [equal.verdict("identity"), sign.verdict("square")]


def _prove_rank() -> list[Verdict]:
    scalar = Script(RANK[0], {"q_same": 1, "q_other": -1})
    scalar.combine(RANK[0].show.excess, [(q_same - q_other, [0])])
    return [scalar.verdict("equation"), Script(RANK[1], {v.name: 1 for v in RANK[1].symbols}).verdict("identity")]


def _second_rank() -> SecondRoute:
    """E φ_x(w*) φ_x(w*)ᵀ on the tangent plane at w* = e_1 in d = 3 by quadrature, σ = He_4/√24: its determinant."""
    with mpmath.workdps(20):
        nodes = [mpmath.mpf(i) / 2 for i in range(-20, 21)]
        weights = [mpmath.npdf(value) / 2 for value in nodes]
        slope_square = mpmath.fsum(
            w * (4 * value**3 - 12 * value) ** 2 / 24 for w, value in zip(weights, nodes, strict=True)
        )
        square = mpmath.fsum(w * value**2 for w, value in zip(weights, nodes, strict=True))
        mean = mpmath.fsum(w * value for w, value in zip(weights, nodes, strict=True))
        determinant = slope_square**2 * (square**2 - mean**4)
        return SecondRoute(
            "E σ'(x_1)² x_i x_j over i, j = 2, 3 by quadrature, σ = He_4/√24: the determinant (0 if the rank were 1)",
            mpmath.nstr(determinant, 8),
            bool(abs(determinant - 16) < mpmath.mpf("1e-6")),
        )


_P6, _P8, _P9 = Place(6, "Definition 4 and Fact 1"), Place(8, "The Interaction Term"), Place(9, "Section 3")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="definition-4/closed-form",
        where=_P6,
        title="the interaction Hessian does not depend on how k is continued off the sphere",
        latex=r"y^\top H_t^\perp(w,w')y' = q'(z)\,\langle y,y'\rangle+q''(z)\,\langle y,w'\rangle\langle w,y'\rangle",
        domain=Domain("every smooth kernel q(⟨w,w'⟩), to second order; y and y' tangent; any dependence on ‖w‖, ‖w'‖"),
        statements=(CLOSED,),
        covers=("A20",),
        mutants=(Mutant("without the second term", CLOSED.replace(eq(mixed(extended), q1 * c))),),
        note="The two projections remove what the derivatives along w and w' would add, so the definition is sound.",
    ),
    Claim(
        id="fact-1/features",
        where=_P6,
        title="the interaction Hessian is a positive semi-definite kernel",
        latex=r"H_t^\perp(w,w') = \mathbb E_x\phi_x(w)\phi_x(w')^\top,\quad "
        r"\sum_{i,j}m_im_j\Delta_i^\top H(i,j)\Delta_j = \mathbb E_x\bigl(\sum_im_i\langle\phi_x(w_i),\Delta_i\rangle\bigr)^2 \ge 0",
        domain=Domain(
            "one sample x, two neurons of any weights, σ to second order at each; then the mean over samples"
        ),
        statements=(FEATURES, KERNEL),
        covers=("A21",),
        uses=("definition-4/closed-form",),
        assumes=("linearity",),
        prove=_prove_kernel,
        note="Positive as a kernel; one block H(w,w') with w ≠ w' need be neither symmetric nor positive.",
    ),
    Claim(
        id="fact-1/decrease",
        where=_P8,
        title="the interaction alone does not increase the mean square",
        latex=r"\tfrac d{dt}\Delta_t = -H_t^\perp\Delta_t \implies \tfrac d{dt}\mathbb E_i\|\Delta_t(i)\|^2 = -2\Delta_t^\top H_t^\perp\Delta_t \le 0",
        domain=Domain("one sample, two neurons of any weights, any dimension; then the mean over samples, of the rate"),
        statements=DECREASE,
        covers=("A31",),
        uses=("fact-1/features",),
        assumes=("linearity",),
        prove=_prove_decrease,
        mutants=(
            Mutant(
                "the second neuron moved by the first one's feature",
                DECREASE[1].replace(
                    le(Subs(Derivative(m1 * square_after(d1, a1, n1) + m2 * square_after(d2, a1, n1), t), t, 0), 0)
                ),
            ),
        ),
        note="The rate is linear in the sample's force, so the mean over samples gives ΔᵀHΔ, more neurons add their terms; it bounds W_2² (coupling/wasserstein-2).",
    ),
    Claim(
        id="interaction/propagated-at-once",
        where=_P9,
        title="the propagated interaction at equal times",
        latex=r"R_{t,s}(i,j) = J^\perp_{t,s}(i)H_s^\perp(i,j) \implies R_{t,t}(i,j) = H_t^\perp(i,j)",
        domain=Domain("every dimension, entry by entry: P_ξP_ξ = P_ξ for ‖ξ‖ = 1, J_{t,t} = P_ξ and H begins with P_ξ"),
        statements=(PROJECTOR,),
        covers=("A33",),
        uses=("definition-6/jacobian",),
        mutants=(Mutant("‖ξ‖² = 2", Statement(PROJECTOR.show, (eq(n, 2),))),),
    ),
    Claim(
        id="interaction/rank-as-printed",
        where=Place(9, "Section 3.2, before eq. (6)"),
        title="the rank of the interaction Hessian at convergence",
        latex=r"\mathrm{rank}\,H_\infty^\perp \le C_{\rho^*} = \min(|\mathrm{supp}\,\rho^*|,\dim^{2\deg+1})",
        domain=Domain(
            "single-index model, every q with q'(1) > 0, d ≥ 3, where C_ρ* = dim^{2deg+1} = 1: a 2×2 minor at w*"
        ),
        statements=(RANK_PRINTED,),
        covers=("A40",),
        uses=("definition-4/closed-form",),
        prove=lambda: [refute(RANK_PRINTED, {v.name: 4 for v in RANK_PRINTED.symbols})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "interaction/rank",
            "C_ρ* bounds the rank of E σ'σ' on supp ρ*, as B.7 says, hence the number of eigenvalues up to multiplicity; the "
            "balance constant of Lemma 12 rests on that rank.",
        ),
        second_route=_second_rank,
        note="H_∞ is a scalar kernel times P^⊥: its rank is d-1 in the single-index model, not a constant.",
    ),
    Claim(
        id="interaction/rank",
        where=Place(28, "Section B.7"),
        title="the rank of the scalar kernel on the support of the teacher",
        latex=r"q'(-1) = -q'(1) \implies \det\begin{pmatrix}q'(1)&q'(-1)\\q'(-1)&q'(1)\end{pmatrix} = 0;\quad "
        r"\det H_\infty^\perp|_{e_2,e_3} = q'(1)^2",
        domain=Domain("ρ* = ½(δ_{w*} + δ_{-w*}), every even q"),
        statements=RANK,
        prove=_prove_rank,
        mutants=(Mutant("q'(-1) = 2q'(1)", Statement(RANK[0].show, (eq(q_other, 2 * q_same),))),),
        note="The scalar kernel has rank 1 = C_ρ*, the operator has rank d-1 with one eigenvalue.",
    ),
)
