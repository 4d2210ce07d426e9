"""What is known of a term at once: from its shape, or from a fact up to a factor, as the kernel sees it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from poc_symbolic.coq.elaboration import Elaboration
from poc_symbolic.coq.normal import polynomial
from poc_symbolic.coq.term import (
    Condition,
    Term,
    Unsupported,
    conditions,
    constant,
    num,
    show,
    show_condition,
    tree_of,
)
from poc_symbolic.rigor import kernel

WORDS = {">=": "ge", ">": "gt", "=": "eq", "!=": "ne", "<=": "le", "<": "lt"}


@dataclass(frozen=True)
class Fact:
    """``term rel 0``, proved by the Coq term ``name``."""

    term: Term
    rel: str
    name: str
    normal: Any


class Signs:
    """The facts of a proof, with Coq terms that prove signs from them."""

    def __init__(self, exponents: list[Any]) -> None:
        self.facts: list[Fact] = []
        self.defined: dict[Condition, str] = {}
        self.elaboration = Elaboration(self.because, exponents)

    @property
    def lines(self) -> list[str]:
        """The proof so far."""
        return self.elaboration.lines

    def because(self, condition: Condition) -> str:
        """A Coq term that proves a condition of definedness."""
        if condition not in self.defined:
            rel, base = condition
            if rel == "derivable":
                proof = f"(ex_intro _ _ {self.elaboration.derivative_fact(base)})"
            else:
                self.define(base)
                proof = self.known(base, rel)
            name = self.elaboration.fresh("def")
            self.lines.append(f"assert ({name} : {show_condition(condition, {})}) by exact {proof}.")
            self.keep(condition, name)
        return self.defined[condition]

    def keep(self, condition: Condition, name: str) -> None:
        self.defined[condition] = name
        if condition[0] == "!=":
            self.elaboration.not_zero(condition[1], name)

    def define(self, term: Term) -> None:
        """Show that a term is defined on the domain."""
        for condition in conditions(term):
            self.because(condition)

    def sees(self, term: Term, rel: str) -> bool:
        """Does the kernel know this at once?"""
        tree = kernel.expand(tree_of(term))
        return bool(kernel.known([(fact.normal, fact.rel) for fact in self.facts], tree, rel))

    def known(self, term: Term, rel: str) -> str:
        """A Coq term that proves "term rel 0", found where the kernel finds it."""
        if not self.sees(term, rel):
            raise Unsupported(f"{show(term, {})} {rel} 0 is not a fact")
        text = show(term, {}, 9)
        p = polynomial(term)
        value = kernel.constant(p) if kernel.cleared(p)[0] else 0
        if value is not None:
            return self._numeral(term, rel, Fraction(value))
        shape = self._shape(term, rel)
        if shape is not None:
            return shape
        for fact in self.facts:
            c = kernel.proportional(p, fact.normal) if rel in kernel.IMPLIES[fact.rel] else None
            if c is not None and (c > 0 or rel in ("=", "!=")):
                return self._multiple(term, text, rel, Fraction(c), fact)
        raise Unsupported("a sign that the kernel sees in another way")

    def _numeral(self, term: Term, rel: str, value: Fraction) -> str:
        name = self.elaboration.fresh("n")
        if constant(term) is not None:
            self.lines.append(f"assert ({name} : {show_condition((rel, term), {})}) by lra.")
            return name
        same = self.elaboration.equal(term, num(value))
        self.lines.append(f"assert ({name} : {show_condition((rel, num(value)), {})}) by lra.")
        return f"(same_{WORDS[rel]} _ _ {same} {name})"

    def _shape(self, term: Term, rel: str) -> str | None:
        word, op = WORDS[rel], term[0]
        if rel == "=":
            return None
        if op == "exp":
            gt = f"(exp_pos {show(term[1], {}, 9)})"
            return self.weaker(gt, ">", rel)
        if op in ("mul", "div") and self.sees(term[1], rel):
            below = rel if op == "mul" or rel == "!=" else ">"
            if self.sees(term[2], below):
                return f"({op}_{word} _ _ {self.known(term[1], rel)} {self.known(term[2], below)})"
        if op == "opp" and rel == "!=" and self.sees(term[1], rel):
            return f"(opp_ne _ {self.known(term[1], rel)})"
        if op == "pow" and term[2] > 0 and self.sees(term[1], rel):
            return f"(pow_{word} _ {term[2]} {self.known(term[1], rel)})"
        if op == "pow" and rel == ">=" and term[2] % 2 == 0:
            return f"(even_ge {show(term[1], {}, 9)} {term[2]} eq_refl)"
        if op == "sqrt" and rel == ">=":
            return f"(sqrt_ge {show(term[1], {}, 9)})"
        if op == "sqrt" and self.sees(term[1], rel):
            more = f"{self.because(('>=', term[1]))} " if rel == "!=" else ""
            return f"(sqrt_{word} _ {more}{self.known(term[1], rel)})"
        if op == "rpower":
            return self.weaker(f"(rpower_gt {show(term[1], {}, 9)} {show(term[2], {}, 9)})", ">", rel)
        return None

    def weaker(self, proof: str, have: str, want: str) -> str:
        return proof if have == want else f"({WORDS[have]}_{WORDS[want]} _ {proof})"

    def _multiple(self, term: Term, text: str, rel: str, c: Fraction, fact: Fact) -> str:
        proof = self.weaker(fact.name, fact.rel, rel)
        if term == fact.term:
            return proof
        right = fact.term if c == 1 else ("mul", num(c), fact.term)
        same = self.elaboration.equal(term, right)
        if c != 1:
            if rel == "=":
                proof = f"(mul_eq_r {show(num(c), {}, 9)} _ {proof})"
            else:
                name = self.elaboration.fresh("n")
                self.lines.append(f"assert ({name} : {show_condition((rel, num(c)), {})}) by lra.")
                proof = f"(mul_{WORDS[rel]} _ _ {name} {proof})"
        return f"(same_{WORDS[rel]} _ _ {same} {proof})"
