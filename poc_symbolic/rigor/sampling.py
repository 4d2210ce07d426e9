"""Rational points of a statement's domain: deterministic, including its edges and tiny and huge magnitudes.

Values are chosen variable by variable: an equation that has become univariate gives its rational roots, the
inequalities that have become linear give an interval, and the values in it are ends, near-ends, middles, powers
of two and pseudo-random ones. A point is kept if it satisfies every assumption: exactly where that is polynomial, else
by a ball that shows its sign or by the kernel.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from poc_symbolic.rigor import kernel, normal
from poc_symbolic.rigor.balls import Function, on_balls, sign_at
from poc_symbolic.rigor.proof import FAILURES
from poc_symbolic.rigor.rational import fraction, quotient
from poc_symbolic.rigor.ring import Ring, atoms_of
from poc_symbolic.rigor.statement import Statement

Point = dict[str, Any]

ZERO = fmpq(0)
TINY = [fmpq(1, 2**k) for k in (1, 2, 3, 5, 7, 10, 20, 40, 100)]
LARGE = [fmpq(n) for n in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 17, 25, 32, 64, 100, 256, 1000, 4096, 10**6, 2**40)]


class Stream:
    """A linear congruential generator: the same numbers on every run."""

    def __init__(self, seed: int = 1) -> None:
        self.state = seed

    def below(self, n: int) -> int:
        """An integer in [0, n)."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n


@dataclass(frozen=True)
class Constraint:
    """A polynomial relation p rel 0 in the variables: the assumption itself (``exact``), or a cleared numerator."""

    poly: Any
    rel: str
    exact: bool


@dataclass(frozen=True)
class Side:
    """A constraint as a polynomial in one variable: its coefficients, low to high, and the variables in them.

    The coefficients are rational numbers if there are no other variables.
    """

    rel: str
    row: tuple[Any, ...]
    others: tuple[str, ...]


class Sampler:
    """Points of the domain of a statement."""

    def __init__(self, statement: Statement) -> None:
        self.data = statement.to_json()
        self.assume = [kernel.as_fact(atom) for atom in self.data["assume"]]
        self.names: list[str] = list(self.data["variables"])
        self.kinds: dict[str, str] = dict(self.data["variables"])
        self.ring = Ring(("v", name) for name in self.names)
        self.slot = {name: self.ring.index[("v", name)] for name in self.names}
        found = [self._constraint(tree, rel) for tree, rel in self.assume]
        self.constraints = [c for c in found if c is not None]
        self.sides = {name: [s for c in self.constraints if (s := self._side(c, name))] for name in self.names}
        self.inexact: list[tuple[Any, str, Function]] = [
            (tree, rel, on_balls(tree))
            for (tree, rel), c in zip(self.assume, found, strict=True)
            if c is None or not c.exact
        ]
        # the values that are the same at every draw, by numerator and denominator and in order
        self._plain: dict[Any, tuple[dict[tuple[int, int], Any], list[Any]]] = {}
        self.order = self._order()
        self.guards = self._guards()
        self.special = self._special()
        self.exponents = {n for atom in (*self.data["assume"], self.data["show"]) for n in _in_exponents(atom)}

    def _guards(self) -> list[Any]:
        """Divisors, radicands and arguments of logarithms in the conclusion, as polynomials where they
        are."""
        found: list[Any] = []
        tree, _ = kernel.as_fact(self.data["show"])
        for part in self._partial(tree):
            try:
                ratio = normal.normal(part)
                found.append(self.ring.laurent(ratio[0])[0])
            except FAILURES:
                continue
        return found

    def _partial(self, tree: Any) -> Iterator[Any]:
        if isinstance(tree, str):
            return
        for arg in tree[1:]:
            yield from self._partial(arg)
        if tree[0] == "log" or (tree[0] == "^" and ((e := whole_exponent(tree[2])) is None or e < 0)):
            yield tree[1]

    def _special(self) -> dict[str, list[Any]]:
        """Rational zeros of the guards and of the conclusion's numerator, and values on either side of
        them."""
        out: dict[str, list[Any]] = {name: [] for name in self.names}
        polys = list(self.guards)
        with contextlib.suppress(*FAILURES):
            polys.append(self.ring.laurent(normal.normal(kernel.as_fact(self.data["show"])[0])[0])[0])
        for poly in polys:
            used = self.ring.used(poly)
            if len(used) == 1:
                row = [c.leading_coefficient() if c else fmpq(0) for c in self.ring.coefficients(poly, used[0])]
                for root in rational_roots(row):
                    out[self.ring.atoms[used[0]][1]] += [root, root + fmpq(1, 2**10), root - fmpq(1, 2**10)]
        return out

    def _constraint(self, tree: Any, rel: str) -> Constraint | None:
        """The numerator of an assumption if it is rational with a numerator over a monomial, else None."""
        try:
            ratio = normal.normal(tree)
        except FAILURES:
            return None
        if any(a[0] != "v" for a in atoms_of(ratio)):
            return None
        whole = bool(ratio[1] == normal.ONE)
        if not whole and rel != "=":
            return None
        poly, _ = self.ring.laurent(ratio[0])
        return Constraint(poly, rel, whole and not any(True for _ in self._partial(tree)))

    def _order(self) -> list[str]:
        """Solved variables last: each equation claims the variable in which it has the lowest degree."""
        solved: list[str] = []
        for constraint in self.constraints:
            if constraint.rel == "=":
                degrees = constraint.poly.degrees()
                options = [n for n in self.names if degrees[self.slot[n]] > 0 and n not in solved]
                options.sort(key=lambda n: (degrees[self.slot[n]], self._entangled(constraint, n), n))
                if options:
                    solved.append(options[0])
        return [n for n in self.names if n not in solved] + solved[::-1]

    def _entangled(self, constraint: Constraint, name: str) -> int:
        """How hard it is to solve for the variable: 0 for a real one with a constant coefficient."""
        lead = self.ring.coefficients(constraint.poly, self.slot[name])[-1]
        return (0 if lead.is_constant() else 1) + (0 if self.kinds[name] == "real" else 2)

    def _side(self, constraint: Constraint, name: str) -> Side | None:
        """The constraint as a polynomial in ``name``; None if it does not occur."""
        degrees = constraint.poly.degrees()
        if degrees[self.slot[name]] <= 0:
            return None
        others = tuple(n for n in self.names if n != name and degrees[self.slot[n]] > 0)
        row = self.ring.coefficients(constraint.poly, self.slot[name])
        return Side(constraint.rel, tuple(row if others else map(self.ring.constant_term, row)), others)

    def rows(self, name: str, chosen: Point) -> Iterator[tuple[str, list[Any]]]:
        """The constraints that have become univariate in ``name``, with their coefficients low to high."""
        values: list[Any] | None = None
        for side in self.sides[name]:
            if len(side.others) == 0:
                yield side.rel, list(side.row)
            elif all(n in chosen for n in side.others):
                if values is None:
                    values = [chosen.get(atom[1], ZERO) for atom in self.ring.atoms]
                yield side.rel, [self.ring.evaluate(c, values) for c in side.row]

    def candidates(self, name: str, chosen: Point, stream: Stream, wide: bool) -> list[Any]:
        """Values for one variable given the values of those before it."""
        low: Any = None
        high: Any = None
        roots: list[Any] | None = None
        for rel, row in self.rows(name, chosen):
            while row and row[-1] == 0:
                row.pop()
            if len(row) <= 1:
                continue
            if rel == "=":
                found = rational_roots(row)
                roots = found if roots is None else [r for r in roots if r in found]
            elif rel in (">=", ">") and len(row) == 2:
                end = -quotient(row[0], row[1])
                if row[1] > 0:
                    low = end if low is None or end > low else low
                else:
                    high = end if high is None or end < high else high
        if roots is not None:
            return list(self._kept(name, roots, low, high).values())
        key = (name, _pair(low), _pair(high), wide)
        if key not in self._plain:
            values = spread(low, high, wide)
            plain = self._kept(name, [*self.special[name], *values] if wide else values, low, high)
            self._plain[key] = plain, list(plain.values())
        known, listed = self._plain[key]
        drawn = self._kept(name, drawn_from(low, high, stream), low, high)
        return listed + [value for pair, value in drawn.items() if pair not in known]

    def _kept(self, name: str, values: Sequence[Any], low: Any, high: Any) -> dict[tuple[int, int], Any]:
        """The values of the variable's kind in [low, high], each once, by numerator and denominator."""
        if self.kinds[name] != "real":
            values = [self._snap(value, self.kinds[name], low) for value in values]
        if name in self.exponents:  # powers with large exponents are exact and slow
            values = [value for value in values if abs(value) <= 40]
        inside = (v for v in values if (low is None or v >= low) and (high is None or v <= high))
        return {(int(v.p), int(v.q)): v for v in inside}  # FLINT's own hash of a rational is slow

    @staticmethod
    def _snap(value: Any, kind: str, low: Any) -> Any:
        whole = value.ceil() if low is None or value <= low else value.floor()
        if kind in ("even", "odd") and (int(whole) % 2 == 1) != (kind == "odd"):
            whole += 1
        return fmpq(whole)

    def admits(self, point: Point) -> bool:
        """Does the point satisfy every assumption (a ball may show it; what it leaves open is asked of the kernel)?"""
        row = [point[atom[1]] for atom in self.ring.atoms] or [ZERO]
        if not all(_holds(c.rel, self.ring.evaluate(c.poly, row)) for c in self.constraints if c.exact):
            return False
        return len(self.inexact) == 0 or self._admits_inexact(point)

    def _admits_inexact(self, point: Point) -> bool:
        exact = as_fractions(point)
        open_ones = []
        for tree, rel, function in self.inexact:
            sign = sign_at(function, exact)
            if sign in (1, -1) and _holds(rel, sign) is False:
                return False
            if sign not in (1, -1):
                open_ones.append((tree, rel))
        values = {n: (x, x) for n, x in exact.items()}
        try:
            return all(kernel.holds(tree, rel, values) is True for tree, rel in open_ones)
        except FAILURES:
            return False

    def points(self, limit: int, wide: bool = True, seed: int = 1) -> Iterator[Point]:
        """At most ``limit`` points: a diagonal, then stars around them, then pseudo-random combinations."""
        stream = Stream(seed)
        seen: set[tuple[Any, ...]] = set()
        tries = given = repeats = 0
        while given < limit and tries < 4 * limit + 50:
            point = self._draw(stream, tries, wide)
            tries += 1
            if point is None:
                continue
            key = tuple((int(point[n].p), int(point[n].q)) for n in self.names)
            if key in seen:
                repeats += 1
                if repeats > 60:  # few values are left
                    return
                continue
            repeats = 0
            seen.add(key)
            if self.admits(point):
                given += 1
                yield point

    def _draw(self, stream: Stream, turn: int, wide: bool) -> Point | None:
        point: Point = {}
        for position, name in enumerate(self.order):
            values = self.candidates(name, point, stream, wide)
            if len(values) == 0:
                return None
            # the first draws walk along a diagonal of plain values, later ones mix
            pick = turn + position if turn < 12 else stream.below(len(values))
            point[name] = values[pick % len(values)]
        return point


def spread(low: Any, high: Any, wide: bool) -> list[Any]:
    """Plain values in [low, high] (None: unbounded), and with ``wide`` tiny and huge ones."""
    if low is None and high is None:
        plain = [fmpq(n, 2) for n in (2, 1, 0, -2, 4, -1, 3, -4, 6, -6)]
        if wide:
            plain += [s * x for x in LARGE for s in (1, -1)] + [s * x for x in TINY for s in (1, -1)]
        return plain
    if high is None or low is None:
        end, sign = (low, 1) if high is None else (high, -1)
        plain = [fmpq(1), fmpq(2), fmpq(1, 2), fmpq(0), fmpq(3), fmpq(1, 3), fmpq(5), fmpq(10)]
        out = [end + sign * x for x in plain]
        if wide:
            out += [end + sign * x for x in (*TINY, *LARGE)]
            out += [sign * x for x in LARGE if sign * x > end] if sign > 0 else []
        return out
    width = high - low
    if width <= 0:
        return [low]
    plain = [fmpq(1, 2), fmpq(1, 3), fmpq(3, 4), fmpq(0), fmpq(1), fmpq(1, 8), fmpq(7, 8), fmpq(2, 5)]
    if wide:
        plain += [x for t in TINY for x in (t, 1 - t)] + [fmpq(k, 16) for k in range(1, 16)]
    return [low + width * t for t in plain]


def drawn_from(low: Any, high: Any, stream: Stream) -> list[Any]:
    """One or two pseudo-random values in [low, high] (None: unbounded)."""
    extra = fmpq(1 + stream.below(997), 1 + stream.below(97))
    if low is None and high is None:
        return [extra, -extra]
    if high is None or low is None:
        return [low + extra if high is None else high - extra]
    if high <= low:
        return []
    return [low + (high - low) * fmpq(1 + stream.below(1022), 1024)]


def _pair(value: Any) -> tuple[int, int] | None:
    return None if value is None else (int(value.p), int(value.q))


def _holds(rel: str, value: Any) -> bool:
    """value rel 0, for an exact value."""
    match rel:
        case "=":
            return bool(value == 0)
        case "!=":
            return bool(value != 0)
        case ">=":
            return bool(value >= 0)
    return bool(value > 0)


def whole_exponent(tree: Any) -> int | None:
    """The integer that an exponent is, or None."""
    value = normal.constant(normal.normal(tree))
    return int(value) if value is not None and value.denominator == 1 else None


def _in_exponents(tree: Any) -> Iterator[str]:
    """The variables that occur in exponents (of powers or of exp)."""
    if isinstance(tree, str):
        return
    for position, arg in enumerate(tree[1:]):
        if (tree[0] == "^" and position == 1) or tree[0] == "exp":
            yield from _names(arg)
        else:
            yield from _in_exponents(arg)


def _names(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    else:
        for arg in tree[1:]:
            yield from _names(arg)


def rational_roots(row: Sequence[Any]) -> list[Any]:
    """The rational roots of a non-zero polynomial (coefficients low to high)."""
    _, factors = fmpq_poly(list(row)).factor()
    return [-quotient(f[0], f[1]) for f, _ in factors if f.degree() == 1]


def as_fractions(point: Point) -> dict[str, Fraction]:
    """The same point in the standard library's numbers."""
    return {name: fraction(value) for name, value in point.items()}
