"""Certified real roots: disjoint rational intervals, each with exactly one root of a polynomial over Q."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from flint import ctx, fmpq, fmpq_poly, fmpz_poly

from poc_symbolic.errors import InputError
from poc_symbolic.rigor.rational import fraction, half, rational


def value_at(p: Any, x: Any) -> Any:
    """p(x) exactly, by Horner's rule."""
    out = fmpq(0)
    for c in reversed(p.coeffs()):
        out = out * x + fmpq(c)
    return out


def isolate(p: Any, avoid: Sequence[Any] = ()) -> list[tuple[Any, Any]]:
    """[(a, b)] in increasing order: the distinct real roots of an ``fmpz_poly``, a = b for rational ones.

    The intervals are disjoint, have different signs of the squarefree part at their ends, and none contains a
    point of ``avoid`` unless that is the root. FLINT's root balls are certified; the signs are checked again.
    """
    found: list[tuple[Any, Any, Any]] = []
    _, factors = p.factor()
    for f, _ in factors:
        if f.degree() < 1:
            continue
        if f.degree() == 1:
            x = fmpq(-f[0], f[1])
            found.append((x, x, f))
            continue
        for a, b in _irreducible(f):
            found.append((a, b, f))
    points = [rational(x) for x in avoid]
    done = False
    while done is False:
        found.sort(key=lambda row: (row[0], row[1]))
        done = True
        for k, (a, b, f) in enumerate(found):
            clash = any(a <= x <= b for x in points) or any(
                j != k and (a <= found[j][1] and found[j][0] <= b) for j in (k - 1, k + 1) if 0 <= j < len(found)
            )
            if a < b and clash:
                found[k] = (*bisect(f, a, b), f)
                done = False
    return [(a, b) for a, b, _ in found]


def bisect(f: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """The half of [a, b] with the sign change (f irreducible of degree > 1, so no rational point is a
    root)."""
    middle = half(a + b)
    return (a, middle) if value_at(f, a) * value_at(f, middle) < 0 else (middle, b)


def _irreducible(f: Any) -> list[tuple[Any, Any]]:
    bits = 64
    while bits <= 1 << 16:
        with ctx.workprec(bits):
            out: list[tuple[Any, Any]] = []
            for root, _ in f.complex_roots():
                if root.imag.is_zero():  # FLINT sets it to zero exactly for a real root only
                    ball = root.real
                    low, high = ball.lower().fmpq(), ball.upper().fmpq()
                    if value_at(f, low) * value_at(f, high) < 0:
                        out.append((low, high))
                    else:
                        break
            else:
                return out
        bits *= 2
    raise ArithmeticError("The roots could not be separated.")


@dataclass(frozen=True)
class Root:
    """One real root: low ≤ root ≤ high, and its multiplicity."""

    low: Fraction
    high: Fraction
    multiplicity: int


def isolate_roots(poly: Any, low: Any = None, high: Any = None, *, width: Any = Fraction(1, 10**12)) -> list[Root]:
    """The distinct real roots in [low, high] of a polynomial over Q, in intervals at most ``width`` wide.

    InputError if the input is not a polynomial in one symbol with rational coefficients, or is zero.
    """
    expr = poly.as_expr() if isinstance(poly, sympy.Poly) else sympy.sympify(poly) if isinstance(poly, int) else poly
    symbols = list(expr.free_symbols)
    if len(symbols) != 1 or expr.has(sympy.Float):
        raise InputError("Give a polynomial in exactly one symbol with rational coefficients.")
    p = sympy.Poly(expr, *symbols)
    if p.domain not in (sympy.ZZ, sympy.QQ) or p.is_zero:
        raise InputError("Give a non-zero polynomial with rational coefficients.")
    _, cleared = p.clear_denoms(convert=True)
    integer = fmpz_poly([int(c) for c in reversed(cleared.all_coeffs())])
    ends = [None if e is None or e in (sympy.oo, -sympy.oo) else rational(e) for e in (low, high)]
    limit = rational(width)
    out: list[Root] = []
    _, factors = integer.factor()
    for a, b in isolate(integer, [e for e in ends if e is not None]):
        if (ends[0] is not None and a < ends[0]) or (ends[1] is not None and b > ends[1]):
            continue
        multiplicity = 1
        for f, m in factors:
            if (a == b and value_at(f, a) == 0) or (a < b and value_at(f, a) * value_at(f, b) < 0):
                multiplicity = int(m)
                while b - a > limit:
                    a, b = bisect(f, a, b)
        out.append(Root(fraction(a), fraction(b), multiplicity))
    return out


def sturm_count(poly: Any, low: Any, high: Any) -> int:
    """The number of distinct roots in (low, high] of a squarefree or other non-zero polynomial, by
    Sturm's theorem."""
    p = fmpq_poly([rational(c) for c in poly.coeffs()])
    chain = [p, p.derivative()]
    while chain[-1].degree() > 0:
        rest = -(chain[-2] % chain[-1])
        if rest.degree() < 0:
            break
        lead = abs(rest[rest.degree()])
        chain.append(rest * fmpq(lead.q, lead.p))

    def changes(x: Any) -> int:
        signs = [v > 0 for q in chain if (v := value_at(q, rational(x))) != 0]
        return sum(1 for a, b in itertools.pairwise(signs) if a != b)

    return changes(low) - changes(high)
