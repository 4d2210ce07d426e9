"""Sign of a polynomial on a box by exact Bernstein subdivision (integers only).

The coefficients in the Bernstein basis bound a polynomial on a box, and those at the corners are its values
there. The search splits until every leaf has coefficients of one sign, or a corner is negative. An unbounded
side x ≥ low is compactified: x = low + u/(1-u), times (1-u)ⁿ. What is found here is a hint: the
kernel computes the leaves again.

Reference: R. T. Farouki, The Bernstein polynomial basis: a centennial retrospective, CAGD 29 (2012).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpq_poly, fmpz_poly

from poc_symbolic.rigor.proof import Budget
from poc_symbolic.rigor.rational import quotient, rational

Side = tuple[Any, Any]  # (low, high), high None for an unbounded side


@dataclass(frozen=True)
class Search:
    """``tree`` (leaves None) if the sign holds, ``corner`` (a point with a negative value) if not.

    Else both None.
    """

    settled: bool
    tree: Any = None
    corner: tuple[Any, ...] | None = None


@dataclass
class _Tensor:
    """Bernstein coefficients (integers, up to a common positive factor), row-major."""

    shape: tuple[int, ...]
    data: list[int]


def _lcm_binomials(n: int) -> tuple[list[int], int]:
    row, scale = [1], 1
    for k in range(n):
        row.append(row[-1] * (n - k) // (k + 1))
    for c in row:
        scale = scale * c // _gcd(scale, c)
    return row, scale


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def univariate_coefficients(row: Sequence[Any], side: Side) -> list[Any]:
    """Bernstein coefficients of Σ row[j] x^j on the side, as rationals up to a common positive factor."""
    n = len(row) - 1
    low, high = side
    width = fmpq(1) if high is None else high - low
    shifted = fmpq_poly([rational(c) for c in row])(fmpq_poly([low, width])).coeffs()
    shifted += [fmpq(0)] * (n + 1 - len(shifted))
    if high is not None:  # Σ a_j u^j (u + (1-u))^(n-j): shift the reversed polynomial by one
        flipped = fmpq_poly(shifted[::-1])(fmpq_poly([1, 1])).coeffs()
        flipped += [fmpq(0)] * (n + 1 - len(flipped))
        shifted = flipped[::-1]
    choose, scale = _lcm_binomials(n)
    return [c * (scale // choose[j]) for j, c in enumerate(shifted)]


def _integers(values: list[Any]) -> list[int]:
    denominator = 1
    for v in values:
        q = int(v.q)
        denominator = denominator * q // _gcd(denominator, q)
    out = [int(v.p) * (denominator // int(v.q)) for v in values]
    common = 0
    for c in out:
        common = _gcd(abs(c), common)
    return [c // common for c in out] if common > 1 else out


def _lines(shape: tuple[int, ...], axis: int) -> tuple[int, list[int]]:
    """(stride, starts) of the lines along an axis."""
    stride = 1
    for n in shape[axis + 1 :]:
        stride *= n
    block = stride * shape[axis]
    total = 1
    for n in shape:
        total *= n
    return stride, [outer + inner for outer in range(0, total, block) for inner in range(stride)]


def tensor(terms: Sequence[tuple[Sequence[int], Any]], sides: Sequence[Side]) -> _Tensor:
    """Bernstein coefficients of Σ c x^index on the box."""
    degrees = [max((int(index[i]) for index, _ in terms), default=0) for i in range(len(sides))]
    shape = tuple(n + 1 for n in degrees)
    strides = [1] * len(shape)
    for i in range(len(shape) - 2, -1, -1):
        strides[i] = strides[i + 1] * shape[i + 1]
    total = 1
    for n in shape:
        total *= n
    values: list[Any] = [fmpq(0)] * total
    for index, c in terms:
        values[sum(int(e) * s for e, s in zip(index, strides, strict=True))] += c
    for axis, side in enumerate(sides):
        stride, starts = _lines(shape, axis)
        n = shape[axis]
        for start in starts:
            line = slice(start, start + stride * n, stride)
            values[line] = univariate_coefficients(values[line], side)
    return _Tensor(shape, _integers(values))


def _split_line(row: list[int]) -> tuple[list[int], list[int]]:
    """De Casteljau at the middle without divisions: both halves times 2^n."""
    n = len(row) - 1
    left, right = [row[0] << n], [row[-1] << n]
    for r in range(1, n + 1):
        row = [a + b for a, b in itertools.pairwise(row)]
        left.append(row[0] << (n - r))
        right.append(row[-1] << (n - r))
    return left, right[::-1]


def _split(t: _Tensor, axis: int) -> tuple[_Tensor, _Tensor]:
    if len(t.shape) == 1:
        left, right = _split_line(t.data)
        return _Tensor(t.shape, left), _Tensor(t.shape, right)
    stride, starts = _lines(t.shape, axis)
    low, high = list(t.data), list(t.data)
    n = t.shape[axis]
    for start in starts:
        line = slice(start, start + stride * n, stride)
        low[line], high[line] = _split_line(t.data[line])
    return _Tensor(t.shape, low), _Tensor(t.shape, high)


def _axis(t: _Tensor) -> int:
    """The direction in which neighbouring coefficients differ most."""
    best, chosen = -1, 0
    for axis, n in enumerate(t.shape):
        if n == 1:
            continue
        stride, starts = _lines(t.shape, axis)
        spread = 0
        for start in starts:
            row = t.data[start : start + stride * n : stride]
            spread += sum(abs(a - b) for a, b in itertools.pairwise(row))
        if spread > best:
            best, chosen = spread, axis
    return chosen


def _bad_corner(t: _Tensor, strict: bool) -> tuple[int, ...] | None:
    """A corner (0/1 per axis) whose value is negative (or zero if strict)."""
    strides = [1] * len(t.shape)
    for i in range(len(t.shape) - 2, -1, -1):
        strides[i] = strides[i + 1] * t.shape[i + 1]
    zero: tuple[int, ...] | None = None
    for code in range(1 << len(t.shape)):
        corner = tuple((code >> i) & 1 for i in range(len(t.shape)))
        value = t.data[sum(c * (n - 1) * s for c, n, s in zip(corner, t.shape, strides, strict=True))]
        if value < 0:
            return corner
        if value == 0 and strict and zero is None:
            zero = corner
    return zero


def search(
    terms: Sequence[tuple[Sequence[int], Any]],
    sides: Sequence[Side],
    strict: bool,
    budget: Budget,
    depth: int = 400,
) -> Search:
    """Subdivide until the sign is settled, a corner shows the opposite, or the budget is spent."""
    unit = [(fmpq(0), fmpq(1))] * len(sides)
    found: list[tuple[Any, ...]] = []

    def visit(t: _Tensor, box: list[tuple[Any, Any]], level: int) -> Any:
        low = min(t.data)
        if low > 0 or (low == 0 and not strict):
            return None
        corner = _bad_corner(t, strict)
        if corner is not None:
            found.append(tuple(box[i][c] for i, c in enumerate(corner)))
            raise _Stop
        if level >= depth or not budget.take():
            raise _Stop
        axis = _axis(t)
        left, right = _split(t, axis)
        a, b = box[axis]
        middle = (a + b) * fmpq(1, 2)
        below = visit(left, [*box[:axis], (a, middle), *box[axis + 1 :]], level + 1)
        above = visit(right, [*box[:axis], (middle, b), *box[axis + 1 :]], level + 1)
        return [axis, below, above]

    try:
        return Search(True, tree=visit(tensor(terms, sides), unit, 0))
    except _Stop:
        if found:
            return Search(True, corner=tuple(_place(u, side) for u, side in zip(found[0], sides, strict=True)))
        return Search(False)


class _Stop(Exception):
    """The search is over."""


def _place(u: Any, side: Side) -> Any:
    """The value of the variable at u ∈ [0, 1]; None for infinity."""
    low, high = side
    if high is not None:
        return low + (high - low) * u
    return None if u == 1 else low + quotient(u, 1 - u)


def integer_polynomial(p: Any) -> Any:
    """The primitive integer polynomial of a univariate rational polynomial, up to a positive factor."""
    numerator = p.numer()
    return fmpz_poly(_integers([fmpq(c) for c in numerator.coeffs()]))
