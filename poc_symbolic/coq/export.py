"""Export a ledger: run the claims, put their certificates and those of their killed mutants in Coq's words."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.claim import Claim
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.mutants import BUDGET, mutants_of
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.claims.runner import portable, run, settled_as
from poc_symbolic.coq.acceptance import read_acceptance
from poc_symbolic.coq.document import Part, document, part, theorem_digest
from poc_symbolic.coq.index import index
from poc_symbolic.coq.term import Unsupported
from poc_symbolic.errors import InputError
from poc_symbolic.files import read_claims, require_writable, write_directory
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.statement import Statement

MANIFEST, INDEX, ACCEPTED = "export.json", "index.md", "accepted.json"
SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Exported:
    """What became of one claim: a part of a file, or the reason why there is none."""

    outcome: Outcome
    part: Part | None
    reason: str = ""


def export_claim(claim: Claim) -> Exported:
    """Run one claim and its mutants, and write its theorems."""
    outcome = run(claim, mutants="none")
    certificate = outcome.certificate
    if certificate is None or "kernel" not in outcome.checked_by:
        return Exported(outcome, None, _why(claim, certificate))
    try:
        statements = outcome.statement_json()["statements"]
        found = part(claim.id, _heading(outcome), statements, certificate, _killed(claim, certificate))
    except Unsupported as reason:
        return Exported(outcome, None, str(reason))
    return Exported(outcome, found)


def _why(claim: Claim, certificate: Mapping[str, Any] | None) -> str:
    """Why a claim is not exported."""
    if certificate is None:
        return "nothing that is proved or refuted"
    if claim.trajectory:
        return "an enclosure of a trajectory: no inequality between real numbers that Coq could be shown"
    return "a certificate by balls"


def _heading(outcome: Outcome) -> list[str]:
    """What a reader of the file should know of a claim."""
    claim = outcome.claim
    step = " (an inference of a proof: false means a gap)" if claim.step else ""
    rows = [
        ("Claim", f"{claim.id}: {claim.title}"),
        ("Where", str(claim.where)),
        ("Statement", claim.latex),
        ("Domain", claim.domain.text),
        ("Verdict", f"{outcome.label}{step}"),
        ("Rests on, besides", ", ".join(claim.assumes)),
        ("Note", claim.note),
    ]
    return [f"{name}: {text}" for name, text in rows if text]


def _killed(claim: Claim, certificate: Mapping[str, Any]) -> list[tuple[str, dict[str, Any], dict[str, str]]]:
    if certificate["status"] != "proved":
        return []
    killed = []
    for mutant in mutants_of(claim):
        if not isinstance(mutant.statement, Statement):
            continue
        verdict = prove(mutant.statement, budget=BUDGET)
        if verdict.status == "refuted" and verdict.certificate is not None and "witness" in verdict.certificate:
            killed.append((mutant.text, mutant.statement.to_json(), dict(verdict.certificate["witness"])))
    return killed


def _by_name(loader: str, claim_id: str) -> Exported:
    module, _, function = loader.partition(":")
    ledger: Ledger = getattr(importlib.import_module(module), function)()
    found = export_claim(ledger.claim(claim_id))
    return replace(found, outcome=portable(found.outcome))


def export(
    ledger: Ledger, *, only: str | None = None, jobs: int = 1, on_done: Callable[[str], None] | None = None
) -> list[Exported]:
    """The claims that match ``only``, in the ledger's order."""
    if jobs < 1:
        raise InputError("The number of jobs must be at least 1.")
    chosen, results = ledger.select(only), []

    def record(result: Exported) -> None:
        results.append(result)
        if on_done is not None:
            on_done(result.outcome.claim.id)

    if jobs == 1:
        for claim in chosen:
            record(export_claim(claim))
        return results
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = [(claim, pool.submit(_by_name, ledger.loader, claim.id)) for claim in chosen]
        for claim, future in futures:
            found = future.result()
            record(replace(found, outcome=replace(found.outcome, claim=claim)))
    return results


def written(results: Sequence[Exported]) -> list[tuple[Outcome, Part]]:
    """What is in the directory."""
    return [(result.outcome, result.part) for result in results if result.part is not None]


def left_out(results: Sequence[Exported]) -> list[tuple[Outcome, str]]:
    """What is not in the directory, and why."""
    return [(result.outcome, result.reason) for result in results if result.part is None]


def manifest(paper: str, results: list[Exported]) -> dict[str, Any]:
    """What is in the directory, and what was left out and why."""
    return {
        "schema_version": SCHEMA_VERSION,
        "paper": paper,
        "claims": [
            {
                "id": found.id,
                "status": outcome.status.value,
                "file": found.file,
                "digest": theorem_digest(found.statements, found.settled, found.refuted),
                "settled": found.settled,
                "refuted": found.refuted,
                "statements": list(found.statements),
                "mutants": [{"text": text, "statement": statement} for text, statement in found.mutants],
                "mutants_left_out": found.mutants_left_out,
            }
            for outcome, found in written(results)
        ],
        "left_out": [
            {"id": outcome.claim.id, "status": outcome.status.value, "reason": reason}
            for outcome, reason in left_out(results)
        ],
    }


def export_files(paper: str, results: list[Exported]) -> dict[str, str]:
    """Every file of the directory by its name."""
    groups: dict[str, list[Part]] = {}
    for _, found in written(results):
        groups.setdefault(found.file, []).append(found)
    texts = {name: document(parts) for name, parts in groups.items()}
    texts[INDEX] = index(paper, written(results), left_out(results))
    return texts | {MANIFEST: json.dumps(manifest(paper, results), indent=1, ensure_ascii=False) + "\n"}


def require_export_directory(target: Path) -> None:
    """InputError unless ``target`` is new, empty, or an export that may be replaced."""
    require_writable(target, "export", _is_export)


def _is_export(target: Path) -> bool:
    """Only what an export and Coq's answer write, so that replacing the directory loses nothing else."""
    names = {entry.name for entry in target.iterdir()}
    return MANIFEST in names and all(name in (MANIFEST, INDEX, ACCEPTED) or name.endswith(".v") for name in names)


def write_export(target: Path, files: Mapping[str, str]) -> None:
    """Write the directory as a whole; an older export is replaced."""
    require_export_directory(target)
    write_directory(target, files)


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest of an export; InputError if there is none."""
    keys = {"id", "file", "digest", "settled", "refuted", "statements", "mutants", "status"}
    data = read_claims(
        directory,
        MANIFEST,
        "an export",
        "poc-symbolic export coq",
        lambda claim: isinstance(claim, dict) and keys <= set(claim),
    )
    if any(os.sep in str(claim["file"]) for claim in data["claims"]):
        raise InputError(f"{directory / MANIFEST} names a file outside its directory.")
    return data


def acknowledged(found: Audit, directory: Path) -> Audit:
    """The audit with "coq" among those who checked a claim, where Coq accepted just these theorems of the export."""
    accepted = accepted_digests(directory)
    outcomes = [replace(o, checked_by=(*o.checked_by, "coq")) if settled_as(o, accepted) else o for o in found.outcomes]
    return Audit(found.ledger, tuple(outcomes))


def accepted_digests(directory: Path) -> dict[str, str]:
    """The digests that ``verify --coq`` has written into an export."""
    path = directory / ACCEPTED
    if not path.is_file():
        raise InputError(f"{path} is not there; run 'poc-symbolic verify --coq {directory}' first.")
    return read_acceptance(path)
