"""Formulas as an expression, as an ``align`` block, or as a file of macros to ``\\input``; all need amsmath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from poc_symbolic.errors import InputError
from poc_symbolic.latex.formulas import Formula
from poc_symbolic.latex.layout import LINE_WIDTH, lines, one_line, width

Form = Literal["expression", "align", "macros"]


def body(formula: Formula) -> str:
    """The right side on one line."""
    return formula.body if isinstance(formula.body, str) else one_line(formula.body)


def expression(formulas: Sequence[Formula]) -> str:
    """The right sides alone, each on a line of its own."""
    return "\n".join(body(formula) for formula in formulas)


def align(formulas: Sequence[Formula], *, environment: str = "align") -> str:
    """One block; a long right side is broken, and only its last line carries a number."""
    rows = [row for formula in formulas for row in _rows(formula)]
    return f"\\begin{{{environment}}}\n" + " \\\\\n".join(rows) + f"\n\\end{{{environment}}}"


def _rows(formula: Formula) -> list[str]:
    first, *more = _broken(formula, LINE_WIDTH - width(formula.left))
    rows = [f"  {formula.left} &{formula.relation} {first}", *(f"  &{line}" for line in more)]
    return [*(f"{row} \\notag" for row in rows[:-1]), rows[-1]]


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
