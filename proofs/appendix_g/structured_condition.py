"""Appendix G.4, proof of Theorem 9 (p. 77): the structured part of local strong convexity (p. 24) for the single-index model.

supp ρ* = {w*, -w*}, V = span w*, U = V^⊥.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, Subs, sqrt

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.derivative import A, B
from proofs.facts import dimension_facts
from proofs.symbols import alpha, d

C, R, W, a, b, c, delta, g, h, r, s, tau, v = sympy.symbols("C R W a b c delta g h r s tau v", real=True)
# At w = w*: D = -g UUᵀ, g = V'(1); the printed norm is then c² + g (c² for p. 24's c_t²)
STRUCTURED = Statement(
    le(c + g, C * delta / 2 + R * tau),
    (gt(C, 0), ge(c, C), gt(delta, 0), lt(delta, 1), ge(g, C * delta), gt(tau, 0), lt(tau, 1), ge(R, 11)),
)
# ν = V'(a)(w* - a w) in coordinates w = (a, b, h), V' = g + W(a - 1) to first order at a = 1
_slope = g + W * (a - 1)
_pole = [(a, 1), (b, 0), (h, 0)]


def at_pole(expr: sympy.Expr, by: sympy.Symbol) -> sympy.Expr:
    """The derivative of a component of ν at w* = (1, 0, 0)."""
    value: sympy.Expr = Derivative(expr, by)
    for symbol, point in _pole:
        value = Subs(value, symbol, point)
    return value


AT_TEACHER = (
    Statement(eq(at_pole(_slope * (1 - a**2), b), 0), (gt(g, 0),)),
    Statement(eq(at_pole(-_slope * a * b, b), -g), (gt(g, 0),)),
    Statement(eq(at_pole(-_slope * a * h, h), -g), (gt(g, 0),)),
    Statement(eq(at_pole(-_slope * a * h, b), 0), (gt(g, 0),)),
)
# in B_τ: r = √(1-α²), v = V'(α), W bounds |V''|, s = V''(α); D + gUUᵀ in the basis w*, w_⊥, rest
_ball = (
    ge(alpha, 0),
    le(alpha, 1),
    ge(r, 0),
    eq(r**2, 1 - alpha**2),
    ge(v, 0),
    le(v, g),
    le(g - v, (1 - alpha) * W),
    le(s, W),
    ge(s, -W),
    le(r, tau),
    ge(W, 0),
    le(tau, 1),
)
_along = r**2 * s - alpha * v
ENTRIES = (  # each with the factor of τ that bounds it in absolute value
    (r**2 * (_along - alpha * v), 2 * g + W),
    (alpha * r * (alpha * v - _along), 2 * g + W),
    (-alpha * r * _along - r**3 * v, g + W),
    (alpha**2 * _along + alpha * r**2 * v + g, 4 * g + 2 * W),
    (g - alpha * v, g + W),
)
NEIGHBOUR = tuple(Statement(le(sign * entry, size * tau), _ball) for entry, size in ENTRIES for sign in (1, -1))
# He_4, normalised: V' = c₁α + c₃α³ with |c₁| ≤ 3/2, c₃ ≤ 7, V'(1) ≤ 11/2, so 9g + 5W ≤ 162 ≤ 1133/√24
_law = (ge(A, 0), ge(B, 0), ge(d, 3), le(2 * A + B, 1), le(A, Rational(1, 4)))
C_REG4 = (
    Statement(le(12 * A / (d - 1), Rational(3, 2)), _law),
    Statement(le(12 * B / (d**2 - 1), Rational(3, 2)), _law),
    Statement(le(4 * (2 * A + B) + 24 * A / (d - 1) - 12 * B / (d**2 - 1), 7), _law),
    Statement(le(4 * (2 * A + B) + 12 * A / (d - 1), Rational(11, 2)), _law),
    Statement(le(9 * g + 5 * W, 162), (le(g, Rational(11, 2)), le(W, Rational(3, 2) + 3 * h), le(h, 7))),
    Statement(le(162 * sqrt(24), 1133), ()),
)


def _prove_neighbour() -> list[Verdict]:
    """Each entry from r² ≤ τ, 1-α ≤ r², v ≤ g, g-v ≤ (1-α)W and |s| ≤ W; facts 0–11 are the assumptions in order."""
    verdicts = []
    for number, statement in enumerate(NEIGHBOUR):
        script = Script(statement, {"alpha": 1, "r": 0, "v": 0, "g": 0, "W": 0, "s": 0, "tau": 0})
        total = script.combine(g, [(1, [4]), (1, [5])])
        room = script.combine(1 - r, [(1, [11]), (1, [9])])
        square = script.combine(tau - r**2, [(1, [9]), (1, [2, room])])
        close = script.combine(r**2 - (1 - alpha), [(1, [0, 1]), (1, [3])])
        near = script.combine(tau - (1 - alpha), [(1, [square]), (1, [close])])
        most = script.combine(1 - alpha * r**2, [(1, [0, 0]), (1, [2, 2, 1]), (-1, [3])])
        fourth = script.combine(tau - r**4, [(1, [square]), (1, [2, 2, 0, 0]), (-(r**2), [3])])
        size = script.combine(tau, [(1, [2]), (1, [9])])
        first: dict[int, list[tuple[object, list[int]]]] = {
            0: [(1, [2, 2, 2, 2, 7]), (1, [10, fourth]), (2, [total, size]), (2, [0, 2, 2, 4])],
            1: [(1, [2, 2, 2, 2, 8]), (1, [10, fourth]), (2, [total, square]), (2, [2, 2, 5]), (2, [2, 2, 4, 1])],
        }
        side: list[tuple[object, list[int]]] = [(1, [total, 9]), (1, [2, 5]), (1, [2, 4, 1]), (1, [2, 4, 1, 0])]
        cross: list[tuple[object, list[int]]] = [(1, [10, 9]), (1, [2, 10, most]), (1, [0, 2, 2, 2, 8])]
        other: list[tuple[object, list[int]]] = [*cross[:2], (1, [0, 2, 2, 2, 7])]
        first[2] = [(2 * c_, facts) for c_, facts in side] + cross  # type: ignore[operator]
        first[3] = [(2, [total, size]), (2, [0, 0, 2, 4]), *other]
        first[4] = [*side, (1, [2, 2, 2, 4]), *cross]
        first[5] = [(1, [total, 9]), (1, [2, 5]), (1, [2, 4, 0, 0]), (-r * v, [3]), (1, [0, 0, 2, 4]), *other]
        radial: list[tuple[object, list[int]]] = [(1, [total, square]), (1, [2, 2, 5]), (1, [2, 2, 4, 1])]
        bend: list[tuple[object, list[int]]] = [(1, [10, square]), (1, [10, 2, 2, 1]), (1, [10, 2, 2, 1, 0])]
        first[6] = [(1, [6]), (1, [10, near]), (3, [total, near]), (3, [1, 5]), (2, [4, 1, 1]), (1, [4, 1, 1, 0])]
        first[6] += [*radial, *bend, (1, [0, 0, 2, 2, 7])]
        first[7] = [(1, [5]), (1, [4, 1]), (1, [4, 1, 0]), (1, [4, 1, 0, 0]), (1, [0, 2, 2, 4]), (4, [total, size])]
        first[7] += [*bend, (1, [0, 0, 2, 2, 8]), (1, [10, size])]
        first[8] = [(1, [6]), (1, [10, near]), (1, [total, near]), (1, [1, 5])]
        first[9] = [(1, [5]), (1, [1, 4]), (1, [total, size]), (1, [10, size])]
        script.combine(statement.show.excess, first[number])
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _prove_c_reg4() -> list[Verdict]:
    """Each from A ≤ 1/4, 2A + B ≤ 1 and d - 1 ≥ 2; 162² · 24 ≤ 1133²."""
    verdicts = []
    for number, statement in enumerate(C_REG4[:4]):
        script = Script(statement, {"A": 0, "B": 0, "d": 3})
        below, above = dimension_facts(script, 2)
        share = script.combine(1 - B, [(1, [3]), (2, [0])])
        first = script.combine(Rational(3, 2) - 12 * A / (d - 1), [(12, [4]), ("3/2", [2])], times=[below])
        if number == 1:
            terms: list[tuple[object, list[int]]] = [(12, [share]), ("3/2", [2, 2]), (9, [2])]
            script.combine(statement.show.excess, terms, times=[below, above])
        elif number == 2:
            rest = script.combine(12 * B / (d**2 - 1), [(12, [1])], times=[below, above])
            script.combine(statement.show.excess, [(4, [3]), (2, [first]), (1, [rest])])
        elif number == 3:
            script.combine(statement.show.excess, [(4, [3]), (1, [first])])
        verdicts.append(script.verdict("positive terms"))
    return [*verdicts, prove(C_REG4[4]), prove(C_REG4[5])]


def _second_structured() -> SecondRoute:
    """The matrix c²UUᵀ - D at w* for q = z⁴ with ρ concentrated so that V'(1) = 4u, u = 1/10."""
    with mpmath.workdps(30):
        slope = mpmath.mpf(4) / 10
        hessian = [mpmath.diff(lambda t: -slope * (1 + 3 * (mpmath.cos(t) - 1)) * mpmath.sin(t), 0)] * 2
        lowest = mpmath.mpf(8) / 5  # C_LSC of lemma-48/he4
        norms = [abs(lowest - value) for value in hessian]
        allowed = lowest * (mpmath.mpf(1) / 10) / 2 + 1133 / mpmath.sqrt(24) * mpmath.mpf("0.001")
        return SecondRoute(
            "q = z⁴, V'(1) = 2/5 (δ about 1/10), τ = 1/1000, C_LSC = 8/5: ‖c²UUᵀ - D(w*)‖ at c² = C_LSC against the bound",
            f"{mpmath.nstr(norms[0], 10)} > {mpmath.nstr(allowed, 10)}",
            bool(all(value > allowed for value in norms)),
        )


_P77, _P24 = Place(77, "proof of Theorem 9"), Place(24, "Assumption LSC, used on p. 77")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="structured/as-printed",
        where=_P24,
        title="the structured condition for the single-index model",
        latex=r"\|c_t^2UU^\top-D_t^\perp\| \le \frac{C_{LSC}\|f-f^*\|}{2\sqrt{C_{\rho^*}}}+C_{reg}\tau,\quad c_t^2 \ge C_{LSC}",
        domain=Domain(
            "at w = w*, D = -gUUᵀ, g = V'(1) ≥ C_LSC δ; 0 < δ, τ < 1, C_ρ* = 1, any C_reg = R ≥ 11 and τ small (λ = min(τ, δ) on p. 77)"
        ),
        statements=(STRUCTURED,),
        covers=("C127",),
        prove=lambda: [refute(STRUCTURED, {"c": 1, "C": 1, "g": "1/10", "delta": "1/10", "tau": "1/1000", "R": 240})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "structured/single-index",
            "With + D and c_t^i ≥ C_LSC‖f-f*‖, as p. 54 uses it (D^good = -c_1… - c_2UUᵀ, c_i ≥ C_LSC δ), the condition holds.",
        ),
        second_route=_second_structured,
        note="D is negative near the teacher, so c - D is a sum; and c ≥ C_LSC cannot match a D that vanishes with the "
        "loss. At p. 77's τ = 1/(5K) a large C_reg (for normalised He_4: R1's) covers both slips; Lemma 36 and Theorem 39 (pp. 54, 58) "
        "use it at τ of order δ, and p. 54 has the sign right.",
    ),
    Claim(
        id="structured/at-the-teacher",
        where=_P77,
        title="the local Hessian at the teacher",
        latex=r"D_t^\perp(w^*) = -V'(1)\,UU^\top",
        domain=Domain("any V' (its 1-jet at 1), coordinates w = (a, b, h), the columns b and h"),
        statements=AT_TEACHER,
        covers=("C128",),
        uses=("lemma-48/across",),
        mutants=(
            Mutant("opposite sign", AT_TEACHER[1].replace(eq(AT_TEACHER[1].show.lhs, g))),
            Mutant("2g", AT_TEACHER[2].replace(eq(AT_TEACHER[2].show.lhs, -2 * g))),
        ),
        note="The column of w* vanishes by the projection P_{w*}^⊥; the other columns are -V'(1) times unit vectors of U.",
    ),
    Claim(
        id="structured/single-index",
        where=_P77,
        title="the structured condition with its sign, near the teacher",
        latex=r"\|V'(1)\,UU^\top+D_t^\perp(w)\| \le (9\,g+5\,W)\,\tau,\quad g = V'(1) \ge C_{LSC}\|f-f^*\|,\ W = \sup_{B_\tau}|V''|",
        domain=Domain(
            "w ∈ B_τ, 0 < τ ≤ 1, every even activation with 0 ≤ V'(α) ≤ V'(1) on B_τ; the five kinds of entries of the matrix, from V'(1) - V'(α) ≤ (1-α)W"
        ),
        statements=NEIGHBOUR,
        covers=("C127", "C128"),
        uses=("structured/at-the-teacher", "lemma-48/quadratic-form", "lemma-48/all-degrees"),
        assumes=("fundamental-theorem", "minkowski"),
        prove=_prove_neighbour,
        mutants=(
            Mutant(
                "the last entry without W",
                Statement(
                    le(g - alpha * v, g * (1 - alpha)),
                    (ge(alpha, 0), le(alpha, 1), ge(v, 0), le(v, g), le(g - v, (1 - alpha) * W), ge(W, 0)),
                ),
            ),
        ),
        note="In the basis w*, w_⊥, rest: the block of the first two is a sum of four matrices with one entry each, whose bounds add up to (9g + 5W)τ (triangle inequality); the rest is a multiple of the identity. It replaces C_reg τ by a constant of V.",
    ),
    Claim(
        id="structured/constant/he4",
        where=_P77,
        title="the constant of the structured condition against C_reg, He₄",
        latex=r"9\,V'(1)+5\sup|V''| \le 162 \le C_{reg} = 1133/\sqrt{24}",
        domain=Domain("q = z⁴ (normalised He₄), every symmetric law, every real d ≥ 3", "finite"),
        statements=C_REG4,
        covers=("C127",),
        uses=("structured/single-index", "theorem-9/regularity/he4", "velocity/z4-moments"),
        prove=_prove_c_reg4,
        mutants=(Mutant("5 in place of 11/2", C_REG4[3].replace(le(C_REG4[3].show.lhs, 5))),),
        note="So for normalised He₄ the repaired condition holds with the printed slack C_reg τ.",
    ),
)
