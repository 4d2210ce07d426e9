"""Spectral elements in the log-odds x = atanh α, graded from the bulk |α| ~ 1/√d to the pole α = 1."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Element ends in units of 1/√d, where the uniform law lives, and beyond them a geometric grading.
BULK = (0.0, 1.3, 2.6, 4.2, 6.4)
GROWTH = 1.75
TRANSITION = (0.75, 1.25, 2.0, 3.3, 5.7)


@lru_cache(maxsize=32)
def lobatto(size: int) -> tuple[Array, Array, Array]:
    """Gauss-Lobatto nodes on [-1, 1], their weights, and the differentiation matrix."""
    legendre = np.polynomial.legendre.Legendre.basis(size - 1)
    inner = np.sort(legendre.deriv().roots().real)
    nodes = np.concatenate([[-1.0], inner, [1.0]])
    nodes = (nodes - nodes[::-1]) / 2
    weights = 2 / (size * (size - 1) * legendre(nodes) ** 2)
    return nodes, weights, differentiation(nodes)


@lru_cache(maxsize=32)
def gauss(size: int) -> tuple[Array, Array]:
    """Gauss-Legendre nodes on [-1, 1] and their weights."""
    nodes, weights = np.polynomial.legendre.leggauss(size)
    return nodes, weights


def barycentric_weights(nodes: Array) -> Array:
    """Weights of the barycentric interpolation formula."""
    scale = 4 / (nodes.max() - nodes.min())
    gaps = scale * (nodes[:, None] - nodes[None, :]) + np.eye(nodes.size)
    result: Array = 1 / gaps.prod(axis=1)
    return result


def differentiation(nodes: Array) -> Array:
    """D with (D f)(x_i) = f'(x_i) for polynomials f on the nodes."""
    w = barycentric_weights(nodes)
    gaps = nodes[:, None] - nodes[None, :] + np.eye(nodes.size)
    matrix = w[None, :] / w[:, None] / gaps
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    result: Array = matrix
    return result


def interpolation(nodes: Array, targets: Array) -> Array:
    """Matrix that evaluates the interpolant on ``nodes`` at ``targets``."""
    w = barycentric_weights(nodes)
    gaps = targets[:, None] - nodes[None, :]
    hit = gaps == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        kernel = w / gaps
        matrix = kernel / kernel.sum(axis=1, keepdims=True)
    rows = hit.any(axis=1)
    matrix[rows] = hit[rows]
    result: Array = matrix
    return result


def element_ends(dim: int, reach: float, folded: bool) -> Array:
    """Ends of the elements on [0, reach], or [-reach, reach] unless ``folded``."""
    ends = [z / np.sqrt(dim) for z in BULK]
    if ends[-1] > TRANSITION[0]:
        ends = [x for x in ends if x < 0.8 * TRANSITION[0]]
    if len(ends) == 1:
        ends.append(0.45 * TRANSITION[0])
    while ends[-1] * GROWTH < TRANSITION[0] / 1.2:
        ends.append(ends[-1] * GROWTH)
    ends += [x for x in TRANSITION if ends[-1] < x < 0.8 * reach] + [reach]
    half = np.array(ends)
    return half if folded else np.concatenate([-half[:0:-1], half])


@dataclass(frozen=True)
class Grid:
    """Nodes of E elements with n Gauss-Lobatto nodes each."""

    ends: Array
    size: int

    @property
    def nodes(self) -> Array:
        """x, of shape (E, n)."""
        z, _, _ = lobatto(self.size)
        result: Array = self.ends[:-1, None] + (z + 1) / 2 * np.diff(self.ends)[:, None]
        return result

    @property
    def derivative(self) -> Array:
        """d/dx on each element, of shape (E, n, n)."""
        _, _, matrix = lobatto(self.size)
        result: Array = matrix * (2 / np.diff(self.ends))[:, None, None]
        return result

    @property
    def penalty(self) -> Array:
        """1 / (quadrature weight of an end node), which carries a boundary value into its element."""
        _, w, _ = lobatto(self.size)
        result: Array = 2 / (w[0] * np.diff(self.ends))
        return result

    @property
    def tail(self) -> Array:
        """Rows that give the two highest Legendre coefficients on an element."""
        z, _, _ = lobatto(self.size)
        return np.asarray(np.linalg.inv(np.polynomial.legendre.legvander(z, self.size - 1))[-2:], float)

    def split(self, chosen: NDArray[np.bool_]) -> Grid:
        """The grid with the chosen elements cut in two, those at x = 0 closer to 0; itself if there are none."""
        if not chosen.any():
            return self
        left, right = self.ends[:-1][chosen], self.ends[1:][chosen]
        share = np.where(left == 0, 0.4, np.where(right == 0, 0.6, 0.5))
        return Grid(np.sort(np.append(self.ends, left + share * (right - left))), self.size)

    def transfer(self, values: Array, other: Grid) -> Array:
        """Values on this grid (E, n), interpolated to another grid that refines it."""
        x = other.nodes
        centre = (x[:, 0] + x[:, -1]) / 2
        source = np.searchsorted(self.ends, centre) - 1
        z = 2 * (x - self.ends[source][:, None]) / np.diff(self.ends)[source][:, None] - 1
        nodes = lobatto(self.size)[0]
        return np.stack([interpolation(nodes, z[e]) @ values[i] for e, i in enumerate(source)])

    def fine(self, size: int) -> tuple[Array, Array, Array]:
        """Gauss points x (E, m), weights (E, m) and the interpolation matrix (m, n) to them."""
        g, w = gauss(size)
        half = np.diff(self.ends)[:, None] / 2
        x = self.ends[:-1, None] + (g + 1) * half
        return x, w * half, interpolation(lobatto(self.size)[0], g)
