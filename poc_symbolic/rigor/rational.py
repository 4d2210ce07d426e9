"""Exact rationals: one place where FLINT's ``fmpq``, ``Fraction``, SymPy and text meet.

Floats are refused.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from flint import fmpq, fmpz


def rational(value: Any) -> Any:
    """The ``fmpq`` of an int, Fraction, SymPy rational, ``fmpq`` or text such as "-3/4".

    TypeError for a float.
    """
    if isinstance(value, fmpq):
        return value
    if isinstance(value, (bool, float)):
        raise TypeError("Only exact rationals may stand here; write a fraction or a string.")
    if isinstance(value, (int, fmpz)):
        return fmpq(value)
    if isinstance(value, sympy.Rational):
        return fmpq(int(value.p), int(value.q))
    if isinstance(value, str):
        value = Fraction(value)
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    raise TypeError(f"{value!r} is not an exact rational.")


def text(value: Any) -> str:
    """ "p/q" or "p", as trees write numerals."""
    q = rational(value)
    return str(int(q.p)) if q.q == 1 else f"{int(q.p)}/{int(q.q)}"


def fraction(value: Any) -> Fraction:
    """The standard library's Fraction."""
    q = rational(value)
    return Fraction(int(q.p), int(q.q))


def quotient(a: Any, b: Any) -> Any:
    """a/b as an ``fmpq``; ZeroDivisionError if b = 0."""
    return rational(a) / rational(b)


def half(a: Any) -> Any:
    """a/2."""
    return rational(a) * fmpq(1, 2)


def rounded(value: Any, bits: int) -> Any:
    """A dyadic rational near ``value`` with about ``bits`` significant bits (for search, never for a
    bound)."""
    q = rational(value)
    size = int(abs(q.p)).bit_length() - int(q.q).bit_length()
    shift = bits - size
    scale = fmpq(1 << shift) if shift >= 0 else fmpq(1, 1 << -shift)
    return fmpq((q * scale + fmpq(1, 2)).floor()) / scale


def simplest(low: Any, high: Any) -> Any:
    """The rational of least denominator in [low, high]."""
    low, high = rational(low), rational(high)
    if low > high:
        raise ValueError("The interval is empty.")
    if low <= 0 <= high:
        return fmpq(0)
    if high < 0:
        return -simplest(-high, -low)
    whole = low.ceil()
    if whole <= high:
        return fmpq(whole)
    floor = fmpq(low.floor())
    return floor + 1 / simplest(1 / (high - floor), 1 / (low - floor))


def over(a: Any, b: Any) -> Any:
    """a/b in the standard library's numbers, an int where it is one."""
    value = Fraction(a) / b
    return value.numerator if value.denominator == 1 else value
