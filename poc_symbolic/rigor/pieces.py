"""One variable, any polynomial assumptions: a proof piece by piece between the roots of all factors.

Isolating intervals of the roots cut the line at rational points. On each piece every irreducible factor but at most one
has a sign that Bernstein coefficients show; the sign of that one, which has an irrational root inside, comes from an
assumption (an algebraic end of the domain) or is not needed (an even power). So every true statement between polynomials
in one variable with rel ≥ or > has a proof in the kernel's rules "cases", "bernstein" and "combine": a rule for roots
would add nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy
from flint import fmpq, fmpz_poly

from poc_symbolic.rigor import bernstein, steps
from poc_symbolic.rigor.proof import Budget, Proof
from poc_symbolic.rigor.rational import quotient, text
from poc_symbolic.rigor.ring import product, total
from poc_symbolic.rigor.roots import isolate, value_at
from poc_symbolic.rigor.statement import Atom, Statement

Tree = str | list[Any]
LEAVES = 2000


@dataclass(frozen=True)
class Factored:
    """c·Π f^m rel 0, with the irreducible integer polynomials f by number."""

    scale: Any
    powers: tuple[tuple[int, int], ...]
    rel: str


@dataclass
class Piece:
    """low ≤ x < high with what is known of each factor's sign there: (σ, fact, rel) for σ·f rel 0."""

    proof: Proof
    low: Any
    high: Any
    signs: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)


class Pieces:
    """The proof of one statement."""

    def __init__(self, statement: Statement, point: Mapping[str, Any]) -> None:
        self.symbol = statement.symbols[0]
        self.name = str(self.symbol.name)
        self.factors: list[Any] = []
        atoms = [*statement.assume, statement.show]
        *self.assume, self.goal = (self._factored(atom) for atom in atoms)
        self.goal_tree = _difference(statement.show)
        self.proof = Proof.begin(statement, point)
        everything = fmpz_poly([1])
        for f in self.factors:
            everything *= f
        self.roots = isolate(everything)
        self.cuts = sorted({end for pair in self.roots for end in pair}, key=lambda q: (q, 0)) or [fmpq(0)]

    def prove(self) -> bool:
        """Does the proof reach the conclusion?"""
        return self._split(self.proof, 0)

    def _factored(self, atom: Atom) -> Factored:
        poly = sympy.Poly(atom.excess, self.symbol, domain=sympy.QQ)
        denominator, cleared = poly.clear_denoms(convert=True)
        constant, found = fmpz_poly([int(c) for c in reversed(cleared.all_coeffs())]).factor()
        powers: list[tuple[int, int]] = []
        for f, m in found:
            if f.degree() > 0:
                if f not in self.factors:
                    self.factors.append(f)
                powers.append((self.factors.index(f), int(m)))
        rel = {"<=": ">=", "<": ">"}.get(atom.rel, atom.rel)
        return Factored(quotient(int(constant), int(denominator)), tuple(powers), rel)

    # ---------------------------------------------------------------- pieces
    def _split(self, proof: Proof, position: int) -> bool:
        """Cases at the cuts from ``position`` on; what lies below the cut is one piece."""
        low = self.cuts[position - 1] if position > 0 else None
        if position == len(self.cuts):
            return self._conclude(Piece(proof, low, None))
        on: Tree = ["-", self.name, text(self.cuts[position])]
        above, below = proof.branch(on, ">="), proof.branch(["-", on], ">")
        if not self._conclude(Piece(below, low, self.cuts[position])) or not self._split(above, position + 1):
            return False
        step = {"rule": "cases", "on": on, "of": self.goal_tree, "ge": above.steps, "lt": below.steps}
        proof.claim({**step, "rel": self.goal.rel})
        return True

    def _conclude(self, piece: Piece) -> bool:
        for number in range(len(self.factors)):
            piece.signs[number] = self._sign(piece, number)
        for index, atom in enumerate(self.assume):
            self._from_assumption(piece, index, atom)
        if self._product(piece, self.goal, 1, self.goal.rel, self.goal_tree) is not None:
            return True
        return any(self._absurd(piece, index, atom) for index, atom in enumerate(self.assume))

    def _sign(self, piece: Piece, number: int) -> list[tuple[int, int, str]]:
        """The sign of a factor that has no root inside the piece."""
        f, low, high = self.factors[number], piece.low, piece.high
        if any(a < b and (a, b) == (low, high) and value_at(f, a) * value_at(f, b) < 0 for a, b in self.roots):
            return []
        probe = high - 1 if low is None else low + 1 if high is None else (low + high) * fmpq(1, 2)
        sigma = 1 if value_at(f, probe) > 0 else -1
        strict = low is None or value_at(f, low) != 0
        tree = self._tree(f, sigma, self.name)
        if any(value_at(f, end) == 0 for end in (low, high) if end is not None):  # linear: a multiple of a bound
            step = steps.sign(tree, ">" if strict else ">=")
            found = piece.proof.add(step)
        else:
            found = self._bernstein(piece, f, sigma)
        return [] if found is None else [(sigma, found, ">" if strict else ">=")]

    def _bernstein(self, piece: Piece, f: Any, sigma: int) -> int | None:
        if piece.low is None:  # in -x
            row = [sigma * c * (-1) ** k for k, c in enumerate(f.coeffs())]
            side, box = (-piece.high, None), [self.name, -piece.high, None, ["-", self.name]]
        else:
            row = [sigma * c for c in f.coeffs()]
            side, box = (piece.low, piece.high), [self.name, piece.low, piece.high]
        terms = [((k,), fmpq(int(c))) for k, c in enumerate(row) if c != 0]
        found = bernstein.search(terms, [side], True, Budget(LEAVES))
        if not found.settled or found.corner is not None:
            return None
        rows = steps.box([box])
        of = total([_term(c, k, self.name) for k, c in enumerate(row) if c != 0])
        step = {"rule": "bernstein", "of": of, "box": rows, "tree": steps.cuts(rows, found.tree), "rel": ">"}
        return piece.proof.claim(step)

    # ---------------------------------------------------------------- products of signs
    def _tree(self, f: Any, sigma: int, name: str) -> Tree:
        return total([_term(sigma * c, k, name) for k, c in enumerate(f.coeffs()) if c != 0])

    def _expression(self, atom: Factored, sigma: int) -> Tree:
        powers: list[Tree] = [["^", self._tree(self.factors[n], 1, self.name), str(m)] for n, m in atom.powers]
        return product([text(atom.scale * sigma), *powers])

    def _product(self, piece: Piece, atom: Factored, sigma: int, rel: str, of: Tree) -> int | None:
        """σ·c·Π f^m rel 0 (>= or >) from the signs of the factors."""
        weight, facts = atom.scale * sigma, []
        for number, m in atom.powers:
            known = sorted(piece.signs[number], key=lambda row: row[2] != ">")
            if m % 2 == 0 and rel == ">=" and (len(known) == 0 or known[0][2] != ">"):
                square = piece.proof.add(steps.square(["^", self._tree(self.factors[number], 1, self.name), str(m // 2)]))
                if square is None:
                    return None
                facts.append(square)
                continue
            both = {row[0] for row in known} == {1, -1}
            if len(known) == 0 or (rel == ">" and known[0][2] != ">"):
                return None
            pick = next((row for row in known if both and row[0] * weight > 0), known[0])
            weight *= pick[0] ** m
            facts += [pick[1]] * m
        if weight < 0 or (weight == 0 and rel == ">"):
            return None
        return piece.proof.add(steps.combine(of, [(text(weight), facts)] if weight != 0 else []))

    def _from_assumption(self, piece: Piece, index: int, atom: Factored) -> None:
        """The sign of the one factor that may vanish, where an assumption has it to the first power."""
        open_ones = [(n, m) for n, m in atom.powers if not any(rel == ">" for _, _, rel in piece.signs[n])]
        if atom.rel == "!=" or len(open_ones) != 1 or open_ones[0][1] != 1:
            return
        number, times, sigma, scale = open_ones[0][0], [], 1 if atom.scale > 0 else -1, abs(atom.scale)
        for n, m in atom.powers:
            if n != number:
                strict = next(row for row in piece.signs[n] if row[2] == ">")
                sigma *= strict[0] ** m
                times += [strict[1]] * m
        for side in (sigma, -sigma) if atom.rel == "=" else (sigma,):
            weight = quotient(side * sigma, scale)
            of = self._tree(self.factors[number], side, self.name)
            found = piece.proof.add(steps.combine(of, [(text(weight), [index])], times))
            if found is not None:
                piece.signs[number].append((side, found, "=" if atom.rel == "=" else atom.rel))

    def _absurd(self, piece: Piece, index: int, atom: Factored) -> bool:
        """The assumption fails on the whole piece: 0 > 0, and so the goal."""
        for sigma in (-1, 1) if atom.rel == "=" else (-1,):
            for rel in (">", ">="):
                against = self._product(piece, atom, sigma, rel, self._expression(atom, sigma))
                if against is None:
                    continue
                terms = [("1", [against]), (str(-sigma), [index])]
                zero = piece.proof.add(steps.combine("0", terms))
                if zero is not None and piece.proof.facts[zero][1] == ">":
                    return piece.proof.add(steps.combine(self.goal_tree, [("1", [zero])], [zero])) is not None
        return False


def _term(c: Any, k: int, name: str) -> Tree:
    return product([str(int(c)), *([["^", name, str(k)]] if k else [])])


def _difference(atom: Atom) -> Tree:
    rel, left, right = atom.to_json()
    return ["-", right, left] if rel in ("<=", "<") else ["-", left, right]
