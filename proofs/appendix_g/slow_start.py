"""Appendix G.4, Lemmas 49 and 50 (pp. 74–75): how fast an overlap below 1/√d can rise and fall.

In logarithms α = e^{-a}, d = e^c, ι = e^{-y}. Q1 = Σ q_k, Q2 = Σ q_k C_k and Q3 = Σ q_k k!! as in Lemma 43, u = α√d^{-(k*-2)},
κ = Q1 + (9/2)Q2 + (3/2)Q3.
"""

from __future__ import annotations

import sympy
from sympy import Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, d, k, r

a, c, y, q, u, v, z, P, R = sympy.symbols("a c y q u v z P R", real=True)
Q1, Q2, Q3, iota, kappa, kstar, x2, x3 = sympy.symbols("Q1 Q2 Q3 iota kappa kstar x2 x3", real=True)

# α ≤ e^κ ι/√d with ι ≤ e^{-2κ}, hence α ≤ 1/√d; d ≥ 1/ι
_low = (ge(a, y + c / 2 - kappa), ge(y, 2 * kappa), ge(kappa, 0), ge(c, y), ge(kstar, 4))
BELOW = Statement(le(exp(-a * (kstar - 3) - c), exp(-a - c * (kstar - 2) / 2)), (ge(a, c / 2), ge(kstar, 4)))
POWERS = (
    Statement(le(exp(-a * k), exp(-y - a - c * (kstar - 2) / 2)), (*_low, ge(k, kstar - 1))),
    BELOW,
    Statement(le(exp(-a - c * kstar / 2), exp(-y - a - c * (kstar - 2) / 2)), _low),
)
# one order of the leading part: P = α^k ≤ z = ιu, r = E α'^{k+1}
MAIN = Statement(
    le(q * P * (1 - alpha**2) * (1 - r), q * z),
    (ge(q, 0), ge(P, 0), le(P, z), ge(alpha, 0), le(alpha, 1), ge(r, 0), le(r, 1)),
)
_sizes = (ge(Q1, 0), ge(Q2, 0), ge(Q3, 0), ge(iota, 0), le(x2, u), le(x3, iota * u))
_remainder = Rational(9, 4) * iota * Q2 * (u + x2) + Rational(3, 2) * Q3 * x3
_bound = (Q1 + Rational(9, 2) * Q2 + Rational(3, 2) * Q3) * iota * u
SPEED = (
    Statement(le(P + R, _bound), (*_sizes, le(P, Q1 * iota * u), le(R, _remainder))),
    Statement(ge(P + R, -_bound), (*_sizes, ge(u, 0), ge(P, 0), ge(R, -_remainder))),
)
# eq. (38) from below: v ≥ -(9/4)ιQ2(u + α^{k*-3}/d); and rate times time
FALL = Statement(
    ge(v, -Rational(9, 2) * Q2 * iota * u),
    (ge(Q2, 0), ge(iota, 0), le(x2, u), ge(v, -Rational(9, 4) * iota * Q2 * (u + x2))),
)
TOTAL = Statement(
    eq(Rational(9, 2) * Q2 * iota * d ** (-(kstar - 2) / 2) * (d ** ((kstar - 2) / 2) / iota), Rational(9, 2) * Q2),
    (gt(iota, 0), gt(d, 0)),
)


def _prove_speed() -> list[Verdict]:
    """a(k-1) ≥ a(k*-2) ≥ (k*-2)c/2 + 2(y-κ); then each bound summed with its coefficient."""
    point = {"a": 4, "y": 1, "c": 2, "kappa": 0, "kstar": 4, "k": 4}
    first = Script(POWERS[0], point)  # facts: a, y - 2κ, κ, c - y, k* - 4, k - k* + 1
    above = first.combine(y - kappa, [(1, [1]), (1, [2])])
    size = first.combine(c, [(1, [3]), (1, [above]), (1, [2])])
    level = first.combine(a, [(1, [0]), (1, [above]), ("1/2", [size])])
    excess = first.combine(a - c / 2 - (y - kappa), [(1, [0])])
    order = first.combine(kstar - 2, [(1, [4]), (2, [])])
    more = first.combine(
        a * k - (y + a + c * (kstar - 2) / 2),
        [(1, [level, 5]), (1, [order, excess]), (1, [above, 4]), (1, [1])],
    )
    power = first.monotone("exp", -y - a - c * (kstar - 2) / 2, -a * k, more)
    first.combine(POWERS[0].show.excess, [(1, [power])])
    verdicts = [first.verdict("monotone"), *(prove(statement) for statement in POWERS[1:])]
    main = Script(MAIN, {"q": 1, "P": 0, "z": 0, "alpha": 0, "r": 0})  # facts: q, P, z - P, α, 1 - α, r, 1 - r
    main.combine(MAIN.show.excess, [(1, [0, 2]), (1, [0, 1, 5]), (1, [0, 1, 3, 3, 6])])
    verdicts.append(main.verdict("positive terms"))
    for statement, extra in zip(SPEED, ((6, 7), (7, 8)), strict=True):
        script = Script(statement, dict.fromkeys((s.name for s in statement.symbols), 0))
        terms: list[tuple[object, list[int]]] = [(1, [extra[0]]), (1, [extra[1]]), ("9/4", [3, 1, 4]), ("3/2", [2, 5])]
        if statement is SPEED[1]:
            terms.append((1, [0, 3, 6]))
        script.combine(statement.show.excess, terms)
        verdicts.append(script.verdict("positive terms"))
    return verdicts


_P74, _P75 = Place(74, "proof of Lemma 49"), Place(75, "proof of Lemma 50")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-49/least-overlap",
        where=_P74,
        title="an overlap falls by at most a constant factor",
        latex=r"\alpha_t \ge e^{-c}\alpha_s,\quad c = \tfrac92\sum_kq_kC_k,\quad s \le t \le T(\delta) \le \tfrac1\iota\sqrt d^{\,k^*-2}",
        domain=Domain(
            "α ≤ 1/√d: v ≥ -cι√d^{-(k*-2)}α; above, v > 0. Every real d ≥ 3 and k* ≥ 4, every symmetric law with (⋆)"
        ),
        statements=(BELOW, FALL, TOTAL),
        uses=("eq-38/lower-bound", "claim-11/closes-the-induction", "claim-12/increasing", "prop-47/time-exponent"),
        assumes=("gronwall", "tube"),
        mutants=(
            Mutant("without α ≤ 1/√d", BELOW.replace(assume=(ge(a, 0), ge(c, 0), ge(kstar, 4)))),
            Mutant("c/2", FALL.replace(ge(v, -Rational(9, 4) * Q2 * iota * u))),
        ),
        note="Grönwall for 1/α below 1/√d; a path that has reached 1/√d stays above. Lemma 49 needs it for the + 1 of Claim 12.",
    ),
    Claim(
        id="lemma-50/speed-below-iota",
        where=_P75,
        title="the speed is proportional to α below e^κ ι/√d",
        latex=r"\alpha \le e^\kappa\tfrac\iota{\sqrt d} \implies |v| \le \kappa\,\iota\,\sqrt d^{-(k^*-2)}\alpha,\quad \kappa = \sum_kq_k\bigl(1+\tfrac92C_k+\tfrac32k!!\bigr)",
        domain=Domain(
            "ι ≤ e^{-2κ}, d ≥ max(3, 1/ι), all k ≥ k* - 1 ≥ 3 (term by term), every symmetric law with (⋆); C_k as in Lemma 43"
        ),
        statements=(*POWERS, MAIN, *SPEED),
        uses=("eq-38/identity", "lemma-43/remainder-size"),
        assumes=("linearity", "expectation"),
        prove=_prove_speed,
        mutants=(
            Mutant(
                "ι³ in place of ι, k* = 4",
                Statement(le(exp(-3 * a), exp(-3 * y - a - c)), (ge(a, y + c / 2), ge(c, y), ge(y, 0))),
            ),
            Mutant("without d ≥ 1/ι", POWERS[2].replace(assume=(*_low[:3], ge(c, 0), _low[4]))),
            Mutant("without Q3", SPEED[0].replace(le(P + R, (Q1 + Rational(9, 2) * Q2) * iota * u))),
        ),
        constants=(
            Constant(
                "κ in the second case of Lemma 50",
                "log 2",
                "Σ q_k (1 + (9/2) C_k + (3/2) k!!)",
                "-",
                "-",
                "ι ≤ e^{-2κ}, d ≥ 1/ι",
                ("lemma 50",),
            ),
        ),
        note="p. 75 has v ≤ ι²√d^{-(k*-1)}, with no factor α; k* ≥ 4 gives α^{k*-2} ≤ (e^κ ι)²√d^{-(k*-2)} ≤ ι√d^{-(k*-2)}.",
    ),
)
