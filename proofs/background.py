"""The closed list of steps that no engine checks: named theorems, with hypotheses and sources.

A claim that rests on one of them says so ("proved (mod comparison)"), and the module of the claim
checks that the hypotheses hold where the step is used.
"""

from __future__ import annotations

from poc_symbolic.claims.claim import Background

BACKGROUND: tuple[Background, ...] = (
    Background(
        "comparison",
        "If X' ≤ -aX + b∫X + ε, Y' = -aY + b∫Y + ε and X_0 ≤ Y_0, then X_t ≤ Y_t for t ≥ 0.",
        "a real and b ≥ 0 constants; X, Y continuously differentiable on [0, t].",
        "W. Walter, Differential and Integral Inequalities (1970), §I.1: integro-differential inequalities with a "
        "kernel that is monotone in the past.",
    ),
    Background(
        "fundamental-theorem",
        "If I' = Y on [0, t] and I_0 = 0, then I_t = ∫_0^t Y.",
        "Y continuous.",
        "Any calculus text; e.g. W. Rudin, Principles of Mathematical Analysis (1976), Theorem 6.21.",
    ),
    Background(
        "gronwall",
        "If Z' ≤ -aZ on [s, s+ι], then Z_{s+ι} ≤ e^{-aι} Z_s.",
        "a real; Z continuously differentiable.",
        "P. Hartman, Ordinary Differential Equations (1964), §III.1.",
    ),
    Background(
        "product-formula",
        "E_u P_ℓ(αα' + √(1-α²)√(1-α'²) u) = P_ℓ(α) P_ℓ(α'), u the first coordinate of a uniform point of S^{d-2}.",
        "d ≥ 3 an integer (or real d > 2), ℓ ≥ 0, α and α' in [-1, 1].",
        "NIST Digital Library of Mathematical Functions, 18.17(ii), 18.17.5 (λ = (d-2)/2 > 0).",
    ),
    Background(
        "induction",
        "A property of the natural numbers that holds at the start and passes from k to k+1 holds for all k.",
        "none",
        "Peano's axioms.",
    ),
    Background(
        "linearity",
        "An identity, or an inequality, that holds for each monomial α^j of V' and is linear in V' (with non-negative "
        "coefficients, for an inequality) holds for their sum.",
        "V' a polynomial (with non-negative coefficients, for an inequality).",
        "Elementary.",
    ),
    Background(
        "cauchy-schwarz",
        "(∫_0^t fg)² ≤ ∫_0^t f² ∫_0^t g².",
        "f, g square-integrable on [0, t].",
        "W. Rudin, Principles of Mathematical Analysis (1976), Theorem 1.35 and Chapter 6.",
    ),
    Background(
        "continuity",
        "A continuous function E with E_0 = 0 that never lies between the two roots of a quadratic stays below the smaller one.",
        "E continuous on [0, t], the roots distinct and positive on [0, t].",
        "The intermediate value theorem; W. Rudin, Principles of Mathematical Analysis (1976), Theorem 4.23.",
    ),
    Background(
        "expectation",
        "If f ≤ g pointwise on the support of a probability law, then E f ≤ E g.",
        "f, g bounded and measurable.",
        "Elementary.",
    ),
    Background(
        "smooth-flow",
        "The moments p_ℓ(t) of the mean-field flow are continuously differentiable in t, with "
        "d p_ℓ/dt = E P_ℓ'(α) v(α).",
        "A polynomial activation: the velocity is polynomial in (α, p), so the characteristics exist, are unique and "
        "stay in [-1, 1].",
        "E. Coddington, N. Levinson, Theory of Ordinary Differential Equations (1955), Chapter 1; the characteristic "
        "ODE is Lipschitz with constants that do not depend on the particle.",
    ),
    Background(
        "polylogarithm",
        "log^c(d^p) ≤ d^η for d large enough, for every c, p, η > 0; so a strictly positive slack in an exponent of d "
        "absorbs logarithms and constants that depend on K and δ.",
        "d larger than a constant that depends on K, δ, c, p, η (as Theorem 9 supposes).",
        "Elementary.",
    ),
    Background(
        "tube",
        "Order: scalar characteristics of one velocity field do not cross, and x' ≥ g(x, t) (≤) puts x above (below) "
        "the solution of y' = g(y, t) from the same start. Continuation: a continuous curve that starts inside an "
        "open tube, and of which every stretch inside the tube is strictly inside, never leaves it.",
        "g locally Lipschitz in x and continuous in t; the moments continuous in t (smooth-flow).",
        "W. Walter, Differential and Integral Inequalities (1970), §8–9 (scalar comparison); the intermediate value "
        "theorem.",
    ),
)
