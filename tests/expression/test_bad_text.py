"""Law: every text either parses or raises InputError with one sentence; nothing else ever escapes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic.errors import InputError
from poc_symbolic.expression import parse_activation, parse_constant, parse_formula

PIECES = ["z", "He4", "He_6", "1", "0", "2.5", "pi", "+", "-", "*", "/", "**", "^", "(", ")", " "]
PIECES += ["exp(", "tanh(", "relu(", "abs(", "sqrt(", "log(", "softplus(", "erf(", "p2", "alpha", "99", "1/2"]


def parses_or_explains(text: str) -> None:
    for parse in (parse_activation, parse_formula, parse_constant):
        try:
            parse(text)
        except InputError as error:
            sentence = str(error)
            assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 300
            sentence.encode("utf-8")


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=150)
def test_any_text(text: str) -> None:
    parses_or_explains(text)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(deadline=None, max_examples=250)
def test_any_sequence_of_tokens(text: str) -> None:
    parses_or_explains(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        ("He4 + ", "at the end"),
        ("1/0", "division by zero at column 2"),
        ("1/(z-z)", "division by zero"),
        ("0**-1", "division by zero"),
        ("z**z", "must be an integer"),
        ("z**(1/3)", "must be an integer"),
        ("z**1000", "at most 512|between -512 and 512"),
        ("2**2**2**2**2**2", "between -512 and 512"),
        ("((9**512)**512)**512", "too large"),
        ("(z**30)**30", "exceeds 512"),
        ("He513", "at most 512"),
        ("He99999999999999999999", "at most 512"),
        ("9" * 1001, "digits"),
        ("z+" * 20_000 + "z", "characters"),
        ("(" * 201 + "z" + ")" * 201, "nested too deeply"),
        ("2**" * 300 + "2", "nested too deeply"),
        ("tanh(" * 80 + "z" + ")" * 80, "nested"),
        ("x + 1", "'x' at column 1 is not known"),
        ("__import__('os')", "character"),
        ("z.diff()", "character '.'"),
        ("lambda", "not known"),
        ("tanh", "needs an argument"),
        ("z(2)", "not a function"),
        ("2z", "operator is missing before 'z' at column 2"),
        ("(z", "opened at column 1 is not closed"),
        ("z)", "never opened"),
        ("nan", "not known"),
        ("1e5", "Scientific"),
        ("1.2.3", "two decimal points"),
        ("sqrt(-2)", "not real"),
        ("log(0)", "not finite"),
        ("log(-1)", "not real"),
        ("z − 1", "write '-'"),
        ("z²", "write a power"),
        ("[z]", "round brackets"),
        ("\ud800", "ASCII"),
        ("z\x00", "ASCII"),
        ("٣", "ASCII"),
    ],
)
def test_sentence_says_what_is_wrong(text: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_activation(text)
    assert any(option in str(caught.value) for option in part.split("|"))


def test_text_that_is_no_text() -> None:
    with pytest.raises(InputError, match="must be given as text"):
        parse_activation(4)  # type: ignore[arg-type]
