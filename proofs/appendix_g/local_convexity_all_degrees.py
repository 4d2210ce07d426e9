"""Appendix G.4, Lemma 48 (pp. 72–74) for every degree, dimension and symmetric law, with its constant.

V' = Σ a_ℓ(1-p_ℓ)P_ℓ' with a_ℓ ≥ 0 and p_ℓ ≤ 1, so the two eigenvalues can be bounded one order ℓ at a time:
(1-α²)P_ℓ'' - αP_ℓ' and -αP_ℓ', near α = 1. M stands for P_ℓ''(1)/P_ℓ'(1), P for P_ℓ'(1), f and h for P_ℓ'(α), P_ℓ''(α).
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, Subs, exp, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, d, j, k

K, M, P, b, c, ell, f, g, h, lam, q, s, x = sympy.symbols("K M P b c ell f g h lam q s x", real=True)
L = sympy.Symbol("L", real=True)

RADIUS = (
    Statement(eq((1 - alpha) ** 2 + sqrt(1 - alpha**2) ** 2, 2 - 2 * alpha), (ge(alpha, 0), le(alpha, 1))),
    Statement(ge(alpha, 1 - 1 / (50 * K**2)), (le(2 - 2 * alpha, (1 / (5 * K)) ** 2), ge(K, 1))),
    Statement(ge(1 - 1 / (50 * K**2), 1 - 1 / (5 * K)), (ge(K, 1),)),
)
_near = (
    gt(P, 0),
    ge(f, P - (1 - alpha) * M * P),
    le(h, M * P),
    ge(M, 0),
    le(M, K**2),
    ge(alpha, 1 - 1 / (50 * K**2)),
    le(alpha, 1),
    ge(K, 2),
)
ORDER = (
    Statement(le((ell - 1) * (ell + d - 1) / (d + 1), K**2), (ge(ell, 1), le(ell, K), ge(d, 3))),
    Statement(le((1 - alpha**2) * h - alpha * f, -Rational(9, 10) * P), _near),
    Statement(le(-alpha * f, -Rational(9, 10) * P), _near),
)
# q stands for q(1) - q(0), the sum of the orders k ≥ 2; Q = Σ a_ℓ(1-p_ℓ) = q(1) - E q(α) ≥ q s, s = E(1-α²);
# L = Σ_{ℓ≥2} a_ℓ(1-p_ℓ)² ≤ K⁴q s², since a_0 ≥ q(0); λ ≥ (9/10)·2·Q
LOSS = (
    Statement(ge(1 - exp(-k * x), 1 - exp(-2 * x)), (ge(x, 0), ge(k, 2))),
    Statement(ge(ell * (ell + d - 2) / (d - 1), 2), (ge(ell, 2), ge(d, 3))),
    Statement(le(ell * (ell + d - 2) / (d - 1), ell**2), (ge(ell, 1), ge(d, 3))),
    Statement(
        ge(lam**2, Rational(81, 25) * q / K**4 * L),
        (gt(q, 0), ge(s, 0), gt(K, 0), ge(lam, Rational(9, 5) * q * s), ge(L, 0), le(L, K**4 * q * s**2)),
    ),
)

# y = w̃ + cw: yᵀD y = along + c·wᵀD w̃, and wᵀD w̃ = -νᵀw̃ = -√(1-α²)V'
FORM = Statement(
    le(12 * alpha**2 * (1 - alpha**2) - 4 * alpha**4 - c * sqrt(1 - alpha**2) * 4 * alpha**3, -lam),
    (
        ge(alpha, Rational(19, 20)),
        lt(alpha, 1),
        gt(lam, 0),
        le(lam, -12 * alpha**2 * (1 - alpha**2) + 4 * alpha**4),
    ),
)
_mono = (gt(alpha, 0), lt(alpha, 1), gt(b, 0))
FORM_REPAIRED = (
    # the component along w of the derivative of ν = α^j(w* - αw) in the direction w̃, with b = √(1-α²)
    Statement(
        eq(
            alpha * (b * Derivative(alpha**j * (1 - alpha**2), alpha))
            + b * (b * Derivative(-(alpha ** (j + 1)) * b, alpha) - alpha * Derivative(-(alpha ** (j + 1)) * b, b)),
            -b * alpha**j,
        ),
        (*_mono, eq(b**2, 1 - alpha**2)),
    ),
    # the component across of that derivative, at h = 0
    Statement(eq(Subs(b * Derivative(-(alpha ** (j + 1)) * h, alpha), h, 0), 0), _mono),
    # the form on a w̃ + h y, y ⊥ w, w*
    Statement(
        le(c**2 * f + h**2 * g, -lam * (c**2 + h**2)),
        (le(f, -lam), le(g, -lam)),
    ),
)
AFTER = Statement(
    le(12 * alpha**2 * (1 - alpha**2) - 4 * alpha**4, 0), (ge(alpha, 1 / (5 * K)), le(alpha, 1), ge(K, 4))
)


def _prove_radius() -> list[Verdict]:
    last = Script(RADIUS[2], {"K": 1})
    count = last.combine(K, [(1, [0]), (1, [])])
    last.combine(RADIUS[2].show.excess, [("1/5", [0]), ("9/50", [])], times=[count, count])
    return [prove(RADIUS[0]), prove(RADIUS[1]), last.verdict("positive terms")]


def _prove_order() -> list[Verdict]:
    """α(f - P + (1-α)MP) + (1-α²)(MP - h) + P[(24/25)(α - 199/200) + (1+2α)(1/50 - (1-α)M) + 22/625]."""
    first = Script(ORDER[0], {"ell": 1, "K": 1, "d": 3})
    up = first.combine(d + 1, [(1, [2]), (4, [])])
    degree = first.combine(ell, [(1, [0]), (1, [])])
    top = first.combine(K + ell, [(1, [1]), (2, [degree])])
    less = first.combine(d - 1, [(1, [2]), (2, [])])
    rest = first.combine(
        ell**2 * (d + 1) - (ell - 1) * (ell + d - 1),
        [(1, [less, degree, 0]), (1, [degree, 0]), (2, [degree]), (1, [less])],
    )
    first.combine(ORDER[0].show.excess, [(1, [1, top, up]), (1, [rest])], times=[up])
    verdicts = [first.verdict("positive terms")]
    for number, statement in enumerate(ORDER[1:]):
        script = Script(statement, {"P": 1, "f": 1, "h": 0, "M": 0, "alpha": 1, "K": 2})
        count = script.combine(K, [(1, [7]), (2, [])])
        small = script.combine(Rational(1, 50) - (1 - alpha) * M, [(1, [count, count, 5]), (1, [6, 4])])
        two = script.combine(K + 2, [(1, [7]), (4, [])])
        spare = script.combine(Rational(1, 200) - 1 / (50 * K**2), [("1/200", [7, two])], times=[count, count])
        close = script.combine(alpha - Rational(199, 200), [(1, [5]), (1, [spare])])
        inside = script.combine(alpha, [(1, [close]), ("199/200", [])])
        unit = script.combine(1 - alpha**2, [(1, [6]), (1, [inside, 6])])
        terms: list[tuple[object, list[int]]] = [(1, [inside, 1])]
        if number == 0:
            terms += [(1, [unit, 2]), ("24/25", [0, close]), (1, [0, small]), (2, [0, inside, small]), ("22/625", [0])]
        else:
            terms += [("49/50", [0, close]), (1, [0, inside, small]), ("751/10000", [0])]
        script.combine(statement.show.excess, terms)
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _prove_loss() -> list[Verdict]:
    """Monotone e^x; (ℓ-2)(ℓ+d) + 2; (d-2)ℓ(ℓ-1); (λ - 9qs/5)(λ + 9qs/5) + (81/25)q(K⁴qs² - L)/K⁴."""
    first = Script(LOSS[0], {"x": 0, "k": 2})
    more = first.combine(k * x - 2 * x, [(1, [0, 1])])
    power = first.monotone("exp", -2 * x, -k * x, more)
    first.combine(LOSS[0].show.excess, [(1, [power])])
    verdicts = [first.verdict("monotone")]
    for number, statement in enumerate(LOSS[1:3]):
        script = Script(statement, {"ell": 2, "d": 3})
        below = script.combine(d - 1, [(1, [1]), (2, [])])
        degree = script.combine(ell, [(1, [0]), (2 - number, [])])
        if number == 0:
            total = script.combine(ell + d, [(1, [degree]), (1, [1]), (3, [])])
            script.combine(statement.show.excess, [(1, [0, total]), (2, [])], times=[below])
        else:
            less = script.combine(d - 2, [(1, [1]), (1, [])])
            script.combine(statement.show.excess, [(1, [less, degree, 0])], times=[below])
        verdicts.append(script.verdict("positive terms"))
    last = Script(LOSS[3], {"q": 1, "s": 0, "K": 1, "lam": 0, "L": 0})
    total = last.combine(lam + Rational(9, 5) * q * s, [(1, [3]), ("18/5", [0, 1])])
    rest = last.combine(Rational(81, 25) * q * (q * s**2 - L / K**4), [("81/25", [0, 5])], times=[2, 2, 2, 2])
    last.combine(LOSS[3].show.excess, [(1, [3, total]), (1, [rest])])
    return [*verdicts, last.verdict("positive terms")]


def _prove_form() -> list[Verdict]:
    """Identities; then c²(-λ - f) + h²(-λ - g)."""
    normal = Script(FORM_REPAIRED[0], {"alpha": "3/5", "b": "4/5", "j": 3})
    normal.combine(FORM_REPAIRED[0].show.excess, [(-(j + 1) * b * alpha**j, [3])])
    verdicts = [normal.verdict("identity"), prove(FORM_REPAIRED[1])]
    script = Script(FORM_REPAIRED[2], {"c": 1, "h": 1, "f": -1, "g": -1, "lam": 1})
    first, second = script.square(c), script.square(h)
    script.combine(FORM_REPAIRED[2].show.excess, [(1, [first, 0]), (1, [second, 1])])
    return [*verdicts, script.verdict("positive terms")]


def _second_form() -> SecondRoute:
    """Differentiate ν = 4⟨w,w*⟩³P_w^⊥w* numerically in R³ and evaluate yᵀDy at y = w̃ - 100w."""
    with mpmath.workdps(30):
        al = mpmath.mpf(24) / 25
        ra = mpmath.sqrt(1 - al**2)
        w, tangent = [al, ra, mpmath.mpf(0)], [ra, -al, mpmath.mpf(0)]

        def velocity(t: mpmath.mpf) -> list[mpmath.mpf]:
            at = [a + t * b for a, b in zip(w, tangent, strict=True)]
            return [4 * at[0] ** 3 * ((1 if i == 0 else 0) - at[0] * at[i]) for i in range(3)]

        image = [mpmath.diff(lambda t, i=i: velocity(t)[i], 0) for i in range(3)]
        y = [a - 100 * b for a, b in zip(tangent, w, strict=True)]
        value = mpmath.fsum(a * b for a, b in zip(y, image, strict=True))  # D y = D w̃, since D w = 0
        return SecondRoute(
            "q = z⁴ at uniform ρ_0, α = 24/25 in R³: D by numerical differentiation, yᵀDy at y = w̃ - 100w",
            mpmath.nstr(value, 12),
            bool(value > 1),
        )


def _second_after() -> SecondRoute:
    """dθ_t/dθ_s grows at α = 1/2: differentiate dθ/dt = -4 sin θ cos³θ."""
    with mpmath.workdps(30):
        rate = mpmath.diff(lambda a: -4 * mpmath.sin(a) * mpmath.cos(a) ** 3, mpmath.pi / 3)
        return SecondRoute(
            "q = z⁴ at uniform ρ_0: d/dθ of dθ/dt = -4 sin θ cos³θ at cos θ = 1/2 by numerical differentiation",
            mpmath.nstr(rate, 12),
            bool(rate > 1),
        )


_P72, _P74 = Place(72, "Lemma 48"), Place(74, "proof of Lemma 49")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-48/radius",
        where=_P72,
        title="the ball in distance and in overlap",
        latex=r"\|\xi-w^*\| \le \tfrac1{5K} \implies \alpha \ge 1-\tfrac1{50K^2} \ge 1-\tfrac1{5K}",
        domain=Domain("every real K ≥ 1; ‖ξ-w*‖² = 2 - 2α"),
        statements=RADIUS,
        covers=("C99",),
        prove=_prove_radius,
        mutants=(Mutant("1 - 1/(60K²)", RADIUS[1].replace(ge(alpha, 1 - 1 / (60 * K**2)))),),
        note="Lemma 48's ball is much smaller than Lemma 44's α ≥ 1 - 1/(5K).",
    ),
    Claim(
        id="lemma-48/all-degrees",
        where=_P72,
        title="local strong convexity for every degree, dimension and law, with its constant",
        latex=r"\|\xi-w^*\| \le \tfrac1{5K} \implies \lambda_{\max}(D^\perp) \le -\tfrac9{10}\sum_\ell a_\ell(1-p_\ell)P_\ell'(1) \le -\frac{9\sqrt{q(1)-q(0)}}{5K^2}\,\|f_\rho-f^*\|",
        domain=Domain(
            "every well-specified even activation of degree ≤ K (K ≥ 2, c_0 arbitrary), every symmetric law, every real d ≥ 3"
        ),
        statements=(*ORDER, *LOSS),
        covers=("C97", "C100"),
        uses=(
            "lemma-48/radius",
            "lemma-48/along",
            "lemma-48/across",
            "lemma-48/quadratic-form",
            "gegenbauer/monomial-expansion",
            "eq-37/gegenbauer-form",
        ),
        assumes=("gegenbauer-maximum", "expectation", "linearity"),
        prove=lambda: [*_prove_order(), *_prove_loss()],
        mutants=(
            Mutant("99/100 in place of 9/10", ORDER[1].replace(le(ORDER[1].show.lhs, -Rational(99, 100) * P))),
            Mutant(
                "the ball α ≥ 1 - 1/K²",
                ORDER[1].replace(assume=(*_near[:5], ge(alpha, 1 - 1 / K**2), *_near[6:])),
            ),
            Mutant("q(1) in place of q(1) - q(0): the order k = 0", LOSS[0].replace(assume=(ge(x, 0), ge(k, 0)))),
        ),
        constants=(
            Constant(
                "C_LSC hidden in Lemma 48",
                "Ω_{K,C_reg}(1)",
                "9*sqrt(q(1) - q(0))/(5*K**2)",
                "-",
                "-",
                "every degree K, every d ≥ 3, every symmetric law",
                ("theorem 7", "theorem 9"),
            ),
        ),
        note="Order by order in ℓ; neither (⋆) nor a large d nor t ≤ T(δ) is needed, and C_reg enters only through q(1) - q(0) = Σ_{k≥2} q_k, which is q(1) in p. 62's setting (c_0 = 0).",
    ),
    Claim(
        id="lemma-48/quadratic-form-as-printed",
        where=Place(73, "Lemma 48, Definition 2"),
        title="the form of the one-sided projection on all of R^d",
        latex=r"D_t^\perp \preceq -\Omega(\sqrt L)\ \text{(also with } P_w^\perp \text{ on the right)},\quad D^\perp = (\nabla\nu)P_w^\perp",
        domain=Domain("q = z⁴ at uniform ρ_0, 19/20 ≤ α < 1, y = w̃ + cw, any 0 < λ ≤ -w̃ᵀDw̃"),
        statements=(FORM,),
        covers=("C97", "C98"),
        prove=lambda: [refute(FORM, {"alpha": "24/25", "c": -100, "lam": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-48/quadratic-form",
            "Read on the tangent space (P_wDP_w ⪯ -C P_w^⊥), where two directions do suffice; normal parts of Δ are of second order.",
        ),
        second_route=_second_form,
        note="Lemma 48 leaves out P_w^⊥ (yᵀDy = 0 at y = w), and D = (∇ν)P_w^⊥ has a normal component: wᵀDw̃ = -√(1-α²)V' ≠ 0.",
    ),
    Claim(
        id="lemma-48/quadratic-form",
        where=Place(73, "proof of Lemma 48"),
        title="two kinds of tangent vectors suffice",
        latex=r"w^\top D\tilde w = -\sqrt{1-\alpha^2}\,V',\quad y^\top D\tilde w = 0;\qquad a^2\lambda_1+h^2\lambda_2 \le -\lambda(a^2+h^2)",
        domain=Domain("tangent vectors a w̃ + h y, y ⊥ w, w*; one monomial α^j of V' for every real j"),
        statements=FORM_REPAIRED,
        covers=("C98",),
        uses=("lemma-48/along", "lemma-48/across"),
        assumes=("linearity",),
        prove=_prove_form,
        mutants=(
            Mutant(
                "2λ in place of λ", FORM_REPAIRED[2].replace(le(FORM_REPAIRED[2].show.lhs, -2 * lam * (c**2 + h**2)))
            ),
        ),
    ),
    Claim(
        id="lemma-49/threshold-as-printed",
        where=_P74,
        title="the local Hessian after α_t has passed 1/(5K)",
        latex=r"\alpha_t \ge \tfrac1{5K} \implies D_t^\perp \preceq 0",
        domain=Domain("q = z⁴ at uniform ρ_0, K ≥ 4"),
        statements=(AFTER,),
        covers=("C101",),
        step=True,
        prove=lambda: [refute(AFTER, {"alpha": "1/2", "K": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-48/all-degrees",
            "Meant is 1 - 1/(5K), as p. 75 has it; with Lemma 48's ball it is 1 - 1/(50K²), up to where Claim 12 holds too.",
        ),
        second_route=_second_after,
        note="p. 74 prints α_t ≤ 1/(5K) twice, p. 75 α_t ≤ 1 - 1/(5K).",
    ),
)
