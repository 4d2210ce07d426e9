"""Law: no certificate whatever makes the kernel accept a false statement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from poc_symbolic.rigor import kernel
from poc_symbolic.rigor.proof import FAILURES
from poc_symbolic.rigor.steps import monotone, ordered, sign, square

FALSE_ALWAYS = {"variables": {"x": "real"}, "assume": [], "show": [">=", "x", "1"]}
ON_UNIT = {
    "variables": {"x": "real"},
    "assume": [[">=", "x", "0"], [">=", "1", "x"]],
    "show": [">=", ["-", "x", "1/2"], "0"],
}


def accepted(statement: Any, certificate: Any) -> bool:
    """Does the kernel say "proved" or "refuted"?"""
    try:
        return kernel.check_statement(statement, certificate) in ("proved", "refuted")
    except (*FAILURES, AttributeError, OverflowError):
        return False


def claim(show: list[Any], assume: list[Any] | None = None, **kinds: str) -> dict[str, Any]:
    """A statement about x (and y)."""
    return {"variables": {"x": "real", **kinds}, "assume": assume or [], "show": show}


def _unreduced(k: str) -> list[Any]:
    """√2/(√2 + 1), with numerator and denominator times √2 + k."""
    root = ["sqrt", "2"]
    return ["/", ["*", root, ["+", root, k]], ["*", ["+", root, "1"], ["+", root, k]]]


def _colliding_monomials() -> list[dict[str, Any]]:
    """exp(u), exp(v), exp(w) with u = v = w in different unreduced forms: (2e^u - e^v)/e^w is 1, never -1."""
    difference = ["-", ["*", "2", ["exp", _unreduced("2")]], ["exp", _unreduced("3")]]
    value = ["/", "1", ["/", ["exp", _unreduced("5")], difference]]
    divisors = [["+", ["sqrt", "2"], k] for k in ("1", "2", "3", "5")]
    goal = ["-", "x", "1"]
    positive = {"rule": "interval", "box": [], "tree": None, "rel": ">", "bits": 64}
    return [
        *({**positive, "of": divisor} for divisor in divisors),
        {**positive, "of": difference},
        {**positive, "of": ["-", value, "1/2"]},
        {"rule": "combine", "of": "-1", "sum": [{"coef": "2/3", "facts": [5]}]},
        square(["+", goal, "1"]),
        square(["-", goal, "1"]),
        {
            "rule": "combine",
            "of": goal,
            "sum": [{"coef": "1/4", "facts": [7]}, {"coef": "1/4", "facts": [8, 6]}],
        },
    ]


def _steps(*steps: dict[str, Any], point: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"point": point or {"x": "0"}, "steps": list(steps)}


def _bernstein(box: list[Any], tree: Any) -> dict[str, Any]:
    """x - 1/2 ≥ 0 on a box, with both bounds of x as facts."""
    step = {"rule": "bernstein", "of": ["-", "x", "1/2"], "box": box, "tree": tree, "rel": ">="}
    return _steps({"rule": "assume", "index": 0}, {"rule": "assume", "index": 1}, step)


ATTACKS: dict[str, tuple[Any, Any]] = {
    "colliding monomials": (FALSE_ALWAYS, _steps(*_colliding_monomials())),
    "no steps": (FALSE_ALWAYS, _steps()),
    "negative coefficient": (
        FALSE_ALWAYS,
        _steps({"rule": "combine", "of": ["-", "x", "1"], "sum": [{"coef": "-1", "facts": []}]}),
    ),
    "square of a root of a negative number": (
        claim([">=", "-1", "0"]),
        _steps(square(["sqrt", "-1"])),
    ),
    "positive root of a negative number": (
        claim([">=", "-1", "0"]),
        _steps(sign(["sqrt", "-1"], ">="), square(["sqrt", "-1"])),
    ),
    "zero over zero": (claim(["=", ["/", "0", "0"], "0"]), _steps()),
    "zero over x": (claim(["=", ["/", "0", "x"], "0"], [[">=", "x", "-1"]]), _steps(point={"x": "1"})),
    "x over x": (claim(["=", ["/", "x", "x"], "1"]), _steps(point={"x": "1"})),
    "zero times log": (claim(["=", ["*", "0", ["log", "x"]], "0"]), _steps(point={"x": "1"})),
    "derivative of a constant that is undefined": (
        claim(["=", ["D", ["-", ["log", "x"], ["log", "x"]], "x"], "0"]),
        _steps(point={"x": "1"}),
    ),
    "derivative at a kink": (
        claim([">=", ["D", ["sqrt", ["^", "x", "2"]], "x"], "-2"]),
        _steps(point={"x": "1"}),
    ),
    "substituting a pole": (
        claim(["=", ["at", ["/", "x", "x"], "x", "0"], "1"]),
        _steps(point={"x": "1"}),
    ),
    "half power of a negative base": (
        claim(["=", ["^", ["^", "x", "2"], "1/2"], "x"]),
        _steps(point={"x": "1"}),
    ),
    "symbolic power merged at a base of unknown sign": (
        claim(["=", ["*", ["^", "x", "y"], ["^", "x", ["-", "y"]]], "1"], None, y="real"),
        _steps(point={"x": "1", "y": "1"}),
    ),
    "monotone power with a base below one": (
        claim([">=", ["^", "x", "3"], ["^", "x", "2"]], [[">", "x", "0"]]),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "combine", "of": "1", "sum": [{"coef": "1", "facts": []}]},
            *monotone(2, "pow", "3", "2", 1, "x"),
            point={"x": "2"},
        ),
    ),
    "monotone with another fact": (
        claim([">=", ["exp", "x"], ["exp", ["+", "x", "1"]]]),
        _steps(
            {"rule": "combine", "of": "1", "sum": [{"coef": "1", "facts": []}]},
            *monotone(1, "exp", "x", ["+", "x", "1"], 0),
        ),
    ),
    "monotone square": (
        claim([">=", "x", "0"]),
        _steps(sign("x", ">=")),
    ),
    "an equation as a strict fact": (
        claim([">", "x", "0"], [["=", "x", "0"]]),
        _steps({"rule": "assume", "index": 0}),
    ),
    "an equation divided out": (
        claim(["=", "x", "1"], [["=", ["*", "x", ["-", "x", "1"]], "0"]]),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "combine", "of": ["-", "x", "1"], "sum": [{"coef": ["/", "1", "x"], "facts": [0]}]},
            point={"x": "1"},
        ),
    ),
    "dividing by a fact that may vanish": (
        claim([">=", "x", "1"], [[">=", "x", "0"], [">=", ["*", "x", ["-", "x", "1"]], "0"]]),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "assume", "index": 1},
            {"rule": "combine", "of": ["-", "x", "1"], "times": [0], "sum": [{"coef": "1", "facts": [1]}]},
            point={"x": "1"},
        ),
    ),
    "not-equal facts multiplied as positive": (
        claim([">", ["*", "x", "x"], ["*", "x", "x"]], [["!=", "x", "0"]]),
        _steps({"rule": "assume", "index": 0}, point={"x": "1"}),
    ),
    "cofactor undefined": (
        claim(["=", "1", "0"], [["=", "x", "0"]]),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "combine", "of": "1", "sum": [{"coef": ["/", "1", "x"], "facts": [0]}]},
        ),
    ),
    "cases on something undefined": (
        claim(["=", "1", "0"]),
        _steps({"rule": "cases", "on": ["/", "1", "x"], "of": "-1", "ge": [], "lt": [], "rel": ">="}),
    ),
    "cases without proofs": (
        claim([">=", "x", "0"]),
        _steps({"rule": "cases", "on": "x", "of": "x", "ge": [], "lt": [], "rel": ">="}),
    ),
    "the case's fact used after the case": (
        claim([">=", "x", "0"]),
        _steps(
            {
                "rule": "cases",
                "on": "x",
                "of": ["^", "x", "2"],
                "rel": ">=",
                "ge": [square("x")],
                "lt": [square("x")],
            },
            {"rule": "combine", "of": "x", "sum": [{"coef": "1", "facts": [1]}]},
        ),
    ),
    "an easier box": (
        ON_UNIT,
        _steps(
            {
                "rule": "bernstein",
                "of": ["-", "x", "1/2"],
                "box": [["x", "1/2", "1", "x"]],
                "tree": None,
                "rel": ">=",
            }
        ),
    ),
    "an empty box": (
        ON_UNIT,
        _steps(
            {
                "rule": "bernstein",
                "of": ["-", "x", "1/2"],
                "box": [["x", "1", "0", "x"]],
                "tree": None,
                "rel": ">=",
            }
        ),
    ),
    "a box with a variable twice": (
        ON_UNIT,
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "assume", "index": 1},
            {
                "rule": "bernstein",
                "of": ["-", "x", "1/2"],
                "tree": None,
                "rel": ">=",
                "box": [["x", "0", "1", "x"], ["x", "0", "1", "x"]],
            },
        ),
    ),
    "a box without the variable": (
        ON_UNIT,
        _steps({"rule": "bernstein", "of": ["-", "x", "1/2"], "box": [], "tree": None, "rel": ">="}),
    ),
    "an interval leaf over a pole": (
        claim([">=", ["/", "1", "x"], "-5"], [[">=", "x", "-1"], [">=", "1", "x"]]),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "assume", "index": 1},
            {"rule": "interval", "of": ["/", "1", "x"], "box": [["x", "-1", "1", "x"]], "tree": None, "rel": ">=", "bits": 64},
            point={"x": "1"},
        ),
    ),
    "bits as a float": (
        claim([">", ["sqrt", "2"], "2"]),
        _steps(
            {
                "rule": "interval",
                "of": ["-", ["sqrt", "2"], "2"],
                "box": [],
                "tree": None,
                "rel": ">",
                "bits": 64.5,
            }
        ),
    ),
    "a point outside the domain": (
        claim([">=", "x", "5"], [[">=", "x", "6"], [">=", "5", "x"]]),
        _steps({"rule": "assume", "index": 0}, point={"x": "7"}),
    ),
    "a point with NaN": (FALSE_ALWAYS, _steps(point={"x": "nan"})),
    "a point with an extra variable": (FALSE_ALWAYS, _steps(point={"x": "0", "y": "1"})),
    "a fact index that is a boolean": (
        FALSE_ALWAYS,
        _steps({"rule": "combine", "of": ["-", "x", "1"], "sum": [{"coef": "1", "facts": [True]}]}),
    ),
    "a negative fact index": (
        FALSE_ALWAYS,
        _steps(
            square("x"),
            {"rule": "combine", "of": "x", "sum": [{"coef": "1", "facts": [-1]}]},
        ),
    ),
    "infinite coefficient": (
        FALSE_ALWAYS,
        _steps({"rule": "combine", "of": ["-", "x", "1"], "sum": [{"coef": "inf", "facts": []}]}),
    ),
    "huge exponent": (claim(["=", ["^", "x", "100000"], "0"]), _steps()),
    "a relation that does not exist": (claim(["==", "5", "3"]), _steps()),
    "a relation that does not exist, negated": (claim(["=>", "5", "7"]), _steps()),
    "an unknown operation": (claim([">=", ["abs", "x"], "0"]), _steps()),
    "nested lists as numerals": (claim([">=", [["1"]], "0"]), _steps()),
    "a variable that the rule 'positive' mistakes for a power": (
        {"variables": {"^5": "real"}, "assume": [], "show": [">", "^5", "0"]},
        _steps(sign("^5", ">"), point={"^5": "1"}),
    ),
    "a variable that reads as a number": (
        {"variables": {" 1": "real"}, "assume": [], "show": [">=", " 1", "1/2"]},
        _steps(
            {
                "rule": "bernstein",
                "of": ["-", " 1", "1/2"],
                "box": [[" 1", " 1", " 1", " 1"]],
                "tree": None,
                "rel": ">=",
            },
            point={" 1": "1"},
        ),
    ),
    "a witness where the conclusion holds": (FALSE_ALWAYS, {"witness": {"x": "2"}}),
    "tangent at an undefined logarithm": (
        claim([">=", ["-", "x", "1"], ["log", "x"]]),
        _steps({"rule": "exp", "of": ["log", "x"]}, point={"x": "1"}),
    ),
    "a strict leaf with a zero coefficient": (
        claim([">", "x", "0"], [[">=", "x", "0"], [">=", "1", "x"]]),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "assume", "index": 1},
            {"rule": "bernstein", "of": "x", "box": [["x", "0", "1", "x"]], "tree": None, "rel": ">"},
        ),
    ),
    # ---- what the normal form could get wrong
    "√(x²) read as x": (claim([">=", "x", ["sqrt", ["^", "x", "2"]]]), _steps(point={"x": "1"})),
    "(x²)^(1/2) by exp(log(x²)/2) read as x": (
        claim(["=", ["exp", ["*", "1/2", ["log", ["^", "x", "2"]]]], "x"], [["!=", "x", "0"]]),
        _steps({"rule": "assume", "index": 0}, sign(["^", "x", "2"], ">"), point={"x": "1"}),
    ),
    "exp(log x) where x may be negative": (
        claim([">=", ["exp", ["log", "x"]], "x"]),
        _steps(point={"x": "1"}),
    ),
    "x^y x^-y where x may vanish": (
        claim(["=", ["*", ["^", "x", "y"], ["^", "x", ["-", "y"]]], "1"], [[">=", "x", "0"]], y="real"),
        _steps({"rule": "assume", "index": 0}, point={"x": "1", "y": "1"}),
    ),
    "x^(-1/2) where x may vanish": (
        claim([">=", ["^", "x", "-1/2"], "0"], [[">=", "x", "0"]]),
        _steps({"rule": "assume", "index": 0}, point={"x": "1"}),
    ),
    "a divisor that vanishes without looking like it": (
        claim(["=", ["/", "0", ["-", ["*", ["sqrt", "2"], ["sqrt", "3"]], ["sqrt", "6"]]], "0"]),
        _steps(),
    ),
    "a divisor cleared that may vanish": (
        claim(["=", ["*", ["-", "x", "1"], ["/", "1", ["-", "x", "1"]]], "1"]),
        _steps(point={"x": "2"}),
    ),
    "a divisor hidden behind a substitution": (
        claim(["=", ["at", ["/", "y", "y"], "y", ["-", "x", "x"]], "1"]),
        _steps(),
    ),
    "an exponential of something undefined": (
        claim([">", ["exp", ["/", "1", "x"]], "0"]),
        _steps(sign(["exp", ["/", "1", "x"]], ">"), point={"x": "1"}),
    ),
    "a derivative at the end of the function's domain": (
        claim(["=", ["D", ["^", "x", "3/2"], "x"], ["*", "3/2", ["sqrt", "x"]]], [[">=", "x", "0"]]),
        _steps({"rule": "assume", "index": 0}, point={"x": "1"}),
    ),
    "a derivative with respect to an exponent": (
        claim(["=", ["D", ["^", "2", "x"], "x"], ["*", "x", ["^", "2", ["-", "x", "1"]]]]),
        _steps(point={"x": "1"}),
    ),
    "an exponent that would take for ever": (
        claim(["=", ["exp", ["*", "1000000000", ["log", ["+", ["^", "x", "2"], "1"]]]], "0"]),
        _steps(
            square("x"),
            {"rule": "combine", "of": ["+", ["^", "x", "2"], "1"],
             "sum": [{"coef": "1", "facts": [0]}, {"coef": "1", "facts": []}]},
        ),
    ),
    # ---- signs
    "an odd power as an even one": (claim([">=", ["^", "x", "3"], "0"]), _steps(sign(["^", "x", "3"], ">="))),
    "a product of two negative facts": (
        claim([">=", ["*", "x", "x", "x"], "0"], [[">=", "0", "x"]]),
        _steps({"rule": "assume", "index": 0}, sign(["*", "x", "x", "x"], ">=")),
    ),
    "a square as strictly positive": (claim([">", ["^", "x", "2"], "0"]), _steps(sign(["^", "x", "2"], ">"))),
    "a negative multiple of a fact": (
        claim([">=", ["-", "x"], "0"], [[">=", "x", "0"]]),
        _steps({"rule": "assume", "index": 0}, sign(["-", "x"], ">=")),
    ),
    "a sign by relation =": (claim(["=", "x", "0"], [[">=", "x", "0"]]), _steps(sign("x", "="))),
    "an unknown relation in a step": (FALSE_ALWAYS, _steps(sign(["-", "x", "1"], "=>"))),
    "e^u > 1 + u": (claim([">", ["exp", "x"], ["+", "1", "x"]]), _steps({"rule": "exp", "of": "x"})),
    "ordered squares with a negative larger side": (
        claim([">=", "x", "y"], [[">=", ["^", "x", "2"], ["^", "y", "2"]]], y="real"),
        _steps({"rule": "assume", "index": 0}, *ordered(1, "x", "y", ">="), point={"x": "1", "y": "0"}),
    ),
    "ordered squares, strict from weak": (
        claim([">", "x", "y"], [[">=", "x", "0"], [">=", ["^", "x", "2"], ["^", "y", "2"]]], y="real"),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "assume", "index": 1},
            *ordered(2, "x", "y", ">"),
            point={"x": "1", "y": "0"},
        ),
    ),
    "the second case taken as weak and the first as strict": (
        claim(["!=", "x", "0"]),
        _steps({"rule": "cases", "on": "x", "of": "x", "rel": "!=", "ge": [], "lt": []}, point={"x": "1"}),
    ),
    "a cofactor beside a fact that is no equation": (
        claim([">=", "x", "1"], [[">=", "x", "0"]]),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "combine", "of": ["*", ["-", "x", "1"], "x"], "sum": [{"coef": ["-", "x", "1"], "facts": [0]}]},
            point={"x": "1"},
        ),
    ),
    # ---- boxes
    "a cut outside the cell": (ON_UNIT, _bernstein([["x", "0", "1", "x"]], [0, "2", None, None])),
    "a cut before the cell": (ON_UNIT, _bernstein([["x", "0", "1", "x"]], [0, "-1", None, None])),
    "an axis that is a boolean": (ON_UNIT, _bernstein([["x", "0", "1", "x"]], [False, "1/2", None, None])),
    "a box for something else of the same name": (ON_UNIT, _bernstein([["x", "1", "2", ["+", "x", "1"]]], None)),
    "a placeholder over an undefined tree": (
        claim([">=", ["*", "0", ["/", "1", "x"]], "0"]),
        _steps(
            {"rule": "bernstein", "of": ["*", "0", "u"], "box": [["u", "0", None, ["/", "1", "x"]]], "tree": None,
             "rel": ">="},
            point={"x": "1"},
        ),
    ),
    "an unbounded side by intervals": (
        claim([">=", "1", "x"], [[">=", "x", "0"]]),
        _steps(
            {"rule": "assume", "index": 0},
            {"rule": "interval", "of": ["-", "1", "x"], "box": [["x", "0", None, "x"]], "tree": None, "rel": ">=",
             "bits": 64},
        ),
    ),
    "a bound that is a boolean": (ON_UNIT, _bernstein([["x", True, "1", "x"]], None)),
    "a numeral with a zero denominator": (ON_UNIT, _bernstein([["x", "1/0", "1", "x"]], None)),
    "bits that are a boolean": (
        claim([">", ["sqrt", "2"], "2"]),
        _steps({"rule": "interval", "of": ["-", ["sqrt", "2"], "2"], "box": [], "tree": None, "rel": ">",
                "bits": True}),
    ),
    # ---- statements and witnesses
    "a certificate of another kind": (FALSE_ALWAYS, {"kind": "ball", "witness": {"x": "0"}}),
    "0^0 as a counterexample": (
        claim(["=", ["^", "x", "y"], "0"], [["=", "x", "0"], ["=", "y", "0"]], y="real"),
        {"witness": {"x": "0", "y": "0"}},
    ),
    "a Gamma function": (claim([">=", ["gamma", "x"], "0"]), _steps(point={"x": "1"})),
    "an integer that is not one": (
        claim([">=", "k", "1"], None, k="integer"),
        {"witness": {"x": "0", "k": "1/2"}},
    ),
    "an odd number that is even": (claim([">=", "k", "1"], None, k="odd"), {"witness": {"x": "0", "k": "0"}}),
    "an unknown kind": (claim([">=", "k", "1"], None, k="natural"), {"witness": {"x": "0", "k": "0"}}),
    "numerals in other digits": (claim([">=", "1", "2"]), {"witness": {"x": "\u0660"}}),
    "a hidden free variable": (claim([">=", "z", "1"]), _steps(sign("z", ">="))),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_kernel_does_not_accept(name: str) -> None:
    assert not accepted(*ATTACKS[name])


def test_a_part_cannot_stand_for_the_whole() -> None:
    """``check`` never answers "proved" for a claim of which one part is false."""
    true = {"variables": {}, "assume": [], "show": [">=", "1", "0"]}
    false = {"variables": {}, "assume": [], "show": [">=", "0", "1"]}
    certificate = {"status": "refuted", "part": 0, "point": {}, "steps": []}
    try:
        answer = kernel.check({"claim": "c", "statements": [true, false]}, certificate)
    except FAILURES:
        return
    assert answer != "proved"


@pytest.mark.parametrize(
    "text",
    [
        '{"claim": "c", "statements": [{"variables": {}, "assume": [], "show": [">=", "0", "1"], "show": [">=", "1", "0"]}]}',
        '{"claim": "c", "statements": [{"variables": {}, "assume": [], "show": [">=", NaN, "0"]}]}',
        '{"claim": "c", "statements": [{"variables": {}, "assume": [], "show": [">=", 1.0, "0"]}]}',
        '{"claim": "c", "statements": [{"variables": {}, "assume": [], "show": [">=", true, "0"]}]}',
        '{"claim": "c", "statements": []}',
        "[" * 5000 + "]" * 5000,
        "",
    ],
)
def test_files_that_are_not_what_they_seem(text: str, tmp_path: Path) -> None:
    statement, certificate = tmp_path / "statement.json", tmp_path / "certificate.json"
    statement.write_text(text)
    certificate.write_text('{"claim": "c", "status": "proved", "parts": [{"point": {}, "steps": []}]}')
    assert kernel.main([str(statement), str(certificate)]) == 1


def test_the_same_file_without_the_trick_is_accepted(tmp_path: Path) -> None:
    statement, certificate = tmp_path / "statement.json", tmp_path / "certificate.json"
    statement.write_text('{"claim": "c", "statements": [{"variables": {}, "assume": [], "show": [">=", "1", "0"]}]}')
    certificate.write_text('{"claim": "c", "status": "proved", "parts": [{"point": {}, "steps": []}]}')
    assert kernel.main([str(statement), str(certificate)]) == 0
