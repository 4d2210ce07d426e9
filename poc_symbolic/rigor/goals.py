"""From a statement to facts about polynomials: guards, denominators, equations, and the conclusion.

Every tree must be shown to be defined before the kernel talks about it; :class:`Goals` finds the facts for
its divisors, radicands, logarithms and bases, clears denominators of known sign and reaches the conclusion.
"""

from __future__ import annotations

from typing import Any

from poc_symbolic.rigor import kernel, normal, steps
from poc_symbolic.rigor.positivity import Engine
from poc_symbolic.rigor.proof import FAILURES, Budget, Proof
from poc_symbolic.rigor.rational import quotient, text
from poc_symbolic.rigor.normal import Ratio
from poc_symbolic.rigor.ring import Atom, Ring, Tree, as_constant, atoms_of
from poc_symbolic.rigor.sampling import Point
from poc_symbolic.rigor.squares import by_squares
from poc_symbolic.rigor.statement import Statement
from poc_symbolic.rigor.strategies import as_weight, pseudo_divide, vanish_linearly
from poc_symbolic.rigor.transcendental import by_intervals, enrich


def subtrees(tree: Tree) -> list[Tree]:
    """The tree and everything in it, innermost first."""
    if isinstance(tree, str):
        return [tree]
    return [t for arg in tree[1:] for t in subtrees(arg)] + [tree]


def ring_of(trees: list[Tree]) -> Ring:
    """The ring with all atoms of the trees and their parts."""
    atoms: set[Atom] = set()
    for tree in trees:
        for part in subtrees(tree):
            try:
                atoms |= atoms_of(normal.normal(part))
            except FAILURES:
                continue
    atoms |= {("v", atom[1]) for atom in atoms if atom[0] == "pow"}
    return Ring(atoms)


def _is_atom(step: dict[str, Any]) -> bool:
    """Is it the sign of a root, an exponential or a symbolic power?"""
    return step["rule"] == "sign" and step["of"][0] in ("sqrt", "exp", "^") and step["of"][-1] != "2"


class Goals:
    """A proof of one statement under construction."""

    def __init__(self, statement: Statement, points: list[Point], budget: Budget) -> None:
        self.statement = statement
        data = statement.to_json()
        self.trees = [kernel.as_fact(atom)[0] for atom in data["assume"]]
        self.goal, self.rel = kernel.as_fact(data["show"])
        self.proof = Proof.begin(statement, points[0])
        self.engine = Engine(self.proof, ring_of([*self.trees, self.goal]), points, budget)
        self.squares = False  # may sums of squares be searched for?
        self._prepare()

    # ---------------------------------------------------------------- assumptions
    def _prepare(self) -> None:
        """Signs of atoms, numerators of assumptions, and solved equations."""
        engine = self.engine
        for atom, tree in zip(engine.ring.atoms, engine.ring.trees, strict=True):
            if atom[0] in ("v", "log") or isinstance(tree, str):
                continue
            if all(self.guard(kernel.expand(arg)) for arg in tree[1:]):
                self._positive_atom(tree)
        for index in range(len(self.trees)):
            if engine.polys[index] is None:
                self._clear(index)
        self._solve_equations()

    def _positive_atom(self, tree: Tree) -> None:
        op = tree[0]
        if op == "sqrt" and self.settle(tree[1], ">") is None and self.settle(tree[1], ">=") is None:
            return
        if op == "^" and self.settle(tree[1], ">") is None:
            return
        strict = self.proof.add(steps.sign(tree, ">"))
        self.engine.keep(self.proof.add(steps.sign(tree, ">=")) if strict is None else strict)

    def _clear(self, index: int) -> None:
        """From N/D rel 0 and the sign of D, a fact about the polynomial N."""
        ratio, rel = self.proof.facts[index]
        if rel == "!=":
            return
        parts = self._parts(ratio)
        if parts is None:
            return
        numerator, divisors = parts
        ring = self.engine.ring
        if rel == "=":
            tree = ring.tree(self._times(divisors, ring.one))
            step = {"coef": tree, "facts": [index]}
            self.engine.deduce(numerator, [step])
            return
        facts: list[int] = []
        sign = 1
        scale = quotient(1, 1)
        for poly, power in divisors:
            known = self.engine.sign(poly)
            if known is None:
                return
            sigma, fact = known
            sign *= sigma**power
            scale *= self.engine.scale(sigma * poly, fact) ** power
            facts += [fact] * power
        self.engine.weighted(sign * numerator, [(scale, [index, *facts])])

    def _times(self, divisors: list[tuple[Any, int]], start: Any) -> Any:
        for poly, power in divisors:
            start = start * poly**power
        return start

    def _solve_equations(self) -> None:
        """Triangular form: each equation that is linear in some generator eliminates it from the later
        ones."""
        engine = self.engine
        ring = engine.ring
        queue = [i for i in range(len(engine.polys)) if engine.rel(i) == "=" and engine.polys[i] is not None]
        for start in queue:
            index, poly = start, engine.polys[start]
            for fact, i, equation in engine.solved:
                if poly.degrees()[i] < 1:
                    continue
                reduced = pseudo_divide(engine, poly, fact, i, equation, 4)
                if reduced is None:
                    continue
                cofactor, rest, _, sign = reduced
                lead = poly if sign == 1 else -poly
                multiple, remainder = divmod(cofactor * equation + rest, lead)
                if remainder.is_zero() is False:
                    continue
                terms = [
                    {"coef": ring.tree(multiple * sign), "facts": [index]},
                    {"coef": ring.tree(-cofactor), "facts": [fact]},
                ]
                found = engine.deduce(rest, terms)
                if found is not None:
                    index, poly = found, rest
            options = [i for i in ring.used(poly) if poly.degrees()[i] == 1]
            ranked = []
            for i in options:
                lead = ring.coefficients(poly, i)[1]
                simple = as_constant(lead) is not None
                if simple or 0 not in engine.signs(lead):
                    ranked.append((0 if simple else 1, len(list(poly.terms())), i))
            ranked.sort()
            if ranked:
                engine.solved.append((index, ranked[0][2], poly))

    # ---------------------------------------------------------------- ratios
    def _parts(self, ratio: Ratio) -> tuple[Any, list[tuple[Any, int]]] | None:
        """(N, [(D, k), …]) with ratio = N/Π D^k."""
        ring = self.engine.ring
        try:
            numerator, shift = ring.laurent(ratio[0])
            denominator, lift = ring.laurent(ratio[1])
        except KeyError:
            return None
        powers = [a - b for a, b in zip(shift, lift, strict=True)]
        for i, e in enumerate(powers):
            if e < 0:
                numerator = numerator * ring.generators[i] ** (-e)
        factors: list[tuple[Any, int]] = [(ring.generators[i], e) for i, e in enumerate(powers) if e > 0]
        value = as_constant(denominator)
        if value is not None:
            numerator = numerator * quotient(1, value)
        else:
            constant, found = denominator.factor()
            numerator = numerator * quotient(1, constant)
            for f, m in found:
                q, r = divmod(numerator, f)
                while m and r.is_zero():
                    numerator, m = q, m - 1
                    q, r = divmod(numerator, f)
                if m:
                    factors.append((f, int(m)))
        return ring.reduce(numerator), factors

    def settle(self, tree: Tree, rel: str) -> int | None:
        """A fact "tree rel 0" for rel one of >, >=, =, !=; the tree must be defined.

        (For != a sign is found.)
        """
        engine = self.engine
        try:
            ratio = normal.normal(tree)
        except FAILURES:
            return None
        value = normal.constant(ratio)
        if value is not None:
            if value == 0 and rel in ("=", ">="):
                return engine.keep(self.proof.combine(tree, []))
            if value > 0 and rel != "=":
                return engine.keep(self.proof.combine(tree, [{"coef": str(value), "facts": []}]))
            return None
        parts = self._parts(ratio)
        if parts is None:
            return None
        numerator, divisors = parts
        if rel == "!=":
            known = engine.sign(numerator)
            return None if known is None else self._reach(tree, numerator, divisors, ">", known[0])
        return self._reach(tree, numerator, divisors, rel, 1)

    def _reach(self, tree: Tree, numerator: Any, divisors: list[tuple[Any, int]], rel: str, orient: int) -> int | None:
        """orient·tree·Π|D| = ± N, then the sign of N."""
        engine = self.engine
        if len(divisors) == 0:
            return self._sign_of(orient * numerator, rel)
        times: list[int] = []
        scale = quotient(1, 1)
        sign = orient
        for poly, power in divisors:
            known = engine.sign(poly)
            if known is None:
                square = engine.keep(self.proof.add(steps.sign(["^", engine.ring.tree(poly), "2"], ">")))
                if square is None:
                    return self._by_squares(tree, numerator, divisors, rel, orient)
                numerator = numerator * poly if power % 2 == 1 else numerator
                times += [square] * ((power + 1) >> 1)
                continue
            sigma, fact = known
            sign *= sigma**power
            scale *= engine.scale(sigma * poly, fact) ** power
            times += [fact] * power
        target = self._sign_of(sign * numerator, rel)
        if target is None:
            return None
        aim: Tree = tree if orient == 1 else ["-", tree]
        weight = as_weight(engine, sign * numerator, target) * quotient(1, scale)
        if rel == "=":
            step: dict[str, Any] = {"coef": text(weight if weight != 0 else 1), "facts": [target]}
        else:
            step = {"coef": text(weight), "facts": [target]} if weight != 0 else {"coef": "1", "facts": [target]}
        return engine.keep(self.proof.combine(aim, [step], times))

    def _by_squares(
        self, tree: Tree, numerator: Any, divisors: list[tuple[Any, int]], rel: str, orient: int
    ) -> int | None:
        """Divisors of unknown sign: N/D = N·D·(1/D)²."""
        if rel not in (">=", "="):
            return None
        ring = self.engine.ring
        odd = [(poly, power % 2) for poly, power in divisors]
        raised = orient * self._times(odd, numerator)
        target = self._sign_of(raised, rel)
        root: Tree = ["/", "1", ring.tree(self._times([(p, (k + 1) >> 1) for p, k in divisors], ring.one))]
        aim: Tree = tree if orient == 1 else ["-", tree]
        if target is None:
            return None
        if rel == "=":
            cofactor: Tree = ["^", root, "2"]
            return self.engine.keep(self.proof.combine(aim, [{"coef": cofactor, "facts": [target]}]))
        square = self.engine.square(root)
        if square is None:
            return None
        weight = as_weight(self.engine, raised, target)
        return self.engine.keep(self.proof.combine(aim, [{"coef": text(weight), "facts": [target, square]}]))

    def _sign_of(self, p: Any, rel: str) -> int | None:
        if rel == "=":
            return self.vanish(p)
        found = self.engine.positive(p, rel == ">")
        if found is None and self.squares:
            base = [i for i, step in enumerate(self.proof.steps) if step["rule"] == "assume" or _is_atom(step)]
            return by_squares(self.engine, p, rel == ">", base)
        return found

    def vanish(self, p: Any, skip: tuple[int, ...] = ()) -> int | None:
        """A fact p = 0 from the equations among the facts."""
        engine = self.engine
        ring = engine.ring
        p = ring.reduce(p)
        if p.is_zero():
            return engine.deduce(p, [])
        for fact, i, equation in engine.solved:
            if p.degrees()[i] < 1 or fact in skip:
                continue
            reduced = pseudo_divide(engine, p, fact, i, equation, 4)
            if reduced is None:
                continue
            cofactor, rest, times, sign = reduced
            target = self.vanish(sign * rest, (*skip, fact))
            if target is None:
                continue
            terms = [{"coef": ring.tree(sign * cofactor), "facts": [fact]}]
            if rest.is_zero() is False:
                terms.append({"coef": text(engine.scale(sign * rest, target)), "facts": [target]})
            return engine.deduce(p, terms, times)
        return vanish_linearly(engine, p)

    # ---------------------------------------------------------------- guards
    def guard(self, tree: Tree) -> bool:
        """Find facts that make the (expanded) tree defined on the domain; False if some are missing."""
        if isinstance(tree, str):
            return True
        if all([self.guard(arg) for arg in tree[1:]]) is False:
            return False
        if tree[0] == "log":
            return self._show(tree[1], ">")
        if tree[0] == "^":
            exponent = normal.constant(normal.normal(tree[2]))
            if exponent is None or exponent.denominator > 2:
                return self._show(tree[1], ">")
            if exponent.denominator == 2:
                return self._show(tree[1], ">" if exponent < 0 else ">=")
            if exponent < 0:
                return self._show(tree[1], "!=")
        return True

    def _show(self, tree: Tree, rel: str) -> bool:
        """Make ``kernel.known(tree, rel)`` true."""
        if self.proof.known(tree, rel):
            return True
        op = tree[0] if isinstance(tree, list) else ""
        if op == "*" and all([self._show(arg, rel) for arg in tree[1:]]):
            return True
        if op == "^" and rel != ">=" and self._show(tree[1], rel):
            return True
        self.settle(tree, rel)
        return self.proof.known(tree, rel)

    # ---------------------------------------------------------------- the conclusion
    def conclude(self) -> bool:
        """Reach the conclusion; the proof then only needs the kernel's final check."""
        if self.guard(self.goal) is False:
            return False
        try:
            ratio = normal.normal(self.goal)
        except FAILURES:
            return False
        if len(ratio[0]) == 0:
            return self.rel in ("=", ">=")
        if self.proof.known(self.goal, self.rel) and self.rel != "=":
            return True
        if self.settle(self.goal, self.rel) is not None:
            return True
        if self.rel in (">", ">=") and by_intervals(self.engine, self.goal, self.rel) is not None:
            return True
        if any(atom[0] in ("exp", "log", "sqrt") for atom in self.engine.ring.atoms):
            self.engine.failed.clear()
            enrich(self.engine)
            return self.settle(self.goal, self.rel) is not None
        return False

    def conclude_by_squares(self) -> bool:
        """The last resort after :meth:`conclude`: sums of squares for the numerator of the conclusion."""
        self.squares = True
        return self.rel in (">", ">=") and self.guard(self.goal) and self.settle(self.goal, self.rel) is not None
