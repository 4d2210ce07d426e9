"""An activation cut at its kinks into pieces without |·| or relu."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise

import sympy
from flint import ctx

from poc_symbolic.activation.evaluation import enclose_constant
from poc_symbolic.activation.exact_numbers import vanishes
from poc_symbolic.activation.ranges import value_range
from poc_symbolic.expression import relu, softplus
from poc_symbolic.symbols import z

_MAX_PIECES = 64
_BITS = 512
_MAX_DEGREE = 64


@dataclass(frozen=True)
class Piece:
    """``expr`` on left < z < right; the ends are exact numbers or ±∞."""

    left: sympy.Expr
    right: sympy.Expr
    expr: sympy.Expr


class Unlocated(Exception):
    """A kink whose place is not found exactly."""


def split(expr: sympy.Expr) -> tuple[Piece, ...]:
    """The pieces of ``expr`` from left to right, neighbours being different; raises Unlocated."""
    pieces = _split(Piece(-sympy.oo, sympy.oo, simplify_roots(expr)))
    merged = [pieces[0]]
    for piece in pieces[1:]:
        last = merged[-1]
        if last.expr == piece.expr or sympy.expand(last.expr - piece.expr) == 0:
            merged[-1] = Piece(last.left, piece.right, last.expr)
        else:
            merged.append(piece)
    return tuple(merged)


def simplify_roots(expr: sympy.Expr) -> sympy.Expr:
    """Take squares out of roots of rational polynomials: √(z⁴+z²) becomes |z| √(z²+1)."""

    def is_root(node: sympy.Expr) -> bool:
        is_half_power = node.is_Pow and node.exp.is_Rational and node.exp.q == 2
        return bool(is_half_power and node.base.has(z) and node.base.is_polynomial(z))

    return expr.replace(is_root, _root_without_squares)


def _root_without_squares(node: sympy.Expr) -> sympy.Expr:
    polynomial = sympy.Poly(node.base, z)
    if polynomial.degree() > _MAX_DEGREE or not (polynomial.domain.is_QQ or polynomial.domain.is_ZZ):
        return node
    content, factors = polynomial.sqf_list()
    outside, inside = sympy.Integer(1), content
    for factor, multiplicity in factors:
        outside *= factor.as_expr() ** (multiplicity // 2)
        inside *= factor.as_expr() ** (multiplicity % 2)
    if outside == 1:
        return node
    return sympy.Abs(outside) ** node.exp.p * sympy.sqrt(inside) ** node.exp.p


def _split(piece: Piece) -> list[Piece]:
    kink = _innermost_kink(piece.expr)
    if kink is None:
        return [piece]
    argument = kink.args[0]
    polynomial = _same_sign(argument)
    ends = [piece.left, *_roots_between(polynomial, piece.left, piece.right), piece.right]
    result: list[Piece] = []
    for left, right in pairwise(ends):
        positive = _sign_at(polynomial, _between(left, right)) > 0
        value = argument if positive else sympy.Integer(0) if isinstance(kink, relu) else -argument
        result += _split(Piece(left, right, piece.expr.xreplace({kink: value})))
        if len(result) > _MAX_PIECES:
            raise Unlocated
    return result


def _innermost_kink(expr: sympy.Expr) -> sympy.Expr | None:
    kinks = sorted(expr.atoms(sympy.Abs, relu), key=sympy.default_sort_key)
    inner = [kink for kink in kinks if kink.has(z) and not kink.args[0].has(sympy.Abs, relu)]
    return inner[0] if inner else None


def _same_sign(expr: sympy.Expr) -> sympy.Expr:
    """A polynomial with the same sign as ``expr`` at every z."""
    if expr.is_polynomial(z):
        return expr
    values = value_range(expr)
    if values.excludes_zero or isinstance(expr, sympy.exp | softplus):
        return sympy.Integer(-1 if values.hi is not None and values.hi < 0 else 1)
    if isinstance(expr, sympy.tanh | sympy.erf):
        return _same_sign(expr.args[0])
    if expr.is_Mul:
        return sympy.Mul(*(_same_sign(factor) for factor in expr.args))
    if expr.is_Pow and expr.exp.q == 1:
        return _same_sign(expr.base) ** (1 if expr.exp.p % 2 else 2)
    if expr.is_Pow:
        return _same_sign(expr.base)
    raise Unlocated


def _roots_between(expr: sympy.Expr, left: sympy.Expr, right: sympy.Expr) -> list[sympy.Expr]:
    """The real roots of a polynomial strictly between two ends, ascending; raises Unlocated."""
    roots: list[sympy.Expr] = []
    for factor in _factors(expr):
        roots += (root for root in _real_roots(factor) if compare(left, root) < 0 < compare(right, root))
    ordered = sorted(roots, key=cmp_to_key(compare))
    return [root for i, root in enumerate(ordered) if i == 0 or compare(ordered[i - 1], root) != 0]


def _factors(expr: sympy.Expr) -> list[sympy.Poly]:
    if not expr.has(z):
        return []
    polynomial = sympy.Poly(expr, z)
    if polynomial.degree() > _MAX_DEGREE:
        raise Unlocated
    if polynomial.domain.is_QQ or polynomial.domain.is_ZZ:
        return [factor for factor, _ in polynomial.factor_list()[1]]
    return [
        sympy.Poly(base, z) for base in (factor.as_base_exp()[0] for factor in sympy.Mul.make_args(expr)) if base.has(z)
    ]


def _real_roots(factor: sympy.Poly) -> list[sympy.Expr]:
    if factor.degree() == 1:
        a, b = factor.all_coeffs()
        return [sympy.radsimp(-b / a) if b != 0 else sympy.Integer(0)]
    rational = factor.domain.is_QQ or factor.domain.is_ZZ
    if not rational:
        raise Unlocated
    if factor.count_roots() == 0:
        return []
    if factor.degree() > 2:
        return list(factor.real_roots())
    a, b, c = factor.all_coeffs()
    root = sympy.sqrt(b**2 - 4 * a * c)
    return [sympy.expand((-b - root) / (2 * a)), sympy.expand((-b + root) / (2 * a))]


def compare(a: sympy.Expr, b: sympy.Expr) -> int:
    """-1, 0 or 1 as a < b, a = b or a > b for exact numbers or ±∞; raises Unlocated when undecided."""
    if a == b:
        return 0
    if a.is_infinite or b.is_infinite:
        return -1 if a is -sympy.oo or b is sympy.oo else 1
    return _sign(a - b)


def _sign(value: sympy.Expr) -> int:
    if value.is_Rational:
        return int(sympy.sign(value))
    with ctx.workprec(_BITS):
        ball = enclose_constant(value)
        if ball is not None and ball > 0:
            return 1
        if ball is not None and ball < 0:
            return -1
    if vanishes(value) is True:
        return 0
    raise Unlocated


def _sign_at(expr: sympy.Expr, point: sympy.Rational) -> int:
    return _sign(expr.subs(z, point)) if expr.has(z) else _sign(expr)


def _between(left: sympy.Expr, right: sympy.Expr) -> sympy.Rational:
    """A rational strictly between two ends."""
    if left.is_infinite and right.is_infinite:
        return sympy.Integer(0)
    if left.is_infinite or right.is_infinite:
        finite, shift = (right, -1) if left.is_infinite else (left, 1)
        return _approximate(finite) + shift
    middle = _approximate((left + right) / 2)
    if compare(left, middle) < 0 < compare(right, middle):
        return middle
    raise Unlocated


def _approximate(value: sympy.Expr) -> sympy.Rational:
    if value.is_Rational:
        return value
    with ctx.workprec(_BITS):
        ball = enclose_constant(value)
        if ball is None or not ball.is_finite():
            raise Unlocated
        middle = ball.mid().fmpq()
    fraction = Fraction(int(middle.p), int(middle.q))
    return sympy.Rational(fraction.numerator, fraction.denominator)
