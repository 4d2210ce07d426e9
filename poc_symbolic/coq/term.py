"""Statement trees as terms over Coq's real numbers.

A :data:`Term` is ("var", name), ("num", q), ("add" | "sub" | "mul" | "div", a, b), ("opp", a), ("pow", a, n) with a
natural n, ("sqrt" | "exp" | "ln", a), ("rpower", a, e) or ("derive", body, x, point): the derivative of x ↦ body at a
point. Coq's functions are total, so each term carries the conditions under which it means what the tree means
(:func:`conditions`): b ≠ 0 for a/b, a ≥ 0 for √a, a > 0 for log a and for a symbolic power, and that a
derivative exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import reduce
from math import prod
from typing import Any

from poc_symbolic.rigor import kernel

Tree = str | list[Any]
Term = tuple[Any, ...]
BINARY = ("add", "sub", "mul", "div")
WORDS = {"sqrt": "sqrt", "exp": "exp", "log": "ln"}
# fmt: off
RESERVED = frozenset((
    "as", "at", "cofix", "else", "end", "exists", "exists2", "fix", "for", "forall", "fun", "if", "IF", "in",
    "let", "match", "mod", "Prop", "return", "Set", "then", "Type", "using", "where", "with", "sqrt", "exp",
    "ln", "Rpower", "Derive", "ex_derive", "is_derive", "R", "Z", "IZR", "PI", "Rmult", "Rplus", "not", "and",
    "or", "all", "real", "by", "SProp",
))
# fmt: on


class Unsupported(Exception):
    """The statement or the certificate has something that the export has no words for."""


def name_of(variable: str) -> str:
    """The variable's name in Coq: the same, unless that means something else there."""
    return f"{variable}'" if variable in RESERVED or variable.startswith("_") else variable


def num(value: Fraction | int) -> Term:
    """A numeral."""
    return ("num", Fraction(value))


def term_of(tree: Tree) -> Term:
    """The term of a tree; Unsupported for a word that is none of the kernel's."""
    if isinstance(tree, str):
        value = kernel.number(tree)
        return num(value) if value is not None else ("var", tree)
    op, args = tree[0], tree[1:]
    if op == "D":
        return ("derive", term_of(args[0]), args[1], ("var", args[1]))
    if op == "at":
        body, value = term_of(args[0]), term_of(args[2])
        if args[1] not in variables(body) and conditions(value) != []:
            raise Unsupported("a value is put for a variable that does not occur")
        return substitute(body, {args[1]: value})
    parts = [term_of(arg) for arg in args]
    if op == "+":
        first = next((part for part in parts if not _negative(part)), parts[0])  # "b - a" rather than "- a + b"
        parts.remove(first)
        return reduce(_plus, parts, first)
    if op == "*":
        return _product(parts)
    if op == "-":
        return ("opp", parts[0]) if len(parts) == 1 else ("sub", *parts)
    if op == "/":
        return ("opp", ("div", parts[0][1], parts[1])) if parts[0][0] == "opp" else ("div", *parts)
    if op == "^":
        return _power(*parts)
    if op in WORDS:
        return (WORDS[op], parts[0])
    raise Unsupported(f"{op} is not among the words of the export")


def _negative(term: Term) -> bool:
    return bool(term[0] == "opp" or (term[0] == "num" and term[1] < 0))


def _plus(left: Term, right: Term) -> Term:
    if right[0] == "opp":
        return ("sub", left, right[1])
    return ("sub", left, num(-right[1])) if _negative(right) else ("add", left, right)


def _product(parts: list[Term]) -> Term:
    """The product from the left; leading numerals become a sign, a factor and a divisor: -3/2·x·y is -(3·x·y/2)."""
    count = next((i for i, part in enumerate(parts) if part[0] != "num"), len(parts))
    q = prod((part[1] for part in parts[:count]), start=Fraction(1))
    if count == len(parts):
        return num(q)
    rest = parts[count:] if abs(q.numerator) == 1 else [num(abs(q.numerator)), *parts[count:]]
    out = reduce(lambda left, right: ("mul", left, right), rest)
    out = out if q.denominator == 1 else ("div", out, num(q.denominator))
    return ("opp", out) if q < 0 else out


def _power(base: Term, exponent: Term) -> Term:
    e = constant(exponent)
    if e is None and kernel.constant(kernel.normal(kernel.expand(tree_of(exponent)))) is not None:
        raise Unsupported("an exponent that is a number in disguise")
    if e is None or e.denominator > 2:
        return ("rpower", base, exponent)
    if e.denominator == 2:
        base = ("sqrt", base)
    if abs(e.numerator) > 5000:
        raise Unsupported("an exponent is too large")
    raised = base if abs(e.numerator) == 1 else ("pow", base, abs(e.numerator))
    return ("div", num(1), raised) if e < 0 else raised


def constant(term: Term) -> Fraction | None:
    """The value of a term of numerals, + - * / and natural powers, or None."""
    if term[0] == "num":
        return Fraction(term[1])
    if term[0] not in (*BINARY, "opp", "pow"):
        return None
    a, b = constant(term[1]), constant(term[2]) if term[0] in BINARY else Fraction(1)
    return None if a is None or b is None else arithmetic(term, a, b)


def arithmetic(term: Term, a: Fraction, b: Fraction) -> Fraction | None:
    """The value of + - * /, - or a natural power where the operands of ``term`` have the values a and b; else None."""
    match term[0]:
        case "add":
            return a + b
        case "sub":
            return a - b
        case "mul":
            return a * b
        case "div":
            return a / b if b != 0 else None
        case "opp":
            return -a
        case "pow":
            return Fraction(a ** int(term[2]))
    return None


def children(term: Term) -> tuple[Term, ...]:
    """The terms right below; for a derivative the point alone, because the body has a bound variable."""
    match term[0]:
        case "var" | "num":
            return ()
        case "pow":
            return (term[1],)
        case "derive":
            return (term[3],)
    return tuple(term[1:])


def variables(term: Term) -> set[str]:
    """The variables that occur free."""
    if term[0] == "var":
        return {term[1]}
    bound = variables(term[1]) - {term[2]} if term[0] == "derive" else set()
    return bound.union(*(variables(child) for child in children(term)))


def substitute(term: Term, values: Mapping[str, Term]) -> Term:
    """Terms for variables, all at once; a bound variable is renamed where it would catch a free one."""
    if term[0] == "var":
        return values.get(term[1], term)
    if term[0] == "num":
        return term
    if term[0] == "pow":
        return ("pow", substitute(term[1], values), term[2])
    if term[0] == "derive":
        body, x, point = term[1:]
        inner = {name: value for name, value in values.items() if name != x and name in variables(body)}
        free = set().union(*(variables(value) for value in inner.values()))
        fresh = x
        while fresh in free or (fresh != x and fresh in variables(body)):
            fresh += "x"
        body = substitute(body, {**inner, x: ("var", fresh)} if fresh != x else inner)
        return ("derive", body, fresh, substitute(point, values))
    return (term[0], *(substitute(child, values) for child in term[1:]))


def tree_of(term: Term) -> Tree:
    """Back to a tree, for the kernel's normal form."""
    if term[0] == "var":
        return str(term[1])
    if term[0] == "num":
        return str(term[1])
    words = {"add": "+", "sub": "-", "mul": "*", "div": "/", "opp": "-", "sqrt": "sqrt", "exp": "exp", "ln": "log"}
    if term[0] == "pow":
        return ["^", tree_of(term[1]), str(term[2])]
    if term[0] == "rpower":
        return ["^", tree_of(term[1]), tree_of(term[2])]
    if term[0] == "derive":
        return ["at", ["D", tree_of(term[1]), term[2]], term[2], tree_of(term[3])]
    return [words[term[0]], *(tree_of(child) for child in term[1:])]


# ------------------------------------------------------------------ definedness
Condition = tuple[str, Term]


def conditions(term: Term) -> list[Condition]:
    """When the term is defined, inner conditions first, each once; what is plain of a numeral is left out.

    A condition is (rel, e) for "e rel 0", or ("derivable", derivative).
    """
    return list(dict.fromkeys(_conditions(term)))


def _conditions(term: Term) -> Iterator[Condition]:
    for child in children(term):
        yield from _conditions(child)
    rel = {"div": "!=", "sqrt": ">=", "ln": ">", "rpower": ">"}.get(term[0])
    if rel is not None:
        base = term[2] if term[0] == "div" else term[1]
        value = constant(base)
        if value is None or kernel.truth(rel, value) is False:
            yield rel, base
    if term[0] == "derive":
        body, x, point = term[1:]
        yield from _conditions(substitute(body, {x: point}))
        yield "derivable", term


# ------------------------------------------------------------------ printing
LEVELS = {"add": 50, "sub": 50, "mul": 40, "div": 40, "opp": 35, "pow": 30}
SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


def show(term: Term, names: Mapping[str, str], level: int = 100) -> str:
    """The term in Coq's notation, with parentheses where ``level`` needs them; ``names`` maps the variables."""
    text, own = _show(term, names)
    return f"({text})" if own > level else text


def _show(term: Term, names: Mapping[str, str]) -> tuple[str, int]:
    op = term[0]
    if op == "var":
        text = names.get(term[1], name_of(term[1]))
        return text, 10 if " " in text else 0
    if op == "num":
        q = Fraction(term[1])
        text = str(q.numerator) if q.denominator == 1 else f"{q.numerator} / {q.denominator}"
        return text, 40 if q.denominator != 1 else 35 if q < 0 else 0
    if op in SIGNS:
        own = LEVELS[op]
        return f"{show(term[1], names, own)} {SIGNS[op]} {show(term[2], names, own - 1)}", own
    if op == "opp":  # "- 2" would be a numeral
        inner = show(term[1], names, 30)
        return f"- ({inner})" if inner.isdigit() else f"- {inner}", 35
    if op == "pow":
        return f"{show(term[1], names, 9)} ^ {term[2]}", 30
    if op == "rpower":
        return f"Rpower {show(term[1], names, 9)} {show(term[2], names, 9)}", 10
    if op == "derive":
        return f"Derive {function(term, names)} {show(term[3], names, 9)}", 10
    return f"{op} {show(term[1], names, 9)}", 10


def function(term: Term, names: Mapping[str, str]) -> str:
    """``(fun x : R => body)`` for a derivative."""
    bound = name_of(term[2])
    return f"(fun {bound} : R => {show(term[1], {**names, term[2]: bound})})"


def show_condition(condition: Condition, names: Mapping[str, str]) -> str:
    """A condition as a proposition."""
    rel, term = condition
    if rel == "derivable":
        return f"ex_derive {function(term, names)} {show(term[3], names, 9)}"
    text = show(term, names, 60)
    return {">=": f"0 <= {text}", ">": f"0 < {text}", "=": f"{text} = 0", "!=": f"{text} <> 0"}[rel]


def show_atom(atom: list[Any], names: Mapping[str, str]) -> str:
    """An atom of a statement as a proposition."""
    rel, left, right = atom
    sign = "<>" if rel == "!=" else rel
    return f"{show(term_of(left), names, 60)} {sign} {show(term_of(right), names, 60)}"
