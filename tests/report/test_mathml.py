"""Law: every formula of the paper becomes MathML, text is escaped, and what cannot be read is shown as source."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poc_symbolic.report.mathml import mathml


def words(latex: str) -> str:
    return "".join(fromstring(mathml(latex)).itertext())


def test_every_formula_of_the_paper_is_set():
    from proofs import ledger

    for claim in ledger().claims:
        tree = fromstring(mathml(claim.latex))
        assert tree.tag == "math", claim.id
        assert not any("mathvariant" in e.attrib and e.attrib["mathvariant"] != "normal" for e in tree.iter())


@pytest.mark.parametrize(("latex", "text"), [
    (r"\mathbb E X", "𝔼X"), (r"\mathbb R^d", "ℝd"), (r"\mathcal R_\alpha", "ℛα"), (r"\text{if <b> & c}", "if <b> & c"),
    (r"\mathrm{He}_4", "He4"), (r"\bigl\|x\bigr\|", "‖x‖"), (r"\arg x", "argx"), (r"a \implies b", "a⟹b"),
])  # fmt: skip
def test_letters_and_text(latex, text):
    assert words(latex).replace("\u00a0", " ") == text


def test_relations_are_operators_and_functions_stand_apart():
    assert "<mo>⟹</mo>" in mathml(r"a \implies b") and "<mspace" in mathml(r"d \log n")


def test_a_large_bracket_keeps_its_size_below_a_script():
    assert "<msup><mrow><mo" in mathml(r"\Bigl(x\Bigr)^2") and "<msup><mo" in mathml("|x|^2")


@pytest.mark.parametrize("latex", [r"\nonsense x", r"\frac{1", "", r"\begin{tikzpicture}"])
def test_what_cannot_be_read_is_source(latex):
    assert mathml(latex).startswith("<code>")


@given(st.text(alphabet=r"\{}^_&<>'\"abcfrtx1 ", max_size=20))
def test_the_result_is_always_well_formed(latex):
    assert fromstring(mathml(latex)).tag in ("math", "code")
