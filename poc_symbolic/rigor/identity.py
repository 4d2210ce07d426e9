"""Equalities over the field of rational functions, with roots, exponentials, ∂ and substitution as the
kernel has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.statement import Atom, Kind, Statement, eq
from poc_symbolic.rigor.verdict import Verdict


def prove_identity(
    lhs: Any,
    rhs: Any,
    assume: Iterable[Atom] = (),
    *,
    kinds: Mapping[str, Kind] | None = None,
    budget: int = 20000,
) -> Verdict:
    """lhs = rhs wherever the assumptions hold, both sides being defined there.

    That every divisor is non-zero (every radicand non-negative, …) on the domain is part of the claim;
    the facts that show it are searched for. A false identity comes back refuted at a rational point.
    """
    return prove(Statement(eq(lhs, rhs), tuple(assume), dict(kinds or {})), budget)
