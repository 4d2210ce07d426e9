"""The constants of a ledger as data."""

from __future__ import annotations

from typing import Any

from poc_symbolic.claims.ledger import Ledger


def constants_json(ledger: Ledger) -> dict[str, Any]:
    """Every constant with the claim that is about it, in the ledger's order."""
    rows = []
    for claim in ledger.claims:
        for constant in claim.constants:
            rows.append({"claim": claim.id, **constant.__dict__, "used_by": list(constant.used_by)})
    return {"paper": ledger.paper, "constants": rows}
