"""Laws of the claims about networks: a worse table or a smaller constant does not show them."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from poc_symbolic.claims.claim import Claim, Status
from poc_symbolic.claims.record import Row, check_record, digest
from poc_symbolic.claims.runner import run
from proofs.recorders.files import as_record
from proofs.recorders.findings import Within, column, constant, within
from proofs.recorders.runs import COUPLINGS, POTENTIALS, TEACHERS, couplings, potentials, teachers
from proofs.recording import TABLES

FOLDERS = ("section_2", "section_3", "section_4", "appendix_d", "appendix_f")
CLAIMS: list[Claim] = [
    claim for folder in FOLDERS for claim in importlib.import_module(f"proofs.{folder}.coupled_runs").CLAIMS
]
ids = [claim.id for claim in CLAIMS]
# what the claim bounds, and by how much it must at least grow to break the bound on some row
BROKEN: dict[str, tuple[tuple[str, float], ...]] = {
    "lemma-5/measured": (("total", 200), ("eps_m", 2000)),
    "eq-3/measured": (("tangent", 1.5),),
    "theorem-7/measured": (("theorem_7_measured", -1), ("theorem_7", 1e-6)),
    "lemma-13/measured": (("c13", -1e5),),
    "lemma-14/measured": (("c14", 2000),),
    "lemma-15/measured": (("third", 2),),
    "lemma-13/several-teachers-measured": (("c13", -2e5),),
    "lemma-14/several-teachers-measured": (("c14", 2e4), ("C_LSC", -1)),
    "lemma-15/several-teachers-measured": (("third", 2),),
    "lemma-20/measured": (("gap", 200), ("error", 200), ("sample", 1.1)),
    "lemma-21/measured": (("form", 100),),
    "lemma-22/terms-measured": (("own", 100), ("others", 200), ("sampling", 100), ("data", 3)),
    "lemma-41/force-measured": (("force", 1000),),
    "lemma-41/measured": (("early_load", 5), ("early_error", 1e5), ("early_square", 1e9), ("error_41", 1e5)),
    "theorem-39/measured": (("source", 1e11), ("log_source", -1)),
    "corollary-40/measured": (("exact", -1), ("bound", -1)),
    "lemma-42/measured": (("least", -1), ("least", 2)),
}


def changed(claim: Claim, rows: Sequence[Row]) -> Claim:
    assert claim.record is not None
    data = as_record(claim.record.inputs, rows)
    return replace(claim, record=replace(claim.record, load=lambda: data))


@pytest.mark.parametrize(("table", "inputs"), [(couplings, COUPLINGS), (potentials, POTENTIALS), (teachers, TEACHERS)])
def test_the_table_is_whole_and_means_these_runs(table: Any, inputs: Any) -> None:
    stored = table()
    assert [row["key"] for row in stored["rows"]] == stored["inputs"]["runs"] == inputs["runs"]
    assert stored["inputs"] == dict(inputs) and stored["digest"] == digest(stored)
    assert TABLES[table.__name__][:2] == (inputs, inputs["runs"])


def test_every_claim_is_tried() -> None:
    assert set(BROKEN) == set(ids)


@pytest.mark.parametrize("claim", CLAIMS, ids=ids)
def test_a_worse_table_does_not_show_the_claim(claim: Claim) -> None:
    record = claim.record
    assert record is not None
    rows = record.load()["rows"]
    assert record.conclude(rows).holds and not record.conclude([]).holds
    for name, factor in BROKEN[claim.id]:
        assert name in record.columns
        worse = copy.deepcopy(rows)
        for row in worse:
            row[name] *= factor
        assert not record.conclude(worse).holds, name
        for row in worse:
            row[name] = float("nan")
        assert not record.conclude(worse).holds, name


@pytest.mark.parametrize("claim", CLAIMS, ids=ids)
def test_a_corrupted_row_is_found_by_the_default_audit(claim: Claim) -> None:
    assert claim.record is not None
    rows = copy.deepcopy(claim.record.load()["rows"])
    spot = next(row for row in rows if row["key"] == claim.record.spot[0])
    name = next(name for name in claim.record.columns if spot[name] != 0)
    spot[name] *= 1.05
    outcome = run(changed(claim, rows))
    assert outcome.status == Status.UNDECIDED and str(spot["key"]) in outcome.reason


@pytest.mark.parametrize(
    ("table", "condition"),
    [
        pytest.param(couplings, Within("linear", column("linear"), constant(1)), id="lemma 5 without the squares"),
        pytest.param(couplings, Within("own", column("own"), constant(1)), id="lemma 22 with C = 1"),
        pytest.param(couplings, Within("(3)", column("printed"), constant(0.1)), id="equation 3 as printed"),
        pytest.param(couplings, Within("form", column("without"), constant(1)), id="lemma 21 with 2F alone"),
        pytest.param(couplings, Within("error", column("error"), constant(0.001)), id="lemma 20, a thousandth"),
        pytest.param(potentials, Within("P1", column("plain"), constant(0)), id="P1 without its right side"),
        pytest.param(potentials, Within("P1", column("c13"), constant(0)), id="P1 with C_13 = 0"),
        pytest.param(potentials, Within("P2", column("c14"), constant(0)), id="P2 with C_14 = 0"),
        pytest.param(potentials, Within("P3", column("third"), constant(0.5)), id="P3 with (1+C_b)/2"),
        pytest.param(potentials, Within("force", column("force"), constant(1)), id="the force as printed"),
        pytest.param(potentials, Within("41", column("square_41"), constant(1)), id="lemma 41 without hypotheses"),
        pytest.param(potentials, Within("39", column("source"), constant(0.1)), id="theorem 39 with the source ε/10"),
        pytest.param(
            potentials, Within("42", column("least"), constant(0.301), lower=True), id="lemma 42 with half of S"
        ),
        pytest.param(teachers, Within("P2", column("c14"), constant(0)), id="several teachers: P2 with C_14 = 0"),
        pytest.param(teachers, Within("P3", column("third"), constant(0.5)), id="several teachers: P3 with (1+C_b)/2"),
    ],
)
def test_a_false_neighbour_is_not_shown(table: Any, condition: Within) -> None:
    assert not within(condition)(table()["rows"]).holds


@pytest.mark.parametrize("table", [couplings, potentials, teachers])
def test_a_recomputed_row_agrees_in_every_column(table: Any) -> None:
    record = next(c.record for c in CLAIMS if c.record is not None and c.record.load is table)
    columns = tuple(name for name, value in table()["rows"][0].items() if isinstance(value, float))
    found = check_record(replace(record, columns=columns, spot=record.spot[:1]))
    assert found.holds, found.reason
    assert found.worst < 1e-3
