"""Bernstein coefficients of a polynomial on a box, for explicit non-negative combinations."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from poc_symbolic.coq.normal import polynomial
from poc_symbolic.coq.term import Term, Unsupported, num

Side = tuple[str, Fraction, Fraction | None]  # a variable between two numbers, of which the second may be missing
Factor = tuple[Term, int, int, str]


def _scaled(term: Term, sides: list[Side]) -> tuple[dict[tuple[int, ...], Fraction], list[int]]:
    """The coefficients of Π t_i^j_i in (1 + t)^n p((low + high·t)/(1 + t)), or of p(low + t) without an upper end."""
    names = [v for v, _, _ in sides]
    cell: dict[tuple[int, ...], Fraction] = {}
    for mono, c in polynomial(term).items():
        exponents = {atom[1]: e for atom, e in mono if atom[0] == "v"}
        if len(exponents) != len(mono) or set(exponents) - set(names) or any(e < 0 for e in exponents.values()):
            raise Unsupported("Bernstein needs a polynomial in the box's variables")
        cell[tuple(int(exponents.get(v, 0)) for v in names)] = Fraction(c)
    degrees = [max((index[axis] for index in cell), default=0) for axis in range(len(sides))]
    for axis, (_, low, high) in enumerate(sides):
        n = degrees[axis]
        out: dict[tuple[int, ...], Fraction] = {}
        for index, c in cell.items():
            for j, weight in enumerate(_column(index[axis], n, low, high)):
                if weight != 0:
                    key = (*index[:axis], j, *index[axis + 1 :])
                    out[key] = out.get(key, Fraction(0)) + c * weight
        cell = {key: c for key, c in out.items() if c != 0}
    return cell, degrees


def _column(k: int, n: int, low: Fraction, high: Fraction | None) -> list[Fraction]:
    """The coefficients of x^k in t: (low + high·t)^k (1 + t)^(n-k), or (low + t)^k."""
    if high is None:
        return [comb(k, j) * low ** (k - j) for j in range(k + 1)]
    first = [comb(k, j) * low ** (k - j) * high**j for j in range(k + 1)]
    second = [Fraction(comb(n - k, j)) for j in range(n - k + 1)]
    out = [Fraction(0)] * (n + 1)
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            out[i + j] += a * b
    return out


def bernstein_coefficients(term: Term, sides: list[Side]) -> list[tuple[list[Factor], Fraction]]:
    """The summands c·Π (x - low)^j (high - x)^(n-j) of a polynomial that are not zero."""
    cell, degrees = _scaled(term, sides)
    table = []
    for index, c in sorted(cell.items()):
        factors: list[Factor] = []
        for axis, (v, low, high) in enumerate(sides):
            j, n = index[axis], degrees[axis]
            if high is not None and high != low:
                c /= (high - low) ** n
            if high is not None and high == low:
                raise Unsupported("a box without width")
            if j:
                factors.append((("sub", ("var", v), num(low)), j, axis, "low"))
            if high is not None and n - j:
                factors.append((("sub", num(high), ("var", v)), n - j, axis, "high"))
        table.append((factors, c))
    if any(c < 0 for _, c in table):
        raise Unsupported("a negative Bernstein coefficient")
    return table


def lowest(term: Term, sides: list[Side]) -> Fraction:
    """A positive number by which the term may be lowered and still has non-negative coefficients (0 if none)."""
    cell, degrees = _scaled(term, sides)
    least: Fraction | None = None
    grid: list[tuple[int, ...]] = [()]
    for axis, (_, _, high) in enumerate(sides):
        grid = [(*index, j) for index in grid for j in range(degrees[axis] + 1 if high is not None else 1)]
    for index in grid:
        weight = 1
        for axis, j in enumerate(index):
            if sides[axis][2] is not None:
                weight *= comb(degrees[axis], j)
        value = cell.get(index, Fraction(0)) / weight
        least = value if least is None or value < least else least
    return least if least is not None and least > 0 else Fraction(0)
