"""Re-check what an audit has written, with the kernel as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from poc_symbolic.report.directory import CERTIFICATES, STATEMENTS, file_name, read_audit

SETTLED = {
    "proved": "proved",
    "refuted": "refuted",
    "gap": "refuted",
}  # what the kernel must show for each status


@dataclass(frozen=True)
class Recheck:
    """One claim's evidence, looked at again.

    ``answer`` is "accepted", "rejected", "missing" (a file or the claim itself is not there) or "other"
    (settled by something that is not the kernel, such as a second ball computation); ``by`` names who.
    """

    id: str
    answer: str
    by: str | None
    reason: str


def recheck(directory: Path) -> list[Recheck]:
    """Every claim of ``audit.json`` that is settled, and every certificate that no claim owns.

    Each pair of statement and certificate goes to ``python -I -S kernel.py``, where only the standard library
    can be imported. Raises InputError if the directory holds no audit.
    """
    claims = read_audit(directory)["claims"]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(lambda claim: _claim(directory, claim), claims))
    owned = {file_name(claim["id"]) for claim in claims}
    strays = [
        path
        for folder in (STATEMENTS, CERTIFICATES)
        for path in (directory / folder).glob("*")
        if path.name not in owned
    ]
    results = [result for result in found if result is not None]
    reason = "no claim in audit.json owns this file"
    return results + [Recheck(f"{p.parent.name}/{p.name}", "missing", None, reason) for p in sorted(strays)]


def _claim(directory: Path, claim: dict[str, Any]) -> Recheck | None:
    """None where there is nothing to check: by hand, verified or undecided, and no certificate."""
    name, status, by = claim["id"], claim.get("status"), claim.get("checked_by") or []
    statement, certificate = (directory / folder / file_name(name) for folder in (STATEMENTS, CERTIFICATES))
    settled = SETTLED.get(str(status))
    if settled is None:
        return Recheck(name, "rejected", None, f"a {status} claim has a certificate") if certificate.exists() else None
    if not certificate.exists() and not claim.get("certificate") and by and "kernel" not in by:
        return Recheck(name, "other", ", ".join(by), "no certificate for the kernel")
    for path in (statement, certificate):
        if not path.is_file():
            return Recheck(name, "missing", None, f"{path.parent.name}/{path.name} is not there")
    return _kernel(name, statement, certificate, settled)


def _kernel(name: str, statement: Path, certificate: Path, settled: str) -> Recheck:
    command = [sys.executable, "-I", "-S", kernel_file(), str(statement), str(certificate)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    said = (done.stdout or done.stderr).strip().splitlines()
    last = said[-1] if said else f"exit code {done.returncode}"
    if done.returncode != 0 or last != f"accepted: {settled}":
        return Recheck(name, "rejected", None, last)
    return Recheck(name, "accepted", "kernel", last)


def kernel_file() -> str:
    """The path of the kernel, found without importing it."""
    spec = find_spec("poc_symbolic.rigor.kernel")
    assert spec is not None and spec.origin is not None
    return spec.origin


def recheck_json(results: list[Recheck]) -> dict[str, Any]:
    """The counts, who accepted, and each result."""
    answers = Counter(result.answer for result in results)
    by = Counter(result.by for result in results if result.by is not None)
    return {
        "answers": {name: answers[name] for name in ("accepted", "rejected", "missing", "other")},
        "by": dict(sorted(by.items())),
        "claims": [dict(result.__dict__) for result in results],
    }
