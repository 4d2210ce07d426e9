"""Appendix G.2, Lemma 46 (pp. 69–70): the loss against 1 - r for every degree, in every dimension.

The paper's route goes through E(wᵀw')^k = (E α^k)² + O(1)/√d; the route of the repaired claims is
‖f_ρ-f*‖² = Σ_ℓ a_ℓ(1-p_ℓ)² with |1-p_ℓ| ≤ P_ℓ'(1) E(1-α), and needs neither (⋆) nor a large d.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb, prod
from typing import Any

import mpmath
import sympy
from sympy import Derivative, Rational, exp

from poc_symbolic.claims.claim import (
    Claim,
    Constant,
    Domain,
    Mutant,
    NumericCheck,
    Oracle,
    Place,
    Repair,
    SecondRoute,
    Severity,
)
from poc_symbolic.errors import InputError
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from poc_symbolic.sphere import gegenbauer, monomial_coefficient
from proofs.agreement import agreeing_digits, to_mpf
from proofs.symbols import d, k, r

a, c, p, q, s, x, y, m = sympy.symbols("a c p q s x y m", real=True)
C, H, K, M, ell, delta = sympy.symbols("C H K M ell delta", real=True)

# 1 - P_ℓ(α) ≤ P_ℓ'(1)(1-α) ≤ H(1-α^k), H = K(K+1)/2; α = e^{-a}
SLOPE = Statement(le(ell * (ell + d - 2) / (d - 1), K * (K + 1) / 2), (ge(d, 3), ge(ell, 1), le(ell, K)))
POWER = Statement(le(exp(-a * k), exp(-a)), (ge(a, 0), ge(k, 1)))
TERM = Statement(le(c * x**2, c * (H * s) ** 2), (ge(c, 0), le(x, H * s), ge(x, 0), ge(s, 0), ge(H, 0)))
# one order: y = E(wᵀw')^k - r² between 0 and p/d
IN_MOMENTS = (
    Statement(eq(q * (1 - 2 * r + (r**2 + y)) - q * (1 - r) ** 2, q * y)),
    Statement(ge(q * y, 0), (ge(q, 0), ge(y, 0))),
    Statement(le(q * y, q * p / d), (ge(q, 0), gt(d, 0), le(y * d, p))),
)
UPPER = Statement(ge(q * (1 - 2 * r + (r**2 + y)), q * (1 - r) ** 2), (ge(q, 0), ge(y, 0)))

# E(wᵀw')^k - r_k²: its n-th term C(k,2n) m² M_n with m = E α^{k-2n}(1-α²)^n and M_n ≤ (3/2)(2n-1)!!/d
CROSS = (
    Statement(ge(c * m**2 * M, 0), (ge(c, 0), ge(M, 0))),
    Statement(le(c * m**2 * M, c * p / d), (ge(c, 0), ge(m, 0), le(m, 1), ge(M, 0), ge(d, 3), le(M * d, p))),
)
# (A + B)^k - A^k ≤ kB(A+B)^{k-1}: with t = A/(A+B) = e^{-a}, 1 - t^k ≤ k(1 - t)
MINKOWSKI = Statement(le(Derivative(1 - exp(-k * a) - k * (1 - exp(-a)), a), 0), (ge(a, 0), ge(k, 1)))

# y^p ≥ 1 + p(y-1) for p ≥ 1 and y = e^x: the tangent that gives Jensen; both sides of x = 0
JENSEN_RIGHT = Statement(ge(Derivative(exp(p * x) - p * exp(x), x), 0), (ge(p, 1), ge(x, 0)))
JENSEN_LEFT = Statement(le(Derivative(exp(p * x) - p * exp(x), x), 0), (ge(p, 1), le(x, 0)))
SQUARES = Statement(le(p * s, C * s**2), (gt(s, 0), le(s, 1), ge(p, 1), gt(C, 0)))
SQUARES_REPAIRED = Statement(le(y**2, (p * s) ** 2), (ge(y, 0), le(y, p * s)))
# law with all neurons at w*: the loss is 0, E f*² = q(1)
EQUALITY = Statement(eq(q * (1 - r) ** 2, q), (gt(q, 0), ge(r, 0), le(r, 1)))
DESIRED = Statement(ge(s, delta / C), (gt(s, 0), le(s, 1), ge(C, 1), gt(delta, 0), le(delta**2, C * s)))


def _prove_term() -> list[Verdict]:
    """c((Hs)² - x²) = c(Hs - x)(Hs + x)."""
    script = Script(TERM, {"c": 1, "x": 0, "H": 1, "s": 0})  # facts: c ≥ 0, Hs - x ≥ 0, x ≥ 0, s ≥ 0, H ≥ 0
    script.combine(TERM.show.excess, [(1, [0, 1, 3, 4]), (1, [0, 1, 2])])
    return [script.verdict("factor")]


def _prove_cross() -> list[Verdict]:
    """c(p/d - m²M) = c[(p - Md)/d + M(1-m)(1+m)]."""
    script = Script(CROSS[1], {"c": 1, "m": 0, "M": 0, "d": 3, "p": 0})  # c, m, 1-m, M, d-3, p-Md
    positive = script.combine(d, [(1, [4]), (3, [])])
    part = script.combine(p / d - M, [(1, [5])], times=[positive])
    script.combine(CROSS[1].show.excess, [(1, [0, part]), (1, [0, 3, 2]), (1, [0, 3, 2, 1])])
    return [prove(CROSS[0]), script.verdict("positive terms")]


def _prove_in_moments() -> list[Verdict]:
    script = Script(IN_MOMENTS[2], {"q": 0, "d": 1, "y": 0, "p": 0})
    script.combine(IN_MOMENTS[2].show.excess, [(1, [0, 2])], times=[1])
    return [script.verdict("quotient")]


def _loss_by_definition(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
    """q(1) - 2E q(α) + E q(z) over rotation averages against Σ a_ℓ(1-p_ℓ)², and δ² ≤ (K(K+1)/2)²(1-r)²; q = z^k."""
    order, dim = int(parameters["k"]), int(parameters["d"])
    if parameters["k"] != order or order % 2 or not 4 <= order <= 12 or parameters["d"] != dim or dim < 3:
        raise InputError("k must be even from 4 to 12 and d an integer of at least 3.")
    low, high, mass = (Fraction(parameters[name]) for name in ("low", "high", "mass"))
    if not all(0 <= v <= 1 for v in (low, high, mass)):
        raise InputError("low, high and mass must lie in [0, 1].")
    law = ((low, mass), (high, 1 - mass))
    left = Fraction(1) - 2 * sum(w * v**order for v, w in law)
    for n in range(order // 2 + 1):
        moment = Fraction(prod(range(1, 2 * n, 2))) / prod(dim - 1 + 2 * i for i in range(n))
        inner = sum((w * v ** (order - 2 * n) * (1 - v**2) ** n for v, w in law), Fraction(0))
        left += comb(order, 2 * n) * inner**2 * moment
    right = Fraction(0)
    for degree in range(0, order + 1, 2):
        polynomial = [sympy.Rational(v.numerator, v.denominator) for v, _ in law]
        mean = sum(
            (w * _rational(gegenbauer(degree, v, dim)) for v, (_, w) in zip(polynomial, law, strict=True)), Fraction(0)
        )
        right += _rational(monomial_coefficient(order, degree, dim)) * (1 - mean) ** 2
    gap = 1 - sum(w * v**order for v, w in law)
    bound = (Fraction(order * (order + 1), 2) * gap) ** 2
    with mpmath.workdps(digits + 10):
        agree = agreeing_digits(to_mpf(left), to_mpf(right), digits)
    text = "q(1) - 2E q(α) + E q(wᵀw') for q = z^k against Σ a_ℓ(1-p_ℓ)²"
    return NumericCheck(text, str(left), str(right), digits, agree, left == right and gap**2 <= left <= bound)


def _rational(value: sympy.Expr) -> Fraction:
    number = sympy.Rational(value)
    return Fraction(int(number.p), int(number.q))


ORACLE = Oracle(
    {
        "k": "even, 4 to 12",
        "d": "an integer ≥ 3",
        "low": "an atom in [0, 1]",
        "high": "an atom in [0, 1]",
        "mass": "mass of the atom low",
    },
    (
        {"k": "4", "d": "3", "low": "1/3", "high": "99/100", "mass": "1/10"},
        {"k": "6", "d": "20", "low": "0", "high": "1", "mass": "1/2"},
        {"k": "10", "d": "5", "low": "1/2", "high": "9/10", "mass": "2/3"},
    ),
    _loss_by_definition,
)


def _second_squares() -> SecondRoute:
    """(1-(1-s)^p)/s² for p = 3/2 and shrinking s."""
    with mpmath.workdps(30):
        sizes = [mpmath.mpf(10) ** -n for n in (1, 3, 5)]
        power = mpmath.mpf(3) / 2
        ratios = [(1 - (1 - power * size)) / size**2 for size in sizes]
        true = [(1 - (1 - size) ** power) ** 2 / size**2 for size in sizes]
        return SecondRoute(
            "(1-(1-ps))/s² and (1-(1-s)^p)²/s² for p = 3/2, s = 10⁻¹, 10⁻³, 10⁻⁵",
            f"{', '.join(mpmath.nstr(v, 6) for v in ratios)}; {', '.join(mpmath.nstr(v, 6) for v in true)}",
            bool(ratios[2] > 10**4 and true[2] < 3),
        )


def _second_equality() -> SecondRoute:
    """All neurons at ±w*: for σ = He_4/√24 the loss is 0 and E f*² = 1, by quadrature."""
    with mpmath.workdps(30):
        square = mpmath.quad(
            lambda u: (u**4 - 6 * u**2 + 3) ** 2 / 24 * mpmath.npdf(u), [-mpmath.inf, -2, 0, 2, mpmath.inf]
        )
        return SecondRoute(
            "σ = He_4/√24 with every neuron at ±w*: f_ρ = f*, so the loss is 0, while E f*² by quadrature is",
            mpmath.nstr(square, 15),
            bool(square > mpmath.mpf(1) / 2),
        )


def _second_desired() -> SecondRoute:
    """A law with mass p at α = 0 and the rest at ±w*: 1 - r = p and δ ≈ p, so δ² = O(1-r) is far from sharp."""
    checks = [
        _loss_by_definition({"k": 4, "d": 50, "low": 0, "high": 1, "mass": Fraction(1, n)}, 30) for n in (10, 1000)
    ]
    values = [Fraction(check.left) * n for check, n in zip(checks, (10, 1000), strict=True)]
    return SecondRoute(
        "δ²/(1-r) for q = z⁴, d = 50, mass 1/10 and 1/1000 at α = 0, the rest at ±w* (it tends to 0: the square counts)",
        ", ".join(f"{float(v):.6f}" for v in values),
        values[1] < values[0] / 50,
    )


_P69, _P70 = Place(69, "proof of Lemma 46"), Place(70, "proof of Lemma 46")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-46/every-dimension",
        where=Place(69, "Lemma 46"),
        title="Lemma 46 for every degree and every dimension, with its constant",
        latex=r"\delta \le H\,\bigl(1-\mathbb E\,\alpha^{k^*}\bigr),\quad H = \sqrt{q_\sigma(1)}\;\tfrac{K(K+1)}2",
        domain=Domain(
            "every even σ of degree K, every symmetric law, every real d ≥ 3 and all k* ≥ 1; one term (k, ℓ) of the loss"
        ),
        statements=(SLOPE, POWER, TERM),
        covers=("C69", "C68"),
        uses=("gegenbauer/monomial-expansion", "lemma-46/three-expectations"),
        assumes=("gegenbauer-slope", "product-formula", "linearity", "expectation"),
        prove=lambda: [prove(SLOPE), prove(POWER), *_prove_term()],
        oracle=ORACLE,
        mutants=(
            Mutant("K²/3 in place of K(K+1)/2", SLOPE.replace(le(SLOPE.show.lhs, K**2 / 3))),
            Mutant("d ≥ 2", SLOPE.replace(assume=(ge(d, 2), gt(d, 1), *SLOPE.assume[1:]))),
        ),
        constants=(
            Constant(
                "constant hidden in Lemma 46",
                "Ω_{K,C_reg}(1)",
                "1/(sqrt(q(1)) K(K+1)/2)",
                "sqrt(4/7) for normalised He₄, where this gives 1/10",
                "7.56",
                "every d ≥ 3; for d ≥ K the factor K(K+1)/2 may be replaced by 2K",
                ("lemma 43", "lemma 44", "lemma 48", "proposition 47"),
            ),
        ),
        note="0 ≤ 1 - p_ℓ ≤ P_ℓ'(1) E(1-α) ≤ P_ℓ'(1)(1-r). 'd large enough in terms of δ' and (⋆) are not needed.",
    ),
    Claim(
        id="lemma-46/loss-in-moments",
        where=_P69,
        title="the loss in the moments of the overlap, for every degree",
        latex=r"0 \le \|f_\rho-f^*\|^2-\sum_kq_k\bigl(1-\mathbb E\,\alpha^k\bigr)^2 \le \frac1d\sum_kq_k\,\tfrac32\sum_{n=1}^{k/2}\tbinom k{2n}(2n-1)!!",
        domain=Domain(
            "every even σ, every symmetric law, every real d ≥ 3; one order k with r = E α^k, y = E(wᵀw')^k - r²"
        ),
        statements=IN_MOMENTS,
        covers=("C64",),
        uses=("lemma-46/cross-moment", "lemma-46/three-expectations"),
        assumes=("linearity",),
        prove=lambda: [prove(IN_MOMENTS[0]), prove(IN_MOMENTS[1]), *_prove_in_moments()],
        mutants=(Mutant("p/d²", IN_MOMENTS[2].replace(le(q * y, q * p / d**2))),),
        note="p. 69's O_K(1)/√d is of order 1/d.",
    ),
    Claim(
        id="lemma-46/upper",
        where=_P70,
        title="the opposite bound",
        latex=r"\sqrt{q_{k^*}}\,\bigl(1-\mathbb E\,\alpha^{k^*}\bigr) \le \delta\quad(q_\sigma(z) = \textstyle\sum q_kz^k)",
        domain=Domain("every even σ, every symmetric law, every real d ≥ 3; one order k with y = E(wᵀw')^k - r_k² ≥ 0"),
        statements=(UPPER,),
        covers=("C68",),
        uses=("lemma-46/cross-moment", "lemma-46/three-expectations"),
        assumes=("linearity",),
        mutants=(Mutant("without y ≥ 0", UPPER.replace(assume=(ge(q, 0), ge(y, -1)))),),
        note="So p. 70's last line 1 - r = O(δ) is true as it stands, with 1/√q_{k*} ≤ C_SIM; but Lemma 46 is the other direction.",
    ),
    Claim(
        id="lemma-46/cross-moment",
        where=_P69,
        title="the moments of the inner product of two neurons",
        latex=r"0 \le \mathbb E(w^\top w')^k - (\mathbb E\,\alpha^k)^2 \le \tfrac32\sum_{n=1}^{k/2}\tbinom k{2n}(2n-1)!!\,\frac1d",
        domain=Domain("every even k (term by term), every symmetric law, every real d ≥ 3"),
        statements=(*CROSS, MINKOWSKI),
        covers=("C63",),
        uses=("sphere/moments", "eq-37/coordinates"),
        assumes=("linearity", "expectation", "minkowski", "fundamental-theorem"),
        prove=lambda: [*_prove_cross(), prove(MINKOWSKI)],
        mutants=(
            Mutant("without m ≤ 1", CROSS[1].replace(assume=tuple(CROSS[1].assume[i] for i in (0, 1, 3, 4, 5)))),
            Mutant(
                "k/2 in place of k in the mean value step",
                MINKOWSKI.replace(le(Derivative(1 - exp(-k * a) - k / 2 * (1 - exp(-a)), a), 0)),
            ),
        ),
        constants=(
            Constant(
                "O_K(1)/√d in E(wᵀw')^k - r_k² (Lemma 46)",
                "O_K(1)/√d",
                "(3/2)(I(k) - 1)/d",
                "-",
                "-",
                "I(n) counts involutions; the true order is 1/d",
                ("lemma 46",),
            ),
        ),
        note="The printed chain by Minkowski's inequality holds too: (A+B)^k - A^k ≤ kB(A+B)^{k-1} with B = ((3/2)(k-1)!!)^{1/k}/√d, from 1 - t^k ≤ k(1-t), whose two sides agree at t = 1.",
    ),
    Claim(
        id="lemma-46/jensen",
        where=_P70,
        title="Jensen's inequality between the moments",
        latex=r"r^{k/k^*} \le \mathbb E(\alpha')^k,\quad r = \mathbb E(\alpha')^{k^*},\ k \ge k^*",
        domain=Domain(
            "every law on (0, 1], p = k/k* ≥ 1, y = α^{k*}/r = e^x: y^p ≥ 1 + p(y-1), through its derivative in x"
        ),
        statements=(JENSEN_RIGHT, JENSEN_LEFT),
        covers=("C65",),
        assumes=("fundamental-theorem", "expectation"),
        mutants=(Mutant("p ≥ 1/2", JENSEN_RIGHT.replace(assume=(ge(p, Rational(1, 2)), ge(x, 0)))),),
        note="True for every law; (⋆), which p. 70 quotes for it, is not needed.",
    ),
    Claim(
        id="lemma-46/squares-as-printed",
        where=_P70,
        title="the order in s of the higher moments",
        latex=r"\bigl(1-(1-s)^{k/k^*}\bigr)^2 \le \bigl(1-(1-sk/k^*)\bigr) = O_K(s^2)",
        domain=Domain("0 < s ≤ 1, p = k/k* ≥ 1, every constant C > 0"),
        statements=(SQUARES,),
        covers=("C66",),
        prove=lambda: [refute(SQUARES, {"s": "1/1000", "p": "3/2", "C": 100})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-46/squares", "With the square (1-(1-sk/k*))² = (k/k*)²s² the line holds, and so does Lemma 46."
        ),
        second_route=_second_squares,
        note="The middle term has lost its square: sk/k* is not O(s²) (at s = p/(2C) it is twice C s², for every C).",
    ),
    Claim(
        id="lemma-46/squares",
        where=_P70,
        title="the order in s of the higher moments, with the square",
        latex=r"(1-(1-s)^p)^2 \le (ps)^2",
        domain=Domain("0 ≤ y = 1-(1-s)^p ≤ ps (Bernoulli, p ≥ 1, 0 ≤ s ≤ 1)"),
        statements=(SQUARES_REPAIRED, JENSEN_LEFT),
        uses=("lemma-46/jensen",),
        assumes=("fundamental-theorem",),
        mutants=(Mutant("without y ≥ 0", SQUARES_REPAIRED.replace(assume=(le(y, p * s),))),),
    ),
    Claim(
        id="lemma-46/loss-as-printed",
        where=_P70,
        title="the loss in the conclusion of Lemma 46",
        latex=r"\mathbb E(f_\rho-f^*)^2 = \mathbb E(f^*)^2 = O_{K}(1-\mathbb E\,\alpha^{k^*})+\tfrac{O_K(1)}{\sqrt d}",
        domain=Domain("q = q z^k; laws of neurons at α = 0 or 1, d → ∞ (loss q(1-r)², E f*² = q), 0 ≤ r ≤ 1"),
        statements=(EQUALITY,),
        covers=("C67",),
        prove=lambda: [refute(EQUALITY, {"q": 1, "r": 1})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-46/every-dimension", "The middle term does not belong there, and 1 - r is to be squared."),
        second_route=_second_equality,
        note="E(f_ρ-f*)² = E(f*)² fails as soon as f_ρ is not 0.",
    ),
    Claim(
        id="lemma-46/conclusion-as-printed",
        where=_P70,
        title="the step to Lemma 46's conclusion",
        latex=r"\delta^2 = O(1-r) \implies 1-r = O(\delta)\ \text{``as desired''}\quad(\text{Lemma 46: } 1-r \ge \Omega(\delta))",
        domain=Domain("0 < s = 1-r ≤ 1, δ² ≤ C s with C ≥ 1; the conclusion that Lemma 46 needs, s ≥ δ/C"),
        statements=(DESIRED,),
        covers=("C68",),
        step=True,
        prove=lambda: [refute(DESIRED, {"s": "1/100", "C": 1, "delta": "1/10"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-46/every-dimension",
            "With the square that p. 70 lost, δ² = O((1-r)²), and Lemma 46 is right as stated.",
        ),
        second_route=_second_desired,
        note="Two slips: O(δ) should be Ω(δ), and without the square the display only gives 1-r = Ω(δ²).",
    ),
)
