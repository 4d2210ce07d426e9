"""Appendix F.2.1 (pp. 40, 42–43): Definition 28 and Lemma 31 with Claims 2 and 3.

One coordinate of an eigenfunction v on neurons with the same nearest teacher: the value a on a share p of them (inside S) and b
on the rest, mean p a + (1-p) b. In the witnesses H_∞ is a constant q > 0 there, so that λa = q·mean = λb; in general both are
the same coordinate X of E H_∞(w, w')v(w'), which depends on w through ξ^∞(w).
"""

from __future__ import annotations

import numpy as np
import sympy

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.teacher_spectrum import spectrum
from poc_symbolic.model.teachers import orthogonal
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import r

a, b, p, q, u, lam, kappa, N, P, X = sympy.symbols("a b p q u lambda kappa N P X", real=True)

_mean = p * a + (1 - p) * b
_eigen = (gt(q, 0), gt(p, 0), lt(p, 1), ge(lam, 0), eq(lam * a, q * _mean), eq(lam * b, q * _mean))
EVERY = Statement(eq(q * (p * a), lam * a * p), _eigen)
FACTOR = Statement(eq(a, b), _eigen)
FACTOR_NONZERO = Statement(eq(a, b), (gt(lam, 0), eq(lam * a, X), eq(lam * b, X)))
ATOMS = Statement(eq(kappa * u * r, P * (kappa * u / N)), (gt(N, 0), gt(P, 0), eq(N * r, P)))

# v takes the values a on S and b off S, mean square 1; E v²1_S = p a², so both forms read λ(p a²)v = λ v p
_unit = (gt(lam, 0), gt(p, 0), lt(p, 1), eq(p * a**2 + (1 - p) * b**2, 1))
CONVERSE = Statement(eq(lam * (p * a**2) * b, lam * b * p), (*_unit, eq(lam * (p * a**2) * a, lam * a * p)))
# two points of S with masses m1, m2; u, u2 the other function's values there, r, r2 those of E H v 1_S
m1, m2, u2, r2 = sympy.symbols("m1 m2 u2 r2", real=True)
FORWARD = Statement(
    eq(m1 * u * r + m2 * u2 * r2, lam * (m1 * u * a + m2 * u2 * b) * p), (eq(r, lam * a * p), eq(r2, lam * b * p))
)

# Claim 3's codomain: two orthogonal teachers, q = z⁴: the eigenvalue 2 with the values a, b at the two teachers
LENGTH = Statement(eq(a**2, b**2), (eq(4 * a / 2, lam * a), eq(4 * b / 2, lam * b), eq(lam, 2)))

CONDITIONAL = Statement(eq(r / P, 1 / N), (gt(N, 0), gt(P, 0), eq(N * r, P)))
DISPLAY = Statement(eq(r, 1 / N), CONDITIONAL.assume)


def _prove_nonzero() -> Verdict:
    """λ(a - b) = 0 gives a = b."""
    script = Script(FACTOR_NONZERO, {"a": 1, "b": 1, "X": 1, "lambda": 1})
    script.combine(FACTOR_NONZERO.show.excess, [(1, [1]), (-1, [2])], times=[0])
    return script.verdict("elimination")


def _prove_atoms() -> Verdict:
    script = Script(ATOMS, {"N": 1, "P": 1, "r": 1, "kappa": 1, "u": 1})
    script.combine(ATOMS.show.excess, [(kappa * u, [2])], times=[0])
    return script.verdict("equation")


def _second_every() -> SecondRoute:
    """Four neurons on one side of a single-index model, H = 4 everywhere: the null vector (1, -1, 0, 0), S its first entry."""
    kernel = np.full((4, 4), 4.0)
    v, inside = np.array([1.0, -1, 0, 0]), np.array([1.0, 0, 0, 0])
    eigen = float(np.abs(kernel @ v / 4).max())
    left = float((kernel @ (v * inside) / 4)[0])
    return SecondRoute(
        "four neurons with H = 4: the null function (1, -1, 0, 0) restricted to its first neuron",
        f"H v = {eigen:g}, H v1_S = {left:g}",
        eigen == 0 and left == 1,
    )


def _second_converse() -> SecondRoute:
    """Three neurons, S the first; v_1 = 1 and v_2 = √(3/2)(0, 1, -1), H = v_1v_1ᵀ + v_2v_2ᵀ."""
    first, second = np.ones(3), np.sqrt(1.5) * np.array([0.0, 1, -1])
    kernel, inside = np.outer(first, first) + np.outer(second, second), np.array([1.0, 0, 0])
    off = [kernel @ (v * inside) / 3 - v / 3 for v in (first, second)]
    return SecondRoute(
        "three neurons, S the first, H = v_1v_1ᵀ + v_2v_2ᵀ: the first form's error on S and off S",
        f"{max(abs(o[0]) for o in off):.3g}, {max(abs(o[1]) for o in off):.3g}",
        bool(max(abs(o[0]) for o in off) < 1e-12 < 0.1 < max(abs(o[1]) for o in off)),
    )


def _second_length() -> SecondRoute:
    """The eigenspace of two orthogonal teachers for q = z⁴ contains functions that vanish at one of them."""
    space = spectrum(orthogonal(2, {4: sympy.Integer(1)}, 3))[0]
    values = space.scalar
    combination = np.linalg.solve(values.T, np.array([1.0, 0.0])) @ values
    return SecondRoute(
        "eigenfunction y of M_1 for two orthogonal teachers, q = z⁴, with prescribed values",
        f"λ = {space.value:.6g}, values {combination[0]:.3g} and {abs(combination[1]):.3g}",
        bool(abs(combination[1]) < 1e-12 and abs(space.value - 2) < 1e-12),
    )


def _second_display() -> SecondRoute:
    """α_t = tanh: half of eight neurons have arrived in B_τ; the display's weights sum to ½."""
    arrived = [s for s in (1, 1, 0, 0, 1, 1, 0, 0)]
    total = sympy.Rational(sum(arrived), len(arrived))
    return SecondRoute(
        "eight neurons, four in each basin, two of each arrived: the sum of the display's weights",
        str(total),
        total != 1,
    )


_P31 = Place(42, "Lemma 31")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="definition-28/every-eigenfunction-as-printed",
        where=Place(40, "Definition 28"),
        title="consistency for every eigenfunction, λ = 0 included",
        latex=r"\mathbb E_{w'}H(w,w')v(w')1(w'\in S) = \lambda_vv(w)\Pr[S]\ \ \text{for every eigenfunction } v",
        domain=Domain("one teacher's neurons, λ ≥ 0"),
        statements=(EVERY,),
        covers=("B34", "B41"),
        prove=lambda: [refute(EVERY, {"a": 1, "b": -1, "p": "1/2", "q": 1, "lambda": 0})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-31/restricted",
            "The definition and Lemma 31 hold for λ_v ≠ 0, and the potential is built from such eigenfunctions only.",
        ),
        second_route=_second_every,
        note="If it held for a complete system, H1_S = Pr[S] H and its transpose would force H = 0 or Pr[S] ∈ {0, 1}.",
    ),
    Claim(
        id="definition-28/in-other-words-as-printed",
        where=Place(40, "Definition 28"),
        title="the second form of the definition",
        latex=r"\langle u,v\rangle_H^S = \lambda_v\langle u,v\rangle^S\Pr[S]\ \forall u \implies \mathbb E_{w'}H(w,w')v(w')1(w'\in S) = \lambda_vv(w)\Pr[S]\ \forall w",
        domain=Domain("λ > 0; v = a on S, b off S, mean square 1; the left form only sees w in S"),
        statements=(CONVERSE,),
        covers=("B34",),
        step=True,
        prove=lambda: [refute(CONVERSE, {"a": 0, "b": 2, "p": "3/4", "lambda": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "definition-28/second-form",
            "The second form follows from the first, and Lemma 34 uses it for w in S alone.",
        ),
        second_route=_second_converse,
        note="An eigenfunction that vanishes on S satisfies the second form trivially; also μ and ρ_0 are mixed, harmlessly for μ = ρ_0.",
    ),
    Claim(
        id="definition-28/second-form",
        where=Place(40, "Definition 28"),
        title="the second form follows from the first",
        latex=r"\mathbb E_{w'}H(w,w')v(w')1(w'\in S) = \lambda_vv(w)\Pr[S] \implies \langle u,v\rangle_H^S = \lambda_v\langle u,v\rangle^S\Pr[S]",
        domain=Domain("one coordinate at two points w of S (more by linearity), u any function"),
        assumes=("linearity",),
        statements=(FORWARD,),
        covers=("B34",),
        mutants=(Mutant("p² in place of p", FORWARD.replace(eq(FORWARD.show.lhs, FORWARD.show.rhs * p))),),
        note="Multiply by u(w)1(w ∈ S) and take the mean.",
    ),
    Claim(
        id="lemma-31/claim-2",
        where=Place(42, "Claim 2"),
        title="limits of the arrived neurons are uniform",
        latex=r"\Pr[\xi^\infty=w_i \mid \xi_t\in B_\tau] = \tfrac1N = \Pr[\xi^\infty=w_i]",
        domain=Domain(
            "N teachers with equal probabilities r of (ξ^∞ = w_i, ξ_t ∈ B_τ) by symmetry, N r = P = Pr[ξ_t ∈ B_τ] > 0"
        ),
        uses=("lemma-30/nearest", "lemma-30/ball"),
        assumes=("invariance",),
        statements=(CONDITIONAL,),
        covers=("B39",),
        mutants=(Mutant("2/N in place of 1/N", CONDITIONAL.replace(eq(r / P, 2 / N))),),
        note="For τ = 0, which Lemma 31 allows, P may be 0 and the conditional law is not defined; Lemma 31 is then 0 = 0.",
    ),
    Claim(
        id="lemma-31/claim-2-display-as-printed",
        where=Place(43, "Claim 2"),
        title="the display of Claim 2",
        latex=r"\tilde\rho(w^*) = \Pr_{w\sim\rho_0}[\xi^\infty(w)=w^*\wedge\xi_t(w)\in B_\tau] = \tfrac1N",
        domain=Domain("N teachers, Pr[B_τ] = P > 0"),
        statements=(DISPLAY,),
        covers=("B39",),
        prove=lambda: [refute(DISPLAY, {"N": 2, "P": "1/2", "r": "1/4"})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-31/claim-2", "Divide by Pr[ξ_t ∈ B_τ]; the argument is the same for both."),
        second_route=_second_display,
        note="ρ̃ is conditional by its definition, the display gives the joint probability.",
    ),
    Claim(
        id="lemma-31/claim-3-as-printed",
        where=Place(43, "Claim 3"),
        title="eigenfunctions depend on the nearest teacher alone, λ = 0 included",
        latex=r"\langle u,v\rangle_{H_\infty^\perp} = \lambda_v\langle u,v\rangle\ \forall u \implies v(w) = v'(\xi^\infty(w))",
        domain=Domain("two neurons with the same nearest teacher, λ ≥ 0"),
        statements=(FACTOR,),
        covers=("B40",),
        prove=lambda: [refute(FACTOR, {"a": 1, "b": -1, "p": "1/2", "q": 1, "lambda": 0})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-31/restricted", "For λ_v ≠ 0 one may divide, and only those eigenfunctions are used."),
        second_route=_second_every,
        note="λ_v v(w) depends on w through ξ^∞(w); for λ_v = 0 this says nothing about v. The proof also uses v' before it is found.",
    ),
    Claim(
        id="lemma-31/claim-3-codomain-as-printed",
        where=Place(43, "Claim 3"),
        title="eigenfunctions of length one",
        latex=r"v':\mathrm{supp}(\rho_\infty^{MF})\to\mathbb S^{d-1}",
        domain=Domain(
            "two orthogonal teachers, q = z⁴: the values a, b of an eigenfunction of M_1 at the two teachers, up to a common factor"
        ),
        statements=(LENGTH,),
        covers=("B40",),
        prove=lambda: [refute(LENGTH, {"a": 1, "b": 0, "lambda": 2})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-31/restricted", "v' has values in R^d; nothing uses their length beyond Definition 11."),
        second_route=_second_length,
        note="Eigenfunctions need not have constant length; they may vanish at a teacher.",
    ),
    Claim(
        id="lemma-31/restricted",
        where=_P31,
        title="consistent restricted isometry for λ ≠ 0",
        latex=r"\lambda_v\ne0 \implies v = v'\circ\xi^\infty,\quad \mathbb E_{w'}H_\infty^\perp(w,w')v(w')1(\xi_t(w')\in B_\tau) = \lambda_vv(w)\Pr[B_\tau^t]",
        domain=Domain(
            "λ > 0 (H is positive semi-definite), two neurons of one teacher and one coordinate; then one of N teachers with N r = Pr[B_τ^t]; no mass on ties"
        ),
        uses=("lemma-31/claim-2",),
        assumes=("linearity",),
        statements=(FACTOR_NONZERO, ATOMS),
        covers=("B40", "B41"),
        prove=lambda: [_prove_nonzero(), _prove_atoms()],
        mutants=(
            Mutant("λ ≥ 0", FACTOR_NONZERO.replace(assume=(ge(lam, 0), *FACTOR_NONZERO.assume[1:]))),
            Mutant("unequal shares", ATOMS.replace(assume=(gt(N, 0), gt(P, 0), eq((N + 1) * r, P)))),
        ),
        note="Lemma 31 asks for transitivity only; that ties have no mass (second half of I1) is needed too.",
    ),
)
