"""The linear space-time system of a time panel: Gauss-Lobatto elements in x, collocation in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

if TYPE_CHECKING:
    from poc_symbolic.flow.transport import TransportSolver

Array = NDArray[np.float64]


class PanelSystem:
    """The space-time equations of a panel, factored at a guess of the moments.

    On an element the unknowns G = F - F(0) at (stage, node) satisfy
    D_t G + h c (D_x G + F_0') + h penalty (inflow part of c) (G - neighbour's trace) = -D_t0 G_start.
    """

    def __init__(self, solver: TransportSolver, dt: Array, width: float, guess: Array) -> None:
        self.solver, self.width = solver, width
        self.stages = solver.resolution.stages
        self.dt_start, self.dt = dt[:, 0], dt[:, 1:]
        elements, n = solver.shape
        s = self.stages
        speed, left, right = self._speeds(guess)
        block = np.zeros((elements, s, n, s, n))
        stage, node = np.arange(s), np.arange(n)
        block[:, :, node, :, node] += self.dt[None, None]
        local = speed[..., None] * solver.derivative[:, None]
        local[:, :, 0, 0] += left
        local[:, :, -1, -1] += right
        block[:, stage, :, stage, :] += np.moveaxis(local, 1, 0)
        self.inverse = np.linalg.inv(block.reshape(elements, s * n, s * n))
        self._couple(left, right)

    def _speeds(self, p: Array) -> tuple[Array, Array, Array]:
        """Scaled speed (E, s, n) and penalties (E, s) of inflow at the left and the right end."""
        solver = self.solver
        speed = self.width * (solver.teacher[None] - np.einsum("enl,sl->sen", solver.pull, p))
        speed = np.moveaxis(speed, 0, 1)
        left = np.maximum(speed[:, :, 0], 0) * solver.penalty[:, None]
        right = np.maximum(-speed[:, :, -1], 0) * solver.penalty[:, None]
        return speed, left, right

    def _couple(self, left: Array, right: Array) -> None:
        """The linear system of the traces: each element answers to its neighbours' end values."""
        elements, n = self.solver.shape
        s = self.stages
        inverse = self.inverse.reshape(elements, s, n, s, n)
        # Answers (element, stage out, stage in) at both ends to a unit neighbour's trace at either end.
        ends = (0, n - 1)
        gain = {(o, i): inverse[:, :, o, :, i] * (left, right)[i > 0][:, None, :] for o in ends for i in ends}
        size = elements * s
        place = np.arange(2 * size).reshape(2, elements, s)
        rows, columns, values = [place.ravel()], [place.ravel()], [np.ones(2 * size)]
        for row, out in enumerate(ends):
            into = (
                (place[row, 1:], place[1, :-1], gain[out, 0][1:]),
                (place[row, :-1], place[0, 1:], gain[out, n - 1][:-1]),
            )
            for target, origin, block in into:
                used = np.flatnonzero(np.abs(block).max(axis=(1, 2)) > 0)
                shape = (used.size, s, s)
                rows.append(np.broadcast_to(target[used][:, :, None], shape).ravel())
                columns.append(np.broadcast_to(origin[used][:, None, :], shape).ravel())
                values.append(-block[used].ravel())
        entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        self.traces = splu(csc_array(entries, shape=(2 * size, 2 * size)))
        self.left, self.right = left, right

    def _apply_inverse(self, source: Array) -> Array:
        """Solve for sources of shape (E, s, n, columns)."""
        elements, s, n, columns = source.shape
        free = (self.inverse @ source.reshape(elements, s * n, columns)).reshape(source.shape)
        ends = np.stack([free[:, :, 0], free[:, :, -1]]).reshape(2 * elements * s, columns)
        trace = self.traces.solve(ends).reshape(2, elements, s, columns)
        extra = np.zeros_like(source)
        extra[1:, :, 0] = self.left[1:, :, None] * trace[1, :-1]
        extra[:-1, :, -1] = self.right[:-1, :, None] * trace[0, 1:]
        result: Array = free + (self.inverse @ extra.reshape(elements, s * n, columns)).reshape(source.shape)
        return result

    def _source(self, initial: Array, speed: Array) -> Array:
        start = -self.dt_start[None, :, None] * initial[:, None, :]
        result: Array = start - speed * self.solver.density[:, None, :]
        return result

    def solve(self, initial: Array, p: Array) -> Array:
        """G (s, E, n) for moments p equal to the guess of the factorisation."""
        speed, _, _ = self._speeds(p)
        return np.moveaxis(self._apply_inverse(self._source(initial, speed)[..., None])[..., 0], 1, 0)

    def correct(self, initial: Array, p: Array, shift: Array) -> Array:
        """G improved for the moments p by one step of iterative refinement."""
        solver = self.solver
        speed, left, right = self._speeds(p)
        g = np.moveaxis(shift, 0, 1)
        residual = self._source(initial, speed) - np.einsum("ij,ejn->ein", self.dt, g)
        residual -= speed * (g @ np.swapaxes(solver.derivative, 1, 2))
        outer_left = np.concatenate([np.zeros_like(g[:1, :, -1]), g[:-1, :, -1]])
        outer_right = np.concatenate([g[1:, :, 0], np.zeros_like(g[:1, :, 0])])
        residual[:, :, 0] -= left * (g[:, :, 0] - outer_left)
        residual[:, :, -1] -= right * (g[:, :, -1] - outer_right)
        g = g + self._apply_inverse(residual[..., None])[..., 0]
        return np.moveaxis(g, 1, 0)

    def sensitivity(self, shift: Array) -> Array:
        """Derivative of the map from moments at the stages to moments, of shape (sL, sL)."""
        solver = self.solver
        g = np.moveaxis(shift, 0, 1)
        gradient = g @ np.swapaxes(solver.derivative, 1, 2) + solver.density[:, None, :]
        elements, s, n = gradient.shape
        degrees = solver.pull.shape[-1]
        source = np.zeros((elements, s, n, s, degrees))
        stage = np.arange(s)
        force = self.width * gradient[..., None] * solver.pull[:, None]
        source[:, stage, :, stage, :] = np.moveaxis(force, 1, 0)
        answer = self._apply_inverse(source.reshape(elements, s, n, s * degrees))
        rows = np.einsum("esnc,enl->slc", answer, solver.moment_rows)
        return np.asarray(rows).reshape(s * degrees, s * degrees)
