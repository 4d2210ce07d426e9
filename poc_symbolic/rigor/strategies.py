"""The strategies of the search for p ≥ 0 (p > 0), in the order in which they are tried."""

from __future__ import annotations

from poc_symbolic.rigor.algebraic import by_conjugate, by_equations, by_factors, by_square_completion
from poc_symbolic.rigor.domains import by_bernstein, by_expansion, by_halves, by_line, by_peeling, by_slack
from poc_symbolic.rigor.positivity import Strategy
from poc_symbolic.rigor.products import by_products
from poc_symbolic.rigor.transcendental import by_numbers, by_powers

STRATEGIES: tuple[Strategy, ...] = (
    by_factors,
    by_equations,
    by_expansion,
    by_bernstein,
    by_line,
    by_powers,
    by_conjugate,
    by_square_completion,
    by_products,
    by_peeling,
    by_slack,
    by_numbers,
    by_halves,
)
