"""The paper as tests: ``pytest --pyargs proofs`` checks every claim against the verdict that the ledger expects."""

from __future__ import annotations

import pytest

from poc_symbolic.claim_assertions import ClaimFails, check_expected
from proofs import ledger


@pytest.mark.parametrize("claim_id", [claim.id for claim in ledger().claims])
def test_claim(claim_id: str, pytestconfig: pytest.Config) -> None:
    try:
        check_expected(ledger(), claim_id, pytestconfig.getoption("claim_mutants"))
    except ClaimFails as problem:
        text = str(problem)
    else:
        return
    pytest.fail(text, pytrace=False)
