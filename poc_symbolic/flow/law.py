"""Initial laws of the overlap: the uniform law on the sphere, and finitely many weighted points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import mpmath
import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

from poc_symbolic.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class UniformOverlap:
    """Law of α = ⟨w, w*⟩ (or of |α| if ``folded``) for w uniform on S^{d-1}: α² ~ Beta(1/2, (d-1)/2).

    Arguments named x are log-odds x = atanh α, which keep relative accuracy at α → 0 and at α → ±1.
    """

    dim: int
    folded: bool

    @cached_property
    def density_constant(self) -> float:
        """Γ(d/2) / (√π Γ((d-1)/2)), in high precision because log Γ cancels at large d."""
        with mpmath.workdps(30):
            half = mpmath.mpf(self.dim) / 2
            value = mpmath.gammaprod([half], [half - mpmath.mpf(1) / 2]) / mpmath.sqrt(mpmath.pi)
            return float(value)

    def log_density(self, x: Array) -> Array:
        """Logarithm of the density with respect to x: c (sech x)^{d-1}, doubled if folded."""
        log_sech = np.log(2.0) - np.abs(x) - np.log1p(np.exp(-2 * np.abs(x)))
        small = np.abs(x) < 0.2
        # Near 0 the difference above cancels; -log(1 + sinh²)/2 does not.
        log_sech = np.where(small, -0.5 * np.log1p(np.sinh(np.where(small, x, 0.0)) ** 2), log_sech)
        result: Array = np.log((2 if self.folded else 1) * self.density_constant) + (self.dim - 1) * log_sech
        return result

    def density(self, x: Array) -> Array:
        """Density with respect to x."""
        result: Array = np.exp(self.log_density(x))
        return result

    def cdf(self, x: Array) -> Array:
        """Distribution function at x."""
        sign = np.sign(x)
        inside = betainc(0.5, (self.dim - 1) / 2, np.tanh(np.abs(x)) ** 2)
        result: Array = inside if self.folded else 0.5 * (1 + sign * inside)
        return result

    def quantile(self, level: Array) -> Array:
        """The x below which a share ``level`` in (0, 1) lies."""
        level = np.asarray(level, dtype=float)
        if np.any(~((level > 0) & (level < 1))):
            raise InputError("A quantile level must lie strictly between 0 and 1.")
        inside = level if self.folded else np.abs(2 * level - 1)
        b = (self.dim - 1) / 2
        # log cosh x from 1 - α², which betaincinv of the upper tail gives without cancellation.
        lower, upper = betaincinv(0.5, b, inside), betaincinv(b, 0.5, 1 - inside)
        x = np.where(lower < 0.5, np.arctanh(np.sqrt(np.minimum(lower, 0.5))), _from_complement(upper))
        result: Array = x if self.folded else np.sign(2 * level - 1) * x
        return result


def _from_complement(complement: Array) -> Array:
    """atanh α from 1 - α²."""
    safe = np.maximum(complement, 1e-300)
    result: Array = np.log1p(np.sqrt(np.maximum(1 - safe, 0.0))) - 0.5 * np.log(safe)
    return result


@dataclass(frozen=True)
class PointMasses:
    """A law given by overlaps ``nodes`` in (-1, 1), ascending, with positive ``weights`` of sum 1."""

    nodes: Array
    weights: Array

    def __post_init__(self) -> None:
        nodes, weights = np.asarray(self.nodes, float), np.asarray(self.weights, float)
        if nodes.ndim != 1 or nodes.shape != weights.shape or nodes.size == 0:
            raise InputError("Give the nodes and the weights of the law as two lists of the same length.")
        if not np.all(np.abs(nodes) < 1) or np.any(np.diff(nodes) <= 0):
            raise InputError("The nodes of the law must lie strictly between -1 and 1 and ascend.")
        if not np.all(weights > 0) or abs(weights.sum() - 1) > 1e-12:
            raise InputError("The weights of the law must be positive and sum to 1.")
        object.__setattr__(self, "nodes", nodes)
        object.__setattr__(self, "weights", weights)

    @staticmethod
    def from_quantile(quantile: Callable[[Array], Array], size: int = 400) -> PointMasses:
        """Gauss-Legendre points of the levels (0, 1), carried over by the quantile function of the law."""
        if size < 1:
            raise InputError(f"The number of points must be at least 1, not {size}.")
        z, w = np.polynomial.legendre.leggauss(size)
        return PointMasses(np.asarray(quantile((z + 1) / 2), float), w / w.sum())
