"""Tokens to a syntax tree, by operator precedence (Pratt)."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from poc_symbolic.errors import InputError
from poc_symbolic.expression.limits import USER, Limits
from poc_symbolic.expression.tokens import Kind, Token, shorten, tokenize
from poc_symbolic.expression.tree import Call, Chain, Name, Node, Num, Power, Unary

# Binding powers: a sign binds more than a product and less than a power, so -z**2 is -(z**2).
_SUM, _PRODUCT, _SIGN, _POWER = 10, 20, 30, 40
_BINDING = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}


def parse_tree(text: str, limits: Limits = USER) -> Node:
    """The syntax tree of ``text``.

    Numbers are integers or decimals, read exactly (0.1 is 1/10). ``**`` (or ``^``) associates to the
    right; a function takes one argument in brackets. Raises InputError, naming the column.
    """
    if not isinstance(text, str):
        raise InputError(f"An expression must be given as text, not as {type(text).__name__}.")
    tokens = tokenize(text, limits)
    if tokens[0].kind is Kind.END:
        raise InputError("The expression is empty; write one such as He4 + 1/2*He6.")
    parser = _Parser(tokens, limits)
    tree = parser.expression(0)
    parser.expect_end()
    return tree


class _Parser:
    def __init__(self, tokens: list[Token], limits: Limits) -> None:
        self.tokens = tokens
        self.limits = limits
        self.position = 0
        self.nesting = 0

    def peek(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def expression(self, binding: int) -> Node:
        """Parse operators that bind at least as tightly as ``binding``."""
        self.nesting += 1
        if self.nesting > self.limits.nesting:
            raise InputError(
                f"The expression is nested too deeply at column {self.peek().column}; "
                f"use at most {self.limits.nesting} levels."
            )
        left = self.prefix()
        while (token := self.peek()).kind is Kind.OPERATOR and _BINDING.get(token.text, -1) >= binding:
            level = _BINDING[token.text]
            if level == _POWER:
                self.take()
                # A sign may open the exponent (2**-1), so its right side is read at the sign's level.
                left = Power(left, self.expression(_SIGN), token.column)
            else:
                left = self.chain(left, level)
        self.nesting -= 1
        return left

    def chain(self, first: Node, level: int) -> Node:
        """A whole sum or product at once: a long one must not become a deep tree."""
        operands = [first]
        column = self.peek().column
        while (token := self.peek()).kind is Kind.OPERATOR and _BINDING.get(token.text) == level:
            self.take()
            operand = self.expression(level + 1)
            if token.text == "-" or token.text == "/":
                inverse: Literal["-", "/"] = "-" if token.text == "-" else "/"
                operand = Unary(inverse, operand, token.column)
            operands.append(operand)
        return Chain("+" if level == _SUM else "*", tuple(operands), column)

    def prefix(self) -> Node:
        """A number, a name, a call, a bracket, or a sign before one of these and its powers."""
        token = self.take()
        if token.kind is Kind.NUMBER:
            return Num(Fraction(token.text.rstrip(".")), token.column)
        if token.kind is Kind.NAME:
            if self.peek().text != "(":
                return Name(token.text, token.column)
            return Call(token.text, self.bracket(self.take()), token.column)
        if token.text == "(":
            return self.bracket(token)
        if token.text in ("+", "-"):
            return self.signed(token)
        where = "at the end" if token.kind is Kind.END else f"before {token.text!r} at column {token.column}"
        raise InputError(f"A number, a name or a bracket is missing {where}; complete the expression.")

    def signed(self, token: Token) -> Node:
        negative = token.text == "-"
        while self.peek().text in ("+", "-"):
            negative ^= self.take().text == "-"
        operand = self.expression(_SIGN)
        return Unary("-", operand, token.column) if negative else operand

    def bracket(self, opening: Token) -> Node:
        inner = self.expression(0)
        closing = self.take()
        if closing.text == ")":
            return inner
        if closing.kind is Kind.END:
            raise InputError(f"The bracket opened at column {opening.column} is not closed; add ')'.")
        raise self.missing_operator(closing)

    def expect_end(self) -> None:
        token = self.peek()
        if token.text == ")":
            raise InputError(f"The bracket closed at column {token.column} was never opened; remove it.")
        if token.kind is not Kind.END:
            raise self.missing_operator(token)

    def missing_operator(self, token: Token) -> InputError:
        return InputError(
            f"An operator is missing before {shorten(token.text, 30)!r} at column {token.column}; "
            "write * for a product."
        )
