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
        "An identity that is linear in each of its sums or means (over monomials, samples, neurons, teachers, coordinates) "
        "holds if it holds for single terms, one from each; an inequality too, if the coefficients are non-negative.",
        "Finite sums, absolutely convergent series, or means of integrable terms; both sides linear in each sum apart.",
        "Elementary.",
    ),
    Background(
        "cauchy-schwarz",
        "(∫fg)² ≤ ∫f² ∫g² and (Σ x_i y_i)² ≤ Σ x_i² Σ y_i².",
        "f, g square-integrable (on [0, t], or for a probability law); the sums finite.",
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
        "hilbert-hoeffding",
        "For independent centred X_i in a Hilbert space with ‖X_i‖ ≤ 2R, P(‖(1/m)ΣX_i‖ ≥ r) ≤ 2 exp(-m r²/(8R²)).",
        "X_i independent, E X_i = 0, ‖X_i‖ ≤ 2R almost surely (here 2R bounds ‖σ(⟨w,x⟩) - f_ρ‖ in L²).",
        "I. Pinelis, Optimum bounds for the distributions of martingales in Banach spaces, Ann. Probab. 22 (1994), Thm 3.5.",
    ),
    Background(
        "finite-spectral-theorem",
        "A self-adjoint operator of finite rank has an orthonormal basis of eigenfunctions for its range.",
        "The kernel is symmetric (H(w,w')ᵀ = H(w',w)) and its range is finite-dimensional.",
        "P. Halmos, Finite-Dimensional Vector Spaces (1958), §79.",
    ),
    Background(
        "coupling",
        "W_p(μ, ν)^p is the least E‖X - Y‖^p over couplings of μ and ν; W_1(μ, ν) is the largest E_μ φ - E_ν φ over "
        "functions φ of slope at most 1, and W_p(μ, ν)^p the largest E_μ φ + E_ν ψ over φ(x) + ψ(y) ≤ ‖x - y‖^p.",
        "μ, ν probability laws on a compact set, p ≥ 1.",
        "C. Villani, Optimal Transport: Old and New (2009), Definition 6.1, Theorem 5.10 and Remark 6.5.",
    ),
    Background(
        "sphere-tail",
        "P(⟨w, u⟩ ≥ s) ≤ exp(-d s²/2) for w uniform on S^{d-1} and a unit vector u.",
        "d ≥ 2, 0 ≤ s < 1.",
        "K. Ball, An Elementary Introduction to Modern Convex Geometry (1997), Lemma 2.2.",
    ),
    Background(
        "hoelder",
        "(E|f g|)² ≤ E f² E g²; (E|f|^p)^{1/p} increases with p ≥ 1; (E (E_i g_i)²)^{1/2} ≤ E_i (E g_i²)^{1/2}.",
        "Measurable functions on a probability space with the moments that occur.",
        "W. Rudin, Real and Complex Analysis (1987), Theorems 3.5 and 3.8 (Hölder, Minkowski).",
    ),
    Background(
        "variational-equation",
        "The derivative of a flow's position at t by its position at s solves J' = (∇ν)J with J_{s,s} = I; and "
        "x' = Ax + F, x_0 = 0 has the one solution x_t = ∫_0^t Φ_{t,s}F_s ds, where Φ' = AΦ, Φ_{s,s} = I.",
        "ν continuously differentiable, A and F continuous.",
        "P. Hartman, Ordinary Differential Equations (1964), Theorem V.3.1 and Corollary IV.2.1.",
    ),
    Background(
        "subgaussian-moments",
        "P(|X| ≥ t) ≤ 2 exp(-t²/2) for all t ≥ 0 implies E X^{2p} ≤ 2^{p+1} p!; E e^{sX} ≤ e^{s²/2} for all s implies that tail.",
        "p ≥ 1 an integer; X centred for the second part.",
        "R. Vershynin, High-Dimensional Probability (2018), proof of Proposition 2.5.2; S. Boucheron, G. Lugosi, "
        "P. Massart, Concentration Inequalities (2013), Theorem 2.1.",
    ),
    Background(
        "hoeffding",
        "P[|mean - E X| ≥ s] ≤ 2 exp(-2ms²/(b-a)²) for m independent copies of X in [a, b]; the probabilities of several "
        "failures add up.",
        "X bounded, the copies independent (here: the neurons of ρ_0^m).",
        "S. Boucheron, G. Lugosi, P. Massart, Concentration Inequalities (2013), Theorem 2.8.",
    ),
    Background(
        "gaussian-transform",
        "E exp(sx + ty) = exp((s² + 2zst + t²)/2), Σ_k He_k(x) s^k/k! = exp(sx - s²/2), and power series in s and t that "
        "agree near 0 have the same coefficients.",
        "(x, y) centred Gaussian with unit variances and covariance z.",
        "NIST Digital Library of Mathematical Functions, 18.12(iv); P. Billingsley, Probability and Measure (1995), §21.",
    ),
    Background(
        "gegenbauer-slope",
        "|P_ℓ'(z)| ≤ P_ℓ'(1) = ℓ(ℓ+d-2)/(d-1) for -1 ≤ z ≤ 1; and a_{k,ℓ} ≥ 0 with Σ_ℓ a_{k,ℓ} = 1.",
        "d ≥ 3 (or real d > 2): P_ℓ' is this multiple of the polynomial P_{ℓ-1} in dimension d+2, which is at most 1.",
        "NIST Digital Library of Mathematical Functions, 18.9.19 and 18.14.4.",
    ),
    Background(
        "markov",
        "P[X ≥ x] ≤ e^{-λx} E e^{λX} for every λ ≥ 0.",
        "X bounded.",
        "P. Billingsley, Probability and Measure (1995), §21.",
    ),
    Background(
        "minkowski",
        "(E|X + Y|^k)^{1/k} ≤ (E|X|^k)^{1/k} + (E|Y|^k)^{1/k}.",
        "k ≥ 1, X and Y bounded.",
        "W. Rudin, Real and Complex Analysis (1987), Theorem 3.5.",
    ),
    Background(
        "continuation",
        "A bound g(t) ≤ ι that holds at t = 0 and, wherever it holds on [0, t], holds with g(t) ≤ ι/2, holds on [0, T].",
        "g continuous on [0, T], ι > 0.",
        "Elementary: the set of good times is closed, open and not empty.",
    ),
    Background(
        "borel-cantelli",
        "If the probabilities p_m of failure have a finite sum, then almost surely only finitely many failures occur.",
        "none; for independent failures with Σ p_m = ∞, infinitely many occur.",
        "O. Kallenberg, Foundations of Modern Probability (2002), Theorem 3.18.",
    ),
    Background(
        "law-to-a-constant",
        "Random probability measures ρ^m converge in law to a constant ρ if and only if E|∫ψdρ^m - ∫ψdρ| → 0 for every "
        "continuous ψ.",
        "Measures on a compact metric space (here the sphere).",
        "A.-S. Sznitman, Topics in propagation of chaos (1991), Proposition 2.2 and its proof.",
    ),
    Background(
        "gegenbauer-maximum",
        "|P_ℓ^{(i)}(α)| ≤ P_ℓ^{(i)}(1) on [-1, 1] for i = 0, 1, 2, with P_ℓ(1) = 1, P_ℓ'(1) = ℓ(ℓ+d-2)/(d-1) and "
        "P_ℓ''(1) = P_ℓ'(1)(ℓ-1)(ℓ+d-1)/(d+1); hence P_ℓ'(1) - P_ℓ'(α) ≤ (1-α)P_ℓ''(1) and 1 - P_ℓ(α) ≤ (1-α)P_ℓ'(1).",
        "d ≥ 3 real, ℓ ≥ 1 an integer.",
        "NIST Digital Library of Mathematical Functions, 18.14.4 (derivatives are Gegenbauer polynomials of d + 2, 18.9.19); "
        "the mean value theorem.",
    ),
    Background(
        "power-mean",
        "(E|X|^p)^{1/p} ≤ (E|X|^q)^{1/q}.",
        "0 < p ≤ q, E|X|^q finite.",
        "W. Rudin, Real and Complex Analysis (1987), Theorem 3.3 (Jensen's inequality).",
    ),
    Background(
        "sphere-net",
        "S^{d-1} has a net of scale r with at most (1 + 2/r)^d points, and [0, T] one with at most 1 + T/(2r).",
        "r > 0.",
        "R. Vershynin, High-Dimensional Probability (2018), Corollary 4.2.13.",
    ),
    Background(
        "gaussian-tail",
        "P[x ≥ u] ≥ u/(1+u²) · e^{-u²/2}/√(2π) ≥ u/(3(1+u²)) · e^{-u²/2}.",
        "x standard Gaussian, u > 0.",
        "W. Feller, An Introduction to Probability Theory and Its Applications I (1968), §VII.1.",
    ),
    Background(
        "sub-weibull",
        "With probability 1 - 2e^{-s}, |mean - E Z| ≤ c (√(s/n) + s^K/n), c depending on K and the law's scale.",
        "n independent copies of Z with P[|Z| ≥ t] ≤ 2 exp(-(t/κ)^{1/K}); a polynomial of degree 2K in sub-Gaussian "
        "variables has such tails.",
        "A. Kuchibhotla, A. Chakrabortty, Information and Inference 11 (2022), Theorem 3.1.",
    ),
    Background(
        "reflections",
        "Every orthogonal map of R^d is a product of at most d reflections z ↦ z - 2⟨n,z⟩n, |n| = 1.",
        "d finite.",
        "E. Artin, Geometric Algebra (1957), Theorem 3.20 (Cartan–Dieudonné).",
    ),
    Background(
        "invariance",
        "E F(x) = E F(g x) for a law that the map g preserves; a compact group has an invariant probability (Haar).",
        "F integrable.",
        "W. Rudin, Real and Complex Analysis (1987), Theorem 1.29; L. Nachbin, The Haar Integral (1965), Chapter II.",
    ),
    Background(
        "unique-flow",
        "The mean-field flow with a given initial law exists for all times, is unique, and its maps ξ_t are bi-Lipschitz.",
        "A velocity that is Lipschitz in neuron and law, as Lemma 19 gives.",
        "A.-S. Sznitman, Topics in propagation of chaos (1991), Theorem 1.1.",
    ),
    Background(
        "rank",
        "A kernel E_x φ_x(w)φ_x(w')ᵀ on N points has rank at most the dimension of the functions with the values' range, "
        "and at most that of the span of the coordinates of x ↦ φ_x.",
        "N finite; here φ_x(w) = σ'(⟨w,x⟩) P_w x, and P_w leaves dim V - 1 dimensions of V.",
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
