"""Recorded tables of measured numbers: what costs minutes is stored with a digest and recomputed row by row on demand.

A record is a JSON object ``{"inputs", "tolerance", "rows", "digest"}``: the parameters that the numbers depend on,
the relative error to which a recomputation must agree, the rows (each with its "key"), and the SHA-256 of the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from poc_symbolic.errors import InputError

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """What a table says: does the claim's condition hold of it, and the measured constant in words."""

    holds: bool
    text: str


@dataclass(frozen=True)
class Record:
    """The table that a claim rests on.

    Args:
        load: the JSON object, as stored.
        inputs: the parameters that the claim means; those of the stored object must be the same.
        columns: the numbers of a row that the claim uses; only these are compared.
        compute: the row with a given key, from scratch.
        spot: the keys that the default audit recomputes; the full audit recomputes all.
        conclude: from the rows to the finding; it must be able to come out either way.
    """

    load: Callable[[], Mapping[str, Any]]
    inputs: Mapping[str, Any]
    columns: tuple[str, ...]
    compute: Callable[[str], Row]
    spot: tuple[str, ...]
    conclude: Callable[[Sequence[Row]], Finding]


@dataclass(frozen=True)
class RecordCheck:
    """What came out: ``recomputed`` of ``rows`` rows agreed to within ``worst`` (relative), or a reason why not."""

    holds: bool
    reason: str
    digest: str
    rows: int
    recomputed: tuple[str, ...]
    worst: float
    measured: str

    def to_json(self) -> dict[str, Any]:
        """For the audit: the last digits of ``worst`` differ between machines, so it is only compared, not shown."""
        return {
            "digest": self.digest,
            "rows": self.rows,
            "recomputed": list(self.recomputed),
            "measured": self.measured,
        }


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of everything in a record but the digest itself, in one canonical form."""
    rest = {name: value for name, value in data.items() if name != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def check_record(record: Record, *, full: bool = False) -> RecordCheck:
    """Compare a stored table with its digest, its inputs, a recomputation of some or all rows, and the claim."""
    data = record.load()
    found = digest(data)

    def failed(reason: str, done: tuple[str, ...] = (), worst: float = 0.0) -> RecordCheck:
        return RecordCheck(False, reason, found, len(data.get("rows", ())), done, worst, "")

    if data.get("digest") != found:
        return failed("the record's digest does not match its content")
    if data["inputs"] != dict(record.inputs):
        return failed("the record was made with other inputs")
    rows = {str(row["key"]): row for row in data["rows"]}
    keys = tuple(rows) if full else record.spot
    if set(keys) - set(rows) or not keys:
        return failed("the record lacks a row that is to be recomputed")
    tolerance, worst = float(Fraction(data["tolerance"])), 0.0
    for place, key in enumerate(keys):
        try:
            again = record.compute(key)
        except InputError as error:
            return failed(f"the row {key} cannot be recomputed: {error}", keys[:place], worst)
        for column in record.columns:
            stored, new = float(rows[key][column]), float(again[column])
            difference = abs(stored - new) / max(abs(stored), abs(new), 1e-300)
            # written so that NaN disagrees
            if not difference <= tolerance:
                return failed(f"{column} of row {key} is {stored:.6g} in the record and {new:.6g} now", keys[:place])
            worst = max(worst, difference)
    finding = record.conclude(list(rows.values()))
    reason = "" if finding.holds else f"the table does not show the claim: {finding.text}"
    return RecordCheck(finding.holds, reason, found, len(rows), keys, worst, finding.text)
