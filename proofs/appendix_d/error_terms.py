"""Appendix D.2 (p. 36): the error terms of Lemma 5 put together.

Δ = ξ̂ - ξ as on p. 5. C stands for C_reg, e for ε_m; a = ‖Δ_i‖, b = E_j‖Δ_j‖, s = E_j‖Δ_j‖² (so b² ≤ s).
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

a, b, s, e, C, h, m, S, v1, v2 = sympy.symbols("a b s e C h m S v1 v2", real=True)

SWAP = Statement(le((v1 + v2) * a**2 / 2, C * a**2 / 2), (gt(C, 0), ge(v1, 0), ge(v2, 0), le(v1, C), le(v2, C)))
SWAP_REPAIRED = Statement(
    le((v1 + v2) * a**2 / 2, C * a**2 / 2), (gt(C, 0), ge(v1, 0), ge(v2, 0), le(v1, 3 * C / 11), le(v2, 3 * C / 11))
)


means = (ge(a, 0), ge(b, 0), le(b**2, s))
FINAL = Statement(le(Rational(3, 2) * a**2 + a * b + Rational(3, 2) * s, 2 * (a**2 + s)), means)
TWO_EPS = Statement(le(e * (1 + a), 2 * e), (ge(e, 0), ge(a, 0), le(a, 2)))
# with Taylor's factor 1/2 in both remainders: C(a² + ab + s), and 2C(a² + s) leaves room for e(a - 1)
LEMMA_5 = Statement(
    le(e * (1 + a) + C * (a**2 + a * b + s), 2 * e + 2 * C * (a**2 + s)), (*means, gt(C, 0), ge(e, 0), le(e, 2 * C))
)
WITHOUT_I = Statement(eq((h + S) / m, S / m), (gt(m, 1),))
WITHOUT_I_REPAIRED = Statement(
    le((h + S) / m - S / (m - 1), 2 * C / m), (gt(m, 1), ge(C, 0), le(h, C), ge(S, -(m - 1) * C))
)


def _prove_final() -> list[Verdict]:
    """2(a² + s) - … = ½(a-b)² + ½(s - b²)."""
    script = Script(FINAL, {"a": 0, "b": 0, "s": 0})
    square = script.square(a - b)
    script.combine(FINAL.show.excess, [(Rational(1, 2), [square]), (Rational(1, 2), [2])])
    return [script.verdict("square")]


def _prove_lemma_5() -> list[Verdict]:
    """½C(a-b)² + ½C(s-b²) + ½Cs + (2C-e)a²/4 + e(a-2)²/4."""
    script = Script(LEMMA_5, {"a": 0, "b": 0, "s": 0, "C": 1, "e": 0})  # facts: a, b, s-b², C, e, 2C-e
    apart, far = script.square(a - b), script.square(a - 2)
    second = script.combine(s, [(1, [2]), (1, [1, 1])])
    half, quarter = Rational(1, 2), Rational(1, 4)
    first = script.square(a)
    script.combine(
        LEMMA_5.show.excess,
        [(half, [3, apart]), (half, [3, 2]), (half, [3, second]), (quarter, [5, first]), (quarter, [4, far])],
    )
    return [script.verdict("square")]


def _second_swap() -> SecondRoute:
    """‖∇f'‖ + ‖∇k'‖ where the two add up: σ = He₃/√6 and ρ = δ_{-w*}, in the direction of w."""
    with mpmath.workdps(25):
        step = mpmath.mpf(1) / 1024

        def field(scale: mpmath.mpf, pole: int) -> mpmath.mpf:
            w_ = scale * mpmath.matrix([mpmath.cos(1), mpmath.sin(1)])
            overlap = w_[0] * pole
            return 3 * overlap**2 * (pole - overlap * w_[0])

        f_part, k_part = ((field(1 + step, i) - field(1 - step, i)) / (2 * step) for i in (1, -1))
        return SecondRoute(
            "σ = He₃/√6, ρ = δ_{-w*}: first components of ∇f'·w, E∇k'·w and ∇ν·w",
            ", ".join(mpmath.nstr(x, 8) for x in (f_part, k_part, f_part - k_part)),
            bool(abs(f_part - k_part) > mpmath.mpf("1.99") * abs(f_part)),
        )


def _second_two_eps() -> SecondRoute:
    """Antipodal ξ and ξ̂."""
    size = mpmath.norm(mpmath.matrix([-1, 0]) - mpmath.matrix([1, 0]))
    return SecondRoute("ξ̂ = -ξ: 1 + ‖Δ‖", mpmath.nstr(1 + size, 8), bool(1 + size > 2.9))


def _second_without() -> SecondRoute:
    """Two neurons at one point, both moved by the same Δ, q = z⁴ (H^⊥(i,j) = 4P): the two means of H^⊥Δ."""
    entry, delta = 4, mpmath.mpf(1)
    every, others = (entry * delta + entry * delta) / 2, entry * delta / 2
    return SecondRoute(
        "q = z⁴, two neurons at one point: E_j and E_j over j ≠ i", f"{every}, {others}", bool(every != others)
    )


_P36 = Place(36, "proof of Lemma 5")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-22/swap-of-d-as-printed",
        where=_P36,
        title="the cost of the projection in D",
        latex=r"\|D_t\Delta-D_t^\perp\Delta\|\le\tfrac12C_{reg}\|\Delta\|^2\ \text{by S1}",
        domain=Domain("C_reg > 0, v1 = ‖∇f'‖ and v2 = ‖E∇k'‖ at most C_reg (S1)"),
        statements=(SWAP,),
        covers=("A119",),
        step=True,
        prove=lambda: [refute(SWAP, {"C": 11, "v1": 11, "v2": 11, "a": 1})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-22/swap-of-d", "The proof of S1 gives 3C_reg/11 for each term, so the printed constant holds."
        ),
        second_route=_second_swap,
        note="D = ∇f' - E∇k' has two terms, so S1 gives ‖D‖ ≤ 2C_reg.",
    ),
    Claim(
        id="lemma-22/swap-of-d",
        where=_P36,
        title="the cost of the projection in D, with the count of Lemma 19",
        latex=r"\|D_t\Delta-D_t^\perp\Delta\|\le\tfrac12\bigl(\tfrac3{11}+\tfrac3{11}\bigr)C_{reg}\|\Delta\|^2\le\tfrac12C_{reg}\|\Delta\|^2",
        domain=Domain("C_reg > 0 that of lemma-19/count, v1 = ‖∇f'‖ and v2 = ‖E∇k'‖ at most 3C_reg/11"),
        statements=(SWAP_REPAIRED,),
        covers=("A119",),
        uses=("lemma-19/count", "eq-17/inner-product"),
        mutants=(Mutant("a quarter", SWAP_REPAIRED.replace(le((v1 + v2) * a**2 / 2, C * a**2 / 4))),),
    ),
    Claim(
        id="lemma-22/final-display",
        where=_P36,
        title="the last inequality of the proof",
        latex=r"\tfrac32\|\Delta_i\|^2+\|\Delta_i\|\mathbb E_j\|\Delta_j\|+\tfrac32\mathbb E_j\|\Delta_j\|^2\le2(\|\Delta_i\|^2+\mathbb E_j\|\Delta_j\|^2)",
        domain=Domain("a, b ≥ 0, b² ≤ s (Jensen)"),
        statements=(FINAL,),
        covers=("A120",),
        prove=_prove_final,
        mutants=(Mutant("5/3 in place of 2", FINAL.replace(le(FINAL.show.lhs, Rational(5, 3) * (a**2 + s)))),),
        constants=(
            Constant("2 in ‖ε‖ (Lemma 5)", "2", "2", "2", "1", "attained where all ‖Δ_j‖ are equal", ("lemma 5",)),
        ),
    ),
    Claim(
        id="lemma-22/two-eps-as-printed",
        where=_P36,
        title="ε_m(1 + ‖Δ‖) in the proof, 2ε_m in the statement",
        latex=r"\epsilon_m(1+\|\Delta_t(i)\|)\le2\epsilon_m",
        domain=Domain("ε_m ≥ 0, ‖Δ‖ ≤ 2 (two points of the sphere)"),
        statements=(TWO_EPS,),
        covers=("A121",),
        step=True,
        prove=lambda: [refute(TWO_EPS, {"e": 1, "a": 2})],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-22/two-eps", "Lemma 5's bound stands for ε_m ≤ 2C_reg once Taylor's factor 1/2 is kept."),
        second_route=_second_two_eps,
        note="It needs ‖Δ‖ ≤ 1; on the sphere 1 + ‖Δ‖ reaches 3.",
    ),
    Claim(
        id="lemma-22/two-eps",
        where=_P36,
        title="Lemma 5's error bound, with Taylor's factor 1/2",
        latex=r"\epsilon_m(1+\|\Delta_i\|)+C_{reg}(\|\Delta_i\|^2+\|\Delta_i\|\mathbb E_j\|\Delta_j\|+\mathbb E_j\|\Delta_j\|^2)\le2\epsilon_m+2C_{reg}(\|\Delta_i\|^2+\mathbb E_j\|\Delta_j\|^2)",
        domain=Domain("a, b ≥ 0, b² ≤ s, 0 ≤ ε_m ≤ 2C_reg"),
        statements=(LEMMA_5,),
        covers=("A121",),
        uses=("eq-18/bound", "eq-19/bound", "lemma-22/lagrange", "lemma-19/s6"),
        prove=_prove_lemma_5,
        mutants=(Mutant("ε_m in place of 2ε_m", LEMMA_5.replace(le(LEMMA_5.show.lhs, e + 2 * C * (a**2 + s)))),),
        note="C_reg times ½ + ½ for (18); ½·14/11 + ½·6/11 = 10/11 and S4's 3/11 for (19), by Lemma 19's count.",
    ),
    Claim(
        id="lemma-22/without-i-as-printed",
        where=_P36,
        title="the mean over the other neurons",
        latex=r"\mathbb E_{j\sim[m],j\ne i}H_t^\perp(i,j)\Delta_t(j)=\mathbb E_{j\sim[m]}H_t^\perp(i,j)\Delta_t(j)",
        domain=Domain("m > 1, h the summand of j = i, S the sum over j ≠ i; both means divided by m"),
        statements=(WITHOUT_I,),
        covers=("A122",),
        prove=lambda: [refute(WITHOUT_I, {"h": 1, "S": 0, "m": 2})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-22/without-i", "ρ^m includes the neuron itself, so (18) and Lemma 5 have the mean over all j."
        ),
        second_route=_second_without,
        note="The statement and (18) average over all j, the end of the proof over j ≠ i.",
    ),
    Claim(
        id="lemma-22/without-i",
        where=_P36,
        title="what leaving out one neuron changes",
        latex=r"\bigl|\mathbb E_{j\sim[m]}y_j-\mathbb E_{j\ne i}y_j\bigr|\le\tfrac2mC,\quad|y_j|\le C",
        domain=Domain("m > 1, h ≤ C, S ≥ -(m-1)C (the other sign by symmetry); E_{j≠i} divided by m - 1"),
        statements=(WITHOUT_I_REPAIRED,),
        covers=("A122",),
        mutants=(Mutant("1/m in place of 2/m", WITHOUT_I_REPAIRED.replace(le(WITHOUT_I_REPAIRED.show.lhs, C / m))),),
    ),
)
