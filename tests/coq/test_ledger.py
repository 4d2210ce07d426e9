"""Laws of the record ``proofs/coq.json``: it is of the theorems of today, and Coq accepts them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from poc_symbolic.claims.claim import Status
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.coq.compile import check_export
from poc_symbolic.coq.document import theorem_digest, unexpected
from poc_symbolic.coq.export import ACCEPTED, export, export_files, write_export
from proofs import ledger as the_ledger

RECORD = Path(__file__).parents[2] / "proofs" / "coq.json"
AGAIN = "run: poc-symbolic export coq --out coq && poc-symbolic verify --coq coq --record proofs/coq.json"
SAMPLE = ("lemma-42/roots",)
DECIDED = (Status.PROVED, Status.REFUTED, Status.GAP)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return the_ledger()


def test_the_record_is_of_the_theorems_of_today(ledger):
    stale = []
    for claim_id, recorded in ledger.accepted.items():
        statements = [statement.to_json() for statement in ledger.claim(claim_id).statements]
        assert ledger.expected is not None
        if ledger.expected[claim_id].status == Status.PROVED:
            theorems = {theorem_digest(statements, "proved", None)}
        else:
            theorems = {theorem_digest(statements, "refuted", part) for part in range(len(statements))}
        if recorded not in theorems:
            stale.append(claim_id)
    assert stale == [], AGAIN


def test_coq_is_on_record_for_most_claims_and_for_decided_ones_only(ledger):
    assert ledger.expected is not None
    decided = {claim_id for claim_id, expected in ledger.expected.items() if expected.status in DECIDED}
    assert set(ledger.accepted) <= decided
    assert len(ledger.accepted) >= 0.7 * len(decided), AGAIN


def test_the_record_names_the_axioms(ledger):
    data = json.loads(RECORD.read_text(encoding="utf-8"))
    assert data["axioms"] and unexpected(set(data["axioms"])) == []
    assert sum(row["mutants"] for row in data["accepted"]) > len(data["accepted"])


def checked(ledger: Ledger, directory: Path, only: tuple[str | None, ...]) -> list[str]:
    """What Coq did not accept of an export, which is written to a directory."""
    results = [result for pattern in only for result in export(ledger, only=pattern)]
    write_export(directory, export_files(ledger.paper, results))
    return [f"{c.id}: {c.reason}" for c in check_export(directory, jobs=2).claims if c.answer != "accepted"]


def test_coq_accepts_a_sample(compiler, ledger, tmp_path):
    assert checked(ledger, tmp_path / "coq", SAMPLE) == []
    rows = json.loads((tmp_path / "coq" / ACCEPTED).read_text())["accepted"]
    assert {row["id"]: row["theorem"] for row in rows} == {name: ledger.accepted[name] for name in SAMPLE}


@pytest.mark.slow
def test_coq_accepts_the_whole_record(compiler, ledger, tmp_path):
    assert checked(ledger, tmp_path / "coq", (None,)) == []
    assert (tmp_path / "coq" / ACCEPTED).read_text() == RECORD.read_text(encoding="utf-8"), AGAIN
