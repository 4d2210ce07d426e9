"""Section 1.1 (p. 3): the rate in W_1 between the finite network and the mean-field law, tested at t = 0.

ρ_0 is uniform on S^{d-1} and ρ^m_0 has m atoms. Whatever the coupling, a point of ρ_0 outside the m caps of
radius 1 about the atoms travels at least 1, and each cap {⟨w, w_i⟩ > 1/2} has mass at most exp(-d/8).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

import mpmath
import sympy
from sympy import exp, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, NumericCheck, Oracle, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.agreement import agreeing_digits, to_mpf
from proofs.symbols import d

W, m, C, a = sympy.symbols("W m C a", real=True)
_sampling = (ge(W, 1 - m * exp(-d / 8)), gt(m, 0), gt(C, 0), ge(a, 0), ge(d, 2))
RATE = Statement(le(W, C * d**a / sqrt(m)), _sampling)
# m = d^{2a+2} atoms, as soon as d > 2C and m e^{-d/8} ≤ 1/2
NO_RATE = Statement(
    gt(W, C * d**a / d ** (a + 1)),
    (ge(W, 1 - d ** (2 * a + 2) * exp(-d / 8)), *_sampling[2:], gt(d, 2 * C), le(2 * d ** (2 * a + 2), exp(d / 8))),
)

# Kantorovich: φ of slope at most 1 at the coupled points, p and q its values there, n the distances
p1, p2, q1, q2, n1, n2, mu = sympy.symbols("p1 p2 q1 q2 n1 n2 mu", real=True)
COUPLED = Statement(
    le(mu * (p1 - q1) + (1 - mu) * (p2 - q2), mu * n1 + (1 - mu) * n2),
    (ge(mu, 0), le(mu, 1), le(p1 - q1, n1), le(q1 - p1, n1), le(p2 - q2, n2), le(q2 - p2, n2)),
)


def _prove_no_rate() -> list[Verdict]:
    """W ≥ 1 - m e^{-d/8} ≥ 1/2 > C/d."""
    script = Script(NO_RATE, {"W": 1, "C": 1, "a": 0, "d": 1000})
    size = script.combine(d, [(1, [3]), (2, [])])
    decay = script.positive(exp(-d / 8))
    half = script.combine(W - sympy.Rational(1, 2), [(1, [0]), ("1/2", [decay, 5])])
    script.combine(NO_RATE.show.excess, [(1, [size, half]), ("1/2", [4])], times=[size])
    return [script.verdict("spherical caps")]


def _second_rate() -> SecondRoute:
    """The exact mass of a cap from the incomplete Beta function, at d = 1000 with 10⁸ atoms."""
    with mpmath.workdps(30):
        dim, atoms = 1000, mpmath.mpf(10) ** 8
        cap = mpmath.betainc(mpmath.mpf(dim - 1) / 2, mpmath.mpf(1) / 2, 0, mpmath.mpf(3) / 4, regularized=True) / 2
        left, right = 1 - atoms * cap, dim / mpmath.sqrt(atoms)
        return SecondRoute(
            "1 - m·P(⟨w,u⟩ ≥ 1/2) with the cap's mass ½ I_{3/4}((d-1)/2, 1/2), d = 1000, m = 10⁸, against d/√m",
            f"{mpmath.nstr(left, 12)} > {mpmath.nstr(right, 6)}",
            bool(left > right),
        )


def _check_matching(parameters: Mapping[str, Fraction], digits: int) -> NumericCheck:
    """W_1 of five points on a line and their shuffled, shifted images: over all matchings, and by sorting; then E‖Δ‖."""
    shift = parameters["shift"]
    left = [Fraction(i * i, 7) for i in range(5)]
    right = [left[i] * Fraction(2, 3) + shift * (1 if i % 2 else -2) for i in (3, 0, 4, 1, 2)]
    best = min(sum(abs(u - right[j]) for u, j in zip(left, order, strict=True)) for order in permutations(range(5)))
    sorted_cost = sum(abs(u - v) for u, v in zip(left, sorted(right), strict=True))
    coupled = sum(abs(u - v) for u, v in zip(left, right, strict=True))
    with mpmath.workdps(digits):
        values = [to_mpf(Fraction(value) / 5) for value in (best, sorted_cost, coupled)]
        return NumericCheck(
            "W_1 over all matchings, W_1 by sorting; margin to E‖Δ‖",
            mpmath.nstr(values[0], digits),
            mpmath.nstr(values[1], digits),
            digits,
            agreeing_digits(values[0], values[1], digits),
            best <= coupled,
            mpmath.nstr(values[2] - values[0], 12),
        )


_P3 = Place(3, "Section 1.1")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="introduction/wasserstein-rate-as-printed",
        where=_P3,
        title="the distance W_1 between the finite and the infinite network",
        latex=r"W_1(\rho_t^{MF},\rho_t^m) \lessapprox \frac{\mathrm{poly}(d,t)}{\min(\sqrt m,\sqrt n)}",
        domain=Domain("t = 0, ρ_0 uniform on S^{d-1}, n ≥ m; the polynomial read as C d^a"),
        statements=(RATE,),
        covers=("A03",),
        assumes=("coupling", "sphere-tail"),
        prove=lambda: [refute(RATE, {"W": 1, "m": 10**8, "C": 1, "a": 1, "d": 1000})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "coupling/wasserstein-1",
            "What the proofs bound is E‖Δ_t(i)‖ ≥ W_1(ρ̄^m_t, ρ^m_t), and with it the function error of Lemma 1: Theorem 9 "
            "keeps its claim, while the W_1 of the introduction and in the middle of Theorem 7 must be taken to ρ̄^m_t.",
        ),
        second_route=_second_rate,
        note="m points cannot be near a spread law on a sphere of high dimension: at t = 0 already W_1 ≥ 1 - m e^{-d/8}.",
    ),
    Claim(
        id="introduction/wasserstein-no-rate",
        where=_P3,
        title="no polynomial in d over √m bounds W_1 to the mean-field law",
        latex=r"d > 2C,\ 2d^{2a+2} \le e^{d/8},\ m = d^{2a+2} \implies W_1(\rho_0,\rho_0^m) > C d^a/\sqrt m",
        domain=Domain("all C > 0, a ≥ 0, and d ≥ 2 so large that d > 2C and 2 d^{2a+2} ≤ e^{d/8}; ρ_0 uniform"),
        statements=(NO_RATE,),
        assumes=("coupling", "sphere-tail"),
        prove=_prove_no_rate,
        mutants=(Mutant("without 2 d^{2a+2} ≤ e^{d/8}", NO_RATE.replace(assume=NO_RATE.assume[:-1])),),
    ),
    Claim(
        id="coupling/wasserstein-1",
        where=Place(5, "Coupling the dynamics"),
        title="W_1 between the two systems of m particles",
        latex=r"W_1(\rho_t^m,\bar\rho_t^m) \le \mathbb E_i\|\Delta_t(i)\|",
        domain=Domain("every m: two particles with any weights, then linearity; φ any function with slope at most 1"),
        statements=(COUPLED,),
        covers=("A12",),
        assumes=("coupling", "linearity"),
        oracle=Oracle({"shift": "any"}, ({"shift": "1/10"}, {"shift": "-3/2"}, {"shift": "7/3"}), _check_matching),
        mutants=(Mutant("slope 2 at one pair", COUPLED.replace(assume=(*COUPLED.assume[:4], le(p2 - q2, 2 * n2)))),),
        note="The pairing of ξ̂_t(w_i) with ξ_t(w_i) is one coupling; W_1 is the supremum of the left side over φ.",
    ),
)
