"""Appendix E (pp. 36–39): the union bounds of Lemmas 23, 24, 25 and 27 with explicit constants.

Each claim bounds the logarithm of a failure probability. L is the logarithm in the lemma's ε (log(mT), log(md) or
log n), C is C_reg, a = ½ log m, and T = e^{L-2a} where there is a T. Nets have the scales of appendix_e/nets, and at most
(1 + 2/r)^d points of S^{d-1} or 1 + T/(2r) points of [0, T]. The probability is a negative power of mT, md or n, so it tends to 0 as m → ∞ (n → ∞).
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from sympy import Rational, log

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, ge, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d

C, L, a, g = sympy.symbols("C L a g", real=True)  # g = √d where the square root occurs

_base = (ge(C, 1), ge(d, 1), ge(a, 0), le(a, L / 2), ge(L, 16 * C**2))
_root_base = (ge(C, 1), ge(g, 1), ge(a, 0), le(a, L / 2), ge(L, 16 * C**2))

# Lemma 23, ε = d L/√m for the field, d^{3/2} L/√m for the Hessian: both leave the exponent d L²/(8C²)
_sphere = d * (log(1 + 16 * C / (d * L)) + a) + log(1 + 4 * C**2 / (d * L)) + L - a - d * L**2 / (8 * C**2)
FIELD = Statement(le(log(2 * d) + _sphere, -d * L / 2), _base)
HESSIAN = Statement(le(log(2 * d) + log(d) + _sphere, -d * L / 2), _base)

# Lemma 24, ε = √d J L/√m: J cancels
TIMES = log(1 + 8 * C**2 / (g * L)) + log(1 + 16 * C**2 / (g * L)) + 2 * (L - a)
JACOBIAN = Statement(
    le(log(2) + 2 * g**2 * (log(1 + 32 * C / (g * L)) + a) + TIMES - g**2 * L**2 / (2 * C**2), -(g**2) * L),
    _root_base,
)

# Lemma 25, ε = d L/√m with L = log(md): d times the failure probability is at most e^{-dL} = (md)^{-d}
RESTRICTED = Statement(
    le(log(2 * d) + log(d) + d * (log(1 + 8 * C / (d * L)) + a) - d * L**2 / (8 * C**2), -d * L), _base
)
SHARE = Statement(le(log(2) + log(d) - 2 * d**2 * L**2, -d * L), _base)

# Lemma 27, ε = √d L²/√n with L = log n, three nets of the printed scale ε/(6C)
DATA = Statement(
    le(log(2) + 3 * g**2 * (log(1 + 12 * C / (g * L**2)) + L / 2) - g**2 * L**4 / (2 * C**2), -(g**2) * L),
    (ge(C, 1), ge(g, 1), ge(L, 5 * C)),
)


class _Sum:
    """A goal as a sum of facts; what is left over must be a polynomial that is positive on a box."""

    def __init__(self, statement: Statement, point: dict[str, str]) -> None:
        self.script = Script(statement, point)
        self.goal = statement.show.excess
        self.left = self.goal
        self.terms: list[tuple[Rational, Sequence[int]]] = []

    def use(self, amount: sympy.Expr, facts: Sequence[int]) -> None:
        """Take the product of ``facts``, which is ``amount``, out of the goal."""
        self.left -= amount
        self.terms.append((Rational(1), facts))

    def logarithm(self, argument: sympy.Expr, times: Sequence[int] = (), factor: sympy.Expr | int = 1) -> None:
        """log u ≤ u - 1 for a positive u, times the facts whose product is ``factor``."""
        fact = self.script.tangent(log(argument))
        self.use(factor * (argument - 1 - log(argument)), [fact, *times])

    def net(
        self,
        ratio: sympy.Expr,
        over: Sequence[int],
        under: Sequence[int],
        times: Sequence[int] = (),
        factor: sympy.Expr | int = 1,
    ) -> None:
        """The same for u = 1 + ratio, where ratio · Π(under) is a multiple of Π(over)."""
        share = sympy.numer(sympy.together(ratio)).as_coeff_Mul()[0]
        self.script.combine(1 + ratio, [(1, under), (share, over)], times=under)
        self.logarithm(1 + ratio, times, factor)

    def verdict(self, box: Sequence[Sequence[str | int | None]]) -> Verdict:
        """Close with Bernstein coefficients on the box."""
        rest = sympy.expand(self.left)
        self.terms.append((Rational(1), [self.script.bernstein(rest, box, rel=">")]))
        self.script.combine(self.goal, self.terms)
        return self.script.verdict("tangents of the logarithm, Bernstein")


def _facts(script: Script, size: sympy.Symbol) -> tuple[int, int, int]:
    """C > 0, the dimension (or its root) > 0, L > 0 and L ≥ 16 from the common assumptions."""
    c = script.combine(C, [(1, [0]), (1, [])])
    dim = script.combine(size, [(1, [1]), (1, [])])
    long = script.combine(L, [(1, [4]), (16, [c, c])])
    script.combine(L - 16, [(1, [4]), (16, [0, 0]), (32, [0])])
    return c, dim, long


_Box = Sequence[Sequence[str | int | None]]
_POINT = {"C": "1", "d": "1", "a": "1", "L": "16"}
_BOX: _Box = [["L", 16, None], ["d", 1, None]]


def _prove_lemma_23() -> list[Verdict]:
    verdicts = []
    for statement in (FIELD, HESSIAN):
        total = _Sum(statement, _POINT)
        script = total.script
        c, dim, long = _facts(script, d)
        total.logarithm(2 * d)
        if statement is HESSIAN:
            total.logarithm(d)
        total.net(16 * C / (d * L), [c], [dim, long], [dim], d)
        total.net(4 * C**2 / (d * L), [c, c], [dim, long])
        total.use(1 - 16 * C / L, [script.combine(1 - 16 * C / L, [(1, [4]), (16, [c, 0])], times=[long])])
        quarter = Rational(1, 4) - 4 * C**2 / (d * L)
        total.use(quarter, [script.combine(quarter, [("1/4", [4]), ("1/4", [1, long])], times=[dim, long])])
        _load_and_width(total, c, dim, long)
        verdicts.append(total.verdict(_BOX))
    return verdicts


def _load_and_width(total: _Sum, c: int, dim: int, long: int) -> None:
    """d L²/(8C²) ≥ 2 d L from L ≥ 16C², and (d-1) a ≤ (d-1) L/2."""
    load = d * L**2 / (8 * C**2) - 2 * d * L
    total.use(load, [total.script.combine(load, [("1/8", [dim, long, 4])], times=[c, c])])
    total.use((d - 1) * (L / 2 - a), [1, 3])


def _prove_lemma_24() -> list[Verdict]:
    total = _Sum(JACOBIAN, {"C": "1", "g": "1", "a": "1", "L": "16"})
    script = total.script
    c, dim, long = _facts(script, g)
    total.logarithm(sympy.Integer(2))
    for _ in range(2):
        total.net(32 * C / (g * L), [c], [dim, long], [dim, dim], g**2)
    total.net(8 * C**2 / (g * L), [c, c], [dim, long])
    total.net(16 * C**2 / (g * L), [c, c], [dim, long])
    slope = g * (4 - 64 * C / L)
    total.use(slope, [dim, script.combine(4 - 64 * C / L, [(4, [4]), (64, [c, 0])], times=[long])])
    share = Rational(3, 2) - 24 * C**2 / (g * L)
    total.use(share, [script.combine(share, [("3/2", [4]), ("3/2", [1, long])], times=[dim, long])])
    load = g**2 * L**2 / (2 * C**2) - 8 * g**2 * L
    total.use(load, [script.combine(load, [("1/2", [dim, dim, long, 4])], times=[c, c])])
    above = script.combine(g + 1, [(1, [dim]), (1, [])])
    wide = script.combine(L - 2 * a, [(2, [3])])
    total.use((g + 1) * (g - 1) * (L - 2 * a), [above, 1, wide])
    return [total.verdict([["L", 16, None], ["g", 1, None]])]


def _prove_lemma_25() -> list[Verdict]:
    total = _Sum(RESTRICTED, _POINT)
    script = total.script
    c, dim, long = _facts(script, d)
    total.logarithm(2 * d)
    total.logarithm(d)
    total.net(8 * C / (d * L), [c], [dim, long], [dim], d)
    half = Rational(1, 2) - 8 * C / L
    total.use(half, [script.combine(half, [("1/2", [4]), (8, [c, 0])], times=[long])])
    load = d * L**2 / (8 * C**2) - 2 * d * L
    total.use(load, [script.combine(load, [("1/8", [dim, long, 4])], times=[c, c])])
    total.use(d * (L / 2 - a), [dim, 3])
    share = _Sum(SHARE, _POINT)
    _facts(share.script, d)
    share.logarithm(sympy.Integer(2))
    share.logarithm(d)
    return [total.verdict(_BOX), share.verdict(_BOX)]


def _prove_lemma_27() -> list[Verdict]:
    total = _Sum(DATA, {"C": "1", "g": "1", "L": "5"})
    script = total.script
    c = script.combine(C, [(1, [0]), (1, [])])
    dim = script.combine(g, [(1, [1]), (1, [])])
    long = script.combine(L, [(1, [2]), (5, [c])])
    script.combine(L - 5, [(1, [2]), (5, [0])])
    squared = script.combine(L**2 - 25 * C**2, [(1, [2, 2]), (10, [2, c])])
    total.logarithm(sympy.Integer(2))
    for _ in range(3):
        total.net(12 * C / (g * L**2), [c], [dim, long, long], [dim, dim], g**2)
    slope = g * (Rational(36, 25) - 36 * C / L**2)
    bound = script.combine(slope / g, [("36/25", [squared]), (36, [c, 0])], times=[long, long])
    total.use(slope, [dim, bound])
    load = g**2 * L**4 / (2 * C**2) - Rational(25, 2) * g**2 * L**2
    total.use(load, [script.combine(load, [("1/2", [dim, dim, long, long, squared])], times=[c, c])])
    return [total.verdict([["L", 5, None], ["g", 1, None]])]


_LARGE = "C_reg ≥ 1, d ≥ 1, T ≥ 1, log(mT) ≥ 16 C_reg²"

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-23/union-bound",
        where=Place(37, "Lemma 23"),
        title="failure probability of Lemma 23, with explicit constants",
        latex=r"2d\,\Bigl(1+\tfrac{16C}{\epsilon}\Bigr)^d\Bigl(1+\tfrac{4C^2T}{\epsilon}\Bigr)e^{-m\epsilon^2/(8dC^2)} \le (mT)^{-d/2},\ \epsilon = \tfrac{d\log(mT)}{\sqrt m};\quad 2d^2(\cdots)e^{-m\epsilon^2/(8d^2C^2)} \le (mT)^{-d/2},\ \epsilon = \tfrac{d^{3/2}\log(mT)}{\sqrt m}",
        domain=Domain(_LARGE),
        uses=("lemma-23/nets", "lemma-23/lipschitz"),
        assumes=("hoeffding", "sphere-net"),
        statements=(FIELD, HESSIAN),
        covers=("B19",),
        prove=_prove_lemma_23,
        mutants=(Mutant("log(mT) ≥ C² in place of 16C²", FIELD.replace(assume=(*_base[:-1], ge(L, C**2)))),),
        constants=(
            Constant(
                "log(mT) from which Lemma 23 fails with probability at most (mT)^{-d/2}",
                "1 - o(1)",
                "16 C_reg²",
                "8 C_reg² for this argument: the net alone costs d log(mT)/2",
                "2",
                "d, T, C_reg ≥ 1",
                ("Lemma 5",),
            ),
        ),
        note="Both exponents of d are right, and the bound tends to 0 as m → ∞.",
    ),
    Claim(
        id="lemma-24/union-bound",
        where=Place(37, "Lemma 24"),
        title="failure probability of Lemma 24 apart from the indicator, with explicit constants",
        latex=r"2\Bigl(1+\tfrac{32CJ}{\epsilon}\Bigr)^{2d}\Bigl(1+\tfrac{8C^2JT}{\epsilon}\Bigr)\Bigl(1+\tfrac{16C^2JT}{\epsilon}\Bigr)e^{-m\epsilon^2/(2C^2J^2)} \le (mT)^{-d},\ \epsilon = \tfrac{\sqrt d\,J\log(mT)}{\sqrt m}",
        domain=Domain(_LARGE + ", J_max ≥ 1; d = g²"),
        uses=("lemma-24/nets", "lemma-24/hoeffding"),
        assumes=("hoeffding", "sphere-net"),
        statements=(JACOBIAN,),
        covers=("B22",),
        prove=_prove_lemma_24,
        mutants=(Mutant("log(mT) ≥ C² in place of 16C²", JACOBIAN.replace(assume=(*_root_base[:-1], ge(L, C**2)))),),
        note="J_max cancels between the nets' scales and ε_m, so √d J_max log(mT)/√m is right.",
    ),
    Claim(
        id="lemma-25/union-bound",
        where=Place(38, "Lemma 25"),
        title="failure probability of Lemma 25 at one time, with explicit constants",
        latex=r"d\cdot2d\Bigl(1+\tfrac{8C}{\epsilon}\Bigr)^de^{-m\epsilon^2/(8C^2d)} \le (md)^{-d},\quad d\cdot2e^{-2m\epsilon^2} \le (md)^{-d},\quad \epsilon = \tfrac{d\log(md)}{\sqrt m}",
        domain=Domain("C_reg ≥ 1, d ≥ 1, log(md) ≥ 16 C_reg²; one fixed t, S and v with ‖v‖_∞ = 1 (others by scaling)"),
        uses=("lemma-25/nets", "lemma-24/hoeffding"),
        assumes=("hoeffding", "sphere-net"),
        statements=(RESTRICTED, SHARE),
        covers=("B25",),
        prove=_prove_lemma_25,
        mutants=(Mutant("log(md) ≥ C² in place of 16C²", RESTRICTED.replace(assume=(*_base[:-1], ge(L, C**2)))),),
        note="So the probability of failure is o(1/d), as stated, with room for polynomially many events; the bound is for one time t (see lemma-25/every-time-as-used).",
    ),
    Claim(
        id="lemma-27/union-bound",
        where=Place(39, "proof of Lemma 27"),
        title="the arithmetic of the union bound of Lemma 27",
        latex=r"2\Bigl(1+\tfrac{12C}{\epsilon_n}\Bigr)^{3d}e^{-n\epsilon_n^2/(2C^2)} \le n^{-d},\quad \epsilon_n = \frac{\sqrt d\log^2n}{\sqrt n}",
        domain=Domain(
            "C_reg ≥ 1, d = g² ≥ 1, log n ≥ 5 C_reg; the exponent as p. 39 supposes it (sub-Gaussian summands)"
        ),
        assumes=("sphere-net",),
        statements=(DATA,),
        covers=("B33",),
        prove=_prove_lemma_27,
        mutants=(Mutant("log n ≥ C/3 in place of 5C", DATA.replace(assume=(ge(C, 1), ge(g, 1), ge(3 * L, C)))),),
        note="The arithmetic is right; that the summands have this exponent is not (lemma-27/subgaussian-as-printed).",
    ),
)
