"""``prove``: settle a statement, whichever way it goes.

Order: a rational point at which it fails; a proof from identities, equations and signs; deeper search for a
failing point; sums of squares. Whatever is returned as proved or refuted has been accepted by the kernel.
"""

from __future__ import annotations

from poc_symbolic.rigor.goals import Goals
from poc_symbolic.rigor.pieces import Pieces
from poc_symbolic.rigor.proof import FAILURES, Budget
from poc_symbolic.rigor.sampling import Sampler
from poc_symbolic.rigor.statement import Statement
from poc_symbolic.rigor.univariate import cross_check, truth
from poc_symbolic.rigor.verdict import Verdict
from poc_symbolic.rigor.witness import Hunter


def prove(statement: Statement, budget: int = 20000) -> Verdict:
    """Proved, refuted or undecided, with the kernel's certificate; ``budget`` counts steps.

    Steps are boxes, pivots and points, never time. Never raises for a false statement, never says proved when
    the budget is spent. On polynomials in one variable the answer is compared with root isolation, which shares
    nothing with the search or the kernel; a disagreement raises AssertionError.
    """
    return cross_check(_settle(statement, budget), statement)


def _settle(statement: Statement, budget: int) -> Verdict:
    if statement.needs_balls:
        from poc_symbolic.rigor.inequality import prove_by_balls

        return prove_by_balls(statement, budget=budget)
    sampler = Sampler(statement)
    hunter = Hunter(statement, sampler)
    points = list(sampler.points(24, wide=False)) or list(sampler.points(8, wide=True))
    if len(points) == 0:
        return Verdict("undecided", "none", stats={"reason": "no rational point of the domain was found"})
    refuted = hunter.quick(points, budget)
    if refuted is not None:
        return refuted
    allowance = Budget(budget)
    reason = "no proof was found"
    goals: Goals | None = None
    try:
        goals = Goals(statement, points, allowance)
        reached = goals.conclude()
    except FAILURES as trouble:  # the search met something that it has no word for
        reached, reason = False, f"the search stopped: {trouble!r}"
    if goals is not None and reached:
        verdict = goals.proof.verdict(statement, "facts", {"budget": allowance.spent})
        if verdict.status == "proved":
            return verdict
        reason = str(verdict.stats.get("reason", reason))
    refuted = hunter.deep(Budget(budget))
    if refuted is not None:
        return refuted
    if goals is not None and reached is False:
        try:
            reached = goals.conclude_by_squares()
        except FAILURES as trouble:
            reason = f"the search for squares stopped: {trouble!r}"
        if reached:
            verdict = goals.proof.verdict(statement, "squares", {"budget": allowance.spent})
            if verdict.status == "proved":
                return verdict
            reason = str(verdict.stats.get("reason", reason))
    if truth(statement) is True and statement.show.rel in (">=", ">", "<=", "<"):
        pieces = Pieces(statement, points[0])
        if pieces.prove():
            return pieces.proof.verdict(statement, "pieces", {"budget": allowance.spent})
    return Verdict("undecided", "search", stats={"reason": reason, "budget": allowance.spent})
