"""What Coq accepted: a file of theorem digests, written by ``verify --coq`` and read by an audit.

A digest is that of the theorems as they stand in the export, which come from the ledger's statement alone. So a claim
counts as accepted only as long as its statement, its verdict and the way in which theorems are written are the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from poc_symbolic.coq.document import theorem_digest
from poc_symbolic.coq.term import Unsupported
from poc_symbolic.errors import InputError

SCHEMA_VERSION = 1


def theorem_of(statements: Sequence[Mapping[str, Any]], certificate: Mapping[str, Any]) -> str | None:
    """The digest of the theorems that would settle these statements in the way that the certificate does."""
    try:
        return theorem_digest(statements, certificate["status"], certificate.get("part"))
    except Unsupported:
        return None


def acceptance_text(version: str, axioms: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The file: one line for each accepted claim, {"id", "theorem", "mutants"}."""
    head = {"schema_version": SCHEMA_VERSION, "coq": version, "axioms": list(axioms)}
    parts = [f" {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items()]
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    return f'{{\n{"".join(parts)} "accepted": [\n{lines}\n ]\n}}\n'


def read_acceptance(path: Path) -> dict[str, str]:
    """The digest of the accepted theorems by claim; InputError if the file is not there or something else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(row["id"]): str(row["theorem"]) for row in data["accepted"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path} cannot be read as what Coq accepted ({type(error).__name__}).") from error
