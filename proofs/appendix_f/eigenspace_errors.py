"""Appendix F.2, eq. (29) (p. 51): the errors of all eigenfunctions of one eigenvalue together, and the constant of Claim 9.

Letters: a = (φ_v)/(Σφ_v²)^{1/2}, eta = η_λ, root = √C_b, e = ε_m^{25}, x = E‖Δ‖1(ξ ∉ B_τ), Omega = E‖Δ‖, K = C_reg;
out = Σ a_v E_i v(w_i)ᵀΔ(i)1(∉), rest = Σ a_v (Lemma 25's error of v).
"""

from __future__ import annotations

import sympy

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, le
from poc_symbolic.rigor.verdict import Verdict

a1, a2, c, s, f, n, mean, square = sympy.symbols("a1 a2 c s f n mean square", real=True)
P, S, K, e, x, t, eta, lam, out, rest, root, beta, Omega = sympy.symbols(
    "P S C_reg e x t eta lam out rest root beta Omega", real=True
)

# Lemma 25's error of yU_i at one neuron is f·U_i with f that of y: the columns of U are orthonormal
COLUMNS = Statement(
    eq((f * a1 * c - f * a2 * s) ** 2 + (f * a1 * s + f * a2 * c) ** 2, f**2 * (a1**2 + a2**2)), (eq(c**2 + s**2, 1),)
)
# n = #F_λ + #Y_λ ≤ η² terms, each at most β|a|, with mean |a| and mean of squares, Σ a² ≤ 1
COUNT = Statement(
    le((n * mean * beta) ** 2, eta**2 * root**2 * e**2),
    (ge(n, 0), le(n, eta**2), le(mean**2, square), le(n * square, 1), le(beta**2, root**2 * e**2)),
)
ONE = Statement(
    ge(eta * (lam * P * (S - out) - rest), eta * lam * P * S - eta**2 * (K * x + root * e * Omega)),
    (
        ge(eta, 0),
        ge(lam, 0),
        le(lam, K),
        ge(P, 0),
        le(P, 1),
        ge(x, 0),
        le(out, eta * x),
        le(rest, eta * root * e * Omega),
    ),
)
TOTAL = Statement(
    le(t * (K * x + root * e * Omega), root**2 * K * x + root**3 * e * Omega),
    (le(t, root**2), ge(K, 0), ge(x, 0), ge(root, 0), ge(e, 0), ge(Omega, 0)),
)


def _prove_errors() -> list[Verdict]:
    """β²n²(square - mean²) + nβ²(1 - n·square) + β²(η² - n) + η²(C_bε² - β²); then λP(ηx - out) + …"""
    columns = Script(COLUMNS, {"a1": 0, "a2": 0, "c": 1, "s": 0, "f": 0})
    columns.combine(COLUMNS.show.excess, [(f**2 * (a1**2 + a2**2), [0])])
    count = Script(COUNT, dict.fromkeys((v.name for v in COUNT.symbols), 0))
    own, weight = count.square(beta), count.square(eta)
    terms = [(1, [own, 0, 0, 2]), (1, [own, 0, 3]), (1, [own, 1]), (1, [weight, 4])]
    count.combine(COUNT.show.excess, terms)
    one = Script(ONE, dict.fromkeys((v.name for v in ONE.symbols), 0))  # η, λ, K - λ, P, 1 - P, x, ηx - out, …
    terms = [(1, [0, 7]), (1, [0, 1, 3, 6]), (1, [0, 0, 2, 5]), (1, [0, 0, 1, 4, 5])]
    one.combine(ONE.show.excess, terms)
    total = Script(TOTAL, dict.fromkeys((v.name for v in TOTAL.symbols), 0))
    total.combine(TOTAL.show.excess, [(1, [0, 1, 2]), (1, [0, 3, 4, 5])])
    return [columns.verdict("identity"), *(script.verdict("positive terms") for script in (count, one, total))]


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-29/eigenspace-errors",
        where=Place(51, "eq. (29), last line"),
        title="(29) with the errors of whole eigenspaces",
        latex=r"\langle\nabla\Psi_Q,\Delta_t\rangle^{B_\tau}_{H_\infty} \ge \Pr[B_\tau]\sum_\lambda\eta_\lambda\lambda\Bigl(\sum\phi_v^2\Bigr)^{1/2} - C_bC_{reg}\,\mathbb E\|\Delta\|1(\notin B_\tau) - C_b^{3/2}\epsilon_m^{25}\,\Omega",
        domain=Domain(
            "Q as Lemma 33 constructs it, η_λ² = #F_λ + #Y_λ (so |f|_∞, |y|_∞ ≤ √C_b), 0 ≤ λ ≤ C_reg; two columns of U, more by linearity"
        ),
        statements=(COLUMNS, COUNT, ONE, TOTAL),
        covers=("B55",),
        uses=(
            "claim-8/balanced",
            "claim-9/supremum-of-an-eigenfunction",
            "eq-30/balanced-sum",
            "lemma-25/every-time",
            "lemma-25/union-bound",
            "lemma-31/restricted",
            "lemma-33/constant",
        ),
        assumes=("hoelder", "linearity"),
        prove=_prove_errors,
        mutants=(
            Mutant("η in place of η²", COUNT.replace(le(COUNT.show.lhs, eta * root**2 * e**2))),
            Mutant("without λ ≤ C_reg", ONE.replace(assume=(*ONE.assume[:2], *ONE.assume[3:]))),
            Mutant("C_b for both", TOTAL.replace(le(TOTAL.show.lhs, root**2 * (K * x + e * Omega)))),
        ),
        constants=(
            Constant(
                "error of (29)",
                "1 (Σ η_λ = 1)",
                "C_b C_reg for the neurons outside, C_b^{3/2} for ε_m^{25}",
                "-",
                "-",
                "Q as in Lemma 33",
                ("lemma 13", "theorem 39"),
            ),
        ),
        note="Outside B_τ balancedness bounds the sum over v at each neuron; Lemma 25's errors of the yU_i are orthogonal over i, so that dim U does not enter.",
    ),
)
