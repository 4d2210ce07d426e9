"""Find facts "p ≥ 0" and "p > 0": the search behind every proof of an inequality.

An :class:`Engine` works on one :class:`~poc_symbolic.rigor.proof.Proof`. ``positive(p)`` returns the number
of a
fact that says so, after trying, in this order: facts at hand, factors, equations, expansion at a bound,
Bernstein,
roots by conjugation, completing the square, linear combinations of products of facts, sums of squares,
peeling
off a boundary. Each strategy lives in :mod:`poc_symbolic.rigor.strategies`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from poc_symbolic.rigor import normal, steps
from poc_symbolic.rigor.balls import Function, on_balls, value_at
from poc_symbolic.rigor.normal import Tree
from poc_symbolic.rigor.proof import Budget, Proof
from poc_symbolic.rigor.rational import quotient, text
from poc_symbolic.rigor.ring import Ring, as_constant, same_line
from poc_symbolic.rigor.sampling import Point, as_fractions

MARGIN = fmpq(1, 10**9)  # filters candidates at points where an atom's value is only approximate
Strategy = Callable[["Engine", Any, bool, int], "int | None"]


@dataclass(frozen=True)
class Bounds:
    """low ≤ x ≤ high with the facts that say so (None: unbounded)."""

    low: Any = None
    high: Any = None
    low_fact: int | None = None
    high_fact: int | None = None


class Engine:
    """The search for facts about polynomials in the atoms of one statement."""

    def __init__(self, proof: Proof, ring: Ring, points: Sequence[Point], budget: Budget) -> None:
        self.proof = proof
        self.ring = ring
        self.points = list(points)
        self.budget = budget
        self.table: dict[tuple[Any, ...], list[int]] = {}
        self.polys: list[Any] = []  # per fact: its polynomial, or None if it has a denominator
        self.failed: set[tuple[Any, ...]] = set()
        self.busy: set[tuple[Any, ...]] = set()
        self.solved: list[tuple[int, int, Any]] = []  # (fact of E = 0, generator, E), E linear in the generator
        functions = [on_balls(tree) for tree in self.ring.trees]
        self.values = [self._values(point, functions) for point in self.points]
        self.exact = all(atom[0] == "v" for atom in ring.atoms)
        self.sync()

    # ---------------------------------------------------------------- facts
    def sync(self) -> None:
        """Read the facts that were added to the proof."""
        for index in range(len(self.polys), len(self.proof.facts)):
            (num, den), _rel = self.proof.facts[index]
            poly = None
            if den == normal.ONE:
                try:
                    p, shift = self.ring.laurent(num)
                except KeyError:
                    p, shift = None, (1,)
                poly = None if any(shift) else p
            self.polys.append(poly)
            if poly is not None:
                self.table.setdefault(same_line(poly), []).append(index)

    def rel(self, index: int) -> str:
        """The relation of a fact."""
        return self.proof.facts[index][1]

    def keep(self, index: int | None, poly: Any = None) -> int | None:
        """Read a new fact (which says something about ``poly``, if given) and pass its number on."""
        if index is not None:
            self.sync()
            if poly is not None and self.polys[index] is not poly:
                if self.polys[index] is not None:
                    self.table[same_line(self.polys[index])].remove(index)
                self.polys[index] = poly
                self.table.setdefault(same_line(poly), []).append(index)
        return index

    def deduce(self, p: Any, terms: Sequence[dict[str, Any]], times: Sequence[int] = ()) -> int | None:
        """p·Π times = Σ terms, as the kernel's rule "combine" has it."""
        return self.keep(self.proof.combine(self.ring.tree(p), terms, times), p)

    def find(self, p: Any, strict: bool) -> int | None:
        """A fact at hand that is a positive multiple of p."""
        wanted = (">",) if strict else (">", ">=", "=")
        hits = [i for i in self.table.get(same_line(p), ()) if self.rel(i) in wanted]
        for i in hits:
            if self.rel(i) == ">":
                return i
        return hits[0] if hits else None

    def scale(self, p: Any, index: int) -> Any:
        """c with p = c·(the polynomial of the fact)."""
        return quotient(p.leading_coefficient(), self.polys[index].leading_coefficient())

    # ---------------------------------------------------------------- values for filtering
    def _values(self, point: Point, functions: Sequence[Function]) -> list[Any]:
        values: list[Any] = []
        exact = as_fractions(point)
        for atom, function in zip(self.ring.atoms, functions, strict=True):
            if atom[0] == "v" and atom[1] in point:
                values.append(point[atom[1]])
                continue
            values.append(value_at(function, exact))
        return values or [fmpq(0)]

    def signs(self, p: Any) -> set[int]:
        """The signs seen at the sample points (approximate where an atom is not rational)."""
        seen: set[int] = set()
        used = self.ring.used(p)
        for values in self.values:
            if any(values[i] is None for i in used):
                continue
            filled = [fmpq(0) if v is None else v for v in values]
            value = self.ring.evaluate(p, filled)
            if self.exact or all(self.ring.atoms[i][0] == "v" for i in used):
                seen.add(1 if value > 0 else -1 if value < 0 else 0)
                continue
            size = sum((abs(c) for _, c in p.terms()), fmpq(0))
            bound = MARGIN * size
            if abs(value) > bound:
                seen.add(1 if value > 0 else -1)
        return seen

    # ---------------------------------------------------------------- bounds
    def bounds(self, i: int) -> Bounds:
        """The best bounds of a generator among the facts."""
        low: Any = None
        high: Any = None
        low_fact = high_fact = None
        for index, poly in enumerate(self.polys):
            if poly is None or self.rel(index) not in (">", ">=") or self.ring.used(poly) != [i]:
                continue
            if poly.degrees()[i] != 1:
                continue
            c0, c1 = (self.ring.constant_term(c) for c in self.ring.coefficients(poly, i))
            end = -quotient(c0, c1)
            strict = self.rel(index) == ">"
            if c1 > 0 and (low is None or end > low or (end == low and strict)):
                low, low_fact = end, index
            if c1 < 0 and (high is None or end < high or (end == high and strict)):
                high, high_fact = end, index
        return Bounds(low, high, low_fact, high_fact)

    # ---------------------------------------------------------------- the search
    def positive(self, p: Any, strict: bool = False, depth: int = 6) -> int | None:
        """The number of a fact saying p ≥ 0 (p > 0), proved now or before; None if none was found."""
        from poc_symbolic.rigor.strategies import STRATEGIES

        p = self.ring.reduce(p)
        value = as_constant(p)
        if value is not None:
            if value < 0 or (value == 0 and strict):
                return None
            terms = [{"coef": text(value), "facts": []}] if value else []
            return self.deduce(p, terms)
        index = self.find(p, strict)
        if index is not None:
            return index
        key = (same_line(p), strict)
        if depth <= 0 or key in self.busy or (key, depth) in self.failed:
            return None
        seen = self.signs(p)
        if -1 in seen or (strict and 0 in seen):
            return None
        self.busy.add(key)
        mark = self.proof.mark()
        try:
            for strategy in STRATEGIES:
                if self.budget.spent > self.budget.steps:
                    break
                try:
                    found = strategy(self, p, strict, depth)
                except (KeyError, ValueError):  # an atom that the ring does not have
                    found = None
                if found is not None:
                    return self.keep(found, p) if self.polys[found] is None else found
                if not self._useful(mark):
                    self.rewind(mark)
        finally:
            self.busy.discard(key)
        for d in range(1, depth + 1):
            self.failed.add((key, d))
        return None

    def _useful(self, mark: int) -> bool:
        return self.proof.mark() - mark < 40

    def rewind(self, mark: int) -> None:
        """Forget the facts from ``mark`` on (only while nothing else points at them)."""
        self.proof.rewind(mark)
        for index in range(len(self.polys) - 1, mark - 1, -1):
            poly = self.polys.pop()
            if poly is not None:
                self.table[same_line(poly)].remove(index)

    def sign(self, p: Any, depth: int = 6) -> tuple[int, int] | None:
        """(σ, fact) with σ·p > 0."""
        p = self.ring.reduce(p)
        seen = self.signs(p)
        for sigma in (1, -1):
            if -sigma not in seen and 0 not in seen:
                index = self.positive(sigma * p, True, depth)
                if index is not None:
                    return sigma, index
        return None

    # ---------------------------------------------------------------- emitting
    def square(self, tree: Tree) -> int | None:
        """tree² ≥ 0."""
        return self.keep(self.proof.add(steps.square(tree)))

    def weighted(self, p: Any, terms: Sequence[tuple[Any, Sequence[int]]], times: Sequence[int] = ()) -> int | None:
        """p·Π times = Σ weight·Π facts, with p a polynomial; the weights are positive rationals."""
        rows = [{"coef": text(c), "facts": list(facts)} for c, facts in terms if c != 0]
        return self.deduce(p, rows, times)

    def cases(self, on: Any, p: Any, strict: bool, prove: Callable[[Engine], int | None]) -> int | None:
        """p by the sign of ``on``: ``prove`` is run in both branches."""
        tree = self.ring.tree(on)
        branches: list[list[dict[str, Any]]] = []
        for sign in (1, -1):
            proof = self.proof.branch(tree if sign == 1 else ["-", tree], ">=" if sign == 1 else ">")
            points = [
                point
                for point, values in zip(self.points, self.values, strict=True)
                if all(v is not None for v in values) and sign * self.ring.evaluate(on, values) >= 0
            ]
            engine = Engine(proof, self.ring, points, self.budget)
            engine.solved = list(self.solved)
            engine.busy = set(self.busy)
            engine.busy.discard((same_line(p), strict))
            if prove(engine) is None:
                return None
            branches.append(proof.steps)
        step = {"rule": "cases", "on": tree, "of": self.ring.tree(p), "ge": branches[0], "lt": branches[1]}
        return self.keep(self.proof.claim({**step, "rel": ">" if strict else ">="}), p)
