"""Derivatives of terms, and proof terms for ``is_derive`` by the rules of ``derivatives.v``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from poc_symbolic.coq.term import (
    Condition,
    Term,
    Unsupported,
    children,
    name_of,
    num,
    show,
    substitute,
    variables,
)

Because = Callable[[Condition], str]  # a proof of a condition, as a Coq term


def derivative(term: Term, x: str) -> Term:
    """∂term/∂x in the form in which the rules give it, at the point x."""
    if x not in variables(term):
        return num(0)
    op = term[0]
    if op == "var":
        return num(1)
    if op == "pow":
        if term[2] == 0:
            return num(0)
        return ("mul", ("mul", num(term[2]), ("pow", term[1], term[2] - 1)), derivative(term[1], x))
    if op == "derive":
        raise Unsupported("a derivative of a derivative that is not carried out")
    parts = [derivative(part, x) for part in term[1:]]
    a, da = term[1], parts[0]
    match op:
        case "add" | "sub":
            return (op, *parts)
        case "opp":
            return ("opp", da)
        case "mul":
            return ("add", ("mul", da, term[2]), ("mul", a, parts[1]))
        case "div":
            above = ("sub", ("mul", da, term[2]), ("mul", a, parts[1]))
            return ("div", above, ("pow", term[2], 2))
        case "exp":
            return ("mul", term, da)
        case "ln":
            return ("mul", ("div", num(1), a), da)
        case "sqrt":
            return ("mul", ("div", num(1), ("mul", num(2), term)), da)
    if x not in variables(term[2]):
        return ("mul", ("mul", term[2], ("rpower", a, ("sub", term[2], num(1)))), da)
    inner = ("add", ("mul", parts[1], ("ln", a)), ("mul", term[2], ("mul", ("div", num(1), a), da)))
    return ("mul", term, inner)  # rpower


def proof(term: Term, x: str, point: Term, because: Because) -> str:
    """A Coq term of type ``is_derive (fun x => term) point (derivative at point)``."""
    bound = name_of(x)
    at = show(point, {}, 9)

    def fun(t: Term) -> str:
        return f"(fun {bound} : R => {show(t, {})})"

    def here(t: Term) -> Term:
        return substitute(t, {x: point})

    def value(t: Term) -> str:
        return show(here(t), {}, 9)

    def go(t: Term) -> str:
        if x not in variables(t):
            return f"(d_const {show(t, {}, 9)} {at})"
        op = t[0]
        if op == "var":
            return f"(d_id {at})"
        if op == "pow" and t[2] == 0:
            return f"(d_const 1 {at})"
        parts = [p for p in t[1:] if isinstance(p, tuple)]
        functions = " ".join(fun(p) for p in parts)
        slopes = " ".join(value(derivative(p, x)) for p in parts)
        proofs = " ".join(go(p) for p in parts)
        side = ""
        if op == "rpower" and x not in variables(t[2]):
            slope = value(derivative(t[1], x))
            return (
                f"(d_rpower_fixed {fun(t[1])} {show(t[2], {}, 9)} {at} {slope} {because(('>', here(t[1])))} {go(t[1])})"
            )
        if op == "pow":
            n = t[2] - 1
            return f"(d_pow {n} {show(num(Fraction(t[2])), {}, 9)} {functions} {at} {slopes} eq_refl {proofs})"
        if op == "div":
            side = because(("!=", here(t[2]))) + " "
        elif op in ("ln", "sqrt", "rpower"):
            side = because((">", here(t[1]))) + " "
        return f"(d_{op} {functions} {at} {slopes} {side}{proofs})"

    return go(term)


def carried_out(body: Term) -> Term:
    """A term whose derivatives are replaced by their formulas."""
    if body[0] == "derive":
        return formula(body)
    if body[0] == "pow":
        return ("pow", carried_out(body[1]), body[2])
    return body if body[0] in ("var", "num") else (body[0], *(carried_out(part) for part in body[1:]))


def formula(term: Term) -> Term:
    """What a derivative is equal to."""
    body, x, point = term[1:]
    return substitute(derivative(carried_out(body), x), {x: carried_out(point)})


def maximal_derivatives(term: Term) -> list[Term]:
    """The outermost derivatives in a term."""
    if term[0] == "derive":
        return [term]
    return [part for child in children(term) for part in maximal_derivatives(child)]
