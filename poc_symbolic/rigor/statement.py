"""Statements as data: a typed tree in JSON that says what is claimed, and nothing about why.

A statement reads: for all values of the variables that satisfy every atom of ``assume``, the atom ``show``
is defined and holds. An atom is ``lhs rel rhs``; trees are described in :mod:`poc_symbolic.rigor.kernel`,
which re-reads them on its own. This module goes between SymPy and trees, in both directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import sympy

Kind = Literal["real", "integer", "even", "odd"]
Relation = Literal["=", "!=", ">=", ">", "<=", "<"]
Tree = str | list[Any]

# Words for which the kernel has no rule: their statements are settled by balls, twice (see recheck.py).
BALL_ONLY: dict[Any, str] = {sympy.gamma: "gamma", sympy.loggamma: "loggamma", sympy.beta: "beta", sympy.erf: "erf"}

_REAL = set(sympy.Symbol("x", real=True).assumptions0)


@dataclass(frozen=True)
class Atom:
    """One relation ``lhs rel rhs`` between SymPy expressions."""

    rel: Relation
    lhs: sympy.Expr
    rhs: sympy.Expr

    def to_json(self) -> list[Any]:
        """``[rel, lhs, rhs]`` with the sides as trees."""
        return [self.rel, tree_of(self.lhs), tree_of(self.rhs)]

    @property
    def excess(self) -> sympy.Expr:
        """The expression e for which the atom reads e = 0, e ≥ 0, e > 0 (or e ≠ 0)."""
        return self.rhs - self.lhs if self.rel in ("<=", "<") else self.lhs - self.rhs

    @property
    def symbols(self) -> set[sympy.Symbol]:
        """The variables that occur free."""
        return {s for side in (self.lhs, self.rhs) for s in side.free_symbols if isinstance(s, sympy.Symbol)}


def _atom(rel: Relation, lhs: Any, rhs: Any) -> Atom:
    return Atom(rel, exact(lhs), exact(rhs))


def exact(value: Any) -> sympy.Expr:
    """An exact SymPy expression from an expression, an int or a fraction; a float is a mistake and raises TypeError."""
    if isinstance(value, float):
        raise TypeError("A float cannot stand in a statement; write a fraction or a string.")
    if isinstance(value, sympy.Expr):
        if value.has(sympy.Float):
            raise TypeError("A float cannot stand in a statement; write a fraction or a string.")
        return value
    return sympy.Rational(value)


def eq(lhs: Any, rhs: Any) -> Atom:
    """lhs = rhs."""
    return _atom("=", lhs, rhs)


def ne(lhs: Any, rhs: Any) -> Atom:
    """lhs ≠ rhs."""
    return _atom("!=", lhs, rhs)


def ge(lhs: Any, rhs: Any) -> Atom:
    """lhs ≥ rhs."""
    return _atom(">=", lhs, rhs)


def gt(lhs: Any, rhs: Any) -> Atom:
    """lhs > rhs."""
    return _atom(">", lhs, rhs)


def le(lhs: Any, rhs: Any) -> Atom:
    """lhs ≤ rhs."""
    return _atom("<=", lhs, rhs)


def lt(lhs: Any, rhs: Any) -> Atom:
    """lhs < rhs."""
    return _atom("<", lhs, rhs)


@dataclass(frozen=True)
class Statement:
    """∀ variables: assume ⟹ show.

    ``kinds`` marks variables that only range over the integers (``"integer"``, ``"even"``, ``"odd"``); every
    other free symbol is a real variable.
    """

    show: Atom
    assume: tuple[Atom, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for atom in (self.show, *self.assume):
            if not isinstance(atom, Atom):
                raise TypeError(
                    f"A statement takes the relations eq, ge, gt, le, lt, ne of poc_symbolic.rigor.statement, "
                    f"not {atom!r} of type {type(atom).__name__}."
                )
        names: set[str] = set()
        for symbol in self.symbols:
            if symbol.assumptions0.keys() - _REAL:
                raise TypeError(
                    f"Declare {symbol} as real only, and put what else is known of it among the assumptions."
                )
            if symbol.name in names:
                raise TypeError(f"Two different symbols are called {symbol}.")
            names.add(symbol.name)

    @cached_property
    def symbols(self) -> list[sympy.Symbol]:
        """The variables, sorted by name."""
        found = set().union(*(atom.symbols for atom in (self.show, *self.assume)))
        return sorted(found, key=lambda symbol: str(symbol.name))

    @property
    def needs_balls(self) -> bool:
        """Does it have a word that the kernel does not know (Gamma, Beta, an integral)?"""
        sides = [side for atom in (self.show, *self.assume) for side in (atom.lhs, atom.rhs)]
        return any(side.has(sympy.Integral, *BALL_ONLY) for side in sides)

    @cached_property
    def _atoms(self) -> list[list[Any]]:
        return [atom.to_json() for atom in (*self.assume, self.show)]

    def to_json(self) -> dict[str, Any]:
        """The statement as data (see :mod:`poc_symbolic.rigor.kernel`); the caller may change it."""
        *assume, show = _copied(self._atoms)
        kinds = {s.name: self.kinds.get(s.name, "real") for s in self.symbols}
        return {"variables": kinds, "assume": assume, "show": show}

    def replace(self, show: Atom | None = None, assume: Iterable[Atom] | None = None) -> Statement:
        """The same statement with another conclusion or other assumptions."""
        return Statement(show or self.show, self.assume if assume is None else tuple(assume), self.kinds)


def _copied(tree: Any) -> Any:
    return [_copied(arg) for arg in tree] if isinstance(tree, list) else tree


def _rational(value: sympy.Rational) -> str:
    return str(int(value)) if value.is_Integer else f"{int(value.p)}/{int(value.q)}"


def _product(factors: list[Tree]) -> Tree:
    return "1" if not factors else factors[0] if len(factors) == 1 else ["*", *factors]


def tree_of(expr: sympy.Expr) -> Tree:
    """The tree of a SymPy expression; TypeError on anything the kernel has no word for."""
    if isinstance(expr, sympy.Rational):
        return _rational(expr)
    if isinstance(expr, sympy.Symbol):
        return str(expr.name)
    if isinstance(expr, sympy.Add):
        return ["+", *(tree_of(arg) for arg in expr.as_ordered_terms())]
    if isinstance(expr, sympy.Mul):
        above: list[Tree] = []
        below: list[Tree] = []
        for factor in expr.as_ordered_factors():
            base, exponent = factor.as_base_exp()
            if isinstance(factor, sympy.Pow) and exponent.is_Rational and exponent.is_negative:
                below.append(tree_of(base**-exponent))
            elif isinstance(factor, sympy.Rational) and factor == -1 and expr.args[0] == -1:
                above.append("-1")
            else:
                above.append(tree_of(factor))
        return ["/", _product(above), _product(below)] if below else _product(above)
    if isinstance(expr, sympy.exp):
        return ["exp", tree_of(expr.args[0])]
    if isinstance(expr, sympy.log) and len(expr.args) == 1:
        return ["log", tree_of(expr.args[0])]
    if isinstance(expr, sympy.Pow):
        base, exponent = expr.args
        if exponent == sympy.Rational(1, 2):
            return ["sqrt", tree_of(base)]
        if exponent.is_Rational and exponent.is_negative:
            return ["/", "1", tree_of(base**-exponent)]
        return ["^", tree_of(base), tree_of(exponent)]
    if type(expr) in BALL_ONLY:
        return [BALL_ONLY[type(expr)], *(tree_of(arg) for arg in expr.args)]
    if isinstance(expr, sympy.Integral) and len(expr.limits) == 1 and len(expr.limits[0]) == 3:
        variable, low, high = expr.limits[0]
        if expr.function.free_symbols <= {variable} and low.is_Rational and high.is_Rational:
            return ["integral", tree_of(expr.function), str(variable.name), tree_of(low), tree_of(high)]
    if isinstance(expr, sympy.Derivative) and all(isinstance(v[0], sympy.Symbol) for v in expr.variable_count):
        tree = tree_of(expr.expr)
        for symbol, count in expr.variable_count:
            for _ in range(int(count)):
                tree = ["D", tree, str(symbol.name)]
        return tree
    if isinstance(expr, sympy.Subs):
        if len(expr.variables) > 1 and any(p.free_symbols & set(expr.variables) for p in expr.point):
            raise TypeError("Substitute one variable after the other: a simultaneous substitution has no tree.")
        tree = tree_of(expr.expr)
        for symbol, value in zip(expr.variables, expr.point, strict=True):
            tree = ["at", tree, str(symbol.name), tree_of(value)]
        return tree
    raise TypeError(f"{expr} (a {type(expr).__name__}) has no place in a statement.")


def expr_of(tree: Tree, symbols: Mapping[str, sympy.Symbol]) -> sympy.Expr:
    """The SymPy expression of a tree, with the given symbols for its variables."""
    if isinstance(tree, str):
        return symbols[tree] if tree in symbols else sympy.Rational(tree)
    if tree[0] == "D":
        return sympy.diff(expr_of(tree[1], symbols), symbols[tree[2]])
    if tree[0] == "at":
        return expr_of(tree[1], symbols).subs(symbols[tree[2]], expr_of(tree[3], symbols))
    if tree[0] == "integral":
        variable = sympy.Symbol(tree[2], real=True)
        limits = (variable, expr_of(tree[3], symbols), expr_of(tree[4], symbols))
        return sympy.Integral(expr_of(tree[1], {**symbols, tree[2]: variable}), limits)
    args = [expr_of(arg, symbols) for arg in tree[1:]]
    for function, word in BALL_ONLY.items():
        if tree[0] == word:
            return function(*args)
    match tree[0]:
        case "+":
            return sympy.Add(*args)
        case "*":
            return sympy.Mul(*args)
        case "-":
            return -args[0] if len(args) == 1 else args[0] - args[1]
        case "/":
            return args[0] / args[1]
        case "^":
            return args[0] ** args[1]
        case "sqrt":
            return sympy.sqrt(args[0])
        case "exp":
            return sympy.exp(args[0])
        case "log":
            return sympy.log(args[0])
    raise TypeError(f"unknown operation {tree[0]}")
