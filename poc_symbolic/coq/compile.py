"""Have Coq check an export: in parallel, each file under a time limit."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from poc_symbolic.coq.acceptance import acceptance_text
from poc_symbolic.coq.document import (
    Part,
    assumptions,
    axioms,
    document,
    forbidden,
    modules,
    theorem_digest,
    theorems,
    unexpected,
)
from poc_symbolic.coq.export import ACCEPTED, read_manifest
from poc_symbolic.coq.theorem import module_name
from poc_symbolic.errors import InputError
from poc_symbolic.files import write_whole

TIME_LIMIT = 300  # seconds for a file, and for each of its claims alone where the file does not compile
PROBE = "From Coquelicot Require Import Coquelicot.\nFrom Interval Require Import Tactic.\n"


class ToolMissing(Exception):
    """Coq, or a library that the export needs, is not installed."""


@dataclass(frozen=True)
class Checked:
    """What Coq said of one claim: "accepted", "rejected" or "timed out"; and on which axioms its file rests."""

    id: str
    answer: str
    settled: str
    digest: str
    mutants: int = 0
    reason: str = ""
    axioms: frozenset[str] = frozenset()


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


def version(path: str) -> str:
    """The version of Coq."""
    done = subprocess.run([path, "-print-version"], capture_output=True, text=True, errors="replace", check=False)
    return done.stdout.partition(" ")[0]


def _compile(path: str, folder: Path, name: str, text: str, limit: int) -> tuple[str, str]:
    """The answer, and what Coq says of the axioms or of the first error."""
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
    return "accepted", done.stdout


def check_export(
    directory: Path, *, jobs: int = 1, limit: int = TIME_LIMIT, on_done: Callable[[str], None] | None = None
) -> list[Checked]:
    """Compile every file of an export; nothing in the directory but ``accepted.json`` is written.

    A claim is accepted only if its module holds theorems and their proofs by tactics and nothing else, if the theorems
    are those that its statements call for, and if they rest on no axioms but those of Coq's real numbers and
    CoqInterval's machine numbers. Where a file does not compile, its claims are tried one by one.
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

    longest_first = sorted(groups.items(), key=lambda item: -_size(directory / item[0]))
    with ThreadPoolExecutor(jobs) as pool:
        found = [checked for rows in pool.map(work, longest_first) for checked in rows]
    order = {claim["id"]: number for number, claim in enumerate(claims)}
    found.sort(key=lambda checked: order[checked.id])
    write_whole(directory / ACCEPTED, accepted_text(found, version(path)).encode())
    return found


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _file(path: str, file: Path, claims: list[dict[str, Any]], limit: int) -> list[Checked]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read ({type(error).__name__}); export again.") from error
    head, found = modules(text)
    wrong = {claim["id"]: _fault(claim, found.get(module_name(claim["id"]), ""), head) for claim in claims}
    good = [claim for claim in claims if wrong[claim["id"]] == ""]
    results = {c["id"]: _checked(c, "rejected", wrong[c["id"]]) for c in claims if wrong[c["id"]] != ""}

    def tried(some: list[dict[str, Any]]) -> Checked:
        """What Coq says of some of the claims together, as an answer to the first."""
        names = [module_name(claim["id"]) for claim in some]
        whole = "\n".join([head, *(found[name] for name in names), assumptions(names, some)])
        answer, said = _compile(path, folder, file.name, whole, limit)
        if answer != "accepted":
            return _checked(some[0], answer, said)
        more = unexpected(axioms(said))
        if more:
            return _checked(some[0], "rejected", f"the proofs rest on {', '.join(more)}")
        return replace(_checked(some[0], answer, ""), axioms=frozenset(axioms(said)))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        together = tried(good) if good else None
        for claim in good:
            if together is not None and (together.answer == "accepted" or len(good) == 1):
                one = _checked(claim, together.answer, together.reason)
                results[claim["id"]] = replace(one, axioms=together.axioms)
            else:
                results[claim["id"]] = tried([claim])
    return [results[claim["id"]] for claim in claims]


def _checked(claim: Mapping[str, Any], answer: str, reason: str) -> Checked:
    return Checked(claim["id"], answer, claim["settled"], claim["digest"], len(claim["mutants"]), reason)


def _fault(claim: Mapping[str, Any], module: str, head: str) -> str:
    """Why a module does not say what the claim says, or the empty string."""
    if head not in _heads():
        return "the lemmas at the head of the file are not those of this version"
    if theorem_digest(claim["statements"], claim["settled"], claim["refuted"]) != claim["digest"]:
        return "the statements do not have the digest that stands beside them"
    for name, text in theorems(claim):
        if f"\n{text}\nProof.\n" not in module:
            return f"the theorem {name} is not what the statement says"
    return forbidden(module)


def _heads() -> list[str]:
    """What may stand before the first module of an exported file."""
    sets = ((), ("Coquelicot",), ("Interval",), ("Coquelicot", "Interval"))
    return [document([Part("", "proved", (), None, (), "", libraries)]) for libraries in sets]


def accepted_text(found: Sequence[Checked], coq: str) -> str:
    """The file that says which theorems Coq accepted and on which axioms they rest."""
    good = [checked for checked in found if checked.answer == "accepted"]
    names = sorted(frozenset().union(*(checked.axioms for checked in good)))
    return acceptance_text(coq, names, [{"id": c.id, "theorem": c.digest, "mutants": c.mutants} for c in good])


def checked_json(found: Sequence[Checked]) -> dict[str, Any]:
    """The counts and each answer."""
    answers = {name: sum(c.answer == name for c in found) for name in ("accepted", "rejected", "timed out")}
    return {
        "answers": answers,
        "mutants": sum(c.mutants for c in found if c.answer == "accepted"),
        "axioms": sorted(frozenset().union(*(c.axioms for c in found))),
        "claims": [{"id": c.id, "answer": c.answer, "settled": c.settled, "reason": c.reason} for c in found],
    }
