"""Appendix G.1–G.2 (pp. 63–67): definitions of the single-index setting, and what is said about signs and parity."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, exp, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.gegenbauer_form import Y, u
from proofs.symbols import alpha, beta, j, k, r

a, c, g, h, m, n, p, q, F, S = sympy.symbols("a c g h m n p q F S", real=True)  # m = E P_ℓ'(α) v(α), the rate of p_ℓ
iota, kstar, rk = sympy.symbols("iota kstar r_k", real=True)

# ν·w* from eq. (2) and from eq. (37), with g the slope of the teacher's term and h that of the interaction
SIGN = Statement(eq((1 - alpha**2) * (-g + h), (1 - alpha**2) * (g - h)), (gt(alpha, 0), lt(alpha, 1)))

# coordinates w* = e₁, w = αe₁ + √(1-α²)e₂, y' = √(1-α'²)(u e₂ + √(1-u²)e₃)
_sphere = (ge(alpha, -1), le(alpha, 1), ge(beta, -1), le(beta, 1), ge(u, -1), le(u, 1))
perpendicular = (sqrt(1 - beta**2) * u, sqrt(1 - beta**2) * sqrt(1 - u**2))
UNIT = Statement(
    eq(sympy.Add(beta**2, perpendicular[0] ** 2, (1 - beta**2) * (1 - u**2), evaluate=False), 1), _sphere[2:]
)
INNER = Statement(
    eq(sympy.Add(alpha * beta, sqrt(1 - alpha**2) * perpendicular[0], -alpha * beta, evaluate=False), Y), _sphere
)

# loss Σ a_ℓ(1-p_ℓ)²: its rate of change through p_ℓ, and then with g = V'(α), ν = V' P w*
RATE = Statement(eq(Derivative(a * (1 - p) ** 2, p) * m, -2 * a * (1 - p) * m))
DESCENT = Statement(le(-2 * g * ((1 - alpha**2) * g), 0), (gt(alpha, 0), lt(alpha, 1)))

PARITY = Statement(eq((-1) ** k, 1), (ge(k, 3),), {"k": "odd"})
# k = 2j + 1 and n ≤ j: the power of α = e^{-a} in the n-th remainder term is at least 1
PARITY_REPAIRED = Statement(le(exp(-a * (2 * j + 1 - 2 * n)), exp(-a)), (ge(a, 0), ge(n, 1), le(n, j)))

COEFFICIENT = Statement(ge(c**2 * (k + 1) * ((k + 1) * F), 0), (ge(k, 0), ge(F, 1)))
SPEED = Statement(
    ge(q * alpha**k * (1 - alpha**2) * (1 - r), 0), (ge(q, 0), gt(alpha, 0), lt(alpha, 1), le(r, 1), ge(k, 0))
)
# 0 ≤ x^{k*} - x^k ≤ bound for x in [0, 1]; x = e^{-a}, and a ≤ 2ι where x ≥ 1-ι
NEAR_ONE = (
    Statement(le(exp(-a * kstar) - exp(-a * k), (k - kstar) * a), (ge(a, 0), ge(k, kstar), ge(kstar, 4))),
    Statement(ge(exp(-a * kstar) - exp(-a * k), 0), (ge(a, 0), ge(k, kstar), ge(kstar, 4))),
    Statement(ge(exp(2 * iota) * (1 - iota), 1), (ge(iota, 0), le(iota, Rational(1, 2)))),
)
DROPPED = Statement(
    le((r - rk) * q * alpha**k * (1 - alpha**2), S * q * alpha**k * (1 - alpha**2)),
    (le(r - rk, S), ge(q, 0), gt(alpha, 0), lt(alpha, 1)),
)


def _prove_near_one() -> list[Verdict]:
    """(k-k*)a - e^{-ak*} + e^{-ak} = e^{-ak*}(e^{-a(k-k*)} - 1 + a(k-k*)) + a(k-k*)(1 - e^{-ak*})."""
    script = Script(NEAR_ONE[0], {"a": 0, "k": 4, "kstar": 4})  # facts: a ≥ 0, k ≥ k*, k* ≥ 4
    power = script.positive(exp(-a * kstar))
    tangent = script.tangent(exp(-a * (k - kstar)))
    exponent = script.combine(a * kstar, [(1, [0, 2]), (4, [0])])
    below = script.monotone("exp", 0, -a * kstar, exponent)
    script.combine(NEAR_ONE[0].show.excess, [(1, [power, tangent]), (1, [0, 1, below])])
    return [script.verdict("tangent"), *(prove(statement) for statement in (*NEAR_ONE[1:], DROPPED))]


def _second_sign() -> SecondRoute:
    """Eq. (37)'s first line for σ = He_4/√24 and f_ρ = 0, by exact Gauss quadrature in the plane; its sign is +."""
    with mpmath.workdps(25):
        nodes = [mpmath.mpf(n) / 2 for n in range(-24, 25)]
        weight = [mpmath.npdf(n) / 2 for n in nodes]
        al = mpmath.mpf(1) / 2
        side = mpmath.sqrt(1 - al**2)

        def he4(y: mpmath.mpf) -> mpmath.mpf:
            return y**4 - 6 * y**2 + 3

        total = mpmath.fsum(
            wx * wy * he4(x) * (4 * (al * x + side * y) ** 3 - 12 * (al * x + side * y)) * side * (side * x - al * y)
            for x, wx in zip(nodes, weight, strict=True)
            for y, wy in zip(nodes, weight, strict=True)
        )
        value = total / 24
        return SecondRoute(
            "E f*(x)σ'(wᵀx)xᵀP_w^⊥w* for σ = He_4/√24, α = 1/2, by quadrature; eq. (2) prints its negative",
            f"{mpmath.nstr(value, 12)} > 0",
            bool(abs(value - 4 * al**3 * (1 - al**2)) < mpmath.mpf("1e-12")),
        )


def _second_parity() -> SecondRoute:
    """σ = He_4 is even; the powers that occur in its kernel q_{σ'} by differentiating z⁴."""
    powers = [int(n[0]) for n in sympy.Poly(sympy.diff(sympy.Symbol("z") ** 4, "z")).monoms()]
    return SecondRoute("powers in q_σ' for σ = He_4", str(powers), all(n % 2 == 1 for n in powers))


_P63, _P64, _P65, _P67 = Place(63, "Notation"), Place(64, "eq. (37)"), Place(65, "Lemma 43"), Place(67, "Lemma 44")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-37/sign-against-eq-2",
        where=_P64,
        title="eq. (37) against eq. (2)",
        latex=r"-P_w^\perp\nabla f_D + P_w^\perp\nabla\mathbb E k_D\ \text{(2)}\ =\ \mathbb E(f^*-f_\rho)\,\sigma'(w^\top x)\,P_w^\perp x\ \text{(37)}",
        domain=Domain("0 < α < 1; the component along w*, with any slopes of the two terms"),
        statements=(SIGN,),
        covers=("C13",),
        uses=("eq-37/chain-rule",),
        prove=lambda: [refute(SIGN, {"alpha": "1/2", "g": 1, "h": 0})],
        severity=Severity.COSMETIC,
        repair=Repair("eq-2/descent", "Eq. (37) has the descending sign, and all of Appendix G rests on eq. (37)."),
        second_route=_second_sign,
        note="The two displays differ by an overall sign.",
    ),
    Claim(
        id="eq-37/coordinates",
        where=_P64,
        title="the decomposition of a neuron along w*",
        latex=r"w' = \alpha' w^* + y',\ y' \in \sqrt{1-\alpha'^2}\,\mathbb S^{d-2}\ \perp w^*:\quad \|w'\| = 1,\ y'^\top w = \sqrt{1-\alpha^2}\sqrt{1-\alpha'^2}\,u",
        domain=Domain("-1 ≤ α, α', u ≤ 1, in the three coordinates that matter"),
        statements=(UNIT, INNER),
        covers=("C22",),
        mutants=(
            Mutant(
                "a sphere of radius 1 - α'²",
                UNIT.replace(eq(sympy.Add(beta**2, (1 - beta**2) ** 2 * u**2, (1 - beta**2) ** 2 * (1 - u**2)), 1)),
            ),
        ),
        note="Printed with y for y' once; the signed overlap is meant, which for even σ gives the same average as α(w') = |w'ᵀw*|.",
    ),
    Claim(
        id="theorem-9/time-is-well-defined",
        where=_P63,
        title="T(δ) is the first time at which the loss is at most δ²",
        latex=r"T(\delta) = \min\{t : \|f_{\rho_t}-f^*\|^2 \le \delta^2\}:\quad \frac{d}{dt}\|f_{\rho_t}-f^*\|^2 = -2\,\mathbb E(1-\alpha^2)V'(\alpha)^2 \le 0",
        domain=Domain("every polynomial σ, well-specified; one term of the loss, one neuron"),
        statements=(RATE, DESCENT),
        covers=("C14",),
        uses=("eq-37/gegenbauer-form", "eq-2/descent"),
        assumes=("smooth-flow", "linearity", "expectation"),
        mutants=(
            Mutant("plus sign of the rate", RATE.replace(eq(RATE.show.lhs, 2 * a * (1 - p) * m))),
            Mutant("ascending flow", DESCENT.replace(le(2 * g * ((1 - alpha**2) * g), 0))),
        ),
        note="The loss falls and is continuous, so the set is a closed half-line when it is not empty: 'arg min' is its least element, and before it the loss exceeds δ², as Lemma 45 needs. That it is not empty is Proposition 47.",
    ),
    Claim(
        id="eq-38/parity-as-printed",
        where=_P65,
        title="the parity of k",
        latex=r"k \text{ is even, for every degree } k \text{ of } q_{\sigma'}",
        domain=Domain("odd k ≥ 3, the orders of q_{σ'} for even σ"),
        statements=(PARITY,),
        covers=("C25",),
        prove=lambda: [refute(PARITY, {"k": 3})],
        severity=Severity.COSMETIC,
        repair=Repair("eq-38/parity", "k is odd, as p. 64 says; odd is what gives every remainder term a factor α."),
        second_route=_second_parity,
    ),
    Claim(
        id="eq-38/parity",
        where=_P65,
        title="what odd k gives",
        latex=r"k = 2j+1,\ n \le j \implies \alpha^{k-2n} \le \alpha",
        domain=Domain("0 < α = e^{-a} ≤ 1, all real 1 ≤ n ≤ j; the terms of the remainder of order k"),
        statements=(PARITY_REPAIRED,),
        mutants=(Mutant("k = 2j, an even k", PARITY_REPAIRED.replace(le(exp(-a * (2 * j - 2 * n)), exp(-a)))),),
    ),
    Claim(
        id="lemma-44/non-negative-terms",
        where=_P67,
        title="the terms v_k are non-negative, whatever the signs of the c_k",
        latex=r"q_k = c_{k+1}^2(k+1)(k+1)! \ge 0,\quad v_k = q_k\alpha^k(1-\alpha^2)(1-r_{t,k+1}) \ge 0",
        domain=Domain("every real c_{k+1}, k ≥ 0, 0 < α < 1, r ≤ 1"),
        statements=(COEFFICIENT, SPEED),
        covers=("C48",),
        uses=("hermite/overlap-kernels",),
        mutants=(
            Mutant("c in place of c²", COEFFICIENT.replace(ge(c * (k + 1) * ((k + 1) * F), 0))),
            Mutant("without r ≤ 1", SPEED.replace(assume=(*SPEED.assume[:3], SPEED.assume[4]))),
        ),
        note="True as printed, but c_k ≥ 0 is not needed for it: in the well-specified model only the squares c_k² occur.",
    ),
    Claim(
        id="lemma-44/authors-comment",
        where=_P67,
        title="the comment left in the text: v_k with one r for all k",
        latex=r"(\star) \implies 0 \le r_{t,k^*} - r_{t,k} \le (2(k-k^*)+2)\,\iota,\ \text{so}\ |v_k - q_k\alpha^k(1-\alpha^2)(1-r_t)| \le q_k\alpha^k(1-\alpha^2)(2(k-k^*)+2)\iota",
        domain=Domain("every law with P[ι ≤ α ≤ 1-ι] ≤ ι, ι ≤ 1/2, all real k ≥ k* ≥ 4"),
        statements=(*NEAR_ONE, DROPPED),
        covers=("C49",),
        prove=_prove_near_one,
        assumes=("expectation",),
        mutants=(
            Mutant(
                "half of the bound near α = 1",
                NEAR_ONE[0].replace(le(NEAR_ONE[0].show.lhs, (k - kstar) * a / 2)),
            ),
        ),
        note="Left-over author comments (pp. 60, 67); that of p. 60 asks for a lemma ‖m_s‖ ≤ Φ_Q, which Lemma 41 uses. That of p. 67 is right: for α > 1-ι the difference is at most (k-k*)·2ι, below ι at most ι⁴, between at most 1; but the case that it plans for does not arise, since q_k ≥ 0 always.",
    ),
)
