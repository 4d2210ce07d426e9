"""Appendix G.4, Lemma 51 (pp. 76–77): the interaction Hessian averaged over dispersed neurons, in the end with constants."""

from __future__ import annotations

import sympy
from sympy import Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, d, j

S, X, a, b, e, g, h, n, p, r, t, x, y = sympy.symbols("S X a b e g h n p r t x y", real=True)

# E⟨w,u⟩⁶ = m⁶ + 15m⁴r²μ₂ + 15m²r⁴μ₄ + r⁶μ₆ with m = αu₁, r² ≤ 1, μ₂ = h, μ₄ ≤ 3h², μ₆ ≤ 15h³, h = 1/(d-1); X = m²
SIXTH = (
    Statement(
        le(X**3 + 15 * X**2 * r * h + 15 * X * r**2 * p + r**3 * e, 15 * (X + h) ** 3),
        (ge(X, 0), ge(h, 0), ge(r, 0), le(r, 1), ge(p, 0), le(p, 3 * h**2), ge(e, 0), le(e, 15 * h**3)),
    ),
    # E‖Hv‖² ≤ 2·4²S + 2·12²S at S = 15(α² + g²)³, g = (d-1)^{-1/2}
    Statement(
        le((2 * 16 + 2 * 144) * 15 * (alpha**2 + g**2) ** 3, (139 * (alpha**3 + g**3)) ** 2), (ge(alpha, 0), ge(g, 0))
    ),
)
# Young's inequality for the exponents (k*-2)/(k*-1) and 1/(k*-1), with t = log of the quotient
YOUNG = Statement(ge((1 - p) * exp(p * t) + p * exp(-(1 - p) * t), 1), (gt(p, 0), lt(p, 1)))
MEAN = (
    YOUNG,
    Statement(le((1 - p) * a + p * b, S), (gt(p, 0), lt(p, 1), le(a, S), le(b, S))),
    # E‖Hv‖² ≤ 2q'(1)²E z^{2(k*-1)} + 2q''(1)²E z^{2(k*-2)}(w·v)², and both means are at most S
    Statement(le(2 * a**2 * X + 2 * b**2 * y, 2 * (a**2 + b**2) * S), (le(X, S), le(y, S))),
)

# M_j = E⟨y,e⟩^{2j} on S^{d-2} has M_{j+1} = M_j(2j+1)/(d-1+2j); n stands for (2j-1)!!, x for |m|^{k*-1}, t for n^{1/2}h^{(k*-1)/2}
GENERAL = (
    Statement(
        le(S * (2 * j + 1) / (d - 1 + 2 * j), (2 * j + 1) * n * h ** (j + 1)),
        (gt(h, 0), eq(h * (d - 1), 1), ge(d, 3), ge(j, 0), gt(n, 0), ge(S, 0), le(S, n * h**j)),
    ),
    # E‖Hv‖² ≤ 2(a²+b²)S, S ≤ 2^{2(k*-1)}(x² + t²), 4^{k*-1} = r²
    Statement(
        le(2 * (a**2 + b**2) * S, (2 * (a + b) * r * (x + t)) ** 2),
        (ge(a, 0), ge(b, 0), ge(x, 0), ge(t, 0), ge(r, 0), le(S, r**2 * (x**2 + t**2))),
    ),
)


def _prove_sixth() -> list[Verdict]:
    """14X³ + 30X²h + 15X²h(1-r) + 15X[(3h²-p) + p(1-r²)] + (15h³-e) + e(1-r³); 4(α⁶+g⁶) - (α²+g²)³ = 3(α²-g²)²(α²+g²)."""
    script = Script(SIXTH[0], {"X": 0, "h": 0, "r": 0, "p": 0, "e": 0})
    one = script.combine(1 - r**2, [(1, [3]), (1, [3, 2])])
    cube = script.combine(1 - r**3, [(1, [3]), (1, [3, 2]), (1, [3, 2, 2])])
    terms = [
        (14, [0, 0, 0]),
        (30, [0, 0, 1]),
        (15, [0, 0, 1, 3]),
        (15, [0, 5]),
        (15, [0, 4, one]),
        (1, [7]),
        (1, [6, cube]),
    ]
    script.combine(SIXTH[0].show.excess, terms)
    second = Script(SIXTH[1], {"alpha": 0, "g": 0})
    square = second.square(alpha**2 - g**2)
    terms = [
        (14400, [square, 0, 0]),
        (14400, [square, 1, 1]),
        (121, [0] * 6),
        (121, [1] * 6),
        (38642, [0, 0, 0, 1, 1, 1]),
    ]
    second.combine(SIXTH[1].show.excess, terms)
    return [script.verdict("positive terms"), second.verdict("squares")]


def _prove_general() -> list[Verdict]:
    """(n h^j - S)·(2j+1)h + S(2j+1)(h - 1/(d-1+2j)); then (a+b)²(x+t)² against (a²+b²)(x²+t²)."""
    first = Script(GENERAL[0], {"h": "1/2", "d": 3, "j": 0, "n": 1, "S": 0})
    order = first.combine(2 * j + 1, [(2, [3]), (1, [])])
    below = first.combine(d - 1 + 2 * j, [(1, [2]), (2, [3]), (2, [])])
    gap = first.combine(h - 1 / (d - 1 + 2 * j), [(2, [0, 3]), (1, [1])], times=[below])
    first.combine(GENERAL[0].show.excess, [(1, [order, 0, 6]), (1, [order, 5, gap])])
    second = Script(GENERAL[1], {"a": 0, "b": 0, "x": 0, "t": 0, "r": 0, "S": 0})
    slope, curve = second.square(a), second.square(b)
    terms: list[tuple[object, list[int]]] = [(2, [slope, 5]), (2, [curve, 5])]
    size, cross = [(slope, 1), (curve, 1)], second.combine(a * b, [(1, [0, 1])])
    root = second.square(r)
    for factor, weight in size:
        for pair, count in (([2, 2], 2), ([3, 3], 2), ([2, 3], 8)):
            terms.append((weight * count, [root, factor, *pair]))
    terms += [(8, [root, cross, 2, 2]), (8, [root, cross, 3, 3]), (16, [root, cross, 2, 3])]
    second.combine(GENERAL[1].show.excess, terms)
    return [first.verdict("positive terms"), second.verdict("positive terms")]


def _prove_mean() -> list[Verdict]:
    """(1-p)(e^{pt} - 1 - pt) + p(e^{-(1-p)t} - 1 + (1-p)t); then linear."""
    first = Script(YOUNG, {"p": "1/2", "t": 0})
    rise, fall = first.tangent(exp(p * t)), first.tangent(exp(-(1 - p) * t))
    first.combine(YOUNG.show.excess, [(1, [1, rise]), (1, [0, fall])])
    second = Script(MEAN[1], {"p": "1/2", "a": 0, "b": 0, "S": 0})
    second.combine(MEAN[1].show.excess, [(1, [1, 2]), (1, [0, 3])])
    third = Script(MEAN[2], {"a": 0, "b": 0, "S": 0, "X": 0, "y": 0})
    slope, curve = third.square(a), third.square(b)
    third.combine(MEAN[2].show.excess, [(2, [slope, 0]), (2, [curve, 1])])
    return [script.verdict("tangents") for script in (first, second, third)]


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-51/dispersed/he4",
        where=Place(76, "Lemma 51, second part"),
        title="the average over a circle of latitude for He₄, with its constant",
        latex=r"\mathbb E_{\alpha(w)=\alpha}\|H(w,u)v\| \le 139\bigl(\alpha^3+(d-1)^{-3/2}\bigr)",
        domain=Domain(
            "q = z⁴ (normalised He₄), w = αw* + √(1-α²)y, y uniform on S^{d-2}, all unit u, v, every real d ≥ 3",
            "finite",
        ),
        statements=SIXTH,
        covers=("C119",),
        uses=("lemma-51/square", "lemma-51/mean"),
        assumes=("power-mean", "expectation"),
        prove=_prove_sixth,
        mutants=(
            Mutant("14 in place of 15", SIXTH[0].replace(le(SIXTH[0].show.lhs, 14 * (X + h) ** 3))),
            Mutant("60 in place of 139", SIXTH[1].replace(le(SIXTH[1].show.lhs, (60 * (alpha**3 + g**3)) ** 2))),
        ),
        constants=(
            Constant(
                "constant hidden in Lemma 51, He₄",
                "O_K(1)",
                "139",
                "-",
                "-",
                "normalised He₄, d ≥ 3; g = (d-1)^{-1/2}",
                ("lemma 50",),
            ),
        ),
        note="E⟨w,u⟩⁶ ≤ 15(α² + 1/(d-1))³. The printed α^{k-1} has an undefined k; p. 75 uses k*, which is right.",
    ),
    Claim(
        id="lemma-51/dispersed",
        where=Place(76, "Lemma 51, second part"),
        title="the average over a circle of latitude, every k*",
        latex=r"\mathbb E_{\alpha(w)=\alpha}\|H(w,u)v\| \le 2^{k^*}(q'(1)+q''(1))\bigl(\alpha^{k^*-1}+\sqrt{(2k^*-3)!!}\,(d-1)^{-(k^*-1)/2}\bigr)",
        domain=Domain(
            "w = αw* + √(1-α²)y, y uniform on S^{d-2}, all unit u, v, every even activation, every d ≥ 3, k* ≥ 4"
        ),
        statements=GENERAL,
        covers=("C119",),
        uses=("lemma-51/square", "lemma-51/mean"),
        assumes=("induction", "power-mean", "expectation"),
        prove=_prove_general,
        mutants=(
            Mutant("h^{j+2}", GENERAL[0].replace(le(GENERAL[0].show.lhs, (2 * j + 1) * n * h ** (j + 2)))),
            Mutant("1 in place of 2", GENERAL[1].replace(le(GENERAL[1].show.lhs, ((a + b) * r * (x + t)) ** 2 / 4))),
        ),
        note="E⟨w,u⟩^{2j} ≤ 2^{2j}(α^{2j} + E⟨y,e⟩^{2j}) and E⟨y,e⟩^{2j} ≤ (2j-1)!!/(d-1)^j by induction on j; j = k*-1.",
    ),
    Claim(
        id="lemma-51/mean",
        where=Place(76, "Lemma 51"),
        title="the first part of Lemma 51, with constants",
        latex=r"\mathbb E\|Hv\| \le \sqrt{\mathbb E\|Hv\|^2} \le \sqrt{2(q'(1)^2+q''(1)^2)}\ \sup_u\sqrt{\mathbb E\langle w,u\rangle^{2(k^*-1)}}",
        domain=Domain("every law of w, all unit u, v with P_u^⊥v taken for v; p = 1/(k*-1) in (0, 1)"),
        statements=MEAN,
        covers=("C120",),
        uses=("lemma-51/square",),
        assumes=("power-mean", "expectation"),
        prove=_prove_mean,
        mutants=(
            Mutant("2 in place of 1", YOUNG.replace(ge(YOUNG.show.lhs, 2))),
            Mutant("3/2 in place of 2", MEAN[2].replace(le(MEAN[2].show.lhs, Rational(3, 2) * (a**2 + b**2) * S))),
        ),
        note="By Young E z^{2(k*-2)}y² ≤ S, so the second supremum never exceeds the first; the free v on the right is harmless.",
    ),
)
