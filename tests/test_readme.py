"""Law: every command and code block of the README does what it says."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def console() -> list[tuple[str, str]]:
    """(command, expected output) for each prompt; no output is expected where none is shown."""
    found = []
    for block in blocks("console"):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def python_file(name: str) -> str:
    """The code block whose first line is the name of its file."""
    (block,) = [block for block in blocks("python") if block.startswith(f"# {name}\n")]
    return block


def run(line: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as an installed program would run, in the given folder."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *os.environ.get("PYTHONPATH", "").split()])}
    return subprocess.run(
        line, capture_output=True, text=True, encoding="utf-8", check=False, cwd=folder, env=environment
    )


def test_there_is_something_of_every_kind():
    assert all(blocks(language) for language in ("sh", "console", "pycon", "python", "toml"))


@pytest.mark.parametrize("command", [block.strip() for block in blocks("sh")])
def test_the_two_commands_are_those_that_ci_runs(command):
    assert len(blocks("sh")) == 2 and "\n" not in command
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the commands run, one after the other: the last of them reads what an earlier one has written."""
    return tmp_path_factory.mktemp("newcomer")


@pytest.mark.parametrize(("command", "output"), console(), ids=lambda text: text[:60])
def test_console_commands(command, output, folder):
    program, *arguments = shlex.split(command)
    assert program == "poc-symbolic"
    line = [sys.executable, "-m", "poc_symbolic.cli.main", *arguments]
    done = run(line, folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout and output in ("", done.stdout)


@pytest.mark.parametrize("block", blocks("pycon"))
def test_python_sessions(block):
    session = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(session).failed == 0


def test_the_lemmas_in_your_own_tests(tmp_path):
    (tmp_path / "test_lemmas.py").write_text(python_file("test_lemmas.py"), encoding="utf-8")
    done = run([sys.executable, "-m", "pytest", "-p", "poc_symbolic.pytest_plugin", "test_lemmas.py"], tmp_path)
    assert done.returncode == 0 and "3 passed" in done.stdout


def test_the_ledger_of_your_own_paper():
    from poc_symbolic import Status, audit

    names: dict[str, object] = {}
    exec(compile(python_file("my_paper.py"), "README.md", "exec"), names)
    ledger = names["ledger"]()  # type: ignore[operator]
    (outcome,) = audit(ledger).outcomes
    assert outcome.status == Status.PROVED and outcome.checked_by == ("kernel",) and outcome.mutants.killed
    (entry,) = blocks("toml")
    (group,) = tomllib.loads(entry)["project"]["entry-points"].values()
    assert group == {ledger.name: ledger.loader}


def test_exit_codes_are_those_of_the_help():
    from poc_symbolic.cli.main import EPILOG

    assert " ".join(EPILOG.split()) in " ".join(README.split())


@pytest.mark.parametrize("path", re.findall(r"`(poc_symbolic/[^` ]*|proofs/[^` ]*)`|\]\(([A-Z][^)]*)\)", README))
def test_paths_exist(path):
    assert (ROOT / (path[0] or path[1])).exists()
