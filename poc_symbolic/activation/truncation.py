"""What is left out when σ is cut at Hermite degree K, by Parseval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sympy


class Size(StrEnum):
    """Whether a tail is known to be finite, known to diverge, or not known."""

    FINITE = "finite"
    INFINITE = "infinite"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Tail:
    """A certified enclosure lower ≤ tail ≤ upper of a Parseval tail (a sum of squares, so ≥ 0).

    Both ends are exact SymPy numbers, and equal when the tail is known exactly. ``upper`` is ∞ when
    the tail diverges or when no bound was found; ``size`` tells which and ``reason`` says why.
    """

    lower: sympy.Expr
    upper: sympy.Expr
    size: Size = Size.FINITE
    reason: str | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the tail is one exact number."""
        return self.size is Size.FINITE and bool(self.lower == self.upper)

    @staticmethod
    def exact(value: sympy.Expr) -> Tail:
        """The tail that is exactly ``value``."""
        return Tail(value, value)

    @staticmethod
    def infinite(reason: str) -> Tail:
        """The tail that diverges."""
        return Tail(sympy.oo, sympy.oo, Size.INFINITE, reason)

    @staticmethod
    def unknown(reason: str) -> Tail:
        """The tail for which only ≥ 0 is known."""
        return Tail(sympy.Integer(0), sympy.oo, Size.UNKNOWN, reason)

    def to_json(self) -> dict[str, Any]:
        """Strings for the two ends, the size and the reason."""
        return {
            "lower": str(self.lower),
            "upper": str(self.upper),
            "size": self.size.value,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Truncation:
    """The cut of σ at Hermite degree K = ``degree``.

    ``radii[k]``: rational radius of the ball around c_k, for every k ≤ K whose c_k is not exact.
    ``q``:   Eσ²  - Σ_{k≤K} k! c_k²,        the tail of q(1);
    ``dq``:  Eσ'² - Σ_{k≤K} k k! c_k²,      the tail of q'(1);
    ``ddq``: Eσ''² - Σ_{k≤K} k(k-1) k! c_k², the tail of q''(1), infinite when σ' jumps.
    """

    degree: int
    radii: Mapping[int, sympy.Rational]
    q: Tail
    dq: Tail
    ddq: Tail
