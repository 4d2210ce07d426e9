"""Appendix G.2, Lemma 43 (pp. 64–65): the terms of the velocity, their remainders, and the moment bound under (⋆)."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from proofs.appendix_g.gegenbauer_form import rotation_average
from proofs.symbols import alpha, beta, d

iota, p, x, x1, x2 = sympy.symbols("iota p x x1 x2", real=True)
unit_box = (ge(alpha, 0), le(alpha, 1), ge(beta, 0), le(beta, 1), ge(d, 3))


def remainder(k: int) -> sympy.Expr:
    """E_{α,α',k}: what is left of the order-k term after q_k α^k (1-α²)(1-α'^{k+1}) is taken out (p. 64, q_k = 1)."""
    return alpha**k * beta ** (k + 1) * (1 - alpha**2) - rotation_average(k + 1) / (k + 1)


def stated_size(k: int, first: Rational, second: Rational) -> sympy.Expr:
    """p. 65's bound with explicit constants in front of its two parts."""
    spread = beta**2 * (1 - beta**2) * (alpha * d ** (-(k - 1) // 2) + alpha ** (k - 2) / d)
    return (1 - alpha**2) * (first * spread + second * alpha * d ** (-(k + 1) // 2))


SIZE = {3: (Rational(9, 4), Rational(27, 8)), 5: (Rational(135, 4), Rational(15))}


def bounded(k: int, first: Rational, second: Rational) -> tuple[Statement, Statement]:
    """|E_{α,α',k}| ≤ the stated size, as two statements."""
    size = stated_size(k, first, second)
    return Statement(le(remainder(k), size), unit_box), Statement(ge(remainder(k), -size), unit_box)


K1 = Statement(eq(remainder(1), 0), unit_box)
# leading term minus average, left as a difference for the kernel
K1_REPAIRED = Statement(
    eq(
        sympy.Add(alpha * beta**2 * (1 - alpha**2), -sympy.expand(rotation_average(2) / 2), evaluate=False),
        alpha * (1 - alpha**2) * (1 - beta**2) / (d - 1),
    ),
    unit_box,
)


def spread(y: sympy.Expr) -> sympy.Expr:
    """α²(1-α²)."""
    return y**2 * (1 - y**2)


_two_atoms = (
    gt(iota, 0),
    lt(iota, Rational(1, 2)),
    gt(x1, 1 - iota),
    le(x1, 1),
    ge(x2, iota),
    le(x2, 1 - iota),
    ge(p, 0),
    le(p, iota),
)
STAR = Statement(le((1 - p) * spread(x1) + p * spread(x2), 2 * iota), _two_atoms)
STAR_REPAIRED = (
    Statement(le(spread(x), 2 * iota), (ge(x, 0), lt(x, iota), le(iota, 1))),
    Statement(le(spread(x), 2 * iota), (gt(x, 1 - iota), le(x, 1), gt(iota, 0), le(iota, 1))),
    Statement(le(spread(x), Rational(1, 4)), (ge(x, 0), le(x, 1))),
    Statement(le((1 - p) * 2 * iota + p / 4, Rational(9, 4) * iota), (gt(iota, 0), le(iota, 1), ge(p, 0), le(p, iota))),
)


def _second_star() -> SecondRoute:
    """Sample the extreme law with many atoms just above 1-ι and ι of the mass at 1/√2, for shrinking ι."""
    with mpmath.workdps(30):
        ratios = []
        for n in (2, 3, 4, 5):
            small = mpmath.mpf(10) ** -n
            heavy = [1 - small + small * mpmath.mpf(i) / 10**6 for i in range(1, 11)]
            mean = mpmath.fsum(v**2 * (1 - v**2) for v in heavy) / len(heavy)
            ratios.append(((1 - small) * mean + small * mpmath.mpf(1) / 4) / small)
        return SecondRoute(
            "E α²(1-α²)/ι for 1-ι of the mass just above 1-ι and ι of it at 1/√2, with ι = 10⁻², …, 10⁻⁵ (tends to 9/4)",
            ", ".join(mpmath.nstr(ratio, 8) for ratio in ratios),
            bool(all(ratio > 2 for ratio in ratios[1:]) and abs(ratios[-1] - mpmath.mpf(9) / 4) < mpmath.mpf("1e-3")),
        )


def _second_k1() -> SecondRoute:
    """The k = 1 average by quadrature over the circle S¹ (d = 3) at α = α' = 1/2."""
    with mpmath.workdps(30):
        al = be = mpmath.mpf(1) / 2
        width = mpmath.sqrt(1 - al**2) * mpmath.sqrt(1 - be**2)

        def integrand(phi: mpmath.mpf) -> mpmath.mpf:
            y = width * mpmath.cos(phi)
            return (al * be + y) * (be * (1 - al**2) - al * y)

        average = mpmath.quad(integrand, [0, mpmath.pi, 2 * mpmath.pi]) / (2 * mpmath.pi)
        left = al * be**2 * (1 - al**2) - average
        return SecondRoute(
            "the k = 1 average over S¹ by quadrature, d = 3, α = α' = 1/2",
            f"{mpmath.nstr(left, 20)} (printed: 0)",
            bool(abs(left - mpmath.mpf(9) / 64) < mpmath.mpf(10) ** -20),
        )


_P65 = Place(65, "proof of Lemma 43")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-38/remainder-degree-1-as-printed",
        where=_P65,
        title="the remainder of the linear term",
        latex=r"\mathcal E_{\alpha,\alpha',1} = 0",
        domain=Domain("0 ≤ α, α' ≤ 1, d ≥ 3"),
        statements=(K1,),
        covers=("C24",),
        prove=lambda: [refute(K1, {"alpha": "1/2", "beta": "1/2", "d": 3})],
        severity=Severity.COSMETIC,
        repair=Repair("eq-38/remainder-degree-1", "The case k = 1 never occurs, since k ≥ k* - 1 ≥ 3."),
        second_route=_second_k1,
    ),
    Claim(
        id="eq-38/remainder-degree-1",
        where=_P65,
        title="the remainder of the linear term, exactly",
        latex=r"\mathcal E_{\alpha,\alpha',1} = \frac{\alpha(1-\alpha^2)(1-\alpha'^2)}{d-1}",
        domain=Domain("0 ≤ α, α' ≤ 1, d ≥ 3"),
        statements=(K1_REPAIRED,),
    ),
    *(
        Claim(
            id=f"eq-38/remainder-degree-{degree}",
            where=_P65,
            title=f"the remainder of the term of degree {degree}, with constants",
            latex=rf"|\mathcal E_{{\alpha,\alpha',{degree}}}| \le (1-\alpha^2)\Bigl[{sympy.latex(first)}\,\alpha'^2(1-\alpha'^2)"
            rf"\bigl(\alpha\,d^{{-{(degree - 1) // 2}}}+\alpha^{{{degree - 2}}}d^{{-1}}\bigr)"
            rf"+{sympy.latex(second)}\,\alpha\,d^{{-{(degree + 1) // 2}}}\Bigr]",
            domain=Domain(f"k = {degree}; 0 ≤ α, α' ≤ 1, every real d ≥ 3", "finite"),
            statements=bounded(degree, first, second),
            covers=("C23",),
            uses=("eq-37/chain-rule",),
            mutants=(
                Mutant("a tenth of both constants", bounded(degree, first / 10, second / 10)[0]),
                Mutant("a tenth of both constants, from below", bounded(degree, first / 10, second / 10)[1]),
            ),
            constants=(
                Constant(
                    f"constants hidden in p.65's bound of E_(α,α',{degree})",
                    "O_k(1)",
                    f"{first}, {second}",
                    "-",
                    "-",
                    "0 ≤ α, α' ≤ 1, d ≥ 3",
                    ("lemma 43",),
                ),
            ),
        )
        for degree, (first, second) in SIZE.items()
    ),
    Claim(
        id="lemma-43/star-moment-as-printed",
        where=_P65,
        title="the second moment under the inductive hypothesis",
        latex=r"\mathbb P[\alpha\in[\iota,1-\iota]]\le\iota \implies \mathbb E\,\alpha^2(1-\alpha^2) \le 2\iota",
        domain=Domain("0 < ι < 1/2; laws with two atoms"),
        statements=(STAR,),
        covers=("C27",),
        step=True,
        prove=lambda: [refute(STAR, {"iota": "1/100", "p": "1/100", "x1": "9901/10000", "x2": "7/10"})],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-43/star-moment", "The constant disappears in the O_K of Lemma 43 and of what follows."),
        second_route=_second_star,
        note="The mass outside [ι, 1-ι] may give 2ι by itself; the mass ι inside adds up to ι/4.",
    ),
    Claim(
        id="lemma-43/star-moment",
        where=_P65,
        title="the second moment under the inductive hypothesis, with its constant",
        latex=r"\mathbb P[\alpha\in[\iota,1-\iota]]\le\iota \implies \mathbb E\,\alpha^2(1-\alpha^2) \le \tfrac94\iota",
        domain=Domain("0 < ι ≤ 1, every law on [0, 1]"),
        statements=STAR_REPAIRED,
        assumes=("expectation",),
        mutants=(
            Mutant(
                "17/8 in place of 9/4 in the last step",
                Statement(le((1 - p) * 2 * iota + p / 4, Rational(17, 8) * iota), STAR_REPAIRED[3].assume),
            ),
        ),
        constants=(
            Constant(
                "factor of ι in E α²(1-α²) under (⋆)", "2", "9/4", "9/4", "8/9", "approached as ι → 0", ("lemma 43",)
            ),
        ),
    ),
)
