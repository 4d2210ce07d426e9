"""Write a proof for the kernel step by step, in SymPy.

A :class:`Script` collects facts about one statement ("e ≥ 0 on the whole domain") and turns them into the
certificate that :mod:`poc_symbolic.rigor.kernel` re-checks. Nothing here is trusted: a wrong step is rejected there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy

from poc_symbolic.rigor import kernel, steps
from poc_symbolic.rigor.proof import Proof
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

    def _add(self, *added: dict[str, Any]) -> int:
        self.steps += added
        return len(self.steps) - 1

    def square(self, of: sympy.Expr) -> int:
        """of² ≥ 0."""
        return self._add(steps.square(tree_of(of)))

    def positive(self, of: sympy.Expr) -> int:
        """exp(u) > 0, a power of a positive base > 0, √u ≥ 0 (> 0 where u > 0 is known)."""
        tree = tree_of(of)
        strict = tree[0] != "sqrt" or self._knows(tree)
        return self._add(steps.sign(tree, ">" if strict else ">="))

    def _knows(self, tree: Any) -> bool:
        """Does the kernel see "tree > 0" now?"""
        proof = Proof(self.point, [kernel.as_fact(atom) for atom in self.statement.to_json()["assume"]])
        for step in self.steps:
            costly = step["rule"] in ("bernstein", "interval", "cases")
            if (proof.claim(step) if costly else proof.add(step)) is None:
                return False  # the verdict will say why
        return proof.known(tree, ">")

    def monotone(self, function: str, high: Any, low: Any, because: int, base: sympy.Expr | None = None) -> int:
        """f(high) - f(low) ≥ 0 for f = exp, log, sqrt or base^·, from the fact ``because``: high - low ≥ 0."""
        ends = tree_of(exact(high)), tree_of(exact(low))
        under = None if base is None else tree_of(base)
        return self._add(*steps.monotone(len(self.steps), function, *ends, because, under))

    def tangent(self, of: sympy.Expr) -> int:
        """exp(u) ≥ 1 + u, or log(u) ≤ u - 1."""
        return self._add(*steps.tangent(len(self.steps), tree_of(of)))

    def ordered(self, high: Any, low: Any, rel: Relation = ">=") -> int:
        """high - low ≥ 0 (> 0) from high ≥ 0 and high² - low² ≥ 0 (> 0), both known; low may have any sign."""
        return self._add(*steps.ordered(len(self.steps), tree_of(exact(high)), tree_of(exact(low)), rel))

    def bounded(self, inner: Any, bound: Any) -> tuple[int, int]:
        """|inner| ≤ bound from bound ≥ 0 and bound² - inner² ≥ 0: the facts bound - inner ≥ 0 and bound + inner ≥ 0."""
        return self.ordered(bound, inner), self.ordered(bound, -exact(inner))

    def combine(self, of: Any, terms: Sequence[Term], times: Sequence[int] = ()) -> int:
        """of · Π(times) = Σ coefficient · Π(facts): a term is (coefficient, [facts]).

        A coefficient is a positive number, or anything if one of its facts is an equation; ``times`` are facts "> 0".
        """
        rows = [(tree_of(exact(coefficient)), facts) for coefficient, facts in terms]
        return self._add(steps.combine(tree_of(exact(of)), rows, times))

    def bernstein(self, of: sympy.Expr, box: Sequence[Sequence[Any]], tree: Any = None, rel: Relation = ">=") -> int:
        """of ≥ 0 on a box [[name, low, high or None], …] by Bernstein coefficients on the leaves of ``tree``.

        A tree is None (one leaf), [axis, left, right] (halves) or [axis, cut, left, right].
        """
        return self._add({"rule": "bernstein", "of": tree_of(of), **_cells(box, tree), "rel": rel})

    def interval(self, of: sympy.Expr, box: Sequence[Sequence[Any]], tree: Any, rel: Relation, bits: int = 64) -> int:
        """of ≥ 0 on a bounded box by interval evaluation on the leaves of ``tree``."""
        return self._add({"rule": "interval", "of": tree_of(of), **_cells(box, tree), "rel": rel, "bits": bits})

    def cases(self, on: sympy.Expr, of: sympy.Expr, ge: list[Any], le: list[Any], rel: Relation = ">=") -> int:
        """of ≥ 0 by the sign of ``on``: two lists of steps, which see ``on ≥ 0`` / ``-on > 0`` as the next fact."""
        return self._add({"rule": "cases", "on": tree_of(on), "of": tree_of(of), "ge": ge, "lt": le, "rel": rel})

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


def _cells(box: Sequence[Sequence[Any]], tree: Any) -> dict[str, Any]:
    rows = steps.box([[n, Fraction(str(lo)), None if hi is None else Fraction(str(hi))] for n, lo, hi in box])
    return {"box": rows, "tree": steps.cuts(rows, tree)}


def refute(statement: Statement, witness: Mapping[str, Any], method: str = "witness") -> Verdict:
    """Refuted if the kernel confirms that the statement fails at the exact witness, else undecided."""
    values = {name: str(sympy.Rational(value)) for name, value in sorted(witness.items())}
    try:
        kernel.check_statement(statement.to_json(), {"witness": values})
    except kernel.Rejected as reason:
        return Verdict("undecided", method, stats={"reason": str(reason)})
    return Verdict("refuted", method, {"witness": values}, {"points": 1})
