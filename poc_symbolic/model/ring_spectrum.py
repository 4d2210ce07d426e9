"""The spectrum of H_∞ for N teachers at equal angles, exactly for every N (paper Definition 11, pp. 27 and 40-49).

With q(cos φ) = Σ_f c_f cos fφ and φ the angle between two teachers, the kernel is q'(cos φ) on the complement U and
-d²/dφ² q(cos φ) = Σ_f f² c_f cos fφ on the tangents of the circle. Both are circulant, so their eigenfunctions are
cos kφ and sin kφ with 0 ≤ k ≤ N/2, and g = Σ_f g_f cos fφ has the eigenvalue ½ Σ_f g_f ([f ≡ k] + [f ≡ -k] mod N).
No root is taken: the eigenvalues are as rational as q, though the coordinates of a ring of 7 have no radicals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb

import sympy

from poc_symbolic.errors import InputError

Frequencies = dict[int, sympy.Expr]


@dataclass(frozen=True)
class RingEigenspace:
    """λ ≠ 0 with the frequencies k of its eigenfunctions along the circle and across it, and η_λ²."""

    value: sympy.Expr
    vector: tuple[int, ...]
    scalar: tuple[int, ...]
    eta_squared: int


def cosine_series(q: Mapping[int, sympy.Expr]) -> Frequencies:
    """{f: c_f} with q(cos φ) = Σ_f c_f cos fφ, without zeros."""
    series: Frequencies = {}
    for degree, c in q.items():
        for j in range(degree // 2 + 1):
            frequency = degree - 2 * j
            weight = sympy.Rational(comb(degree, j), 2 ** (degree - (frequency > 0)))
            series[frequency] = series.get(frequency, sympy.S.Zero) + c * weight
    return {f: c for f, c in series.items() if c != 0}


def seen_as_circle(count: int, q: Mapping[int, sympy.Expr]) -> bool:
    """Whether N teachers at equal angles have the same f* as the whole circle: no frequency f ≥ 1 of q is kN.

    Then every turned ring is the same problem, and the neurons converge to no finite set.
    """
    return not any(f >= 1 and f % count == 0 for f in cosine_series(q))


def ring_spectrum(count: int, q: Mapping[int, sympy.Expr], dim: int) -> list[RingEigenspace]:
    """The eigenspaces of H_∞ with λ ≠ 0 on a ring of N ≥ 3 teachers in R^d, d ≥ 2, λ descending.

    Each eigenspace has mean-square-one eigenfunctions √2 cos kφ and √2 sin kφ, or one of constant size where k = 0 or
    N/2, so that their squares add up to a whole number at every teacher: η_λ² is the larger of the two numbers.
    """
    if count < 3 or dim < 2:
        raise InputError("A ring has at least three teachers and lies in dimension 2 or more.")
    slope = {k - 1: k * c for k, c in q.items() if k >= 1}
    along = {f: f**2 * c for f, c in cosine_series(q).items()}
    across = cosine_series(slope) if dim > 2 else {}
    vector, scalar = _eigenvalues(count, along), _eigenvalues(count, across)
    found = []
    for value in sorted({*vector, *scalar} - {sympy.S.Zero}, reverse=True):
        f, y = vector.get(value, ()), scalar.get(value, ())
        eta = max(sum(_multiplicity(count, k) for k in ks) for ks in (f, y))
        found.append(RingEigenspace(value, f, y, eta))
    return found


def _eigenvalues(count: int, series: Frequencies) -> dict[sympy.Expr, tuple[int, ...]]:
    """{λ: the frequencies that have it}."""
    found: dict[sympy.Expr, tuple[int, ...]] = {}
    for k in range(count // 2 + 1):
        hits = (c * (int((f - k) % count == 0) + int((f + k) % count == 0)) for f, c in series.items())
        value = sympy.expand(sum(hits, sympy.S.Zero) / 2)
        found[value] = (*found.get(value, ()), k)
    return found


def _multiplicity(count: int, k: int) -> int:
    """How many independent functions of this frequency there are on N points."""
    return 1 if 2 * k % count == 0 else 2
