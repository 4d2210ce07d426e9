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
from poc_symbolic.latex.gap import gap_ode as gap_formulas
from poc_symbolic.latex.gap import gap_ode_of, j_avg, j_max
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
    return [re.split(r"(?:=|\\in|\\le) ", row, maxsplit=1)[1] for row in rows]


def from_macros(text: str) -> list[str]:
    bodies = re.findall(r"\\newcommand\{\\[A-Za-z]+\}\{(.*?)\}$(?=\n\\newcommand|\Z)", text, re.MULTILINE | re.DOTALL)
    return [re.sub(r"\\(begin|end)\{aligned\}(\[t\])?", "", body) for body in bodies]


def check(found) -> None:
    readable = [i for i, formula in enumerate(found) if formula.expr is not None]
    broken, defined = from_align(align(found)), from_macros(macros(found, prefix="x", comment="c"))
    plain = expression(found).split("\n")
    assert len(broken) == len(defined) == len(plain) == len(found)
    assert all(same(read(plain[i]), found[i].expr) for i in readable)
    assert all(factors(plain[i]) == factors(text[i]) for i in readable for text in (broken, defined))


def factors(text: str) -> list[str]:
    """The tokens without the sign of a product, which stands only where a line begins with a bracket."""
    return [token for token in tokens_of(text) if token != "\\cdot"]


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


RATES = {sympy.Symbol("r_1"): gap_ode.growth_rate, sympy.Symbol("r_2"): gap_ode.decay_rate}


def test_the_gap_ode_reads_back():
    solution, growth, decay, bound = gap_formulas()
    assert read(growth.body) == sympy.expand(gap_ode.growth_rate)
    assert read(decay.body) == sympy.expand(gap_ode.decay_rate)
    assert same(read(solution.body).subs(RATES), gap_ode.solution)
    assert read(bound.body) == gap_ode.b / gap_ode.a


@pytest.mark.parametrize(("text", "normalize"), [("He4", True), ("He4 + 1/2*He6", False), ("1/100*He4", False)])
def test_the_gap_ode_of_a_model_is_theorem_39_with_its_constants(text, normalize):
    from poc_symbolic.network.descent import ProofConstants
    from poc_symbolic.network.gap_bounds import gap_ode as numbers
    from poc_symbolic.network.problem import single_index_problem
    from poc_symbolic.network.smoothness import regularity

    found = {f.name: f for f in gap_ode_of(SingleIndexModel(Activation.parse(text), normalize=normalize))}
    for formula in found.values():
        assert same(read(expression([formula])).subs(RATES), sympy.nsimplify(formula.expr, rational=True))
    small = single_index_problem(SingleIndexModel(Activation.parse(text), dim=8, normalize=normalize))
    regular = regularity(small).constant
    ode = numbers(ProofConstants(regular, 1.0), lsc=3.0, delta=0.5, j_max=7.0, j_avg=1e-4, horizon=2.0, eps=1e-5)
    point = {"C_LSC": 3, "delta": "1/2", "J_max": 7, "J_avg": "1/10000", "T": 2, "epsilon": "1/100000"}
    for name, value in {"regularity": regular, "decay": ode.a, "memory": ode.b, "source": ode.source}.items():
        expr = found[f"gap {name}"].expr
        shown = expr.subs({s: sympy.Rational(point[s.name]) for s in expr.free_symbols})
        assert float(shown) == pytest.approx(value, rel=1e-9)
    assert {j_avg, j_max} <= found["gap memory"].expr.free_symbols | found["gap source"].expr.free_symbols


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


@pytest.mark.parametrize("text", ["He4 + 1/2*He6", "He2 + He3 + He4", "He2 + He3 + He4 + He7", "relu(z)", "tanh(z)"])
@pytest.mark.parametrize("subject", ["velocity", "loss", "hessian"])
def test_long_lines_are_broken_but_not_inside_a_short_bracket(text, subject):
    found = formulas(subject, SingleIndexModel(Activation.parse(text, 6 if "(z" in text else None)))
    left = max(width(formula.left) for formula in found)
    for line in align(found).splitlines()[1:-1]:
        right = line.partition("&")[2].replace("\\notag", "").replace("\\\\", "")
        assert width(right) <= LINE_WIDTH - (0 if line.lstrip().startswith("&\\") else left) + 2
        assert not re.search(r"\(1$|\(d$", right.rstrip())


def test_pi_stands_in_front_of_factors():
    printed = expression(formulas("loss", SingleIndexModel(Activation.parse("relu(z)", 2))))
    assert printed == r"\frac{1}{4}(1 - p_1)^2 + \frac{d - 1}{4\pi d}(1 - p_2)^2"


def test_roman_numerals_have_letters_only():
    assert [roman(n) for n in (0, 4, 9, 18, 44)] == ["O", "IV", "IX", "XVIII", "XLIV"]
    assert len({roman(n) for n in range(200)}) == 200


@pytest.mark.parametrize("subject", [*SUBJECTS, "gap-ode"])
def test_json_follows_the_schema(invoke, validate, subject):
    options = (
        ("--activation", "He4")
        if subject == "gap-ode"
        else ("--activation", "He4", "--teacher", "He2 + He4", "--normalize")
    )
    data = validate("latex", invoke("latex", subject, *options, "--json").stdout)
    printed = invoke("latex", subject, *options).stdout.strip()
    assert "\n".join(f["right"] for f in data["formulas"]) == printed


@pytest.mark.parametrize("arguments", [
    ("velocity",), ("gap-ode", "--as", "macros", "--prefix", "p2"), ("velocity", "--activation", "He4", "--dim", "1"),
    ("self-concordance", "--activation", "He0"), ("gap-ode", "--activation", "He2"),
    ("gap-ode", "--dim", "8"), ("ledger", "--from", "/nowhere"), ("nonsense",),
    ("ledger", "--from", ".", "--only", "x*"),
])  # fmt: skip
def test_bad_input_is_one_sentence(invoke, arguments):
    result = invoke("latex", *arguments)
    assert (result.exit_code, result.stdout) == (2, "") and result.stderr.count("\n") == 1
