"""Law: no float enters the rigour folder, and no ball is ever asked for a truth that it does not have."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "poc_symbolic" / "rigor"
MODULES = sorted(FOLDER.glob("*.py"))

DIVISION = {"rational.py", "kernel.py", "statement.py"}  # typed rational helpers and the trusted base
SEES_BALLS = {"balls.py", "inequality.py", "integrals.py", "recheck.py", "roots.py"}
FORBIDDEN_IMPORTS = {"math", "cmath", "mpmath", "numpy", "scipy", "random", "decimal"}
TRUTH = {"max", "min", "sorted"}


def problems(name: str, source: str) -> list[str]:
    """What the lint finds in one module."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        where = f"{name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            found.append(f"{where} float literal")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("float", "complex", "eval", "exec"):
                found.append(f"{where} {node.func.id}(")
            if node.func.id in TRUTH and name in SEES_BALLS:
                found.append(f"{where} {node.func.id} where balls are")
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div) and name not in DIVISION:
            found.append(f"{where} true division")
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and name in SEES_BALLS:
            found.append(f"{where} not where balls are")
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            allowed = name == "kernel.py" and node.module == "math" and [a.name for a in node.names] == ["isqrt"]
            names = [] if allowed else [node.module or ""]
        found += [f"{where} import {n}" for n in names if n.split(".")[0] in FORBIDDEN_IMPORTS]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_floats_and_no_truth_of_balls(path: Path) -> None:
    assert problems(path.name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "x = 0.5",
        "x = float('1')",
        "x = a / b",
        "import math",
        "from mpmath import iv",
        "x = not a",
        "x = max(a, b)",
    ],
)
def test_the_lint_catches(line: str) -> None:
    assert len(problems("balls.py", line)) == 1


def test_balls_are_imported_only_where_listed() -> None:
    """Modules that import ``arb``, ``acb`` or FLINT's precision are exactly the listed ones."""
    users = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "flint":
                names = {alias.name for alias in node.names}
                users |= {path.name} if {"arb", "acb", "ctx", "arb_poly"} & names else set()
    assert users <= SEES_BALLS
