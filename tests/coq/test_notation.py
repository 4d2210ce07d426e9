"""Law: what is printed is read by Coq's grammar as the term that was meant.

The reader below knows Coq's levels (``+ -`` 50 and ``* /`` 40 to the left, the sign 35, ``^`` 30 to the right,
application 10). It is written from them alone, and both sides are evaluated with functions of no special meaning.
"""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import given, settings

from poc_symbolic.coq.term import Unsupported, show, term_of
from tests.coq.test_term import trees

VALUES = {"x": Fraction(3, 7), "y": Fraction(-5, 11), "k": Fraction(13, 17)}
PLAIN = {"sqrt": (3, 1), "exp": (5, 2), "ln": (-7, 4)}
TOKEN = re.compile(r"\s*(\d+|[A-Za-z_][\w']*|=>|[-+*/^():])")
BINARY = {"+": 50, "-": 50, "*": 40, "/": 40}


def apply(op, a, b):
    if op == "/":
        return a / b if b else Fraction(1009)
    return {"+": a + b, "-": a - b, "*": a * b}[op]


def raised(a, n):
    return a * Fraction(n + 2, 3) + n  # a power would be too large


def rpower(a, b):
    return 7 * a + 11 * b + 3


def derive(body, point):
    return body(13 * point + 1) + 17 * point


class Reader:
    """A term of Coq's real numbers, evaluated while it is read."""

    def __init__(self, text):
        self.tokens = TOKEN.findall(text)
        assert "".join(self.tokens) == re.sub(r"\s", "", text)
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected=None):
        token = self.peek()
        assert expected in (None, token), (expected, token)
        self.at += 1
        return token

    def term(self, level, values):
        """Up to ``level``; a sign is read at 35, so not as an operand of ``^``."""
        if self.peek() == "-":
            assert level >= 35
            self.take()
            left, own = -self.term(35, values), 35
        else:
            left, own = self.application(values), 10
            if self.peek() == "^" and level >= 30:
                self.take()
                left, own = raised(left, int(self.take())), 30
        while self.peek() in BINARY and own <= BINARY[self.peek()] <= level:
            own = BINARY[self.peek()]
            op = self.take()
            left = apply(op, left, self.term(own - 1, values))
        return left

    def application(self, values):
        token = self.peek()
        if token in PLAIN:
            self.take()
            slope, offset = PLAIN[token]
            return slope * self.atom(values) + offset
        if token == "Rpower":
            self.take()
            base = self.atom(values)
            return rpower(base, self.atom(values))
        if token == "Derive":
            self.take()
            for expected in ("(", "fun"):
                self.take(expected)
            bound = self.take()
            for expected in (":", "R", "=>"):
                self.take(expected)
            start = self.at
            self.term(100, values | {bound: Fraction(1)})
            end = self.at
            self.take(")")
            point = self.atom(values)
            after = self.at

            def body(value):
                self.at = start
                found = self.term(100, values | {bound: value})
                assert self.at == end
                return found

            found = derive(body, point)
            self.at = after
            return found
        return self.atom(values)

    def atom(self, values):
        token = self.take()
        if token == "(":
            found = self.term(100, values)
            self.take(")")
            return found
        return Fraction(token) if token.isdigit() else values[token]


def meant(term, values):
    op, parts = term[0], term[1:]
    if op == "var":
        return values[parts[0]]
    if op == "num":
        return Fraction(parts[0])
    if op == "derive":
        body, x, point = parts
        return derive(lambda value: meant(body, values | {x: value}), meant(point, values))
    if op == "pow":
        return raised(meant(parts[0], values), parts[1])
    found = [meant(part, values) for part in parts]
    if op in PLAIN:
        return PLAIN[op][0] * found[0] + PLAIN[op][1]
    if op == "rpower":
        return rpower(*found)
    return -found[0] if op == "opp" else apply({"add": "+", "sub": "-", "mul": "*", "div": "/"}[op], *found)


@settings(max_examples=300, deadline=None)
@given(trees())
def test_a_term_is_read_as_it_was_meant(tree):
    try:
        term = term_of(tree)
    except Unsupported:
        return
    reader = Reader(show(term, {}))
    values = VALUES | {x + "x" * n: Fraction(n, 19) for x in VALUES for n in range(1, 5)}
    assert reader.term(100, values) == meant(term, values)
    assert reader.peek() == ""
