"""Laws of the runner: who checks what, when a claim is undecided, and that processes cannot disagree unnoticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy

from poc_symbolic.claims.audit import TELLING, Audit
from poc_symbolic.claims.claim import Background, Claim, Domain, Mutant, Place, Severity, Status
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.claims.runner import audit, run
from poc_symbolic.enclosure import prove as first_engine
from poc_symbolic.enclosure.statement import attracted, loss_at
from poc_symbolic.rigor.inequality import _balls
from poc_symbolic.rigor.statement import Statement, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from tests import toy_ledger

x = sympy.Symbol("x", real=True)
HUMP = Statement(gt(sympy.exp(-x) * sympy.sqrt(1 + x), sympy.Rational(1, 2)), (ge(x, 0), le(x, 1)))


def claim(**fields: object) -> Claim:
    return Claim(id="a/claim-he2", where=Place(1, "Lemma 1"), title="t", latex="l", domain=Domain("here"), **fields)  # type: ignore[arg-type]


def balls(statement: Statement) -> Verdict:
    return _balls(statement.show, {x: (0, 1)}, 4000, 128)


def test_a_ball_verdict_is_computed_a_second_time() -> None:
    outcome = run(claim(statements=(HUMP,), prove=lambda: [balls(HUMP)]), mutants="none")
    assert (outcome.status, outcome.checked_by) == (Status.PROVED, ("ball",))


def test_a_ball_verdict_for_another_statement_is_not_believed() -> None:
    wrong = HUMP.replace(gt(HUMP.show.lhs, sympy.Rational(3, 5)))
    for statement in (wrong, HUMP.replace(assume=(ge(x, 0),))):
        outcome = run(claim(statements=(statement,), prove=lambda: [balls(HUMP)]), mutants="none")
        assert outcome.status == Status.UNDECIDED and outcome.reason


def test_a_claim_inherits_the_background_of_all_that_it_uses() -> None:
    square = toy_ledger.square
    chain = [
        replace(claim(statements=(square,), prove=toy_ledger._square), id=f"chain/{i}-he2", uses=uses, assumes=assumes)
        for i, (uses, assumes) in enumerate(
            [((), ("one",)), (("chain/0-he2",), ()), (("chain/1-he2",), ("one", "two"))]
        )
    ]
    background = tuple(Background(name, "a step", "always", "a book") for name in ("one", "two"))
    found = audit(Ledger("chain", "a paper", "nowhere:ledger", tuple(chain), background), mutants="none")
    assert [o.inherits for o in found.outcomes] == [(), ("one",), ()]
    assert [o.label for o in found.outcomes] == ["proved (mod one)", "proved (inherits 1)", "proved (mod one, two)"]
    assert found.summary["proved_with_background"] == 3


def test_mixed_evidence_names_both_checkers() -> None:
    square = toy_ledger.square
    proved = [balls(HUMP), toy_ledger._square()[0]]
    outcome = run(claim(statements=(HUMP, square), prove=lambda: proved), mutants="none")
    assert (outcome.status, outcome.checked_by) == (Status.PROVED, ("ball", "kernel"))


def test_a_trajectory_claim_is_proved_and_its_false_neighbours_are_killed() -> None:
    mutants = (
        Mutant("half", loss_at("He2", 5, "1/10", "<=", "1/2")),
        Mutant("at once", loss_at("He2", 5, "1/20", "<=", "1/2")),
    )
    outcome = run(claim(trajectory=(loss_at("He2", 5, "1/10", "<=", 1),), mutants=mutants))
    assert (outcome.status, outcome.checked_by) == (Status.PROVED, ("ball",))
    assert outcome.mutants.killed == ("half", "at once")


def test_a_mutant_that_holds_makes_the_claim_undecided() -> None:
    mutants = (Mutant("weaker", loss_at("He2", 5, "1/10", "<=", 2)),)
    outcome = run(claim(trajectory=(loss_at("He2", 5, "1/10", "<=", 1),), mutants=mutants))
    assert outcome.status == Status.UNDECIDED and "weaker" in outcome.reason


def test_a_false_trajectory_claim_has_bounds_as_witness() -> None:
    second = toy_ledger.SecondRoute("by hand", "above 1/2", True)
    false = claim(
        trajectory=(loss_at("He2", 5, "1/10", "<=", "1/2"),),
        severity=Severity.CONSTANT,
        second_route=lambda: second,
    )
    outcome = run(false)
    assert outcome.status == Status.REFUTED and outcome.witness is not None
    assert outcome.witness["values"]["time"] == "1/10" and "between" in outcome.witness["values"]["loss"]


def test_what_the_second_computation_does_not_confirm_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    good = first_engine.prove_trajectory(loss_at("He2", 5, "1/10", "<=", 1))
    assert good.certificate is not None
    short = Verdict("proved", "enclosure", {**good.certificate, "tubes": list(good.certificate["tubes"])[:-1]})
    for statement, verdict in ((loss_at("He2", 5, "1/10", "<=", "1/2"), good), (attracted("He2", 5, "1/10", 1), short)):
        outcome = run(claim(trajectory=(statement,), prove=lambda verdict=verdict: [verdict]), mutants="none")
        assert outcome.status == Status.UNDECIDED and "second computation" in outcome.reason


def test_an_undecided_engine_says_what_was_tried() -> None:
    tight = run(claim(trajectory=(loss_at("He2", 5, "1/10", "<=", "9/10"),)), mutants="none")
    if tight.status == Status.UNDECIDED:
        assert "only known between" in tight.tried
    open_claim = run(toy_ledger.CLAIMS[6], mutants="none")
    assert open_claim.status == Status.UNDECIDED and open_claim.tried


def test_a_claim_has_one_kind_of_statements() -> None:
    with pytest.raises(ValueError, match="two claims"):
        claim(statements=(HUMP,), trajectory=(loss_at("He2", 5, "1/10", "<=", 1),))


def test_a_worker_with_another_statement_is_an_error() -> None:
    ledger = replace(toy_ledger.ledger(), loader="tests.toy_ledger:altered")
    with pytest.raises(ValueError, match="another statement for toy/above"):
        audit(ledger, only="toy/above", jobs=2, mutants="none")


@pytest.mark.parametrize("first", TELLING)
@pytest.mark.parametrize("second", TELLING)
def test_the_most_telling_verdict_of_an_item_counts(first: Status, second: Status) -> None:
    base = toy_ledger.CLAIMS[0]
    ledger = toy_ledger.ledger()
    outcomes = (Outcome(base, first), Outcome(replace(base, id="toy/again"), second))
    found = Audit(ledger, outcomes).items()
    assert found["T01"].status == min((first, second), key=TELLING.index)
    assert found["T01"].claims == ("toy/square", "toy/again")
    assert found["T04"].status is None
    assert list(found) == list(ledger.inventory or {})
