"""Law: an audit says what its ledger's claims show, as JSON, text and files that can be re-checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.toy_ledger import EXPECTED, ledger

pytestmark = pytest.mark.usefixtures("toy_installed")


@pytest.fixture
def written(invoke, tmp_path) -> Path:
    target = tmp_path / "report"
    assert invoke("audit", "--out", str(target), "--quiet").exit_code == 0
    return target


def test_json_follows_the_schema_and_the_ledger(invoke, validate):
    result = invoke("audit", "--json")
    data = validate("audit", result.stdout)
    assert {c["id"]: c["status"] for c in data["claims"]} == {i: e["status"] for i, e in EXPECTED.items()}
    assert data["summary"]["as_expected"] and result.exit_code == 0
    assert result.stdout == invoke("audit", "--json").stdout and "seconds" not in data
    assert {"seconds", "versions"} <= set(validate("audit", invoke("audit", "--json", "--timings").stdout))


def test_processes_change_nothing(invoke):
    arguments = ("audit", "--json", "--only", "toy/[bl]*")  # none of these has mutants to try
    assert invoke(*arguments, "--jobs", "2").stdout == invoke(*arguments).stdout


@pytest.mark.parametrize(("option", "value", "ids"), [
    ("--only", "toy/s*", ["toy/square", "toy/step"]),
    ("--only", "T02", ["toy/below"]),
    ("--severity", "serious", ["toy/step"]),
    ("--severity", "cosmetic", []),
])  # fmt: skip
def test_filters(invoke, option, value, ids):
    assert [claim["id"] for claim in json.loads(invoke("audit", option, value, "--json").stdout)["claims"]] == ids


def test_mutants_are_tried_as_asked(invoke):
    totals = [
        json.loads(invoke("audit", "--only", "toy/above", "--json", "--mutants", which).stdout)["summary"]["mutants"]
        for which in ("none", "sample", "all")
    ]
    assert 0 == totals[0]["total"] < totals[1]["total"] < totals[2]["total"]


def test_items_have_the_most_telling_verdict(invoke, written):
    data = json.loads(invoke("audit", "--json").stdout)
    assert data["items"] == {
        "T01": {"status": "proved", "claims": ["toy/square"]},
        "T02": {"status": "refuted", "claims": ["toy/below"]},
        "T03": {"status": "verified", "claims": ["toy/flow-he2"]},  # a proof at one dimension
        "T04": {"status": None, "claims": []},
    }
    text = "3 of 4 items have a verdict: 1 proved, 1 refuted, 1 verified"
    assert text in invoke("audit").stdout
    for page in ("audit.md", "index.html"):
        content = (written / page).read_text(encoding="utf-8")
        assert text in content and "T04" in content


def test_what_is_undecided_says_what_was_tried(invoke, written):
    text = invoke("audit").stdout
    assert "undecided, with what was tried:" in text and "toy/open" in text.split("what was tried:")[1]
    for page in ("audit.md", "index.html"):
        content = (written / page).read_text(encoding="utf-8").partition("Not proved: what was tried")[2]
        assert "toy/open" in content and "the largest square is 9" in content


def test_a_full_audit_recomputes_every_row(invoke):
    counts = []
    for flags in ((), ("--full",)):
        claims = json.loads(invoke("audit", "--only", "toy/table", "--json", *flags).stdout)["claims"]
        counts.append(claims[0]["record"]["recomputed"])
    assert counts == [["1"], ["1", "2", "3"]]


def test_text_shows_printed_true_and_witness(invoke):
    text = invoke("audit").stdout
    for wanted in (
        "x^2 \\ge x",
        "x \\ge 1 \\implies",
        "x = 1/2",
        "proved (mod comparison)",
        "toy/above (proved)",
    ):
        assert wanted in text
    assert invoke("audit", "--quiet").output == ""


def test_an_unexpected_verdict_is_exit_one(invoke, monkeypatch):
    monkeypatch.setitem(EXPECTED, "toy/square", {"status": "verified"})
    result = invoke("audit")
    assert result.exit_code == 1 and "not as the ledger expects: toy/square" in result.stdout


def test_a_claim_alone(invoke, validate):
    for claim in ledger().claims:
        result = invoke("check", claim.id, "--json")
        status = validate("claim", result.stdout)["status"]
        assert result.exit_code == {"proved": 0, "verified": 0, "refuted": 1, "gap": 1}.get(status, 3)
        assert claim.id in invoke("check", claim.id).stdout
    assert "20 of 20 digits" in invoke("check", "toy/logarithm", "--digits", "20").stdout


@pytest.mark.parametrize(("value", "code", "answer"), [("2", 0, "holds"), ("1/2", 1, "fails"), ("1", 0, "holds")])
def test_a_claim_at_a_point(invoke, validate, value, code, answer):
    result = invoke("check", "toy/below", "--set", f"x={value}", "--digits", "80", "--json")
    assert (result.exit_code, validate("evaluation", result.stdout)["answer"]) == (code, answer)


@pytest.mark.parametrize("verb", ["constants", "graph", "doctor"])
def test_other_verbs_follow_their_schemas(invoke, validate, verb):
    assert validate(verb, invoke(verb, "--json").stdout)
    assert invoke(verb).exit_code == 0
    assert invoke(verb).stdout == invoke(verb).stdout


def test_graph_and_impact_agree(invoke, validate):
    assert '"toy/below" -> "toy/square"' in invoke("graph", "--dot").stdout
    found = validate("impact", invoke("impact", "toy/square", "--json").stdout)
    assert found["direct"] == ["toy/below"] and found["all"] == ["toy/below", "toy/step"]
    assert "toy/step" in invoke("impact", "toy/square").stdout


def test_the_graph_has_two_axes(invoke):
    nodes = {node["id"]: node for node in json.loads(invoke("graph", "--json").stdout)["nodes"]}
    axes = {name: (node["kind"], node["expected"], node["proof"]) for name, node in nodes.items()}
    assert axes["toy/square"] == ("statement", "proved", None)
    assert axes["toy/below"] == ("statement", "refuted", "complete")
    assert axes["toy/step"] == ("step", "gap", "repaired")  # it uses toy/below, which has a proved repair
    dot = invoke("graph", "--dot").stdout
    assert '"toy/step" [shape=ellipse' in dot and '"toy/square" [shape=box' in dot
    assert "toy/step  (step)  [gap, proof repaired]" in invoke("graph").stdout


def test_doctor_fails_only_for_a_tool_that_is_needed(invoke, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert invoke("doctor").exit_code == 0
    assert invoke("doctor", "--need", "coqc").exit_code == 4
    assert invoke("doctor", "--need", "coq-interval").exit_code == 4
    assert invoke("doctor").stdout.count("Debian: ") == 4


def test_doctor_finds_coq_interval_in_coqc_s_library(invoke, validate, monkeypatch, tmp_path):
    program = tmp_path / "coqc"
    program.write_text(f"#!/bin/sh\necho {tmp_path}\n")
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(program) if name == "coqc" else None)
    assert validate("doctor", invoke("doctor", "--json").stdout)["tools"]["coq-interval"] is None
    library = tmp_path / "user-contrib" / "Interval"
    library.mkdir(parents=True)
    (library / "Tactic.vo").touch()
    assert validate("doctor", invoke("doctor", "--json").stdout)["tools"]["coq-interval"] == str(library)
    assert invoke("doctor", "--need", "coq-interval").exit_code == 0


def test_the_directory_holds_exactly_the_contract(written, invoke, validate):
    assert {path.name for path in written.iterdir()} == {
        "audit.json", "audit.md", "index.html", "statements", "certificates",
    }  # fmt: skip
    data = validate("audit", (written / "audit.json").read_text(encoding="utf-8"))
    named = {claim["certificate"] for claim in data["claims"] if claim["certificate"]}
    assert {f"certificates/{path.name}" for path in (written / "certificates").iterdir()} == named
    with_statements = {c.id.replace("/", "__") + ".json" for c in ledger().claims if c.statements or c.trajectory}
    assert {path.name for path in (written / "statements").iterdir()} == with_statements


def test_writing_twice_gives_the_same_bytes(written, invoke):
    before = {path: path.read_bytes() for path in written.rglob("*") if path.is_file()}
    assert invoke("audit", "--out", str(written), "--quiet").exit_code == 0
    assert before == {path: path.read_bytes() for path in written.rglob("*") if path.is_file()}
    assert [path.name for path in written.parent.iterdir()] == ["report"]


@pytest.mark.parametrize("kind", ["file", "other", "no-parent"])
def test_nothing_else_is_overwritten(tmp_path, invoke, kind):
    target = tmp_path / "out" / "deep" if kind == "no-parent" else tmp_path / "out"
    if kind == "file":
        target.write_text("mine")
    if kind == "other":
        target.mkdir()
        (target / "thesis.tex").write_text("mine")
        (target / "audit.json").write_text("{}")
    before = sorted(tmp_path.rglob("*"))
    result = invoke("audit", "--out", str(target))
    assert result.exit_code == 2 and result.stdout == "" and sorted(tmp_path.rglob("*")) == before


def test_a_failure_while_writing_leaves_nothing(tmp_path, monkeypatch, written, invoke):
    before = (written / "audit.json").read_bytes()
    monkeypatch.setattr(Path, "write_text", lambda *a, **k: (_ for _ in ()).throw(OSError(28, "No space left")))
    assert invoke("audit", "--out", str(written)).exit_code == 2
    assert (written / "audit.json").read_bytes() == before
    assert [path.name for path in written.parent.iterdir()] == ["report"]


def test_verify_accepts_what_the_audit_wrote(written, invoke, validate):
    result = invoke("verify", str(written), "--json")
    found = validate("verify", result.stdout)
    assert result.exit_code == 0
    assert found["answers"] == {"accepted": 6, "rejected": 0, "missing": 0, "other": 0}
    assert found["by"] == {"ball": 1, "kernel": 5}
    assert "6 accepted" in invoke("verify", str(written)).stdout


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda d: _change(d / "certificates/toy__below.json", '"1/2"', '"2"'),
        lambda d: _change(d / "certificates/toy__square.json", '"coef": "1"', '"coef": "2"'),
        lambda d: _change(d / "statements/toy__above.json", '">="', '">"'),
        lambda d: _change(d / "certificates/toy__above.json", '"status": "proved"', '"status": "refuted"'),
        lambda d: _change(d / "audit.json", '"status": "refuted"', '"status": "proved"'),
        lambda d: _change(d / "audit.json", '"status": "proved"', '"status": "verified"'),
        lambda d: _change(d / "statements/toy__flow-he2.json", '"dim": 5', '"dim": 7'),
        lambda d: _change(d / "statements/toy__flow-he2.json", '"value": "1"', '"value": "1/2"'),
        lambda d: _change(d / "certificates/toy__flow-he2.json", '"0",', '"1/2",'),
        lambda d: (d / "certificates/toy__step.json").write_text("{"),
        lambda d: (d / "certificates/toy__step.json").unlink(),
        lambda d: (d / "statements/toy__step.json").unlink(),
        lambda d: (d / "certificates/toy__extra.json").write_text("{}"),
        lambda d: (d / "certificates/toy__rises.json").write_text((d / "certificates/toy__above.json").read_text()),
    ],
)
def test_verify_rejects_what_was_tampered_with(written, invoke, tamper):
    tamper(written)
    result = invoke("verify", str(written))
    assert result.exit_code == 1
    assert "rejected: " in result.stdout or "missing: " in result.stdout


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"claims": [1]}', "\x00"])
def test_verify_refuses_what_is_no_audit(written, invoke, text):
    (written / "audit.json").write_text(text)
    assert invoke("verify", str(written)).exit_code == 2
