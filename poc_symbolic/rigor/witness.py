"""Rational points at which a statement fails.

First plain points, then wide ones (edges, tiny and huge magnitudes), then descent from the worst of them, and
for polynomials on boxes the corners that Bernstein subdivision finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flint import fmpq

from poc_symbolic.rigor import bernstein, kernel, normal
from poc_symbolic.rigor.balls import on_balls, sign_at, value_at
from poc_symbolic.rigor.proof import FAILURES, Budget
from poc_symbolic.rigor.rational import fraction, rounded, text
from poc_symbolic.rigor.ring import atoms_of
from poc_symbolic.rigor.sampling import Point, Sampler, as_fractions, whole_exponent
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement
from poc_symbolic.rigor.verdict import Verdict


class Hunter:
    """The search for a witness against one statement."""

    def __init__(self, statement: Statement, sampler: Sampler) -> None:
        self.statement = statement
        self.sampler = sampler
        self.show = statement.to_json()["show"]
        self.goal, self.rel = kernel.as_fact(self.show)
        self.function = on_balls(self.goal)
        self.numerator, self.denominator = self._ratio()
        self.irrational = _has_functions(self.goal)

    def _ratio(self) -> tuple[Any, Any]:
        """Numerator and denominator as polynomials in the variables, if the conclusion is rational."""
        try:
            ratio = normal.normal(self.goal)
        except FAILURES:
            return None, None
        if any(atom[0] != "v" or atom not in self.sampler.ring.index for atom in atoms_of(ratio)):
            return None, None
        ring = self.sampler.ring
        num, shift = ring.laurent(ratio[0])
        den, lift = ring.laurent(ratio[1])
        for i, (a, b) in enumerate(zip(shift, lift, strict=True)):
            den = den * ring.generators[i] ** a
            num = num * ring.generators[i] ** b
        return num, den

    def fails(self, point: Point) -> bool:
        """Is the conclusion false or undefined at the point, as the kernel sees it?"""
        values = {n: (fraction(x), fraction(x)) for n, x in point.items()}
        try:
            if self.irrational:  # balls first: the kernel takes long over values that cannot be told from zero
                sign = sign_at(self.function, {n: x for n, (x, _) in values.items()})
                if sign == 1 and self.rel != "=":
                    return False
                if sign == 0 and self.rel in ("=", ">="):
                    return False
                if sign != -1 and self.rel != "=":
                    low, high = kernel.enclose(self.goal, values, 64)
                    if low <= 0 <= high and low != high:
                        return False
        except kernel.Undefined:
            return True
        except FAILURES:
            return False
        try:
            return kernel.holds(self.goal, self.rel, values) is not True
        except FAILURES:
            return False

    def suspicious(self, point: Point) -> bool:
        """A cheap exact test that is False only where the conclusion certainly holds."""
        if self.numerator is None:
            return True
        values = [point[a[1]] for a in self.sampler.ring.atoms] or [fmpq(0)]
        if any(self.sampler.ring.evaluate(guard, values) <= 0 for guard in self.sampler.guards):
            return True
        den = self.sampler.ring.evaluate(self.denominator, values)
        if den == 0:
            return True
        num = self.sampler.ring.evaluate(self.numerator, values)
        sign = (1 if num > 0 else -1 if num < 0 else 0) * (1 if den > 0 else -1)
        return {"=": sign != 0, "!=": sign == 0, ">=": sign < 0, ">": sign <= 0}[self.rel]

    def at(self, point: Point) -> Verdict | None:
        """Refuted at this point, or None."""
        if self.suspicious(point) and self.fails(point):
            verdict = refute(self.statement, {n: text(x) for n, x in point.items()})
            if verdict.status == "refuted":
                return verdict
        return None

    def quick(self, points: Sequence[Point], budget: int) -> Verdict | None:
        """The plain points, and some wide ones."""
        for point in points:
            found = self.at(point)
            if found is not None:
                return found
        limit = min(150 if self.numerator is not None else 60, max(40, budget // 100))
        for point in self.sampler.points(limit, wide=True, seed=2):
            found = self.at(point)
            if found is not None:
                return found
        return None

    def deep(self, budget: Budget) -> Verdict | None:
        """More points, corners of boxes, and descent."""
        found = self._corners(budget)
        if found is not None:
            return found
        limit = min(1500 if self.numerator is not None else 300, max(40, budget.steps // 10))
        ranked: list[tuple[Any, int, Point]] = []
        for count, point in enumerate(self.sampler.points(limit, wide=True, seed=3)):
            found = self.at(point)
            if found is not None:
                return found
            value = self.value(point)
            if value is not None:
                ranked.append((value, count, point))
        if self.rel in ("=", "!="):
            return None
        ranked.sort(key=lambda row: row[:2])
        for _, _, point in ranked[:6]:
            found = self._descend(point, budget)
            if found is not None:
                return found
        return None

    def value(self, point: Point) -> Any | None:
        """Roughly the conclusion's excess at the point."""
        if self.numerator is not None:
            values = [point[a[1]] for a in self.sampler.ring.atoms] or [fmpq(0)]
            den = self.sampler.ring.evaluate(self.denominator, values)
            if den == 0:
                return None
            return self.sampler.ring.evaluate(self.numerator, values) * (1 if den > 0 else -1)
        return value_at(self.function, as_fractions(point))

    def _descend(self, point: Point, budget: Budget) -> Verdict | None:
        """Pattern search on the free variables with shrinking relative steps."""
        free = [n for n in self.sampler.order if self.sampler.kinds[n] == "real"]
        best = self.value(point)
        step = fmpq(1, 2)
        while step > fmpq(1, 2**24) and best is not None:
            moved = False
            for name in free:
                scale = abs(point[name]) if point[name] != 0 else fmpq(1)
                for sign in (1, -1):
                    if not budget.take():
                        return None
                    trial = self._move(point, name, rounded(point[name] + sign * step * scale, 40))
                    if trial is None:
                        continue
                    found = self.at(trial)
                    if found is not None:
                        return found
                    value = self.value(trial)
                    if value is not None and value < best:
                        point, best, moved = trial, value, True
                        break
            if moved is False:
                step = step * fmpq(1, 4)
        return None

    def _move(self, point: Point, name: str, value: Any) -> Point | None:
        """The point with one variable changed and the solved variables adjusted."""
        trial: Point = {}
        for n in self.sampler.order:
            solved = any(rel == "=" for rel, _ in self.sampler.rows(n, trial))
            if n == name:
                trial[n] = value
            elif solved:
                roots = self.sampler.candidates(n, trial, _NO_STREAM, False)
                if len(roots) == 0:
                    return None
                trial[n] = roots[0]
            else:
                trial[n] = point[n]
        return trial if self.sampler.admits(trial) else None

    def _corners(self, budget: Budget) -> Verdict | None:
        """Corners of Bernstein boxes with a negative value."""
        if self.numerator is None or self.rel not in (">", ">=") or any(c.rel == "=" for c in self.sampler.constraints):
            return None
        ring = self.sampler.ring
        num, den = self.numerator, self.denominator
        used = ring.used(num * den)
        stream = _NO_STREAM
        center = next(iter(self.sampler.points(1, wide=False)), None)
        if center is None:
            return None
        del stream
        sides_of = {n: self._side(n) for n in self.sampler.names}
        names = [ring.atoms[i][1] for i in used]
        size = 1
        for i in used:
            size *= num.degrees()[i] + den.degrees()[i] + 1
        if size > 5000:
            return None
        product = num * den
        for flips in range(1 << len(used)):
            sides, signs = [], []
            for k, name in enumerate(names):
                low, high = sides_of[name]
                flip = (flips >> k) & 1
                if low is not None and flip:
                    break
                if low is None and high is not None and flip == 0:
                    break
                if low is not None:
                    sides.append((low, high))
                    signs.append(1)
                else:
                    top = high if high is not None else fmpq(0)
                    sides.append((-top if flip else fmpq(0), None))
                    signs.append(-1 if flip else 1)
            else:
                terms = [
                    (
                        tuple(m[i] for i in used),
                        _signed(c, [(m[i], s) for i, s in zip(used, signs, strict=True)]),
                    )
                    for m, c in product.terms()
                ]
                allowance = Budget(min(3000, max(budget.steps - budget.spent, 0)))
                search = bernstein.search(terms, sides, self.rel == ">", allowance)
                budget.take(allowance.spent)
                if search.corner is not None:
                    found = self._near(center, names, search.corner, sides, signs)
                    if found is not None:
                        return found
        return None

    def _near(
        self, center: Point, names: list[str], corner: Sequence[Any], sides: list[Any], signs: list[int]
    ) -> Verdict | None:
        """The corner itself, or points near it if it is at infinity or on an excluded edge."""
        for exponent in (0, 4, 10, 20, 40, 80, 160, 400):
            small = fmpq(1, 2**exponent)
            point = dict(center)
            for name, u, side, sign in zip(names, corner, sides, signs, strict=True):
                low, high = side
                if u is None:
                    value = low + fmpq(2**exponent) * 16
                elif exponent == 0:
                    value = u
                elif high is None:
                    value = u + small
                else:
                    value = u + (low + (high - low) * fmpq(1, 2) - u) * small
                point[name] = sign * value
            if self.sampler.admits(point):
                found = self.at(point)
                if found is not None:
                    return found
        return None

    def _side(self, name: str) -> tuple[Any, Any]:
        low = high = None
        for rel, row in self.sampler.rows(name, {}):
            if rel not in (">", ">=") or len(row) != 2:
                continue
            end = -row[0] * _inverse(row[1])
            if row[1] > 0:
                low = end if low is None or end > low else low
            else:
                high = end if high is None or end < high else high
        return low, high


def _has_functions(tree: Any) -> bool:
    """Roots, exponentials, logarithms or symbolic powers?"""
    if isinstance(tree, str):
        return False
    if tree[0] in ("sqrt", "exp", "log") or (tree[0] == "^" and whole_exponent(tree[2]) is None):
        return True
    return any(_has_functions(arg) for arg in tree[1:])


def _inverse(x: Any) -> Any:
    return fmpq(x.q, x.p)


def _signed(c: Any, powers: Sequence[tuple[int, int]]) -> Any:
    for e, sign in powers:
        if sign < 0 and e % 2 == 1:
            c = -c
    return c


class _Still:
    """A stream that always gives the first value."""

    def below(self, n: int) -> int:
        return 0


_NO_STREAM: Any = _Still()
