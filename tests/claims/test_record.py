"""Laws of recorded tables: a table that was changed, made with other inputs, or no longer true is never verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from poc_symbolic.claims.claim import Status
from poc_symbolic.claims.record import Record, check_record, digest
from poc_symbolic.claims.runner import run
from poc_symbolic.errors import InputError
from tests.toy_ledger import RECORD, ledger, table


def loading(data: Mapping[str, Any]) -> Record:
    return replace(RECORD, load=lambda: data)


def test_a_true_table_is_verified_by_a_spot_check_and_in_full() -> None:
    spot, full = check_record(RECORD), check_record(RECORD, full=True)
    assert spot.holds and spot.recomputed == ("1",) and spot.rows == 3
    assert full.holds and full.recomputed == ("1", "2", "3")
    assert spot.measured == "the largest square is 9" and spot.digest == table()["digest"]


def test_a_changed_number_breaks_the_digest() -> None:
    data = table()
    data["rows"][1]["square"] = 4.001
    found = check_record(loading(data))
    assert not found.holds and "digest" in found.reason


@pytest.mark.parametrize(("key", "seen_by_spot"), [("1", True), ("2", False)])
def test_a_wrong_row_with_a_fitting_digest_is_found_by_recomputation(key: str, seen_by_spot: bool) -> None:
    record = loading(table({key: 1.5}))
    spot, full = check_record(record), check_record(record, full=True)
    assert spot.holds != seen_by_spot
    assert not full.holds and f"row {key} is 1.5 in the record" in full.reason


def test_other_inputs_missing_rows_and_nan_are_refused() -> None:
    other = {**table(), "inputs": {"power": 3}}
    assert "other inputs" in check_record(loading({**other, "digest": digest(other)})).reason
    assert "lacks a row" in check_record(replace(RECORD, spot=("7",))).reason
    assert not check_record(replace(RECORD, compute=lambda key: {"square": float("nan")})).holds

    def broken(key: str) -> Mapping[str, Any]:
        raise InputError("No such row.")

    assert "cannot be recomputed" in check_record(replace(RECORD, compute=broken)).reason


def test_a_table_within_the_tolerance_holds_and_outside_does_not() -> None:
    assert check_record(loading(table({"1": 1.009}))).holds
    assert not check_record(loading(table({"1": 1.02}))).holds


def test_a_table_that_does_not_show_the_claim_is_undecided() -> None:
    claim = next(c for c in ledger().claims if c.id == "toy/table")
    assert run(claim).status == Status.VERIFIED
    large = replace(claim, record=loading(table({"3": 9.5})))
    outcome = run(large)
    assert outcome.status == Status.UNDECIDED and "does not show the claim" in outcome.reason
    stale = replace(claim, record=loading({**table(), "digest": "0" * 64}))
    assert run(stale).status == Status.UNDECIDED
