"""One audit of the paper's ledger for all tests of this folder."""

from __future__ import annotations

import pytest

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.runner import audit
from proofs import ledger as paper_ledger


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return paper_ledger()


@pytest.fixture(scope="session")
def whole_audit(ledger: Ledger) -> Audit:
    return audit(ledger)
