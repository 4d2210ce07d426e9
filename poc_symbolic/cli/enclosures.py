"""``flow --enclose``: rigorous bounds on the loss and the moments, as decimals that are rounded outward."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import fmpq

from poc_symbolic.errors import InputError
from poc_symbolic.flow import enclose
from poc_symbolic.model import SingleIndexModel

DECIMALS = 8


def exact_times(times: str | None, until_time: float | None) -> list[Fraction]:
    """The positive times of ``--times`` as exact decimals, or the one of ``--time``."""
    if times is None and until_time is None:
        raise InputError("The option --enclose needs the times of --times, or the one of --time.")
    texts = times.split(",") if times is not None else [repr(until_time)]
    return [t for t in (Fraction(text.strip()) for text in texts) if t != 0]


def enclosure_json(model: SingleIndexModel, times: list[Fraction]) -> dict[str, Any]:
    """Lower and upper bounds that hold exactly; "attracted_above" is a number x such that v > 0 on (x, 1)."""
    found = enclose(model, [fmpq(t.numerator, t.denominator) for t in times])
    above = found.attracted_above
    return {
        "times": [str(t) for t in times],
        "loss": [interval(b.loss) for b in found.bounds],
        "moments": {str(n): [interval(b.moments[n]) for b in found.bounds] for n in found.bounds[0].moments},
        "attracted_above": None if above is None else decimal(above, up=True),
    }


def interval(bounds: tuple[fmpq, fmpq]) -> list[str]:
    """Decimals below and above the two ends."""
    low, high = bounds
    return [decimal(low, up=False), decimal(high, up=True)]


def decimal(value: fmpq, *, up: bool) -> str:
    """A rational number rounded up or down to 8 decimals."""
    scaled = Fraction(int(value.p), int(value.q)) * 10**DECIMALS
    whole = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
    digits = f"{abs(whole):0{DECIMALS + 1}d}"
    return f"{'-' if whole < 0 else ''}{digits[:-DECIMALS]}.{digits[-DECIMALS:]}"
