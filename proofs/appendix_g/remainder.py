"""Appendix G.2, Lemma 43 (pp. 64–65): the remainder of the velocity for every odd order k, with its constant.

With b₁ = C(k,2n), b₂ = C(k,2n-1), S = (1-α²)(1-α'²) and M_n = E u^{2n}, eq. (37)'s binomial sum leaves
E_{α,α',k} = Σ_{n=1}^{(k+1)/2} α^{k-2n} α'^{k-2n+1} S^n M_n (b₂α² - b₁(1-α²)). In logarithms α = e^{-a}, α' = e^{-b},
d = e^c.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb, prod
from typing import Any

import mpmath
import sympy
from sympy import exp

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
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from proofs.agreement import agreeing_digits, to_mpf
from proofs.appendix_g.gegenbauer_form import rotation_average
from proofs.appendix_g.velocity import remainder
from proofs.symbols import alpha, beta, d, k, r

a, b, c, n, s, x, y, X, Y = sympy.symbols("a b c n s x y X Y", real=True)
S, M, b1, b2, q, iota, kstar, rk = sympy.symbols("S M b1 b2 q iota kstar r_k", real=True)
odd_degree = (ge(n, 1), le(n, (k - 1) / 2), ge(k, 3))

_even = b1 * alpha ** (k - 2 * n) * beta ** (k - 2 * n) * beta * (1 - alpha**2) * S * M
_odd = b2 * alpha ** (k - 2 * n + 1) * beta ** (k - 2 * n + 1) * alpha * S * M
TERM = Statement(
    eq(-_even + _odd, alpha ** (k - 2 * n) * beta ** (k - 2 * n + 1) * S * M * (b2 * alpha**2 - b1 * (1 - alpha**2))),
    (gt(alpha, 0), gt(beta, 0)),
)
_bracket = b2 * alpha**2 - b1 * (1 - alpha**2)
_positive = (ge(b1, 0), ge(b2, 0), ge(alpha, 0), le(alpha, 1))
BRACKET = (Statement(le(_bracket, b1 + b2), _positive), Statement(ge(_bracket, -b1 - b2), _positive))
# α^{k-2n} d^{-n} ≤ α^{k-2}/d if α²d ≥ 1, ≤ α d^{-(k-1)/2} if α²d ≤ 1
POWERS = (
    Statement(le(exp(-a * (k - 2 * n) - c * n), exp(-a * (k - 2) - c)), (ge(c, 2 * a), *odd_degree)),
    Statement(le(exp(-a * (k - 2 * n) - c * n), exp(-a - c * (k - 1) / 2)), (le(c, 2 * a), *odd_degree)),
)
FACTORS = (
    Statement(le(exp(-b * (k - 2 * n + 1)), exp(-2 * b)), (ge(b, 0), *odd_degree)),  # α'^{k-2n+1} ≤ α'²
    Statement(le(exp(-s * n), exp(-s)), (ge(s, 0), ge(n, 1))),  # S^n ≤ S
)
PRODUCT = Statement(le(x * y, X * Y), (le(x, X), ge(X, 0), ge(y, 0), le(y, Y)))

# α^kα'^{k+1}(1-α²) is the term n = 0 of the average; then r_{t,k+1} = E α'^{k+1}
LEADING = Statement(
    eq(
        q * alpha**k * (1 - alpha**2) - q * (alpha**k * beta ** (k + 1) * (1 - alpha**2) - x),
        q * alpha**k * (1 - alpha**2) * (1 - beta ** (k + 1)) + q * x,
    ),
    (gt(alpha, 0), gt(beta, 0)),
)
MOMENT = Statement(le(exp(-b * (k + 1)), exp(-b * kstar)), (ge(b, 0), ge(k, kstar - 1), ge(kstar, 4)))
LOWER = Statement(
    ge(q * alpha**k * (1 - alpha**2) * (1 - rk), q * alpha**k * (1 - alpha**2) * (1 - r)),
    (ge(q, 0), gt(alpha, 0), le(alpha, 1), le(rk, r)),
)
LAST = Statement(ge(alpha * S * M * b2, 0), (gt(alpha, 0), ge(S, 0), ge(M, 0), ge(b2, 0)))  # n = (k+1)/2: b₁ = 0

# order k ≥ k*-1 against order k*-1
ORDERS = (
    Statement(le(exp(-a - c * (k - 1) / 2), exp(-a - c * (kstar - 2) / 2)), (ge(c, 0), ge(k, kstar - 1))),
    Statement(le(exp(-a * (k - 2) - c), exp(-a * (kstar - 3) - c)), (ge(a, 0), ge(k, kstar - 1))),
    Statement(le(exp(-a - c * (k + 1) / 2), exp(-a - c * kstar / 2)), (ge(c, 0), ge(k, kstar - 1))),
)
MAXIMA = (Statement(ge(kstar - 2, 2), (ge(kstar, 4),)), Statement(ge(kstar - 3, 1), (ge(kstar, 4),)))

# p. 65 after (⋆), for one α' instead of the mean over α': k = 3 and the constant C
C = sympy.Symbol("C", real=True)
MEAN = Statement(
    ge(remainder(3), -C * (1 - alpha**2) * (iota * (alpha / d + alpha / d) + alpha / d**2)),
    (gt(alpha, 0), lt(alpha, 1), ge(beta, 0), le(beta, 1), ge(d, 3), gt(iota, 0), gt(C, 0)),
)


def _remainder_by_definition(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
    """E_{α,α',k} from eq. (37)'s binomial sum, against the sum over n; and its bound with (3/2)ΣC(k+1,2n)(2n-1)!!."""
    order, dim = int(parameters["k"]), Fraction(parameters["d"])
    al, be = Fraction(parameters["alpha"]), Fraction(parameters["beta"])
    if (
        order != parameters["k"]
        or order % 2 == 0
        or not 3 <= order <= 15
        or dim < 3
        or not (0 < al <= 1 and 0 <= be <= 1)
    ):
        raise InputError("k must be odd from 3 to 15, d at least 3, alpha in (0, 1] and beta in [0, 1].")
    values = {alpha: al, beta: be, d: dim}
    point = {symbol: sympy.Rational(v.numerator, v.denominator) for symbol, v in values.items()}
    left = al**order * be ** (order + 1) * (1 - al**2)
    average = sympy.Rational(rotation_average(order + 1).subs(point)) / (order + 1)
    left -= Fraction(int(average.p), int(average.q))
    spread, right, middle, last = (1 - al**2) * (1 - be**2), Fraction(0), Fraction(0), Fraction(0)
    for m in range(1, (order + 1) // 2 + 1):
        odd_factorial = prod(range(1, 2 * m, 2))
        moment = Fraction(odd_factorial) / prod((dim - 1 + 2 * i for i in range(m)), start=Fraction(1))
        inner = comb(order, 2 * m - 1) * al**2 - comb(order, 2 * m) * (1 - al**2)
        right += al ** (order - 2 * m) * be ** (order - 2 * m + 1) * spread**m * moment * inner
        if 2 * m < order:
            middle += Fraction(3, 2) * comb(order + 1, 2 * m) * odd_factorial
        else:
            last = Fraction(3, 2) * odd_factorial
    half = (order - 1) // 2
    size = middle * be**2 * (1 - be**2) * (al / dim**half + al ** (order - 2) / dim) + last * al / dim ** (half + 1)
    with mpmath.workdps(digits + 10):
        agree = agreeing_digits(to_mpf(left), to_mpf(right), digits)
    return NumericCheck(
        "eq. (37)'s binomial sum without its leading term, against the sum over n",
        str(left),
        str(right),
        digits,
        agree,
        left == right and abs(left) <= (1 - al**2) * size,
    )


ORACLE = Oracle(
    {"k": "odd, 3 to 15", "d": "at least 3", "alpha": "in (0, 1]", "beta": "in [0, 1]"},
    (
        {"k": "3", "d": "3", "alpha": "1/10", "beta": "7/10"},
        {"k": "5", "d": "40", "alpha": "1/2", "beta": "3/4"},
        {"k": "9", "d": "1000", "alpha": "1/50", "beta": "1/3"},
        {"k": "15", "d": "7", "alpha": "9/10", "beta": "1/20"},
    ),
    _remainder_by_definition,
)


def _second_mean() -> SecondRoute:
    """The remainder of order 3 at α' = 7/10 by quadrature over S^{d-2} for growing d: it falls only like 1/d."""
    with mpmath.workdps(30):
        al, be = mpmath.mpf(1) / 100, mpmath.mpf(7) / 10
        sizes = []
        for dim in (100, 400, 1600):
            spread = mpmath.sqrt(1 - al**2) * mpmath.sqrt(1 - be**2)

            def integrand(u: mpmath.mpf, dim: int = dim, spread: mpmath.mpf = spread) -> mpmath.mpf:
                value = (al * be + spread * u) ** 3 * (be * (1 - al**2) - al * spread * u)
                return value * (1 - u**2) ** (mpmath.mpf(dim - 4) / 2)

            cuts = [-1, -0.5, -0.2, -0.1, 0, 0.1, 0.2, 0.5, 1]
            mass = mpmath.quad(lambda u, dim=dim: (1 - u**2) ** (mpmath.mpf(dim - 4) / 2), cuts)
            value = al**3 * be**4 * (1 - al**2) - mpmath.quad(integrand, cuts) / mass
            sizes.append(abs(value) * dim)
        return SecondRoute(
            "d·|E_{α,α',3}| at α = 1/100, α' = 7/10 by quadrature over S^{d-2}, d = 100, 400, 1600",
            ", ".join(mpmath.nstr(size, 8) for size in sizes),
            bool(sizes[2] > sizes[0] / 2),
        )


_P65 = Place(65, "proof of Lemma 43")
_UNIFORM_CONSTANTS = (
    Constant(
        "constants hidden in p. 65's bound of E_(α,α',k)",
        "O_k(1)",
        "(3/2)(I(k+1) - 1 - k!!) and (3/2) k!!",
        "9/4 and 27/8 for k = 3",
        "-",
        "every odd k ≥ 3, d ≥ 3; I(n) = Σ_i C(n,2i)(2i-1)!! counts involutions: 1, 2, 4, 10, 26, 76, …",
        ("lemma 43", "lemma 44"),
    ),
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-38/remainder",
        where=_P65,
        title="the remainder of every odd order, with its constants",
        latex=r"|\mathcal E_{\alpha,\alpha',k}| \le (1-\alpha^2)\bigl[C_k\,\alpha'^2(1-\alpha'^2)(\alpha\sqrt d^{-(k-1)}+\alpha^{k-2}d^{-1}) + \tfrac32k!!\,\alpha\sqrt d^{-(k+1)}\bigr],\ C_k = \tfrac32\sum_{n=1}^{(k-1)/2}\tbinom{k+1}{2n}(2n-1)!!",
        domain=Domain("all odd k ≥ 3 (term by term in n, with real k and n), 0 < α < 1, 0 < α' < 1, every real d ≥ 3"),
        statements=(TERM, *BRACKET, *POWERS, *FACTORS, PRODUCT),
        covers=("C23",),
        uses=("eq-37/chain-rule", "sphere/moments", "eq-38/parity"),
        assumes=("linearity",),
        oracle=ORACLE,
        mutants=(
            Mutant("plus sign of the first binomial", TERM.replace(eq(_even + _odd, TERM.show.rhs))),
            Mutant("b₂ alone", BRACKET[1].replace(ge(_bracket, -b2))),
            Mutant(
                "α^{k-2}/d² in place of α^{k-2}/d", POWERS[0].replace(le(POWERS[0].show.lhs, exp(-a * (k - 2) - 2 * c)))
            ),
            Mutant("α'³", FACTORS[0].replace(le(FACTORS[0].show.lhs, exp(-3 * b)))),
        ),
        constants=_UNIFORM_CONSTANTS,
        note="The bracket is at most C(k,2n) + C(k,2n-1) = C(k+1,2n). Against p. 65 only the constants are new.",
    ),
    Claim(
        id="eq-38/mean-as-printed",
        where=_P65,
        title="the remainder under (⋆)",
        latex=r"\mathcal E_{\alpha,\alpha',k} = O_k\bigl((1-\alpha^2)\iota(\alpha\sqrt d^{-(k-1)}+\alpha^{k-2}\sqrt d^{-2})+\alpha(1-\alpha^2)\sqrt d^{-(k+1)}\bigr)",
        domain=Domain("k = 3, one fixed α', any constant C and any ι > 0", "finite"),
        statements=(MEAN,),
        covers=("C28",),
        prove=lambda: [refute(MEAN, {"alpha": "1/100", "beta": "7/10", "d": 10**6, "iota": "1/1000000", "C": 100})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-43/remainder-size", "The mean over α' is missing on the left; only the mean is used."),
        second_route=_second_mean,
        note="For a fixed α' the remainder is of size α'²(1-α'²)α/d, with no factor ι.",
    ),
    Claim(
        id="lemma-43/remainder-size",
        where=_P65,
        title="the size of R_α, with its constant",
        latex=r"\Bigl|\sum_k q_k\,\mathbb E\,\mathcal E_{\alpha,\alpha',k}\Bigr| \le (1-\alpha^2)\Bigl[\tfrac94\iota\sum_kq_kC_k\,(\alpha\sqrt d^{-(k^*-2)}+\alpha^{k^*-3}d^{-1})+\tfrac32\sum_kq_kk!!\;\alpha\sqrt d^{-k^*}\Bigr]",
        domain=Domain("all k ≥ k* - 1 ≥ 3, 0 < α ≤ 1, d ≥ 3, every symmetric law with (⋆)"),
        statements=(*ORDERS, *MAXIMA),
        covers=("C28", "C31"),
        uses=("eq-38/remainder", "lemma-43/star-moment"),
        assumes=("linearity", "expectation"),
        mutants=(
            Mutant("√d^{-k*} for the first term", ORDERS[0].replace(le(ORDERS[0].show.lhs, exp(-a - c * kstar / 2)))),
            Mutant(
                "α^{k*-2} for the second term", ORDERS[1].replace(le(ORDERS[1].show.lhs, exp(-a * (kstar - 2) - c)))
            ),
        ),
        constants=(
            Constant(
                "constants hidden in R_α (Lemma 43)",
                "O_K(1)",
                "(9/4) Σ q_k C_k and (3/2) Σ q_k k!!",
                "-",
                "-",
                "all d ≥ 3; they depend on the coefficients c_k, not on K alone",
                ("lemma 43", "lemma 44", "proposition 47"),
            ),
        ),
        note="k = k*-1 gives the largest powers. For k* ≥ 4 the maxima max(2, k*-2), max(1, k*-3) are their second entries.",
    ),
    Claim(
        id="eq-38/identity",
        where=_P65,
        title="eq. (38): leading terms and remainder",
        latex=r"v(\alpha,t) = \sum_k q_k\alpha^k(1-\alpha^2)(1-r_{t,k+1}) + \sum_kq_k\,\mathbb E\,\mathcal E_{\alpha,\alpha',k}",
        domain=Domain("one order k (any real) and one α' > 0, the remainder x of order k; 0 < α"),
        statements=(LEADING, TERM),
        covers=("C29",),
        uses=("eq-37/chain-rule", "eq-38/remainder"),
        assumes=("linearity", "expectation"),
        mutants=(
            Mutant(
                "α'^k in place of α'^{k+1}",
                LEADING.replace(eq(LEADING.show.lhs, q * alpha**k * (1 - alpha**2) * (1 - beta**k) + q * x)),
            ),
        ),
        note="Every remainder term has a factor S^n with n ≥ 1, hence 1-α²: R_α is the remainder divided by it. The factor q_k is left out of E_{α,α',k} on p. 64.",
    ),
    Claim(
        id="eq-38/lower-bound",
        where=_P65,
        title="the lower bound in eq. (38), without its last term",
        latex=r"r_t \ge r_{t,k+1},\quad v(\alpha,t) \ge q_{\sigma'}(\alpha)(1-\alpha^2)(1-r_t) - (1-\alpha^2)\,\tfrac94\iota\sum_kq_kC_k(\alpha\sqrt d^{-(k^*-2)}+\alpha^{k^*-3}d^{-1})",
        domain=Domain("all k ≥ k* - 1 ≥ 3, 0 < α ≤ 1, every real d ≥ 3, every symmetric law with (⋆)"),
        statements=(MOMENT, LOWER, LAST),
        covers=("C30",),
        uses=("eq-38/identity", "lemma-43/remainder-size", "lemma-44/non-negative-terms"),
        assumes=("linearity", "expectation"),
        mutants=(
            Mutant("k ≥ k* - 2", MOMENT.replace(assume=(ge(b, 0), ge(k, kstar - 2), ge(kstar, 4)))),
            Mutant("without q_k ≥ 0", LOWER.replace(assume=LOWER.assume[1:])),
        ),
        note="The term n = (k+1)/2 has b₁ = 0, so it is non-negative: Lemma 43's α√d^{-k*} is not needed from below, nor a d that is large in terms of ι.",
    ),
)
