"""Law: the program starts quickly, keeps its exit codes, and ends quietly when its reader leaves."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from poc_symbolic.cli.main import EPILOG, VERBS, program

MODULE = [sys.executable, "-m", "poc_symbolic.cli.main"]


def run(*arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code] if code is not None else [*MODULE, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def loaded(code: str) -> set[str]:
    done = run(code=f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)")
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("code", ["import poc_symbolic; dir(poc_symbolic)", "import poc_symbolic.cli.main"])
def test_importing_is_cheap(code):
    assert not {"scipy", "numpy", "matplotlib", "sympy", "mpmath", "flint", "rich", "jinja2"} & loaded(code)


def test_help_loads_no_verb():
    code = "from poc_symbolic.cli.main import program\ntry: program(['--help'])\nexcept SystemExit: pass"
    assert not {"sympy", "rich", "poc_symbolic.cli.derive"} & loaded(code)


def test_public_names_are_all_there():
    names = "import poc_symbolic as p\nfor name in p.__all__: getattr(p, name)\nassert callable(p.compile)"
    assert run(code=names).returncode == 0


def test_help_lists_every_verb_with_its_own_summary():
    text = CliRunner().invoke(program, ["--help"]).output
    assert " ".join(EPILOG.split()) in " ".join(text.split())
    for verb, summary in VERBS.items():
        command = program.get_command(None, verb)
        assert command.name == verb and command.get_short_help_str(200) == summary and verb in text


@pytest.mark.parametrize(("arguments", "code"), [
    (["--version"], 0), (["derive", "--activation", "He2"], 0), (["derive", "--activation", "x"], 2),
])  # fmt: skip
def test_exit_codes(arguments, code):
    done = run(*arguments)
    assert done.returncode == code and "Traceback" not in done.stderr
    assert (done.stdout == "") is (code == 2)


def test_a_reader_that_leaves_is_no_error():
    arguments = [*MODULE, "derive", "--activation", "He2"]
    done = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.stdout is not None and done.stderr is not None
    done.stdout.close()
    message = done.stderr.read()
    done.stderr.close()
    assert (done.wait(), message) == (141, "")


def test_an_interrupt_is_one_sentence(monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("poc_symbolic.cli.doctor.installed", interrupted)
    result = CliRunner().invoke(program, ["doctor"])
    assert result.exit_code == 130 and result.stderr.strip() == "poc-symbolic: interrupted."
