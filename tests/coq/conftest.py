"""Coq is optional: without it the tests that need it are skipped, with the reason."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from poc_symbolic.coq.compile import ToolMissing, coqc
from poc_symbolic.coq.document import Part, document, part
from poc_symbolic.rigor.statement import Statement
from poc_symbolic.rigor.verdict import Verdict


@pytest.fixture(scope="session")
def compiler() -> str:
    """The path of coqc."""
    try:
        return coqc()
    except ToolMissing as reason:
        pytest.skip(str(reason))


def part_of(name: str, statement: Statement, verdict: Verdict) -> Part:
    """The module of a claim with one statement."""
    assert verdict.certificate is not None, verdict
    whole: dict[str, Any] = {"claim": name, "status": verdict.status}
    whole |= {"parts": [verdict.certificate]} if verdict.status == "proved" else {"part": 0, **verdict.certificate}
    return part(name, [f"{name}, a test"], [statement.to_json()], whole)


@pytest.fixture
def coq(compiler: str, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Compile parts, with commands at the end, and give what Coq says."""

    def run(*parts: Part, more: str = "") -> subprocess.CompletedProcess[str]:
        (tmp_path / "sample.v").write_text(document(parts) + more, encoding="utf-8")
        command = [compiler, "-q", "-w", "none", "sample.v"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)

    return run
