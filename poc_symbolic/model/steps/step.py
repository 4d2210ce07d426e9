"""What one arrow of the derivation is."""

from __future__ import annotations

from dataclasses import dataclass

import sympy


class DerivationError(RuntimeError):
    """A step of the derivation does not agree with its independent check."""


@dataclass(frozen=True)
class Step:
    """One equality of the derivation.

    ``lhs`` is the defining side as a formula (``lhs_latex`` the same in LaTeX), ``rhs`` the closed form that
    it becomes, ``statement`` says what is used, ``source`` where it stands, and ``check`` by which other
    route the two sides were compared and how far: "identity" or "exact at N points".
    """

    name: str
    source: str
    statement: str
    lhs: str
    lhs_latex: str
    rhs: sympy.Expr
    check: str


def require(name: str, holds: bool) -> None:
    """Raise DerivationError for the step ``name`` unless its check holds."""
    if not holds:
        raise DerivationError(f"The step '{name}' of the derivation fails its independent check.")
