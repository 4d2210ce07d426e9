"""Assumption Regularity (p. 6): R1's moment bound and R2's noise, with and without a variance proxy.

A centred X has variance proxy 1 if E e^{sX} ≤ e^{s²/2} for every s. M_p stands for E X^{2p}.
"""

from __future__ import annotations

from math import factorial

import mpmath
import sympy
from sympy import Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict

lam, C, x = sympy.symbols("lam C x", real=True)
moments = sympy.symbols("M0:11", real=True)

# E He_4(λZ)², which (E|σ(λZ)|⁵)^{2/5} is not below; Z standard normal, λZ sub-Gaussian for every λ
second_moment = 105 * lam**8 - 180 * lam**6 + 126 * lam**4 - 36 * lam**2 + 9
ANY_PROXY = Statement(le(second_moment, (C / 11) ** 2), (gt(lam, 0), gt(C, 0)))
NO_CONSTANT = Statement(gt(second_moment, (C / 11) ** 2), (gt(lam, 0), gt(C, 0), ge(lam**4, C / 11)))

# |He_4^{(j)}(x)|⁵ ≤ the polynomial: |x|⁵ ≤ (x⁴ + x⁶)/2 takes the odd powers to even ones
majorants = (
    (x**4 + 6 * x**2 + 3) ** 5,
    (x**4 + x**6) / 2 * (4 * x**2 + 12) ** 5,
    (12 * x**2 + 12) ** 5,
    (x**4 + x**6) / 2 * 24**5,
)
ROOT = 126  # C_reg/11: every fifth moment is below 126⁵
POINTWISE = (
    Statement(le((x**4 - 6 * x**2 + 3) ** 2, (x**4 + 6 * x**2 + 3) ** 2)),
    Statement(le((4 * x**3 - 12 * x) ** 2, x**2 * (4 * x**2 + 12) ** 2)),
    Statement(le((12 * x**2 - 12) ** 2, (12 * x**2 + 12) ** 2)),
    Statement(le(x**10, ((x**4 + x**6) / 2) ** 2)),
)


def moment_bound(majorant: sympy.Expr, root: int) -> Statement:
    """Σ c_p M_p ≤ root⁵ for the coefficients of the majorant, if M_0 = 1 and M_p ≤ 2^{p+1} p!."""
    coefficients = sympy.Poly(majorant, x).all_coeffs()[::-1][::2]
    used = [p for p, value in enumerate(coefficients) if value != 0]
    limits = tuple(eq(moments[0], 1) if p == 0 else le(moments[p], 2 ** (p + 1) * factorial(p)) for p in used)
    return Statement(le(sympy.Add(*(coefficients[p] * moments[p] for p in used)), root**5), limits)


FIFTH = tuple(moment_bound(majorant, ROOT) for majorant in majorants)

# Noise of variance 1 at ±M with probability 1/M², else 0; and a symmetrised law of variance V > 1
M, s, V = sympy.symbols("M s V", real=True)
NOISE_PRINTED = Statement(
    le(1 - 1 / M**2 + (exp(s * M) + exp(-s * M)) / (2 * M**2), exp(s**2 / 2)), (ge(M, 1), gt(s, 0))
)
level = (V - 1) / (2 * V)  # s²/2
NOISE = Statement(gt(1 + level * V, exp(level)), (gt(V, 1),))


def _prove_no_constant() -> Verdict:
    """λ⁸ - (C/11)² ≥ 0, and the rest is λ⁴(104λ⁴ - 180λ² + 90) + (6λ² - 3)²."""
    script = Script(NO_CONSTANT, {"lam": 1, "C": 1})
    above = script.combine(lam**4 + C / 11, [(1, [0, 0, 0, 0]), (Rational(1, 11), [1])])
    main = script.combine(lam**8 - (C / 11) ** 2, [(1, [2, above])])
    core = script.combine(
        104 * lam**4 - 180 * lam**2 + 90,
        [(104, [script.square(lam**2 - Rational(90, 104))]), (90 - Rational(8100, 104), [])],
    )
    square = script.square(6 * lam**2 - 3)
    script.combine(NO_CONSTANT.show.excess, [(1, [main]), (1, [0, 0, 0, 0, core]), (1, [square])])
    return script.verdict("squares")


def _prove_he4() -> list[Verdict]:
    verdicts = []
    for statement in POINTWISE:
        script = Script(statement, {"x": 1})
        if statement is POINTWISE[-1]:  # (x⁴ + x⁶)²/4 - x¹⁰ = (x⁶ - x⁴)²/4
            script.combine(statement.show.excess, [(Rational(1, 4), [script.square(x**6 - x**4)])])
        else:
            gaps = sympy.Poly(sympy.expand(statement.show.excess), x)
            squares = [(value, [script.square(x ** (power // 2))]) for (power,), value in gaps.terms()]
            script.combine(statement.show.excess, squares)
        verdicts.append(script.verdict("squares"))
    for statement in FIFTH:
        script = Script(statement, {symbol.name: 1 for symbol in statement.symbols})
        terms = []
        for index, atom in enumerate(statement.assume):
            coefficient = statement.show.lhs.coeff(atom.lhs)
            terms.append((-coefficient if atom.rel == "=" else coefficient, [index]))
        rest = statement.show.rhs - sum(statement.show.lhs.coeff(a.lhs) * a.rhs for a in statement.assume)
        script.combine(statement.show.excess, [*terms, (rest, [])])
        verdicts.append(script.verdict("linear"))
    return [*verdicts, _prove_no_constant()]


def _prove_noise() -> list[Verdict]:
    """e^u ≤ 1/(1-u) from e^{-u} ≥ 1-u, and 1 + uV - 1/(1-u) = u(V-1)V/(V+1) > 0 for u = (V-1)/(2V)."""
    script = Script(NOISE, {"V": 2})
    size = script.combine(V, [(1, [0]), (1, [])])
    above = script.combine(V + 1, [(1, [0]), (2, [])])
    tangent = script.tangent(exp(-level))
    growth = script.positive(exp(level))
    bound = script.combine(2 * V - (V + 1) * exp(level), [(2, [size, tangent, growth])])
    margin = script.combine((1 + level * V) - 2 * V / (V + 1), [(Rational(1, 2), [0, 0])], times=[above])
    script.combine(NOISE.show.excess, [(1, [margin, above]), (1, [bound])], times=[above])
    return [script.verdict("tangent")]


def _second_proxy() -> SecondRoute:
    """E|He_4(10 Z)|⁵ by quadrature against R1 with C_reg = 10⁴."""
    with mpmath.workdps(25):
        value = 2 * mpmath.quad(
            lambda z: abs((10 * z) ** 4 - 6 * (10 * z) ** 2 + 3) ** 5 * mpmath.npdf(z), [0, 1, 4, 8, 16, 40]
        )
        return SecondRoute(
            "E|He_4(10Z)|⁵ by quadrature, against (10⁴/11)⁵",
            f"{mpmath.nstr(value, 8)} > {mpmath.nstr(mpmath.mpf(10**4) ** 5 / 11**5, 8)}",
            bool(value > mpmath.mpf(10**4) ** 5 / 11**5),
        )


def _second_noise() -> SecondRoute:
    """The tail: variance 1 with mass 1/100 at ±10, against twice e^{-50}, the bound of variance proxy 1."""
    with mpmath.workdps(25):
        law = {-10: mpmath.mpf(1) / 200, 0: 1 - mpmath.mpf(1) / 100, 10: mpmath.mpf(1) / 200}
        variance = mpmath.fsum(mass * value**2 for value, mass in law.items())
        tail = law[-10] + law[10]
        return SecondRoute(
            "noise ±10 with mass 1/100: its variance, and P(|ζ| ≥ 10) against 2e^{-50}",
            f"{mpmath.nstr(variance, 5)}; {mpmath.nstr(tail, 5)} > {mpmath.nstr(2 * mpmath.exp(-50), 5)}",
            bool(variance == 1 and tail > 2 * mpmath.exp(-50)),
        )


_P6 = Place(6, "Assumption Regularity")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="regularity/r1-any-proxy",
        where=_P6,
        title="R1 for every sub-Gaussian variable",
        latex=r"\forall X\ \text{subGaussian}:\ \mathbb E|\sigma^{(j)}(X)|^5 \le (C_{reg}/11)^5,\ j \le 3",
        domain=Domain("σ = He_4, X = λZ with Z standard normal and any λ > 0; j = 0, by (E|σ|⁵)^{2/5} ≥ E σ²"),
        statements=(ANY_PROXY,),
        covers=("A22",),
        assumes=("hoelder",),
        prove=lambda: [refute(ANY_PROXY, {"lam": 10, "C": 10**4})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "regularity/r1-unit-proxy/he4",
            "R1 (and R2 for the covariates) must fix the variance proxy, say 1, as p. 62 does for the noise; read "
            "literally, for any proxy, no polynomial activation satisfies it.",
        ),
        second_route=_second_proxy,
        note="A polynomial of a wide variable has moments as large as one likes, so no constant C_reg exists.",
    ),
    Claim(
        id="regularity/r1-unit-proxy/he4",
        where=_P6,
        title="R1 for variance proxy 1, with an explicit constant",
        latex=r"\mathbb E e^{sX}\le e^{s^2/2} \implies \mathbb E|\mathrm{He}_4^{(j)}(X)|^5 \le 126^5,\ j = 0,\dots,3",
        domain=Domain("σ = He_4, every X of variance proxy 1; the last part: no constant for all λZ", "finite"),
        statements=(*POINTWISE, *FIFTH, NO_CONSTANT),
        assumes=("subgaussian-moments", "expectation"),
        prove=_prove_he4,
        mutants=(Mutant("20 in place of 126", moment_bound(majorants[0], 20)),),
        constants=(
            Constant(
                "C_reg of σ = He_4",
                "unspecified",
                "11*126 = 1386",
                "-",
                "-",
                "X centred with variance proxy 1",
                ("lemma 19", "theorem 9"),
            ),
        ),
    ),
    Claim(
        id="regularity/r2-noise-as-printed",
        where=_P6,
        title="the noise: variance at most 1 against sub-Gaussian",
        latex=r"\mathbb E(y-f^*)^2 \le 1 \implies \text{sub-Gaussian label noise } (\text{pp. 5, 11; proxy } 1\text{: p. 62})",
        domain=Domain("ζ = ±M with probability 1/M² in all, else 0, so E ζ² = 1; proxy 1"),
        statements=(NOISE_PRINTED,),
        covers=("A23",),
        prove=lambda: [refute(NOISE_PRINTED, {"M": 10, "s": 1})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "regularity/r2-noise",
            "R2 and p. 11 must say 1-subGaussian, as p. 62 does; Lemma 27 takes a union bound with Gaussian tails of the labels.",
        ),
        second_route=_second_noise,
        note="A bound on the second moment bounds neither the tails nor a variance proxy.",
    ),
    Claim(
        id="regularity/r2-noise",
        where=Place(62, "Section G.1"),
        title="1-subGaussian noise has variance at most 1",
        latex=r"\mathrm{Var}\,\zeta = V > 1 \implies \tfrac12\mathbb E(e^{s\zeta}+e^{-s\zeta}) \ge 1+\tfrac{s^2}2V > e^{s^2/2},\quad s^2 = 1-\tfrac1V",
        domain=Domain("all V > 1; so the hypothesis of p. 62 implies that of p. 6"),
        statements=(NOISE,),
        assumes=("expectation",),
        prove=_prove_noise,
        mutants=(Mutant("V > 1/2", NOISE.replace(assume=(gt(V, Rational(1, 2)),))),),
        note="By cosh x ≥ 1 + x²/2.",
    ),
)
