"""Figure 6 (p. 63): the three plotted curves against the bound in the caption.

Read off a 600 dpi print between the ticks 0 and 1 of the vertical axis (640 rows apart), each to ± 1/100.
"""

from __future__ import annotations

import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place
from poc_symbolic.rigor.statement import Atom, Statement, ge, le
from proofs.symbols import alpha

v, lam = sympy.symbols("v lambda", real=True)

ERROR = Rational(1, 100)
READINGS = {  # time: thousandths of (velocity, alignment, top eigenvalue)
    12: (70, 254, 113),
    25: (110, 305, 140),
    37: (155, 379, 174),
    62: (277, 630, 181),
    70: (295, 742, 62),
    75: (270, 813, -77),
    150: (2, 999, -580),
}


def _near(values: tuple[int, int, int]) -> tuple[Atom, ...]:
    """The three curves within the error of a reading."""
    pairs = [(symbol, Rational(value, 1000)) for symbol, value in zip((v, alpha, lam), values, strict=True)]
    return tuple(atom for symbol, value in pairs for atom in (ge(symbol, value - ERROR), le(symbol, value + ERROR)))


CAPTION = tuple(Statement(le(alpha * lam, 3 * v), _near(values)) for values in READINGS.values())

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="figure-6/plotted-bound",
        where=Place(63, "Figure 6"),
        title="the top eigenvalue and the velocity, as plotted",
        latex=r"\lambda_{\max}(D_t) \le \frac{k-1}{\alpha_t}\,\nu(\alpha_t),\quad k = 4",
        domain=Domain("the readings of the figure at t = 12, 25, 37, 62, 70, 75 and 150, each ± 1/100", "point"),
        statements=CAPTION,
        covers=("C144",),
        mutants=(Mutant("a tenth of the bound", CAPTION[0].replace(le(alpha * lam, 3 * v / 10))),),
        note="The plotted neuron is never repelled; for those that are, see self-concordance/along-the-flow-pure-bound/z4.",
    ),
)
