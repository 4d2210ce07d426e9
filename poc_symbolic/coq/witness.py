"""Atoms at a rational point, proved in Coq: exact values where there are some, enclosures elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from typing import Any

from poc_symbolic.coq.calculus import formula
from poc_symbolic.coq.nested import derivative_claim
from poc_symbolic.coq.term import (
    Condition,
    Term,
    Unsupported,
    arithmetic,
    children,
    conditions,
    num,
    show,
    show_condition,
    substitute,
    term_of,
    tree_of,
)
from poc_symbolic.rigor import kernel

PRECISION = 128  # bits of CoqInterval at a witness


class Point:
    """Lines of a Coq proof about closed terms."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = {name: num(Fraction(value)) for name, value in values.items()}
        self.lines: list[str] = []
        self.count = 0
        self.exact: dict[Term, Fraction | None] = {}
        self.equations: dict[Term, tuple[str, Term]] = {}
        self.conditions: dict[Condition, str] = {}
        self.derivatives: dict[Term, str] = {}
        self.quotients: dict[Term, str] = {}
        self.interval = False

    def fresh(self, word: str) -> str:
        """A new name."""
        self.count += 1
        return f"{word}'{self.count}"

    def here(self, term: Term) -> Term:
        """The term at the point."""
        return substitute(term, self.values)

    # -------------------------------------------------------------- values
    def value(self, term: Term) -> Fraction | None:
        """The rational value of a closed term, if it is seen to have one; with an equation where one is needed."""
        if term not in self.exact:
            self.exact[term] = self._value(term)
        return self.exact[term]

    def _value(self, term: Term) -> Fraction | None:
        op = term[0]
        if op == "num":
            return Fraction(term[1])
        if op == "derive":
            value = self._derivative(term)
            return self.value(value)
        parts = [self.value(child) for child in children(term)]
        if any(part is None for part in parts):
            return None
        a, b = parts[0], parts[-1]
        assert a is not None and b is not None
        match op:
            case "sqrt":
                root = _root(a)
                if root is not None:
                    self._equation(term, root, f"apply root_is; {self.numeric(term[1])}")
                return root
            case "ln" if a == 1:
                self._equation(term, Fraction(0), f"apply ln_is; {self.numeric(term[1])}")
                return Fraction(0)
            case "exp" if a == 0:
                self._equation(term, Fraction(1), f"apply exp_is; {self.numeric(term[1])}")
                return Fraction(1)
            case "rpower" if a > 0:
                return self._power(term, a, b)
        return arithmetic(term, a, b)

    def _power(self, term: Term, a: Fraction, b: Fraction) -> Fraction | None:
        if b.denominator > 2 or abs(b) > 400:
            return None
        root = _root(a) if b.denominator == 2 else a
        if root is None:
            return None
        n = abs((b * b.denominator).numerator)
        value = root**n if b > 0 else Fraction(1) / root**n
        by = f"apply (rpower_{'up' if b >= 0 else 'down'} {n} {n} _ _ _ eq_refl)"
        tactics = f"{by}; [{self.numeric(term[1])} | {self.numeric(term[2])} | lra]"
        if b.denominator == 2:
            inner = f"rewrite (root_is _ {show(num(root), {}, 9)}) by ({self.numeric(term[1])}; lra)"
            tactics = f"apply rpower_root; [{self.numeric(term[1])} | {inner}; {by}; lra]"
        self._equation(term, value, tactics)
        return value

    def _equation(self, term: Term, value: Fraction, tactics: str) -> None:
        name = self.fresh("eq")
        self.lines.append(f"assert ({name} : {show(term, {}, 60)} = {show(num(value), {}, 60)}) by ({tactics}).")
        self.equations[term] = name, num(value)

    def _derivative(self, term: Term) -> Term:
        value = formula(term)
        fact, line = derivative_claim(term, self.condition, self.fresh)
        self.lines.append(line)
        name = self.fresh("eq")
        self.lines.append(
            f"assert ({name} : {show(term, {}, 60)} = {show(value, {}, 60)}) by exact (is_derive_unique _ _ _ {fact})."
        )
        self.equations[term] = name, value
        self.derivatives[term] = fact
        return value

    def rewriting(self, *terms: Term) -> str:
        """Rewrite what has a known value, the outermost first."""
        found: dict[Term, None] = {}

        def walk(term: Term) -> None:
            if term in self.equations:
                found[term] = None
                walk(self.equations[term][1])
                return
            for child in children(term):
                walk(child)

        for term in terms:
            self.value(term)
            walk(term)
        order = sorted(found, key=lambda term: (term[0] != "derive", -len(repr(term))))
        return "".join(f"rewrite ?{self.equations[term][0]}; " for term in order)

    def numeric(self, *terms: Term) -> str:
        """A tactic for a comparison of closed terms."""
        rational = all(self.value(term) is not None for term in terms)
        rewriting = self.rewriting(*terms)
        if rational:
            values = "".join(f"rewrite ?{self._quotient(term)}; " for term in terms if _divides(term))
            return f"{values}{rewriting}lra"
        self.interval = True
        return f"{rewriting}unfold Rpower; interval with (i_prec {PRECISION})"

    def _quotient(self, term: Term) -> str:
        """The name of an equation with the value of a term that has quotients: they are too much for ``lra``."""
        if term not in self.quotients:
            value = self.value(term)
            assert value is not None
            rewriting, name = self.rewriting(term), self.fresh("val")
            claim = f"{show(term, {}, 60)} = {show(num(value), {}, 60)}"
            self.lines.append(f"assert ({name} : {claim}) by ({rewriting}field; nonzero).")
            self.quotients[term] = name
        return self.quotients[term]

    # -------------------------------------------------------------- atoms
    def sign(self, term: Term) -> int:
        """The sign of a closed term."""
        tree = kernel.expand(tree_of(term))
        for bits in (64, 256, 1024, 4096):
            try:
                low, high = kernel.enclose(tree, {}, bits)
            except kernel.Unclear:
                continue
            except kernel.Undefined as error:
                raise Unsupported("a term without a value at the point") from error
            if low > 0 or high < 0 or low == high:
                return 1 if low > 0 else -1 if high < 0 else 0
        raise Unsupported("a sign at the point that is not clear")

    def has_value(self, term: Term) -> bool:
        """Does the kernel see a value of a closed term? It knows whole powers of any base, ``Rpower`` does not."""
        try:
            kernel.enclose(kernel.expand(tree_of(term)), {}, 64)
        except kernel.Undefined:
            return False
        except kernel.Unclear:
            return True
        return True

    def condition(self, condition: Condition) -> str:
        """The name of a proof that a condition holds at the point."""
        if condition not in self.conditions:
            rel, term = condition
            name = self.fresh("def")
            if rel == "derivable":
                self.value(term)
                tactics = f"eexists; exact {self.derivatives[term]}"
            elif rel == "!=" and self.value(term) is None:
                above = self.sign(term) > 0
                strict = show_condition((">", term), {}) if above else f"{show(term, {}, 60)} < 0"
                tactics = f"assert ({strict}) by ({self.numeric(term)}); lra"
            else:
                tactics = self.numeric(term)
            self.lines.append(f"assert ({name} : {show_condition(condition, {})}) by ({tactics}).")
            self.conditions[condition] = name
        return self.conditions[condition]

    def define(self, term: Term) -> None:
        """Prove what the term needs to be defined at the point."""
        for condition in conditions(term):
            self.condition(condition)

    def atom(self, atom: list[Any]) -> str:
        """The name of a proof that an atom of a statement holds at the point."""
        left, right = self.here(term_of(atom[1])), self.here(term_of(atom[2]))
        self.define(left)
        self.define(right)
        name = self.fresh("hyp")
        text = show_closed(atom[0], left, right)
        if atom[0] == "!=" and (self.value(left) is None or self.value(right) is None):
            sign = "<" if self.sign(("sub", left, right)) < 0 else ">"
            claim = show_closed(sign, left, right)
            self.lines.append(f"assert ({name} : {text}) by (assert ({claim}) by ({self.numeric(left, right)}); lra).")
            return name
        self.lines.append(f"assert ({name} : {text}) by ({self.numeric(left, right)}).")
        return name

    def comparison(self, left: Term, right: Term) -> str:
        """The name of the true one of left < right, left = right, left > right."""
        sign = self.sign(("sub", left, right))
        name = self.fresh("so")
        text = show_closed({-1: "<", 0: "=", 1: ">"}[sign], left, right)
        self.lines.append(f"assert ({name} : {text}) by ({self.numeric(left, right)}).")
        return name


def _divides(term: Term) -> bool:
    """Is there a quotient in the term that is no numeral, or in the formula of a derivative one by something else?"""
    if term[0] == "derive":
        return _divides_by_terms(formula(term))
    if term[0] == "div" and (term[1][0] != "num" or term[2][0] != "num"):
        return True
    return any(_divides(child) for child in children(term))


def _divides_by_terms(term: Term) -> bool:
    return (term[0] == "div" and term[2][0] != "num") or any(_divides_by_terms(child) for child in children(term))


def show_closed(rel: str, left: Term, right: Term) -> str:
    """left rel right as a proposition."""
    return f"{show(left, {}, 60)} {'<>' if rel == '!=' else rel} {show(right, {}, 60)}"


def _root(value: Fraction) -> Fraction | None:
    if value < 0:
        return None
    n, d = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(n, d) if n * n == value.numerator and d * d == value.denominator else None
