"""Section 1 (pp. 2–3): the rates that the introduction quotes — the Grönwall bound of earlier work, T, m and n."""

from __future__ import annotations

from itertools import product

import mpmath
import sympy
from sympy import Derivative, Rational, exp

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.theorem_9 import horizon, jmax, powers, prove_powers
from proofs.symbols import alpha, d, k

# p. 2: V/m is the squared sampling error at t = 0, η the step size, M stands for m⁻¹ ∧ η or m⁻¹ ∨ η
V, m, eta, T, C, M = sympy.symbols("V m eta T C M", real=True)
a, b, A, B, c = sympy.symbols("a b A B c", real=True)
_sizes = (gt(V, 0), gt(m, 0), gt(eta, 0), ge(T, 0), gt(C, 0))
MINIMUM = Statement(le(V / m, C * exp(T) * M), (*_sizes, eq(M, eta), le(eta, 1 / m)))
EVERY_CONSTANT = Statement(lt(C * exp(T) * eta, V / m), (*_sizes, le(2 * m * C * exp(T) * eta, V)))
_both = (gt(m, 0), ge(eta, 0), ge(A, 0), ge(B, 0), le(a**2, A * exp(T) / m), le(b**2, B * exp(T) * eta))
MAXIMUM = Statement(le((a + b) ** 2, 2 * (A + B) * exp(T) * M), (*_both, ge(M, 1 / m), ge(M, eta)))

# p. 3 against p. 11: T = Θ(d^{k/2}) and T = O(d^{(k-2)/2}), with any two constants
_clock = (gt(c, 0), gt(C, 0), ge(d, 1), ge(k, 4))
HORIZONS = Statement(le(c * d ** (k / 2), C * d ** ((k - 2) / 2)), _clock, {"k": "even"})
APART = Statement(gt(c * d ** (k / 2), C * d ** ((k - 2) / 2)), (*_clock, gt(c * d, C)))
escape = (d ** ((k - 2) / 2) - 1) / (k - 2)  # time of α' = α^{k-1} from d^{-1/2} to 1
ESCAPE = (
    Statement(eq(Derivative(-(alpha ** (2 - k)), alpha), (k - 2) * alpha ** (1 - k)), (gt(alpha, 0), ge(k, 4))),
    Statement(ge(escape, d ** ((k - 2) / 2) / (2 * (k - 2))), (ge(d, 2), ge(k, 4))),
    Statement(le(escape, d ** ((k - 2) / 2) / (k - 2)), (ge(d, 2), ge(k, 4))),
)

# p. 3: the exponents of J⁸T⁶d⁴ and J¹⁰T⁶d⁴ lie between two multiples of k*; the data alone ask for more than 2K - 1
K = sympy.Symbol("K", real=True)
ORDER = Statement(le(2 * K - 1, c * k), (gt(c, 0), ge(K, k), ge(k, 4)), {"K": "integer", "k": "even"})
THETA = (
    powers(11 * k, 8 * jmax + 6 * horizon + 4),
    powers(8 * jmax + 6 * horizon + 4, Rational(17, 2) * k),
    powers(13 * k, 10 * jmax + 6 * horizon + 4),
    powers(10 * jmax + 6 * horizon + 4, 10 * k),
)
LOW_DEGREE = Statement(ge(d ** (11 * k), d ** (2 * K)), (ge(d, 1), gt(11 * k, 2 * K), ge(k, 4)))


def _prove_maximum() -> list[Verdict]:
    """2(A+B)eM - (a+b)² = (a-b)² + 2(Ae/m - a²) + 2(Beη - b²) + 2Ae(M - 1/m) + 2Be(M - η), e = exp(T)."""
    every = Script(EVERY_CONSTANT, {"V": 1, "m": 1, "eta": "1/100", "T": 0, "C": 1})
    half = every.combine(V / (2 * m), [(Rational(1, 2), [0])], times=[1])
    rest = every.combine(V / (2 * m) - C * exp(T) * eta, [(Rational(1, 2), [5])], times=[1])
    every.combine(EVERY_CONSTANT.show.excess, [(1, [half]), (1, [rest])])
    script = Script(MAXIMUM, {"m": 1, "eta": 1, "A": 1, "B": 1, "a": 0, "b": 0, "M": 1, "T": 0})
    growth, square = script.positive(exp(T)), script.square(a - b)
    script.combine(MAXIMUM.show.excess, [(1, [square]), (2, [4]), (2, [5]), (2, [2, growth, 6]), (2, [3, growth, 7])])
    return [script.verdict("positive terms"), every.verdict("positive terms")]


def _second_minimum() -> SecondRoute:
    """Enumerate all draws of ten neurons w = ±1 with σ(z) = z at x = 1; the step size does not occur."""
    count = 10
    draws = [sum(signs) for signs in product((-1, 1), repeat=count)]
    error = sympy.Rational(sum(s * s for s in draws), count**2 * len(draws))
    bound = 100 * mpmath.e * mpmath.mpf(10) ** -5
    return SecondRoute(
        "all 2¹⁰ draws of ten neurons on S⁰ with σ(z) = z: E(f_MF - f_m)² at t = 0, against 100·e·min(1/10, 10⁻⁵)",
        f"{error} > {mpmath.nstr(bound, 6)}",
        bool(mpmath.mpf(error.p) / error.q > bound),
    )


def _prove_horizon() -> list[Verdict]:
    """d^{(k-2)/2} ≥ d ≥ 2, so that the subtracted 1 is at most half."""
    verdicts = [Script(ESCAPE[0], {"alpha": "1/2", "k": 4}).verdict("identity")]
    for statement in ESCAPE[1:]:
        script = Script(statement, {"d": 2, "k": 4})
        below = script.combine(k - 2, [(1, [1]), (2, [])])
        exponent = script.combine((k - 2) / 2 - 1, [("1/2", [1])])
        script.combine(d, [(1, [0]), (2, [])])
        script.combine(d - 1, [(1, [0]), (1, [])])
        grown = script.monotone("pow", (k - 2) / 2, 1, exponent, base=d)
        if statement.show.rel == ">=":
            half = script.combine(d ** ((k - 2) / 2) - 2, [(1, [grown]), (1, [0])])
            script.combine(statement.show.excess, [("1/2", [half])], times=[below])
        else:
            script.combine(statement.show.excess, [(1, [])], times=[below])
        verdicts.append(script.verdict("powers"))
    apart = Script(APART, {"c": 2, "C": 1, "d": 1, "k": 4})
    apart.combine(d, [(1, [2]), (1, [])])
    power = apart.positive(d ** ((k - 2) / 2))
    apart.combine(APART.show.excess, [(1, [4, power])])
    return [*verdicts, apart.verdict("powers")]


def _prove_low_degree() -> Verdict:
    script = Script(LOW_DEGREE, {"d": 2, "k": 4, "K": 4})
    script.combine(d, [(1, [0]), (1, [])])
    script.monotone("pow", 11 * k, 2 * K, 1, base=d)
    return script.verdict("exponents")


def _second_order() -> SecondRoute:
    """σ = He_4 + He_K: the top power of one data point's share σ(√d)σ'(√d)√d, read off at two dimensions."""
    with mpmath.workdps(60):
        dims, degrees, found = (mpmath.mpf(10) ** 12, mpmath.mpf(10) ** 14), (8, 24, 48), []
        for degree in degrees:
            shares = []
            for dim in dims:
                length = mpmath.sqrt(dim)
                he = [mpmath.mpf(1), length]
                for i in range(1, degree):
                    he.append(length * he[i] - i * he[i - 1])
                shares.append((he[4] + he[degree]) * (4 * he[3] + degree * he[degree - 1]) * length)
            found.append(mpmath.log(shares[1] / shares[0], dims[1] / dims[0]))
        return SecondRoute(
            "the power of d in σ(√d)σ'(√d)√d for σ = He_4 + He_K, K = 8, 24, 48, from its values at d = 10¹² and 10¹⁴",
            ", ".join(mpmath.nstr(value, 6) for value in found),
            all(abs(value - degree) < mpmath.mpf("0.001") for value, degree in zip(found, degrees, strict=True)),
        )


def _second_horizon() -> SecondRoute:
    """Escape time of dα/dt = 4α³(1-α²) (q = z⁴ at uniform ρ_0) from 1/√d to 9/10, by quadrature."""
    with mpmath.workdps(30):
        ratios = []
        for power in (2, 4, 6):
            dim = mpmath.mpf(10) ** power
            grid = [dim**-0.5 * 10**i for i in range(power // 2)] + [mpmath.mpf(9) / 10]
            time = mpmath.quad(lambda x: 1 / (4 * x**3 * (1 - x**2)), grid)
            ratios.append((time / dim, time / dim**2))
        return SecondRoute(
            "escape time of q = z⁴ over d^{(k-2)/2} and over d^{k/2}, d = 10², 10⁴, 10⁶",
            "; ".join(f"{mpmath.nstr(x, 6)}, {mpmath.nstr(y, 3)}" for x, y in ratios),
            bool(abs(ratios[-1][0] - mpmath.mpf(1) / 8) < mpmath.mpf("1e-4") and ratios[-1][1] < mpmath.mpf("1e-6")),
        )


_P2, _P3 = Place(2, "Propagation of Chaos"), Place(3, "Section 1.1")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="introduction/gronwall-rate-as-printed",
        where=_P2,
        title="the Grönwall estimate of earlier work, with the smaller of its two errors",
        latex=r"\sup_{t\le T}(f_{\rho_t^{MF}}(x)-f_{\rho_t^m}(x))^2 \lesssim e^T\,(m^{-1}\wedge\eta)",
        domain=Domain("squared sampling error V/m at t = 0, η ≤ 1/m, any constant C > 0 in ≲"),
        statements=(MINIMUM,),
        covers=("A02",),
        prove=lambda: [refute(MINIMUM, {"V": 1, "m": 10, "C": 100, "T": 1, "eta": "1/100000", "M": "1/100000"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "introduction/gronwall-rate",
            "Nothing: the display only quotes earlier work, where the larger error stands.",
        ),
        second_route=_second_minimum,
        note="With ∧ a small step size would remove the sampling error, which is V/m already at t = 0; ∨ is meant.",
    ),
    Claim(
        id="introduction/gronwall-rate",
        where=_P2,
        title="two errors that grow like e^T, under the larger of their sizes",
        latex=r"a^2\le Ae^T/m,\ b^2\le Be^T\eta \implies (a+b)^2 \le 2(A+B)\,e^T\,(m^{-1}\vee\eta)",
        domain=Domain("a the error of sampling, b that of the step size, M ≥ 1/m and M ≥ η; second part: no C suits ∧"),
        statements=(MAXIMUM, EVERY_CONSTANT),
        prove=_prove_maximum,
        mutants=(Mutant("M ≥ 1/m only", MAXIMUM.replace(assume=MAXIMUM.assume[:-1])),),
    ),
    Claim(
        id="introduction/horizon-as-printed",
        where=_P3,
        title="the convergence time in the introduction",
        latex=r"T = \Theta(d^{k^*/2})\ \text{(p. 3)},\quad T = O(\sqrt d^{\,k^*-2})\ \text{(p. 11)}",
        domain=Domain("even k* ≥ 4; any two constants"),
        statements=(HORIZONS,),
        covers=("A04", "C07"),
        prove=lambda: [refute(HORIZONS, {"c": 1, "C": 1, "d": 4, "k": 4})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "introduction/horizon",
            "Only p. 3 changes: Theorem 9, p. 14 and p. 25 have the exponent (k*-2)/2, from which those of m and n are computed.",
        ),
        second_route=_second_horizon,
        note="The two differ by the factor d, which no constants bridge once cd > C.",
    ),
    Claim(
        id="introduction/horizon",
        where=_P3,
        title="the escape time of the leading-order dynamics from the typical overlap",
        latex=r"\dot\alpha = \alpha^{k-1},\ \alpha_0 = d^{-1/2}:\quad "
        r"\frac{d^{(k-2)/2}}{2(k-2)} \le T \le \frac{d^{(k-2)/2}}{k-2};\quad cd > C \implies cd^{k/2} > Cd^{(k-2)/2}",
        domain=Domain(
            "all real k ≥ 4, d ≥ 2; the dynamics α' = α^{k-1} of p. 13 from the overlap 1/√d to 1, not the mean-field flow"
        ),
        statements=(*ESCAPE, APART),
        assumes=("fundamental-theorem",),
        prove=_prove_horizon,
        mutants=(
            Mutant("k/2 in place of (k-2)/2", Statement(ge(escape, d ** (k / 2) / (2 * (k - 2))), ESCAPE[1].assume)),
        ),
    ),
    Claim(
        id="introduction/polynomial-size-as-printed",
        where=_P3,
        title="a number of samples that depends on k* alone",
        latex=r"n = d^{\Theta(k^*)}\text{ whatever the degree } K:\quad 2K-1 \le c\,k^*",
        domain=Domain(
            "even k* ≥ 4, degree K ≥ k*, any constant c; n ≥ d^{2K-1} is what the uniform bound of Lemma 27 needs"
        ),
        statements=(ORDER,),
        covers=("A06",),
        uses=("lemma-27/degree-as-used",),
        step=True,
        prove=lambda: [refute(ORDER, {"K": 24, "c": 11, "k": 4})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-27/degree",
            "n = d^{Θ(max(k*, K))} is what the proof gives, so n = d^{Θ(k*)} for degrees K of order k*; the m of the "
            "sentence stands (introduction/polynomial-size).",
        ),
        second_route=_second_order,
        note="One data point contributes d^K/n to a supremum over the sphere, and K may be any multiple of k*.",
    ),
    Claim(
        id="introduction/polynomial-size",
        where=_P3,
        title="m is d to a power of order k*, and so is n when the degree is of that order",
        latex=r"d^{10k^*} \le J_{max}^{10}T^6d^4 \le d^{13k^*};\quad d^{17k^*/2} \le J_{max}^8T^6d^4 \le d^{11k^*},\ d^{2K} \le d^{11k^*}",
        domain=Domain("all even k* ≥ 4, all d ≥ 1; J_max = d^{k*-1}, T = d^{(k*-2)/2}; for n degrees K < 11k*/2"),
        statements=(*THETA, LOW_DEGREE),
        covers=("A06",),
        uses=("theorem-9/n-exponent", "theorem-9/m-exponent", "lemma-27/degree"),
        assumes=("polylogarithm",),
        prove=lambda: [*(prove_powers(statement) for statement in THETA), _prove_low_degree()],
        mutants=(
            Mutant("9k* below", powers(8 * jmax + 6 * horizon + 4, 9 * k)),
            Mutant("every degree", LOW_DEGREE.replace(assume=(ge(d, 1), ge(k, 4)))),
        ),
        note="So the sufficient m of Theorem 9 is d to a power that is of order k*, and n too for such degrees.",
    ),
)
