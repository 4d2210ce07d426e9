"""``export coq``, ``verify --coq`` and ``audit --coq``: what is accepted is what the ledger says, and nothing else."""

from __future__ import annotations

import json

import pytest

from poc_symbolic.coq.compile import check_export
from poc_symbolic.coq.export import ACCEPTED, MANIFEST, digest

pytestmark = pytest.mark.usefixtures("toy_installed")


@pytest.fixture
def written(invoke, tmp_path):
    done = invoke("export", "coq", "--out", str(tmp_path / "coq"), "--jobs", "1")
    assert done.exit_code == 0, done.stderr
    return tmp_path / "coq"


def test_the_export_follows_its_schema_and_repeats(written, invoke, validate):
    data = validate("export", (written / MANIFEST).read_text())
    ids = {claim["id"] for claim in data["claims"]}
    assert {"toy/square", "toy/below", "toy/above"} <= ids
    assert all((written / claim["file"]).is_file() for claim in data["claims"])
    before = {path.name: path.read_bytes() for path in written.iterdir()}
    assert invoke("export", "coq", "--out", str(written), "--jobs", "1").exit_code == 0
    assert {path.name: path.read_bytes() for path in written.iterdir()} == before


def test_coq_accepts_it_and_the_audit_says_so(compiler, written, invoke, validate):
    done = invoke("verify", "--coq", str(written), "--json")
    found = validate("verify-coq", done.stdout)
    assert [claim for claim in found["claims"] if claim["answer"] != "accepted"] == []
    assert done.exit_code == 0
    audit = validate(
        "audit", invoke("audit", "--mutants", "none", "--jobs", "1", "--coq", str(written), "--json").stdout
    )
    by = {claim["id"]: claim["checked_by"] for claim in audit["claims"]}
    assert all(by[claim["id"]] == ["kernel", "coq"] for claim in found["claims"])
    assert audit["summary"]["checked_by"]["coq"] == len(found["claims"])


def test_another_statement_or_an_omitted_proof_is_not_accepted(compiler, written):
    manifest = json.loads((written / MANIFEST).read_text())
    (name,) = {claim["file"] for claim in manifest["claims"]}
    text = (written / name).read_text()
    head, middle, tail = text.partition("Module toy__square.")
    weaker = middle + tail.replace(">= 2 * x - 1", ">= 2 * x - 2", 1)
    proof = tail[tail.index("Proof.") : tail.index("Qed.") + 4]
    omitted = middle + tail.replace(proof, "Proof.\nAdmitted.", 1)
    shadowed = middle + "\nLemma pow : R -> nat -> R.\nProof. intros; assumption. Qed." + tail
    for changed in (weaker, omitted, shadowed):
        (written / name).write_text(head + changed)
        answers = {checked.id: checked.answer for checked in check_export(written)}
        assert answers.pop("toy/square") == "rejected"
        assert set(answers.values()) == {"accepted"}
    accepted = {row["id"] for row in json.loads((written / ACCEPTED).read_text())["accepted"]}
    assert "toy/square" not in accepted


def test_lemmas_of_ones_own_are_not_accepted(compiler, written):
    for path in written.glob("*.v"):
        path.write_text(path.read_text().replace("Lemma sub_ge", "Axiom no : False. Lemma sub_ge", 1))
    assert {checked.answer for checked in check_export(written)} == {"rejected"}


def test_a_changed_claim_is_no_longer_acknowledged(written, invoke):
    claims = json.loads((written / MANIFEST).read_text())["claims"]
    rows = [{"id": c["id"], "digest": digest({"claim": c["id"]}), "settled": c["settled"]} for c in claims]
    (written / ACCEPTED).write_text(json.dumps({"accepted": rows}))
    found = json.loads(invoke("audit", "--mutants", "none", "--jobs", "1", "--coq", str(written), "--json").stdout)
    assert found["summary"]["checked_by"]["coq"] == 0


def test_without_coq_verify_says_that_a_tool_is_missing(written, invoke, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    done = invoke("verify", "--coq", str(written))
    assert done.exit_code == 4
    assert "coqc is not installed" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify"],
        ["verify", "--coq", "nowhere"],
        ["verify", ".", "--coq", "."],
        ["audit", "--coq", "nowhere"],
        ["export", "coq", "--out", "no/such/place"],
        ["export", "coq", "--only", "nothing-like-this", "--out", "new"],
    ],
)
def test_bad_input_is_one_sentence(invoke, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    done = invoke(*arguments)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


def test_a_directory_with_other_files_is_not_overwritten(invoke, tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    assert invoke("export", "coq", "--out", str(tmp_path)).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
