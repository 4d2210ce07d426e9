"""A small reader of the LaTeX that the project prints: sums, products side by side, fractions, powers, roots, e^{…}.

It knows nothing of the printer: the tests use it to read formulas back.
"""

from __future__ import annotations

import re

import sympy

from poc_symbolic import symbols

LAYOUT = re.compile(
    r"\\notag|\\quad|\\mathrm|\\[bB]igg?[lr](?![a-zA-Z])|\\left(?![a-zA-Z])|\\right(?![a-zA-Z])|\\,|\\\\|&|\s+"
)
TOKEN = re.compile(r"\\[a-zA-Z]+|[0-9]+\.[0-9]+|[0-9]+|[a-zA-Z]|[-+^_(){}\[\]/]")
LETTERS = {
    "\\alpha": symbols.alpha,
    "d": symbols.d,
    "z": symbols.z,
    "\\pi": sympy.pi,
    "\\delta": sympy.Symbol("delta", real=True),
}
LETTERS |= {"\\epsilon": sympy.Symbol("epsilon", real=True)} | {s: sympy.Symbol(s, real=True) for s in "abrtCJST"}


def read(text: str) -> sympy.Expr:
    """The expression; ValueError on anything that is not understood."""
    reader = _Reader(tokens_of(text))
    value = reader.sum()
    if reader.tokens:
        raise ValueError(f"left over: {reader.tokens}")
    return value


def tokens_of(text: str) -> list[str]:
    """What is left without line breaks, spaces and the sizes of brackets; ValueError on an unknown sign."""
    text = LAYOUT.sub(" ", text)
    tokens = TOKEN.findall(text)
    if "".join(tokens) != text.replace(" ", ""):
        raise ValueError(f"not understood: {text}")
    return tokens


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, wanted: str | None = None) -> str:
        if not self.tokens or (wanted is not None and self.tokens[0] != wanted):
            raise ValueError(f"expected {wanted} in {self.tokens[:5]}")
        return self.tokens.pop(0)

    def sum(self) -> sympy.Expr:
        total = sympy.Integer(0)
        sign = 1
        if self.peek() == "-":
            self.take()
            sign = -1
        total += sign * self.product()
        while self.peek() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            total += sign * self.product()
        return total

    def product(self) -> sympy.Expr:
        value = self.power()
        while self.peek() not in ("", "+", "-", ")", "]", "}"):
            if self.peek() == "/":
                self.take()
                value /= self.power()
            else:
                value *= self.power()
        return value

    def power(self) -> sympy.Expr:
        if self.peek() == "e":
            self.take()
            self.take("^")
            return sympy.exp(self.group())
        base = self.atom()
        if self.peek() == "^":
            self.take()
            base **= self.group()
        return base

    def group(self) -> sympy.Expr:
        if self.peek() == "{":
            self.take()
            value = self.sum()
            self.take("}")
            return value
        return sympy.Integer(self.take())

    def word(self) -> str:
        """Letters in one or more pairs of braces."""
        self.take("{")
        letters = self.word() if self.peek() == "{" else ""
        while self.peek() != "}":
            letters += self.take()
        self.take("}")
        return letters

    def atom(self) -> sympy.Expr:
        token = self.take()
        if token in ("(", "["):
            value = self.sum()
            self.take(")" if token == "(" else "]")
            return value
        if token == "\\frac":
            above = self.group()
            return above / self.group()
        if token == "\\sqrt":
            return sympy.sqrt(self.group())
        if token == "\\cdot":
            return self.atom()
        if token in ("p", "r"):
            self.take("_")
            index = self.take() if self.peek() != "{" else str(self.group())
            return symbols.moment(int(index)) if token == "p" else sympy.Symbol(f"r_{index}")
        if token in ("C", "J") and self.peek() == "_":
            self.take()
            return sympy.Symbol(f"{token}_{self.word()}", real=True)
        return LETTERS[token] if token in LETTERS else sympy.Rational(token)
