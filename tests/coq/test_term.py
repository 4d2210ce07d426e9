"""Terms mean what the trees mean: the kernel's normal form is the same before and after."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.coq.exponents import combination, generators
from poc_symbolic.coq.term import Unsupported, conditions, name_of, num, show, substitute, term_of, tree_of, variables
from poc_symbolic.rigor import kernel

NAMES = st.sampled_from(["x", "y", "k"])
NUMERALS = st.sampled_from(["0", "1", "-1", "2", "-3", "1/2", "-3/4"])
SMALL = st.sampled_from(["2", "3", "1/2", "-1", "-1/2"])


def trees(depth: int = 3):
    leaf = NAMES | NUMERALS
    if depth == 0:
        return leaf
    sub = trees(depth - 1)
    return leaf | st.one_of(
        st.tuples(st.sampled_from(["+", "*"]), sub, sub).map(list),
        st.tuples(st.just("+"), sub, sub, sub).map(list),
        st.tuples(st.just("-"), sub).map(list),
        st.tuples(st.just("/"), sub, st.just("x")).map(list),
        st.tuples(st.just("^"), sub, SMALL).map(list),
        st.tuples(st.sampled_from(["sqrt", "exp", "log"]), NAMES).map(list),
        st.tuples(st.just("^"), st.just("y"), NAMES).map(list),
        st.tuples(st.just("D"), sub, NAMES).map(list),
        st.tuples(st.just("at"), sub, NAMES, NAMES).map(list),
    )


def normal(tree):
    try:
        return kernel.normal(kernel.expand(tree))
    except (kernel.Rejected, ZeroDivisionError):
        return None


@settings(max_examples=150, deadline=None)
@given(trees())
def test_a_term_has_the_normal_form_of_its_tree(tree):
    expected = normal(tree)
    if expected is None:
        return
    try:
        term = term_of(tree)
    except Unsupported:
        return
    assert normal(tree_of(term)) == expected


@settings(max_examples=100, deadline=None)
@given(trees(2), trees(2))
def test_substitution_keeps_free_variables_free(tree, value):
    try:
        term, put = term_of(tree), term_of(value)
    except Unsupported:
        return
    free = variables(term)
    expected = (free - {"x"}) | (variables(put) if "x" in free else set())
    assert variables(substitute(term, {"x": put})) == expected


def test_a_bound_variable_gives_way():
    body = term_of(["D", ["*", "x", "y"], "x"])
    moved = substitute(body, {"y": ("var", "x")})
    assert show(moved, {}) == "Derive (fun xx : R => xx * x) x"


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (["+", "x", ["*", "-1", "2", "y"]], "x - 2 * y"),
        (["-", "x", ["-", "y", "k"]], "x - (y - k)"),
        (["/", "1", ["*", "x", "y"]], "1 / (x * y)"),
        (["^", ["+", "x", "1"], "2"], "(x + 1) ^ 2"),
        (["*", ["-", "x"], "y"], "- x * y"),
        (["^", "x", "3/2"], "(sqrt x) ^ 3"),
        (["^", "x", "k"], "Rpower x k"),
        (["*", "1/2", "x"], "x / 2"),
        (["*", "-3/2", "x", "y"], "- (3 * x * y / 2)"),
        (["+", ["-", "x"], "y"], "y - x"),
        (["+", ["/", ["-", "x"], "y"], "1"], "1 - x / y"),
        (["-", "2"], "- (2)"),
        (["+", "x", "-2"], "x - 2"),
        (["D", ["exp", "x"], "x"], "Derive (fun x : R => exp x) x"),
    ],
)
def test_notation(tree, text):
    assert show(term_of(tree), {}) == text


def test_conditions_stand_inner_first_and_leave_out_what_is_plain():
    tree = ["/", ["sqrt", ["log", "x"]], ["*", "2", ["^", "y", "k"]]]
    x, y, k = (("var", name) for name in "xyk")
    assert conditions(term_of(tree)) == [
        (">", x),
        (">=", ("ln", x)),
        (">", y),
        ("!=", ("mul", num(2), ("rpower", y, k))),
    ]
    assert conditions(term_of(["/", ["sqrt", "2"], "3"])) == []
    assert conditions(term_of(["/", "1", "0"])) == [("!=", num(0))]


def test_reserved_words_are_renamed():
    assert [name_of(name) for name in ("x", "exp", "fun", "_y")] == ["x", "exp'", "fun'", "_y'"]


KEYS = st.lists(
    st.tuples(st.integers(-3, 3), st.integers(1, 4), st.integers(-3, 3)).filter(lambda t: t[0] or t[2]),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(KEYS)
def test_every_exponent_is_a_whole_combination_of_the_generators(rows):
    a, b = (((("v", name), 1),) for name in "ab")
    keys = [tuple((m, c) for m, c in ((a, Fraction(p, q)), (b, Fraction(r))) if c != 0) for p, q, r in rows]
    found = generators(keys)
    for key in keys:
        coefficients = combination(key, found)
        assert coefficients is not None
        assert all(c.denominator == 1 for c in coefficients)
        total = {}
        for c, generator in zip(coefficients, found, strict=True):
            for mono, value in generator:
                total[mono] = total.get(mono, 0) + c * value
        assert {m: c for m, c in total.items() if c != 0} == dict(key)
