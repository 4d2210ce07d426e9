"""A certificate's steps as a Coq proof: each rule of the kernel is a few lemmas of ``prelude.v``.

Nothing is searched for: which fact, which factor and which case is read off the certificate, and Coq is asked for
identities of rational functions (``field``), signs of numerals (``lra``) and enclosures (``interval``) only.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from fractions import Fraction
from typing import Any

from poc_symbolic.coq.boxes import Cells, above
from poc_symbolic.coq.normal import exponent_keys, polynomial
from poc_symbolic.coq.signs import WORDS, Fact, Signs
from poc_symbolic.coq.term import (
    Condition,
    Term,
    Unsupported,
    conditions,
    name_of,
    num,
    show,
    show_condition,
    substitute,
    term_of,
)


def excess(atom: list[Any]) -> tuple[Term, str]:
    """(e, rel) with "e rel 0" for an atom of a statement."""
    rel, left, right = atom[0], term_of(atom[1]), term_of(atom[2])
    if rel in ("<=", "<"):
        return ("sub", right, left), ">" + rel[1:]
    return ("sub", left, right), rel


class Replay(Signs):
    """The proof of one statement from its certificate."""

    def __init__(self, statement: dict[str, Any], certificate: dict[str, Any]) -> None:
        self.statement = statement
        self.steps = certificate["steps"]
        super().__init__(exponent_keys(self._terms()))
        self.interval = False

    def _terms(self) -> Iterator[Term]:
        for atom in (*self.statement["assume"], self.statement["show"]):
            yield excess(atom)[0]
        yield from step_terms(self.steps)

    def script(self) -> list[str]:
        """The whole proof, after the variables, the conditions and the assumptions have been introduced."""
        goal, rel = excess(self.statement["show"])
        wanted = conditions(term_of(self.statement["show"][1])) + conditions(term_of(self.statement["show"][2]))
        for number, condition in enumerate(assumed_conditions(self.statement)):
            self.keep(condition, f"pre'{number}")
        self._run(self.steps)
        proofs = [self.because(condition) for condition in dict.fromkeys(wanted)]
        self.define(goal)
        last = self.known(goal, rel)
        for proof in proofs:
            self.lines.append(f"split; [exact {proof} |].")
        self.lines.append(f"exact (of_sub_{WORDS[self.statement['show'][0]]} _ _ {last}).")
        return self.lines

    # -------------------------------------------------------------- the rules
    def _run(self, steps: list[dict[str, Any]]) -> None:
        for step in steps:
            self._add(*self._conclude(step))

    def _add(self, term: Term, rel: str, proof: str) -> None:
        name = self.elaboration.fresh("fact")
        self.lines.append(f"assert ({name} : {show_condition((rel, term), {})}) by exact {proof}.")
        self.facts.append(Fact(term, rel, name, polynomial(term)))

    def _conclude(self, step: dict[str, Any]) -> tuple[Term, str, str]:
        rule, rel = step["rule"], step.get("rel", ">=")
        if rule == "assume":
            atom = self.statement["assume"][step["index"]]
            term, rel = excess(atom)
            return term, rel, f"(sub_{WORDS[atom[0]]} _ _ hyp'{step['index']})"
        term = term_of(step["of"])
        if rule in ("bernstein", "interval"):
            return self._box(step, term, rel)
        self.define(term)
        if rule == "exp":
            return ("sub", ("sub", ("exp", term), term), num(1)), ">=", f"(exp_tangent {show(term, {}, 9)})"
        if rule == "sign":
            if rel == ">" and not self.sees(term, rel):
                return term, rel, f"(ge_ne_gt _ {self.known(term, '>=')} {self.known(term, '!=')})"
            return term, rel, self.known(term, rel)
        if rule == "combine":
            return self._combine(step, term)
        if rule == "cases":
            return self._cases(step, term, rel)
        raise Unsupported(f"the rule {rule}")

    def _combine(self, step: dict[str, Any], term: Term) -> tuple[Term, str, str]:
        rows = [self._row(row) for row in step["sum"]]
        if not rows:
            rows = [(num(0), "=", "(eq_refl : 0 = 0)")]
        total, rel, proof = rows[0]
        for right, other, more in rows[1:]:
            total, rel, proof = self._sum(total, rel, proof, right, other, more)
        if not step.get("times"):
            same = self.elaboration.equal(term, total)
            return term, rel, f"(same_{WORDS[rel]} _ _ {same} {proof})"
        first, *others = (self.facts[i] for i in step["times"])
        product, positive = first.term, first.name
        for fact in others:
            product, positive = ("mul", product, fact.term), f"(mul_gt _ _ {positive} {fact.name})"
        same = self.elaboration.equal(("mul", term, product), total)
        return term, rel, f"(over_{WORDS[rel]} _ _ _ {positive} {same} {proof})"

    def _row(self, row: dict[str, Any]) -> tuple[Term, str, str]:
        """coefficient·Π facts with its sign."""
        term = term_of(row["coef"])
        self.define(term)
        facts = [self.facts[i] for i in row["facts"]]
        vanishing = any(fact.rel == "=" for fact in facts)
        if vanishing:
            rel, proof = "any", ""
        else:
            rel, proof = ">", self.known(term, ">")
            if term == num(1) and facts:
                term, rel, proof = facts[0].term, facts[0].rel, facts[0].name
                facts = facts[1:]
        for fact in facts:
            if rel == "=" or fact.rel == "=":
                proof = f"(mul_eq_l _ _ {proof})" if rel == "=" else f"(mul_eq_r _ _ {fact.name})"
                rel = "="
            elif rel != "any":
                both = ">" if rel == fact.rel == ">" else ">="
                proof = (
                    f"(mul_{WORDS[both]} _ _ {self.weaker(proof, rel, both)} {self.weaker(fact.name, fact.rel, both)})"
                )
                rel = both
            term = ("mul", term, fact.term)
        return term, rel, proof

    def _sum(self, a: Term, rel: str, proof: str, b: Term, other: str, more: str) -> tuple[Term, str, str]:
        total: Term = ("add", a, b)
        if rel == other == "=":
            return total, "=", f"(add_eq _ _ {proof} {more})"
        if ">" not in (rel, other):
            return total, ">=", f"(add_ge _ _ {self._at_least(proof, rel)} {self._at_least(more, other)})"
        if rel == ">":
            return total, ">", f"(add_gt_ge _ _ {proof} {self._at_least(more, other)})"
        return total, ">", f"(add_ge_gt _ _ {self._at_least(proof, rel)} {more})"

    def _at_least(self, proof: str, rel: str) -> str:
        return self.weaker(proof, rel, ">=")

    def _cases(self, step: dict[str, Any], term: Term, rel: str) -> tuple[Term, str, str]:
        on = term_of(step["on"])
        self.define(on)
        name, ge, lt = (self.elaboration.fresh(word) for word in ("fact", "ge", "lt"))
        self.lines.append(f"assert ({name} : {show_condition((rel, term), {})}).")
        self.lines.append(f"{{ destruct (Rle_or_lt 0 {show(on, {}, 9)}) as [{ge} | {lt}].")
        self._branch(Fact(on, ">=", ge, polynomial(on)), step["ge"], term, rel)
        opposite = ("opp", on)
        self._branch(Fact(opposite, ">", f"(neg_gt _ {lt})", polynomial(opposite)), step["lt"], term, rel)
        self.lines.append("}")
        return term, rel, name

    def _branch(self, fact: Fact, steps: list[dict[str, Any]], term: Term, rel: str) -> None:
        """One case, of which nothing but the lines is kept."""
        kept = copy(self.facts), copy(self.defined)
        shared = self.elaboration
        mine = copy(shared)
        mine.lines = []
        mine.known, mine.atoms, mine.relations = copy(shared.known), copy(shared.atoms), copy(shared.relations)
        mine.nonzero = copy(shared.nonzero)
        mine.because = self.because
        self.elaboration = mine
        self.facts.append(fact)
        self._run(steps)
        self.define(term)
        proof = self.known(term, rel)
        inner = [*self.lines, f"exact {proof}."]
        self.elaboration = shared
        self.facts, self.defined = kept
        shared.lines += ["{ " + inner[0], *inner[1:], "}"]

    # -------------------------------------------------------------- boxes
    def _box(self, step: dict[str, Any], term: Term, rel: str) -> tuple[Term, str, str]:
        """A lemma over the box's own variables, and then what they stand for."""
        rows, sides, meaning, bounds = step["box"], [], {}, []
        for name, low_text, high_text, tree in rows:
            value = term_of(tree)
            self.define(value)
            low, high = Fraction(low_text), None if high_text is None else Fraction(high_text)
            meaning[name] = value
            sides.append((name, low, high))
            bounds.append(self.known(("sub", value, num(low)), ">="))
            if high is not None:
                bounds.append(self.known(("sub", num(high), value), ">="))
        shown = substitute(term, meaning)
        self.define(shown)
        lemma = self.elaboration.fresh("box")
        bound = [
            condition
            for v, low, high in sides
            for condition in ((">=", ("sub", ("var", v), num(low))), *above(v, high))
        ]
        claims = "".join(f"{show_condition(condition, {})} -> " for condition in bound)
        binder = " ".join(name_of(v) for v, _, _ in sides)
        every = f"forall {binder} : R, {claims}" if sides else ""
        self.lines.append(f"assert ({lemma} : {every}{show_condition((rel, term), {})}).")
        ends = " ".join(f"low'{i}" + ("" if high is None else f" high'{i}") for i, (_, _, high) in enumerate(sides))
        self.lines.append(f"{{ clear; intros {binder} {ends}." if sides else "{ clear.")
        cells = Cells(self.elaboration.fresh)
        if step["rule"] == "bernstein":
            cells.bernstein(term, rel, sides, step["tree"])
        else:
            self.interval = True
            cells.intervals(sides, step["tree"], int(step["bits"]))
        self.lines.extend(cells.lines)
        self.lines.append("}")
        values = [show(meaning[row[0]], {}, 9) for row in rows]
        return shown, rel, f"({' '.join([lemma, *values, *bounds])})"


def assumed_conditions(statement: dict[str, Any]) -> list[Condition]:
    """The conditions under which the assumptions are defined, each once."""
    found = [c for atom in statement["assume"] for side in atom[1:] for c in conditions(term_of(side))]
    return list(dict.fromkeys(found))


def step_terms(steps: list[dict[str, Any]]) -> Iterator[Term]:
    """Every term that a proof speaks of."""
    for step in steps:
        if step["rule"] == "assume":
            continue
        term = term_of(step["of"])
        if "box" in step:
            term = substitute(term, {row[0]: term_of(row[3]) for row in step["box"]})
        yield ("exp", term) if step["rule"] == "exp" else term
        for row in step.get("sum", []):
            yield term_of(row["coef"])
        if step["rule"] == "cases":
            yield term_of(step["on"])
            yield from step_terms(step["ge"])
            yield from step_terms(step["lt"])
