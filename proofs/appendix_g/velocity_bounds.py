"""Appendix G.2, Lemma 43 (pp. 64–65): from the remainder to the bound v ≥ q_{σ'}(1-α²)(1-r)(1-√ι), with thresholds.

In logarithms α = e^{-a}, d = e^c, δ = e^{-x}, √ι = e^{-y}. H = √q(1)·K(K+1)/2 is the constant of Lemma 46,
Q = (9/4) Σ q_k C_k that of the remainder, q₀ = q_{k*-1}; c₀ = q₀/(2QH) = e^{-g}.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha, d

a, c, g, x, y, s, w, P, G, E, H, Q = sympy.symbols("a c g x y s w P G E H Q", real=True)
K, kstar, delta, eta, q0, level = sympy.symbols("K kstar delta eta q0 level", real=True)

# ρ_0 uniform, q = z⁴: r = 3/(d(d+2)) and loss 1 - r; for every c > 0 the inequality fails from d = 3/c on
r0 = 3 / (d * (d + 2))
OMEGA = Statement(ge(r0**2, c**2 * (1 - r0)), (gt(c, 0), lt(c, 1), ge(d, 3 / c)))
NEVER = Statement(lt(r0**2, c**2 * (1 - r0)), (gt(c, 0), lt(c, 1), ge(d, 3 / c), ge(d, 3)))

threshold = ge(-a, -3 * K * x - c / 2)  # α ≥ δ^{3K}/√d
_orders = (threshold, ge(kstar, 4))
TERMS = (
    Statement(le(exp(-a - c * (kstar - 2) / 2), exp(-a * (kstar - 1) + 3 * K * x * (kstar - 2))), _orders),
    Statement(le(exp(-a * (kstar - 3) - c), exp(-a * (kstar - 1) + 6 * K * x)), _orders),
    Statement(le(exp(-a - c * kstar / 2), exp(-a * (kstar - 1) + 3 * K * x * (kstar - 2) - c)), _orders),
)
SECOND_IS_SMALLER = Statement(le(exp(6 * K * x), exp(3 * K * x * (kstar - 2))), (ge(x, 0), ge(K, 0), ge(kstar, 4)))

# G = q_{σ'}(α), P = α^{k*-1}, E = 2Qι P η with η = δ^{-3K(k*-2)}, w = √ι, s = 1 - r
CONCLUSION = Statement(
    ge(G * s - E, G * s * (1 - w)),
    (
        ge(w, 0),
        ge(P, 0),
        gt(H, 0),
        gt(q0, 0),
        ge(s, 0),
        ge(G, q0 * P),
        ge(H * s, delta),
        le(E, 2 * Q * w**2 * P * eta),
        le(2 * Q * H * w * eta, q0 * delta),
    ),
)
_simple = (gt(w, 0), lt(w, 1), gt(s, 0), gt(Q, 0))  # the case P = H = q₀ = η = G = 1, δ = s, E = 2Qw²
p = 3 * K * (kstar - 2) + 1
SUFFICES = Statement(
    ge(y, g + p * x),
    (
        ge(y, 3 * K**2 * x),
        ge(y, 3 * K * kstar * g / (6 * K - 1)),
        ge(x, 0),
        ge(kstar, 4),
        ge(K, kstar),
    ),
)

# δ in Lemma 43 is the loss at time t itself, in Lemma 45 a lower bound for it
ENTRY = Statement(ge(alpha * level, delta ** (3 * K)), (ge(alpha * level, 1), gt(delta, 0), gt(level, 0), gt(K, 0)))
ANY_BOUND = (
    Statement(le(exp(-3 * K * x), 1), (ge(x, 0), ge(K, 1))),
    Statement(ge(H * s, delta), (ge(H * s, level), le(delta, level))),
)


def _prove_conclusion() -> list[Verdict]:
    """Gsw - E = ws(G - q₀P) + wP(q₀s - 2Qwη) + (2Qw²Pη - E), and H(q₀s - 2Qwη) = q₀(Hs - δ) + (q₀δ - 2QHwη)."""
    names = {"w": 0, "P": 0, "H": 1, "q0": 1, "s": 1, "G": 1, "delta": 1, "E": 0, "Q": 1, "eta": 1}
    script = Script(CONCLUSION, names)
    room = script.combine(q0 * s - 2 * Q * w * eta, [(1, [3, 6]), (1, [8])], times=[2])
    script.combine(CONCLUSION.show.excess, [(1, [0, 4, 5]), (1, [0, 1, room]), (1, [7])])
    return [script.verdict("positive terms")]


def _prove_suffices() -> list[Verdict]:
    """3Kk*·y = p·y + (6K-1)·y, and 3K²·p ≥ 3Kk*·p; divide by 3Kk*."""
    script = Script(SUFFICES, {"y": 0, "g": 0, "x": 0, "K": 4, "kstar": 4})
    big = script.combine(K, [(1, [4]), (1, [3]), (4, [])])  # K > 0
    star = script.combine(kstar, [(1, [3]), (4, [])])
    six = script.combine(6 * K - 1, [(6, [4]), (6, [3]), (23, [])])
    power = script.combine(p, [(3, [big, 3]), (6, [big]), (1, [])])
    half = script.combine(y * p - 3 * K * kstar * p * x, [(1, [power, 0]), (3, [power, big, 4, 2])])
    rest = script.combine((6 * K - 1) * y - 3 * K * kstar * g, [(1, [1, six])])
    script.combine(
        SUFFICES.show.excess, [(sympy.Rational(1, 3), [half]), (sympy.Rational(1, 3), [rest])], times=[big, star]
    )
    return [script.verdict("linear combination")]


def _prove_any_bound() -> list[Verdict]:
    script = Script(ANY_BOUND[0], {"x": 0, "K": 1})  # facts: x ≥ 0, K - 1 ≥ 0
    exponent = script.combine(3 * K * x, [(3, [0, 1]), (3, [0])])
    script.monotone("exp", 0, -3 * K * x, exponent)
    return [script.verdict("monotone"), prove(ANY_BOUND[1])]


def _second_omega() -> SecondRoute:
    """E α⁴ and the loss of normalised He_4 at uniform ρ_0 by quadrature of the Beta density, for growing d."""
    with mpmath.workdps(30):
        ratios = []
        for dim in (10, 100, 1000):
            power = mpmath.mpf(dim - 3) / 2
            cuts = [0, mpmath.mpf(1) / 20, mpmath.mpf(1) / 5, mpmath.mpf(1) / 2, 1]
            mass = mpmath.quad(lambda u, power=power: (1 - u**2) ** power, cuts)
            fourth = mpmath.quad(lambda u, power=power: u**4 * (1 - u**2) ** power, cuts) / mass
            ratios.append(fourth / mpmath.sqrt(1 - fourth))  # E z⁴ = E α⁴ for independent uniform neurons
        return SecondRoute(
            "r/δ for normalised He_4 at uniform ρ_0, d = 10, 100, 1000, by quadrature",
            ", ".join(mpmath.nstr(ratio, 8) for ratio in ratios),
            bool(ratios[1] < ratios[0] / 50 and ratios[2] < ratios[1] / 50),
        )


def _second_entry() -> SecondRoute:
    """δ at time 0 for σ = He_4, unnormalised: E σ² - E σ(wᵀx)σ(w'ᵀx) by quadrature, against 1."""
    with mpmath.workdps(30):
        square = mpmath.quad(lambda u: (u**4 - 6 * u**2 + 3) ** 2 * mpmath.npdf(u), [-mpmath.inf, -2, 0, 2, mpmath.inf])
        loss = mpmath.sqrt(square * (1 - 3 / mpmath.mpf(100 * 102)))
        return SecondRoute(
            "δ = √loss at uniform ρ_0 for σ = He_4, d = 100, and the threshold δ^{3K} with K = 4",
            f"δ = {mpmath.nstr(loss, 8)}, δ^12 = {mpmath.nstr(loss**12, 6)} > 1",
            bool(loss**12 > 1),
        )


_P64, _P65 = Place(64, "Lemma 43"), Place(65, "proof of Lemma 43")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-43/r-as-printed",
        where=_P64,
        title="the moment r_t against the loss",
        latex=r"r_t = \mathbb E_{\alpha'\sim\rho_t}(\alpha')^{k^*} = \Omega_K(\delta)",
        domain=Domain(
            "normalised He₄ at uniform ρ_0 (r = 3/(d(d+2)), loss 1 - r), any constant 0 < c < 1, d ≥ 3/c (squared form)"
        ),
        statements=(OMEGA,),
        covers=("C32",),
        prove=lambda: [refute(OMEGA, {"c": "1/100", "d": 300})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-46/every-dimension",
            "1 - r_t = Ω(δ) is what is meant: p. 65 and Lemma 46 have it, and only it is used.",
        ),
        second_route=_second_omega,
        note="At time 0 r_t is of order d^{-k*/2} while δ is of order 1; the 1 is missing.",
    ),
    Claim(
        id="lemma-43/r-is-not-omega/he4",
        where=_P64,
        title="no constant makes r_t = Ω(δ) true",
        latex=r"\forall c\in(0,1),\ d \ge \max(3, 3/c):\quad r_0 < c\,\delta_0",
        domain=Domain("normalised He₄ at uniform ρ_0, every real d ≥ max(3, 3/c) (squared form)", "finite"),
        statements=(NEVER,),
        mutants=(
            Mutant("d ≥ 1/c", NEVER.replace(lt(100 * r0**2, c**2 * (1 - r0)), assume=(*NEVER.assume[:2], ge(d, 3)))),
        ),
    ),
    Claim(
        id="lemma-43/threshold-terms",
        where=_P65,
        title="the three error terms above the threshold",
        latex=r"\alpha \ge \delta^{3K}/\sqrt d:\ \alpha\sqrt d^{-(k^*-2)} \le \alpha^{k^*-1}\delta^{-3K(k^*-2)},\ \alpha^{k^*-3}d^{-1} \le \alpha^{k^*-1}\delta^{-6K},\ \alpha\sqrt d^{-k^*} \le \alpha^{k^*-1}\delta^{-3K(k^*-2)}/d",
        domain=Domain("all real k* ≥ 4, K, a, c, x with α = e^{-a}, d = e^c, δ = e^{-x}: constant 1"),
        statements=TERMS,
        covers=("C33",),
        uses=("lemma-43/remainder-size",),
        mutants=(
            Mutant(
                "δ^{-3K(k*-3)} in the first",
                TERMS[0].replace(le(TERMS[0].show.lhs, exp(-a * (kstar - 1) + 3 * K * x * (kstar - 3)))),
            ),
            Mutant("δ^{-3K} in the second", TERMS[1].replace(le(TERMS[1].show.lhs, exp(-a * (kstar - 1) + 3 * K * x)))),
            Mutant(
                "1/d² in the third",
                TERMS[2].replace(le(TERMS[2].show.lhs, exp(-a * (kstar - 1) + 3 * K * x * (kstar - 2) - 2 * c))),
            ),
        ),
    ),
    Claim(
        id="lemma-43/speed",
        where=_P64,
        title="the lower bound on the velocity",
        latex=r"\sqrt\iota \le \frac{q_{k^*-1}}{2QH}\,\delta^{3K(k^*-2)+1},\ \alpha \ge \frac{\delta^{3K}}{\sqrt d} \implies v(\alpha,t) \ge q_{\sigma'}(\alpha)(1-\alpha^2)(1-r_t)(1-\sqrt\iota)",
        domain=Domain(
            "every d ≥ 3, 0 < δ ≤ min(1, √loss), every symmetric law with (⋆); Q = (9/4)Σ q_kC_k, H = √q(1) K(K+1)/2"
        ),
        statements=(CONCLUSION, SECOND_IS_SMALLER),
        covers=("C34",),
        uses=("eq-38/lower-bound", "lemma-43/threshold-terms", "lemma-46/every-dimension"),
        prove=lambda: [*_prove_conclusion(), prove(SECOND_IS_SMALLER)],
        mutants=(
            Mutant("half of the room", Statement(ge(s - 2 * Q * w**2, s * (1 - w)), (*_simple, le(Q * w, s)))),
            Mutant(
                "1 - ι in place of 1 - √ι",
                Statement(ge(s - 2 * Q * w**2, s * (1 - w**2)), (*_simple, le(2 * Q * w, s))),
            ),
        ),
        note="The printed bound, for every d ≥ 3: the error is at most 2Qι α^{k*-1}δ^{-3K(k*-2)}(1-α²), and q_{σ'}(α)(1-r) ≥ q_{k*-1}α^{k*-1}δ/H.",
    ),
    Claim(
        id="lemma-43/iota-suffices",
        where=_P64,
        title="the smallness of ι, with its constant",
        latex=r"\iota \le \min\bigl(c_0^{6Kk^*/(6K-1)},\ \delta^{6K^2}\bigr) \implies \sqrt\iota \le c_0\,\delta^{3K(k^*-2)+1}",
        domain=Domain("all real K ≥ k* ≥ 4, 0 < δ ≤ 1, c_0 = e^{-g} (c_0 = q_{k*-1}/(2QH) in Lemma 43)"),
        statements=(SUFFICES,),
        covers=("C36",),
        uses=("lemma-43/speed",),
        prove=_prove_suffices,
        mutants=(
            Mutant(
                "δ^{3K²} in place of δ^{6K²}", SUFFICES.replace(assume=(ge(y, 3 * K**2 * x / 2), *SUFFICES.assume[1:]))
            ),
            Mutant(
                "ι ≤ c_0² alone for the constant",
                SUFFICES.replace(assume=(SUFFICES.assume[0], ge(y, g), *SUFFICES.assume[2:])),
            ),
        ),
        constants=(
            Constant(
                "Θ_K(1) in ι ≤ min(Θ_K(1), δ^{6K²}) (Lemma 43)",
                "Θ_K(1)",
                "(q_{k*-1}/(2QH))^(6Kk*/(6K-1))",
                "-",
                "-",
                "0 < δ ≤ 1; it depends on the coefficients c_k as well as on K",
                ("lemma 43", "lemma 44", "lemma 45"),
            ),
        ),
        note="The exponent 6K² is just enough: 3K² - (3K(k*-2)+1) = 3K(K-k*) + 6K - 1 > 0. 'd large enough' is not needed for this bound.",
    ),
    Claim(
        id="lemma-45/threshold-with-the-loss-itself",
        where=_P64,
        title="δ in Lemma 43 is the loss at time t, in Lemma 45 a lower bound",
        latex=r"\alpha \ge \tfrac1{\sqrt d} \implies \alpha \ge \frac{\delta_t^{3K}}{\sqrt d}\quad\text{with}\ \delta_t = \sqrt{\mathbb E(f_{\rho_t}-f^*)^2}",
        domain=Domain("δ_t > 0, K > 0; level stands for √d"),
        statements=(ENTRY,),
        covers=("C35",),
        step=True,
        prove=lambda: [refute(ENTRY, {"alpha": "1/10", "delta": 2, "K": 4, "level": 10})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-43/any-lower-bound",
            "With δ any number ≤ min(1, √loss) in Lemmas 43 and 44 their uses in Lemma 45 and Proposition 47 are covered.",
        ),
        second_route=_second_entry,
        note="Lemma 45 enters its second interval at α = 1/√d and quotes Lemma 43, whose printed threshold exceeds it while δ_t > 1: for σ = He_4 as the paper writes it, δ_0 = √24 and δ_0^{3K} is about 1.9·10⁸.",
    ),
    Claim(
        id="lemma-43/any-lower-bound",
        where=_P64,
        title="Lemma 43 with a lower bound of the loss for δ",
        latex=r"0 < \delta \le \min(1,\delta_t):\quad \delta^{3K} \le 1,\quad H(1-r_t) \ge \delta_t \ge \delta",
        domain=Domain("δ = e^{-x} ≤ 1, K ≥ 1"),
        statements=ANY_BOUND,
        prove=_prove_any_bound,
        covers=("C35",),
        uses=("lemma-43/speed", "lemma-43/iota-suffices", "theorem-9/time-is-well-defined"),
        mutants=(Mutant("δ above 1", ANY_BOUND[0].replace(assume=(ge(x, -1), ge(K, 1)))),),
        note="The proof of Lemma 43 uses δ only through 1 - r = Ω(δ); the loss falls, so up to T(δ) the target δ itself will do.",
    ),
)
