"""A syntax tree to a SymPy expression, through a closed list of names and functions."""

from __future__ import annotations

from dataclasses import dataclass

import sympy
from sympy.core.parameters import distribute

from poc_symbolic.errors import InputError
from poc_symbolic.expression.limits import USER, Limits
from poc_symbolic.expression.scope import Scope
from poc_symbolic.expression.tree import Call, Chain, Name, Node, Num, Power, Unary, fold


@dataclass(frozen=True)
class _Value:
    """An expression with bounds on its size: degree, bits of its constants, depth."""

    expr: sympy.Expr
    degree: int
    bits: int
    depth: int


def to_sympy(tree: Node, scope: Scope, limits: Limits = USER) -> sympy.Expr:
    """The SymPy expression of ``tree``, with the names of ``scope`` and no others.

    Powers have an integer exponent, a half-integer one (a root), or a fraction when the base is a
    positive constant. Raises InputError for unknown names, division by zero, complex or infinite
    constants, and anything beyond ``limits``.
    """

    def visit(node: Node, operands: list[_Value]) -> _Value:
        value = _build(node, operands, scope, limits)
        _check(value, node, limits)
        return value

    return fold(tree, visit).expr


def _build(node: Node, operands: list[_Value], scope: Scope, limits: Limits) -> _Value:
    depth = 1 + max((operand.depth for operand in operands), default=0)
    match node:
        case Num():
            number = sympy.Rational(node.value.numerator, node.value.denominator)
            bits = max(node.value.numerator.bit_length(), node.value.denominator.bit_length())
            return _Value(number, 0, bits, 1)
        case Name():
            return _name(node, scope, limits)
        case Call():
            return _call(node, operands[0], depth, scope, limits)
        case Unary(operator="-"):
            return _Value(_product([sympy.Integer(-1), operands[0].expr]), operands[0].degree, operands[0].bits, depth)
        case Unary():
            return _power(operands[0], sympy.Integer(-1), depth, node.column, limits)
        case Chain(operator="+"):
            bits = sum(operand.bits for operand in operands if operand.expr.is_number) + len(operands)
            bits = max(bits, max(operand.bits for operand in operands))
            degree = max(operand.degree for operand in operands)
            return _Value(sympy.Add(*(operand.expr for operand in operands)), degree, bits, depth)
        case Chain():
            bits = sum(operand.bits for operand in operands)
            degree = sum(operand.degree for operand in operands)
            if bits > limits.bits or degree > limits.degree:
                return _Value(sympy.Integer(0), degree, bits, depth)
            return _Value(_product([operand.expr for operand in operands]), degree, bits, depth)
        case Power():
            return _power(operands[0], operands[1].expr, depth, node.column, limits)


def _product(factors: list[sympy.Expr]) -> sympy.Expr:
    """The product with its factors kept: 2*(z + 1) is read as it is printed."""
    # Only here: SymPy's functions need the distribution of signs when they look for their parity.
    with distribute(False):
        return sympy.Mul(*factors)


def _check(value: _Value, node: Node, limits: Limits) -> None:
    column = node.column
    if value.degree > limits.degree:
        raise InputError(f"The degree at column {column} exceeds {limits.degree}; use a smaller power.")
    if value.bits > limits.bits:
        raise InputError(f"The constant at column {column} is too large; use smaller numbers.")
    if value.depth > limits.depth:
        raise InputError(f"More than {limits.depth} operations are nested at column {column}; flatten the expression.")
    if value.expr in (sympy.zoo, sympy.nan, sympy.oo, -sympy.oo):
        raise InputError(f"The value at column {column} is not a finite number; change the expression.")
    if value.expr.is_number and (value.expr.is_extended_real is False or value.expr.has(sympy.I)):
        raise InputError(f"The value at column {column} is not real; use real numbers only.")


def _name(node: Name, scope: Scope, limits: Limits) -> _Value:
    if node.name in scope.names:
        expr = scope.names[node.name]
        return _Value(expr, 0 if expr.is_number else 1, 1, 1)
    member = scope.index(node.name)
    if member is None:
        raise scope.unknown(node.name, node.column)
    family, k = member
    if k > limits.index:
        raise InputError(f"The index of {family} at column {node.column} is too large; use at most {limits.index}.")
    expr = scope.indexed[family](k)
    # p_l is one symbol, He_k a polynomial whose coefficients have less than k log2(k) bits.
    return _Value(expr, 1, 1, 1) if expr.is_Symbol else _Value(expr, k, k * k.bit_length() + 1, 1)


def _call(node: Call, argument: _Value, depth: int, scope: Scope, limits: Limits) -> _Value:
    if node.function not in scope.functions:
        if node.function in scope.names or scope.index(node.function):
            raise InputError(f"{node.function} at column {node.column} is not a function; write * before the bracket.")
        raise scope.unknown(node.function, node.column)
    if node.function == "sqrt":
        return _power(argument, sympy.Rational(1, 2), depth, node.column, limits)
    if node.function == "log" and argument.expr.is_number and argument.expr.is_zero:
        raise InputError(f"The logarithm of zero at column {node.column} is not finite; change its argument.")
    if argument.bits > limits.root_bits and argument.expr.is_number:
        raise InputError(f"The constant at column {node.column} is too large for {node.function}.")
    # |x| and relu keep the degree of their argument; the others count as bounded.
    degree = argument.degree if node.function in ("abs", "Abs", "relu") else 0
    return _Value(scope.functions[node.function](argument.expr), degree, argument.bits, depth)


def _power(base: _Value, exponent: sympy.Expr, depth: int, column: int, limits: Limits) -> _Value:
    if not exponent.is_Rational:
        raise InputError(f"The exponent at column {column} must be an integer; write exp(...) for other powers.")
    if abs(exponent.p) > limits.exponent * exponent.q:
        raise InputError(
            f"The exponent at column {column} must be an integer between -{limits.exponent} "
            f"and {limits.exponent}; use a smaller one."
        )
    if exponent.is_negative and base.expr.is_zero:
        raise InputError(f"There is a division by zero at column {column}; change the denominator.")
    if exponent.q != 1:
        _check_root(base, exponent, column, limits)
    size = -(-abs(exponent.p) // exponent.q)
    degree, bits = base.degree * size, base.bits * size
    if degree > limits.degree or bits > limits.bits:
        return _Value(sympy.Integer(0), degree, bits, depth)
    return _Value(sympy.Pow(base.expr, exponent), degree, bits, depth)


def is_iterated_root(exponent: sympy.Expr) -> bool:
    """Whether x**exponent is a power of x, √x, √√x, …: a fraction with denominator 1, 2, 4, … 64."""
    return bool(exponent.is_Rational and exponent.q <= 64 and exponent.q & (exponent.q - 1) == 0)


def _check_root(base: _Value, exponent: sympy.Rational, column: int, limits: Limits) -> None:
    if base.expr.is_number:
        if base.bits > limits.root_bits:
            raise InputError(f"The constant under the root at column {column} is too large; simplify it.")
        if base.expr.is_negative:
            raise InputError(f"The root at column {column} is not real; its argument is negative.")
        if exponent.q > limits.exponent:
            raise InputError(f"The exponent at column {column} is too fine a fraction; use a simpler one.")
    elif not is_iterated_root(exponent):
        raise InputError(f"The exponent at column {column} must be an integer; of the roots only sqrt(...) is read.")
