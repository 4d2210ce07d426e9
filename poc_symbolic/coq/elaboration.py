"""Roots, exponentials, logarithms and derivatives of a proof as variables of their own, so that ``field`` sees
rational functions only.

√u becomes r with r·r = u; exponentials become products of a few independent ones; a derivative becomes its formula.
Each is an equation, proved where it is first needed, by which identities are rewritten before ``field``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from poc_symbolic.coq.calculus import Because, formula
from poc_symbolic.coq.exponents import combination, generators
from poc_symbolic.coq.nested import derivative_claim
from poc_symbolic.coq.normal import SPECIAL, from_key, maximal, polynomial, single, term_of_atom
from poc_symbolic.coq.term import Term, Unsupported, conditions, num, show, variables
from poc_symbolic.rigor import kernel


class Elaboration:
    """Lines of a Coq proof, with the equations known so far. ``because`` proves a condition as a Coq term."""

    def __init__(self, because: Because, exponents: list[Any]) -> None:
        self.because = because
        self.exponents = generators(exponents)
        self.lines: list[str] = []
        self.count = [0]
        self.known: dict[Term, tuple[str, Term]] = {}  # special term: equation, what it is equal to
        self.atoms: dict[Any, tuple[Term, Term]] = {}  # kernel key: first term, its variable
        self.relations: dict[str, str] = {}  # root variable: its relation
        self.nonzero: set[Term] = set()

    def fresh(self, word: str) -> str:
        """A name that no variable of a statement can have."""
        self.count[0] += 1
        return f"{word}'{self.count[0]}"

    def emit(self, line: str) -> None:
        """One more line of the proof."""
        self.lines.append(line)

    # -------------------------------------------------------------- identities
    def identity(self, left: Term, right: Term) -> str:
        """Tactics that prove left = right; both must be defined."""
        return f"{self.rewriting(left, right)}{self.field(left, right)}"

    def rewriting(self, *terms: Term, where: str = "") -> str:
        """Rewrite every root, exponential, logarithm and derivative, the largest first."""
        found = dict.fromkeys(part for term in terms for part in maximal(term))
        names = [self.equation(part) for part in sorted(found, key=lambda part: -len(repr(part)))]
        return "".join(f"rewrite {name}{where}. " for name in names)

    def field(self, *terms: Term) -> str:
        """``field`` modulo the relations of the roots that occur."""
        roots = {name for term in terms for name in variables(self.plain(term)) if name in self.relations}
        by = " ".join(self.relations[name] for name in self._closed(roots))
        return f"field [{by}]; nonzero." if by else "field; nonzero."

    def _closed(self, roots: set[str]) -> list[str]:
        """The roots, with those that occur under them."""
        out: list[str] = []
        for name in sorted(roots, key=lambda n: int(n.rpartition("'")[2])):
            base = next(first for first, atom in self.atoms.values() if atom == ("var", name))
            inner = {v for v in variables(self.plain(base[1])) if v in self.relations}
            out += [n for n in (*self._closed(inner), name) if n not in out]
        return out

    def equal(self, left: Term, right: Term) -> str:
        """The name of a proof of left = right."""
        tactics = self.identity(left, right)
        name = self.fresh("same")
        self.emit(f"assert ({name} : {show(left, {}, 60)} = {show(right, {}, 60)}). {{ {tactics} }}")
        return name

    def equation(self, term: Term) -> str:
        """The name of the equation by which a special term is rewritten."""
        self.plain(term)
        return self.known[term][0]

    def plain(self, term: Term) -> Term:
        """The term as a rational function of variables."""
        if term[0] in ("var", "num"):
            return term
        if term[0] not in SPECIAL:
            rest = term[2:] if term[0] == "pow" else tuple(self.plain(part) for part in term[2:])
            return (term[0], self.plain(term[1]), *rest)
        if term not in self.known:
            make = {"sqrt": self._root, "ln": self._log, "exp": self._exp, "rpower": self._exp}
            self.known[term] = self._derivative(term) if term[0] == "derive" else make[term[0]](term)
        return self.known[term][1]

    def not_zero(self, base: Term, proof: str) -> None:
        """Keep base ≠ 0, and what follows for its factors, for the side conditions of ``field``."""
        self._split(self.plain(base), proof, self.rewriting(base, where=" in {}"))

    def _split(self, base: Term, proof: str, rewriting: str = "") -> None:
        if base in self.nonzero or base[0] == "num":
            return
        name = self.fresh("nz")
        self.emit(f"pose proof {proof} as {name}. {rewriting.replace('{}', name)}")
        self.nonzero.add(base)
        op = base[0]
        if op in ("mul", "div"):
            self._split(base[1], f"({'ne_l' if op == 'mul' else 'ne_num'} _ _ {name})")
        if op == "mul":
            self._split(base[2], f"(ne_r _ _ {name})")
        if op == "opp":
            self._split(base[1], f"(ne_opp _ {name})")
        if op == "pow" and base[2] > 0:
            self._split(base[1], f"(ne_base _ {base[2] - 1} {name})")

    # -------------------------------------------------------------- atoms
    def _shared(self, term: Term, key: Any) -> tuple[str, Term] | None:
        """The equation for a term whose argument is equal to that of an earlier one."""
        if key not in self.atoms:
            return None
        first, atom = self.atoms[key]
        if first == term:
            return self.known[first]
        tactics = self.identity(term[1], first[1])
        name = self.fresh("eq")
        inner, given = show(term[1], {}, 9), show(first[1], {}, 9)
        replaced = f"replace {inner} with {given} by (symmetry; {_joined(tactics)})"
        claim = f"{show(term, {}, 60)} = {show(atom, {}, 60)}"
        self.emit(f"assert ({name} : {claim}). {{ {replaced}. apply {self.known[first][0]}. }}")
        return name, atom

    def _root(self, term: Term) -> tuple[str, Term]:
        inner = term[1]
        key = "sqrt", kernel.base(polynomial(inner))
        shared = self._shared(term, key)
        if shared is not None:
            return shared
        proof = self.because((">=", inner))
        rewriting = self.rewriting(inner, where=" in {}")
        atom, equation, relation, sign = (self.fresh(word) for word in ("root", "eq", "rel", "ge"))
        self.emit(
            f"destruct (root_atom {show(inner, {}, 9)} {proof}) as ({atom} & {equation} & {relation} & {sign}). "
            + rewriting.replace("{}", relation)
        )
        self.relations[atom] = self._without_divisor(inner, atom, relation)
        self.atoms[key] = term, ("var", atom)
        return equation, ("var", atom)

    def _without_divisor(self, inner: Term, atom: str, relation: str) -> str:
        """r·r = p/m as m·(r·r) = p for a monomial m, because ``field`` takes relations without divisors only."""
        over, under = kernel.cleared(polynomial(inner), kernel.ONE)
        if under == kernel.ONE:  # divisors that are monomials have negative exponents
            lowest = {a: e for mono in over for a, e in mono if e < 0}
            lowest = {a: min(e for mono in over for b, e in mono if a == b) for a in lowest}
            under = {tuple(sorted((a, -e) for a, e in lowest.items())): 1}
            over = kernel.times(over, under)
        if under == kernel.ONE or len(under) > 1:
            return relation
        factor, value = (self.plain(from_key(kernel.freeze(p))) for p in (under, over))
        square: Term = ("mul", ("var", atom), ("var", atom))
        name = self.fresh("rel")
        claim = f"{show(('mul', factor, square), {}, 60)} = {show(value, {}, 60)}"
        self.emit(f"assert ({name} : {claim}). {{ rewrite {relation}. field; nonzero. }}")
        return name

    def _log(self, term: Term) -> tuple[str, Term]:
        key = "log", kernel.base(polynomial(term[1]))
        shared = self._shared(term, key)
        if shared is not None:
            return shared
        if polynomial(term[1]) == kernel.ONE:
            return self._trivial(term, ("sub", term[1], num(1)), "ln_is", num(0))
        atom, equation = self.fresh("log"), self.fresh("eq")
        self.emit(f"destruct (ln_atom {show(term[1], {}, 9)}) as ({atom} & {equation}).")
        self.atoms[key] = term, ("var", atom)
        return equation, ("var", atom)

    def _exp(self, term: Term) -> tuple[str, Term]:
        """exp u = Π E_i^n_i · Π v_j^c_j, from u = Σ n_i g_i + Σ c_j log v_j."""
        mono = single(term)
        exponent = term[1] if term[0] == "exp" else ("mul", term[2], ("ln", term[1]))
        parts: list[tuple[Term, str, Term]] = []  # summand, tactics for its exponential, value
        for atom, e in mono:
            parts += self._exponentials(atom[1]) if atom[0] == "exp" else [self._power(atom, Fraction(e))]
        if not parts:
            return self._trivial(term, exponent, "exp_is", num(1))
        total, value = parts[0][0], parts[0][2]
        tactics: list[str] = []
        for summand, _, factor in parts[1:]:
            tactics.insert(0, f"rewrite (exp_plus {show(total, {}, 9)} {show(summand, {}, 9)}).")
            total, value = ("add", total, summand), ("mul", value, factor)
        tactics += [part[1] for part in parts]
        same = f"rewrite {self.equal(exponent, total)}. " if exponent != total else ""
        name = self.fresh("eq")
        unfolded = "unfold Rpower. " if term[0] == "rpower" else ""
        self.emit(
            f"assert ({name} : {show(term, {}, 60)} = {show(value, {}, 60)}). "
            f"{{ {unfolded}{same}{' '.join(tactics)} field; nonzero. }}"
        )
        return name, value

    def _trivial(self, term: Term, vanishing: Term, lemma: str, value: Term) -> tuple[str, Term]:
        """exp 0 = 1 and log 1 = 0."""
        same, name = self.equal(vanishing, num(0)), self.fresh("eq")
        self.emit(f"assert ({name} : {show(term, {}, 60)} = {show(value, {}, 60)}) by exact ({lemma} _ {same}).")
        return name, value

    def _exponentials(self, key: Any) -> list[tuple[Term, str, Term]]:
        out: list[tuple[Term, str, Term]] = []
        for generator, n in zip(self.exponents, combination(key, self.exponents) or [], strict=True):
            if n == 0:
                continue
            equation, atom, term = self._generator(generator)
            inner = show(term, {}, 9)
            count = show(num(abs(n)), {}, 9)
            up = f"(exp_{'up' if n > 0 else 'down'} {abs(n)} {count} {inner} eq_refl)"
            summand: Term = ("mul", num(abs(n)), term)
            power: Term = ("pow", atom, abs(int(n)))
            if n < 0:
                summand, power = ("opp", summand), ("div", num(1), power)
            out.append((summand, f"rewrite {up}, {equation}.", power))
        if not out:
            raise Unsupported("an exponential of zero")
        return out

    def _generator(self, key: Any) -> tuple[str, Term, Term]:
        if ("exp", key) not in self.atoms:
            term = from_key(key)
            atom, equation, nonzero = (self.fresh(word) for word in ("E", "eq", "nz"))
            self.emit(f"destruct (exp_atom {show(term, {}, 9)}) as ({atom} & {equation} & {nonzero}).")
            self.atoms["exp", key] = ("exp", term), ("var", atom)
            self.known[("exp", term)] = equation, ("var", atom)
        first, found = self.atoms["exp", key]
        return self.known[first][0], found, first[1]

    def _power(self, atom: Any, e: Fraction) -> tuple[Term, str, Term]:
        """c·log v with exp(c·log v) = v^c for a whole or half c."""
        base = term_of_atom(atom)
        proof, n = self.because((">", base)), abs(e.numerator)
        text, inner = show(base, {}, 9), show(("ln", base), {}, 9)
        root: Term = base
        log: Term = ("ln", base)
        one = f"(exp_ln {text} {proof})"
        if e.denominator == 2:
            log, root = ("mul", num(Fraction(1, 2)), log), ("sqrt", base)
            one, inner = f"(exp_half_ln {text} {proof})", show(log, {}, 9)
        summand: Term = ("mul", num(n), log)
        power: Term = ("pow", self.plain(root), n)
        up = f"(exp_{'up' if e > 0 else 'down'} {n} {n} {inner} eq_refl)"
        if e < 0:
            summand, power = ("opp", summand), ("div", num(1), power)
            self.not_zero(root, f"(gt_ne _ {self.because(('>', root))})")
        rewriting = self.rewriting(root)
        return summand, f"rewrite {up}, {one}. {rewriting}", power

    # -------------------------------------------------------------- derivatives
    def _derivative(self, term: Term) -> tuple[str, Term]:
        name = self.derivative_fact(term)
        value = formula(term)
        for condition in conditions(value):
            self.because(condition)
        plain = self.plain(value)
        equation = self.fresh("eq")
        self.emit(
            f"assert ({equation} : {show(term, {}, 60)} = {show(plain, {}, 60)}). "
            f"{{ rewrite (is_derive_unique _ _ _ {name}). {self.rewriting(value)}reflexivity. }}"
        )
        return equation, plain

    def derivative_fact(self, term: Term) -> str:
        """The name of a proof that a function has the derivative that the formula says."""
        name, line = derivative_claim(term, self.because, self.fresh)
        self.emit(line)
        return name


def _joined(tactics: str) -> str:
    """A sequence of tactics as one."""
    return tactics.strip().rstrip(".").replace(". ", "; ")
