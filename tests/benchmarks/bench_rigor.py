"""Speed of the rigour engines, as ratios in one run: ``python tests/benchmarks/bench_rigor.py``.

1. Bernstein proof at degree 60 against SymPy's ``count_roots`` (Sturm) on the same polynomials.
2. Branch and bound with FLINT balls against the same search with ``mpmath.iv`` (which is no proof: it is only
   a yardstick).
3. The kernel's time to re-check all certificates of the ledger (under 60 s).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import mpmath
import sympy
from flint import arb, ctx, fmpq, fmpq_poly

from poc_symbolic.claims.runner import audit
from poc_symbolic.rigor import bernstein, kernel
from poc_symbolic.rigor.proof import Budget
from proofs import ledger

x = sympy.Symbol("x")


def best(function: Callable[[], Any], repeat: int) -> float:
    """The least time of a few runs, in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def polynomials(count: int) -> list[Any]:
    """Positive polynomials of degree 60 on [0, 1]: products of thirty quadratics with small integers."""
    out = []
    for seed in range(count):
        p = fmpq_poly([1])
        for k in range(30):
            p *= fmpq_poly([2 + (k + seed) % 5, -(k % 4), 3 + k % 7])  # discriminant < 0
        out.append(p)
    return out


def bench_bernstein() -> float:
    """SymPy's time over ours."""
    polys = polynomials(1)
    terms = [[((i,), c) for i, c in enumerate(p.coeffs())] for p in polys]
    sides = [(fmpq(0), fmpq(1))]

    def ours() -> None:
        for row in terms:
            found = bernstein.search(row, sides, True, Budget(10000))
            assert found.settled and found.corner is None

    exact = [
        sympy.Poly([sympy.Rational(int(c.p), int(c.q)) for c in reversed(p.coeffs())], x, domain="QQ") for p in polys
    ]

    def theirs() -> None:
        for p in exact:
            assert p.count_roots(0, 1) == 0

    fast, slow = best(ours, 5), best(theirs, 1)
    print(f"Bernstein, degree 60: {1000 * fast:.2f} ms each, count_roots {1000 * slow:.1f} ms")
    return slow / fast


def branch(f: Callable[[Any, Any], bool], low: Any, high: Any, half: Any) -> int:
    """Halve until ``f`` shows the sign on every cell; the number of cells."""
    stack, count = [(low, high)], 0
    while stack:
        a, b = stack.pop()
        count += 1
        if not f(a, b):
            m = (a + b) * half
            stack += [(a, m), (m, b)]
    return count


def bench_balls() -> float:
    """mpmath.iv's time over FLINT's for e^(-x) √(1+x) + log(1+x) > 99/100 on [0, 3]: same test."""

    def by_arb(a: Any, b: Any) -> bool:
        z = arb(a).union(arb(b))
        return bool((-z).exp() * (one + z).sqrt() + (one + z).log() > bound)

    def by_iv(a: Any, b: Any) -> bool:
        z = iv.mpf([a, b])
        value = iv.exp(-z) * iv.sqrt(1 + z) + iv.log(1 + z) - margin
        return bool(value.a > 0)

    iv = mpmath.iv
    with ctx.workprec(100), mpmath.workprec(100):
        iv.prec = 100
        one, bound, margin = arb(1), arb(fmpq(99, 100)), iv.mpf(99) / 100
        ends = (fmpq(0), fmpq(3), fmpq(1, 2))
        cells = branch(by_arb, *ends)
        same = branch(by_iv, mpmath.mpf(0), mpmath.mpf(3), mpmath.mpf("0.5"))
        fast = best(lambda: branch(by_arb, *ends), 5)
        slow = best(lambda: branch(by_iv, mpmath.mpf(0), mpmath.mpf(3), mpmath.mpf("0.5")), 3)
    print(f"Balls: {cells} cells in {1000 * fast:.2f} ms, mpmath.iv {same} cells in {1000 * slow:.1f} ms")
    return slow / fast


def bench_kernel() -> float:
    """Seconds in which the kernel re-checks all certificates of the ledger."""
    outcomes = [o for o in audit(ledger(), mutants="none").outcomes if o.certificate is not None]
    pairs = [(o.statement_json(), o.certificate) for o in outcomes if o.checked_by == ("kernel",)]
    seconds = best(lambda: [kernel.check(*pair) for pair in pairs], 1)
    print(f"Kernel: {len(pairs)} certificates in {seconds:.1f} s")
    return seconds


if __name__ == "__main__":
    print(f"ratio count_roots / Bernstein: {bench_bernstein():.0f}")
    print(f"ratio mpmath.iv / FLINT balls: {bench_balls():.0f}")
    bench_kernel()
