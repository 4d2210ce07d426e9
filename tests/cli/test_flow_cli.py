"""The verbs ``flow`` and ``stability``: their JSON follows the schemas and bad input is one sentence."""

from __future__ import annotations

import json

import jsonschema
import pytest
from click.testing import CliRunner

from poc_symbolic import schemas
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


@pytest.mark.parametrize(
    "arguments",
    [
        FLOW,
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
