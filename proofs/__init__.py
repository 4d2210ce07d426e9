"""The paper's ledger: Glasgow, Wu and Bruna, Mean-field analysis of polynomial-width two-layer neural network
beyond finite time horizon (COLT 2025, arXiv:2504.13110).

One folder for each section and appendix, one module for each part of it; :func:`ledger` collects their claims, the
inventory of the paper's checkable items (``inventory.json``), the expected verdicts (``expected.json``), the theorems
that Coq accepted (``coq.json``) and the closed list of background steps; :func:`part` gives one claim without the
others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from poc_symbolic.claims.claim import Claim
from poc_symbolic.claims.ledger import Ledger, read_expectations

PAPER = (
    "M. Glasgow, D. Wu, J. Bruna, Mean-field analysis of polynomial-width two-layer neural network beyond finite time "
    "horizon, COLT 2025, PMLR 291:2461–2539, arXiv:2504.13110"
)


SECTIONS = (
    "section_1",
    "section_2",
    "section_3",
    "section_4",
    "appendix_b",
    "appendix_c",
    "appendix_d",
    "appendix_e",
    "appendix_f",
    "appendix_g",
    "appendix_h",
)


def modules() -> Iterator[ModuleType]:
    """The modules of the ledger, in the paper's order; each has ``CLAIMS``."""
    for section in SECTIONS:
        for name in import_module(f"proofs.{section}").MODULES:
            yield import_module(f"proofs.{section}.{name}")


def _modules_naming(claim_id: str) -> Iterator[ModuleType]:
    """The modules whose text has the id in quotes; those that define a claim by it, and those that use it."""
    for section in SECTIONS:
        folder = files(f"proofs.{section}")
        for name in import_module(f"proofs.{section}").MODULES:
            if f'"{claim_id}"' in folder.joinpath(f"{name}.py").read_text(encoding="utf-8"):
                yield import_module(f"proofs.{section}.{name}")


def _find(claim_id: str) -> Claim | None:
    return next((c for module in _modules_naming(claim_id) for c in module.CLAIMS if c.id == claim_id), None)


def part(claim_id: str) -> Ledger | None:
    """One claim with its repair, without building the others; None if the id is not written out in any module."""
    from proofs.background import BACKGROUND

    claim = _find(claim_id)
    found = [claim, None if claim is None or claim.repair is None else _find(claim.repair.claim)]
    claims = tuple(c for c in found if c is not None)
    if claim is None or (claim.repair is not None and len(claims) == 1):
        return None
    return Ledger("glasgow25a", PAPER, "proofs:ledger", claims, BACKGROUND, partial=True)


@lru_cache(maxsize=1)
def ledger() -> Ledger:
    """The ledger of the paper, in the paper's order."""
    from poc_symbolic.coq.acceptance import read_acceptance
    from proofs.background import BACKGROUND

    data = files("proofs")
    inventory = json.loads(data.joinpath("inventory.json").read_text(encoding="utf-8"))
    expected = json.loads(data.joinpath("expected.json").read_text(encoding="utf-8"))
    return Ledger(
        name="glasgow25a",
        paper=PAPER,
        loader="proofs:ledger",
        claims=tuple(claim for module in modules() for claim in module.CLAIMS),
        background=BACKGROUND,
        inventory={item: entry["where"] for item, entry in inventory.items()},
        expected=read_expectations(expected),
        accepted=read_acceptance(Path(str(data.joinpath("coq.json")))),
    )
