"""Polynomials over Q in the kernel's atoms, with FLINT's arithmetic, and back to trees.

The kernel's normal form of a tree is a ratio of Laurent polynomials in atoms (variables, roots, exponentials,
logarithms, symbolic powers). A :class:`Ring` gives each atom a generator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flint import fmpq, fmpq_mpoly_ctx

from poc_symbolic.rigor import normal
from poc_symbolic.rigor.normal import Atom, Ratio, Tree
from poc_symbolic.rigor.rational import rational, text



def atoms_of(ratio: Ratio) -> set[Atom]:
    """The atoms that occur in a kernel ratio (not inside the keys of other atoms, except roots'
    radicands)."""
    found: set[Atom] = set()
    for part in ratio:
        for mono in part:
            for atom, _ in mono:
                if atom not in found:
                    found.add(atom)
                    if atom[0] == "sqrt":
                        found |= atoms_of(normal.thaw(atom[1]))
    return found


def total(trees: Sequence[Tree]) -> Tree:
    """The sum of trees."""
    return "0" if len(trees) == 0 else trees[0] if len(trees) == 1 else ["+", *trees]


def product(trees: Sequence[Tree]) -> Tree:
    """The product of trees."""
    return "1" if len(trees) == 0 else trees[0] if len(trees) == 1 else ["*", *trees]


def atom_tree(atom: Atom) -> Tree:
    """A tree whose normal form is the atom."""
    if atom[0] == "v":
        return str(atom[1])
    inner = ratio_tree(normal.thaw(atom[-1]))
    return ["^", atom[1], inner] if atom[0] == "pow" else [atom[0], inner]


def ratio_tree(ratio: Ratio) -> Tree:
    """A tree of a kernel ratio."""
    num, den = (
        total([_term(c, [(atom_tree(a), e) for a, e in mono]) for mono, c in sorted(part.items())]) for part in ratio
    )
    return num if ratio[1] == normal.ONE else ["/", num, den]


def _term(c: Any, powers: Iterable[tuple[Tree, int]]) -> Tree:
    factors: list[Tree] = [tree if e == 1 else ["^", tree, str(e)] for tree, e in powers if e]
    if c != 1 or len(factors) == 0:
        factors.insert(0, text(c))
    return product(factors)


class Ring:
    """Q[atoms], with ``generators`` in a fixed order; polynomials are FLINT ``fmpq_mpoly``."""

    def __init__(self, atoms: Iterable[Atom]) -> None:
        self.atoms: list[Atom] = sorted(set(atoms))
        names = [f"g{i}" for i in range(len(self.atoms))]
        self.context = fmpq_mpoly_ctx.get(names if names else ["g0"], "degrevlex")
        self.index = {atom: i for i, atom in enumerate(self.atoms)}
        self.trees: list[Tree] = [atom_tree(atom) for atom in self.atoms]
        self.generators: list[Any] = list(self.context.gens())
        self.width = len(self.generators)
        self.one = self.context.constant(1)
        self.zero = self.context.constant(0)
        self._squares: dict[int, Any] = {}
        for i, atom in enumerate(self.atoms):
            if atom[0] == "sqrt":
                self._squares[i] = self.laurent(normal.thaw(atom[1])[0])

    def constant(self, value: Any) -> Any:
        """The constant polynomial."""
        return self.context.constant(rational(value))

    def laurent(self, part: Mapping[Any, Any]) -> tuple[Any, tuple[int, ...]]:
        """(p, e) with ``part`` = p / Π generator^e, e ≥ 0, as small as possible."""
        low = [0] * self.width
        rows: list[tuple[list[int], Any]] = []
        for mono, c in part.items():
            exponents = [0] * self.width
            for atom, e in mono:
                exponents[self.index[atom]] = int(e)
            low = [min(a, b) for a, b in zip(low, exponents, strict=True)]
            rows.append((exponents, rational(c)))
        terms = {tuple(a - b for a, b in zip(row, low, strict=True)): c for row, c in rows}
        return self.context.from_dict(terms), tuple(-a for a in low)

    def reduce(self, p: Any) -> Any:
        """Replace the square of each root by its radicand (where that is a polynomial)."""
        for i, (radicand, shift) in self._squares.items():
            if p.degrees()[i] < 2 or any(shift):
                continue
            out = self.zero
            powers = {0: self.one}
            for exponents, c in p.terms():
                e = exponents[i]
                half = e >> 1
                for k in range(1, half + 1):
                    if k not in powers:
                        powers[k] = powers[k - 1] * radicand
                rest = (*exponents[:i], e & 1, *exponents[i + 1 :])
                out += self.context.from_dict({rest: c}) * powers[half]
            return self.reduce(out)
        return p

    def tree(self, p: Any, trees: Sequence[Tree] | None = None) -> Tree:
        """The tree of a polynomial (with other trees for the generators, if given)."""
        trees = self.trees if trees is None else trees
        return total(
            [_term(c, [(trees[i], int(e)) for i, e in enumerate(exponents) if e]) for exponents, c in p.terms()]
        )

    def used(self, p: Any) -> list[int]:
        """The generators that occur."""
        return [i for i, n in enumerate(p.degrees()) if n > 0]

    def coefficients(self, p: Any, i: int) -> list[Any]:
        """p as a polynomial in generator i, low to high."""
        out = [self.zero] * (max(p.degrees()[i], 0) + 1)
        parts: list[dict[Any, Any]] = [{} for _ in out]
        for exponents, c in p.terms():
            parts[exponents[i]][(*exponents[:i], 0, *exponents[i + 1 :])] = c
        return [self.context.from_dict(part) for part in parts]

    def evaluate(self, p: Any, values: Sequence[Any]) -> Any:
        """The value at rational values of all generators."""
        return p(*values)

    def constant_term(self, p: Any) -> Any:
        """The rational value of a constant polynomial."""
        return fmpq(0) if p.is_zero() else p.leading_coefficient()

    def degree(self, p: Any) -> int:
        """The total degree (0 for a constant)."""
        return max((sum(exponents) for exponents in p.monoms()), default=0)


def as_constant(p: Any) -> Any | None:
    """The rational value of a constant polynomial, or None."""
    if not p.is_constant():
        return None
    return fmpq(0) if p.is_zero() else p.leading_coefficient()


def same_line(p: Any) -> tuple[Any, ...]:
    """A key that is equal for p and c·p, c > 0."""
    if p.is_zero():
        return ()
    lead = abs(p.leading_coefficient())
    inverse = fmpq(lead.q, lead.p)
    return tuple((m, text(c * inverse)) for m, c in p.terms())
