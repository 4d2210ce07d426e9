"""Law: on the corpus of traps there is no confident wrong answer, and every answer is the one declared."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from poc_symbolic.rigor import Verdict, kernel, prove

_spec = importlib.util.spec_from_file_location("soundness_corpus", Path(__file__).with_name("corpus.py"))
assert _spec is not None and _spec.loader is not None
corpus = importlib.util.module_from_spec(_spec)
sys.modules["soundness_corpus"] = corpus
_spec.loader.exec_module(corpus)

ANSWER = {"proves": "proved", "refutes": "refuted", "refuses": "undecided"}


def confidently_wrong(case: object, verdict: Verdict) -> bool:
    """Decided against the truth."""
    truth = {"proves": True, "refutes": False, "refuses": case.truth}[case.expect]  # type: ignore[attr-defined]
    return (verdict.status == "proved" and truth is False) or (verdict.status == "refuted" and truth is True)


@pytest.mark.parametrize("case", corpus.CORPUS, ids=lambda case: case.name)
def test_case(case: object) -> None:
    statement = case.statement()  # type: ignore[attr-defined]
    verdict = prove(statement, budget=5000)
    assert not confidently_wrong(case, verdict)
    allowed = {ANSWER[case.expect]} | ({"undecided"} if case.or_refuses else set())  # type: ignore[attr-defined]
    assert verdict.status in allowed, dict(verdict.stats)
    if verdict.certificate is not None:
        assert kernel.check_statement(statement.to_json(), verdict.certificate) == verdict.status
