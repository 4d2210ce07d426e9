"""The mean-field flow in the overlap variable: trajectories, stability constants, measured scaling."""

from __future__ import annotations

from poc_symbolic.flow.average_stability import AverageStability, average_stability
from poc_symbolic.flow.concordance import Concordance, Repelled, concordance
from poc_symbolic.flow.enclosure import Enclosure, enclose
from poc_symbolic.flow.law import PointMasses, UniformOverlap
from poc_symbolic.flow.mean_field import MeanFieldFlow
from poc_symbolic.flow.moment_path import MomentPath
from poc_symbolic.flow.stability import Stability
from poc_symbolic.flow.trajectory import Trajectory

__all__ = [
    "AverageStability",
    "Concordance",
    "Enclosure",
    "MeanFieldFlow",
    "MomentPath",
    "PointMasses",
    "Repelled",
    "Stability",
    "Trajectory",
    "UniformOverlap",
    "average_stability",
    "concordance",
    "enclose",
]
