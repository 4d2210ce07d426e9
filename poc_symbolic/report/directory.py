"""The directory that ``audit --out`` writes and ``verify`` reads: whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poc_symbolic.claims.runner import Audit, Outcome
from poc_symbolic.errors import InputError
from poc_symbolic.report.data import to_text
from poc_symbolic.report.html import html_page
from poc_symbolic.report.markdown import markdown_page

AUDIT_FILE = "audit.json"
STATEMENTS, CERTIFICATES = "statements", "certificates"


def file_name(claim_id: str) -> str:
    """The file name of a claim's statement and certificate: ``/`` becomes ``__``."""
    return claim_id.replace("/", "__") + ".json"


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


def require_writable(target: Path) -> None:
    """InputError unless ``target`` is new, empty, or an audit that may be replaced."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError(f"{target} is not a directory; give --out the name of a new one.")
    if target.is_dir() and any(target.iterdir()) and not _is_audit(target):
        raise InputError(f"{target} holds other files and no audit; give --out a new or an empty directory.")
    parent = target.absolute().parent
    if not parent.is_dir():
        raise InputError(f"The directory {parent} does not exist; create it first.")
    if not os.access(parent, os.W_OK):
        raise InputError(f"The directory {parent} cannot be written to; choose another place for --out.")


def _is_audit(target: Path) -> bool:
    """Only what an audit writes, so that replacing the directory loses nothing else."""
    names = {entry.name for entry in target.iterdir()}
    return AUDIT_FILE in names and names <= {AUDIT_FILE, "audit.md", "index.html", STATEMENTS, CERTIFICATES}


def write_directory(target: Path, files: Mapping[str, str]) -> None:
    """Write all files into a sibling of ``target``, then rename it; an older audit is replaced as a whole."""
    require_writable(target)
    final = target.absolute()
    try:
        building = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
        try:
            whole = building / "new"
            for folder in (whole, whole / STATEMENTS, whole / CERTIFICATES):
                folder.mkdir()
            for path, text in files.items():
                (whole / path).write_text(text, encoding="utf-8", newline="\n")
            if final.exists():
                final.rename(building / "old")
            try:
                whole.rename(final)
            except OSError:
                (building / "old").rename(final)
                raise
        finally:
            shutil.rmtree(building)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error


def read_audit(directory: Path) -> dict[str, Any]:
    """The audit.json of a directory; InputError if it is not there or not an audit."""
    path = directory / AUDIT_FILE
    if not directory.is_dir():
        raise InputError(f"{directory} is not a directory; give one that 'poc-symbolic audit --out' has written.")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path} cannot be read as an audit ({type(error).__name__}).") from error
    claims = data.get("claims") if isinstance(data, dict) else None
    if not isinstance(claims, list) or not all(isinstance(c, dict) and isinstance(c.get("id"), str) for c in claims):
        raise InputError(f"{path} is not an audit: it has no list of claims.")
    return dict(data)
