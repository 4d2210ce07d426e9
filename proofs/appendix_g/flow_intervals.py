"""Appendix G.2, Lemma 45 (p. 68): the error term E_α over the three intervals of time.

In logarithms α = e^{-a}, d = e^c, ι = e^{-y}. Above 1/√d Lemma 43 gives v ≥ κδ α^{k*-1} with w = √ι ≤ κδ.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, d, k

a, c, s, v, w, y, z = sympy.symbols("a c s v w y z", real=True)
C, E, L, M, g, h = sympy.symbols("C E L M g h", real=True)
delta, iota, kappa, q0, x1, x2 = sympy.symbols("delta iota kappa q0 x1 x2", real=True)
m0 = sympy.Symbol("m0", real=True)
inside = (gt(alpha, 0), lt(alpha, 1))

# [s, t₁]: α ≤ 1/√d
FIRST_PRINTED = Statement(
    le(E * L, C),
    (
        ge(E, 0),
        ge(L, 0),
        le(C, 1000),
        le(E, iota * d ** ((k - 2) / 2)),
        le(L, d ** ((k - 2) / 2) / iota),
        gt(iota, 0),
        lt(iota, 1),
        ge(d, 3),
        ge(k, 4),
    ),
)
_first = (ge(a, c / 2), ge(c, y), ge(k, 4), ge(c, 0))
FIRST = (
    Statement(le(exp(-a * k), exp(-y - c * (k - 2) / 2)), _first),
    Statement(le(exp(-y - a * (k - 4) - c), exp(-y - c * (k - 2) / 2)), _first),
    Statement(le(exp(-c * k / 2), exp(-y - c * (k - 2) / 2)), _first),
    Statement(le(E * L, C), (ge(E, 0), le(L, M), le(E * M, C))),
)

# [t₁, t₂]: 1/√d ≤ α ≤ 1/2
_speed = (gt(alpha, 0), gt(kappa, 0), gt(delta, 0), ge(v, kappa * delta * alpha ** (k - 1)))
_second = (le(a, c / 2), ge(c, y), ge(k, 4))
SECOND = (
    Statement(le(alpha**k, v * alpha / (kappa * delta)), _speed),
    Statement(
        le(w**2 * alpha ** (k - 4) / d, w * v / (alpha**3 * d)), (*_speed, ge(w, 0), le(w, kappa * delta), ge(d, 3))
    ),
    Statement(le(exp(-c * (k - 2) / 2), exp(-a * (k - 4) - c)), _second),
    Statement(le(exp(-c * k / 2), exp(-y - a * (k - 4) - c)), _second),
)
SUBSTITUTION = Statement(eq(v * alpha / delta, v * alpha**2 / delta), (*inside, gt(delta, 0), gt(v, 0)))
DROPPED = Statement(
    eq(w / d * (1 / (2 * x1) - 1 / (2 * x2)) + (x2 - x1) / (2 * delta), w / d * (1 / (2 * x1) - 1 / (2 * x2))),
    (gt(x1, 0), lt(x1, x2), le(x2, Rational(1, 4)), ge(x1 * d, 1), gt(delta, 0), le(delta, 1), ge(w, 0), ge(d, 3)),
)
INTEGRALS = (
    Statement(eq(Derivative(alpha**2 / (2 * delta), alpha), alpha / delta), (gt(delta, 0),)),
    Statement(eq(Derivative(-1 / (2 * alpha**2), alpha), 1 / alpha**3), (gt(alpha, 0),)),
    Statement(
        le(
            3 * w / d * (1 / (2 * x1) - 1 / (2 * x2)) + (x2 - x1) / (2 * kappa * delta),
            Rational(3, 2) + 1 / (8 * kappa * delta),
        ),
        (
            ge(w, 0),
            le(w, 1),
            gt(d, 0),
            gt(x1, 0),
            ge(x1 * d, 1),
            le(x1, x2),
            le(x2, Rational(1, 4)),
            gt(kappa, 0),
            gt(delta, 0),
        ),
    ),
)

# [t₂, t]: 1/2 ≤ α ≤ 1 - τ, z = log(1/τ), m0 = log 2
THIRD_PRINTED = Statement(
    le(E * L, 100 * C**2 * z / delta),
    (ge(E, 0), le(E, C), ge(L, 0), le(L, C * z / delta**2), gt(delta, 0), le(delta, 1), ge(C, 1), gt(z, 0)),
)
THIRD = (
    # 1-α² ≥ 1-α, α^{k*-1} ≥ h = 2^{-(k*-1)}, s = 1-r, 1-√ι ≥ 1/2
    Statement(
        ge(q0 * g * (1 - alpha**2) * s * (1 - w), q0 * h / 2 * s * (1 - alpha)),
        (ge(q0, 0), ge(g, h), ge(h, 0), ge(alpha, 0), le(alpha, 1), ge(s, 0), le(w, Rational(1, 2))),
    ),
    Statement(le(L, z / (kappa * delta)), (le(m0 + kappa * delta * L, z), ge(m0, 0), gt(kappa, 0), gt(delta, 0))),
    Statement(
        le(E * L, C * z / (kappa * delta)),
        (ge(E, 0), le(E, C), ge(C, 0), ge(z, 0), le(L, z / (kappa * delta)), gt(kappa, 0), gt(delta, 0)),
    ),
)


def _prove_second() -> list[Verdict]:
    """w(v - wα^{k-1})/(α³d), and v - wα^{k-1} = (v - κδα^{k-1}) + (κδ - w)α^{k-1}."""
    point = {"alpha": "1/2", "kappa": 1, "delta": 1, "v": 1, "w": 0, "d": 3, "k": 4}
    script = Script(SECOND[1], point)  # facts: α, κ, δ > 0; v ≥ κδα^{k-1}; w ≥ 0; κδ - w ≥ 0; d - 3 ≥ 0
    power = script.positive(alpha ** (k - 1))
    room = script.combine(v - w * alpha ** (k - 1), [(1, [3]), (1, [5, power])])
    dimension = script.combine(d, [(1, [6]), (3, [])])
    script.combine(SECOND[1].show.excess, [(1, [4, room])], times=[0, 0, 0, dimension])
    return [prove(SECOND[0]), script.verdict("positive terms"), *(prove(statement) for statement in SECOND[2:])]


def _prove_rate() -> list[Verdict]:
    """(1-α)s q₀ [g(1+α)(1-w) - h/2] with g ≥ h, 1+α ≥ 1 and 1-w ≥ 1/2."""
    script = Script(THIRD[0], {"q0": 1, "g": 1, "h": 1, "alpha": 0, "s": 1, "w": 0})
    # facts: q₀ ≥ 0, g - h ≥ 0, h ≥ 0, α ≥ 0, 1 - α ≥ 0, s ≥ 0, 1/2 - w ≥ 0
    half = script.combine(1 - w, [(1, [6]), (Rational(1, 2), [])])
    bracket = script.combine(
        g * (1 + alpha) * (1 - w) - h / 2,
        [(1, [1, half]), (1, [1, 3, half]), (1, [2, 6]), (1, [2, 3, half])],
    )
    script.combine(THIRD[0].show.excess, [(1, [0, 5, 4, bracket])])
    return [script.verdict("positive terms")]


def _second_first() -> SecondRoute:
    """The product of the two bounds at d = 100, k* = 4, ι = 1/100, as integers."""
    product = 100 ** ((4 - 2) // 2) * 100 ** ((4 - 2) // 2)
    return SecondRoute(
        "(ι √d^{k*-2})·(√d^{k*-2}/ι) at d = 100, k* = 4, against a constant", str(product), product == 10**4
    )


def _second_substitution() -> SecondRoute:
    """∫ vα/δ dr for v = α³ from α = 1/10 to 1/5 in time, against ∫α dα and ∫α² dα (δ = 1)."""
    with mpmath.workdps(30):
        start, stop = mpmath.mpf(1) / 10, mpmath.mpf(1) / 5
        last = (1 / start**2 - 1 / stop**2) / 2  # α_r = (100 - 2r)^{-1/2}
        total = mpmath.quad(lambda r: (1 / start**2 - 2 * r) ** -2, [0, last / 2, last])
        return SecondRoute(
            "∫ v α dr in time for v = α³, α from 1/10 to 1/5; ∫ α dα; ∫ α² dα",
            ", ".join(mpmath.nstr(q, 10) for q in (total, (stop**2 - start**2) / 2, (stop**3 - start**3) / 3)),
            bool(abs(total - (stop**2 - start**2) / 2) < mpmath.mpf(10) ** -20),
        )


def _second_dropped() -> SecondRoute:
    """Both integrals of line 2 at α₁ = 1/100, α₂ = 1/2, d = 10⁴, ι = 10⁻⁸, δ = 1/10 by quadrature."""
    with mpmath.workdps(30):
        ends = [mpmath.mpf(1) / 100, mpmath.mpf(1) / 20, mpmath.mpf(1) / 2]
        first = mpmath.mpf(10) ** -8 * mpmath.quad(lambda q: q**-3, ends)
        second = mpmath.quad(lambda q: 10 * q, ends)
        return SecondRoute(
            "line 2's integrals by quadrature (ι = 10⁻⁸, d = 10⁴, δ = 1/10, α from 1/100 to 1/2): kept, dropped",
            f"{mpmath.nstr(first, 8)}, {mpmath.nstr(second, 8)}",
            bool(second > 1000 * first),
        )


def _second_third() -> SecondRoute:
    """The time that 1-α needs from 1/2 to τ for α' = δ(1-α²), by quadrature, for shrinking δ and τ = 1/100."""
    with mpmath.workdps(30):
        cuts = [mpmath.mpf(1) / 2, mpmath.mpf("0.9"), mpmath.mpf("0.99")]
        lengths = [mpmath.quad(lambda q, n=n: n / (1 - q**2), cuts) for n in (10, 1000)]
        scaled = [length / n for length, n in zip(lengths, (10, 1000), strict=True)]
        return SecondRoute(
            "δ × length of the third interval for α' = δ(1-α²), τ = 1/100, δ = 1/10 and 1/1000 (log(100) = 4.6)",
            ", ".join(mpmath.nstr(q, 8) for q in scaled),
            bool(abs(scaled[0] - scaled[1]) < mpmath.mpf(10) ** -20 and scaled[1] < 5),
        )


_P68 = Place(68, "proof of Lemma 45")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-45/first-interval-as-printed",
        where=_P68,
        title="the error term on the first interval",
        latex=r"\mathcal E_\alpha \le O_K(\iota\sqrt d^{(k^*-2)}),\ t \le \frac{\sqrt d^{k^*-2}}\iota \implies \int\mathcal E_{\alpha_r}dr \le O_K(1)",
        domain=Domain("E, L ≥ 0 within the printed bounds, any constant C ≤ 1000; 0 < ι < 1, d ≥ 3, k* ≥ 4"),
        statements=(FIRST_PRINTED,),
        covers=("C52",),
        step=True,
        prove=lambda: [refute(FIRST_PRINTED, {"E": 1, "L": 10**4, "C": 1000, "iota": "1/100", "d": 100, "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-45/first-interval", "The exponent is -(k*-2), as the next display has it."),
        second_route=_second_first,
        note="A minus sign is missing in the exponent; as an upper bound the printed one is true, but useless.",
    ),
    Claim(
        id="lemma-45/first-interval",
        where=_P68,
        title="the first interval",
        latex=r"\alpha \le \tfrac1{\sqrt d},\ d \ge \tfrac1\iota:\ \text{each term of}\ \mathcal E_\alpha\ \text{is} \le \iota\sqrt d^{-(k^*-2)},\ \text{so}\ \int_s^{t_1}\mathcal E_{\alpha_r}dr \le 4C",
        domain=Domain("all real k* ≥ 4, 1/d ≤ ι ≤ 1, t ≤ √d^{k*-2}/ι; C the constant of Lemma 44's four terms"),
        statements=FIRST,
        covers=("C52", "C53"),
        mutants=(
            Mutant("α^{k-1} for the first term", FIRST[0].replace(le(exp(-a * (k - 1)), FIRST[0].show.rhs))),
            Mutant("without d ≥ 1/ι", FIRST[2].replace(assume=(_first[0], *_first[2:]))),
        ),
        note="With √d^{-k*} as on p. 68; the √d^{-(k*-2)} of p. 65 would give 1/ι in place of a constant (lemma-44/last-exponent).",
    ),
    Claim(
        id="lemma-45/second-interval-pointwise",
        where=_P68,
        title="the error term on the second interval",
        latex=r"\tfrac1{\sqrt d} \le \alpha \le \tfrac12:\quad \alpha^{k^*}+\sqrt d^{-k^*}+\iota(\sqrt d^{-(k^*-2)}+\alpha^{k^*-4}d^{-1}) \le \frac{v\alpha}{\kappa\delta} + 3\sqrt\iota\,\frac{v}{\alpha^3d}",
        domain=Domain("all real k* ≥ 4, v ≥ κδα^{k*-1}, √ι ≤ κδ, d ≥ max(3, 1/ι)"),
        statements=SECOND,
        prove=_prove_second,
        covers=("C54",),
        uses=("lemma-43/speed", "lemma-43/any-lower-bound"),
        mutants=(
            Mutant("without √ι ≤ κδ", SECOND[1].replace(assume=(*_speed, ge(w, 0), ge(d, 3)))),
            Mutant("α below 1/√d", SECOND[2].replace(assume=_second[1:])),
        ),
        constants=(
            Constant(
                "κ in v ≥ κδα^{k*-1} (Lemma 45)",
                "O_K(1)",
                "q_{k*-1}·3/(8H)",
                "-",
                "-",
                "α ≤ 1/2, √ι ≤ 1/2: (1-α²)(1-√ι) ≥ 3/8 and 1-r ≥ δ/H",
                ("lemma 45", "proposition 47"),
            ),
        ),
    ),
    Claim(
        id="lemma-45/substitution-as-printed",
        where=_P68,
        title="the substitution in the second integral",
        latex=r"\int O_K(v\,\alpha_r/\delta)\,dr = \int O_K(\alpha^2/\delta)\,d\alpha + O_K(\alpha_{t_2}^2)",
        domain=Domain("the integrand in time, with dα = v dr; 0 < α < 1, v, δ > 0"),
        statements=(SUBSTITUTION,),
        covers=("C55",),
        prove=lambda: [refute(SUBSTITUTION, {"alpha": "1/2", "v": 1, "delta": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-45/second-interval", "α/δ in place of α²/δ, and no further term; the bound O_K(1/δ) stands."
        ),
        second_route=_second_substitution,
        note="vα dr = α dα, so the integrand is α/δ; where the added O_K(α_{t₂}²) comes from is not said.",
    ),
    Claim(
        id="lemma-45/dropped-integral-as-printed",
        where=_P68,
        title="the third line of the display",
        latex=r"\frac{\sqrt\iota}d\int\frac{d\alpha}{\alpha^3}+\int\frac{\alpha}{\delta}d\alpha = \frac{\sqrt\iota}d\Bigl(\frac1{2\alpha_{t_1}^2}-\frac1{2\alpha_{t_2}^2}\Bigr)",
        domain=Domain("x = α²; 1/d ≤ x₁ < x₂ ≤ 1/4, 0 < δ ≤ 1, w = √ι ≥ 0"),
        statements=(DROPPED,),
        covers=("C56",),
        prove=lambda: [refute(DROPPED, {"x1": "1/100", "x2": "1/4", "d": 100, "delta": "1/10", "w": "1/100"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-45/second-interval",
            "Line 3 keeps only the first integral; its bound O_K(1/δ) covers the dropped one.",
        ),
        second_route=_second_dropped,
        note="The dropped integral is the larger one: of order 1/δ, against √ι.",
    ),
    Claim(
        id="lemma-45/second-interval",
        where=_P68,
        title="the second interval",
        latex=r"\int_{t_1}^{t_2}\Bigl(\frac{v\alpha}{\kappa\delta}+3\sqrt\iota\frac{v}{\alpha^3d}\Bigr)dr \le \frac32+\frac1{8\kappa\delta}",
        domain=Domain("1/√d ≤ α_{t₁} ≤ α_{t₂} ≤ 1/2, 0 ≤ √ι ≤ 1, κ, δ > 0; x = α²"),
        statements=INTEGRALS,
        covers=("C55", "C56"),
        uses=("lemma-45/second-interval-pointwise",),
        assumes=("fundamental-theorem",),
        mutants=(
            Mutant(
                "1/(16κδ)", INTEGRALS[2].replace(le(INTEGRALS[2].show.lhs, Rational(3, 2) + 1 / (16 * kappa * delta)))
            ),
        ),
    ),
    Claim(
        id="lemma-45/third-interval-as-printed",
        where=_P68,
        title="the third interval",
        latex=r"\text{length} \le O_K\Bigl(\frac{\log(1/\tau)}{\delta^2}\Bigr) \implies \int_{t_2}^t\mathcal E_{\alpha_r}dr \le O_K\Bigl(\frac{\log(1/\tau)}\delta\Bigr)",
        domain=Domain("E ≤ C, length ≤ C log(1/τ)/δ², C ≥ 1; conclusion with 100C²; 0 < δ ≤ 1"),
        statements=(THIRD_PRINTED,),
        covers=("C57", "C58"),
        step=True,
        prove=lambda: [refute(THIRD_PRINTED, {"E": 1, "C": 1, "L": 10**6, "z": 1, "delta": "1/1000"})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-45/third-interval", "The length is O_K(log(1/τ)/δ), and then the integral is as printed."),
        second_route=_second_third,
        note="The length has one 1/δ too many; and it is a rate of at least Ω_K(δ), not O_K(δ), that bounds it.",
    ),
    Claim(
        id="lemma-45/third-interval",
        where=_P68,
        title="the third interval, with one power of δ",
        latex=r"v \ge \kappa\delta(1-\alpha),\quad t-t_2 \le \frac{\log(1/\tau)}{\kappa\delta},\quad \int_{t_2}^t\mathcal E_{\alpha_r}dr \le \frac{C\log(1/\tau)}{\kappa\delta},\qquad \kappa = \frac{q_{k^*-1}2^{-k^*}}H",
        domain=Domain("1/2 ≤ α_r ≤ 1-τ, √ι ≤ 1/2, E ≤ C; z = log(1/τ), g = α^{k*-1} ≥ h = 2^{-(k*-1)}"),
        statements=THIRD,
        covers=("C57", "C58"),
        uses=("lemma-43/speed", "lemma-46/every-dimension"),
        assumes=("gronwall",),
        prove=lambda: [*_prove_rate(), prove(THIRD[1]), prove(THIRD[2])],
        mutants=(
            Mutant("length z/(2κδ)", THIRD[1].replace(le(L, z / (2 * kappa * delta)))),
            Mutant(
                "without √ι ≤ 1/2",
                Statement(ge((1 - alpha**2) * (1 - w), (1 - alpha) / 2), (ge(alpha, 0), le(alpha, 1), le(w, 1))),
            ),
        ),
        note="Grönwall for 1-α: log τ ≤ log(1/2) - κδ(t-t₂).",
    ),
)
