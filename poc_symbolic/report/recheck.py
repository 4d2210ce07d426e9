"""Re-check what an audit has written, with the kernel and the trajectory checker as programs of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from poc_symbolic.report.directory import read_audit
from poc_symbolic.report.rendering import CERTIFICATES, STATEMENTS, file_name

KERNEL, CHECKER = "poc_symbolic.rigor.kernel", "poc_symbolic.enclosure.checker"
SETTLED = {
    "proved": "proved",
    "refuted": "refuted",
    "gap": "refuted",
}  # what the kernel must show for each status


@dataclass(frozen=True)
class Recheck:
    """One claim's evidence, looked at again.

    ``answer`` is "accepted", "rejected", "missing" (a file or the claim itself is not there) or "other"
    (settled without a certificate); ``by`` names who: "kernel" or "ball".
    """

    id: str
    answer: str
    by: str | None
    reason: str


def recheck(directory: Path) -> list[Recheck]:
    """Every claim of ``audit.json`` that is settled, and every certificate that no claim owns.

    Each pair of statement and certificate goes to ``python -I -S kernel.py`` (or to the checker of trajectories, if
    the statement is about one), where only the standard library can be imported. A certificate of a ball
    computation is computed again in this process. Raises InputError if the directory holds no audit.
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
    kind = _kind(statement, certificate)
    if kind == "balls":
        return _balls(name, statement, certificate, settled)
    program, by = (CHECKER, "ball") if kind == "trajectory" else (KERNEL, "kernel")
    return _program(name, program, by, (statement, certificate), settled)


def _kind(statement: Path, certificate: Path) -> str:
    """What the files ask for; files that cannot be read go to the kernel, which rejects them."""
    try:
        data, shown = (json.loads(path.read_text(encoding="utf-8")) for path in (statement, certificate))
        if "trajectory" in data:
            return "trajectory"
        return "balls" if any("balls" in part for part in (shown, *shown.get("parts", ()))) else "kernel"
    except (AttributeError, OSError, TypeError, ValueError, RecursionError):
        return "kernel"


def _balls(name: str, statement: Path, certificate: Path, settled: str) -> Recheck:
    from poc_symbolic.claims.evidence import NotConfirmed, check
    from poc_symbolic.rigor.kernel import Rejected

    try:
        answer, by = check(*(json.loads(path.read_text(encoding="utf-8")) for path in (statement, certificate)))
    except (NotConfirmed, Rejected, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as reason:
        return Recheck(name, "rejected", None, f"{type(reason).__name__}: {reason}")
    if answer != settled:
        return Recheck(name, "rejected", None, f"the second computation says {answer}")
    return Recheck(name, "accepted", ", ".join(by), f"accepted: {answer}")


def _program(name: str, module: str, by: str, files: tuple[Path, Path], settled: str) -> Recheck:
    command = [sys.executable, "-I", "-S", _file(module), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    said = (done.stdout or done.stderr).strip().splitlines()
    last = said[-1] if said else f"exit code {done.returncode}"
    if done.returncode != 0 or last != f"accepted: {settled}":
        return Recheck(name, "rejected", None, last)
    return Recheck(name, "accepted", by, last)


def _file(module: str) -> str:
    """The path of a module, found without importing it."""
    spec = find_spec(module)
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
