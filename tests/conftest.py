"""What all tests share: one Hypothesis profile without clocks, and the command line as a user meets it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

Invoke = Callable[..., Result]


FIRST = ("proofs/test_ledger.py", "proofs/test_statements.py", "tests/test_readme.py", "flow/test_stability.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files go first, at their head that with the audit of the whole paper: so workers end together."""

    def place(item: pytest.Item) -> int:
        name = "/".join(item.path.parts[-2:])
        return FIRST.index(name) if name in FIRST else len(FIRST)

    items.sort(key=place)


@pytest.fixture
def invoke() -> Invoke:
    """Run ``poc-symbolic`` in this process: ``invoke("derive", "--activation", "He4")``."""

    def run(*arguments: str) -> Result:
        from poc_symbolic.cli.main import program

        result = CliRunner().invoke(program, list(arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def toy_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only the toy ledger is installed, and few of its mutants are tried."""
    from poc_symbolic.claims import mutants
    from poc_symbolic.cli import ledgers

    monkeypatch.setattr(mutants, "SAMPLE", 1)
    point = EntryPoint("toy", "tests.toy_ledger:ledger", ledgers.GROUP)
    monkeypatch.setattr(ledgers, "entry_points", lambda group: [point] if group == ledgers.GROUP else [])
    yield


@pytest.fixture
def validate() -> Callable[[str, str], Any]:
    """Parse JSON text and validate it against the named schema of the package."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    from poc_symbolic import schemas

    resources = [Resource.from_contents(schemas.load(name)) for name in schemas.NAMES]
    registry = Registry().with_resources((str(resource.id()), resource) for resource in resources)

    def check(name: str, text: str) -> Any:
        value = json.loads(text)
        schema = schemas.load(name)
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema, registry=registry).validate(value)
        return value

    return check
