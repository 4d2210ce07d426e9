"""Law: the kernel's normal form, its derivatives and its two ways through a box keep the value of a tree."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from poc_symbolic.rigor import kernel
from poc_symbolic.rigor.proof import FAILURES

Tree = Any
BITS = 160

leaf = st.sampled_from(["x", "y", "1", "2", "-1", "1/3", "-3/2"])


def _grown(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.tuples(st.sampled_from(["+", "*", "-", "/"]), inner, inner),
        st.tuples(st.sampled_from(["sqrt", "log"]), inner),
        st.tuples(st.just("exp"), st.one_of(leaf, st.tuples(st.sampled_from(["log", "sqrt"]), inner), inner)),
        st.tuples(st.just("^"), inner, st.sampled_from(["2", "3", "-1", "-2", "1/2", "3/2", "-1/2", "1/3", "x", "y"])),
    ).map(list)


trees = st.recursive(leaf, _grown, max_leaves=7)
values = st.fractions(Fraction(1, 9), Fraction(3), max_denominator=9)


def tree_of(p: Any) -> Tree:
    """A tree of the kernel's polynomial, term by term."""
    terms = [["*", str(Fraction(c)), *(_atom(atom, e) for atom, e in mono)] for mono, c in p.items()]
    return ["+", "0", *terms]


def _atom(atom: Any, e: Any) -> Tree:
    kind, key = atom
    if kind == "exp":
        return ["exp", tree_of(dict(key))]
    inner = key if kind == "v" else tree_of(dict(key)) if kind == "p" else ["log", _atom(key, 1)]
    return ["^", inner, str(Fraction(e))]


def enclosed(tree: Tree, **point: Fraction) -> tuple[Fraction, Fraction] | None:
    """The kernel's enclosure at a point, None where there is none."""
    try:
        return kernel.enclose(kernel.expand(tree), {n: (v, v) for n, v in point.items()}, BITS)
    except FAILURES:
        return None


def together(a: tuple[Fraction, Fraction] | None, b: tuple[Fraction, Fraction] | None) -> bool:
    """Do two enclosures overlap?"""
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


@settings(deadline=None, max_examples=200)
@given(trees, values, values)
def test_the_normal_form_keeps_the_value(tree: Tree, x: Fraction, y: Fraction) -> None:
    """Where the tree has a value, its polynomial has the same."""
    value = enclosed(tree, x=x, y=y)
    assume(value is not None)
    try:
        polynomial = kernel.normal(kernel.expand(tree))
    except kernel.Rejected:
        return
    assert together(value, enclosed(tree_of(polynomial), x=x, y=y))
    (cleared,) = kernel.cleared(polynomial)
    if cleared == {}:
        assert value is not None and value[0] <= 0 <= value[1]


@settings(deadline=None, max_examples=100)
@given(trees, trees, values, values)
def test_products_powers_and_proportions_keep_the_value(one: Tree, two: Tree, x: Fraction, y: Fraction) -> None:
    values_of = [enclosed(tree, x=x, y=y) for tree in (one, two)]
    assume(None not in values_of)
    try:
        p, q = (kernel.normal(kernel.expand(tree)) for tree in (one, two))
        product, square = kernel.times(p, q), kernel.power(p, 2)
        c = kernel.proportional(p, q)
    except kernel.Rejected:
        return
    assert together(enclosed(["*", one, two], x=x, y=y), enclosed(tree_of(product), x=x, y=y))
    assert together(enclosed(["*", one, one], x=x, y=y), enclosed(tree_of(square), x=x, y=y))
    if c is not None:
        assert together(values_of[0], enclosed(["*", str(c), two], x=x, y=y))


@settings(deadline=None, max_examples=100)
@given(trees, values, values)
def test_derivatives(tree: Tree, x: Fraction, y: Fraction) -> None:
    """["D", …] against a difference quotient of mpmath."""
    value = enclosed(["D", tree, "x"], x=x, y=y)
    assume(value is not None and max(abs(value[0]), abs(value[1])) < 10**6)
    assert value is not None

    def at(t: Any) -> Any:
        found = enclosed(tree, x=Fraction(int(t * 2**200), 2**200), y=y)
        if found is None:
            raise ValueError
        return mpmath.mpf(found[0].numerator) / found[0].denominator

    with mpmath.workdps(60):
        h = mpmath.mpf(2) ** -60
        centre = mpmath.mpf(x.numerator) / x.denominator
        try:
            slope = (at(centre + h) - at(centre - h)) / (2 * h)
        except ValueError:
            return
        middle = mpmath.mpf(value[0].numerator) / value[0].denominator
        assert abs(slope - middle) <= mpmath.mpf(10) ** -6 * (1 + abs(middle)) ** 3


polynomials = st.lists(st.integers(-5, 5), min_size=1, max_size=6)
ends = st.fractions(Fraction(-3), Fraction(3), max_denominator=4)


@settings(deadline=None, max_examples=200)
@given(polynomials, ends, st.one_of(st.none(), st.fractions(Fraction(0), Fraction(4), max_denominator=4)), st.booleans())
def test_a_leaf_that_is_accepted_has_the_sign(c: list[int], low: Fraction, width: Fraction | None, strict: bool) -> None:
    """Bernstein and intervals on one leaf against exact values at many points."""
    tree = kernel.expand(["+", "0", *(["*", str(a), ["^", "x", str(k)]] for k, a in enumerate(c))])
    side = (low, None if width is None else low + width)
    rel = ">" if strict else ">="
    accepted = kernel.bernstein(tree, ["x"], rel)([side])
    if width is not None:
        accepted = accepted or kernel.interval(tree, ["x"], rel, 64)([side])
    if accepted:
        reach = 50 if width is None else width
        for j in range(21):
            t = low + reach * Fraction(j, 20)
            assert kernel.truth(rel, sum(a * t**k for k, a in enumerate(c)))


@pytest.mark.parametrize("cut", ["1/3", "1/2", "9/10"])
def test_leaves_cover_the_box(cut: str) -> None:
    cells = kernel.leaves([(Fraction(0), Fraction(1)), (Fraction(2), None)], [0, cut, None, [1, "3", None, None]])
    at = Fraction(cut)
    assert cells == [
        [(0, at), (2, None)],
        [(at, 1), (2, 3)],
        [(at, 1), (3, None)],
    ]
