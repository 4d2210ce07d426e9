"""Have Coq check an export: in parallel, each file under a time limit."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poc_symbolic.coq.document import Part, document, forbidden, modules, theorems
from poc_symbolic.coq.export import ACCEPTED, digest, read_manifest
from poc_symbolic.coq.theorem import module_name
from poc_symbolic.errors import InputError
from poc_symbolic.files import write_whole

TIME_LIMIT = 120  # seconds for a file, and for each of its claims alone where the file does not compile
PROBE = "From Coquelicot Require Import Coquelicot.\nFrom Interval Require Import Tactic.\n"


class ToolMissing(Exception):
    """Coq, or a library that the export needs, is not installed."""


@dataclass(frozen=True)
class Checked:
    """What Coq said of one claim: "accepted", "rejected" or "timed out"."""

    id: str
    answer: str
    settled: str
    digest: str
    reason: str = ""


def coqc() -> str:
    """The path of the compiler; ToolMissing if it or CoqInterval is not there."""
    path = shutil.which("coqc")
    if path is None:
        raise ToolMissing("coqc is not installed; on Debian: apt-get install coq libcoq-interval")
    with tempfile.TemporaryDirectory() as folder:
        answer, _ = _compile(path, Path(folder), "probe.v", PROBE, TIME_LIMIT)
    if answer != "accepted":
        raise ToolMissing("CoqInterval cannot be loaded; on Debian: apt-get install libcoq-interval")
    return path


def _compile(path: str, folder: Path, name: str, text: str, limit: int) -> tuple[str, str]:
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    command = [path, "-q", "-w", "none", "-o", f"{name}o", name]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return "timed out", f"more than {limit} s"
    if done.returncode != 0:
        return "rejected", " ".join(done.stderr.split())[:400]
    return "accepted", ""


def check_export(
    directory: Path, *, jobs: int = 1, limit: int = TIME_LIMIT, on_done: Callable[[str], None] | None = None
) -> list[Checked]:
    """Compile every file of an export; nothing in the directory but ``accepted.json`` is written.

    A module counts only if it holds the theorems that its claim's statements call for, and no word by which a proof
    could be left out. Where a file does not compile, its claims are tried one by one.
    """
    claims = read_manifest(directory)["claims"]
    path = coqc()
    groups: dict[str, list[dict[str, Any]]] = {}
    for claim in claims:
        groups.setdefault(claim["file"], []).append(claim)

    def work(item: tuple[str, list[dict[str, Any]]]) -> list[Checked]:
        found = _file(path, directory / item[0], item[1], limit)
        if on_done is not None:
            on_done(item[0])
        return found

    with ThreadPoolExecutor(jobs) as pool:
        found = [checked for rows in pool.map(work, groups.items()) for checked in rows]
    order = {claim["id"]: number for number, claim in enumerate(claims)}
    found.sort(key=lambda checked: order[checked.id])
    _record(directory, found)
    return found


def _file(path: str, file: Path, claims: list[dict[str, Any]], limit: int) -> list[Checked]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read ({type(error).__name__}); export again.") from error
    head, found = modules(text)
    wrong = {claim["id"]: _fault(claim, found.get(module_name(claim["id"]), ""), head) for claim in claims}
    good = [claim for claim in claims if wrong[claim["id"]] == ""]
    results = {c["id"]: _checked(c, "rejected", wrong[c["id"]]) for c in claims if wrong[c["id"]] != ""}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = [found[module_name(claim["id"])] for claim in good]
        answer, reason = _compile(path, folder, file.name, "\n".join([head, *whole]), limit) if good else ("", "")
        for claim, module in zip(good, whole, strict=True):
            if answer != "accepted" and len(good) > 1:
                answers = _compile(path, folder, file.name, f"{head}\n{module}", limit)
                results[claim["id"]] = _checked(claim, *answers)
            else:
                results[claim["id"]] = _checked(claim, answer, reason)
    return [results[claim["id"]] for claim in claims]


def _checked(claim: Mapping[str, Any], answer: str, reason: str) -> Checked:
    return Checked(claim["id"], answer, claim["settled"], claim["digest"], reason)


def _fault(claim: Mapping[str, Any], module: str, head: str) -> str:
    """Why a module does not say what the claim says, or the empty string."""
    if head not in _heads():
        return "the lemmas at the head of the file are not those of this version"
    if digest({"claim": claim["id"], "statements": claim["statements"]}) != claim["digest"]:
        return "the statements do not have the digest that stands beside them"
    for name, text in theorems(claim):
        if f"\n{text}\nProof.\n" not in module:
            return f"the theorem {name} is not what the statement says"
    word = forbidden(module)
    return f"the word {word} has no place in a proof" if word else ""


def _heads() -> list[str]:
    """What may stand before the first module of an exported file."""
    sets = ((), ("Coquelicot",), ("Interval",), ("Coquelicot", "Interval"))
    return [document([Part("", "proved", (), None, (), "", libraries)]) for libraries in sets]


def _record(directory: Path, found: list[Checked]) -> None:
    rows = [{"id": c.id, "digest": c.digest, "settled": c.settled} for c in found if c.answer == "accepted"]
    text = json.dumps({"schema_version": 1, "accepted": rows}, indent=1) + "\n"
    write_whole(directory / ACCEPTED, text.encode())


def checked_json(found: list[Checked]) -> dict[str, Any]:
    """The counts and each answer."""
    answers = {name: sum(c.answer == name for c in found) for name in ("accepted", "rejected", "timed out")}
    return {
        "answers": answers,
        "claims": [{"id": c.id, "answer": c.answer, "settled": c.settled, "reason": c.reason} for c in found],
    }
