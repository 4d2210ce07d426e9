"""JSON schemas (draft 2020-12) of everything that the command line prints as JSON."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from poc_symbolic.errors import InputError

NAMES = (
    "audit",
    "claim",
    "constants",
    "couple",
    "couple-dims",
    "derive",
    "doctor",
    "evaluation",
    "export",
    "figures",
    "flow",
    "graph",
    "impact",
    "latex",
    "scaling",
    "stability",
    "verify",
    "verify-coq",
    "width",
)


def load(name: str) -> dict[str, Any]:
    """The schema with this name; the schema "audit" refers to "claim" by its ``$id``."""
    if name not in NAMES:
        raise InputError(f"There is no schema {name!r}; use one of {', '.join(NAMES)}.")
    return dict(json.loads((files(__name__) / f"{name}.json").read_text(encoding="utf-8")))
