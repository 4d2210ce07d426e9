"""Every rule of the kernel has its Coq proof, and a wrong one is not accepted."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy

from poc_symbolic.coq.document import REALS, axioms, unexpected
from poc_symbolic.coq.term import Unsupported
from poc_symbolic.coq.theorem import proposition
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt, ne
from tests.coq.conftest import part_of

a, b, k, t, x, y = sympy.symbols("a b k t x y", real=True)


def squares():
    statement = Statement(ge(x**2 + y**2, 2 * x * y))
    script = Script(statement, {"x": 1, "y": 0})
    script.combine((x - y) ** 2, [(1, [script.square(x - y)])])
    return statement, script


def roots():
    statement = Statement(le(sympy.sqrt(x * (1 + y)) / (1 + y), (1 + x / (1 + y)) / 2), (ge(x, 0), ge(y, 0)))
    script = Script(statement, {"x": 1, "y": 1})
    script.combine(1 + y, [(1, [1]), (1, [])])
    script.combine(x * (1 + y), [(1, [0, 2])])
    square = script.square(sympy.sqrt(x * (1 + y)) / (1 + y) - 1)
    script.combine((1 + x / (1 + y)) / 2 - sympy.sqrt(x * (1 + y)) / (1 + y), [(sympy.Rational(1, 2), [square])])
    return statement, script


def exponentials():
    statement = Statement(ge(sympy.exp(a + b), sympy.exp(a) * (1 + b)))
    script = Script(statement, {"a": 0, "b": 1})
    tangent, positive = script.tangent(sympy.exp(b)), script.positive(sympy.exp(a))
    script.combine(sympy.exp(a + b) - sympy.exp(a) * (1 + b), [(1, [positive, tangent])])
    return statement, script


def powers():
    statement = Statement(ge(x ** (k + 1), x**k), (ge(x, 1), ge(k, 0)), {"k": "integer"})
    script = Script(statement, {"x": 2, "k": 1})
    script.combine(x, [(1, [0]), (1, [])])
    script.combine(x ** (k + 1) - x**k, [(1, [0, script.positive(x**k)])])
    return statement, script


def logarithms():
    statement = Statement(le(sympy.log(x), x - 1), (gt(x, 0),))
    script = Script(statement, {"x": 1})
    script.tangent(sympy.log(x))
    return statement, script


def derivatives():
    f = sympy.exp(-t * x) / sympy.sqrt(1 + x**2)
    second = sympy.Derivative(sympy.Derivative(f, t), t)
    statement = Statement(eq(second, x**2 * f))
    script = Script(statement, {"t": 0, "x": 1})
    script.combine(1 + x**2, [(1, [script.square(x)]), (1, [])])
    return statement, script


def bernstein():
    statement = Statement(gt(x**2 - x + sympy.Rational(3, 10) + y, 0), (ge(x, 0), le(x, 1), ge(y, 0)))
    script = Script(statement, {"x": 0, "y": 0})
    tree = [0, [0, None, None], [0, None, None]]
    script.bernstein(x**2 - x + sympy.Rational(3, 10) + y, [["x", 0, 1], ["y", 0, None]], tree, ">")
    return statement, script


def derivatives_near_a_point():
    inner = sympy.Derivative(a * sympy.log(a * b), a)  # exists only where ab > 0
    statement = Statement(eq(sympy.Derivative(inner, b), 1 / b), (gt(a, 0), gt(b, 0)))
    return statement, Script(statement, {"a": 1, "b": 2})


def roots_of_quotients():
    root = sympy.sqrt(1 - 1 / x**2)
    statement = Statement(eq((root - 1) * (root + 1), -1 / x**2), (gt(x, 1),))
    script = Script(statement, {"x": 2})
    positive = script.combine(x, [(1, [0]), (1, [])])
    script.combine(1 - 1 / x**2, [(1, [0, 0]), (2, [0])], times=[positive, positive])
    return statement, script


def closed():
    statement = Statement(lt(sympy.exp(sympy.Rational(69, 100)), 2))
    script = Script(statement, {})
    script.interval(2 - sympy.exp(sympy.Rational(69, 100)), [], None, ">")
    return statement, script


def intervals():
    statement = Statement(gt(sympy.exp(x) - x - sympy.Rational(1, 2), 0), (ge(x, 0), le(x, 1)))
    script = Script(statement, {"x": 0})
    tree = [0, [0, None, None], [0, None, None]]
    script.interval(sympy.exp(x) - x - sympy.Rational(1, 2), [["x", 0, 1]], tree, ">")
    return statement, script


def cases():
    statement = Statement(ge(y, x), (ge(y, 0), ge(y**2, x**2)))
    script = Script(statement, {"x": 1, "y": 2})
    script.ordered(y, x)
    return statement, script


def parity():
    statement = Statement(ge(k**2, k), (ge(k, 2),), {"k": "even"})
    script = Script(statement, {"k": 2})
    script.combine(k**2 - k, [(1, [0, 0]), (3, [0]), (2, [])])
    return statement, script


ENCLOSED = [intervals, closed]
EXACT = [squares, roots, roots_of_quotients, exponentials, powers, logarithms, bernstein, cases, parity]
EXACT += [derivatives, derivatives_near_a_point]
FALSE = [
    (Statement(ge(x**2, x)), {"x": "1/2"}),
    (Statement(lt(sympy.exp(x), 3), (ge(x, 0),)), {"x": "2"}),
    (Statement(eq(sympy.sqrt(x + 3), x), (ge(x, 0),)), {"x": "1"}),
    (Statement(ge(1 / x, -5)), {"x": "0"}),
    (Statement(ge(x**k, x), (gt(x, 0),), {"k": "odd"}), {"x": "2", "k": "-1"}),
    (Statement(ne(sympy.Derivative(x**3 / 3, x), x**2)), {"x": "2"}),
    (Statement(le(sympy.log(x), 0), (gt(x, 0), ne(sympy.exp(x), 2))), {"x": "4"}),
]


def proved(build):
    statement, script = build()
    return part_of(build.__name__, statement, script.verdict("test"))


def test_every_rule_and_every_kind_of_witness_is_accepted_without_new_axioms(coq):
    proofs = [proved(build) for build in (*EXACT, *ENCLOSED)]
    witnesses = [part_of(f"false-{i}", *(row[0], refute(*row))) for i, row in enumerate(FALSE)]
    plain = ", ".join(f"{build.__name__}.part_1" for build in EXACT)
    done = coq(*proofs, *witnesses, more=f"Definition all_of_them := ({plain}).\nPrint Assumptions all_of_them.\n")
    assert done.returncode == 0, done.stderr
    assert set() != axioms(done.stdout) <= REALS


@pytest.mark.slow
def test_enclosures_use_the_axioms_of_machine_integers_alone(coq):
    done = coq(*map(proved, ENCLOSED), more="Print Assumptions intervals.part_1.\nPrint Assumptions closed.part_1.\n")
    assert done.returncode == 0, done.stderr
    assert unexpected(axioms(done.stdout)) == []


@pytest.mark.parametrize(("build", "number"), [(squares, 1), (parity, 1)], ids=["squares", "parity"])
def test_the_theorem_is_the_statement(build, number):
    statement, _ = build()
    assert f"Theorem part_{number} :\n  {proposition(statement.to_json())}.\nProof.\n" in proved(build).text


@pytest.mark.parametrize(("statement", "witness"), FALSE)
def test_a_refutation_negates_the_statement(statement, witness):
    found = part_of("false", statement, refute(statement, witness))
    assert f"Theorem refuted :\n  ~ ({proposition(statement.to_json())}).\nProof.\n" in found.text


def test_a_statement_that_is_false_for_one_reason_is_not_negated_for_another():
    """(-1)^k has a value for the kernel and Rpower (-1) k has none, so its negation in Coq would say nothing."""
    statement = Statement(eq((-1) ** k, 1), (), {"k": "odd"})
    with pytest.raises(Unsupported, match="whole power"):
        part_of("parity", statement, refute(statement, {"k": 3}))


def test_a_proof_of_something_else_is_not_accepted(coq):
    found = proved(squares)
    changed = found.text.replace("x ^ 2 + y ^ 2 >= 2 * x * y", "x ^ 2 + y ^ 2 >= 3 * x * y")
    assert changed != found.text
    done = coq(replace(found, text=changed))
    assert done.returncode != 0


def test_the_statement_says_when_it_is_defined():
    statement = Statement(ge(sympy.sqrt(x) / y, 0), (gt(1 / a, 0),), {"a": "even"})
    assert proposition(statement.to_json()) == (
        "forall (a : Z) (x y : R),\n  Z.Even a ->\n  IZR a <> 0 ->\n  1 / IZR a > 0 ->\n"
        "  0 <= x /\\\n  y <> 0 /\\\n  sqrt x / y >= 0"
    )
