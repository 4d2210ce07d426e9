"""The paper's ledger: Glasgow, Wu and Bruna, Mean-field analysis of polynomial-width two-layer neural network
beyond finite time horizon (COLT 2025, arXiv:2504.13110).

One folder for each section and appendix, one module for each part of it; :func:`ledger` collects their claims, the
inventory of the paper's checkable items (``inventory.json``), the expected verdicts (``expected.json``), the theorems
that Coq accepted (``coq.json``) and the closed list of background steps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from poc_symbolic.claims.ledger import Ledger, read_expectations
from poc_symbolic.coq.acceptance import read_acceptance

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


@lru_cache(maxsize=1)
def ledger() -> Ledger:
    """The ledger of the paper, in the paper's order."""
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
