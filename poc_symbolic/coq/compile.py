"""Have Coq check an export: in parallel, each file under a time limit."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from poc_symbolic.coq.acceptance import acceptance_text
from poc_symbolic.coq.document import (
    Part,
    axioms,
    document,
    forbidden,
    modules,
    stated_again,
    theorem_digest,
    theorems,
    unexpected,
)
from poc_symbolic.coq.export import ACCEPTED, read_manifest
from poc_symbolic.coq.theorem import module_name
from poc_symbolic.errors import InputError
from poc_symbolic.files import write_whole

TIME_LIMIT = 300  # seconds for a file, and for each of its claims alone where the file does not compile
LIBRARY = "Claims"  # the name under which the files of an export see each other
PROBE = "From Coquelicot Require Import Coquelicot.\nFrom Interval Require Import Tactic.\n"


class ToolMissing(Exception):
    """Coq, or a library that the export needs, is not installed."""


@dataclass(frozen=True)
class Checked:
    """What Coq said of one claim: "accepted", "rejected" or "timed out"; and in which compiled file it stands."""

    id: str
    answer: str
    settled: str
    digest: str
    mutants: int = 0
    reason: str = ""
    library: str = ""


@dataclass(frozen=True)
class Answers:
    """What Coq said of an export, on which axioms the accepted theorems rest, and which version it was."""

    claims: tuple[Checked, ...]
    axioms: tuple[str, ...]
    version: str


def coqc() -> str:
    """The path of the compiler; ToolMissing if it or CoqInterval is not there."""
    path = shutil.which("coqc")
    if path is None:
        raise ToolMissing("coqc is not installed; on Debian: apt-get install coq libcoq-interval")
    with tempfile.TemporaryDirectory() as folder:
        answer, _ = _compile(path, Path(folder), "probe", PROBE, TIME_LIMIT)
    if answer != "accepted":
        raise ToolMissing("CoqInterval cannot be loaded; on Debian: apt-get install libcoq-interval")
    return path


def _version(path: str) -> str:
    """The version of Coq."""
    done = subprocess.run([path, "-print-version"], capture_output=True, text=True, errors="replace", check=False)
    return done.stdout.partition(" ")[0]


def _compile(path: str, folder: Path, name: str, text: str, limit: int) -> tuple[str, str]:
    """The answer, and what Coq says."""
    (folder / f"{name}.v").write_text(text, encoding="utf-8", newline="\n")
    command = [path, "-q", "-w", "none", "-Q", ".", LIBRARY, f"{name}.v"]
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
) -> Answers:
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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def work(item: tuple[str, list[dict[str, Any]]]) -> list[Checked]:
            found = _file(path, folder, directory / item[0], item[1], limit)
            if on_done is not None:
                on_done(item[0])
            return found

        longest_first = sorted(groups.items(), key=lambda item: -_size(directory / item[0]))
        with ThreadPoolExecutor(jobs) as pool:
            found = [checked for rows in pool.map(work, longest_first) for checked in rows]
        found, rest = _resting(path, folder, found, limit)
    order = {claim["id"]: number for number, claim in enumerate(claims)}
    found.sort(key=lambda checked: order[checked.id])
    answers = Answers(tuple(found), tuple(sorted(rest)), _version(path))
    write_whole(directory / ACCEPTED, accepted_text(answers).encode())
    return answers


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _file(path: str, folder: Path, file: Path, claims: list[dict[str, Any]], limit: int) -> list[Checked]:
    """The claims of one file, together or else one by one."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read ({type(error).__name__}); export again.") from error
    head, found = modules(text)
    wrong = {claim["id"]: _fault(claim, found.get(module_name(claim["id"]), ""), head) for claim in claims}
    good = [claim for claim in claims if wrong[claim["id"]] == ""]
    results = {c["id"]: _checked(c, "rejected", wrong[c["id"]]) for c in claims if wrong[c["id"]] != ""}

    def tried(library: str, some: list[dict[str, Any]]) -> list[Checked]:
        whole = "\n".join([head, *(found[module_name(claim["id"])] for claim in some), stated_again(some)])
        answer, said = _compile(path, folder, library, whole, limit)
        return [_checked(c, answer, "" if answer == "accepted" else said, library) for c in some]

    together = tried(file.stem, good) if good else []
    if len(good) > 1 and together[0].answer != "accepted":
        together = [one for number, c in enumerate(good) for one in tried(f"{file.stem}_{number}", [c])]
    results |= {checked.id: checked for checked in together}
    return [results[claim["id"]] for claim in claims]


def _resting(path: str, folder: Path, found: list[Checked], limit: int) -> tuple[list[Checked], set[str]]:
    """The answers with a look at what the accepted theorems rest on, all together or else file by file."""
    libraries = list(dict.fromkeys(checked.library for checked in found if checked.answer == "accepted"))
    names, rest = _axioms(path, folder, libraries, limit)
    if names == []:
        return found, rest
    out, rest = {}, set()
    for library in libraries:
        names, more = _axioms(path, folder, [library], limit)
        out[library] = names
        rest |= more if names == [] else set()
    return [
        replace(c, answer="rejected", reason=f"the file rests on {', '.join(out[c.library])}")
        if out.get(c.library, []) != [] and c.answer == "accepted"
        else c
        for c in found
    ], rest


def _axioms(path: str, folder: Path, libraries: list[str], limit: int) -> tuple[list[str], set[str]]:
    """What must not be among the axioms of these compiled files, and all axioms."""
    if not libraries:
        return [], set()
    lines = [f"From {LIBRARY} Require {' '.join(libraries)}."]
    lines.append(f"Definition all_of_them := ({', '.join(f'{name}.all_of_them' for name in libraries)}).")
    answer, said = _compile(path, folder, "all_files", "\n".join([*lines, "Print Assumptions all_of_them.", ""]), limit)
    if answer != "accepted":
        return [f"what Coq did not say ({answer}: {said})"], set()
    return unexpected(axioms(said)), axioms(said)


def _checked(claim: Mapping[str, Any], answer: str, reason: str, library: str = "") -> Checked:
    return Checked(claim["id"], answer, claim["settled"], claim["digest"], len(claim["mutants"]), reason, library)


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


def accepted_text(found: Answers) -> str:
    """The file that says which theorems Coq accepted and on which axioms they rest."""
    rows = [{"id": c.id, "theorem": c.digest, "mutants": c.mutants} for c in found.claims if c.answer == "accepted"]
    return acceptance_text(found.version, found.axioms, rows)


def checked_json(found: Answers) -> dict[str, Any]:
    """The counts and each answer."""
    claims = found.claims
    return {
        "answers": {name: sum(c.answer == name for c in claims) for name in ("accepted", "rejected", "timed out")},
        "mutants": sum(c.mutants for c in claims if c.answer == "accepted"),
        "axioms": list(found.axioms),
        "claims": [{"id": c.id, "answer": c.answer, "settled": c.settled, "reason": c.reason} for c in claims],
    }
