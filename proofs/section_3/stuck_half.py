"""Section 3.3, footnote 2 (p. 10): activations that are not even, and neurons that stay below the equator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, NumericCheck, Oracle, Place
from poc_symbolic.errors import InputError
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, le, lt
from poc_symbolic.rigor.verdict import Verdict
from poc_symbolic.sphere import gegenbauer, monomial_coefficient
from proofs.agreement import agreeing_digits, to_mpf
from proofs.symbols import alpha, d

p1, p3, A1, a = sympy.symbols("p1 p3 A_1 a", real=True)

# σ = He_3: V'(0) = -3E α(1-α²)/(d-1)
slope_at_zero = sympy.Add(
    *(
        monomial_coefficient(3, n, d) * (1 - p) * sympy.diff(gegenbauer(n, alpha, d), alpha).subs(alpha, 0)
        for n, p in ((1, p1), (3, p3))
    )
)
EQUATOR = (
    Statement(eq(slope_at_zero.subs(p3, ((d + 2) * (p1 - A1) - 3 * p1) / (d - 1)), -3 * A1 / (d - 1)), (ge(d, 3),)),
    Statement(le(-3 * A1 / (d - 1), 0), (ge(d, 3), ge(A1, 0))),
)

# σ = He_4 + He_5/5, so q/24 = z⁴ + z⁵/5; half of the neurons at w*, half on the ring α = -a: 1 - p_ℓ = (1 - P_ℓ(-a))/2
WEIGHTS = ((4, Rational(1)), (5, Rational(1, 5)))


def _parts(ring: sympy.Expr) -> Iterator[tuple[sympy.Expr, sympy.Expr, sympy.Expr]]:
    """a_ℓ, 1 - p_ℓ and P_ℓ for every ℓ > 0."""
    for degree, weight in WEIGHTS:
        for n in range(degree, 0, -2):
            basis = gegenbauer(n, alpha, d)
            yield weight * monomial_coefficient(degree, n, d), (1 - basis.subs(alpha, -ring)) / 2, basis


def _pull(ring: sympy.Expr) -> sympy.Expr:
    """V' at the ring."""
    return sympy.Add(*(size * rest * sympy.diff(basis, alpha).subs(alpha, -ring) for size, rest, basis in _parts(ring)))


odd = [(size, rest) for size, rest, basis in _parts(a) if basis.subs(alpha, 0) == 0]  # ℓ = 5, 3, 1
RING = (
    Statement(lt(_pull(Rational(4, 5)), 0), (ge(d, 3),)),
    # L ≥ (Σ a_ℓ(1-p_ℓ))²/Σ a_ℓ over odd ℓ, with Σ a_ℓ = 1/5 and Σ a_ℓ(1-p_ℓ) = (1 - E α⁵)/5
    Statement(eq(sympy.Add(*(size for size, _ in odd)), Rational(1, 5)), (ge(d, 3),)),
    Statement(eq(sympy.Add(*(size * rest for size, rest in odd)), (1 + a**5) / 10), (ge(d, 3),)),
    Statement(ge(((1 + a**5) / 10) ** 2 / Rational(1, 5), Rational(1, 12)), (ge(a, Rational(4, 5)), le(a, 1))),
)


def _dimensions(script: Script) -> tuple[int, int]:
    """d - 1 > 0 and d + 1 > 0 among the facts that all denominators are positive."""
    found = [script.combine(d + shift, [(1, [0]), (3 + shift, [])]) for shift in (-1, 1, 0, 2, 4, 6, 8)]
    return found[0], found[1]


def _prove_equator() -> list[Verdict]:
    verdicts = []
    for which, statement in enumerate(EQUATOR):
        script = Script(statement, {"A_1": 0, "d": 3, "p1": 0} if which == 0 else {"A_1": 0, "d": 3})
        below, _ = _dimensions(script)
        if which == 0:
            script.combine(statement.show.excess, [])
        else:
            script.combine(statement.show.excess, [(3, [1])], times=[below])
        verdicts.append(script.verdict("positive terms"))
    return verdicts


def _prove_ring() -> list[Verdict]:
    """V' has the denominator d² - 1 up to a number, and a numerator with coefficients of one sign in d - 3."""
    verdicts = []
    for which, statement in enumerate(RING[:3]):
        script = Script(statement, {"a": 1, "d": 3} if which == 2 else {"d": 3})
        positive = _dimensions(script)
        if which == 0:
            top = sympy.Poly(sympy.cancel(statement.show.excess * (d**2 - 1)).subs(d, d + 3), d)
            script.combine(statement.show.excess, [(c, [0] * n) for (n,), c in top.terms()], times=positive)
        else:
            script.combine(statement.show.excess, [])
        verdicts.append(script.verdict("positive terms"))
    return [*verdicts, prove(RING[3])]


def _check_pull(parameters: Mapping[str, Fraction], digits: int) -> NumericCheck:
    """V' at the ring from the kernel, averaged over the ring by quadrature and differentiated, against the closed form."""
    dim, ring = parameters["d"], parameters["a"]
    if dim < 3 or dim.denominator != 1 or not 0 < ring < 1:
        raise InputError("The dimension d must be an integer of at least 3, and a must lie between 0 and 1.")
    with mpmath.workdps(digits + 20):
        here, order = -to_mpf(ring), int(dim)

        def kernel(z: mpmath.mpf) -> mpmath.mpf:
            return mpmath.fsum(to_mpf(Fraction(int(w.p), int(w.q))) * z**n for n, w in WEIGHTS)

        def average(x: mpmath.mpf) -> mpmath.mpf:
            def at(angle: mpmath.mpf) -> mpmath.mpf:
                turned = x * here + mpmath.sqrt((1 - x**2) * (1 - here**2)) * mpmath.cos(angle)
                return kernel(turned) * mpmath.sin(angle) ** (order - 3)

            mass = mpmath.quad(lambda angle: mpmath.sin(angle) ** (order - 3), [0, mpmath.pi])
            return mpmath.quad(at, [0, mpmath.pi / 2, mpmath.pi]) / mass

        left = mpmath.diff(lambda x: kernel(x) / 2 - average(x) / 2, here)
        exact = sympy.Rational(_pull(Rational(ring.numerator, ring.denominator)).subs(d, order))
        right = to_mpf(Fraction(int(exact.p), int(exact.q)))
        return NumericCheck(
            "V' at the ring: the averaged kernel, differentiated, against the Gegenbauer form",
            mpmath.nstr(left, digits),
            mpmath.nstr(right, digits),
            digits,
            agreeing_digits(left, right, digits),
            bool(right < 0),
            mpmath.nstr(-right, 12),
        )


ORACLE = Oracle(
    {"d": "an integer, d ≥ 3", "a": "0 < a < 1"},
    tuple({"d": dim, "a": "4/5"} for dim in ("3", "8", "40")),
    lambda parameters, digits: _check_pull(parameters, min(digits, 15)),
)

_NOTE = Place(10, "footnote 2")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="footnote-2/equator-degree-3",
        where=_NOTE,
        title="no neuron of He_3 crosses the equator upwards while E α(1-α²) ≥ 0",
        latex=r"V'(0) = -\tfrac{3\,\mathbb E\alpha(1-\alpha^2)}{d-1} \le 0",
        domain=Domain("σ = He_3 (normalised), d ≥ 3, every law with E α(1-α²) ≥ 0", "finite"),
        statements=EQUATOR,
        prove=_prove_equator,
        mutants=(Mutant("E α(1-α²) of any sign", EQUATOR[1].replace(assume=(ge(d, 3),))),),
        note="The hypothesis holds with equality at uniform ρ_0 and fails soon after: from then on neurons do cross.",
    ),
    Claim(
        id="footnote-2/stuck-half-degree-5",
        where=_NOTE,
        title="half of the neurons may stay below the equator for ever, and the loss away from zero",
        latex=r"\rho_0 = \tfrac12\delta_{w^*}+\tfrac12\mathrm{unif}\{\alpha=-a_0\},\ a_0\ge\tfrac45 \implies a_t\ge\tfrac45,\ L(\rho_t)\ge\tfrac1{12}\ \forall t",
        domain=Domain(
            "σ = (He_4 + He_5/5)/√24, every d ≥ 3, this ρ_0 (not the uniform one): V' < 0 at the ring a = 4/5, and L on 4/5 ≤ a ≤ 1",
            "finite",
        ),
        statements=RING,
        covers=("A125",),
        uses=("eq-37/gegenbauer-form",),
        assumes=("smooth-flow", "tube", "gegenbauer-slope", "hoelder"),
        prove=_prove_ring,
        oracle=ORACLE,
        mutants=(
            Mutant("a loss of at least 1/8", RING[3].replace(ge(RING[3].show.lhs, Rational(1, 8)))),
            Mutant("V' > 0 at the ring", Statement(lt(-RING[0].show.lhs, 0), RING[0].assume)),
        ),
        note="Symmetry keeps the ring a ring, and w* does not move; where a = 4/5 the ring moves away from the equator. For uniform ρ_0: not decided.",
    ),
)
