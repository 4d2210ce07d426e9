"""Law: what is printed reads back as the formula it stands for, whatever the activation and wherever lines end."""

from __future__ import annotations

import re

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from poc_symbolic import Activation, SingleIndexModel, gap_ode
from poc_symbolic.latex.document import align, expression, macros
from poc_symbolic.latex.formulas import SUBJECTS, formulas, roman
from poc_symbolic.latex.formulas import gap_ode as gap_formulas
from poc_symbolic.latex.layout import LINE_WIDTH, width
from tests.latex.reader import read, tokens_of

rationals = st.fractions(min_value=-3, max_value=3, max_denominator=4).filter(bool)
coefficients = st.dictionaries(st.integers(1, 6), rationals, min_size=1, max_size=3)


def same(printed: sympy.Expr, meant: sympy.Expr) -> bool:
    return bool(sympy.cancel(sympy.together(printed - meant)) == 0)


def from_align(block: str) -> list[str]:
    """The right sides of an align block, broken lines put together."""
    inside = re.sub(r"\\(begin|end)\{align\}", "", block)
    rows = inside.replace("\\notag \\\\\n", " ").split("\\\\\n")
    return [re.split(r"&(?:=|\\in|\\le) ", row, maxsplit=1)[1] for row in rows]


def from_macros(text: str) -> list[str]:
    bodies = re.findall(r"\\newcommand\{\\[A-Za-z]+\}\{(.*?)\}$(?=\n\\newcommand|\Z)", text, re.MULTILINE | re.DOTALL)
    return [re.sub(r"\\(begin|end)\{aligned\}(\[t\])?", "", body) for body in bodies]


def check(found) -> None:
    readable = [i for i, formula in enumerate(found) if formula.expr is not None]
    broken, defined = from_align(align(found)), from_macros(macros(found, prefix="x", comment="c"))
    plain = expression(found).split("\n")
    assert len(broken) == len(defined) == len(plain) == len(found)
    assert all(same(read(plain[i]), found[i].expr) for i in readable)
    assert all(tokens_of(plain[i]) == tokens_of(text[i]) for i in readable for text in (broken, defined))


@settings(max_examples=10)
@given(coefficients, st.none() | st.integers(3, 40), st.none() | coefficients)
def test_every_formula_reads_back(student, dim, teacher):
    link = Activation.hermite(teacher) if teacher is not None else None
    model = SingleIndexModel(Activation.hermite(student), dim=dim, teacher=link)
    for subject in ("velocity", "loss", "potential", "hessian", "constants"):
        check(formulas(subject, model))


@pytest.mark.parametrize("text", ["He4", "He4 + 1/2*He6", "He1 + sqrt(2)*He3", "relu(z)"])
def test_known_activations_read_back(text):
    model = SingleIndexModel(Activation.parse(text, 4 if "(z" in text else None))
    for subject in SUBJECTS:
        check(formulas(subject, model))


def test_the_gap_ode_reads_back():
    solution, growth, decay, bound = gap_formulas()
    rates = {sympy.Symbol("r_1"): gap_ode.growth_rate, sympy.Symbol("r_2"): gap_ode.decay_rate}
    assert read(growth.body) == sympy.expand(gap_ode.growth_rate)
    assert read(decay.body) == sympy.expand(gap_ode.decay_rate)
    assert same(read(solution.body).subs(rates), gap_ode.solution)
    assert read(bound.body) == gap_ode.b / gap_ode.a


def test_rounded_coefficients_are_close_and_said_to_be_rounded(invoke):
    model = SingleIndexModel(Activation.parse("tanh(z)", 5))
    point = {"alpha": "1/3", "d": "10", "p1": "1/7", "p3": "1/5", "p5": "1/9"}
    for subject in ("velocity", "loss", "hessian"):
        for formula in formulas(subject, model):
            values = {s: sympy.Rational(point[s.name]) for s in formula.expr.free_symbols}
            exact, shown = formula.expr.subs(values), read(expression([formula])).subs(values)
            assert abs(shown - exact) <= abs(exact) * sympy.Rational(1, 10**7)
    macros_of = invoke("latex", "loss", "--activation", "tanh(z)", "--degree", "3", "--as", "macros").stdout
    assert "% coefficients rounded to 10 digits" in macros_of


def test_velocity_of_he4_as_one_would_write_it(invoke):
    printed = invoke("latex", "velocity", "--activation", "He4").stdout.strip()
    assert printed == r"(1 - \alpha^2)\biggl(96\alpha^3(1 - p_4) + \frac{288}{d + 4}\,\alpha(p_4 - p_2)\biggr)"


@pytest.mark.parametrize("text", ["He4 + 1/2*He6", "He2 + He3 + He4"])
def test_long_lines_are_broken(text):
    found = formulas("velocity", SingleIndexModel(Activation.parse(text)))
    for line in align(found).splitlines()[1:-1]:
        _, _, right = line.partition("&")
        assert width(right.replace("\\notag", "").replace("\\\\", "")) <= LINE_WIDTH + 5


def test_roman_numerals_have_letters_only():
    assert [roman(n) for n in (0, 4, 9, 18, 44)] == ["O", "IV", "IX", "XVIII", "XLIV"]
    assert len({roman(n) for n in range(200)}) == 200


@pytest.mark.parametrize("subject", [*SUBJECTS, "gap-ode"])
def test_json_follows_the_schema(invoke, validate, subject):
    options = () if subject == "gap-ode" else ("--activation", "He4", "--teacher", "He2 + He4", "--normalize")
    data = validate("latex", invoke("latex", subject, *options, "--json").stdout)
    printed = invoke("latex", subject, *options).stdout.strip()
    assert "\n".join(f["right"] for f in data["formulas"]) == printed


@pytest.mark.parametrize("arguments", [
    ("velocity",), ("gap-ode", "--as", "macros", "--prefix", "p2"), ("velocity", "--activation", "He4", "--dim", "1"),
    ("self-concordance", "--activation", "He0"), ("ledger", "--from", "/nowhere"), ("nonsense",),
    ("ledger", "--from", ".", "--only", "x*"),
])  # fmt: skip
def test_bad_input_is_one_sentence(invoke, arguments):
    result = invoke("latex", *arguments)
    assert (result.exit_code, result.stdout) == (2, "") and result.stderr.count("\n") == 1
