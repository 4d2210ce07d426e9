"""Certified Gaussian integrals of an activation: balls around E[σ He_k] and E[σ²]."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, factorial

import sympy
from flint import acb, acb_poly, arb, ctx, fmpz, fmpz_poly

from poc_symbolic.activation.evaluation import Integrand, compile_balls, enclose_constant
from poc_symbolic.activation.growth import Growth
from poc_symbolic.activation.pieces import Piece, compare
from poc_symbolic.activation.ranges import upper_fraction
from poc_symbolic.errors import InputError
from poc_symbolic.hermite import hermite_coefficients
from poc_symbolic.symbols import z

BITS = 128
_GUARD = 48
_MAX_RADIUS = 100_000
_MAX_ATTEMPTS = 4
_GRID = 256
_MAX_EVALUATIONS = 30_000
_UNCERTAIN = "The activation could not be integrated with certainty; use a tamer expression."


@dataclass(frozen=True)
class GaussianIntegrator:
    """σ on its pieces, cut off at |z| ≤ radius, with a proved bound of what lies beyond.

    ``symmetric``: |σ| is even, so that every even integrand is twice its half on z > 0.
    ``square_tail``: upper bound of E[σ² 1_{|z| > radius}]; by Cauchy and Schwarz the tail of
    E[σ He_k] is at most √(square_tail · k!), for every k at once.
    ``norm``: lower bound of √(E σ²), the scale to which precision is relative.
    """

    pieces: tuple[Piece, ...]
    symmetric: bool
    radius: int
    square_tail: arb
    norm: arb
    bits: int

    def hermite(self, k: int) -> arb:
        """A ball around E[σ He_k], where k must have the parity of σ if that has one."""
        with ctx.workprec(self.bits):
            scale = arb(fmpz(factorial(k))).sqrt()
            tail = (self.square_tail.sqrt() * scale).upper()
            wanted = (self.norm * scale * arb(2) ** -self.bits).mid()
        # The working precision pays for the cancellation in He_k.
        total = self._certified(hermite_coefficients(k), 1, wanted, self.bits + _GUARD + 2 * k)
        with ctx.workprec(2 * self.bits):
            return total + arb(0, tail)

    def square(self) -> arb:
        """A ball around E[σ²]."""
        with ctx.workprec(self.bits):
            wanted = (self.norm**2 * arb(2) ** -self.bits).mid()
            half_tail = (self.square_tail / 2).upper()
        total = self._certified((1,), 2, wanted, self.bits + _GUARD)
        with ctx.workprec(2 * self.bits):
            return total + half_tail + arb(0, half_tail)

    def _certified(self, weight: tuple[int, ...], power: int, wanted: arb, precision: int) -> arb:
        """E[weight σ^power] without the tail, the precision being doubled until the radius is small.

        Raises InputError when the radius stays above 2^80 times the wanted one.
        """
        total = arb.nan()
        for _ in range(4):
            with ctx.workprec(precision):
                total = _integrate(self.pieces, self.radius, weight, power, self.symmetric, wanted)
                if total.is_finite() and total.rad() <= 16 * wanted:
                    return total
                precision *= 2
        if total.is_finite() and total.rad() <= wanted * 2**80:
            return total
        raise InputError(_UNCERTAIN)


def integrator(pieces: tuple[Piece, ...], bound: Growth, *, symmetric: bool, bits: int = BITS) -> GaussianIntegrator:
    """Choose the cut-off for σ given by ``pieces`` with growth ``bound``.

    Raises InputError when σ² is not shown to be Gaussian-integrable, or σ is too large to handle.
    """
    if 4 * bound.quadratic >= 1:
        raise InputError("The activation may grow too fast for E σ² to be finite; use one that grows less.")
    with ctx.workprec(64):
        radius = _first_radius(pieces)
    norm = arb(0)
    attempts = 0
    while radius <= _MAX_RADIUS and attempts < _MAX_ATTEMPTS:
        with ctx.workprec(64):
            tail = bound.square_tail(radius)
        if tail is not None and tail.is_finite():
            if norm.is_zero():
                with ctx.workprec(128 << attempts):
                    # An absolute tolerance spares the regions where σ² φ is negligible.
                    rough = _peak(pieces, radius) * arb(2) ** -(24 << attempts)
                    square = _integrate(pieces, radius, (1,), 2, symmetric, rough, accuracy=16)
                    if square > 0:
                        norm = square.lower().sqrt().lower()
                attempts += 1
            with ctx.workprec(64):
                if tail < (norm * arb(2) ** -(bits + 8)) ** 2:
                    return GaussianIntegrator(pieces, symmetric, radius, tail.upper(), norm, bits)
        radius += max(1, radius // 8)
    raise InputError(_UNCERTAIN)


def _first_radius(pieces: tuple[Piece, ...]) -> int:
    """An integer radius ≥ 6 that holds every kink."""
    radius = 6
    for piece in pieces[1:]:
        ball = enclose_constant(piece.left)
        top = upper_fraction(abs(ball)) if ball is not None else None
        if top is None or top >= _MAX_RADIUS:
            raise InputError("A kink of the activation lies too far out; move it closer to 0.")
        radius = max(radius, ceil(top) + 1)
    return radius


def _integrate(
    pieces: tuple[Piece, ...],
    radius: int,
    weight: tuple[int, ...],
    power: int,
    half: bool,
    tolerance: arb,
    accuracy: int | None = None,
) -> arb:
    """∫ weight(z) σ(z)^power φ(z) dz over |z| ≤ radius, to an absolute tolerance and bits of accuracy."""
    relative = arb(2) ** -(ctx.prec if accuracy is None else accuracy)
    polynomial = acb_poly(fmpz_poly(list(weight)))
    total = arb(0)
    for piece in pieces:
        if half and compare(piece.right, sympy.Integer(0)) <= 0:
            continue
        starts_left = half and compare(piece.left, sympy.Integer(0)) < 0
        left, right = _end(sympy.Integer(0) if starts_left else piece.left, radius), _end(piece.right, radius)
        value = _integrand(compile_balls(piece.expr, z), polynomial, power)
        total += acb.integral(
            value,
            acb(left),
            acb(right),
            abs_tol=tolerance,
            rel_tol=relative,
            eval_limit=_MAX_EVALUATIONS,
        ).real
    return (2 if half else 1) * total / (2 * arb.pi()).sqrt()


def _peak(pieces: tuple[Piece, ...], radius: int) -> arb:
    """The largest σ² φ on a grid, only a scale: nothing is proved with it."""
    peak = arb(0)
    one = acb_poly([1])
    for piece in pieces:
        value = _integrand(compile_balls(piece.expr, z), one, 2)
        left, right = _end(piece.left, radius), _end(piece.right, radius)
        for i in range(1, _GRID):
            height = value(acb((left * (_GRID - i) + right * i) / _GRID), False).real.mid()
            if height.is_finite() and height > peak:
                peak = height
    return peak


def _end(end: sympy.Expr, radius: int) -> arb:
    if end.is_infinite:
        return arb(radius if end is sympy.oo else -radius)
    ball = enclose_constant(end)
    assert ball is not None  # the pieces were located with such balls
    return ball


def _integrand(function: Integrand, weight: acb_poly, power: int) -> Integrand:
    return lambda x, analytic: function(x, analytic) ** power * weight(x) * (x * x / -2).exp()
