"""Section 2.3–3.1 (pp. 7–8): Figure 1, Lemma 5 and the growth bound (5).

Δ = ξ̂ - ξ and ν is the descending velocity. One sample (x, y): neuron i has σ = s + s'θ + … in its own displacement, neuron
j adds w(r + r'φ) to the network's output f + w r, and p = ⟨x, direction⟩.
"""

from __future__ import annotations

import sympy
from sympy import Derivative, Subs

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

y, f, s0, s1, s2, r0, r1, w, theta, phi = sympy.symbols("y f s0 s1 s2 r0 r1 w theta phi", real=True)
neuron = s0 + s1 * theta + s2 * theta**2 / 2
other = r0 + r1 * phi


def at_zero(value: sympy.Expr) -> sympy.Expr:
    """The value at θ = φ = 0."""
    return Subs(Subs(value, theta, 0), phi, 0)


speed = (y - f - w * other) * Derivative(neuron, theta)  # ν(ξ_i + θ, ρ with neuron j moved by φ)
first_variation = 2 * (f + w * other - y) * neuron
ARROWS = (
    Statement(eq(at_zero(Derivative(speed, phi)), -w * (s1 * r1))),  # -w_j H(i,j), H = φ_x(w_i)φ_x(w_j)
    Statement(eq(at_zero(Derivative(speed, theta)), -at_zero(Derivative(first_variation, theta, theta)) / 2)),
)

# Lemma 5: a = ‖Δ_i‖ ≤ 2, b = E‖Δ_j‖, B = E‖Δ_j‖²; C bounds second derivatives, so Taylor's remainders carry ½C
a, b, B, C, em, en = sympy.symbols("a b B C epsilon_m epsilon_n", real=True)
_lemma = (ge(a, 0), ge(b, 0), le(b**2, B), ge(em, 0), ge(en, 0), gt(C, 0))
taylor = C / 2 * a**2 + C * a * b + C / 2 * a**2 + (C / 2 + C / 2) * B  # see the note of the claim
REMAINDER = Statement(le(en + em * (1 + a) + taylor, 2 * em + en + 2 * C * (a**2 + B)), (*_lemma, le(em, 2 * C)))
# with ‖∇ν‖ ≤ 2C_reg, which is all that S1 gives for ν = f' - E k', and ε_m of any size
LARGER = Statement(le(en + em * (1 + a) + taylor + C / 2 * a**2, 3 * em + en + 2 * C * (a**2 + B)), (*_lemma, le(a, 2)))

# (5): n = ‖Δ_i‖ > 0, q = ⟨Δ_i,Δ_i'⟩/n, the rate of n; S = sup_j‖Δ_j‖, Lip bounds ‖D‖ and every ‖H(i,j)‖
n, q, D, H, S, Lip, eps = sympy.symbols("n q D H S Lip epsilon", real=True)
GROENWALL = Statement(
    le(q, 2 * Lip * S + eps),
    (ge(n, 0), le(n, S), ge(b, 0), le(b, S), ge(D, 0), le(D, Lip), ge(H, 0), le(H, Lip), le(q, D * n + H * b + eps)),
)


def _prove_remainder() -> list[Verdict]:
    """½Ca² - (a-1)ε_m = ¼((2C-ε_m)a² + ε_m(a-2)²), and ab ≤ ½(a² + b²) ≤ ½(a² + B)."""
    script = Script(REMAINDER, {"a": 0, "b": 0, "B": 0, "C": 1, "epsilon_m": 0, "epsilon_n": 0})
    product = script.combine((a**2 + B) / 2 - a * b, [("1/2", [script.square(a - b)]), ("1/2", [2])])
    quarter = [("1/4", [6, script.square(a)]), ("1/4", [3, script.square(a - 2)])]
    spare = script.combine(C / 2 * a**2 - (a - 1) * em, quarter)
    rest = [("1/2", [5, 2]), ("1/2", [5, script.square(b)])]
    script.combine(REMAINDER.show.excess, [(1, [spare]), (1, [5, product]), *rest])
    larger = Script(LARGER, script.point)
    product = larger.combine((a**2 + B) / 2 - a * b, [("1/2", [larger.square(a - b)]), ("1/2", [2])])
    rest = [("1/2", [5, 2]), ("1/2", [5, larger.square(b)])]
    larger.combine(LARGER.show.excess, [(1, [3, 6]), (1, [5, product]), *rest])
    return [script.verdict("squares"), larger.verdict("squares")]


def _prove_groenwall() -> Verdict:
    """2 Lip S - Dn - Hb = (Lip - D)S + D(S - n) + (Lip - H)S + H(S - b)."""
    script = Script(GROENWALL, {"q": 0, "Lip": 0, "S": 0, "epsilon": 0, "n": 0, "b": 0, "D": 0, "H": 0})
    largest = script.combine(S, [(1, [0]), (1, [1])])
    terms = [(1, [8]), (1, [5, largest]), (1, [4, 1]), (1, [7, largest]), (1, [6, 3])]
    script.combine(GROENWALL.show.excess, terms)
    return script.verdict("positive terms")


_F1, _L5 = Place(7, "Figure 1"), Place(7, "Lemma 5")
_P8 = Place(8, "Going Beyond Grönwall")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="figure-1/arrows",
        where=_F1,
        title="the first-order terms above the arrows",
        latex=r"\nu(\xi_i,\rho^m)-\nu(\xi_i,\bar\rho^m) \approx -\mathbb E_jH^\perp(i,j)\Delta_j,\quad "
        r"\nu(\hat\xi_i,\rho^m)-\nu(\xi_i,\rho^m) \approx D^\perp\Delta_i",
        domain=Domain("derivatives at Δ = 0: one sample, one moved neuron of weight w, σ to second order; Δ tangent"),
        statements=ARROWS,
        covers=("A26",),
        uses=("fact-1/features", "remark-3/hessian", "coupling/error-rate", "eq-2/descent"),
        assumes=("linearity",),
        mutants=(Mutant("plus in front of H", ARROWS[0].replace(eq(at_zero(Derivative(speed, phi)), w * s1 * r1))),),
        note="With eq. (2) as printed both terms would change sign; with the descending velocity the arrows are right.",
    ),
    Claim(
        id="lemma-5/remainder",
        where=_L5,
        title="the error term of the coupling dynamics",
        latex=r"\tfrac d{dt}\Delta_t(i) = D^\perp\Delta_i-\mathbb E_jH^\perp\Delta_j+\epsilon_{t,i},\quad "
        r"\|\epsilon_{t,i}\| \le 2\epsilon_m+\epsilon_n+2C_{reg}(\|\Delta_i\|^2+\mathbb E_j\|\Delta_j\|^2)",
        domain=Domain(
            "ε_m ≤ 2C_reg; Lemma 23 (ε_m for ν and D), Lemma 27 (ε_n) as given, and C_reg (Lemma 19's, not R1's: lemma-19/count) "
            "above the norms of ∇ν, ∇_{w'}k', ∇²ν, ∇²_{w'}k', ∇_w∇_{w'}k'; with ‖∇ν‖ ≤ 2C_reg only (S1), or any ε_m, 3ε_m in place of 2ε_m"
        ),
        statements=(REMAINDER, LARGER),
        covers=("A27",),
        uses=("figure-1/arrows", "coupling/error-rate", "control-parameters/sampling"),
        prove=_prove_remainder,
        mutants=(
            Mutant(
                "1 in place of 2 in front of C_reg",
                REMAINDER.replace(le(REMAINDER.show.lhs, 2 * em + en + C * (a**2 + B))),
            ),
            Mutant("ε_m of any size", REMAINDER.replace(assume=_lemma)),
        ),
        note="Remainders: ½C‖Δ_i‖² and ½CE‖Δ_j‖² (Taylor), C‖Δ_i‖E‖Δ_j‖ (D at ρ^m), ½C‖Δ_i‖² and ½CE‖Δ_j‖² (normal "
        "parts), ε_m(1+‖Δ_i‖). p. 36 has the Taylor terms without ½, and then 1+‖Δ_i‖ ≤ 2 fails for ‖Δ_i‖ > 1.",
    ),
    Claim(
        id="eq-5/groenwall",
        where=_P8,
        title="the growth of the largest coupling error",
        latex=r"\tfrac d{dt}\|\Delta_t(i)\| \le 2\,\mathrm{Lip}_{max}\sup_j\|\Delta_t(j)\|+\epsilon",
        domain=Domain(
            "Δ_t(i) ≠ 0 (at 0 the right-hand derivative); Lip_max bounds ‖D‖ and every ‖H(i,j)‖; b = E_j‖Δ_j‖"
        ),
        statements=(GROENWALL,),
        covers=("A30",),
        uses=("lemma-5/remainder",),
        prove=lambda: [_prove_groenwall()],
        mutants=(Mutant("Lip_max in place of 2 Lip_max", GROENWALL.replace(le(q, Lip * S + eps))),),
    ),
)
