"""Appendix G.4, proof of Theorem 9 (p. 77): the exponents of n and m from J_max and T, for all even k* ≥ 4.

By Lemma 50 J_max = d^{k*-1}, by Proposition 47 T = d^{(k*-2)/2}, up to constants and logarithms.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, log, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d, k

jmax = k - 1  # exponent of J_max (Lemma 50, p. 75)
jmax_p77 = 2 * (k - 1)  # exponent of J_max as p. 77 prints it
horizon = (k - 2) / 2  # exponent of T (Proposition 47)
domain = (ge(d, 1), ge(k, 4))


def powers(left: sympy.Expr, right: sympy.Expr) -> Statement:
    """d^left ≥ d^right for every d ≥ 1 and even k* ≥ 4."""
    return Statement(ge(d**left, d**right), domain, {"k": "even"})


def prove_powers(statement: Statement) -> Verdict:
    """The difference of the exponents as λ(k* - 4) + μ with λ, μ ≥ 0; then monotonicity of d^·."""
    left, right = statement.show.lhs.as_base_exp()[1], statement.show.rhs.as_base_exp()[1]
    slack = sympy.Poly(sympy.expand(left - right), k)
    slope, level = slack.coeff_monomial(k), slack.eval(4)
    script = Script(statement, {"d": 2, "k": 4})
    terms = [(c, facts) for c, facts in ((slope, [1]), (level, [])) if c > 0]
    exponent = script.combine(left - right, terms)
    script.combine(d, [(1, [0]), (1, [])])
    script.monotone("pow", left, right, exponent, base=d)
    return script.verdict("exponents")


def exponent_claim(claim_id: str, title: str, latex: str, statement: Statement, **more: object) -> Claim:
    """A claim that one power of d dominates another, for all k*."""
    slack = sympy.expand(statement.show.lhs.as_base_exp()[1] - statement.show.rhs.as_base_exp()[1])
    return Claim(
        id=claim_id,
        where=Place(77, "proof of Theorem 9"),
        title=title,
        latex=latex,
        domain=Domain("all even k* ≥ 4 (indeed all real k* ≥ 4), all d ≥ 1"),
        statements=(statement,),
        prove=lambda: [prove_powers(statement)],
        note=f"The exponents differ by {str(slack).replace('k', 'k*')}.",
        **more,  # type: ignore[arg-type]
    )


N_CHAIN = powers(11 * k, 8 * jmax + 6 * horizon + 4)
M_CHAIN = powers(13 * k, 10 * jmax + 6 * horizon + 4)
N_P77 = powers(11 * k, 8 * jmax_p77 + 6 * horizon + 4)
M_P77 = powers(13 * k, 10 * jmax_p77 + 6 * horizon + 4)
RATE = powers(3 * k, horizon + jmax + Rational(1, 2) + jmax)
RATE_P77 = powers(3 * k, horizon + jmax_p77 + Rational(1, 2) + jmax_p77)
SMALL = powers(Rational(11, 2) * k - 1, 3 * k)
# ε_n ≤ 1/(d J⁴T³) with √n = d^{11k*/2}: d^{3/2} (p. 77) or √d (p. 6), with d^4 to spare for the logarithm
EPS_N = powers(Rational(11, 2) * k, Rational(3, 2) + 1 + 4 * jmax + 3 * horizon + 4)
EPS_M = powers(Rational(13, 2) * k, Rational(1, 2) + jmax + 1 + 4 * jmax + 3 * horizon + 4)
# with T⁴ in place of T³ (lemma-41/cauchy-schwarz)
FOURTH = (
    powers(12 * k, 2 * (Rational(3, 2) + 1 + 4 * jmax + 4 * horizon + Rational(1, 2))),
    powers(14 * k, 2 * (Rational(1, 2) + jmax + 1 + 4 * jmax + 4 * horizon + Rational(1, 2))),
)
# J_max is E‖J‖² ≤ d^{k*-1} (Lemma 50), while sup‖J‖ = d^{(k*-1)/2}
TIME_INTEGRAL = powers(2 * jmax, horizon + jmax)

n = d ** (8 * jmax + 6 * horizon + 4)
EPS_N_CHAIN = Statement(
    le(log(n) * d ** Rational(3, 2) / sqrt(n), 1 / (d * d ** (4 * jmax) * d ** (3 * horizon))),
    (ge(d, 3), ge(k, 4)),
    {"k": "even", "d": "integer"},
)


def _second_exponents(printed: Rational, jmax_at_4: int, times: int, with_t: int) -> SecondRoute:
    """Evaluate both sides at d = 10, k* = 4 as integers."""
    base = 10
    left = base ** int(printed)
    right = (base**jmax_at_4) ** times * base**with_t
    return SecondRoute(
        "the two sides as integers at d = 10, k* = 4",
        f"10^{len(str(left)) - 1} < 10^{len(str(right)) - 1}",
        left < right,
    )


def _second_eps_n() -> SecondRoute:
    """Evaluate the two sides in logarithms at d = 100, k* = 4 (J = 10⁶, T = 100)."""
    with mpmath.workdps(30):
        dim, big_j, big_t = mpmath.mpf(100), mpmath.mpf(10) ** 6, mpmath.mpf(100)
        samples = big_j**8 * big_t**6 * dim**4
        left = mpmath.log(samples) * dim ** mpmath.mpf("1.5") / mpmath.sqrt(samples)
        right = 1 / (dim * big_j**4 * big_t**3)
        return SecondRoute(
            "d = 100, k* = 4, J_max = 10⁶, T = 100, n = J⁸T⁶d⁴: log(n)d^{3/2}/√n over 1/(dJ⁴T³)",
            mpmath.nstr(left / right, 10),
            bool(left > right),
        )


CLAIMS: tuple[Claim, ...] = (
    exponent_claim(
        "theorem-9/n-exponent",
        "the exponent 11k* of n",
        r"d^{11k^*} \ge J_{max}^8 T^6 d^4,\quad J_{max} = d^{k^*-1},\ T = d^{(k^*-2)/2}",
        N_CHAIN,
        covers=("A48", "C16"),
        assumes=("polylogarithm",),
        mutants=(Mutant("10k* in place of 11k*", powers(10 * k, 8 * jmax + 6 * horizon + 4)),),
    ),
    exponent_claim(
        "theorem-9/m-exponent",
        "the exponent 13k* of m",
        r"d^{13k^*} \ge J_{max}^{10} T^6 d^4",
        M_CHAIN,
        covers=("A48", "C17"),
        assumes=("polylogarithm",),
        mutants=(Mutant("10k* - 1 in place of 13k*", powers(10 * k - 1, 10 * jmax + 6 * horizon + 4)),),
    ),
    exponent_claim(
        "theorem-9/rate-exponent",
        "the exponent 3k* of the error",
        r"J_{max}\,T\,(\epsilon_m+\epsilon_n) \le d^{3k^*}/\min(\sqrt m,\sqrt n)",
        RATE,
        covers=("A50", "C18"),
        assumes=("polylogarithm",),
        mutants=(Mutant("2k* in place of 3k*", powers(2 * k, horizon + jmax + Rational(1, 2) + jmax)),),
    ),
    exponent_claim(
        "theorem-9/error-is-small",
        "the final error is smaller than any δ²",
        r"d^{3k^*}/d^{11k^*/2} \le 1/d",
        SMALL,
        covers=("A50",),
        mutants=(Mutant("√n = d^{3k*}", powers(3 * k - 1, 3 * k)),),
    ),
    exponent_claim(
        "theorem-9/eps-n",
        "the condition on n with the ε_n of p. 77",
        r"\frac{d^{3/2}}{\sqrt n} \le \frac{d^{-4}}{d\,J_{max}^4T^3}\quad\text{at } n = d^{11k^*}",
        EPS_N,
        covers=("C122",),
        assumes=("polylogarithm",),
        mutants=(Mutant("d^5 to spare", powers(Rational(11, 2) * k, Rational(3, 2) + 1 + 4 * jmax + 3 * horizon + 5)),),
    ),
    exponent_claim(
        "theorem-9/eps-m",
        "the condition on m",
        r"\frac{\sqrt d\,J_{max}}{\sqrt m} \le \frac{d^{-4}}{d\,J_{max}^4T^3}\quad\text{at } m = d^{13k^*}",
        EPS_M,
        covers=("C122",),
        assumes=("polylogarithm",),
        mutants=(
            Mutant(
                "12k* - 4 in place of 13k*", powers(6 * k - 2, Rational(1, 2) + jmax + 1 + 4 * jmax + 3 * horizon + 4)
            ),
        ),
    ),
    Claim(
        id="theorem-9/j-max-of-p77",
        where=Place(77, "proof of Theorem 9"),
        title="J_max as p. 77 prints it",
        latex=r"J_{max} = d^{2(k^*-1)} \implies d^{11k^*} \ge J_{max}^8T^6d^4,\ d^{13k^*} \ge J_{max}^{10}T^6d^4,\ \text{rate } d^{3k^*}",
        domain=Domain("all even k* ≥ 4, all d ≥ 1"),
        statements=(N_P77, M_P77, RATE_P77),
        covers=("C121", "A49"),
        prove=lambda: [
            refute(N_P77, {"d": 2, "k": 4}),
            refute(M_P77, {"d": 2, "k": 4}),
            refute(RATE_P77, {"d": 2, "k": 4}),
        ],
        severity=Severity.COSMETIC,
        repair=Repair(
            "theorem-9/n-exponent", "With Lemma 50's J_max = √d^{2(k*-1)} = d^{k*-1} all three exponents are right."
        ),
        second_route=lambda: _second_exponents(Rational(44), 6, 8, 10),
        note="A square root was lost on the way from Lemma 50; no k* ≥ 4 satisfies the chains with d^{2(k*-1)}.",
    ),
    Claim(
        id="theorem-9/eps-n-chain-as-printed",
        where=Place(77, "proof of Theorem 9"),
        title="from n ≥ J⁸T⁶d⁴ to the condition on ε_n",
        latex=r"n \ge J_{max}^8T^6d^4 \implies \frac{\log(n)\,d^{3/2}}{\sqrt n} \le \frac1{d\,J_{max}^4T^3}",
        domain=Domain("J_max = d^{k*-1}, T = d^{(k*-2)/2}, n = J⁸T⁶d⁴, integers d ≥ 3, even k* ≥ 4"),
        statements=(EPS_N_CHAIN,),
        covers=("C122", "A25"),
        step=True,
        prove=lambda: [refute(EPS_N_CHAIN, {"d": 4, "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "theorem-9/eps-n",
            "n ≥ d^{11k*} is stronger than J⁸T⁶d⁴ by d¹⁰ and does give the condition; or use ε_n = √d log²n/√n of p. 6.",
        ),
        second_route=_second_eps_n,
        note="With p. 77's d^{3/2} the left side is √d log n times the right side; p. 6 defines ε_n with √d.",
    ),
    exponent_claim(
        "theorem-9/time-integral-of-j",
        "the Cauchy–Schwarz line of Lemma 41 in Theorem 9's setting",
        r"J_{max}^2 = d^{2(k^*-1)} \ge T\,\sup\|J^\perp\|^2 = d^{(k^*-2)/2}\,d^{k^*-1}",
        TIME_INTEGRAL,
        uses=("lemma-41/cauchy-schwarz",),
        assumes=("polylogarithm",),
        mutants=(Mutant("sup‖J‖ = d^{k*-1}", powers(2 * jmax, horizon + 2 * jmax)),),
    ),
    Claim(
        id="theorem-9/with-fourth-power-of-t",
        where=Place(77, "proof of Theorem 9"),
        title="exponents that suffice from J_max alone, with T⁴ in place of T³",
        latex=r"\sqrt n = d^{6k^*} \ge d^{3/2}\cdot d\,J_{max}^4T^4\cdot\sqrt d,\quad \sqrt m = d^{7k^*} \ge \sqrt d J_{max}\cdot d\,J_{max}^4T^4\cdot\sqrt d",
        domain=Domain("all even k* ≥ 4, all d ≥ 1; the last √d absorbs logarithms"),
        statements=FOURTH,
        uses=("lemma-41/cauchy-schwarz",),
        assumes=("polylogarithm",),
        prove=lambda: [prove_powers(statement) for statement in FOURTH],
        mutants=(Mutant("11k* for n", powers(11 * k, FOURTH[0].show.rhs.as_base_exp()[1])),),
        note="For a model in which only ‖J‖ ≤ J_max is known; in Theorem 9 itself theorem-9/time-integral-of-j applies.",
    ),
)
