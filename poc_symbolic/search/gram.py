"""Guesses for Gram matrices: a point deep inside {G_k ⪰ 0, A(G) = b}, or the kernels that all its points share.

Nothing here is trusted. The unknowns are the entries (i ≤ j) of the blocks, one block after the other; the
equations are exact on entry, the answers are rationals near floating-point numbers.

Method: a barrier path for "minimise s subject to G + s·1 ⪰ 0" in the affine space of the equations. Its duality
gap n/τ tells early that there is no solution; a set without interior shows by eigenvalues of the order of the gap.
Reference: S. Boyd and L. Vandenberghe, Convex Optimization (2004), sections 11.3 and 11.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FLAT = 1e-7  # an interior thinner than this counts as none
STEEPEST = 1e10  # the last weight of the path
ROOM = 1e5  # bound on the trace, in units of the target


@dataclass(frozen=True)
class Guess:
    """Entries of the blocks if there is an interior, else one list of kernel vectors for each block."""

    interior: bool
    entries: tuple[Fraction, ...]
    kernels: tuple[tuple[tuple[Fraction, ...], ...], ...]


def guess(sizes: Sequence[int], rows: Sequence[Mapping[int, Fraction]], target: Sequence[Fraction]) -> Guess | None:
    """Blocks of the given sizes with Σ rows[r][j]·entry[j] = target[r]; None if there seem to be none."""
    width = sum(n * (n + 1) // 2 for n in sizes)
    if width == 0:
        return None
    matrix = np.zeros((len(rows), width))
    for r, row in enumerate(rows):
        for j, c in row.items():
            matrix[r, j] = float(c)
    scale = max((abs(float(c)) for c in target), default=1.0) or 1.0
    right = np.array([float(c) for c in target]) / scale
    start: Array = np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0], dtype=np.float64)
    if np.abs(matrix @ start - right).max(initial=0.0) > 1e-7:
        return None
    _, singular, basis = np.linalg.svd(matrix, full_matrices=True)
    free = basis[int((singular > 1e-10 * singular.max(initial=1.0)).sum()) :]
    try:
        found = _path(sizes, _unpack(sizes, start), [_unpack(sizes, row) for row in free])
    except np.linalg.LinAlgError:
        return None
    if found is None:
        return None
    blocks, least = found
    entries = [block[i, j] * scale for block in blocks for i in range(len(block)) for j in range(i, len(block))]
    exact = tuple(Fraction(float(e)) for e in entries)
    if least > FLAT:
        return Guess(True, exact, ())
    return Guess(False, exact, tuple(_kernel(block) for block in blocks))


def _unpack(sizes: Sequence[int], entries: Array) -> list[Array]:
    blocks: list[Array] = []
    at = 0
    for n in sizes:
        block = np.zeros((n, n))
        upper = np.triu_indices(n)
        block[upper] = entries[at : at + len(upper[0])]
        at += len(upper[0])
        blocks.append(block + np.triu(block, 1).T)
    return blocks


def _path(sizes: Sequence[int], origin: list[Array], moves: list[list[Array]]) -> tuple[list[Array], float] | None:
    """(blocks, least eigenvalue or 0) at the end of the path."""
    count = len(moves)
    total = sum(sizes)
    blocks = range(len(sizes))
    # directions of each block, the last one being the identity (for s)
    along = [np.array([*(move[k] for move in moves), np.eye(sizes[k])]) for k in blocks]
    traces = np.array([*(sum(float(np.trace(move[k])) for k in blocks) for move in moves), 0.0])
    trace = sum(float(np.trace(block)) for block in origin)
    u = np.zeros(count + 1)
    u[-1] = 1.0 - min(float(np.linalg.eigvalsh(block)[0]) for block in origin)
    room = ROOM * (1.0 + abs(trace))

    def at(u: Array) -> list[Array]:
        return [origin[k] + np.tensordot(u, along[k], axes=1) for k in blocks]

    def value(u: Array, weight: float) -> float:
        slack = room - trace - float(traces @ u)
        if slack <= 0:
            return np.inf
        out = weight * float(u[-1]) - float(np.log(slack))
        for x in at(u):
            try:
                out -= 2.0 * float(np.log(np.diag(np.linalg.cholesky(x))).sum())
            except np.linalg.LinAlgError:
                return np.inf
        return out

    weight = 1.0
    while True:
        for _ in range(30):
            slack = room - trace - float(traces @ u)
            gradient = traces / slack
            gradient[-1] += weight
            hessian = np.outer(traces, traces) / slack**2
            for k, x in enumerate(at(u)):
                inverse = np.linalg.inv(x)
                pushed = inverse @ along[k]
                gradient -= np.trace(pushed, axis1=1, axis2=2)
                flat = pushed.reshape(count + 1, -1)
                hessian += flat @ pushed.transpose(0, 2, 1).reshape(count + 1, -1).T
            hessian += np.eye(count + 1) * 1e-14 * np.trace(hessian)
            step = -np.linalg.solve(hessian, gradient)
            slope = float(gradient @ step)
            if -slope < 1e-7:
                break
            here, length = value(u, weight), 1.0
            while value(u + length * step, weight) > here + 0.1 * length * slope:
                length /= 2
                if length < 1e-9:
                    break
            if length < 1e-9:
                break
            u = u + length * step
        s, gap = float(u[-1]), (total + 1) / weight
        if s - gap > 1e-6:
            return None
        if s < 0 and (gap < -s or count == 0):
            return [x - s * np.eye(len(x)) for x in at(u)], -s
        if weight >= STEEPEST:
            return at(u), 0.0 if s > -FLAT else -s
        weight *= 6


def _kernel(block: Array) -> tuple[tuple[Fraction, ...], ...]:
    """Rational vectors that span the eigenvectors of small eigenvalues (reduced row echelon form, rounded)."""
    values, vectors = np.linalg.eigh(block)
    size = max(float(values[-1]), 1e-3)
    if float(values[-1]) < 1e-4:
        cut = len(values)
    else:
        ratios = [max(float(values[i + 1]), 1e-12) / max(float(values[i]), 1e-12) for i in range(len(values) - 1)]
        small = [i for i in range(len(ratios)) if values[i] < 1e-4 * size]
        cut = max(small, key=lambda i: ratios[i]) + 1 if small else 0
    rows = vectors[:, :cut].T.copy()
    done = 0
    pivots: list[int] = []
    while done < len(rows):
        rest = np.abs(rows[done:])
        i, j = np.unravel_index(int(rest.argmax()), rest.shape)
        rows[[done, done + int(i)]] = rows[[done + int(i), done]]
        rows[done] /= rows[done, j]
        for other in range(len(rows)):
            if other != done:
                rows[other] -= rows[other, j] * rows[done]
        pivots.append(int(j))
        done += 1
    return tuple(tuple(_simple(float(c)) for c in row) for row in rows)


def _simple(value: float) -> Fraction:
    """The simplest fraction that is much nearer than chance would put one."""
    for bound in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192):
        near = Fraction(value).limit_denominator(bound)
        if abs(float(near) - value) < min(2e-5, 0.02 / bound**2):
            return near
    return Fraction(value).limit_denominator(8192)


def stationary(terms: Mapping[tuple[int, ...], Fraction], starts: int = 24) -> list[tuple[Fraction, ...]]:
    """Rational points near zeros of p and ∇p, by damped Newton steps from fixed starts."""
    powers = np.array(list(terms), dtype=float)
    weights = np.array([float(c) for c in terms.values()])
    weights /= np.abs(weights).max()
    width = powers.shape[1]

    def derivative(orders: Array) -> Callable[[Array], float]:
        factor = np.ones(len(powers))
        for i in range(width):
            for k in range(int(orders[i])):
                factor *= powers[:, i] - k
        live = factor != 0
        scale, rest = weights[live] * factor[live], (powers - orders)[live]
        return lambda x: float((scale * np.prod(x**rest, axis=1)).sum())

    unit = np.eye(width)
    value = derivative(np.zeros(width))
    slopes = [derivative(e) for e in unit]
    curvatures = [[derivative(e + f) for f in unit] for e in unit]
    found: set[tuple[Fraction, ...]] = set()
    state = 1
    for _ in range(starts):
        x = np.zeros(width)
        for i in range(width):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            x[i] = ((state >> 33) % 1000) / 166.5 - 3.0
        for _ in range(25):
            gradient = np.array([slope(x) for slope in slopes])
            if float(np.abs(gradient).max()) < 1e-12:
                break
            hessian = np.array([[entry(x) for entry in row] for row in curvatures])
            values, vectors = np.linalg.eigh(hessian)
            values = np.maximum(np.abs(values), 1e-9)
            step = -vectors @ ((vectors.T @ gradient) / values)
            longest = float(np.abs(step).max())
            x = x + step * min(1.0, 1.0 / longest) if longest > 0 else x
        if bool(np.isfinite(x).all()) and abs(value(x)) < 1e-8 and float(np.abs(x).max()) < 1e3:
            found.add(tuple(Fraction(float(c)).limit_denominator(64) for c in x))
    return sorted(found)
