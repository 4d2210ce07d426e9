"""Law: a claim that holds passes, any other fails with printed form, values, witness and margin and no traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from poc_symbolic.claims.runner import audit
from poc_symbolic.rigor import kernel

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests" / "own_paper"


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "pytest", "-p", "poc_symbolic.pytest_plugin", "-p", "no:cacheprovider", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "mine", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_worked_example(repository, workers):
    done = run_pytest(repository, "-n", workers)
    text = done.stdout
    assert done.returncode == 1 and "2 failed, 2 passed" in text and "Traceback" not in text and "> " not in text[:99]
    for wanted in (
        "lemma-2/square-as-printed (p.4, Lemma 2): refuted, repairable",
        r"x \ge 0 \implies x \le x^2",
        "fractions at 1/2: 1/2 > 1/4 (agrees)",
        r"lemma-2/square: x \ge 1 \implies x \le x^2",
        "x = 1/2",
        "margin  -0.25",
        "margin        -0.250000000000000 in x <= x**2",
    ):
        assert wanted in text
    assert ".py:" not in text.partition("short test summary")[0]


def test_the_example_has_certificates_and_mutants(repository, monkeypatch):
    monkeypatch.syspath_prepend(str(repository))
    import my_lemmas

    result = audit(my_lemmas.ledger(), mutants="all")
    assert [outcome.status.value for outcome in result.outcomes] == ["proved", "refuted", "proved"]
    for outcome in result.outcomes:
        assert kernel.check(outcome.statement_json(), outcome.certificate) == outcome.status.value
    assert all(outcome.mutants.killed for outcome in result.outcomes if outcome.status == "proved")
    assert run_pytest(repository, "-n", "0", "--claim-mutants", "all", "-k", "mean").returncode == 0


def test_the_guide_shows_the_example_and_what_it_says(repository):
    guide = (ROOT / "docs" / "own-claims.md").read_text(encoding="utf-8")
    for name in ("my_lemmas.py", "pytest.ini", "check_lemmas.py"):
        assert f"\n# {name}\n{(EXAMPLE / name).read_text(encoding='utf-8')}```\n" in guide
    (shown,) = re.findall(r"^```text\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert shown in run_pytest(repository, "-n", "0", "-k", "as_printed").stdout
    assert all((ROOT / path).exists() for path in re.findall(r"`((?:poc_symbolic|tests|proofs)/[^`]*)`", guide))


def test_the_guide_s_expected_verdicts_and_certificates(repository, monkeypatch, tmp_path):
    from dataclasses import replace

    from poc_symbolic.claims.ledger import read_expectations
    from poc_symbolic.report.directory import audit_files, write_audit
    from poc_symbolic.report.recheck import recheck

    monkeypatch.syspath_prepend(str(repository))
    import my_lemmas

    verdicts = {"lemma-1/mean": "proved", "lemma-2/square-as-printed": "refuted", "lemma-2/square": "proved"}
    severity = {"lemma-2/square-as-printed": "repairable"}
    expected = {
        name: {"status": status, "severity": severity.get(name), "reason": "made up"}
        for name, status in verdicts.items()
    }
    result = audit(replace(my_lemmas.ledger(), expected=read_expectations(expected)), mutants="none")
    assert result.as_expected
    write_audit(tmp_path / "report", audit_files(result, result.to_json()))
    assert {found.answer for found in recheck(tmp_path / "report")} == {"accepted"}


@pytest.mark.parametrize(("mark", "sentence"), [
    ('"lemma-1/mea"', "There is no claim 'lemma-1/mea'"),
    ('"lemma-1/mean", x=0.5, y=1', "The value of x must be exact"),
    ('"lemma-1/mean", x=1', "also needs y"),
    ('"lemma-1/mean", z=1', "has no parameter 'z'"),
    ("x=1", "The mark claim takes one claim id"),
    ("7", "A claim is named by its id"),
])  # fmt: skip
def test_a_wrong_mark_is_one_sentence(repository, mark, sentence):
    (repository / "check_lemmas.py").write_text(f"import pytest\n@pytest.mark.claim({mark})\ndef test_it(): pass\n")
    done = run_pytest(repository, "-n", "0")
    assert done.returncode == 1 and sentence in done.stdout and "Traceback" not in done.stdout


def test_an_unknown_ledger_is_one_sentence(repository):
    (repository / "pytest.ini").write_text("[pytest]\nclaim_ledger = nowhere:ledger\npython_files = check_*.py\n")
    done = run_pytest(repository, "-n", "0", "-k", "mean")
    assert done.returncode == 1 and "nowhere:ledger" in done.stdout and "Traceback" not in done.stdout


def test_the_plugin_loads_nothing_until_it_is_used():
    code = (
        "import pytest, sys; old = set(sys.modules); import poc_symbolic.pytest_plugin; print(*set(sys.modules) - old)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) <= {"poc_symbolic", "poc_symbolic.pytest_plugin"}


@pytest.mark.parametrize("workers", ["0", pytest.param("2", marks=pytest.mark.slow)])
def test_the_paper_is_checked_by_pyargs(tmp_path, workers):
    done = run_pytest(tmp_path, "--pyargs", "proofs", "-k", "lemma-42", "-n", workers, "-q")
    assert done.returncode == 0 and "passed" in done.stdout and "failed" not in done.stdout


def test_an_unexpected_verdict_is_shown():
    from poc_symbolic.claim_assertions import ClaimFails, check_expected
    from tests.toy_ledger import EXPECTED, ledger

    for claim_id in EXPECTED:
        assert check_expected(ledger(), claim_id, "none").claim.id == claim_id
    old = EXPECTED["toy/square"]
    EXPECTED["toy/square"] = {"status": "refuted", "severity": "cosmetic"}
    try:
        with pytest.raises(ClaimFails, match=r"expected +refuted, cosmetic: made up"):
            check_expected(ledger(), "toy/square", "none")
    finally:
        EXPECTED["toy/square"] = old
