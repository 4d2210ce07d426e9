"""A proof under construction that runs the kernel's rules as it grows.

Every step is tried at once, so that a step which the kernel would reject is never kept; the search engines
add steps, look facts up and open branches here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from poc_symbolic.rigor import kernel
from poc_symbolic.rigor.normal import Ratio, Tree, normal
from poc_symbolic.rigor.rational import text
from poc_symbolic.rigor.statement import Statement
from poc_symbolic.rigor.verdict import Verdict

FAILURES: tuple[type[Exception], ...] = (
    kernel.Rejected,
    kernel.Undefined,
    kernel.Unclear,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    RecursionError,
    StopIteration,
)


@dataclass
class Budget:
    """Steps left (boxes, pivots, points); shared by all branches of one proof."""

    steps: int
    spent: int = 0

    def take(self, count: int = 1) -> bool:
        """True if the steps were granted."""
        self.spent += count
        return self.spent <= self.steps


@dataclass
class Proof:
    """Steps and the facts that they add: in the search's normal form, and as the kernel keeps them."""

    point: Mapping[str, str]
    assume: list[tuple[Tree, str]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    facts: list[tuple[Ratio, str]] = field(default_factory=list)
    checked: list[tuple[Any, str]] = field(default_factory=list)
    inherited: int = 0

    @classmethod
    def begin(cls, statement: Statement, point: Mapping[str, Any]) -> Proof:
        """The proof that knows the assumptions."""
        assume = [kernel.as_fact(atom) for atom in statement.to_json()["assume"]]
        proof = cls({name: text(point[name]) for name in sorted(point)}, assume)
        for index in range(len(assume)):
            proof.add({"rule": "assume", "index": index})
        return proof

    def branch(self, tree: Tree, rel: str) -> Proof:
        """A case: the same facts, and "tree rel 0"."""
        proof = Proof(self.point, self.assume, [], list(self.facts), list(self.checked))
        proof._keep({}, kernel.expand(tree), rel)
        proof.steps.clear()  # the case's fact and those before it have no step of their own here
        proof.inherited = len(proof.facts)
        return proof

    def add(self, step: dict[str, Any]) -> int | None:
        """Add a step; the number of its fact, or None if the kernel rejects it."""
        try:
            return self._keep(step, *kernel.conclude(self.checked, step, self.assume))
        except FAILURES:
            return None

    def add_all(self, steps: Sequence[dict[str, Any]]) -> int | None:
        """Add steps that belong together; the number of the last fact, or None (and none added)."""
        mark, index = self.mark(), None
        for step in steps:
            index = self.add(step)
            if index is None:
                self.rewind(mark)
                return None
        return index

    def claim(self, step: dict[str, Any]) -> int:
        """Add a costly step without running it; the final check will."""
        values = {entry[0]: kernel.expand(entry[3]) for entry in step.get("box", ())}
        return self._keep(step, kernel.substitute(kernel.expand(step["of"]), values), step["rel"])

    def _keep(self, step: dict[str, Any], tree: Tree, rel: str) -> int:
        ratio, polynomial = normal(tree), kernel.normal(tree)
        self.steps.append(step)
        self.facts.append((ratio, rel))
        self.checked.append((polynomial, rel))
        return len(self.facts) - 1

    def rewind(self, mark: int) -> None:
        """Forget the facts from ``mark`` on."""
        del self.facts[mark:], self.checked[mark:], self.steps[mark - self.inherited :]

    def mark(self) -> int:
        """A place to return to."""
        return len(self.facts)

    def known(self, tree: Tree, rel: str) -> bool:
        """Does the kernel see "tree rel 0" at once?"""
        try:
            return bool(kernel.known(self.checked, kernel.expand(tree), rel))
        except FAILURES:
            return False

    def defined(self, tree: Tree) -> bool:
        """Does the kernel see that the tree is defined on the domain?"""
        try:
            kernel.require_defined(self.checked, kernel.expand(tree))
        except FAILURES:
            return False
        return True

    def combine(self, of: Tree, terms: Sequence[Mapping[str, Any]], times: Sequence[int] = ()) -> int | None:
        """of·Π times = Σ terms (see the kernel's rule)."""
        return self.add({"rule": "combine", "of": of, "times": list(times), "sum": [dict(term) for term in terms]})

    def verdict(self, statement: Statement, method: str, stats: Mapping[str, int | str]) -> Verdict:
        """Proved if the kernel accepts, else undecided."""
        from poc_symbolic.rigor.pruning import pruned

        certificate: dict[str, Any] = {"point": dict(self.point), "steps": self.steps}
        try:
            answer = kernel.check_statement(statement.to_json(), certificate)
        except FAILURES as reason:
            return Verdict("undecided", method, stats={**stats, "reason": str(reason)})
        if answer != "proved":
            return Verdict("undecided", method, stats={**stats, "reason": "not a proof"})
        short = pruned(statement.to_json(), certificate)
        try:
            if kernel.check_statement(statement.to_json(), short) == "proved":
                certificate = short
        except FAILURES:
            pass  # the longer one has been accepted
        return Verdict("proved", method, certificate, {**stats, "steps": len(certificate["steps"])})
