"""Networks of several widths coupled to the mean-field flow: each neuron beside the particle that starts with it.

The particle ξ_t(w) stays in the plane of w* and w: ξ_t = α_t w* + √(1-α_t²) u with u the unit vector of
P_{w*}^⊥ w, α_t the characteristic of the flow (reference §3). Then Δ_t(i) = ŵ_t(i) - ξ_t(w_i), Δ_0 = 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from poc_symbolic.errors import InputError
from poc_symbolic.flow import MeanFieldFlow, Trajectory
from poc_symbolic.model import SingleIndexModel
from poc_symbolic.network.fields import GaussianData, PopulationField
from poc_symbolic.network.function_error import FunctionError
from poc_symbolic.network.integrator import integrate
from poc_symbolic.network.kernels import Array, norms, tangent
from poc_symbolic.network.network import (
    FiniteNetwork,
    check_memory,
    check_records,
    check_seed,
    check_times,
    check_tolerance,
    sample_sphere,
)
from poc_symbolic.network.problem import Problem, single_index_problem

RECORDS = 41


class Particles:
    """The mean-field particles ξ_t(w_i) of the rows w_i of an m×d array, for w* = e_1.

    Raises InputError when a row is ± w* itself: its plane is not defined.
    """

    def __init__(self, trajectory: Trajectory, initial: Array) -> None:
        rest = initial[:, 1:]
        lengths = norms(rest)
        if np.any(lengths == 0):
            raise InputError("A neuron that starts at the teacher has no plane with it; move it a little.")
        self.trajectory = trajectory
        self.directions: Array = rest / lengths[:, None]
        self.start = np.arcsinh(initial[:, 0] / lengths)

    def overlaps(self, times: Sequence[float]) -> tuple[Array, Array]:
        """α_t and √(1-α_t²), of shape (times, particles)."""
        x = self.trajectory.log_odds(self.start, np.asarray(times, float))
        return np.tanh(x), 1 / np.cosh(np.minimum(np.abs(x), 350.0))

    def place(self, alpha: Array, rest: Array) -> Array:
        """ξ from the overlap and √(1-α²) of every particle."""
        return np.concatenate([alpha[:, None], rest[:, None] * self.directions], axis=1)


@dataclass(frozen=True)
class CoupledState:
    """A network and its particles at one time: ``neurons`` ŵ, ``particles`` ξ, both m×d; ``moments`` p_ℓ(t)."""

    time: float
    neurons: Array
    particles: Array
    moments: Array
    mean_field_loss: float

    @property
    def gaps(self) -> Array:
        """Δ_t(i) = ŵ_t(i) - ξ_t(w_i), the rows of an m×d array."""
        result: Array = self.neurons - self.particles
        return result

    @property
    def mean_gap(self) -> float:
        """E_i ‖Δ_t(i)‖, which is at least W_1(ρ_t^m, ρ̄_t^m), the distance to the coupled sample."""
        return float(norms(self.gaps).mean())

    @property
    def mean_square_gap(self) -> float:
        """E_i ‖Δ_t(i)‖²."""
        return float(np.mean(norms(self.gaps) ** 2))


@dataclass(frozen=True)
class Record:
    """What is measured at one time; the errors are squares of L² norms over the data's law."""

    time: float
    loss: float
    mean_gap: float
    mean_square_gap: float
    largest_gap: float
    function_error: float
    sampling_error: float


class CoupledNetwork:
    """One width of a coupling: its records, and its state at any time."""

    def __init__(self, coupling: Coupling, network: FiniteNetwork, keep: bool) -> None:
        self.coupling, self.network, self.keep = coupling, network, keep
        self.particles = Particles(coupling.trajectory, network.initial)
        self.records: list[Record] = []
        self._kept: list[tuple[float, Array]] = [(0.0, network.initial)]

    @property
    def width(self) -> int:
        """m."""
        return self.network.width

    def _state(self, time: float, neurons: Array, alpha: Array, rest: Array) -> CoupledState:
        trajectory = self.coupling.trajectory
        return CoupledState(
            time,
            neurons,
            self.particles.place(alpha, rest) if time > 0 else self.network.initial,
            trajectory.moments(time),
            float(trajectory.loss(time)),
        )

    def run(self, times: Sequence[float], on_step: Callable[[float], None] | None = None) -> None:
        """Fill the records at the given times."""
        alpha, rest = self.particles.overlaps(times)
        for i, (time, neurons) in enumerate(self.network.run(times, on_step=on_step)):
            state = self._state(time, neurons, alpha[i], rest[i])
            self.records.append(self._record(state))
            if self.keep and time > 0:
                self._kept.append((time, neurons))

    def _record(self, state: CoupledState) -> Record:
        gaps = norms(state.gaps)
        errors = self.coupling.errors
        own = errors.own(state.neurons)
        return Record(
            state.time,
            errors.loss(state.neurons, own),
            float(gaps.mean()),
            float(np.mean(gaps**2)),
            float(gaps.max()),
            errors.to_mean_field(state.neurons, state.moments, own),
            errors.to_mean_field(state.particles, state.moments, errors.own(state.particles)),
        )

    def at(self, time: float) -> CoupledState:
        """The state at any time of the coupling, integrated from the last time that was kept."""
        check_times([time])
        before, neurons = max((kept for kept in self._kept if kept[0] <= time), key=lambda kept: kept[0])
        if time > before:
            network = self.network
            ((_, neurons),) = integrate(
                network.field,
                neurons,
                [time],
                start=before,
                tolerance=network.tolerance,
                first_step=network.first_step,
            )
        alpha, rest = self.particles.overlaps([time])
        return self._state(time, neurons, alpha[0], rest[0])

    def states_at(self, times: Sequence[float]) -> Iterator[CoupledState]:
        """The states at ascending times of the coupling, integrated from 0 on."""
        alpha, rest = self.particles.overlaps(times)
        for i, (time, neurons) in enumerate(self.network.run(times)):
            yield self._state(time, neurons, alpha[i], rest[i])

    def states(self) -> Iterator[CoupledState]:
        """The states that were kept, in the order of time."""
        alpha, rest = self.particles.overlaps([time for time, _ in self._kept])
        for i, (time, neurons) in enumerate(self._kept):
            yield self._state(time, neurons, alpha[i], rest[i])

    def column(self, name: str) -> Array:
        """One quantity of the records against time."""
        return np.array([getattr(record, name) for record in self.records])


@dataclass(frozen=True)
class Coupling:
    """The flow, the problem with w* = e_1, and networks whose first neurons are those of the smaller ones."""

    model: SingleIndexModel
    problem: Problem
    trajectory: Trajectory
    errors: FunctionError
    times: Array
    seed: int
    data: GaussianData | None
    networks: list[CoupledNetwork]

    @property
    def population(self) -> PopulationField:
        """The field of infinitely many samples."""
        return self.networks[0].network.population


def couple(
    model: SingleIndexModel,
    widths: Sequence[int],
    dim: int | None = None,
    seed: int = 0,
    data: GaussianData | None = None,
    *,
    until_loss: float | None = None,
    until_time: float | None = None,
    records: int = RECORDS,
    tolerance: float = 1e-5,
    flow_tolerance: float = 1e-8,
    keep: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Coupling:
    """Networks of the given widths from one uniform sample, beside the mean-field flow from the uniform law.

    Args:
        model: the single-index model; ``dim`` gives its dimension where that is symbolic.
        widths: the numbers of neurons m; smaller networks start as parts of the largest one.
        seed: of the initial neurons and of the data; the same seed gives the same run.
        data: sampled data instead of the population.
        until_loss, until_time: where to stop; the loss is that of the mean-field flow.
        records: the number of times, equally spaced from 0 on, at which everything is measured.
        keep: whether the neurons at those times are kept for :meth:`CoupledNetwork.at`.

    Time is that of the paper's ν. Raises InputError, before any work, on bad widths, dimension, seed, records
    or end, and on runs that do not fit into memory.
    """
    sizes = check_widths(widths)
    check_seed(seed)
    check_records(records)
    check_tolerance(tolerance)
    sized = with_dimension(model, dim)
    if isinstance(sized.d, int):
        check_memory(max(sizes), sized.d, records if keep else 2, data.samples if data else 0, times=records)
    problem = single_index_problem(sized)
    flow = MeanFieldFlow(sized, tolerance=flow_tolerance)
    trajectory = flow.run(until_loss=until_loss, until_time=until_time, estimate=False)
    neurons_rng, data_rng = (np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(2))
    initial = sample_sphere(max(sizes), problem.dim, neurons_rng)
    drawn = data.draw(problem, data_rng) if data else None
    times = np.linspace(0, trajectory.end, records)
    networks: list[CoupledNetwork] = []
    coupling = Coupling(
        sized, problem, trajectory, FunctionError(problem, trajectory.field), times, seed, data, networks
    )
    done, total = 0.0, float(sum(m * m for m in sizes))
    for m in sizes:
        network = FiniteNetwork(problem, initial[:m].copy(), data=drawn, tolerance=tolerance)
        one = CoupledNetwork(coupling, network, keep)

        def on_step(time: float, before: float = done, share: float = m * m / total) -> None:
            if progress is not None:
                progress(before + share * time / trajectory.end)

        one.run(times.tolist(), on_step)
        networks.append(one)
        done += m * m / total
    return coupling


def with_dimension(model: SingleIndexModel, dim: int | None) -> SingleIndexModel:
    """The model at a dimension; InputError when it has another one already, or none."""
    if dim is None or model.d == dim:
        return model
    if isinstance(model.d, int):
        raise InputError(f"The model has dimension {model.d}, not {dim}; give one of the two.")
    teacher = None if model.well_specified else model.teacher
    return SingleIndexModel(model.activation, dim=dim, teacher=teacher, normalize=model.normalize)


def check_widths(widths: Sequence[int]) -> list[int]:
    """The widths in ascending order; InputError unless they are different integers from 1 on."""
    if not widths or any(isinstance(m, bool) or not isinstance(m, int | np.integer) or m < 1 for m in widths):
        raise InputError("The widths must be integers of at least 1, and there must be at least one.")
    if len(set(widths)) < len(widths):
        raise InputError("Give each width once.")
    return sorted(int(m) for m in widths)


def mean_field_velocity(trajectory: Trajectory, state: CoupledState) -> Array:
    """ν(ξ_i, ρ^MF) = V'(α_i) P_{ξ_i}^⊥ w*."""
    slope = trajectory.field.slope(state.particles[:, 0], state.moments)
    axis = np.zeros_like(state.particles)
    axis[:, 0] = 1.0
    return np.asarray(slope[:, None] * tangent(state.particles, axis))
