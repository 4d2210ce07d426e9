"""How much of each bound a trajectory uses: the least constants with which the lemmas' inequalities hold at one time.

A constant below the proof's one shows how loose the bound is; one above it would refute the bound. Letters of
``residuals``, ``descent`` and ``function_bounds``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from poc_symbolic.network.descent import Descent, ProofConstants
from poc_symbolic.network.function_bounds import function_bounds
from poc_symbolic.network.kernels import norms
from poc_symbolic.network.residuals import Comparison, lemma_5

SMALLEST = 1e-6  # gaps below this are not divided by


def lemma_5_use(at: Comparison) -> dict[str, float]:
    """The four remainders of Lemma 5 and their sum, at a time with gaps that are not 0.

    ``own`` and ``others`` are the least C in ‖own‖ ≤ Ca² + Cab + ε_m a and ‖others‖ ≤ CB; ``sampling`` and ``data`` are
    shares of the printed ε_m and ε_n; ``total`` is the share of 2ε_m + ε_n + 2C(a² + B) with the proof's C, and
    ``linear`` that of 2ε_m + ε_n alone; ``eps_m`` is the measured ε_m over 2C, at most 1 in the lemma.
    """
    lemma, population = lemma_5(at), at.population
    parts = {part.name: part for part in lemma.residuals}
    own = norms(population(at.neurons) - population.at(at.particles, at.neurons) - at.terms.local)
    sizes = norms(at.gaps)
    kept, b, square = sizes > SMALLEST, float(sizes.mean()), float(np.mean(sizes**2))
    a = sizes[kept]
    total, linear = norms(lemma.total), 2 * lemma.eps_m + lemma.eps_n
    return {
        "own": float(((own[kept] - lemma.eps_m * a) / (a**2 + a * b)).max()),
        "others": parts["others"].largest / square,
        "sampling": parts["sampling"].largest / parts["sampling"].bound,
        "data": parts["data"].largest / parts["data"].bound if parts["data"].bound > 0 else 0.0,
        "total": float((total / (linear + 2 * lemma.constant * (sizes**2 + square))).max()),
        "linear": float(total.max()) / linear,
        "eps_m": lemma.eps_m / (2 * lemma.constant),
    }


def function_use(at: Comparison, to_limit: float, sampling: float) -> dict[str, float]:
    """Lemmas 20 and 21 at a time with gaps that are not 0, given F and S; R, F, S as in ``function_bounds``, c = C/11.

    ``gap`` is R/(c²(E‖Δ‖)²), at most √3; ``error`` is the share of 2C²(E‖Δ‖)² + log(m)/m that F takes, ``sample`` that
    of log(m)/(2m) that S takes; ``form`` is the share of 2F + 4S + C²(E‖Δ‖²)² that ΔᵀHΔ takes, ``without`` that of 2F.
    """
    parts = {part.name: part for part in function_bounds(at, to_limit, sampling)}
    first, form, width = parts["Lemma 20, first order"], parts["Lemma 21"], at.gaps.shape[0]
    return {
        "gap": math.sqrt(3) * first.measured / first.bound,
        "error": parts["Lemma 1"].measured / parts["Lemma 1"].bound,
        "sample": sampling / (math.log(width) / (2 * width)),
        "form": form.measured / form.bound,
        "without": form.measured / (2 * to_limit),
    }


def property_use(
    descents: Sequence[Descent], constants: ProofConstants, tau: float, rates: Sequence[float]
) -> dict[str, float]:
    """P1–P3 over some times with gaps that are not 0: the least C_13 and C_14, and the share of P3's bound.

    ``rates`` are C_LSC δ_t. The least C_14 is that beside the printed C_b E‖Δ‖², which is less than the repaired term.
    ``plain`` is the largest ⟨∇Φ, -HΔ⟩/E‖Δ‖, which P1 would have at most 0 with nothing on its right side.
    """
    least13, plain, least14, third = [], [], [], []
    for found, rate in zip(descents, rates, strict=True):
        one, two, three = found.properties
        known = (1 + constants.balanced) * found.outside_force
        least13.append(constants.c13 * (one.measured - known) / (one.bound - known))
        plain.append(one.measured / found.omega)
        known = constants.balanced * found.mean_square - rate / 2 * found.potential
        least14.append((two.measured - known) / (tau * found.potential + found.outside_gap))
        third.append(three.measured / three.bound)
    return {"c13": max(least13), "plain": max(plain), "c14": max(least14), "third": max(third)}
