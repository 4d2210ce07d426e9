"""Laws of the ledger: verdicts as expected, evidence for each, mutants killed, certificates a bare kernel accepts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.claim import Status
from poc_symbolic.claims.evidence import check
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.enclosure import checker
from poc_symbolic.report.findings import overview
from poc_symbolic.rigor import kernel
from tests.findings import README, with_findings


def test_every_claim_has_the_expected_verdict(whole_audit: Audit) -> None:
    found = {o.claim.id: (o.status.value, o.reason) for o in whole_audit.unexpected}
    assert found == {}


def test_every_decided_claim_has_a_certificate_that_is_accepted(whole_audit: Audit, tmp_path: Path) -> None:
    decided = [o for o in whole_audit.outcomes if o.status in (Status.PROVED, Status.REFUTED, Status.GAP)]
    assert len(decided) > 60
    pairs = []
    for number, outcome in enumerate(decided):
        statement, certificate = tmp_path / f"{number}.s.json", tmp_path / f"{number}.c.json"
        statement.write_text(json.dumps(outcome.statement_json()))
        certificate.write_text(json.dumps(outcome.certificate))
        pairs.append((outcome, statement, certificate))
    # a plain file in an isolated interpreter without site-packages: nothing of ours can be imported
    for outcome, statement, certificate in pairs[:: max(1, len(pairs) // 12)]:
        program = checker if outcome.claim.trajectory else kernel
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(program.__file__), str(statement), str(certificate)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
    for outcome in decided:
        certificate_data = json.loads(json.dumps(outcome.certificate))
        answer, by = check(outcome.statement_json(), certificate_data)
        assert (answer == "proved") == (outcome.status == Status.PROVED)
        assert by == outcome.checked_by == (("ball",) if outcome.claim.trajectory else by)


def test_every_proved_claim_has_a_mutant_that_is_killed(whole_audit: Audit) -> None:
    unkilled = [o.claim.id for o in whole_audit.outcomes if o.status == Status.PROVED and o.mutants.killed == ()]
    assert unkilled == []


def test_hand_written_mutants_are_killed_by_a_witness(whole_audit: Audit) -> None:
    survivors = {
        o.claim.id: [m.text for m in o.claim.mutants if m.text not in o.mutants.killed]
        for o in whole_audit.outcomes
        if o.status == Status.PROVED
    }
    assert {claim: texts for claim, texts in survivors.items() if texts} == {}


def test_a_refutation_has_two_routes_and_a_repair_that_is_proved(whole_audit: Audit) -> None:
    for outcome in whole_audit.outcomes:
        if outcome.status in (Status.REFUTED, Status.GAP):
            assert outcome.second is not None and outcome.second.agrees, outcome.claim.id
            assert outcome.claim.repair is not None, outcome.claim.id
            assert outcome.repaired == Status.PROVED, outcome.claim.id


def test_what_is_proved_uses_nothing_that_is_false(whole_audit: Audit) -> None:
    false = {o.claim.id for o in whole_audit.outcomes if o.status in (Status.REFUTED, Status.GAP)}
    uses = {o.claim.id: false & set(o.claim.uses) for o in whole_audit.outcomes if o.status == Status.PROVED}
    assert {claim: names for claim, names in uses.items() if names} == {}


def test_a_finite_range_stands_in_the_id(whole_audit: Audit) -> None:
    for outcome in whole_audit.outcomes:
        if outcome.claim.domain.scope == "finite" and outcome.status == Status.PROVED:
            assert any(mark in outcome.claim.id for mark in ("degree-", "z4", "he4")), outcome.claim.id


def test_the_readme_shows_the_findings(whole_audit: Audit) -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_findings(text, overview(whole_audit)), "run: python -m tests.findings"


def test_no_statement_is_emptied_by_simplification(ledger: Ledger) -> None:
    """Both sides equal as written would leave the kernel nothing to check."""
    empty = [c.id for c in ledger.claims for s in c.statements if s.to_json()["show"][1] == s.to_json()["show"][2]]
    assert empty == []


def test_the_background_is_used_and_closed(ledger: Ledger) -> None:
    used = {name for claim in ledger.claims for name in claim.assumes}
    assert used == {item.name for item in ledger.background}


def test_the_inventory_is_known(ledger: Ledger) -> None:
    assert ledger.inventory is not None and len(ledger.inventory) == 365
