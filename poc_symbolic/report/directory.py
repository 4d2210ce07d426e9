"""The directory that ``audit --out`` writes and ``verify`` reads: whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.files import read_claims, require_writable, write_directory
from poc_symbolic.report.data import to_text
from poc_symbolic.report.html import html_page
from poc_symbolic.report.markdown import markdown_page
from poc_symbolic.report.rendering import CERTIFICATES, STATEMENTS, file_name

AUDIT_FILE = "audit.json"


def audit_files(audit: Audit, data: Mapping[str, Any]) -> dict[str, str]:
    """Every file of the directory by its relative path; ``data`` is the audit's JSON object."""
    files = {AUDIT_FILE: to_text(data), "audit.md": markdown_page(audit), "index.html": html_page(audit)}
    for outcome in audit.outcomes:
        files |= _evidence(outcome)
    return files


def _evidence(outcome: Outcome) -> dict[str, str]:
    name = file_name(outcome.claim.id)
    files = {}
    if outcome.claim.statements or outcome.claim.trajectory:
        files[f"{STATEMENTS}/{name}"] = to_text(outcome.statement_json())
    if outcome.certificate is not None:
        files[f"{CERTIFICATES}/{name}"] = to_text(outcome.certificate)
    return files


def require_audit_directory(target: Path) -> None:
    """InputError unless ``target`` is new, empty, or an audit that may be replaced."""
    require_writable(target, "audit", _is_audit)


def _is_audit(target: Path) -> bool:
    """Only what an audit writes, so that replacing the directory loses nothing else."""
    names = {entry.name for entry in target.iterdir()}
    return AUDIT_FILE in names and names <= {AUDIT_FILE, "audit.md", "index.html", STATEMENTS, CERTIFICATES}


def write_audit(target: Path, files: Mapping[str, str]) -> None:
    """Write the directory as a whole; an older audit is replaced."""
    require_audit_directory(target)
    write_directory(target, files, (STATEMENTS, CERTIFICATES))


def read_audit(directory: Path) -> dict[str, Any]:
    """The audit.json of a directory; InputError if it is not there or not an audit."""
    return read_claims(
        directory,
        AUDIT_FILE,
        "an audit",
        "poc-symbolic audit",
        lambda claim: isinstance(claim, dict) and isinstance(claim.get("id"), str),
    )
