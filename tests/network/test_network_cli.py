"""The verbs ``couple`` and ``width``: schemas, repetition, figures, and bad input as one sentence."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

SMALL = ("couple", "--activation", "He4", "--dim", "5", "--normalize", "--time", "1", "--records", "3")


def test_couple_repeats_and_follows_its_schema(invoke, validate):
    arguments = (*SMALL, "--widths", "4,8,16", "--json")
    one, again = invoke(*arguments), invoke(*arguments)
    assert one.exit_code == 0 and one.output == again.output
    result = validate("couple", one.output)
    assert [row["width"] for row in result["networks"]] == [4, 8, 16]
    more = validate("couple", invoke(*arguments, "--repeats", "3").output)
    assert more["networks"] == result["networks"] and more["repeats"] == 3
    assert all(fit["low"] < fit["exponent"] < fit["high"] for fit in more["fits"].values())
    assert set(result["fits"]) == {"function_error", "mean_square_gap", "squared_mean_gap"}


def test_couple_prints_tables_with_the_analysis(invoke):
    result = invoke(*SMALL, "--widths", "12", "--analysis", "--samples", "50", "--noise", "0.1")
    assert result.exit_code == 0
    assert "Lemma 5" in result.output and "Lemma 42" in result.output and "VIOLATED" not in result.output


@pytest.mark.parametrize("teachers", ["two", "orthogonal:2", "ring:4", "circle"])
def test_several_teachers_follow_the_schema(invoke, validate, teachers):
    arguments = ("couple", "--activation", "He4", "--dim", "4", "--normalize", "--time", "2", "--records", "3")
    result = validate("couple", invoke(*arguments, "--teachers", teachers, "--widths", "6,12,24", "--json").output)
    assert result["wide"] == 48 and result["mean_field_loss"] is None
    for row in result["networks"]:
        assert row["mean_gap"][0] == 0
        if teachers != "circle":
            assert all(phi >= gap for phi, gap in zip(row["potential"], row["mean_gap"], strict=True))
    text = invoke(*arguments, "--teachers", teachers, "--widths", "6,12")
    assert text.exit_code == 0 and "beside" in text.output


@pytest.mark.skipif(find_spec("matplotlib") is None, reason="needs the extra 'plot'")
def test_couple_draws_the_same_figure_again(invoke, tmp_path):
    for name in ("one.svg", "two.svg"):
        assert invoke(*SMALL, "--widths", "4,8", "--plot", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize(
    "more",
    [
        ("--widths", "0"),
        ("--widths", "4,x"),
        ("--widths", "2.5"),
        ("--widths", "8,8"),
        ("--seed", "nan"),
        ("--seed", "-1"),
        ("--seed", "1,2"),
        ("--samples", "0"),
        ("--noise", "1"),
        ("--samples", "5", "--noise", "nan"),
        ("--records", "1"),
        ("--repeats", "0"),
        ("--widths", "1000000000"),
        ("--until-loss", "0.5"),
        ("--tolerance", "0"),
        ("--plot", "figure.pdf"),
        ("--teachers", "three"),
        ("--teachers", "ring:2"),
        ("--teachers", "orthogonal:9"),
        ("--teachers", "two", "--samples", "9"),
        ("--teachers", "two", "--teacher", "He6"),
    ],
)
def test_bad_input_of_couple_is_one_sentence(invoke, more):
    result = invoke(*SMALL, *more)
    assert result.exit_code == 2 and result.stderr.count("\n") == 1


@pytest.mark.parametrize("dim", ["1", "0", "2", "d"])
def test_dimensions_that_cannot_be_are_refused(invoke, dim):
    result = invoke("couple", "--activation", "He4", "--dim", dim, "--time", "1")
    assert result.exit_code == 2 and result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--activation", "He3", "--dim", "8", "--delta", "0.3"),
        ("--activation", "He4", "--dim", "8", "--delta", "nan"),
        ("--activation", "He4", "--dim", "d", "--delta", "0.3"),
        ("--activation", "He4", "--dim", "8", "--delta", "0.3", "--failure", "2"),
        ("--activation", "He4", "--dim", "8", "--delta", "0.3", "--seed", "nan"),
        ("--activation", "He4", "--dim", "8", "--delta", "0.3", "--tau", "9"),
    ],
)
def test_bad_input_of_width_is_one_sentence(invoke, arguments):
    result = invoke("width", *arguments)
    assert result.exit_code == 2 and result.stderr.count("\n") == 1


def test_width_prints_what_is_asked_for(invoke):
    result = invoke("width", "--activation", "He4", "--dim", "5", "--delta", "0.7", "--normalize")
    assert result.exit_code == 0 and "asked for" in result.output and "measured" in result.output
