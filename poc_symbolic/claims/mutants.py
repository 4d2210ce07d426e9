"""False neighbours: change a statement a little and see that the checker refutes what is no longer true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sympy

from poc_symbolic.claims.claim import Claim, Mutant
from poc_symbolic.claims.evidence import NotConfirmed, check
from poc_symbolic.enclosure.statement import TrajectoryStatement
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.statement import Atom, Relation, Statement

SAMPLE = 4  # generated mutants of a claim in the default audit; the full audit runs them all
BUDGET = 250  # steps of the engine for each mutant

FLIPPED: dict[Relation, Relation] = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


@dataclass(frozen=True)
class MutantReport:
    """How the mutants of a claim fared; "equivalent" ones are still true."""

    killed: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    equivalent: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, int]:
        """Counts; ``total`` counts the false and the undecided ones together with the equivalent ones."""
        killed, undecided, equivalent = len(self.killed), len(self.undecided), len(self.equivalent)
        total = killed + undecided + equivalent
        return {"killed": killed, "undecided": undecided, "equivalent": equivalent, "total": total}


def _variants(expr: sympy.Expr) -> Iterator[tuple[str, sympy.Expr]]:
    """One-place changes: each numeric constant doubled, each exponent ± 1, each factor dropped, each term's sign."""
    if isinstance(expr, sympy.Derivative | sympy.Subs):
        for text, inner in _variants(expr.args[0]):
            yield text, expr.func(inner, *expr.args[1:])
        return
    if isinstance(expr, sympy.Rational) and expr != 0:
        yield f"constant {expr} doubled", 2 * expr
        return
    if isinstance(expr, sympy.Pow) and expr.exp.is_Integer and expr.exp > 0:
        yield f"exponent {expr.exp} of {expr.base} raised", expr.base ** (expr.exp + 1)
        yield f"exponent {expr.exp} of {expr.base} lowered", expr.base ** (expr.exp - 1)
    for i, arg in enumerate(expr.args):
        rest = [a for j, a in enumerate(expr.args) if j != i]
        if isinstance(expr, sympy.Mul) and not arg.is_Number:
            yield f"factor {arg} dropped", expr.func(*rest)
        if isinstance(expr, sympy.Add):
            yield f"sign of {arg} changed", expr.func(-arg, *rest)
        if isinstance(expr, sympy.Pow) and i == 1:
            continue
        for text, inner in _variants(arg):
            yield text, expr.func(*expr.args[:i], inner, *expr.args[i + 1 :])


def changes(show: Atom) -> Iterator[tuple[str, Atom]]:
    """The false neighbours read off a conclusion: sign, direction, constant, exponent, dropped factor."""
    if show.rel in FLIPPED:
        yield "direction turned round", Atom(FLIPPED[show.rel], show.lhs, show.rhs)
    yield "sign of the left side changed", Atom(show.rel, -show.lhs, show.rhs)
    if show.rhs != 0:
        yield "right side doubled", Atom(show.rel, show.lhs, 2 * show.rhs)
        yield "right side halved", Atom(show.rel, show.lhs, show.rhs / 2)
    seen: set[tuple[sympy.Expr, sympy.Expr]] = {(show.lhs, show.rhs)}
    for side in ("left", "right"):
        whole = show.lhs if side == "left" else show.rhs
        for text, changed in _variants(whole):
            lhs, rhs = (changed, show.rhs) if side == "left" else (show.lhs, changed)
            infinite = changed.has(sympy.zoo, sympy.oo, -sympy.oo, sympy.nan)
            if (lhs, rhs) not in seen and not infinite:
                seen.add((lhs, rhs))
                yield f"{side}: {text}", Atom(show.rel, lhs, rhs)


def mutants_of(claim: Claim, *, every: bool = False) -> list[Mutant]:
    """The hand-written mutants and an even sample (or all) of the generated ones."""
    found = [(text, statement, show) for statement in claim.statements for text, show in changes(statement.show)]
    stride = 1 if every else max(1, -(-len(found) // SAMPLE))
    return [*claim.mutants, *(Mutant(text, statement.replace(show)) for text, statement, show in found[::stride])]


def run_mutants(claim: Claim, *, every: bool = False) -> MutantReport:
    """Put the mutants of a claim through the engine and sort them by its answer."""
    sorted_out: dict[str, list[str]] = {"proved": [], "refuted": [], "undecided": []}
    for mutant in mutants_of(claim, every=every):
        sorted_out[_answer(mutant.statement, claim)].append(mutant.text)
    return MutantReport(tuple(sorted_out["refuted"]), tuple(sorted_out["undecided"]), tuple(sorted_out["proved"]))


def _answer(statement: Statement | TrajectoryStatement, claim: Claim) -> str:
    """The engine's answer; for a trajectory the second computation must come to the same."""
    if isinstance(statement, Statement):
        return prove(statement, budget=BUDGET).status
    from poc_symbolic.enclosure.prove import prove_trajectory

    last = max(s.end for s in claim.trajectory)
    verdict = prove_trajectory(statement, horizon=max(last, statement.end))
    if verdict.certificate is None:
        return verdict.status
    data = {"claim": claim.id, "trajectory": [statement.to_json()]}
    shown = {"claim": claim.id, "status": verdict.status, "part": 0, "parts": [dict(verdict.certificate)]}
    try:
        return check(data, shown | dict(verdict.certificate))[0]
    except NotConfirmed:
        return "undecided"
