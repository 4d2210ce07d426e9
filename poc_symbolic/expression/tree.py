"""The syntax tree of an expression: plain data, no SymPy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Num:
    """An exact number."""

    value: Fraction
    column: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Name:
    """A symbol, a constant or an indexed name such as He4."""

    name: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Call:
    """A function of one argument."""

    function: str
    argument: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Unary:
    """-x, or the reciprocal 1/x, written as ``"/"``."""

    operator: Literal["-", "/"]
    operand: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Chain:
    """A sum ``"+"`` or a product ``"*"`` of two or more operands; a - b is the sum of a and -b."""

    operator: Literal["+", "*"]
    operands: tuple[Node, ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Power:
    """base ** exponent."""

    base: Node
    exponent: Node
    column: int = field(default=0, compare=False)


Node: TypeAlias = Num | Name | Call | Unary | Chain | Power


def children(node: Node) -> tuple[Node, ...]:
    """The operands of a node, left to right."""
    match node:
        case Num() | Name():
            return ()
        case Call():
            return (node.argument,)
        case Unary():
            return (node.operand,)
        case Chain():
            return node.operands
        case Power():
            return (node.base, node.exponent)


def fold(root: Node, visit: Callable[[Node, list[Result]], Result]) -> Result:
    """Evaluate a tree from the leaves up, without recursion: ``visit(node, results of its operands)``."""
    waiting: list[tuple[Node, bool]] = [(root, False)]
    results: list[Result] = []
    while waiting:
        node, ready = waiting.pop()
        operands = children(node)
        if ready or not operands:
            cut = len(results) - len(operands)
            arguments = results[cut:]
            del results[cut:]
            results.append(visit(node, arguments))
        else:
            waiting.append((node, True))
            waiting.extend((operand, False) for operand in reversed(operands))
    return results[0]
