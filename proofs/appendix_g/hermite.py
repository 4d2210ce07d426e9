"""Appendix G.1 (p. 63) and Lemma 46 (p. 69): the overlap kernels of an activation, from the Hermite generating function."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import factorial
from typing import Any

import mpmath
import sympy
from sympy import Derivative, exp

from poc_symbolic.claims.claim import Claim, Domain, Mutant, NumericCheck, Oracle, Place
from poc_symbolic.errors import InputError
from poc_symbolic.hermite.gaussian import correlated_coefficients
from poc_symbolic.hermite.polynomials import hermite_coefficients
from poc_symbolic.rigor.statement import Statement, eq, gt
from proofs.agreement import agreeing_digits, to_mpf
from proofs.symbols import k

s, t, x, z, c, F, f, g, h = sympy.symbols("s t x z c F f g h", real=True)

# E e^{sx - s²/2} e^{ty - t²/2} with Var(sx + ty) = s² + 2zst + t²; the coefficient of s^j t^k is E He_j He_k/(j! k!)
GENERATING = Statement(
    eq(
        sympy.Mul(exp((s**2 + 2 * z * s * t + t**2) / 2), exp(-(s**2) / 2), exp(-(t**2) / 2), evaluate=False),
        exp(s * t * z),
    )
)
LOWERING = Statement(eq(Derivative(exp(s * x - s**2 / 2), x), s * exp(s * x - s**2 / 2)))
# q_σ' for one order: (k+1)! c² z^{k+1} with (k+1)! = (k+1)F, F = k!
SLOPE = Statement(
    eq(Derivative(c**2 * (k + 1) * F * z ** (k + 1), z), F * (c * (k + 1)) ** 2 * z**k), (gt(z, 0), gt(k, 0))
)
PAIR = Statement(eq((f - h) * (g - h), f * g - f * h - g * h + h**2))


def _expectations_by_pairing(parameters: Mapping[str, Any], digits: int) -> NumericCheck:
    """E σσ + E σ'σ' for σ = He_k + He_{k+2}/3 by counting pairings, against q_σ(z) + q_σ'(z)."""
    order, overlap = int(parameters["k"]), Fraction(parameters["z"])
    if parameters["k"] != order or not 1 <= order <= 20 or abs(overlap) > 1:
        raise InputError("k must be an integer from 1 to 20 and z a rational in [-1, 1].")
    third = Fraction(1, 3)
    low, high = hermite_coefficients(order), hermite_coefficients(order + 2)
    sigma = [Fraction(a) for a in low] + [Fraction(0)] * 2
    sigma = [a + third * b for a, b in zip(sigma, high, strict=True)]
    prime = [n * a for n, a in enumerate(sigma)][1:]
    total = Fraction(0)
    for function in (sigma, prime):
        terms = correlated_coefficients(*[[sympy.Rational(a.numerator, a.denominator) for a in function]] * 2)
        total += sum((Fraction(int(a.p), int(a.q)) * overlap**n for n, a in enumerate(terms)), Fraction(0))
    closed = Fraction(0)
    for n, weight in ((order, Fraction(1)), (order + 2, third)):
        closed += weight**2 * (factorial(n) * overlap**n + n * factorial(n) * overlap ** (n - 1))
    with mpmath.workdps(digits + 10):
        left, right = to_mpf(total), to_mpf(closed)
        agree = agreeing_digits(left, right, digits)
    return NumericCheck(
        "E σσ + E σ'σ' by pairings against q_σ(z) + q_σ'(z)", str(total), str(closed), digits, agree, total == closed
    )


ORACLE = Oracle(
    {"k": "an integer from 1 to 20", "z": "a rational in [-1, 1]"},
    ({"k": "4", "z": "2/7"}, {"k": "6", "z": "-3/5"}, {"k": "9", "z": "1"}),
    _expectations_by_pairing,
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="hermite/overlap-kernels",
        where=Place(63, "Notation"),
        title="the overlap kernels of σ and σ'",
        latex=r"\mathbb E\,\sigma(w^\top x)\sigma(v^\top x) = \sum_k k!\,c_k^2 (w^\top v)^k,\quad \mathbb E\,\sigma'\sigma' = \sum_k c_{k+1}^2(k+1)(k+1)!\,(w^\top v)^k",
        domain=Domain("every polynomial σ, all unit vectors w, v; one order k of the kernel, every real k"),
        statements=(GENERATING, LOWERING, SLOPE),
        covers=("C12",),
        assumes=("gaussian-transform", "linearity"),
        oracle=ORACLE,
        mutants=(
            Mutant(
                "correlation 2z in place of z",
                GENERATING.replace(eq(GENERATING.show.lhs, exp(2 * s * t * z))),
            ),
            Mutant(
                "(k+1)! in place of (k+1)(k+1)!",
                SLOPE.replace(eq(SLOPE.show.lhs, F * c**2 * (k + 1) * z**k)),
            ),
        ),
        note="The coefficient of s^k t^k in exp(stz) gives E He_j He_k = δ_jk k! z^k; He'_{k+1} = (k+1)He_k gives σ'. So the second kernel is the derivative of the first.",
    ),
    Claim(
        id="lemma-46/three-expectations",
        where=Place(69, "proof of Lemma 46"),
        title="the three expectations in the loss",
        latex=r"\mathbb E f^{*2} = q_\sigma(1),\ \mathbb E f_\rho f^* = \mathbb E\,q_\sigma(\alpha'),\ \mathbb E f_\rho^2 = \mathbb E\,q_\sigma(w^\top w')",
        domain=Domain("every polynomial σ and every law ρ: one pair (w, w') with f = σ(wᵀx), g = σ(w'ᵀx), h = σ(w*ᵀx)"),
        statements=(PAIR, GENERATING),
        covers=("C61",),
        uses=("hermite/overlap-kernels",),
        assumes=("gaussian-transform", "linearity", "expectation"),
        mutants=(Mutant("plus sign before f h", PAIR.replace(eq(PAIR.show.lhs, f * g + f * h - g * h + h**2))),),
        note="The three are the kernel at overlaps 1, α' and ⟨w, w'⟩; for even σ the sign of the overlap does not matter.",
    ),
)
