"""The pytest plugin: claims as tests, in any repository where poc-symbolic is installed.

``@pytest.mark.claim("lemma-42/bound", a="1/3", b=2)`` makes a test fail unless the claim holds at these exact values;
without values the claim itself is checked. The fixture ``claim`` does the same from inside a test. A failure shows
the printed form, the values, the witness and the margin instead of a traceback.

This module is imported whenever pytest starts, so that it imports nothing of its own before a claim is used.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from poc_symbolic.claims.evaluate import Evaluation
    from poc_symbolic.claims.outcome import Outcome

    ClaimCheck = Callable[..., Evaluation | Outcome]

MARKER = "claim(id, **values): fail unless the claim holds, at the given exact values or, without values, as a whole"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The ini option ``claim_ledger`` and the option ``--claim-mutants``."""
    parser.addini(
        "claim_ledger",
        "The ledger that claims are looked up in: the name of an installed one, or module:callable.",
        default="",
    )
    parser.getgroup("poc-symbolic").addoption(
        "--claim-mutants",
        choices=("none", "sample", "all"),
        default="none",
        help="Which false neighbours of a claim without values must be refuted as well.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", MARKER)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Check the claims that a test is marked with, then run its body."""
    for mark in item.iter_markers("claim"):
        if len(mark.args) != 1:
            usage = 'The mark claim takes one claim id and values by name, as in claim("lemma-42/bound", a="1/3").'
            pytest.fail(usage, pytrace=False)
        _check(item.config, mark.args[0], mark.kwargs)
    return (yield)


@pytest.fixture
def claim(pytestconfig: pytest.Config) -> ClaimCheck:
    """``claim("lemma-42/bound", a="1/3", b=2)`` fails the test unless the claim holds, else returns what was found.

    Values are integers, fractions or text such as "1/3" or "0.25", never floats. With all values given the result is
    an Evaluation; without any, it is the Outcome of the claim itself.
    """
    return lambda claim_id, **values: _check(pytestconfig, claim_id, values)


def _check(config: pytest.Config, claim_id: str, values: Mapping[str, Any]) -> Evaluation | Outcome:
    from poc_symbolic.claim_assertions import ClaimFails, check
    from poc_symbolic.errors import InputError

    try:
        return check(config.getini("claim_ledger"), claim_id, values, config.getoption("claim_mutants"))
    except (ClaimFails, InputError) as problem:
        text = str(problem)
    pytest.fail(text, pytrace=False)
