"""What an author must know first: the refuted claims and the gaps, printed form beside true form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.claim import Severity, Status
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.report.summary import status_words

_RANK = {severity: rank for rank, severity in enumerate(reversed(Severity))}


@dataclass(frozen=True)
class Finding:
    """One refuted claim or gap in words: ``true`` is the repaired claim, or empty where there is none."""

    outcome: Outcome
    printed: str
    true: str
    effect: str
    repair: str
    witness: str

    @property
    def verdict(self) -> str:
        """The status with its severity, e.g. "refuted (constant)"."""
        severity = self.outcome.severity
        return self.outcome.label + (f" ({severity.value})" if severity is not None else "")


def findings_of(audit: Audit) -> list[Finding]:
    """The refuted claims and the gaps, the serious ones first and otherwise in the ledger's order."""
    chosen = [o for o in audit.outcomes if o.status in (Status.REFUTED, Status.GAP)]
    chosen.sort(key=lambda o: _RANK[o.severity] if o.severity is not None else len(_RANK))
    return [_finding(audit, outcome) for outcome in chosen]


def _finding(audit: Audit, outcome: Outcome) -> Finding:
    repair = outcome.claim.repair
    repaired = outcome.repaired.value if outcome.repaired is not None else "not run"
    return Finding(
        outcome=outcome,
        printed=outcome.claim.latex,
        true=audit.ledger.claim(repair.claim).latex if repair is not None else "",
        effect=repair.effect if repair is not None else "",
        repair=f"{repair.claim} ({repaired})" if repair is not None else "",
        witness=witness_text(outcome),
    )


def witness_text(outcome: Outcome) -> str:
    """The witness as "a = 1/3, b = 2"; empty where there is none."""
    witness = outcome.witness
    return ", ".join(f"{name} = {value}" for name, value in witness["values"].items()) if witness else ""


def second_route_text(outcome: Outcome) -> str:
    """The second, independent look at a refutation; empty where there is none."""
    second = outcome.second
    if second is None:
        return ""
    return f"{second.method}: {second.value} ({'agrees' if second.agrees else 'does not agree'})"


def checkers(outcome: Outcome) -> str:
    """Who accepted the evidence: "kernel, Coq"; Coq in this run, or on record for just this theorem."""
    names = dict.fromkeys((*outcome.checked_by, *outcome.recorded_by))
    return ", ".join("Coq" if name == "coq" else name for name in names)


def findings(audit: Audit) -> str:
    """The findings as a Markdown table with one final newline."""
    rows = [
        [
            f"`{f.outcome.claim.id}`",
            str(f.outcome.claim.where),
            f.verdict,
            code(f.printed),
            code(f.true) if f.true else "no repair",
            f.witness,
            checkers(f.outcome),
        ]
        for f in findings_of(audit)
    ]
    if not rows:
        return "No claim is refuted and no step is a gap.\n"
    return markdown_table(["claim", "where", "verdict", "printed", "true", "witness", "checked by"], rows)


def overview(audit: Audit) -> str:
    """What an author must look at, in words: the findings above a change of constant as a Markdown table."""
    chosen = [f for f in findings_of(audit) if f.outcome.severity in (Severity.SERIOUS, Severity.REPAIRABLE)]
    rows = [
        [
            str(f.outcome.claim.where),
            f.verdict,
            f.outcome.claim.title,
            f.outcome.claim.note or f.effect,
            f"`{f.outcome.claim.id}`",
            checkers(f.outcome),
        ]
        for f in chosen
    ]
    summary = audit.summary
    items, checked, severity = summary["inventory"], summary["checked_by"], summary["severity"]
    verdicts, counts = (
        ", ".join(f"{n} {status_words(status, n)}" for status, n in found["status"].items() if n)
        for found in (items, summary)
    )
    coq = f" and Coq the same theorems for {summary['recorded_by']['coq']} (on record)" if audit.ledger.accepted else ""
    head = (
        f"{items['covered']} of the paper's {items['total']} checkable items have a verdict: {verdicts}.\n"
        f"They rest on {summary['claims']} claims ({counts}): the paper's own and the repairs of what is wrong."
        f" The kernel accepted the evidence of {checked['kernel']} of them{coq}, a second ball computation that of"
        f" {checked['ball']}; {summary['proved_with_background']} of the proofs rest on a named theorem as well.\n\n"
        f"Of the refutations and gaps, {severity['cosmetic']} are slips on which nothing rests (cosmetic),"
        f" {severity['constant']} change a constant, {severity['repairable']} need a repair that the ledger gives,"
        f" and {severity['serious']} {'leaves' if severity['serious'] == 1 else 'leave'} a result in doubt."
        " These are the last two kinds; `poc-symbolic audit` shows all of them.\n\n"
    )
    return head + markdown_table(["where", "verdict", "what", "in words", "claim", "checked by"], rows)


def code(latex: str) -> str:
    """LaTeX source as Markdown code; a bar would end the table's cell."""
    fence = "``" if "`" in latex else "`"
    return f"{fence}{' '.join(latex.split())}{fence}"


def markdown_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    body = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines = [list(columns), ["---"] * len(columns), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
