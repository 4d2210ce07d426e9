"""Appendix G.2, Lemma 44 (pp. 65–66): the derivative of the remainder for every odd order, and E_α with its constants.

The n-th remainder term is a multiple of α^p (1-α²)^n (b₂α² - b₁(1-α²)), p = k-2n, b₁ = C(k,2n), b₂ = C(k,2n-1);
see :mod:`proofs.appendix_g.remainder`. In logarithms α = e^{-a}.
"""

from __future__ import annotations

import sympy
from sympy import Derivative, exp, log

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from proofs.symbols import alpha, k

a, n, p, x, y, z, b1, b2, kstar = sympy.symbols("a n p x y z b1 b2 kstar", real=True)
inside = (gt(alpha, 0), lt(alpha, 1))
weight = exp(n * log(1 - alpha**2))  # (1-α²)^n
factor = b2 * alpha**2 - b1 * (1 - alpha**2)
bracket = p * (1 - alpha**2) * factor - 2 * n * alpha**2 * factor + 2 * alpha**2 * (1 - alpha**2) * (b1 + b2)
_sizes = (ge(alpha, 0), le(alpha, 1), ge(b1, 0), ge(b2, 0), ge(p, 1), ge(n, 1))

TERM = Statement(
    eq(Derivative(alpha**p * weight * factor, alpha), alpha ** (p - 1) * weight / (1 - alpha**2) * bracket), inside
)
BOUND = (
    Statement(le(bracket, (p + 2 * n + 2) * (b1 + b2)), _sizes),
    Statement(ge(bracket, -(p + 2 * n + 2) * (b1 + b2)), _sizes),
)
LAST = (
    Statement(eq(Derivative(alpha * weight, alpha), weight / (1 - alpha**2) * (1 - (2 * n + 1) * alpha**2)), inside),
    Statement(le(1 - (2 * n + 1) * alpha**2, 2 * n), (ge(alpha, 0), le(alpha, 1), ge(n, 1))),
    Statement(ge(1 - (2 * n + 1) * alpha**2, -2 * n), (ge(alpha, 0), le(alpha, 1), ge(n, 1))),
)

# the leading part of order k: (k-(k*-1))(1-α²)α^{k-1} - 2α^{k+1}, with x = α^{k-1} ≤ z = α^{k*}, y = α^{k+1} ≤ z
EXCESS = (
    Statement(
        le((k - kstar + 1) * (1 - alpha**2) * x - 2 * y, (k - kstar + 1) * z),
        (ge(alpha, 0), le(alpha, 1), ge(k, kstar + 1), ge(x, 0), le(x, z), ge(y, 0)),
    ),
    Statement(
        ge((k - kstar + 1) * (1 - alpha**2) * x - 2 * y, -2 * z),
        (ge(alpha, 0), le(alpha, 1), ge(k, kstar - 1), ge(x, 0), ge(y, 0), le(y, z)),
    ),
    Statement(le(exp(-a * (k - 1)), exp(-a * kstar)), (ge(a, 0), ge(k, kstar + 1))),
    Statement(le(exp(-a * (k + 1)), exp(-a * kstar)), (ge(a, 0), ge(k, kstar - 1))),
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-39/remainder",
        where=Place(66, "proof of Lemma 44"),
        title="the derivative of the remainder of every odd order, with its constants",
        latex=r"|\mathcal E_{\alpha,k}| \le (k+2)\,q_k\Bigl[\tfrac94C_k\,\iota\,(\sqrt d^{-(k-1)}+\alpha^{k-3}d^{-1})+\tfrac32k!!\,\sqrt d^{-(k+1)}\Bigr]",
        domain=Domain(
            "all odd k ≥ 3 (term by term, real n ≥ 1 and p = k-2n ≥ 1, and n = (k+1)/2), 0 < α < 1, every real d ≥ 3, every symmetric law with (⋆)"
        ),
        statements=(TERM, *BOUND, *LAST),
        covers=("C39",),
        uses=("eq-38/remainder", "lemma-43/star-moment"),
        assumes=("linearity", "expectation"),
        mutants=(
            Mutant("b₂ alone", BOUND[1].replace(ge(bracket, -(p + 2 * n + 2) * b2))),
            Mutant("p in place of p + 2n + 2", BOUND[0].replace(le(bracket, p * (b1 + b2)))),
            Mutant("1 in place of 2n", LAST[2].replace(ge(LAST[2].show.lhs, -1))),
        ),
        constants=(
            Constant(
                "constants hidden in E_{α,k} (p. 66)",
                "Θ_k(1)",
                "(9/4)(k+2) C_k and (3/2)(k+2) k!!",
                "-",
                "-",
                "as upper bounds; C_k as in eq-38/remainder",
                ("lemma 44", "lemma 45"),
            ),
        ),
        note="Each term keeps a factor (1-α²)^{n-1} ≤ 1 and loses one power of α; p + 2n = k. As an upper bound p. 66's size is right, Θ is not.",
    ),
    Claim(
        id="lemma-44/case-1",
        where=Place(65, "Lemma 44"),
        title="the first case for every degree, with its constants",
        latex=r"\Bigl|\partial_\alpha v-\tfrac{k^*-1}\alpha v\Bigr| \le \sum_kq_k\Bigl[(k-k^*+3)\alpha^{k^*}+(k+k^*+1)\bigl(\tfrac94C_k\iota(\sqrt d^{-(k^*-2)}+\alpha^{k^*-4}d^{-1})+\tfrac32k!!\sqrt d^{-k^*}\bigr)\Bigr]",
        domain=Domain("all k ≥ k* - 1 ≥ 3 (term by term), 0 < α < 1, every real d ≥ 3, every symmetric law with (⋆)"),
        statements=EXCESS,
        covers=("C41", "C43"),
        uses=("eq-39/remainder", "lemma-44/case-1/excess", "lemma-43/remainder-size", "lemma-44/non-negative-terms"),
        assumes=("linearity",),
        mutants=(
            Mutant("without the 2", EXCESS[1].replace(ge(EXCESS[1].show.lhs, -z))),
            Mutant("α^{k*+1}", EXCESS[3].replace(le(EXCESS[3].show.lhs, exp(-a * (kstar + 1))))),
        ),
        constants=(
            Constant(
                "constants hidden in E_α (Lemma 44)",
                "Θ_K(1)",
                "Σ q_k(k-k*+3), (9/4) Σ q_k C_k(k+k*+1), (3/2) Σ q_k k!!(k+k*+1)",
                "8 for α⁴, normalised He₄, where this gives 8",
                "1",
                "with √d^{-k*} as on p. 68; they depend on the coefficients c_k",
                ("lemma 45",),
            ),
        ),
        note="(k*-1)/α times the remainder adds k*-1 to the k+2 of eq-39/remainder; 0 ≤ 1 - r_{t,k+1} ≤ 1. For k = k*-1 the leading part is -2α^{k*} exactly.",
    ),
)
