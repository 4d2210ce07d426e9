"""Hypothesis strategies shared by the model's tests: activations, laws and rational points."""

from __future__ import annotations

from hypothesis import strategies as st

from poc_symbolic.activation import Activation

rationals = st.fractions(-3, 3, max_denominator=6).filter(lambda c: c != 0)


def activations(top: int = 6) -> st.SearchStrategy[Activation]:
    """Random rational Hermite coefficients of every parity, degree at least 1."""
    items = st.dictionaries(st.integers(0, top), rationals, min_size=1, max_size=3)
    return items.filter(lambda c: any(k > 0 for k in c)).map(Activation.hermite)


def positive_activations(least: int = 1, top: int = 8) -> st.SearchStrategy[Activation]:
    """One to three Hermite terms of degree ≥ ``least``."""
    items = st.dictionaries(st.integers(least, top), rationals, min_size=1, max_size=3)
    return items.map(Activation.hermite)
