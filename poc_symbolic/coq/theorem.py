"""Theorems from statements: what is printed here comes from the ledger's statement alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby
from textwrap import TextWrapper
from typing import Any

from poc_symbolic.coq.proof import Replay, assumed_conditions
from poc_symbolic.coq.term import (
    Unsupported,
    conditions,
    name_of,
    num,
    show,
    show_atom,
    show_condition,
    term_of,
    variables,
)
from poc_symbolic.coq.witness import Point
from poc_symbolic.rigor import kernel

Statement = Mapping[str, Any]
WIDTH = 110  # characters of a line of a theorem
RELATION = re.compile(" (<=|>=|<>|<|>|=) ")
PARITY = {"even": "Z.Even", "odd": "Z.Odd"}


def _names(statement: Statement) -> dict[str, str]:
    kinds = statement["variables"]
    return {v: name_of(v) if kinds[v] == "real" else f"IZR {name_of(v)}" for v in kinds}


def shown_conditions(statement: Statement) -> list[Any]:
    """When the conclusion is defined."""
    return list(dict.fromkeys(c for side in statement["show"][1:] for c in conditions(term_of(side))))


def proposition(statement: Statement, *, real: bool = False) -> str:
    """∀ variables, what the assumptions need to be defined, the assumptions → (definedness ∧ the conclusion).

    ``real``: every variable ranges over the reals, also those that the statement declares whole.
    """
    kinds = statement["variables"]
    sides = [side for atom in (*statement["assume"], statement["show"]) for side in atom[1:]]
    if not set().union(*(variables(term_of(side)) for side in sides)) <= set(kinds):
        raise Unsupported("a variable that the statement does not declare")
    names = {} if real else _names(statement)
    premises = [] if real else [f"{PARITY[kinds[v]]} {name_of(v)}" for v in kinds if kinds[v] in PARITY]
    premises += [show_condition(c, names) for c in assumed_conditions(dict(statement))]
    premises += [show_atom(atom, names) for atom in statement["assume"]]
    shown = [*(show_condition(c, names) for c in shown_conditions(statement)), conclusion(statement, names)]
    head = [f"forall {_binders(kinds, real)},"] if kinds else []
    return _lines([*head, *(f"{premise} ->" for premise in premises), *_conjunction(shown)])


def _binders(kinds: Mapping[str, str], real: bool = False) -> str:
    """Reals and integers, each kind together."""
    groups = [(kind, list(v)) for kind, v in groupby(kinds, lambda v: "R" if real or kinds[v] == "real" else "Z")]
    texts = [f"{' '.join(map(name_of, v))} : {kind}" for kind, v in groups]
    return texts[0] if len(texts) == 1 else " ".join(f"({text})" for text in texts)


def _conjunction(parts: list[str]) -> list[str]:
    return [f"{part} /\\" for part in parts[:-1]] + parts[-1:]


def _lines(lines: list[str]) -> str:
    return "\n  ".join(piece for line in lines for piece in _broken(line))


def _broken(line: str) -> list[str]:
    """A long line broken before its relation and at spaces, which mean nothing to Coq."""
    if len(line) <= WIDTH:
        return [line]
    left, relation, right = RELATION.split(line, maxsplit=1) if RELATION.search(line) else (line, "", "")
    parts = [left, f"{relation} {right}"] if relation else [left]
    breaker = TextWrapper(WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    out = breaker.wrap(parts[0])
    breaker.initial_indent = "  "
    return [*out, *(piece for part in parts[1:] for piece in breaker.wrap(part))]


def conclusion(statement: Statement, names: Mapping[str, str]) -> str:
    """The conclusion alone."""
    return show_atom(statement["show"], names)


def domain(statement: Statement) -> str:
    """∃ variables in the domain."""
    kinds, names = statement["variables"], _names(statement)
    parts = [f"{PARITY[kinds[v]]} {name_of(v)}" for v in kinds if kinds[v] in PARITY]
    parts += [show_condition(c, names) for c in assumed_conditions(dict(statement))]
    parts += [show_atom(atom, names) for atom in statement["assume"]]
    head = [f"exists {_binders(kinds)},"] if kinds else []
    return _lines([*head, *_conjunction(parts or ["True"])])


class Block:
    """Theorems with their proofs, and which libraries they need."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.interval = False

    def add(self, word: str, name: str, text: str, proof: list[str]) -> None:
        """One theorem."""
        self.lines += [f"{word} {name} :\n  {text}.", "Proof.", *(f"  {line}" for line in proof), "Qed."]

    # -------------------------------------------------------------- proofs
    def proved(self, name: str, statement: Statement, certificate: Mapping[str, Any]) -> None:
        """The theorem from a proof; for whole variables from the same theorem for reals."""
        kinds = statement["variables"]
        replay = Replay(dict(statement), dict(certificate))
        body = replay.script()
        self.interval |= replay.interval
        intros = [name_of(v) for v in kinds]
        pre = [f"pre'{i}" for i in range(len(assumed_conditions(dict(statement))))]
        hyp = [f"hyp'{i}" for i in range(len(statement["assume"]))]
        introduced = " ".join([*intros, *pre, *hyp])
        first = [f"intros {introduced}."] if introduced else []
        whole = any(kind != "real" for kind in kinds.values())
        if whole:
            self.add("Lemma", f"{name}_real", proposition(statement, real=True), [*first, *body])
            parity = [f"par'{i}" for i, kind in enumerate(kinds.values()) if kind in PARITY]
            given = " ".join([show(("var", v), _names(statement), 9) for v in kinds] + pre + hyp)
            whole_intros = " ".join([*intros, *parity, *pre, *hyp])
            use = [f"intros {whole_intros}.", f"exact ({name}_real {given})."]
            self.add("Theorem", name, proposition(statement), use)
        else:
            self.add("Theorem", name, proposition(statement), [*first, *body])
        self._inhabited(name, statement, certificate["point"])

    def _inhabited(self, name: str, statement: Statement, values: Mapping[str, str]) -> None:
        point = Point(values)
        proofs = self._premises(point, statement)
        witnesses = ", ".join(_literal(values[v], kind) for v, kind in statement["variables"].items())
        lines = [*point.lines, *([f"exists {witnesses}."] if witnesses else [])]
        for i, proof in enumerate(proofs):
            lines.append(f"exact {proof}." if i == len(proofs) - 1 else f"split; [exact {proof} |].")
        self.interval |= point.interval
        self.add("Example", f"{name}_domain", domain(statement), lines if proofs else [*lines, "exact I."])

    def refuted(self, name: str, statement: Statement, values: Mapping[str, str]) -> None:
        """The negation of the statement, from a witness."""
        text = proposition(statement)
        point = Point(values)
        proofs = self._premises(point, statement)
        given = " ".join(_literal(values[v], kind) for v, kind in statement["variables"].items())
        lines = ["intros all.", *point.lines]
        call = f"all {given} {' '.join(proofs)}"
        point.lines = []
        wanted = [(rel, point.here(term)) for rel, term in shown_conditions(statement)]
        failing = next((c for c in wanted if not _holds(point, c)), None)
        if failing is not None:
            if all(point.has_value(point.here(term_of(side))) for side in statement["show"][1:]):
                raise Unsupported("a whole power of a number that is not positive")
            lines += self._undefined(point, failing, wanted, call)
        else:
            left, right = (point.here(term_of(side)) for side in statement["show"][1:])
            point.define(left)
            point.define(right)
            point.comparison(left, right)
            pattern = " & ".join(["_"] * len(wanted) + ["last'0"])
            taken = f"destruct ({call}) as ({pattern})." if wanted else f"pose proof ({call}) as last'0."
            lines += [*point.lines, taken, "lra."]
        self.interval |= point.interval
        self.add("Theorem", name, f"~ ({text})", lines)

    def _undefined(self, point: Point, failing: Any, wanted: list[Any], call: str) -> list[str]:
        rel, term = failing
        if rel == "derivable":
            raise Unsupported("a derivative that does not exist at the witness")
        for earlier in wanted[: wanted.index(failing)]:
            point.condition(earlier)
        point.comparison(term, num(0))
        at = wanted.index(failing)
        pattern = " & ".join(["_"] * at + ["last'0", "_"])
        return [*point.lines, f"destruct ({call}) as ({pattern}).", "lra."]

    def _premises(self, point: Point, statement: Statement) -> list[str]:
        proofs = []
        for v, kind in statement["variables"].items():
            value = Fraction(str(point.values[v][1]))
            if kind in PARITY:
                half = (value - (kind == "odd")) / 2
                proofs.append(f"(ex_intro _ ({half})%Z eq_refl)")
        for rel, term in assumed_conditions(dict(statement)):
            proofs.append(point.condition((rel, point.here(term))))
        proofs += [point.atom(atom) for atom in statement["assume"]]
        return proofs


def _holds(point: Point, condition: Any) -> bool:
    rel, term = condition
    return rel == "derivable" or bool(kernel.truth(rel, point.sign(term)))


def _literal(value: str, kind: str) -> str:
    return f"({value})%Z" if kind != "real" else show(num(Fraction(value)), {}, 9)


def module_name(claim_id: str) -> str:
    """A claim's id as a name in Coq."""
    name = claim_id.replace("-", "_").replace("/", "__")
    return name if name[0].isalpha() else f"claim_{name}"
