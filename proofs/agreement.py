"""How many digits two values share, and exact parameters at mpmath's precision."""

from __future__ import annotations

from fractions import Fraction

import mpmath


def to_mpf(value: Fraction | int) -> mpmath.mpf:
    """A rational at the working precision."""
    exact = Fraction(value)
    return mpmath.mpf(exact.numerator) / exact.denominator


def agreeing_digits(left: mpmath.mpf, right: mpmath.mpf, digits: int) -> int:
    """The number of common significant digits, at most ``digits``; two zeros agree fully."""
    scale = max(abs(left), abs(right))
    if left == right or scale == 0:
        return digits
    return max(0, min(digits, int(mpmath.floor(-mpmath.log10(abs(left - right) / scale)))))
