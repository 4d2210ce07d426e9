"""Law: Coq stands beside a claim only where the theorem that it accepted is the claim's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poc_symbolic.claims.runner import audit
from poc_symbolic.coq.acceptance import theorem_of
from poc_symbolic.report.findings import checkers, findings, overview
from poc_symbolic.report.html import html_page
from poc_symbolic.report.markdown import markdown_page
from tests.toy_ledger import ledger

TOY = ("toy/square", "toy/below", "toy/step")


@pytest.fixture(scope="module")
def accepted():
    found = audit(ledger(), only="toy/*", mutants="none").outcomes
    return {o.claim.id: theorem_of(o.statement_json()["statements"], o.certificate) for o in found if o.claim.id in TOY}


def audited(accepted, **more):
    return audit(replace(ledger(), accepted=accepted), mutants="none", **more)


def test_what_is_on_record_is_shown_everywhere(accepted):
    found = audited(accepted)
    by = {o.claim.id: (o.checked_by, o.recorded_by, checkers(o)) for o in found.outcomes}
    assert all(by[name] == (("kernel",), ("coq",), "kernel, Coq") for name in TOY)
    assert all(recorded == () for name, (_, recorded, _) in by.items() if name not in TOY)
    assert found.summary["recorded_by"] == {"coq": len(TOY)} and found.summary["checked_by"]["coq"] == 0
    assert "| checked by |" in findings(found) and "| kernel, Coq |" in findings(found)
    assert "kernel, Coq (on record)" in markdown_page(found)
    assert "<td>kernel, Coq</td>" in html_page(found)
    assert f"Coq the same theorems for {len(TOY)} (on record)" in overview(found)


def test_a_record_of_another_theorem_does_not_count(accepted):
    swapped = {"toy/square": accepted["toy/below"], "toy/below": accepted["toy/square"]}
    assert {o.recorded_by for o in audited(swapped).outcomes} == {()}


def test_without_a_record_nothing_is_said_of_coq():
    found = audited({})
    assert "Coq" not in overview(found) and "Coq" not in markdown_page(found)
