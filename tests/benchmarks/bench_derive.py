"""Benchmark of the closed forms, reported as ratios within one run: python tests/benchmarks/bench_derive.py

The reference is SymPy expanding the binomial sum of the paper's eq. (37) with the exact moments of u, which
gives the same velocity. Its activation is even of degree 30, the dimension is a symbol.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import factorial

import sympy

from poc_symbolic import symbols
from poc_symbolic.activation import Activation
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.sphere import axis_moment

DEGREE = 30


def seconds(action: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def binomial_velocity(model: SingleIndexModel) -> sympy.Expr:
    """Eq. (37) expanded: q'(α)(1-α²) - E q'(αα' + y)(α'(1-α²) - αy), as a polynomial in α, α' over ℚ(d)."""
    alpha, other = symbols.alpha, sympy.Symbol("alpha_prime", real=True)
    # y = √(1-α²) √(1-α'²) u occurs in even powers only, so y² stands in for it.
    square = (1 - alpha**2) * (1 - other**2)
    total = sympy.Integer(0)
    for k, c in model.coefficients.q.items():
        total += k * c * alpha ** (k - 1) * (1 - alpha**2)
        for j in range(k):
            weight = k * c * sympy.binomial(k - 1, j) * (alpha * other) ** (k - 1 - j)
            if j % 2 == 0:
                mean = square ** (j // 2) * axis_moment(j // 2, symbols.d - 1)
                total -= weight * mean * other * (1 - alpha**2)
            else:
                mean = square ** ((j + 1) // 2) * axis_moment((j + 1) // 2, symbols.d - 1)
                total += weight * mean * alpha
    return sympy.expand(total)


def main() -> None:
    """Print every time and the two ratios."""
    activation = Activation.hermite({k: sympy.Rational(1, factorial(k // 2)) for k in range(4, DEGREE + 1, 2)})

    def fresh() -> SingleIndexModel:
        return SingleIndexModel(activation)

    def closed_forms() -> None:
        model = fresh()
        _ = model.kernels, model.gegenbauer, model.loss(), model.potential(), model.velocity()
        model.local_hessian()

    # In this order: the velocity, and then the rest, pay for every cache that they fill.
    velocity = seconds(lambda: fresh().velocity())
    cold = velocity + seconds(closed_forms)
    warm = seconds(closed_forms)
    constant = seconds(lambda: fresh().self_concordance())
    steps = seconds(lambda: fresh().steps())
    binomial = seconds(lambda: binomial_velocity(fresh()))
    print(f"even activation of degree {DEGREE}, symbolic d")
    print(f"  kernels, Gegenbauer, loss, potential, velocity, Hessian   {cold:8.3f} s, again {warm:.3f} s")
    print(f"  velocity alone                                            {velocity:8.3f} s")
    print(f"  self-concordance constant                                 {constant:8.3f} s")
    print(f"  all steps with their checks                               {steps:8.3f} s")
    print(f"  eq. (37)'s binomial sum expanded by SymPy                 {binomial:8.3f} s")
    print(f"ratio eq. (37) / velocity          {binomial / velocity:10.1f}   (wanted: at least 10)")
    print(f"ratio 2 s / closed forms (first)   {2 / cold:10.1f}   (wanted: at least 1)")


if __name__ == "__main__":
    main()
