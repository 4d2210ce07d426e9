"""Appendix H.1 (p. 78): what the description of the experiments says twice, and what its numbers imply.

The authors publish their scripts (github.com/margalitglasgow/prop-chaos); where a claim quotes them, its note says so.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, exp, log

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt

M, b, eta, m, n, t = sympy.symbols("M b eta m n t", real=True)

BATCH = Statement(eq(8 * b, n), (eq(b, 8196), eq(n, 2**16)))
BATCH_REPAIRED = Statement(eq(8 * b, n), (eq(b, 2**13), eq(n, 2**16)))
WIDTHS = Statement(le(m, 2**15), (ge(m, 2**12), le(m, 65536)))
WIDTHS_REPAIRED = (
    # f_m - f_M = Σ_{i ≤ m}(1/m - 1/M)σ_i - Σ_{m < i ≤ M}σ_i/M with independent, centred σ_i of variance 1
    Statement(eq(m * (m * (1 / m - 1 / M) ** 2 + (M - m) / M**2), 1 - m / M), (gt(m, 0), ge(M, m))),
    Statement(eq(1 - m / M, Rational(1, 2)), (gt(m, 0), eq(M, 2 * m))),
    Statement(eq(1 - m / M, Rational(3, 4)), (gt(m, 0), eq(M, 4 * m))),
)
STEP = Statement(eq(eta, Rational(1, 20)), (eq(eta, Rational(1, 40)),))
STEP_REPAIRED = Statement(eq(2 * eta, Rational(1, 20)), (eq(eta, Rational(1, 40)),))


def soft_plus(y: sympy.Expr | int) -> sympy.Expr:
    """SoftPlus with temperature t: log(1 + e^{ty})/t."""
    return log(1 + exp(t * sympy.sympify(y))) / t


# the amplitude of XOR_4 in the network of sixteen neurons ε/2, weights -8χ(ε)
AMPLITUDE = -Rational(8, 16) * sum((-1) ** i * sympy.binomial(4, i) * soft_plus(2 - i) for i in range(5))
_temperature = (ge(t, 16), le(t, 16))
SOFT = (
    Statement(lt(AMPLITUDE, Rational(871, 1000)), _temperature),
    Statement(gt(AMPLITUDE, Rational(870, 1000)), _temperature),
)


def _second_batch() -> SecondRoute:
    return SecondRoute("65536 modulo 8196 and modulo 8192", f"{2**16 % 8196}, {2**16 % 8192}", 2**16 % 8196 != 0)


def _second_widths() -> SecondRoute:
    """Legend of Figures 3 and 9: m = 65536; and the scaled error of Figure 7b at t = 0 for m = 32768, with M = 2^16 and 2^17."""
    with mpmath.workdps(15):
        starts = [1 - mpmath.mpf(2**15) / top for top in (2**16, 2**17)]
        return SecondRoute(
            "the largest width in the legends of Figures 3 and 9 over 2¹⁵; 1 - m/M at m = 2¹⁵ for M = 2¹⁶, 2¹⁷ (Figure 7b starts near 0.74)",
            f"{65536 // 2**15}; {mpmath.nstr(starts[0], 4)}, {mpmath.nstr(starts[1], 4)}",
            65536 > 2**15,
        )


def _second_step() -> SecondRoute:
    return SecondRoute(
        "Figure 9's caption, η = 0.025, against 0.05", "1/40 ≠ 1/20", Rational(1, 40) != Rational(5, 100)
    )


_P78 = Place(78, "Section H.1")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="experiments/batch-size-as-printed",
        where=_P78,
        title="n = 2¹⁶ data points in batches of 8196",
        latex=r"n = 2^{16} = 8\cdot 8196",
        domain=Domain("the numbers printed", "point"),
        statements=(BATCH,),
        covers=("C137",),
        prove=lambda: [refute(BATCH, {"b": 8196, "n": 65536})],
        severity=Severity.COSMETIC,
        repair=Repair("experiments/batch-size", "Meant is 8192 = 2¹³, which divides n; no statement rests on it."),
        second_route=_second_batch,
        note="The published script for the Gaussian problems has batch_size = 2**13 (that for XOR 2**14, drawn afresh each step).",
    ),
    Claim(
        id="experiments/batch-size",
        where=_P78,
        title="eight batches of 2¹³",
        latex=r"2^{16} = 8\cdot 2^{13}",
        domain=Domain("b = 2¹³", "point"),
        statements=(BATCH_REPAIRED,),
        covers=("C137",),
        mutants=(Mutant("7 batches", BATCH_REPAIRED.replace(eq(7 * b, n))),),
    ),
    Claim(
        id="experiments/widths-as-printed",
        where=_P78,
        title="the widths m ∈ [2¹², 2¹⁵]",
        latex=r"m \in [2^{12}, 2^{15}]",
        domain=Domain("the widths in the legends of Figures 3, 4, 5, 7, 8, 9: 4096 to 65536"),
        statements=(WIDTHS,),
        covers=("C138",),
        prove=lambda: [refute(WIDTHS, {"m": 65536})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "experiments/initial-function-error",
            "Figures 3 and 9 go up to 2¹⁶; and M is 2¹⁷ throughout, four times the largest m in the other figures, by the error at t = 0.",
        ),
        second_route=_second_widths,
        note="Also an unmatched bracket. The published scripts have widths 2¹², …, 2¹⁵ and 2¹⁷ for M.",
    ),
    Claim(
        id="experiments/initial-function-error",
        where=_P78,
        title="the scaled function error at t = 0 tells M",
        latex=r"m\,\mathbb E\|f_{\rho_0^m}-f_{\rho_0^M}\|^2 = 1-\tfrac mM",
        domain=Domain(
            "a width-m subnetwork of a width-M network, independent neurons with E‖σ_w - f‖² = 1, every 0 < m ≤ M"
        ),
        statements=WIDTHS_REPAIRED,
        covers=("C138",),
        mutants=(
            Mutant(
                "1/M in place of 1/m - 1/M", WIDTHS_REPAIRED[0].replace(eq(m * (m / M**2 + (M - m) / M**2), 1 - m / M))
            ),
        ),
        note="Figures 3b, 7b and 8b start near 1 - m/2¹⁷ (0.5 at 65536, 0.75 at 32768): M = 2¹⁷, and σ is normalised to ‖σ‖ = 1.",
    ),
    Claim(
        id="experiments/softplus-amplitude",
        where=_P78,
        title="the weight ±8 with SoftPlus of temperature 16",
        latex=r"0.870 < -8\,\mathbb E_\varepsilon\,\chi(\varepsilon)\,\mathrm{SoftPlus}_{16}(\tfrac12\langle\varepsilon,x\rangle)\,\chi(x) < 0.871",
        domain=Domain("neurons ε/2 with second layer -8χ(ε), x ∈ {±1}⁴", "point"),
        statements=SOFT,
        covers=("C140",),
        uses=("table-1/xor-4",),
        mutants=(Mutant("0.86", SOFT[0].replace(lt(AMPLITUDE, Rational(860, 1000)))),),
        constants=(
            Constant(
                "C_4 = 2^4/sqrt(4)",
                "8",
                "8 (ReLU)",
                "8/0.8700… = 9.19… (SoftPlus, these neurons)",
                "-",
                "sign neurons",
                ("figure 5",),
            ),
        ),
        note="With ReLU the weight 2^k/√k is exact for k = 4; with SoftPlus the same neurons fall 13 % short.",
    ),
    Claim(
        id="experiments/step-size-as-printed",
        where=_P78,
        title="step size 0.05 for Boolean data",
        latex=r"\eta = 0.05",
        domain=Domain("the step size in the caption of Figure 9, 0.025", "point"),
        statements=(STEP,),
        covers=("C141",),
        prove=lambda: [refute(STEP, {"eta": "1/40"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "experiments/step-size",
            'Figure 9 used 0.025; p. 78\'s "or occasionally smaller" belongs to the Boolean problems too.',
        ),
        second_route=_second_step,
    ),
    Claim(
        id="experiments/step-size",
        where=_P78,
        title="the two step sizes for Boolean data",
        latex=r"0.05 = 2\cdot0.025",
        domain=Domain("p. 78 and the caption of Figure 5: 0.05; the caption of Figure 9: 0.025", "point"),
        statements=(STEP_REPAIRED,),
        covers=("C141",),
        mutants=(Mutant("a factor 3", STEP_REPAIRED.replace(eq(3 * eta, Rational(1, 20)))),),
        note="Arithmetic of the numbers printed; which of them was run is not decided here.",
    ),
)
