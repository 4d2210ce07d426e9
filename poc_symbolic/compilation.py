"""Turn an exact expression into a function of numbers: NumPy arrays, mpmath numbers or FLINT balls."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import flint
import mpmath
import sympy
from sympy.printing.codeprinter import PrintMethodNotImplementedError
from sympy.printing.numpy import NumPyPrinter, SciPyPrinter
from sympy.printing.pycode import AbstractPythonCodePrinter, MpmathPrinter

from poc_symbolic.errors import InputError

BACKENDS = ("numpy", "mpmath", "arb")

_SCIPY_FUNCTIONS = (sympy.gamma, sympy.loggamma, sympy.erf, sympy.erfc)


@dataclass(frozen=True)
class CompiledExpression:
    """A numeric function; call it with positional arguments in the order of ``arguments``, or by name."""

    expression: sympy.Expr
    backend: str
    arguments: tuple[str, ...]
    _function: Callable[..., Any]

    def __call__(self, *values: Any, **named: Any) -> Any:
        """The value; raises InputError when arguments are missing, unknown or given twice."""
        if len(values) > len(self.arguments):
            raise InputError(f"At most {len(self.arguments)} arguments are taken: {self._listing()}.")
        given = dict(zip(self.arguments, values, strict=False))
        for name, value in named.items():
            if name not in self.arguments or name in given:
                problem = "given twice" if name in given else "unknown"
                raise InputError(f"The argument {name} is {problem}; the arguments are {self._listing()}.")
            given[name] = value
        missing = [name for name in self.arguments if name not in given]
        if missing:
            raise InputError(f"A value is missing for {', '.join(missing)}; the arguments are {self._listing()}.")
        return self._function(*(_convert(given[name], self.backend, name) for name in self.arguments))

    def _listing(self) -> str:
        return ", ".join(self.arguments) if self.arguments else "none"


def compile(
    expr: sympy.Expr,
    backend: str = "numpy",
    *,
    arguments: Sequence[sympy.Symbol | str] | None = None,
) -> CompiledExpression:
    """A callable that evaluates ``expr``.

    Args:
        expr: an exact SymPy expression (for instance ``model.velocity()``).
        backend: "numpy" (float64, arrays broadcast), "mpmath" (at the working precision when called) or
            "arb" (FLINT balls at ``flint.ctx.prec`` when called, enclosing the exact value).
        arguments: order of the positional arguments; by default alpha, then d, then p1, p2, …, then the
            other symbols by name. It may name symbols that do not occur.

    With mpmath and arb no coefficient passes through a float: rationals are divided at the precision of
    the call. Numbers given as int, Fraction, SymPy Rational or decimal string stay exact too; the numpy
    backend converts its arguments to float64.

    Raises InputError on an unknown backend, an expression that is not exact or has a function that the
    backend lacks, or ``arguments`` that miss a symbol.
    """
    if backend not in BACKENDS:
        raise InputError(f"The backend must be one of {', '.join(BACKENDS)}, not {backend!r}.")
    if not isinstance(expr, sympy.Expr):
        raise InputError(f"Only a SymPy expression can be compiled, not {type(expr).__name__}.")
    if expr.has(sympy.Float):
        raise InputError("The expression contains a floating-point number; write it with exact rationals.")
    symbols = _ordered_symbols(expr, arguments)
    try:
        function = _lambdify(symbols, expr, backend)
    except (PrintMethodNotImplementedError, _UnsupportedFunction) as error:
        raise InputError(f"The {backend} backend lacks a function that occurs in the expression.") from error
    return CompiledExpression(expr, backend, tuple(s.name for s in symbols), function)


def _ordered_symbols(expr: sympy.Expr, arguments: Sequence[sympy.Symbol | str] | None) -> tuple[sympy.Symbol, ...]:
    free = {s.name: s for s in sorted(expr.free_symbols, key=sympy.default_sort_key)}
    if len(free) != len(expr.free_symbols):
        raise InputError("Two different symbols of the expression have the same name; rename one of them.")
    if arguments is None:
        return tuple(sorted(free.values(), key=_rank))
    names = [a.name if isinstance(a, sympy.Symbol) else str(a) for a in arguments]
    missing = sorted(free.keys() - set(names))
    if missing or len(set(names)) != len(names):
        fault = f"must name every symbol, {', '.join(missing)} included" if missing else "must be distinct"
        raise InputError(f"The arguments {fault}.")
    return tuple(free.get(name, sympy.Symbol(name)) for name in names)


def _rank(symbol: sympy.Symbol) -> tuple[int, int, str]:
    moment = re.fullmatch(r"p(\d+)", symbol.name)
    if moment:
        return (2, int(moment.group(1)), symbol.name)
    return ({"alpha": 0, "d": 1}.get(symbol.name, 3), 0, symbol.name)


class _UnsupportedFunction(Exception):
    """An expression node that a printer has no translation for."""


class _NumPyPrinter(NumPyPrinter):  # type: ignore[misc]
    """NumPy code in which integers beyond 2^53 and rationals are correctly rounded doubles."""

    def _print_Integer(self, expr: sympy.Integer) -> str:
        return str(expr.p) if abs(expr.p) < 2**53 else repr(float(Fraction(int(expr.p))))

    def _print_Rational(self, expr: sympy.Rational) -> str:
        return repr(float(Fraction(int(expr.p), int(expr.q))))

    def _print_Half(self, expr: sympy.Rational) -> str:
        return "0.5"


class _SciPyPrinter(_NumPyPrinter, SciPyPrinter):  # type: ignore[misc]
    """The same with SciPy's special functions."""


class _MpmathPrinter(MpmathPrinter):  # type: ignore[misc]
    """mpmath code; rationals are quotients of exact integers taken at the precision of the call."""

    def _print_Rational(self, expr: sympy.Rational) -> str:
        return f"(mpf({expr.p})/{expr.q})"

    _print_Half = _print_Rational


class _ArbPrinter(AbstractPythonCodePrinter):  # type: ignore[misc]
    """Code on FLINT balls; rationals stay exact until they meet a ball."""

    _functions: ClassVar[dict[type[sympy.Function], str]] = {
        sympy.exp: "exp", sympy.log: "log", sympy.sin: "sin", sympy.cos: "cos", sympy.tan: "tan",
        sympy.sinh: "sinh", sympy.cosh: "cosh", sympy.tanh: "tanh", sympy.erf: "erf", sympy.erfc: "erfc",
        sympy.gamma: "gamma", sympy.loggamma: "lgamma", sympy.asin: "asin", sympy.acos: "acos",
        sympy.atan: "atan",
    }  # fmt: skip

    def _print_Integer(self, expr: sympy.Integer) -> str:
        return f"arb({expr.p})"

    def _print_Rational(self, expr: sympy.Rational) -> str:
        return f"arb(fmpq({expr.p}, {expr.q}))"

    _print_Half = _print_Rational

    def _print_Pi(self, expr: sympy.Expr) -> str:
        return "arb.pi()"

    def _print_Exp1(self, expr: sympy.Expr) -> str:
        return "arb.const_e()"

    def _print_Pow(self, expr: sympy.Pow, rational: bool = False) -> str:
        base = f"({self._print(expr.base)})"
        if expr.exp.is_Integer:
            # A plain integer exponent keeps powers of balls around 0 and of negative balls tight.
            return f"{base}**({int(expr.exp)})"
        if expr.exp.is_Rational and expr.exp.q == 2:
            return f"{base}.sqrt()**({int(expr.exp.p)})"
        return f"{base}**({self._print(expr.exp)})"

    def _print_Abs(self, expr: sympy.Abs) -> str:
        return f"abs({self._print(expr.args[0])})"

    def _print_Function(self, expr: sympy.Expr) -> str:
        method = self._functions.get(expr.func)
        if method is None or len(expr.args) != 1:
            raise _UnsupportedFunction(f"it contains {expr.func}")
        return f"({self._print(expr.args[0])}).{method}()"

    def __getattr__(self, name: str) -> Any:
        # Printers for the functions above, which SymPy would look up by class name first.
        if name.startswith("_print_") and name.removeprefix("_print_") in {f.__name__ for f in self._functions}:
            return self._print_Function
        raise AttributeError(name)


def _lambdify(symbols: Sequence[sympy.Symbol], expr: sympy.Expr, backend: str) -> Callable[..., Any]:
    settings = {"fully_qualified_modules": False, "allow_unknown_functions": False}
    modules: list[Any]
    if backend == "arb":
        printer, modules = _ArbPrinter(settings), [{"arb": flint.arb, "fmpq": flint.fmpq, "abs": abs}]
    elif backend == "mpmath":
        printer, modules = _MpmathPrinter(settings), ["mpmath"]
    elif expr.has(*_SCIPY_FUNCTIONS):
        # SciPy takes long to import, and only the special functions need it.
        printer, modules = _SciPyPrinter(settings), ["scipy", "numpy"]
    else:
        printer, modules = _NumPyPrinter(settings), ["numpy"]
    function: Callable[..., Any] = sympy.lambdify(symbols, expr, modules=modules, printer=printer, cse=True)
    return function


def _convert(value: Any, backend: str, name: str) -> Any:
    """An argument in the backend's own numbers."""
    if isinstance(value, sympy.Rational):
        value = Fraction(int(value.p), int(value.q))
    try:
        if backend == "numpy":
            import numpy

            return numpy.asarray(value, dtype=numpy.float64)[()]
        if backend == "mpmath":
            if isinstance(value, Fraction):
                return mpmath.mpf(value.numerator) / value.denominator
            return mpmath.mpmathify(value)
        if isinstance(value, Fraction):
            return flint.arb(flint.fmpq(value.numerator, value.denominator))
        return flint.arb(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"The value {value!r} for {name} is not a number for the {backend} backend.") from error
