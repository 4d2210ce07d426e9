"""Appendix G.4, proof of Theorem 9 (p. 77): Regularity and Symmetry for the single-index model, supp ρ* = {w*, -w*}."""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational, sqrt

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from proofs.section_3.single_index import EFFECT

C, a, b, c, h, n, x, y = sympy.symbols("C a b c h n x y", real=True)
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
# the rotation by π in the plane of w* and e maps w* to -w*; the set of w at equal distance is α = 0
SYMMETRY = (
    Statement(eq((a - 1) ** 2 + b**2 - ((a + 1) ** 2 + b**2), -4 * a), ()),
    Statement(eq((-a - 1) ** 2 + (-b) ** 2 + h**2, (a + 1) ** 2 + b**2 + h**2), ()),
    # P[α_0 ≤ x] ≤ (3/(2√2))√(d-2) x with n = √(d-2), squared: any y > 0 is reached at some x > 0
    Statement(le(Rational(9, 8) * n**2 * x**2, y**2), (gt(y, 0), gt(n, 0), eq(3 * n * x, 2 * y))),
)


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


_P77, _P24 = Place(77, "proof of Theorem 9"), Place(24, "Assumption LSC, used on p. 77")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="theorem-9/regularity-as-printed",
        where=_P77,
        title="C_reg in terms of C_SIM",
        latex=r"\tfrac1{C_{SIM}} \le c_{k^*} \le C_{SIM}\max_kc_k \implies C_{reg} = O_{C_{SIM}}(1)",
        domain=Domain(
            "σ = c·He_4; C_reg ≥ 11‖σ‖_2 against the value 1133·C_SIM that c ≤ C_SIM would give (no other function of C_SIM serves: "
            "section-3/no-coefficient-bound)"
        ),
        statements=(REGULARITY,),
        covers=("C126",),
        uses=("section-3/no-coefficient-bound",),
        prove=lambda: [refute(REGULARITY, {"c": 1000, "C": 1})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "theorem-9/regularity/he4",
            EFFECT,
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
        id="theorem-9/symmetry",
        where=_P77,
        title="Symmetry for the single-index model",
        latex=r"g: w^* \mapsto -w^*\ \text{a rotation};\quad \|w-w^*\| = \|w+w^*\| \iff \alpha = 0,\ \mathbb P_{\rho_0}[|\alpha| \le x] \le \tfrac{3}{2\sqrt2}\sqrt{d-2}\;x",
        domain=Domain("w = (a, b, h), g the rotation by π in the plane (w*, e_2), n = √(d-2), every d ≥ 3"),
        statements=SYMMETRY,
        covers=("C129",),
        uses=("sphere/density",),
        assumes=("invariance",),
        mutants=(
            Mutant("9/2 in place of 9/8", SYMMETRY[2].replace(le(Rational(9, 2) * n**2 * x**2, y**2))),
            Mutant("g is the identity", Statement(eq((a - 1) ** 2 + b**2 + h**2, (a + 1) ** 2 + b**2 + h**2), ())),
        ),
        note="Gauss and uniform law are invariant under all rotations, so I1 holds; I2 since N(0, I) factorises over V and U. P[α = 0] is at most the bound for every x > 0, hence 0.",
    ),
)
