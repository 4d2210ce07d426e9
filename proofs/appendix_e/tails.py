"""Appendix E (p. 39), Lemma 27: the tails of the summand, and the sample size that they ask for.

For Gaussian x and a polynomial σ of degree K the summand Z = σ(⟨w',x⟩) σ'(⟨w,x⟩) ⟨v,x⟩ is a polynomial of degree 2K in x.
For σ = He_4 and w = w' = v it is He_4(x)·4 He_3(x)·x in one Gaussian variable.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, exp, log

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d, k

C, K, L, N, c, g, u, x = sympy.symbols("C K L N c g u x", real=True)
P, ell, root = sympy.symbols("P ell root", real=True)

SUMMAND = (x**4 - 6 * x**2 + 3) * (4 * x**3 - 12 * x) * x
GROWTH = (
    Statement(ge(SUMMAND, x**8), (ge(x, 4),)),
    Statement(le(SUMMAND**2, 10**4 * (1 + x**8) ** 2)),
)
_tail = u / (3 * (1 + u**2)) * exp(-(u**2) / 2)  # below P[x ≥ u] for a standard Gaussian x
SUBGAUSSIAN = Statement(le(_tail, 2 * exp(-((u**8) ** 2) / (2 * C**2))), (ge(u, 4), ge(C, 1)))
EVERY_CONSTANT = Statement(gt(_tail, 2 * exp(-((u**8) ** 2) / (2 * C**2))), (ge(u, 5), ge(C, 1), ge(u**14, 4 * C**2)))

DEGREE = Statement(le(K - 11 * k, Rational(1, 2) - 11 * k / 2), (ge(K, k), ge(k, 4)), {"K": "integer", "k": "integer"})
DEGREE_REPAIRED = Statement(lt(K - N, Rational(1, 2) - N / 2), (ge(K, 1), ge(N, 2 * K)))
UNION = Statement(le(log(2) + 3 * d * (K + 3) * L - (3 * K + 20) * d * L, -10 * d * L), (ge(d, 1), ge(K, 1), ge(L, 1)))
# n = N², d = g², A = root², L = ℓ²; P = (A d L)^K ≤ N g; the two terms of the deviation
WEIBULL = Statement(
    le(c * (root * g * ell / N + P / N**2), g * ell**4 / N),
    (gt(N, 0), ge(g, 1), ge(c, 1), ge(root, 1), ge(P, 0), le(P, N * g), ge(ell, 2 * c * root)),
)


def _prove_every_constant() -> list[Verdict]:
    """e^{3u²/2} ≥ 1 + 3u²/2, and u¹⁶/(2C²) ≥ 2u²."""
    script = Script(EVERY_CONSTANT, {"u": 5, "C": 1})
    positive_u = script.combine(u, [(1, [0]), (5, [])])
    positive_c = script.combine(C, [(1, [1]), (1, [])])
    load = (u**8) ** 2 / (2 * C**2)
    heavier = script.combine(load - 2 * u**2, [("1/2", [positive_u, positive_u, 2])], times=[positive_c, positive_c])
    fall = script.monotone("exp", -2 * u**2, -load, heavier)
    rise = script.tangent(exp(3 * u**2 / 2))
    small = script.positive(exp(-2 * u**2))
    above = script.combine(1 + u**2, [(1, [positive_u, positive_u]), (1, [])])
    rest = script.bernstein(3 * u**3 - 12 * u**2 + 2 * u - 12, [["u", 5, None]], rel=">")
    script.combine(
        EVERY_CONSTANT.show.excess,
        [(2, [above, fall]), ("1/3", [small, positive_u, rise]), ("1/6", [small, rest])],
        times=[above],
    )
    return [script.verdict("tangent of the exponential, Bernstein")]


def _prove_weibull() -> list[Verdict]:
    """c√A ≤ √(log n)/2 takes care of the first term, P ≤ N√d of the second."""
    union = Script(UNION, {"d": 1, "K": 1, "L": 1})
    two = union.tangent(log(2))
    union.combine(UNION.show.excess, [(1, [two]), (1, [0, 2]), (1, [0]), (1, [2])])
    script = Script(WEIBULL, {"N": 1, "g": 1, "c": 1, "root": 1, "P": 0, "ell": 2})
    positive_g, positive_c = (script.combine(v, [(1, [i]), (1, [])]) for v, i in ((g, 1), (c, 2)))
    wide = script.combine(ell - 2 * c, [(1, [6]), (2, [positive_c, 3])])
    two = script.combine(ell - 2, [(1, [wide]), (2, [2])])
    positive_l = script.combine(ell, [(1, [two]), (2, [])])
    rest = script.bernstein(2 * ell**4 - ell**2 - ell, [["ell", 2, None]], rel=">")
    script.combine(
        WEIBULL.show.excess,
        [
            (1, [positive_c, 5]),
            ("1/2", [0, positive_g, positive_l, 6]),
            ("1/2", [0, positive_g, wide]),
            ("1/2", [0, positive_g, rest]),
        ],
        times=[0, 0],
    )
    return [union.verdict("tangent of the logarithm"), script.verdict("Bernstein")]


def _second_subgaussian() -> SecondRoute:
    """(E Z^p)^{1/p}/√p for σ = He_4/√24 by exact Gaussian moments: bounded for a sub-Gaussian Z."""
    t = sympy.Symbol("t")
    poly = sympy.Poly((t**4 - 6 * t**2 + 3) * (t**3 - 3 * t) * t / 6, t)
    ratios = []
    for p in (2, 8, 24):
        moment = sum(c * sympy.factorial2(m - 1) for (m,), c in (poly**p).terms() if m % 2 == 0)
        with mpmath.workdps(30):
            ratios.append(mpmath.root(mpmath.mpf(int(moment.p)) / int(moment.q), p) / mpmath.sqrt(p))
    return SecondRoute(
        "(E Z^p)^{1/p}/√p at p = 2, 8, 24 for σ = He_4/√24, w = w' = v, from exact Gaussian moments",
        ", ".join(mpmath.nstr(r, 6) for r in ratios),
        bool(ratios[0] < ratios[1] / 20 and ratios[1] < ratios[2] / 20 and ratios[2] > 11),
    )


def _second_degree() -> SecondRoute:
    """σ = (He_4/√4! + He_24/√24!)/√2 at one data point of length √d, d = 10³⁰, n = d^44."""
    with mpmath.workdps(60):
        dim, samples = mpmath.mpf(10) ** 30, mpmath.mpf(10) ** (30 * 44)
        length = mpmath.sqrt(dim)
        he = [mpmath.mpf(1), length]
        for j in range(1, 24):
            he.append(length * he[j] - j * he[j - 1])
        value = (he[4] / mpmath.sqrt(24) + he[24] / mpmath.sqrt(mpmath.factorial(24))) / mpmath.sqrt(2)
        slope = (4 * he[3] / mpmath.sqrt(24) + 24 * he[23] / mpmath.sqrt(mpmath.factorial(24))) / mpmath.sqrt(2)
        ratio = value * slope * length / samples / (mpmath.sqrt(dim) * mpmath.log(samples) ** 2 / mpmath.sqrt(samples))
        return SecondRoute(
            "one point's share σ(√d)σ'(√d)√d/n of the average against ε_n at k* = 4, K = 24, d = 10³⁰, n = d^{11k*}",
            f"ratio {mpmath.nstr(ratio, 6)}",
            bool(ratio > 100),
        )


_P39 = Place(39, "Lemma 27")
_P39P = Place(39, "proof of Lemma 27")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-27/growth-he4",
        where=_P39P,
        title="the summand grows like the eighth power",
        latex=r"x\ge4 \implies He_4(x)\,He_4'(x)\,x \ge x^8;\qquad |He_4(x)He_4'(x)x| \le 100(1+x^8)",
        domain=Domain("σ = He_4, w = w' = v", "finite"),
        statements=GROWTH,
        mutants=(Mutant("x ≥ 3 in place of x ≥ 4, with 2x⁸", Statement(ge(SUMMAND, 2 * x**8), (ge(x, 3),))),),
        note="So its tail is that of x⁸: P[Z ≥ s] ≥ P[x ≥ s^{1/8}] for s ≥ 4⁸.",
    ),
    Claim(
        id="lemma-27/subgaussian-as-printed",
        where=_P39P,
        title="sub-Gaussian summands",
        latex=r"\Pr[Z\ge s] \le 2e^{-s^2/(2C_{reg}^2)},\quad Z = \sigma(w'^\top x)\sigma'(w^\top x)x^\top v",
        domain=Domain(
            "σ = He_4, w = w' = v, s = u⁸ with u ≥ 4; the left side is replaced by a lower bound of P[x ≥ u]"
        ),
        uses=("lemma-27/growth-he4",),
        assumes=("gaussian-tail",),
        statements=(SUBGAUSSIAN,),
        covers=("B29",),
        step=True,
        prove=lambda: [refute(SUBGAUSSIAN, {"u": 4, "C": 1000})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-27/sub-weibull",
            "The tails are e^{-c s^{1/K}}: Lemma 27 holds with the same ε_n for nd ≥ (A d log n)^{2K}, and the sample size of Theorem 9 depends on K (lemma-27/degree-as-used).",
        ),
        second_route=_second_subgaussian,
        note="R1 bounds fifth moments only; a polynomial of degree 2K in a Gaussian has moments like p^K, sub-Gaussian ones grow like √p.",
    ),
    Claim(
        id="lemma-27/every-constant-he4",
        where=_P39P,
        title="no constant makes the summand sub-Gaussian",
        latex=r"u\ge5,\ u^{14}\ge4C^2 \implies \frac{u}{3(1+u^2)}e^{-u^2/2} > 2e^{-u^{16}/(2C^2)}",
        domain=Domain("σ = He_4, w = w' = v; every C ≥ 1", "finite"),
        uses=("lemma-27/growth-he4",),
        assumes=("gaussian-tail",),
        statements=(EVERY_CONSTANT,),
        prove=_prove_every_constant,
        mutants=(
            Mutant("C = u⁸, against 4C² ≤ u¹⁴", Statement(gt(_tail, 2 * exp(Rational(-1, 2))), (ge(u, 5), le(u, 6)))),
        ),
        note="For every C all large u violate the sub-Gaussian bound.",
    ),
    Claim(
        id="lemma-27/sub-weibull",
        where=_P39,
        title="Lemma 27 for tails of order 1/K",
        latex=r"2n^{3d(K+3)}e^{-(3K+20)d\log n} \le n^{-10d};\quad (Ad\log n)^{2K}\le nd \implies c\Bigl(\sqrt{\tfrac{Ad\log n}n}+\tfrac{(Ad\log n)^K}n\Bigr) \le \frac{\sqrt d\log^2n}{\sqrt n}",
        domain=Domain(
            "K ≥ 1, d ≥ 1, log n ≥ 4c²A, A = 3K + 20; n = N², d = g², A = root², log n = ℓ², P = (A d log n)^K"
        ),
        assumes=("sub-weibull", "sphere-net"),
        statements=(UNION, WEIBULL),
        prove=_prove_weibull,
        uses=("lemma-27/lipschitz",),
        mutants=(
            Mutant(
                "P ≤ N² in place of P ≤ Ng",
                WEIBULL.replace(assume=(*WEIBULL.assume[:5], le(P, N**2), WEIBULL.assume[-1])),
            ),
        ),
        note="At the level e^{-(3K+20) d log n} of the union bound the heavy tail adds (A d log n)^K/n.",
    ),
    Claim(
        id="lemma-27/degree-as-used",
        where=Place(39, "Lemma 27, used in Theorem 9"),
        title="n ≥ d^{11k*} whatever the degree of σ",
        latex=r"n = d^{11k^*}:\ \sup_{w,w',v}\Bigl|\tfrac1n\sum_iZ_i - \mathbb EZ\Bigr| \gtrsim \frac{d^K}n \le \epsilon_n = \frac{\sqrt d\log^2n}{\sqrt n}\ \text{ for all } K\ge k^*",
        domain=Domain(
            "exponents of d; one data point x_1 and w = w' = v = x_1/|x_1| give σ(√d)σ'(√d)√d/n, of size d^K/n (with w at 45° to a tangent v only the factor 2^{-K/2} is lost)"
        ),
        uses=("lemma-27/subgaussian-as-printed",),
        assumes=("polylogarithm",),
        statements=(DEGREE,),
        covers=("B30", "A48"),
        prove=lambda: [refute(DEGREE, {"K": 24, "k": 4})],
        severity=Severity.SERIOUS,
        repair=Repair(
            "lemma-27/degree",
            "Theorem 9 needs n ≥ d^{max(11k*, 2K)} in this proof: for K > (11k*+1)/2 the uniform bound of Lemma 27 is false at n = d^{11k*}, and the remark that d^{Θ(k*)} samples suffice for degree(σ) ≫ k* is not proved.",
        ),
        second_route=_second_degree,
        note="The bound is uniform over the sphere, so one data point alone contributes d^K/n; that is above ε_n as soon as 2K - 1 > 11k*.",
    ),
    Claim(
        id="lemma-27/degree",
        where=Place(39, "Lemma 27, used in Theorem 9"),
        title="a sample size that suffices for the degree K",
        latex=r"n = d^N,\ N\ge2K \implies \frac{(d\log n)^K}n \ll \frac{\sqrt d}{\sqrt n}",
        domain=Domain("exponents of d, every real K ≥ 1, N ≥ 2K"),
        uses=("lemma-27/sub-weibull",),
        assumes=("polylogarithm",),
        statements=(DEGREE_REPAIRED,),
        mutants=(Mutant("N ≥ 2K - 1 in place of 2K", DEGREE_REPAIRED.replace(assume=(ge(K, 1), ge(N, 2 * K - 1)))),),
        constants=(
            Constant(
                "exponent of n in Theorem 9 (data)",
                "11k*",
                "max(11k*, 2K)",
                "max(…, 2K - 1) for the uniform bound",
                "—",
                "d large in K, δ",
                ("Theorem 9",),
            ),
        ),
        note="(A d log n)^{2K} ≤ nd for large d; 2K - 1 < N is the sharp condition, by the single data point.",
    ),
)
