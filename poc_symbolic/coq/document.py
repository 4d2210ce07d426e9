"""Files of theorems: one for each item of the paper, with a module for each claim."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from poc_symbolic.coq.term import Unsupported
from poc_symbolic.coq.theorem import Block, module_name, proposition

NAME = r"part_\d+(?:_real|_domain)?|mutant_\d+|refuted"
BLOCK = re.compile(
    rf"(?:Theorem|Lemma|Example) ({NAME}) :\n((?:  .*\n)+?)Proof\.\n((?:  .*\n)*?)Qed\.\n", flags=re.MULTILINE
)
COMMENT = re.compile(r"\(\* (?:(?!\(\*|\*\))[^\n\"])* \*\)")
COMMAND = re.compile(
    r"(?:^\s*|\.\s+|[{}]\s*)[-+*\s]*[A-Z#]", flags=re.MULTILINE
)  # in a proof: a sentence that is no tactic
AXIOM = re.compile(r"^([\w']+(?:\.[\w']+)*)\s*(?::|$)", flags=re.MULTILINE)

# What Coq's own real numbers rest on, and what CoqInterval computes with.
REALS = {
    "ClassicalDedekindReals.sig_forall_dec",
    "ClassicalDedekindReals.sig_not_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
    "Classical_Prop.classic",
}
COMPUTATION = re.compile(r"(Uint63|PrimInt63|FloatAxioms|PrimFloat|FloatOps)\.\w+")


@dataclass(frozen=True)
class Part:
    """One claim in Coq: its statements and what is shown of them.

    ``settled`` is "proved" or "refuted", and then ``refuted`` is the number of the statement that fails;
    ``mutants`` are (text, statement) of false neighbours.
    """

    id: str
    settled: str
    statements: tuple[Mapping[str, Any], ...]
    refuted: int | None
    mutants: tuple[tuple[str, Mapping[str, Any]], ...]
    text: str
    libraries: tuple[str, ...]
    mutants_left_out: int = 0

    @property
    def file(self) -> str:
        """The file that holds the claim."""
        return file_name(self.id)


def file_name(claim_id: str) -> str:
    """The file of a claim's item: the first part of its id."""
    return module_name(claim_id.partition("/")[0]) + ".v"


@cache
def _text(name: str) -> str:
    return files("poc_symbolic.coq").joinpath(name).read_text(encoding="utf-8")


def part(
    claim_id: str,
    heading: Sequence[str],
    statements: Sequence[Mapping[str, Any]],
    certificate: Mapping[str, Any],
    mutants: Iterable[tuple[str, Mapping[str, Any], Mapping[str, str]]] = (),
) -> Part:
    """The module of one claim; Unsupported if the export has no words for it.

    ``heading`` is what a reader should know, line by line; ``mutants`` are (text, statement, witness), of which those
    that cannot be put in words are counted and left out.
    """
    block = Block()
    if certificate["status"] == "refuted":
        block.refuted("refuted", statements[certificate["part"]], certificate["witness"])
    else:
        for number, (statement, proof) in enumerate(zip(statements, certificate["parts"], strict=True), 1):
            block.proved(f"part_{number}", statement, proof)
    kept: list[tuple[str, Mapping[str, Any]]] = []
    left_out = 0
    for text, statement, witness in mutants:
        more = Block()
        try:
            more.refuted(f"mutant_{len(kept) + 1}", statement, witness)
        except Unsupported:
            left_out += 1
            continue
        block.lines += [comment(f"False neighbour: {text}"), *more.lines]
        block.interval |= more.interval
        kept.append((text, statement))
    name = module_name(claim_id)
    body = "\n".join(block.lines)
    libraries = ("Coquelicot",) * ("erive" in body) + ("Interval",) * block.interval
    head = "\n".join(map(comment, heading))
    text = f"Module {name}.\n{head}\n\n{body}\n\nEnd {name}.\n"
    failing = certificate.get("part")
    return Part(claim_id, certificate["status"], tuple(statements), failing, tuple(kept), text, libraries, left_out)


def comment(text: str) -> str:
    """A comment on one line, without what would end it or open a string."""
    return "(* " + re.sub(r"\s+", " ", text.replace('"', "'").replace("(*", "( *").replace("*)", "* )")) + " *)"


def document(parts: Sequence[Part]) -> str:
    """A file that needs nothing but Coq's libraries."""
    libraries = {library for one in parts for library in one.libraries}
    lines = [_text("head.v") + "From Coq Require Import Reals Lra ZArith Arith."]
    if "Coquelicot" in libraries:
        lines.append("From Coquelicot Require Import Coquelicot.")
    if "Interval" in libraries:
        lines.append("From Interval Require Import Tactic.")
    lines += ["Local Open Scope R_scope.", "", _text("prelude.v")]
    if "Coquelicot" in libraries:
        lines.append(_text("derivatives.v"))
    return "\n".join([*lines, *(one.text for one in parts)])


def theorems(claim: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, text) of the theorems that a claim's module must hold, from the statements of its row in the manifest."""
    if claim["settled"] == "refuted":
        wanted = [("refuted", f"~ ({proposition(claim['statements'][claim['refuted']])})")]
    else:
        wanted = [(f"part_{i}", proposition(statement)) for i, statement in enumerate(claim["statements"], 1)]
    for i, mutant in enumerate(claim["mutants"], 1):
        wanted.append((f"mutant_{i}", f"~ ({proposition(mutant['statement'])})"))
    return [(name, f"Theorem {name} :\n  {text}.") for name, text in wanted]


def theorem_digest(statements: Sequence[Mapping[str, Any]], settled: str, refuted: int | None) -> str:
    """A fingerprint of the theorems that settle a claim, as they stand in the file, without their proofs."""
    row = {"statements": statements, "settled": settled, "refuted": refuted, "mutants": []}
    return hashlib.sha256("\n".join(text for _, text in theorems(row)).encode()).hexdigest()


def forbidden(module: str) -> str:
    """What a module holds beside theorems of the expected names with their proofs, or the empty string.

    A proof may hold tactics only: no command stands in it by which it could be left out or a name change its meaning.
    """
    _, _, body = module.partition("\n")
    inner, _, _ = body.rpartition("\nEnd ")
    for name, statement, proof in BLOCK.findall(inner):
        if re.search(r"\.\s", statement.rstrip().removesuffix(".")) or '"' in statement + proof:
            return f"more than one sentence in the theorem {name}"
        if "(*" in statement + proof or "*)" in statement + proof or COMMAND.search(proof):
            return f"something else than tactics in the proof of {name}"
    rest = [line for line in BLOCK.sub("", inner).splitlines() if line and not COMMENT.fullmatch(line)]
    return f"the line {rest[0][:60]!r}" if rest else ""


def stated_again(claims: Sequence[Mapping[str, Any]]) -> str:
    """Each theorem once more, outside its module, and ``all_of_them`` together."""
    lines: list[str] = []
    names: list[str] = []
    for claim in claims:
        for name, text in theorems(claim):
            names.append(f"same_{len(names)}")
            proposition = text.partition(" :")[2].removesuffix(".")
            lines.append(f"Definition {names[-1]} :{proposition} := {module_name(claim['id'])}.{name}.")
    return "\n".join([*lines, f"Definition all_of_them := ({', '.join(names)}).", ""])


def axioms(said: str) -> set[str]:
    """The names that Print Assumptions lists."""
    return set(AXIOM.findall(said)) - {"Axioms"}


def unexpected(found: set[str]) -> list[str]:
    """The axioms that are neither those of the real numbers nor of CoqInterval's machine numbers."""
    return sorted(name for name in found - REALS if not COMPUTATION.fullmatch(name))


def modules(text: str) -> tuple[str, dict[str, str]]:
    """The head of a file, and its modules by name."""
    pieces = re.split(r"^Module (\w+)\.$", text, flags=re.MULTILINE)
    found = {}
    for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
        inner, end, _ = body.partition(f"\nEnd {name}.\n")
        found[name] = f"Module {name}.{inner}{end}"
    return pieces[0], found
