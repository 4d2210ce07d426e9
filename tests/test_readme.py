"""Law: every command and code block of the README does what it says."""

from __future__ import annotations

import doctest
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


def test_there_is_something_of_every_kind():
    assert all(blocks(language) for language in ("sh", "console", "pycon", "python", "toml"))


@pytest.mark.parametrize("command", [block.strip() for block in blocks("sh")])
def test_the_two_commands_are_those_that_ci_runs(command):
    assert len(blocks("sh")) == 2 and "\n" not in command
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("command", "output"), console(), ids=lambda text: text[:60])
def test_console_commands(command, output):
    program, *arguments = shlex.split(command)
    assert program == "poc-symbolic"
    line = [sys.executable, "-m", "poc_symbolic.cli.main", *arguments]
    done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout and output in ("", done.stdout)


@pytest.mark.parametrize("block", blocks("pycon"))
def test_python_sessions(block):
    session = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(session).failed == 0


def test_the_ledger_of_your_own_paper():
    from poc_symbolic import Status, audit

    (block,) = blocks("python")
    names: dict[str, object] = {}
    exec(compile(block, "README.md", "exec"), names)
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
