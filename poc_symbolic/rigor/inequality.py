"""Transcendental inequalities: the kernel's way where it has one, else branch and bound on FLINT balls.

On a cell a function is bounded by its value on the whole cell, by the mean value form f(m) + f'(cell)(x -
m), or
by its value at an end where f' has a sign. At an end where f vanishes to order m exactly, f =
f⁽ᵐ⁾(ξ)(x-a)ᵐ/m!.
A result that rests on balls alone says method "ball"; :mod:`poc_symbolic.rigor.recheck` computes it a second time.

Reference: A. Neumaier, Interval Methods for Systems of Equations (1990), chapter 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from flint import ctx

from poc_symbolic.errors import InputError
from poc_symbolic.rigor.balls import Function, ball, compiled, is_negative, is_nonnegative, is_positive
from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.nonnegative import Domain, bounds, ordered
from poc_symbolic.rigor.rational import fraction, text
from poc_symbolic.rigor.recheck import recheck_statement
from poc_symbolic.rigor.statement import Atom, Relation, Statement, exact
from poc_symbolic.rigor.verdict import Verdict

RELATIONS: dict[Any, Relation] = {sympy.Ge: ">=", sympy.Gt: ">", sympy.Le: "<=", sympy.Lt: "<"}
Cell = dict[str, tuple[Fraction, Fraction]]
MAX_ORDER = 6


def as_atom(relation: Any) -> Atom:
    """An Atom from an Atom or a SymPy inequality."""
    if isinstance(relation, Atom):
        return relation
    rel = RELATIONS.get(type(relation))
    if rel is None:
        raise InputError("Give an inequality such as sympy.Ge(f, g) or statement.ge(f, g).")
    return Atom(rel, exact(relation.lhs), exact(relation.rhs))


def prove_inequality(relation: Any, domain: Domain, *, budget: int = 4000, bits: int = 128) -> Verdict:
    """Settle an inequality between expressions in + × ÷ √ exp log, powers, Gamma, Beta and integrals on a box.

    Proved and refuted answers carry the kernel's certificate; where the kernel has no word for a function, or its
    intervals do not suffice, the certificate is {"kind": "ball", "balls": …} and the method says "ball".
    """
    atom = as_atom(relation)
    if atom.rel in ("=", "!="):
        raise InputError("An inequality has one of the relations >=, >, <=, <.")
    verdict: Verdict | None = None
    try:
        statement = Statement(atom, bounds(domain))
        statement.to_json()
        verdict = None if statement.needs_balls else prove(statement, budget)
    except TypeError:
        verdict = None
    if verdict is not None and verdict.status != "undecided":
        return verdict
    return _balls(atom, domain, budget, bits)


def prove_by_balls(statement: Statement, *, budget: int = 4000, bits: int = 128) -> Verdict:
    """Settle a statement with Gamma, Beta or integrals on a box by balls, confirmed by the second computation.

    The assumptions must be bounds x ≥ a and x ≤ b. Decided only if :func:`recheck_statement` comes to the same answer
    by its own route; the runner does that again from the statement file.
    """
    domain: dict[sympy.Symbol, tuple[Any, Any]] = {s: (-sympy.oo, sympy.oo) for s in statement.symbols}
    for atom in statement.assume:
        if atom.lhs not in domain or atom.rhs.is_Rational is not True or atom.rel not in (">=", "<="):
            return Verdict("undecided", "ball", stats={"reason": "balls need bounds x >= a and x <= b"})
        low, high = domain[atom.lhs]
        domain[atom.lhs] = (sympy.Max(low, atom.rhs), high) if atom.rel == ">=" else (low, sympy.Min(high, atom.rhs))
    if statement.show.rel in ("=", "!="):
        return Verdict("undecided", "ball", stats={"reason": "balls show inequalities only"})
    verdict = _balls(statement.show, domain, budget, bits)
    if verdict.certificate is None or recheck_statement(statement.to_json(), verdict.certificate) == verdict.status:
        return verdict
    return Verdict("undecided", "ball", stats={"reason": "the second ball computation does not confirm it"})


def recheck(relation: Any, domain: Domain, certificate: Mapping[str, Any]) -> str:
    """A ball result again by the second computation: "proved", "refuted" or "undecided"."""
    return recheck_statement(Statement(as_atom(relation), bounds(domain)).to_json(), certificate)


class _Stop(Exception):
    """The search is over."""


@dataclass
class _Tight:
    """An end of a one-dimensional domain at which f vanishes exactly to some order."""

    end: Fraction
    order: int
    derivative: Function
    sign: int


class _Problem:
    """f = excess of the inequality, its gradient, and the box."""

    def __init__(self, atom: Atom, domain: Domain) -> None:
        self.expr = atom.excess
        self.strict = atom.rel in (">", "<")
        self.symbols = ordered(domain)
        stray = self.expr.free_symbols - set(self.symbols)
        if len(stray) > 0:
            raise InputError(f"Give the range of {', '.join(str(s) for s in ordered(stray))} too.")
        self.sides: dict[str, tuple[Fraction | None, Fraction | None]] = {}
        for s in self.symbols:
            low, high = domain[s]
            self.sides[s.name] = (
                None if low == -sympy.oo else fraction(low),
                None if high == sympy.oo else fraction(high),
            )
        self.f = compiled(self.expr)
        self.gradient = {s.name: compiled(sympy.diff(self.expr, s)) for s in self.symbols}

    def tight_ends(self) -> list[_Tight]:
        """In one variable: ends at which f vanishes (as SymPy shows exactly), with the first other
        derivative."""
        if len(self.symbols) != 1:
            return []
        s = self.symbols[0]
        out: list[_Tight] = []
        for side, end in enumerate(self.sides[s.name]):
            if end is None:
                continue
            at = sympy.Rational(end.numerator, end.denominator)
            f, order = self.expr, 0
            while order < MAX_ORDER and sympy.simplify(f.subs(s, at)) == 0:
                f, order = sympy.diff(f, s), order + 1
            if 0 < order < MAX_ORDER and _vanishes(self.f, s.name, end):
                sign = -1 if side == 1 and order % 2 == 1 else 1
                out.append(_Tight(end, order, compiled(f), sign))
        return out


def _vanishes(f: Function, name: str, end: Fraction) -> bool:
    """A guard against a wrong simplification: the ball at the end contains zero at high precision."""
    with ctx.workprec(1024):
        value = f({name: ball(end, end)})
        return bool(value.is_finite()) and bool(value.contains(0))


def _balls(atom: Atom, domain: Domain, budget: int, bits: int) -> Verdict:
    try:
        problem = _Problem(atom, domain)
        tight = [] if problem.strict else problem.tight_ends()
    except TypeError as reason:
        return Verdict("undecided", "ball", stats={"reason": str(reason)})
    cell: Cell = {}
    for name, (low, high) in problem.sides.items():
        if low is None or high is None:
            return Verdict("undecided", "ball", stats={"reason": "balls need a bounded box"})
        if low > high:
            return Verdict("undecided", "ball", stats={"reason": "the domain is empty"})
        cell[name] = (low, high)
    count = 0
    witness: list[dict[str, Fraction]] = []

    def visit(cell: Cell, level: int) -> None:
        nonlocal count
        count += 1
        if _sign_holds(problem, tight, cell):
            return
        middle = {n: _between(lo, hi, Fraction(1, 2)) for n, (lo, hi) in cell.items()}
        for point in (middle, {n: lo for n, (lo, _) in cell.items()}, {n: hi for n, (_, hi) in cell.items()}):
            if is_negative(problem.f({n: ball(x, x) for n, x in point.items()})):
                witness.append(point)
                raise _Stop
        if count >= budget or level > 200:
            raise _Stop
        name = _longest(cell, problem)
        low, high = cell[name]
        at = _between(low, high, Fraction(1, 2))
        visit({**cell, name: (low, at)}, level + 1)
        visit({**cell, name: (at, high)}, level + 1)

    with ctx.workprec(bits):
        try:
            visit(cell, 0)
        except _Stop:
            if len(witness) > 0:
                values = {n: text(x) for n, x in witness[0].items()}
                return Verdict("refuted", "ball", {"kind": "ball", "balls": {"bits": bits}, "witness": values}, {"cells": count})
            return Verdict("undecided", "ball", stats={"cells": count, "reason": "the budget is spent"})
    return Verdict("proved", "ball", {"kind": "ball", "balls": {"bits": bits, "cells": count}}, {"cells": count})


def _between(low: Fraction, high: Fraction, cut: Fraction) -> Fraction:
    return low + (high - low) * cut


def _longest(cell: Cell, problem: _Problem) -> str:
    best, chosen = Fraction(-1), ""
    for name, (low, high) in cell.items():
        start, end = problem.sides[name]
        if start is None or end is None or start == end:
            continue
        whole = end - start
        share = (high - low) * Fraction(whole.denominator, whole.numerator)
        if share > best:
            best, chosen = share, name
    if best <= 0:
        raise _Stop
    return chosen


def _sign_holds(problem: _Problem, tight: list[_Tight], cell: Cell) -> bool:
    """Do balls show f ≥ 0 (> 0) on the cell?"""
    holds = is_positive if problem.strict else is_nonnegative
    box = {n: ball(lo, hi) for n, (lo, hi) in cell.items()}
    if holds(problem.f(box)):
        return True
    slopes = {n: g(box) for n, g in problem.gradient.items()}
    corner: dict[str, Any] = {}
    for n, slope in slopes.items():
        low, high = cell[n]
        if is_nonnegative(slope):
            corner[n] = ball(low, low)
        elif is_nonnegative(-slope):
            corner[n] = ball(high, high)
        else:
            corner[n] = box[n]
    if holds(problem.f(corner)):
        return True
    middle = {n: ball(m, m) for n, (lo, hi) in cell.items() for m in (_between(lo, hi, Fraction(1, 2)),)}
    value = problem.f(middle)
    for n, slope in slopes.items():
        value = value + slope * (box[n] - middle[n])
    if holds(value):
        return True
    for end in tight:
        low, high = next(iter(cell.values()))
        if end.end in (low, high) and is_nonnegative(end.derivative(box) * end.sign):
            return True
    return False
