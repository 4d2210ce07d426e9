"""Which names and functions a text may use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import sympy

from poc_symbolic import symbols
from poc_symbolic.errors import InputError
from poc_symbolic.expression.functions import relu, softplus
from poc_symbolic.expression.tokens import shorten
from poc_symbolic.hermite import hermite

_INDEXED = re.compile(r"([A-Za-z]+)_?([0-9]+)\Z")


@dataclass(frozen=True)
class Scope:
    """The closed list of what a text may name.

    ``names``: symbols and constants. ``functions``: functions of one argument. ``indexed``: families
    such as He_k, written ``He4`` or ``He_4``, as functions of the index.
    """

    names: Mapping[str, sympy.Expr]
    functions: Mapping[str, Callable[[sympy.Expr], sympy.Expr]] = field(default_factory=dict)
    indexed: Mapping[str, Callable[[int], sympy.Expr]] = field(default_factory=dict)

    def index(self, name: str) -> tuple[str, int] | None:
        """(family, k) when ``name`` is a member of an indexed family, else None."""
        match = _INDEXED.match(name)
        if match is None or match[1] not in self.indexed:
            return None
        return match[1], int(match[2][:9])

    def unknown(self, name: str, column: int) -> InputError:
        """The error for a name that is not in this scope."""
        shown = shorten(name, 30)
        if name in self.functions:
            return InputError(f"The function {shown} at column {column} needs an argument: {shown}(...).")
        names = [*self.names, *(f"{family}4" for family in self.indexed)]
        functions = [f"{function}(...)" for function in self.functions if function.islower()]
        allowed = ", ".join(names + functions)
        return InputError(f"The name {shown!r} at column {column} is not known; use {allowed}.")


_CONSTANTS = {"pi": sympy.pi, "E": sympy.E}
_FUNCTIONS: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "exp": sympy.exp,
    "erf": sympy.erf,
    "tanh": sympy.tanh,
    "abs": sympy.Abs,
    "Abs": sympy.Abs,
    "relu": relu,
    "sqrt": sympy.sqrt,
    "log": sympy.log,
    "softplus": softplus,
}

CONSTANT = Scope(_CONSTANTS, {"sqrt": sympy.sqrt, "exp": sympy.exp, "log": sympy.log, "erf": sympy.erf})
ACTIVATION = Scope({"z": symbols.z, **_CONSTANTS}, _FUNCTIONS, {"He": hermite})
FORMULA = Scope(
    {
        "alpha": symbols.alpha,
        "alpha_prime": symbols.alpha_prime,
        "d": symbols.d,
        "t": symbols.t,
        "z": symbols.z,
        **_CONSTANTS,
    },
    {**_FUNCTIONS, "asin": sympy.asin, "atan": sympy.atan},
    {"He": hermite, "p": symbols.moment},
)
