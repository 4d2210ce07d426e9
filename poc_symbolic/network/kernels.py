"""Sums of polynomial kernels over pairs of neurons, by blocks that stay in the cache.

A kernel matrix is symmetric, so each pair of blocks is visited once and used for both of its sides: half of
the overlaps and half of the polynomials are computed. Memory is that of four blocks of at most
BLOCK² numbers, for each of GROUPS parts in large networks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BLOCK = 128
PARALLEL, GROUPS = 1024, 4
SMALL_PRODUCT = 1 << 18  # OpenBLAS starts no threads for a product of so few multiplications; they would cost more


class Polynomial:
    """A polynomial, evaluated in place by Horner's scheme, in z² when all its powers have one parity."""

    def __init__(self, coefficients: Array) -> None:
        powers = np.flatnonzero(coefficients)
        self.odd = powers.size > 0 and bool(np.all(powers % 2 == 1))
        self.square = powers.size > 0 and len(set(powers % 2)) == 1
        kept = coefficients[int(self.odd) :: 2] if self.square else coefficients
        self.descending = np.trim_zeros(kept, "b")[::-1] if powers.size else np.zeros(1)

    def __call__(self, z: Array, out: Array, scratch: Array) -> Array:
        """The values at z, written to ``out``; the three arrays have one shape and do not overlap."""
        base = np.multiply(z, z, out=scratch) if self.square else z
        first, *rest = self.descending
        if not rest:
            out.fill(first)
        else:
            np.multiply(base, first, out=out)
            for c in rest[:-1]:
                if c:
                    out += c
                out *= base
            if rest[-1]:
                out += rest[-1]
        if self.odd:
            out *= z
        return out


def derivative(coefficients: Array, order: int = 1) -> Array:
    """Ascending coefficients of the derivative; [0] when nothing is left."""
    result = np.asarray(np.polynomial.polynomial.polyder(coefficients, order), float)
    return result if result.size else np.zeros(1)


def value(coefficients: Array, z: Array) -> Array:
    """The polynomial with ascending coefficients at z."""
    return np.asarray(np.polynomial.polynomial.polyval(z, coefficients), float)


def block_size(dim: int) -> int:
    """Rows of a block, so that the product of two blocks is a small one."""
    return int(np.clip(int(np.sqrt(SMALL_PRODUCT / dim)) // 8 * 8, 32, BLOCK))


def _blocks(count: int, dim: int) -> Iterator[slice]:
    size = block_size(dim)
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def _views(work: Array, rows: int, columns: int) -> list[Array]:
    return [buffer[: rows * columns].reshape(rows, columns) for buffer in work]


def _share(neurons: Array, kernel: Polynomial, chosen: list[slice], blocks: list[slice], work: Array) -> Array:
    """The part of Σ_j kernel(⟨w_i, w_j⟩) w_j of some rows of blocks, from the diagonal on, with its mirror image."""
    total = np.zeros_like(neurons)
    with np.errstate(over="ignore", invalid="ignore"):  # for threads, which do not inherit it
        for upper in chosen:
            rows = neurons[upper]
            for lower in blocks:
                if lower.start < upper.start:
                    continue
                columns = neurons[lower]
                z, out, scratch, _ = _views(work, rows.shape[0], columns.shape[0])
                np.matmul(rows, columns.T, out=z)
                kernel(z, out, scratch)
                total[upper] += out @ columns
                if lower.start > upper.start:
                    total[lower] += out.T @ rows
    return total


class PairSums:
    """Means over all pairs of rows of one m×d array; the work space is kept between calls."""

    def __init__(self) -> None:
        self._work = np.empty((4, BLOCK * BLOCK))

    def force(self, neurons: Array, kernel: Polynomial) -> Array:
        """(1/m) Σ_j kernel(⟨w_i, w_j⟩) w_j for every i.

        Large networks are divided into GROUPS sets of rows, which run on several cores and are added in one order, so
        that the result does not depend on their number.
        """
        blocks = list(_blocks(*neurons.shape))
        if neurons.shape[0] < PARALLEL:
            return np.asarray(_share(neurons, kernel, blocks, blocks, self._work) / neurons.shape[0])
        # Early rows of blocks meet more columns than late ones; each group has some of both.
        chosen = [blocks[g :: 2 * GROUPS] + blocks[2 * GROUPS - 1 - g :: 2 * GROUPS] for g in range(GROUPS)]
        with ThreadPoolExecutor(min(GROUPS, os.cpu_count() or 1)) as pool:
            shares = list(
                pool.map(lambda rows: _share(neurons, kernel, rows, blocks, np.empty_like(self._work)), chosen)
            )
        return np.asarray(sum(shares[1:], shares[0]) / neurons.shape[0])

    def mean(self, neurons: Array, kernel: Polynomial) -> float:
        """(1/m²) Σ_ij kernel(⟨w_i, w_j⟩)."""
        (count, dim), sums = neurons.shape, []
        for upper in _blocks(count, dim):
            for lower in _blocks(count, dim):
                if lower.start < upper.start:
                    continue
                rows, columns = neurons[upper], neurons[lower]
                z, out, scratch, _ = _views(self._work, rows.shape[0], columns.shape[0])
                np.matmul(rows, columns.T, out=z)
                share = float(kernel(z, out, scratch).sum())
                sums.append(share if lower.start == upper.start else 2 * share)
        return float(np.sum(sums) / float(count**2))

    def response(self, neurons: Array, tangents: Array, first: Polynomial, second: Polynomial) -> Array:
        """(1/m) Σ_j [q'(z) I + q''(z) w_j w_iᵀ] v_j with z = ⟨w_i, w_j⟩, for the kernels q' and q''."""
        count, dim = neurons.shape
        total = np.zeros_like(neurons)
        for upper in _blocks(count, dim):
            rows = neurons[upper]
            for lower in _blocks(count, dim):
                columns, moved = neurons[lower], tangents[lower]
                z, out, scratch, turned = _views(self._work, rows.shape[0], columns.shape[0])
                np.matmul(rows, columns.T, out=z)
                total[upper] += first(z, out, scratch) @ moved
                np.matmul(rows, moved.T, out=turned)
                second(z, out, scratch)
                out *= turned
                total[upper] += out @ columns
        total /= count
        return total

    def cross_mean(self, ones: Array, others: Array, kernel: Polynomial) -> float:
        """The mean of kernel(⟨w, v⟩) over all rows w and v of two arrays."""
        sums = []
        for upper in _blocks(*ones.shape):
            for lower in _blocks(*others.shape):
                rows, columns = ones[upper], others[lower]
                z, out, scratch, _ = _views(self._work, rows.shape[0], columns.shape[0])
                np.matmul(rows, columns.T, out=z)
                sums.append(float(kernel(z, out, scratch).sum()))
        return float(np.sum(sums) / float(ones.shape[0] * others.shape[0]))


def tangent(neurons: Array, vectors: Array) -> Array:
    """P_w^⊥ v = v - ⟨w, v⟩ w, row by row."""
    result: Array = vectors - np.einsum("id,id->i", neurons, vectors)[:, None] * neurons
    return result


def norms(vectors: Array) -> Array:
    """The length of every row."""
    return np.asarray(np.sqrt(np.einsum("id,id->i", vectors, vectors)))
