"""The activation functions that SymPy lacks, for a real argument."""

from __future__ import annotations

import sympy


class relu(sympy.Function):  # type: ignore[misc]
    """relu(x) = max(0, x)."""

    nargs = 1

    @classmethod
    def eval(cls, x: sympy.Expr) -> sympy.Expr | None:
        """Evaluate at a rational number; every other argument stays as it is."""
        return sympy.Max(0, x) if x.is_Rational else None

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_is_nonnegative(self) -> bool:
        return True

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """The derivative: the unit step, up to its value at the kink."""
        return step(self.args[0])

    def _eval_evalf(self, prec: int) -> sympy.Expr:
        return sympy.Max(0, self.args[0]._eval_evalf(prec))


class step(sympy.Function):  # type: ignore[misc]
    """step(x) = 1 for x > 0 and 0 for x < 0; the derivative of relu."""

    nargs = 1

    @classmethod
    def eval(cls, x: sympy.Expr) -> sympy.Expr | None:
        """Evaluate at a non-zero rational number."""
        return sympy.Integer(int(x > 0)) if x.is_Rational and x != 0 else None

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_is_nonnegative(self) -> bool:
        return True


class softplus(sympy.Function):  # type: ignore[misc]
    """softplus(x) = log(1 + exp(x))."""

    nargs = 1

    @classmethod
    def eval(cls, x: sympy.Expr) -> sympy.Expr | None:
        """Evaluate at 0 only."""
        return sympy.log(2) if x.is_zero else None

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_is_positive(self) -> bool:
        return True

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """The derivative: the logistic function."""
        return 1 / (1 + sympy.exp(-self.args[0]))

    def _eval_evalf(self, prec: int) -> sympy.Expr:
        return sympy.log(1 + sympy.exp(self.args[0]))._eval_evalf(prec)
