"""Appendix F.2 (pp. 48–52): the balancedness of Claim 8, Lemma 34, Claim 9, and equations (28)–(31).

Letters: lam = λ_v, P = Pr[B_τ], phi = φ_v(Δ), n = ‖v‖_∞, x = E‖Δ‖1(ξ ∉ B_τ), Omega = E‖Δ‖, e = ε_m^{25}, K = C_reg.
"""

from __future__ import annotations

import mpmath
import sympy

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.reflections import UNIT, inner, moved

lam, P, phi, n, x, Omega, e, K, value, out, rest = sympy.symbols(
    "lam P phi n x Omega e C_reg value out rest", real=True
)
F, Y, z1, z2, u1, u2, form_f, form_y = sympy.symbols("F Y z1 z2 u1 u2 form_f form_y", real=True)
E1, E2, p1, p2, eta1, eta2, C_b = sympy.symbols("E1 E2 phi1 phi2 eta1 eta2 C_b", real=True)
S, P_i, psi, om, g, size, root = sympy.symbols("S P_i psi om g size root", real=True)

# Claim 8: Σ_v v_a v_b is the inner product of two coordinate columns (v_a)_v, (v_b)_v of the basis, whatever the basis;
# the mean over g of ⟨z, g⁻¹f(gw*)⟩² is at most |z|² times mean_f = E_g‖f(gw*)‖², the mean over the teachers, and
# that of |y(gw*)|²‖Uᵀz‖² is mean_y‖Uᵀz‖²; form_f and form_y are the sums over F_λ and Y_λ
size_z, size_u, mean_f, mean_y, norms, share, N = sympy.symbols("size_z size_u mean_f mean_y norms share N", real=True)
CLAIM8 = (
    Statement(le((z1 * u1 + z2 * u2) ** 2, (u1**2 + u2**2) * (z1**2 + z2**2))),
    Statement(eq(moved("a", "b"), inner("a", "b")), (UNIT,)),
    Statement(eq(share * norms, 1), (gt(N, 0), eq(N * share, 1), eq(norms / N, 1))),  # norms = Σ_i ‖f(w_i)‖²
    Statement(
        le(form_f + form_y, (F + Y) * size_z),
        (
            *(ge(F, 0), ge(Y, 0), ge(size_z, size_u), ge(size_u, 0)),
            *(le(form_f, F * mean_f * size_z), eq(form_y, Y * mean_y * size_u), eq(mean_f, 1), eq(mean_y, 1)),
        ),
    ),
)
# Lemma 34: value = λP(φ - out) + rest, |out| ≤ n x, |rest| ≤ n e Ω
_lemma34 = (
    ge(lam, 0),
    ge(P, 0),
    le(P, 1),
    ge(n, 0),
    ge(x, 0),
    ge(e, 0),
    ge(Omega, 0),
    eq(value, lam * P * (phi - out) + rest),
    le(out, n * x),
    ge(out, -n * x),
    le(rest, n * e * Omega),
    ge(rest, -n * e * Omega),
)
LEMMA34 = Statement(ge(value - P * lam * phi, -n * (e * Omega + x)), _lemma34)
LEMMA34_REPAIRED = (
    Statement(ge(value - P * lam * phi, -n * (e * Omega + lam * x)), _lemma34),
    Statement(le(value - P * lam * phi, n * (e * Omega + lam * x)), _lemma34),
)
WEIGHTS = Statement(eq(eta1 + eta2, 1), (gt(eta1, 0), gt(eta2, 0), le(eta1**2 + eta2**2, C_b)))
WEIGHTS_REPAIRED = Statement(le(eta1 + eta2, C_b), (ge(eta1, 1), ge(eta2, 1), le(eta1**2 + eta2**2, C_b)))
_small = (le(E1**2, e**2), le(E2**2, e**2))
COMPONENTS = Statement(le((p1 * E1 + p2 * E2) ** 2, e**2 * (p1**2 + p2**2)), _small)
COMPONENTS_REPAIRED = Statement(le((p1 * E1 + p2 * E2) ** 2, 2 * e**2 * (p1**2 + p2**2)), _small)
# Claim 9: the sign of |⟨∇Φ, G⟩|, and the sum of (28), (29), (31); size is |g|
_absolute = (ge(size, g), ge(size, -g), eq(size**2, g**2))
CLAIM9 = Statement(
    ge(value, -(K + 1) * x - C_b * e * Omega + size), (*_absolute, ge(value, -(K + 1) * x - C_b * e * Omega + g))
)
_claim9 = (
    *_absolute,
    ge(K, 0),
    ge(x, 0),
    ge(e, 0),
    ge(Omega, 0),
    ge(S, 0),
    le(S, K * C_b * Omega),
    le(P_i - P, e),
    eq(root**2, C_b),
    ge(psi, P * S - C_b * K * x - root * C_b * e * Omega),
    ge(om, -P_i * S - K * x),
    eq(value, psi + om + g),
)
CLAIM9_REPAIRED = Statement(ge(value, -(C_b + 1) * K * x - (root + K) * C_b * e * Omega - size), _claim9)
CLAIM9_WITHOUT = Statement(  # e = 0, G = 0
    ge(psi + om, -C_b * K * x),
    (ge(C_b, 1), ge(K, 0), ge(x, 0), ge(psi, P * S - C_b * K * x), ge(om, -P * S - K * x)),
)
# (28): both arguments of K' move by at most τ
tau, L1, L2 = sympy.symbols("tau L1 L2", real=True)
_moves = (ge(tau, 0), ge(K, 0), ge(L1, 0), ge(L2, 0), le(L1, K), le(L2, K))
TWO_ARGUMENTS = Statement(le(L1 * tau + L2 * tau, K * tau), _moves)
TWO_ARGUMENTS_REPAIRED = Statement(le(L1 * tau + L2 * tau, 2 * K * tau), _moves)
# (30): Σ φ_v|uᵀv| ≤ η(Σφ_v²)^{1/2}, from Σ(uᵀv)² ≤ η²
eta, a1, a2 = sympy.symbols("eta a1 a2", real=True)
BALANCED = Statement(le((p1 * a1 + p2 * a2) ** 2, eta**2 * (p1**2 + p2**2)), (le(a1**2 + a2**2, eta**2),))
# (31) as printed: two neurons; o_i = 1 if neuron i is outside B_τ, D_i = ‖Δ(i)‖, h = ‖H_∞‖ ≤ C_reg
o1, o2, D1, D2, h = sympy.symbols("o1 o2 D1 D2 h", real=True)
_two = (ge(o1, 0), le(o1, 1), ge(o2, 0), le(o2, 1), ge(D1, 0), ge(D2, 0), ge(h, 0), le(h, K))
outside = (o1 * D1 + o2 * D2) / 2
INDICATOR = Statement(le((o1 + o2) / 2 * h * (D1 + D2) / 2, K * outside), _two)
INDICATOR_REPAIRED = Statement(  # share = Pr[w_i ∈ B_τ], and ‖H_i‖ ≤ h·x there
    le(share * h * x, K * x), (ge(share, 0), le(share, 1), ge(h, 0), le(h, K), ge(x, 0))
)
# ‖v(w)‖² = s: vvᵀ ⪯ η²I gives s² ≤ η²s, and 1 = E‖v‖² ≤ η² ≤ C_b
s = sympy.Symbol("s", real=True)
SUPREMUM = (
    Statement(le(s, C_b), (gt(s, 0), le(s**2, eta**2 * s), le(eta**2, C_b))),
    Statement(le(sympy.sqrt(C_b), C_b), (ge(C_b, 1),)),
)


def _prove_claim8() -> list[Verdict]:
    lagrange = Script(CLAIM8[0], {"u1": 0, "u2": 0, "z1": 0, "z2": 0})
    lagrange.combine(CLAIM8[0].show.excess, [(1, [lagrange.square(u1 * z2 - u2 * z1)])])
    basis, mean = prove(CLAIM8[1]), prove(CLAIM8[2])
    last = Script(
        CLAIM8[3], {"F": 1, "Y": 1, "form_f": 0, "form_y": 0, "mean_f": 1, "mean_y": 1, "size_u": 0, "size_z": 1}
    )
    own = last.combine(F * size_z - form_f, [(1, [4]), (-F * size_z, [6])])
    other = last.combine(Y * size_u - form_y, [(-1, [5]), (-Y * size_u, [7])])
    last.combine(CLAIM8[3].show.excess, [(1, [own]), (1, [other]), (1, [1, 2])])
    return [lagrange.verdict("Lagrange identity"), basis, mean, last.verdict("positive terms")]


def _prove_lemma34() -> list[Verdict]:
    """±(value - Pλφ) + n(eΩ + λx) = λP(nx ∓ out) + λ(1-P)nx + (n e Ω ± rest)."""
    verdicts = []
    point = dict.fromkeys(("lam", "n", "x", "e", "Omega", "value", "out", "rest", "phi"), 0) | {"P": 1}
    for statement, sides in zip(LEMMA34_REPAIRED, ((8, 11, 1), (9, 10, -1)), strict=True):
        script = Script(statement, point)
        terms = [(1, [0, 1, sides[0]]), (1, [0, 2, 3, 4]), (1, [sides[1]]), (sides[2], [7])]
        script.combine(statement.show.excess, terms)
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _prove_components() -> list[Verdict]:
    """2e²(φ₁²+φ₂²) - (φ₁E₁+φ₂E₂)² = 2φ₁²(e²-E₁²) + 2φ₂²(e²-E₂²) + (φ₁E₁-φ₂E₂)²."""
    script = Script(COMPONENTS_REPAIRED, dict.fromkeys(("E1", "E2", "e", "phi1", "phi2"), 0))
    first, second, cross = script.square(p1), script.square(p2), script.square(p1 * E1 - p2 * E2)
    script.combine(COMPONENTS_REPAIRED.show.excess, [(2, [first, 0]), (2, [second, 1]), (1, [cross])])
    return [script.verdict("squares")]


def _prove_weights() -> list[Verdict]:
    """η ≤ η² for each."""
    script = Script(WEIGHTS_REPAIRED, {"C_b": 2, "eta1": 1, "eta2": 1})
    script.combine(WEIGHTS_REPAIRED.show.excess, [(1, [2]), (1, [0, 0]), (1, [0]), (1, [1, 1]), (1, [1])])
    return [script.verdict("positive terms")]


def _prove_claim9() -> list[Verdict]:
    """value + … = (psi-part) + (om-part) + e·S from P_i - P ≤ e, e(K C_b Ω - S), and size + g ≥ 0."""
    point = {symbol.name: 0 for symbol in CLAIM9_REPAIRED.symbols}
    script = Script(CLAIM9_REPAIRED, point)
    terms = [(1, [11]), (1, [12]), (1, [9, 7]), (1, [5, 8]), (1, [1]), (1, [13])]
    script.combine(CLAIM9_REPAIRED.show.excess, terms)
    return [script.verdict("positive terms")]


def _prove_balanced() -> list[Verdict]:
    script = Script(BALANCED, {"a1": 0, "a2": 0, "eta": 1, "phi1": 0, "phi2": 0})
    squares = [script.square(p1), script.square(p2), script.square(p1 * a2 - p2 * a1)]
    script.combine(BALANCED.show.excess, [(1, [squares[0], 0]), (1, [squares[1], 0]), (1, [squares[2]])])
    return [script.verdict("Lagrange identity")]


def _prove_indicator() -> list[Verdict]:
    """K·x - share·h·x = (K - h)x + (1 - share)hx."""
    script = Script(INDICATOR_REPAIRED, dict.fromkeys(("C_reg", "h", "share", "x"), 0))
    script.combine(INDICATOR_REPAIRED.show.excess, [(1, [3, 4]), (1, [1, 2, 4])])
    return [script.verdict("positive terms")]


def _prove_supremum() -> list[Verdict]:
    script = Script(SUPREMUM[0], {"C_b": 1, "eta": 1, "s": 1})
    below = script.combine(eta**2 - s, [(1, [1])], times=[0])
    script.combine(C_b - s, [(1, [below]), (1, [2])])
    root = Script(SUPREMUM[1], {"C_b": 1})
    root.combine(C_b, [(1, [0]), (1, [])])
    high = root.positive(sympy.sqrt(C_b))
    whole = root.combine(sympy.sqrt(C_b) + 1, [(1, [high]), (1, [])])
    above = root.combine(sympy.sqrt(C_b) - 1, [(1, [0])], times=[whole])
    root.combine(C_b - sympy.sqrt(C_b), [(1, [high, above])])
    return [script.verdict("division by s"), root.verdict("square root")]


def _second_lemma34() -> SecondRoute:
    """σ = He_4/√24 near its teacher: eigenvalue q'(1) = 4, eigenfunction s·u; one neuron of two is outside the ball."""
    with mpmath.workdps(20):
        eigenvalue = mpmath.mpf(4)
        gaps, inside = [mpmath.mpf(1), mpmath.mpf(1)], [1, 0]
        pairing = mpmath.fsum(gaps) / 2
        restricted = mpmath.fsum(g_ * i for g_, i in zip(gaps, inside, strict=True)) / 2
        error = abs(eigenvalue * restricted - eigenvalue * pairing)
        allowed = mpmath.fsum(g_ * (1 - i) for g_, i in zip(gaps, inside, strict=True)) / 2
        return SecondRoute(
            "q = z⁴ at the teacher (λ = q'(1) = 4, ‖v‖ = 1), two neurons displaced along v, one of them outside B_τ",
            f"error {mpmath.nstr(error, 5)} > E‖Δ‖1(∉B_τ) = {mpmath.nstr(allowed, 5)}",
            bool(error > allowed),
        )


def _second_weights() -> SecondRoute:
    """σ(z) = z with three teachers at 120°: P_w a has squared norm ½ on average, so its normalised square is 2P_w."""
    with mpmath.workdps(20):
        angles = [2 * mpmath.pi * i / 3 for i in range(3)]
        mean = mpmath.fsum(mpmath.sin(t) ** 2 for t in angles) / 3  # E‖P_w a‖² for a = e_1
        weights = [mpmath.mpf(1), 1 / mpmath.sqrt(mean)]
        return SecondRoute(
            "σ(z) = z, three teachers at 120°, d ≥ 3: the least weights η_λ of its two eigenvalues",
            " + ".join(mpmath.nstr(w, 6) for w in weights) + " ≠ 1",
            bool(abs(mpmath.fsum(weights) - 1) > 1),
        )


def _second_components() -> SecondRoute:
    with mpmath.workdps(20):
        dimension = 100
        phi_ = [1 / mpmath.sqrt(dimension)] * dimension
        total = mpmath.fsum(p * 1 for p in phi_)
        return SecondRoute(
            "100 eigenfunctions with equal φ_v and every error equal to 1: Σφ_vE_v/(Σφ_v²)^{1/2}",
            f"{mpmath.nstr(total, 6)} > 1",
            bool(total > 9),
        )


def _second_claim9() -> SecondRoute:
    with mpmath.workdps(20):
        gradient, field = [mpmath.mpf(1), mpmath.mpf(0)], [mpmath.mpf(-1), mpmath.mpf(0)]
        pairing = mpmath.fsum(a * b for a, b in zip(gradient, field, strict=True))
        return SecondRoute(
            "⟨∇Φ, G⟩ for G = -∇Φ, against |⟨∇Φ, G⟩|",
            f"{mpmath.nstr(pairing, 4)} < {mpmath.nstr(abs(pairing), 4)}",
            bool(pairing < abs(pairing)),
        )


def _second_two_arguments() -> SecondRoute:
    """f(a, b) = a + b has both partial derivatives 1 and moves by 2τ when both arguments move by τ."""
    with mpmath.workdps(20):
        step = mpmath.mpf(1) / 10
        moved = (1 + step) + (1 + step) - 2
        return SecondRoute("a + b with both arguments moved by 1/10", mpmath.nstr(moved, 6), bool(moved > step))


def _second_indicator() -> SecondRoute:
    with mpmath.workdps(20):
        gaps, outside_ball = [mpmath.mpf(0), mpmath.mpf(1)], [1, 0]
        mean = mpmath.fsum(gaps) / 2
        printed = mpmath.fsum(o * mean for o in outside_ball) / 2
        allowed = mpmath.fsum(o * g_ for o, g_ in zip(outside_ball, gaps, strict=True)) / 2
        return SecondRoute(
            "two neurons: the first outside B_τ and not displaced, the second inside and displaced by 1, ‖H‖ = C_reg = 1",
            f"{mpmath.nstr(printed, 5)} > {mpmath.nstr(allowed, 5)}",
            bool(printed > allowed),
        )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="claim-8/balanced",
        where=Place(48, "Claim 8"),
        title="the eigenfunctions of one eigenvalue are balanced",
        latex=r"\sum_{v\in B_\lambda}v(w)v(w)^\top \preceq I\,(\#F_\lambda + \#Y_\lambda)",
        domain=Domain(
            "almost every w; one f against any z in their plane, the basis under one reflection of B_λ, N teachers with equal shares 1/N, then the sums; E_g over a group that makes g(w*) uniform on supp ρ*, E‖f‖² = E y² = 1"
        ),
        statements=CLAIM8,
        covers=("B53",),
        uses=("claim-7/invariance", "eq-20/complement", "eq-20/haar"),
        assumes=("reflections", "invariance", "expectation", "linearity"),
        prove=_prove_claim8,
        mutants=(
            Mutant("#F alone", CLAIM8[3].replace(le(form_f + form_y, F * size_z))),
            Mutant("‖f‖² of mean 2", CLAIM8[3].replace(assume=(*CLAIM8[3].assume[:6], eq(mean_f, 2), eq(mean_y, 1)))),
            Mutant("shares 1/(N+1)", Statement(eq(N / (N + 1), 1), (gt(N, 0),))),
        ),
        note="For almost every w (ties aside), not for every w; a transpose stands in the wrong place in (24).",
    ),
    Claim(
        id="lemma-34/error-as-printed",
        where=Place(49, "Lemma 34"),
        title="the error term of Lemma 34",
        latex=r"\langle\nabla\phi_v(t),\Delta_t\rangle^{B_\tau^t}_{H_\infty^\perp} = \Pr_{\rho_t^{MF}}[B_\tau]\lambda_v\phi_v(t) \pm \|v\|_\infty(\epsilon_m^{25}\Omega + \mathbb E\|\Delta\|1(\notin B_\tau))",
        domain=Domain("λ_v ≥ 0, 0 ≤ Pr ≤ 1, all non-negative sizes"),
        statements=(LEMMA34,),
        covers=("B54",),
        prove=lambda: [
            refute(
                LEMMA34,
                {"P": 1, "lam": 4, "n": 1, "x": 1, "e": 0, "Omega": 1, "phi": 1, "out": 1, "rest": 0, "value": 0},
            )
        ],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-34/error", "A factor λ_v ≤ C_reg on the last term, which goes into the constants of Lemma 13."
        ),
        second_route=_second_lemma34,
        note="The restriction to B_τ is multiplied by λ_v in the proof; λ_v is not at most 1 (it is 4 for q = z⁴).",
    ),
    Claim(
        id="lemma-34/error",
        where=Place(49, "Lemma 34"),
        title="Lemma 34, with the eigenvalue in its error term",
        latex=r"\bigl|\langle\nabla\phi_v,\Delta_t\rangle^{B_\tau^t}_{H_\infty^\perp} - \Pr[B_\tau]\lambda_v\phi_v\bigr| \le \|v\|_\infty(\epsilon_m^{25}\Omega + \lambda_v\,\mathbb E\|\Delta\|1(\notin B_\tau))",
        domain=Domain(
            "given CRI (lemma-31/restricted) and Lemma 25's event: ⟨∇φ_v,Δ⟩ = λ_v Pr[B_τ](φ_v - out) + rest, |out| ≤ ‖v‖_∞E‖Δ‖1(∉), |rest| ≤ ‖v‖_∞ ε_m^{25}Ω; λ_v > 0"
        ),
        statements=LEMMA34_REPAIRED,
        covers=("B54",),
        uses=("lemma-25/every-time", "lemma-31/restricted"),
        assumes=("expectation",),
        prove=_prove_lemma34,
        mutants=(Mutant("without the first term", Statement(le(value - P * lam * phi, n * lam * x), _lemma34)),),
        note="Both signs.",
    ),
    Claim(
        id="eq-29/weights-as-printed",
        where=Place(51, "after eq. (29)"),
        title="the weights sum to one",
        latex=r"\sum_\lambda\eta_\lambda = 1",
        domain=Domain("two eigenvalues, weights as Definition 11 allows"),
        statements=(WEIGHTS,),
        covers=("B55",),
        prove=lambda: [refute(WEIGHTS, {"C_b": 2, "eta1": 1, "eta2": 1})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "eq-29/weights",
            "Ση_λ ≤ Ση_λ² ≤ C_b, so the error term gains a factor C_b, as the authors' own remark there suspects.",
        ),
        second_route=_second_weights,
        note="Definition 11 bounds Ση_λ² by C_b; the sum of the η_λ is not 1.",
    ),
    Claim(
        id="eq-29/weights",
        where=Place(51, "after eq. (29)"),
        title="the sum of the weights",
        latex=r"\eta_\lambda \ge 1 \implies \sum_{\lambda\in\Lambda}\eta_\lambda \le \sum_{\lambda\in\Lambda}\eta_\lambda^2 \le C_b",
        domain=Domain("two eigenvalues (more by linearity), each with an eigenfunction: E‖v‖² = 1 gives η_λ ≥ 1"),
        statements=(WEIGHTS_REPAIRED,),
        uses=("claim-9/supremum-of-an-eigenfunction",),
        assumes=("linearity",),
        prove=_prove_weights,
        mutants=(
            Mutant("weights below 1", WEIGHTS_REPAIRED.replace(assume=(gt(eta1, 0), gt(eta2, 0), WEIGHTS.assume[2]))),
        ),
        note="The authors' remark that a factor C_b may be gained is exactly right.",
    ),
    Claim(
        id="eq-29/error-of-many-eigenfunctions-as-printed",
        where=Place(51, "eq. (29), last line"),
        title="the error of a whole eigenspace from the error of each eigenfunction",
        latex=r"|\mathcal E_v| \le \mathcal E\ \forall v \implies \frac{\sum\phi_v\mathcal E_v}{(\sum\phi_v^2)^{1/2}} \le \mathcal E",
        domain=Domain("two eigenfunctions"),
        statements=(COMPONENTS,),
        covers=("B55",),
        prove=lambda: [refute(COMPONENTS, {"E1": 1, "E2": 1, "e": 1, "phi1": 1, "phi2": 1})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "eq-29/eigenspace-errors",
            "For any basis a factor |B_λ|^{1/2} (eq-29/error-of-many-eigenfunctions), which grows with d; for Lemma 33's eigenfunctions "
            "yU_i the errors are orthogonal over i, so only #F_λ + #Y_λ counts, a constant of the problem.",
        ),
        second_route=_second_components,
        note="Cauchy–Schwarz gives the norm of the vector of errors, which Lemma 34 bounds component by component only.",
    ),
    Claim(
        id="eq-29/error-of-many-eigenfunctions",
        where=Place(51, "eq. (29), last line"),
        title="the error of a whole eigenspace, with its factor",
        latex=r"\Big(\sum_{v\in B_\lambda}\phi_v\mathcal E_v\Big)^2 \le |B_\lambda|\,\mathcal E^2\sum\phi_v^2",
        domain=Domain("two eigenfunctions (more by Cauchy–Schwarz)"),
        statements=(COMPONENTS_REPAIRED,),
        assumes=("cauchy-schwarz",),
        prove=_prove_components,
        mutants=(
            Mutant(
                "factor 3/2",
                COMPONENTS_REPAIRED.replace(
                    le((p1 * E1 + p2 * E2) ** 2, sympy.Rational(3, 2) * e**2 * (p1**2 + p2**2))
                ),
            ),
        ),
        note="The 2 is the number of eigenfunctions.",
    ),
    Claim(
        id="claim-9/sign-as-printed",
        where=Place(51, "Claim 9"),
        title="the sign of the last term of Claim 9",
        latex=r"\langle\nabla\Phi_Q,\Delta_t\rangle \ge \dots + |\langle\nabla\Phi_Q,G\rangle|",
        domain=Domain("any sizes"),
        statements=(CLAIM9,),
        covers=("B56",),
        prove=lambda: [
            refute(CLAIM9, {"C_b": 1, "C_reg": 1, "Omega": 0, "e": 0, "g": -1, "size": 1, "value": -1, "x": 0})
        ],
        severity=Severity.COSMETIC,
        repair=Repair("claim-9/assembly", "The term is subtracted; p. 53 uses it so, in spite of the printed plus."),
        second_route=_second_claim9,
        note="A lower bound by +|⟨∇Φ, G⟩| cannot come from adding ⟨∇Φ, G⟩.",
    ),
    Claim(
        id="claim-9/assembly",
        where=Place(52, "end of the proof of Claim 9"),
        title="Claim 9 from (28), (29) and (31), with every factor",
        latex=r"\langle\nabla\Phi_Q,\Delta_t\rangle \ge -(C_b+1)C_{reg}x - (\sqrt{C_b} + C_{reg})C_b\,\epsilon_m^{25}\Omega - |\langle\nabla\Phi_Q,G\rangle|,\quad \mathbb E_i\|G(i)\| \le 2C_{reg}\tau\Omega",
        domain=Domain(
            "S = Σηλ(Σφ²)^{1/2} ≤ C_reg C_b Ω, |Pr_i - Pr| ≤ ε_m^{25}, root = √C_b; Q as Lemma 33 constructs it"
        ),
        statements=(CLAIM9_REPAIRED,),
        covers=("B56",),
        uses=(
            "definition-11/psi-bound",
            "eq-28/two-arguments",
            "eq-29/eigenspace-errors",
            "eq-30/balanced-sum",
            "eq-31/indicator",
            "lemma-25/every-time",
        ),
        prove=_prove_claim9,
        mutants=(Mutant("without (31)'s C_reg x", CLAIM9_WITHOUT),),
        note="(29) has Pr over ρ_t and (31) over the sample; Lemma 25 bounds their difference, which the text leaves out. The printed C_reg + 1 and C_b stand for (C_b + 1)C_reg and C_b(√C_b + C_reg).",
    ),
    Claim(
        id="eq-28/two-arguments-as-printed",
        where=Place(51, "after eq. (28)"),
        title="the kernel's change when both neurons move by τ",
        latex=r"\|K'(\xi^\infty(w),\xi^\infty(w')) - K'(\xi_t(w),\xi_t(w'))\| \le C_{reg}\tau",
        domain=Domain("partial derivatives bounded by C_reg each, both arguments at distance at most τ"),
        statements=(TWO_ARGUMENTS,),
        covers=("B57",),
        prove=lambda: [refute(TWO_ARGUMENTS, {"C_reg": 1, "L1": 1, "L2": 1, "tau": 1})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair("eq-28/two-arguments", "2C_reg in place of C_reg, which makes C_13 = 2C_reg(1+C_b)."),
        second_route=_second_two_arguments,
        note="Both arguments move, so both derivatives count.",
    ),
    Claim(
        id="eq-28/two-arguments",
        where=Place(51, "after eq. (28)"),
        title="the kernel's change when both neurons move by τ, with factor 2",
        latex=r"\|K'(\xi^\infty(w),\xi^\infty(w')) - K'(\xi_t(w),\xi_t(w'))\| \le 2C_{reg}\tau",
        domain=Domain(
            "partial derivatives bounded by C_reg each, both neurons in B_τ; ξ^∞(w) is the nearest teacher at t as well (reflections that swap teachers are automorphisms)"
        ),
        statements=(TWO_ARGUMENTS_REPAIRED,),
        covers=("B57",),
        uses=("eq-28/nearest-teacher",),
        assumes=("fundamental-theorem",),
        mutants=(
            Mutant(
                "3/2 in place of 2",
                TWO_ARGUMENTS_REPAIRED.replace(le(L1 * tau + L2 * tau, sympy.Rational(3, 2) * K * tau)),
            ),
        ),
        note="Sharp when both derivatives reach the bound.",
    ),
    Claim(
        id="eq-30/balanced-sum",
        where=Place(52, "first display"),
        title="one neuron's share of the interaction, by balancedness",
        latex=r"\sum_{v\in B_\lambda}\phi_v|u^\top v(w_i)| \le \eta_\lambda\Big(\sum\phi_v^2\Big)^{1/2}",
        domain=Domain("unit u, two eigenfunctions (more by Cauchy–Schwarz); then averaged over the neurons in B_τ"),
        statements=(BALANCED,),
        covers=("B58",),
        assumes=("cauchy-schwarz", "expectation"),
        prove=_prove_balanced,
        mutants=(Mutant("η²/2", BALANCED.replace(le((p1 * a1 + p2 * a2) ** 2, eta**2 * (p1**2 + p2**2) / 2))),),
        note="λ_v ≥ 0 because the kernel is positive semi-definite, which the display uses without saying so.",
    ),
    Claim(
        id="eq-31/indicator-as-printed",
        where=Place(52, "before eq. (31)"),
        title="the indicator in H_i",
        latex=r"H_i = H_\infty^\perp(w_i,w_j)\mathbb E_j\Delta_t(j)1(w_i\notin B_\tau^t) \implies \mathbb E_i\|H_i\| \le C_{reg}\mathbb E\|\Delta\|1(\notin B_\tau)",
        domain=Domain("two neurons, each inside or outside B_τ"),
        statements=(INDICATOR,),
        covers=("B59",),
        prove=lambda: [refute(INDICATOR, {"C_reg": 1, "D1": 0, "D2": 1, "h": 1, "o1": 1, "o2": 0})],
        severity=Severity.COSMETIC,
        repair=Repair("eq-31/indicator", "The indicator belongs on j, and H_∞^⊥ inside E_j; the bound is then right."),
        second_route=_second_indicator,
        note="The difference of the two sums runs over neurons j outside B_τ, for i inside.",
    ),
    Claim(
        id="eq-31/indicator",
        where=Place(52, "before eq. (31)"),
        title="the interaction with the neurons outside",
        latex=r"H_i = 1(w_i\in B_\tau)\,\mathbb E_jH_\infty^\perp(w_i,w_j)\Delta_t(j)1(w_j\notin B_\tau):\quad \mathbb E_i\|H_i\| \le C_{reg}\mathbb E\|\Delta\|1(\notin B_\tau)",
        domain=Domain("share = Pr[w_i ∈ B_τ] in [0, 1], ‖H_∞^⊥‖ ≤ h ≤ C_reg, x = E_j‖Δ(j)‖1(w_j ∉ B_τ) ≥ 0"),
        statements=(INDICATOR_REPAIRED,),
        covers=("B59",),
        assumes=("expectation",),
        prove=_prove_indicator,
        mutants=(Mutant("C_reg/2", INDICATOR_REPAIRED.replace(le(INDICATOR_REPAIRED.show.lhs, K * x / 2))),),
        note="‖H_i‖ ≤ 1(w_i ∈ B_τ) h x for every i; ‖H_∞^⊥‖ ≤ C_reg by Lemma 19.",
    ),
    Claim(
        id="claim-9/supremum-of-an-eigenfunction",
        where=Place(52, "end of the proof of Claim 9"),
        title="an eigenfunction is bounded by the balancedness constant",
        latex=r"\|v\|_\infty \le \sqrt{C_b} \le C_b",
        domain=Domain("v in a C_b-balanced decomposition; C_b ≥ 1 because E‖v‖² = 1 ≤ η_λ²"),
        statements=SUPREMUM,
        covers=("B60",),
        prove=_prove_supremum,
        mutants=(Mutant("C_b ≥ 1/2", SUPREMUM[1].replace(assume=(ge(C_b, sympy.Rational(1, 2)),))),),
        note="s is ‖v(w)‖²: vvᵀ ⪯ Σvvᵀ ⪯ η_λ²I gives s² ≤ η_λ² s.",
    ),
)
