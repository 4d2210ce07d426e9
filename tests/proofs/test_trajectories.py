"""Laws of the measured claims: their conditions can fail, and the stored table is the one that is computed."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from poc_symbolic.claims.claim import Claim, Status
from poc_symbolic.claims.record import check_record, digest
from poc_symbolic.claims.runner import run
from proofs.appendix_g.trajectories import CLAIMS
from proofs.recorders.files import as_record
from proofs.recording import DELTA, DIMS, GRID, INPUTS, RADII, RADII_GRID, TAU, key, radii, table

MEASURED = [claim for claim in CLAIMS if claim.record is not None and claim.record.load is table]
ids = [claim.id for claim in MEASURED]


def changed(claim: Claim, rows: list[dict[str, Any]]) -> Claim:
    assert claim.record is not None
    data = as_record(claim.record.inputs, rows)
    return replace(claim, record=replace(claim.record, load=lambda: data))


def test_the_table_is_whole_and_means_these_inputs() -> None:
    assert [r["key"] for r in table()["rows"]] == [key(a, d) for a, dims in GRID.items() for d in dims]
    assert table()["inputs"] == dict(INPUTS) and table()["digest"] == digest(table())
    assert (str(DELTA), str(TAU)) == ("0.3", "0.1") and INPUTS["delta"] == "3/10" and INPUTS["tau"] == "1/10"


@pytest.mark.parametrize("claim", MEASURED, ids=ids)
def test_a_column_that_grows_with_d_does_not_show_the_claim(claim: Claim) -> None:
    assert claim.record is not None
    assert claim.record.conclude(table()["rows"]).holds
    for column in claim.record.columns:
        rows = copy.deepcopy(table()["rows"])
        for r in rows:  # slope_low is a lower bound: it has to fall
            r[column] *= (r["dim"] / DIMS[0]) ** (-0.3 if column == "slope_low" else 0.3)
        assert not claim.record.conclude(rows).holds, column


@pytest.mark.parametrize("claim", MEASURED, ids=ids)
def test_a_corrupted_record_is_undecided(claim: Claim) -> None:
    assert claim.record is not None
    rows = copy.deepcopy(table()["rows"])
    rows[0][claim.record.columns[0]] *= 1.05
    outcome = run(changed(claim, rows))
    assert outcome.status == Status.UNDECIDED and key("He4", DIMS[0]) in outcome.reason


def test_an_average_that_grows_like_the_inverse_radius_does_not_show_the_claim() -> None:
    claim = next(c for c in CLAIMS if c.id == "assumption-stability/j-avg-measured")
    assert claim.record is not None and claim.record.conclude(radii()["rows"]).holds
    rows = copy.deepcopy(radii()["rows"])
    assert [r["key"] for r in rows] == [key(a, d, t) for a, dims in RADII_GRID.items() for d in dims for t in RADII]
    for r in rows:
        r["average_T"] /= float(Fraction(r["tau"]))
    assert not claim.record.conclude(rows).holds
    rows = copy.deepcopy(radii()["rows"])
    spot = next(r for r in rows if r["key"] == claim.record.spot[0])
    spot["average_T"] *= 1.05
    assert run(changed(claim, rows)).status == Status.UNDECIDED


def test_a_recomputed_row_agrees_in_every_column() -> None:
    columns = tuple(name for name in table()["rows"][0] if name not in ("key", "activation", "dim"))
    record = MEASURED[0].record
    assert record is not None
    found = check_record(replace(record, columns=columns, conclude=lambda rows: record.conclude(rows)))
    assert found.holds, found.reason
