"""Section 4.1 (p. 13) and Appendix F.2: how Lemmas 13 and 14 are put together, and eq. (8).

Letters: x = E‖Δ‖1(ξ ∉ B_τ), M = E‖m_t‖1(ξ ∉ B_τ), Ω = E‖Δ‖, Ψ = Ψ_Q, q = E‖Δ‖², e = ε_m, K = C_reg, c = C_LSC δ.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import J

K, C_b, C13, C14, tau, e, x, M, Omega, Psi, q, X = sympy.symbols("C_reg C_b C13 C14 tau e x M Omega Psi q X", real=True)
c, t, local, inner, rate, C = sympy.symbols("c t L_term I_term rate C", real=True)
positive = (ge(K, 0), ge(C_b, 0), ge(tau, 0), ge(e, 0), ge(x, 0), ge(Omega, 0))

# Lemma 13: inner = ⟨∇Φ, Δ⟩_H, X = ⟨∇Φ, G + H + m⟩
root = sympy.Symbol("root", real=True)  # √C_b
error13 = 2 * K * (1 + C_b) * x + ((root + K) * C_b * e + 2 * (1 + C_b) * K * tau) * Omega
_lemma13 = (
    *positive,
    ge(inner, -(C_b + 1) * K * x - (root + K) * C_b * e * Omega - X),
    le(X, (K * (2 * tau * Omega + x) + M) * (1 + C_b)),
)
LEMMA13 = (
    Statement(le(-inner, (1 + C_b) * M + error13), _lemma13),
    Statement(
        le(error13, C13 * (x + (tau + C_b * e) * Omega)),
        (*positive, ge(C13, 2 * K * (1 + C_b)), ge(K, 1), ge(root, 1), eq(root**2, C_b)),
    ),
)
# Lemma 14 as printed, for neurons at the teacher (x = 0), gaps of length r that leave Ψ_Q at 0, and D = -cP, C_b = 1
r = sympy.Symbol("r", real=True)
LEMMA14_PRINTED = Statement(
    le(-c * (r - r**3 / 4), -(c / 2 - C14 * tau) * r + C_b * r**2),
    (gt(c, 0), ge(r, 0), le(r, 2), eq(C_b, 1), ge(C14, 0), gt(tau, 0)),
)
LEMMA13_PRINTED = Statement(
    le(-inner, (1 + C_b) * M + (K * (2 + C_b) + 1) * x + (C_b * e + (1 + C_b) * K * tau) * Omega),
    (*_lemma13, ge(K, 1), ge(root, 1), eq(root**2, C_b)),
)
# Lemma 14 from its two halves, with c = C_LSC δ and C_14 = max(C_b C_reg, 2C_reg(1 + C_b))
LEMMA14 = Statement(
    le(local, -(c / 2 - C14 * tau) * (Omega + Psi) + C14 * x + (c + K) / 2 * q),
    (
        *positive,
        ge(Psi, 0),
        ge(c, 0),
        ge(C14, C_b * K),
        ge(C14, 2 * K * (1 + C_b)),
        le(
            local,
            (-c * Omega + 2 * K * x + (c + K) / 2 * q)
            + (-c * Psi + (c + 2 * C_b * K * tau) / 2 * Omega + 2 * C_b * K * x),
        ),
    ),
)
# The empirical loss holds the noise: L_D = ‖f - f*‖² + noise
excess, noise, strength = sympy.symbols("L_0 noise C_LSC", real=True)
NOISE = Statement(
    le(local, -strength * sqrt(excess + noise) / 2 * Omega),
    (
        ge(excess, 0),
        ge(noise, 0),
        le(noise, 1),
        gt(strength, 0),
        gt(Omega, 0),
        le(local, -strength * sqrt(excess) * Omega),
    ),
)
NOISE_REPAIRED = Statement(
    le(local, -strength * sqrt(excess) / 2 * Omega),
    (ge(excess, 0), gt(strength, 0), gt(Omega, 0), le(local, -strength * sqrt(excess) * Omega)),
)
# The restriction of an eigenfunction to S: two far atoms of mass ½, shares s1, s2 of their cells in S, q'(1) = g
s1, s2, g = sympy.symbols("s1 s2 g", real=True)
_shares = (ge(s1, 0), le(s1, Rational(1, 2)), ge(s2, 0), le(s2, Rational(1, 2)), gt(g, 0))
ISOMETRY = Statement(eq(g * s1, g / 2 * (s1 + s2)), _shares)
ISOMETRY_REPAIRED = Statement(eq(g * s1, g / 2 * (s1 + s2)), (*_shares, eq(s1, s2)))
# eq. (8) against Theorem 39: the source has a factor t, and E‖ε_{t,i}‖ has none
_source = (ge(C, 0), ge(J, 1), ge(t, 0), ge(e, 0))
EQ8 = Statement(le(rate, C * J * e), (*_source, le(rate, C * J * t * e)))
SOURCE = Statement(
    le(18 * K * (1 + C_b) * e + C * 8 * J * t * e, C14 * J * t * e), (*_source, ge(K, 1), ge(C_b, 0), ge(C14, 0))
)
SOURCE_REPAIRED = Statement(
    le((18 * K * (1 + C_b) + 4 * K) * e + C * 4 * (1 + 4 * K) * J * t * e, C14 * J * (1 + t) * e),
    (*_source, ge(K, 0), ge(C_b, 0), ge(C14, 18 * K * (1 + C_b) + 4 * K), ge(C14, 4 * (1 + 4 * K) * C)),
)


def _prove_lemma13() -> list[Verdict]:
    """C_13 - √C_b - C_reg = (C_13 - 2C_reg(1+C_b)) + C_reg + √C_b(2C_reg√C_b - 1), and 2C_reg√C_b ≥ 1."""
    point = {"C_b": 1, "C_reg": 1, "I_term": 0, "M": 0, "Omega": 0, "X": 0, "e": 0, "root": 1, "tau": 0, "x": 0}
    script = Script(LEMMA13[0], point)
    script.combine(LEMMA13[0].show.excess, [(1, [6]), (1, [7])])
    shape = Script(LEMMA13[1], {"C13": 5, "C_b": 1, "C_reg": 1, "Omega": 0, "e": 0, "root": 1, "tau": 0, "x": 0})
    # facts: C_reg, C_b, τ, e, x, Ω ≥ 0; C_13 - 2C_reg(1+C_b), C_reg - 1, root - 1 ≥ 0, root² = C_b
    large = shape.combine(2 * K * root - 1, [(2, [7, 8]), (2, [7]), (2, [8]), (1, [])])
    base = shape.combine(root, [(1, [8]), (1, [])])
    room = shape.combine(C13 - root - K, [(1, [6]), (1, [0]), (1, [base, large]), (-2 * K, [9])])
    terms = [(1, [6, 4]), (1, [6, 2, 5]), (1, [room, 1, 3, 5])]
    shape.combine(LEMMA13[1].show.excess, terms)
    return [script.verdict("sum"), shape.verdict("positive terms")]


def _prove_lemma14() -> list[Verdict]:
    """The difference is (c/2)Ψ + (C_14 - C_bC_reg)τΩ + C_14τΨ + (C_14 - 2C_reg(1+C_b))x, plus the hypothesis."""
    point = {
        "C14": 4,
        "C_b": 1,
        "C_reg": 1,
        "L_term": 0,
        "Omega": 0,
        "Psi": 0,
        "c": 0,
        "q": 0,
        "tau": 0,
        "x": 0,
        "e": 0,
    }
    point = {s.name: point[s.name] for s in LEMMA14.symbols}
    script = Script(LEMMA14, point)
    c14 = script.combine(C14, [(1, [8]), (1, [1, 0])])
    script.combine(
        LEMMA14.show.excess,
        [(1, [10]), (Rational(1, 2), [7, 6]), (1, [8, 2, 5]), (1, [c14, 2, 6]), (1, [9, 4])],
    )
    return [script.verdict("positive terms")]


def _prove_noise() -> list[Verdict]:
    script = Script(NOISE_REPAIRED, {"C_LSC": 1, "L_0": 0, "L_term": 0, "Omega": 1})
    root = script.positive(sqrt(excess))
    script.combine(NOISE_REPAIRED.show.excess, [(1, [3]), (Rational(1, 2), [1, 2, root])])
    return [script.verdict("positive terms")]


def _prove_source() -> list[Verdict]:
    """C_14 J(1+t)e - …: (C_14 - 18… - 4…)e + C_14(J-1)e + (C_14 - 4(1+4C_reg)C)Jte."""
    point = {"C": 0, "C14": 40, "C_b": 1, "C_reg": 1, "J": 1, "e": 0, "t": 0}
    script = Script(
        SOURCE_REPAIRED, point
    )  # facts: C, J-1, t, e, C_reg, C_b, C_14 - 18C_reg(1+C_b) - 4C_reg, C_14 - 4(1+4C_reg)C
    c14 = script.combine(C14, [(1, [7]), (4, [0]), (16, [0, 4])])
    script.combine(SOURCE_REPAIRED.show.excess, [(1, [6, 3]), (1, [c14, 1, 3]), (1, [7, 1, 2, 3]), (1, [7, 2, 3])])
    return [script.verdict("positive terms")]


def _second_noise() -> SecondRoute:
    with mpmath.workdps(20):
        labels = [(mpmath.mpf(1), mpmath.mpf(1)), (mpmath.mpf(-1), mpmath.mpf(1))]  # f = f* = 0, y = ±1
        loss = mpmath.fsum((y - 0) ** 2 * w for y, w in labels) / 2
        return SecondRoute(
            "f = f* and labels ±1: the empirical loss L_D, while D_t = 0 at the minimum",
            f"√L_D = {mpmath.nstr(mpmath.sqrt(loss), 5)} although ‖f - f*‖ = 0",
            bool(loss == 1),
        )


def _second_quadratic_term() -> SecondRoute:
    """He_4 at uniform ρ_0 in R³: ν(w) = P_w∇(24w_1⁴), its Jacobian at w* by differences, and the antipodal gap Δ = -2w*."""
    with mpmath.workdps(25):
        step = mpmath.mpf(1) / 2**16

        def speed(w: list[mpmath.mpf]) -> list[mpmath.mpf]:
            return [96 * w[0] ** 3 * ((1 if i == 0 else 0) - w[0] * w[i]) for i in range(3)]

        def moved(axis: int) -> list[mpmath.mpf]:
            ends = [speed([mpmath.mpf(i == 0) + sign * step * (i == axis) for i in range(3)]) for sign in (1, -1)]
            return [(one - two) / (2 * step) for one, two in zip(*ends, strict=True)]

        rate = -moved(1)[1]  # D = (∇ν)P contracts at this rate along e_2
        gap = [mpmath.mpf(-2), mpmath.mpf(0), mpmath.mpf(0)]
        tangent = [value if i else mpmath.mpf(0) for i, value in enumerate(gap)]  # PΔ
        change = [mpmath.fsum(tangent[a] * moved(a)[i] for a in range(3)) for i in range(3)]
        left = mpmath.fsum(one * two for one, two in zip(gap, change, strict=True)) / 2
        right = -rate / 2 * 2 + 4
        return SecondRoute(
            "He_4 at uniform ρ_0, all neurons at w*, Δ = -2w*: ⟨∇Ω, D⊙Δ⟩ and -(C_LSC δ/2)Ω + C_b E‖Δ‖² (τ → 0, C_b = 1)",
            f"{mpmath.nstr(left, 6)} > {mpmath.nstr(right, 8)}",
            bool(left > right and rate > 95),
        )


def _second_isometry() -> SecondRoute:
    """Two orthogonal teachers, q = z⁴: the kernel between the cells vanishes, so each cell sees only itself."""
    with mpmath.workdps(20):
        slope = [4 * mpmath.mpf(z) ** 3 for z in (1, 0)]  # q'(1), q'(0)
        mass = mpmath.mpf(1) / 2
        eigenvalue = mass * slope[0] + mass * slope[1]
        inside = [mpmath.mpf(1) / 2, mpmath.mpf(0)]  # S holds the first cell only
        action = slope[0] * inside[0] + slope[1] * inside[1]
        return SecondRoute(
            "two orthogonal teachers of q = z⁴, v = u on both cells, S the first cell: E H v 1_S against λ v P[S]",
            f"{mpmath.nstr(action, 5)} against {mpmath.nstr(eigenvalue * mpmath.fsum(inside), 5)}",
            bool(action != eigenvalue * mpmath.fsum(inside)),
        )


def _second_eq8() -> SecondRoute:
    """Δ' = ε for one neuron with J = 1: the gap is εt, so that a source of order ε in Φ' for the part E∫‖Jε‖ is too small."""
    with mpmath.workdps(20):
        eps, time = mpmath.mpf(1) / 1000, mpmath.mpf(10)
        drift = mpmath.quad(lambda s: eps, [0, time])
        return SecondRoute(
            "E∫_0^t‖J_{t,s}ε_s‖ds for J = 1 and ε_s = 1/1000 at t = 10, against ε itself",
            f"{mpmath.nstr(drift, 5)} > {mpmath.nstr(eps, 5)}",
            bool(drift > eps),
        )


def _second_source() -> SecondRoute:
    with mpmath.workdps(20):
        values = [18 * mpmath.mpf(1) * 2 + 8 * t_ for t_ in (mpmath.mpf(0), mpmath.mpf(1) / 1000)]
        bounds = [1000 * t_ for t_ in (mpmath.mpf(0), mpmath.mpf(1) / 1000)]
        return SecondRoute(
            "both sides over J ε at t = 0 and t = 1/1000 with C_reg = C_b = C = 1 and the constant 1000",
            f"{mpmath.nstr(values[0], 5)} > {mpmath.nstr(bounds[0], 5)}, {mpmath.nstr(values[1], 5)} > {mpmath.nstr(bounds[1], 5)}",
            all(v > b for v, b in zip(values, bounds, strict=True)),
        )


def _second_error_term() -> SecondRoute:
    """The coefficients of E‖Δ‖1(∉B_τ): Claim 9's, and (1+C_b)‖H‖ from Lemma 15, against the printed sum."""
    with mpmath.workdps(20):
        size, balance = mpmath.mpf(2), mpmath.mpf(1)
        parts = [balance * size, size, (1 + balance) * size]  # (29), (31), (32) with Lemma 15
        printed = size * (2 + balance) + 1
        return SecondRoute(
            "C_reg = 2, C_b = 1: the three coefficients of E‖Δ‖1(∉B_τ) and the printed sum",
            f"{' + '.join(mpmath.nstr(p, 3) for p in parts)} > {mpmath.nstr(printed, 3)}",
            bool(mpmath.fsum(parts) > printed),
        )


_P13, _P53 = Place(13, "Lemmas 13 and 14"), Place(53, "end of the proof of Lemma 35")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-13/error-term-as-printed",
        where=_P53,
        title="the coefficients of Lemma 13's error term",
        latex=r"\mathcal E_{13} = (C_{reg}(2+C_b)+1)\,\mathbb E\|\Delta\|1(\notin B_\tau) + (C_b\epsilon_m^{25} + (1+C_b)C_{reg}\tau)\,\Omega",
        domain=Domain("Claim 9 and E‖G + H‖ with their factors (claim-9/assembly), C_reg, C_b ≥ 1"),
        statements=(LEMMA13_PRINTED,),
        covers=("B61",),
        step=True,
        prove=lambda: [
            refute(
                LEMMA13_PRINTED,
                {"C_b": 1, "C_reg": 2, "I_term": -8, "M": 0, "Omega": 0, "X": 4, "e": 0, "root": 1, "tau": 0, "x": 1},
            )
        ],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-13/assembly", "C_13 = 2C_reg(1+C_b); Theorem 39 uses only that it is a constant."),
        second_route=_second_error_term,
        note="p. 53 adds up the printed forms of (28), (29) and Claim 9, each of which loses a factor.",
    ),
    Claim(
        id="lemma-13/assembly",
        where=_P53,
        title="Lemma 13 from its three parts, with the error term's constants",
        latex=r"\langle\nabla\Phi_Q,-H_t^\perp\Delta_t\rangle \le (1+C_b)\mathbb E\|m_t\|1(\notin B_\tau) + \mathcal E_{13},\ \mathcal E_{13} \le C_{13}(x + (\tau+C_b\epsilon)\Omega)",
        domain=Domain(
            "τ, ε, E‖Δ‖1(∉B_τ), Ω ≥ 0, C_reg, C_b ≥ 1, C_13 ≥ 2C_reg(1+C_b); Q as Lemma 33 constructs it, nearest teacher as in eq-28/nearest-teacher"
        ),
        statements=LEMMA13,
        covers=("B09", "B61"),
        uses=("lemma-15/perturbation", "claim-9/assembly"),
        prove=_prove_lemma13,
        mutants=(
            Mutant(
                "C_reg(1+2C_b) in place of 2C_reg(1+C_b)",
                Statement(le(-inner, (1 + C_b) * M + error13 - K * x), _lemma13),
            ),
            Mutant(
                "C_13 ≥ C_reg(2+C_b)",
                LEMMA13[1].replace(assume=(*positive, ge(C13, K * (2 + C_b)), *LEMMA13[1].assume[7:])),
            ),
        ),
        constants=(
            Constant(
                "C_13",
                "O_{C_reg,C_b}(1)",
                "2C_reg(1+C_b) (for C_reg, C_b ≥ 1)",
                "—",
                "1",
                "from (32), (33) and Claim 9 with their factors; the printed pieces give C_reg(2+C_b) + 1",
                ("theorem 39",),
            ),
        ),
        note="The display above it prints + |⟨∇Φ, G+H+m⟩| for -|…|, and drops the indicator on m_t; p. 53's coefficients are those of the printed (28), (29), Claim 9, which lose factors.",
    ),
    Claim(
        id="lemma-14/quadratic-term-as-printed",
        where=_P13,
        title="the coefficient C_b of E‖Δ‖² in Lemma 14",
        latex=r"\langle\nabla\Phi_Q, D_t^\perp\odot\Delta_t\rangle \le -\Big(\tfrac{C_{LSC}\delta}2 - C_{14}\tau\Big)\Phi_Q + C_{14}x + C_b\,\mathbb E\|\Delta\|^2",
        domain=Domain(
            "single-index model (C_b = 1), every neuron at a teacher (x = 0, D = -cP, c = C_LSC δ), gaps of length r with Ψ_Q = 0, "
            "any C_14 and τ > 0"
        ),
        statements=(LEMMA14_PRINTED,),
        covers=("B10",),
        prove=lambda: [
            refute(LEMMA14_PRINTED, {"c": 8, "r": 2, "C_b": 1, "C14": 1000, "tau": "1/10000"}),
        ],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-14/assembly",
            "(C_LSC δ + C_reg)/2 takes the place of C_b; as ‖Δ‖² ≤ 4ε, Theorem 39's constant changes (eq-36/error-terms) and "
            "nothing else.",
        ),
        second_route=_second_quadratic_term,
        note="Δ is not tangent, so D contracts its part of length ‖Δ‖²/2 not at all; that term scales with D, and C_b does not.",
    ),
    Claim(
        id="lemma-14/assembly",
        where=Place(55, "end of the proof of Lemma 36"),
        title="Lemma 14 from its two repaired halves, with c = C_LSC and C_14",
        latex=r"\langle\nabla\Phi_Q, D_t^\perp\odot\Delta_t\rangle \le -\Big(\tfrac{C_{LSC}\delta}2 - C_{14}\tau\Big)\Phi_Q + C_{14}x + \tfrac{C_{LSC}\delta+C_{reg}}2\,\mathbb E\|\Delta\|^2",
        domain=Domain(
            "all non-negative values; C_14 ≥ max(C_b C_reg, 2C_reg(1+C_b)); Assumption LSC's structured part with 2C_b in place of "
            "2√C_b (lemma-36/bad-part)"
        ),
        uses=(
            "lemma-36/tangent-part",
            "lemma-36/inside-and-outside",
            "lemma-36/psi",
            "lemma-36/bad-part",
            "lemma-36/bad-part-outside",
            "lemma-36/outside-coefficient",
            "claim-10/exact",
        ),
        statements=(LEMMA14,),
        covers=("B10",),
        prove=_prove_lemma14,
        mutants=(
            Mutant(
                "the full rate c in place of c/2",
                LEMMA14.replace(le(local, -(c - C14 * tau) * (Omega + Psi) + C14 * x + (c + K) / 2 * q)),
            ),
            Mutant(
                "C_b as the coefficient of E‖Δ‖²",
                LEMMA14.replace(le(local, -(c / 2 - C14 * tau) * (Omega + Psi) + C14 * x + C_b * q)),
            ),
        ),
        constants=(
            Constant(
                "C_14",
                "O_{C_reg,C_b}(1)",
                "2C_reg(1 + C_b)",
                "—",
                "1",
                "C_reg, C_b ≥ 0; the c of the statement is C_LSC",
                ("theorem 39",),
            ),
        ),
        note="The letter c in the statement is not defined there; the proof has C_LSC.",
    ),
    Claim(
        id="lemma-14/loss-with-noise-as-printed",
        where=_P13,
        title="√L_D where the distance to f* is meant",
        latex=r"D_t^\perp \preceq -C_{LSC}\|f-f^*\|P \implies \langle\cdot\rangle \le -\tfrac{C_{LSC}\sqrt{L_D(\rho_t^{MF})}}2\,\Omega",
        domain=Domain("L_D = ‖f-f*‖² + noise, noise variance in [0, 1] as R2 allows"),
        statements=(NOISE,),
        covers=("A126", "B11"),
        prove=lambda: [refute(NOISE, {"C_LSC": 1, "L_0": 0, "L_term": 0, "Omega": 1, "noise": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-14/loss-without-noise",
            "Read δ = ‖f_{ρ^MF} - f*‖ throughout, as Theorem 7 and Assumption LSC define it.",
        ),
        second_route=_second_noise,
        note="p. 4 lets D carry label noise, so √L_D exceeds ‖f - f*‖; pp. 13, 53 and 57 use the two as one.",
    ),
    Claim(
        id="lemma-14/loss-without-noise",
        where=_P13,
        title="half of the contraction rate, in terms of the distance to f*",
        latex=r"\langle\cdot\rangle \le -C_{LSC}\|f-f^*\|\,\Omega \le -\tfrac{C_{LSC}}2\|f-f^*\|\,\Omega",
        domain=Domain("‖f-f*‖² ≥ 0, Ω > 0"),
        statements=(NOISE_REPAIRED,),
        prove=_prove_noise,
        mutants=(Mutant("twice the rate", NOISE_REPAIRED.replace(le(local, -2 * strength * sqrt(excess) * Omega))),),
        note="With δ = ‖f - f*‖ the two halves of Lemma 14 hold as used.",
    ),
    Claim(
        id="lemma-13/hypotheses-as-printed",
        where=Place(50, "proof of Lemma 34"),
        title="consistent isometry from a balanced decomposition alone",
        latex=r"\overline{H_\infty^\perp}v = \lambda v \implies \mathbb E_{w'}H_\infty^\perp(w,w')v(w')1(w'\in S) = \lambda v(w)\Pr[S]",
        domain=Domain("two far atoms of mass ½ each, v constant on both cells, shares s_1, s_2 ≤ ½ of the cells in S"),
        statements=(ISOMETRY,),
        covers=("A127", "B08"),
        prove=lambda: [refute(ISOMETRY, {"g": 4, "s1": "1/2", "s2": 0})],
        step=True,
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-13/hypotheses",
            "Lemmas 13 and 35 need Assumption Symmetry (consistent restricted isometry) among their hypotheses; Theorem 7 supposes it.",
        ),
        second_route=_second_isometry,
        note="The statement asks for a balanced Q only; the proof uses the consistent restricted isometry of Definition 28.",
    ),
    Claim(
        id="lemma-13/hypotheses",
        where=Place(50, "proof of Lemma 34"),
        title="consistent isometry when every cell has the same share in S",
        latex=r"s_1 = s_2 \implies \mathbb E H v1_S = \lambda v\Pr[S]",
        domain=Domain("two far atoms with equal shares, as transitivity gives"),
        statements=(ISOMETRY_REPAIRED,),
        mutants=(Mutant("without equal shares", ISOMETRY),),
        note="Assumption Symmetry gives equal shares, because the group permutes the cells and B_τ is invariant.",
    ),
    Claim(
        id="lemmas-13-14/restated",
        where=_P13,
        title="Lemmas 13 and 14 against their restatements, Lemmas 35 and 36",
        latex=r"\text{Lemma 35} = \text{Lemma 13},\quad \text{Lemma 36} = \text{Lemma 14}",
        domain=Domain("the printed text of pp. 13, 50, 53", "point"),
        covers=("A59",),
        derivation=(
            "Pages 13 and 50 compared, display by display: Lemma 35 has the hypotheses of Lemma 13 (a C_b-balanced Q, any τ "
            "for which the event of Lemma 25 holds for S = B_τ), the same inequality with (1+C_b) on E‖E_jHΔ‖1(ξ ∉ B_τ), and "
            "the same order of the error term. Pages 13 and 53: Lemma 36 has the hypotheses and the inequality of Lemma 14, "
            "with the letter c (C_LSC in the proof), C_14 and C_b in the same places. The two pairs agree word for word, so "
            "what is said of one holds for the other: the undefined c, √L_D for the distance to f* "
            "(lemma-14/loss-with-noise-as-printed), and the missing hypothesis (lemma-13/hypotheses-as-printed) stand in both."
        ),
        note="A comparison of printed text; there is no formula in it to decide.",
    ),
    Claim(
        id="eq-8/source-as-printed",
        where=Place(13, "eq. (8)"),
        title="the source of eq. (8) against Theorem 39",
        latex=r"\dots + CJ_{max}t\,\epsilon_{n,m} \implies \dots + CJ_{max}(\epsilon_m+\epsilon_n)",
        domain=Domain("t ≥ 0, J_max ≥ 1"),
        statements=(EQ8,),
        covers=("A60", "B13"),
        prove=lambda: [refute(EQ8, {"C": 1, "J": 1, "e": 1, "rate": 2, "t": 2})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "theorem-39/source",
            "The source is CJ_max(1+t)ε; Theorem 7's bound has the factor t already.",
        ),
        second_route=_second_eq8,
        note="Eq. (8), said to be formalised by Theorem 39, lacks that theorem's factor t.",
    ),
    Claim(
        id="theorem-39/source-as-printed",
        where=Place(59, "last display of the proof of Theorem 39"),
        title="both error terms under one source proportional to t",
        latex=r"18C_{reg}(1+C_b)\epsilon + 8CJ_{max}t\epsilon \le C'J_{max}t\,\epsilon",
        domain=Domain("t ≥ 0, J_max ≥ 1, C_reg ≥ 1, any constant C'"),
        statements=(SOURCE,),
        covers=("B79",),
        prove=lambda: [refute(SOURCE, {"C": 1, "C14": 1000, "C_b": 1, "C_reg": 1, "J": 1, "e": 1, "t": 0})],
        step=True,
        severity=Severity.CONSTANT,
        repair=Repair(
            "theorem-39/source",
            "With 1 + t in place of t the constants of Theorem 39 and Corollary 40 change by a factor 2 for T ≥ 1.",
        ),
        second_route=_second_source,
        note="E_i‖ε_{t,i}‖ ≤ 18C_reg ε has no factor t, so no constant works near t = 0.",
    ),
    Claim(
        id="theorem-39/source",
        where=Place(59, "last display of the proof of Theorem 39"),
        title="both error terms under a source proportional to 1 + t",
        latex=r"(18C_{reg}(1+C_b)+4C_{reg})\epsilon + 4(1+4C_{reg})CJ_{max}t\epsilon \le C'J_{max}(1+t)\,\epsilon,\quad C' = \max(18C_{reg}(1+C_b)+4C_{reg}, 4(1+4C_{reg})C)",
        domain=Domain("t ≥ 0, J_max ≥ 1; E_t ≤ 4(1+4C_reg)Jtε by Lemma 41 where 16(1+4C_reg)²J²t²ε ≤ 1"),
        statements=(SOURCE_REPAIRED,),
        covers=("B79",),
        uses=(
            "theorem-39/error-constant",
            "lemma-41/squares",
            "eq-36/error-terms",
            "theorem-39/absorption",
            "eq-3/duhamel",
            "lemma-5/remainder",
        ),
        prove=_prove_source,
        mutants=(
            Mutant("t in place of 1 + t", SOURCE_REPAIRED.replace(le(SOURCE_REPAIRED.show.lhs, C14 * J * t * e))),
        ),
        note="The two pieces of p. 59 put together, with 4(1+4C_reg) for Lemma 41's 8.",
    ),
)
