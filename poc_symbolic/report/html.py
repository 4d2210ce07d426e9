"""The audit as one self-contained HTML page with an anchored section for each claim."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from poc_symbolic.claims.runner import Audit
from poc_symbolic.report.findings import findings_of
from poc_symbolic.report.markdown import (
    CONSTANT_COLUMNS,
    ITEM_COLUMNS,
    TRIED_COLUMNS,
    constant_row,
    evidence,
    item_rows,
    tried_rows,
)
from poc_symbolic.report.summary import summary_lines


def html_page(audit: Audit) -> str:
    """The page; it loads nothing from elsewhere and follows the reader's light or dark setting."""
    environment = Environment(
        loader=PackageLoader("poc_symbolic.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(evidence=evidence, anchor=anchor)
    constants = [constant_row(constant) for outcome in audit.outcomes for constant in outcome.claim.constants]
    return environment.get_template("audit.html").render(
        paper=audit.ledger.paper,
        summary=summary_lines(audit),
        findings=findings_of(audit),
        columns=CONSTANT_COLUMNS,
        constants=constants,
        listed=(
            ("inventory", "Inventory", ITEM_COLUMNS, item_rows(audit)),
            ("tried", "Not proved: what was tried", TRIED_COLUMNS, tried_rows(audit)),
        ),
        outcomes=audit.outcomes,
        claim_ids={outcome.claim.id for outcome in audit.outcomes},
    )


def anchor(claim_id: str) -> str:
    """The id of a claim's section."""
    return "claim-" + claim_id.replace("/", "__")
