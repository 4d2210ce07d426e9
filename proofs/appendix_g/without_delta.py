"""Appendix G.2, Lemma 45 (pp. 67–69) without the 1/δ in its exponent: time integrals against v become integrals in α.

v = Σ_k v_k + R_α(1-α²) with v_k = q_kα^k(1-α²)(1-r_{t,k+1}) ≥ 0 for k = k*-1, …, K-1. In logarithms α = e^{-a}, d = e^c,
ι = e^{-y}; z = log(1/τ), m0 = log 2.
"""

from __future__ import annotations

import sympy
from sympy import Derivative, Rational, exp, log

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.loss_bounds import MINKOWSKI
from proofs.symbols import alpha, k

a, c, g, p, q, s, v, w, y, z = sympy.symbols("a c g p q s v w y z", real=True)
K, L, C, C0, C1, P0, P1, V, first, m0 = sympy.symbols("K L C C0 C1 P0 P1 V first m0", real=True)
G, kstar, kappa, delta, iota, q0, s0, tau = sympy.symbols("G kstar kappa delta iota q0 s0 tau", real=True)
inside = (gt(alpha, 0), lt(alpha, 1))

# G = q_{σ'}(α)(1-α²)(1-r) ≤ V = Σv_k, and Lemma 43's proof: v ≥ V - √ι G
HALF = Statement(le(V, 2 * v), (ge(G, 0), le(G, V), ge(w, 0), le(w, Rational(1, 2)), ge(v, V - w * G)))
# P1 = α^k ≤ α²P0, P0 = α^{k*-1}; s = 1 - r_{k+1} ≤ p s0, s0 = 1 - r_{k*}, p = (k+1)/k*; g = 1 - α²
RATIO = (
    Statement(le(exp(-a * k), exp(-a * (kstar - 1) - 2 * a)), (ge(a, 0), ge(k, kstar + 1))),
    MINKOWSKI,
    Statement(
        le(q * P1 * g * s, C * alpha**2 * (q0 * P0 * g * s0)),
        (
            ge(q, 0),
            ge(P0, 0),
            ge(g, 0),
            ge(s, 0),
            ge(s0, 0),
            le(P1, alpha**2 * P0),
            le(s, p * s0),
            le(q * p, C * q0),
        ),
    ),
)
WEIGHTS = (
    Statement(
        eq(
            Derivative(g * alpha**k * (1 - alpha**2), alpha) - (kstar - 1) / alpha * (g * alpha**k * (1 - alpha**2)),
            ((k - kstar + 1) / alpha - 2 * alpha / (1 - alpha**2)) * (g * alpha**k * (1 - alpha**2)),
        ),
        inside,
    ),
    # C = B_k, v_k ≤ Cα² first, first = v_{k*-1} ≤ 2v; ∫2α dα ≤ 1
    Statement(
        le((k - kstar + 1) / alpha * (C * alpha**2 * first), 2 * (K - kstar) * C * alpha * v),
        (gt(alpha, 0), ge(C, 0), ge(first, 0), le(first, 2 * v), ge(k, kstar + 1), le(k, K - 1)),
    ),
    Statement(
        le(2 * alpha / (1 - alpha**2) * V, -2 * Derivative(log(1 - alpha**2), alpha) * v), (*inside, le(V, 2 * v))
    ),
    Statement(ge(1 - alpha**2, tau), (ge(alpha, 0), le(alpha, 1 - tau), ge(tau, 0))),
)
# the remainder's part from α = 1/2 on: each of its three terms is at most ι/d, and the length is z/(κδ)
_late = (ge(a, 0), ge(c, y), ge(y, 0), ge(kstar, 4))
LATE = (
    Statement(le(exp(-y - c * (kstar - 2) / 2), exp(-y - c)), _late),
    Statement(le(exp(-y - a * (kstar - 4) - c), exp(-y - c)), _late),
    Statement(le(exp(-c * kstar / 2), exp(-y - c)), _late),
    Statement(
        le(3 * C0 * iota * L, 3 * C0 * z),
        (ge(C0, 0), ge(iota, 0), le(iota, kappa * delta), gt(kappa * delta, 0), le(kappa * delta * L, z), ge(L, 0)),
    ),
)
# the first interval 4C0, the second (3/2)C0, C1 = B(K-k*) for the higher orders, 2z from the weight, 3C0 z from the remainder
SUM = Statement(
    le(Rational(11, 2) * C0 + C1 + (2 + 3 * C0) * z, ((Rational(11, 2) * C0 + C1) / m0 + 2 + 3 * C0) * z),
    (ge(C0, 0), ge(C1, 0), gt(m0, 0), ge(z, m0)),
)


def _prove_orders() -> list[Verdict]:
    """2v - V ≥ (1-2w)V + 2w(V - G); and q p α²P0 g s0 between the two sides."""
    half = Script(HALF, {"G": 0, "V": 0, "w": 0, "v": 0})
    total = half.combine(V, [(1, [0]), (1, [1])])
    half.combine(HALF.show.excess, [(2, [4]), (2, [2, 1]), (2, [3, total])])
    last = Script(RATIO[2], dict.fromkeys((x.name for x in RATIO[2].symbols), 0))
    square = last.square(alpha)
    terms = [(1, [square, 1, 2, 4, 7]), (1, [0, square, 1, 2, 6]), (1, [0, 2, 3, 5])]
    last.combine(RATIO[2].show.excess, terms)
    return [half.verdict("positive terms"), prove(RATIO[0]), prove(RATIO[1]), last.verdict("positive terms")]


def _prove_without() -> list[Verdict]:
    verdicts = [prove(WEIGHTS[0])]
    main = Script(WEIGHTS[1], {"alpha": 1, "C": 0, "first": 0, "v": 0, "k": 5, "kstar": 4, "K": 6})
    speed = main.combine(v, [("1/2", [2]), ("1/2", [3])])  # facts: α, C, first, 2v - first, k - k* - 1, K - 1 - k
    order = main.combine(k - kstar + 1, [(1, [4]), (2, [])])
    main.combine(WEIGHTS[1].show.excess, [(1, [order, 1, 0, 3]), (2, [5, 1, 0, speed])])
    verdicts.append(main.verdict("positive terms"))
    verdicts += [prove(WEIGHTS[2]), prove(WEIGHTS[3])]
    parts: tuple[list[tuple[object, list[int]]], ...] = ([("1/2", [4, 3])], [(1, [0, 3])], [("1/2", [4, 3]), (1, [1])])
    for statement, terms in zip(LATE[:3], parts, strict=True):
        script = Script(statement, {"a": 0, "c": 0, "y": 0, "kstar": 4})  # facts: a, c - y, y, k* - 4; 4 is c
        script.combine(c, [(1, [1]), (1, [2])])
        high, low = -y - c, statement.show.lhs.args[0]
        power = script.monotone("exp", high, low, script.combine(high - low, terms))
        script.combine(statement.show.excess, [(1, [power])])
        verdicts.append(script.verdict("monotone"))
    length = Script(LATE[3], {"C0": 0, "iota": 0, "kappa": 1, "delta": 1, "L": 0, "z": 0})
    length.combine(LATE[3].show.excess, [(3, [0, 4]), (3, [0, 2, 5])])
    total = Script(SUM, {"C0": 0, "C1": 0, "m0": 1, "z": 1})
    constant = total.combine(Rational(11, 2) * C0 + C1, [("11/2", [0]), (1, [1])])
    total.combine(SUM.show.excess, [(1, [constant, 3])], times=[2])
    return [*verdicts, length.verdict("positive terms"), total.verdict("positive terms")]


_P67 = Place(67, "Lemma 45")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-45/orders-of-the-velocity",
        where=_P67,
        title="the orders of the velocity against the velocity and against the first order",
        latex=r"\sum_kv_k \le 2v,\qquad v_k \le B_k\alpha^2v_{k^*-1}\ (k \ge k^*+1),\quad B_k = \frac{q_k(k+1)}{q_{k^*-1}k^*}",
        domain=Domain(
            "α ≥ δ^{3K}/√d, √ι ≤ 1/2 in Lemma 43's range, (⋆); 1-r^p ≤ p(1-r) through its derivative, r_{k+1} ≥ r^p, p = (k+1)/k*"
        ),
        statements=(HALF, *RATIO),
        uses=("eq-38/lower-bound", "lemma-43/speed", "lemma-44/non-negative-terms", "lemma-46/jensen"),
        assumes=("linearity", "fundamental-theorem"),
        prove=_prove_orders,
        mutants=(
            Mutant("3/2 in place of 2", HALF.replace(le(V, Rational(3, 2) * v))),
            Mutant("α³", RATIO[0].replace(le(exp(-a * k), exp(-a * (kstar - 1) - 3 * a)))),
        ),
        note="Lemma 43's proof bounds the remainder from below by -√ι q_{σ'}(α)(1-α²)(1-r), and r_{k+1} ≤ r.",
    ),
    Claim(
        id="lemma-45/without-delta",
        where=_P67,
        title="Lemma 45 without 1/δ in the exponent",
        latex=r"\Bigl|\log\ell_{t,s}-(k^*-1)\log\frac{\alpha_t}{\alpha_s}\Bigr| \le \Bigl(\frac{11C_0/2+B(K-k^*)}{\log2}+2+3C_0\Bigr)\log\frac1\tau",
        domain=Domain(
            "0 < τ ≤ 1/2, α_t ≤ 1-τ, t ≤ √d^{k*-2}/ι, (⋆), √ι ≤ κδ and ι ≤ κδ, d ≥ max(3, 1/ι); C_0 the constant of Lemma 44's four terms, B = Σ B_k; one order k, then the sum"
        ),
        statements=(*WEIGHTS, *LATE, SUM),
        covers=("C60", "C90"),
        uses=(
            "eq-39/remainder",
            "lemma-44/case-1",
            "lemma-45/derivative-of-the-flow",
            "lemma-45/first-interval",
            "lemma-45/orders-of-the-velocity",
            "lemma-45/second-interval",
            "lemma-45/third-interval",
        ),
        assumes=("linearity", "fundamental-theorem"),
        prove=_prove_without,
        mutants=(
            Mutant(
                "plus sign of the second weight",
                WEIGHTS[0].replace(
                    eq(
                        WEIGHTS[0].show.lhs,
                        ((k - kstar + 1) / alpha + 2 * alpha / (1 - alpha**2)) * (g * alpha**k * (1 - alpha**2)),
                    )
                ),
            ),
            Mutant("K - k* - 1", WEIGHTS[1].replace(le(WEIGHTS[1].show.lhs, 2 * (K - kstar - 1) * C * alpha * v))),
            Mutant("without d ≥ 1/ι", LATE[2].replace(assume=(ge(a, 0), ge(c, 0), ge(y, 0), ge(kstar, 4)))),
        ),
        note="Below 1/√d as in Lemma 45. Above, v dt = dα: the orders k > k*-1 give at most B(K-k*)α_t², the weight -2α/(1-α²) at most 2 log(1/τ); the remainder gives (3/2)C_0 up to α = 1/2 and 3C_0 log(1/τ) beyond.",
    ),
)
