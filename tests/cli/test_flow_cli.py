"""The verbs ``flow`` and ``stability``: their JSON follows the schemas and bad input is one sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from poc_symbolic import schemas
from poc_symbolic.cli.enclosures import interval
from poc_symbolic.cli.main import program

FLOW = ["flow", "--activation", "He4", "--dim", "16", "--normalize"]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(program, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_flow_json_follows_its_schema_and_repeats() -> None:
    arguments = [*FLOW, "--until-loss", "0.5", "--quantiles", "0.25,0.5", "--json"]
    code, out, _ = run(*arguments)
    data = json.loads(out)
    jsonschema.validate(data, schemas.load("flow"))
    assert code == 0 and data["overlap"] == "abs"
    assert data["loss"][-1] == pytest.approx(0.5, abs=1e-7)
    assert data["moments"]["2"][0] == 0 and set(data["quantiles"]) == {"0.25", "0.5"}
    assert run(*arguments)[1] == out


def test_flow_times_and_text() -> None:
    code, out, _ = run(*FLOW, "--time", "2", "--times", "0.5,2", "--json")
    assert code == 0 and json.loads(out)["times"] == [0.5, 2.0]
    code, out, _ = run(*FLOW, "--time", "1")
    assert code == 0 and "estimated error" in out


def test_stability_json_follows_its_schema() -> None:
    code, out, _ = run("stability", *FLOW[1:], "--delta", "0.7", "--tau", "0.2", "--json", "--tolerance", "1e-5")
    data = json.loads(out)
    jsonschema.validate(data, schemas.load("stability"))
    assert code == 0 and data["J_max"] == max(data["J_max_norm"], data["E_J2"])


def test_stability_text_says_where_the_norm_is_exponential() -> None:
    arguments = ["--dim", "8", "--normalize", "--delta", "0.7", "--tau", "0.2", "--tolerance", "1e-4"]
    for activation, exponential in (("He3", True), ("He4", False)):
        code, out, _ = run("stability", "--activation", activation, *arguments)
        assert code == 0 and ("repelled at an exponential rate" in out) is exponential


def test_rigorous_bounds_contain_the_trajectory() -> None:
    arguments = ["flow", "--activation", "He4", "--dim", "7", "--normalize", "--time", "0.5", "--times", "0.1,0.25"]
    code, out, _ = run(*arguments, "--enclose", "--json")
    data = json.loads(out)
    jsonschema.validate(data, schemas.load("flow"))
    bounds = data["enclosure"]
    assert code == 0 and bounds["times"] == ["1/10", "1/4"]
    pairs = [(bounds["loss"], data["loss"])] + [(bounds["moments"][n], data["moments"][n]) for n in ("2", "4")]
    for intervals, values in pairs:
        assert all(float(low) < value < float(high) for (low, high), value in zip(intervals, values, strict=True))
    code, out, _ = run(*arguments, "--enclose")
    assert code == 0 and "Rigorous bounds" in out


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12))
def test_decimals_are_rounded_outward(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    low, high = (Fraction(text) for text in interval((fmpq(numerator, denominator), fmpq(numerator, denominator))))
    assert low <= exact <= high and high - low <= Fraction(1, 10**8)


def test_scaling_table_follows_its_schema() -> None:
    arguments = [
        "stability",
        "--activation",
        "He4",
        "--normalize",
        "--dims",
        "8,12,6",
        "--delta",
        "0.8",
        "--tau",
        "0.2",
    ]
    code, out, _ = run(*arguments, "--tolerance", "1e-4", "--json")
    data = json.loads(out)
    jsonschema.validate(data, schemas.load("scaling"))
    assert code == 0 and [row["dim"] for row in data["rows"]] == [6, 8, 12]
    assert data["fits"]["T"]["low"] <= data["fits"]["T"]["exponent"] <= data["fits"]["T"]["high"]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupt_leaves_nothing_half_written(tmp_path: Path) -> None:
    target = tmp_path / "flow.svg"
    arguments = ["flow", "--activation", "He4", "--dim", "1000000", "--time", "1e6", "--tolerance", "1e-10"]
    command = [sys.executable, "-m", "poc_symbolic.cli.main", *arguments]
    if find_spec("matplotlib") is not None:
        command += ["--plot", str(target)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130 and out == ""
    assert err.strip() == "poc-symbolic: interrupted."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        FLOW,
        [*FLOW, "--time", "nan"],
        [*FLOW, "--until-loss", "-0.5"],
        [*FLOW, "--until-loss", "nan"],
        [*FLOW, "--time", "1", "--times", "0.5,0.25"],
        [*FLOW, "--time", "1", "--times", "-0.5"],
        [*FLOW, "--time", "1", "--times", "nan"],
        [*FLOW, "--time", "1", "--quantiles", "nan"],
        [*FLOW, "--until-loss", "0.5", "--enclose"],
        [*FLOW, "--time", "0.1", "--enclose"],
        ["flow", "--activation", "He4", "--teacher", "He4 + He6", "--dim", "16", "--until-loss", "1"],
        ["flow", "--activation", "He2", "--teacher", "He3", "--dim", "16", "--until-loss", "1"],
        ["flow", "--activation", "He4", "--dim", "1", "--time", "1"],
        ["stability", "--activation", "He4", "--dim", "16", "--dims", "8,16,32", "--delta", "0.7", "--tau", "0.1"],
        ["stability", "--activation", "He4", "--dims", "8,16", "--delta", "0.7", "--tau", "0.1"],
        ["stability", "--activation", "He4", "--dims", "8,16.5,32", "--delta", "0.7", "--tau", "0.1"],
        ["stability", "--activation", "He3", "--dims", "8,16,32", "--delta", "0.7", "--tau", "0.1"],
        [*FLOW, "--time", "1", "--until-loss", "0.5"],
        [*FLOW, "--time", "-1"],
        [*FLOW, "--until-loss", "3"],
        [*FLOW, "--time", "1", "--quantiles", "0.5,x"],
        [*FLOW, "--time", "1", "--quantiles", "1.5"],
        [*FLOW, "--time", "1", "--times", "2"],
        ["flow", "--activation", "He4", "--dim", "d", "--time", "1"],
        ["flow", "--activation", "He4", "--dim", "2", "--time", "1"],
        ["stability", *FLOW[1:], "--delta", "0.7", "--tau", "3"],
        [*FLOW, "--time", "1", "--plot", "figure.gif"],
        ["stability", *FLOW[1:], "--delta", "-1", "--tau", "0.1"],
    ],
)
def test_bad_input_is_one_sentence_and_code_2(arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert code == 2 and out == ""
    assert len(err.strip().splitlines()) == 1 and err.strip().endswith(".")
