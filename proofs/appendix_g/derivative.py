"""Appendix G.2, Lemma 44 (pp. 65–67): the derivative of the velocity, eq. (39), and its two cases.

Every claim about a single order k is made for one monomial α^k of V', with k real, so that it holds for all degrees.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, binomial

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from poc_symbolic.sphere import axis_moment
from proofs.facts import dimension_facts
from proofs.symbols import alpha, beta, d, j, k

K, q, kstar = sympy.symbols("K q kstar", real=True)
A, B, r, iota = sympy.symbols("A B r iota", real=True)
inside = (gt(alpha, 0), lt(alpha, 1))
bracket = 1 - (k + 2) / k * alpha**2

LEADING = Statement(
    eq(Derivative(q * alpha**k * (1 - alpha**2), alpha), q * k * alpha ** (k - 1) * bracket), (*inside, gt(k, 0))
)
TERM = q * alpha**k * (1 - alpha**2) * (1 - r)
DERIVATIVE = Statement(eq(Derivative(TERM, alpha), q * k * alpha ** (k - 1) * bracket * (1 - r)), (*inside, gt(k, 0)))
P67 = Statement(
    eq(TERM / (alpha * (1 - alpha**2)) * k * (1 - (k + 2) / (k * alpha**2)), Derivative(TERM, alpha)),
    (*inside, ge(k, 3)),
    {"k": "odd"},
)
P67_REPAIRED = Statement(
    eq(TERM / (alpha * (1 - alpha**2)) * k * bracket, Derivative(TERM, alpha)), (*inside, ge(k, 3))
)
THRESHOLD = Statement(ge((1 - 1 / (5 * K)) ** 2, k / (k + Rational(1, 2))), (ge(K, 2), gt(k, 0), le(k, K)))
INEQUALITY = Statement(
    le(k * (1 - (k + 2) / k * alpha**2), -Rational(3, 2) * alpha**2),
    (gt(k, 0), ge(alpha**2, k / (k + Rational(1, 2)))),
)
AT_ONE = Statement(eq((k * bracket).subs(alpha, 1), -2 * alpha.subs(alpha, 1) ** 2), (gt(k, 0),))

# v' - (k*-1)v/α for one monomial α^j of V'
monomial_speed = (1 - alpha**2) * alpha**j
EXCESS = Statement(
    eq(
        Derivative(monomial_speed, alpha) - (kstar - 1) * monomial_speed / alpha,
        (j - (kstar - 1)) * (1 - alpha**2) * alpha ** (j - 1) - 2 * alpha ** (j + 1),
    ),
    inside,
)

# q = z⁴: V' = c₁α + c₃α³ with A = Eα²(1-α²), B = E(1-α²)², r = Eα⁴ (reference §4)
c1 = 12 * (-A / (d - 1) + B / (d**2 - 1))
c3 = 4 * (1 - r) + 12 * (2 * A / (d - 1) - B / (d**2 - 1))
speed4 = (1 - alpha**2) * (c1 * alpha + c3 * alpha**3)
law = (ge(A, 0), ge(B, 0), ge(r, 0), eq(r + 2 * A + B, 1), ge(d, 3))
ERROR4 = -2 * c1 - 2 * c3 * alpha**4
CASE1_IDENTITY = Statement(eq(Derivative(speed4, alpha) - 3 * speed4 / alpha, ERROR4), (*inside, ge(d, 3)))
_star = (*inside, *law, ge(iota, 0), le(A, Rational(9, 4) * iota))
_size4 = 8 * alpha**4 + 54 * iota / (d - 1) + 24 / (d**2 - 1)
CASE1_SIZE = (Statement(le(ERROR4, _size4), _star), Statement(ge(ERROR4, -_size4), _star))

UNIFORM = 4 * alpha**3 * (1 - alpha**2)
THETA = Statement(gt(Derivative(UNIFORM, alpha) - 3 * UNIFORM / alpha, 0), inside)
LAST_TERM = Statement(eq(-(kstar - 2) / 2, -kstar / 2), (ge(kstar, 4),), {"kstar": "even"})


def summand(degree: int, i: int) -> sympy.Expr:
    """Σ over the term j = degree - i of (37): C(k,j)(αα')^j E Y^{k-j}(α'(1-α²) - αY)."""
    spread = (1 - alpha**2) * (1 - beta**2)
    j = degree - i

    def moment(n: int) -> sympy.Expr:
        return sympy.Integer(0) if n % 2 else spread ** (n // 2) * axis_moment(n // 2, d - 1)

    inner = beta * (1 - alpha**2) * moment(i) - alpha * moment(i + 1)
    return binomial(degree, j) * (alpha * beta) ** j * inner


def printed_derivative(degree: int, i: int) -> sympy.Expr:
    """p. 66: C(k,j) j (αα')^{j-1} E Y^{k-j}(α'(1 - (j+2)α²/j) + (j+1)αY/j), with j multiplied out."""
    spread = (1 - alpha**2) * (1 - beta**2)
    j = degree - i

    def moment(n: int) -> sympy.Expr:
        return sympy.Integer(0) if n % 2 else spread ** (n // 2) * axis_moment(n // 2, d - 1)

    inner = beta * (j - (j + 2) * alpha**2) * moment(i) + (j + 1) * alpha * moment(i + 1)
    return binomial(degree, j) * (alpha * beta) ** (j - 1) * inner


P66 = Statement(
    eq(
        sympy.Add(*(printed_derivative(3, i) for i in range(4))),
        Derivative(sympy.Add(*(summand(3, i) for i in range(4))), alpha),
    ),
    (*inside, gt(beta, 0), lt(beta, 1), ge(d, 3)),
)
Y = sympy.Symbol("Y", real=True)
P66_REPAIRED = Statement(
    eq(
        Derivative(alpha**j * (beta * (1 - alpha**2) - alpha * Y), alpha),
        alpha ** (j - 1) * (beta * (j - (j + 2) * alpha**2) - (j + 1) * alpha * Y),
    ),
    inside,
)


def _prove_case1() -> list[Verdict]:
    """size ± E_α as sums of non-negative terms; fact 5 is r + 2A + B = 1, fact 8 is A ≤ 9ι/4."""
    identity = Script(CASE1_IDENTITY, {"A": 0, "B": 1, "alpha": "1/2", "d": 3, "r": 0})
    dimension_facts(identity, 2)
    verdicts = [identity.verdict("identity")]
    for sign, statement in zip((1, -1), CASE1_SIZE, strict=True):
        script = Script(statement, {"A": 0, "B": 1, "alpha": "1/2", "d": 3, "r": 0, "iota": 0})
        below, above = dimension_facts(script, 6)
        fourth = script.bernstein(1 - alpha**4, [["alpha", 0, 1]])
        spare = script.combine((54 * iota - 24 * A) / (d - 1), [(24, [8])], times=[below])
        if sign == 1:
            parts = [
                script.combine(48 * alpha**4 * A / (d - 1), [(48, [0, 0, 0, 0, 2])], times=[below]),
                script.combine(24 / (d**2 - 1), [(24, [])], times=[below, above]),
                script.combine(24 * B * (1 - alpha**4) / (d**2 - 1), [(24, [3, fourth])], times=[below, above]),
            ]
            moments: list[tuple[object, list[int]]] = [(8, [0, 0, 0, 0]), (16, [0, 0, 0, 0, 2]), (8, [0, 0, 0, 0, 3])]
            cofactor: sympy.Expr = -8 * alpha**4
        else:
            parts = [
                script.combine(48 * A * (1 - alpha**4) / (d - 1), [(48, [2, fourth])], times=[below]),
                script.combine(24 * r / (d**2 - 1), [(24, [4])], times=[below, above]),
                script.combine(48 * A / (d**2 - 1), [(48, [2])], times=[below, above]),
                script.combine(24 * alpha**4 * B / (d**2 - 1), [(24, [0, 0, 0, 0, 3])], times=[below, above]),
            ]
            moments, cofactor = [(8, [0, 0, 0, 0, 4])], -24 / (d**2 - 1)
        terms = [*moments, (1, [spare]), *((1, [part]) for part in parts), (cofactor, [5])]
        script.combine(statement.show.excess, terms)
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _second_p67() -> SecondRoute:
    """Differentiate α³(1-α²) numerically at α = 1/2 and compare with the printed factor."""
    with mpmath.workdps(30):
        al = mpmath.mpf(1) / 2
        true = mpmath.diff(lambda y: y**3 * (1 - y**2), al)
        printed = al**3 / al * 3 * (1 - 5 / (3 * al**2))
        return SecondRoute(
            "numerical derivative of α³(1-α²) at α = 1/2 against v_k·k(1 - (k+2)/(kα²))/(α(1-α²)) with k = 3",
            f"{mpmath.nstr(true, 12)} ≠ {mpmath.nstr(printed, 12)}",
            bool(abs(true - printed) > 1),
        )


def _second_p66() -> SecondRoute:
    """Differentiate the k = 3 average numerically (quadrature over S¹, d = 3) and compare with the printed sum."""
    with mpmath.workdps(30):
        be, al = mpmath.mpf(1) / 2, mpmath.mpf(1) / 2

        def average(y: mpmath.mpf) -> mpmath.mpf:
            width = mpmath.sqrt(1 - y**2) * mpmath.sqrt(1 - be**2)
            return (
                mpmath.quad(
                    lambda phi: (
                        (y * be + width * mpmath.cos(phi)) ** 3 * (be * (1 - y**2) - y * width * mpmath.cos(phi))
                    ),
                    [0, mpmath.pi / 2, mpmath.pi],
                )
                / mpmath.pi
            )

        true = mpmath.diff(average, al, h=mpmath.mpf(10) ** -8)
        width = mpmath.sqrt(1 - al**2) * mpmath.sqrt(1 - be**2)
        printed = (
            mpmath.quad(
                lambda phi: mpmath.fsum(
                    mpmath.binomial(3, i)
                    * (al * be) ** (i - 1)
                    * (width * mpmath.cos(phi)) ** (3 - i)
                    * (be * (i - (i + 2) * al**2) + (i + 1) * al * width * mpmath.cos(phi))
                    for i in range(4)
                ),
                [0, mpmath.pi / 2, mpmath.pi],
            )
            / mpmath.pi
        )
        return SecondRoute(
            "derivative of the k = 3 average over S¹ (d = 3, α = α' = 1/2) by quadrature, against the printed sum",
            f"{mpmath.nstr(true, 10)} ≠ {mpmath.nstr(printed, 10)}",
            bool(abs(true - printed) > mpmath.mpf("0.01")),
        )


def _second_theta() -> SecondRoute:
    """At uniform ρ_0 and q = z⁴, ∂_α v - 3v/α by numerical differentiation: negative, and of size α⁴."""
    with mpmath.workdps(40):
        values = []
        for al in (mpmath.mpf("0.5"), mpmath.mpf("0.1"), mpmath.mpf("0.01")):
            slope = mpmath.diff(lambda y: 4 * y**3 * (1 - y**2), al)
            values.append(slope - 3 * 4 * al**2 * (1 - al**2))
        return SecondRoute(
            "∂_α v - 3v/α for v = 4α³(1-α²) by numerical differentiation at α = 0.5, 0.1, 0.01",
            ", ".join(mpmath.nstr(value, 10) for value in values),
            bool(all(value < 0 for value in values)),
        )


def _second_last_term() -> SecondRoute:
    """For q = z⁴ and all neurons at α = 0 (A = 0, B = 1, r = 0), E at α → 0 is -24/(d²-1): fit its power of d."""
    with mpmath.workdps(30):
        sizes = [24 / (mpmath.mpf(10) ** (2 * n) - 1) for n in (3, 6)]
        power = (mpmath.log(sizes[1]) - mpmath.log(sizes[0])) / (3 * mpmath.log(10))
        return SecondRoute(
            "E_α at α → 0 for q = z⁴ and the law δ_0, from d = 10³ to 10⁶: fitted power of d",
            f"d^{mpmath.nstr(power, 8)}; p. 65 prints d^-1, p. 68 d^-2",
            bool(abs(power + 2) < mpmath.mpf("1e-5")),
        )


_P65, _P66, _P67 = Place(65, "Lemma 44"), Place(66, "proof of Lemma 44"), Place(67, "proof of Lemma 44")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-39/leading-term",
        where=_P66,
        title="the derivative of the leading term of order k",
        latex=r"\partial_\alpha\,q_k\alpha^k(1-\alpha^2) = q_k k\,\alpha^{k-1}\bigl(1-\tfrac{k+2}{k}\alpha^2\bigr)",
        domain=Domain("every real k > 0, 0 < α < 1"),
        statements=(LEADING,),
        covers=("C37",),
    ),
    Claim(
        id="eq-39/derivative",
        where=_P66,
        title="eq. (39): the derivative of eq. (38)",
        latex=r"\partial_\alpha v = \sum_kq_kk\,\alpha^{k-1}\bigl(1-\tfrac{k+2}k\alpha^2\bigr)(1-r_{t,k+1}) + \sum_k\mathcal E_{\alpha,k},\quad \mathcal E_{\alpha,k} = q_k\,\partial_\alpha\,\mathbb E\,\mathcal E_{\alpha,\alpha',k}",
        domain=Domain(
            "one order k of eq. (38) (any real k > 0), r = r_{t,k+1}, 0 < α < 1; the bound of E_{α,k} is eq-39/remainder"
        ),
        statements=(DERIVATIVE,),
        covers=("C40",),
        uses=("eq-38/identity", "eq-39/leading-term", "eq-39/remainder"),
        assumes=("linearity",),
        mutants=(
            Mutant("without 1 - r", DERIVATIVE.replace(eq(DERIVATIVE.show.lhs, q * k * alpha ** (k - 1) * bracket))),
        ),
        note="The moments r_{t,k+1} do not depend on α. The sum runs to K - 1 (the printed upper limit K adds a zero term).",
    ),
    Claim(
        id="eq-39/summand-degree-3-as-printed",
        where=_P66,
        title="the derivative of the interaction term",
        latex=r"\partial_\alpha\sum_j\binom kj(\alpha\alpha')^j\,\mathbb E\,Y^{k-j}(\alpha'(1-\alpha^2)-\alpha Y) = \sum_j\binom kj j(\alpha\alpha')^{j-1}\,\mathbb E\,Y^{k-j}\bigl(\alpha'(1-\tfrac{j+2}j\alpha^2)+\tfrac{j+1}j\alpha Y\bigr)",
        domain=Domain("k = 3, 0 < α, α' < 1, d ≥ 3", "finite"),
        statements=(P66,),
        covers=("C38",),
        prove=lambda: [refute(P66, {"alpha": "1/2", "beta": "1/2", "d": 3})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "eq-39/summand",
            "The order of the remainder E_{α,k} that follows is that of the true derivative, so Lemma 44 stands.",
        ),
        second_route=_second_p66,
        note="Three slips: the factor α' of the chain rule, the sign of the last term, and Y = y'ᵀw itself depends on α.",
    ),
    Claim(
        id="eq-39/summand",
        where=_P66,
        title="the derivative of the interaction term at frozen Y",
        latex=r"\partial_\alpha\bigl[\alpha^j(\alpha'(1-\alpha^2)-\alpha Y)\bigr]_Y = \alpha^{j-1}\bigl(\alpha'(j-(j+2)\alpha^2)-(j+1)\alpha Y\bigr)",
        domain=Domain("every real j, 0 < α < 1; to it the derivative of Y, -αY/(1-α²), is to be added"),
        statements=(P66_REPAIRED,),
    ),
    Claim(
        id="lemma-44/case-1/excess",
        where=_P65,
        title="the exact error term of the first case",
        latex=r"\partial_\alpha v - \tfrac{k^*-1}{\alpha}v = (1-\alpha^2)\sum_j\bigl(j-(k^*-1)\bigr)[\alpha^j]V'\,\alpha^{j-1} - 2\alpha V'",
        domain=Domain("one monomial α^j of V' for every real j and k*; 0 < α < 1"),
        statements=(EXCESS,),
        covers=("C43",),
        assumes=("linearity",),
    ),
    Claim(
        id="lemma-44/case-1/z4",
        where=_P65,
        title="the first case for q = z⁴, with explicit constants",
        latex=r"\Bigl|\partial_\alpha v - \tfrac3\alpha v\Bigr| \le 8\alpha^4 + \frac{54\,\iota}{d-1} + \frac{24}{d^2-1}",
        domain=Domain("q = z⁴, every symmetric law with E α²(1-α²) ≤ 9ι/4, every d ≥ 3, 0 < α < 1", "finite"),
        statements=(CASE1_IDENTITY, *CASE1_SIZE),
        covers=("C43", "C41"),
        uses=("lemma-43/star-moment", "lemma-44/case-1/excess"),
        prove=_prove_case1,
        mutants=(
            Mutant("7α⁴ in place of 8α⁴", CASE1_SIZE[1].replace(ge(ERROR4, -(_size4 - alpha**4)))),
            Mutant(
                "5ι in place of 54ι",
                CASE1_SIZE[0].replace(le(ERROR4, 8 * alpha**4 + 5 * iota / (d - 1) + 24 / (d**2 - 1))),
            ),
        ),
        constants=(
            Constant(
                "constants hidden in Lemma 44's E_α, q = z⁴",
                "Θ_K(1)",
                "8, 54, 24",
                "8, -, 24",
                "1",
                "for α⁴, ι/(d-1), 1/(d²-1); every d ≥ 3",
                ("lemma 45",),
            ),
        ),
        note="Exactly E_α = -2c₁ - 2c₃α⁴ with V' = c₁α + c₃α³.",
    ),
    Claim(
        id="lemma-44/theta-as-printed/z4",
        where=_P65,
        title="Θ in the error term",
        latex=r"\mathcal E_\alpha = \Theta_K\bigl(\alpha^{k^*}+\iota(\cdot)+\sqrt d^{-(k^*-2)}\bigr)",
        domain=Domain("uniform ρ_0, q = z⁴, 0 < α < 1", "finite"),
        statements=(THETA,),
        covers=("C42", "C39"),
        prove=lambda: [refute(THETA, {"alpha": "1/2"})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-44/case-1/z4", "Only the upper bound is used later: Θ should be O, for |E_α|."),
        second_route=_second_theta,
        note="Θ_K says between two positive multiples of a positive size. At uniform ρ_0 exactly E_α = -8α⁴: negative, and it tends to 0 with α while the printed size does not.",
    ),
    Claim(
        id="lemma-44/last-exponent",
        where=_P65,
        title="the last exponent of the error term, p. 65 against p. 68",
        latex=r"\sqrt d^{\,-(k^*-2)}\ \text{(pp. 65, 66)} = \sqrt d^{\,-k^*}\ \text{(p. 68)}",
        domain=Domain("even k* ≥ 4"),
        statements=(LAST_TERM,),
        covers=("C41",),
        prove=lambda: [refute(LAST_TERM, {"kstar": 4})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-44/case-1/z4",
            "Lemma 45 needs the smaller p. 68 form (times T it must stay bounded), and that is the true one, so only pp. 65–66 change.",
        ),
        second_route=_second_last_term,
        note="As an upper bound the p. 65 form is true but too weak for Lemma 45; p. 66's E_{α,k} at k = k* - 1 has the exponent of p. 68.",
    ),
    Claim(
        id="lemma-44/threshold",
        where=_P66,
        title="the threshold on the overlap in the second case",
        latex=r"1-\tfrac1{5K} \ge \sqrt{\tfrac{k}{k+1/2}}\quad\text{for } k \le K",
        domain=Domain("all real K ≥ 2 and 0 < k ≤ K (both sides squared)"),
        statements=(THRESHOLD,),
        covers=("C44",),
        mutants=(
            Mutant(
                "1/(4K) in place of 1/(5K)", THRESHOLD.replace(ge((1 - 1 / (4 * K)) ** 2, k / (k + Rational(1, 2))))
            ),
            Mutant("K ≥ 1 in place of K ≥ 2", THRESHOLD.replace(assume=(ge(K, 1), gt(k, 0), le(k, K)))),
        ),
        constants=(
            Constant(
                "5 in α ≥ 1 - 1/(5K) (Lemma 44)",
                "5",
                "5",
                "4 + o(1)",
                "1.25",
                "K ≥ 2; fails for K = 1, which p. 62 excludes",
                ("lemma 48",),
            ),
        ),
    ),
    Claim(
        id="lemma-44/inequality",
        where=_P66,
        title="the inequality behind the second case",
        latex=r"\alpha^2 \ge \tfrac{k}{k+1/2} \implies k\bigl(1-\tfrac{k+2}k\alpha^2\bigr) \le -\tfrac32\alpha^2",
        domain=Domain("every real k > 0"),
        statements=(INEQUALITY,),
        covers=("C45",),
        mutants=(
            Mutant(
                "-7/4 in place of -3/2",
                INEQUALITY.replace(le(k * (1 - (k + 2) / k * alpha**2), -Rational(7, 4) * alpha**2)),
            ),
        ),
        constants=(
            Constant(
                "1.5 in Lemma 44", "3/2", "3/2", "3/2", "1", "α² ≥ k/(k+1/2); equality at the threshold", ("lemma 48",)
            ),
        ),
    ),
    Claim(
        id="lemma-44/factor-at-one",
        where=_P67,
        title="the factor at α = 1",
        latex=r"k\bigl(1-\tfrac{k+2}{k}\alpha^2\bigr)\big|_{\alpha=1} = -2",
        domain=Domain("every real k > 0"),
        statements=(AT_ONE,),
        covers=("C50",),
    ),
    Claim(
        id="lemma-44/p67-display-as-printed",
        where=_P67,
        title="the first display of p. 67",
        latex=r"\partial_\alpha v = \sum_k v_k\,\frac{k}{\alpha(1-\alpha^2)}\Bigl(1-\frac{k+2}{k\alpha^2}\Bigr)",
        domain=Domain("one term, odd k ≥ 3, 0 < α < 1"),
        statements=(P67,),
        covers=("C46",),
        prove=lambda: [refute(P67, {"alpha": "1/2", "k": 3, "q": 1, "r": 0})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-44/p67-display", "The next line uses the right factor."),
        second_route=_second_p67,
        note="α² slipped into the denominator.",
    ),
    Claim(
        id="lemma-44/p67-display",
        where=_P67,
        title="the first display of p. 67, with α² in the numerator",
        latex=r"\partial_\alpha v_k = v_k\,\frac{k}{\alpha(1-\alpha^2)}\Bigl(1-\frac{k+2}{k}\alpha^2\Bigr)",
        domain=Domain("one term, every real k ≥ 3, 0 < α < 1"),
        statements=(P67_REPAIRED,),
    ),
)
