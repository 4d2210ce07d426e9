"""An independent route to E[σ He_k]: mpmath quadrature of plain Python functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mpmath
from mpmath import mp

Function = Callable[[mpmath.mpf], mpmath.mpf]


def hermite_value(k: int, x: mpmath.mpf) -> mpmath.mpf:
    """He_k(x) by the three-term recurrence."""
    previous, value = mp.mpf(0), mp.mpf(1)
    for n in range(k):
        previous, value = value, x * value - n * previous
    return value


def gaussian_mean(function: Function, kinks: Sequence[object] = (), digits: int = 50) -> mpmath.mpf:
    """E f(x), x ~ N(0, 1), by Gauss–Legendre quadrature split at the kinks of f."""
    with mp.workdps(digits + 15):
        ends = sorted({mp.mpf(n) for n in range(-20, 21, 4)} | {mp.mpf(kink) for kink in kinks})
        return mp.quad(lambda x: function(x) * mp.npdf(x), ends, method="gauss-legendre")


def coefficient(function: Function, k: int, kinks: Sequence[object] = (), digits: int = 50) -> mpmath.mpf:
    """c_k = E[f He_k] / k! to about ``digits`` digits."""
    return gaussian_mean(lambda x: function(x) * hermite_value(k, x), kinks, digits) / mp.factorial(k)
