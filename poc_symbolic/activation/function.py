"""An activation as a function: its pieces, its exact terms and its certified integrals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy

from poc_symbolic.activation import gaussian_terms
from poc_symbolic.activation.derivative import derivative
from poc_symbolic.activation.gaussian_terms import NotExact, Terms
from poc_symbolic.activation.growth import growth
from poc_symbolic.activation.integrals import BITS, GaussianIntegrator, integrator
from poc_symbolic.activation.parity import Parts, parts
from poc_symbolic.activation.pieces import Piece, Unlocated, simplify_roots, split
from poc_symbolic.errors import InputError
from poc_symbolic.symbols import z


@dataclass(frozen=True)
class ActivationFunction:
    """σ given by ``expr``, and its ``pieces`` between kinks (None if a kink was not located exactly)."""

    expr: sympy.Expr
    pieces: tuple[Piece, ...] | None

    @staticmethod
    def of(expr: sympy.Expr) -> ActivationFunction:
        """Locate the kinks of ``expr``."""
        try:
            pieces: tuple[Piece, ...] | None = split(expr)
        except Unlocated:
            pieces = None
        return ActivationFunction(simplify_roots(expr), pieces)

    @property
    def polynomial(self) -> sympy.Expr | None:
        """σ as a polynomial in z, if it is one on the whole line."""
        if self.pieces is None or len(self.pieces) > 1 or not self.pieces[0].expr.is_polynomial(z):
            return None
        return self.pieces[0].expr

    @cached_property
    def exact_pieces(self) -> tuple[tuple[Piece, Terms], ...]:
        """The pieces in the exact class; raises NotExact, and InputError when E σ² is infinite."""
        if self.pieces is None or any(piece.right.has(sympy.CRootOf) for piece in self.pieces):
            raise NotExact
        result = tuple((piece, gaussian_terms.to_terms(piece.expr)) for piece in self.pieces)
        for piece, terms in result:
            infinite = piece.left.is_infinite or piece.right.is_infinite
            if infinite and any((4 * weight.quadratic < 1) is not sympy.true for weight in terms):
                raise InputError(
                    "The square of the activation is not Gaussian-integrable; use one that grows less than exp(z**2/4)."
                )
        return result

    def exact_square(self, order: int) -> sympy.Expr:
        """E[(σ^{(order)})²]; raises NotExact."""
        total = sympy.Integer(0)
        for piece, terms in self.exact_pieces:
            for _ in range(order):
                terms = gaussian_terms.differentiate(terms)
            square = gaussian_terms.multiply(terms, terms)
            total += gaussian_terms.expectation(square, piece.left, piece.right)
        return total

    @cached_property
    def parts(self) -> Parts:
        """The even and odd part of σ where they are polynomials."""
        return parts(self.expr)

    @cached_property
    def _integrators(self) -> dict[tuple[int, int], GaussianIntegrator]:
        return {}

    def integrator(self, order: int, bits: int = BITS) -> GaussianIntegrator:
        """The integrals of σ^{(order)}; raises Unbounded or InputError."""
        if (order, bits) not in self._integrators:
            self._integrators[order, bits] = self._new_integrator(order, bits)
        return self._integrators[order, bits]

    def _new_integrator(self, order: int, bits: int) -> GaussianIntegrator:
        bound_of, pieces = self.expr, self.pieces or (Piece(-sympy.oo, sympy.oo, self.expr),)
        for _ in range(order):
            bound_of = derivative(bound_of)
            pieces = tuple(Piece(piece.left, piece.right, derivative(piece.expr)) for piece in pieces)
        return integrator(pieces, growth(bound_of), symmetric=self.parts.symmetric, bits=bits)
