"""Files of theorems: one for each item of the paper, with a module for each claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from poc_symbolic.coq.term import Unsupported
from poc_symbolic.coq.theorem import Block, module_name, proposition

PROVED = re.compile(r"(Theorem|Lemma|Example) (part_\d+(_real|_domain)?|mutant_\d+|refuted) :")
FORBIDDEN = re.compile(
    r"\b(Admitted|admit|give_up|Abort|Axioms?|Parameters?|Hypothes[ie]s|Variables?|Context|Conjecture|Declare|Notation"
    r"|Infix|Coercion|Definition|Fixpoint|Let|Instance|Unset|Set|Load|Add|Drop|Ltac|Bind|Arguments|Canonical|Theorem"
    r"|Lemma|Example|Fact|Remark|Corollary|Proposition|Property|Goal|Inductive|CoInductive|Record|Class|Structure"
    r"|Section|Require|Import|Export|Include|Module|Program|Scheme|Primitive|Hint|Opaque|Transparent)\b"
)


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
    heading: str,
    statements: Sequence[Mapping[str, Any]],
    certificate: Mapping[str, Any],
    mutants: Iterable[tuple[str, Mapping[str, Any], Mapping[str, str]]] = (),
) -> Part:
    """The module of one claim; Unsupported if the export has no words for it.

    ``mutants`` are (text, statement, witness); those that cannot be put in words are counted and left out.
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
    text = f"Module {name}.\n{comment(heading)}\n\n{body}\n\nEnd {name}.\n"
    failing = certificate.get("part")
    return Part(claim_id, certificate["status"], tuple(statements), failing, tuple(kept), text, libraries, left_out)


def comment(text: str) -> str:
    """A comment on one line, without what would end it or open a string."""
    return "(* " + re.sub(r"\s+", " ", text.replace('"', "'").replace("(*", "( *").replace("*)", "* )")) + " *)"


def document(parts: Sequence[Part]) -> str:
    """A file that needs nothing but Coq's libraries."""
    libraries = {library for one in parts for library in one.libraries}
    lines = ["From Coq Require Import Reals Lra ZArith Arith."]
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


def forbidden(module: str) -> str:
    """The first word of a module, outside its own theorems, by which a proof could be left out or a name changed."""
    for line in module.splitlines()[1:]:
        found = None if line.startswith("(* ") or PROVED.fullmatch(line) else FORBIDDEN.search(line)
        if found:
            return found.group()
    return ""


def modules(text: str) -> tuple[str, dict[str, str]]:
    """The head of a file, and its modules by name."""
    pieces = re.split(r"^Module (\w+)\.$", text, flags=re.MULTILINE)
    found = {}
    for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
        inner, end, _ = body.partition(f"\nEnd {name}.\n")
        found[name] = f"Module {name}.{inner}{end}"
    return pieces[0], found
