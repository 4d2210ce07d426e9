"""Formulas as people type them in sentences: scripts such as ``d^{11k*}`` and ``C_reg``, roots, products."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["", "_", "^"]

# A group in braces; else a number, a run of small or of capital letters, or one sign or Greek letter.
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|(-?[0-9]+|[a-z]+|[A-Z]+|[α-ωΑ-Ω⊥⊤∞*#ℓ][\u0302\u0303\u0304\u0307]?))")
_NAME_OF_A_FILE = re.compile(r"\b[a-z]{3,}_[a-z]{4,}\b")


def with_signs(text: str) -> str:
    """The text with √ for ``sqrt``, ^ for ``**`` and · for the sign of a product."""
    return re.sub(r"(?<=[\w)])\*(?=[\w(])", "·", text.replace("**", "^").replace("sqrt(", "√("))


def scripts(text: str) -> list[tuple[Kind, str]]:
    """The text in pieces: plain (""), below ("_") or above ("^") the line; names such as ``batch_size`` stay whole."""
    out: list[tuple[Kind, str]] = []
    whole = [match.span() for match in _NAME_OF_A_FILE.finditer(text)]
    end = 0
    for match in _SCRIPT.finditer(text):
        if match.start() == 0 or any(start <= match.start() < stop for start, stop in whole):
            continue
        out.append(("", text[end : match.start()]))
        out.append(("_" if match[1] == "_" else "^", match[2] if match[2] is not None else match[3]))
        end = match.end()
    return [piece for piece in [*out, ("", text[end:])] if piece[1] or piece[0]]
