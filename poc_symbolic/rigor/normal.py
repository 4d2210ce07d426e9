"""The search's normal form of a tree: a ratio of Laurent polynomials in atoms.

The engines see a tree in this form. The kernel has a form of its own and never reads this one, so that whatever is
found here is a hint. Trees without such a form raise the kernel's ``Rejected``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from poc_symbolic.rigor.kernel import MAX_EXPONENT, number, require, sqrt_bounds
from poc_symbolic.rigor.rational import over

Tree = str | list[Any]
# An atom is ("v", name), ("sqrt", key), ("exp", key), ("log", key) or ("pow", name, key); a monomial is a sorted tuple
# of (atom, exponent); a part maps monomials to rationals (ints where they can be, for speed); a ratio is (numerator,
# denominator); a key is a frozen ratio.
Atom = tuple[Any, ...]
Monomial = tuple[Any, ...]
Part = Mapping[Any, Any]
Ratio = tuple[Part, Part]

ONE: Part = {(): 1}


@lru_cache(maxsize=65536)
def _product(m: Monomial, n: Monomial) -> Monomial:
    """m·n, with exp(u)^i exp(v)^j = exp(iu + jv), and x^(e + n) = x^e x^n for an integer n."""
    powers = dict(m)
    for atom, e in n:
        powers[atom] = powers.get(atom, 0) + e
    sums: dict[Atom, Ratio] = {}
    for atom in [a for a in powers if a[0] in ("exp", "pow")]:
        part = scale(thaw(atom[-1]), powers.pop(atom))
        sums[atom[:-1]] = add(sums[atom[:-1]], part) if atom[:-1] in sums else part
    for head, (num, den) in sums.items():
        if head[0] == "pow" and den == ONE:
            whole = num.get((), 0).__floor__()
            powers[("v", head[1])] = powers.get(("v", head[1]), 0) + whole
            num = _plus(num, {(): -whole})
        if num:
            powers[(*head, freeze((num, den)))] = 1
    return tuple(sorted((a, e) for a, e in powers.items() if e != 0))


def _plus(p: Part, q: Part) -> Part:
    out = dict(p)
    for mono, c in q.items():
        out[mono] = out.get(mono, 0) + c
        if out[mono] == 0:
            del out[mono]
    return out


def _times(p: Part, q: Part) -> Part:
    out: dict[Any, Any] = {}
    for m, a in p.items():
        for n, b in q.items():
            mono = _product(m, n)
            out[mono] = out.get(mono, 0) + a * b
    return _without_squares({mono: c for mono, c in out.items() if c != 0})


def _without_squares(p: Part) -> Part:
    """Replace √u² by u (u is a polynomial)."""
    for mono in p:
        for atom, e in mono:
            if atom[0] == "sqrt" and e >= 2:
                rest = tuple(t for t in mono if t[0] != atom) + (((atom, e % 2),) if e % 2 else ())
                square: Part = {(): p[mono]}
                for _ in range(e // 2):
                    square = _times(square, thaw(atom[1])[0])
                others = {m: c for m, c in p.items() if m != mono}
                return _without_squares(_plus(others, _times(square, {tuple(sorted(rest)): 1})))
    return p


def freeze(ratio: Ratio) -> Atom:
    """The hashable form of a ratio."""
    return tuple(tuple(sorted(part.items())) for part in ratio)


def thaw(key: Atom) -> Ratio:
    """The ratio of a frozen one."""
    return dict(key[0]), dict(key[1])


def _tidy(num: Part, den: Part) -> Ratio:
    require(bool(den), "division by something that is identically zero")
    if not num or den == ONE:
        return num, ONE
    if len(den) == 1:
        ((mono, c),) = den.items()
        if all(a[0] in ("v", "exp", "pow") for a, _ in mono):
            return _times(num, {_product(tuple((a, -e) for a, e in mono), ()): over(1, c)}), ONE
    lead = den[sorted(den)[0]]
    return {m: over(x, lead) for m, x in num.items()}, {m: over(x, lead) for m, x in den.items()}


def add(r: Ratio, s: Ratio) -> Ratio:
    """r + s."""
    if r[1] == s[1]:
        return _tidy(_plus(r[0], s[0]), r[1])
    return _tidy(_plus(_times(r[0], s[1]), _times(s[0], r[1])), _times(r[1], s[1]))


def _multiply(r: Ratio, s: Ratio) -> Ratio:
    return _tidy(_times(r[0], s[0]), _times(r[1], s[1]))


def scale(r: Ratio, c: Any) -> Ratio:
    """c·r for a rational c that is not zero."""
    return _tidy({m: x * c for m, x in r[0].items()}, r[1])


def _power(r: Ratio, n: int) -> Ratio:
    require(abs(n) <= MAX_EXPONENT, "exponent too large")
    if n < 0:
        return _power(_tidy(r[1], r[0]), -n)
    out: Ratio = (ONE, ONE)
    while n:
        out, r, n = _multiply(out, r) if n & 1 else out, _multiply(r, r) if n > 1 else r, n >> 1
    return out


def constant(ratio: Ratio) -> Any | None:
    """The rational value, or None if there is none to be seen."""
    num, den = ratio
    return num.get((), 0) if den == ONE and set(num) <= {()} else None


def normal(tree: Tree) -> Ratio:
    """The ratio of a tree without ∂ and substitution; Rejected if it has none."""
    value = number(tree)
    if value is not None:
        return ({(): over(value, 1)} if value else {}), ONE
    if isinstance(tree, str):
        return {((("v", tree), 1),): 1}, ONE
    op, args = tree[0], tree[1:]
    if op == "^" and constant(normal(args[1])) is None:
        require(isinstance(args[0], str) and number(args[0]) is None, "a symbolic power needs a variable as base")
        return {_product(((("pow", args[0], freeze(normal(args[1]))), 1),), ()): 1}, ONE
    parts = [normal(arg) for arg in args]
    if op in ("+", "*"):
        out = parts[0]
        for part in parts[1:]:
            out = add(out, part) if op == "+" else _multiply(out, part)
        return out
    if op == "-":
        return scale(parts[0], -1) if len(parts) == 1 else add(parts[0], scale(parts[1], -1))
    if op == "/":
        return _multiply(parts[0], _tidy(parts[1][1], parts[1][0]))
    if op == "^":
        exponent = constant(parts[1]) or 0
        if exponent.denominator == 1:
            return _power(parts[0], int(exponent))
        require(exponent.denominator == 2, "only halves of integers may stand in a numeric exponent")
        return _power(_root(parts[0]), exponent.numerator)
    if op == "sqrt":
        return _root(parts[0])
    require(op in ("exp", "log"), f"unknown operation {op}")
    if op == "exp" and not parts[0][0]:
        return ONE, ONE
    if op == "log" and constant(parts[0]) == 1:
        return {}, ONE
    return {(((op, freeze(parts[0])), 1),): 1}, ONE


def _root(ratio: Ratio) -> Ratio:
    value = constant(ratio)
    require(ratio[1] == ONE, "write the root of a quotient as sqrt(N*D)/D")
    if value is not None and value >= 0:
        low, high = sqrt_bounds(Fraction(value), 0)
        if low == high:
            return ({(): over(low, 1)} if low else {}), ONE
    return {((("sqrt", freeze(ratio)), 1),): 1}, ONE
