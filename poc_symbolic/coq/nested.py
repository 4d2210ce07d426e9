"""Derivatives of functions that contain derivatives: near the point the inner ones are equal to their formulas.

An inner derivative may exist only where a divisor is not zero or a logarithm's argument is positive. That holds near
the point because it holds at the point and the divisor is continuous there (``near_ne`` and ``near_gt`` of
``derivatives.v``).
"""

from __future__ import annotations

from collections.abc import Callable

from poc_symbolic.coq.calculus import Because, carried_out, derivative, formula, maximal_derivatives, proof
from poc_symbolic.coq.term import Condition, Term, Unsupported, function, name_of, show, substitute, variables

Fresh = Callable[[str], str]
NEAR = {"!=": "near_ne", ">": "near_gt"}


def derivative_claim(term: Term, because: Because, fresh: Fresh) -> tuple[str, str]:
    """A name, and the line that proves under it that a function has the derivative that the formula says."""
    body, x, point = term[1:]
    if maximal_derivatives(point):
        raise Unsupported("a derivative at a point that is a derivative")
    whole = carried_out(body)
    given = proof(whole, x, point, because)
    name = fresh("d")
    claim = f"is_derive {function(term, {})} {show(point, {}, 9)} {show(formula(term), {}, 9)}"
    if not maximal_derivatives(body):
        return name, f"assert ({name} : {claim}) by exact {given}."
    lines, pattern, steps = _near(body, x, point, because, fresh)
    bound = name_of(x)
    ext = f"apply (is_derive_ext_loc (fun {bound} : R => {show(whole, {})})); [| exact {given}]."
    tactics = " ".join([*lines, ext, pattern, *steps, "reflexivity."])
    return name, f"assert ({name} : {claim}). {{ {tactics} }}"


def _near(body: Term, x: str, point: Term, because: Because, fresh: Fresh) -> tuple[list[str], str, list[str]]:
    """Lines before, how the goal "near the point" is opened, and the rewriting of the inner derivatives there."""
    bound = fresh("arg")
    needed: dict[Condition, str] = {}

    def local(condition: Condition) -> str:
        """What holds near the point of the variable that is there called ``bound``; all else holds anyway."""
        if bound not in variables(condition[1]):
            return because(condition)
        if condition[0] not in NEAR:
            raise Unsupported("a derivative of a derivative that exists only at the point")
        return needed.setdefault(condition, fresh("there"))

    steps = []
    for inner in maximal_derivatives(body):
        name, line = derivative_claim(substitute(inner, {x: ("var", bound)}), local, fresh)
        steps.append(f"{line} rewrite (is_derive_unique _ _ _ {name}).")
    lines, names = [], []
    for rel, base in needed:
        here = substitute(base, {bound: ("var", x)})
        if bound != x and x in variables(base):
            raise Unsupported("a derivative whose variable stands for two things")
        at = substitute(base, {bound: point})
        slope = show(substitute(derivative(here, x), {x: point}), {}, 9)
        shown = f"(fun {name_of(x)} : R => {show(here, {})})"
        continuous = proof(here, x, point, because)
        near = f"{NEAR[rel]} {shown} {show(point, {}, 9)} {slope} {continuous} {because((rel, at))}"
        names.append(fresh("near"))
        lines.append(f"pose proof ({near}) as {names[-1]}.")
    if not names:
        return lines, f"exists (mkposreal 1 Rlt_0_1); intros {bound} _.", steps
    whole, (pattern, *more) = names[0], needed.values()
    for name, there in zip(names[1:], more, strict=True):
        both = fresh("near")
        lines.append(f"pose proof (filter_and _ _ {whole} {name}) as {both}.")
        whole, pattern = both, f"[{pattern} {there}]"
    return lines, f"refine (filter_imp _ _ _ {whole}); cbv beta; intros {bound} {pattern}.", steps
