"""Law: every verb can be quiet without changing its exit code, says its exit codes, and completes in a shell."""

from __future__ import annotations

from importlib.util import find_spec

import click
import pytest
from click.shell_completion import ShellComplete

from poc_symbolic.cli.main import EPILOG, VERBS, program

VARIABLE = "_POC_SYMBOLIC_COMPLETE"


def commands() -> list[tuple[str, click.Command]]:
    found = []
    for verb in VERBS:
        command = program.get_command(click.Context(program), verb)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        found += [(f"{verb} {name}".strip(), one) for name, one in inner.items()]
    return found


def test_every_verb_has_quiet_and_its_exit_codes():
    for name, command in commands():
        assert sum("--quiet" in parameter.opts for parameter in command.params) == 1, name
        assert command.epilog == EPILOG, name


def test_every_verb_that_computes_has_json():
    without = {name for name, command in commands() if not any("--json" in p.opts for p in command.params)}
    assert without <= {"latex ledger", "export"}


@pytest.mark.usefixtures("toy_installed")
@pytest.mark.parametrize(("arguments", "code"), [
    (("check", "toy/below"), 1), (("check", "toy/above"), 0), (("check", "toy/open"), 3), (("check", "toy/none"), 2),
    (("audit", "--mutants", "none"), 0), (("constants",), 0), (("doctor", "--need", "coqc"), None),
    (("derive", "--activation", "He2"), 0), (("latex", "gap-ode"), 0), (("latex", "velocity"), 2),
    (("flow", "--activation", "He2", "--dim", "8", "--time", "1"), 0),
])  # fmt: skip
def test_quiet_says_nothing_and_changes_nothing(invoke, arguments, code):
    loud, quiet = invoke(*arguments), invoke(*arguments, "--quiet")
    assert loud.exit_code == quiet.exit_code and code in (None, loud.exit_code)
    assert quiet.stdout == "" and quiet.stderr == loud.stderr and loud.output


@pytest.mark.usefixtures("toy_installed")
@pytest.mark.parametrize("arguments", [("check", "toy/below"), ("graph",), ("latex", "gap-ode"), ("doctor",)])
def test_json_is_printed_however_quiet(invoke, arguments):
    assert invoke(*arguments, "--json", "--quiet").stdout == invoke(*arguments, "--json").stdout != ""


def complete(*words: str) -> set[str]:
    shell = ShellComplete(program, {}, "poc-symbolic", VARIABLE)
    return {item.value for item in shell.get_completions(list(words[:-1]), words[-1])}


@pytest.mark.usefixtures("toy_installed")
@pytest.mark.parametrize(("words", "wanted"), [
    (("ver",), {"verify"}),
    (("latex", "gap"), {"gap-ode"}),
    (("check", "toy/s"), {"toy/square", "toy/step"}),
    (("check", "--ledger", "to"), {"toy"}),
    (("audit", "--mutants", "s"), {"sample"}),
    (("--ver",), {"--version"}),
])  # fmt: skip
def test_completion(words, wanted):
    assert complete(*words) == wanted


def test_the_script_for_a_shell_is_printed(monkeypatch):
    monkeypatch.setenv(VARIABLE, "zsh_source")
    with pytest.raises(SystemExit) as stopped:
        program.main([], prog_name="poc-symbolic")
    assert stopped.value.code == 0


@pytest.mark.skipif(find_spec("matplotlib") is None, reason="drawing needs matplotlib: pip install '.[plot]'")
@pytest.mark.slow
def test_figures_as_json(invoke, validate, tmp_path):
    files = validate("figures", invoke("figures", "--out", str(tmp_path), "--json").stdout)["files"]
    assert {path.name for path in tmp_path.iterdir()} == {file.rpartition("/")[2] for file in files}
