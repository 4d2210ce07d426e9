"""The supremum of F = s x h'/h - x^m/(1-x^m) on (0, 1) for a polynomial h known as FLINT balls.

For coefficients that are irrational in different ways (relu) or known up to a radius (truncations), where no
integer polynomial has the constant as its root. The answer is a ball, or None when the given accuracy does
not decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import acb, acb_poly, arb, ctx


@dataclass(frozen=True)
class BallSupremum:
    """What is certified: "limit" (F < 0), "interior" (the supremum, ≥ 0), "negative" or "vanishing" (h)."""

    attained: str
    supremum: arb


def supremum(h: Sequence[arb], s: int, m: int) -> BallSupremum | None:
    """The supremum for h = Σ h_n x^n, h_0 ≠ 0, at the current FLINT precision; None if not decided."""
    if h[0] < 0:
        return BallSupremum("negative", arb(0))
    if not h[0] > 0:
        return None
    inside = [] if all(c >= 0 for c in h) else _roots_inside(acb_poly(list(h)))
    if inside is None:
        return None
    if inside:
        return BallSupremum("vanishing", arb(0))
    critical = _roots_inside(_critical_polynomial(h, s, m))
    if critical is None:
        return None
    values = [_ratio(h, s, m, x) for x in critical]
    if all(v < 0 for v in values):
        return BallSupremum("limit", arb(0))
    # The values that are certainly not the largest are dropped; the others enclose the maximum together.
    leading = [v for v in values if not any(v < other for other in values)]
    if not any(v > 0 for v in leading):
        return None
    hull = leading[0]
    for value in leading[1:]:
        hull = hull.union(value)
    return BallSupremum("interior", hull)


def _critical_polynomial(h: Sequence[arb], s: int, m: int) -> acb_poly:
    polynomial, x = acb_poly(list(h)), acb_poly([0, 1])
    gap = acb_poly([1]) - x**m
    # (h' + x h'') h - x h'^2 pair by pair: its top coefficient cancels exactly, which balls would not show.
    curvature = [arb(0)] * max(2 * len(h) - 3, 1)
    for j in range(len(h)):
        for i in range(j):
            curvature[i + j - 1] += (j - i) ** 2 * h[i] * h[j]
    return s * acb_poly(curvature) * gap * gap - m * x ** (m - 1) * polynomial * polynomial


def _roots_inside(polynomial: acb_poly) -> list[arb] | None:
    """Balls around the real roots in (0, 1); None when they cannot be told from others."""
    coefficients = list(polynomial.coeffs())
    while coefficients and coefficients[0] == 0:
        coefficients = coefficients[1:]
    if len(coefficients) < 2:
        return [] if coefficients else None
    roots = _isolated_roots(acb_poly(coefficients))
    if roots is None:
        return None
    inside = []
    for i, root in enumerate(roots):
        if not root.imag.overlaps(arb(0)):
            continue
        # A box that meets no conjugate of another box holds its own conjugate root, which is then real.
        mirrored = acb(root.real, -root.imag)
        if any(mirrored.overlaps(other) for j, other in enumerate(roots) if j != i):
            return None
        if root.real > 0 and root.real < 1:
            inside.append(root.real)
        elif not (root.real < 0 or root.real > 1):  # three-valued: neither comparison is certain
            return None
    return inside


def _isolated_roots(polynomial: acb_poly) -> list[acb] | None:
    """Disjoint boxes around all roots, narrow if the coefficients allow it; None without success."""
    # Wide coefficients make the first request fail, and then any isolation will do.
    for tolerance in (arb(2) ** (-2 * ctx.prec // 3), None):
        try:
            return list(polynomial.roots(tol=tolerance, maxprec=4 * ctx.prec))
        except ValueError:
            continue
    return None


def _ratio(h: Sequence[arb], s: int, m: int, x: arb) -> arb:
    value = slope = arb(0)
    for n, c in reversed(list(enumerate(h))):
        value = value * x + c
        if n:
            slope = slope * x + n * c
    return s * x * slope / value - x**m / (1 - x**m)
