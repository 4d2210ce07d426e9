"""A factored sum as lines of LaTeX: broken before plus and minus, at the outermost place that is enough.

Where that is not enough, a line also ends before the bracket of a product. Short brackets are never broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sympy

from poc_symbolic.latex.terms import Factor, Sum, Term

LINE_WIDTH = 68  # in digits; a line of an article, with its left side
INDENT = 2  # a \\quad, in digits
SHORT = 14  # up to this width a bracket stays whole
_BEFORE_BRACKET = "\0"  # a line may end here if it must; never printed


@dataclass(frozen=True)
class Piece:
    """LaTeX that stays on one line; a line may end before it, inside ``depth`` pairs of brackets."""

    text: str
    depth: int


def one_line(node: Sum) -> str:
    """The whole sum on one line."""
    return _whole(_pieces(node, 0)).replace(_BEFORE_BRACKET, "")


def lines(node: Sum, limit: int) -> list[str]:
    """The sum on as few lines as fit into the limit; continuation lines are indented by their depth."""
    filled = [line for filled in _fill(_pieces(node, 0), 0, limit) for line in _before_brackets(*filled, limit)]
    rows = [("\\quad " * (depth + 1) if i else "") + text.strip() for i, (depth, text) in enumerate(filled)]
    return [row.replace(_BEFORE_BRACKET, "") for row in rows]


def _before_brackets(depth: int, text: str, limit: int) -> list[tuple[int, str]]:
    """A line that is too wide, ended before the first bracket that leaves two lines that fit, or the last that may."""
    room = limit - INDENT * (depth + 1)
    starts = [i for i, sign in enumerate(text) if sign == _BEFORE_BRACKET]
    if width(text) <= room or not starts:
        return [(depth, text)]
    fitting = [i for i in starts if width(text[:i]) <= room] or starts[:1]
    start = next((i for i in fitting if width(text[i:]) <= room - 2 * INDENT), fitting[-1])
    rest = "\\cdot " + text[start + 1 :].removeprefix("\\,")
    return [(depth, text[:start]), *_before_brackets(depth + 1, rest, limit)]


def symbol(expr: sympy.Expr) -> str:
    """One symbol or number in the paper's letters: p_4, α, α', d, C_reg."""
    names = {
        s: sympy.latex(sympy.Symbol(s.name.removesuffix("_prime"))) + "'"
        for s in expr.free_symbols
        if s.name.endswith("_prime")
    }
    text = re.sub(r"([\^_])\{(\w)\}", r"\1\2", str(sympy.latex(expr, symbol_names=names)))
    return re.sub(r"_\{([a-zA-Z]{2,})\}", r"_{\\mathrm{\1}}", text)


def width(text: str) -> int:
    """About how wide the text is when set, in digits."""
    text = re.sub(r"[\^_]\{(\w*)\}", r"\1", text.replace(_BEFORE_BRACKET, ""))
    while (match := re.search(r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}", text)) is not None:
        above, below = match.groups()
        text = text[: match.start()] + (above if width(above) > width(below) else below) + text[match.end() :]
    text = re.sub(r"\\(?:[a-z]*gg?[lr]|,)\s*", "", text.replace("\\quad", "x" * INDENT))
    text = re.sub(r" ([+-]) ", r"<\1>", text)  # the space that TeX sets around a binary sign
    return len(re.sub(r"\\[a-zA-Z]+\s*", "x", re.sub(r"[{}^_\s]", "", text)))


def _fill(pieces: Sequence[Piece], depth: int, limit: int) -> list[tuple[int, str]]:
    whole = _whole(pieces)
    if width(whole) <= limit - INDENT * (depth + 1) or all(piece.depth < depth for piece in pieces[1:]):
        return [(depth, whole)]
    out: list[tuple[int, str]] = []
    current: tuple[int, str] | None = None
    for segment in _segments(pieces, depth):
        text = _whole(segment)
        if current is not None and width(current[1] + text) <= limit - INDENT * (depth + 1):
            current = (current[0], current[1] + text)
            continue
        out += [current] if current is not None else []
        first, *more = _fill(segment, depth + 1, limit)
        rows = [(depth, first[1]), *more]
        out, current = out + rows[:-1], rows[-1]
    return out if current is None else [*out, current]


def _whole(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _segments(pieces: Sequence[Piece], depth: int) -> Iterable[list[Piece]]:
    segment: list[Piece] = []
    for piece in pieces:
        if segment and piece.depth == depth:
            yield segment
            segment = []
        segment.append(piece)
    if segment:
        yield segment


def _pieces(node: Sum, depth: int) -> list[Piece]:
    if not node.terms:
        return [Piece("0", depth)]
    out: list[Piece] = []
    for i, term in enumerate(node.terms):
        sign = "-" if term.number < 0 else "+" if i else ""
        space = " " if i else ""
        first, *more = _term(term, depth)
        out += [Piece(f"{space}{sign}{space}{first.text}", depth), *more]
    return out


def _term(term: Term, depth: int) -> list[Piece]:
    front = _front(term)
    out = [Piece(front, depth)]
    for factor in term.factors:
        for i, piece in enumerate(_factor(factor, depth + 1)):
            if i:
                out.append(piece)
            else:
                may_end = _BEFORE_BRACKET if isinstance(factor.base, Sum) and out[-1].text else ""
                out[-1] = Piece(_joined(out[-1].text, piece.text, may_end), out[-1].depth)
    return out if out[0].text else [Piece("1", depth), *out[1:]]


def _joined(left: str, right: str, between: str = "") -> str:
    """Two factors side by side; a command needs a space before a letter."""
    if left.endswith("}") and right and not right.startswith("("):
        return f"{left}{between}\\,{right}"
    space = " " if re.search(r"\\[a-zA-Z]+$", left) and right[:1].isalpha() else ""
    return left + space + between + right


def _front(term: Term) -> str:
    """The number and the functions of d; empty for 1."""
    number = abs(term.number)
    above, below = (number.p, number.q) if isinstance(number, sympy.Rational) else (symbol(number), 1)
    over = _scaled(above, term.over, alone=bool(term.under) or below != 1)
    under = _scaled(below, term.under, alone=True)
    if not under:
        return over if over or term.factors else "1"
    return rf"\frac{{{over or 1}}}{{{under}}}"


def _scaled(number: int | str, factors: Sequence[Factor], *, alone: bool) -> str:
    if number == 1:
        return _product(factors, alone=alone)
    return _joined(str(number), _product(factors, alone=False))


def _product(factors: Sequence[Factor], *, alone: bool) -> str:
    """The factors side by side; a sum that stands alone above or below a bar needs no brackets."""
    text = ""
    if alone and len(factors) == 1 and factors[0].power == 1:
        base = factors[0].base
        return one_line(base) if isinstance(base, Sum) else symbol(base)
    for factor in factors:
        text = _joined(text, _whole(_factor(factor, 1)))
    return text


def _factor(factor: Factor, depth: int) -> list[Piece]:
    power = "" if factor.power == 1 else f"^{factor.power}" if factor.power < 10 else f"^{{{factor.power}}}"
    if not isinstance(factor.base, Sum):
        text = symbol(factor.base)
        return [Piece((f"({text})" if factor.base.is_Add else text) + power, depth)]
    inner = _pieces(factor.base, depth)
    text = _whole(inner)
    left, right = ("(", ")") if "(" not in text else ("\\bigl[", "\\bigr]")
    if "\\frac" in text:
        left, right = "\\biggl(", "\\biggr)"
    if width(text) <= SHORT:
        return [Piece(left + text + right + power, depth)]
    inner[0] = Piece(left + inner[0].text, depth)
    inner[-1] = Piece(inner[-1].text + right + power, inner[-1].depth)
    return inner
