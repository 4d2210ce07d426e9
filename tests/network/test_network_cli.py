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


@pytest.mark.parametrize("teachers", ["two", "orthogonal:2", "ring:4", "ring:5", "circle"])
def test_several_teachers_follow_the_schema(invoke, validate, teachers):
    arguments = ("couple", "--activation", "He4", "--dim", "4", "--normalize", "--time", "2", "--records", "3")
    result = validate("couple", invoke(*arguments, "--teachers", teachers, "--widths", "6,12,24", "--json").output)
    assert result["wide"] == 48 and result["mean_field_loss"] is None
    for row in result["networks"]:
        assert row["mean_gap"][0] == 0
        if teachers not in ("ring:5", "circle"):  # to He4 a ring of five is the circle
            assert all(phi >= gap for phi, gap in zip(row["potential"], row["mean_gap"], strict=True))
    text = invoke(*arguments, "--teachers", teachers, "--widths", "6,12")
    assert text.exit_code == 0 and "beside" in text.output


def test_several_dimensions_are_one_table(invoke, validate):
    arguments = ("couple", "--activation", "He4", "--normalize", "--dims", "6,4,5", "--records", "3", "--time", "1")
    result = validate("couple-dims", invoke(*arguments, "--widths", "4,8,16", "--repeats", "2", "--json").output)
    assert [row["dim"] for row in result["rows"]] == [4, 5, 6] and result["repeats"] == 2
    single = ("couple", "--activation", "He4", "--normalize", "--dim", "5", "--records", "3", "--time", "1")
    alone = validate("couple", invoke(*single, "--widths", "4,8,16", "--repeats", "2", "--json").output)
    assert result["rows"][1]["fits"] == alone["fits"]
    assert result["fits"].keys() == {"function_error", "squared_mean_gap"}
    text = invoke(*arguments, "--widths", "4,8")
    assert text.exit_code == 0 and "fitted law" in text.output and max(map(len, text.output.splitlines())) <= 120
    beside = invoke(*arguments, "--widths", "4,8", "--teachers", "two")
    assert beside.exit_code == 0 and "beside" in beside.output


def test_several_teachers_have_their_analysis(invoke):
    arguments = ("couple", "--activation", "He4", "--dim", "4", "--normalize", "--time", "9", "--records", "3")
    result = invoke(*arguments, "--teachers", "ring:4", "--widths", "20", "--analysis", "--tau", "0.3")
    assert result.exit_code == 0 and "P3" in result.output and "VIOLATED" not in result.output
    ring = invoke(*arguments, "--teachers", "ring:7", "--widths", "20", "--analysis")
    assert ring.exit_code == 0 and "whole circle" in ring.output and "P3" not in ring.output


def test_figures_of_unknown_names_are_refused(invoke, tmp_path):
    result = invoke("figures", "--out", str(tmp_path), "--only", "figure-9")
    assert result.exit_code == 2 and "figure-7" in result.stderr


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
        ("--teachers", "ring:999"),
        ("--teachers", "two", "--wide", "3"),
        ("--wide", "64"),
        ("--widths", ""),
        ("--widths", "1e309"),
        ("--seed", "1e30"),
        ("--dim", "999999999999999999"),
        ("--records", "1000000000"),
        ("--repeats", "1000000000"),
        ("--analysis", "--tau", "0"),
        ("--dims", "4,5,6"),
        ("--time", "-1"),
        ("--plot", "no/such/folder/figure.svg"),
    ],
)
def test_bad_input_of_couple_is_one_sentence(invoke, more):
    result = invoke(*SMALL, *more)
    assert result.exit_code == 2 and result.stderr.count("\n") == 1


@pytest.mark.parametrize("dims", ["", "8", "4,4,5", "2,4,5", "4.5,5,6", "nan,4,5", "4,5,1e17"])
def test_dimensions_that_make_no_table_are_refused(invoke, dims):
    result = invoke("couple", "--activation", "He4", "--dims", dims, "--time", "1", "--widths", "4,8")
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
