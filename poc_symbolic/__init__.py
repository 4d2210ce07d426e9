"""Closed forms for single-index mean-field networks, and an audit of the claims of a paper about them.

The public names below are loaded when they are first used, so that importing the package is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poc_symbolic.activation import Activation
    from poc_symbolic.claims.claim import Claim, Domain, Place, Severity, Status
    from poc_symbolic.claims.evaluate import evaluate
    from poc_symbolic.claims.ledger import Ledger
    from poc_symbolic.claims.runner import audit, run
    from poc_symbolic.compilation import compile
    from poc_symbolic.errors import InputError
    from poc_symbolic.model import SingleIndexModel
    from poc_symbolic.rigor import prove
    from poc_symbolic.rigor.statement import Statement
    from poc_symbolic.rigor.verdict import Verdict

__version__ = "0.1.0"

_MODULE_OF = {
    "Activation": "activation",
    "Claim": "claims.claim",
    "Domain": "claims.claim",
    "InputError": "errors",
    "Ledger": "claims.ledger",
    "Place": "claims.claim",
    "Severity": "claims.claim",
    "SingleIndexModel": "model",
    "Statement": "rigor.statement",
    "Status": "claims.claim",
    "Verdict": "rigor.verdict",
    "audit": "claims.runner",
    "compile": "compilation",
    "evaluate": "claims.evaluate",
    "prove": "rigor",
    "run": "claims.runner",
}

__all__ = [
    "Activation",
    "Claim",
    "Domain",
    "InputError",
    "Ledger",
    "Place",
    "Severity",
    "SingleIndexModel",
    "Statement",
    "Status",
    "Verdict",
    "__version__",
    "audit",
    "compile",
    "evaluate",
    "prove",
    "run",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
