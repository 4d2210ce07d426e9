"""Appendix E (p. 36): the first display of Lemma 23's proof, for one time and one neuron."""

from __future__ import annotations

import sympy
from sympy import Rational, exp

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place
from poc_symbolic.rigor.script import Script
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import d, inert

C, D, L, S, eps, m, p, g1, g2, s, x = sympy.symbols("C D L S epsilon m p g1 g2 s x", real=True)

# two possible neurons with gradients g1, g2 and probabilities p, 1-p; two draws
two_draws = inert(
    sympy.Add,
    inert(sympy.Add, inert(sympy.Mul, p**2, g1), inert(sympy.Mul, 2 * p * (1 - p), (g1 + g2) / 2)),
    inert(sympy.Mul, (1 - p) ** 2, g2),
)
UNBIASED = Statement(eq(two_draws, p * g1 + (1 - p) * g2), (ge(p, 0), le(p, 1)))
# any m, by adding one draw: the mean of m + 1 from the mean D of m
ONE_MORE = Statement(eq((m * D + D) / (m + 1), D), (ge(m, 1),))

sampling = (gt(m, 0), gt(d, 0), gt(C, 0))
threshold = eps / 2
HOEFFDING = (
    # range 2C, coordinate threshold s with s² = (ε/2)²/d
    Statement(
        eq(-2 * m * s**2 / (2 * C) ** 2, -(m * eps**2 / 2) / (4 * d * C**2)), (*sampling, eq(s**2, threshold**2 / d))
    ),
    # if every coordinate is below s in absolute value, the norm is below ε/2
    Statement(le(d * x**2, threshold**2), (*sampling, eq(s**2, threshold**2 / d), le(x**2, s**2))),
    # with ε_m = d^{3/2}L/√m, L = log(Tm)
    Statement(
        eq(-(m * eps**2 / 2) / (4 * d * C**2), -(d**2) * L**2 / (8 * C**2)), (*sampling, eq(eps**2, d**3 * L**2 / m))
    ),
)
SUMMED = Statement(le(2 * d * exp(-(d**2) * L**2 / (8 * C**2)), 2 * d * exp(-L)), (ge(d, 1), gt(C, 0), ge(L, 8 * C**2)))


def _prove_summed() -> list[Verdict]:
    """d²L²/(8C²) - L = L((d²-1)L + (L-8C²))/(8C²) ≥ 0, then monotonicity of exp."""
    script = Script(SUMMED, {"d": 1, "C": 1, "L": 8})
    square = script.combine(d**2 - 1, [(1, [0, 0]), (2, [0])])
    level = script.combine(L, [(1, [2]), (8, [1, 1])])
    exponent = d**2 * L**2 / (8 * C**2)
    terms = [(Rational(1, 8), [level, level, square]), (Rational(1, 8), [level, 2])]
    above = script.combine(exponent - L, terms, times=[1, 1])
    larger = script.monotone("exp", -L, -exponent, above)
    script.combine(SUMMED.show.excess, [(2, [larger]), (2, [0, larger])])
    return [script.verdict("monotone")]


_P36 = Place(36, "proof of Lemma 23")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-23/one-neuron-unbiased",
        where=_P36,
        title="the sampled gradient is unbiased",
        latex=r"\mathbb E_{\rho_0^m}\mathbb E_{w'\sim\bar\rho_t^m}\nabla_wK(w,w')=\mathbb E_{w'\sim\rho_t^{MF}}\nabla_wK(w,w')",
        domain=Domain(
            "two possible neurons and two draws written out; any law and any m by adding a draw and by linearity"
        ),
        statements=(UNBIASED, ONE_MORE),
        covers=("B14",),
        assumes=("induction", "linearity"),
        mutants=(Mutant("p in place of p²", UNBIASED.replace(eq(two_draws, p * g1 + (1 - p) ** 2 * g2))),),
        note="As printed (ρ_t^0, then w' bound twice by ρ^MF) both sides are E_{ρ^MF}∇K and the sample does not occur; this is what is used.",
    ),
    Claim(
        id="lemma-23/one-neuron-hoeffding",
        where=_P36,
        title="Hoeffding's inequality for one neuron",
        latex=r"\Pr\bigl[\|\nu(w,\rho^{MF}_t)-\nu(w,\bar\rho^m_t)\|\ge\tfrac{\epsilon_m}2\bigr]\le2d\exp\Bigl(-\frac{m\epsilon_m^2/2}{4dC_{reg}^2}\Bigr)=2d\,e^{-d^2\log^2(Tm)/(8C_{reg}^2)}",
        domain=Domain(
            "coordinates of ∇_wK in [-C_reg, C_reg], with Lemma 19's C_reg (lemma-19/product), not R1's; m, d, C_reg > 0; x the "
            "largest coordinate, s = ε_m/(2√d)"
        ),
        statements=HOEFFDING,
        covers=("B15",),
        uses=("lemma-23/one-neuron-unbiased", "lemma-19/product"),
        assumes=("hoeffding",),
        mutants=(
            Mutant(
                "without the factor d of the norm",
                HOEFFDING[0].replace(eq(-2 * m * s**2 / (2 * C) ** 2, -(m * eps**2 / 2) / (4 * C**2))),
            ),
        ),
        constants=(
            Constant(
                "constant in Ω(m ε_m²) (Lemma 23)",
                "Ω(1)",
                "1/2",
                "-",
                "-",
                "coordinates in [-C_reg, C_reg]",
                ("lemma 23",),
            ),
        ),
        note="R1 gives the coordinates' bound √15(C_reg/11)², not C_reg (lemma-19/product).",
    ),
    Claim(
        id="lemma-23/one-neuron-probability",
        where=_P36,
        title="the failure probability is polynomially small in Tm",
        latex=r"\log(Tm)\ge8C_{reg}^2 \implies 2d\,e^{-d^2\log^2(Tm)/(8C_{reg}^2)}\le\frac{2d}{Tm}",
        domain=Domain("d ≥ 1, L = log(Tm) ≥ 8C_reg²; one neuron and one time, before the union bound"),
        statements=(SUMMED,),
        prove=_prove_summed,
        covers=("B15",),
        uses=("lemma-23/one-neuron-hoeffding",),
        mutants=(Mutant("from L ≥ 4C² on", SUMMED.replace(assume=(ge(d, 1), gt(C, 0), ge(L, 4 * C**2)))),),
    ),
)
