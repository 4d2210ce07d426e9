"""Appendix F, Lemma 41 (pp. 60–61): the squared-error bound, its quadratic inequality and its constants.

J stands for J_max, ε for ε_{n,m}, C for C_reg, E for E_t, and t for the horizon. The lemma's small parameter
is J²t²ε; its proof ends in the quadratic inequality E ≤ 2Jt(2ε + E²).
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.gap_ode import eps, t
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import J

A, C, D, E, W, M = sympy.symbols("A C D E W M", real=True)

load = J**2 * t**2 * eps
radicand = 1 - 32 * load
small_root = (1 - sqrt(radicand)) / (4 * J * t)
large_root = (1 + sqrt(radicand)) / (4 * J * t)
base = (gt(J, 0), gt(t, 0), ge(eps, 0))
printed_load = (*base, le(load, Rational(1, 64)))

ROOTS = tuple(
    Statement(eq(2 * J * t * (2 * eps + x**2), x), (*base, ge(radicand, 0))) for x in (small_root, large_root)
)
FACTORED = Statement(
    eq(2 * J * t * (2 * eps + E**2) - E, 2 * J * t * (E - small_root) * (E - large_root)), (*base, ge(radicand, 0))
)
EIGHT = Statement(le(small_root, 8 * J * t * eps), printed_load)
EIGHT_SHARP = Statement(le(small_root, 8 * (2 - sqrt(2)) * J * t * eps), printed_load)
FOUR = Statement(le((sqrt(eps) + 8 * J * t * eps) ** 2, 4 * eps), printed_load)

# p.61, second line: 4 C ‖Δ‖² is replaced by 2ε + 2E², though ‖Δ‖ ≤ √ε + E only gives 4C(2ε + 2E²)
SQUARES = Statement(
    le(4 * C * D**2, 2 * eps + 2 * E**2), (gt(C, 0), ge(D, 0), ge(E, 0), ge(eps, 0), le(D, sqrt(eps) + E))
)
repaired_radicand = 1 - 64 * C * (1 + 4 * C) * load
repaired_root = (1 - sqrt(repaired_radicand)) / (16 * C * J * t)
repaired_base = (*base, gt(C, 0), le(16 * (1 + 4 * C) ** 2 * load, 1))
REPAIRED_QUADRATIC = Statement(
    eq(J * t * (2 * eps + 4 * C * (2 * eps + 2 * repaired_root**2)), repaired_root),
    (*base, gt(C, 0), ge(repaired_radicand, 0)),
)
REPAIRED_ERROR = Statement(le(repaired_root, 4 * (1 + 4 * C) * J * t * eps), repaired_base)
REPAIRED_SQUARE = Statement(le((sqrt(eps) + 4 * (1 + 4 * C) * J * t * eps) ** 2, 4 * eps), repaired_base)

# p.60: W = ∫‖J m‖, A = ∫‖J_{t,s}‖² ≤ J²t, M = ∫‖m‖²; the printed bound is W ≤ J√M
CAUCHY = Statement(le(W**2, J**2 * M), (*base[:2], ge(W, 0), ge(M, 0), ge(A, 0), le(A, J**2 * t), le(W**2, A * M)))
CAUCHY_REPAIRED = Statement(
    le(W**2, eps), (*base[:2], ge(W, 0), ge(M, 0), le(A, J**2 * t), le(W**2, A * M), le(J**2 * t * M, eps))
)


def _prove_roots() -> list[Verdict]:
    return [Script(statement, {"J": 1, "t": 1, "epsilon": 0}).verdict("identity") for statement in ROOTS]


def _prove_factored() -> list[Verdict]:
    return [Script(FACTORED, {"J": 1, "t": 1, "epsilon": 0, "E": 1}).verdict("identity")]


def _complement(script: Script, root: sympy.Expr, used: int) -> tuple[int, int]:
    """s ≥ 0 and 1 - s = (1 - s²)/(1 + s) ≥ 0 for s = √(1 - y), given the fact y ≥ 0."""
    nonnegative = script.positive(root)
    above = script.combine(1 + root, [(1, [nonnegative]), (1, [])])
    return nonnegative, script.combine(1 - root, [(1, [used])], times=[above])


def _load_fact(script: Script, coefficient: sympy.Expr | int, terms: list[tuple[int, list[int]]]) -> int:
    """coefficient·J²t²ε ≥ 0; ``terms`` writes the coefficient as a sum of products of facts."""
    square = script.square(J * t)
    return script.combine(coefficient * load, [(c, [*facts, square, 2]) for c, facts in terms])


def _prove_eight() -> list[Verdict]:
    """8Jtε - E₋ = s(1-s)/(4Jt) with s = √(1-32J²t²ε)."""
    script = Script(EIGHT, {"J": 1, "t": 1, "epsilon": 0})
    script.combine(radicand, [(32, [3]), (Rational(1, 2), [])])
    s, rest = _complement(script, sqrt(radicand), _load_fact(script, 32, [(32, [])]))
    script.combine(8 * J * t * eps - small_root, [(Rational(1, 4), [s, rest])], times=[0, 1])
    return [script.verdict("square root")]


def _prove_eight_sharp() -> list[Verdict]:
    """8(2-√2)Jtε - E₋ = (2-√2)(1-s)(s-1/√2)/(4Jt), and s ≥ 1/√2 because J²t²ε ≤ 1/64."""
    script = Script(EIGHT_SHARP, {"J": 1, "t": 1, "epsilon": 0})
    gap = script.combine(radicand - Rational(1, 2), [(32, [3])])
    script.combine(radicand, [(1, [gap]), (Rational(1, 2), [])])
    _, rest = _complement(script, sqrt(radicand), _load_fact(script, 32, [(32, [])]))
    root_two = script.positive(sqrt(2))
    two_plus = script.combine(2 + sqrt(2), [(1, [root_two]), (2, [])])
    factor = script.combine(2 - sqrt(2), [(2, [])], times=[two_plus])
    s_plus = script.combine(sqrt(radicand) + sqrt(2) / 2, [(1, [script.positive(sqrt(radicand))]), ("1/2", [root_two])])
    above = script.combine(sqrt(radicand) - sqrt(2) / 2, [(1, [gap])], times=[s_plus])
    script.combine(8 * (2 - sqrt(2)) * J * t * eps - small_root, [("1/4", [factor, rest, above])], times=[0, 1])
    return [script.verdict("square root")]


def _square_bound(script: Script, kappa: sympy.Expr | int, kappa_terms: list[tuple[int, list[int]]], unit: int) -> None:
    """4ε - (√ε + κJtε)² = ε(1-x)(3+x) for x = κJt√ε ≤ 1; ``unit`` times the load's assumption is 1 - x²."""
    root = script.positive(sqrt(eps))
    x = kappa * J * t * sqrt(eps)
    positive_x = script.combine(x, [(c, [*facts, 0, 1, root]) for c, facts in kappa_terms])
    above = script.combine(1 + x, [(1, [positive_x]), (1, [])])
    load_fact = len(script.statement.assume) - 1
    below = script.combine(1 - x, [(unit, [load_fact])], times=[above])
    beyond = script.combine(3 + x, [(1, [positive_x]), (3, [])])
    script.combine(4 * eps - (sqrt(eps) + kappa * J * t * eps) ** 2, [(1, [2, below, beyond])])


def _prove_four() -> list[Verdict]:
    script = Script(FOUR, {"J": 1, "t": 1, "epsilon": 0})
    _square_bound(script, 8, [(8, [])], 64)
    return [script.verdict("square root")]


def _prove_repaired() -> list[Verdict]:
    point = {"J": 1, "t": 1, "epsilon": 0, "C": 1}
    quadratic = Script(REPAIRED_QUADRATIC, point)
    error = Script(REPAIRED_ERROR, point)  # facts: J, t > 0; ε ≥ 0; C > 0; 16(1+4C)²J²t²ε ≤ 1
    slack = _load_fact(error, 16 * (1 + 4 * C), [(16, []), (64, [3])])
    error.combine(repaired_radicand, [(1, [4]), (1, [slack])])
    used = _load_fact(error, 64 * C * (1 + 4 * C), [(64, [3]), (256, [3, 3])])
    s, rest = _complement(error, sqrt(repaired_radicand), used)
    error.combine(4 * (1 + 4 * C) * J * t * eps - repaired_root, [("1/16", [s, rest])], times=[0, 1, 3])
    square = Script(REPAIRED_SQUARE, point)
    _square_bound(square, 4 * (1 + 4 * C), [(4, []), (16, [3])], 1)
    return [quadratic.verdict("identity"), error.verdict("square root"), square.verdict("square root")]


def _prove_cauchy_repaired() -> list[Verdict]:
    script = Script(CAUCHY_REPAIRED, {"J": 1, "t": 1, "W": 0, "M": 0, "A": 0, "epsilon": 0})
    script.combine(eps - W**2, [(1, [6]), (1, [5]), (1, [4, 3])])
    return [script.verdict("Cauchy–Schwarz")]


def _second_squares() -> SecondRoute:
    """Normalised He₄ has ‖σ‖₂ = 1, so R1 at a Gaussian forces C_reg ≥ 11; put E = 0, ‖Δ‖ = √ε."""
    with mpmath.workdps(30):
        norm = mpmath.quad(
            lambda x: (x**4 - 6 * x**2 + 3) ** 2 / 24 * mpmath.npdf(x), [-mpmath.inf, -2, 0, 2, mpmath.inf]
        )
        left, right = 4 * 11 * mpmath.sqrt(norm), mpmath.mpf(2)
        return SecondRoute(
            "quadrature of E σ² for normalised He_4 gives 1, hence C_reg ≥ 11; then 4C‖Δ‖²/ε against 2 at E = 0, ‖Δ‖² = ε",
            f"{mpmath.nstr(left, 15)} > {mpmath.nstr(right, 15)}",
            bool(abs(norm - 1) < mpmath.mpf(10) ** -20 and left > right),
        )


def _second_cauchy() -> SecondRoute:
    """A flow with ν = 0 has J_{t,s} = P^⊥, so J_max = 1; with ‖m‖ = 1 the integrals are t, and t > √t for t > 1."""
    with mpmath.workdps(30):
        horizon = mpmath.mpf(9)
        left = mpmath.quad(lambda s: mpmath.mpf(1), [0, horizon])
        right = mpmath.sqrt(mpmath.quad(lambda s: mpmath.mpf(1), [0, horizon]))
        return SecondRoute(
            "J_{t,s} = P^⊥ (D = 0), ‖m‖ = 1, t = 9: ∫‖J m‖ against J_max √(∫‖m‖²) by quadrature",
            f"{mpmath.nstr(left, 15)} > {mpmath.nstr(right, 15)}",
            bool(left > right),
        )


_P60, _P61 = Place(60, "proof of Lemma 41"), Place(61, "proof of Lemma 41")
_SMALL = Domain("J_max, t > 0, ε ≥ 0, J_max² t² ε ≤ 1/64")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-41/quadratic",
        where=_P61,
        title="discriminant and roots of the quadratic inequality",
        latex=r"E \le 2Jt(2\epsilon + E^2),\quad E_\mp = \frac{1 \mp \sqrt{1 - 32 J^2 t^2 \epsilon}}{4Jt}",
        domain=Domain("J, t > 0, ε ≥ 0, 32 J² t² ε ≤ 1"),
        statements=(*ROOTS, FACTORED),
        covers=("B87",),
        prove=lambda: [*_prove_roots(), *_prove_factored()],
        note="The inequality holds exactly for E ≤ E₋ and for E ≥ E₊, since it factors as 2Jt(E - E₋)(E - E₊) ≥ 0.",
    ),
    Claim(
        id="lemma-41/error",
        where=_P61,
        title="the bound 8 J t ε on the small root",
        latex=r"J^2t^2\epsilon \le \tfrac1{64} \implies \frac{1 - \sqrt{1 - 32J^2t^2\epsilon}}{4Jt} \le 8Jt\epsilon",
        domain=_SMALL,
        statements=(EIGHT,),
        covers=("B88",),
        uses=("lemma-41/quadratic",),
        prove=_prove_eight,
        mutants=(Mutant("4 in place of 8", Statement(le(small_root, 4 * J * t * eps), printed_load)),),
        constants=(
            Constant(
                "factor of J t ε in E_t (Lemma 41)",
                "8",
                "8",
                "8*(2 - sqrt(2)) = 4.686…",
                "1.707…",
                "J²t²ε ≤ 1/64; the sharp value is attained at 1/64",
                ("theorem 39",),
            ),
        ),
    ),
    Claim(
        id="lemma-41/error-sharp",
        where=_P61,
        title="the sharp constant in the bound on the small root",
        latex=r"E_- \le 8(2-\sqrt2)\,Jt\epsilon",
        domain=_SMALL,
        statements=(EIGHT_SHARP,),
        uses=("lemma-41/quadratic",),
        prove=_prove_eight_sharp,
        mutants=(
            Mutant(
                "8(3/2-√2) in place of 8(2-√2)",
                Statement(le(small_root, 8 * (Rational(3, 2) - sqrt(2)) * J * t * eps), printed_load),
            ),
        ),
        note="Equality at J²t²ε = 1/64, so no smaller constant will do.",
    ),
    Claim(
        id="lemma-41/square",
        where=_P61,
        title="the bound 4ε on the squared error",
        latex=r"J^2t^2\epsilon \le \tfrac1{64} \implies (\sqrt\epsilon + 8Jt\epsilon)^2 \le 4\epsilon",
        domain=_SMALL,
        statements=(FOUR,),
        covers=("B88",),
        uses=("lemma-41/error",),
        prove=_prove_four,
        mutants=(
            Mutant("3ε in place of 4ε", Statement(le((sqrt(eps) + 8 * J * t * eps) ** 2, 3 * eps), printed_load)),
            Mutant(
                "1/36 in place of 1/64",
                Statement(le((sqrt(eps) + 8 * J * t * eps) ** 2, 4 * eps), (*base, le(load, Rational(1, 36)))),
            ),
        ),
        constants=(
            Constant(
                "threshold for J²t²ε (Lemma 41)",
                "1/64",
                "1/64",
                "1/64",
                "1",
                "for (√ε + 8Jtε)² ≤ 4ε; with the exact root in place of 8Jtε the bound 4ε holds up to 1/36",
                ("theorem 39",),
            ),
            Constant(
                "factor of ε in ‖Δ‖² (Lemma 41)",
                "4",
                "4",
                "11 - 6*sqrt(2) = 2.514…",
                "1.590…",
                "J²t²ε ≤ 1/64; 4 is attained by (√ε + 8Jtε)², the sharp value by the exact root",
                ("theorem 39",),
            ),
        ),
    ),
    Claim(
        id="lemma-41/squares-as-printed",
        where=_P61,
        title="the constant in front of the squares",
        latex=r"\|\Delta\| \le \sqrt\epsilon + E \implies 4C_{reg}\|\Delta\|^2 \le 2\epsilon + 2E^2",
        domain=Domain("C_reg > 0, E ≥ 0, ε ≥ 0"),
        statements=(SQUARES,),
        covers=("B86",),
        step=True,
        prove=lambda: [refute(SQUARES, {"C": 11, "D": 1, "E": 0, "epsilon": 1})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-41/squares",
            "The constants 64, 8 become 16(1+4C_reg)², 4(1+4C_reg) (the printed ones are the case C_reg = 1/4); the 4 in "
            "‖Δ‖² ≤ 4ε stays, and Theorem 39 and Corollary 40 keep their form with other constants.",
        ),
        second_route=_second_squares,
        note="The factor 4C_reg is dropped. The step needs C_reg ≤ 1/4, while R1 forces C_reg ≥ 11 for a normalised σ.",
    ),
    Claim(
        id="lemma-41/squares",
        where=_P61,
        title="Lemma 41's constants with C_reg carried through",
        latex=r"16(1+4C)^2J^2t^2\epsilon \le 1 \implies E_t \le 4(1+4C)Jt\epsilon,\ \|\Delta\|^2 \le 4\epsilon",
        domain=Domain("J, t, C_reg > 0, ε ≥ 0, 16(1+4C_reg)² J² t² ε ≤ 1"),
        statements=(REPAIRED_QUADRATIC, REPAIRED_ERROR, REPAIRED_SQUARE),
        assumes=("continuity",),
        prove=_prove_repaired,
        mutants=(
            Mutant(
                "2(1+4C) in place of 4(1+4C)",
                Statement(le(repaired_root, 2 * (1 + 4 * C) * J * t * eps), repaired_base),
            ),
        ),
    ),
    Claim(
        id="lemma-41/cauchy-schwarz-as-printed",
        where=_P60,
        title="the Cauchy–Schwarz step over time",
        latex=r"\Bigl(\int_0^t\|J_{t,s}\|^2ds\Bigr)^{1/2}\Bigl(\int_0^t\|m_s\|^2ds\Bigr)^{1/2} \le J_{max}\Bigl(\int_0^t\|m_s\|^2ds\Bigr)^{1/2}",
        domain=Domain("J_max > 0, t > 0"),
        statements=(CAUCHY,),
        covers=("B85",),
        step=True,
        prove=lambda: [refute(CAUCHY, {"J": 1, "t": 4, "A": 4, "M": 1, "W": 2})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-41/cauchy-schwarz",
            "Lemma 41 and Theorem 39 need J_max² t ∫Φ² ≤ ε, so Corollary 40 and Theorem 7 get T⁴ where T³ is printed, "
            "unless T sup‖J‖² ≤ J_max² is assumed; in Theorem 9 that holds (theorem-9/time-integral-of-j), and its exponents stand.",
        ),
        second_route=_second_cauchy,
        note="∫_0^t ‖J_{t,s}‖² ds ≤ t J_max²: a factor √t is missing, and the times of interest are t → ∞.",
    ),
    Claim(
        id="lemma-41/cauchy-schwarz",
        where=_P60,
        title="the Cauchy–Schwarz step with its factor t",
        latex=r"J_{max}^2\,t\int_0^t\|m_s\|^2ds \le \epsilon \implies \int_0^t\|J_{t,s}m_s\|ds \le \sqrt\epsilon",
        domain=Domain("J_max > 0, t > 0; squared form, with W = ∫‖J m‖, W² ≤ A·M and A ≤ J_max² t"),
        assumes=("cauchy-schwarz",),
        statements=(CAUCHY_REPAIRED,),
        prove=_prove_cauchy_repaired,
        mutants=(
            Mutant(
                "J²M ≤ ε, as printed, in place of J²tM ≤ ε",
                CAUCHY_REPAIRED.replace(assume=(*CAUCHY_REPAIRED.assume[:-1], le(J**2 * M, eps))),
            ),
        ),
        note="With A = ∫‖J_{t,s}‖² ≤ J_max² t and M = ∫‖m_s‖².",
    ),
)
