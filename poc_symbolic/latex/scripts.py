"""Formulas as people type them in sentences: scripts such as ``d^{11k*}`` and ``C_reg``, roots, products."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["", "_", "^"]

# A group in braces, or above the line in brackets; else a number, a run of small or of capital letters, or one letter
# of another alphabet with its accent, or one sign.
_SIGN = "[α-ωΑ-Ω⊥⊤∞*#ℓ][\u0302\u0303\u0304\u0307]?"
_SCRIPT = re.compile(rf"([_^])(?:\{{([^{{}}]*)\}}|(?<=\^)\(([^()]*)\)|(-?[0-9]+|[a-z]+|[A-Z]+|{_SIGN}))")
_NAME_OF_A_FILE = re.compile(r"\b[a-z]{3,}_[a-z]{4,}\b")


def with_signs(text: str) -> str:
    """The text with √ for ``sqrt``, π for ``pi``, ^ for ``**`` and · for the sign of a product."""
    text = re.sub(r"\bpi\b", "π", text.replace("**", "^").replace("sqrt(", "√("))
    return re.sub(r"(?<=[\w)])\*(?=[\w(√])", "·", re.sub(r"√\((\w+)\)", r"√\1", text))


def scripts(text: str) -> list[tuple[Kind, str]]:
    """The text in pieces: plain (""), below ("_") or above ("^") the line; names such as ``batch_size`` stay whole."""
    out: list[tuple[Kind, str]] = []
    whole = [match.span() for match in _NAME_OF_A_FILE.finditer(text)]
    end = 0
    for match in _SCRIPT.finditer(text):
        if match.start() == 0 or any(start <= match.start() < stop for start, stop in whole):
            continue
        out.append(("", text[end : match.start()]))
        out.append(("_" if match[1] == "_" else "^", next(group for group in match.groups()[1:] if group is not None)))
        end = match.end()
    return [piece for piece in [*out, ("", text[end:])] if piece[1] or piece[0]]
