"""Powers of one base d ≥ 1 with exponents linear in parameters, for all parameters at once."""

from __future__ import annotations

from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.statement import Statement
from poc_symbolic.rigor.verdict import Verdict


def prove_exponent(statement: Statement, *, budget: int = 20000) -> Verdict:
    """A comparison of sums of c·d^(linear form), with d ≥ d₀ ≥ 1 and a polyhedron of parameters.

    The gap between two exponents is a non-negative combination of the assumptions (exact linear
    programming); the
    multipliers are in the certificate, and d^high - d^low ≥ 0 by monotonicity. A false comparison is
    refuted at
    rational parameters where the kernel can compare the powers.
    """
    return prove(statement, budget)
