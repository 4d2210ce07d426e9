"""A certificate's steps as a Coq proof: each rule of the kernel is a few lemmas of ``prelude.v``.

Nothing is searched for: which fact, which factor and which case is read off the certificate, and Coq is asked for
identities of rational functions (``field``), signs of numerals (``lra``) and enclosures (``interval``) only.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

from poc_symbolic.coq.elaboration import Elaboration, exponent_keys, polynomial
from poc_symbolic.coq.term import (
    Condition,
    Term,
    Unsupported,
    conditions,
    constant,
    name_of,
    num,
    show,
    show_condition,
    substitute,
    term_of,
    tree_of,
)
from poc_symbolic.rigor import kernel

WORDS = {">=": "ge", ">": "gt", "=": "eq", "!=": "ne", "<=": "le", "<": "lt"}
MAX_CELL = 600  # coefficients of one Bernstein leaf


@dataclass(frozen=True)
class Fact:
    """``term rel 0``, proved by the Coq term ``name``."""

    term: Term
    rel: str
    name: str
    normal: Any


def excess(atom: list[Any]) -> tuple[Term, str]:
    """(e, rel) with "e rel 0" for an atom of a statement."""
    rel, left, right = atom[0], term_of(atom[1]), term_of(atom[2])
    if rel in ("<=", "<"):
        return ("sub", right, left), ">" + rel[1:]
    return ("sub", left, right), rel


class Replay:
    """The proof of one statement from its certificate."""

    def __init__(self, statement: dict[str, Any], certificate: dict[str, Any]) -> None:
        self.statement = statement
        self.steps = certificate["steps"]
        self.facts: list[Fact] = []
        self.defined: dict[Condition, str] = {}
        self.interval = False
        self.elaboration = Elaboration(self.because, exponent_keys(self._terms()))

    def _terms(self) -> Iterator[Term]:
        for atom in (*self.statement["assume"], self.statement["show"]):
            yield excess(atom)[0]
        yield from step_terms(self.steps)

    @property
    def lines(self) -> list[str]:
        """The proof so far."""
        return self.elaboration.lines

    def script(self) -> list[str]:
        """The whole proof, after the variables, the conditions and the assumptions have been introduced."""
        goal, rel = excess(self.statement["show"])
        wanted = conditions(term_of(self.statement["show"][1])) + conditions(term_of(self.statement["show"][2]))
        for number, condition in enumerate(assumed_conditions(self.statement)):
            self._keep(condition, f"pre'{number}")
        self._run(self.steps)
        proofs = [self.because(condition) for condition in dict.fromkeys(wanted)]
        self.define(goal)
        last = self.known(goal, rel)
        for proof in proofs:
            self.lines.append(f"split; [exact {proof} |].")
        self.lines.append(f"exact (of_sub_{WORDS[self.statement['show'][0]]} _ _ {last}).")
        return self.lines

    # -------------------------------------------------------------- what is known
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
            self._keep(condition, name)
        return self.defined[condition]

    def _keep(self, condition: Condition, name: str) -> None:
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
            return self._weaker(gt, ">", rel)
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
            return self._weaker(f"(rpower_gt {show(term[1], {}, 9)} {show(term[2], {}, 9)})", ">", rel)
        return None

    def _weaker(self, proof: str, have: str, want: str) -> str:
        return proof if have == want else f"({WORDS[have]}_{WORDS[want]} _ {proof})"

    def _multiple(self, term: Term, text: str, rel: str, c: Fraction, fact: Fact) -> str:
        proof = self._weaker(fact.name, fact.rel, rel)
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
                    f"(mul_{WORDS[both]} _ _ {self._weaker(proof, rel, both)} "
                    f"{self._weaker(fact.name, fact.rel, both)})"
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
        return self._weaker(proof, rel, ">=")

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
        claims = " -> ".join(show_condition(condition, {}) for condition in bound)
        binder = " ".join(name_of(v) for v, _, _ in sides)
        self.lines.append(f"assert ({lemma} : forall {binder} : R, {claims} -> {show_condition((rel, term), {})}).")
        ends = " ".join(f"low'{i}" + ("" if high is None else f" high'{i}") for i, (_, _, high) in enumerate(sides))
        self.lines.append(f"{{ clear; intros {binder} {ends}.")
        if step["rule"] == "bernstein":
            self._bernstein(term, rel, sides, step["tree"])
        else:
            self._intervals(term, rel, sides, step)
        self.lines.append("}")
        values = " ".join(show(meaning[row[0]], {}, 9) for row in rows)
        return shown, rel, f"({lemma} {values} {' '.join(bounds)})"

    def _bernstein(self, term: Term, rel: str, sides: list[Any], tree: Any) -> None:
        if tree is None:
            self._leaf(term, rel, sides)
            return
        axis, cut_text, left, right = tree
        variable, low, high = sides[axis]
        cut = Fraction(cut_text)
        upper, lower = ("sub", num(cut), ("var", variable)), ("sub", ("var", variable), num(cut))
        self.lines.append(f"destruct (Rle_or_lt 0 {show(upper, {}, 9)}) as [mid'0 | mid'0].")
        below, above = ([*sides[:axis], (variable, *part), *sides[axis + 1 :]] for part in ((low, cut), (cut, high)))
        drop = "" if high is None else f"clear high'{axis}. "
        self.lines.append(f"{{ {drop}rename mid'0 into high'{axis}.")
        self._bernstein(term, rel, below, left)
        self.lines.append("}")
        self.lines.append(
            f"{{ clear low'{axis}. assert (low'{axis} : {show_condition(('>=', lower), {})}) by lra. clear mid'0."
        )
        self._bernstein(term, rel, above, right)
        self.lines.append("}")

    def _leaf(self, term: Term, rel: str, sides: list[Any]) -> None:
        """e = Σ c·Π (x - low)^j (high - x)^(n-j), with c ≥ 0."""
        table = bernstein_coefficients(term, sides)
        if len(table) > MAX_CELL:
            raise Unsupported("a Bernstein certificate with too many coefficients")
        total: Term | None = None
        proof = ""
        have = ">="
        for factors, c in table:
            part: Term = num(c)
            count = self.elaboration.fresh("n")
            self.lines.append(f"assert ({count} : 0 < {show(num(c), {}, 60)}) by lra.")
            mine = f"(gt_ge _ {count})" if factors else count
            for base, n, axis, side in factors:
                whole = f"(pow_ge _ {n} {side}'{axis})"
                mine = f"(mul_ge _ _ {mine} {whole})"
                part = ("mul", part, ("pow", base, n))
            mine = f"(gt_ge _ {mine})" if not factors and rel == ">=" else mine
            if total is None:
                total, proof, have = part, mine, ">" if not factors and rel == ">" else ">="
            else:
                total = ("add", total, part)
                proof = f"(add_{'gt_ge' if have == '>' else 'ge'} _ _ {proof} {mine})"
        if total is None:
            total, proof = num(0), "(Rle_refl 0)"
        if rel == ">" and have != ">":
            self._strict_leaf(term, sides)
            return
        same = self.elaboration.fresh("same")
        self.lines.append(f"assert ({same} : {show(term, {}, 60)} = {show(total, {}, 60)}) by field.")
        self.lines.append(f"exact (same_{WORDS[rel]} _ _ {same} {proof}).")

    def _strict_leaf(self, term: Term, sides: list[Any]) -> None:
        """e > 0: the least coefficient is split off as a constant."""
        least = lowest(term, sides)
        if least <= 0:
            raise Unsupported("a strict Bernstein certificate that touches zero")
        shifted: Term = ("sub", term, num(least))
        name = self.elaboration.fresh("slack")
        self.lines.append(f"assert ({name} : 0 <= {show(shifted, {}, 60)}).")
        self.lines.append("{")
        self._leaf(shifted, ">=", sides)
        self.lines.append("}")
        self.lines.append("lra.")

    def _intervals(self, term: Term, rel: str, sides: list[Any], step: dict[str, Any]) -> None:
        self.interval = True
        bits = max(int(step["bits"]), 30)

        def go(cells: list[Any], tree: Any) -> None:
            if tree is None:
                self.lines.append(f"interval with (i_prec {bits}).")
                return
            axis, cut_text, left, right = tree
            variable = cells[axis][0]
            text = show(num(Fraction(cut_text)), {}, 9)
            self.lines.append(f"destruct (Rle_or_lt {name_of(variable)} {text}) as [cut'0 | cut'0].")
            for part, branch in (("low", left), ("high", right)):
                keep = (
                    f"assert (le'{axis} : {name_of(variable)} <= {text}) by lra"
                    if part == "low"
                    else (f"assert (ge'{axis} : {text} <= {name_of(variable)}) by lra")
                )
                old = f"clear {'le' if part == 'low' else 'ge'}'{axis}. "
                self.lines.append(f"{{ {old}{keep}. clear cut'0.")
                go(cells, branch)
                self.lines.append("}")

        for i, (v, low, high) in enumerate(sides):
            if high is None:
                raise Unsupported("an interval certificate on an unbounded box")
            self.lines.append(f"assert (ge'{i} : {show(num(low), {}, 60)} <= {name_of(v)}) by lra.")
            self.lines.append(f"assert (le'{i} : {name_of(v)} <= {show(num(high), {}, 60)}) by lra.")
        self.lines.append("unfold Rpower.")
        go(sides, step["tree"])


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


def above(variable: str, high: Fraction | None) -> list[Condition]:
    """The condition that a variable is at most ``high``, if there is an upper end."""
    return [] if high is None else [(">=", ("sub", num(high), ("var", variable)))]


# ------------------------------------------------------------------ Bernstein coefficients
Factor = tuple[Term, int, int, str]


def _scaled(term: Term, sides: list[Any]) -> tuple[dict[tuple[int, ...], Fraction], list[int]]:
    """The coefficients of Π t_i^j_i in (1 + t)^n p((low + high·t)/(1 + t)), or of p(low + t) without an upper end."""
    names = [v for v, _, _ in sides]
    cell: dict[tuple[int, ...], Fraction] = {}
    for mono, c in polynomial(term).items():
        exponents = {atom[1]: e for atom, e in mono if atom[0] == "v"}
        if len(exponents) != len(mono) or set(exponents) - set(names) or any(e < 0 for e in exponents.values()):
            raise Unsupported("Bernstein needs a polynomial in the box's variables")
        cell[tuple(int(exponents.get(v, 0)) for v in names)] = Fraction(c)
    degrees = [max((index[axis] for index in cell), default=0) for axis in range(len(sides))]
    for axis, (_, low, high) in enumerate(sides):
        n = degrees[axis]
        out: dict[tuple[int, ...], Fraction] = {}
        for index, c in cell.items():
            for j, weight in enumerate(_column(index[axis], n, low, high)):
                if weight != 0:
                    key = (*index[:axis], j, *index[axis + 1 :])
                    out[key] = out.get(key, Fraction(0)) + c * weight
        cell = {key: c for key, c in out.items() if c != 0}
    return cell, degrees


def _column(k: int, n: int, low: Fraction, high: Fraction | None) -> list[Fraction]:
    """The coefficients of x^k in t: (low + high·t)^k (1 + t)^(n-k), or (low + t)^k."""
    if high is None:
        return [comb(k, j) * low ** (k - j) for j in range(k + 1)]
    first = [comb(k, j) * low ** (k - j) * high**j for j in range(k + 1)]
    second = [Fraction(comb(n - k, j)) for j in range(n - k + 1)]
    out = [Fraction(0)] * (n + 1)
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            out[i + j] += a * b
    return out


def bernstein_coefficients(term: Term, sides: list[Any]) -> list[tuple[list[Factor], Fraction]]:
    """The summands c·Π (x - low)^j (high - x)^(n-j) of a polynomial that are not zero."""
    cell, degrees = _scaled(term, sides)
    table = []
    for index, c in sorted(cell.items()):
        factors: list[Factor] = []
        for axis, (v, low, high) in enumerate(sides):
            j, n = index[axis], degrees[axis]
            if high is not None and high != low:
                c /= (high - low) ** n
            if high is not None and high == low:
                raise Unsupported("a box without width")
            if j:
                factors.append((("sub", ("var", v), num(low)), j, axis, "low"))
            if high is not None and n - j:
                factors.append((("sub", num(high), ("var", v)), n - j, axis, "high"))
        table.append((factors, c))
    if any(c < 0 for _, c in table):
        raise Unsupported("a negative Bernstein coefficient")
    return table


def lowest(term: Term, sides: list[Any]) -> Fraction:
    """A positive number by which the term may be lowered and still has non-negative coefficients (0 if none)."""
    cell, degrees = _scaled(term, sides)
    least: Fraction | None = None
    grid: list[tuple[int, ...]] = [()]
    for axis, (_, _, high) in enumerate(sides):
        grid = [(*index, j) for index in grid for j in range(degrees[axis] + 1 if high is not None else 1)]
    for index in grid:
        weight = 1
        for axis, j in enumerate(index):
            if sides[axis][2] is not None:
                weight *= comb(degrees[axis], j)
        value = cell.get(index, Fraction(0)) / weight
        least = value if least is None or value < least else least
    return least if least is not None and least > 0 else Fraction(0)
