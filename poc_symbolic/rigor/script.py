"""Write a proof for the kernel step by step, in SymPy.

A :class:`Script` collects facts about one statement ("e ≥ 0 on the whole domain") and turns them into the
certificate that :mod:`poc_symbolic.rigor.kernel` re-checks. Nothing here is trusted: a wrong step is rejected there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy

from poc_symbolic.rigor import kernel
from poc_symbolic.rigor.statement import Relation, Statement, exact, tree_of
from poc_symbolic.rigor.verdict import Verdict

Term = tuple[Any, Sequence[int]]


class Script:
    """A proof under construction. Every method returns the number of the fact that it adds.

    The assumptions of the statement are facts 0, 1, … from the start, in their order, each read as
    ``excess ≥ 0`` (``> 0``, ``= 0``).
    """

    def __init__(self, statement: Statement, point: Mapping[str, Any]) -> None:
        self.statement = statement
        self.point = {name: str(sympy.Rational(value)) for name, value in sorted(point.items())}
        self.steps: list[dict[str, Any]] = []
        for index in range(len(statement.assume)):
            self._add({"rule": "assume", "index": index})

    def _add(self, step: dict[str, Any]) -> int:
        self.steps.append(step)
        return len(self.steps) - 1

    def square(self, of: sympy.Expr) -> int:
        """of² ≥ 0."""
        return self._add({"rule": "square", "of": tree_of(of)})

    def positive(self, of: sympy.Expr) -> int:
        """exp(u) > 0, a power of a positive base > 0, √u ≥ 0 (> 0 where u > 0 is known)."""
        return self._add({"rule": "positive", "of": tree_of(of)})

    def monotone(self, function: str, high: Any, low: Any, because: int, base: sympy.Expr | None = None) -> int:
        """f(high) - f(low) ≥ 0 for f = exp, log, sqrt or base^·, from the fact ``because``: high - low ≥ 0."""
        step = {"rule": "monotone", "function": function, "from": because}
        step |= {"high": tree_of(exact(high)), "low": tree_of(exact(low))}
        return self._add(step if base is None else step | {"base": tree_of(base)})

    def tangent(self, of: sympy.Expr) -> int:
        """exp(u) ≥ 1 + u, or log(u) ≤ u - 1."""
        return self._add({"rule": "tangent", "of": tree_of(of)})

    def combine(self, of: Any, terms: Sequence[Term], times: Sequence[int] = ()) -> int:
        """of · Π(times) = Σ coefficient · Π(facts): a term is (coefficient, [facts]).

        A coefficient with variables is a cofactor and goes with one equation; ``times`` are facts "> 0".
        """
        parts: list[dict[str, Any]] = []
        for coefficient, facts in terms:
            c = exact(coefficient)
            single = len(facts) == 1 and self._is_equation(facts[0])
            key = {"by": tree_of(c)} if single else {"coef": tree_of(c)}
            parts.append(key | {"facts": list(facts)})
        return self._add({"rule": "combine", "of": tree_of(exact(of)), "times": list(times), "sum": parts})

    def _is_equation(self, index: int) -> bool:
        step = self.steps[index]
        if step["rule"] == "assume":
            return bool(self.statement.assume[step["index"]].rel == "=")
        return bool(step["rule"] == "combine" and all("by" in part for part in step["sum"]))

    def bernstein(self, of: sympy.Expr, box: Sequence[Sequence[Any]], tree: Any = None, rel: Relation = ">=") -> int:
        """of ≥ 0 on a box [[name, low, high or None], …] by Bernstein coefficients on the leaves of ``tree``."""
        return self._add({"rule": "bernstein", "of": tree_of(of), "box": _box(box), "tree": tree, "rel": rel})

    def interval(self, of: sympy.Expr, box: Sequence[Sequence[Any]], tree: Any, rel: Relation, bits: int = 64) -> int:
        """of ≥ 0 on a bounded box by interval evaluation on the leaves of ``tree``."""
        step = {"rule": "interval", "of": tree_of(of), "box": _box(box), "tree": tree, "rel": rel, "bits": bits}
        return self._add(step)

    def cases(self, on: sympy.Expr, of: sympy.Expr, ge: list[Any], le: list[Any], rel: Relation = ">=") -> int:
        """of ≥ 0 by the sign of ``on``: two lists of steps, which see ``on ≥ 0`` / ``on ≤ 0`` as the next fact."""
        return self._add({"rule": "cases", "on": tree_of(on), "of": tree_of(of), "ge": ge, "le": le, "rel": rel})

    @property
    def certificate(self) -> dict[str, Any]:
        """The proof as the kernel reads it."""
        return {"point": self.point, "steps": self.steps}

    def verdict(self, method: str) -> Verdict:
        """Proved if the kernel accepts the script, else undecided with the kernel's reason."""
        try:
            kernel.check_statement(self.statement.to_json(), self.certificate)
        except kernel.Rejected as reason:
            return Verdict("undecided", method, stats={"steps": len(self.steps), "reason": str(reason)})
        return Verdict("proved", method, self.certificate, {"steps": len(self.steps)})


def _box(box: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[n, str(Fraction(str(lo))), None if hi is None else str(Fraction(str(hi)))] for n, lo, hi in box]


def refute(statement: Statement, witness: Mapping[str, Any], method: str = "witness") -> Verdict:
    """Refuted if the kernel confirms that the statement fails at the exact witness, else undecided."""
    values = {name: str(sympy.Rational(value)) for name, value in sorted(witness.items())}
    try:
        kernel.check_statement(statement.to_json(), {"witness": values})
    except kernel.Rejected as reason:
        return Verdict("undecided", method, stats={"reason": str(reason)})
    return Verdict("refuted", method, {"witness": values}, {"points": 1})
