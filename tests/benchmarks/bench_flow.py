"""Benchmark of the flow, reported as ratios within one run: python tests/benchmarks/bench_flow.py

Scale: normalised He_4 (initial loss about 1). First part: T at loss 0.1 for d = 32, relative error against
time of three methods, node generation included.
  gauss-jacobi   Gauss nodes of the Beta law of α², angle, SciPy's DOP853
  log-composite  composite Gauss nodes graded in log α, angle, SciPy's DOP853
  flow           this project, without its second run for the error estimate
Each of the other two is tried with every pair of a number of nodes and a tolerance of the time steps, and
its fastest pair counts; the observed order of convergence in the nodes is that at the finest tolerance.
Second part: time of d = 10⁶ to T(0.3) over that of d = 10³.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.special import roots_jacobi

from poc_symbolic.activation import Activation
from poc_symbolic.flow import MeanFieldFlow
from poc_symbolic.model import SingleIndexModel

Array = NDArray[np.float64]

DIM, LOSS = 32, 0.1
REFERENCE = 51.538494901203  # 5120 composite nodes at tolerance 1e-12
REPEATS = 4
NODES = (640, 960, 1120, 1280, 1600, 3200)
TOLERANCES = (1e-6, 1e-7, 1e-8)
LEVELS = (1e-6, 1e-7, 1e-8, 1e-9)


def model(dim: int) -> SingleIndexModel:
    built = SingleIndexModel(Activation.parse("He4"), dim=dim, normalize=True)
    assert built.gegenbauer
    return built


def best_of(action: Callable[[], float]) -> tuple[float, float]:
    """The least wall-clock time of a few calls, and the value."""
    seconds, value = np.inf, 0.0
    for _ in range(REPEATS):
        start = time.perf_counter()
        value = action()
        seconds = min(seconds, time.perf_counter() - start)
    return seconds, value


def gauss_jacobi(count: int) -> tuple[Array, Array]:
    """Nodes α and weights of the uniform law of |α|."""
    z, w = roots_jacobi(count, (DIM - 3) / 2, -0.5)
    return np.sqrt((1 + z) / 2), w / w.sum()


def log_composite(count: int) -> tuple[Array, Array]:
    """Panels of 16 Gauss nodes, equal in log α above 0.05 (tuned), one panel below."""
    ends = np.concatenate([[0.0], np.geomspace(0.05, 1, count // 16)])
    z, w = np.polynomial.legendre.leggauss(16)
    alpha = (ends[:-1, None] + np.diff(ends)[:, None] * (z + 1) / 2).ravel()
    weights = (np.diff(ends)[:, None] * w).ravel() * (1 - alpha**2) ** ((DIM - 3) / 2)
    return alpha, weights / weights.sum()


def angle_flow(nodes: Callable[[int], tuple[Array, Array]], count: int, tolerance: float) -> float:
    """T at the loss with the explicit velocity of reference §4 in the angle."""
    alpha, weights = nodes(count)

    def parts(theta: Array) -> tuple[Array, Array, float, float, float]:
        cos = np.cos(theta)
        u = cos * cos
        return cos, u, float(weights @ (u * (1 - u))), float(weights @ (1 - u) ** 2), float(weights @ (u * u))

    def rate(t: float, theta: Array) -> Array:
        cos, u, a, b, r = parts(theta)
        pull = 4 * u * (1 - r) + 12 * ((2 * u - 1) * a / (DIM - 1) + (1 - u) * b / (DIM**2 - 1))
        return np.asarray(-np.sin(theta) * cos * pull)

    def event(t: float, theta: Array) -> float:
        _, _, a, b, r = parts(theta)
        return (1 - r) ** 2 + 6 * a * a / (DIM - 1) + 3 * b * b / (DIM**2 - 1) - LOSS

    event.terminal = True  # type: ignore[attr-defined]
    result = solve_ivp(rate, (0, 1e4), np.arccos(alpha), method="DOP853", rtol=tolerance, atol=tolerance, events=event)
    return float(result.t_events[0][0])


def others() -> dict[str, list[tuple[float, float]]]:
    """(error, seconds) of each method at every setting; prints a row for each number of nodes."""
    found: dict[str, list[tuple[float, float]]] = {}
    for name, nodes in (("gauss-jacobi", gauss_jacobi), ("log-composite", log_composite)):
        found[name] = []
        previous: tuple[int, float] | None = None
        for count in NODES:
            cells = []
            for tolerance in TOLERANCES:
                seconds, value = best_of(lambda n=nodes, c=count, t=tolerance: angle_flow(n, c, t))  # type: ignore[misc]
                error = abs(value / REFERENCE - 1)
                cells.append(f"{error:7.0e} {1e3 * seconds:6.1f} ms")
                found[name].append((error, seconds))
            order = "" if previous is None else f"{np.log(previous[1] / error) / np.log(count / previous[0]):5.1f}"
            print(f"{name:14} {count:5d} nodes  {'  '.join(cells)}  order {order}", flush=True)
            previous = count, error
    return found


def ours() -> list[tuple[float, float]]:
    """(error, seconds) of this project at several tolerances, with the number of steps."""
    found = []
    previous: tuple[int, float] | None = None
    for tolerance in (1e-5, 1e-6, 5e-7, 1e-7, 1e-8, 1e-9):
        flow = MeanFieldFlow(model(DIM), tolerance=tolerance)
        seconds, value = best_of(lambda f=flow: f.run(until_loss=LOSS, estimate=False).end)  # type: ignore[misc]
        steps = flow.run(until_loss=LOSS, estimate=False).path.breaks.size - 1
        error = abs(value / REFERENCE - 1)
        order = "" if previous is None else f"{np.log(previous[1] / error) / np.log(steps / previous[0]):5.1f}"
        row = f"tolerance {tolerance:.0e}  {steps:3d} pieces  {error:7.0e} {1e3 * seconds:6.1f} ms  order {order}"
        print(f"flow           {row}", flush=True)
        found.append((error, seconds))
        previous = steps, error
    return found


def fastest(rows: list[tuple[float, float]], level: float) -> float:
    return min((seconds for error, seconds in rows if error <= level), default=np.nan)


def main() -> None:
    """Print both tables."""
    print(f"T at loss {LOSS}, d = {DIM}: relative error and time at tolerances {', '.join(map(str, TOLERANCES))}")
    own = ours()
    found = others()
    # Before and after, because the speed of a shared machine drifts.
    own += ours()
    for level in LEVELS:
        best = fastest(own, level)
        times = {name: fastest(rows, level) for name, rows in found.items()}
        other = np.nanmin(list(times.values()))
        cells = "  ".join(f"{name} {1e3 * seconds:6.1f} ms" for name, seconds in times.items())
        print(f"error {level:.0e}: {cells}  flow {1e3 * best:5.1f} ms  ratio {other / best:.1f}")
    times = {}
    for dim in (10**3, 10**6):
        flow = MeanFieldFlow(model(dim), tolerance=1e-7)
        times[dim], _ = best_of(lambda f=flow: f.run(delta=0.3, estimate=False).end)  # type: ignore[misc]
    print(f"d = 10^6 over d = 10^3 to T(0.3): {times[10**6] / times[10**3]:.2f} ({times[10**6]:.3f} s)")


if __name__ == "__main__":
    main()
