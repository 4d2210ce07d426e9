"""Shorten a proof: drop the steps without which the kernel still accepts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from poc_symbolic.rigor import kernel
from poc_symbolic.rigor.proof import FAILURES

Step = Mapping[str, Any]
MAX_LEAVES = 400


def references(steps: Sequence[Step]) -> set[int]:
    """The facts that some step names."""
    found: set[int] = set()
    for step in steps:
        found |= set(step.get("times", ()))
        for term in step.get("sum", ()):
            found |= set(term["facts"])
        for side in ("ge", "lt"):
            found |= references(step.get(side, ()))
    return found


def without(steps: Sequence[Step], gone: int) -> list[dict[str, Any]]:
    """The steps with every reference beyond fact ``gone`` moved down by one."""

    def moved(i: int) -> int:
        return i - 1 if i > gone else i

    out: list[dict[str, Any]] = []
    for step in steps:
        new = dict(step)
        if "times" in step:
            new["times"] = [moved(i) for i in step["times"]]
        if "sum" in step:
            new["sum"] = [{**term, "facts": [moved(i) for i in term["facts"]]} for term in step["sum"]]
        for side in ("ge", "lt"):
            if side in step:
                new[side] = without(step[side], gone)
        out.append(new)
    return out


def leaves(tree: Any) -> int:
    """The number of leaves of a subdivision."""
    return 1 if tree is None else leaves(tree[2]) + leaves(tree[3])


def work(steps: Sequence[Step]) -> int:
    """A rough size of what the kernel has to do."""
    total = 0
    for step in steps:
        total += leaves(step["tree"]) if step["rule"] in ("bernstein", "interval") else 1
        total += work(step.get("ge", ())) + work(step.get("lt", ()))
    return total


def pruned(data: Mapping[str, Any], certificate: Mapping[str, Any]) -> dict[str, Any]:
    """An accepted certificate with as few steps as one pass from the end can reach."""
    steps = [dict(step) for step in certificate["steps"]]
    if work(steps) > MAX_LEAVES:
        return dict(certificate)
    goal, rel = kernel.as_fact(data["show"])
    assume = [kernel.as_fact(atom) for atom in data["assume"]]
    for index in range(len(steps) - 1, -1, -1):
        if index in references(steps):
            continue
        shorter = [*steps[:index], *without(steps[index + 1 :], index)]
        try:
            kernel.prove([], shorter, assume, goal, rel)
        except FAILURES:
            continue
        steps = shorter
    return {**certificate, "steps": steps}
