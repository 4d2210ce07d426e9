"""How large a text may be before it is refused, so that no text can hang the parser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on a text and on the expression that it denotes.

    ``length`` in characters; ``nesting`` of brackets and powers; ``depth`` of operations in one another;
    ``digits`` of one number; ``exponent`` in absolute value; ``index`` of He_k or p_l; ``degree`` of the
    expression as a polynomial in its names; ``bits`` of a constant that it multiplies out to;
    ``root_bits`` of a constant under a root.
    """

    length: int = 20_000
    nesting: int = 200
    depth: int = 60
    digits: int = 1000
    exponent: int = 512
    index: int = 512
    degree: int = 512
    bits: int = 100_000
    root_bits: int = 4000


USER = Limits()
READ_BACK = Limits(length=20_000_000, digits=4300, exponent=4096, index=2048, degree=100_000)
