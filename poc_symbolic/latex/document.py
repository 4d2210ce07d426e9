"""Formulas as an expression, as an ``align`` block, or as a file of macros to ``\\input``; all need amsmath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from poc_symbolic.errors import InputError
from poc_symbolic.latex.formulas import Formula
from poc_symbolic.latex.layout import INDENT, LINE_WIDTH, lines, one_line, width

RELATION = 3  # a relation with the space around it, in digits
Form = Literal["expression", "align", "macros"]


def body(formula: Formula) -> str:
    """The right side on one line."""
    return formula.body if isinstance(formula.body, str) else one_line(formula.body)


def expression(formulas: Sequence[Formula]) -> str:
    """The right sides alone, each on a line of its own."""
    return "\n".join(body(formula) for formula in formulas)


def align(formulas: Sequence[Formula], *, environment: str = "align") -> str:
    """One block; a long right side is broken, and only its last line carries a number.

    The right sides stand beside their left sides, or below them where that is narrower or takes fewer lines.
    """
    left = max((width(formula.left) + RELATION for formula in formulas), default=0)
    beside = [_broken(formula, LINE_WIDTH - left) for formula in formulas]
    fits = all(width(row) <= LINE_WIDTH - left for rows in beside for row in rows)
    blocks = [
        [f"  {formula.left} &{formula.relation} {rows[0]}", *(f"  &{row}" for row in rows[1:])]
        for formula, rows in zip(formulas, beside, strict=True)
    ]
    below = [_below(formula) for formula in formulas]
    if not fits or sum(map(len, below)) < sum(map(len, blocks)):
        blocks = below
    rows = [row for block in blocks for row in (*(f"{row} \\notag" for row in block[:-1]), block[-1])]
    return f"\\begin{{{environment}}}\n" + " \\\\\n".join(rows) + f"\n\\end{{{environment}}}"


def _below(formula: Formula) -> list[str]:
    """The right side in its line, or below the left side where it does not fit there."""
    first, *more = _broken(formula, LINE_WIDTH - width(formula.left) - RELATION)
    if not more:
        return [f"  &{formula.left} {formula.relation} {first}"]
    first, *more = _broken(formula, LINE_WIDTH - INDENT - RELATION)
    return [f"  &{formula.left}", f"  &\\quad {formula.relation} {first}", *(f"  &\\quad {row}" for row in more)]


def _broken(formula: Formula, limit: int) -> list[str]:
    return [formula.body] if isinstance(formula.body, str) else lines(formula.body, limit)


def macros(formulas: Sequence[Formula], *, prefix: str, comment: str) -> str:
    """One ``\\newcommand`` for each right side, to be used in math mode; a long one is an ``aligned`` block."""
    if re.fullmatch("[A-Za-z]+", prefix) is None:
        raise InputError(f"The prefix of the macros must be letters only, not {prefix!r}.")
    head = [f"% {line}" for line in comment.splitlines()]
    return "\n".join([*head, *(_macro(formula, prefix) for formula in formulas)])


def _macro(formula: Formula, prefix: str) -> str:
    name = prefix + "".join(word[0].upper() + word[1:] for word in formula.name.split())
    rows = _broken(formula, LINE_WIDTH)
    if len(rows) == 1:
        return f"\\newcommand{{\\{name}}}{{{rows[0]}}}"
    inner = " \\\\\n".join(f"  &{row}" for row in rows)
    return f"\\newcommand{{\\{name}}}{{\\begin{{aligned}}[t]\n{inner}\n\\end{{aligned}}}}"
