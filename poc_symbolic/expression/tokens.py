"""Text to tokens: ASCII numbers, names, operators and brackets, each with its column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from poc_symbolic.errors import InputError
from poc_symbolic.expression.limits import Limits


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    OPERATOR = "operator"
    END = "end"


@dataclass(frozen=True)
class Token:
    """One token; ``column`` counts characters from 1."""

    kind: Kind
    text: str
    column: int


_PATTERN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
      | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<operator>\*\*|[-+*/^()])""",
    re.VERBOSE,
)
_LOOKALIKES = {"−": "-", "–": "-", "—": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/"}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def tokenize(text: str, limits: Limits) -> list[Token]:
    """The tokens of ``text``, closed by one END token; raises InputError naming the column."""
    if len(text) > limits.length:
        raise InputError(f"The expression has {len(text)} characters; shorten it to at most {limits.length}.")
    tokens = []
    position = 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            raise _unexpected(text[position], position + 1)
        kind, content = str(match.lastgroup), match.group()
        if kind == "number":
            _check_number(text, match.start(), match.end(), limits)
        if kind != "space":
            content = "**" if content == "^" else content
            tokens.append(Token(Kind(kind), content, position + 1))
        position = match.end()
    tokens.append(Token(Kind.END, "", len(text) + 1))
    return tokens


def shorten(value: object, length: int = 60) -> str:
    """``str(value)``, cut for use in a message."""
    text = str(value)
    return text if len(text) <= length else text[: length - 3] + "..."


def _check_number(text: str, start: int, end: int, limits: Limits) -> None:
    if end - start > limits.digits:
        raise InputError(f"The number at column {start + 1} has more than {limits.digits} digits; write a shorter one.")
    if re.match(r"[eE][-+]?[0-9]", text[end : end + 3]):
        raise InputError(f"Scientific notation at column {start + 1} is not read; write 25/10**4 instead of 2.5e-3.")
    if text[end : end + 1] == ".":
        raise InputError(f"The number at column {start + 1} has two decimal points; write it with one.")


def _unexpected(character: str, column: int) -> InputError:
    shown = f"{character!a} at column {column}"
    if character in _LOOKALIKES:
        return InputError(f"The character {shown} is not ASCII; write {_LOOKALIKES[character]!r} instead.")
    if character in _SUPERSCRIPTS:
        return InputError(f"The superscript {shown} is not read; write a power as z**2.")
    if character in "[]{}":
        return InputError(f"The bracket {shown} is not read; use round brackets.")
    return InputError(f"The character {shown} is not read; use ASCII letters, digits, + - * / ** and round brackets.")
