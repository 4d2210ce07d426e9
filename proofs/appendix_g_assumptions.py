"""Appendix G.4, proof of Theorem 9 (p. 77): the assumptions of Theorem 7 for the single-index model.

Regularity, the structured part of local strong convexity (p. 24) and Symmetry. supp ρ* = {w*, -w*}, V = span w*, U = V^⊥.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, Subs, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha

B, C, W, a, b, c, delta, g, h, n, r, s, tau, v, x, y = sympy.symbols("B C W a b c delta g h n r s tau v x y", real=True)

# σ = c·He_4 with 1/C ≤ c ≤ C·max c_k = C·c; R1 at j = 0 and a Gaussian asks for C_reg ≥ 11‖σ‖_2 = 11√24 c
REGULARITY = Statement(le(11 * sqrt(24) * c, 1133 * C), (gt(c, 0), ge(C, 1), le(1 / C, c), le(c, C * c)))
# E|He_4^{(j)}(X)|⁵ ≤ 103⁵, with x = X²: |He_4| ≤ max(6, X⁴), |He_3| ≤ max(2, |X|³), and |He_2| ≤ max(1, X²)
FIFTH = (
    Statement(ge(x**2 - 6 * x + 3, -6), ()),
    Statement(le(x**2 - 6 * x + 3, x**2), (ge(x, Rational(1, 2)),)),
    Statement(le(x**2 - 6 * x + 3, 3), (ge(x, 0), le(x, Rational(1, 2)))),
    Statement(le(x * (x - 3) ** 2, 4), (ge(x, 0), le(x, 3))),
    Statement(le(x * (x - 3) ** 2, x**3), (ge(x, Rational(3, 2)),)),
)
# E max(A, |X|^q)⁵ ≤ A⁵ + E|X|^{5q}, E X^{2p} ≤ 2^{p+1}p!, and an odd moment is below the mean of its neighbours
_M = Rational(103) ** 5


def moment(p: int) -> sympy.Expr:
    """The bound 2^{p+1} p! of E X^{2p} for a sub-Gaussian X."""
    return sympy.Integer(2) ** (p + 1) * sympy.factorial(p)


SIZES = (
    Statement(le(6**5 + y, _M), (le(y, moment(10)),)),
    Statement(le(4**5 * (2**5 + (x + y) / 2), _M), (le(x, moment(7)), le(y, moment(8)))),
    Statement(le(12**5 * (1 + y), _M), (le(y, moment(5)),)),
    Statement(le(24**5 * (x + y) / 2, _M), (le(x, moment(2)), le(y, moment(3)))),
)
REGULARITY_REPAIRED = Statement(le(11 * 103 * c, 1133 * C), (gt(c, 0), le(c, C)))

# At w = w*: D = -g UUᵀ, g = V'(1); the printed norm is then c² + g (c² for p. 24's c_t²)
STRUCTURED = Statement(
    le(c + g, C * delta / 2 + B * tau),
    (gt(C, 0), ge(c, C), gt(delta, 0), lt(delta, 1), ge(g, C * delta), gt(tau, 0), lt(tau, 1), ge(B, 11)),
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
# the rotation by π in the plane of w* and e maps w* to -w*; the set of w at equal distance is α = 0
SYMMETRY = (
    Statement(eq((a - 1) ** 2 + b**2 - ((a + 1) ** 2 + b**2), -4 * a), ()),
    Statement(eq((-a - 1) ** 2 + (-b) ** 2 + h**2, (a + 1) ** 2 + b**2 + h**2), ()),
    Statement(le(2 * x * Rational(3, 4) * n, y), (gt(y, 0), gt(n, 0), le(x, 2 * y / (3 * n)))),
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


def _second_regularity() -> SecondRoute:
    """The L⁵ norm of cHe_4 at a Gaussian, which R1 bounds by C_reg/11, for growing c."""
    with mpmath.workdps(20):
        points = [-mpmath.inf, -4, -2, 0, 2, 4, mpmath.inf]
        unit = mpmath.quad(lambda t: abs(t**4 - 6 * t**2 + 3) ** 5 * mpmath.npdf(t), points) ** (mpmath.mpf(1) / 5)
        sizes = [11 * unit * 10**i for i in range(4)]
        return SecondRoute(
            "C_SIM = 1, σ = cHe_4, c = 1, 10, 100, 1000: 11(E|σ(X)|⁵)^{1/5} for a Gaussian X by quadrature",
            ", ".join(mpmath.nstr(value, 8) for value in sizes),
            bool(sizes[-1] > 1133),
        )


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
        id="theorem-9/regularity-as-printed",
        where=_P77,
        title="C_reg in terms of C_SIM",
        latex=r"\tfrac1{C_{SIM}} \le c_{k^*} \le C_{SIM}\max_kc_k \implies C_{reg} = O_{C_{SIM}}(1)",
        domain=Domain("σ = c·He_4; C_reg ≥ 11‖σ‖_2 against the value 1133·C_SIM that c ≤ C_SIM would give"),
        statements=(REGULARITY,),
        covers=("C126",),
        prove=lambda: [refute(REGULARITY, {"c": 1000, "C": 1})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "theorem-9/regularity/he4",
            "Assume max_k c_k ≤ C_SIM (then C_reg = O_{K,C_SIM}(1)), or let all constants depend on max_k c_k; the exponents stay.",
        ),
        second_route=_second_regularity,
        note="p. 62's item 1 bounds c_{k*} from below only (the right half holds for every σ), so σ = cHe_4 with any c ≥ 1 is allowed.",
    ),
    Claim(
        id="theorem-9/regularity/he4",
        where=_P77,
        title="R1 for He₄, with its constant",
        latex=r"\sigma = c\,\mathrm{He}_4,\ 0 < c \le C_{SIM} \implies (\mathbb E|\sigma^{(j)}(X)|^5)^{1/5} \le 103\,c,\ C_{reg} = 1133\,C_{SIM}",
        domain=Domain("j = 0, 1, 2, 3; P(|X| ≥ t) ≤ 2exp(-t²/2); x = X²", "finite"),
        statements=(*FIFTH, *SIZES, REGULARITY_REPAIRED),
        covers=("C126",),
        assumes=("subgaussian-moments", "expectation"),
        mutants=(
            Mutant("100 in place of 103", SIZES[1].replace(le(SIZES[1].show.lhs, Rational(100) ** 5))),
            Mutant("|He_3|² ≤ 3", FIFTH[3].replace(le(FIFTH[3].show.lhs, 3))),
        ),
        constants=(
            Constant(
                "C_reg for He_4",
                "O_{C_SIM}(1)",
                "1133*C_SIM",
                "-",
                "-",
                "σ = cHe_4, c ≤ C_SIM",
                ("theorem 9", "lemma 51"),
            ),
        ),
        note="11·103 = 1133.",
    ),
    Claim(
        id="structured/as-printed",
        where=_P24,
        title="the structured condition for the single-index model",
        latex=r"\|c_t^2UU^\top-D_t^\perp\| \le \frac{C_{LSC}\|f-f^*\|}{2\sqrt{C_{\rho^*}}}+C_{reg}\tau,\quad c_t^2 \ge C_{LSC}",
        domain=Domain(
            "at w = w*, D = -gUUᵀ, g = V'(1) ≥ C_LSC δ; 0 < δ, τ < 1, C_ρ* = 1, any C_reg = B ≥ 11 and τ small (λ = min(τ, δ) on p. 77)"
        ),
        statements=(STRUCTURED,),
        covers=("C127",),
        prove=lambda: [refute(STRUCTURED, {"c": 1, "C": 1, "g": "1/10", "delta": "1/10", "tau": "1/1000", "B": 240})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "structured/single-index",
            "With + D and c_t^i ≥ C_LSC‖f-f*‖, as p. 54 uses it (D^good = -c_1… - c_2UUᵀ, c_i ≥ C_LSC δ), the condition holds.",
        ),
        second_route=_second_structured,
        note="D is negative near the teacher, so c - D is a sum; and c ≥ C_LSC cannot match a D that vanishes with the "
        "loss. At τ = 1/(5K) the slack C_reg τ hides both slips, but Theorem 39 takes τ of order δ.",
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
        latex=r"\|V'(1)\,UU^\top+D_t^\perp(w)\| \le (10\,g+6\,W)\,\tau,\quad g = V'(1) \ge C_{LSC}\|f-f^*\|,\ W = \sup_{B_\tau}|V''|",
        domain=Domain(
            "w ∈ B_τ, 0 < τ ≤ 1, every even activation with 0 ≤ V'(α) ≤ V'(1) on B_τ; the five kinds of entries of the matrix"
        ),
        statements=NEIGHBOUR,
        covers=("C127", "C128"),
        uses=("structured/at-the-teacher", "lemma-48/quadratic-form", "lemma-48/all-degrees"),
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
        note="In the basis w*, w_⊥, rest; the norm is at most the sum of the bounds of the entries. It replaces C_reg τ by a constant of V.",
    ),
    Claim(
        id="theorem-9/symmetry",
        where=_P77,
        title="Symmetry for the single-index model",
        latex=r"g: w^* \mapsto -w^*\ \text{a rotation};\quad \|w-w^*\| = \|w+w^*\| \iff \alpha = 0,\ \mathbb P_{\rho_0}[|\alpha| \le x] \le \tfrac{3n}2\,x",
        domain=Domain("w = (a, b, h), g the rotation by π in the plane (w*, e_2), n = √((d-3)/2), d ≥ 5"),
        statements=SYMMETRY,
        covers=("C129",),
        uses=("prop-47/initial-fraction",),
        mutants=(
            Mutant("g is the identity", Statement(eq((a - 1) ** 2 + b**2 + h**2, (a + 1) ** 2 + b**2 + h**2), ())),
        ),
        note="Gauss and uniform law are invariant under all rotations, so I1 holds; I2 since N(0, I) factorises over V and U. P[α = 0] ≤ 3nx/2 → 0.",
    ),
)
