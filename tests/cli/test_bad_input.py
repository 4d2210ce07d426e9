"""Law: bad input gives one sentence on standard error and exit code 2, no traceback, nothing on stdout."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poc_symbolic.cli.main import VERBS, program

BAD = [
    ("derive", "--activation", "He4 +"),
    ("derive", "--activation", "3"),
    ("derive", "--activation", "0*z"),
    ("derive", "--activation", "He4**(10**9)"),
    ("derive", "--activation", "z**99999999999999"),
    ("derive", "--activation", "He999999999"),
    ("derive", "--activation", "__import__('os')"),
    ("derive", "--activation", "relu(z)"),
    ("derive", "--activation", "exp(z**2)", "--degree", "4"),
    ("derive", "--activation", "tanh(z)", "--degree", "0"),
    ("derive", "--activation", "tanh(z)", "--degree", "-1"),
    ("derive", "--activation", "He4", "--degree", "x"),
    ("derive", "--activation", "He4", "--dim", "1"),
    ("derive", "--activation", "He4", "--dim", "0"),
    ("derive", "--activation", "He4", "--dim", "2.5"),
    ("derive", "--activation", "He4", "--dim", "9" * 5000),
    ("derive", "--activation", "He4", "--dim", "k"),
    ("derive", "--activation", "He4", "--teacher", "1/0"),
    ("derive", "--activation", "He4", "--format", "pdf"),
    ("derive",),
    ("nothing",),
    ("latex", "everything", "--activation", "He4"),
    ("latex", "self-concordance", "--activation", "He4", "--teacher", "He5"),
    ("audit", "--severity", "mild"),
    ("audit", "--jobs", "0"),
    ("audit", "--only", "no-such-*"),
    ("audit", "--ledger", "missing"),
    ("check",),
    ("check", "toy/squares"),
    ("check", "../etc/passwd"),
    ("check", "toy/words", "--set", "x=1"),
    ("check", "toy/words", "--digits", "20"),
    ("check", "toy/rises", "--set", "x"),
    ("check", "toy/rises", "--set", "x="),
    ("check", "toy/rises", "--set", "x=one"),
    ("check", "toy/rises", "--set", "x=1/0"),
    ("check", "toy/rises", "--set", "x=sqrt(2)"),
    ("check", "toy/rises", "--set", "x=1", "--set", "x=2"),
    ("check", "toy/rises", "--set", "y=1"),
    ("check", "toy/rises", "--set", "x=10**10**10"),
    ("check", "toy/rises", "--set", "x=1", "--digits", "0"),
    ("check", "toy/rises", "--set", "x=1", "--digits", "10001"),
    ("check", "toy/rises", "--set", "x=1", "--digits", "1e3"),
    ("check", "toy/above", "--set", "x=1/2"),
    ("check", "toy/open", "--set", "k=2"),
    ("check", "toy/open", "--set", "x=-1", "--set", "y=1", "--set", "k=1/2"),
    ("check", "toy/logarithm", "--set", "x=-1"),
    ("impact", "nothing"),
    ("verify", "/nowhere"),
    ("verify",),
    ("doctor", "--need", "a-kettle"),
]


def refused(result) -> None:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("poc-symbolic: ") and result.stderr.count("\n") == 1
    assert result.stderr.rstrip().endswith((".", "?")) and "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", BAD, ids=lambda arguments: " ".join(arguments)[:60])
def test_one_sentence_and_code_two(toy_installed, invoke, arguments):
    refused(invoke(*arguments))


def test_no_arguments_shows_the_help(invoke):
    result = invoke()
    assert result.exit_code == 2 and all(verb in result.stderr for verb in VERBS)


def test_no_ledger_is_a_sentence(invoke, monkeypatch):
    monkeypatch.setattr("poc_symbolic.cli.ledgers.entry_points", lambda group: [])
    refused(invoke("audit"))


grammar = st.text("zHe0123456789+-*/^(). ,_exprflutanhsq\n\x00²é", max_size=30)
codes = {0, 1, 2, 3}
fuzz = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def answered(result) -> None:
    assert result.exit_code in codes, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    if result.exit_code == 2:
        refused(result)


@fuzz
@given(grammar | st.text(max_size=20))
def test_any_text_as_activation(text):
    answered(CliRunner().invoke(program, ["derive", "--degree", "3", "--activation=" + text, "--json"]))


@fuzz
@given(st.sampled_from(["toy/rises", "toy/open", "toy/below", "toy/logarithm"]), st.data())
def test_any_text_as_setting(toy_installed, claim, data):
    value = data.draw(st.text("0123456789/.-+*eE() ", max_size=12) | st.text(max_size=12))
    name = data.draw(st.sampled_from(["x", "x", "x", "y", "k", "", "="]))
    answered(CliRunner().invoke(program, ["check", claim, f"--set={name}={value}", "--digits", "30"]))


WORDS = [*VERBS, "--json", "--help", "--only=T02", "-x", "toy/above", "", "--set", "=", "--digits"]


@settings(fuzz, max_examples=30)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_any_arguments(toy_installed, arguments):
    answered(CliRunner().invoke(program, arguments))
