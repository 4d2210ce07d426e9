"""Exact power series with rational coefficients, where all of them are rational: at 0 for exp, at 1 for log, …"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from poc_symbolic.rigor.kernel import sqrt_bounds

Tree = str | list[Any]
Jet = list[Fraction]


def jet(tree: Tree, name: str, point: Fraction, order: int) -> Jet:
    """c_0, …, c_order with tree = Σ c_k (name - point)^k + …; ValueError if they are not seen to be rational."""
    if isinstance(tree, str):
        row = [point, Fraction(1)] if tree == name else [Fraction(tree)]
        return (row + [Fraction(0)] * (order + 1))[: order + 1]
    parts = [jet(arg, name, point, order) for arg in tree[1:]]
    a, b = parts[0], parts[-1]
    match tree[0]:
        case "+":
            return [sum(column, Fraction(0)) for column in zip(*parts, strict=True)]
        case "-":
            return [-x for x in a] if len(parts) == 1 else [x - y for x, y in zip(a, b, strict=True)]
        case "*":
            for part in parts[1:]:
                a = _times(a, part)
            return a
        case "/":
            return _times(a, _inverse(b))
        case "^" if isinstance(tree[2], str) and tree[2].lstrip("-").isdigit():
            n = int(tree[2])
            out = [Fraction(1)] + [Fraction(0)] * order
            for _ in range(abs(n)):
                out = _times(out, a)
            return out if n >= 0 else _inverse(out)
        case "sqrt":
            return _solve(_root(a[0]), order, lambda y, k: _divide(a[k] - _inner(y, k), 2 * y[0]))
        case "exp" if a[0] == 0:  # y' = a' y
            return _solve(Fraction(1), order, lambda y, k: _mean(a, y, k))
        case "log" if a[0] == 1:  # a y' = a'
            return _solve(Fraction(0), order, lambda y, k: a[k] - _tail(y, a, k))
    raise ValueError(f"{tree[0]} is not seen to have rational coefficients here.")


def _solve(first: Fraction, order: int, coefficient: Callable[[Sequence[Fraction], int], Fraction]) -> Jet:
    out = [first]
    for k in range(1, order + 1):
        out.append(coefficient(out, k))
    return out


def _divide(a: Fraction, b: Fraction) -> Fraction:
    return a * Fraction(b.denominator, 1) * Fraction(1, b.numerator) if b.numerator > 0 else -_divide(a, -b)


def _times(a: Jet, b: Jet) -> Jet:
    return [sum((a[j] * b[k - j] for j in range(k + 1)), Fraction(0)) for k in range(len(a))]


def _inverse(a: Jet) -> Jet:
    if a[0] == 0:
        raise ValueError("A divisor vanishes.")
    return _solve(
        _divide(Fraction(1), a[0]),
        len(a) - 1,
        lambda y, k: -_divide(sum((a[j] * y[k - j] for j in range(1, k + 1)), Fraction(0)), a[0]),
    )


def _root(value: Fraction) -> Fraction:
    low, high = sqrt_bounds(value, 0) if value > 0 else (Fraction(0), Fraction(1))
    if low != high:
        raise ValueError("A root is not rational.")
    return low


def _inner(y: Sequence[Fraction], k: int) -> Fraction:
    return sum((y[j] * y[k - j] for j in range(1, k)), Fraction(0))


def _mean(a: Jet, y: Sequence[Fraction], k: int) -> Fraction:
    return Fraction(1, k) * sum((j * a[j] * y[k - j] for j in range(1, k + 1)), Fraction(0))


def _tail(y: Sequence[Fraction], a: Jet, k: int) -> Fraction:
    return Fraction(1, k) * sum((j * y[j] * a[k - j] for j in range(1, k)), Fraction(0))
