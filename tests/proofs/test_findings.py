"""Law: the README's table of findings is what the audit renders; ``python -m tests.findings`` writes it."""

from __future__ import annotations

import pytest

from poc_symbolic.claims.runner import Audit
from poc_symbolic.report import overview
from tests.findings import README, with_findings


@pytest.mark.xdist_group("audit")
def test_the_readme_shows_the_findings(whole_audit: Audit) -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_findings(text, overview(whole_audit))
