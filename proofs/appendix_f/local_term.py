"""Appendix F.2, Lemma 36 with Claim 10 (pp. 53–55): the local term of the potential's derivative.

Letters: r = ‖Δ(i)‖, lam = C_LSC δ, x = E‖Δ‖1(ξ ∉ B_τ), Omega = E‖Δ‖, q = E‖Δ‖², K = C_reg, c = c_t^1 of Assumption LSC.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

r, lam, x, Omega, q, K, c, C_b, tau, speed = sympy.symbols("r lam x Omega q C_reg c C_b tau nu", real=True)
Psi, bad, good, s = sympy.symbols("Psi bad good s", real=True)

# D = -λP on the tangent space, and Δ = ξ̂ - ξ has the normal part -r²/2, so ‖PΔ‖² = r² - r⁴/4
TANGENT = Statement(le(-lam * (r**2 - r**4 / 4), -lam * r**2), (gt(lam, 0), ge(r, 0), le(r, 2)))
# with the normal row of D, of size ‖ν‖ ≤ C_reg: ΔᵀDΔ ≤ -λ(r² - r⁴/4) + (r²/2)·ν·r
TANGENT_REPAIRED = Statement(
    le(-lam * (r**2 - r**4 / 4) + r**2 / 2 * speed * r, -lam * r**2 + (lam + K) / 2 * r**3),
    (gt(lam, 0), ge(r, 0), le(r, 2), ge(speed, 0), le(speed, K)),
)
# -λE‖Δ‖1(∈) + C_reg E‖Δ‖1(∉) ≤ -λE‖Δ‖ + 2C_reg E‖Δ‖1(∉)
SPLIT = Statement(
    le(-lam * (Omega - x) + K * x, -lam * Omega + 2 * K * x), (ge(x, 0), ge(Omega, x), gt(lam, 0), le(lam, K))
)
# Claim 10: the error of replacing P_{ξ^∞} by I is c|⟨ξ^∞, Δ⟩|, ⟨ξ^∞, Δ⟩ = ⟨ξ^∞ - ξ, Δ⟩ + ⟨ξ, Δ⟩, the first |·| ≤ τr
_claim10 = (ge(c, 0), ge(s, 0), ge(tau, 0), ge(r, 0), le(s, tau * r + r**2 / 2))
CLAIM10 = Statement(le(c * s, tau * r + r**2 / 2), _claim10)
# p = ⟨ξ^∞ - ξ, Δ⟩, s = ⟨ξ, Δ⟩, and |ξ + Δ|² = |ξ|² = 1
p = sympy.Symbol("p", real=True)
_parts = (ge(c, 0), le(p, tau * r), ge(p, -tau * r), eq(1 + 2 * s + r**2, 1))
CLAIM10_REPAIRED = (
    Statement(le(c * (p + s), c * (tau * r + r**2 / 2)), _parts),
    Statement(ge(c * (p + s), -c * (tau * r + r**2 / 2)), _parts),
)
# Σφ_v·(-λφ_v)/(Σφ_v²)^{1/2} = -λ(Σφ_v²)^{1/2}: the sum over λ is Ψ_Q, and the page prints Φ_Q = Ω + Ψ_Q
# For an eigenfunction with λ ≠ 0, v(w) is orthogonal to ξ^∞(w): the projection changes nothing (plane of v and ξ^∞)
v1, v2, w1, w2, d1, d2 = sympy.symbols("v1 v2 w1 w2 d1 d2", real=True)
EXACT = Statement(
    eq(v1 * (d1 - w1 * (w1 * d1 + w2 * d2)) + v2 * (d2 - w2 * (w1 * d1 + w2 * d2)), v1 * d1 + v2 * d2),
    (eq(v1 * w1 + v2 * w2, 0),),
)
PSI = Statement(eq(-lam * Psi, -lam * (Omega + Psi)), (gt(lam, 0), ge(Omega, 0), ge(Psi, 0)))
squares, paired = sympy.symbols("squares paired", real=True)  # Σφ_v² and Σφ_v⟨∇φ_v, D^good ⊙ Δ⟩
PSI_REPAIRED = Statement(
    le(paired / sqrt(squares), -lam * sqrt(squares)), (gt(lam, 0), gt(squares, 0), le(paired, -lam * squares))
)
# D^bad: C_b(λ/(2√C_b) + C_reg τ)Ω against (λ + 2C_bC_reg τ)/2·Ω
_bad = (gt(lam, 0), ge(C_b, 1), ge(K, 0), ge(tau, 0), ge(Omega, 0))
BAD = Statement(le(C_b * (lam / (2 * sqrt(C_b)) + K * tau) * Omega, (lam + 2 * C_b * K * tau) / 2 * Omega), _bad)
BAD_REPAIRED = Statement(le(C_b * (lam / (2 * C_b) + K * tau) * Omega, (lam + 2 * C_b * K * tau) / 2 * Omega), _bad)
# D^bad outside B_τ: good = ‖D^good‖ = c = max(c_1, c_2), inside = C_LSC δ/(2C_b) + C_reg τ bounds ‖D^bad‖ in B_τ
inside, hessian = sympy.symbols("inside D_u", real=True)  # D_u = uᵀDu at a neuron of B_τ, u the direction of c
_far = (le(bad, K + good), le(good, c), ge(c, lam), ge(inside, 0), ge(hessian, -K), le(c + hessian, inside))
TRIANGLE = Statement(le(bad, 2 * K), (*_far, gt(lam, 0), ge(K, lam)))
TRIANGLE_REPAIRED = (
    Statement(le(bad, 2 * K + inside), _far),
    Statement(le(bad, 2 * K), (le(bad, K + good), le(good, lam), le(lam, K))),  # B_τ empty, c = C_LSC δ
    Statement(
        le(C_b * (inside * (Omega - x) + bad * x), C_b * inside * Omega + 2 * C_b * K * x),
        (ge(C_b, 1), ge(x, 0), le(bad, 2 * K + inside)),
    ),
)
# the terms in x: C_b from Claim 10 and 2C_bC_reg from D^bad, against (34) and against p. 55
_outside = (ge(C_b, 1), ge(x, 0))
OUTSIDE = Statement(le(C_b * x + C_b * 2 * K * x, 2 * C_b * K * x), (*_outside, ge(K, 1)))
OUTSIDE_REPAIRED = Statement(le(C_b * x + C_b * 2 * K * x, 3 * C_b * K * x), (*_outside, ge(K, 1)))


def _prove_tangent() -> list[Verdict]:
    """The difference is λr³(2 - r)/4 + (C_reg - ν)r³/2."""
    script = Script(TANGENT_REPAIRED, {"C_reg": 1, "lam": 1, "nu": 0, "r": 0})
    cube = script.combine(r**3, [(1, [1, 1, 1])])
    script.combine(TANGENT_REPAIRED.show.excess, [(Rational(1, 4), [0, cube, 2]), (Rational(1, 2), [4, cube])])
    return [script.verdict("positive terms")]


def _prove_claim10() -> list[Verdict]:
    """c(τr - p) + c(r² + 2s)·(-1/2) + cr², and c(τr + p) + (c/2)(r² + 2s)."""
    verdicts = []
    for statement, side, share in zip(CLAIM10_REPAIRED, (1, 2), (-1, 1), strict=True):
        script = Script(statement, {"c": 0, "p": 0, "r": 0, "s": 0, "tau": 0})
        terms: list[tuple[object, list[int]]] = [(1, [0, side]), (share * c / 2, [3])]
        if share < 0:
            terms.append((1, [0, script.square(r)]))
        script.combine(statement.show.excess, terms)
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _prove_psi() -> list[Verdict]:
    """(-λS - paired)/√S, and S/√S = √S."""
    script = Script(PSI_REPAIRED, {"lam": 1, "squares": 1, "paired": -1})
    root = script.positive(sqrt(squares))
    script.combine(PSI_REPAIRED.show.excess, [(1, [2])], times=[root])
    return [script.verdict("division by the root")]


def _prove_bad() -> list[Verdict]:
    script = Script(BAD_REPAIRED, {"C_b": 1, "C_reg": 0, "Omega": 0, "lam": 1, "tau": 0})
    script.combine(C_b, [(1, [1]), (1, [])])
    script.combine(BAD_REPAIRED.show.excess, [])
    return [script.verdict("identity")]


def _second_triangle() -> SecondRoute:
    """Two neurons, D = -P in B_τ and D = P outside, c = 3/2: the norms of D + cP on the tangent space."""
    with mpmath.workdps(20):
        rate = mpmath.mpf(3) / 2
        near, far = (abs(sign + rate) for sign in (-1, 1))
        return SecondRoute(
            "D = -P at a neuron of B_τ and D = P at one outside (‖D‖ = C_reg = 1), c_1 = c_2 = 3/2: ‖D^bad‖ at both",
            f"{mpmath.nstr(near, 4)} in B_τ (allowed 1/2) and {mpmath.nstr(far, 4)} > 2 outside",
            bool(near <= mpmath.mpf(1) / 2 and far > 2),
        )


def _second_tangent() -> SecondRoute:
    """Two points of the circle at distance 1, D = -I on the tangent at the first: ΔᵀDΔ in coordinates."""
    with mpmath.workdps(20):
        angle = 2 * mpmath.asin(mpmath.mpf(1) / 2)
        gap = (mpmath.cos(angle) - 1, mpmath.sin(angle))
        form, size = -(gap[1] ** 2), mpmath.hypot(*gap)
        return SecondRoute(
            "two unit vectors at distance 1, D = -P: ΔᵀDΔ against -‖Δ‖²",
            f"{mpmath.nstr(form, 6)} > {mpmath.nstr(-(size**2), 6)}",
            bool(form > -(size**2) + mpmath.mpf("0.2")),
        )


def _second_claim10() -> SecondRoute:
    with mpmath.workdps(20):
        angle = mpmath.mpf(1) / 5
        gap = (mpmath.cos(angle) - 1, mpmath.sin(angle))
        size, slope = mpmath.hypot(*gap), mpmath.mpf(4)
        moved = slope * abs(gap[0])
        return SecondRoute(
            "q = z⁴ at its teacher (c = q'(1) = 4 times the loss factor 1), τ = 0, a gap of angle 1/5: c|⟨ξ^∞,Δ⟩| against ‖Δ‖²/2",
            f"{mpmath.nstr(moved, 6)} > {mpmath.nstr(size**2 / 2, 6)}",
            bool(moved > size**2 / 2),
        )


def _second_psi() -> SecondRoute:
    """Two neurons with opposite gaps: Ψ_Q = 0 and Ω = 1."""
    with mpmath.workdps(20):
        gaps = [mpmath.mpf(1), mpmath.mpf(-1)]
        psi, omega = abs(mpmath.fsum(gaps)) / 2, mpmath.fsum(abs(g) for g in gaps) / 2
        return SecondRoute(
            "one teacher, two neurons with opposite gaps: Ψ_Q and Φ_Q = Ω + Ψ_Q",
            f"{mpmath.nstr(psi, 4)} and {mpmath.nstr(omega + psi, 4)}",
            bool(psi == 0 and omega == 1),
        )


def _second_bad() -> SecondRoute:
    with mpmath.workdps(20):
        balance, rate = mpmath.mpf(4), mpmath.mpf(1)
        left = balance * rate / (2 * mpmath.sqrt(balance))
        return SecondRoute(
            "four orthogonal teachers (C_b = 4), τ = 0, C_LSC δ = Ω = 1: the bound's two forms",
            f"{mpmath.nstr(left, 4)} > {mpmath.nstr(rate / 2, 4)}; nothing is left of the contraction -C_LSC δ Ω",
            bool(left > rate / 2),
        )


def _second_outside() -> SecondRoute:
    with mpmath.workdps(20):
        left, right = mpmath.mpf(1) + 2, mpmath.mpf(2)
        return SecondRoute(
            "C_b = C_reg = x = 1: the sum of the terms and the coefficient in (34)",
            f"{mpmath.nstr(left, 3)} > {mpmath.nstr(right, 3)}",
            bool(left > right),
        )


_P53, _P54, _P55 = Place(53, "proof of Lemma 36"), Place(54, "Claim 10"), Place(55, "proof of Lemma 36")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-36/tangent-part-as-printed",
        where=_P53,
        title="the quadratic form of a negative local Hessian on a gap",
        latex=r"D \preceq -C_{LSC}\delta P^\perp \implies \Delta^\top D\Delta \le -C_{LSC}\delta\|\Delta\|^2",
        domain=Domain("Δ the difference of two unit vectors, 0 ≤ ‖Δ‖ ≤ 2, D = -λP"),
        statements=(TANGENT,),
        covers=("B62",),
        prove=lambda: [refute(TANGENT, {"lam": 1, "r": 1})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-36/tangent-part",
            "(C_LSC δ + C_reg)/2·E‖Δ‖² takes the place of C_b E‖Δ‖² in Lemma 14 (lemma-14/assembly).",
        ),
        second_route=_second_tangent,
        note="Δ is not tangent: its normal part is ‖Δ‖²/2 (eq. (17)), on which D does not contract.",
    ),
    Claim(
        id="lemma-36/tangent-part",
        where=_P53,
        title="the quadratic form on a gap, with its cubic term",
        latex=r"\Delta^\top D\Delta \le -C_{LSC}\delta\|\Delta\|^2 + \tfrac{C_{LSC}\delta + C_{reg}}2\|\Delta\|^3",
        domain=Domain("0 ≤ ‖Δ‖ ≤ 2, ‖ν‖ ≤ C_reg"),
        statements=(TANGENT_REPAIRED,),
        covers=("B62",),
        prove=_prove_tangent,
        mutants=(
            Mutant(
                "without the cubic term",
                TANGENT_REPAIRED.replace(le(-lam * (r**2 - r**4 / 4) + r**3 * speed / 2, -lam * r**2)),
            ),
        ),
        note="The normal row of D is -νᵀ (reference §3), hence the C_reg.",
    ),
    Claim(
        id="lemma-36/inside-and-outside",
        where=_P53,
        title="the split into particles inside and outside B_τ",
        latex=r"-C_{LSC}\delta\,\mathbb E\|\Delta\|1(\in) + C_{reg}\mathbb E\|\Delta\|1(\notin) \le -C_{LSC}\delta\,\Omega + 2C_{reg}\mathbb E\|\Delta\|1(\notin)",
        domain=Domain("C_LSC δ ≤ C_reg, which holds as soon as one particle is in B_τ"),
        statements=(SPLIT,),
        covers=("B62",),
        mutants=(Mutant("C_reg in place of 2C_reg", SPLIT.replace(le(SPLIT.show.lhs, -lam * Omega + K * x))),),
        note="‖D‖ ≤ C_reg and D ⪯ -C_LSC δ P on B_τ give C_LSC δ ≤ C_reg.",
    ),
    Claim(
        id="claim-10/error-as-printed",
        where=_P54,
        title="the error of Claim 10",
        latex=r"\|G(i)\| \le \tau\|\Delta(i)\| + \tfrac12\|\Delta(i)\|^2",
        domain=Domain("a particle in B_τ, any c ≥ 0 for c_t^1"),
        statements=(CLAIM10,),
        covers=("B67",),
        prove=lambda: [refute(CLAIM10, {"c": 4, "r": 1, "s": "1/2", "tau": 0})],
        step=True,
        severity=Severity.COSMETIC,
        repair=Repair(
            "claim-10/error",
            "A factor c_t^1 = O(C_reg), inside C_14; the claim itself holds even with G = 0 (claim-10/exact).",
        ),
        second_route=_second_claim10,
        note="The error is c_t^1⟨ξ^∞,Δ⟩; the factor c_t^1 is dropped.",
    ),
    Claim(
        id="claim-10/error",
        where=_P54,
        title="the error of Claim 10 with its factor",
        latex=r"\|G(i)\| \le c_t^1(\tau\|\Delta(i)\| + \tfrac12\|\Delta(i)\|^2)",
        domain=Domain(
            "a particle with ‖ξ_t - ξ^∞‖ ≤ τ (eq-28/nearest-teacher), c ≥ 0; |⟨ξ^∞-ξ,Δ⟩| ≤ τ‖Δ‖ by Cauchy–Schwarz"
        ),
        statements=CLAIM10_REPAIRED,
        uses=("eq-28/nearest-teacher",),
        assumes=("hoelder",),
        prove=_prove_claim10,
        mutants=(Mutant("half of it", CLAIM10_REPAIRED[1].replace(ge(c * (p + s), -c * (tau * r + r**2 / 2) / 2))),),
        note="Outside B_τ the same error is at most c_t^1‖Δ(i)‖.",
    ),
    Claim(
        id="claim-10/exact",
        where=_P54,
        title="Claim 10 without an error",
        latex=r"\langle v(w_i),\xi^\infty(w_i)\rangle = 0 \implies v^\top P^\perp_{\xi^\infty}\Delta = v^\top\Delta",
        domain=Domain(
            "an eigenfunction of H_∞^⊥ with λ ≠ 0, whose values are tangent at the teacher; two coordinates, more by linearity"
        ),
        statements=(EXACT,),
        covers=("B67",),
        assumes=("linearity",),
        mutants=(Mutant("without the orthogonality", Statement(EXACT.show)),),
        note="H_∞^⊥ has P^⊥ on the left, so λv = H_∞^⊥v is orthogonal to ξ^∞; G = 0 then serves, in B_τ and outside, and no nearest teacher is needed.",
    ),
    Claim(
        id="lemma-36/psi-not-phi-as-printed",
        where=_P55,
        title="the last line of the first display",
        latex=r"-C_{LSC}\delta\sum_\lambda\eta_\lambda\Big(\sum\phi_v^2\Big)^{1/2} = -C_{LSC}\delta\,\Phi_Q",
        domain=Domain("Φ_Q = Ω + Ψ_Q, all non-negative"),
        statements=(PSI,),
        covers=("B68",),
        prove=lambda: [refute(PSI, {"Omega": 1, "Psi": 0, "lam": 1})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-36/psi", "Ψ_Q for Φ_Q, and ⟨∇Ψ_Q, G⟩ in the next display; (34) has it right."),
        second_route=_second_psi,
        note="The sum is Ψ_Q; with Φ_Q the Ω part would be counted twice.",
    ),
    Claim(
        id="lemma-36/psi",
        where=_P55,
        title="the contraction of Ψ_Q",
        latex=r"\frac{\sum\phi_v\langle\nabla\phi_v, D^{good}\odot\Delta\rangle}{(\sum\phi_v^2)^{1/2}} \le -C_{LSC}\delta\Big(\sum\phi_v^2\Big)^{1/2}",
        domain=Domain(
            "not all φ_v zero; φ_v⟨∇φ_v, D^good ⊙ Δ⟩ ≤ -C_LSC δ φ_v² for each v (Claim 10 with G = 0), summed"
        ),
        statements=(PSI_REPAIRED,),
        covers=("B68",),
        uses=("claim-10/exact",),
        assumes=("linearity",),
        prove=_prove_psi,
        mutants=(Mutant("without the root", PSI_REPAIRED.replace(le(PSI_REPAIRED.show.lhs, -lam * squares))),),
        note="Weighted with η_λ and summed over λ this is -C_LSC δ Ψ_Q.",
    ),
    Claim(
        id="lemma-36/bad-part-as-printed",
        where=_P55,
        title="the part D^bad with √C_b",
        latex=r"C_b\Big(\tfrac{C_{LSC}\delta}{2\sqrt{C_b}} + C_{reg}\tau\Big)\Omega \le \tfrac{C_{LSC}\delta + 2C_bC_{reg}\tau}2\,\Omega",
        domain=Domain("C_b ≥ 1, all sizes non-negative"),
        statements=(BAD,),
        covers=("B64",),
        prove=lambda: [refute(BAD, {"C_b": 4, "C_reg": 0, "Omega": 1, "lam": 1, "tau": 0})],
        step=True,
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-36/bad-part",
            "Assumption LSC's structured part must have 2C_b for 2√C_ρ*, with the C_b that Lemma 33 really gives; for the single-index model C_b = 1 and nothing changes.",
        ),
        second_route=_second_bad,
        note="C_b/(2√C_b) is √C_b/2, not 1/2; from C_b = 4 on nothing is left of the contraction.",
    ),
    Claim(
        id="lemma-36/bad-part",
        where=_P55,
        title="the part D^bad with C_b in the assumption",
        latex=r"\|D^{bad}\| \le \tfrac{C_{LSC}\delta}{2C_b} + C_{reg}\tau \implies C_b\|D^{bad}\|\,\Omega \le \tfrac{C_{LSC}\delta + 2C_bC_{reg}\tau}2\,\Omega",
        domain=Domain("C_b ≥ 1"),
        statements=(BAD_REPAIRED,),
        covers=("B64",),
        prove=_prove_bad,
        mutants=(Mutant("√C_b as printed", BAD),),
        constants=(
            Constant(
                "denominator in Assumption LSC's structured part",
                "2√C_ρ*",
                "2C_b",
                "2√C_b fails for every C_b > 1",
                "√C_b",
                "C_b ≥ 1",
                ("lemma 14", "theorem 7"),
            ),
        ),
        note="An equality, so the 2C_b is sharp for this route.",
    ),
    Claim(
        id="lemma-36/bad-part-outside-as-printed",
        where=_P54,
        title="D^bad outside B_τ is at most 2C_reg",
        latex=r"\|D_t^{bad}\| \le \|D_t^\perp\| + \|D^{good}\| \le 2C_{reg}",
        domain=Domain(
            "‖D‖ ≤ C_reg, c_t^1 = c_t^2 = c ≥ C_LSC δ, and ‖D^bad‖ = ‖D + cP‖ ≤ C_LSC δ/(2C_b) + C_reg τ at a neuron of B_τ"
        ),
        statements=(TRIANGLE,),
        covers=("B66",),
        step=True,
        prove=lambda: [
            refute(
                TRIANGLE,
                {"bad": "5/2", "good": "3/2", "c": "3/2", "lam": 1, "C_reg": 1, "inside": "1/2", "D_u": -1},
            )
        ],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-36/bad-part-outside",
            "2C_reg + C_LSC δ/(2C_b) + C_reg τ; the excess fills up the term of the neurons in B_τ, so p. 55's next display and C_14 stay.",
        ),
        second_route=_second_triangle,
        note="Assumption LSC bounds c_t^1, c_t^2 from below only; from above they are bounded through the neurons of B_τ.",
    ),
    Claim(
        id="lemma-36/bad-part-outside",
        where=_P54,
        title="D^bad outside B_τ, and its share in the display",
        latex=r"\|D_t^{bad}\| \le 2C_{reg} + b,\ b = \tfrac{C_{LSC}\delta}{2C_b}+C_{reg}\tau;\quad C_b\bigl(b\,\mathbb E\|\Delta\|1(\in)+(2C_{reg}+b)\,x\bigr) = C_bb\,\Omega+2C_bC_{reg}\,x",
        domain=Domain(
            "‖D‖ ≤ C_reg and a neuron in B_τ, c = max(c_t^1, c_t^2) attained there at a unit vector u (uᵀDu + c ≤ b); without such a neuron take c = C_LSC δ ≤ C_reg; x = E‖Δ‖1(∉)"
        ),
        statements=TRIANGLE_REPAIRED,
        covers=("B66",),
        mutants=(
            Mutant("2C_reg", TRIANGLE_REPAIRED[0].replace(le(bad, 2 * K))),
            Mutant("C_LSC δ ≤ 2C_reg", Statement(le(K + lam, 2 * K), (gt(K, 0), le(lam, 2 * K)))),
        ),
        note="Where V has no direction orthogonal to ξ^∞ (dim V = 1), c_t^1 multiplies 0 and may be taken as c_t^2.",
    ),
    Claim(
        id="lemma-36/outside-coefficient-as-printed",
        where=_P53,
        title="the coefficient of E‖Δ‖1(∉B_τ) in (34)",
        latex=r"C_b\,x + 2C_bC_{reg}\,x \le 2C_bC_{reg}\,x",
        domain=Domain("C_reg ≥ 1, C_b ≥ 1"),
        statements=(OUTSIDE,),
        covers=("B63",),
        prove=lambda: [refute(OUTSIDE, {"C_b": 1, "C_reg": 1, "x": 1})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-36/outside-coefficient", "3C_bC_reg, as p. 55 prints at the end; C_14 takes it."),
        second_route=_second_outside,
        note="(34) prints 2C_bC_reg (with a plus sign missing), p. 55 prints 3C_bC_reg and leaves out C_b E‖Δ‖².",
    ),
    Claim(
        id="lemma-36/outside-coefficient",
        where=_P55,
        title="the coefficient of E‖Δ‖1(∉B_τ), from both parts",
        latex=r"C_b\,x + 2C_bC_{reg}\,x \le 3C_bC_{reg}\,x",
        domain=Domain("C_reg ≥ 1, C_b ≥ 1, x ≥ 0"),
        statements=(OUTSIDE_REPAIRED,),
        covers=("B63",),
        mutants=(Mutant("C_reg ≥ 1/2", OUTSIDE_REPAIRED.replace(assume=(*_outside, ge(K, Rational(1, 2))))),),
        note="C_reg ≥ 1 is needed and not said.",
    ),
)
