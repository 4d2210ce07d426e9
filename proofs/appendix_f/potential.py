"""Appendix F.3 (pp. 57–59): the arithmetic of Theorem 39 and Corollary 40."""

from __future__ import annotations

import sympy

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.gap_ode import eps, t
from poc_symbolic.rigor.statement import Statement, ge, gt, le
from proofs.symbols import J

C, G = sympy.symbols("C G", real=True)  # C_reg (or the constant C of Corollary 40), and the exponential factor

EIGHTEEN = Statement(le(2 * eps + 4 * C * (4 * eps), 18 * C * eps), (ge(C, 1), ge(eps, 0)))
_bootstrap = (gt(J, 0), gt(t, 0), gt(C, 0), gt(G, 0), gt(eps, 0), le(4 * J**4 * C**2 * t**3 * G * eps, 1))
BOOTSTRAP = Statement(le(J**2 * (2 * (C * t * J * eps) ** 2 * t * G), eps / 2), _bootstrap)

# with ∫_0^t‖J‖² ≤ tJ_max² Lemma 41 asks for J²t∫Φ² ≤ ε
_bootstrap_t = (*_bootstrap[:-1], le(4 * J**4 * C**2 * t**4 * G * eps, 1))
BOOTSTRAP_T = Statement(le(J**2 * t * (2 * (C * t * J * eps) ** 2 * t * G), eps / 2), _bootstrap_t)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="corollary-40/bootstrap",
        where=Place(57, "proof of Corollary 40"),
        title="the bootstrap of the induction",
        latex=r"4J^4C^2t^3e^{2CJ_{avg}t/(C_{LSC}\delta)}\epsilon \le 1 \implies J^2\cdot2(CtJ\epsilon)^2\,t\,e^{2CJ_{avg}t/(C_{LSC}\delta)} \le \tfrac12\epsilon",
        domain=Domain("all positive J_max, C, t, ε and exponential factor"),
        statements=(BOOTSTRAP,),
        covers=("B82",),
        mutants=(
            Mutant(
                "3 in place of 4 in the hypothesis",
                BOOTSTRAP.replace(assume=(*_bootstrap[:-1], le(3 * J**4 * C**2 * t**3 * G * eps, 1))),
            ),
        ),
        note="The 4 is sharp. With Lemma 41's missing factor t the hypothesis needs t⁴ (corollary-40/bootstrap-with-t).",
    ),
    Claim(
        id="corollary-40/bootstrap-with-t",
        where=Place(57, "proof of Corollary 40"),
        title="the bootstrap with Lemma 41's factor t",
        latex=r"4J^4C^2t^4e^{2CJ_{avg}t/(C_{LSC}\delta)}\epsilon \le 1 \implies J^2t\cdot2(CtJ\epsilon)^2\,t\,e^{2CJ_{avg}t/(C_{LSC}\delta)} \le \tfrac12\epsilon",
        domain=Domain("all positive J_max, C, t, ε and exponential factor"),
        statements=(BOOTSTRAP_T,),
        uses=("lemma-41/cauchy-schwarz",),
        mutants=(Mutant("t³ in the hypothesis", BOOTSTRAP_T.replace(assume=_bootstrap)),),
        note="In Theorem 9's setting t³ is enough, since there t sup‖J‖² ≤ J_max² (theorem-9/time-integral-of-j).",
    ),
    Claim(
        id="theorem-39/error-constant",
        where=Place(59, "proof of Theorem 39"),
        title="the constant 18 in the error term",
        latex=r"\|\Delta\|^2 \le 4\epsilon \implies 2\epsilon + 4C_{reg}\|\Delta\|^2 \le 18\,C_{reg}\,\epsilon",
        domain=Domain("C_reg ≥ 1, ε ≥ 0"),
        statements=(EIGHTEEN,),
        covers=("B78",),
        mutants=(Mutant("17 in place of 18", EIGHTEEN.replace(le(2 * eps + 4 * C * (4 * eps), 17 * C * eps))),),
        constants=(
            Constant(
                "18 in the error term of Theorem 39",
                "18",
                "18",
                "18",
                "1",
                "C_reg ≥ 1 (R1 lets C_reg be enlarged); attained at C_reg = 1",
                ("theorem 39",),
            ),
        ),
        note="C_reg ≥ 1 is needed and not said; the exact bound is (2 + 16 C_reg)ε.",
    ),
)
