"""An activation σ = Σ c_k He_k: its Hermite coefficients and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import factorial

import sympy

from poc_symbolic.activation.exact_numbers import exact_number, squared, vanishes
from poc_symbolic.activation.truncation import Truncation
from poc_symbolic.errors import InputError
from poc_symbolic.symbols import z

MAX_DEGREE = 512


@dataclass(frozen=True, eq=False, repr=False)
class Activation:
    """A polynomial activation Σ c_k He_k, or the truncation of another one at degree K.

    Make one with :meth:`hermite`, :meth:`parse` or :meth:`from_sympy`. Two activations are equal when
    their coefficients are.

    ``items``: the pairs (k, c_k) with c_k ≠ 0, ascending in k.
    ``source``: text that :meth:`parse` reads back (with ``degree=truncation.degree`` if truncated).
    ``exact``: whether every c_k is exact; otherwise c_k is the midpoint of a ball of radius
    ``truncation.radii[k]``.
    ``undecided_coefficients``: the k for which it is not known whether c_k = 0.
    """

    items: tuple[tuple[int, sympy.Expr], ...]
    source: str
    exact: bool = True
    truncation: Truncation | None = None
    undecided_coefficients: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not any(k for k, _ in self.items):
            if self.truncation is not None:
                raise InputError(
                    f"Every Hermite coefficient of degree 1 to {self.truncation.degree} is zero; "
                    "ask for a larger degree."
                )
            raise InputError("The activation is constant; it needs a term of degree at least 1.")

    @staticmethod
    def hermite(coefficients: Mapping[int, object]) -> Activation:
        """Σ c_k He_k from {k: c_k}, e.g. ``Activation.hermite({4: 1, 6: "1/2"})``.

        Values are ints, Fractions, exact real SymPy numbers, or text such as "1/2" or "sqrt(2)".
        Raises InputError for degrees outside 0…512, floats, non-real values, and a constant.
        """
        if not isinstance(coefficients, Mapping) or not coefficients:
            raise InputError("Give the Hermite coefficients as a non-empty mapping such as {4: 1, 6: '1/2'}.")
        exact = {}
        for k, value in coefficients.items():
            degree = require_degree(k)
            if degree in exact:
                raise InputError(f"The coefficient of He{degree} is given twice; give it once.")
            exact[degree] = exact_number(value, f"coefficient of He{degree}")
        return Activation.of_exact(exact)

    @staticmethod
    def of_exact(coefficients: Mapping[int, sympy.Expr]) -> Activation:
        """The polynomial Σ c_k He_k with exact SymPy numbers c_k, its source text being canonical."""
        items = []
        undecided = []
        for k in sorted(coefficients):
            zero = vanishes(coefficients[k])
            if zero is None:
                undecided.append(k)
            if zero is not True:
                items.append((k, coefficients[k]))
        return Activation(tuple(items), hermite_text(items), undecided_coefficients=tuple(undecided))

    @staticmethod
    def parse(text: str, degree: int | None = None) -> Activation:
        """The activation written as text, e.g. ``"He4 + 1/2*He6"`` or, with ``degree=8``, ``"tanh(z)"``.

        The grammar is that of :mod:`poc_symbolic.expression`: numbers, z, He4 or He_4, pi, + - * / **,
        exp, erf, tanh, abs, relu, sqrt, log, softplus. Nothing is evaluated as code.
        ``degree``: the degree K at which a non-polynomial is truncated.
        Raises InputError for malformed text and for what :meth:`from_sympy` refuses.
        """
        from poc_symbolic.activation.expansion import expand
        from poc_symbolic.expression import parse_activation

        return expand(parse_activation(text), degree, text)

    @staticmethod
    def from_sympy(expr: sympy.Expr, z: sympy.Symbol, degree: int | None = None) -> Activation:
        """The activation given by a SymPy expression in the one symbol ``z``.

        c_k = E[σ(x) He_k(x)] / k!, x ~ N(0, 1): exact for polynomials, exp, erf, |·|, relu and their
        combinations where a recurrence reaches, certified balls otherwise.
        ``degree``: the degree K at which a non-polynomial is truncated.
        Raises InputError for other symbols or functions, floats, a constant, a complex value, a missing
        or impossible degree, and a σ whose square is not shown to be Gaussian-integrable.
        """
        from poc_symbolic.activation.expansion import expand
        from poc_symbolic.activation.normalization import normalize

        return expand(normalize(expr, z), degree)

    @property
    def coefficients(self) -> dict[int, sympy.Expr]:
        """{k: c_k} with c_k ≠ 0, ascending in k."""
        return dict(self.items)

    @property
    def information_exponent(self) -> int:
        """k*, the least k ≥ 1 with c_k ≠ 0.

        Raises InputError when it hangs on a coefficient that is not known to be non-zero.
        """
        exponent = next(k for k, _ in self.items if k > 0)
        if exponent in self.undecided_coefficients:
            raise InputError(
                f"The information exponent of {self.source} is not decided: c_{exponent} could be zero; "
                "give the Hermite coefficients themselves."
            )
        return exponent

    @property
    def degree(self) -> int:
        """The largest k with c_k ≠ 0."""
        return self.items[-1][0]

    @property
    def is_even(self) -> bool:
        """Whether c_k = 0 for every odd k."""
        return all(k % 2 == 0 for k, _ in self.items)

    @property
    def overlap_kernel(self) -> sympy.Expr:
        """q(z) = Σ k! c_k² z^k = E σ(⟨w,x⟩) σ(⟨v,x⟩) at ⟨w,v⟩ = z (reference §1)."""
        return sympy.Add(*(factorial(k) * squared(c) * z**k for k, c in self.items))

    def __eq__(self, other: object) -> bool:
        return self.items == other.items if isinstance(other, Activation) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.items)

    def __str__(self) -> str:
        return self.source

    def __repr__(self) -> str:
        shown = self.source if len(self.source) <= 60 else self.source[:57] + "..."
        degree = "" if self.truncation is None else f", degree={self.truncation.degree}"
        return f"Activation({shown!r}{degree})"


def require_degree(value: object) -> int:
    """``value`` as a Hermite degree 0 ≤ k ≤ 512; raises InputError otherwise."""
    if isinstance(value, bool) or not isinstance(value, int | sympy.Integer):
        raise InputError(f"A degree must be an integer, not {value!r}.")
    if value < 0:
        raise InputError(f"A degree must not be negative, but {value} was given.")
    if value > MAX_DEGREE:
        raise InputError(f"The degree {value} is too large; use at most {MAX_DEGREE}.")
    return int(value)


def hermite_text(items: list[tuple[int, sympy.Expr]]) -> str:
    """The canonical text of Σ c_k He_k, e.g. ``"He4 + 1/2*He6"``; ``"0"`` for the empty sum."""
    text = ""
    for k, coefficient in items:
        negative = coefficient.could_extract_minus_sign() and not coefficient.is_Add
        size = -coefficient if negative else coefficient
        factor = f"({size})" if size.is_Add else str(size)
        term = factor if k == 0 else f"He{k}" if size == 1 else f"{factor}*He{k}"
        sign = (" - " if negative else " + ") if text else ("-" if negative else "")
        text += sign + term
    return text or "0"
