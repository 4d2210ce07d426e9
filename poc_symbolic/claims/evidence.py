"""Who re-checks a certificate: the kernel, or a second computation in balls or intervals where the kernel has no word.

A certificate with "balls" (an inequality that rests on FLINT balls) is computed again with another subdivision and
precision; a statement about a trajectory is computed again by :mod:`poc_symbolic.enclosure.checker`. Both are counted
as "ball", apart from "kernel".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from poc_symbolic.enclosure import checker
from poc_symbolic.rigor import kernel, recheck_statement


class NotConfirmed(Exception):
    """The second computation does not show what the certificate says."""


def check(data: Mapping[str, Any], certificate: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The answer "proved" or "refuted" that a certificate shows of a statement file, and who checked it.

    Raises the kernel's ``Rejected``, or NotConfirmed where a second computation does not come to the same answer.
    """
    if "trajectory" in data:
        try:
            return str(checker.check_claim(data, certificate)), ("ball",)
        except (checker.Rejected, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as reason:
            raise NotConfirmed(f"the second computation: {reason}") from reason
    status = certificate["status"]
    if status == "refuted":
        pairs = [(data["statements"][certificate["part"]], certificate)]
    else:
        pairs = list(zip(data["statements"], certificate["parts"], strict=True))
    if not any("balls" in part for _, part in pairs):
        return str(kernel.check(data, certificate)), ("kernel",)
    by: dict[str, None] = {}
    for statement, part in pairs:
        by["ball" if "balls" in part else "kernel"] = None
        if "balls" in part:
            answer = recheck_statement(statement, part)
            if answer != status:
                raise NotConfirmed(f"the second ball computation says {answer}")
        else:
            single = {"claim": data["claim"], "statements": [statement]}
            kernel.check(single, {"claim": data["claim"], "status": status, "part": 0, "parts": [part], **part})
    return str(status), tuple(by)
