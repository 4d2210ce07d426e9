"""The kernel's normal forms and terms, one from the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from poc_symbolic.coq.calculus import formula
from poc_symbolic.coq.term import Term, children, num, tree_of
from poc_symbolic.rigor import kernel

SPECIAL = ("sqrt", "exp", "ln", "rpower", "derive")


def polynomial(term: Term) -> Any:
    """The kernel's normal form of a term."""
    return kernel.normal(kernel.expand(tree_of(term)))


def maximal(term: Term) -> Iterator[Term]:
    """The outermost roots, exponentials, logarithms and derivatives in a term."""
    if term[0] in SPECIAL:
        yield term
        return
    for child in children(term):
        yield from maximal(child)


def inside(term: Term) -> Iterator[Term]:
    """The term and all closed terms in it, with the formulas of its derivatives."""
    yield term
    if term[0] == "derive":
        yield from inside(formula(term))
    for child in children(term):
        yield from inside(child)


def exponent_keys(terms: Iterable[Term]) -> list[Any]:
    """What stands in the exponentials of the kernel's normal forms of these terms."""
    keys = []
    for term in {part for whole in terms for part in inside(whole) if part[0] in ("exp", "rpower")}:
        mono = single(term)
        keys += [atom[1] for atom, _ in mono if atom[0] == "exp"]
    return keys


def single(term: Term) -> Any:
    """An exponential or symbolic power as the kernel's monomial: exp(key)·Π v^c."""
    exponent = polynomial(term[1] if term[0] == "exp" else ("mul", term[2], ("ln", term[1])))
    return kernel.times_monomials(((("exp", kernel.freeze(exponent)), 1),), ())


def from_key(key: Any) -> Term:
    """A frozen polynomial as a term."""
    total: Term | None = None
    for mono, c in key:
        part: Term = num(abs(Fraction(c)))
        for (word, *rest), e in mono:
            part = _times(part, _raised(word, rest[0], Fraction(e)))
        first: Term = ("opp", part) if c < 0 else part
        total = first if total is None else ("sub" if c < 0 else "add", total, part)
    return num(0) if total is None else total


def _times(left: Term, right: Term) -> Term:
    return right if left == num(1) else ("mul", left, right)


def _raised(word: str, what: Any, e: Fraction) -> Term:
    if word == "log":
        base: Term = ("ln", term_of_atom(what))
    elif word == "exp":
        base = ("exp", from_key(what))
    else:
        base = ("var", what) if word == "v" else from_key(what)
    if e.denominator == 2:
        base = ("sqrt", base)
    n = abs(e.numerator)
    whole = base if n == 1 else ("pow", base, n)
    return ("div", num(1), whole) if e < 0 else whole


def term_of_atom(atom: Any) -> Term:
    """What stands under a root or a logarithm."""
    return ("var", atom[1]) if atom[0] == "v" else from_key(atom[1])
