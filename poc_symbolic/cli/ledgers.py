"""The ledgers that are installed: the entry points of the group ``poc_symbolic.ledgers``.

The module that an entry point names may also have ``part(claim_id)``: a ledger with this claim and its repair alone, or
None. It spares those who ask for one claim the building of all.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import click

from poc_symbolic.claims.claim import Claim
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.errors import InputError

GROUP = "poc_symbolic.ledgers"


def _complete_ledgers(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in installed() if name.startswith(incomplete)]


def _complete_claims(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    ledgers, _ = _healthy()
    return [claim.id for ledger in ledgers for claim in ledger.claims if claim.id.startswith(incomplete)]


ledger_option: Callable[[Any], Any] = click.option(
    "--ledger",
    "ledger_name",
    metavar="NAME",
    shell_complete=_complete_ledgers,
    help="The ledger of claims; needed where several are installed.",
)
claim_argument: Callable[[Any], Any] = click.argument("claim_id", metavar="CLAIM-ID", shell_complete=_complete_claims)


def installed() -> dict[str, EntryPoint]:
    """The entry points by the name of their ledger, sorted."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


def load(point: EntryPoint) -> Ledger:
    """The ledger that an entry point names, a Ledger or a callable that returns one."""
    try:
        found = point.load()
        ledger = found() if callable(found) else found
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise InputError(f"The ledger {point.name} ({point.value}) cannot be loaded: {error}") from error
    if not isinstance(ledger, Ledger):
        raise InputError(f"The entry point {point.name} ({point.value}) does not give a Ledger.")
    return ledger


def choose_ledger(name: str | None) -> Ledger:
    """The named ledger, or the only one that is installed."""
    points = installed()
    if not points:
        raise InputError("No ledger is installed; install the project with 'pip install .'.")
    if name is None and len(points) == 1:
        (name,) = points
    if name is None:
        raise InputError(f"There are {len(points)} ledgers ({', '.join(points)}); choose one with --ledger.")
    if name not in points:
        raise InputError(f"There is no ledger {name!r}; the installed ones are {', '.join(points)}.")
    return load(points[name])


def choose_part(ledger_name: str | None, claim_id: str) -> Ledger:
    """A ledger that holds a claim and its repair: a part of one, if it can be had, else as :func:`choose_claim`."""
    points = installed()
    if len(points) == 1 and ledger_name in (None, *points):
        (point,) = points.values()
        # where this fails, loading the whole says what is wrong
        with suppress(ImportError, AttributeError, TypeError, ValueError):
            found = import_module(point.module).part(claim_id)
            if isinstance(found, Ledger):
                return found
    return choose_claim(ledger_name, claim_id)[0]


def choose_claim(ledger_name: str | None, claim_id: str) -> tuple[Ledger, Claim]:
    """A claim, looked up in the named ledger or in all installed ones."""
    ledgers, broken = ([choose_ledger(ledger_name)], None) if ledger_name or len(installed()) <= 1 else _healthy()
    holders = [ledger for ledger in ledgers if any(claim.id == claim_id for claim in ledger.claims)]
    if len(holders) > 1:
        raise InputError(f"Several ledgers have a claim {claim_id!r}; choose one with --ledger.")
    if not holders and broken is not None:
        raise broken
    ledger = holders[0] if holders else ledgers[0]
    return ledger, ledger.claim(claim_id)


def _healthy() -> tuple[list[Ledger], InputError | None]:
    """The installed ledgers that can be loaded, and what is wrong with the first that cannot."""
    ledgers, broken = [], None
    for point in installed().values():
        try:
            ledgers.append(load(point))
        except InputError as error:
            broken = broken or error
    return ledgers, broken
