"""LaTeX formulas as MathML that browsers show without any script.

latex2mathml reads the LaTeX; its tree is cleaned here: text is escaped, since formulas come from a ledger's author and
not from this project, and letters of other alphabets become characters of their own, which is all that MathML Core has.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import Converter

_ALPHABETS = {
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
_PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
_RELATIONS = frozenset("⟹⟸⟺⪅⪆≲≳≪≫⪯⪰∝∼≈≡≠∈∉⊂⊆→↦")  # which latex2mathml may take for letters


@lru_cache(maxsize=4096)
def mathml(latex: str) -> str:
    """The formula as a ``math`` element, or as LaTeX source in a ``code`` element where it cannot be read."""
    source = re.sub(r"\\arg(?![a-zA-Z])", r"\\operatorname{arg}", " ".join(latex.split()))
    try:
        tree = Converter(display="block").convert_to_element(source)
    except Exception:  # the library's errors have no common base, and the source is always worth showing
        return _source(latex)
    for element in tree.iter():
        _clean(element)
    for element in tree.iter("mrow"):
        _set_apart(element)
    for element in list(tree.iter()):
        _size_bracket(element)
    text = "".join(element.text or "" for element in tree.iter())
    whole = all(len(element) == _PARTS.get(element.tag, len(element)) for element in tree.iter())
    if "\\" in text or not text.strip() or not whole:
        return _source(latex)
    tree.attrib.pop("xmlns", None)
    tree.set("aria-label", latex)
    return tostring(tree, encoding="unicode")


def _source(latex: str) -> str:
    return f"<code>{html.escape(latex)}</code>"


def _clean(element: Element) -> None:
    if element.text is not None:
        element.text = html.unescape(element.text).replace("\\|", "‖")  # left over after \bigl
    if element.tag == "mrow" and len(element) > 1 and all(_is_upright(child) for child in element):
        word = "".join(html.unescape(child.text or "") for child in element)
        for child in list(element)[1:]:
            element.remove(child)
        element[0].text = word
    if element.tag == "mi" and element.text in _RELATIONS:
        element.tag = "mo"
    variant = element.attrib.pop("mathvariant", None)
    if variant == "normal" and element.text is not None and len(element.text) == 1:
        element.set("mathvariant", "normal")
    elif variant in _ALPHABETS:
        element.text = "".join(_letter(sign, _ALPHABETS[variant]) for sign in element.text or "")


def _size_bracket(element: Element) -> None:
    r"""A bracket of a fixed size, as of \Bigr), has no space of its own, and keeps its size below a script."""
    if element.tag == "mo" and "minsize" in element.attrib:
        element.attrib.update({"lspace": "0", "rspace": "0"})
    if element.tag in ("msub", "msup", "msubsup") and element[0].tag == "mo" and "minsize" in element[0].attrib:
        base = Element("mrow")
        base.append(element[0])
        element[0] = base


def _set_apart(row: Element) -> None:
    """A thin space between the name of a function and a letter or a number beside it."""
    children = list(row)
    for left, right in reversed(list(pairwise(children))):
        if (_is_name(left) and _is_operand(right)) or (_is_name(right) and _is_operand(left)):
            row.insert(children.index(right), Element("mspace", {"width": "0.167em"}))


def _is_name(element: Element) -> bool:
    base = element[0] if element.tag in ("msub", "msup", "msubsup", "munder") else element
    return base.tag == "mi" and len(base.text or "") > 1


def _is_operand(element: Element) -> bool:
    return element.tag not in ("mo", "mspace", "mtext")


def _is_upright(element: Element) -> bool:
    return element.tag == "mi" and element.get("mathvariant") == "normal" and len(element) == 0


def _letter(sign: str, alphabet: str) -> str:
    """The sign in another alphabet, e.g. ℝ for R; the sign itself where there is no such letter."""
    kind = "DIGIT" if sign.isdigit() else "CAPITAL" if sign.isupper() else "SMALL"
    name = unicodedata.name(sign, "").rpartition(" ")[2]
    for candidate in (f"MATHEMATICAL {alphabet} {kind} {name}", f"{alphabet} {kind} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return sign
