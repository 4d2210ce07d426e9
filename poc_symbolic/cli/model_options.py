"""The options that describe a model, shared by every verb that derives something."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from poc_symbolic.activation import Activation
from poc_symbolic.errors import InputError
from poc_symbolic.model import SingleIndexModel

_ACTIVATION: dict[str, Any] = {"metavar": "TEXT", "help": "The activation, e.g. 'He4 + 1/2*He6'."}
_OPTIONS = (
    click.option("--teacher", metavar="TEXT", help="The teacher's link; the activation itself by default."),
    click.option("--dim", default="d", metavar="N|d", show_default=True, help="An integer >= 2, or d for all."),
    click.option("--degree", type=int, metavar="K", help="Where to cut an activation that is no polynomial."),
    click.option("--normalize", is_flag=True, help="Scale so that q(1) - q(0) = 1."),
)


def model_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--activation``, ``--teacher``, ``--dim``, ``--degree`` and ``--normalize``."""
    return click.option("--activation", required=True, **_ACTIVATION)(_others(function))


def optional_model_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same options where ``--activation`` may be left out."""
    return click.option("--activation", **_ACTIVATION)(_others(function))


def _others(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def build_model(
    activation: str, teacher: str | None, dim: str, degree: int | None, normalize: bool
) -> SingleIndexModel:
    """The model that the options describe; InputError says which option cannot be used."""
    if degree is not None and degree < 1:
        raise InputError(f"The degree at which an activation is cut must be at least 1, not {degree}.")
    sigma = Activation.parse(activation, degree)
    link = Activation.parse(teacher, degree) if teacher is not None else None
    return SingleIndexModel(sigma, dim=_dimension(dim), teacher=link, normalize=normalize)


def _dimension(text: str) -> int | None:
    if text.strip() == "d":
        return None
    if re.fullmatch(r"\s*[+-]?[0-9]{1,18}\s*", text) is None:
        raise InputError(f"The dimension must be an integer >= 2 of at most 18 digits, or the letter d, not {text!r}.")
    return int(text)
