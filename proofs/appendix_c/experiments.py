"""Appendix C (pp. 28–30): the proxy of the coupling error, what the figures plot, and Remark 18."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.oracle import gauss_hermite, sphere_rule
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d

m, c, e, g, t, x, y = sympy.symbols("m c e g t x y", real=True)

# x and y the displacements of one neuron in the networks of widths m and M, against the mean-field path
TWICE = Statement(le((x - y) ** 2, 4 * x**2))
# lengths x, y and inner product p of the two displacements in any dimension, z that of their difference
p, z = sympy.symbols("p z", real=True)
lengths = (ge(x, 0), ge(y, 0), eq(z**2, x**2 + y**2 - 2 * p), le(p**2, x**2 * y**2))
SUM = (Statement(le(z, x + y), lengths), Statement(le(z, 2 * x), (*lengths, le(y, x))))

SCALED = Statement(eq(m * e, m * e**2), (gt(m, 0), gt(e, 0)))
SCALED_REPAIRED = (
    Statement(eq(m * e**2, c), (gt(m, 0), gt(c, 0), gt(e, 0), eq(e**2, c / m))),
    Statement(eq((m * e) ** 2, c * m), (gt(m, 0), gt(c, 0), gt(e, 0), eq(e**2, c / m))),
)

# Figure 4 (c), dark blue curve, in points of a 600 dpi print: ticks 0 and 17.5 at rows 757.5 and 114, ticks 0 and 14
# at columns 155.5 and 1027.5; three points of the curve
ROWS, COLUMNS = (Rational(1515, 2), 114), (Rational(311, 2), Rational(2055, 2))
CURVE = ((352, Rational(889, 2)), (512, 291), (952, 164))
READ = tuple(
    (
        (column - COLUMNS[0]) / (COLUMNS[1] - COLUMNS[0]) * 14,
        (ROWS[0] - row) / (ROWS[0] - ROWS[1]) * Rational(35, 2),
    )
    for column, row in CURVE
)
AT_MOST_T = Statement(le(g, t), (ge(g, 12), le(g, 13), ge(t, Rational(11, 2)), le(t, 6)))
AT_MOST_3T = tuple(
    Statement(le(g, 3 * t), (ge(t, time - Rational(1, 20)), le(g, value + Rational(1, 20)))) for time, value in READ
)

initial = 1 - 3 / (d * (d + 2))  # ‖f* - f_ρ‖² for q = z⁴ and uniform ρ: q(1) - E⟨w,w'⟩⁴
UNNORMALISED = Statement(le(24 * initial, 1), (ge(d, 32),))
NORMALISED = (
    Statement(le(initial, 1), (ge(d, 5),)),
    Statement(ge(initial, Rational(9, 10)), (ge(d, 5),)),
)


def _prove_sum() -> list[Verdict]:
    """(x+y)² - z² = 2(xy + p) ≥ 0, as xy ≥ |p|."""
    verdicts = []
    for statement in SUM:
        script = Script(statement, {"x": 1, "y": 0, "p": 0, "z": 1})
        script.combine(x * y, [(1, [0, 1])])
        inner = script.ordered(x * y, -p)
        script.combine(x + y, [(1, [0]), (1, [1])])
        script.combine((x + y) ** 2 - z**2, [(2, [inner]), (-1, [2])])
        both = script.ordered(x + y, z)
        script.combine(statement.show.excess, [(1, [both]), *([(1, [4])] if len(statement.assume) == 5 else [])])
        verdicts.append(script.verdict("triangle inequality"))
    return verdicts


def _second_twice() -> SecondRoute:
    """Three points on the circle: the narrow network's neuron has not moved, the wide one's has."""
    with mpmath.workdps(20):
        still, moved = mpmath.matrix([1, 0]), mpmath.matrix([mpmath.cos(1), mpmath.sin(1)])
        proxy, narrow, wide = mpmath.norm(still - moved), mpmath.norm(still - still), mpmath.norm(moved - still)
        return SecondRoute(
            "mean-field neuron e₁, width m at e₁, width M turned by 1: ‖Δ̂‖, 2‖Δ‖, and the sum of both displacements",
            f"{mpmath.nstr(proxy, 8)}, {mpmath.nstr(2 * narrow, 8)}, {mpmath.nstr(narrow + wide, 8)}",
            bool(proxy > 2 * narrow and proxy <= narrow + wide),
        )


def _second_scaled() -> SecondRoute:
    """E‖Δ̂‖ = √(c/m), the rate of p. 29, at the figures' widths."""
    rows = [(m_ * mpmath.sqrt(mpmath.mpf(1) / m_), m_ * mpmath.sqrt(mpmath.mpf(1) / m_) ** 2) for m_ in (4096, 32768)]
    return SecondRoute(
        "E‖Δ̂‖ = m^{-1/2} at m = 4096 and 32768: m·E‖Δ̂‖ and m(E‖Δ̂‖)²",
        "; ".join(f"{mpmath.nstr(a, 8)}, {mpmath.nstr(b, 8)}" for a, b in rows),
        bool(rows[1][0] > 2 * rows[0][0] and abs(rows[1][1] - rows[0][1]) < mpmath.mpf("1e-9")),
    )


def _second_reading() -> SecondRoute:
    """The readings of Figure 4 (c) from the positions of ticks and curve."""
    text = "; ".join(
        f"t = {mpmath.nstr(mpmath.mpf(a.p) / a.q, 4)}, g = {mpmath.nstr(mpmath.mpf(b.p) / b.q, 4)}" for a, b in READ
    )
    time, value = READ[1]
    inside = Rational(11, 2) <= time <= 6 and 12 <= value <= 13
    return SecondRoute(
        "Figure 4 (c), m = 4096, read off by linear interpolation between the ticks",
        text,
        bool(inside and value > 2 * time),
    )


def _second_loss() -> SecondRoute:
    """‖f* - f_ρ‖² for σ = He₄ at uniform ρ, d = 32, by quadrature over the Gaussian and the sphere."""
    with mpmath.workdps(30):
        square = mpmath.fsum(w * (v**4 - 6 * v**2 + 3) ** 2 for v, w in gauss_hermite(6))
        mean = square * mpmath.fsum(w * z**4 for z, w in sphere_rule(8, 33))
        return SecondRoute(
            "initial loss of σ = He₄ (E He₄² = 24), d = 32, by quadrature; Figure 3 (a) starts at 0.9",
            mpmath.nstr(square - mean, 12),
            bool(square - mean > 23),
        )


_P28, _P29, _P30 = Place(28, "C.1"), Place(29, "Figures 3 and 4"), Place(30, "Remark 18")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="appendix-c/proxy-as-printed",
        where=Place(28, "footnote 5"),
        title="the proxy of the coupling error",
        latex=r"\|\hat\Delta_t(i)\|\le2\|\Delta_t(i)\|\quad\text{by the triangle inequality}",
        domain=Domain("displacements x (width m) and y (width M) of one neuron along a line"),
        statements=(TWICE,),
        covers=("A86", "C143"),
        step=True,
        prove=lambda: [refute(TWICE, {"x": 0, "y": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "appendix-c/proxy",
            "The proxy is at most the sum of both errors; 2‖Δ‖ where the wider network's error is the smaller one. Only plots use it.",
        ),
        second_route=_second_twice,
        note="It holds when the wide network follows the mean field at least as closely, neuron by neuron.",
    ),
    Claim(
        id="appendix-c/proxy",
        where=Place(28, "footnote 5"),
        title="the proxy against both coupling errors",
        latex=r"\|\hat\Delta\|\le\|\Delta^{(m)}\|+\|\Delta^{(M)}\|;\quad \|\Delta^{(M)}\|\le\|\Delta^{(m)}\| \implies \|\hat\Delta\|\le2\|\Delta^{(m)}\|",
        domain=Domain("lengths x, y and inner product p of the displacements of one neuron, p² ≤ x²y²; any dimension"),
        statements=SUM,
        covers=("A86", "C143"),
        prove=_prove_sum,
        mutants=(Mutant("without the premise", SUM[1].replace(assume=lengths)),),
    ),
    Claim(
        id="appendix-c/scaled-error-as-printed",
        where=_P28,
        title="the plotted coupling error",
        latex=r"m\cdot\mathbb E_i\|\hat\Delta_t(i)\|=m(\mathbb E_i\|\hat\Delta_t(i)\|)^2",
        domain=Domain("e = E‖Δ̂‖ > 0, m > 0"),
        statements=(SCALED,),
        covers=("A87", "C142"),
        prove=lambda: [refute(SCALED, {"m": 4096, "e": "1/64"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "appendix-c/scaled-error", "Captions and p. 29 have m(E‖Δ̂‖)², which is what the rate 1/m makes bounded."
        ),
        second_route=_second_scaled,
        note="Pages 28 and 78 name m·E‖Δ̂‖, the figures m(E‖Δ̂‖)²; at the observed rate the first would grow like √m.",
    ),
    Claim(
        id="appendix-c/scaled-error",
        where=_P28,
        title="the scaling that makes the coupling error bounded",
        latex=r"(\mathbb E\|\hat\Delta\|)^2=\tfrac cm \implies m(\mathbb E\|\hat\Delta\|)^2=c,\ m\,\mathbb E\|\hat\Delta\|=\sqrt{cm}",
        domain=Domain("m, c > 0, e = E‖Δ̂‖ > 0 with e² = c/m"),
        statements=SCALED_REPAIRED,
        covers=("A87", "C142"),
        mutants=(Mutant("m·E‖Δ̂‖ = c", SCALED_REPAIRED[1].replace(eq((m * e) ** 2, c**2))),),
    ),
    Claim(
        id="remark-18/at-most-t-as-printed",
        where=_P30,
        title="the coupling rate of the experiments",
        latex=r"\text{for all experiments } g(d,t)\le t,\quad g=m(\mathbb E_i\|\hat\Delta_t(i)\|)^2",
        domain=Domain("Figure 4 (c), m = 4096: the reading at t = 5.7 (12 ≤ g ≤ 13)"),
        statements=(AT_MOST_T,),
        covers=("A88",),
        prove=lambda: [refute(AT_MOST_T, {"g": "127/10", "t": "57/10"})],
        severity=Severity.CONSTANT,
        repair=Repair("remark-18/at-most-3t", "The remark and its conjecture need some polynomial in t only."),
        second_route=_second_reading,
        note="The curve lies above g = t from t = 1 to the end, at up to 2.7t; Figure 9 (c) comes close to g = t too.",
    ),
    Claim(
        id="remark-18/at-most-3t",
        where=_P30,
        title="the coupling rate in Figure 4",
        latex=r"g\le3t",
        domain=Domain("the readings of Figure 4 (c), m = 4096, with ±1/20: t = 3.2, 5.7 and 12.8", "point"),
        statements=AT_MOST_3T,
        covers=("A88",),
        mutants=(Mutant("2t", AT_MOST_3T[1].replace(le(g, 2 * t))),),
        note="A statement about printed figures: three readings, not a theorem.",
    ),
    Claim(
        id="appendix-c/he4-normalisation-as-printed",
        where=_P29,
        title="the activation of the figures",
        latex=r"\sigma=\mathrm{He}_4,\ \mathbb E\,\mathrm{He}_4^2=4!:\quad \|f^*-f_{\rho_0}\|^2=24\bigl(1-\tfrac3{d(d+2)}\bigr)\le1",
        domain=Domain("uniform ρ_0, d ≥ 32; Figure 3 (a) starts below 1"),
        statements=(UNNORMALISED,),
        covers=("C139",),
        prove=lambda: [refute(UNNORMALISED, {"d": 32})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "appendix-c/he4-normalised",
            "Read He_k as He_k/√k! in the figures; the statements of Appendix G do not use them.",
        ),
        second_route=_second_loss,
        note="With p. 63's E He_k² = k! the curve would start at 23.9, and Figure 4's at 275 and more.",
    ),
    Claim(
        id="appendix-c/he4-normalised",
        where=_P29,
        title="the initial loss of the normalised activation",
        latex=r"\sigma=\mathrm{He}_4/\sqrt{24}:\quad \tfrac9{10}\le\|f^*-f_{\rho_0}\|^2=1-\tfrac3{d(d+2)}\le1",
        domain=Domain("uniform ρ_0, every real d ≥ 5"),
        statements=NORMALISED,
        covers=("C139",),
        mutants=(Mutant("999/1000", NORMALISED[1].replace(ge(initial, Rational(999, 1000)))),),
    ),
)
