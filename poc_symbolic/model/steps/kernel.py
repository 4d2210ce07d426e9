"""The steps up to the kernels: Hermite orthogonality, Gegenbauer expansion, rotation average."""

from __future__ import annotations

from collections.abc import Iterator
from math import factorial
from typing import TYPE_CHECKING

import sympy
from flint import fmpq, fmpq_poly

from poc_symbolic import symbols
from poc_symbolic.hermite.gaussian import correlated_coefficients, gaussian_moment
from poc_symbolic.hermite.polynomials import hermite_coefficients
from poc_symbolic.model.definition import kernel_by_pairings, monomials, rotation_average
from poc_symbolic.model.evaluate import equal, evaluate
from poc_symbolic.model.steps.context import Derivation
from poc_symbolic.model.steps.step import Step, require
from poc_symbolic.sphere.gegenbauer import gegenbauer
from poc_symbolic.sphere.linear_product import rational

if TYPE_CHECKING:
    from poc_symbolic.model.single_index import SingleIndexModel


def activation(context: Derivation) -> Step:
    """σ = Σ c_k He_k, the coefficients recomputed from Gaussian moments."""
    model, t = context.model, symbols.t
    coefficients = model.activation.coefficients
    powers = monomials(coefficients)
    for k in range(len(powers)):
        moments = (c * gaussian_moment(n + m) * h for n, c in enumerate(powers) for m, h in _hermite(k))
        require("activation", equal(sympy.Add(*moments) / factorial(k), coefficients.get(k, sympy.Integer(0))))
    return Step(
        name="activation",
        source="reference §1; paper p.62",
        statement="The activation is the sum of its Hermite terms, c_k = E[sigma He_k]/k!.",
        lhs="sigma(t) = sum_k c_k He_k(t)",
        lhs_latex=r"\sigma(t)=\sum_k c_k\,\mathrm{He}_k(t)",
        rhs=sympy.Add(*(c * t**n for n, c in enumerate(powers))),
        check="identity: E[sigma He_k]/k! recomputed for every k from the moments of one Gaussian",
    )


def _hermite(k: int) -> Iterator[tuple[int, int]]:
    return ((n, c) for n, c in enumerate(hermite_coefficients(k)) if c)


def orthogonality(context: Derivation) -> Step:
    """E He_j(x) He_k(y) = δ_jk k! z^k for every pair that occurs."""
    name, model = "hermite-orthogonality", context.model
    degrees = sorted(model.activation.coefficients.keys() | model.teacher.coefficients.keys())
    for j in degrees:
        for k in degrees:
            pairings = correlated_coefficients(hermite_coefficients(j), hermite_coefficients(k))
            expected = {k: factorial(k)} if j == k else {}
            require(name, {n: int(c) for n, c in enumerate(pairings) if c != 0} == expected)
    return Step(
        name=name,
        source="reference §1",
        statement="Hermite polynomials of two unit Gaussians of correlation z are orthogonal.",
        lhs="sum_(j,k) E He_j(x) He_k(y), E x y = z, over the degrees that occur",
        lhs_latex=r"\sum_{j,k}\mathbb E\,\mathrm{He}_j(x)\,\mathrm{He}_k(y)",
        rhs=sympy.Add(*(factorial(k) * symbols.z**k for k in degrees)),
        check=f"identity: all {len(degrees) ** 2} pairs (j, k) by counting Gaussian pairings",
    )


def kernels(context: Derivation) -> Step:
    """q, q_× and q_* from the monomials of σ and σ*."""
    name, model = "overlap-kernel", context.model
    student, teacher = model.activation.coefficients, model.teacher.coefficients
    pairs = ((student, student), (student, teacher), (teacher, teacher))
    for kernel, (f, g) in zip(model.kernels, pairs, strict=True):
        pairings = kernel_by_pairings(f, g, context.scale)
        difference = kernel - sympy.Add(*(c * symbols.z**k for k, c in pairings.items()))
        require(name, sympy.expand(difference) == 0)
    return Step(
        name=name,
        source="reference §1; paper p.6, Definition 4",
        statement="The overlap kernel is q(z) = sum_k k! c_k^2 z^k, and q_cross, q_star likewise.",
        lhs="E sigma(<w,x>) sigma(<w',x>), z = <w,w'>",
        lhs_latex=r"\mathbb E\,\sigma(\langle w,x\rangle)\,\sigma(\langle w',x\rangle)",
        rhs=model.kernels.q,
        check="identity: q, q_cross and q_star by counting Gaussian pairings of monomials",
    )


def gegenbauer_expansion(context: Derivation) -> Step:
    """q = Σ a_ℓ P_ℓ, for all d at once."""
    name, model = "gegenbauer", context.model
    top = max(model.gegenbauer, default=0)
    # Over the common denominator d (d+2) … (d+2·top-2) every a_ℓ [z^n]P_ℓ is a polynomial in d of degree at
    # most top, since it stays bounded as d grows; agreement at more values of d is agreement for every d.
    dimensions = [model.d] if isinstance(model.d, int) else list(range(2, top + 4))
    for dimension in dimensions:
        _check_expansion(name, model, dimension)
    reach = "every z" if isinstance(model.d, int) else f"every z and d, from {len(dimensions)} values of d"
    z = symbols.z
    return Step(
        name=name,
        source="reference §2",
        statement="The kernel is re-expanded in Gegenbauer polynomials, coefficients a_l(d), b_l(d), e_l(d).",
        lhs="q(z) = sum_l a_l P_l(z)",
        lhs_latex=r"q(z)=\sum_\ell a_\ell P_\ell(z)",
        rhs=sympy.Add(*(c.a * gegenbauer(n, z, model.d) for n, c in model.gegenbauer.items())),
        check=f"identity: {reach}; P_l rebuilt from its three-term recurrence",
    )


def _check_expansion(name: str, model: SingleIndexModel, dimension: int) -> None:
    values = {model.d: fmpq(dimension)} if isinstance(model.d, sympy.Symbol) else {}
    basis = [fmpq_poly([1]), fmpq_poly([0, 1])]
    x = basis[1]
    for n in range(1, max(model.gegenbauer, default=0)):
        step = (2 * n + dimension - 2) * x * basis[n] - n * basis[n - 1]
        basis.append(step * fmpq(1, n + dimension - 2))
    kernels = (model.coefficients.q, model.coefficients.q_cross, model.coefficients.q_star)
    for index, kernel in enumerate(kernels[:1] if model.well_specified else kernels):
        columns: dict[int, list[sympy.Expr]] = {k: [-c] for k, c in kernel.items()}
        for degree, coefficients in model.gegenbauer.items():
            value = evaluate(coefficients[index], values)
            for power, c in enumerate(basis[degree].coeffs()):
                if c != 0:
                    columns.setdefault(power, []).append(value * rational(c))
        require(name, all(equal(sympy.Add(*column), sympy.Integer(0)) for column in columns.values()))


def rotation_averages(context: Derivation) -> Step:
    """E_u P_ℓ(αα' + √(1-α²) √(1-α'²) u) = P_ℓ(α) P_ℓ(α')."""
    name, model = "rotation-average", context.model
    other = symbols.alpha_prime
    degrees = list(model.gegenbauer)
    count = 0
    for degree in degrees:
        polynomial = gegenbauer(degree, symbols.z, model.d)
        product = polynomial.subs(symbols.z, model.alpha) * polynomial.subs(symbols.z, other)
        for dimension, alpha, prime in _grid(degree, model.d):
            values = {model.alpha: alpha, other: prime}
            if isinstance(model.d, sympy.Symbol):
                values[model.d] = fmpq(dimension)
            count += 1
            require(name, evaluate(product, values) == rational(_averaged(degree, alpha, prime, dimension)))
    complete = max(degrees, default=0) <= _IDENTITY_DEGREE
    return Step(
        name=name,
        source="reference §2, product formula",
        statement="Averaging over the rotations that fix w* turns P_l(<w,w'>) into P_l(alpha) P_l(alpha').",
        lhs="E_u q(alpha alpha' + sqrt(1-alpha^2) sqrt(1-alpha'^2) u), u on S^(d-2)",
        lhs_latex=r"\mathbb E_u\,q\big(\alpha\alpha'+\sqrt{1-\alpha^2}\sqrt{1-\alpha'^2}\,u\big)",
        rhs=sympy.Add(
            *(
                c.a * gegenbauer(n, model.alpha, model.d) * gegenbauer(n, other, model.d)
                for n, c in model.gegenbauer.items()
            )
        ),
        check=(
            f"identity: for every l, on a grid of {count} points in all that exceeds the degrees"
            if complete
            else f"exact at {count} points, over all l, with the exact moments of u"
        ),
    )


_IDENTITY_DEGREE = 6


def _grid(degree: int, d: int | sympy.Symbol) -> Iterator[tuple[int, fmpq, fmpq]]:
    """Points that determine the product formula for small ℓ, a few points for the others.

    Up to the common parity factor both sides are polynomials of degree ⌊ℓ/2⌋ in α² and in α'², and over the
    common denominator [(d-1)(d+1)…]² polynomials of degree at most ℓ in d.
    """
    small = degree <= _IDENTITY_DEGREE
    half = degree // 2 + 1 if small else 2
    dimensions = range(2, degree + 3) if small else (2, 3, 8)
    for dimension in (d,) if isinstance(d, int) else dimensions:
        for i in range(1, half + 1):
            for j in range(1, half + 1):
                yield dimension, fmpq(i, half + 1), fmpq(j, half + 2)


def _averaged(degree: int, alpha: fmpq, other: fmpq, d: int) -> fmpq:
    basis = [fmpq_poly([1]), fmpq_poly([0, 1])]
    for n in range(1, degree):
        step = (2 * n + d - 2) * basis[1] * basis[n] - n * basis[n - 1]
        basis.append(step * fmpq(1, n + d - 2))
    coefficients = enumerate(basis[degree].coeffs())
    return sum((c * rotation_average(n, alpha, other, d) for n, c in coefficients if c != 0), fmpq(0))
