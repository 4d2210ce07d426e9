"""Section 4.1, Lemma 12 (p. 13): the balancedness constant, against eq. (6) (p. 10) and Lemma 33 (p. 46).

Two teachers at overlap c, q = z⁴: four eigenvalues, proportional to q'(1) ± q'(c) on U and q'(1) ± κ on V, where
κ = q'(c)c - q''(c)(1-c²) is the tangent component of the kernel. When they are distinct each eigenspace has η² ≥ 1.
"""

from __future__ import annotations

import sympy

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.teacher_spectrum import balancedness
from poc_symbolic.model.teachers import two_teachers
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, lt

c, q1, q2, t1w2, w1t2 = sympy.symbols("c q1 q2 t1w2 w1t2", real=True)
weights = sympy.symbols("eta1 eta2 eta3 eta4", real=True)

CONSTANT = Statement(
    ge(2, sum(w**2 for w in weights)),
    tuple(ge(w**2, 1) for w in weights),
)
kappa = 4 * c**4 - 12 * c**2 * (1 - c**2)
between = (gt(c, 0), lt(c, 1))
TWO_TEACHERS = (
    # tᵀ[q'(z)I + q''(z)w'wᵀ]t' with ⟨t,t'⟩ = c, ⟨t,w'⟩ = √(1-c²) = -⟨w,t'⟩
    Statement(
        eq(q1 * c + q2 * t1w2 * w1t2, kappa),
        (eq(q1, 4 * c**3), eq(q2, 12 * c**2), eq(t1w2 + w1t2, 0), eq(t1w2**2, 1 - c**2)),
    ),
    Statement(gt(4 * c**3 - kappa, 0), between),
    Statement(lt(4 * c**3 + kappa, 0), (gt(c, 0), lt(4 * c, 3))),
    Statement(gt(4 * c**3 + kappa, 0), (gt(4 * c, 3), lt(c, 1))),
)


def _second_constant() -> SecondRoute:
    """The least balancedness constant of two teachers at overlap 3/5, from the exact spectrum of H_∞ in d = 3."""
    least = balancedness(two_teachers({4: sympy.Integer(1)}, 3))
    return SecondRoute(
        "the exact spectrum of H_∞^⊥ for two teachers at overlap 3/5, q = z⁴, d = 3: the least C_b",
        f"{least} > 2 = |supp(ρ*)|",
        bool(least == 4),
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-12/constant-as-printed",
        where=Place(13, "Lemma 12"),
        title="the balancedness constant of Lemma 12",
        latex=r"\exists\,Q:\ \textstyle\sum_\lambda\eta_\lambda^2 \le C_{\rho^*} = \min\big(|\mathrm{supp}(\rho^*)|,\dim(\mathrm{supp}(\rho^*))^{\mathrm{degree}(\sigma)}\big)",
        domain=Domain("two teachers with four distinct eigenvalues, each with η² ≥ 1; min(2, 2⁴) = 2"),
        statements=(CONSTANT,),
        covers=("A36", "A37", "B06", "B07", "C132"),
        uses=("lemma-12/two-teachers-z4",),
        prove=lambda: [refute(CONSTANT, {f"eta{i}": 1 for i in range(1, 5)})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-33/constant",
            "|supp ρ*|·dim V (finite support), or 2(dim V)^{deg σ+1} (polynomial σ, dim V ≥ 2), serves everywhere and is a constant of the problem; for the single-index model with even σ the sum of the ranks, and with it C_b, is 1.",
        ),
        second_route=_second_constant,
        note="Lemma 12 has degree(σ), eq. (6) and pp. 23, 44 have 2degree(σ) + 1, Lemma 33 a factor 2; of these only the last covers two teachers.",
    ),
    Claim(
        id="lemma-12/two-teachers-z4",
        where=Place(13, "Lemma 12"),
        title="the eigenvalues for two teachers of q = z⁴",
        latex=r"\kappa = 4c^4 - 12c^2(1-c^2);\qquad 4\pm4c^3,\ 4\pm\kappa \text{ distinct}",
        domain=Domain("q = z⁴, overlap 0 < c < 1, c ≠ 3/4 (and κ ≠ 0: c² ≠ 3/4)", "finite"),
        statements=TWO_TEACHERS,
        mutants=(Mutant("no excluded overlap", TWO_TEACHERS[3].replace(assume=between)),),
        constants=(
            Constant(
                "balancedness constant C_b",
                "min(|supp ρ*|, dim^{degree σ})",
                "|supp ρ*|·dim V",
                "4 for two teachers, where |supp ρ*| = 2",
                "2",
                "two teachers, q = z⁴",
                ("lemma 12", "theorem 7"),
            ),
        ),
        note="On two atoms a normalised eigenfunction has unit length at both, so each simple eigenvalue costs η² = 1.",
    ),
)
