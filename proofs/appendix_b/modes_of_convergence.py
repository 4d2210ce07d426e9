"""Appendix B.2 (pp. 24–25): the modes of propagation of chaos, and how they imply each other (equations (9)–(12))."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, exp, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

a, b, p, q, x, y, s, e, B = sympy.symbols("a b p q x y s e B", real=True)
M, N, L, c, j, C, lam, t, E, F = sympy.symbols("M N L c j C lam t E F", real=True)

# x = ∫ψ₁dρ^m, y = ∫ψ₂dρ^m, a and b their limits, |·| ≤ B; p ≥ |x-a|, q ≥ |y-b|
bounded = (
    *(atom for name in (x, b) for atom in (le(name, B), ge(name, -B))),
    *(
        atom
        for name, limit, size in ((x, a, p), (y, b, q))
        for atom in (le(name - limit, size), ge(name - limit, -size))
    ),
)
PRODUCT = tuple(Statement(le(sign * (x * y - a * b), B * (p + q)), bounded) for sign in (1, -1))
VARIANCE = Statement(
    le(s - 2 * a * e + a**2, p + 2 * B * q),
    (ge(a, -B), le(a, B), le(s - a**2, p), *(atom for atom in (le(e - a, q), ge(e - a, -q)))),
)

# independent failures with probability 1/j: none in (M, N] with probability M/N
ALMOST_SURELY = Statement(ge(M / N, Rational(1, 2)), (ge(M, 10**6), ge(N, M)))
SUMMABLE = (
    Statement(le(exp(-c * L**2), exp(-2 * L)), (ge(L, 0), ge(c * L, 2))),
    Statement(le(1 / j**2, 1 / (j - 1) - 1 / j), (ge(j, 2),)),
)

SCHWARZ = (
    Statement(le(2 * x * y, lam * x**2 + y**2 / lam), (gt(lam, 0),)),
    # at λ = √(E y²/E x²) = t/s
    Statement(le(b, t * s), (gt(t, 0), gt(s, 0), gt(lam, 0), eq(lam * s, t), le(2 * b, lam * s**2 + t**2 / lam))),
    Statement(le(b**2, C * t), (ge(t, 0), le(a, C), le(b**2, a * t))),
)

# E ≤ a(F + 2E²), a = K J_max t: the small root
small_root = (1 - sqrt(1 - 8 * a**2 * F)) / (4 * a)
large_root = (1 + sqrt(1 - 8 * a**2 * F)) / (4 * a)
base = (gt(a, 0), gt(F, 0), gt(1 - 8 * a**2 * F, 0))
ROOTS = (
    Statement(gt(small_root, 0), base),
    Statement(gt(large_root - small_root, 0), base),
    Statement(le((E - small_root) * (large_root - E), 0), (*base, le(E, a * (F + 2 * E**2)))),
)
SMALL = Statement(le(small_root, 2 * a * F), base)


def _prove_roots() -> list[Verdict]:
    """(1-r)(1+r) = 8a²F > 0; and 2a(E - r₁)(E - r₂) = a(F + 2E²) - E."""
    root = sqrt(1 - 8 * a**2 * F)
    verdicts = []
    for which, statement in enumerate(ROOTS):
        script = Script(statement, {"a": 1, "F": "1/16", "E": 0} if which == 2 else {"a": 1, "F": "1/16"})
        positive = script.positive(root)
        if which == 0:
            above = script.combine(1 + root, [(1, [positive]), (1, [])])
            below = script.combine(1 - root, [(8, [0, 0, 1])], times=[above])
            script.combine(statement.show.excess, [(Rational(1, 4), [below])], times=[0])
        elif which == 1:
            script.combine(statement.show.excess, [(Rational(1, 2), [positive])], times=[0])
        else:
            script.combine(statement.show.excess, [(Rational(1, 2), [3])], times=[0])
        verdicts.append(script.verdict("square root"))
    return verdicts


def _prove_small() -> list[Verdict]:
    """2aF - root = r(1-r)/(4a) for r = √(1 - 8a²F)."""
    script = Script(SMALL, {"a": 1, "F": "1/16"})
    root = sqrt(1 - 8 * a**2 * F)
    nonnegative = script.positive(root)
    above = script.combine(1 + root, [(1, [nonnegative]), (1, [])])
    used = script.combine(8 * a**2 * F, [(8, [0, 0, 1])])
    rest = script.combine(1 - root, [(1, [used])], times=[above])
    script.combine(2 * a * F - small_root, [(Rational(1, 4), [nonnegative, rest])], times=[0])
    return [*_prove_roots(), script.verdict("square root")]


def _prove_schwarz() -> list[Verdict]:
    """2λ(ts - b) = λ(λs² + t²/λ - 2b) - (λs - t)²."""
    optimum = Script(SCHWARZ[1], {"t": 1, "s": 1, "lam": 1, "b": 0})
    optimum.combine(t * s - b, [(Rational(1, 2), [2, 4]), (-(lam * s - t) / 2, [3])], times=[2])
    return [prove(SCHWARZ[0]), optimum.verdict("square"), prove(SCHWARZ[2])]


def _prove_product() -> list[Verdict]:
    """B q ± x(y-b) = ½((B∓x)(q+…) + (B±x)(q-…)) and likewise for b(x-a)."""
    verdicts = []
    for statement, sign in zip(PRODUCT, (1, -1), strict=True):
        script = Script(statement, {"x": 0, "y": 0, "a": 0, "b": 0, "p": 0, "q": 0, "B": 1})
        # facts: B-x, x+B, B-b, b+B, p-(x-a), (x-a)+p, q-(y-b), (y-b)+q
        low, high, less, more = (0, 1, 6, 7) if sign == 1 else (1, 0, 6, 7)
        first = [(Rational(1, 2), [low, more]), (Rational(1, 2), [high, less])]
        low, high, less, more = (2, 3, 4, 5) if sign == 1 else (3, 2, 4, 5)
        second = [(Rational(1, 2), [low, more]), (Rational(1, 2), [high, less])]
        script.combine(statement.show.excess, [*first, *second])
        verdicts.append(script.verdict("products"))
    return verdicts


def _second_almost_surely() -> SecondRoute:
    """The product Π(1 - 1/j) over (M, N] for N = 10M, and its failure to approach 1 as M grows."""
    values = []
    for start in (100, 1000, 10000):
        product = mpmath.mpf(1)
        for number in range(start + 1, 10 * start + 1):
            product *= 1 - mpmath.mpf(1) / number
        values.append(product)
    return SecondRoute(
        "Π(1 - 1/j) over M < j ≤ 10M for M = 10², 10³, 10⁴ (almost sure convergence needs limit 1)",
        ", ".join(mpmath.nstr(v, 8) for v in values),
        bool(all(v < mpmath.mpf("0.11") for v in values)),
    )


_P24, _P25 = Place(24, "B.2"), Place(25, "B.2")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="poc/equivalence",
        where=_P24,
        title="convergence in law against asymptotic independence",
        latex=r"\rho_t^m\to\rho_t^{MF}\ \text{in law}\iff\lim_m\mathbb E\,\psi_1(w_1)\psi_2(w_2)=\mathbb E\psi_1\,\mathbb E\psi_2",
        domain=Domain(
            "continuous ψ₁, ψ₂ on the sphere, |ψ| ≤ B; w₁, w₂ independent from ρ_t^m, E also over the draw of ρ_0^m"
        ),
        statements=(*PRODUCT, VARIANCE),
        covers=("A71",),
        assumes=("law-to-a-constant", "expectation"),
        prove=lambda: [*_prove_product(), prove(VARIANCE)],
        mutants=(Mutant("B p + q in place of B(p + q)", PRODUCT[0].replace(le(x * y - a * b, B * p + q))),),
        note="One way |xy - ab| ≤ B(|x-a| + |y-b|); back, ψ₁ = ψ₂ and ψ₂ = 1 give E(x-a)² → 0.",
    ),
    Claim(
        id="poc/almost-surely-as-printed",
        where=_P24,
        title="from convergence in law, or with high probability, to almost sure convergence",
        latex=r"(10) \implies \lim_m\|f_{\rho_t^m}-f_{\rho_t^{MF}}\|^2=0\ \text{a.s.};\quad \lim_m\mathbb E_i\|\Delta_t(i)\|=0\ \text{a.s.}",
        domain=Domain(
            "independent failures of probability 1/j for the width j, so convergence in probability; widths in (M, N]"
        ),
        statements=(ALMOST_SURELY,),
        covers=("A72",),
        step=True,
        prove=lambda: [refute(ALMOST_SURELY, {"M": 10**6, "N": 10**8})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "poc/summable-failures",
            "Say 'in probability'; almost surely where the failure probability is summable, as exp(-c log²m) of Lemma 23 is, "
            "but not the 1/log²m of Lemma 1.",
        ),
        second_route=_second_almost_surely,
        note="A limit in law that is constant gives convergence in probability only, and o(1) failure probabilities no more.",
    ),
    Claim(
        id="poc/summable-failures",
        where=_P24,
        title="almost sure convergence from summable failure probabilities",
        latex=r"e^{-c\log^2m}\le m^{-2}\ (c\log m\ge2),\qquad \sum_{m\ge2}m^{-2}\le1",
        domain=Domain("L = log m ≥ 0, cL ≥ 2; j ≥ 2"),
        statements=SUMMABLE,
        covers=("A72",),
        assumes=("borel-cantelli",),
        mutants=(Mutant("1/j", SUMMABLE[1].replace(le(1 / j, 1 / (j - 1) - 1 / j))),),
    ),
    Claim(
        id="eq-11/interaction-by-hessian-form",
        where=_P25,
        title="the interaction term by the Hessian form",
        latex=r"\|\mathbb E_jH_s^\perp(i,j)\Delta_s(j)\|\le\sqrt{C}\sqrt{\Delta_s^\top H_s^\perp\Delta_s},\quad C=\|H_s^\perp(i,i)\|",
        domain=Domain(
            "x = ⟨v,φ_x(w_i)⟩ and y = E_j⟨φ_x(w_j),Δ_j⟩ at a data point; a = E x² ≤ C, t = E y² (squares in the last statement)"
        ),
        statements=SCHWARZ,
        prove=_prove_schwarz,
        covers=("A73",),
        assumes=("expectation",),
        mutants=(Mutant("C² in place of C", SCHWARZ[2].replace(le(b**2, C**2 * t))),),
        note="H^⊥ = E φφ⊤ (Fact 1), so this is the Cauchy–Schwarz inequality in L²(D_x).",
    ),
    Claim(
        id="eq-12/bound",
        where=_P25,
        title="the coupling error from the function error",
        latex=r"E\le a(F+2E^2),\ 8a^2F<1 \implies E\le2aF,\quad a=KJ_{max}t,\ F=\max_s(\|f_{\rho_s^m}-f_{\rho_s^{MF}}\|+\epsilon_m+\epsilon_n)",
        domain=Domain(
            "a > 0, F > 0, 8a²F < 1 (8a²F = 1 and F = 0 as limits); E the maximum over i and s ≤ t of ‖Δ_s(i)‖, K the constant in (11)"
        ),
        statements=(*ROOTS, SMALL),
        covers=("A76",),
        uses=("eq-11/interaction-by-hessian-form", "lemma-21/bound"),
        assumes=("continuity",),
        prove=_prove_small,
        mutants=(Mutant("aF in place of 2aF", SMALL.replace(le(small_root, a * F))),),
        constants=(
            Constant(
                "factor of K J_max t F in (12)",
                "O(1)",
                "2",
                "2",
                "1",
                "8(K J_max t)² F < 1; approached at equality",
                ("eq. (12)",),
            ),
        ),
        note="The bound is for the maximum over i, hence for the mean; ≪ means 8K²(J_max t)²F < 1. E never lies between the roots 0 < r₁ < r₂.",
    ),
)
