"""Facts that many proofs of the ledger begin with: 1 - α² > 0, and d - 1, d + 1, d² - 1 > 0."""

from __future__ import annotations

from poc_symbolic.rigor.script import Script
from proofs.symbols import alpha, d


def unit_fact(script: Script) -> int:
    """1 - α² > 0, from the facts 0 (α > 0) and 1 (α < 1)."""
    above = script.combine(1 + alpha, [(1, [0]), (1, [])])
    return script.combine(1 - alpha**2, [(1, [1, above])])


def dimension_facts(script: Script, ge_d: int) -> tuple[int, int]:
    """d - 1 > 0 and d + 1 > 0 from the fact d ≥ 3; d² - 1 > 0 is added for the divisions."""
    below = script.combine(d - 1, [(1, [ge_d]), (2, [])])
    above = script.combine(d + 1, [(1, [ge_d]), (4, [])])
    script.combine(d**2 - 1, [(1, [below, above])])
    return below, above
