"""Plain text, with the mathematical letters and signs that occur in sentences, as LaTeX for pdflatex."""

from __future__ import annotations

import re
import unicodedata

from poc_symbolic.latex.scripts import scripts

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": "$<$", ">": "$>$"}
_SPECIAL |= {sign: "\\" + sign for sign in "&%$#_{}"} | {
    "|": "$|$",
    '"': "''",
    "–": "--",
    "—": "---",
    "…": r"\dots{}",
    "§": r"\S{}",
}

_GREEK = {
    unicodedata.lookup(f"GREEK {size} LETTER {name.upper()}"): "\\" + (name if size == "SMALL" else name.capitalize())
    for size, names in {
        "SMALL": "alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma tau phi chi psi omega",
        "CAPITAL": "gamma delta theta xi pi sigma phi psi omega",
    }.items()
    for name in names.split()
} | {"λ": r"\lambda", "Λ": r"\Lambda"}

_SIGNS = {
    "≥": r"\ge", "≤": r"\le", "≠": r"\ne", "≈": r"\approx", "⪅": r"\lessapprox", "≲": r"\lesssim", "≳": r"\gtrsim",
    "≪": r"\ll", "≫": r"\gg", "⪯": r"\preceq", "⪰": r"\succeq", "∝": r"\propto", "∼": r"\sim", "≡": r"\equiv",
    "‖": r"\|", "√": r"\surd", "∞": r"\infty", "∇": r"\nabla", "∂": r"\partial", "∫": r"\int", "Σ": r"\Sigma",
    "∑": r"\sum", "∏": r"\prod", "⟨": r"\langle", "⟩": r"\rangle", "⊥": r"\perp", "⟂": r"\perp", "⊤": r"\top",
    "·": r"\cdot", "×": r"\times", "÷": r"\div", "±": r"\pm", "∓": r"\mp", "−": "-", "→": r"\to", "⇒": r"\Rightarrow",
    "↦": r"\mapsto", "↑": r"\uparrow", "↓": r"\downarrow", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset", "∪": r"\cup",
    "∩": r"\cap", "∖": r"\setminus", "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists", "∧": r"\wedge",
    "∨": r"\vee", "⊗": r"\otimes", "⊙": r"\odot", "⋆": r"\star", "ℓ": r"\ell", "ℝ": r"\mathbb{R}", "°": r"^\circ",
    "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "½": r"\tfrac12", "¼": r"\tfrac14", "ϕ": r"\phi",
}  # fmt: skip
_ACCENTS = {"\u0304": r"\bar", "\u0302": r"\hat", "\u0303": r"\tilde", "\u0307": r"\dot"}


def escape(text: str) -> str:
    """The text for LaTeX's text mode; signs without a known command are shown by their code point.

    ``d^{11k*}`` and ``C_reg`` become what they mean.
    """
    pieces = scripts(" ".join(text.split()))
    return "".join(
        rf"\ensuremath{{{kind}{{\text{{{escape(part)}}}}}}}" if kind else _signs(part) for kind, part in pieces
    )


def _signs(text: str) -> str:
    return re.sub(r"(.)([\u0302\u0303\u0304\u0307])|.", _replaced, text)


def code(claim_id: str) -> str:
    """A claim's id in typewriter, which may be broken after each hyphen and slash."""
    return r"\texttt{" + re.sub(r"([-/])", r"\1\\allowbreak ", escape(claim_id)) + "}"


def _replaced(match: re.Match[str]) -> str:
    if match[2]:
        return rf"\ensuremath{{{_ACCENTS[match[2]]}{{{_math(match[1])}}}}}"
    sign = match[0]
    if sign in _SPECIAL:
        return _SPECIAL[sign]
    return sign if sign.isascii() or ("À" <= sign <= "ÿ" and sign not in "×÷") else rf"\ensuremath{{{_math(sign)}}}"


def _math(sign: str) -> str:
    known = _GREEK.get(sign) or _SIGNS.get(sign)
    if known is not None:
        return known + " " if known[-1].isalpha() else known
    if sign.isascii():
        return sign
    kind, _, plain = unicodedata.decomposition(sign).rpartition("> ")
    if kind in ("<super", "<sub") and " " not in plain:
        letter = chr(int(plain, 16))
        return ("^" if kind == "<super" else "_") + "{" + ("-" if letter == "−" else letter) + "}"
    return rf"\texttt{{U+{ord(sign):04X}}}"
