"""``export coq``, ``verify --coq`` and ``audit --coq``: what is accepted is what the ledger says, and nothing else."""

from __future__ import annotations

import json

import pytest

from poc_symbolic.coq.acceptance import read_acceptance
from poc_symbolic.coq.compile import check_export
from poc_symbolic.coq.document import unexpected
from poc_symbolic.coq.export import ACCEPTED, MANIFEST

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


def test_coq_accepts_it_and_the_audit_says_so(compiler, invoke, validate, tmp_path):
    written, record = tmp_path / "exact", tmp_path / "record.json"  # without enclosures, which take Coq long to load
    assert invoke("export", "coq", "--only", "toy/[abs]*", "--out", str(written), "--jobs", "1").exit_code == 0
    done = invoke("verify", "--coq", str(written), "--record", str(record), "--json")
    found = validate("verify-coq", done.stdout)
    assert [claim for claim in found["claims"] if claim["answer"] != "accepted"] == []
    assert done.exit_code == 0
    assert unexpected(set(found["axioms"])) == [] != found["axioms"]
    audit = validate(
        "audit", invoke("audit", "--mutants", "none", "--jobs", "1", "--coq", str(written), "--json").stdout
    )
    by = {claim["id"]: claim["checked_by"] for claim in audit["claims"]}
    assert all(by[claim["id"]] == ["kernel", "coq"] for claim in found["claims"])
    assert audit["summary"]["checked_by"]["coq"] == len(found["claims"])
    assert set(read_acceptance(record)) == {claim["id"] for claim in found["claims"]}


@pytest.fixture
def believed(monkeypatch):
    """Coq is not asked: every file compiles, on no axioms. What is rejected here is rejected before Coq sees it."""
    monkeypatch.setattr("poc_symbolic.coq.compile.coqc", lambda: "coqc")
    monkeypatch.setattr("poc_symbolic.coq.compile._version", lambda path: "none")
    monkeypatch.setattr("poc_symbolic.coq.compile._compile", lambda *_: ("accepted", ""))


def changed(text: str, how: str) -> str:
    head, middle, tail = text.partition("Module toy__square.")
    proof = tail[tail.index("Proof.") : tail.index("Qed.") + 4]
    theorem = tail[tail.index("Theorem") : tail.index("Proof.")]
    match how:
        case "weaker":
            return head + middle + tail.replace(">= 2 * x - 1", ">= 2 * x - 2", 1)
        case "omitted":
            return head + middle + tail.replace(proof, "Proof.\nAdmitted.", 1)
        case "admitted inside":
            return head + middle + tail.replace(proof, "Proof.\n  intros x. Admitted.\nQed.", 1)
        case "shadowed":
            return head + middle + "\nLemma pow : R -> nat -> R.\nProof. intros; assumption. Qed." + tail
        case "another scope":
            return head + middle + "\nClose Scope R_scope." + tail
        case "in a comment":
            return head + middle + tail.replace(theorem, f"(* {theorem}*)\nTheorem part_1 :\n  True.\n", 1)
        case "an assumption of its own":
            return head + middle + tail.replace("Proof.", "Proof.\n  Axiom no : False.", 1)
    raise AssertionError(how)


@pytest.mark.parametrize(
    "how",
    [
        "weaker",
        "omitted",
        "admitted inside",
        "shadowed",
        "another scope",
        "in a comment",
        "an assumption of its own",
    ],
)
def test_another_statement_or_an_omitted_proof_is_not_accepted(believed, written, how):
    (name,) = {claim["file"] for claim in json.loads((written / MANIFEST).read_text())["claims"]}
    text = (written / name).read_text()
    assert {checked.answer for checked in check_export(written).claims} == {"accepted"}
    (written / name).write_text(changed(text, how))
    answers = {checked.id: checked.answer for checked in check_export(written).claims}
    assert answers.pop("toy/square") == "rejected"
    assert set(answers.values()) == {"accepted"}
    assert "toy/square" not in read_acceptance(written / ACCEPTED)


def test_lemmas_of_ones_own_are_not_accepted(believed, written):
    for path in written.glob("*.v"):
        path.write_text(path.read_text().replace("Lemma sub_ge", "Axiom no : False. Lemma sub_ge", 1))
    assert {checked.answer for checked in check_export(written).claims} == {"rejected"}


@pytest.mark.slow
def test_a_proof_that_fails_leaves_the_other_claims_accepted(compiler, written, tmp_path):
    data = json.loads((written / MANIFEST).read_text())
    data["claims"] = [claim for claim in data["claims"] if claim["id"] in ("toy/square", "toy/below")]
    (written / MANIFEST).write_text(json.dumps(data))
    path = written / data["claims"][0]["file"]
    head, middle, tail = path.read_text().partition("Module toy__square.")
    path.write_text(head + middle + tail.replace("Proof.", "Proof.\n  idtac. fail.", 1))
    answers = {checked.id: checked.answer for checked in check_export(written).claims}
    assert answers == {"toy/square": "rejected", "toy/below": "accepted"}


def test_an_axiom_beyond_the_real_numbers_is_not_accepted(written, monkeypatch, believed):
    def said(path, folder, name, text, limit):
        return "accepted", "Axioms:\nno : False\n" if "Print Assumptions" in text else ""

    monkeypatch.setattr("poc_symbolic.coq.compile._compile", said)
    found = check_export(written)
    assert {checked.answer for checked in found.claims} == {"rejected"}
    assert "no" in found.claims[0].reason


def test_a_changed_claim_is_no_longer_acknowledged(believed, written, invoke):
    check_export(written)

    def counted():
        said = invoke("audit", "--mutants", "none", "--jobs", "1", "--coq", str(written), "--json").stdout
        return json.loads(said)["summary"]["checked_by"]["coq"]

    before, text = counted(), (written / ACCEPTED).read_text()
    assert before == len(read_acceptance(written / ACCEPTED)) > 1
    digest = read_acceptance(written / ACCEPTED)["toy/square"]
    (written / ACCEPTED).write_text(text.replace(digest, digest[::-1]))
    assert counted() == before - 1


def test_a_record_goes_with_an_export(invoke, tmp_path):
    done = invoke("verify", str(tmp_path), "--record", str(tmp_path / "record.json"))
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


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
